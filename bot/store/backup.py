"""All tables in a file of JSON Lines, as they were at one moment; the same on every database, so that it moves between them.

    {"format": "pledgebot backup", "revision": "0003", …}    what this is
    {"table": "people", "row": {…}}                          one line a row
    {"rows": {"people": 1, …}, "sha256": "…"}                how many, and the hash of all lines before

Nothing is restored from a file that is not whole.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Column, Connection, Date, DateTime, LargeBinary, Numeric, Table, Time, func, inspect, literal, select, text

from bot.store.lean import AsyncConnection
from bot.store.store import Store, create, newest, revisions, upgrade
from bot.store.tables import Instant, metadata

FORMAT = "pledgebot backup"
PAGE = 1_000
"""Rows that are held at once."""


class Unfit(Exception):  # noqa: N818 - the file's state, or the database's
    """A file that can't be restored, or a database that it can't be restored to; the message says what is wrong."""


@dataclass(frozen=True)
class Contents:
    """What a whole backup holds: the tables' revision, when it was made, how many rows each table has."""

    revision: str
    made_at: str
    rows: dict[str, int]


# --- out


async def backup(store: Store, path: Path, now: datetime) -> Contents:
    """Write everything to a file that isn't there yet. It appears when it is whole; others can't read it."""
    contents = Contents(newest(), now.astimezone(UTC).isoformat(), {table.name: 0 for table in metadata.sorted_tables})
    with appearing(path) as lines:
        lines.write(_json({"format": FORMAT, "version": 1, "revision": contents.revision, "made_at": contents.made_at}))
        async with store.snapshot() as connection:
            for table in metadata.sorted_tables:
                async for row in _rows(connection, table):
                    lines.write(_json({"table": table.name, "row": row}))
                    contents.rows[table.name] += 1
        lines.write(_json({"rows": contents.rows, "sha256": lines.digest}))
    return contents


class Lines:
    """Lines of a file, and the hash of those written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest = file, sha256()

    @property
    def digest(self) -> str:
        """The SHA-256 of the lines so far."""
        return self._digest.hexdigest()

    def write(self, text: str) -> None:
        line = text.encode() + b"\n"
        self._digest.update(line)
        self._file.write(line)


@contextmanager
def appearing(path: Path) -> Iterator[Lines]:
    """A file of this process's owner alone, which is there once it is whole and on the disk. Unfit where there is one already."""
    if path.exists():
        raise Unfit(f"{path}: there is such a file already")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - nobody else's from the start
            yield Lines(file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=PAGE)
    async with connection.stream(query) as pages:
        async for page in pages.partitions():
            for row in page:
                yield {column.name: _out(value) for column, value in zip(table.columns, row, strict=True)}


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _out(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case Decimal():
            return str(value)
    return value


# --- in


def examine(file: BinaryIO) -> Contents:
    """Read a backup to its end; Unfit where it is none, not whole, or of a newer program."""
    file.seek(0)
    digest, counts, head, last = sha256(), dict[str, int](), None, None
    for number, line in enumerate(file, 1):
        value = _value(line, number)
        if head is None:
            head = value
            if head.get("format") != FORMAT or head.get("version") != 1:
                raise Unfit("this is no backup of pledgebot")
            if head.get("revision") not in revisions():
                raise Unfit(f"it was made by a newer pledgebot (revision {head.get('revision')}, this one knows {newest()})")
        elif last is not None:
            raise Unfit(f"line {number}: something follows the end")
        elif "table" in value:
            if value["table"] not in metadata.tables or not isinstance(value.get("row"), dict):
                raise Unfit(f"line {number}: there is no such table: {str(value['table'])[:40]}")
            counts[value["table"]] = counts.get(value["table"], 0) + 1
        else:
            last = value
            break_off = digest.hexdigest()
        digest.update(line)
    if head is None or last is None:
        raise Unfit("the end is missing: the file is cut off")
    if last.get("sha256") != break_off or {name: count for name, count in last.get("rows", {}).items() if count} != counts:
        raise Unfit("it was changed since it was made: its hash or its numbers of rows don't fit")
    return Contents(head["revision"], head.get("made_at", ""), counts)


def _value(line: bytes, number: int) -> dict[str, Any]:
    with suppress(ValueError):
        if isinstance(value := json.loads(line), dict):
            return value
    raise Unfit("this is no backup of pledgebot" if number == 1 else f"line {number} is damaged")


async def restore(store: Store, path: Path, *, replace: bool) -> Contents:
    """Put everything back as it was: in one transaction, or not at all. What the database holds has to be nothing, or to be replaced."""
    with path.open("rb") as file:
        contents = examine(file)
        async with store.unhurried() as connection:
            held = await connection.run_sync(_held)
            if held and not replace:
                some = ", ".join(f"{count:,} rows in {name}" for name, count in held.items())
                raise Unfit(f"the database has something already ({some}); --replace puts the backup in its place")
            await connection.run_sync(_emptied, contents.revision)
            await connection.run_sync(_filled, file)
            if contents.revision != newest():
                await connection.run_sync(upgrade)
            await connection.run_sync(_counters)
    return contents


def _held(connection: Connection) -> dict[str, int]:
    """How many rows the tables have that have any."""
    there = [table for table in metadata.sorted_tables if inspect(connection).has_table(table.name)]
    counts = {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in there}
    return {name: count for name, count in counts.items() if count}


def _emptied(connection: Connection, revision: str) -> None:
    """The tables as they were at a revision, with nothing in them."""
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    if revision == newest():
        create(connection)
    else:
        upgrade(connection, revision)


def _filled(connection: Connection, file: BinaryIO) -> None:
    file.seek(0)
    waiting: list[dict[str, Any]] = []
    of = ""
    for table, row in _stored(file):
        if waiting and (table != of or len(waiting) == PAGE):
            _insert(connection, of, waiting)
            waiting = []
        of = table
        waiting.append(row)
    if waiting:
        _insert(connection, of, waiting)


def _stored(file: BinaryIO) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in file:
        value = json.loads(line)
        if "table" in value:
            yield value["table"], value["row"]


def _insert(connection: Connection, name: str, rows: list[dict[str, Any]]) -> None:
    """Rows of one table, which may have other columns than today's."""
    known = metadata.tables[name].columns
    table = Table(name, type(metadata)(), *(Column(column, known[column].type if column in known else None) for column in rows[0]))
    kinds = {column: known[column].type if column in known else None for column in rows[0]}
    connection.execute(table.insert(), [{column: _in(kinds.get(column), value) for column, value in row.items()} for row in rows])


_WAYS: list[tuple[Any, Callable[[Any], Any]]] = [
    (Instant | DateTime, datetime.fromisoformat), (Date, date.fromisoformat), (Time, time.fromisoformat),
    (LargeBinary, base64.b64decode), (Numeric, Decimal),
]  # fmt: skip


def _in(kind: Any, value: Any) -> Any:
    """A value for a column of a kind."""
    way = next((way for kinds, way in _WAYS if isinstance(kind, kinds)), None)
    return way(value) if way and value is not None else value


def _counters(connection: Connection) -> None:
    """Let PostgreSQL number new rows from where the restored ones end; SQLite looks at them itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        counter = connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()
        if counter:
            highest = connection.execute(select(func.max(column))).scalar()
            connection.execute(select(func.setval(counter, literal(highest or 1), literal(highest is not None))))
