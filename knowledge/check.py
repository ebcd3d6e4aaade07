"""What must be true of the data beyond its types. Each fault names the file, the row and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from typing import Any, NamedTuple

from knowledge.base import ALLIANCE, EUROPE_AND_CANADA, Figure, KnowledgeBase
from knowledge.model import Ids
from knowledge.rows import TABLES
from knowledge.units import INDICATORS
from knowledge.when import first_day

AGGREGATES = (ALLIANCE, EUROPE_AND_CANADA, "NATO_EUR")
_DATES = ("on", "start", "end", "published_on", "last_seen", "as_of", "decided")
_WHOLE = 100
_SHARES = ("share", "core", "related", "equipment")
ADDRESS = re.compile(r"https?://[^\s<>\[\]\"`\\]{3,2000}")
"""What can stand as the target of a link and ends it nowhere."""


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
            yield from (f"{label}: {fault}" for fault in own_faults(name, row))
            yield from (f"{label}: unknown {link.what} {link.id!r}" for link in broken(base, name, row))
    yield from _figures(base)


def own_faults(name: str, row: Any) -> Iterator[str]:
    """What is wrong with a row of a table by itself, figures aside."""
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
    address = getattr(row, "url", None)
    if address is not None and not ADDRESS.fullmatch(address):
        yield f"url: {address[:80]!r} is no address; write it with https:// and without spaces"
    start, end = getattr(row, "start", None), getattr(row, "end", None)
    if isinstance(start, str) and isinstance(end, str) and end < start[: len(end)]:
        yield f"ends ({end}) before it starts ({start})"


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
_FIELDS = {
    "source": Link("source", ("sources",), ""), "sources": Link("source", ("sources",), ""),
    "ally": Link("ally", ("allies",), ""), "subject": Link("ally", ("allies",), ""), "members": Link("member", ("allies",), ""),
    "country": Link("country", _PLACES, ""), "of": Link("place", _PLACES, ""), "about": Link("place", _PLACES, ""),
    "home": Link("place", _PLACES, "", loose=True), "person": Link("person", ("people",), ""),
    "speaker": Link("person", ("people",), "", loose=True), "superseded_by": Link("commitment", ("commitments",), ""),
    "summit": Link("summit", ("summits",), ""), "edition": Link("edition", ("editions",), ""),
    "statements": Link("statement", ("statements",), ""),
}  # fmt: skip
"""Fields that hold an id, or several, and what of."""
_ABOVE = {"of": ("NATO", "EU"), "about": ("NATO", "EU"), "home": ("NATO", "EU"), "country": ("NATO", "EU"), "figures": AGGREGATES}
"""What is spoken of, speaks or is measured like a state, by field or table."""


def _linked(table: str, shape: Any) -> list[tuple[str, Link, Ids]]:
    """The fields of a table that hold ids, with the ids that need no row."""
    names = Figure._fields if table == "figures" else [field.name for field in fields(shape)]
    held = {name: link for name, link in _FIELDS.items() if name in names}
    if table == "shifts":
        held["speaker"] = held["speaker"]._replace(loose=False)
    return [(name, link, _ABOVE.get(table if name == "subject" else name, ())) for name, link in held.items()]


_LINKS = {table: _linked(table, shape) for table, shape in TABLES.items()}
_QUOTED = Link("source of a quote", ("sources",), "")
_WITH_QUOTES = ("commitments", "pledges", "summits", "references")


def links(name: str, row: Any) -> Iterator[Link]:
    """Every row that a row of the table `name` rests on or speaks of."""
    return (link._replace(id=id_) for link, id_ in _held(name, row))


def refers(name: str, tables: Collection[str]) -> bool:
    """Whether rows of a table can refer to rows of any of these."""
    held = [link for _, link, _ in _LINKS[name]] + ([_QUOTED, _FIELDS["speaker"]] if name in _WITH_QUOTES else [])
    return any(table in tables for link in held for table in link.tables)


def broken(base: KnowledgeBase, name: str, row: Any) -> Iterator[Link]:
    """The links that lead nowhere."""
    for link, id_ in _held(name, row):
        if not link.loose and all(id_ not in getattr(base, table) for table in link.tables):
            yield link._replace(id=id_)


def _held(name: str, row: Any) -> Iterator[tuple[Link, str]]:
    """The ids in a row, each with what it is an id of."""
    for field, link, above in _LINKS[name]:
        held = getattr(row, field)
        for id_ in (held,) if isinstance(held, str) else held or ():
            if id_ not in above:
                yield link, id_
    if name not in _WITH_QUOTES:
        return
    for quote in _quotes(row):
        yield _QUOTED, quote.source
        if quote.speaker is not None:
            yield _FIELDS["speaker"], quote.speaker
    for point in getattr(row, "outcomes", ()):
        yield from ((_FIELDS["sources"], id_) for id_ in point.sources)


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
