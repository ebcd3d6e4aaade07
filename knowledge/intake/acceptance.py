"""A decision on candidates → the changes that take them in: the source once, then each fact with it, or what is wrong.

What is stored never says more than the text:

* Words are cut out of the text again, so that they stand in it byte for byte; parts that stand apart have "…" between.
* A speaker is linked where the intake knew one person alone, or a moderator names the id; else the text's own words stay.
* A figure or position in an article is what somebody said on a day, kept as a reported statement: by whoever is named, else by
  the publisher. It is nobody's edition. A moderator may keep it as one ally's pledge, or as a figure of an edition that is named.
* Words that are known already get the source as a further one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.change import Change, Seen, apply, refusals, unseen
from knowledge.check import ADDRESS
from knowledge.intake.duplicates import Sayings, called
from knowledge.intake.keeping import figure, pledge, statement, summit
from knowledge.intake.offers import GAP, Offer
from knowledge.intake.passages import NotInTextError, Span
from knowledge.intake.speakers import Speaker
from knowledge.model import Source, Statement
from knowledge.overlay import Key
from knowledge.rows import RowError
from knowledge.when import first_day
from knowledge.words import slug

_ORDER = {"quote": 0, "reported": 1, "summit": 2, "figure": 3, "position": 4}
"""Speech first: a figure or position within it is then known already."""
_MORE = 1.25
"""How much longer than known words those can be that are the same saying."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The document that candidates are from: `text` as the intake read it, `sha256` of the file in hex."""

    text: str
    sha256: str
    title: str
    publisher: str
    published_on: date
    url: str = ""
    grade: str = "C"


class Taken(NamedTuple):
    """What became of an accepted candidate: the changes, none where all of it was known, and the fact that it is or has joined."""

    changes: tuple[Change, ...]
    fact: Key
    joined: bool


class Accepted(NamedTuple):
    """What became of several: those taken in, in the order in which to save them, what is wrong with the others, the knowledge then."""

    taken: dict[int, Taken]
    wrong: dict[int, list[str]]
    base: KnowledgeBase


def accept(base: KnowledgeBase, offers: Mapping[int, Offer], origin: Origin, today: date, seen: Seen = unseen) -> Accepted:
    """Take in each of a document's offers, by its number, that can be. RowError where its source can't be."""
    batch = _Batch(base, origin, today, seen, offers.values())
    taken: dict[int, Taken] = {}
    wrong: dict[int, list[str]] = {}
    for number, one in sorted(offers.items(), key=lambda pair: (_ORDER[pair[1].kind], pair[1].start)):
        try:
            taken[number] = batch.take(one)
        except RowError as error:
            wrong[number] = error.lines
    return Accepted(taken, wrong, batch.base)


