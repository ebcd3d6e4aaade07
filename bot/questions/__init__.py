"""The kinds of question, one file each. A file with a `KIND` in this folder is a kind; nothing else registers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import import_module
from pkgutil import iter_modules

from bot.answer import Answer
from bot.draft import Context
from bot.language.frame import Frame
from bot.query import Query
from knowledge.base import View

BACKGROUND = frozenset(
    "nato allies what which who how how_much list current defence spend outlay pronoun definition is_true share "
    "or of_nato in_nato greet thanks bye".split()
)
"""Cues that need no explaining and weigh nothing: they stand in any question of the field."""

SOFT = frozenset("member current rank yearly last".split())
"""Cues that count for a kind that takes them into account, and bar no other."""

MARKS = ("#bound", "#year", "#day", "#ordinal", "#count", "#points", "#quote", "#unknown", "#ally", "#group", "#person", "#outsider")
"""What a frame can hold besides cues; a kind lists those it takes into account among its `uses`."""


@dataclass(frozen=True)
class Reading:
    """One way to read a question: its query, how far it is to be preferred, and cues used beyond its kind's own;
    `heading`: it names no subject, so that behind another question it first leans on that one."""

    query: Query
    weight: float = 0
    uses: frozenset[str] = frozenset()
    heading: bool = False


SHARED = frozenset("#ally #group #year #day #bound #count".split()) | BACKGROUND
"""Marks and cues that questions of most kinds hold: by themselves they point to none."""


@dataclass(frozen=True)
class Kind:
    """A kind of question.

    `read` says how it would read a frame, or None; `answer` answers its query. `uses` are the cues and marks that
    it takes into account: a question that holds others is not its own. `examples` are questions that it answers.
    `alone` are those of the shared marks that are enough to try it; None: it is tried on any frame.
    """

    name: str
    read: Callable[[Frame, View], Reading | None]
    answer: Callable[[Query, Context], Answer]
    uses: frozenset[str]
    examples: tuple[str, ...]
    alone: frozenset[str] | None = None

    @cached_property
    def needs(self) -> frozenset[str] | None:
        """Of what a frame has to hold at least one thing to be read: most kinds are passed over on most questions."""
        return None if self.alone is None else self.uses - SHARED | self.alone


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by name, in the order of the file names."""
    modules = (import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__))
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: kind for kind in found}


def uses(cues: str, *more: Iterable[str]) -> frozenset[str]:
    """A set of cues and marks from a text with spaces between."""
    return frozenset(cues.split()).union(*more)


__all__ = ["BACKGROUND", "MARKS", "Kind", "Reading", "kinds", "replace", "uses"]
