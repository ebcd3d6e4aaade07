"""The answer to a screen: who satisfies the condition, how many of how many, and whether a claim about them holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import phrase, screening
from bot.answer import OPENINGS, Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.figures import Line, edition_for, holds, lacking, line, newest_year, no_figure, note, say
from bot.language.frame import Bound, without
from bot.lasting import longest
from bot.plot import bars
from bot.query import Query
from bot.screening import ANY, condition, names, offered
from bot.slots import expand
from knowledge.base import ALLIANCE, Figure, View
from knowledge.compute import mean, median, plain, proportion, show
from knowledge.units import INDICATORS, PERSONS

_TENTH, _TWENTIETH = Decimal("0.1"), Decimal("0.05")
"""How far around a share, and around a sum or a number of heads, "half as much" is still meant."""


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = _pool(query, view)
    if query.op in ("history", "peak") or query.years or (query.op == "count" and query.start is not None and query.start != query.end):
        return screening.history(query, context, everyone)
    year = query.end
    edition = edition_for(view, query, everyone, [year] if year else [])
    if edition is None:
        return lacking(query, context, "list of allies", list(everyone)[:3], year)
    year = year or newest_year(view, query.indicator, everyone, edition.id)
    figures = {ally: f for ally in everyone if year and (f := view.figure(query.indicator, ally, year, edition.id))}
    if not figures or year is None:
        return no_figure(query, context, list(everyone)[:3], year)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    if query.others:
        query = _resolved(query, draft, figures, year, edition.id)
        if not query.bounds:
            return no_figure(query, context, query.others, year)
        figures = {ally: f for ally, f in figures.items() if ally not in query.excluded}
    if (over_years := {"every": screening.every, "ever": screening.ever, "longest": longest}.get(query.op)) is not None:
        return over_years(query, context, draft, everyone, edition.id)
    if (changed := {"first": screening.first, "crossed": screening.crossed}.get(query.op)) is not None:
        return changed(query, context, draft, everyone, year, edition.id)
    if query.op == "each" or (query.everywhere and len(query.bounds) == 2):
        return (screening.each if query.op == "each" else screening.both_readings)(query, context, draft, figures)
    return _chosen(query, context, draft, everyone, figures, edition.id)


def _chosen(query: Query, context: Context, draft: Draft, everyone: Sequence[str], figures: dict[str, Figure], edition: str) -> Answer:
    """Who satisfies the condition in the year."""
    view = context.view
    chosen = [f for f in figures.values() if _satisfies(query, view, f, edition) != query.negated]
    chosen.sort(key=lambda f: -f.value)
    missing = [ally for ally in everyone if ally not in figures and ally not in query.excluded]
    if missing:
        draft.caveat(f"Without {context.names(missing)}: no figure for {next(iter(figures.values())).year}.")
    return _report(query, context, draft, chosen, figures, missing)


def _pool(query: Query, view: View) -> list[str]:
    named = expand([*query.groups, *query.subjects], view)
    return [ally for ally in without(named or view.allies, query.excluded) if ally in view.allies]


def _satisfies(query: Query, view: View, figure: Figure, edition: str) -> bool:
    """Whether an ally meets every condition (or either); a second one can be on another indicator (2 % and 20 % equipment)."""
    indicators = query.target.split(",") if query.target else [query.indicator] * len(query.bounds)
    results = []
    for bound, measure in zip(query.bounds, indicators, strict=False):
        found = figure if measure == figure.indicator else view.figure(measure, figure.subject, figure.year, edition)
        results.append(found is not None and holds(bound, found.value, found.unit))
    return any(results) if query.order == "either" else all(results)


def _resolved(query: Query, draft: Draft, figures: dict[str, Figure], year: int, edition: str) -> Query:
    """The compared ally's or group's own value becomes the bound; of two, one each."""
    if query.order in ("within", "between"):
        return _between(query, draft, year, edition)
    reference = query.others[0]
    context = draft.context
    unit = next(iter(figures.values())).unit
    if reference in ("mean", "median"):
        club = query.others[1:]
        counted = expand(club, context.view) if club else context.view.allies
        everyone = [f for a in counted if (f := context.view.figure(query.indicator, a, year, edition))]
        if not everyone:
            return query
        result = (mean if reference == "mean" else median)(everyone)
        of = context.names(club) if club else "the allies"
        draft.computed(result, f"{reference} of {of}", None, str(year))
        draft.caveat(
            f"{'Average: the plain mean' if reference == 'mean' else 'Median'}{f' of {of}' if club else ''}, every "
            f"ally counting the same ({context.amount(result.value, unit)})."
        )
        if (whole := line(context.view, query.indicator, club[0] if club else ALLIANCE, year, edition)) and query.indicator == "share":
            above = sum(f.value > whole.value for f in figures.values())
            weighted = f"the weighted {say(draft, whole)} of {of}" if club else f"NATO's own weighted {say(draft, whole)}"
            draft.caveat(f"Against {weighted}, {above} are above.")
        value = result.value
    else:
        if reference == "largest":
            by_output = [f for ally in figures if (f := context.view.figure("gdp", ally, year, edition))]
            largest = max(by_output, key=lambda f: f.value)
            reference = largest.subject
            draft.caveat(f"The largest economy: {context.name(reference)}, GDP {draft.figure(largest)}.")
        found = line(context.view, query.indicator, reference, year, edition)
        if found is None:
            return query
        value = found.value
        say(draft, found)
    if query.step:
        draft.work(f"{plain(query.step)} × {show(value, unit)} = {show(query.step * value, unit)} {unit}")
        value *= query.step
    value = value * 1000 if unit == PERSONS else value
    if query.order == "~":
        margin = _TENTH if unit.startswith("%") else value * _TWENTIETH
        ends = [
            Bound(op, limit, "%" if unit.startswith("%") else "", None) for op, limit in ((">=", value - margin), ("<=", value + margin))
        ]
        return replace(query, bounds=tuple(ends), order="", excluded=(*query.excluded, reference))
    bound = Bound(query.order, value, "%" if unit.startswith("%") and "million" not in unit else "", None)
    return replace(query, bounds=(bound,), excluded=(*query.excluded, reference))


def _between(query: Query, draft: Draft, year: int, edition: str) -> Query:
    """Two bounds: above the first and below the second of those compared; "between": whichever is lower and higher."""
    found = [f for other in query.others if (f := line(draft.context.view, query.indicator, other, year, edition))]
    if len(found) < len(query.others):
        return query
    if query.order == "between":
        found.sort(key=lambda f: f.value)
    said = [f"{draft.context.name(f.subject)} ({say(draft, f)})" for f in found]
    draft.caveat(f"Above {said[0]} and below {said[1]}.")
    low, high = found
    bounds = (_own_bound(">", low), _own_bound("<", high))
    return replace(query, bounds=bounds, excluded=(*query.excluded, *query.others))


def _own_bound(op: str, found: Line) -> Bound:
    """A bound at a figure's value, on the scale that its unit is held in."""
    value = found.value * 1000 if found.unit == PERSONS else found.value
    return Bound(op, value, "%" if found.unit.startswith("%") and "million" not in found.unit else "", None)


