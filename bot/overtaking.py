"""Answers on who passed whom: behind an ally in one year, ahead of it in a later one."""

from __future__ import annotations

from bot import phrase
from bot.answer import Answer
from bot.draft import Context, Draft
from bot.figures import edition_for, lacking, newest_year, no_figure, note
from bot.query import Query
from bot.slots import expand
from knowledge.base import Figure, View
from knowledge.units import INDICATORS

Pair = tuple[Figure, Figure]
"""An ally's values of the two years."""


def answer(query: Query, context: Context) -> Answer:
    view, subject = context.view, query.subjects[0]
    everyone = [a for a in expand(query.groups, view) or view.allies if a in view.allies and a != subject]
    edition = edition_for(view, query, [subject])
    if edition is None:
        return lacking(query, context, "trend", query.subjects, query.end)
    span = _span(query, view, edition.id)
    if span is None or (own := _pair(view, query.indicator, subject, span, edition.id)) is None:
        return no_figure(query, context, query.subjects, query.end or query.start)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    chosen = _passing(query, view, everyone, own, span, edition.id)
    values = [f"{draft.figure(own[0])} in {phrase.year(own[0])}, {draft.figure(own[1])} in {phrase.year(own[1])}"]
    name, noun = context.name(subject), INDICATORS[query.indicator].noun
    parts = [f"{context.name(new.subject)} ({draft.figure(old)} to {draft.figure(new)})" for old, new in chosen]
    draft.value("allies counted", len(chosen), "allies", period=f"{span[0]}/{span[1]}", status="computed")
    years = f"between {span[0]} and {phrase.year(own[1])}"
    listed = f"**{phrase.plural(len(chosen), 'ally', 'allies')}**: {phrase.join(parts)}" if parts else "no ally"
    lead = f"By {noun} {name} overtook {listed}, {years}." if query.op == "passed" else f"By {noun} {listed} overtook {name} {years}."
    return draft.answer(
        lead,
        f"allies behind {name} and then ahead of it, or the other way round, by {noun}, {span[0]} to {span[1]}",
        body=[f"{phrase.capital(name)}: {values[0]}.", _in_money(query, context, everyone, span, edition.id)],
        subjects=[new.subject for _, new in chosen],
        options=[f"Where does {name} rank?", f"How has {phrase.possessive(name)} spending changed since 2014?"],
    )


def _span(query: Query, view: View, edition: str) -> tuple[int, int] | None:
    """The two years: the one named and the year before it, or the ends of the span."""
    end = query.end or newest_year(view, query.indicator, query.subjects, edition)
    if end is None:
        return None
    return (query.start, end) if query.start is not None and query.start < end else (end - 1, end)


def _pair(view: View, measure: str, ally: str, span: tuple[int, int], edition: str) -> Pair | None:
    old, new = (view.figure(measure, ally, year, edition) for year in span)
    return (old, new) if old and new else None


def _passing(query: Query, view: View, everyone: list[str], own: Pair, span: tuple[int, int], edition: str) -> list[Pair]:
    """Those that passed the ally, or that it passed, the highest first."""
    pairs = [pair for ally in everyone if (pair := _pair(view, own[0].indicator, ally, span, edition))]
    if query.op == "passed":
        found = [(a, b) for a, b in pairs if a.value > own[0].value and b.value < own[1].value]
    else:
        found = [(a, b) for a, b in pairs if a.value <= own[0].value and b.value > own[1].value]
    return sorted(found, key=lambda pair: -pair[1].value)


def _in_money(query: Query, context: Context, everyone: list[str], span: tuple[int, int], edition: str) -> str:
    """The same in dollars, where no measure was named."""
    if not query.everywhere or (own := _pair(context.view, "amount", query.subjects[0], span, edition)) is None:
        return ""
    found = _passing(query, context.view, everyone, own, span, edition)
    return f"In money: {context.names([new.subject for _, new in found]) if found else 'none'}."
