"""The database: its migrations, its transactions, and what its failures are called."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from bot import cli
from bot.store import Store, Unavailable, Unusable
from bot.store.store import MIGRATIONS, newest, revisions
from bot.store.tables import metadata


@pytest.fixture
async def store(database_url: str) -> Store:
    return Store(database_url)


async def test_migrations_make_the_tables_that_the_program_uses(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))

    assert await store.migrate()  # all tables at once
    async with store.read() as connection:
        assert await connection.run_sync(differences) == []
    await _taken_back(store)
    assert await store.migrate()  # migration by migration
    async with store.read() as connection:
        assert await connection.run_sync(differences) == []
    assert not await store.migrate()
    await store.check()
    await store.close()


def test_the_newest_revision_is_alembics_head() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_heads() == [newest()]
    assert [script.revision for script in scripts.walk_revisions()][::-1] == revisions()


async def _taken_back(store: Store) -> None:
    """All migrations undone, as Alembic does it."""
    from alembic import command
    from alembic.config import Config

    def down(connection: Connection) -> None:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.downgrade(config, "base")

    async with store.write() as connection:
        await connection.run_sync(down)
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == ["alembic_version"]


async def test_processes_that_migrate_at_once_take_turns(database_url: str, tmp_path: Path) -> None:
    environment = os.environ | {"DATABASE_URL": database_url}
    command = [sys.executable, "-m", "bot.cli", "migrate"]
    processes = [
        await asyncio.create_subprocess_exec(*command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [(await process.communicate())[0].decode() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert sorted(line.split()[3] for line in said) == ["already"] * 3 + ["now"]


async def test_of_many_that_migrate_at_the_same_moment_one_does(database_url: str) -> None:
    stores = [Store(database_url) for _ in range(6)]
    assert sorted(await asyncio.gather(*(store.migrate() for store in stores))) == [False] * 5 + [True]
    for store in stores:
        await store.close()


async def test_a_failed_migration_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async with store.write() as connection:
        await connection.execute(text("CREATE TABLE reports (x INTEGER)"))  # in the way of the third table
    with pytest.raises(Unavailable):
        await store.migrate()
    async with store.read() as connection:
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == ["reports"]
    await store.close()


async def test_a_database_of_a_newer_program_is_left_alone(store: Store) -> None:
    await store.migrate()
    async with store.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="newer pledgebot"):
        await store.migrate()
    with pytest.raises(Unavailable, match="9999"):
        await store.check()
    await store.close()


def test_neither_alembic_nor_another_databases_driver_is_loaded_for_nothing(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys, bot.app; from bot.store import Store; store = Store('sqlite:///x.db')\n"
        "asyncio.run(store.migrate())\n"
        "print(sys.modules.keys() & {'alembic', 'asyncpg', 'sqlalchemy.dialects.postgresql', 'sqlalchemy.orm', 'rich', 'vl_convert'})"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["set()", "set()"]


async def test_what_fails_is_taken_back_as_a_whole(store: Store) -> None:
    await store.migrate()

    async def half() -> None:
        async with store.write() as connection:
            await connection.execute(text("INSERT INTO people (user_id, locale) VALUES (1, 'de')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half()
    async with store.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM people"))).scalar() == 0
    await store.close()


async def test_writers_wait_for_each_other(store: Store) -> None:
    await store.migrate()

    async def add(number: int) -> None:
        async with store.write() as connection:
            seen = (await connection.execute(text("SELECT count(*) FROM people"))).scalar_one()
            await connection.execute(text("INSERT INTO people (user_id, locale) VALUES (:id, :seen)"), {"id": number, "seen": str(seen)})

    await asyncio.gather(*(add(number) for number in range(20)))
    async with store.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM people"))).scalar() == 20
    await store.close()


async def test_sqlite_is_set_up_to_lose_nothing(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    async with store.read() as connection:
        found = [(await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert found == ["wal", 2, 1]
    await store.close()


@pytest.mark.parametrize(
    "url",
    ["postgresql://127.0.0.1:1/x", "postgres://no-such-host.invalid/x"],
)
async def test_a_database_that_is_not_there_is_unavailable(url: str) -> None:
    store = Store(url)
    with pytest.raises(Unavailable, match="the database can't be used"):
        await store.check()
    await store.close()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("{0}", "{0} is a folder"),
        ("{0}/none/x.db", "there is no folder {0}/none"),
        ("/proc/x.db", "/proc/x.db can't be opened or made"),
        ("{0}/letter.db", "{0}/letter.db is not a database of SQLite"),
        ("file:{0}/read.db?mode=ro&uri=true", "{0}/read.db can't be written to"),
    ],
)
async def test_a_file_that_can_not_be_a_database_is_named(tmp_path: Path, name: str, said: str) -> None:
    await asyncio.to_thread((tmp_path / "letter.db").write_text, "a letter" * 1000)
    sqlite3.connect(tmp_path / "read.db").execute("CREATE TABLE x (x)").connection.close()
    store = Store(f"sqlite:///{name.format(tmp_path)}")
    for using in (store.found, store.migrate):
        with pytest.raises(Unusable) as caught:
            await using()
        assert caught.value.found == said.format(tmp_path)
    await store.close()


async def test_a_file_that_another_holds_is_away(sqlite_url: str, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "pledgebot.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store = Store(sqlite_url)
    await store.found()  # which will pass
    with pytest.raises(Unavailable, match=r"pledgebot\.db can't be used: database is locked") as caught:
        await store.migrate()
    assert not isinstance(caught.value, Unusable)
    other.close()
    await store.close()


async def test_a_full_disk_is_called_one(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    await store.migrate()

    async def fill() -> None:
        async with store.write() as connection:
            await connection.execute(text("PRAGMA max_page_count = 1"))  # as many as there are
            await connection.execute(text("INSERT INTO people (user_id, locale) VALUES (1, :long)"), {"long": "x" * 100_000})

    with pytest.raises(Unavailable, match=r"pledgebot\.db can't be used: the disk is full"):
        await fill()
    await store.close()


async def test_a_wrong_password_or_name_is_unavailable_and_not_shown(postgres_url: str) -> None:
    store = Store(postgres_url.replace("/postgres?", "/no_such_database?").replace("postgres@", "postgres:hunter2@"))
    with pytest.raises(Unavailable, match="no_such_database") as caught:
        await store.check()
    assert "hunter2" not in str(caught.value)
    await store.close()


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite"),
        ("postgres://u@h/d", "postgresql+asyncpg"),
        ("postgresql://u@h/d", "postgresql+asyncpg"),
        ("postgresql+asyncpg://u@h/d", "postgresql+asyncpg"),
    ],
)
def test_every_way_to_write_the_address_is_understood(given: str, driver: str) -> None:
    assert Store(given).url.drivername == driver


def test_sessions_can_be_had_by_whoever_wants_them(tmp_path: Path) -> None:
    code = "import bot.store; from sqlalchemy.ext.asyncio.session import AsyncSession; print(AsyncSession.__name__)"
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout == "AsyncSession\n"


def test_a_providers_sslmode_reaches_the_driver() -> None:
    assert dict(Store("postgres://u@h/d?sslmode=require").url.query) == {"ssl": "require"}


def test_a_database_in_memory_works() -> None:
    async def work() -> None:
        store = Store("sqlite://")
        await store.migrate()
        await store.check()
        await store.close()

    asyncio.run(work())


def test_migrate_says_what_it_did(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sqlite_url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    assert (cli.main(["migrate"]), cli.main(["migrate"])) == (0, 0)
    assert capsys.readouterr().out.splitlines() == [f"The database is {word} at revision {newest()}." for word in ("now", "already")]
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/x")
    assert cli.main(["migrate"]) == 1
    assert "the database can't be used" in capsys.readouterr().err
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}")
    assert cli.main(["migrate"]) == 2
    assert f"DATABASE_URL: {tmp_path} is a folder" in capsys.readouterr().err
