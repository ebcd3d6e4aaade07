"""Whose row of a table it is: allies and NATO's own totals by any of their names, and who is meant by a misspelt one."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.base import ALLIANCE, EUROPE_AND_CANADA, KnowledgeBase
from knowledge.words import plain

_LANGUAGES = ("en", "fr", "de")
_TOTALS = {
    "NATO": ALLIANCE, "NATO Total": ALLIANCE, "Total NATO": ALLIANCE, "OTAN Total": ALLIANCE, "NATO - Total": ALLIANCE,
    "NATO Europe and Canada": EUROPE_AND_CANADA, "European Allies and Canada": EUROPE_AND_CANADA, "NATO Europe & Canada": EUROPE_AND_CANADA,
    "OTAN Europe et Canada": EUROPE_AND_CANADA, ALLIANCE: ALLIANCE, EUROPE_AND_CANADA: EUROPE_AND_CANADA,
    "NATO Europe": "NATO_EUR", "NATO_EUR": "NATO_EUR", "OTAN Europe": "NATO_EUR",
}  # fmt: skip
NOT_HELD = frozenset(("north america", "nato north america", "european union", "nato eu", "non eu allies", "eu allies"))
"""Totals in NATO's tables that are nobody's here."""
_LABEL = re.compile(r"(?P<name>[^(*†‡]*?)[\s*†‡\d]*(?:\((?P<aside>[^()]{1,40})\))?[\s*†‡\d]*")
_NEAR = 75
_LONGEST = 100


class Label(NamedTuple):
    """The first cell of a row: "Belgium* (Euros)"."""

    name: str
    aside: str


def label(cell: str) -> Label:
    """The name without marks of footnotes, and what stands in parentheses behind it."""
    match = _LABEL.fullmatch(cell) if len(cell) <= _LONGEST else None
    return Label(match["name"], match["aside"] or "") if match else Label(cell, "")


class Subjects:
    """The names of everybody that a table can have a row for."""

    def __init__(self, base: KnowledgeBase) -> None:
        meant: dict[str, set[str]] = {}
        shown: dict[str, str] = {}
        for name, kind, id_ in [*base.names(), *_foreign(base), *((id_, "ally", id_) for id_ in base.allies)]:
            if kind == "ally":
                meant.setdefault(_folded(name), set()).add(id_)
                shown.setdefault(_folded(name), name)
        self._ids = {name: ids.pop() for name, ids in meant.items() if len(ids) == 1}
        self._ids |= {_folded(name): id_ for name, id_ in _TOTALS.items()}
        self._shown = shown | {_folded(name): name for name in _TOTALS}
        self._others = {_folded(name) for name, kind, _ in base.names() if kind == "nonmember"}

    def find(self, name: str) -> str | None:
        """The id of the ally or total."""
        return self._ids.get(_folded(name))

    def held(self, name: str) -> bool:
        """Whether a row of this name is of somebody whose figures are held here, or should be."""
        return _folded(name) not in NOT_HELD

    def fault(self, name: str) -> str:
        """Why nobody is found under a name, and who may be meant."""
        from rapidfuzz.process import extractOne

        name = name[:_LONGEST]
        if _folded(name) in self._others:
            return f"{name} is no ally; take the row out"
        near = extractOne(_folded(name), [known for known in self._ids if len(known) > len("ESP")], score_cutoff=_NEAR)
        return f"{name!r} is no ally" + (f"; did you mean {self._shown[near[0]]}?" if near else "")


def _folded(name: str) -> str:
    return " ".join(plain(name.replace("_", " ").replace("&", "and"))) or name.casefold()


def _foreign(base: KnowledgeBase) -> list[tuple[str, str, str]]:
    """The names of states by CLDR."""
    from babel import Locale

    known = base.alpha2()
    rows = [(code, str(name)) for language in _LANGUAGES for code, name in Locale.parse(language).territories.items()]
    return [(name, *known[code]) for code, name in rows if code in known]
