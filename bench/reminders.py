"""`python -m bench.reminders [--subscriptions 10000] [--postgres URL]`: a year of reminders in an hour or less, and what a look costs.

The clock is injected: it jumps from one due instant to the next. What is sent is written down instead of sent (`bench.crashes` has a
Discord), and compared with what was to be expected, worked out with dateutil's own reading of the time zones.
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
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from dateutil import tz  # type: ignore[import-untyped]  # it has no types, and nothing else here needs it
from sqlalchemy import insert, make_url, text

from bench.machine import described
from bot.app import PledgeBot
from bot.ask import Mind
from bot.mind import wake
from bot.reminders import book, offsets
from bot.reminders.loop import Reminders
from bot.reminders.model import Reminder, Subscription
from bot.settings import Settings
from bot.store import Store
from bot.store.tables import deliveries, subscriptions

YEAR = 2028
"""A leap year."""
BEGIN = datetime(YEAR - 1, 12, 1, tzinfo=UTC)
DAYS = {  # the first days of summits: a leap day, the days after clocks changed somewhere, and others
    "leap": (2, 29), "us-spring": (3, 13), "eu-spring": (3, 27), "au-autumn": (4, 3), "july": (7, 7), "au-spring": (10, 2),
    "eu-autumn": (10, 30), "us-autumn": (11, 6),
}  # fmt: skip
ZONES = """
    Africa/Cairo Africa/Johannesburg Africa/Lagos Africa/Nairobi America/Anchorage America/Bogota America/Chicago America/Denver
    America/Halifax America/Los_Angeles America/New_York America/Sao_Paulo America/St_Johns Asia/Bangkok Asia/Beirut Asia/Dubai
    Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Seoul Asia/Tashkent Asia/Tokyo Atlantic/Azores Atlantic/Reykjavik Australia/Adelaide
    Australia/Lord_Howe Australia/Sydney Europe/Athens Europe/Berlin Europe/Brussels Europe/Helsinki Europe/Istanbul
    Europe/Lisbon Europe/London Europe/Warsaw Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Honolulu UTC
""".split()
TIMES = (
    "2 weeks, 3 days, 1 hour before",
    "the morning of",
    "2 weeks, 3 days, 1 day, the morning of",
    "the day before at 02:30, 24 hours",
    "1 month, 1 week before at 18:00",
    "the day before at 01:30, when it begins",
    "the evening before",
    "09:00 on the day before, 90 minutes",
)
DUE, LOOKS, STORED = 10, 50, (1_000, 10_000, 100_000)

Key = tuple[int, str, str]
"""Subscription, occasion, offset."""


@dataclass
class Mailbox:
    """Takes reminders as Discord does: a nonce once."""

    clock: Clock
    sent: list[tuple[Key, datetime]] = field(default_factory=list)
    nonces: dict[str, int] = field(default_factory=dict)

    async def send(self, reminder: Reminder) -> int:
        row = reminder.delivery
        if row.nonce not in self.nonces:
            self.nonces[row.nonce] = len(self.nonces) + 1
            self.sent.append(((row.subscription_id, row.occasion, row.offset), self.clock.now))
        return self.nonces[row.nonce]

    async def find(self, _channel_id: int, nonce: str, _since: datetime) -> int | None:
        return self.nonces.get(nonce)

    async def tell(self, user_id: int, words: str) -> None:
        raise AssertionError(f"{user_id} was told: {words}")


class Clock:
    """Stands until it is set."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now


def known(mind: Mind) -> Mind:
    """The knowledge with a summit on each of the days, in places around the world."""
    chance, row = Random(1), mind.knowledge.summits["albania-2027"]  # noqa: S311 - the same in every run
    made = {}
    for name, (month, day) in DAYS.items():
        start = date(YEAR, month, day)
        end = start + timedelta(days=1)
        made[name] = replace(row, id=name, start=str(start), end=str(end), timezone=chance.choice(ZONES))
    return Mind(replace(mind.knowledge, summits=made), mind.vocabulary)


def subscribed(count: int) -> list[Subscription]:
    """To two summits each, in all zones, at various times before."""
    chance = Random(2)  # noqa: S311 - the same in every run
    return [
        Subscription(
            guild_id=number % 500 + 1,
            channel_id=number,
            owner_id=1,
            watches=tuple(f"summit:{name}" for name in chance.sample(sorted(DAYS), 2)),
            offsets=offsets.parse(chance.choice(TIMES)),
            zone=ZONES[number % len(ZONES)],
            created_at=BEGIN,
        )
        for number in range(count)
    ]


def expected(mind: Mind, rows: list[Subscription]) -> dict[Key, datetime]:
    """When each is due, by dateutil: the first of two times, and the time after a gap by as much as the gap is long."""
    found = {}
    for one in rows:
        for watched in one.watches:
            summit = mind.knowledge.summits[watched.removeprefix("summit:")]
            start, local = date.fromisoformat(summit.start), tz.gettz(one.zone)
            opening = datetime(start.year, start.month, start.day, 9, tzinfo=tz.gettz(summit.timezone)).astimezone(UTC)
            for offset in one.offsets:
                at = opening - timedelta(minutes=offset.minutes)
                if offset.at is not None:
                    month = (start.year * 12 + start.month - 1) - offset.months
                    day = _last(month // 12, month % 12 + 1, start.day) - timedelta(days=offset.days)
                    at = tz.resolve_imaginary(datetime.combine(day, offset.at, local)).astimezone(UTC)
                found[one.id, watched, offset.code] = at
    return found


def _last(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


@asynccontextmanager
async def bot(url: str) -> AsyncIterator[tuple[PledgeBot, Reminders, Mailbox, Clock]]:
    clock = Clock()
    made = PledgeBot(Settings(discord_token="none", database_url=url, http_port=0), clock)  # noqa: S106 - it goes nowhere
    made.mind = known(wake())
    await made.store.migrate()
    mailbox = Mailbox(clock)
    yield made, Reminders(made, mailbox), mailbox, clock
    await made.store.close()


async def year(url: str, count: int) -> list[str]:
    """One year from instant to instant; the rows of a table."""
    async with bot(url) as (made, reminders, mailbox, clock):
        began = time.perf_counter()
        rows = [await reminders.subscribe(one) for one in subscribed(count)]
        subscribing = time.perf_counter() - began
        wanted = expected(made.mind, rows)
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
