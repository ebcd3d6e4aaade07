"""Follow-ups that count from the year asked about: "and the year before that?", "two years later?"."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import Answer
from bot.language.frame import Frame
from bot.language.quantities import NUMBER_WORDS
from bot.query import Query
from knowledge.base import View

_AROUND = frozenset("and what how about in the that it this so ok then for at a one of was were is did".split())
_BACK = frozenset("before earlier previous preceding prior".split())
_ON = frozenset("after later following afterwards".split())
_NO_FIGURES = ("office", "statement", "members")
_FIGURES = ("status", "rank", "screen", "met", "gap", "compare", "total", "army", "portion", "burden")
_YEAR = len("2025")
_LENGTHS = {"year": 1, "years": 1, "yrs": 1, "yr": 1, "decade": 10, "decades": 10}


def years_apart(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """The last question asked of the year so far before or after its own, or the one that its figures are of; None where that
    is not all that is asked."""
    steps = _steps(frame)
    year = (_year(query, view) or _shown(query, answer)) if steps else None
    if steps is None or year is None:
        return None
    moved = year + steps
    if query.kind == "summit":
        return replace(query, start=moved, end=moved, topics=(), subjects=(), order="", place="", words=(), carried=())
    slots = ("subjects",) if query.kind in _NO_FIGURES else ("subjects", "bounds", "indicator", "groups")
    kept = tuple(slot for slot in slots if getattr(query, slot, None))
    start, end = (moved if query.start else None), (moved if query.end or not query.on else None)
    return replace(query, start=start, end=end, on=str(moved) if query.on else "", carried=kept)


def uncounted(frame: Frame, query: Query) -> bool:
    """Whether years are counted from a span of them, or from figures of several, so that nobody can tell from which."""
    span = query.start is not None and query.end is not None and query.start != query.end
    return (span or query.kind in _FIGURES) and not frame.names and _steps(frame) is not None


def _steps(frame: Frame) -> int | None:
    """The years that the text counts, below zero for earlier; None where it says anything else."""
    words = [token.norm for token in frame.tokens if token.kind in ("word", "number")]
    telling = [word for word in words if word not in _AROUND]
    sides = [word for word in telling if word in _BACK | _ON]
    units = [word for word in telling if word in _LENGTHS]
    counts = [word for word in telling if word.isdigit() or word in NUMBER_WORDS]
    if len(sides) != 1 or len(units) != 1 or len(counts) > 1 or len(telling) != len(sides) + len(units) + len(counts):
        return None
    count = int(counts[0]) if counts and counts[0].isdigit() else int(NUMBER_WORDS[counts[0]]) if counts else 1
    return count * _LENGTHS[units[0]] * (-1 if sides[0] in _BACK else 1)


def _shown(query: Query, answer: Answer) -> int | None:
    """The one year that the figures of an answer are of, where the question named none."""
    if query.kind not in _FIGURES or query.op in ("record", "mean") or query.years or query.start is not None:
        return None
    shown = {int(value.period) for value in answer.values if value.period and value.period.isdigit()}
    return shown.pop() if len(shown) == 1 else None


def _year(query: Query, view: View) -> int | None:
    """The one year that the last question was about."""
    if query.kind == "summit" and len(query.topics) == 1 and query.topics[0] in view.base.summits and query.order in ("", "next", "last"):
        return int(view.base.summits[query.topics[0]].start[:4])
    if query.day or query.year or query.years or query.start not in (None, query.end):
        return None
    if query.on and not (len(query.on) == _YEAR and query.end in (None, int(query.on))):
        return None
    return query.end or (int(query.on) if query.on else None)
