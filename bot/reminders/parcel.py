"""What is due to one subscription → the messages that are to go out: one an occasion, however much has piled up.

    due rows of an occasion ─▶ the latest is sent · a correction rides along · the earlier ones are missed, and said
    due news ─▶ one message for all of them

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.reminders.model import CORRECTION, NEWS, Delivery, Subscription
from bot.reminders.schedule import last_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message to send. `along`: what is told in it besides `head`; `told`: what was told last about the occasion.

    `missed`: what nobody got, to be said in it; `superseded`: a later one is due for the same occasion, so this one is not sent any
    more. `look_since`: since when it may stand in the channel `look_in`.
    """

    subscription: Subscription
    head: Delivery
    along: tuple[Delivery, ...] = ()
    told: Delivery | None = None
    missed: tuple[Delivery, ...] = ()
    superseded: bool = False
    look_since: datetime | None = None
    look_in: int | None = None

    @property
    def rows(self) -> tuple[Delivery, ...]:
        return (self.head, *self.along)


@dataclass(frozen=True, slots=True)
class Pile:
    """What is made of all that is due to one subscription. `missed`: what is not sent any more and wasn't known as missed."""

    parcels: tuple[Parcel, ...]
    missed: tuple[Delivery, ...]


def pile(subscription: Subscription, rows: Sequence[Delivery], now: datetime) -> Pile:
    """Sort what is due. `rows`: all that is kept of the subscription, what is being sent by somebody else included."""
    groups: dict[str, list[Delivery]] = {}
    for row in sorted(rows, key=lambda row: (row.due_at, row.id)):
        if _open(row, now):
            groups.setdefault(NEWS if row.offset == NEWS else row.occasion, []).append(row)
    parcels: list[Parcel] = []
    missed: list[Delivery] = []
    for group in groups.values():
        if any(row.wake_at and row.wake_at <= now for row in group):
            made, dropped = _sorted(subscription, group, now)
            parcels, missed = [*parcels, *made], [*missed, *dropped]
    unsaid = [row for row in rows if row.state == "missed" and row.message_id is None]
    return Pile(tuple(_completed(parcels, last_told(rows), (*unsaid, *missed))), tuple(missed))


def _open(row: Delivery, now: datetime) -> bool:
    if row.state == "claimed":
        return row.wake_at is not None and row.wake_at <= now  # whoever had it is gone
    return row.state == "waiting" and row.due_at <= now


def _sorted(subscription: Subscription, group: list[Delivery], now: datetime) -> tuple[list[Parcel], list[Delivery]]:
    """Of one occasion, or of all news: the messages, and what is not sent any more.

    What may have been sent already stands for itself, whatever has become due since.
    """
    doubtful = [row for row in group if row.tried_at]
    fresh = [row for row in group if not row.tried_at and row.until > now]
    along = [row for row in fresh if row.offset == NEWS or row.offset.startswith(CORRECTION)]
    dated = [row for row in fresh if row not in along]
    parcels = [Parcel(subscription=subscription, head=row, superseded=_superseded(row, group)) for row in doubtful]
    if fresh:
        head, *others = [*dated[-1:], *along]
        parcels.append(Parcel(subscription=subscription, head=head, along=tuple(others)))
    return parcels, [row for row in group if row not in doubtful and (row.until <= now or row in dated[:-1])]


def _superseded(row: Delivery, group: list[Delivery]) -> bool:
    """Whether a later row of the same occasion is due; a correction and news stand for themselves."""
    if row.offset == NEWS or row.offset.startswith(CORRECTION):
        return False
    return any(other.due_at > row.due_at and not other.offset.startswith(CORRECTION) for other in group)


def _completed(parcels: list[Parcel], told: Mapping[str, Delivery], missed: tuple[Delivery, ...]) -> Iterator[Parcel]:
    """With what the message needs to know; what was missed is said once, in the first that is sent."""
    for parcel in parcels:
        said, missed = ((), missed) if parcel.superseded else (missed, ())
        yield replace(parcel, told=told.get(parcel.head.occasion), missed=said)