def _report(
    query: Query, context: Context, draft: Draft, chosen: Sequence[Figure], figures: dict[str, Figure], missing: Sequence[str]
) -> Answer:
    count, total = len(chosen), len(figures)
    one = next(iter(figures.values()))
    year = phrase.year(one)
    words = f"not {condition(context, query)}" if query.negated else condition(context, query)
    past = one.year < context.today.year
    verb = ("was" if past else "is") if count == 1 else ("were" if past else "are")
    draft.value("allies counted", count, "allies", period=str(one.year), status="computed")
    draft.rest(*figures.values())
    share = proportion(Decimal(count), Decimal(total), "") if query.words == ("part",) else None
    part = f", {draft.computed(share, 'part of the allies', None, str(one.year))}" if share else ""
    said = names(draft, chosen)
    verdict, outcome, word = _judged(query, count, total, len(missing))
    body = _beside(query, draft, chosen, figures)
    if query.op == "list" and not part and (not word or query.words == ANY) and count <= 8:
        nobody = _nobody(query, context)
        none = f"{nobody[0].lower() if word else nobody[0]}{nobody[1:]}"
        lead = (
            f"{word}{said if word else phrase.capital(said)} {verb} {words} in {year}."
            if count
            else f"{word}{none} {'was' if past else 'is'} {words} in {year}."
        )
    else:
        lead = f"{word}**{_of(query, context, count, total)}**{part} {verb} {words} in {year}."
        if 0 < count <= 8 and query.op in ("count", "none", "list", "most"):
            body.append(f"{phrase.capital(said)}.")
    return draft.answer(
        lead,
        _reading(query, context, words, year),
        body=body,
        verdict=verdict,
        outcome=outcome,
        subjects=[f.subject for f in (chosen if query.op != "all" or verdict is not Verdict.NO else _rest(chosen, figures))],
        table=screening.shown(context, chosen) if count > 8 else None,
        chart=bars(context, sorted(figures.values(), key=lambda f: -f.value)),
        options=offered(query, context),
    )


