"""The answer to a comparison: the values side by side in one edition, difference, ratio, and who is ahead."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from bot import ahead, phrase
from bot.answer import Answer, Outcome, Verdict, verdict_of
from bot.draft import Context, Draft
from bot.figures import OPERATORS, Line, edition_for, lacking, line, members, newest_year, no_figure, note, say
from bot.plot import compared
from bot.query import Query
from bot.sums import held_together
from bot.versus import faster, gap, overtook
from knowledge.compute import difference, mean, ratio
from knowledge.units import INDICATORS


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    edition = edition_for(view, query, query.subjects, [query.end] if query.end else [])
    if edition is None:
        return lacking(query, context, "comparison", query.subjects, query.end)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    if over_years := {"gap": gap, "faster": faster, "overtook": overtook, "ahead": ahead.over_years, "sum": held_together}.get(query.op):
        return over_years(query, context, draft, edition)
    everyone = members(view, query.subjects)
    year = query.end or newest_year(view, query.indicator, everyone, edition.id)
    lines = [found for s in query.subjects if year and (found := line(view, query.indicator, s, year, edition.id))]
    if len(lines) < 2:
        return no_figure(query, context, [s for s in query.subjects if s not in {f.subject for f in lines}] or query.subjects, year)
    order = sorted(lines, key=lambda found: found.value if _fewer(query) else -found.value)
    body, money = _beside(query, draft, lines, edition.id)
    verdict = _verdict(query, lines, money) if query.step is None else _times(query, lines, money)
    if query.bounds:
        apart = order[0].value - order[-1].value
        verdict = Verdict.YES if OPERATORS[query.bounds[0].op](apart, query.bounds[0].value) else Verdict.NO
    lead = _lead(query, draft, lines, order, verdict)
    if query.subjects[-1] == "NATO":
        body.insert(0, _standing(query, draft, lines[0], edition.id))
    if query.words == ("average",) and query.subjects[-1] == "NATO" and query.indicator == "share":
        body.append(_plain_mean(draft, lines[0], edition.id))
    missing = [s for s in query.subjects if s not in {found.subject for found in lines}]
    if missing:
        draft.caveat(f"No figure for {context.names(missing)} in {year}.")
    unnamed = " (measure not named)" if query.everywhere else ""
    plural = [s for s in query.subjects if s != "NATO"]
    return draft.answer(
        lead,
        f"comparison of {context.names(query.subjects)} by {INDICATORS[query.indicator].noun}{unnamed}, {year}",
        body=body,
        verdict=verdict,
        outcome=Outcome.ANSWER,
        subjects=plural,
        chart=compared(context, query.indicator, order),
        options=_next(context, query),
    )


def _lead(query: Query, draft: Draft, lines: Sequence[Line], order: Sequence[Line], verdict: Verdict | None) -> str:
    context = draft.context
    said = {found.subject: say(draft, found) for found in order}
    word = _word(query, lines, verdict)
    parts = [f"{context.name(found.subject)} **{said[found.subject]}**" for found in order]
    tail = ""
    if len(order) == 2 and order[0].value != order[1].value:
        high, low = sorted((found.value for found in order), reverse=True)
        gap = difference(high, low, order[0].unit)
        text = draft.computed(gap, "difference", None, str(order[0].year))
        tail = f", {text} {'less' if _fewer(query) else 'more'}"
        if not _fewer(query) and (query.op == "ratio" or not order[0].unit.startswith("%")):
            times = ratio(high, low, order[0].unit)
            tail += f", {draft.computed(times, 'ratio', None, str(order[0].year))} as much" if times else ""
    elif len(order) == 2:
        tail = ", level"
    return f"{word}{parts[0]} against {phrase.join(parts[1:])} in {order[0].when}{tail}."


def _fewer(query: Query) -> bool:
    """Whether the one with less is asked for: "who spends less"."""
    return query.order == "less" and not query.negated


def _times(query: Query, lines: Sequence[Line], money: Sequence[Line]) -> Verdict | None:
    """On "twice as much as": whether the first is so many times the second, as a share and in money."""
    if len(lines) != 2 or query.step is None:
        return None
    results = set()
    for rows in (lines, money):
        by_subject = {found.subject: found.value for found in rows}
        first, second = (by_subject.get(s) for s in query.subjects[:2])
        if first is not None and second:
            factor = (first / second).quantize(Decimal("0.1"), ROUND_HALF_UP)
            results.add(factor >= query.step if query.step >= 1 else factor <= query.step)
    return verdict_of(sum(results), len(results))


def _word(query: Query, lines: Sequence[Line], verdict: Verdict | None) -> str:
    match verdict:
        case Verdict.YES:
            return "Yes: "
        case Verdict.NO:
            return "No: "
        case Verdict.PARTLY if len(lines) == 2 and query.step is None:
            return f"By share of GDP {'yes' if _claimed(query, lines) else 'no'}, in money the other way round: "
        case Verdict.PARTLY:
            return "Partly: "
        case _:
            return ""


def _beside(query: Query, draft: Draft, lines: Sequence[Line], edition: str) -> tuple[list[str], list[Line]]:
    """The same in money, where no measure was named: the order can differ."""
    if query.indicator != "share" or not query.everywhere:
        return [], []
    view = draft.context.view
    money = [found for row in lines if (found := line(view, "amount", row.subject, row.year, edition))]
    if len(money) != len(lines):
        return [], []
    money.sort(key=lambda found: -found.value)
    parts = [f"{draft.context.name(found.subject)} {say(draft, found)}" for found in money]
    tail = ""
    if len(money) == 2 and money[1].value:
        gap = difference(money[0].value, money[1].value, money[0].unit)
        times = ratio(money[0].value, money[1].value, money[0].unit)
        tail = f": {draft.computed(gap, 'difference in money', None, str(money[0].year))} more"
        tail += f", {draft.computed(times, 'ratio in money', None, str(money[0].year))} as much" if times else ""
    return [f"In money: {phrase.join(parts, 'against' if len(parts) == 2 else 'and')}{tail}."], money


def _claimed(query: Query, lines: Sequence[Line]) -> bool:
    return _ahead(query.order, lines[0].value, lines[1].value)


def _ahead(order: str, first: Decimal, second: Decimal) -> bool:
    """Whether the first is so as it is claimed to be: more, less, at least as much."""
    return first < second if order == "less" else first >= second if order == "as much" else first > second


def _verdict(query: Query, lines: Sequence[Line], money: Sequence[Line]) -> Verdict | None:
    """On "is X ahead of Y": partly where share and money differ and neither was named."""
    if not query.order or not query.negated:
        return None
    if query.order == "same":
        return Verdict.YES if len({found.value for found in lines}) == 1 else Verdict.NO
    met = _claimed(query, lines)
    against = [found for found in lines if found.subject in query.others]
    if len(lines) > 2 and len(against) == 1:
        results = {(f.value > against[0].value) == (query.order == "more") for f in lines if f is not against[0]}
        return verdict_of(sum(results), len(results))
    if money:
        by_subject = {found.subject: found.value for found in money}
        first, second = by_subject[lines[0].subject], by_subject[lines[1].subject]
        in_money = _ahead(query.order, first, second)
        if in_money != met:
            return Verdict.PARTLY
    return Verdict.YES if met else Verdict.NO


def _standing(query: Query, draft: Draft, found: Line, edition: str) -> str:
    """The ally's rank, beside the comparison with the alliance."""
    view = draft.context.view
    if query.indicator != "share" or found.figure is None:
        return ""
    values = [f.value for ally in view.allies if (f := view.figure("share", ally, found.year, edition))]
    place = 1 + sum(value > found.value for value in values)
    draft.value(
        f"{draft.context.name(found.subject)}, rank",
        place,
        "rank",
        subject=found.subject,
        period=str(found.year),
        status="computed",
    )
    return f"That is rank {place} of {len(values)} allies."


def _plain_mean(draft: Draft, found: Line, edition: str) -> str:
    """Against the other thing that "average" can mean: NATO's own figure weighs every ally by its economy."""
    view = draft.context.view
    figures = [f for ally in view.allies if (f := view.figure("share", ally, found.year, edition))]
    plain = mean(figures)
    apart = difference(max(found.value, plain.value), min(found.value, plain.value), found.unit)
    side = "above" if found.value > plain.value else "below"
    said = draft.computed(plain, f"plain mean of {len(figures)} allies", None, str(found.year))
    return f"The plain mean of the allies is {said}: {draft.computed(apart, 'difference from the mean', None, str(found.year))} {side} it."


def _next(context: Context, query: Query) -> list[str]:
    pairs = [(a, b) for a, b in pairwise(query.subjects) if "NATO" not in (a, b)]
    if not pairs:
        when = context.past(query.end)
        return [f"Which allies {'were' if when else 'are'} above 3%{when}?"]
    first, second = (context.name(s) for s in pairs[0])
    return [
        f"Compare {first} and {second} in US dollars{context.past(query.end)}",
        f"How has {phrase.possessive(first)} spending changed since 2014?",
    ]
