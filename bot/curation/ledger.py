"""The log of revisions in the store: what is committed is there for good, in order, and whole.

changes ─▶ turn (lock) ─▶ catch up ─▶ check ─▶ revisions, head, notice ─▶ commit ─▶ fold

Everything that a commit needs happens in one transaction; processes take turns at it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.curation import log
from bot.curation.revision import Revision, written
from bot.store import Store
from bot.store.lean import AsyncConnection
from knowledge.base import KnowledgeBase
from knowledge.change import Change, Step, dependents, faults, objections, steps
from knowledge.fold import EVERYONE, Fold
from knowledge.overlay import Key, State, lay, state_of
from knowledge.rows import RowError

Plan = Callable[[AsyncConnection, Fold], Awaitable[list[Revision]]]
Along = Callable[[AsyncConnection, Sequence[Revision]], Awaitable[None]]


class Conflict(Exception):  # noqa: N818 - nothing is at fault
    """Somebody else changed the fact meanwhile: `revision` is what the author hasn't seen."""

    def __init__(self, revision: Revision) -> None:
        super().__init__(f"{revision.table} {revision.id} was changed meanwhile by revision {revision.number}")
        self.revision = revision


class Refused(Exception):  # noqa: N818 - the knowledge stays as it is
    """Changes that can't be made; `lines` has one sentence for each thing that is wrong."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = list(lines)


@dataclass(frozen=True)
class Committed:
    """What was saved together."""

    revisions: tuple[Revision, ...]


@dataclass(frozen=True)
class Moved:
    """The present changed from one fold to the next, by these facts of these scopes."""

    before: Fold
    after: Fold
    keys: log.Keys


class Ledger:
    """The log, and the fold of what was read of it so far. `clock` gives the moment, aware."""

    def __init__(self, store: Store, clock: Callable[[], datetime], shipped: KnowledgeBase) -> None:
        self._store, self._clock = store, clock
        self.fold = Fold.of(shipped)
        self._listeners: list[Callable[[Moved], None]] = []
        self._turn = asyncio.Lock()

    def listen(self, listener: Callable[[Moved], None]) -> None:
        """Tell of every move of the present, in order, before the call that brought it about returns."""
        self._listeners.append(listener)

    # --- writing

    async def commit(self, scope: int, author_id: int, changes: Sequence[Change], along: Along | None = None) -> Committed:
        """Save changes, all or none. Conflict where the author hasn't seen what a fact is now, Refused where they can't be made.

        `along`: what else is to be written if they are, and only then.
        """

        async def plan(connection: AsyncConnection, fold: Fold) -> list[Revision]:
            for change in changes:
                await self._unchanged(connection, fold.newest(scope, change.key), change)
            base, today = fold.knowledge(scope), self._clock().date()
            try:
                made = steps(base, changes, today, server=scope != EVERYONE)
            except RowError as error:
                raise Refused(error.lines) from None
            if lines := objections(base, made, today) if made else ["there is nothing to save"]:
                raise Refused(lines)
            return [self._revision(scope, author_id, step) for step in made]

        return await self._commit(plan, along)

    async def undo(self, scope: int, author_id: int, numbers: Iterable[int], reason: str = "") -> Committed:
        """Take revisions of a scope back, together: their facts stand as before the first of them. Refused says what is in the way."""
        wanted = sorted(set(numbers))

        async def plan(connection: AsyncConnection, fold: Fold) -> list[Revision]:
            undone = [one for number in wanted if (one := await log.one(connection, number)) and one.scope == scope]
            if len(undone) < len(wanted) or not wanted:
                missing = set(wanted) - {revision.number for revision in undone}
                raise Refused([f"there is no revision {number} to undo here" for number in sorted(missing)] or ["there is nothing to undo"])
            first: dict[Key, Revision] = {}
            for revision in undone:
                first.setdefault(revision.key, revision)
            if later := await self._later(connection, first.values(), set(wanted)):
                raise Refused([f"revision {one.number} changed {one.table} {one.id} after it: undo both" for one in later])
            states = {key: await log.state_before(connection, revision) for key, revision in first.items()}
            base = fold.knowledge(scope)
            beneath = fold.shipped if scope == EVERYONE else fold.everyone
            if lines := faults(base, states, self._clock().date(), beneath):
                raise Refused(lines)
            return [self._undoing(author_id, base, first[key], state, reason) for key, state in states.items()]

        return await self._commit(plan)

    async def _commit(self, plan: Plan, along: Along | None = None) -> Committed:
        """Carry out what the plan makes of the newest state."""
        async with self._turn:
            try:
                async with self._store.write() as connection:
                    await log.take_turn(connection)
                    fold, keys = await log.catch_up(connection, self.fold)
                    made = log.chained(await plan(connection, fold), fold.number, fold.hash)
                    await log.append(connection, made)
                    if along:
                        await along(connection, made)
            except Conflict:
                await self._catch_up()
                raise
            fold = fold.then([revision.entry for revision in made], made[-1].number, made[-1].hash)
            self._move(fold, _joined(keys, made))
        return Committed(tuple(made))

    async def _unchanged(self, connection: AsyncConnection, newest: int, change: Change) -> None:
        if newest == change.seen:
            return
        if found := await log.one(connection, newest):
            raise Conflict(found)
        raise Refused([f"{change.table} {change.id}: it has become what was shipped; look at it again"])

    def _revision(self, scope: int, author_id: int, step: Step) -> Revision:
        one = step.change
        before, after = written(step.before), written(step.after)
        return Revision(0, self._clock(), scope, author_id, one.action, *one.key, one.reason.strip(), before, after, 0, None, "")

    def _undoing(self, author_id: int, base: KnowledgeBase, one: Revision, left: State | None, reason: str) -> Revision:
        before, after = written(state_of(base, *one.key)), written(left)
        return Revision(0, self._clock(), one.scope, author_id, "undo", *one.key, reason.strip(), before, after, 0, one.number, "")

    async def _later(self, connection: AsyncConnection, firsts: Iterable[Revision], without: set[int]) -> list[Revision]:
        found = [one for first in firsts for one in await log.after(connection, first)]
        return [one for one in found if one.number not in without]

    # --- reading

    async def refresh(self) -> None:
        """Take in what other processes committed. Unavailable where the database can't be used."""
        async with self._turn:
            await self._catch_up()

    async def _catch_up(self) -> None:
        async with self._store.snapshot() as connection:
            fold, keys = await log.catch_up(connection, self.fold)
        self._move(fold, keys)

    def _move(self, fold: Fold, keys: log.Keys) -> None:
        if (fold.number, fold.hash) == (self.fold.number, self.fold.hash):
            return
        moved, self.fold = Moved(self.fold, fold, keys), fold
        for listener in self._listeners:
            listener(moved)

    async def revision(self, number: int) -> Revision | None:
        """The revision of this number."""
        async with self._store.read() as connection:
            return await log.one(connection, number)

    async def history(
        self,
        scope: int | None,
        *,
        table: str | None = None,
        id_: str | None = None,
        author: int | None = None,
        limit: int = 25,
        before: int | None = None,
    ) -> list[Revision]:
        """The newest revisions first, those before number `before`. A server's scope shows everyone's too, None all of them."""
        async with self._store.read() as connection:
            return await log.history(connection, scope, {"table": table, "id": id_, "author_id": author}, limit, before)

    async def resting(self, number: int) -> list[Revision]:
        """The later revisions that have to be undone with this one: of the same fact, and of those that refer to what would be gone."""
        async with self._store.snapshot() as connection:
            fold, _ = await log.catch_up(connection, self.fold)
            if (undone := await log.one(connection, number)) is None:
                return []
            beneath = fold.shipped if undone.scope == EVERYONE else fold.everyone
            base, found, waiting = fold.knowledge(undone.scope), {undone.number: undone}, [undone]
            while waiting:
                one = waiting.pop()
                left = lay(base, {one.key: await log.state_before(connection, one)}, beneath)
                later = await log.after(connection, one)
                for resting in dependents(left, _lost(base, left, one.key)).values():
                    for key in resting:
                        later += await log.of_fact(connection, one.scope, key)
                waiting += (new := [each for each in later if each.number not in found])
                found |= {each.number: each for each in new}
        return [found[each] for each in sorted(found) if each != number]

    async def as_of(self, when: int | datetime) -> Fold:
        """The present of a past moment, or after a revision."""
        async with self._store.snapshot() as connection:
            return await log.as_of(connection, self.fold.shipped, when)

    async def verify(self) -> list[str]:
        """What is wrong with the log: each revision that was altered, each that is missing."""
        async with self._store.snapshot() as connection:
            return [fault async for fault in log.verify(connection)]


def _lost(base: KnowledgeBase, left: KnowledgeBase, key: Key) -> list[Key]:
    """The fact, if it is no longer there."""
    was, now = state_of(base, *key), state_of(left, *key)
    return [key] if was and was.present and not (now and now.present) else []


def _joined(keys: log.Keys, made: Sequence[Revision]) -> log.Keys:
    joined = dict(keys)
    for revision in made:
        joined[revision.scope] = joined.get(revision.scope, frozenset()) | {revision.key}
    return joined
