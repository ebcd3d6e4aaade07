"""Held against a line: does an ally, a group or the alliance meet it in one year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from bot import phrase, targets
from bot.answer import Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.figures import (
    Line,
    beside,
    bound_words,
    edition_for,
    holds,
    line,
    members,
    newest_year,
    no_edition,
    no_figure,
    percent,
    published_beside,
    say,
    scaled,
)  # fmt: skip
from bot.language.frame import Bound
from bot.query import Query
from knowledge.base import Figure
from knowledge.compute import difference
from knowledge.units import INDICATORS


def in_one_year(query: Query, context: Context, edition: str) -> Answer:
    """Each subject against each line in one year."""
    view = context.view
    draft = Draft(context, query)
    body: list[str] = []
    results: list[bool] = []
    due: list[int] = []
    indicators = (
        query.target.split(",")
        if query.target.count(",") + 1 == len(query.bounds) and query.target
        else [query.indicator] * len(query.bounds)
    )
    for subject, named in product(query.subjects, query.years or (query.end,)):
        for bound, measure in zip(query.bounds, indicators, strict=True):
            year = named or newest_year(view, measure, members(view, [subject]), edition)
            found = line(view, measure, subject, year, edition) if year else None
            if found is None:
                continue
            met = holds(bound, found.value, found.unit)
            results.append(met)
            body.append(_judge(draft, found, bound, met, measure))
            draft.caveat(published_beside(draft, found, measure))
            row = targets.agreed(bound.value, view) if measure == "share" else None
            if row and row.by and row.by > context.today.year and not met and bound.op in ("", ">="):
                due.append(row.by)
    if not results:
        return no_figure(query, context, query.subjects, query.end)
    verdict = _verdict(results, query)
    _explain(draft, query.bounds, due)
    if query.op == "why":
        return _why(query, draft, body, verdict)
    if query.everywhere and verdict is Verdict.YES and (others := _others(query, draft)):
        said = [f"{context.name(f.subject)} ({draft.figure(f)})" for f in others]
        return draft.answer(
            f"That is not so: it holds for {phrase.join(said)} too.", read_as(query, context), body=body, verdict=Verdict.NO,
            outcome=Outcome.CORRECTION,
            subjects=[*query.subjects, *(f.subject for f in others)], options=following(query, context),
        )  # fmt: skip
    lead, rest = _lead(query, body, verdict)
    if query.op in ("side", "which"):
        return draft.answer(body[0], read_as(query, context), body=body[1:], subjects=query.subjects, options=following(query, context))
    outcome = Outcome.CORRECTION if verdict is Verdict.NO and query.op == "claim" else Outcome.ANSWER
    return draft.answer(
        lead,
        read_as(query, context),
        body=rest,
        verdict=verdict,
        outcome=outcome,
        subjects=query.subjects,
        options=following(query, context),
    )


def abandoned(query: Query, context: Context, edition: str) -> Answer:
    """ "Did X give up on 2 %": who is at the line did not; of who is below it only the figure is known."""
    found = in_one_year(replace(query, op="", topics=(), negated=False), context, edition)
    if found.verdict is Verdict.YES:
        lead = f"That is not so, by the figures: {found.lead.removeprefix('Yes: ')}"
        return replace(found, query=query, lead=lead, verdict=Verdict.NO, outcome=Outcome.CORRECTION)
    lead = f"Of giving it up my sources hold nothing, only the figures. {found.lead.removeprefix('No: ')}"
    return replace(found, query=query, lead=lead, verdict=Verdict.UNKNOWN, outcome=Outcome.NO_DATA)


def _lead(query: Query, body: list[str], verdict: Verdict) -> tuple[str, list[str]]:
    """Yes or no in front; a claim that is checked is called right or not, so that "a myth?" is no riddle."""
    words = {Verdict.NO: "No", Verdict.YES: "Yes"} if query.op != "claim" else {Verdict.NO: "That is not so", Verdict.YES: "That is so"}
    word = words.get(verdict, "Partly")
    return (f"{word}: {body[0]}", body[1:]) if len(body) == 1 else (f"{word}.", body)


def _why(query: Query, draft: Draft, body: Sequence[str], verdict: Verdict) -> Answer:
    """ "Why is X below …": the premise is checked first; reasons are in no source."""
    context = draft.context
    reading = read_as(query, context)
    if query.everywhere and (others := _others(query, draft)):
        said = [f"{context.name(f.subject)} ({draft.figure(f)})" for f in others]
        return draft.answer(
            f"It is not the only one: {phrase.join(said)}.", f"{reading}; the reason", body=body, verdict=Verdict.NO,
            outcome=Outcome.CORRECTION, subjects=[*query.subjects, *(f.subject for f in others)], options=following(query, context),
        )  # fmt: skip
    return draft.reason(body, reading, verdict, query.subjects, following(query, context))


def _others(query: Query, draft: Draft) -> list[Figure]:
    """The other allies for which the same holds, where one is said to be the only one."""
    view = draft.context.view
    first = next((v for v in draft.values if v.period), None)
    edition = next(iter(draft.editions), "")
    year = int(first.period or 0) if first else 0
    figures = [f for a in view.allies if a not in query.subjects and (f := view.figure(query.target.split(",")[0], a, year, edition))]
    return [f for f in figures if holds(query.bounds[0], f.value, f.unit) != query.negated][:8]


def _judge(draft: Draft, found: Line, bound: Bound, met: bool, measure: str) -> str:
    context = draft.context
    name = phrase.capital(context.name(found.subject))
    value = say(draft, found)
    past = found.year < context.today.year - 1
    goal = scaled(bound, found.unit)
    gap = difference(found.value, goal, found.unit)
    side = "above" if gap.value > 0 else "below"
    named = percent(context, bound.value) if found.unit.startswith("%") else context.amount(goal, found.unit)
    where = f"exactly at {named}" if not gap.value else f"{context.amount(abs(gap.value), gap.unit)} {side} {named}"
    if bound.op == "≈":
        where = f"{'about' if met else 'not'} {named}"
    else:
        draft.work(gap.working if gap.value else "")
    money = beside(draft, found) if measure == "share" else ""
    tail = f" ({money})" if money else ""
    if measure == "personnel":
        verb = "had" if past else context.verb(found.subject, "has", "have")
        return f"{name} {verb} **{value}** in the armed forces in {found.when}, {where}."
    noun = " on equipment" if measure == "equipment" else " on defence" if measure in ("share", "amount", "amount_national") else ""
    verb = "spent" if past else context.verb(found.subject, "spends", "spend")
    return f"{name} {verb} **{value}**{noun} in {found.when}{tail}, {where}."


def _verdict(results: Sequence[bool], query: Query) -> Verdict:
    """All, none or some of them; for "any of them" one is enough."""
    held = [result != query.negated for result in results]
    if all(held):
        return Verdict.YES
    if not any(held):
        return Verdict.NO
    return Verdict.YES if query.order == "any" else Verdict.PARTLY


def _explain(draft: Draft, bounds: Sequence[Bound], due: Sequence[int]) -> None:
    """What must be known about the line: not due yet; 5 % holds a part that the tables don't count."""
    view = draft.context.view
    for bound in bounds:
        commitment = targets.agreed(bound.value, view)
        if commitment and commitment.by and due:
            draft.rest(commitment, most=1)
            draft.caveat(f"{percent(draft.context, bound.value)} is due by {commitment.by} ({commitment.name}), so nobody is late yet.")
        if commitment and bound.value == targets.WHOLE and commitment.core:
            draft.caveat("The 5% is at least 3.5% core defence plus up to 1.5% related spending; NATO's tables count the core only.")


