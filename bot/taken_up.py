"""What the last answer found, taken further: the allies it listed put in order or summed, who else is above, when it will be there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot import targets
from bot.answer import Answer
from bot.language.frame import Bound, Frame
from bot.measures import a_range, upwards
from bot.query import Query
from bot.slots import currency, indicator, period
from knowledge.base import View

_LISTING = ("screen", "among", "rank", "trend", "members", "growth")
_LONG = 10
_SHORT = 6
_BARE = frozenset({"pronoun", "or", "current", "what", "how"})
_SPELT_OUT = 4
_SUMMED = ("personnel", "amount", "amount_constant", "gdp")
_SUMS = {"median": "median", "total": "total", "average": "mean"}
_THERE = frozenset("there it".split())
_REACH = frozenset("get gets reach reaches make makes arrive arrives hit meet meets be".split())


def take_up(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """The query that is meant; None where the question takes up nothing of the answer."""
    if own := _of_its_kind(frame, query):
        return own
    if frame.names or frame.bounds or frame.unknown or len(frame.tokens) > _LONG or frame.has("say", "not", "than", "why", "source"):
        return None
    if query.kind == "compare" and (others := _beyond(frame, query)):
        return others
    if reached := _arriving(frame, query, view):
        return reached
    if found := _place(frame, query) or _next_places(frame, query) or _by_how_much(frame, query):
        return found
    listed = tuple(id_ for id_ in answer.subjects if id_ in view.base.allies)
    if query.kind not in _LISTING or not listed or (query.kind == "trend" and query.op != "movers") or frame.moments:
        return None
    return _of_them(frame, query, listed, view) if len(listed) > 1 else _of_it(frame, query, listed, view)


def _of_its_kind(frame: Frame, query: Query) -> Query | None:
    """ "And Germany?", "since 2020?", "in dollars?" after a question of a kind that this module alone takes further."""
    short = len(frame.tokens) <= _SHORT and not (frame.unknown or frame.has("who", "which", "why", "not", "most", "least"))
    allies, measure = tuple(frame.ids("ally", "capital")), indicator(frame)
    if query.kind == "rank" and query.op == "top" and short and (places := a_range(frame)) and not frame.names:
        return replace(query, step=Decimal(places[0]), limit=places[1] - places[0] + 1, negated=False, carried=("indicator",))
    if query.kind in ("apart", "among") and short and measure and not (frame.names or frame.moments or frame.quantities):
        return replace(query, indicator=measure, everywhere=False, carried=("subjects", "condition")) if query.op != "top" else None
    if query.kind not in ("growth", "climb") or not short or frame.bounds or frame.ids("group", "person", "summit"):
        return None
    changes: dict[str, Any] = {}
    if len(allies) == 1 and set(frame.cues) <= _BARE:
        changes = {"subjects": allies, "groups": (), "op": "check" if query.kind == "growth" else "one"}
    if frame.moments and not allies and set(frame.cues) <= _BARE:
        changes |= {"start": period(frame)[0], "end": None}
    return replace(query, **changes, carried=("condition",)) if changes else None


def _of_them(frame: Frame, query: Query, listed: tuple[str, ...], view: View) -> Query | None:
    """The allies listed, summed, in another order, or each with another figure."""
    measure = indicator(frame)
    year = None if query.kind in ("members", "trend") else query.end
    asked = Query(kind="", subjects=listed, indicator=measure or _own(query), end=year, edition=query.edition, carried=("subjects",))
    if frame.has("rise", "fall", "change", "join", "share_of_total", "ever", "when"):
        return None
    limit = next((int(q.value) for q in frame.quantities if q.unit == "" and not q.value % 1), None)
    if (op := next((op for cue, op in _SUMS.items() if frame.has(cue)), "")) and not frame.has("most", "least"):
        own = _own(query)
        return replace(asked, kind="total", op=op, indicator=measure or (own if op != "total" or own in _SUMMED else "share"))
    if frame.has("rank") and not frame.has("where"):
        return replace(asked, kind="rank", op="all", order="least" if upwards(frame) or frame.has("least") else "most", limit=limit)
    if (
        (query.kind != "rank" or (query.op == "all" and query.subjects))
        and frame.has("most", "least")
        and not (frame.has("most") and frame.has("least"))
    ):
        order, one = "least" if frame.has("least") else "most", limit is None
        return replace(
            asked, kind="rank", op="top", order=order, limit=limit, negated=one, everywhere=not measure and asked.indicator == "share"
        )
    told = query.kind != "rank" or frame.has("how_much", "pronoun")
    figured = measure or frame.has("money")
    theirs = measure == "personnel" and frame.holds("they", "them", "these", "those", "each", "their")  # "how many soldiers do they have"
    told = told or theirs
    if figured and told and (theirs or not frame.has("how_many")) and not frame.has("who", "which", "most", "least"):
        if len(listed) > _SPELT_OUT and measure != "amount_national":
            return replace(asked, kind="rank", op="all", order="most")
        return replace(asked, kind="status", indicator=measure, money=currency(frame, view))
    return None


def _place(frame: Frame, query: Query) -> Query | None:
    """ "Where does that rank?" after one ally's figure."""
    one = query.kind == "status" and len(query.subjects) == 1 and query.start == query.end and not query.words and not query.money
    if not one or not frame.has("rank") or frame.has("who", "which", "most", "least") or query.subjects == ("NATO",) or frame.quantities:
        return None
    measure = indicator(frame)
    return Query(
        kind="rank", op="place", subjects=query.subjects, indicator=measure or query.indicator, order="most", end=query.end,
        everywhere=not measure and query.indicator == "share", edition=query.edition, carried=("subjects",),
    )  # fmt: skip


