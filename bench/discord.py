"""`python -m bench.discord [--minutes 10]`: what pledgebot costs on Discord, against a bot of discord.py that only repeats what it
is told. Both run in processes of their own, on the same Discord on loopback; the table goes to standard output.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench.asked import questions
from bench.bots import BARE
from bench.crowd import Crowd, Flood, crowd
from bench.machine import described
from bench.measure import median, p99

OWN = "pledgebot"
BLOCK = 50
"""Questions in one turn of a bot."""
RATE = 200


def tell(what: str) -> None:
    print(f"measuring {what} ...", file=sys.stderr)


class Found(NamedTuple):
    """`started`, `after`: MiB before the first and after the last question; `first`, `times`: milliseconds from mention to reply, of
    questions that the process meets for the first time and of the same ones once more; `busy`: milliseconds of the processor for one."""

    started: float
    first: list[float]
    times: list[float]
    busy: float
    after: float


async def compared(bots: dict[str, Crowd], texts: list[str]) -> dict[str, Found]:
    """The bots take turns, so that what else the machine does falls on both."""
    started = {name: one.memory() for name, one in bots.items()}
    first = await _round(bots, texts)
    busy = {name: one.busy() for name, one in bots.items()}
    again = await _round(bots, texts)
    used = {name: 1000 * (one.busy() - busy[name]) / len(texts) for name, one in bots.items()}
    return {name: Found(started[name], first[name], again[name], used[name], one.memory()) for name, one in bots.items()}


async def _round(bots: dict[str, Crowd], texts: list[str]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in bots}
    for at in range(0, len(texts), BLOCK):
        for name, one in bots.items():
            found[name] += [await one.latency(text) for text in texts[at : at + BLOCK]]
    return found


async def measured(minutes: float) -> Iterator[str]:
    texts = [question.text for question in questions()]
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            bots = {name: await stack.enter_async_context(crowd(name, Path(folder))) for name in (BARE, OWN)}
            tell("latency")
            found = await compared(bots, texts)
        tell(f"{RATE} questions a second, {minutes:g} minutes")
        async with crowd(OWN, Path(folder)) as own:
            for text in texts:
                await own.latency(text)
            flood = await own.flood(texts, RATE, minutes * 60)
    return rows(found[OWN], found[BARE], flood, minutes)


def rows(own: Found, bare: Found, flood: Flood, minutes: float) -> Iterator[str]:
    ratio = median(own.times) / median(bare.times)
    yield row(
        "from mention to reply, median, ms", f"{median(own.times):.2f} ({ratio:.2f}×)", f"{median(bare.times):.2f}", "≤ 1.3×", ratio <= 1.3
    )
    yield row("the same, p99, ms", f"{p99(own.times):.2f}", f"{p99(bare.times):.2f}")
    yield row("the same, each question for the first time, median, ms", f"{median(own.first):.2f}", f"{median(bare.first):.2f}")
    yield row("time of the processor for one question, ms", f"{own.busy:.2f}", f"{bare.busy:.2f}")
    ratio = own.started / bare.started
    yield row("memory after start, MiB", f"{own.started:.1f} ({ratio:.2f}×)", f"{bare.started:.1f}", "≤ 2×", ratio <= 2)
    yield row(f"memory after {len(own.first) + len(own.times)} questions, MiB", f"{own.after:.1f}", f"{bare.after:.1f}")
    answered = f"{len(flood.times)} of {flood.asked}"
    yield row(f"answered, at {RATE} questions a second for {minutes:g} minutes", answered, "–", "all", len(flood.times) == flood.asked)
    yield row("from mention to reply, median and p99, ms", f"{median(flood.times):.1f} and {p99(flood.times):.1f}", "–")
    minute = [used for at, used in flood.memory if at >= 60] or [flood.memory[0][1]]
    line = f"{flood.memory[0][1]:.1f} → {minute[0]:.1f} → {flood.memory[-1][1]:.1f}"
    yield row("memory at the start, after a minute, at the end, MiB", line, "–")
    yield row("growth over the second half, MiB an hour", f"{flood.growth():+.1f}", "–", "none", flood.growth() * minutes / 120 < 1)


def row(what: str, own: str, bare: str, goal: str = "", met: bool | None = None) -> str:
    verdict = "" if met is None else "yes" if met else "no"
    return f"| {what} | {own} | {bare} | {goal} | {verdict} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help=f"how long {RATE} questions a second are asked (default 1)")
    minutes = parser.parse_args().minutes
    machine = described()
    lines = asyncio.run(measured(minutes))
    print(f"Measured {date.today().isoformat()} on {machine}.\n")  # noqa: DTZ011 - the day where the machine is
    print("| measured | pledgebot | bare bot | goal | met |\n|---|---|---|---|---|")
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
