"""Questions with their replies: at hand at once, in the database a moment later.

They are written behind, many in one transaction. While the database is away they wait here, so that questions go on being
answered, and what was answered meanwhile is written when it is back. A process that is killed loses the last second of
them: a few buttons, no answer.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from discord.utils import snowflake_time
from sqlalchemy import Row, Select, delete, select

from bot.logs import logger
from bot.recent import EVER, SIZE, Exchange, Recent
from bot.store import Store, Unavailable
from bot.store.tables import exchanges

LINGER = 1.0
"""Seconds that an exchange waits for company, and for its reply's id."""
UNSAVED = 2000
"""Exchanges that wait for the database at most (fewer than are kept in memory); beyond, the oldest are given up."""
_SKEW = timedelta(minutes=1)
"""How far Discord's clock, which is in its ids, and this machine's may be apart."""

log = logger("pledgebot.records")


class Exchanges:
    """The exchanges in a store. None of these calls fails because the database is away."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._recent = Recent()
        self._unsaved: dict[str, Exchange] = {}
        self._saving = asyncio.Lock()
        self._saver: asyncio.Task[None] | None = None
        self._insert = store.insert

    async def remember(self) -> None:
        """Read what was asked last, so that it need not be looked up one by one."""
        try:
            async with self._saving, self._store.read() as connection:
                rows = (await connection.execute(select(exchanges).order_by(exchanges.c.asked_at.desc()).limit(SIZE))).all()
        except Unavailable as fault:
            log.warning("records can't be read", reason=str(fault))
            return
        self._recent.remember([_exchange(row) for row in reversed(rows)], rows[-1].asked_at if len(rows) == SIZE else EVER)

    async def add(self, exchange: Exchange) -> None:
        """Keep an exchange, or a new version of it."""
        self._recent.put(exchange)
        self._unsaved.pop(exchange.key, None)
        self._unsaved[exchange.key] = exchange
        if len(self._unsaved) > UNSAVED:
            lost = self._unsaved.pop(next(iter(self._unsaved)))
            log.warning("an exchange was given up: the database has been away for too long", key=lost.key)
        if self._saver is None or self._saver.done():
            self._saver = asyncio.create_task(self._save_all(), name="records")

    async def replied(self, key: str, message_id: int) -> None:
        """Note which message the reply became."""
        if found := await self.exchange(key):
            await self.add(replace(found, reply_message_id=message_id))

    async def exchange(self, key: str) -> Exchange | None:
        return self._recent.get(key) or await self._one(select(exchanges).where(exchanges.c.key == key))

    async def by_reply(self, message_id: int) -> Exchange | None:
        return self._recent.by_reply(message_id) or await self._newest(select(exchanges).where(exchanges.c.reply_message_id == message_id))

    async def by_question(self, message_id: int) -> Exchange | None:
        """The exchange of a message; asked about every message that is edited or deleted, nearly all of which are none."""
        found = self._recent.by_question(message_id)
        if found or self._complete(max(EVER, snowflake_time(message_id) - _SKEW)):
            return found
        return await self._newest(select(exchanges).where(exchanges.c.question_message_id == message_id))

    async def latest(self, channel_id: int, user_id: int | None, since: datetime) -> Exchange | None:
        """The last exchange of a person in a channel (of anybody where `user_id` is None), none from before `since`."""
        if (found := self._recent.latest(channel_id, user_id)) or self._complete(since):
            return found if found and found.asked_at >= since else None
        if self._recent.nobody(channel_id, user_id, since):
            return None
        query = select(exchanges).where(exchanges.c.channel_id == channel_id, exchanges.c.asked_at >= since)
        return await self._newest(query if user_id is None else query.where(exchanges.c.user_id == user_id))

    async def drop(self, key: str) -> None:
        """Forget one exchange."""
        async with self._saving:  # it may be on its way to the database just now
            self._recent.drop(lambda one: one.key == key)
            self._unsaved.pop(key, None)
            try:
                async with self._store.write() as connection:
                    await connection.execute(delete(exchanges).where(exchanges.c.key == key))
            except Unavailable as fault:
                log.warning("not dropped", key=key, reason=str(fault))

    async def close(self) -> None:
        """Write what waits; what can't be written is lost, and said."""
        if self._saver:
            self._saver.cancel()
            await asyncio.gather(self._saver, return_exceptions=True)
        if not await self.save():
            log.error("exchanges were lost: the database is away", lost=len(self._unsaved))

    async def save(self) -> bool:
        """Write what waits now; False where it has to wait on."""
        async with self._saving:
            batch = list(self._unsaved.values())
            if not batch:
                return True
            into = self._insert(exchanges)
            changed = {column.name: into.excluded[column.name] for column in exchanges.c if column.name != "key"}
            into = into.on_conflict_do_update(index_elements=["key"], set_=changed)
            try:
                async with self._store.write() as connection:
                    await connection.execute(into, [vars(one) | {"turns": list(one.turns)} for one in batch])
            except Unavailable as fault:
                log.error("exchanges wait for the database", waiting=len(batch), reason=str(fault))
                return False
            for one in batch:
                if self._unsaved.get(one.key) is one:  # not changed meanwhile
                    del self._unsaved[one.key]
            return True

    async def _save_all(self) -> None:
        pause = LINGER
        while self._unsaved:
            await asyncio.sleep(pause)
            pause = LINGER if await self.save() else min(30.0, pause * 2)

    def _complete(self, since: datetime) -> bool:
        return self._recent.since is not None and since >= self._recent.since

    async def _newest(self, query: Select[Any]) -> Exchange | None:
        return await self._one(query.order_by(exchanges.c.asked_at.desc()).limit(1))

    async def _one(self, query: Select[Any]) -> Exchange | None:
        try:
            async with self._store.read() as connection:
                row = (await connection.execute(query)).first()
        except Unavailable as fault:
            log.warning("records can't be read", reason=str(fault))
            return None
        return _exchange(row) if row else None


def _exchange(row: Row[Any]) -> Exchange:
    values = row._asdict()
    return Exchange(**values | {"turns": tuple(values["turns"])})
