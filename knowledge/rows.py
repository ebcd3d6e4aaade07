"""A fact as JSON: how it is stored, shown and typed in, and what is wrong with one that can't be.

    {"subject": "ESP", "on": "2025-06-22", "share": "2.1", …}  ⇄  Pledge(id="esp-01", …)

Decimals are text, dates ISO, and what has its default is left out. Every table has ids: a figure's is
"EDITION/INDICATOR/SUBJECT/YEAR", a budget's its year, a cost share's "ALLY/FIRST YEAR".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from knowledge import model
from knowledge.base import Figure, KnowledgeBase
from knowledge.units import INDICATORS

JSON = None | bool | int | str | list["JSON"] | dict[str, "JSON"]
Row = Any
"""A dataclass of `knowledge.model`, or a `Figure`."""

LONGEST = 8_000
"""Characters that one text may have."""
_DIGITS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a figure's id doesn't say of it."""

    id: str
    value: Decimal
    unit: str
    estimate: bool = False
    source: str


TABLES: dict[str, type] = {
    "sources": model.Source,
    "editions": model.Edition,
    "allies": model.Ally,
    "non_members": model.NonMember,
    "groups": model.Group,
    "people": model.Person,
    "offices": model.Tenure,
    "statements": model.Statement,
    "shifts": model.Shift,
    "commitments": model.Commitment,
    "pledges": model.Pledge,
    "summits": model.Summit,
    "references": model.Reference,
    "budgets": model.Budget,
    "cost_shares": model.CostShare,
    "figures": Observation,
}
"""The shape of each table's rows."""
LISTS = ("budgets", "cost_shares")
"""Tables that the knowledge base holds as tuples."""


class RowError(Exception):
    """Values that make no row; `lines` has one sentence for each: the field, what is wrong, what would do."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


# --- rows of a knowledge base


def key(row: Row) -> str:
    """The id of a row in its table."""
    if isinstance(row, Figure):
        return f"{row.edition}/{row.indicator}/{row.subject}/{row.year}"
    if isinstance(row, model.Budget):
        return str(row.year)
    if isinstance(row, model.CostShare):
        return f"{row.ally}/{row.start}"
    return str(row.id)


def get(base: KnowledgeBase, table: str, id_: str) -> Row | None:
    """The row; None where there is none."""
    if table == "figures":
        parts = id_.split("/")
        if len(parts) != 4 or not parts[3].isdecimal():
            return None
        series = base.series.get((parts[0], parts[1], parts[2]))
        return series.at(int(parts[3])) if series else None
    if table in LISTS:
        return next((row for row in getattr(base, table) if key(row) == id_), None)
    return getattr(base, table).get(id_) if table in TABLES else None


def every(base: KnowledgeBase, table: str) -> Iterator[Row]:
    """All rows of a table."""
    if table == "figures":
        for series in base.series.values():
            yield from (figure for year in series.cells if (figure := series.at(year)))
    else:
        rows = getattr(base, table)
        yield from (rows if table in LISTS else rows.values())


# --- a row and JSON


def dump(row: Row) -> dict[str, Any]:
    """The fields of a row as JSON, without those that its id says."""
    if isinstance(row, Figure):
        kept: dict[str, Any] = {"value": str(row.value), "unit": row.unit, "source": row.source}
        return kept | ({"estimate": True} if row.estimate else {})
    return {name: value for name, value in _plain(row).items() if name != "id"}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        given = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _plain(held) for field, held in given if field.default is MISSING or held != field.default}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def parse(table: str, id_: str, values: Mapping[str, Any]) -> Row:
    """The row with these fields; RowError says what is wrong with which of them."""
    if table not in TABLES:
        raise RowError([f"{table}: there is no such table; there are {', '.join(TABLES)}"])
    if faults := [*texts(values), *_id(table, id_)]:
        raise RowError(faults)
    row = read(table, id_, values)
    if faults := list(_numbers(row)):
        raise RowError(faults)
    if table in LISTS and key(row) != id_:
        raise RowError([f"id: {id_!r} goes with other values; it should be {key(row)!r}"])
    return row


def read(table: str, id_: str, values: Mapping[str, Any]) -> Row:
    """The row with fields that were checked when they were stored; RowError where they don't fit this release."""
    shape = TABLES[table]
    try:
        row = adapter(shape).validate_python({"id": id_, **values} if table not in LISTS else values)
    except ValueError as error:
        faults: Any = error  # pydantic's, which need not be imported to be caught
        raise RowError(complaint(shape, fault) for fault in faults.errors()) from None
    return figure(row) if isinstance(row, Observation) else row


