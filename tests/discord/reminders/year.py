"""A year of subscriptions in forty zones, a post that writes down what it is given, and what is to be expected of it.

The clock stands until it is set. What is expected is worked out with dateutil's own reading of the time zones, not with zoneinfo.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from dateutil import tz  # type: ignore[import-untyped]  # it has no types, and nothing else needs it

from bot.app import PledgeBot
from bot.ask import Mind
from bot.curation.ledger import Ledger
from bot.curation.present import Present
from bot.mind import wake
from bot.reminders import offsets
from bot.reminders.loop import Reminders
from bot.reminders.model import Reminder, Subscription
from bot.settings import Settings

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
    mind = known(wake())
    made.ledger = Ledger(made.store, clock, mind.knowledge)
    made.present = Present(mind, made.ledger)
    await made.store.migrate()
    mailbox = Mailbox(clock)
    yield made, Reminders(made, mailbox), mailbox, clock
    await made.store.close()
