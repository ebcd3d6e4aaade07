"""Apart: two allies held against each other, each in a year of its own: "Poland in 2014 and Germany in 2024"."""

from __future__ import annotations

from bot import phrase
from bot.answer import OPENINGS, Answer, Verdict
from bot.dated_sides import sides
from bot.draft import Context, Draft
from bot.figures import Line, edition_for, lacking, line, no_figure, note, say
from bot.language.frame import Frame
from bot.measures import advice, than
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import indicator, of_another_whole
from knowledge.base import View
from knowledge.compute import difference
from knowledge.units import INDICATORS

NAME = "apart"
_ELSEWHERE = "target meet miss gap cost path join summit say rank most least total average rise fall change growth ratio ever".split()
_BIGGER = frozenset("more larger bigger higher greater above ahead".split())


def read(frame: Frame, view: View) -> Reading | None:
    both = sides(frame)
    measure = indicator(frame)
    if both is None or frame.bounds or frame.quantities or advice(frame) or frame.has(*_elsewhere(frame)):
        return None
    if measure == "amount_national" or of_another_whole(frame, measure):
        return None
    armies = not measure and frame.holds("army", "armies", "militaries") and not frame.has("spend", "outlay")
    judged = (frame.yes_no or frame.has("is_true") or (frame.asserts and than(frame) > 0)) and not frame.has("who", "which")
    query = Query(
        kind=NAME, subjects=(both[0].subject, both[1].subject), years=(both[0].year, both[1].year),
        indicator="personnel" if armies else measure or "share", everywhere=not (measure or armies), edition=str(frame.edition or ""),
        order=_claim(frame) if judged else "", negated=judged,
    )  # fmt: skip
    return Reading(query, weight=4, uses=frozenset({"gap"} if than(frame) else ()))


def _elsewhere(frame: Frame) -> list[str]:
    """The cues of other kinds; "how much more … than" is this one's."""
    return [cue for cue in _ELSEWHERE if cue != "gap" or not than(frame)]


def _claim(frame: Frame) -> str:
    if frame.has("less", "less_bare") or frame.holds("smaller", "lower", "fewer", "below", "behind"):
        return "less"
    return "more" if frame.has("more", "more_bare") or _BIGGER & frame.bag else ""


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    edition = edition_for(view, query, query.subjects, query.years)
    if edition is None:
        return lacking(query, context, "comparison", query.subjects, min(query.years))
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    first, second = _pair(query, view, query.indicator, edition.id)
    if first is None or second is None:
        return no_figure(query, context, query.subjects, query.years[0 if first is None else 1])
    told, verdicts = [_told(draft, first, second)], [_holds(query, first, second)]
    if query.everywhere:
        money = _pair(query, view, "amount_constant", edition.id)
        if money[0] and money[1]:
            verdicts.append(_holds(query, money[0], money[1]))
            told.append(f"In constant prices of {edition.prices}: {_told(draft, money[0], money[1])}")
    if query.indicator == "amount":
        draft.caveat("Current prices and exchange rates of each year.")
    verdict = None
    if query.order and query.negated:
        verdict = Verdict.PARTLY if len(set(verdicts)) > 1 else Verdict.YES if verdicts[0] else Verdict.NO
    opening = OPENINGS[verdict] if verdict else ""
    if verdict is Verdict.PARTLY:
        opening = f"By share of GDP {'yes' if verdicts[0] else 'no'}, in money the other way round: "
    who = phrase.join([f"{context.name(s)} in {y}" for s, y in zip(query.subjects, query.years, strict=True)])
    return draft.answer(
        f"{opening}{told[0]}", f"comparison of {who} by {INDICATORS[query.indicator].noun}", body=told[1:], verdict=verdict,
        subjects=query.subjects, options=(),
    )  # fmt: skip


def _pair(query: Query, view: View, measure: str, edition: str) -> tuple[Line | None, Line | None]:
    first, second = (line(view, measure, s, y, edition) for s, y in zip(query.subjects, query.years, strict=True))
    return first, second


def _holds(query: Query, first: Line, second: Line) -> bool:
    return first.value < second.value if query.order == "less" else first.value > second.value


def _told(draft: Draft, first: Line, second: Line) -> str:
    """ "Poland 1.86% of GDP in 2014 against Germany 2.00% of GDP in 2024, 0.14 pp less."."""
    context = draft.context
    said = [f"{context.name(row.subject)} **{say(draft, row)}** in {row.when}" for row in (first, second)]
    apart = difference(max(first.value, second.value), min(first.value, second.value), first.unit)
    side = "more" if first.value > second.value else "less"
    tail = f"{draft.computed(apart, 'difference', None, f'{first.year}/{second.year}')} {side}" if apart.value else "level"
    return f"{phrase.capital(said[0])} against {said[1]}, {tail}."


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #year compare than more more_bare less less_bare current equipment personnel personnel_share money constant gdp "
        "is_true against change before how_many who list contribute"
    ),
    ("Compare Poland in 2014 with Germany in 2024", "Does Estonia now spend more than the US did in 2015?"),
    alone=uses("#ally #group"),
)
