"""What the bot keeps about conversations and people.

Exchanges are written behind: they are at hand at once, and go to the database a moment later, many in one transaction.
While the database is away they wait here, so that questions go on being answered and what was answered meanwhile is
written when it is back. A process that is killed loses the last fifth of a second of them: a few buttons, no answer.
Everything else is written before the call returns, and raises Unavailable where it can't be.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, Select, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import Store, Unavailable
from bot.store.tables import claims, exchanges, people, reports

LINGER = 0.2
"""Seconds that an exchange waits for company, and for its reply's id."""
UNSAVED = 2000
"""Exchanges that wait for the database at most; beyond, the oldest are given up."""
STALE = timedelta(minutes=5)
"""After this a claim that nobody carried out may be taken over."""

log = structlog.get_logger("pledgebot.records")


@dataclass(frozen=True)
class Exchange:
    """One question and its reply. `turns`: the questions of the conversation, earliest first, this one last."""

    key: str
    asked_at: datetime
    day: date
    locale: str
    user_id: int
    guild_id: int | None
    channel_id: int
    question_message_id: int | None
    reply_message_id: int | None
    turns: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class Preferences:
    """What a person has chosen; None: what Discord says."""

    locale: str | None = None


@dataclass(frozen=True)
class Report:
    """Something that a person holds wrong. `words` are theirs; `user_id` is None once they wanted to be forgotten."""

    made_at: datetime
    user_id: int | None
    guild_id: int | None
    channel_id: int | None
    locale: str
    question: str
    reading: str
    answer: str
    words: str
    id: int | None = None
    settled_at: datetime | None = None
    settled_by: int | None = None
    note: str | None = None


