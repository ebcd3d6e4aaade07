"""What reminders are made of. Instants are aware; a day that a source doesn't give is never made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Literal
from zoneinfo import ZoneInfo

from bot.reminders.offsets import Offset
from knowledge.when import Partial

Kind = Literal["summit", "deadline", "edition", "pledge"]
State = Literal["waiting", "claimed", "sent", "missed", "failed", "cancelled"]

OPENING = time(9)
"""When an occasion begins whose hour nobody has published: in the morning, where it takes place."""
LATE = timedelta(minutes=5)
"""After this a reminder says that it is late."""
NEWS = "new"
"""In place of an offset: told once it has appeared."""
CORRECTION = "correction"
"""In place of an offset, with the number of the delivery whose date it corrects: "correction:17"."""
GONE = ""
"""In place of a date: the occasion is no longer in the knowledge, it was cancelled."""


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """A time zone; zoneinfo itself keeps but a few, and reads the others anew each time."""
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Something to be reminded of. `id`: "summit:ankara-2026", "pledge:ESP:…"; `fact`: the id of its row in the knowledge.

    `when` is the date as far as it is known; `start` and `end` are None where the day isn't. `yearly`: only the year was agreed, and
    `start` and `end` are its first and last day. `news`: has no date to count down to; it is told when it has appeared.
    """

    id: str
    kind: Kind
    fact: str
    name: str
    when: Partial
    start: date | None = None
    end: date | None = None
    zone: str = "UTC"
    place: str = ""
    yearly: bool = False
    news: bool = False

    @property
    def opens(self) -> datetime | None:
        """The first moment, in the zone of its place; None where the day isn't known."""
        return datetime.combine(self.start, OPENING, zone(self.zone)) if self.start else None

    @property
    def closes(self) -> datetime | None:
        """The moment from which it is over."""
        day = self.end or self.start
        return datetime.combine(day + timedelta(days=1), time(), zone(self.zone)) if day else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who is to be told of what, where and when. `guild_id` is None for direct messages; `zone` an IANA name.

    `watches`: "summits", "deadlines", "editions", "ally:ESP" for its pledges, or the id of one occasion. `muted`: ids of occasions.
    `known`: ids of the news that it need not be told. `owner_id`: whoever subscribed, None once they wanted to be forgotten.
    `trouble`: why nothing could be sent lately, in words.
    """

    id: int = 0
    guild_id: int | None = None
    channel_id: int
    owner_id: int | None
    watches: tuple[str, ...]
    offsets: tuple[Offset, ...]
    role_id: int | None = None
    locale: str = "en"
    zone: str = "UTC"
    paused: bool = False
    created_at: datetime
    muted: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    trouble: str | None = None

    def watches_over(self, occasion_id: str) -> bool:
        """Whether it is about this occasion, which may no longer be there."""
        kind, _, rest = occasion_id.partition(":")
        general = f"ally:{rest.partition(':')[0]}" if kind == "pledge" else f"{kind}s"
        return (general in self.watches or occasion_id in self.watches) and occasion_id not in self.muted


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing to be told to one subscription. `offset`: an offset's code, NEWS, or CORRECTION; `start`: the date that it is about.

    `name`: what the occasion was called. `until`: after this it makes no sense any more. `wake_at`: when somebody has to look at it
    next, None where it is done with. `tried_at`: since when its message may stand in the channel `channel_id`, though nobody knows.
    `refusals`: how often Discord said no.
    """

    id: int = 0
    subscription_id: int
    occasion: str
    offset: str
    start: Partial
    name: str = ""
    due_at: datetime
    until: datetime
    state: State = "waiting"
    wake_at: datetime | None = None
    owner: str | None = None
    attempts: int = 0
    refusals: int = 0
    tried_at: datetime | None = None
    channel_id: int | None = None
    sent_at: datetime | None = None
    message_id: int | None = None
    reason: str | None = None

    @property
    def nonce(self) -> str:
        """The same whoever sends it and however often; Discord takes 25 characters. It has to stand in a button's `custom_id` as
        well: Discord forgets nonces after some minutes, and doesn't show them."""
        text = f"{self.id}|{self.subscription_id}|{self.occasion}|{self.offset}|{self.start}"
        return "r" + blake2b(text.encode(), digest_size=9).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What one message has to say: all that `message.py` is given.

    `occasion`: None where it was cancelled. `told`: what this subscription was told last about it, if anything; where its `start` isn't
    the occasion's `when`, the date has moved. `missed`: earlier reminders that nobody got. `others`: further news, told along.
    """

    subscription: Subscription
    delivery: Delivery
    occasion: Occasion | None
    now: datetime
    told: Delivery | None = None
    missed: tuple[Delivery, ...] = ()
    others: tuple[Occasion, ...] = ()

    @property
    def late(self) -> timedelta | None:
        """By how much, where it is worth saying."""
        behind = self.now - self.delivery.due_at
        return behind if behind > LATE else None

    @property
    def correction(self) -> bool:
        """Whether the date that was told last no longer holds."""
        return self.told is not None and self.told.start != (self.occasion.when if self.occasion else GONE)
