"""Subscriptions as they are kept, and with them what is to be told to each.

A subscription and its deliveries change in one transaction, the subscription's row locked: two processes that plan at once take turns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, delete, select, update

from bot.reminders import offsets
from bot.reminders.model import Delivery, Subscription
from bot.reminders.schedule import Occasions, Plan, plan
from bot.store.tables import deliveries, subscriptions

if TYPE_CHECKING:
    from bot.store import Store
    from bot.store.lean import AsyncConnection

AT_ONCE = 50
"""Subscriptions that are planned in one transaction."""


class Book:
    """Everything here raises Unavailable where the database is away."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    async def add(self, subscription: Subscription, occasions: Occasions) -> Subscription:
        """Keep a new one, with its number. News that are there already are none to it."""
        whole = replace(subscription, known=_known(subscription, occasions))
        async with self._store.write() as connection:
            into = subscriptions.insert().values(columns(whole)).returning(subscriptions.c.id)
            number = (await connection.execute(into)).scalar_one()
            whole = replace(whole, id=number)
            await self._replan(connection, whole, occasions, ())
        return whole

    async def alter(self, subscription: Subscription, occasions: Occasions) -> bool:
        """Keep a changed one; False where it is gone. What has appeared while it was paused, or not watched, is not told afterwards.

        What the bot notes in it (`known`, `trouble`) is taken from what is kept; trouble is over where it was moved or resumed.
        """
        async with self._store.write() as connection:
            before = await _locked(connection, [subscription.id])
            if not before:
                return False
            whole = replace(subscription, known=before[0].known, trouble=before[0].trouble)
            if before[0].paused or set(whole.watches) - set(before[0].watches):
                whole = replace(whole, known=whole.known | _known(whole, occasions))
            if before[0].paused or whole.channel_id != before[0].channel_id:
                whole = replace(whole, trouble=None)
            await self._replan(connection, whole, occasions, await _rows(connection, [whole.id]))
            await connection.execute(update(subscriptions).where(subscriptions.c.id == whole.id).values(columns(whole)))
        return True

    async def replan(
        self, above: int, occasions: Callable[[int | None], Occasions], guilds: Collection[int | None] | None = None
    ) -> int | None:
        """Look through the next subscriptions (of some servers only) whose numbers are above; the last number, None where there are no
        more."""
        query = select(subscriptions.c.id).where(subscriptions.c.id > above).order_by(subscriptions.c.id).limit(AT_ONCE)
        if guilds is not None:
            theirs = subscriptions.c.guild_id.in_([guild for guild in guilds if guild is not None])
            query = query.where(theirs | subscriptions.c.guild_id.is_(None) if None in guilds else theirs)
        async with self._store.read() as connection:
            numbers = list((await connection.execute(query)).scalars())
        await self.revise(numbers, occasions)
        return numbers[-1] if numbers else None

    async def revise(self, numbers: Sequence[int], occasions: Callable[[int | None], Occasions]) -> None:
        """Plan these subscriptions anew."""
        rows: dict[int, list[Delivery]] = {}
        async with self._store.write() as connection:
            found = await _locked(connection, numbers)
            for row in await _rows(connection, numbers):
                rows.setdefault(row.subscription_id, []).append(row)
            for one in found:
                await self._replan(connection, one, occasions(one.guild_id), rows.get(one.id, ()))

    async def _replan(
        self, connection: AsyncConnection, subscription: Subscription, occasions: Occasions, rows: Sequence[Delivery]
    ) -> None:
        found = plan(subscription, occasions, rows, self._clock())
        await self._carry_out(connection, found)
        if found.known != subscription.known:
            changed = update(subscriptions).where(subscriptions.c.id == subscription.id).values(known=sorted(found.known))
            await connection.execute(changed)

    async def _carry_out(self, connection: AsyncConnection, found: Plan) -> None:
        if found.added:
            into = self._store.insert(deliveries).on_conflict_do_nothing()
            await connection.execute(into, [values(one) for one in found.added])
        if found.changed:
            await write(connection, found.changed)

    async def remove(self, subscription_id: int) -> bool:
        """Drop it, and what it was to be told; False where it is gone already."""
        async with self._store.write() as connection:
            gone = await connection.execute(delete(subscriptions).where(subscriptions.c.id == subscription_id))
        return bool(gone.rowcount)

    async def forget(self, user_id: int) -> int:
        """Drop what somebody gets by direct message, and take their name off the rest; how many subscriptions that were."""
        theirs = subscriptions.c.owner_id == user_id
        async with self._store.write() as connection:
            gone = await connection.execute(delete(subscriptions).where(theirs, subscriptions.c.guild_id.is_(None)))
            unnamed = await connection.execute(update(subscriptions).where(theirs).values(owner_id=None))
        return gone.rowcount + unnamed.rowcount

    async def purge(self, before: datetime) -> int:
        """Delete what was done with and is over since then; how many rows that were."""
        async with self._store.write() as connection:
            gone = await connection.execute(delete(deliveries).where(deliveries.c.until < before, deliveries.c.wake_at.is_(None)))
        return gone.rowcount

    # --- looking up

    async def subscriptions(self, *, guild_id: int | None = None, owner_id: int | None = None) -> list[Subscription]:
        """Those of a server, or (without one) somebody's own by direct message; the oldest first."""
        where = subscriptions.c.guild_id.is_(None) if guild_id is None else subscriptions.c.guild_id == guild_id
        if owner_id is not None:
            where &= subscriptions.c.owner_id == owner_id
        async with self._store.read() as connection:
            rows = await connection.execute(select(subscriptions).where(where).order_by(subscriptions.c.id))
            return [as_subscription(row) for row in rows]

    async def subscription(self, subscription_id: int) -> Subscription | None:
        async with self._store.read() as connection:
            row = (await connection.execute(select(subscriptions).where(subscriptions.c.id == subscription_id))).first()
        return as_subscription(row) if row else None

    async def deliveries(self, subscription_id: int) -> list[Delivery]:
        """Everything that is kept of what it was told and is to be told, the oldest first."""
        async with self._store.read() as connection:
            return sorted(await _rows(connection, [subscription_id]), key=lambda one: (one.due_at, one.id))

    async def delivery(self, delivery_id: int) -> Delivery | None:
        async with self._store.read() as connection:
            row = (await connection.execute(select(deliveries).where(deliveries.c.id == delivery_id))).first()
        return as_delivery(row) if row else None


