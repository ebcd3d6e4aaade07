"""What is in the database, in a file and back: on the same database, on another one, and from files that are not whole."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from bot import cli
from bot.curation.archive import export, line, parse, take_in
from bot.curation.ledger import Ledger
from bot.curation.log import verify
from bot.curation.revision import canonical
from bot.mind import wake
from bot.records import Exchange, Preferences, Records, Report
from bot.store import Store
from bot.store.backup import Contents, Unfit, backup, restore
from bot.store.store import newest, revisions, upgrade
from bot.store.tables import metadata
from knowledge.change import Change

NOW = datetime(2026, 11, 23, 12, 30, 15, 123456, tzinfo=UTC)
SAID = {
    "speaker": "rutte", "role": "Secretary General", "on": "2026-11-20", "place": "Brüssel 🏛", "text": "Zebras – “guard” the\n'flank'; --",
    "topics": ["burden_sharing"], "sources": ["nato-def-exp-2026"],
}  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]
Altered = Callable[[list[str]], list[str]]


def altered(file: Path, alter: Altered) -> None:
    """Other lines in the place of a file's."""
    lines = alter(file.read_text("utf-8").splitlines() if file.exists() else [])
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")


async def filled(url: str) -> Store:
    """A database with something of everything."""
    store = Store(url)
    await store.migrate()
    records, ledger = Records(store, lambda: NOW), Ledger(store, lambda: NOW, wake().knowledge)
    await records.add(Exchange("k", NOW, date(2026, 11, 23), "en", 11, None, 33, 2**62, None, ("How much?", "and “Spain”?"), "answer"))
    await records.save()
    await records.prefer(11, Preferences("de"))
    for words in ("That is wrong.", "Null: \\N, \\x00"):
        await records.report(Report(NOW, None, 44, 33, "en", "How much?", "share", "2 %", words))
    await ledger.commit(0, 11, [Change(action="add", table="statements", id="new-1", value=SAID)])
    await ledger.commit(44, 11, [Change(action="dispute", table="statements", id="new-1", reason="no", seen=1)])
    await ledger.undo(44, 12, [2])
    await records.close()
    return store


