"""Two figures asked for one after the other and then held against each other: "who has more?", "what's the difference?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.language.frame import Frame
from bot.query import Query
from bot.slots import indicator, period

if TYPE_CHECKING:
    from bot.ask import Turn

_TWO = 2
_FEW = 6
_LONG = 9
_KINDS = ("status", "total", "gap")
_HELD = ("closer", "more_bare", "less_bare", "compare", "than", "most", "least", "gap")


def pair(frame: Frame, before: Sequence[Turn]) -> Query | None:
    """The comparison of the last answer's ally with the one asked about before it, by the same measure and year; or their sum."""
    if frame.has("total", "average") and len(frame.tokens) <= _FEW and not (frame.names or frame.moments or frame.unknown):
        return _summed(frame, before)
    asks = frame.has("who", "which", "compare", "gap") or {"both", "two", "difference"} & frame.bag
    counted = any(q.value != _TWO or q.unit for q in frame.quantities)  # "which of the two"
    own = frame.names or counted or frame.moments or frame.unknown or len(frame.tokens) > _LONG
    queries = [turn.answer.query for turn in before[-2:]]
    if own or not asks or not (frame.has(*_HELD) or "difference" in frame.bag) or len(queries) < _TWO:
        return None
    first, last = queries
    if not first or not last or first.kind != last.kind or first.kind not in _KINDS or len(first.subjects) != 1 or len(last.subjects) != 1:
        return None
    if first.kind == "gap" and not frame.has("closer"):
        return None
    if first.subjects == last.subjects or replace(first, subjects=last.subjects, carried=last.carried) != last:
        return None
    if first.kind == "gap":
        far = "farther" if frame.holds("farther", "further", "furthest") else "nearer"
        return replace(last, op=far, subjects=(*first.subjects, *last.subjects), carried=("subjects", "bounds"))
    order = "less" if frame.has("less_bare", "least") else "more" if frame.has("more_bare", "most") else ""
    asked = replace(last, kind="compare", op="", subjects=(*first.subjects, *last.subjects), order=order, carried=("subjects",))
    return replace(asked, indicator=measure, everywhere=False) if (measure := indicator(frame)) else asked


_COMPARATIVE = frozenset("nearer closer further farther".split())
_SEVERAL = frozenset("them these those two both three".split())
_KEPT = ("compare", "gap", "met", "status", "cost")


def between(frame: Frame, query: Query) -> Query | None:
    """ "Which of the two is nearer to 3.5?" behind an answer on several allies: which of them, not of all."""
    lines = [bound for bound in frame.bounds if bound.unit == "%"]
    named = tuple(subject for subject in query.subjects if subject != "NATO")
    own = frame.names or frame.unknown or frame.negated or frame.has("allies", "average", "equipment", "personnel")
    asked = frame.has("nearer", "closer") and frame.has("who", "which") and len(lines) == 1
    asked = asked and bool(frame.bag & (_COMPARATIVE | _SEVERAL) or frame.starts("which", "and which", "so which"))
    if own or not asked or query.kind not in _KEPT or query.indicator not in _MONEYED or len(named) < _TWO:
        return None
    kept = Query(
        kind="gap", subjects=named, bounds=(lines[0]._replace(op=""),), end=period(frame)[1] or query.end, edition=query.edition,
        carried=("subjects",),
    )  # fmt: skip
    away = frame.holds("further", "farther", "furthest", "farthest")
    if len(named) == _TWO:
        return replace(kept, op="farther" if away else "nearer")
    return replace(kept, kind="rank", op="near", order="least" if away else "most", negated=True)


_MONEYED = ("share", "amount", "amount_constant", "amount_national")


def _summed(frame: Frame, before: Sequence[Turn]) -> Query | None:
    """ "And together?": all that were asked about one after the other, by the same measure and year."""
    queries: list[Query] = []
    for turn in reversed(before):
        query = turn.answer.query
        if query is None or query.kind != "status" or (queries and replace(query, subjects=(), carried=()) != _bare(queries[0])):
            break
        queries.append(query)
    named = tuple(dict.fromkeys(subject for query in reversed(queries) for subject in query.subjects))
    if any(q.unit or q.value != len(named) for q in frame.quantities):  # "all three together"
        return None
    if len(queries) < _TWO or len(named) < _TWO or queries[0].start != queries[0].end:
        return None
    last = queries[0]
    return Query(
        kind="total", op="mean" if frame.has("average") else "total", subjects=named, indicator=indicator(frame) or last.indicator,
        start=last.start, end=last.end, edition=last.edition, carried=("subjects",),
    )  # fmt: skip


def _bare(query: Query) -> Query:
    return replace(query, subjects=(), carried=())
