"""`python -m bench.reminders [--subscriptions 10000] [--postgres URL]`: a year of reminders, and what a look at them costs.

The clock is injected: it jumps from one due instant to the next. What is sent is written down instead of sent (`bench.crashes` has a
Discord), and compared with what is to be expected.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import secrets
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import insert, make_url, text

from bench.machine import described
from bot.reminders import book, offsets
from bot.reminders.loop import Reminders
from bot.store import Store
from bot.store.tables import deliveries, subscriptions
from tests.discord.reminders.year import YEAR, bot, expected, subscribed

DUE, LOOKS, STORED = 10, 50, (1_000, 10_000, 100_000)


async def year(url: str, count: int) -> list[str]:
    """One year from instant to instant; the rows of a table."""
    async with bot(url) as (made, reminders, mailbox, clock):
        began = time.perf_counter()
        rows = [await reminders.subscribe(one) for one in subscribed(count)]
        subscribing = time.perf_counter() - began
        wanted = expected(made.present.mind(), rows)
        began, busy, ticks, plans = time.perf_counter(), time.process_time(), [], []
        while (due := await reminders.desk.next()) and due.year <= YEAR:
            clock.now = due
            if not reminders.planned:
                began_plan = time.perf_counter()
                await reminders.plan()
                plans.append(time.perf_counter() - began_plan)
            began_tick = time.perf_counter()
            await reminders.tick()
            ticks.append(time.perf_counter() - began_tick)
        took, busy = time.perf_counter() - began, time.process_time() - busy
        sent = Counter(key for key, _ in mailbox.sent)
        off = [abs((at - wanted[key]).total_seconds()) for key, at in mailbox.sent if key in wanted]
        twice, strange, missing = sum(n > 1 for n in sent.values()), len(sent.keys() - wanted), len(wanted.keys() - sent)
        zones, memory = len({one.zone for one in rows}), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return [
            f"| subscriptions, zones, instants | {count:,}, {zones}, {len(ticks):,} |",
            f"| reminders expected | {len(wanted):,} |",
            f"| sent at another instant than expected | {sum(map(bool, off)):,} (largest difference {max(off):g} s) |",
            f"| sent twice, not expected, missing | {twice}, {strange}, {missing} |",
            f"| subscribing, s | {subscribing:.1f} ({1000 * subscribing / count:.1f} ms each) |",
            f"| the year, s | {took:.1f} ({1000 * took / len(sent):.2f} ms a reminder) |",
            f"| of it the processor's, s | {busy:.1f} ({1000 * busy / len(sent):.2f} ms a reminder) |",
            f"| looking through everything at the start, s | {max(plans):.1f}; on another day {1000 * statistics.median(plans):.1f} ms |",
            f"| peak memory of the process, MiB | {memory:.0f} |",
        ]


async def looks(url: str, stored: int) -> str:
    """What a look costs with so many subscriptions, each with one reminder to come: where none is due, and where DUE are."""
    async with bot(url) as (made, reminders, mailbox, clock):
        first = await reminders.subscribe(replace(subscribed(1)[0], watches=("summit:july",), offsets=offsets.parse("the morning of")))
        [row] = await reminders.book.deliveries(first.id)
        begin = row.due_at - timedelta(days=2)
        async with made.store.write() as connection:
            ones = [book.columns(first) | {"id": number} for number in range(2, stored + 2)]
            await connection.execute(insert(subscriptions), ones)
            dues = [begin + number // DUE * timedelta(seconds=1) for number in range(stored)]
            later = [replace(row, subscription_id=number + 2, due_at=at, wake_at=at) for number, at in enumerate(dues)]
            await connection.execute(insert(deliveries), [book.values(one) for one in later])
        idle, busy = [], []
        for number in range(LOOKS):
            clock.now = begin + timedelta(seconds=number) - timedelta(milliseconds=1)
            idle.append(await _timed(reminders))
            clock.now += timedelta(milliseconds=1)
            busy.append(await _timed(reminders))
        assert len(mailbox.sent) == LOOKS * DUE
        return f"| {stored:,} | {1000 * statistics.median(idle):.1f} | {1000 * statistics.median(busy):.1f} |"


async def _timed(reminders: Reminders) -> float:
    began = time.perf_counter()
    await reminders.tick()
    await reminders.desk.next()
    return time.perf_counter() - began


@asynccontextmanager
async def database(server: str | None, folder: str) -> AsyncIterator[str]:
    """An empty one."""
    name = f"bench_{secrets.token_hex(6)}"
    if server is None:
        yield f"sqlite:///{folder}/{name}.db"
        return
    store = Store(server)
    async with store.write() as connection:
        await connection.execute(text(f"CREATE SCHEMA {name}"))
    yield make_url(server).update_query_dict({"search_path": name}).render_as_string(hide_password=False)
    async with store.write() as connection:
        await connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    await store.close()


async def measured(server: str | None, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with database(server, folder) as url:
            for line in await year(url, count):
                print(line, flush=True)
        print(f"\n| stored | a look when nothing is due, ms | when {DUE} are due, ms |\n|---|---|---|", flush=True)
        for stored in STORED:
            async with database(server, folder) as url:
                print(await looks(url, stored), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscriptions", type=int, default=10_000, help="of the simulated year (default 10000)")
    parser.add_argument("--postgres", metavar="URL", help="measure on PostgreSQL, in schemas of their own, not on SQLite")
    given = parser.parse_args()
    print(f"Measured {date.today().isoformat()} on {described()}, {'PostgreSQL' if given.postgres else 'SQLite'}.\n")  # noqa: DTZ011
    print(f"| the year {YEAR} | |\n|---|---|", flush=True)
    asyncio.run(measured(given.postgres, given.subscriptions))


if __name__ == "__main__":
    main()
