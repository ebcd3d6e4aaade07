"""Subscriptions and occasions → what is to be told when. Pure: it decides, `desk` carries out.

A local time that clocks skip is taken as it would be without the change (02:30 becomes 03:30), one that comes twice is the first
(PEP 495, fold=0). A month before 31 March is the last day of February, a year before 29 February the 28th.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.reminders import offsets
from bot.reminders.model import CORRECTION, GONE, NEWS, Delivery, Occasion, Subscription, zone
from bot.reminders.offsets import MORNING, Offset

SECOND_THOUGHTS = timedelta(minutes=1)
"""A correction waits this long: a change that is taken back at once is told to nobody."""
TOPICAL = timedelta(days=14)
"""How long news are news."""

Occasions = Mapping[str, Occasion]


def due(offset: Offset, occasion: Occasion, where: str) -> datetime | None:
    """The instant in UTC, for somebody in a time zone; None where the day isn't known."""
    if occasion.start is None or occasion.opens is None:
        return None
    if offset.at is None:
        return occasion.opens.astimezone(UTC) - timedelta(minutes=offset.minutes)
    day = _months_before(occasion.start, offset.months) - timedelta(days=offset.days)
    return datetime.combine(day, offset.at, zone(where)).astimezone(UTC)


def _months_before(day: date, months: int) -> date:
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def coming(subscription: Subscription, occasions: Occasions) -> Iterator[Delivery]:
    """Everything with a date that the subscription is to be told, past instants included; the deliveries have no number yet."""
    if subscription.paused:
        return
    for one in occasions.values():
        if one.news or one.closes is None or not subscription.watches_over(one.id):
            continue
        for offset in subscription.offsets:
            at = due(offset, one, subscription.zone)
            if at and at < one.closes:
                yield _delivery(subscription, one, offset.code, at, one.closes.astimezone(UTC))


def news(subscription: Subscription, occasions: Occasions, now: datetime) -> Iterator[Delivery]:
    """What is there without a date to count down to; what is to be published later, in the morning of that day."""
    if subscription.paused:
        return
    for one in occasions.values():
        if one.news and one.start and subscription.watches_over(one.id):
            at = max(now, datetime.combine(one.start, MORNING, zone(subscription.zone)).astimezone(UTC))
            yield _delivery(subscription, one, NEWS, at, at + TOPICAL)


def too_late(subscription: Subscription, occasions: Occasions) -> list[tuple[Occasion, Offset]]:
    """The times that had passed when it was subscribed: they are said then, and not sent afterwards."""
    passed = [one for one in coming(subscription, occasions) if one.due_at <= subscription.created_at]
    return [(occasions[one.occasion], offsets.read(one.offset)) for one in passed]


def _delivery(subscription: Subscription, one: Occasion, offset: str, at: datetime, until: datetime) -> Delivery:
    return Delivery(
        subscription_id=subscription.id,
        occasion=one.id,
        offset=offset,
        start=one.when,
        name=one.name,
        due_at=at,
        until=until,
        wake_at=at,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to change in what is kept of one subscription; `known`: the news that it need not be told again."""

    added: tuple[Delivery, ...]
    changed: tuple[Delivery, ...]
    known: frozenset[str]


def plan(subscription: Subscription, occasions: Occasions, rows: Sequence[Delivery], now: datetime) -> Plan:
    """What to add and to change so that `rows`, all that is kept of the subscription, agree with what is known.

    What would have been due by now is not added. What is being sent, or may have been, is left to whoever settles it.
    """
    wanted = [*coming(subscription, occasions), *news(subscription, occasions, now), *_corrections(subscription, occasions, rows, now)]
    by_key = {_key(one): one for one in wanted}
    kept = {_key(row) for row in rows}
    unsettled = [row for row in rows if row.tried_at is None and row.state in ("waiting", "cancelled")]
    changed = [(row, _revised(row, by_key.get(_key(row)), now)) for row in unsettled]
    return Plan(
        added=tuple(one for key, one in by_key.items() if key not in kept and _to_come(one, subscription, now)),
        changed=tuple(revised for row, revised in changed if revised != row),
        known=subscription.known | {one.occasion for one in wanted if one.offset == NEWS},
    )


def _key(one: Delivery) -> tuple[str, ...]:
    """What makes two the same; a correction may come to tell another date."""
    return (one.occasion, one.offset) if one.offset.startswith(CORRECTION) else (one.occasion, one.offset, one.start)


def _to_come(one: Delivery, subscription: Subscription, now: datetime) -> bool:
    return one.occasion not in subscription.known if one.offset == NEWS else one.due_at > now


def _revised(row: Delivery, want: Delivery | None, now: datetime) -> Delivery:
    """A row that waits or was cancelled, as it should be."""
    if row.state == "cancelled":
        return replace(want, id=row.id) if want and want.offset != NEWS and want.due_at > now else row
    if want is None:  # of what is over nothing is known any more; that nobody was told remains to be said
        return row if row.until <= now else replace(row, state="cancelled", wake_at=None)
    if row.offset == NEWS:
        return row
    if row.offset.startswith(CORRECTION):
        return replace(row, start=want.start, until=want.until)
    wake_at = row.wake_at if row.due_at == want.due_at or row.attempts else want.due_at
    return replace(row, due_at=want.due_at, until=want.until, wake_at=wake_at)


def last_told(rows: Sequence[Delivery]) -> dict[str, Delivery]:
    """By occasion, what was sent about it last."""
    sent = [row for row in rows if row.state == "sent" and row.sent_at]
    return {row.occasion: row for row in sorted(sent, key=lambda row: (row.sent_at, row.id))}


def _corrections(subscription: Subscription, occasions: Occasions, rows: Sequence[Delivery], now: datetime) -> Iterator[Delivery]:
    """For whoever was told a date that no longer holds, as long as that matters."""
    for id_, last in last_told(rows).items():
        one = occasions.get(id_)
        if subscription.paused or last.until <= now or not subscription.watches_over(id_) or holds(last, one):
            continue
        start, until = (one.when, one.closes) if one else (GONE, None)
        offset = f"{CORRECTION}:{last.id}"
        yield Delivery(
            subscription_id=subscription.id,
            occasion=id_,
            offset=offset,
            start=start,
            name=one.name if one else last.name,
            due_at=now + SECOND_THOUGHTS,
            until=max(last.until, until.astimezone(UTC)) if until else last.until,
            wake_at=now + SECOND_THOUGHTS,
        )


def still_due(subscription: Subscription, row: Delivery, one: Occasion | None, told: Delivery | None) -> bool:
    """Whether what was planned may be sent as it is. `one`: the occasion as it is known now; `told`: what was told last about it."""
    if subscription.paused or not subscription.watches_over(row.occasion) or not holds(row, one):
        return False
    if row.offset.startswith(CORRECTION):
        return told is not None and not holds(told, one)
    return row.offset == NEWS or row.offset in {offset.code for offset in subscription.offsets}


def holds(told: Delivery, one: Occasion | None) -> bool:
    """Whether what was (or is to be) told still is so. Of news, that they are there is all that counts."""
    if one is None:
        return told.start == GONE
    return one.news or told.start == one.when
