"""Answers on steps from year to year: how often and how long a figure rose or fell, and whose did or stood still."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.figures import Line, edition_for, lacking, line, no_figure, note, say
from bot.query import Query
from bot.slots import expand
from knowledge.base import View
from knowledge.compute import difference
from knowledge.units import INDICATORS

Step = tuple[Line, Line]
"""A year's value behind that of the year before."""


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = list(query.subjects) or _pool(query, view)
    edition = edition_for(view, query, everyone)
    if edition is None:
        return lacking(query, context, "trend", everyone[:3], query.start)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    held = {s: steps for s in everyone if (steps := _steps(query, view, s, query.indicator, edition.id))}
    if not held:
        return no_figure(query, context, everyone[:3], query.start)
    if query.op == "biggest":
        return _biggest(query, draft, held)
    if query.op in ("who", "same") and not query.subjects:
        return _whose(query, draft, held)
    if query.op == "same":
        return _unchanged(query, draft, held[query.subjects[0]])
    return _one(query, draft, held[query.subjects[0]], edition.id)


def _pool(query: Query, view: View) -> list[str]:
    return [ally for ally in expand(query.groups, view) or view.allies if ally in view.allies and ally not in query.excluded]


def _steps(query: Query, view: View, subject: str, measure: str, edition: str) -> list[Step]:
    years = view.span(measure, edition, query.start, query.end)
    rows = [row for year in years if (row := line(view, measure, subject, year, edition))]
    if query.op == "same" and len(rows) > 1:
        return [(rows[0], rows[-1])]
    return [(old, new) for old, new in pairwise(rows) if new.year - old.year == 1]


def _went(query: Query, step: Step) -> bool:
    """Whether the step goes the way that is asked for."""
    old, new = step
    return new.value < old.value if query.order == "fall" else new.value > old.value if query.order == "rise" else new.value == old.value


def _verb(query: Query) -> str:
    return {"fall": "fell", "rise": "rose"}.get(query.order, "stayed the same")


# --- one subject


class _Told(NamedTuple):
    lead: str
    shown: Sequence[Line]
    times: int
    verdict: Verdict | None


def _one(query: Query, draft: Draft, steps: Sequence[Step], edition: str) -> Answer:
    """One subject's steps; in constant prices too, where no measure was named."""
    context, subject = draft.context, query.subjects[0]
    told = _told(query, context, steps, query.indicator)
    for row in told.shown:
        say(draft, row)
    draft.value(f"{context.name(subject)}, years that {_verb(query)}", told.times, "years", subject=subject, status="computed")
    verdict, body = told.verdict, []
    if query.everywhere and (money := _steps(query, context.view, subject, "amount_constant", edition)):
        beside = _told(query, context, money, "amount_constant")
        body = [f"In constant prices: {beside.lead}"]
        draft.value("the same in constant prices", beside.times, "years", subject=subject, status="computed")
        verdict = verdict if beside.verdict == verdict else Verdict.PARTLY
    noun = INDICATORS[query.indicator].noun
    reading = f"in which years the {noun} of {context.name(subject)} {_verb(query)}, {steps[0][1].year} to {steps[-1][1].year}"
    word = OPENINGS[verdict] if verdict else ""
    shown = "; ".join(f"{row.when}: {context.amount(row.value, row.unit)}" for row in told.shown)
    return draft.answer(
        f"{word}{told.lead}",
        reading,
        body=[*body, f"{shown}."],
        verdict=verdict,
        subjects=[s for s in query.subjects if s != "NATO"],
        options=[f"How has {phrase.possessive(context.name(subject))} spending changed since 2014?"],
    )


def _told(query: Query, context: Context, steps: Sequence[Step], measure: str) -> _Told:
    whose = f"{phrase.possessive(context.name(query.subjects[0]))} {INDICATORS[measure].noun}"
    hits = [step for step in steps if _went(query, step)]
    span = f"{steps[0][1].year} to {steps[-1][1].when}"
    if query.op == "run":
        return _run(query, whose, steps)
    if query.op in ("last", "first") and hits:
        old, new = hits[-1 if query.op == "last" else 0]
        begin = ", as far as NATO's tables that I hold go back" if query.op == "first" and hits[0] == steps[0] else ""
        return _Told(f"{whose} {query.op} {_verb(query)} in **{new.when}**{begin}.", (old, new), len(hits), None)
    verdict = None
    if query.op == "always":
        verdict = Verdict.YES if (len(hits) == len(steps)) != query.negated else Verdict.NO
    elif query.op == "ever":
        verdict = Verdict.YES if bool(hits) != query.negated else Verdict.NO
    listed = f": {phrase.join([new.when for _, new in hits])}" if 0 < len(hits) < len(steps) else ""
    lead = f"{whose} {_verb(query)} in **{len(hits)} of {len(steps)}** years, {span}, each against the year before{listed}."
    return _Told(lead, (steps[0][0], steps[-1][1]), len(hits), verdict)


