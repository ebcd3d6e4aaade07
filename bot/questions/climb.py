"""Climb: who moved up or down in the order of the allies between two years, and whether one of them did."""

from __future__ import annotations

from collections.abc import Sequence

from bot import phrase
from bot.answer import OPENINGS, Answer, Verdict
from bot.draft import Context, Draft
from bot.figures import edition_for, lacking, no_figure
from bot.language.frame import Frame
from bot.measures import advice
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import expand, indicator, period, whose
from knowledge.base import View
from knowledge.units import INDICATORS

NAME = "climb"
_ELSEWHERE = "summit say say_soft target meet miss gap cost path average total proportion ratio step".split()
_PLACES = frozenset("place places spot spots rank ranks ranking rankings position positions".split())
_UP = frozenset("climb climbs climbed climbing gain gains gained rise rises rose risen up improve improved higher better ascend".split())
_DOWN = frozenset("fall falls fell fallen drop drops dropped slip slipped lose loses lost down lower worse slid".split())
_LISTED = 5


def read(frame: Frame, view: View) -> Reading | None:
    words = frame.bag
    moved = words & (_UP | _DOWN) and (words & _PLACES)
    who = whose(frame, view)
    measure = indicator(frame)
    if (
        not moved
        or frame.bounds
        or advice(frame)
        or frame.has(*_ELSEWHERE)
        or who.others
        or len(who.allies) > 1
        or measure == "amount_national"
    ):
        return None
    first, last = period(frame)
    if len(frame.moments) == 1 and (first == last or first is None):
        first, last = frame.years[0], None  # "higher than in 2014"
    asks = frame.has("who", "which", "list", "how_many", "allies")
    if not who.allies and not asks:
        return None
    op = "one" if who.allies else "top" if frame.has("most", "least") else "list"
    query = Query(
        kind=NAME, op=op, subjects=who.allies, groups=who.groups, indicator=measure or "share", everywhere=not measure,
        order="down" if words & _DOWN and not words & _UP else "up", start=first, end=last, negated=frame.yes_no or frame.has("is_true"),
        edition=str(frame.edition or ""),
    )  # fmt: skip
    return Reading(query, weight=4)


Places = dict[str, tuple[int, int]]
"""Ally → its place in the first and in the last year."""


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = [a for a in expand(query.groups, view) or view.allies if a in view.allies]
    edition = edition_for(view, query, everyone, [y for y in (query.start, query.end) if y])
    if edition is None:
        return lacking(query, context, "ranking", everyone[:3], query.start)
    years = view.span(query.indicator, edition.id, query.start, query.end)
    if len(years) < 2 or (query.start and query.start < years[0]):
        return no_figure(query, context, everyone[:3], query.start)
    draft = Draft(context, query)
    span = years[0], years[-1]
    places = _places(query, view, everyone, span, edition.id)
    draft.rest(*(f for year in span for ally in everyone if (f := view.figure(query.indicator, ally, year, edition.id))))
    if query.op == "one":
        return _one(query, draft, places, span)
    return _many(query, draft, places, span)


def _places(query: Query, view: View, everyone: Sequence[str], span: tuple[int, int], edition: str) -> Places:
    held = [{a: f.value for a in everyone if (f := view.figure(query.indicator, a, year, edition))} for year in span]
    both = [ally for ally in held[0] if ally in held[1]]
    place = [{a: 1 + sum(values[b] > values[a] for b in both) for a in both} for values in held]
    return {ally: (place[0][ally], place[1][ally]) for ally in both}


def _one(query: Query, draft: Draft, places: Places, span: tuple[int, int]) -> Answer:
    context, ally = draft.context, query.subjects[0]
    if ally not in places:
        return no_figure(query, context, [ally], span[0])
    then, now = places[ally]
    for year, place in zip(span, (then, now), strict=True):
        draft.value(f"{context.name(ally)}, rank", place, "rank", subject=ally, period=str(year), status="computed")
    up = then - now
    how = f"up {_counted(up)}" if up > 0 else f"down {_counted(-up)}" if up < 0 else "the same place"
    draft.value("places", abs(up), "places", subject=ally, period=f"{span[0]}/{span[1]}", status="computed")
    did = up > 0 if query.order == "up" else up < 0
    verdict = (Verdict.YES if did else Verdict.NO) if query.negated else None
    lead = (
        f"{OPENINGS[verdict] if verdict else ''}{context.name(ally)} was number {then} of {len(places)} in {span[0]} and is number "
        f"**{now}** in {span[1]}: {how}."
    )
    return draft.answer(lead, _read_as(query, span), verdict=verdict, subjects=[ally], options=_OFFERED)


def _many(query: Query, draft: Draft, places: Places, span: tuple[int, int]) -> Answer:
    context = draft.context
    sign = 1 if query.order == "up" else -1
    rows = sorted(
        ((sign * (then - now), ally) for ally, (then, now) in places.items() if sign * (then - now) > 0), key=lambda r: (-r[0], r[1])
    )
    top = [row for row in rows if row[0] == rows[0][0]] if query.op == "top" else rows
    draft.value("allies counted", len(rows), "allies", period=f"{span[0]}/{span[1]}", status="computed")
    for steps, ally in top:
        draft.value(
            f"{context.name(ally)}, places {query.order}", steps, "places", subject=ally, period=f"{span[0]}/{span[1]}", status="computed"
        )
    named = [f"{context.name(ally)} ({query.order} {_counted(steps)}, {places[ally][0]} to {places[ally][1]})" for steps, ally in top]
    if query.op == "top":
        lead = f"Most places {query.order} from {span[0]} to {span[1]}: **{phrase.join(named)}**."
        rest = [f"{context.name(a)} ({_counted(s)}, {places[a][0]} to {places[a][1]})" for s, a in rows[len(top) : len(top) + _LISTED]]
        body = [f"Then: {phrase.join(rest)}." if rest else ""]
    else:
        side = "higher" if sign > 0 else "lower"
        lead = f"**{len(rows)} of {len(places)} allies** stand {side} in {span[1]} than in {span[0]}: {phrase.join(named)}."
        body = []
    return draft.answer(lead, _read_as(query, span), body=body, subjects=[ally for _, ally in top], options=_OFFERED)


def _counted(steps: int) -> str:
    return phrase.plural(steps, "place", "places")


def _read_as(query: Query, span: tuple[int, int]) -> str:
    unnamed = " (measure not named, so share of GDP)" if query.everywhere else ""
    return f"places in the order by {INDICATORS[query.indicator].noun}{unnamed}, {span[0]} against {span[1]}"


_OFFERED = ("Where does Italy rank?", "Top five by share of GDP")


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #year rank rise fall change most least more_bare less_bare than compare better how_many where growth equipment "
        "personnel personnel_share money constant gdp is_true last before more less current"
    ),
    ("Has Poland moved up in the ranking since 2014?", "Who gained the most places since 2014?"),
    alone=frozenset(),
)
