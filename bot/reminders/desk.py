"""Who sends what: a row is claimed with a lease before its message is sent, and settled afterwards.

    waiting ─claim▶ claimed ─settle▶ sent · waiting (again later) · missed · failed · cancelled
                       └─lease over▶ claimed by somebody else, who looks for the message first

Claims lock the subscription as well, so that what has piled up for one is sorted by one process only.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Update, case, false, func, select, update

from bot.reminders.book import as_delivery, as_subscription, values, write
from bot.reminders.delivery import LONGEST_PAUSE
from bot.reminders.model import Delivery, Subscription
from bot.reminders.parcel import Parcel, pile
from bot.store.tables import deliveries, subscriptions

if TYPE_CHECKING:
    from bot.store import Store
    from bot.store.lean import AsyncConnection

LEASE = timedelta(seconds=90)
"""How long a claim holds. Discord knows a nonce for some minutes: a second sender meets the first one's within them."""
GIVEN_UP = "given up: "


class Desk:
    """Everything here raises Unavailable where the database is away. `owner` names this process."""

    def __init__(self, store: Store, clock: Callable[[], datetime], owner: str = "") -> None:
        self._store, self._clock = store, clock
        self.owner = owner or secrets.token_hex(8)

    async def claim(self, limit: int) -> list[Parcel]:
        """What is due now, claimed: the messages for at most so many rows' subscriptions."""
        now = self._clock()
        due = (
            select(deliveries.c.id, deliveries.c.subscription_id)
            .join(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
            .where(deliveries.c.wake_at <= now)
            .order_by(deliveries.c.wake_at, deliveries.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._store.write() as connection:
            numbers = {row.subscription_id for row in await connection.execute(due)}
            return await self._claim(connection, numbers, now) if numbers else []

    async def _claim(self, connection: AsyncConnection, numbers: set[int], now: datetime) -> list[Parcel]:
        found = await connection.execute(select(subscriptions).where(subscriptions.c.id.in_(numbers)).order_by(subscriptions.c.id))
        rows: dict[int, list[Delivery]] = {}
        kept = deliveries.c.subscription_id.in_(numbers) & (deliveries.c.state != "cancelled")
        for row in await connection.execute(select(deliveries).where(kept)):
            rows.setdefault(row.subscription_id, []).append(as_delivery(row))
        parcels: list[Parcel] = []
        changed: list[Delivery] = []
        for one in map(as_subscription, found):
            made = pile(one, rows.get(one.id, []), now)
            parcels += made.parcels
            changed += [replace(row, state="missed", wake_at=None) for row in made.missed]
        claimed = [self._claimed(parcel, now) for parcel in parcels]
        changed += [row for parcel in claimed for row in parcel.rows]
        if changed:
            await write(connection, changed)
        return claimed

    def _claimed(self, parcel: Parcel, now: datetime) -> Parcel:
        first = parcel.head
        head, *along = [
            replace(
                row,
                state="claimed",
                owner=self.owner,
                wake_at=now + LEASE,
                attempts=row.attempts + 1,
                tried_at=row.tried_at or now,
                channel_id=parcel.subscription.channel_id,
            )
            for row in parcel.rows
        ]
        return replace(parcel, head=head, along=tuple(along), look_since=first.tried_at, look_in=first.channel_id)

    async def settle(self, parcel: Parcel, rows: Sequence[Delivery], said: int | None = None) -> None:
        """Write down what became of a parcel. That it was sent (`said`: as which message) holds whoever has the claim by now."""
        async with self._store.write() as connection:
            for row in rows:
                mine = deliveries.c.state != "sent" if said is not None else deliveries.c.owner == self.owner
                await connection.execute(update(deliveries).where(deliveries.c.id == row.id, mine).values(values(row)))
            if said is not None and parcel.missed:
                told = deliveries.c.id.in_([row.id for row in parcel.missed])
                await connection.execute(update(deliveries).where(told).values(message_id=said))
            if said is not None and parcel.subscription.trouble:
                await connection.execute(_trouble(parcel.subscription.id, None))

    async def troubled(self, subscription: Subscription, why: str, *, given_up: bool) -> bool:
        """Note what keeps a subscription from being told; False where as much was known since something last arrived."""
        known = subscriptions.c.trouble.startswith(GIVEN_UP) if given_up else subscriptions.c.trouble.is_not(None)
        change = _trouble(subscription.id, GIVEN_UP + why if given_up else why).where(~func.coalesce(known, false()))
        async with self._store.write() as connection:
            return bool((await connection.execute(change)).rowcount)

    async def recover(self) -> int:
        """What was claimed or put off by a clock that was ahead is looked at now, or when it is due; how many rows that were."""
        now = self._clock()
        held = (deliveries.c.state == "claimed") & (deliveries.c.wake_at > now + LEASE)
        put_off = (deliveries.c.state == "waiting") & (deliveries.c.attempts > 0)
        early = put_off & ((deliveries.c.due_at > now) | (deliveries.c.wake_at > now + LONGEST_PAUSE))
        when = case((deliveries.c.due_at > now, deliveries.c.due_at), else_=now)
        async with self._store.write() as connection:
            return (await connection.execute(update(deliveries).where(held | early).values(wake_at=when))).rowcount

    async def next(self) -> datetime | None:
        """When there is something to do next; None where nothing waits."""
        async with self._store.read() as connection:
            found: datetime | None = (await connection.execute(select(func.min(deliveries.c.wake_at)))).scalar_one_or_none()
        return found


def _trouble(subscription_id: int, trouble: str | None) -> Update:
    return update(subscriptions).where(subscriptions.c.id == subscription_id).values(trouble=trouble)