def _run(query: Query, whose: str, steps: Sequence[Step]) -> _Told:
    """The run of years up to the newest, and the longest where it is another."""
    runs = [list(group) for went, group in groupby(steps, key=lambda step: _went(query, step)) if went]
    longest = max(runs, key=len, default=[])
    if not longest:
        return _Told(f"{whose} {_verb(query)} in no year, {steps[0][1].year} to {steps[-1][1].when}.", (steps[0][0], steps[-1][1]), 0, None)
    newest = runs[-1] if runs[-1][-1] == steps[-1] else []
    best = f"the longest run is {phrase.plural(len(longest), 'year', 'years')}, {longest[0][1].year} to {longest[-1][1].when}"
    if not newest:
        lead = f"{whose} did not {'fall' if query.order == 'fall' else 'rise'} in {steps[-1][1].when}; {best}."
        return _Told(lead, (longest[0][0], longest[-1][1]), len(longest), None)
    lead = (
        f"{whose} {_verb(query)} **{phrase.plural(len(newest), 'year', 'years')} in a row** up to {newest[-1][1].when}, "
        f"the first of them {newest[0][1].year}{f'; {best}' if len(longest) > len(newest) else ''}."
    )
    return _Told(lead, (newest[0][0], newest[-1][1]), len(newest), None)


def _biggest(query: Query, draft: Draft, held: dict[str, list[Step]]) -> Answer:
    """The largest step of all the years, of one subject or of any."""
    context = draft.context
    steps = [step for rows in held.values() for step in rows if _went(query, step)]
    noun = INDICATORS[query.indicator].noun
    if not steps:
        return no_figure(query, context, list(held)[:3], query.start)
    apart = {id(step): difference(step[1].value, step[0].value, step[0].unit) for step in steps}
    ordered = sorted(steps, key=lambda step: -abs(apart[id(step)].value))
    old, new = ordered[0]
    said = draft.computed(apart[id(ordered[0])], "change", new.subject, f"{old.year}/{new.year}")
    kind = "fall" if query.order == "fall" else "rise"
    span = f"{min(rows[0][0].year for rows in held.values())} to {max(rows[-1][1].year for rows in held.values())}"
    lead = (
        f"The biggest {kind} of {noun} from one year to the next, {span}: **{context.name(new.subject)}** in **{new.when}**, "
        f"{'+' if new.value > old.value else ''}{said} ({say(draft, old)} to {say(draft, new)})."
    )
    return draft.answer(
        lead, f"biggest {kind} of {noun} from year to year, {span}", subjects=[new.subject] if new.subject != "NATO" else []
    )


def _unchanged(query: Query, draft: Draft, steps: Sequence[Step]) -> Answer:
    """Whether one subject's figure is the same in two years."""
    context, (old, new) = draft.context, steps[0]
    verdict = Verdict.YES if (old.value == new.value) != query.negated else Verdict.NO
    change = draft.computed(difference(new.value, old.value, new.unit), "change", new.subject, f"{old.year}/{new.year}")
    lead = f"{OPENINGS[verdict]}{phrase.possessive(context.name(new.subject))} {INDICATORS[query.indicator].noun} was {say(draft, old)} "
    lead += f"in {old.when} and is **{say(draft, new)}** in {new.when}: {'+' if new.value > old.value else ''}{change}."
    reading = f"{INDICATORS[query.indicator].noun} of {context.name(new.subject)}, {old.year} against {new.year}"
    return draft.answer(lead, reading, verdict=verdict, subjects=[s for s in query.subjects if s != "NATO"])


# --- many


def _whose(query: Query, draft: Draft, held: dict[str, list[Step]]) -> Answer:
    """Whose figure went that way in every year of the span."""
    context = draft.context
    count = max(len(steps) for steps in held.values())
    full = {s: steps for s, steps in held.items() if len(steps) == count}
    chosen = [s for s, steps in full.items() if all(_went(query, step) for step in steps)]
    chosen.sort(key=lambda s: full[s][-1][1].value, reverse=True)
    first, last = next(iter(full.values()))[0], next(iter(full.values()))[-1]
    span = f"in every year from {first[1].year} to {last[1].when}, each against the year before" if query.op == "who" else ""
    span = span or f"in {last[1].when} as in {first[0].when}"
    noun = INDICATORS[query.indicator].noun
    parts = [f"{context.name(s)} ({say(draft, full[s][0][0])} to {say(draft, full[s][-1][1])})" for s in chosen]
    draft.value("allies counted", len(chosen), "allies", period=f"{first[0].year}/{last[1].year}", status="computed")
    if not chosen:
        say(draft, last[1])
    had = f"had the same {noun}" if query.op == "same" else f"had a {'falling' if query.order == 'fall' else 'rising'} {noun}"
    verdict = None
    if query.words:
        verdict = Verdict.YES if bool(chosen) != query.negated else Verdict.NO
    word = OPENINGS[verdict] if verdict else ""
    listed = f": {phrase.join(parts)}" if parts else ""
    return draft.answer(
        f"{word}**{len(chosen)} of {len(full)} allies** {had} {span}{listed}.",
        f"allies whose {noun} {_verb(query)}, {first[0].year} to {last[1].year}{' (measure not named)' if query.everywhere else ''}",
        verdict=verdict,
        outcome=Outcome.CORRECTION if verdict is Verdict.NO and query.negated else Outcome.ANSWER,
        subjects=chosen,
        options=["Who raised spending most since 2014?", "How many allies were at 2% in 2014?"],
    )
