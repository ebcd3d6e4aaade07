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

from bench.asked import questions
from bench.bots import BARE
from bench.crowd import Crowd, Flood, crowd
from bench.machine import described
from bench.measure import median, p99

OWN = "pledgebot"
WARM_UP, BLOCKS, BLOCK = 40, 6, 50
"""Questions that aren't counted; turns of each bot; questions in each turn."""
RATE = 200


def tell(what: str) -> None:
    print(f"measuring {what} ...", file=sys.stderr)


async def times(bots: dict[str, Crowd], texts: list[str]) -> dict[str, list[float]]:
    """Milliseconds from mention to reply. The bots take turns, so that what else the machine does falls on both."""
    found: dict[str, list[float]] = {name: [] for name in bots}
    for one in bots.values():
        for text in texts[:WARM_UP]:
            await one.latency(text)
    for block in range(BLOCKS):
        for name, one in bots.items():
            for at in range(BLOCK):
                found[name].append(await one.latency(texts[(WARM_UP + block * BLOCK + at) % len(texts)]))
    return found


async def measured(minutes: float) -> Iterator[str]:
    texts = [question.text for question in questions()]
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            bots = {name: await stack.enter_async_context(crowd(name, Path(folder))) for name in (BARE, OWN)}
            started = {name: one.memory() for name, one in bots.items()}
            tell("latency")
            took = await times(bots, texts)
            warm = {name: one.memory() for name, one in bots.items()}
        tell(f"{RATE} questions a second, {minutes:g} minutes")
        async with crowd(OWN, Path(folder)) as own:
            for text in texts[:WARM_UP]:
                await own.latency(text)
            flood = await own.flood(texts, RATE, minutes * 60)
    return rows(started, took, warm, flood, minutes)


def rows(started: dict[str, float], took: dict[str, list[float]], warm: dict[str, float], flood: Flood, minutes: float) -> Iterator[str]:
    ratio = median(took[OWN]) / median(took[BARE])
    yield row(
        "from mention to reply, median, ms", f"{median(took[OWN]):.2f} ({ratio:.2f}×)", f"{median(took[BARE]):.2f}", "≤ 1.3×", ratio <= 1.3
    )
    yield row("the same, p99, ms", f"{p99(took[OWN]):.2f}", f"{p99(took[BARE]):.2f}")
    ratio = started[OWN] / started[BARE]
    yield row("memory after start, MiB", f"{started[OWN]:.1f} ({ratio:.2f}×)", f"{started[BARE]:.1f}", "≤ 2×", ratio <= 2)
    count = WARM_UP + BLOCKS * BLOCK
    yield row(f"memory after {count} questions, MiB", f"{warm[OWN]:.1f}", f"{warm[BARE]:.1f}")
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
