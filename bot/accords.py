"""A commitment told: its deadline, its review, its parts, who agreed it where and when."""

from __future__ import annotations

from bot import phrase, targets
from bot.answer import Answer, Outcome, Verdict
from bot.draft import Draft
from bot.figures import percent
from bot.pacts import cite, quote, shares, take
from bot.promised import OF_ALL
from bot.query import Query
from knowledge.model import Commitment
from knowledge.when import last_day


def deadline(query: Query, draft: Draft, c: Commitment) -> Answer:
    context = draft.context
    take(draft, c)
    claimed = [y for y in (query.start, query.end) if y]
    verdict = None
    outcome = Outcome.ANSWER
    options = ["How far is Spain from 3.5%?", "When is the review?"]
    proposal = targets.proposed(context.view)
    if c.by is None or c.by < context.today.year:
        lead = f"{c.name} has no deadline to come{f': its date was {c.by}' if c.by else ''}; it holds every year."
        if proposal and proposal.by:
            take(draft, proposal)
            lead += f" Proposed is {shares(context, proposal)}."
    else:
        left = c.by - context.today.year
        lead = f"By **{c.by}**: {shares(context, c)} ({c.name}, {context.day(c.on)}); {phrase.plural(left, 'year', 'years')} from now."
        if query.negated and claimed:
            _as_proposed(draft, claimed)
            verdict = Verdict.YES if c.by in claimed else Verdict.NO
            if verdict is Verdict.NO:
                outcome = Outcome.CORRECTION
                lead = f"No, not {claimed[0]}: {lead[0].lower()}{lead[1:]}"
        quote(draft, c)
    return draft.answer(lead, f"the deadline of {c.name}", verdict=verdict, outcome=outcome, options=options)


def _as_proposed(draft: Draft, years: list[int]) -> None:
    """Say where a year that is no deadline was proposed as one."""
    for row in draft.context.view.commitments.values():
        if row.kind == "proposal" and row.by in years:
            cite(draft, row)
            draft.caveat(f"{row.by} was the year in {row.name}, which was not agreed.")


def review(query: Query, draft: Draft, c: Commitment) -> Answer:
    take(draft, c)
    if c.review is None:
        return draft.answer(f"{c.name} names no review.", f"the review of {c.name}", outcome=Outcome.NO_DATA)
    draft.value("review", str(c.review), "date", status="pledge")
    told = next((i for i, said in enumerate(c.quotes) if str(c.review) in said.text or "review" in said.text), None)
    if told is not None:
        quote(draft, c, told)
    return draft.answer(
        f"In **{c.review}**: the allies then look again at the path and the balance of spending under {c.name}.", f"the review of {c.name}",
        options=["By when must allies reach 3.5%?", "What is the 5% target?"],
    )  # fmt: skip


def parts(query: Query, draft: Draft, c: Commitment) -> Answer:
    """What the parts of the commitment are and what counts as each."""
    context = draft.context
    take(draft, c)
    entries = [context.view.base.references[id_] for id_ in ("core-35", "related-15") if id_ in context.view.base.references]
    wanted = {b.value for b in query.bounds}
    if c.core is None:
        entry = context.view.base.references.get("defence-expenditure")
        body = [f"{entry.term}: {entry.text}"] if entry else []
        if entry:
            draft.rest(entry, most=2)
        return draft.answer(
            f"{c.name} is one number, {percent(context, c.share or targets.GUIDELINE)} of GDP, by NATO's definition of expenditure.",
            f"what counts under {c.name}",
            body=body,
        )
    chosen = [e for e, value in zip(entries, (c.core, c.related), strict=False) if not wanted or value in wanted or c.share in wanted]
    for entry in chosen:
        draft.rest(entry, most=2)
        if entry.quote:
            draft.cited(entry.quote, c.on)
    core, related, whole = (percent(context, value or targets.GUIDELINE) for value in (c.core, c.related, c.share))
    lead = f"{c.name}: **at least {core} core defence plus up to {related} defence- and security-related spending**"
    lead = f"{lead}, {whole} of GDP together, by {c.by}."
    return draft.answer(
        lead,
        f"the parts of {c.name} and what counts as each",
        body=[f"{e.term}: {e.text}" for e in chosen],
        options=["Does aid to Ukraine count?", "Is the 5% binding?", "Which allies are at 3.5%?"],
    )


def agreed(query: Query, draft: Draft, c: Commitment) -> Answer:
    """Who agreed it, where and when."""
    context = draft.context
    view = context.view
    take(draft, c)
    quote(draft, c)
    bound = [m for m in (c.members or tuple(view.allies)) if m in view.allies]
    draft.value(f"{c.name}: agreed", last_day(c.on) if len(c.on) == 10 else c.on, "date")
    everyone = "all allies" if not c.members else context.names(bound)
    subjects = [s for s in query.subjects if s in bound]
    by = f"by {everyone}" if c.kind in OF_ALL or c.members else ""
    lead = (
        f"{c.name} ({shares(context, c)}): agreed {by} on **{context.day(c.on)}**, {c.venue}."
        if len(c.on) == 10
        else f"{c.name} ({shares(context, c)}): {by} in **{c.on}**, {c.venue}."
    )
    if not by:
        lead = f"{c.name}{f' ({shares(context, c)})' if c.share else ''}: {context.day(c.on)}, {c.venue}."
    verdict = None
    if query.subjects and query.negated:
        verdict = Verdict.YES if len(subjects) == len(query.subjects) else Verdict.NO
        lead = f"{'Yes' if verdict is Verdict.YES else 'No'}: {lead}"
    earlier = [view.commitments[id_] for id_ in query.topics[:-1] if id_ in view.commitments]
    for row in earlier:
        cite(draft, row)
        draft.value(f"{row.name}: agreed", last_day(row.on) if len(row.on) == 10 else row.on, "date")
    more = [f"Later: {row.name}, {context.day(row.on)}, {row.venue}: {row.text}" for row in reversed(earlier)]
    return draft.answer(
        lead,
        f"who agreed {c.name}, where and when",
        body=[c.text, *more],
        verdict=verdict,
        subjects=query.subjects or (bound if c.members else ()),
        options=["What is the 5% target?", "Is it binding?"],
    )
