"""What the bot keeps about conversations and people.

Of the exchanges nothing fails because the database is away. Everything else is written before the call returns, and raises
Unavailable where it can't be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update

from bot.exchanges import Exchanges
from bot.logs import logger
from bot.recent import Exchange
from bot.store import Store, Unavailable
from bot.store.tables import claims, drafts, exchanges, people, reports

__all__ = ["Exchange", "Preferences", "Records", "Report"]

STALE = timedelta(minutes=5)
"""After this a claim that nobody carried out may be taken over."""
_PEOPLE = 10_000
"""Choices that are kept in memory."""

log = logger("pledgebot.records")


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


class Records(Exchanges):
    """The records in a store. `clock` gives the moment, aware."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(store)
        self._clock = clock
        self._chosen: dict[int, str | None] = {}
        self._all_chosen = False

    async def remember(self) -> None:
        """Read what was asked last and what people chose, so that it need not be looked up one by one."""
        await super().remember()
        try:
            async with self._store.read() as connection:
                rows = (await connection.execute(select(people).limit(_PEOPLE))).all()
        except Unavailable:  # said above
            return
        self._chosen = {row.user_id: row.locale for row in rows}
        self._all_chosen = len(rows) < _PEOPLE

    # --- people

    async def preferences(self, user_id: int) -> Preferences:
        """What the person chose; nothing where the database is away."""
        if user_id in self._chosen or self._all_chosen:
            return Preferences(self._chosen.get(user_id))
        try:
            async with self._store.read() as connection:
                row = (await connection.execute(select(people.c.locale).where(people.c.user_id == user_id))).first()
        except Unavailable as fault:
            log.warning("preferences can't be read", reason=str(fault))
            return Preferences()
        return Preferences(row.locale if row else None)

    async def prefer(self, user_id: int, preferences: Preferences) -> None:
        """Keep what a person chose."""
        into = self._insert(people).values(user_id=user_id, locale=preferences.locale)
        async with self._store.write() as connection:
            await connection.execute(into.on_conflict_do_update(index_elements=["user_id"], set_={"locale": preferences.locale}))
        if len(self._chosen) >= _PEOPLE:
            self._chosen, self._all_chosen = {}, False
        self._chosen[user_id] = preferences.locale

    async def forget(self, user_id: int) -> int:
        """Delete everything about a person and take their name off their reports; how many rows that were."""
        async with self._saving:  # nothing of theirs is on its way to the database meanwhile
            waiting = [key for key, one in self._unsaved.items() if one.user_id == user_id]
            async with self._store.write() as connection:
                gone = [
                    await connection.execute(delete(exchanges).where(exchanges.c.user_id == user_id)),
                    await connection.execute(delete(people).where(people.c.user_id == user_id)),
                    await connection.execute(delete(drafts).where(drafts.c.author_id == user_id)),
                    await connection.execute(update(reports).where(reports.c.user_id == user_id).values(user_id=None)),
                ]
            for key in waiting:
                self._unsaved.pop(key, None)
            self._recent.drop(lambda one: one.user_id == user_id)
            self._chosen.pop(user_id, None)
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
        """Delete exchanges asked, reports settled, and drafts left, before a moment; how many rows that were."""
        async with self._store.write() as connection:
            gone = [
                await connection.execute(delete(exchanges).where(exchanges.c.asked_at < before)),
                await connection.execute(delete(reports).where(reports.c.settled_at < before)),
                await connection.execute(delete(drafts).where(drafts.c.at < before)),
            ]
        self._recent.drop(lambda one: one.asked_at < before)
        return sum(result.rowcount for result in gone)