class Records:
    """The records in a store. `clock` gives the moment, aware."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._clock = store, clock
        self._unsaved: dict[str, Exchange] = {}
        self._saving = asyncio.Lock()
        self._saver: asyncio.Task[None] | None = None
        self._insert = sqlite.insert if store.sqlite else postgresql.insert

    # --- exchanges: none of these fails because the database is away

    async def add(self, exchange: Exchange) -> None:
        """Keep an exchange."""
        self._put(exchange)

    async def replied(self, key: str, message_id: int) -> None:
        """Note which message the reply became."""
        if found := await self.exchange(key):
            self._put(replace(found, reply_message_id=message_id))

    async def exchange(self, key: str) -> Exchange | None:
        return self._unsaved.get(key) or await self._one(select(exchanges).where(exchanges.c.key == key))

    async def by_reply(self, message_id: int) -> Exchange | None:
        return await self._by("reply_message_id", message_id)

    async def by_question(self, message_id: int) -> Exchange | None:
        return await self._by("question_message_id", message_id)

    async def latest(self, channel_id: int, user_id: int | None, since: datetime) -> Exchange | None:
        """The last exchange of a person in a channel (of anybody where `user_id` is None), none from before `since`."""
        waiting = [
            one
            for one in self._unsaved.values()
            if one.channel_id == channel_id and user_id in (None, one.user_id) and one.asked_at >= since
        ]
        query = select(exchanges).where(exchanges.c.channel_id == channel_id, exchanges.c.asked_at >= since)
        if user_id is not None:
            query = query.where(exchanges.c.user_id == user_id)
        saved = await self._one(query.order_by(exchanges.c.asked_at.desc()).limit(1))
        if saved and saved.key not in self._unsaved:
            waiting.append(saved)
        return max(waiting, key=lambda one: one.asked_at, default=None)

    async def drop(self, key: str) -> None:
        """Forget one exchange."""
        async with self._saving:
            self._unsaved.pop(key, None)
            try:
                async with self._store.write() as connection:
                    await connection.execute(delete(exchanges).where(exchanges.c.key == key))
            except Unavailable as fault:
                log.warning("not dropped", key=key, reason=str(fault))

    async def _by(self, column: str, message_id: int) -> Exchange | None:
        waiting = (one for one in reversed(self._unsaved.values()) if getattr(one, column) == message_id)
        query = select(exchanges).where(exchanges.c[column] == message_id).order_by(exchanges.c.asked_at.desc()).limit(1)
        return next(waiting, None) or await self._one(query)

    async def _one(self, query: Select[Any]) -> Exchange | None:
        try:
            async with self._store.read() as connection:
                row = (await connection.execute(query)).first()
        except Unavailable as fault:
            log.warning("records can't be read", reason=str(fault))
            return None
        return _exchange(row) if row else None

    # --- writing them

    def _put(self, exchange: Exchange) -> None:
        self._unsaved[exchange.key] = exchange
        if len(self._unsaved) > UNSAVED:
            lost = self._unsaved.pop(next(iter(self._unsaved)))
            log.warning("an exchange was given up: the database has been away for too long", key=lost.key)
        if self._saver is None or self._saver.done():
            self._saver = asyncio.create_task(self._save_all(), name="records")

    async def _save_all(self) -> None:
        pause = LINGER
        while self._unsaved:
            await asyncio.sleep(pause)
            pause = LINGER if await self._save() else min(30.0, pause * 2)

    async def _save(self) -> bool:
        async with self._saving:
            batch = list(self._unsaved.values())
            if not batch:
                return True
            try:
                async with self._store.write() as connection:
                    await self._upsert(connection, batch)
            except Unavailable as fault:
                log.error("exchanges wait for the database", waiting=len(batch), reason=str(fault))
                return False
            for one in batch:
                if self._unsaved.get(one.key) is one:  # not changed meanwhile
                    del self._unsaved[one.key]
            return True

    async def _upsert(self, connection: AsyncConnection, batch: Iterable[Exchange]) -> None:
        into = self._insert(exchanges)
        changed = {column.name: into.excluded[column.name] for column in exchanges.c if column.name != "key"}
        into = into.on_conflict_do_update(index_elements=["key"], set_=changed)
        await connection.execute(into, [asdict(one) | {"turns": list(one.turns)} for one in batch])

    async def close(self) -> None:
        """Write what waits; what can't be written is lost, and said."""
        if self._saver:
            self._saver.cancel()
            await asyncio.gather(self._saver, return_exceptions=True)
        if not await self._save():
            log.error("exchanges were lost: the database is away", lost=len(self._unsaved))

    # --- people

    async def preferences(self, user_id: int) -> Preferences:
        """What the person chose; nothing where the database is away."""
        try:
            async with self._store.read() as connection:
                row = (await connection.execute(select(people.c.locale).where(people.c.user_id == user_id))).first()
        except Unavailable as fault:
            log.warning("preferences can't be read", reason=str(fault))
            row = None
        return Preferences(row.locale if row else None)

    async def prefer(self, user_id: int, preferences: Preferences) -> None:
        into = self._insert(people).values(user_id=user_id, locale=preferences.locale)
        async with self._store.write() as connection:
            await connection.execute(into.on_conflict_do_update(index_elements=["user_id"], set_={"locale": preferences.locale}))

    async def forget(self, user_id: int) -> int:
        """Delete everything about a person and take their name off their reports; how many rows that were."""
        async with self._saving:
            waiting = [key for key, one in self._unsaved.items() if one.user_id == user_id]
            for key in waiting:
                del self._unsaved[key]
            async with self._store.write() as connection:
                gone = [
                    await connection.execute(delete(exchanges).where(exchanges.c.user_id == user_id)),
                    await connection.execute(delete(people).where(people.c.user_id == user_id)),
                    await connection.execute(update(reports).where(reports.c.user_id == user_id).values(user_id=None)),
                ]
        return len(waiting) + sum(result.rowcount for result in gone)

    # --- reports

    async def report(self, report: Report) -> int:
        """Keep a report; its number."""
        values = {name: value for name, value in asdict(report).items() if name != "id"}
        async with self._store.write() as connection:
            number: int = (await connection.execute(reports.insert().values(values).returning(reports.c.id))).scalar_one()
        return number

    async def reports(self, guild_id: int | None, *, open_only: bool = True) -> list[Report]:
        """The reports from a server (None: from everywhere), oldest first."""
        query = select(reports).order_by(reports.c.id)
        if guild_id is not None:
            query = query.where(reports.c.guild_id == guild_id)
        if open_only:
            query = query.where(reports.c.settled_at.is_(None))
        async with self._store.read() as connection:
            return [Report(**row._asdict()) for row in await connection.execute(query)]

    async def settle(self, number: int, by: int, note: str) -> Report | None:
        """Close a report; None where there is none that is open."""
        values = {"settled_at": self._clock(), "settled_by": by, "note": note}
        still_open = (reports.c.id == number) & reports.c.settled_at.is_(None)
        async with self._store.write() as connection:
            row = (await connection.execute(update(reports).where(still_open).values(values).returning(*reports.c))).first()
        return Report(**row._asdict()) if row else None

    # --- what one process does for all

    async def claim(self, name: str, value: str) -> bool:
        """Whether this process is the one to carry out `value` under `name`: it is not done yet, and nobody else is at it."""
        now = self._clock()
        into = self._insert(claims).values(name=name, value=value, claimed_at=now, done=False)
        free = (claims.c.value != value) | (claims.c.done.is_(False) & (claims.c.claimed_at < now - STALE))
        changed = {"value": value, "claimed_at": now, "done": False}
        async with self._store.write() as connection:
            result = await connection.execute(into.on_conflict_do_update(index_elements=["name"], set_=changed, where=free))
        return bool(result.rowcount)

    async def fulfil(self, name: str, value: str) -> None:
        """Note that what was claimed is done."""
        async with self._store.write() as connection:
            await connection.execute(update(claims).where(claims.c.name == name, claims.c.value == value).values(done=True))

    async def release(self, name: str, value: str) -> None:
        """Give a claim back that could not be carried out."""
        async with self._store.write() as connection:
            await connection.execute(delete(claims).where(claims.c.name == name, claims.c.value == value, claims.c.done.is_(False)))

    # --- retention

    async def purge(self, before: datetime) -> int:
        """Delete exchanges asked, and reports settled, before a moment; how many rows that were."""
        async with self._store.write() as connection:
            gone = [
                await connection.execute(delete(exchanges).where(exchanges.c.asked_at < before)),
                await connection.execute(delete(reports).where(reports.c.settled_at < before)),
            ]
        return sum(result.rowcount for result in gone)

    async def count(self) -> int:
        """How many exchanges are kept."""
        async with self._store.read() as connection:
            number: int = (await connection.execute(select(func.count()).select_from(exchanges))).scalar_one()
        return number + len(self._unsaved)


def _exchange(row: Row[Any]) -> Exchange:
    values = row._asdict()
    return Exchange(**values | {"turns": tuple(values["turns"])})
