"""The knowledge base: an immutable snapshot, and the view of it as it was known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from knowledge.model import (
    Ally,
    Budget,
    Commitment,
    CostShare,
    Edition,
    Group,
    Mark,
    NonMember,
    Person,
    Pledge,
    Point,
    Reference,
    Shift,
    Source,
    Statement,
    Summit,
    Tenure,
)
from knowledge.when import first_day, last_day

ALLIANCE = "NATO_TOTAL"
EUROPE_AND_CANADA = "NATO_EUR_CAN"


_NEARLY = Decimal("0.9")


class Figure(NamedTuple):
    """One observation: the value of an indicator for a subject and year, as one edition has it."""

    subject: str
    indicator: str
    year: int
    value: Decimal
    unit: str
    estimate: bool
    edition: str
    source: str


class Cell(NamedTuple):
    """A published value with the mark of an estimate and where it stands."""

    value: Decimal
    estimate: bool
    source: str


@dataclass(frozen=True, slots=True)
class Series:
    """The published values of one (edition, indicator, subject) by year."""

    edition: str
    indicator: str
    subject: str
    unit: str
    cells: Mapping[int, Cell]

    def at(self, year: int) -> Figure | None:
        cell = self.cells.get(year)
        if cell is None:
            return None
        return Figure(self.subject, self.indicator, year, cell.value, self.unit, cell.estimate, self.edition, cell.source)


@dataclass(frozen=True)
class KnowledgeBase:
    """All facts by id. Nothing in it changes; a moderator's change makes another one."""

    sources: Mapping[str, Source]
    editions: Mapping[str, Edition]
    series: Mapping[tuple[str, str, str], Series]
    allies: Mapping[str, Ally]
    non_members: Mapping[str, NonMember]
    groups: Mapping[str, Group]
    people: Mapping[str, Person]
    offices: Mapping[str, Tenure]
    statements: Mapping[str, Statement]
    shifts: Mapping[str, Shift]
    commitments: Mapping[str, Commitment]
    pledges: Mapping[str, Pledge]
    summits: Mapping[str, Summit]
    references: Mapping[str, Reference]
    budgets: tuple[Budget, ...]
    cost_shares: tuple[CostShare, ...]
    marks: Mapping[tuple[str, str], Mark] = field(default_factory=dict)
    """By (table, id): what has to be said with a fact that moderators changed."""

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Every name of everything that has one: (name, kind, id)."""
        for table in NAMED:
            for row in getattr(self, table).values():
                yield from names_of(table, row)

    def alpha2(self) -> dict[str, tuple[str, str]]:
        """ISO 3166-1 alpha-2 code → (kind, id) of the states that are known."""
        from babel.core import get_global

        codes = get_global("territory_aliases")
        rows = [("ally", id_) for id_ in self.allies] + [("nonmember", id_) for id_ in self.non_members]
        return {codes[id_][0]: (kind, id_) for kind, id_ in rows if id_ in codes} | {"XK": ("nonmember", "KOS")}

    def as_known_on(self, day: date) -> View:
        """What was known at the end of `day`."""
        return View(self, day)


NAMED = ("allies", "non_members", "groups", "people", "commitments", "summits", "references")
"""The tables whose rows have names."""
_KINDS = {"groups": "group", "people": "person", "commitments": "commitment", "summits": "summit"}


def names_of(table: str, row: Any) -> Iterator[tuple[str, str, str]]:
    """The names of a row of one of those tables: (name, kind, id)."""
    if table == "allies":
        for name in (row.name, row.official_name, *row.aliases, *row.demonyms):
            yield name, "ally", row.id
        yield row.capital.removesuffix(", D.C."), "capital", row.id
    elif table == "non_members":
        for name in (row.name, *row.aliases, *row.demonyms, *((row.capital,) if row.capital else ())):
            yield name, "nonmember", row.id
    elif table == "references":
        for name in (row.term, *row.aliases):
            yield name, "reference", row.id
    else:
        for name in (row.name, *row.aliases):
            yield name, _KINDS[table], row.id


class View:
    """The knowledge base as known on `day`: nothing that was published or happened later.

    A figure is known from its edition's publication on; anything else from the day it happened and one of its
    sources had appeared. Reference entries (terms, groups, the treaty) have no day of their own.
    """

    def __init__(self, base: KnowledgeBase, day: date) -> None:
        self.base = base
        self.day = day
        self._chosen: dict[tuple[str, tuple[str, ...], tuple[int, ...]], Edition | None] = {}

    def known(self, rows: Mapping[str, Any], when: str = "on") -> dict[str, Any]:
        """The rows that had happened and been reported by the day."""
        return {id_: row for id_, row in rows.items() if self._happened(getattr(row, when)) and self.reported(row.sources)}

    def of(self, table: str, rows: Mapping[str, Any]) -> dict[str, Any]:
        """Those of some rows of a table that are known."""
        if table == "summits":
            return {id_: row for id_, row in rows.items() if self._announced(row)}
        if table == "offices":
            begun = {id_: row for id_, row in rows.items() if row.start is None or first_day(row.start) <= self.day}
            return {id_: row for id_, row in begun.items() if self.reported(row.sources)}
        return self.known(rows)

    def _happened(self, on: str | date | None) -> bool:
        if on is None:
            return True
        return (last_day(on) if isinstance(on, str) else on) <= self.day

    def _announced(self, row: Summit) -> bool:
        """Whether it was known of: a source without a date announces no summit that lies ahead."""
        sources = [self.base.sources[id_] for id_ in row.sources]
        ahead = first_day(row.start) > self.day
        return any(self._appeared(source) and not (ahead and source.published_on is None) for source in sources)

    def reported(self, sources: Iterable[str]) -> bool:
        """Whether one of the sources had appeared."""
        return any(self._appeared(self.base.sources[id_]) for id_ in sources)

    def _appeared(self, source: Source) -> bool:
        return source.published_on is None or first_day(source.published_on) <= self.day

    def citable(self, sources: Iterable[str]) -> list[Source]:
        """Those of the sources that had appeared, or all where none had (reference entries)."""
        rows = [self.base.sources[id_] for id_ in sources]
        return [row for row in rows if self._appeared(row)] or rows

    # --- what is known

    @cached_property
    def allies(self) -> dict[str, Ally]:
        """The members on the day, by name."""
        rows = sorted(self.base.allies.values(), key=lambda ally: ally.name)
        return {ally.id: ally for ally in rows if ally.accession <= self.day}

    @cached_property
    def commitments(self) -> dict[str, Commitment]:
        return self.of("commitments", self.base.commitments)

    @cached_property
    def agreed(self) -> dict[Decimal, Commitment]:
        """By each share (whole or core) the newest commitment of all allies to it; no proposals, no demands."""
        newest: dict[Decimal, Commitment] = {}
        for row in self.commitments.values():
            for share in (row.share, row.core) if row.kind in ("guideline", "pledge", "commitment") else ():
                if share is None:
                    continue
                if share not in newest or last_day(row.on) > last_day(newest[share].on):
                    newest[share] = row
        return newest

    @cached_property
    def pledges(self) -> dict[str, Pledge]:
        return self.of("pledges", self.base.pledges)

    @cached_property
    def statements(self) -> dict[str, Statement]:
        return self.of("statements", self.base.statements)

    @cached_property
    def offices(self) -> dict[str, Tenure]:
        return self.of("offices", self.base.offices)

    @cached_property
    def summits(self) -> dict[str, Summit]:
        """All that had been announced, the future ones too, each with the outcomes known."""
        return self.of("summits", self.base.summits)

    def outcomes(self, summit: Summit) -> list[Point]:
        return [point for point in summit.outcomes if point.on <= self.day and self.reported(point.sources)]

    @cached_property
    def budgets(self) -> list[Budget]:
        rows = (row for row in self.base.budgets if self._happened(row.decided) and self.reported(row.sources))
        return sorted(rows, key=lambda row: -row.year)

    # --- figures

    @cached_property
    def editions(self) -> list[Edition]:
        """NATO's editions that had been published, newest first."""
        return self._editions("nato")

    def _editions(self, definition: str) -> list[Edition]:
        rows = (row for row in self.base.editions.values() if row.definition == definition)
        return sorted((row for row in rows if row.published_on <= self.day), key=lambda row: row.published_on, reverse=True)

    @cached_property
    def other_editions(self) -> list[Edition]:
        return self._editions("sipri")

    def series(self, indicator: str, subject: str, edition: str) -> Series | None:
        return self.base.series.get((edition, indicator, subject))

    def figure(self, indicator: str, subject: str, year: int, edition: str) -> Figure | None:
        series = self.base.series.get((edition, indicator, subject))
        return series.at(year) if series and year <= self.day.year else None

    def newest(self, indicator: str, subject: str, edition: str) -> Figure | None:
        """The newest year of the edition that has a value and is not in the future."""
        series = self.base.series.get((edition, indicator, subject))
        years = [year for year in series.cells if year <= self.day.year] if series else []
        return series.at(max(years)) if series and years else None

    def years(self, indicator: str, edition: str) -> list[int]:
        """The years for which the edition has the indicator, not in the future."""
        return sorted({year for year in self._years.get((edition, indicator), ()) if year <= self.day.year})

    def span(self, indicator: str, edition: str, start: int | None, end: int | None) -> list[int]:
        """Those from `start` to `end`; None: no bound."""
        return [year for year in self.years(indicator, edition) if (start or 0) <= year <= (end or 9999)]

    @cached_property
    def _years(self) -> dict[tuple[str, str], set[int]]:
        years: dict[tuple[str, str], set[int]] = {}
        for (edition, indicator, _), series in self.base.series.items():
            years.setdefault((edition, indicator), set()).update(series.cells)
        return years

    @cached_property
    def edition(self) -> Edition | None:
        """The newest edition."""
        return self.editions[0] if self.editions else None

    def edition_with(self, indicator: str, subjects: Iterable[str], years: Iterable[int] = ()) -> Edition | None:
        """The newest edition that has the indicator, in all of these years, for nearly as many of the subjects as any has."""
        key = (indicator, tuple(subjects), tuple(years))
        if key not in self._chosen:
            self._chosen[key] = self._choose(*key)
        return self._chosen[key]

    def _choose(self, indicator: str, wanted: tuple[str, ...], years: tuple[int, ...]) -> Edition | None:

        def held(edition: Edition) -> int:
            if years:
                return sum(all(self.figure(indicator, subject, year, edition.id) for year in years) for subject in wanted)
            return sum((edition.id, indicator, subject) in self.base.series for subject in wanted)

        counts = [(held(edition), edition) for edition in self.editions]
        enough = max((count for count, _ in counts), default=0) * _NEARLY
        return next((edition for count, edition in counts if count and count >= enough), None)
