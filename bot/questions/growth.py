"""Growth: who rose or fell by so much between two years, or whether somebody did: in points, money, soldiers or percent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import movers, moves, phrase
from bot.answer import OPENINGS, Answer, Verdict
from bot.draft import Context, Draft
from bot.extent import any_of
from bot.figures import AGGREGATES, OPERATORS, WORDS, edition_for, lacking, line, no_figure, note, say
from bot.language.frame import Bound, Frame
from bot.measures import WIDE, advice
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import currency, expand, indicator, whose
from knowledge import units
from knowledge.base import View
from knowledge.compute import Computed, difference, percent_change
from knowledge.units import INDICATORS

NAME = "growth"
_ELSEWHERE = "gap cost summit say say_soft than proportion ratio most least total average step when why".split()


def read(frame: Frame, view: View) -> Reading | None:
    step = moves.moved_by(frame)
    if step is None or advice(frame) or frame.has(*_ELSEWHERE) or any(year > frame.today.year for year in frame.years):
        return None
    if frame.has("join", "path") and not moves.adding(frame):
        return None
    who = whose(frame, view)
    wide = not who.allies and (frame.has(*WIDE) or any_of(frame)) and not who.others
    measure = _measure(frame, step, view)
    own = (*who.allies, *who.groups) or (("NATO",) if moves.of_nato(frame) else ())
    if not measure or (not wide and (len(own) != 1 or not (frame.yes_no or frame.asserts or frame.has("is_true")))):
        return None
    if not wide and step.unit == "%" and not step.op:
        return None  # a percentage that is claimed is held against more than one measure by the trend
    first, last = moves.span(frame, moving=True, wide=wide)
    if not wide and not frame.moments and (first, last) == (None, None):
        return None
    op = "check" if not wide else "any" if any_of(frame) else "count" if frame.has("how_many") else "list"
    unit = {"pp": "pp", "%": "%"}.get(step.unit, "money" if measure.startswith("amount") else "")
    said = step.op or (">=" if wide or frame.yes_no else "~" if unit == "pp" else "≈")
    query = Query(
        kind=NAME, op=op, subjects=() if wide else own, groups=who.groups if wide else (), excluded=who.excluded, indicator=measure,
        start=first, end=last, order="fall" if _fell(frame) else "rise", bounds=(Bound(said, step.value, unit, step.currency),),
        edition=str(frame.edition or ""),
    )  # fmt: skip
    return Reading(query, weight=4, uses=frozenset({"join", "path"}))


def _fell(frame: Frame) -> bool:
    lost = {"lose", "loses", "lost", "losing", "shed", "sheds"} & frame.bag
    return bool(lost) or (frame.has("fall") and not frame.has("rise", "growth"))


def _measure(frame: Frame, step: moves.Step, view: View) -> str:
    """What moved; "" where the unit of the step fits no figure."""
    named = indicator(frame)
    if step.unit == "pp":
        return named if named in ("equipment", "personnel_share") else "share" if named in ("", "share", "amount") else ""
    armies = not named and frame.holds("army", "armies", "forces")
    if step.unit == "%":
        if armies:
            return "personnel"
        return {"": "amount_constant", "real_change": "amount_constant", "amount_national": ""}.get(named, named)
    if named == "personnel" or armies:
        return "personnel" if step.unit in ("", "scaled") else ""
    if step.unit not in ("money", "scaled") or named in ("equipment", "personnel_share", "gdp"):
        return ""
    if (step.currency or "USD") == "USD" and currency(frame, view) in ("", "USD"):
        return "amount_constant" if named == "amount_constant" else "amount"
    own = {view.base.allies[a].currency for a in frame.ids("ally", "capital") if a in view.base.allies}
    return "amount_national" if own == {step.currency or currency(frame, view)} else ""


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = list(query.subjects) or [
        a for a in expand(query.groups, view) or view.allies if a in view.allies and a not in query.excluded
    ]
    years = [year for year in (query.start, query.end) if year]
    edition = edition_for(view, query, everyone, [year for year in years if year <= context.today.year])
    if edition is None:
        return lacking(query, context, "change", everyone[:3], query.start)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    start, end = movers.both_ends(query, view, edition)
    moved = [row for ally in everyone if (row := _moved(query, view, ally, (start, end), edition.id))]
    if start >= end or not moved:
        return no_figure(query, context, everyone[:3], query.start)
    hits = sorted((row for row in moved if _holds(query, row[1])), key=lambda row: -abs(row[1].value))
    if query.op == "check":
        return _check(query, draft, moved[0], (start, end), fits=bool(hits))
    return _list(query, draft, hits, len(moved), (start, end))


def _moved(query: Query, view: View, ally: str, span: tuple[int, int], edition: str) -> tuple[str, Computed] | None:
    """By how much an ally's figure changed, in the unit of the step."""
    old, new = (line(view, query.indicator, AGGREGATES.get(ally, ally), year, edition) for year in span)
    if old is None or new is None:
        return None
    change = percent_change(old.value, new.value, new.unit) if query.bounds[0].unit == "%" else difference(new.value, old.value, new.unit)
    return (ally, change) if change else None


