"""A claimed parcel → looked for where it may have been sent, then sent, then settled.

    Refused ─▶ whoever subscribed is told; again after minutes, hours, a day; then given up
    Unsure  ─▶ again after seconds, then minutes, for as long as it makes sense

What neither names is settled by the lease of the claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.logs import logger
from bot.reminders.model import GONE, Delivery, Occasion, Reminder
from bot.reminders.post import Post, Refused, Unsure
from bot.reminders.schedule import Occasions, holds, still_due
from bot.store import Unavailable

if TYPE_CHECKING:
    from bot.reminders.desk import Desk
    from bot.reminders.parcel import Parcel

REFUSED_AGAIN = tuple(timedelta(minutes=minutes) for minutes in (10, 60, 6 * 60, 24 * 60))
"""Pauses after Discord said no; after the last one it is given up."""
UNSURE_AGAIN = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 30, 60, 120, 300))
"""Pauses after nobody knows what; the last one again and again."""
ELSEWHERE, LOOKS = timedelta(minutes=1), 3
"""What is about another date than is known here is left for so long to those who may know better, and looked at so often."""
LONGEST_PAUSE = max(*REFUSED_AGAIN, *UNSURE_AGAIN)

log = logger("pledgebot.reminders")


class Outcome(Enum):
    """What became of a parcel. DROPPED: it is not sent, or not now; OUTDATED: the subscription has to be planned anew."""

    SENT = auto()
    DROPPED = auto()
    OUTDATED = auto()
    REFUSED = auto()
    UNSURE = auto()


class Courier:
    """Carries parcels; `fault` logs what is broken in the program and gives the sentence to say."""

    def __init__(self, desk: Desk, post: Post, clock: Callable[[], datetime], fault: Callable[[BaseException], str]) -> None:
        self._desk, self._post, self._clock, self._fault = desk, post, clock, fault

    async def carry(self, parcel: Parcel, occasions: Occasions) -> Outcome:
        """Raises Unavailable where it can't be settled; the lease settles that."""
        try:
            if parcel.look_since and parcel.look_in and (found := await self._find(parcel, parcel.look_in, parcel.look_since)):
                log.info("a reminder had arrived already", delivery=parcel.head.id)
                return await self._sent(parcel, found)
            return await self._send(parcel, occasions)
        except Unsure as why:
            return await self._later(parcel, str(why))
        except Refused as why:
            return await self._refused(parcel, str(why))
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - one reminder that can't be made keeps no other from being sent
            return await self._refused(parcel, self._fault(fault))

    async def _find(self, parcel: Parcel, channel_id: int, since: datetime) -> int | None:
        return await self._post.find(channel_id, parcel.head.nonce, since)

    async def _send(self, parcel: Parcel, occasions: Occasions) -> Outcome:
        now, head, one = self._clock(), parcel.head, occasions.get(parcel.head.occasion)
        if not still_due(parcel.subscription, head, one, parcel.told):
            return await self._outdated(parcel, one)
        if parcel.superseded or head.until <= now:
            await self._desk.settle(parcel, [replace(row, state="missed", wake_at=None) for row in parcel.rows])
            return Outcome.DROPPED
        others = [occasions[row.occasion] for row in parcel.along if row.occasion != head.occasion and row.occasion in occasions]
        reminder = Reminder(
            subscription=parcel.subscription,
            delivery=head,
            occasion=one,
            now=now,
            told=parcel.told,
            missed=parcel.missed,
            others=tuple(others),
        )
        return await self._sent(parcel, await self._post.send(reminder))

    async def _outdated(self, parcel: Parcel, one: Occasion | None) -> Outcome:
        """Not wanted any more, or about another date than is known here. The date may be known better elsewhere, by a process that takes
        the place of this one: it gets some time to send it."""
        if holds(parcel.head, one):
            await self._desk.settle(parcel, [replace(row, state="cancelled", wake_at=None, tried_at=None) for row in parcel.rows])
            return Outcome.DROPPED
        wake_at = self._clock() + ELSEWHERE
        await self._desk.settle(parcel, [replace(row, state="waiting", wake_at=wake_at, tried_at=None) for row in parcel.rows])
        return Outcome.DROPPED if parcel.head.attempts < LOOKS else Outcome.OUTDATED

    async def _sent(self, parcel: Parcel, message_id: int) -> Outcome:
        now = self._clock()
        sent = [replace(row, state="sent", wake_at=None, sent_at=now, message_id=message_id, reason=None) for row in parcel.rows]
        await self._desk.settle(parcel, sent, said=message_id)
        return Outcome.SENT

    async def _later(self, parcel: Parcel, why: str) -> Outcome:
        """Nobody knows whether it arrived: it stays looked for."""
        pause = UNSURE_AGAIN[min(parcel.head.attempts, len(UNSURE_AGAIN)) - 1]
        log.warning("a reminder may not have arrived", delivery=parcel.head.id, again_in=pause.total_seconds(), reason=why)
        await self._desk.settle(parcel, self._again(parcel, why, pause))
        return Outcome.UNSURE

    async def _refused(self, parcel: Parcel, why: str) -> Outcome:
        head = parcel.head
        pause = REFUSED_AGAIN[head.refusals] if head.refusals < len(REFUSED_AGAIN) else None
        if pause is None or self._clock() + pause >= head.until:
            log.error("a reminder was given up", delivery=head.id, reason=why)
            rows = [replace(row, state="failed", wake_at=None, refusals=row.refusals + 1, reason=why) for row in parcel.rows]
        else:
            log.warning("a reminder was refused", delivery=head.id, again_in=pause.total_seconds(), reason=why)
            again = self._again(parcel, why, pause)
            rows = [replace(row, tried_at=None, refusals=row.refusals + 1) for row in again]
        await self._desk.settle(parcel, rows)
        given_up = rows[0].state == "failed"
        if await self._desk.troubled(parcel.subscription, why, given_up=given_up) and parcel.subscription.owner_id:
            await self._post.tell(parcel.subscription.owner_id, _complaint(parcel, why, given_up=given_up))
        return Outcome.REFUSED

    def _again(self, parcel: Parcel, why: str, pause: timedelta) -> list[Delivery]:
        return [replace(row, state="waiting", wake_at=self._clock() + pause, reason=why) for row in parcel.rows]


def _complaint(parcel: Parcel, why: str, *, given_up: bool) -> str:
    """What whoever subscribed is told, once for each trouble."""
    where = f"<#{parcel.subscription.channel_id}>" if parcel.subscription.guild_id else "your direct messages"
    what = f"the reminder of {parcel.head.name}" if parcel.head.start != GONE else f"word of {parcel.head.name}"
    begun = f"I could not send {what} to {where}: {why}."
    rest = "I have given it up; the next one is tried again." if given_up else "I go on trying for a day, at growing intervals."
    return f"{begun} {rest} `/reminders list` shows how things stand."
