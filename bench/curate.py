"""A log of 100,000 revisions: how long the start takes with it, how soon a change is in the answers, what it costs.

    python -m bench.curate [--revisions 100000] [--distinct] [--database URL]

`--distinct`: every revision is of a fact of its own, the most that there can be to fold. Everything is made up by chance
with a fixed seed from the words of the real data. `--database` is a database that is empty (default: a file of SQLite).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.machine import ROOT, described, environment
from bench.measure import MAC_BYTES
from bot.ask import Mind
from bot.curation import log
from bot.curation.ledger import Ledger
from bot.curation.present import Present
from bot.curation.revision import Revision, written
from bot.mind import wake
from bot.store import Store
from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.change import Change
from knowledge.model import Mark, Person, Pledge, Source, Statement
from knowledge.overlay import State, state_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SERVERS = range(1, 41)
WARM = "Who said “partnerships, not dependencies”?"
_BATCH = 5_000
_AGAIN = 0.5
"""How many of the revisions are of a fact that was revised before, unless all are to be distinct."""


class Log:
    """Made-up revisions: figures, statements, pledges, people with aliases, sources; one in ten is a server's own."""

    def __init__(self, base: KnowledgeBase, count: int, *, distinct: bool) -> None:
        self.base, self.count, self.distinct = base, count, distinct
        self.chance = Random(11)  # noqa: S311 - the same log in every run
        self.words = [word for row in base.statements.values() for word in row.text.split()]
        self.topics = sorted({topic for row in base.statements.values() for topic in row.topics})
        self.figures = list(rows.every(base, "figures"))
        self.chance.shuffle(self.figures)
        self.made: list[tuple[str, str, Any]] = []

    def __iter__(self) -> Iterator[Revision]:
        for number in range(self.count):
            again = not self.distinct and self.made and self.chance.random() < _AGAIN
            table, id_, row = self.chance.choice(self.made) if again else self._new(number)
            if not again:
                self.made.append((table, id_, row))
            server = self.chance.choice(SERVERS) if number % 10 == 0 and not again else 0
            mark = Mark(standing="own", on=NOW.date(), server=True) if server else None
            if again and self.chance.random() < 0.1:
                mark = Mark(standing="disputed", reason="Another paper has another version.", on=NOW.date())
            after = written(State(row, mark))
            before = written(state_of(self.base, table, id_))
            at = NOW - timedelta(days=1) + timedelta(milliseconds=number)
            action = "amend" if again or before else "add"
            yield Revision(0, at, server, self.chance.randrange(1, 50), action, table, id_, "", before, after, 0, None, "")

    def _new(self, number: int) -> tuple[str, str, Any]:
        base, chance, kind = self.base, self.chance, self.chance.random()
        if kind < 0.5 and self.figures:
            figure = self.figures.pop()
            changed = figure._replace(value=figure.value + Decimal("0.01"))
            return "figures", rows.key(changed), changed
        text = " ".join(chance.choices(self.words, k=chance.randint(8, 24)))
        source, on = chance.choice([*base.sources]), str(date(2014, 1, 1) + timedelta(days=chance.randrange(4600)))
        if kind < 0.8:
            speaker, about = chance.choice([*base.people]), tuple(chance.sample([*base.allies], chance.randint(0, 2)))
            return "statements", f"made-{number}", Statement(
                id=f"made-{number}", speaker=speaker, role="Delegate", on=on, place="Brussels", text=text, about=about,
                topics=(chance.choice(self.topics),), sources=(source,),
            )  # fmt: skip
        if kind < 0.9:
            subject, share = chance.choice([*base.allies]), Decimal(chance.randrange(100, 600)) / 100
            pledge = Pledge(id=f"made-{number}", subject=subject, on=on, kind="pledge", share=share, text=text, sources=(source,))
            return "pledges", pledge.id, pledge
        if kind < 0.95:
            name = "".join(chance.choices("aeioubdfgklmnprstvz", k=9)).capitalize()
            return "people", f"made-{number}", Person(id=f"made-{number}", name=f"Ada {name}", aliases=(name,), home="DEU")
        return "sources", f"made-{number}", Source(id=f"made-{number}", title=text[:60], publisher="A paper", published_on=on, grade="C")