def _holds(query: Query, change: Computed) -> bool:
    """Whether it moved that way, and by so much."""
    bound = query.bounds[0]
    size = change.value if query.order == "rise" else -change.value
    return size > 0 and OPERATORS[bound.op](size, _scaled(bound, change.unit))


def _scaled(bound: Bound, unit: str) -> Decimal:
    """The step in the unit of the figures: money in millions, soldiers in thousands."""
    if unit.endswith(" million"):
        return bound.value / 1_000_000
    return bound.value / 1000 if unit == units.PERSONS else bound.value


def _words(query: Query, context: Context, unit: str) -> str:
    """ "by more than USD 5.00 billion"."""
    bound = query.bounds[0]
    word = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}.get(bound.op, WORDS[bound.op])
    return f"by {word} {context.amount(_scaled(bound, unit), unit)}"


def _told(query: Query, draft: Draft, row: tuple[str, Computed], span: tuple[int, int]) -> str:
    """ "Poland (+USD 39.9 billion: USD 13.2 billion to USD 53.1 billion)"."""
    context, (ally, change) = draft.context, row
    edition = edition_for(context.view, query, [ally], span)
    text = draft.computed(change, f"{context.name(ally)}, change", ally, f"{span[0]}/{span[1]}")
    values = [say(draft, found) for year in span if edition and (found := line(context.view, query.indicator, ally, year, edition.id))]
    return f"{context.name(ally)} ({'+' if change.value > 0 else ''}{text}: {phrase.join(values, 'to')})"


def _list(query: Query, draft: Draft, hits: Sequence[tuple[str, Computed]], total: int, span: tuple[int, int]) -> Answer:
    context = draft.context
    noun, verb = INDICATORS[query.indicator].noun, "fell" if query.order == "fall" else "rose"
    unit = hits[0][1].unit if hits else {"%": units.PERCENT, "pp": units.POINTS}.get(query.bounds[0].unit, _unit(query))
    words = f"{noun} {verb} {_words(query, context, unit)} from {span[0]} to {span[1]}"
    draft.value("allies counted", len(hits), "allies", period=f"{span[0]}/{span[1]}", status="computed")
    verdict = None if query.op != "any" else Verdict.YES if hits else Verdict.NO
    opening = OPENINGS[verdict] if verdict else ""
    if not hits:
        _vouch(query, draft, span)
        lead = f"{opening}{'no' if opening else 'No'} ally's {words}."
    else:
        said = phrase.join([_told(query, draft, row, span) for row in hits])
        lead = f"{opening}**{len(hits)} of {total} allies**: their {words}: {said}."
    options = movers.offered(replace(query, subjects=()), context)
    return draft.answer(lead, f"allies whose {words}", verdict=verdict, subjects=[row[0] for row in hits], options=options)


def _unit(query: Query) -> str:
    return units.PERSONS if query.indicator == "personnel" else units.USD


def _vouch(query: Query, draft: Draft, span: tuple[int, int]) -> None:
    """The figures among which nobody was found."""
    view = draft.context.view
    edition = edition_for(view, query, list(view.allies), span)
    if edition:
        draft.rest(*(f for year in span for ally in view.allies if (f := view.figure(query.indicator, ally, year, edition.id))))


def _check(query: Query, draft: Draft, row: tuple[str, Computed], span: tuple[int, int], *, fits: bool) -> Answer:
    context = draft.context
    verdict = Verdict.YES if fits else Verdict.NO
    noun = INDICATORS[query.indicator].noun
    said = phrase.capital(_told(query, draft, row, span))
    lead = f"{OPENINGS[verdict]}{said}, {noun}, {span[0]} to {span[1]}."
    reading = f"whether {phrase.possessive(context.name(row[0]))} {noun} moved {_words(query, context, row[1].unit)}"
    return draft.answer(lead, reading, verdict=verdict, subjects=[row[0]], options=movers.offered(query, context))


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #bound #count #points #year rise fall growth points more less least_at most_at exactly equipment personnel "
        "personnel_share money national constant gdp except is_true how_many everybody change has ever compare more_bare less_bare faster "
        "yearly contribute current"
    ),
    ("Who raised spending by more than 5 billion dollars since 2020?", "Has Poland's army grown by 50,000 since 2014?"),
    alone=uses("#bound"),
)
