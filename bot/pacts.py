"""Commitments in words: what one says, what came before it, what was proposed, all of them."""

from __future__ import annotations

from bot import phrase
from bot.answer import Answer, Outcome
from bot.draft import Context, Draft, plain
from bot.figures import percent
from bot.promised import OF_ALL
from bot.query import Query
from knowledge import units
from knowledge.model import Commitment
from knowledge.when import last_day


def take(draft: Draft, commitment: Commitment) -> None:
    """Take up a commitment: its shares, deadline, sources and a quote."""
    status: dict[str, str] = {"proposal": "proposal", "demand": "proposal"}
    kind = "proposal" if commitment.kind in status else "pledge"
    for label, value, unit in (
        ("target", commitment.share, units.GDP_SHARE), ("core", commitment.core, units.GDP_SHARE),
        ("related", commitment.related, units.GDP_SHARE), ("equipment", commitment.equipment, units.OF_EXPENDITURE),
    ):  # fmt: skip
        if value is not None:
            draft.value(f"{commitment.name}: {label}", value, unit, period=str(commitment.by) if commitment.by else None, status=kind)  # type: ignore[arg-type]
    if commitment.by:
        draft.value(f"{commitment.name}: deadline", str(commitment.by), "date", status=kind)  # type: ignore[arg-type]
    draft.rest(commitment)
    if commitment.note:
        draft.caveat(commitment.note)


def quote(draft: Draft, commitment: Commitment, index: int = 0) -> None:
    if len(commitment.quotes) > index:
        draft.cited(commitment.quotes[index], commitment.on)


def shares(context: Context, c: Commitment) -> str:
    """ "5% of GDP: at least 3.5% core plus up to 1.5% related, by 2035"."""
    whole = f"{percent(context, c.share)} of GDP" if c.share is not None else c.name
    least, most = ("at least ", "up to ") if c.kind == "commitment" else ("", "")
    parts = f": {least}{percent(context, c.core)} core plus {most}{percent(context, c.related)} related" if c.core and c.related else ""
    return f"{whole}{parts}{f', by {c.by}' if c.by else ''}"


def cite(draft: Draft, c: Commitment) -> None:
    draft.rest(c, most=1)


def history_of(query: Query, draft: Draft, _: Commitment) -> Answer:
    """What all allies agreed so far, oldest first."""
    context = draft.context
    rows = sorted((c for c in context.view.commitments.values() if c.kind in OF_ALL), key=lambda c: last_day(c.on))
    for row in rows:
        take(draft, row)
    said = phrase.join([f"{shares(context, row)} ({row.name}, {context.day(row.on)})" for row in rows])
    return draft.answer(
        f"NATO's targets so far: {said}.", "the targets that all allies agreed", body=[f"- {row.name}: {row.text}" for row in rows]
    )


def dropped(query: Query, draft: Draft, c: Commitment) -> Answer:
    """That no decision to give the commitment up is known."""
    context = draft.context
    take(draft, c)
    quote(draft, c)
    lead = f"My sources know of no decision to give it up; in force is {c.name}: {shares(context, c)} ({context.day(c.on)})."
    return draft.answer(lead, f"whether {c.name} was given up", body=[c.text], outcome=Outcome.CORRECTION)


def before(query: Query, draft: Draft, c: Commitment) -> Answer:
    """What held before it, newest first."""
    context = draft.context
    rows = sorted(
        (r for r in context.view.commitments.values() if r.kind in OF_ALL and last_day(r.on) < last_day(c.on)),
        key=lambda r: last_day(r.on),
        reverse=True,
    )
    cite(draft, c)
    if not rows:
        return draft.answer(
            f"My sources hold no commitment before {c.name} ({context.day(c.on)}).", f"what came before {c.name}", outcome=Outcome.NO_DATA
        )
    for row in rows:
        take(draft, row)
    quote(draft, rows[0])
    lead = f"Before {c.name} ({context.day(c.on)}): **{shares(context, rows[0])}** ({rows[0].name}, {context.day(rows[0].on)})."
    body = [f"Before that: {row.name}, {context.day(row.on)}: {shares(context, row)}." for row in rows[1:]]
    return draft.answer(lead, f"what came before {c.name}", body=body, options=["What is the 5% target?"])


def proposed(query: Query, draft: Draft, _: Commitment) -> Answer:
    """What was on the table: proposals of the time asked about, and what became of them."""
    context = draft.context
    view = context.view
    rows = sorted((c for c in view.commitments.values() if c.kind in ("proposal", "demand")), key=lambda c: last_day(c.on), reverse=True)
    if query.start:
        rows = [c for c in rows if last_day(c.on).year == query.start] or rows
    if not rows:
        return plain(Outcome.NO_DATA, "No proposal had been reported by then.", "proposals", query=query)
    for row in rows:
        take(draft, row)
    quote(draft, rows[0])
    after = view.commitments.get(rows[0].superseded_by or "")
    body = [rows[0].text, *(f"Before that: {row.name} ({context.day(row.on)}): {row.text}" for row in rows[1:])]
    if after:
        cite(draft, after)
        body.append(f"It was superseded by {after.name} on {context.day(after.on)}: {shares(context, after)}.")
    return draft.answer(
        f"On the table: **{rows[0].name}**, {shares(context, rows[0])} ({context.day(rows[0].on)}).",
        "proposals on defence spending",
        body=body,
    )
