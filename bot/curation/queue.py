"""What waits for a decision: documents that were handed in, and the candidates that were found in them.

    document ─extract▶ offers ─▶ open ─┬─ accept ─▶ changes ─▶ ledger ─▶ accepted
                                       └─ refuse ─────────────────────▶ refused

Everything is in the store, so that somebody else can decide later. A candidate is marked in the transaction that takes it in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Update, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.curation.ledger import Conflict, Ledger, Refused
from bot.curation.revision import Revision
from bot.store import Store
from bot.store.lean import AsyncConnection
from bot.store.tables import candidates, documents
from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.intake.acceptance import Origin, Taken, accept, batch_of
from knowledge.intake.candidates import extract
from knowledge.intake.documents import Document
from knowledge.intake.offers import Offer, corrected, dump, offer, parse
from knowledge.rows import RowError

_TRIES = 3
"""How often a decision is made anew because somebody else changed the knowledge meanwhile."""
PAGE = 25


@dataclass(frozen=True, slots=True)
class About:
    """What the person who hands a document in says of it. `grade`: how far its publisher is trusted, from A (original) to D."""

    publisher: str
    published_on: date
    title: str = ""
    url: str = ""
    grade: str = "C"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in the queue."""

    id: int
    scope: int
    sha256: str
    file_sha256: str
    name: str
    text: str
    about: About
    added_by: int
    at: datetime

    @property
    def origin(self) -> Origin:
        title = self.about.title or next(line for line in self.text.splitlines() if line.strip()).strip()[:120]
        about = self.about
        return Origin(self.text, self.file_sha256, title, about.publisher, about.published_on, about.url, about.grade)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A candidate in the queue. Once decided: by whom, when, why, by which revision, as which fact ("TABLE:ID")."""

    id: int
    paper: Paper
    offer: Offer
    state: str
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    revision: int | None = None
    fact: str | None = None

    @property
    def words(self) -> str:
        return self.offer.words(self.paper.text)


@dataclass(frozen=True, slots=True)
class Enqueued:
    """A document and its candidates. `known`: the same text was handed in before, and these are the ones from then."""

    paper: Paper
    count: int
    known: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of candidates: `accepted` by their number, what is `wrong` with the others, and the `revisions`."""

    accepted: Mapping[int, Taken]
    wrong: Mapping[int, Sequence[str]]
    revisions: tuple[Revision, ...] = ()


