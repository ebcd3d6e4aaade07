"""Stretches of a ranking: several places in a row, both ends of it, how far the first is from the last."""

from __future__ import annotations

from collections.abc import Sequence

from bot import phrase, placing
from bot.answer import Answer, Table
from bot.draft import Context, Draft
from bot.figures import no_figure
from bot.query import Query
from knowledge.base import Figure
from knowledge.compute import difference
from knowledge.units import INDICATORS


def places(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    """Several places in a row."""
    first, count = int(query.step or 1), query.limit or 1
    chosen = order[first - 1 : first - 1 + count]
    if not chosen:
        return no_figure(query, context, [], None)
    side = " from the bottom" if query.order == "least" else ""
    year = phrase.year(chosen[0])
    said = [f"{i}. {context.name(figure.subject)} ({draft.figure(figure)})" for i, figure in enumerate(chosen, first)]
    last = first + len(chosen) - 1
    tied = order[first - 2].value == chosen[0].value if first > 1 else False
    tied = tied or (last < len(order) and order[last].value == chosen[-1].value)
    if tied:
        draft.caveat("Equal figures stand in the order of the alphabet.")
    body = []
    if query.everywhere and query.indicator == "share":
        rows = placing.rank(context.view, "amount", [f.subject for f in order], chosen[0].year, chosen[0].edition, query.order)
        dear = [f"{i}. {context.name(f.subject)} ({draft.figure(f)})" for i, f in enumerate(rows[first - 1 : last], first)]
        body = [f"In money: {phrase.join(dear)}."] if dear else []
    return draft.answer(
        f"{phrase.capital(INDICATORS[query.indicator].noun)}, places {first} to {last}{side} in {year}: {phrase.join(said)}.",
        placing.read_as(query, context, year),
        body=body,
        subjects=[f.subject for f in chosen],
        table=table(context, chosen) if len(chosen) > 1 else None,
        options=placing.offered(query, context),
    )


def spread(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    """How far the first is from the last; or, with nothing said of a distance, who they are."""
    first, last = order[0], order[-1]
    if query.place == "ends":
        return _ends(query, context, draft, order)
    gap = difference(first.value, last.value, first.unit)
    said = draft.computed(gap, "from the highest to the lowest", None, str(first.year))
    lead = (
        f"**{said}** lie between {context.name(first.subject)} ({draft.figure(first)}) "
        f"and {context.name(last.subject)} ({draft.figure(last)}) in {phrase.year(first)}."
    )
    return draft.answer(
        lead,
        placing.read_as(query, context, phrase.year(first)),
        subjects=[first.subject, last.subject],
        options=placing.offered(query, context),
    )


def _ends(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    """Who is first and who is last (or the first and the last so many), in money too where no measure was named."""
    count = query.limit or 1
    large = query.indicator in ("personnel", "gdp")
    high, low = ("Largest", "smallest") if large else ("Highest", "lowest")
    first, last = order[:count], order[::-1][:count]
    lead = (
        f"{high} {INDICATORS[query.indicator].noun} in {phrase.year(order[0])}: {_named(draft, first)}; "
        f"{low}: {_named(draft, last)}."
    )  # fmt: skip
    body = []
    if query.everywhere and query.indicator == "share":
        money = placing.rank(context.view, "amount", [f.subject for f in order], order[0].year, order[0].edition, "most")
        body = [f"In money: most {_named(draft, money[:count])}; least {_named(draft, money[::-1][:count])}."] if money else []
    return draft.answer(
        lead,
        placing.read_as(query, context, phrase.year(order[0])),
        body=body,
        subjects=dict.fromkeys(f.subject for f in (*first, *last)),
        options=placing.offered(query, context),
    )


def _named(draft: Draft, figures: Sequence[Figure]) -> str:
    return phrase.join([f"**{draft.context.name(f.subject)}** ({draft.figure(f)})" for f in figures])


def table(context: Context, order: Sequence[Figure]) -> Table:
    rows = tuple(
        (str(place), context.name(f.subject, article=False), context.amount(f.value, f.unit) + (" (e)" if f.estimate else ""))
        for place, f in enumerate(order, 1)
    )
    return Table(("#", "Ally", INDICATORS[order[0].indicator].short), rows)