async def fill(store: Store, made: Log) -> None:
    """Write the log, chained as a commit would chain it."""
    number, last = 0, ""
    batch: list[Revision] = []

    async def flush() -> None:
        nonlocal number, last
        chained = log.chained(batch, number, last)
        async with store.write() as connection:
            await log.append(connection, chained)
        number, last = chained[-1].number, chained[-1].hash
        batch.clear()

    for revision in made:
        batch.append(revision)
        if len(batch) == _BATCH:
            await flush()
    if batch:
        await flush()


def peak() -> float:
    """MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MAC_BYTES / 1024


def held() -> float:
    """MiB at the moment."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if sys.platform == "linux" else peak()


@dataclass
class Started:
    """A process that has read the log."""

    store: Store
    ledger: Ledger
    present: Present


async def start(url: str, mind: Mind) -> tuple[Started, dict[str, Any]]:
    """What the bot does at its start."""
    store, before = Store(url), held()
    await store.check()
    ledger = Ledger(store, lambda: NOW, mind.knowledge)
    present = Present(mind, ledger)
    began = both()
    await present.refresh()
    took = since(began)
    gc.collect()
    found: dict[str, Any] = {"start": took, "memory": held() - before, "before": before}
    began = both()
    present.mind().ask(WARM, NOW.date())
    return Started(store, ledger, present), found | {"first": since(began)}


def both() -> tuple[float, float]:
    """The time, and the processor's time for this process; on a busy machine the second tells more."""
    return time.perf_counter(), time.process_time()


def since(began: tuple[float, float]) -> list[float]:
    now = both()
    return [now[0] - began[0], now[1] - began[1]]


async def visible(on: Started, rounds: int = 25) -> dict[str, list[list[float]]]:
    """Seconds from the call that saves a change to the answer that has it, for changes of several kinds."""
    found: dict[str, list[list[float]]] = {}

    async def timed(name: str, change: Change, question: str, expected: str, scope: int = 0) -> None:
        guild = scope or None
        began = both()
        await on.ledger.commit(scope, 7, [change])
        saved = both()
        answer = on.present.mind(guild).ask(question, NOW.date()).answer
        took, alone = since(began), since(saved)
        text = " ".join((answer.lead, *answer.body, *answer.caveats, *(quote.text for quote in answer.quotes)))
        assert expected in text, (name, question, text)
        found.setdefault(name, []).append(took)
        found.setdefault(f"{name}, the answer alone", []).append(alone)

    for number in range(rounds):
        base = on.present.knowledge()
        word = "".join(Random(number).choices("bcdfghjklmnpqrstvwz", k=9))  # noqa: S311 - the same words in every run
        said = {"speaker": "rutte", "role": "Secretary General", "on": "2026-11-20", "place": "Brussels", "topics": ["spending_level"],
                "text": f"We build the {word} together.", "sources": ["nato-def-exp-2026"]}  # fmt: skip
        statement = Change(action="add", table="statements", id=f"timed-{number}", value=said)
        await timed("a new statement, asked for by its words", statement, f"Who said “we build the {word} together”?", word)
        own = Change(action="add", table="statements", id=f"own-{number}", value=said | {"text": f"We sell the {word} together."})
        await timed("the same in one server", own, f"Who said “we sell the {word} together”?", word, scope=SERVERS[0])
        aliases = [*base.allies["POL"].aliases, f"{word.capitalize()}ia"]
        seen = on.ledger.fold.newest(0, ("allies", "POL"))
        alias = Change(action="amend", table="allies", id="POL", value={"aliases": aliases}, seen=seen)
        await timed("a new alias, asked for by it", alias, f"How much does {word.capitalize()}ia spend on defence?", "Poland")
        key = "nato-2026/share/POL/2026"
        value, seen = Decimal("4.20") + Decimal(number) / 100, on.ledger.fold.newest(0, ("figures", key))
        figure = Change(action="amend", table="figures", id=key, value={"value": str(value)}, seen=seen)
        await timed("a figure", figure, "How much does Poland spend on defence?", f"{value:.2f}")
        ally = [*base.allies.values()][number]
        pledged = {"subject": ally.id, "on": "2026-11-21", "kind": "pledge", "share": "3.1", "by": 2031, "text": f"It pledges the {word}.",
                   "sources": ["nato-def-exp-2026"]}  # fmt: skip
        pledge = Change(action="add", table="pledges", id=f"timed-{number}", value=pledged)
        await timed("a pledge", pledge, f"What has {ally.name} pledged?", word)
        seen = on.ledger.fold.newest(0, statement.key)
        gone = Change(action="retract", table="statements", id=statement.id, reason="never said", seen=seen)
        await timed("a statement withdrawn", gone, f"Who said “we build the {word} together”?", "was withdrawn")
    return found


