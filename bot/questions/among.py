"""Among: an order, a sum, an average or the strongest movement of those allies that meet a condition."""

from __future__ import annotations

from dataclasses import replace

from bot import phrase
from bot.answer import Answer, Outcome
from bot.draft import Context
from bot.language.frame import Frame
from bot.measures import advice, summed, upwards
from bot.orders import by_merit
from bot.query import Query
from bot.questions import Kind, Reading, kinds, uses
from bot.screening import condition
from bot.sieve import sieve
from bot.slots import indicator, of_another_whole, period, whose
from knowledge.base import View

NAME = "among"
_ELSEWHERE = (
    "gap cost path join summit say say_soft than compare proportion ratio ever first_time crossed run closer ratio not budget_common "
    "change until when since_when agree against support position"
).split()
_ORDERS = ("top", "all", "movers")
_SUMS = {"total": "total", "average": "mean", "median": "median"}


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    if who.allies or who.others or frame.yes_no or advice(frame) or frame.edition or frame.has(*_ELSEWHERE):
        return None
    if not frame.has("most", "least", "rank", *_SUMS) or summed(frame):
        return None
    found = sieve(frame, view)
    if found is None or found.rest.bounds or not (op := _op(found.rest)):
        return None
    first, last = period(frame)
    if op != "movers" and first != last:
        return None
    limit = next((int(q.value) for q in found.rest.quantities if q.unit == "" and 1 <= q.value <= 32 and q.value == int(q.value)), None)
    counted = limit is None and found.rest.quantities
    measure = "gdp" if found.rest.holds("economy", "economies") else indicator(found.rest)
    if counted or measure == "amount_national" or of_another_whole(found.rest, measure):
        return None
    if not measure and by_merit(found.rest):
        measure = "share"
    then = frame.has("current") and len(frame.moments) == 1 and op != "movers"  # "of those that missed it in 2024, who spends most now"
    query = Query(
        kind=NAME,
        op=op,
        groups=who.groups,
        excluded=who.excluded,
        bounds=found.bounds,
        target=",".join(found.measures),
        indicator=measure or ("share" if op == "movers" or found.rest.has("spend", "outlay", "contribute") else found.measures[0]),
        everywhere=not measure,
        order=_order(found.rest, op),
        limit=limit,
        start=first if op == "movers" else None,
        end=None if then else last,
        year=last if then else None,
    )
    if limit and op == "top" and _ranked_first(found.rest):
        words = ("count",) if frame.has("how_many") else ()
        named = "gdp" if frame.holds("economies") else "personnel" if frame.holds("armies", "militaries") else query.indicator
        return Reading(replace(query, op="within", indicator=named, words=words), weight=4, uses=frozenset({"how_many"}))
    return Reading(query, weight=4, uses=frozenset({"how_many"} if measure in ("personnel", "amount") else {}))


def _ranked_first(rest: Frame) -> bool:
    """ "Which of the five largest economies are below 2.5 %": the order is of all, and the condition on those at its end."""
    words = rest.words
    return any(
        q.unit == ""
        and words[max(0, i - 2) : i] == ["of", "the"]
        and (rest.cue_at(q.end if i == q.start else i) & {"most", "least"} or words[i] in ("top", "bottom"))
        for q in rest.quantities
        for i in (q.start, q.start - 1)
    )


def _op(rest: Frame) -> str:
    """What is asked of those that meet the condition."""
    if op := next((op for cue, op in _SUMS.items() if rest.has(cue)), ""):
        return "" if rest.has("most", "least", "rise", "fall", "rank") else op
    if rest.has("rise", "fall", "growth"):
        return "movers" if rest.has("most", "least") else ""
    if rest.has("most") and rest.has("least"):
        return ""
    return "all" if rest.has("rank") else "top" if rest.has("most", "least") else ""


def _order(rest: Frame, op: str) -> str:
    if op == "movers":
        return "fall" if rest.has("fall") and not rest.has("rise") else "rise"
    return "least" if rest.has("least") or upwards(rest) else "most"