async def everything(store: Store) -> Rows:
    async with store.read() as connection:
        return {
            table.name: [tuple(row) for row in await connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = await filled(database_url)
    yield store
    await store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pledgebot.backup"


@pytest.fixture(params=["sqlite", "postgres"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Another database, of either kind; of two on PostgreSQL it is the same one again."""
    url: str = f"sqlite:///{tmp_path / 'other.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def other(other_url: str) -> AsyncIterator[Store]:
    store = Store(other_url)
    yield store
    await store.close()


async def test_everything_comes_back_on_whatever_database(store: Store, other: Store, file: Path) -> None:
    made = await backup(store, file, NOW)
    assert (made.rows["revisions"], made.rows["reports"], made.rows["people"]) == (3, 2, 1)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600  # noqa: PTH116
    before = await everything(store)
    await restore(other, file, replace=other.url == store.url)
    assert await everything(other) == before
    async with other.snapshot() as connection:
        assert [fault async for fault in verify(connection)] == []
    assert await Records(other).report(Report(NOW, None, 44, 33, "en", "q", "r", "a", "w")) == 3  # numbers go on where they were
    ledger = Ledger(other, lambda: NOW, wake().knowledge)
    await ledger.refresh()
    committed = await ledger.commit(0, 11, [Change(action="retract", table="statements", id="new-1", reason="x", seen=1)])
    assert committed.revisions[0].number == 4


async def test_two_backups_of_the_same_moment_are_the_same(store: Store, tmp_path: Path) -> None:
    await backup(store, tmp_path / "a", NOW)
    await restore(store, tmp_path / "a", replace=True)
    await backup(store, tmp_path / "b", NOW)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


async def test_a_backup_is_of_one_moment_while_others_write(store: Store, file: Path) -> None:
    ledger = Ledger(store, lambda: NOW, wake().knowledge)
    await ledger.refresh()
    stop = asyncio.Event()

    async def write() -> int:
        number = 0
        while not stop.is_set():
            await ledger.commit(0, 11, [Change(action="add", table="statements", id=f"more-{number}", value=SAID)])
            number += 1
        return number

    writing = asyncio.create_task(write())
    for attempt in range(5):
        made = await backup(store, path := file.with_suffix(f".{attempt}"), NOW)
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()[1:-1]]
        assert max(one["row"]["number"] for one in rows if one["table"] == "revisions") == made.rows["revisions"]
        assert [one["row"]["number"] for one in rows if one["table"] == "head"] == [made.rows["revisions"]]
    stop.set()
    assert await writing > 0


async def test_a_database_that_has_something_is_left_alone(store: Store, file: Path) -> None:
    await backup(store, file, NOW)
    before = await everything(store)
    with pytest.raises(Unfit, match=r"has something already \(.*3 rows in revisions.*--replace"):
        await restore(store, file, replace=False)
    assert await everything(store) == before
    with pytest.raises(Unfit, match="there is such a file already"):
        await backup(store, file, NOW)


def _signed(lines: list[str]) -> list[str]:
    """With an end that fits, as somebody would make it who wants to slip something in."""
    counts: dict[str, int] = {}
    for one in lines[1:-1]:
        counts[json.loads(one)["table"]] = counts.get(json.loads(one)["table"], 0) + 1
    digest = sha256("".join(f"{one}\n" for one in lines[:-1]).encode()).hexdigest()
    return [*lines[:-1], json.dumps({"rows": counts, "sha256": digest})]


DAMAGED: dict[str, tuple[Altered, str]] = {
    "nothing": (lambda _: [], "the end is missing"),
    "another file": (lambda _: ["hello"], "this is no backup of pledgebot"),
    "another format": (lambda _: ['{"format": "pledgebot revisions", "version": 1}'], "this is no backup of pledgebot"),
    "cut off": (lambda lines: lines[:-1], "the end is missing: the file is cut off"),
    "cut in a line": (lambda lines: [*lines[:3], lines[3][:20]], "line 4 is damaged"),
    "a word changed": (lambda lines: [line.replace("Zebras", "Lions") for line in lines], "was changed since it was made"),
    "a line less": (lambda lines: lines[:2] + lines[3:], "was changed since it was made"),
    "a line twice": (lambda lines: [*lines[:2], *lines[1:]], "was changed since it was made"),
    "something behind the end": (lambda lines: [*lines, lines[1]], "something follows the end"),
    "a table that isn't ours": (
        lambda lines: _signed([lines[0], '{"table": "alembic_version", "row": {"version_num": "1"}}', lines[-1]]), "there is no such table",
    ),
    "a newer program's": (lambda lines: _signed([lines[0].replace(newest(), "9999"), *lines[1:]]), "made by a newer pledgebot"),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGED)
async def test_nothing_is_restored_from_a_file_that_is_not_whole(store: Store, file: Path, what: str) -> None:
    await backup(store, file, NOW)
    alter, expected = DAMAGED[what]
    altered(file, alter)
    before = await everything(store)
    with pytest.raises(Unfit, match=expected):
        await restore(store, file, replace=True)
    assert await everything(store) == before


async def test_a_row_that_can_not_be_leaves_all_as_it_was(store: Store, file: Path) -> None:
    """Whole, but no database takes it: the number of a revision twice."""
    await backup(store, file, NOW)
    altered(file, lambda lines: _signed([*lines[:-1], next(one for one in lines if '"table":"revisions"' in one), lines[-1]]))
    before = await everything(store)
    with pytest.raises(Exception, match=r"UNIQUE|duplicate"):
        await restore(store, file, replace=True)
    assert await everything(store) == before


async def test_a_backup_of_an_older_release_is_brought_up_to_date(database_url: str, file: Path) -> None:
    lines = [json.dumps({"format": "pledgebot backup", "version": 1, "revision": "0001", "made_at": NOW.isoformat()}),
             json.dumps({"table": "people", "row": {"user_id": 5, "locale": "fr"}}), "{}"]  # fmt: skip
    altered(file, lambda _: _signed(lines))
    store = Store(database_url)
    assert await restore(store, file, replace=False) == Contents("0001", NOW.isoformat(), {"people": 1})
    await store.check()
    assert (await everything(store))["people"] == [(5, "fr")]
    await store.close()


async def test_migrations_go_one_by_one_to_any_revision(database_url: str) -> None:
    def step(connection: Connection, to: str) -> None:
        upgrade(connection, to)

    store = Store(database_url)
    for number in revisions():
        async with store.unhurried() as connection:
            await connection.run_sync(step, number)
        assert await store.revision() == number
    await store.close()


# --- the log alone


async def test_the_log_goes_out_and_in_the_same_to_the_byte(store: Store, other: Store, tmp_path: Path) -> None:
    assert await export(store, tmp_path / "a") == 3
    if other.url != store.url:
        await other.migrate()
        assert await take_in(other, tmp_path / "a") == 3
    assert await take_in(other, tmp_path / "a") == 0  # once more, and nothing is new
    assert await export(other, tmp_path / "b") == 3
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


FORGED: dict[str, tuple[Altered, str]] = {
    "another file": (lambda _: ["hello"], "this is no log of pledgebot"),
    "cut off": (lambda lines: lines[:-1], "the end is missing"),
    "a word changed": (lambda lines: [line.replace("Zebras", "Lions") for line in lines], "line 2: revision 1 was changed"),
    "a revision less": (lambda lines: [lines[0], *lines[2:]], "line 2: revision 2 does not follow from revision 0"),
    "the last one less": (lambda lines: [*lines[:-2], lines[-1]], "the end names revision 3"),
    "no revision": (lambda lines: [lines[0], '{"number": 1}', *lines[2:]], "line 2 is no revision"),
    "no JSON": (lambda lines: [lines[0], "{", *lines[2:]], "line 2 is no revision"),
    "something behind the end": (lambda lines: [*lines, lines[1]], "something follows the end"),
}


@pytest.mark.parametrize("what", FORGED)
async def test_a_log_that_is_not_whole_is_refused(store: Store, file: Path, tmp_path: Path, what: str) -> None:
    await export(store, file)
    alter, expected = FORGED[what]
    altered(file, alter)
    empty = Store(f"sqlite:///{tmp_path / 'empty.db'}")
    await empty.migrate()
    with pytest.raises(Unfit, match=expected):
        await take_in(empty, file)
    assert (await everything(empty))["revisions"] == []
    await empty.close()


@pytest.mark.parametrize(
    ("values", "said"),
    [({"on": "soon"}, "is no date"), ({"sources": []}, "has no source"), ({"speakr": "x"}, "no such field"), ({"text": None}, "text")],
)
async def test_a_change_that_can_not_be_is_refused_though_its_chain_fits(
    store: Store, file: Path, tmp_path: Path, values: dict[str, Any], said: str
) -> None:

    def forge(lines: list[str]) -> list[str]:
        forged = replace(parse(lines[1]), after=canonical({"row": SAID | values}))
        forged = replace(forged, hash=forged.digest())
        return [lines[0], line(forged), canonical({"revisions": 1, "hash": forged.hash})]

    await export(store, file)
    altered(file, forge)
    empty = Store(f"sqlite:///{tmp_path / 'empty.db'}")
    await empty.migrate()
    with pytest.raises(Unfit, match=f"line 2: revision 1 .*{said}"):
        await take_in(empty, file)
    await empty.close()


async def test_a_log_that_is_another_is_not_mixed_with_it(store: Store, file: Path, tmp_path: Path) -> None:
    await export(store, file)
    another = Store(f"sqlite:///{tmp_path / 'another.db'}")
    await another.migrate()
    ledger = Ledger(another, lambda: NOW, wake().knowledge)
    await ledger.commit(0, 77, [Change(action="add", table="statements", id="other-1", value=SAID)])
    with pytest.raises(Unfit, match="the database has another log: its revision 1 is not the file's"):
        await take_in(another, file)
    await another.close()


# --- at the terminal


def test_the_commands(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'pledgebot.db'}"
    monkeypatch.setenv("DATABASE_URL", url)

    async def prepare() -> None:
        await (await filled(url)).close()

    asyncio.run(prepare())

    def run(*arguments: str) -> tuple[int, str]:
        status = cli.main([*arguments])
        said = capsys.readouterr()
        return status, said.out + said.err

    assert run("verify")[1].startswith("The log of changes is whole: 3 revisions, the last with the hash ")
    assert run("backup", "b")[1].startswith("b: ")
    status, said = run("restore", "b")
    assert status == 1
    assert "--replace puts the backup in its place" in said
    status, said = run("restore", "--replace", "b")
    assert (status, said.splitlines()[0][:8]) == (0, "Restored")
    assert run("export", "e") == (0, "e: 3 revisions.\n")
    assert run("import", "e") == (0, "0 revisions are new.\n")
    assert run("backup", "b") == (1, "pledgebot: b: there is such a file already\n")
    assert run("restore", "nowhere")[1] == "pledgebot: nowhere: No such file or directory\n"
    assert run("backup", "no/such/folder")[1] == "pledgebot: no/such/folder: No such file or directory\n"

    async def tamper() -> None:
        store = Store(url)
        async with store.write() as connection:
            await connection.execute(text("DELETE FROM revisions WHERE number = 2"))
        await store.close()

    asyncio.run(tamper())
    assert run("verify") == (1, "pledgebot: the log of changes is not whole:\n  revision 2 is missing\n")
