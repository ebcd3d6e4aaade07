"""Who and where is named in a stretch of text: allies, groups of them, and cities where summits are held."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.base import KnowledgeBase
from knowledge.intake.passages import Span

_LIST = re.compile(r"(?:\s*,)?\s*(?:and|or|&|as\s+well\s+as)?\s*(?:the\s+)?", re.IGNORECASE)
_NOT_HERE = frozenset(("wales",))


class Named(NamedTuple):
    """A name and the allies that it stands for."""

    start: int
    end: int
    allies: tuple[str, ...]


class Places:
    """The names of allies, their capitals, and groups, made ready for searching."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.meant: dict[str, tuple[str, ...]] = {}
        for name, kind, id_ in base.names():
            if kind in ("ally", "capital") and name[:1].isupper():
                self.meant.setdefault(name, (id_,))
        for name, id_ in (("Britain", "GBR"), ("U.S.", "USA"), ("US", "USA"), ("UK", "GBR"), ("America", "USA"), ("Turkey", "TUR")):
            self.meant.setdefault(name, (id_,))
        for group in base.groups.values():
            for name in (group.name, *group.aliases):
                if len(group.members) <= 12:
                    self.meant.setdefault(name[:1].upper() + name[1:], group.members)
        names = sorted(map(re.escape, self.meant), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")

    def within(self, text: str, span: Span) -> list[Named]:
        return [Named(*match.span(), self.meant[match.group()]) for match in self._pattern.finditer(text, span.start, span.end)]


def listed(text: str, names: list[Named]) -> Named:
    """The last name with those that are listed with it, as one: "Poland, and the Baltics"."""
    first, allies = names[-1].start, names[-1].allies
    for one in reversed(names[:-1]):
        if not _LIST.fullmatch(text, one.end, first):
            break
        first, allies = one.start, (*one.allies, *allies)
    return Named(first, names[-1].end, tuple(dict.fromkeys(allies)))


def places_of(base: KnowledgeBase) -> Places:
    """Those of a knowledge base, made on first use and kept with it."""
    kept: Places | None = vars(base).get("_places")
    if kept is None:
        kept = vars(base)["_places"] = Places(base)
    return kept
