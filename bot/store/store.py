"""One engine and what every use of it shares: how to connect, begin, migrate, and what a failure is called."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, Table, event, exc, inspect, make_url, text

from bot.store.failures import Unavailable, Unusable, file, named
from bot.store.lean import AsyncConnection, AsyncEngine, create_async_engine
from bot.store.tables import metadata
from bot.store.watch import watch

BASE = "base"
"""The revision of a database that Alembic has taken back to before the first migration."""
MIGRATIONS = Path(__file__).parent / "migrations"
WAIT = 5
"""Seconds to wait for a connection, and for another process that is writing."""
SLOW, QUIET = 0.5, 3.0
"""A failure that took longer than SLOW seconds is the answer to everybody for QUIET seconds."""
_LOCK = 0x706C6564
""""pled": the advisory lock that migrating processes queue at on PostgreSQL."""


class Store:
    """A database by its URL; nothing is opened before the first use, and lost connections are replaced."""

    def __init__(self, url: str) -> None:
        self.url = _url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite(self.url) if self.sqlite else _postgresql(self.url, WAIT)
        self._quiet_until, self._said = 0.0, ""
        self._writing = self._engine.execution_options(writes=True)

    def insert(self, table: Table) -> Any:
        """An INSERT that can say what to do on a conflict, which each database's own can."""
        if self.sqlite:
            from sqlalchemy.dialects.sqlite import insert
        else:
            from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]  # not loaded where it isn't used
        return insert(table)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; Unavailable where the database can't be used."""
        async with self._begun(self._engine) as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write: committed at the end, or not at all; Unavailable where the database can't be used."""
        async with self._begun(self._writing) as connection:
            yield connection

    async def found(self) -> None:
        """A file of SQLite is opened to be written, and made where there is none; Unusable where that can't be. One that is
        away for now is waited for, as a server is."""
        if file(self.url):
            try:
                async with self.write():
                    pass
            except Unusable:
                raise
            except Unavailable:
                return

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads, all of it the database of one moment; SQLite's always are."""
        async with self.read() as connection:
            if not self.sqlite:
                await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield connection

    async def watch(self) -> AsyncGenerator[None]:
        """An item at once, and one whenever another process may have committed something; Unavailable where that can't be heard."""
        if self.sqlite and not _is_file(self.url):  # nobody else has it
            yield
            await asyncio.Event().wait()
        try:
            async with aclosing(watch(self._engine, sqlite=self.sqlite)) as signs:
                async for _ in signs:
                    yield
        except (exc.DBAPIError, exc.TimeoutError, OSError) as fault:
            raise named(fault, self.url) from fault

    async def check(self) -> None:
        """Reach the database and look at its revision; Unavailable says what is wrong."""
        async with self.read() as connection:
            found = await connection.run_sync(_revision)
        if found != newest():
            raise Unavailable(f"the database is at revision {found or 'none'}, this program needs {newest()}: run `pledgebot migrate`")

    async def revision(self) -> str | None:
        """The revision of the database's tables; None where they have never been there."""
        async with self.read() as connection:
            return await connection.run_sync(_revision)

    async def migrate(self) -> bool:
        """Bring the tables to the newest revision; False where nothing was to do. Processes that do it at once take turns."""
        if await self.revision() == newest():
            return False
        async with self.unhurried() as connection:
            found = await connection.run_sync(_revision)
            if found == newest():
                return False
            if found not in (None, BASE, *revisions()):
                raise Unavailable(f"the database was written by a newer pledgebot (revision {found}, this one knows {newest()})")
            await connection.run_sync(create if found is None else upgrade)
        return True

    @asynccontextmanager
    async def unhurried(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that changes the tables themselves, one at a time, and may take long; else like `write`."""
        engine = self._writing if self.sqlite else _postgresql(self.url, seconds=None)
        try:
            async with self._begun(engine) as connection:  # on SQLite this waits for the one that is writing
                if not self.sqlite:
                    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                yield connection
        finally:
            if engine is not self._writing:
                await engine.dispose()

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        """What the drivers raise when the database is away or unfit becomes Unavailable; a fault of ours stays what it is."""
        began = time.monotonic()
        if began < self._quiet_until:
            raise Unavailable(self._said)
        try:
            async with engine.begin() as connection:
                yield connection
        except (exc.IntegrityError, exc.DataError):
            raise
        except (exc.DBAPIError, exc.TimeoutError, OSError) as fault:
            unavailable = named(fault, self.url)
            if time.monotonic() - began > SLOW:  # the others need not wait as long for the same
                self._quiet_until, self._said = time.monotonic() + QUIET, str(unavailable)
            raise unavailable from fault

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


def migrate(url: str) -> tuple[bool, str]:
    """Bring a database up to date; whether anything was to do, and the revision. Unavailable where that can't be."""

    async def work() -> bool:
        store = Store(url)
        try:
            return await store.migrate()
        finally:
            await store.close()

    return asyncio.run(work()), newest()


def revisions() -> list[str]:
    """Every revision that this program knows, oldest first, by the names of the migrations' files."""
    return sorted(path.name[1:5] for path in MIGRATIONS.glob("versions/r[0-9]*.py"))


def newest() -> str:
    return revisions()[-1]


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or BASE


def create(connection: Connection) -> None:
    """All tables at once in a database that has none, without loading Alembic; a test holds this and the migrations in step."""
    metadata.create_all(connection, checkfirst=False)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to a revision."""
    from alembic import command  # takes memory and time, and is needed once a release
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, revision)


# --- engines


def _url(given: str) -> URL:
    """The URL with its asynchronous driver, whatever way the scheme was written."""
    url = make_url(re.sub(r"^postgres(ql)?(\+\w+)?:", "postgresql+asyncpg:", re.sub(r"^sqlite(\+\w+)?:", "sqlite+aiosqlite:", given)))
    if sslmode := url.query.get("sslmode"):  # libpq's name, in the addresses that hosting providers hand out
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": sslmode})
    return url


def _is_file(url: URL) -> bool:
    """Whether a database of SQLite is kept; one in memory is its connection's own."""
    return bool(url.database) and url.database != ":memory:"


def _sqlite(url: URL) -> AsyncEngine:
    """Write-ahead log: reading goes on while another writes. A database in memory is one connection's own."""
    size = {} if _is_file(url) else {"pool_size": 1, "max_overflow": 0}
    engine = create_async_engine(url, poolclass=AsyncAdaptedQueuePool, pool_timeout=WAIT, connect_args={"timeout": WAIT}, **size)

    @event.listens_for(engine.sync_engine, "do_connect")
    def _connecting(_dialect: Any, _record: Any, arguments: Any, options: Any) -> None:
        # a file that can't be opened leaves a thread of aiosqlite behind, which complains to a loop that may be closed by then
        sqlite3.connect(*arguments, **options).close()

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, schema changes in them
        cursor = connection.cursor()
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {WAIT * 1000}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Connection) -> None:
        # a transaction that reads first and writes then fails at once where another writes meanwhile: say it beforehand
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def _postgresql(url: URL, seconds: float | None = None) -> AsyncEngine:
    """`search_path` in the URL's query names the schema to live in; a statement may take `seconds`."""
    settings = {"application_name": "pledgebot"}
    if schema := url.query.get("search_path"):
        url = url.difference_update_query(["search_path"])
        settings["search_path"] = str(schema)
    arguments = {"server_settings": settings, "timeout": WAIT, "command_timeout": seconds}
    return create_async_engine(url, pool_timeout=WAIT, pool_pre_ping=True, pool_recycle=1800, connect_args=arguments)
