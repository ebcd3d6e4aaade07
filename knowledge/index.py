"""An inverted index of statements: mark → the numbers of the rows that carry it.

Marks are the stems of the words ("everywher"), "#topic", "@ally spoken of", "&word of the place or note", "by:speaker",
"of:home of the speaker", "stance:…". Numbers are in order of time. An index never changes; another state of the
knowledge gets another one, which shares with it whatever the change doesn't concern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import log
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.model import Commitment, Person, Pledge, Statement
from knowledge.words import words

_SAME_DAY = 24
"""Bits of a number that tell apart what was said on the same day."""


@dataclass
class Index:
    """`rows` by number, `numbers` by id. `quotes`: people's words that stand with a pledge or commitment, as statements; those of
    them that are no statement of their own are indexed as well: `quoted`."""

    people: Mapping[str, Person]
    rows: dict[int, Statement] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    postings: dict[str, set[int]] = field(default_factory=dict)
    quotes: dict[str, Statement] = field(default_factory=dict)
    quoted: dict[str, Statement] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)
    own: set[str] | None = None
    """While one is made from another: the marks whose sets are its own already; None: all are."""

    # --- what searching needs

    def weight(self, mark: str) -> float:
        """The rarer the heavier; what stands nowhere is heaviest."""
        return log(1 + len(self.rows) / (1 + len(self.postings.get(mark, ()))))

    def near(self, stem: str) -> str:
        """The one stem that a misspelt one ("bazar") can be; "" where there is none or more than one."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        if not (len(stem) >= 5 and stem.isalpha()):
            return ""
        reach = 1 if len(stem) < 9 else 2
        hits = extract(stem, self._by_first.get(stem[0], ()), scorer=OSA.distance, score_cutoff=reach, limit=2)
        return str(hits[0][0]) if len(hits) == 1 else ""

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """Speakers who are nobody in particular ("Diplomats")."""
        speakers = (mark.removeprefix("by:") for mark in self.postings if mark.startswith("by:"))
        return frozenset(speaker for speaker in speakers if speaker not in self.people)

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        stems: dict[str, list[str]] = {}
        for mark in self.postings:
            if len(mark) >= 5 and mark.isalpha():
                stems.setdefault(mark[0], []).append(mark)
        return stems

    # --- how it is made

    @classmethod
    def of(cls, base: KnowledgeBase) -> Index:
        """The index of a knowledge base."""
        index = cls(base.people)
        for row in sorted(base.statements.values(), key=lambda row: row.on):
            index.add(row)
        index.quotes = {quote.id: quote for table in _QUOTING for row in getattr(base, table).values() for quote in _quotes(row)}
        index.settle(index.quotes.values())
        return index

    def changed(self, base: KnowledgeBase, rows: Mapping[str, Iterable[str]]) -> Index:
        """The index of a base that differs in these rows (ids by table) from the one that this was made of."""
        new = copy(self)
        new.rows, new.numbers, new.postings = dict(self.rows), dict(self.numbers), dict(self.postings)
        new.quoted, new.days, new.own = dict(self.quoted), dict(self.days), set()
        for made in ("unnamed", "_by_first"):
            vars(new).pop(made, None)
        people = set(rows.get("people", ()))
        theirs = {row.id for person in people for row in self.by(person)} - self.quoted.keys()
        moved = list(new.restate({*rows.get("statements", ()), *theirs}, base))
        unsure = {quote.id for quote in self.quotes.values() if quote.speaker in people}
        for table in _QUOTING:
            for id_ in rows.get(table, ()):
                gone = [quote for quote in new.quotes.values() if quote.id.rpartition("/")[0] == id_]
                row = getattr(base, table).get(id_)
                come = {quote.id: quote for quote in (_quotes(row) if row else ())}
                new.quotes = {key: quote for key, quote in new.quotes.items() if quote not in gone} | come
                moved += gone
                unsure.update(come, (quote.id for quote in gone))
        unsure.update(quote.id for quote in new.quotes.values() if any(quote.text in row.text for row in moved))
        for id_ in unsure & new.quoted.keys():
            new.drop(id_)
            del new.quoted[id_]
        new.people = base.people
        new.settle(quote for id_, quote in new.quotes.items() if id_ in unsure)
        new.own = None
        return new

    def restate(self, ids: Iterable[str], base: KnowledgeBase) -> Iterator[Statement]:
        """Index the statements of these ids as they are in the base; yields what they were and are."""
        before, places = self.people, {}
        for id_ in sorted(ids):
            if id_ in self.numbers:
                places[id_] = self.numbers[id_]
                yield self.rows[places[id_]]
                self.drop(id_)
        self.people = base.people
        for id_ in sorted(ids):
            if row := base.statements.get(id_):
                yield row
                place = places.get(id_)
                self.add(row, place if place is not None and place >> _SAME_DAY == _day(row.on) else None)
        self.people = before

    def by(self, person: str) -> Iterator[Statement]:
        return (self.rows[number] for number in self.postings.get(f"by:{person}", ()))

    def add(self, row: Statement, number: int | None = None) -> None:
        """Index a statement under its number; None: behind what was said on its day before."""
        if number is None:
            day = _day(row.on)
            self.days[day] = self.days.get(day, -1) + 1
            number = (day << _SAME_DAY) + self.days[day]
        self.rows[number], self.numbers[row.id] = row, number
        for mark in _marks(row, self.people):
            self.posting(mark).add(number)

    def drop(self, id_: str) -> None:
        """Take a statement out."""
        number = self.numbers.pop(id_)
        for mark in set(_marks(self.rows.pop(number), self.people)):
            posting = self.posting(mark)
            posting.discard(number)
            if not posting:
                del self.postings[mark]

    def posting(self, mark: str) -> set[int]:
        held = self.postings.get(mark)
        if held is None or (self.own is not None and mark not in self.own):
            held = self.postings[mark] = set(held or ())
            if self.own is not None:
                self.own.add(mark)
        return held

    def said(self, quote: Statement) -> bool:
        """Whether the words stand in a direct statement, or in words that are indexed already."""
        stems = words(quote.text)
        held = [self.postings.get(stem, set()) for stem in stems]
        near: Iterable[int] = set.intersection(*held) if held else self.rows
        return any(quote.text in self.rows[number].text for number in near if self.rows[number].form == "direct")

    def settle(self, quotes: Iterable[Statement]) -> None:
        """Index those of the quotes that are no statement of their own."""
        for quote in quotes:
            if quote.speaker in self.people and not self.said(quote):
                self.quoted[quote.id] = quote
                self.add(quote)


