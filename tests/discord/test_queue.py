"""The queue of documents and candidates, on both databases: kept, corrected, decided later and by others, never twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest

from bot.curation.ledger import Ledger, Refused
from bot.curation.queue import About, Enqueued, Queue
from bot.store import Store, Unavailable
from knowledge.fold import EVERYONE
from knowledge.intake.documents import Document, read
from knowledge.load import load
from knowledge.rows import RowError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ABOUT = About("The Pilot", date(2026, 7, 6))
TEXT = """Harbour news
“The ferries are our frigates, and they sail with or without the minister,” NATO chief Mark Rutte said.
German Defence Minister Boris Pistorius said the yards in Kiel would need ten more years for the corvettes.
Spain spent 2.05 percent of GDP in 2025, and its sailors grumbled.
"""
ADA, BEN, SERVER, OTHER = 11, 12, 500, 501


class Desk(NamedTuple):
    """A process: its ledger and its queue."""

    store: Store
    ledger: Ledger
    queue: Queue


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[list[Desk]]:
    """Those that were started on the one store; they are stopped at the end."""
    started: list[Desk] = []
    yield started
    for one in started:
        await one.store.close()


async def start(processes: list[Desk], url: str) -> Desk:
    store = Store(url)
    await store.migrate()
    ledger = Ledger(store, lambda: NOW, load())
    await ledger.refresh()
    processes.append(Desk(store, ledger, Queue(store, ledger, lambda: NOW)))
    return processes[-1]


def document(text: str = TEXT, name: str = "pilot.txt") -> Document:
    return read(text.encode(), name)


async def handed_in(desk: Desk, scope: int = EVERYONE) -> Enqueued:
    return await desk.queue.enqueue(scope, ADA, document(), ABOUT)


async def test_what_was_handed_in_waits_for_somebody_else_after_a_restart(database_url: str, processes: list[Desk]) -> None:
    first = await start(processes, database_url)
    made = await handed_in(first)
    assert (made.known, made.count) == (False, 3)
    await first.store.close()
    second = await start(processes, database_url)
    waiting = await second.queue.open(EVERYONE)
    assert [one.offer.kind for one in waiting] == ["quote", "reported", "figure"]
    assert waiting[0].words == "The ferries are our frigates, and they sail with or without the minister"
    assert waiting[0].paper.about == ABOUT
    assert await second.queue.count(EVERYONE) == {"quote": 1, "reported": 1, "figure": 1}
    decided = await second.queue.accept(EVERYONE, [waiting[0].id, waiting[1].id], BEN)
    assert not decided.wrong
    assert {revision.author_id for revision in decided.revisions} == {BEN}
    base = second.ledger.fold.everyone
    (rutte,) = (one for one in base.statements.values() if "frigates" in one.text)
    source = base.sources[rutte.sources[0]]
    assert (rutte.speaker, source.publisher, source.title) == ("rutte", "The Pilot", "Harbour news")
    assert source.sha256 == document().source_sha256
    done = await second.queue.some(EVERYONE, [waiting[0].id])
    number = next(revision.number for revision in decided.revisions if revision.id == rutte.id)
    assert (done[0].state, done[0].decided_by, done[0].revision, done[0].fact) == ("accepted", BEN, number, f"statements:{rutte.id}")
    assert [one.offer.kind for one in await second.queue.open(EVERYONE)] == ["figure"]


async def test_the_same_text_twice_is_one_document_whatever_its_file(database_url: str, processes: list[Desk]) -> None:
    desk = await start(processes, database_url)
    first = await handed_in(desk)
    copy, post = document(TEXT.replace("\n", "\r\n"), "copy.md"), About("Harbour Post", date(2026, 7, 7))
    again = await desk.queue.enqueue(EVERYONE, BEN, copy, post)
    assert (again.known, again.paper.id, again.count) == (True, first.paper.id, first.count)
    assert (await desk.queue.open(EVERYONE))[0].paper.about == post  # what is said last counts while nothing is taken in
    await desk.queue.accept(EVERYONE, [(await desk.queue.open(EVERYONE))[0].id], BEN)
    assert (await desk.queue.enqueue(EVERYONE, BEN, document(), ABOUT)).paper.about.publisher == "Harbour Post"
    both = await asyncio.gather(*(desk.queue.enqueue(SERVER, person, document(), ABOUT) for person in (ADA, BEN)))
    assert sorted(one.known for one in both) == [False, True]


async def test_what_was_undone_waits_again_once_its_text_is_handed_in_again(database_url: str, processes: list[Desk]) -> None:
    desk = await start(processes, database_url)
    await handed_in(desk)
    numbers = await desk.queue.numbers(EVERYONE)
    decided = await desk.queue.accept(EVERYONE, numbers, BEN)
    assert (await handed_in(desk)).count == 0
    await desk.ledger.undo(EVERYONE, ADA, [revision.number for revision in decided.revisions])
    assert (await handed_in(desk)).count == len(numbers)
    assert len((await desk.queue.accept(EVERYONE, numbers, ADA)).revisions) == len(decided.revisions)


async def test_a_server_sees_and_decides_its_own_only(database_url: str, processes: list[Desk]) -> None:
    desk = await start(processes, database_url)
    await handed_in(desk, SERVER)
    number = (await desk.queue.open(SERVER))[0].id
    assert await desk.queue.open(OTHER) == await desk.queue.open(EVERYONE) == []
    assert await desk.queue.some(OTHER, [number]) == []
    assert await desk.queue.refuse(OTHER, [number], BEN) == 0
    with pytest.raises(RowError, match="not in this queue"):
        await desk.queue.correct(OTHER, number, {"role": "captain"})
    assert (await desk.queue.accept(OTHER, [number], BEN)).wrong == {number: [f"candidate {number} is not in this queue"]}
    await desk.queue.accept(SERVER, [number], BEN)
    assert any("frigates" in row.text for row in desk.ledger.fold.knowledge(SERVER).statements.values())
    for scope in (OTHER, EVERYONE):
        assert not any("frigates" in row.text for row in desk.ledger.fold.knowledge(scope).statements.values())


async def test_a_candidate_is_corrected_then_taken_in_as_it_was_corrected(database_url: str, processes: list[Desk]) -> None:
    desk = await start(processes, database_url)
    await handed_in(desk)
    quote, _, figure = await desk.queue.open(EVERYONE)
    await desk.queue.correct(EVERYONE, quote.id, {"words": "they sail with or without the minister", "role": "Secretary General"})
    with pytest.raises(RowError, match="doesn't stand in the text"):
        await desk.queue.correct(EVERYONE, quote.id, {"words": "they sail without the minister"})
    other = await start(processes, database_url)
    assert (await other.queue.open(EVERYONE))[0].words == "they sail with or without the minister"
    wrong = (await other.queue.accept(EVERYONE, [figure.id], BEN)).wrong
    assert not wrong
    await other.queue.correct(EVERYONE, quote.id, {"on": "2099-01-01"})
    decided = await other.queue.accept(EVERYONE, [quote.id], BEN)
    assert decided.wrong[quote.id][0].endswith("on: 2099-01-01 is still to come; today is 2026-11-23")
    assert (await other.queue.some(EVERYONE, [quote.id]))[0].state == "open"


async def test_what_is_decided_is_not_decided_again(database_url: str, processes: list[Desk]) -> None:
    one, two = await start(processes, database_url), await start(processes, database_url)
    await handed_in(one)
    quote, reported, _ = await one.queue.open(EVERYONE)
    assert await one.queue.refuse(EVERYONE, [reported.id], ADA, "that was last year") == 1
    assert (await two.queue.accept(EVERYONE, [reported.id], BEN)).wrong == {reported.id: [f"candidate {reported.id} is refused already"]}
    with pytest.raises(RowError, match="refused already"):
        await two.queue.correct(EVERYONE, reported.id, {"role": "captain"})
    both = await asyncio.gather(*(desk.queue.accept(EVERYONE, [quote.id], BEN) for desk in (one, two)), return_exceptions=True)
    saved = [result for result in both if not isinstance(result, BaseException) and result.revisions]
    assert len(saved) == 1
    assert all(isinstance(result, Refused) or not isinstance(result, BaseException) for result in both)
    await one.ledger.refresh()
    assert sum("frigates" in row.text for row in one.ledger.fold.everyone.statements.values()) == 1
    assert await one.ledger.verify() == []


async def test_all_of_a_document_is_taken_in_together_and_the_rest_says_why(database_url: str, processes: list[Desk]) -> None:
    desk = await start(processes, database_url)
    text = TEXT + "“Nobody asked the lighthouse keepers!”\n“Thieves!” cried the harbour at large, and fell silent.\n"
    made = await desk.queue.enqueue(EVERYONE, ADA, document(text), ABOUT)
    numbers = await desk.queue.numbers(EVERYONE, made.paper.id)
    planned = await desk.queue.preview(EVERYONE, numbers)
    decided = await desk.queue.accept(EVERYONE, numbers, ADA)
    assert (planned.accepted, planned.wrong) == (decided.accepted, decided.wrong)
    assert len(decided.accepted) >= 3
    assert len({revision.batch for revision in decided.revisions}) == 1
    assert sum(revision.table == "sources" for revision in decided.revisions) == 1
    assert {one.id for one in await desk.queue.open(EVERYONE)} == set(decided.wrong)
    assert all("speaker" in lines[0] for lines in decided.wrong.values())


async def test_without_a_publisher_nothing_is_taken_in(database_url: str, processes: list[Desk]) -> None:
    desk = await start(processes, database_url)
    await desk.queue.enqueue(EVERYONE, ADA, document(), About("", date(2026, 7, 6)))
    numbers = await desk.queue.numbers(EVERYONE)
    decided = await desk.queue.accept(EVERYONE, numbers, ADA)
    assert decided.wrong == {number: ["publisher: it is missing; say who published the text"] for number in numbers}
    assert await desk.queue.numbers(EVERYONE) == numbers


@pytest.mark.parametrize("text", ["'; DROP TABLE candidates; --", "** ](https://evil.example) @everyone", "../../etc/passwd", "{{7*7}}%s"])
async def test_hostile_names_and_texts_are_data(database_url: str, processes: list[Desk], text: str) -> None:
    desk = await start(processes, database_url)
    about = About(text, date(2026, 7, 6), title=text)
    made = await desk.queue.enqueue(EVERYONE, ADA, document(name=f"{text}.txt"), about)
    assert made.paper.name == f"{text}.txt"
    numbers = await desk.queue.numbers(EVERYONE)
    await desk.queue.correct(EVERYONE, numbers[0], {"role": text, "place": text})
    decided = await desk.queue.accept(EVERYONE, numbers[:1], ADA)
    await desk.queue.refuse(EVERYONE, numbers[1:], ADA, text)
    fact = decided.accepted[numbers[0]].fact
    row = desk.ledger.fold.everyone.statements[fact[1]]
    assert (row.role, row.place) == (text, text)
    assert {one.reason for one in await desk.queue.some(EVERYONE, numbers[1:])} == {text}
    assert await desk.ledger.verify() == []


async def test_a_database_that_is_away_says_so_and_loses_nothing(tmp_path_factory: pytest.TempPathFactory, processes: list[Desk]) -> None:
    path = tmp_path_factory.mktemp("db") / "pledgebot.db"
    desk = await start(processes, f"sqlite:///{path}")
    await handed_in(desk)
    numbers = await desk.queue.numbers(EVERYONE)
    await desk.store.close()
    path.rename(path.with_suffix(".away"))
    path.mkdir()
    away = Store(f"sqlite:///{path}")
    queue = Queue(away, desk.ledger, lambda: NOW)
    with pytest.raises(Unavailable):
        await queue.numbers(EVERYONE)
    await away.close()
    path.rmdir()
    path.with_suffix(".away").rename(path)
    assert await desk.queue.numbers(EVERYONE) == numbers
