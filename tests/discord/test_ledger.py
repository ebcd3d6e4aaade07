"""The log of changes: in order, whole, provable; and the present knowledge that several processes see of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.ask import Mind
from bot.curation.ledger import Conflict, Ledger, Refused
from bot.curation.present import Present
from bot.mind import wake
from bot.store import Store, Unavailable
from bot.store import store as store_module
from knowledge.change import Change
from knowledge.rows import get
from tests.discord.wire import Wire

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA, BEN, HERE, THERE = 11, 22, 4444, 5555
SAID = {
    "speaker": "rutte", "role": "Secretary General", "on": "2026-11-20", "place": "Riga", "text": "Zebras guard the eastern flank tonight.",
    "topics": ["burden_sharing"], "sources": ["nato-def-exp-2026"],
}  # fmt: skip
ASKED = "Who said “zebras guard the eastern flank”?"
FIGURE = "nato-2026/share/POL/2026"


class Process:
    """A process of the bot, as far as it knows something."""

    def __init__(self, url: str, mind: Mind) -> None:
        self.store = Store(url)
        self.now = NOW
        self.ledger = Ledger(self.store, lambda: self.now, mind.knowledge)
        self.present = Present(mind, self.ledger)

    async def commit(self, *changes: Change, scope: int = 0, author: int = ADA) -> int:
        """The number of the last revision that was made."""
        return (await self.ledger.commit(scope, author, changes)).revisions[-1].number

    def answer(self, question: str = ASKED, guild: int | None = None) -> str:
        answer = self.present.mind(guild).ask(question, NOW.date()).answer
        return " ".join((answer.lead, *answer.caveats, *(quote.text for quote in answer.quotes)))


@pytest.fixture(scope="module")
def shipped() -> Mind:
    return wake()


@asynccontextmanager
async def opened(url: str, mind: Mind, *, watching: bool = False) -> AsyncIterator[Process]:
    process = Process(url, mind)
    await process.store.migrate()
    await process.present.refresh()
    task = asyncio.create_task(process.present.watch(process.store)) if watching else None
    try:
        yield process
    finally:
        if task:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await process.store.close()


@pytest.fixture
async def process(database_url: str, shipped: Mind) -> AsyncIterator[Process]:
    async with opened(database_url, shipped) as process:
        yield process


def change(action: Any, table: str, id_: str, value: dict[str, Any] | None = None, **more: Any) -> Change:
    return Change(action=action, table=table, id=id_, value=value, **more)


def added(id_: str = "new-1", **values: Any) -> Change:
    return change("add", "statements", id_, SAID | values)


# --- what a change does


async def test_a_change_is_in_the_next_answer_and_after_a_restart(database_url: str, shipped: Mind, process: Process) -> None:
    assert "I hold no statement" in process.answer()
    assert await process.commit(added()) == 1
    assert "Zebras guard the eastern flank tonight." in process.answer()
    async with opened(database_url, shipped) as another:
        assert another.answer() == process.answer()
        assert another.ledger.fold == process.ledger.fold


async def test_a_server_sees_its_own_marked_and_others_do_not_see_it(process: Process) -> None:
    await process.commit(added(), scope=HERE)
    assert "from this server's own knowledge (changed on 23 November 2026)" in process.answer(guild=HERE)
    assert "I hold no statement" in process.answer(guild=THERE)
    assert "I hold no statement" in process.answer()
    assert process.present.mind(THERE) is process.present.mind()
    assert process.present.mind(HERE) is process.present.mind(HERE)


async def test_what_everybody_is_told_reaches_servers_with_knowledge_of_their_own(process: Process) -> None:
    await process.commit(added("own", text="Lions do it too."), scope=HERE)
    process.answer(guild=HERE)
    await process.commit(added())
    assert "Zebras" in process.answer(guild=HERE)
    assert "Lions" in process.answer("Who said “lions do it too”?", guild=HERE)


async def test_what_is_withdrawn_disputed_and_superseded_is_said(process: Process) -> None:
    first = await process.commit(added())
    await process.commit(change("retract", "statements", "new-1", reason="he **denied** it", seen=first))
    assert "was withdrawn on 23 November 2026 as wrong: he denied it" in process.answer()
    assert "Zebras guard the eastern flank tonight." not in process.answer()
    await process.commit(change("dispute", "figures", FIGURE, reason="Warsaw says 4.8"))
    said = process.answer("How much does Poland spend?")
    assert "Poland's share of GDP in 2026: disputed since 23 November 2026: Warsaw says 4.8." in said
    await process.commit(change("supersede", "pledges", "gbr-01", by="gbr-02"))
    assert "superseded since 23 November 2026 by" in process.answer("What has the UK pledged?")


async def test_all_or_nothing(process: Process) -> None:
    with pytest.raises(Refused, match="unknown source 'nowhere'"):
        await process.commit(added(), added("new-2", sources=["nowhere"]))
    assert await process.ledger.history(None) == []
    assert process.ledger.fold.number == 0
    with pytest.raises(ZeroDivisionError):
        await process.ledger.commit(0, ADA, [added()], _breaking)
    assert await process.ledger.history(None) == []
    assert "I hold no statement" in process.answer()
    assert await process.commit(added(), added("new-2", text="Another one.")) == 2
    assert [one.batch for one in await process.ledger.history(None)] == [1, 1]


async def _breaking(*_: Any) -> None:
    raise ZeroDivisionError


# --- several at once


async def test_the_second_of_two_is_told_what_the_first_did(database_url: str, shipped: Mind, process: Process) -> None:
    async with opened(database_url, shipped) as other:
        await process.commit(change("amend", "figures", FIGURE, {"value": "4.7"}))
        with pytest.raises(Conflict) as caught:
            await other.commit(change("amend", "figures", FIGURE, {"value": "4.9"}), author=BEN)
        theirs = caught.value.revision
        assert (theirs.number, theirs.author_id) == (1, ADA)
        assert theirs.became
        assert str(theirs.became.row.value) == "4.7"
        assert str(get(other.present.knowledge(), "figures", FIGURE).value) == "4.7"  # type: ignore[union-attr]
        await other.commit(change("amend", "figures", FIGURE, {"value": "4.9"}, seen=theirs.number), author=BEN)
    with pytest.raises(Conflict):  # a server amends what everybody sees, in a version that it hasn't seen
        await process.commit(change("amend", "figures", FIGURE, {"value": "5"}, seen=1), scope=HERE)


async def test_who_adds_again_what_was_taken_back_is_told_that_it_was(process: Process) -> None:
    number = await process.commit(added())
    await process.ledger.undo(0, ADA, [number])
    with pytest.raises(Conflict) as caught:
        await process.commit(added())
    assert caught.value.revision.action == "undo"
    assert await process.commit(replace(added(), seen=2)) == 3


async def test_many_at_once_take_turns_and_leave_no_gap(database_url: str, shipped: Mind) -> None:
    async with opened(database_url, shipped) as one, opened(database_url, shipped) as two:
        numbers = await asyncio.gather(
            *(who.commit(added(f"{name}-{n}")) for name, who in (("one", one), ("two", two)) for n in range(10))
        )  # fmt: skip
        assert sorted(numbers) == list(range(1, 21))
        assert await one.ledger.verify() == []
        await one.present.refresh()
        await two.present.refresh()
        assert one.ledger.fold == two.ledger.fold


async def test_another_process_sees_a_change_by_itself(database_url: str, shipped: Mind, process: Process) -> None:
    async with opened(database_url, shipped, watching=True) as other:
        heard: list[frozenset[int] | None] = []
        swapped = asyncio.Event()
        other.present.subscribe(heard.append)
        other.present.subscribe(lambda _: swapped.set())
        for number, scope in enumerate((0, HERE)):
            await process.commit(added(f"new-{number}"), scope=scope)
            async with asyncio.timeout(10):
                await swapped.wait()
            swapped.clear()
        assert heard == [None, frozenset({HERE})]
        assert "Zebras" in other.answer()
        assert other.ledger.fold == process.ledger.fold


# --- looking back


async def test_history_by_fact_person_and_server(process: Process) -> None:
    await process.commit(added())
    await process.commit(change("amend", "statements", "new-1", {"place": "Mons"}, seen=1), author=BEN)
    await process.commit(added("own"), scope=HERE)
    await process.commit(added("theirs"), scope=THERE)

    async def numbers(scope: int | None, **wanted: Any) -> list[int]:
        return [one.number for one in await process.ledger.history(scope, **wanted)]

    assert await numbers(None) == [4, 3, 2, 1]
    assert await numbers(0) == [2, 1]
    assert await numbers(HERE) == [3, 2, 1]
    assert await numbers(HERE, author=ADA) == [3, 1]
    assert await numbers(HERE, table="statements", id_="new-1") == [2, 1]
    assert await numbers(None, limit=2, before=4) == [3, 2]
    assert (second := await process.ledger.revision(2))
    assert second.was
    assert second.became
    assert (second.was.row.place, second.became.row.place) == ("Riga", "Mons")
    assert await process.ledger.revision(99) is None


async def test_the_past_as_it_was(process: Process) -> None:
    await process.commit(added())
    process.now = NOW + timedelta(hours=1)
    await process.commit(change("retract", "statements", "new-1", reason="wrong", seen=1))
    await process.commit(added("own"), scope=HERE)
    assert [(await process.ledger.as_of(when)).number for when in (0, 1, 2, NOW - timedelta(1), NOW, process.now)] == [0, 1, 2, 0, 1, 3]
    past = await process.present.as_of(NOW)
    assert "Zebras" in past.ask(ASKED, NOW.date()).answer.quotes[0].text
    assert "own" in (await process.present.as_of(3, HERE)).knowledge.statements
    assert "own" not in (await process.present.as_of(3, THERE)).knowledge.statements


async def test_undoing_brings_back_what_was(process: Process) -> None:
    await process.commit(change("amend", "figures", FIGURE, {"value": "4.7"}))
    await process.commit(change("amend", "figures", FIGURE, {"value": "4.9"}, seen=1))
    with pytest.raises(Refused, match=r"revision 2 changed figures .* after it: undo both"):
        await process.ledger.undo(0, BEN, [1])
    (undone,) = (await process.ledger.undo(0, BEN, [2], "a slip")).revisions
    assert (undone.action, undone.undoes, undone.author_id, undone.reason) == ("undo", 2, BEN, "a slip")
    assert str(get(process.present.knowledge(), "figures", FIGURE).value) == "4.7"  # type: ignore[union-attr]
    await process.ledger.undo(0, BEN, [1, 2, 3])
    assert process.present.knowledge() == process.ledger.fold.shipped
    with pytest.raises(Refused, match="there is no revision 99"):
        await process.ledger.undo(0, BEN, [99])
    with pytest.raises(Refused, match="there is no revision 1 "):
        await process.ledger.undo(HERE, BEN, [1])  # which is everybody's


async def test_undoing_takes_what_rests_on_it_along(process: Process) -> None:
    source = {"title": "A speech", "publisher": "NATO", "published_on": "2026-11-20", "grade": "A"}
    await process.commit(change("add", "sources", "speech", source))
    await process.commit(added(sources=["speech"]))
    await process.commit(change("amend", "statements", "new-1", {"place": "Mons"}, seen=2))
    with pytest.raises(Refused, match="statements new-1 would refer to nothing"):
        await process.ledger.undo(0, ADA, [1])
    resting = await process.ledger.resting(1)
    assert [one.number for one in resting] == [2, 3]
    await process.ledger.undo(0, ADA, [1, *(one.number for one in resting)])
    assert process.present.knowledge() == process.ledger.fold.shipped
    assert await process.ledger.verify() == []


# --- the chain


TAMPERED: dict[str, tuple[str, str]] = {
    "a reason": ("UPDATE revisions SET reason = 'another' WHERE number = 3", "revision 3 (statements new-3) was changed"),
    "an author": ("UPDATE revisions SET author_id = 99 WHERE number = 3", "revision 3 (statements new-3) was changed"),
    "a moment": ("UPDATE revisions SET at = '2026-11-22 12:00:00.000000' WHERE number = 3", "revision 3 (statements new-3) was changed"),
    "words": ("UPDATE revisions SET after = replace(after, 'Riga', 'Mons') WHERE number = 3", "revision 3 (statements new-3) was changed"),
    "a revision in the middle": ("DELETE FROM revisions WHERE number = 3", "revision 3 is missing"),
    "two in the middle": ("DELETE FROM revisions WHERE number IN (3, 4)", "revisions 3 to 4 are missing"),
    "the end": ("DELETE FROM revisions WHERE number >= 5", "the end of the log is missing: revisions 5 to 6"),
    "everything": ("DELETE FROM revisions", "the end of the log is missing: revisions 1 to 6"),
    "a number": ("UPDATE revisions SET number = 7 WHERE number = 6", "revision 6 is missing"),
    "the head": ("UPDATE head SET number = 5", "the head names revision 5, which is not the last of the log: that is revision 6"),
}


@pytest.mark.parametrize("what", TAMPERED)
async def test_what_was_altered_or_taken_out_is_named(process: Process, what: str) -> None:
    statement, expected = TAMPERED[what]
    for number in range(1, 7):
        await process.commit(added(f"new-{number}"))
    assert await process.ledger.verify() == []
    async with process.store.write() as connection:
        await connection.execute(text(statement))
    assert any(line.startswith(expected) for line in await process.ledger.verify()), await process.ledger.verify()


async def test_a_log_put_in_the_place_of_another_is_seen(database_url: str, shipped: Mind, process: Process) -> None:
    async with opened(database_url, shipped) as other:
        await process.commit(added())
        await other.present.refresh()
        async with process.store.write() as connection:
            await connection.execute(text("DELETE FROM revisions"))
            await connection.execute(text("DELETE FROM head"))
        await process.present.refresh()
        assert "I hold no statement" in process.answer()
        await process.commit(added("new-2", text="Lions guard it."))
        await other.present.refresh()
        assert other.ledger.fold == process.ledger.fold
        assert "I hold no statement" in other.answer()
        assert "Lions" in other.answer("Who said “lions guard it”?")


async def test_a_revision_that_this_release_can_not_read_is_left_out(database_url: str, shipped: Mind, process: Process) -> None:
    await process.commit(added())
    await process.commit(added("new-2", text="Lions guard it."))
    async with process.store.write() as connection:
        await connection.execute(text("""UPDATE revisions SET after = '{"row":{"colour":"blue"}}' WHERE number = 1"""))
    async with opened(database_url, shipped) as another:
        assert "I hold no statement" in another.answer()
        assert "Lions" in another.answer("Who said “lions guard it”?")


# --- a database that is away or full


@pytest.fixture
async def wire(database_url: str, tmp_path: Path) -> AsyncIterator[Wire]:
    wire = Wire(database_url, tmp_path)
    await wire.join()
    yield wire
    await wire.cut()


async def test_without_the_database_the_last_present_answers_and_nothing_is_lost(
    wire: Wire, shipped: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "QUIET", 0.0)
    async with opened(wire.url, shipped) as process:
        await process.commit(added())
        await process.store.close()  # its connections: on SQLite an open file stays
        await wire.cut()
        for failing in (process.commit(added("new-2")), process.present.refresh(), process.ledger.verify(), process.ledger.history(None)):
            with pytest.raises(Unavailable, match=r"the database can't be used|there is no folder"):
                await failing
        assert "Zebras" in process.answer()
        await wire.join()
        assert await process.commit(added("new-2")) == 2
        assert await process.ledger.verify() == []


async def test_who_starts_without_the_database_answers_from_what_was_shipped_and_catches_up(
    wire: Wire, shipped: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "QUIET", 0.0)
    async with opened(wire.url, shipped) as process:
        await process.commit(added())
    await wire.cut()
    late = Process(wire.url, shipped)
    swapped = asyncio.Event()
    late.present.subscribe(lambda _: swapped.set())
    watching = asyncio.create_task(late.present.watch(late.store))
    await asyncio.sleep(0.2)
    assert "4.68" in late.answer("How much does Poland spend?")
    assert "I hold no statement" in late.answer()
    await wire.join()
    async with asyncio.timeout(20):
        await swapped.wait()
    assert "Zebras" in late.answer()
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await late.store.close()


async def test_a_connection_that_listens_and_is_lost_is_replaced(wire: Wire, shipped: Mind, monkeypatch: pytest.MonkeyPatch) -> None:
    if wire.sqlite:
        pytest.skip("SQLite is asked, and tells nobody")
    monkeypatch.setattr(store_module, "QUIET", 0.0)
    async with opened(wire.url, shipped, watching=True) as other, opened(wire.url, shipped) as process:
        await asyncio.sleep(0.5)
        await wire.cut()
        await wire.join()
        swapped = asyncio.Event()
        other.present.subscribe(lambda _: swapped.set())
        await process.commit(added())
        async with asyncio.timeout(20):
            await swapped.wait()
        assert "Zebras" in other.answer()


async def test_a_disk_that_is_full_loses_nothing(sqlite_url: str, shipped: Mind) -> None:
    async with opened(sqlite_url, shipped) as process:
        await process.commit(added())
        await process.store.close()
        limit = {"pages": 0}

        @event.listens_for(process.store._engine.sync_engine, "connect")  # noqa: SLF001 - a limit is each connection's own
        def _limited(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA page_count")
            limit["pages"] = limit["pages"] or cursor.fetchone()[0] + 4
            cursor.execute(f"PRAGMA max_page_count = {limit['pages']}")
            cursor.close()

        saved = 1

        async def fill() -> None:
            nonlocal saved
            for number in range(2, 100):
                saved = await process.commit(added(f"new-{number}", text=f"Zebra {number}. " + "Words to fill the disk with. " * 100))

        with pytest.raises(Unavailable, match="full"):
            await fill()
        assert 1 <= saved < 99
        assert process.ledger.fold.number == saved
        assert "Zebras" in process.answer()
        assert await process.ledger.verify() == []
        limit["pages"] = 1_000_000
        await process.store.close()
        assert await process.commit(added(f"new-{saved + 1}")) == saved + 1
        assert await process.ledger.verify() == []


async def test_a_commit_that_is_broken_off_leaves_nothing(process: Process) -> None:
    """As when the connection of whoever saves is gone in the middle of it."""
    reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def waits(*_: Any) -> None:
        reached.set_result(None)
        await asyncio.Event().wait()

    committing: Callable[..., Awaitable[Any]] = process.ledger.commit
    task = asyncio.ensure_future(committing(0, ADA, [added()], waits))
    await reached
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await process.commit(added("new-2", text="Lions guard it.")) == 1
    assert await process.ledger.verify() == []
