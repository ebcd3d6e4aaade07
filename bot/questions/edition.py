"""Editions: why another source has another figure, what an earlier edition said: editions side by side, never mixed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot import phrase
from bot.answer import Answer, Verdict
from bot.draft import Context, Draft
from bot.figures import no_figure
from bot.language.frame import Frame
from bot.language.quantities import Moment
from bot.measures import text_of
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import indicator, period, whose
from knowledge.base import ALLIANCE, View
from knowledge.units import INDICATORS

NAME = "edition"


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    several = _several(frame)
    aside = frame.has("other_source", "edition", "revised") and (
        frame.has("other_source", "revised", "why", "change", "compare", "before", "estimate") or len(view.editions) > 1
    )
    if not aside or (frame.edition and not several) or (frame.has("say") and not frame.has("other_source", "nato") and not several):
        return None
    subjects = who.allies or (("NATO",) if frame.has("nato") else ())
    if not subjects:
        return None
    rest = replace(frame, moments=[m for m in frame.moments if not _edition_too(frame, m)])
    query = Query(
        kind=NAME,
        subjects=subjects[:3],
        indicator=indicator(frame) or "share",
        end=period(rest)[1],
        bounds=tuple(b for b in frame.bounds if b.unit == "%")[:1],
        order=_order(frame),
        topics=("sipri",) if frame.holds("sipri", "sipris") and not several else (),
        negated=frame.has("revised") and frame.yes_no and not frame.bounds,
    )
    return Reading(query, weight=1.5 if several else 0.7)


_PLURALS = ("editions", "reports", "releases", "vintages", "versions", "publications")


def _several(frame: Frame) -> bool:
    """Whether more than one edition is meant: "the different editions", "the 2024 report and the newest one"."""
    found = frame.cues.get("edition", [])
    return (
        len(found) > 1
        or any(token.norm in _PLURALS for m in found for token in frame.tokens[m.start : m.end])
        or any(text_of(frame, m) in ("every edition", "each edition", "each release") for m in found)
    )


def _edition_too(frame: Frame, moment: Moment) -> bool:
    """Whether a year names an edition beside another one: "the 2025 and 2026 editions"."""
    after = frame.words[moment.end : moment.end + 2]
    return len(after) == 2 and after[0] in ("and", "or", "vs", "versus", "to", "with", ",") and after[1] == str(frame.edition)


def _order(frame: Frame) -> str:
    words = frame.bag
    return (
        "fall"
        if frame.has("fall") or words & {"down", "downwards", "lower"}
        else "rise"
        if frame.has("rise") or words & {"up", "upwards", "higher"}
        else ""
    )


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    draft = Draft(context, query)
    lines: list[str] = []
    claimed = query.bounds[0].value if query.bounds else None
    matches: list[str] = []
    for subject in query.subjects:
        key = ALLIANCE if subject == "NATO" else subject
        years = [query.end] if query.end else _years(view, query, key, claimed)
        editions = (*view.other_editions, *view.editions) if query.topics else (*view.editions, *view.other_editions)
        for year in years:
            for edition in editions:
                figure = view.figure(query.indicator, key, year, edition.id)
                if figure is None:
                    continue
                said = draft.figure(figure)
                definition = "" if edition.definition == "nato" else f", {edition.definition.upper()}'s own definition"
                lines.append(f"{edition.short} ({context.day(edition.published_on)}{definition}): **{said}** for {phrase.year(figure)}")
                if claimed is not None and figure.value == claimed:
                    matches.append(f"{said} is the figure of the {edition.short} edition for {figure.year}")
    if not lines:
        return no_figure(query, context, query.subjects, query.end)
    verdict = _revised(query, draft)
    draft.caveat("NATO revises past years in every edition; values of different editions are not compared.")
    names = context.names(query.subjects)
    lead = f"{phrase.capital(matches[0])}." if matches else _lead(query, context, draft, names)
    subjects = [s for s in query.subjects if s != "NATO"]
    return draft.answer(
        lead,
        f"editions side by side for {names}",
        body=[f"- {line}" for line in lines],
        subjects=subjects,
        verdict=verdict,
        options=["Why do NATO's figures change?"],
    )


def _lead(query: Query, context: Context, draft: Draft, names: str) -> str:
    """The oldest and the newest value first, of one subject and year; else only what follows."""
    years = {value.period for value in draft.values}
    nato = [
        (view_name, value)
        for view_name, value in zip(draft.editions, draft.values, strict=False)
        if context.view.base.editions[view_name].definition == "nato"
    ]
    noun = INDICATORS[query.indicator].noun
    if len(query.subjects) != 1 or len(years) != 1 or len(nato) < 2 or len(draft.editions) != len(draft.values):
        return f"{phrase.capital(names)}, {noun}, by edition:"
    other = next(((id_, value) for id_, value in zip(draft.editions, draft.values, strict=True) if (id_, value) not in nato), None)
    (new_id, new), (old_id, old) = (other, nato[0]) if query.topics and other else (nato[0], nato[-1])
    said = [
        f"**{context.amount(value.value, value.unit)}** in the {context.view.base.editions[id_].short} edition"
        for id_, value in ((new_id, new), (old_id, old))
        if isinstance(value.value, Decimal)
    ]
    return f"{phrase.capital(phrase.possessive(names))} {noun} for {new.period}: {', '.join(said)}."


def _revised(query: Query, draft: Draft) -> Verdict | None:
    """Whether the newest edition's value differs from the oldest one's, or is below or above it, where that is asked."""
    editions = draft.context.view.base.editions
    named = [id_ for id_ in draft.editions if editions[id_].definition == "nato"]
    values = [v.value for v in draft.values[: len(named)] if isinstance(v.value, Decimal)]
    if not (query.order or query.negated) or len(values) < 2 or len({v.period for v in draft.values}) > 1:
        return None
    newest, oldest = values[0], values[-1]
    changed = newest < oldest if query.order == "fall" else newest > oldest if query.order == "rise" else newest != oldest
    return Verdict.YES if changed else Verdict.NO


def _years(view: View, query: Query, key: str, claimed: object) -> list[int]:
    """The years in which some edition has the figure that was named; else the newest year that two editions share.

    Where another source's figure is asked for, the newest year that it has.
    """
    if query.topics:
        years = [y for e in view.other_editions for y in view.years(query.indicator, e.id) if view.figure(query.indicator, key, y, e.id)]
        return years[-1:]
    held: dict[int, int] = {}
    exact: list[int] = []
    for edition in view.editions:
        for year in view.years(query.indicator, edition.id):
            figure = view.figure(query.indicator, key, year, edition.id)
            if figure:
                held[year] = held.get(year, 0) + 1
                if figure.value == claimed:
                    exact.append(year)
    shared = [year for year, count in held.items() if count > 1]
    return sorted(set(exact))[-2:] or ([max(shared)] if shared else sorted(held)[-1:])


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "between which than revised #ally #year #bound #count other_source edition "
        "why say change before compare estimate equipment is_true wrong_you source "
        "current money constant current defence more_bare nato not how_much pronoun "
        "fall rise less_bare when which"
    ),
    ("Why does another source say 4.48 for Poland?", "How did the editions differ on Estonia in 2025?"),
    alone=frozenset(),
)