def _of(query: Query, context: Context, count: int, total: int) -> str:
    """ "5 of 31 allies", "2 of the 4 Nordic allies"."""
    if query.topics:
        return f"{count} of the {total} allies {query.topics[0]}"
    if query.groups or query.subjects:
        return (
            f"{count} of the {total} {context.names(query.groups or query.subjects).removeprefix('the ')}"
            if query.groups
            else f"{count} of {total}"
        )
    return f"{count} of {total} allies"


def _nobody(query: Query, context: Context) -> str:
    return f"None of {context.names(query.groups)}" if query.groups else "None of them" if query.subjects else "No ally"


def _rest(chosen: Sequence[Figure], figures: dict[str, Figure]) -> list[Figure]:
    """Those that the condition doesn't hold for."""
    return [f for f in figures.values() if f not in chosen]


def _beside(query: Query, draft: Draft, chosen: Sequence[Figure], figures: dict[str, Figure]) -> list[str]:
    """Who is not among them, where all or most were claimed."""
    rest = _rest(chosen, figures)
    return [f"Not: {names(draft, rest)}."] if query.op in ("all", "most") and 0 < len(rest) <= 8 else []


def _judged(query: Query, count: int, total: int, missing: int) -> tuple[Verdict | None, Outcome, str]:
    """The verdict on "all …", "nobody …", "most …", "the 23 that …", "fewer than ten …"."""
    verdict: Verdict | None
    match query.op:
        case "all":
            verdict = Verdict.NO if count < total else Verdict.PARTLY if missing else Verdict.YES
            return (
                verdict,
                Outcome.ANSWER,
                {Verdict.NO: "No: ", Verdict.PARTLY: "Yes, all with a figure: ", Verdict.YES: "Yes: "}[verdict],
            )
        case "none" if query.words[:1] != ("few",):
            return (Verdict.YES, Outcome.ANSWER, "Right: ") if not count else (Verdict.NO, Outcome.CORRECTION, "No: ")
        case "none" | "most":
            verdict = screening.fraction_verdict(query, count, total)
        case _ if query.words == ANY:
            verdict = Verdict.YES if count else Verdict.NO
        case _ if query.limit and len(query.words) == 2:
            verdict = Verdict.YES if holds(Bound(query.words[1], Decimal(query.limit), "", None), Decimal(count), "") else Verdict.NO
        case _ if query.limit and query.limit != count:
            return (Verdict.NO if query.words else None), Outcome.CORRECTION, f"Not {query.limit}: "
        case _:
            verdict = Verdict.YES if query.limit and query.words else None
    return verdict, Outcome.ANSWER, OPENINGS[verdict] if verdict else ""


def _reading(query: Query, context: Context, words: str, year: str) -> str:
    among = f" among {context.names(query.groups)}" if query.groups else f" {query.topics[0]}," if query.topics else ""
    without_ = f" besides {context.names(query.excluded)}" if query.excluded else ""
    return f"allies{among}{without_} {words} ({INDICATORS[query.indicator].noun}, {year})"