class _Batch:
    """The knowledge while candidates of one document are taken in."""

    def __init__(self, base: KnowledgeBase, origin: Origin, today: date, seen: Seen, offers: Iterable[Offer]) -> None:
        self.base, self.origin, self.today, self.seen = base, origin, today, seen
        self.source = source_of(base, origin)
        who = {name for one in offers for name in called(self._speaker(one.speaker or origin.publisher, one.role))}
        spoken = [row for row in base.statements.values() if row.speaker.casefold() in who]
        self._sayings = {form: _sayings(row for row in spoken if row.form == form) for form in ("direct", "reported")}
        self._withdrawn = _sayings(_withdrawn(base))
        own = (row for row in base.statements.values() if self.source.id in row.sources)
        self._told = [(place, row.id) for row in own for place in _places(origin.text, row.text)]

    def take(self, one: Offer) -> Taken:
        """The changes of one offer, made upon those before."""
        try:
            words = one.words(self.origin.text)
        except NotInTextError:
            raise RowError(["the text is another one than the candidate is of"]) from None
        table, id_, value = self._row(one, words)
        if table == "statements":
            self._not_withdrawn(words, value["speaker"])
        known = None if one.apart or table != "statements" else self._known(one, words, value["speaker"])
        held = rows.get(self.base, table, known or id_)
        changes: list[Change] = []
        if held is None:
            changes.append(Change(action="add", table=table, id=id_, value=value, seen=self.seen((table, id_))))
        elif self.source.id not in getattr(held, "sources", (getattr(held, "source", ""),)):
            changes.append(self._joined(table, rows.key(held), held, value))
        if changes and self.source.id not in self.base.sources:
            adding = Change(
                action="add", table="sources", id=self.source.id, value=rows.dump(self.source), seen=self.seen(("sources", self.source.id))
            )
            changes.insert(0, adding)
        if faults := refusals(self.base, changes, self.today):
            raise RowError(faults)
        self.base = apply(self.base, changes, self.today)
        fact = rows.key(held) if held is not None else id_
        if table == "statements":
            self._told += [(Span(*part), fact) for part in one.parts]
            if held is None:
                self._sayings[value.get("form", "direct")].add(fact, value["speaker"], words)
        return Taken(tuple(changes), (table, fact), held is not None)

    def _row(self, one: Offer, words: str) -> tuple[str, str, dict[str, Any]]:
        about = self.base, one, words, self.origin.publisher, self._day(one), self.source.id
        match one.keep:
            case "statement":
                value = statement(*about)
                return "statements", self._id("statements", one, value["text"]), value
            case "pledge":
                value = pledge(*about)
                return "pledges", self._id("pledges", one, value["text"]), value
            case "figure":
                return "figures", *figure(self.base, one, words, self.source.id)
            case "summit":
                return "summits", *summit(self.base, one, self.source.id)

    def _id(self, table: str, one: Offer, text: str) -> str:
        """By the place in the document; another id where something else has that one."""
        stem = f"{self.source.id}-{one.start}{'' if one.kind in ('quote', 'reported') else one.kind[0]}"
        for number in count(1):
            id_ = stem if number == 1 else f"{stem}.{number}"
            held = rows.get(self.base, table, id_)
            if held is None or held.text == text:
                return id_
        raise AssertionError

    def _day(self, one: Offer) -> str:
        return one.on or self.origin.published_on.isoformat()

    def _known(self, one: Offer, words: str, speaker: str) -> str | None:
        """The statement that these words are a further appearance of, or in which a figure or position stands.

        None where the words are more than it has, or other words in an older text: the statement's can't be ascribed to that.
        """
        if one.mark is not None and (around := next((id_ for place, id_ in self._told if place.holds(one.mark)), None)):
            return around
        alike = self._sayings["direct" if one.kind == "quote" else "reported"].like(words, self._speaker(speaker, one.role))
        row = self.base.statements.get(alike or "")
        if row is None:
            return None
        if one.mark is not None and any(place.holds(one.mark) for place in _places(self.origin.text, row.text)):
            return row.id
        if len(words) > len(row.text) * _MORE:
            return None
        days = [first_day(day) for id_ in row.sources if (day := self.base.sources[id_].published_on)]
        told = row.text in self.origin.text or not days or self.origin.published_on >= min(days)
        return row.id if told else None

    def _not_withdrawn(self, words: str, speaker: str) -> None:
        """RowError where these words were withdrawn as wrong: another paper that has them makes them no truer."""
        if id_ := self._withdrawn.like(words, self._speaker(speaker, "")):
            mark = self.base.marks["statements", id_]
            said = f"these words were withdrawn as wrong on {mark.on} ({mark.reason}): refuse them, or restore statements {id_} first"
            raise RowError([said])

    def _speaker(self, speaker: str, role: str) -> Speaker:
        person = self.base.people.get(speaker)
        return Speaker(name=person.name if person else speaker, role=role, person=person.id if person else None)

    def _joined(self, table: str, id_: str, held: Any, value: Mapping[str, Any]) -> Change:
        """The source as a further one of what is known."""
        if table == "figures":
            raise RowError([f"{id_} is known already, from another source; amend it where its edition has it otherwise"])
        if table == "summits":
            _agree(held, value)
        fields = {"sources": [*held.sources, self.source.id]}
        return Change(action="amend", table=table, id=id_, value=fields, seen=self.seen((table, id_)))


def _sayings(said: Iterable[Statement]) -> Sayings:
    return Sayings({row.id: (row.speaker, row.text) for row in said})


def _withdrawn(base: KnowledgeBase) -> Iterator[Statement]:
    for (table, _), mark in base.marks.items():
        if table == "statements" and mark.standing == "wrong" and mark.row is not None:
            yield mark.row


def _places(text: str, words: str) -> Iterator[Span]:
    """Where the parts of a statement stand in the text that it is from."""
    for part in words.split(GAP):
        if (start := text.find(part)) >= 0:
            yield Span(start, start + len(part))


def _agree(held: Any, value: Mapping[str, Any]) -> None:
    """RowError where the text has a summit on other days than it is known for."""
    for name in ("start", "end"):
        told, known = value.get(name), getattr(held, name)
        if told and known and not (known.startswith(told) or told.startswith(known)):
            raise RowError(
                [f"{held.name} is known to {name} on {known}, the text says {told}; amend the summit first where the text is right"]
            )


def source_of(base: KnowledgeBase, origin: Origin) -> Source:
    """The row for the document: the known one of the same file or address, else a new one."""
    if faults := list(_unfit(origin)):
        raise RowError(faults)
    for row in base.sources.values():
        if row.sha256 == origin.sha256 or (origin.url and row.url == origin.url):
            return row
    grade: Any = origin.grade
    return Source(
        id=f"{slug(origin.publisher)}-{origin.published_on}-{origin.sha256[:8]}", title=origin.title, publisher=origin.publisher,
        published_on=origin.published_on.isoformat(), url=origin.url or None, grade=grade, sha256=origin.sha256,
    )  # fmt: skip


def _unfit(origin: Origin) -> Iterator[str]:
    if not origin.publisher.strip():
        yield "publisher: it is missing; say who published the text"
    if not origin.title.strip():
        yield "title: it is missing; say how the text is called"
    if origin.url and not ADDRESS.fullmatch(origin.url):
        yield f"url: {origin.url[:80]!r} is no address; write it with https://"
    if origin.grade not in ("A", "B", "C", "D"):
        yield f"grade: {origin.grade[:20]!r} is none; write A (original), B, C or D"


def batch_of(taken: Sequence[Taken]) -> list[Change]:
    """All changes of several, to be saved together."""
    return [change for one in taken for change in one.changes]