def without_line(query: Query, context: Context) -> Answer:
    """No line was named: both that "the target" can mean, told apart."""
    lines = targets.standing(context.view, query.end)
    view = context.view
    edition = edition_for(view, query, query.subjects)
    if edition is None:
        return no_edition(query, context, "target met")
    draft = Draft(context, query)
    body, results = [], []
    for subject in query.subjects:
        year = query.end or newest_year(view, "share", members(view, [subject]), edition.id)
        found = line(view, "share", subject, year, edition.id) if year else None
        if found is None:
            continue
        say(draft, found)
        marks = [
            f"{'at or above' if holds(row.bound, found.value, found.unit) else 'below'} {percent(context, row.bound.value)}"
            f"{f' (due {row.due})' if row.due else ''}"
            for row in lines
        ]
        results.append([holds(row.bound, found.value, found.unit) for row in lines])
        verb = "spent" if found.year < context.today.year - 1 else context.verb(subject, "spends", "spend")
        body.append(
            f"{phrase.capital(context.name(subject))} {verb} "
            f"**{context.amount(found.value, found.unit)}** ({found.when}): {phrase.join(marks)}."
        )
    if not results:
        return no_figure(query, context, query.subjects, query.end)
    for row in lines:
        if row.commitment:
            draft.rest(row.commitment, most=1)
    flat = [met for result in results for met in result]
    below = not any(result[0] for result in results)
    verdict = Verdict.NOT_YET_DUE if not all(flat) and not below else Verdict.YES if all(flat) != query.negated else Verdict.NO
    return draft.answer(
        body[0], "the target: at least 2% in force since 2014, and 3.5% core by 2035", body=body[1:], verdict=verdict,
        subjects=query.subjects,
        options=[f"Is {context.name(query.subjects[0])} at 3.5% yet?", f"How far is {context.name(query.subjects[0])} from 3.5%?"],
    )  # fmt: skip


def read_as(query: Query, context: Context) -> str:
    unit = INDICATORS[query.indicator].noun
    numbers = phrase.join([bound_words(context, bound, "%") for bound in query.bounds])
    when = str(query.end) if query.end else "newest year"
    return f"whether {context.names(query.subjects)} {'is' if len(query.subjects) == 1 else 'are'} {numbers} ({unit}, {when})"


def following(query: Query, context: Context) -> list[str]:
    value = query.bounds[0].value if query.bounds else Decimal(2)
    name = context.name(query.subjects[0])
    when = context.past(query.end)
    return [f"How far is {name} from 3.5%?", f"Which allies {'were' if when else 'are'} below {percent(context, value)}{when}?"]
