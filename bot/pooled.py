"""The first (or last) so many of a ranking taken together: their average, or what they spend in all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot import phrase
from bot.answer import Answer
from bot.draft import Context, Draft
from bot.query import Query
from knowledge.base import Figure
from knowledge.compute import mean, proportion, total
from knowledge.units import INDICATORS


def together(query: Query, context: Context, draft: Draft, order: Sequence[Figure], options: Sequence[str]) -> Answer:
    """The mean or the sum of the first `limit`."""
    chosen = list(order[: query.limit])
    summed = query.op == "top-total"
    result = total(chosen) if summed else mean(chosen)
    side = "last" if query.order == "least" else "first"
    noun, when = INDICATORS[query.indicator].noun, phrase.year(chosen[0])
    said = draft.computed(result, f"the {side} {len(chosen)}, {'total' if summed else 'mean'}", None, str(chosen[0].year))
    names = phrase.join([f"{context.name(f.subject)} ({draft.figure(f)})" for f in chosen])
    whole = proportion(result.value, sum((f.value for f in order), Decimal(0)), chosen[0].unit) if summed else None
    part = f", {draft.computed(whole, 'part of all', None, str(chosen[0].year))} of all {len(order)} allies" if whole else ""
    how = "together" if summed else "on average, each counting the same"
    return draft.answer(
        f"The {side} {len(chosen)} by {noun} {how}: **{said}** in {when}{part}.",
        f"{'sum' if summed else 'plain mean'} of the {side} {len(chosen)} allies by {noun}, {when}",
        body=[f"{phrase.capital(names)}."],
        subjects=[f.subject for f in chosen],
        options=options,
    )


def of_group(query: Query, context: Context, draft: Draft, order: Sequence[Figure], options: Sequence[str]) -> Answer:
    """Which of the first `limit` of all allies are in a group."""
    first = order[: query.limit]
    members = {m for group in query.groups for m in context.view.base.groups[group].members}
    chosen = [f for f in first if f.subject in members]
    noun, when = INDICATORS[query.indicator].noun, phrase.year(first[0])
    side = "last" if query.order == "least" else "first"
    names = [f"{context.name(f.subject)} ({draft.figure(f)})" for f in chosen]
    rest = [f"{context.name(f.subject)} ({draft.figure(f)})" for f in first if f not in chosen]
    draft.value(f"of the {side} {len(first)}", len(chosen), "allies", period=str(first[0].year), status="computed")
    said = f": {phrase.join(names)}" if names else ""
    return draft.answer(
        f"**{len(chosen)}** of the {side} {len(first)} by {noun} in {when} belong to {context.names(query.groups)}{said}.",
        f"which of the {side} {len(first)} allies by {noun} belong to {context.names(query.groups)}, {when}",
        body=[f"The others: {phrase.join(rest)}." if rest else ""],
        subjects=[f.subject for f in chosen],
        options=options,
    )


OPS = {"top-mean": together, "top-total": together, "top-in": of_group}