def answer(query: Query, context: Context) -> Answer:
    """Those that meet the condition, found by the kind for that, are handed on to the kind for what is asked of them."""
    end = query.year or (query.end if query.op != "movers" else None)
    screen = Query(
        kind="screen", op="list", groups=query.groups, excluded=query.excluded, indicator=query.target.partition(",")[0],
        bounds=query.bounds, target=query.target, end=end,
    )  # fmt: skip
    if query.op == "within":
        return _within(query, screen, context)
    chosen = kinds()["screen"].answer(screen, context)
    if chosen.outcome is not Outcome.ANSWER or not chosen.subjects:
        return replace(chosen, query=query)
    count = phrase.plural(len(chosen.subjects), "ally", "allies")
    who = f"the {count} {condition(context, screen)}{f' in {query.year}' if query.year else ''}"
    asked = _asked(query, chosen.subjects, who)
    found = kinds()[asked.kind].answer(asked, context)
    if found.outcome is not Outcome.ANSWER:
        return replace(found, query=query)
    return replace(
        found,
        query=query,
        lead=f"Among {who}: {found.lead}" if query.op in _ORDERS else found.lead,
        reading=f"{found.reading}; among {chosen.reading}",
        body=(*found.body, *([] if len(chosen.subjects) > 8 or query.op == "all" else [chosen.lead])),
        values=(*found.values, *(v for v in chosen.values if v not in found.values)),
        sources=tuple(dict.fromkeys((*found.sources, *chosen.sources))),
        derivation=(*found.derivation, *(d for d in chosen.derivation if d not in found.derivation)),
        caveats=tuple(dict.fromkeys((*found.caveats, *chosen.caveats))),
        subjects=found.subjects if query.op in _ORDERS else chosen.subjects,
        options=(),
    )


def _within(query: Query, screen: Query, context: Context) -> Answer:
    """Those at one end of the order, held to the condition."""
    ranked = Query(
        kind="rank", op="top", groups=query.groups, excluded=query.excluded, indicator=query.indicator, order=query.order,
        limit=query.limit, end=query.end,
    )  # fmt: skip
    first = kinds()["rank"].answer(ranked, context)
    if first.outcome is not Outcome.ANSWER or not first.subjects:
        return replace(first, query=query)
    op = "count" if "count" in query.words else "list"
    found = kinds()["screen"].answer(replace(screen, op=op, groups=(), subjects=first.subjects), context)
    if found.outcome is not Outcome.ANSWER:
        return replace(found, query=query)
    return replace(
        found,
        query=query,
        lead=f"Of these {len(first.subjects)}: {found.lead}",
        reading=f"{found.reading}; among {first.reading}",
        body=(*found.body, first.lead),
        values=(*found.values, *(v for v in first.values if v not in found.values)),
        sources=tuple(dict.fromkeys((*found.sources, *first.sources))),
        caveats=tuple(dict.fromkeys((*found.caveats, *first.caveats))),
        options=(),
    )


def _asked(query: Query, subjects: tuple[str, ...], who: str) -> Query:
    """What is asked of those who meet the condition, as a query of its own kind."""
    if query.op == "movers":
        measure = "" if query.everywhere else query.indicator
        return Query(
            kind="trend", op="movers", subjects=subjects, indicator=measure, everywhere=query.everywhere, order=query.order,
            limit=query.limit, start=query.start, end=query.end, words=("most",),
        )  # fmt: skip
    if query.op in ("top", "all"):
        one = query.op == "top" and query.limit is None
        return Query(
            kind="rank", op=query.op, subjects=subjects, indicator=query.indicator, everywhere=query.everywhere, order=query.order,
            limit=query.limit, end=query.end, negated=one,
        )  # fmt: skip
    return Query(
        kind="total", op=query.op, subjects=subjects, indicator=query.indicator, end=query.end, everywhere=query.everywhere, topics=(who,)
    )  # fmt: skip


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#group #bound #count #year more less least_at most_at exactly between meet miss target most least rank total average median rise "
        "fall growth equipment personnel personnel_share money constant gdp except has member everybody contribute current faster"
    ),
    (
        "What is the average of the allies below 3%?",
        "Which ally with less than 20,000 soldiers spends the most?",
        "What do the allies above 3% spend together?",
    ),
    alone=frozenset(),
)
