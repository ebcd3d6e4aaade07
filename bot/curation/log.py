"""Reading and writing the log's tables, within a transaction that somebody else has begun."""

from __future__ import annotations

import gc
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, select, text

from bot.curation.revision import Revision
from bot.logs import logger
from bot.store.lean import AsyncConnection
from bot.store.tables import head, revisions
from bot.store.watch import CHANNEL
from knowledge.base import KnowledgeBase
from knowledge.fold import EVERYONE, Entry, Fold
from knowledge.overlay import Key, State, state
from knowledge.rows import RowError

Keys = Mapping[int, frozenset[Key]]
"""The facts concerned, by scope."""
PAGE = 2_000
"""Revisions that are held at once where all are read."""
_LOCK = 0x63757261
""""cura": the advisory lock that committing processes queue at on PostgreSQL."""
_NAMES = {"table": "table_name", "id": "fact_id"}
"""Fields of a revision whose column is called otherwise."""
_COLUMNS = {name: revisions.c[_NAMES.get(name, name)] for name in Revision.__dataclass_fields__}
_WHOLE = [column.label(name) for name, column in _COLUMNS.items()]
_log = logger("pledgebot.ledger")


def _revision(row: Row[Any]) -> Revision:
    return Revision(**row._asdict())


# --- writing


async def take_turn(connection: AsyncConnection) -> None:
    """Wait for whoever is committing; on SQLite a transaction that writes has waited already."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def chained(planned: Sequence[Revision], number: int, last: str) -> list[Revision]:
    """The planned revisions with their numbers, behind the one of this number and hash."""
    made: list[Revision] = []
    for place, revision in enumerate(planned, number + 1):
        draft = replace(revision, number=place, batch=number + 1, previous=made[-1].hash if made else last)
        made.append(replace(draft, hash=draft.digest()))
    return made


async def append(connection: AsyncConnection, made: Sequence[Revision]) -> None:
    """Write revisions behind the last, and tell the other processes, who hear of it with the commit."""
    rows = [{_NAMES.get(name, name): value for name, value in asdict(revision).items()} for revision in made]
    await connection.execute(revisions.insert(), rows)
    await connection.execute(delete(head))
    await connection.execute(head.insert().values(one=1, number=made[-1].number, hash=made[-1].hash))
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_notify(:channel, :number)"), {"channel": CHANNEL, "number": str(made[-1].number)})


# --- the present


async def end(connection: AsyncConnection) -> tuple[int, str]:
    """The number and the hash of the last revision, by the head; (0, "") where there is none."""
    row = (await connection.execute(select(head.c.number, head.c.hash))).first()
    return (row.number, row.hash) if row else (0, "")


async def catch_up(connection: AsyncConnection, fold: Fold) -> tuple[Fold, Keys]:
    """The fold with what has been committed since, and the facts concerned.

    A log that doesn't go on from where the fold stands was put in its place: a restored backup.
    """
    number, hash_ = await end(connection)
    if (number, hash_) == (fold.number, fold.hash):
        return fold, {}
    if number > fold.number > 0:
        new = [_revision(row) for row in await connection.execute(_all().where(revisions.c.number > fold.number))]
        if new and new[0].previous == fold.hash and new[-1].hash == hash_:
            keys: dict[int, set[Key]] = {}
            for revision in new:
                keys.setdefault(revision.scope, set()).add(revision.key)
            entries = [_entry(one.number, one.scope, one.key, one.after) for one in new]
            return fold.then(entries, number, hash_), {scope: frozenset(held) for scope, held in keys.items()}
    anew = await _folded(connection, fold.shipped, number, hash_)
    held = [*fold.numbers.items(), *anew.numbers.items()]
    return anew, {scope: frozenset(key for each, keys in held if each == scope for key in keys) for scope, _ in held}


async def as_of(connection: AsyncConnection, shipped: KnowledgeBase, when: int | datetime) -> Fold:
    """The present after a revision, or at a moment."""
    past = select(revisions.c.number, revisions.c.hash).order_by(revisions.c.number.desc()).limit(1)
    past = past.where(revisions.c.number <= when if isinstance(when, int) else revisions.c.at <= when)
    last = (await connection.execute(past)).first()
    return await _folded(connection, shipped, last.number, last.hash) if last else Fold.of(shipped)


async def _folded(connection: AsyncConnection, shipped: KnowledgeBase, number: int, hash_: str) -> Fold:
    """Everything up to a revision; only the newest of each fact in each scope is looked at."""
    newest = (
        select(func.max(revisions.c.number).label("number"))
        .where(revisions.c.number <= number)
        .group_by(revisions.c.scope, revisions.c.table_name, revisions.c.fact_id)
        .subquery()
    )
    columns = (revisions.c.number, revisions.c.scope, revisions.c.table_name, revisions.c.fact_id, revisions.c.after)
    query = select(*columns).join(newest, revisions.c.number == newest.c.number).order_by(revisions.c.number)
    entries: list[Entry] = []
    gc.disable()  # all of it stays; the collector would look at it again and again
    try:
        async with connection.stream(query.execution_options(yield_per=PAGE)) as pages:
            async for page in pages.partitions():
                entries += (_entry(n, scope, (table, id_), after) for n, scope, table, id_, after in page)
        return Fold.of(shipped, entries, number, hash_)
    finally:
        gc.enable()


def _entry(number: int, scope: int, key: Key, after: str | None) -> Entry:
    """What a revision left. One that this release can't read counts as if nothing had been changed."""
    try:
        return Entry(number, scope, key, state(*key, json.loads(after)) if after else None)
    except RowError as error:
        _log.error("a revision can't be read by this release", number=number, fact="/".join(key), reason=str(error))
        return Entry(number, scope, key, None)