_QUOTING = ("pledges", "commitments")
"""Tables whose rows may have people's words with them."""


def _day(on: str) -> int:
    """A date, a month or a year as a number; what is known by the month only comes before the days of that month."""
    year, month, day = (*map(int, on.split("-")), 0, 0)[:3]
    return year * 10_000 + month * 100 + day


def _marks(row: Statement, people: Mapping[str, Person]) -> Iterator[str]:
    yield from words(row.text)
    if row.translation:
        yield from words(row.translation)
    yield from (f"#{topic}" for topic in row.topics)
    yield from (f"@{id_}" for id_ in row.about)
    yield from _setting(row.place, row.note or "")
    yield f"by:{row.speaker}"
    person = people.get(row.speaker)
    if person and person.home:
        yield f"of:{person.home}"
    if row.stance != "not_about":
        yield f"stance:{row.stance}"


@lru_cache(maxsize=4096)
def _setting(place: str, note: str) -> tuple[str, ...]:
    return tuple(f"&{word}" for word in words(f"{place} {note}"))


def _quotes(row: Pledge | Commitment) -> Iterator[Statement]:
    """The words that stand with a pledge or a commitment, as statements."""
    about = (row.subject,) if isinstance(row, Pledge) else row.members
    held: tuple[Any, ...] = ((row.quote,) if row.quote else ()) if isinstance(row, Pledge) else row.quotes
    for number, quote in enumerate(held):
        yield Statement(
            id=f"{row.id}/{number}", speaker=quote.speaker or "", role="", on=row.on, place="", text=quote.text,
            language=quote.language, about=about, topics=("national_plan",), sources=(quote.source,),
        )  # fmt: skip
