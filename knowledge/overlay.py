"""Facts laid over a knowledge base: what moderators made of them, on top of what was shipped or what everybody sees.

    base + {(table, id): State | None} ─▶ KnowledgeBase

A `State` is a fact as it stands after a change; None is a fact that nobody has changed (any more): as it is in the base
beneath. Only the tables concerned are copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from knowledge import rows
from knowledge.base import Cell, Figure, KnowledgeBase, Series
from knowledge.model import Mark
from knowledge.rows import Row

Key = tuple[str, str]
"""Table and id."""


@dataclass(frozen=True, slots=True)
class State:
    """A fact and what has to be said with it. Marked "wrong" it is in no table, but what it was is still known."""

    row: Row
    mark: Mark | None = None

    @property
    def present(self) -> bool:
        """Whether the fact stands in its table."""
        return self.mark is None or self.mark.standing != "wrong"

    def json(self) -> dict[str, Any]:
        """Its form as JSON, without table and id."""
        return {"row": rows.dump(self.row)} | ({"mark": rows.dump(self.mark)} if self.mark else {})


def state(table: str, id_: str, value: Mapping[str, Any]) -> State:
    """The state from its form as JSON, as it was stored; RowError where it doesn't fit this release."""
    mark = value.get("mark")
    return State(rows.read(table, id_, value["row"]), rows.adapter(Mark).validate_python(mark) if mark else None)


def state_of(base: KnowledgeBase, table: str, id_: str) -> State | None:
    """How a fact stands in a base; None where there has never been one."""
    mark = base.marks.get((table, id_))
    row = rows.get(base, table, id_)
    if row is None:
        return State(mark.row, replace(mark, row=None)) if mark and mark.row is not None else None
    return State(row, mark)


def lay(base: KnowledgeBase, states: Mapping[Key, State | None], beneath: KnowledgeBase | None = None) -> KnowledgeBase:
    """The base with these facts as they stand now; those of state None as they are in `beneath`."""
    if not states:
        return base
    marks = dict(base.marks)
    tables: dict[str, dict[str, Row | None]] = {}
    for (table, id_), given in states.items():
        found = given or (state_of(beneath, table, id_) if beneath else None)
        tables.setdefault(table, {})[id_] = found.row if found and found.present else None
        if found and found.mark:
            marks[table, id_] = found.mark if found.present else replace(found.mark, row=found.row)
        else:
            marks.pop((table, id_), None)
    return replace(base, marks=marks, **dict(_copied(base, table, changed) for table, changed in tables.items()))


def _copied(base: KnowledgeBase, table: str, changed: Mapping[str, Row | None]) -> tuple[str, Any]:
    """The field of the knowledge base that holds the table, with the rows changed or (None) taken out."""
    if table == "figures":
        return "series", _series(base.series, changed)
    held: dict[str, Row] = {rows.key(row): row for row in rows.every(base, table)} if table in rows.LISTS else dict(getattr(base, table))
    for id_, row in changed.items():
        if row is None:
            held.pop(id_, None)
        else:
            held[id_] = row
    return table, tuple(held.values()) if table in rows.LISTS else held


def _series(before: Mapping[tuple[str, str, str], Series], changed: Mapping[str, Figure | None]) -> dict[tuple[str, str, str], Series]:
    """The series with the cells changed; one that has no cells left is gone."""
    series = dict(before)
    opened: dict[tuple[str, str, str], dict[int, Cell]] = {}
    for id_, figure in changed.items():
        edition, indicator, subject, year = id_.split("/")
        key = edition, indicator, subject
        if key not in opened:
            opened[key] = dict(series[key].cells) if key in series else {}
            unit = figure.unit if figure else ""
            series[key] = Series(*key, series[key].unit if key in series else unit, opened[key])
        if figure is None:
            opened[key].pop(int(year), None)
        else:
            opened[key][int(year)] = Cell(figure.value, figure.estimate, figure.source)
            if not series[key].unit:
                series[key] = replace(series[key], unit=figure.unit)
    for key in [key for key, cells in opened.items() if not cells]:
        del series[key]
    return series


def touched(states: Iterable[Key]) -> dict[str, set[str]]:
    """The ids concerned, by table."""
    found: dict[str, set[str]] = {}
    for table, id_ in states:
        found.setdefault(table, set()).add(id_)
    return found
