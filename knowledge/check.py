"""What must be true of the data beyond its types. Each fault names the file, the row and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from knowledge.base import ALLIANCE, EUROPE_AND_CANADA, Figure, KnowledgeBase
from knowledge.model import Ids
from knowledge.units import INDICATORS
from knowledge.when import first_day

AGGREGATES = (ALLIANCE, EUROPE_AND_CANADA, "NATO_EUR")
_DATES = ("on", "start", "end", "published_on", "last_seen", "as_of", "decided")
_WHOLE = 100
_SHARES = ("share", "core", "related", "equipment")


def faults(base: KnowledgeBase) -> Iterator[str]:
    """Every fault in the snapshot, as a line of text."""
    tables: dict[str, Iterable[Any]] = {
        "sources": base.sources.values(), "editions": base.editions.values(), "allies": base.allies.values(),
        "non_members": base.non_members.values(), "groups": base.groups.values(), "people": base.people.values(),
        "offices": base.offices.values(), "statements": base.statements.values(), "shifts": base.shifts.values(),
        "commitments": base.commitments.values(), "pledges": base.pledges.values(), "summits": base.summits.values(),
        "references": base.references.values(), "budgets": base.budgets, "cost_shares": base.cost_shares,
    }  # fmt: skip
    for name, rows in tables.items():
        for row in rows:
            label = f"{name}.toml: {getattr(row, 'id', getattr(row, 'year', ''))}"
            yield from (f"{label}: {fault}" for fault in row_faults(base, name, row))
    yield from _figures(base)


def row_faults(base: KnowledgeBase, name: str, row: Any) -> Iterator[str]:
    """What is wrong with a row of a table of the base, figures aside."""
    yield from _sources(name, row)
    for field in _DATES:
        value = getattr(row, field, None)
        if isinstance(value, str):
            try:
                first_day(value)
            except ValueError as error:
                yield f"{field}: {error}"
    for field in _SHARES:
        value = getattr(row, field, None)
        if value is not None and not 0 <= value <= _WHOLE:
            yield f"{field}: {value} is no percentage; from 0 to 100 is possible"
    start, end = getattr(row, "start", None), getattr(row, "end", None)
    if isinstance(start, str) and isinstance(end, str) and end < start[: len(end)]:
        yield f"ends ({end}) before it starts ({start})"
    yield from (f"unknown {link.what} {link.id!r}" for link in broken(base, name, row))


def _sources(name: str, row: Any) -> Iterator[str]:
    """What a row rests on: at least one source (a group may be common knowledge), and quotes with words."""
    sources = getattr(row, "sources", None)
    if sources is not None and not sources and name != "groups":
        yield "has no source"
    if any(not quote.text.strip() for quote in _quotes(row)):
        yield "an empty quote"


class Link(NamedTuple):
    """A row of one of these tables that a row names by its id; a `loose` one may be a plain name instead."""

    what: str
    tables: Ids
    id: str
    loose: bool = False


_PLACES = ("allies", "non_members")
_ABOVE = ("NATO", "EU")
"""What is spoken of, or speaks, like a state."""


def links(name: str, row: Any) -> Iterator[Link]:
    """Every row that a row of the table `name` rests on or speaks of."""
    yield from _cited(name, row)
    one: list[tuple[str, str, Ids, bool]] = [
        ("ally", "ally", ("allies",), False), ("country", "country", _PLACES, False), ("person", "person", ("people",), False),
        ("superseded_by", "commitment", ("commitments",), False), ("summit", "summit", ("summits",), False),
        ("of", "place", _PLACES, False), ("home", "place", _PLACES, True), ("speaker", "person", ("people",), name != "shifts"),
        ("edition", "edition", ("editions",), False), ("subject", "ally", ("allies",), False),
    ]  # fmt: skip
    many: list[tuple[str, str, Ids]] = [
        ("members", "member", ("allies",)), ("about", "place", _PLACES), ("statements", "statement", ("statements",)),
    ]  # fmt: skip
    for field, what, tables, loose in one:
        id_ = getattr(row, field, None)
        if id_ is not None and not (id_ in _ABOVE and tables is _PLACES) and not (name == "figures" and id_ in AGGREGATES):
            yield Link(what, tables, id_, loose)
    for field, what, tables in many:
        for id_ in getattr(row, field, ()):
            if not (id_ in _ABOVE and tables is _PLACES):
                yield Link(what, tables, id_)
    for quote in _quotes(row):
        if quote.speaker is not None:
            yield Link("person", ("people",), quote.speaker, True)


def _cited(name: str, row: Any) -> Iterator[Link]:
    """The sources."""
    for id_ in getattr(row, "sources", ()):
        yield Link("source", ("sources",), id_)
    for point in getattr(row, "outcomes", ()):
        for id_ in point.sources:
            yield Link("source", ("sources",), id_)
    if name in ("editions", "figures"):
        yield Link("source", ("sources",), row.source)
    for quote in _quotes(row):
        yield Link("source of a quote", ("sources",), quote.source)


def broken(base: KnowledgeBase, name: str, row: Any) -> Iterator[Link]:
    """The links that lead nowhere."""
    for link in links(name, row):
        if not link.loose and all(link.id not in getattr(base, table) for table in link.tables):
            yield link


def _quotes(row: Any) -> Iterator[Any]:
    quote = getattr(row, "quote", None)
    if quote is not None:
        yield quote
    yield from getattr(row, "quotes", ())
    for point in getattr(row, "outcomes", ()):
        if point.quote is not None:
            yield point.quote


def figure_faults(figure: Figure, unit: str) -> Iterator[str]:
    """What is wrong with a figure; `unit`: that of the other figures of its series."""
    expected = INDICATORS[figure.indicator].unit or unit
    if figure.unit != expected or not figure.unit:
        yield f"unit {figure.unit!r}, expected {expected or 'the currency'!r}"
    if not figure.value.is_finite() or (figure.indicator != "real_change" and figure.value < 0):
        yield f"{figure.value} can't be"
    elif figure.unit.startswith("% of") and figure.value > _WHOLE:
        yield f"a share of {figure.value}; from 0 to 100 is possible"


def _figures(base: KnowledgeBase) -> Iterator[str]:
    for (edition, indicator, subject), series in base.series.items():
        where = f"series.csv: {edition}, {indicator}, {subject}"
        if edition not in base.editions:
            yield f"{where}: unknown edition"
        if subject not in base.allies and subject not in AGGREGATES:
            yield f"{where}: unknown subject"
        for year, cell in series.cells.items():
            if cell.source not in base.sources:
                yield f"{where}: {year}: unknown source {cell.source!r}"
        for figure in filter(None, map(series.at, series.cells)):
            yield from (f"{where}: {figure.year}: {fault}" for fault in figure_faults(figure, series.unit))