def figure(row: Observation) -> Figure:
    """The figure that an observation is."""
    edition, indicator, subject, year = row.id.split("/")
    return Figure(subject, indicator, int(year), row.value, row.unit, row.estimate, edition, row.source)


@cache
def adapter(shape: type) -> Any:
    """A validator of the dataclass that refuses fields it doesn't have."""
    from pydantic import ConfigDict, TypeAdapter

    shape.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    try:
        return TypeAdapter(shape)
    finally:
        del shape.__pydantic_config__  # type: ignore[attr-defined]


def _id(table: str, id_: str) -> Iterator[str]:
    """What is wrong with an id that has parts."""
    parts = id_.split("/")
    if table != "figures":
        return
    if len(parts) != 4 or not (parts[3].isdecimal() and len(parts[3]) == 4):
        yield f"id: {id_!r} names no figure; write EDITION/INDICATOR/SUBJECT/YEAR, like nato-2026/share/ESP/2025"
    elif parts[1] not in INDICATORS:
        yield f"id: {parts[1]!r} is no indicator; there are {', '.join(INDICATORS)}"


def texts(value: Any, where: str = "") -> Iterator[str]:
    """Texts that no database or file could hold as they are, or that are too long."""
    if isinstance(value, str):
        if len(value) > LONGEST:
            yield f"{where}: it has {len(value):,} characters; at most {LONGEST:,} are possible"
        elif any(mark == "\0" or "\ud800" <= mark <= "\udfff" for mark in value):
            yield f"{where}: it holds a character that is no text; type it again without"
    elif isinstance(value, Mapping):
        for name, held in value.items():
            yield from texts(held, f"{where}.{name}" if where else str(name))
    elif isinstance(value, list | tuple):
        for number, held in enumerate(value, 1):
            yield from texts(held, f"{where}.{number}")


def _numbers(row: Row) -> Iterator[str]:
    for name in Observation.__slots__ if isinstance(row, Figure) else (field.name for field in fields(row)):
        value = getattr(row, name, None)
        if isinstance(value, Decimal) and value and not -_DIGITS < value.adjusted() < _DIGITS:
            yield f"{name}: {value} is no figure of this world; use the unit that the source uses"


def complaint(shape: type, fault: Any) -> str:
    """What is wrong with one field, by pydantic's fault, and what would do."""
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
    given = fault.get("input")
    shown = f"{str(given)[:60]!r}" if isinstance(given, str | int | float | Decimal) else "that"
    match fault["type"]:
        case "missing":
            return f"{where}: it is missing"
        case "unexpected_keyword_argument":
            return f"{where}: there is no such field{_meant(where, shape)}"
        case "literal_error":
            return f"{where}: {shown} is none of {fault['ctx']['expected'].replace(' or ', ', ')}"
        case kind if kind.startswith(("decimal", "finite")):
            return f"{where}: {shown} is no number; write it with a point, like 2.1"
        case kind if kind.startswith("date"):
            return f"{where}: {shown} is no day; write YYYY-MM-DD"
        case "tuple_type":
            return f"{where}: {shown} is no list; write the ids with commas between them"
        case _:
            return f"{where}: {shown} can't be: {fault['msg'][:1].lower()}{fault['msg'][1:]}"


def _meant(name: str, shape: type) -> str:
    from rapidfuzz.process import extractOne

    names = [field.name for field in fields(shape) if field.name != "id"]
    near = extractOne(name.rpartition(".")[2], names, score_cutoff=60)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(names)}"
