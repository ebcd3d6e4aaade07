"""Answers on who was first or last in each of several years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from bot import phrase
from bot.answer import OPENINGS, Answer, Table, Verdict, verdict_of
from bot.draft import Context, Draft
from bot.figures import edition_for, lacking, no_figure, note
from bot.query import Query
from bot.ranking import rank
from bot.slots import expand
from knowledge.base import Figure, View
from knowledge.units import INDICATORS


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = [a for a in expand(query.groups, view) or view.allies if a in view.allies and a not in query.excluded]
    edition = edition_for(view, query, everyone)
    if edition is None:
        return lacking(query, context, "ranking", everyone[:3], query.end)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    firsts = _firsts(query, view, everyone, query.indicator, edition.id)
    if not firsts:
        return no_figure(query, context, everyone[:3], query.end)
    money = _firsts(query, view, everyone, "amount", edition.id) if query.everywhere and query.indicator == "share" else []
    draft.caveat("Counted among today's allies in every year, members or not at the time.")
    return (_all if query.op == "all" else _one)(query, draft, firsts, money)


def _firsts(query: Query, view: View, everyone: Sequence[str], measure: str, edition: str) -> list[list[Figure]]:
    """Who is first in each year; several where they are level."""
    orders = [rank(view, measure, everyone, year, edition, query.order) for year in view.span(measure, edition, query.start, query.end)]
    return [[f for f in order if f.value == order[0].value] for order in orders if len(order) > len(everyone) // 2]


def _runs(context: Context, firsts: Sequence[Sequence[Figure]]) -> str:
    """ "the United States 2014 to 2020, Greece 2021 and 2022"."""
    said = []
    for who, group in groupby(firsts, key=lambda level: tuple(f.subject for f in level)):
        years = [phrase.year(level[0]) for level in group]
        said.append(f"{context.names(who)} {years[0] if len(years) == 1 else f'{years[0]} to {years[-1]}'}")
    return phrase.join(said)


def _word(query: Query) -> str:
    return "lowest" if query.order == "least" else "highest"


def _all(query: Query, draft: Draft, firsts: Sequence[Sequence[Figure]], money: Sequence[Sequence[Figure]]) -> Answer:
    context = draft.context
    years = Counter(f.subject for level in firsts for f in level)
    for level in firsts:
        for figure in level:
            draft.figure(figure)
    count = len(years)
    draft.value("different allies", count, "allies", period=f"{firsts[0][0].year}/{firsts[-1][0].year}", status="computed")
    noun = INDICATORS[query.indicator].noun
    lead = f"{phrase.capital(_word(query))} {noun}, year by year: {_runs(context, firsts)}: **{phrase.plural(count, 'ally', 'allies')}**."
    often = years.most_common()
    held = phrase.join([f"{context.name(s)} in {phrase.plural(n, 'year', 'years')}" for s, n in often])
    rows = tuple((phrase.year(f), context.name(f.subject, article=False), context.amount(f.value, f.unit)) for lv in firsts for f in lv)
    return draft.answer(
        lead,
        f"allies with the {_word(query)} {noun}, {firsts[0][0].year} to {firsts[-1][0].year}",
        body=[f"Most often: {held}.", _in_money(query, context, money)],
        subjects=[subject for subject, _ in often],
        table=Table(("Year", "Ally", "value"), rows),
        options=["Which ally spends the most?"],
    )


def _in_money(query: Query, context: Context, money: Sequence[Sequence[Figure]]) -> str:
    return f"In money: {_runs(context, money)}." if money else ""


def _verdict(query: Query, *tables: Sequence[Sequence[Figure]]) -> Verdict | None:
    """Whether the ally was ever first, or always: partly, where it was by share and not in money or the other way round."""
    if query.op == "ally":
        return None
    subject, met = query.subjects[0], []
    for table in filter(None, tables if query.op == "always" else tables[:1]):
        held = [subject in {f.subject for f in level} for level in table]
        met.append((all(held) if query.op == "always" else any(held)) != query.negated)
    return verdict_of(sum(met), len(met))


def _one(query: Query, draft: Draft, firsts: Sequence[Sequence[Figure]], money: Sequence[Sequence[Figure]]) -> Answer:
    """The years in which one ally was first."""
    context, subject = draft.context, query.subjects[0]
    name, noun = context.name(subject), INDICATORS[query.indicator].noun
    hits = [next(f for f in level if f.subject == subject) for level in firsts if subject in {f.subject for f in level}]
    for figure in hits or firsts[-1]:
        draft.figure(figure)
    draft.value(f"{name}, years", len(hits), "years", subject=subject, status="computed")
    span = f"{phrase.year(firsts[0][0])} to {phrase.year(firsts[-1][0])}"
    verdict = _verdict(query, firsts, money)
    years = phrase.join([f"**{phrase.year(f)}**" if f is hits[-1] else phrase.year(f) for f in hits])
    lead = f"{name} had the {_word(query)} {noun} in {phrase.plural(len(hits), 'year', 'years')} from {span}{f': {years}' if hits else ''}."
    others = f"In the years from {span} it was {_runs(context, firsts)}."
    return draft.answer(
        f"{OPENINGS[verdict] if verdict else ''}{lead}",
        f"years in which {name} had the {_word(query)} {noun} of all allies",
        body=[others, _in_money(query, context, money)],
        verdict=verdict,
        subjects=query.subjects,
        options=[f"Where does {name} rank?"],
    )