async def worker(url: str, *, changing: bool) -> dict[str, Any]:
    mind = wake()
    mind.ask("How much does Poland spend on defence?", NOW.date())  # which loads all modules, and makes no index
    gc.collect()
    gc.freeze()
    on, found = await start(url, mind)
    result: dict[str, Any] = found | {"facts": len(on.ledger.fold.numbers.get(0, {})), "revisions": on.ledger.fold.number}
    if changing:
        result["visible"] = await visible(on)
        began = both()
        assert await on.ledger.verify() == []
        result["verify"] = since(began)
        result["peak"] = peak()
    await on.store.close()
    return result


def child(url: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.curate", "--worker", "--database", url, *arguments]
    made = subprocess.run(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def size(url: str) -> float:
    """MiB of the files of a database of SQLite."""
    path = url.removeprefix("sqlite:///")
    return sum(Path(path + end).stat().st_size for end in ("", "-wal") if Path(path + end).exists()) / 2**20


async def prepare(url: str, count: int, *, distinct: bool) -> float:
    store = Store(url)
    await store.migrate()
    began = time.perf_counter()
    await fill(store, Log(wake().knowledge, count, distinct=distinct))
    await store.close()
    return time.perf_counter() - began


def report(url: str, count: int, *, distinct: bool, say: Callable[[str], None] = print) -> None:
    wrote = asyncio.run(prepare(url, count, distinct=distinct))
    say(f"{described()}\n{count:,} revisions ({'each of a fact of its own' if distinct else 'every other of a fact revised before'}), "
        f"written in {wrote:.1f} s\n| | median (longest) | time of the processor |\n|---|---|---|")  # fmt: skip
    starts = [child(url) for _ in range(5)]
    whole = child(url, "--changing")

    def row(name: str, times: list[list[float]], scale: float = 1, unit: str = "s", places: int = 2) -> None:
        (middle, longest), (worked, most) = ((median(column) * scale, max(column) * scale) for column in zip(*times, strict=True))
        say(f"| {name} | {middle:.{places}f} {unit} ({longest:.{places}f}) | {worked:.{places}f} {unit} ({most:.{places}f}) |")

    adds = median(each["memory"] for each in starts)
    say(f"| facts changed | {whole['facts']:,} | |")
    row("start: read and fold", [each["start"] for each in starts])
    row("first question by somebody's words, with the index made", [each["first"] for each in starts])
    row("verify", [whole["verify"]])
    for name, times in whole["visible"].items():
        row(name, times, 1000, "ms", 0)
    say(f"| memory without the log, and what it adds | {starts[0]['before']:.0f} MiB + {adds:.0f} MiB | |")
    say(f"| highest memory, 150 changes and as many questions later | {whole['peak']:.0f} MiB | |")
    if url.startswith("sqlite"):
        say(f"| on disk | {size(url):.0f} MiB | |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--revisions", type=int, default=100_000)
    parser.add_argument("--distinct", action="store_true")
    parser.add_argument("--database")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--changing", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        print(json.dumps(asyncio.run(worker(options.database, changing=options.changing))))
    elif options.database:
        report(options.database, options.revisions, distinct=options.distinct)
    else:
        with tempfile.TemporaryDirectory() as folder:
            report(f"sqlite:///{Path(folder) / 'bench.db'}", options.revisions, distinct=options.distinct)


if __name__ == "__main__":
    main()