class Queue:
    """The documents and candidates of a store. A scope sees and decides its own only. Unavailable where the database is away."""

    def __init__(self, store: Store, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._store, self._ledger, self._clock = store, ledger, clock

    # --- handing in

    async def enqueue(self, scope: int, person: int, document: Document, about: About) -> Enqueued:
        """Keep a document and what it says; the same text again is the same document, whatever its file is called."""
        if known := await self._same(scope, document.text_sha256):
            return await self._again(known, about)
        view = self._ledger.fold.knowledge(scope).as_known_on(self._clock().date())
        waiting = {f"#{one.id}": (one.offer.speaker, one.words) for one in await self.open(scope, kinds=("quote", "reported"), limit=2000)}
        found = await asyncio.to_thread(extract, document.text, view, about.published_on, waiting)
        offers = [offer(one) for one in found]
        hashes = document.text_sha256, document.source_sha256
        paper = Paper(0, scope, *hashes, document.name, document.text, about, person, self._clock())
        try:
            async with self._store.write() as connection:
                into = insert(documents).values(**_document(paper)).returning(documents.c.id)
                paper = replace(paper, id=(await connection.execute(into)).scalar_one())
                if offers:
                    await connection.execute(insert(candidates), [_row(one, paper) for one in offers])
        except IntegrityError:  # somebody else handed the same text in at the same moment
            if known := await self._same(scope, document.text_sha256):
                return await self._again(known, about)
            raise
        return Enqueued(paper, len(offers), known=False)

    async def _same(self, scope: int, sha256: str) -> Paper | None:
        async with self._store.read() as connection:
            row = (await connection.execute(select(documents).where(documents.c.scope == scope, documents.c.sha256 == sha256))).first()
        return _paper(row) if row else None

    async def _again(self, paper: Paper, about: About) -> Enqueued:
        """What was taken in and is there no more (it was undone) waits again; while nothing is, what is said of it now counts."""
        base = self._ledger.fold.knowledge(paper.scope)
        async with self._store.write() as connection:
            mine = candidates.c.document == paper.id
            wanted = select(candidates.c.id, candidates.c.state, candidates.c.fact).where(mine)
            found = (await connection.execute(wanted)).all()
            taken = [row for row in found if row.state == "accepted"]
            undone = [row.id for row in taken if rows.get(base, *row.fact.split(":", 1)) is None]
            if undone:
                cleared = dict.fromkeys(("decided_by", "decided_at", "reason", "revision", "fact"))
                await connection.execute(update(candidates).where(candidates.c.id.in_(undone)).values(state="open", **cleared))
            if len(undone) == len(taken) and about != paper.about:
                await connection.execute(update(documents).where(documents.c.id == paper.id).values(**_columns(about)))
                paper = replace(paper, about=about)
        return Enqueued(paper, sum(row.state == "open" for row in found) + len(undone), known=True)

    # --- looking

    async def open(
        self, scope: int, *, document: int | None = None, kinds: Sequence[str] = (), limit: int = PAGE, after: int = 0
    ) -> list[Waiting]:
        """What waits, in the order of handing in and of the text; those behind candidate `after`."""
        wanted = _of(scope).where(candidates.c.state == "open", candidates.c.id > after).order_by(candidates.c.id).limit(limit)
        if document is not None:
            wanted = wanted.where(candidates.c.document == document)
        if kinds:
            wanted = wanted.where(candidates.c.kind.in_(kinds))
        return await self._found(wanted)

    async def numbers(self, scope: int, document: int | None = None, kinds: Sequence[str] = ()) -> list[int]:
        """The numbers of all that wait, in the order of handing in and of the text."""
        wanted = select(candidates.c.id).where(candidates.c.scope == scope, candidates.c.state == "open").order_by(candidates.c.id)
        if document is not None:
            wanted = wanted.where(candidates.c.document == document)
        if kinds:
            wanted = wanted.where(candidates.c.kind.in_(kinds))
        async with self._store.read() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def count(self, scope: int, document: int | None = None) -> dict[str, int]:
        """How many wait, by kind."""
        wanted = select(candidates.c.kind, func.count()).where(candidates.c.scope == scope, candidates.c.state == "open")
        if document is not None:
            wanted = wanted.where(candidates.c.document == document)
        async with self._store.read() as connection:
            return {row[0]: row[1] for row in await connection.execute(wanted.group_by(candidates.c.kind))}

    async def some(self, scope: int, ids: Iterable[int]) -> list[Waiting]:
        """Those of a scope with these numbers, decided or not."""
        return await self._found(_of(scope).where(candidates.c.id.in_(set(ids))).order_by(candidates.c.id))

    async def _found(self, wanted: Select[Any]) -> list[Waiting]:
        async with self._store.read() as connection:
            found = (await connection.execute(wanted)).all()
            whole = select(documents).where(documents.c.id.in_({row.document for row in found}))
            papers = {row.id: _paper(row) for row in await connection.execute(whole)} if found else {}
        return [_waiting(row, papers[row.document]) for row in found]

    # --- deciding

    async def correct(self, scope: int, number: int, values: Mapping[str, Any]) -> Waiting:
        """Correct what waits; RowError says what can't be, or that it doesn't wait."""
        one = _only(await self.some(scope, [number]), number)
        changed = replace(one, offer=corrected(one.offer, one.paper.text, values))
        async with self._store.write() as connection:
            into = _open(scope, [number]).values(payload=dump(changed.offer), start=changed.offer.start, end=changed.offer.end)
            if not (await connection.execute(into)).rowcount:
                raise RowError([f"candidate {number} has been decided on meanwhile"])
        return changed

    async def refuse(self, scope: int, ids: Iterable[int], person: int, reason: str = "") -> int:
        """Refuse what waits; how many did."""
        values = {"state": "refused", "decided_by": person, "decided_at": self._clock(), "reason": reason.strip()[:500]}
        async with self._store.write() as connection:
            return int((await connection.execute(_open(scope, ids).values(**values))).rowcount)

    async def accept(self, scope: int, ids: Iterable[int], person: int) -> Decided:
        """Take in what waits, as far as it can be: one batch of revisions. Refused and Conflict as the ledger raises them."""
        for attempt in range(_TRIES):
            try:
                return await self._accept(scope, list(ids), person)
            except Conflict:
                if attempt == _TRIES - 1:
                    raise
        raise AssertionError

    async def _accept(self, scope: int, ids: list[int], person: int) -> Decided:
        rows = {one.id: one for one in await self.some(scope, ids)}
        wrong: dict[int, Sequence[str]] = {
            number: [f"candidate {number} {'is ' + rows[number].state + ' already' if number in rows else 'is not in this queue'}"]
            for number in ids if number not in rows or rows[number].state != "open"
        }  # fmt: skip
        wanted = {number: one for number, one in rows.items() if number not in wrong}
        taken, faults = await asyncio.to_thread(self._taken, scope, wanted)
        changes = batch_of(list(taken.values()))

        async def mark(connection: AsyncConnection, revisions: Sequence[Revision] = ()) -> None:
            await self._mark(connection, scope, person, taken, revisions)

        if changes:
            committed = await self._ledger.commit(scope, person, changes, mark)
            return Decided(taken, wrong | faults, committed.revisions)
        async with self._store.write() as connection:
            await mark(connection)
        return Decided(taken, wrong | faults, ())

    async def preview(self, scope: int, ids: Iterable[int]) -> Decided:
        """What accepting would do."""
        wanted = {one.id: one for one in await self.some(scope, ids) if one.state == "open"}
        taken, wrong = await asyncio.to_thread(self._taken, scope, wanted)
        return Decided(taken, wrong)

    def _taken(self, scope: int, wanted: Mapping[int, Waiting]) -> tuple[dict[int, Taken], dict[int, list[str]]]:
        """The changes, document by document, the later ones upon the earlier."""
        fold = self._ledger.fold
        base: KnowledgeBase = fold.knowledge(scope)
        taken: dict[int, Taken] = {}
        wrong: dict[int, list[str]] = {}
        for paper in {one.paper.id: one.paper for one in wanted.values()}.values():
            offers = {number: one.offer for number, one in wanted.items() if one.paper.id == paper.id}
            try:
                result = accept(base, offers, paper.origin, self._clock().date(), lambda key: fold.newest(scope, key))
            except RowError as error:
                wrong |= dict.fromkeys(offers, error.lines)
                continue
            taken, wrong, base = taken | result.taken, wrong | result.wrong, result.base
        return taken, wrong

    async def _mark(
        self, connection: AsyncConnection, scope: int, person: int, taken: Mapping[int, Taken], revisions: Sequence[Revision]
    ) -> None:
        numbers = {revision.key: revision.number for revision in revisions}
        for number, one in taken.items():
            values = {
                "state": "accepted", "decided_by": person, "decided_at": self._clock(), "fact": ":".join(one.fact),
                "revision": numbers.get(one.fact) if one.changes else None,
            }  # fmt: skip
            if not (await connection.execute(_open(scope, [number]).values(**values))).rowcount:
                raise Refused([f"candidate {number} has been decided on meanwhile"])


# --- rows


def _row(one: Offer, paper: Paper) -> dict[str, Any]:
    place = {"document": paper.id, "scope": paper.scope, "start": one.start, "end": one.end}
    return {**place, "kind": one.kind, "payload": dump(one), "state": "open"}


def _document(paper: Paper) -> dict[str, Any]:
    """Its columns but for the number."""
    own = ("scope", "sha256", "file_sha256", "name", "text", "added_by", "at")
    return {name: getattr(paper, name) for name in own} | _columns(paper.about)


def _columns(about: About) -> dict[str, Any]:
    return {name: getattr(about, name) for name in About.__slots__}


def _of(scope: int) -> Select[Any]:
    """Candidates of a scope; a long text is read once, not with each of them."""
    return select(candidates).where(candidates.c.scope == scope)


def _open(scope: int, ids: Iterable[int]) -> Update:
    """To change those that nobody has decided on."""
    return update(candidates).where(candidates.c.scope == scope, candidates.c.id.in_(set(ids)), candidates.c.state == "open")


def _paper(row: Any) -> Paper:
    held = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's name
    about = About(**{name: held.pop(name) for name in About.__slots__})
    return Paper(about=about, **held)


def _waiting(row: Any, paper: Paper) -> Waiting:
    decided = (row.decided_by, row.decided_at, row.reason, row.revision, row.fact)
    return Waiting(row.id, paper, parse(row.payload), row.state, *decided)


def _only(rows: list[Waiting], number: int) -> Waiting:
    if not rows:
        raise RowError([f"candidate {number} is not in this queue"])
    if rows[0].state != "open":
        raise RowError([f"candidate {number} is {rows[0].state} already"])
    return rows[0]