# --- the log


def _all() -> Select[Any]:
    return select(*_WHOLE).order_by(revisions.c.number)


def _fact(scope: int, key: Key) -> Select[Any]:
    return _all().where(revisions.c.scope == scope, revisions.c.table_name == key[0], revisions.c.fact_id == key[1])


async def one(connection: AsyncConnection, number: int) -> Revision | None:
    """The revision of this number."""
    row = (await connection.execute(_all().where(revisions.c.number == number))).first()
    return _revision(row) if row else None


async def of_fact(connection: AsyncConnection, scope: int, key: Key) -> list[Revision]:
    """All revisions of a fact in a scope, oldest first."""
    return [_revision(row) for row in await connection.execute(_fact(scope, key))]


async def after(connection: AsyncConnection, revision: Revision) -> list[Revision]:
    """The later revisions of its fact in its scope."""
    return [later for later in await of_fact(connection, revision.scope, revision.key) if later.number > revision.number]


async def state_before(connection: AsyncConnection, revision: Revision) -> State | None:
    """How its fact stood in its scope before it; None: as beneath."""
    query = _fact(revision.scope, revision.key).where(revisions.c.number < revision.number)
    row = (await connection.execute(query.order_by(None).order_by(revisions.c.number.desc()).limit(1))).first()
    return _revision(row).became if row else None


async def history(
    connection: AsyncConnection, scope: int | None, wanted: Mapping[str, Any], limit: int, before: int | None
) -> list[Revision]:
    """The newest revisions first, with these values in these fields (None: any)."""
    query = select(*_WHOLE).order_by(revisions.c.number.desc()).limit(limit)
    query = query.where(*(_COLUMNS[name] == value for name, value in wanted.items() if value is not None))
    if scope is not None:
        query = query.where(revisions.c.scope.in_({scope, EVERYONE}))
    if before is not None:
        query = query.where(revisions.c.number < before)
    return [_revision(row) for row in await connection.execute(query)]


async def every(connection: AsyncConnection) -> AsyncIterator[Revision]:
    """The whole log, oldest first, a page at a time."""
    reached = 0
    while rows := (await connection.execute(_all().where(revisions.c.number > reached).limit(PAGE))).all():
        for row in rows:
            yield _revision(row)
        reached = rows[-1].number


async def verify(connection: AsyncConnection) -> AsyncIterator[str]:
    """What is wrong with the log, one sentence for each revision that was altered or is missing."""
    number, last = 0, ""
    async for revision in every(connection):
        if revision.number != number + 1:
            gone = f"revision {number + 1} is" if revision.number == number + 2 else f"revisions {number + 1} to {revision.number - 1} are"
            yield f"{gone} missing"
        elif revision.previous != last:
            yield f"revision {revision.number} does not follow from revision {number}: one of the two was changed"
        if revision.digest() != revision.hash:
            yield f"revision {revision.number} ({revision.table} {revision.id}) was changed: its hash does not fit"
        number, last = revision.number, revision.hash
    reached = await end(connection)
    if reached[0] > number:
        yield f"the end of the log is missing: revisions {number + 1} to {reached[0]}"
    elif reached != (number, last):
        yield f"the head names revision {reached[0]}, which is not the last of the log: that is revision {number}"
