"""The answer to a ranking: the first, the N-th, the place of one ally, the spread, the nearest to a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import phrase, placing, pooled, stretches
from bot.answer import Answer
from bot.draft import Context, Draft
from bot.figures import edition_for, lacking, newest_year, no_figure, note, percent
from bot.plot import bars
from bot.query import Query
from knowledge.base import Figure
from knowledge.compute import difference, mean
from knowledge.units import INDICATORS

_SHOWN = 5


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = placing.pool(query, view)
    years = [query.end] if query.end and query.start is None else []
    edition = edition_for(view, query, everyone, years)
    if edition is None:
        return lacking(query, context, "ranking", list(everyone)[:3], query.end)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    if query.op == "mean":
        return _means(query, context, draft, everyone, edition.id)
    if query.op == "record":
        return _record(query, context, draft, everyone, edition.id)
    year = query.end or newest_year(view, query.indicator, everyone, edition.id)
    order = placing.rank(view, query.indicator, everyone, year, edition.id, query.order) if year else []
    if not order:
        return no_figure(query, context, list(everyone)[:3], year)
    _left_out(draft, everyone, order, year or 0)
    if (together := pooled.OPS.get(query.op)) is not None:
        return together(query, context, draft, order, placing.offered(query, context))
    if query.op == "spread":
        return stretches.spread(query, context, draft, order)
    if query.op == "top" and query.place == "now":
        return _then_and_now(query, context, draft, order, everyone, edition.id)
    if query.op == "near":
        return _near(query, context, draft, order)
    if query.op in ("place", "after") or query.words:
        return placing.place(query, context, draft, order)
    return _top(query, context, draft, order)


def _top(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    place = int(query.step or 0)
    if place and query.limit:
        return stretches.places(query, context, draft, order)
    count = len(order) if query.op == "all" else query.limit or (1 if query.negated else _SHOWN)
    chosen = (
        [f for f in order if f.value == order[place - 1].value] if 0 < place <= len(order) else [] if place else _with_ties(order, count)
    )
    if not chosen:
        return no_figure(query, context, [], None)
    said = [f"{context.name(figure.subject)} ({draft.figure(figure)})" for figure in chosen]
    noun = INDICATORS[query.indicator].noun
    word = _word(query)
    year = phrase.year(chosen[0])
    if place:
        lead = (
            f"**{phrase.capital(phrase.join(said))}** {'has' if len(said) == 1 else 'share'} "
            f"the {'' if place == 1 else _ordinal(place) + ' '}{word.lower()} {noun} "
            f"in {year}."
        )
    elif len(chosen) == 1:
        lead = f"**{phrase.capital(said[0])}** has the {word.lower()} {noun} in {year}."
    elif query.op == "all":
        lead = f"{phrase.capital(noun)} by ally, {year}: from {said[0]} to {said[-1]}."
    else:
        lead = f"{word} {noun} in {year}: {phrase.join(said)}."
    body = []
    if query.everywhere and query.op == "top" and query.indicator == "share":
        body = [placing.money_first(query, draft, order, place)] if place else [_in_money(query, context, draft, order)]
    shown = order if query.op == "all" else order[: max(count, _SHOWN)]
    return draft.answer(
        lead,
        placing.read_as(query, context, year),
        body=body,
        subjects=[f.subject for f in chosen],
        table=stretches.table(context, shown) if len(shown) > 1 else None,
        chart=bars(context, order),
        options=placing.offered(query, context),
    )


def _word(query: Query) -> str:
    """ "Highest" or "Lowest"; of people and economies "Largest" or "Smallest"."""
    large = query.indicator in ("personnel", "gdp")
    return ("Largest" if large else "Highest") if query.order == "most" else ("Smallest" if large else "Lowest")


def _near(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    """Who is nearest to a line, above or below it; or furthest from it."""
    found = context.view.figure(query.indicator, query.others[0], order[0].year, order[0].edition) if query.others else None
    if not (query.bounds or found):
        return no_figure(query, context, query.others, order[0].year)
    line = found.value if found else query.bounds[0].value
    goal = f"{context.name(found.subject)} ({draft.figure(found)})" if found else percent(context, line)
    away, side = query.order == "least", query.place or "above or below"
    order = [f for f in order if not query.place or (f.value < line) == (query.place == "below")]
    if not order:
        return no_figure(query, context, [], None)
    rows = sorted(order, key=lambda f: (abs(f.value - line) * (-1 if away else 1), f.subject))
    chosen = rows[: query.limit] if query.limit else _with_same(rows, line)
    said = []
    for f in chosen:
        apart = draft.computed(difference(f.value, line, f.unit), "distance", f.subject, str(f.year))
        said.append(f"{context.name(f.subject)} ({draft.figure(f)}, {apart})")
    where = f"{'Furthest' if away else 'Nearest'} {query.place}" if query.place else "Furthest from" if away else "Nearest to"
    lead = f"{where} {goal} in {phrase.year(chosen[0])}: **{phrase.join(said)}**."
    return draft.answer(
        lead,
        f"allies by their distance to {goal}, {side}, {phrase.year(chosen[0])}",
        subjects=[f.subject for f in chosen],
        table=stretches.table(context, rows[:_SHOWN]),
        options=placing.offered(query, context),
    )


def _then_and_now(query: Query, context: Context, draft: Draft, order: Sequence[Figure], everyone: Sequence[str], edition: str) -> Answer:
    """ "Who was the biggest in 2014 and who is it now?" """
    newest = newest_year(context.view, query.indicator, everyone, edition)
    later = placing.rank(context.view, query.indicator, everyone, newest, edition, query.order) if newest else []
    count = query.limit or (1 if query.negated else _SHOWN)
    parts, body = [], []
    for rows in (order, later):
        chosen = _with_ties(rows, count)
        parts.append(f"in {phrase.year(rows[0])} **{phrase.join([f'{context.name(f.subject)} ({draft.figure(f)})' for f in chosen])}**")
        money = _in_money(query, context, draft, rows) if query.everywhere else ""
        body.append(money.removesuffix(".") + f" ({rows[0].year})." if money else "")
    lead = f"{_word(query)} {INDICATORS[query.indicator].noun}: {', '.join(parts)}."
    return draft.answer(
        lead,
        placing.read_as(query, context, f"{order[0].year} and {newest}"),
        body=body,
        subjects=[later[0].subject],
        options=placing.offered(query, context),
    )


def _record(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: str) -> Answer:
    """The highest or lowest value of any ally in any year."""
    view = context.view
    years = view.span(query.indicator, edition, query.start, query.end)
    rows = [f for year in years for ally in everyone if (f := view.figure(query.indicator, ally, year, edition))]
    if not rows:
        return no_figure(query, context, list(everyone)[:3], None)
    best = (max if query.order == "most" else min)(rows, key=lambda f: f.value)
    noun = INDICATORS[query.indicator].noun
    said = f"**{context.name(best.subject)}** in {phrase.year(best)} ({draft.figure(best)})"
    lead = f"{_word(query)} {noun} of any ally, {years[0]} to {years[-1]}: {said}."
    return draft.answer(
        lead,
        f"extreme of {noun} over all years, {years[0]} to {years[-1]}",
        subjects=[best.subject],
        options=placing.offered(query, context),
    )


def _with_same(rows: Sequence[Figure], line: Decimal) -> list[Figure]:
    """The first, and those as far from the line."""
    return [f for f in rows if abs(f.value - line) == abs(rows[0].value - line)]


def _with_ties(order: Sequence[Figure], count: int) -> list[Figure]:
    """The first `count`, and those level with the last of them."""
    chosen = list(order[:count])
    return chosen + [figure for figure in order[count:] if figure.value == chosen[-1].value]


def _in_money(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> str:
    """Who is first in money, where no measure was named: the two orders differ."""
    view = context.view
    first = order[0]
    money = placing.rank(view, "amount", [f.subject for f in order], first.year, first.edition, query.order)
    if query.indicator != "share" or not money:
        return ""
    too = "too " if money[0].subject == first.subject else ""
    return f"In money {too}it is {context.name(money[0].subject)}: {draft.figure(money[0])}."


def _means(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: str) -> Answer:
    """The mean of the yearly values of a span, ranked."""
    view = context.view
    years = view.span(query.indicator, edition, query.start, query.end)
    rows = []
    for ally in everyone:
        figures = [f for y in years if (f := view.figure(query.indicator, ally, y, edition))]
        if figures and len(figures) == len(years):
            rows.append((mean(figures), figures))
    if not rows:
        return no_figure(query, context, list(everyone)[:3], query.start)
    rows.sort(key=lambda row: -row[0].value if query.order == "most" else row[0].value)
    chosen = rows[: query.limit or _SHOWN]
    said = []
    for result, figures in chosen:
        subject = figures[0].subject
        draft.rest(*figures)
        draft.estimated.update(f.year for f in figures if f.estimate)
        text = draft.computed(
            replace(result, working=f"{context.name(subject)}: {result.working}"),
            f"{context.name(subject)}, mean",
            subject,
            f"{years[0]}/{years[-1]}",
        )
        said.append(f"{context.name(subject)} ({text})")
    word = "Highest" if query.order == "most" else "Lowest"
    lead = f"{word} mean of {INDICATORS[query.indicator].noun}, {years[0]} to {years[-1]}: {phrase.join(said)}."
    subjects = [figures[0].subject for _, figures in chosen]
    return draft.answer(
        lead,
        f"mean of the yearly values {years[0]} to {years[-1]}, all years counting the same",
        subjects=subjects,
        options=placing.offered(query, context),
    )


def _left_out(draft: Draft, everyone: Sequence[str], order: Sequence[Figure], year: int) -> None:
    missing = [ally for ally in everyone if ally not in {figure.subject for figure in order}]
    if missing:
        draft.caveat(f"Without {draft.context.names(missing)}: no figure for {year}.")


def _ordinal(place: int) -> str:
    suffix = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{suffix}"
