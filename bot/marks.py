"""What has to be said with a fact that moderators changed: one sentence each."""

from __future__ import annotations

from typing import Any

from bot import phrase
from knowledge import rows, units
from knowledge.base import Figure, View
from knowledge.model import Mark, Statement

_TABLES = {shape: table for table, shape in rows.TABLES.items()} | {Figure: "figures"}
_CALLED = {"wrong": "withdrawn as wrong", "superseded": "superseded", "disputed": "disputed"}


def mark_of(view: View, row: rows.Row) -> Mark | None:
    """The mark of a fact; of words that stand with a pledge or a commitment, its mark."""
    marks = view.base.marks
    if not marks:
        return None
    if isinstance(row, Statement) and "/" in row.id:  # `knowledge.search` makes a statement of such words
        owner = row.id.rpartition("/")[0]
        return marks.get(("pledges", owner)) or marks.get(("commitments", owner))
    table = _TABLES.get(type(row))  # a summit's outcome is of no table
    return marks.get((table, rows.key(row))) if table else None


def sentence(view: View, row: rows.Row, mark: Mark, locale: str) -> str:
    """The sentence to say with the fact."""
    day, what = phrase.day(mark.on, locale), called(view, row, locale)
    if mark.standing == "own":
        return f"{what}: from this server's own knowledge (changed on {day})."
    whose = "held by this server's moderators to be " if mark.server else ""
    by = _successor(view, row, mark, locale)
    reason = " ".join(mark.reason.replace("**", "").split()).rstrip(".")
    return f"{what}: {whose}{_CALLED[mark.standing]} since {day}{by}{f': {reason}' if reason else ''}."


def withdrawn(view: View, indicator: str, subject: str, locale: str, since: int = 0) -> list[str]:
    """The sentences on figures that are in no table any more, of years from `since` on."""
    held = ((mark.row, mark) for (table, _), mark in view.base.marks.items() if table == "figures" and mark.standing == "wrong")
    return [
        sentence(view, row, mark, locale)
        for row, mark in held
        if (row.indicator, row.subject) == (indicator, subject) and since <= row.year <= view.day.year
    ]


def called(view: View, row: rows.Row, locale: str = "en") -> str:
    """What a fact is called in a sentence that begins with it: "Spain's pledge of 22 June 2025"."""
    base = view.base
    match row:
        case Figure():
            return f"{_whose(view, row.subject)} {units.INDICATORS[row.indicator].short} in {row.year}"
        case Statement():
            person = base.people.get(row.speaker)
            return f"The words of {person.name if person else row.speaker} of {phrase.day(row.on, locale)}"
    table = _TABLES[type(row)]
    name: Any = getattr(row, "name", None) or getattr(row, "term", None) or getattr(row, "title", None)
    if table == "pledges":
        return f"{_whose(view, row.subject)} {row.kind} of {phrase.day(row.on, locale)}"
    if table == "offices":
        person = base.people.get(row.person)
        return f"{person.name if person else row.person} as {row.title}"
    if table == "budgets":
        return f"NATO's common budgets of {row.year}"
    if table == "cost_shares":
        return f"{_whose(view, row.ally)} share of the common budgets"
    return f"The source “{name}”" if table == "sources" else phrase.capital(str(name or row.id))


def _whose(view: View, subject: str) -> str:
    name = phrase.capital(phrase.name(view.base, subject, article=True))
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _successor(view: View, row: rows.Row, mark: Mark, locale: str) -> str:
    if mark.by is None:
        return ""
    new = rows.get(view.base, _TABLES[type(row)], mark.by)
    found = called(view, new, locale) if new is not None else ""
    return f" by {found[:1].lower() + found[1:] if found.startswith('The ') else found}" if found else ""