def _next_places(frame: Frame, query: Query) -> Query | None:
    """ "And the next five?" after the first five."""
    if query.kind != "rank" or query.op != "top" or not query.limit or not (frame.has("next") or frame.holds("following")) or query.words:
        return None
    limit = next((int(q.value) for q in frame.quantities if q.unit == "" and not q.value % 1), query.limit)
    return replace(query, step=Decimal((int(query.step or 1)) + query.limit), limit=limit, negated=False, carried=("order",))


def _by_how_much(frame: Frame, query: Query) -> Query | None:
    """ "By how much?" after it was told whether something rose."""
    asks = frame.starts("by how much", "how much", "and by how much", "by how many") and len(frame.tokens) <= _SPELT_OUT + 2
    told = query.kind == "trend" and query.op == "series" and query.negated
    return replace(query, negated=False, carried=("subjects",)) if asks and told and not frame.moments else None


def _of_it(frame: Frame, query: Query, listed: tuple[str, ...], view: View) -> Query | None:
    """ "How much in dollars?" of the one that came out first."""
    measure = indicator(frame)
    asks = (
        (frame.has("how_much") or frame.holds("it", "that")) and measure and not frame.has("who", "which", "most", "least", "gap", "cost")
    )
    if not asks:
        return None
    part = query.indicator in ("equipment", "personnel_share") and measure == "amount"
    return Query(
        kind="status", subjects=listed, indicator=query.indicator if part else measure, money="USD" if part else currency(frame, view),
        end=query.end, edition=query.edition, carried=("subjects",),
    )  # fmt: skip


def _own(query: Query) -> str:
    """The measure by which they were chosen."""
    return query.indicator if query.kind in ("rank", "screen", "among") and query.indicator != "real_change" else "share"


def _beyond(frame: Frame, query: Query) -> Query | None:
    """ "How many are below?" after an ally was held against the average: who is on that side of it."""
    side = "<" if frame.has("less", "less_bare") else ">" if frame.has("more", "more_bare") else ""
    asks = frame.has("who", "which", "how_many", "others", "allies", "list")
    if query.subjects[-1:] != ("NATO",) or query.words != ("average",) or not asks or query.op:
        return None
    if not side and query.order in ("more", "less") and frame.holds("is", "are", "else"):
        side = "<" if query.order == "less" else ">"
    if not side:
        return None
    op = "count" if frame.has("how_many") else "list"
    excluded = query.subjects[:1] if frame.has("others") or frame.holds("else") else ()
    return Query(
        kind="screen", op=op, others=("mean",), order=side, indicator=query.indicator, end=query.end, excluded=excluded,
        carried=("condition",),
    )  # fmt: skip


def _arriving(frame: Frame, query: Query, view: View) -> Query | None:
    """ "When will it get there?" after an ally was held against a line, or its share was told."""
    words = frame.bag
    to_come = frame.has("when", "path", "until", "deadline") and not frame.past and bool(words & _REACH)
    if query.kind not in ("status", "gap", "met", "cost") or len(query.subjects) != 1 or not to_come or not words & _THERE or frame.moments:
        return None
    bounds = tuple(b for b in query.bounds[:1] if b.unit == "%" and b.op in ("", ">=", ">")) or (targets.standing(view)[-1].bound,)
    if query.indicator not in ("share", "amount"):
        return None
    line: Bound = bounds[0]._replace(op="")
    return Query(kind="path", op="own", subjects=query.subjects, bounds=(line,), carried=("subjects",))


__all__ = ["take_up"]
