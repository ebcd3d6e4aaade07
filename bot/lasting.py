"""Who has been on one side of a line for the most years in a row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from bot import phrase
from bot.answer import Answer
from bot.draft import Context, Draft
from bot.figures import bound_words, holds
from bot.query import Query
from bot.screening import names, offered
from knowledge.base import Figure
from knowledge.units import INDICATORS


def longest(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: str) -> Answer:
    """Who has satisfied the condition for the most years in a row, up to the last year."""
    view = context.view
    bound = query.bounds[0]
    years = view.span(query.indicator, edition, query.start, query.end)
    runs: dict[str, list[Figure]] = {}
    for ally in everyone:
        rows = [view.figure(query.indicator, ally, year, edition) for year in reversed(years)]
        runs[ally] = [f for f in takewhile(lambda f: f is not None and holds(bound, f.value, f.unit), rows) if f]
    most = max(map(len, runs.values()))
    words = bound_words(context, bound, INDICATORS[query.indicator].unit or "")
    chosen = sorted((run for run in runs.values() if most and len(run) == most), key=lambda run: -run[0].value)
    draft.value("years in a row", most, "years", period=f"{years[0]}/{years[-1]}", status="computed")
    if not chosen:
        draft.rest(*(f for ally in everyone if (f := view.figure(query.indicator, ally, years[-1], edition))))
        lead = f"No ally is {words} in {years[-1]}."
    else:
        since = f"every year from {chosen[0][-1].year} to {years[-1]}"
        lead = f"{phrase.capital(names(draft, [run[0] for run in chosen]))}: {words} in {since}, the longest of all."
        if most == len(years):
            draft.caveat(f"NATO's table begins in {years[0]}; who was {words} before is not in it.")
    following = sorted((run for run in runs.values() if 0 < len(run) < most), key=lambda run: -len(run))[:3]
    said = [f"{context.name(run[0].subject)} since {run[-1].year}" for run in following]
    draft.rest(*(f for run in following for f in (run[0], run[-1])))
    return draft.answer(
        lead,
        f"allies {words} for the most years in a row up to {years[-1]}; values of the last year",
        body=[f"Next: {phrase.join(said)}."] if said else [],
        subjects=[run[0].subject for run in chosen],
        options=offered(query, context),
    )