def _known(subscription: Subscription, occasions: Occasions) -> frozenset[str]:
    return frozenset(one.id for one in occasions.values() if one.news and subscription.watches_over(one.id))


async def _locked(connection: AsyncConnection, numbers: Iterable[int]) -> list[Subscription]:
    query = select(subscriptions).where(subscriptions.c.id.in_(numbers)).order_by(subscriptions.c.id).with_for_update()
    return [as_subscription(row) for row in await connection.execute(query)]


async def _rows(connection: AsyncConnection, numbers: Iterable[int]) -> list[Delivery]:
    query = select(deliveries).where(deliveries.c.subscription_id.in_(numbers))
    return [as_delivery(row) for row in await connection.execute(query)]


async def write(connection: AsyncConnection, rows: Sequence[Delivery]) -> None:
    """Keep changed deliveries, all at once."""
    columns = [column.name for column in deliveries.c if column.name != "id"]
    change = update(deliveries).where(deliveries.c.id == bindparam("number")).values({name: bindparam(name) for name in columns})
    await connection.execute(change, [values(row) | {"number": row.id} for row in rows])


def values(one: Delivery) -> dict[str, Any]:
    """The columns of a delivery, its number left out."""
    return {name: getattr(one, name) for name in Delivery.__slots__ if name != "id"}


def as_delivery(row: Row[Any]) -> Delivery:
    return Delivery(**row._asdict())


def as_subscription(row: Row[Any]) -> Subscription:
    values = row._asdict()
    values["watches"] = tuple(values["watches"])
    values["offsets"] = tuple(offsets.read(code) for code in values["offsets"])
    values["muted"], values["known"] = frozenset(values["muted"]), frozenset(values["known"])
    return Subscription(**values)


def columns(one: Subscription) -> dict[str, Any]:
    """The columns of a subscription, its number left out."""
    values = {name: getattr(one, name) for name in Subscription.__slots__ if name != "id"}
    values["watches"] = list(one.watches)
    values["offsets"] = [offset.code for offset in one.offsets]
    values["muted"], values["known"] = sorted(one.muted), sorted(one.known)
    return values
