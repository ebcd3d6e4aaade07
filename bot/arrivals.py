"""Arrivals: who joined in a stretch of time, first, last or as the nth, in which rounds, and how many there were then and now."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot import phrase
from bot.answer import Answer, Outcome, Table
from bot.draft import Context, Draft
from bot.enrolment import numbered
from bot.query import Query
from bot.roll import among, ordinal, vouch
from bot.stretch import in_words, stretch
from knowledge import units
from knowledge.model import Ally


def told(draft: Draft, rows: list[Ally], lead: str, reading: str, **more: Any) -> Answer:
    """The allies by name with the day on which each joined."""
    query, context = draft.query, draft.context
    if query and "aside" in query.words:
        words = query.words[query.words.index("aside") + 1 :]
        draft.caveat(f"Left aside: {phrase.join([f'“{word}”' for word in words])}.")
    draft.value(more.pop("label", "members"), len(rows), units.ALLIES, status="computed")
    vouch(draft, rows)
    for ally in rows if len(rows) <= 12 else ():
        draft.value(f"{ally.name}, joined NATO", ally.accession, units.DATE, subject=ally.id)
    table = Table(("Ally", "Joined"), tuple((ally.name, context.day(ally.accession)) for ally in rows)) if rows else None
    short = len(rows) > 12 or bool(query and "count" in query.words and len(rows) > 12)
    body = [*more.pop("body", ()), *([context.names([ally.id for ally in rows])] if short else [])]
    return draft.answer(lead, reading, body=body, table=None if short else table, subjects=[ally.id for ally in rows], **more)


def joined(query: Query, context: Context) -> Answer:
    """Who joined in a stretch of time, or who first or last."""
    draft = Draft(context, query)
    first, last = stretch(query, context.today)
    rows = among(context.view, first, last)
    when = in_words(query, context)
    for id_ in query.groups:
        rows = [ally for ally in rows if ally.id in context.view.base.groups[id_].members]
    rows = [ally for ally in rows if ally.id not in query.excluded and (not query.years or ally.accession.year in query.years)]
    place = query.place or query.order
    if place in ("first", "last") and rows:
        return _end(query, draft, rows, place, when)
    reading = f"{'how many' if 'count' in query.words else 'who'} joined NATO{f' {when}' if when else ', by date'}"
    lead = _lead(query, context, rows, when)
    more: dict[str, Any] = {}
    if query.limit and query.limit != len(rows) and when:
        lead, more = f"Not {query.limit}: {lead}", {"outcome": Outcome.CORRECTION}
    if query.excluded:
        lead = f"Besides {context.names(query.excluded)}: {lead}"
    return told(draft, rows, lead, reading, label="allies that joined", **more)


def _lead(query: Query, context: Context, rows: list[Ally], when: str) -> str:
    """Who joined in a stretch of time; without one, from when to when."""
    names = phrase.capital(context.names([ally.id for ally in rows]))
    if not when:
        which = phrase.join([context.view.base.groups[id_].name for id_ in query.groups])
        whose = f"{phrase.capital(which)}: {len(rows)}, which" if which else f"NATO's {len(rows)} members"
        return f"{whose} joined between {context.day(rows[0].accession)} and {context.day(rows[-1].accession)}."
    if 0 < len(rows) <= 3 and "count" not in query.words:
        return f"{names} joined NATO {when}."
    return f"{phrase.plural(len(rows), 'state', 'states')} joined NATO {when}." if rows else f"Nobody joined NATO {when}."


def _end(query: Query, draft: Draft, rows: list[Ally], place: str, when: str) -> Answer:
    """Who of them joined first, or last."""
    context = draft.context
    end = rows[0].accession if place == "first" else rows[-1].accession
    rows = [ally for ally in rows if ally.accession == end] if (query.limit or 1) == 1 else rows[-(query.limit or 1) :]
    names = context.names([ally.id for ally in rows])
    if place == "last":
        since = phrase.join([context.day(day) for day in dict.fromkeys(ally.accession for ally in rows)])
        newest = "is the newest member" if len(rows) == 1 else "are the newest members"
        lead = f"{names} {newest} of NATO, since {since}."
        if query.groups:
            lead = f"{phrase.capital(names)} joined last, on {since}."
    else:
        lead = f"The first members of NATO are its {len(rows)} founders, of {context.day(end)}."
        if when or query.groups:
            lead = f"{phrase.capital(names)} joined first, on {context.day(end)}."
    more: dict[str, Any] = {}
    if query.bounds and query.bounds[0].value != len(context.view.allies):
        total = len(context.view.allies)
        draft.value("members", total, units.ALLIES, status="computed")
        lead = f"NATO has {total} members, not {query.bounds[0].value}. {lead}"
        more = {"outcome": Outcome.CORRECTION}
    return told(draft, rows, lead, f"who joined NATO {place}{f', {when}' if when else ''}", label="allies", **more)


def rounds(query: Query, context: Context) -> Answer:
    """The largest round of enlargement, or how many there were."""
    draft = Draft(context, query)
    later = [ally for ally in context.view.allies.values() if not ally.founding]
    first, last = stretch(query, context.today)
    days = sorted({ally.accession for ally in later if first <= ally.accession <= last})
    when = in_words(query, context)
    if query.op == "rounds" and when:
        draft.value("rounds of enlargement", len(days), "rounds", status="computed")
        vouch(draft, later)
        cells = tuple((context.day(day), context.names([a.id for a in later if a.accession == day])) for day in days)
        lead = f"NATO took in new members {phrase.plural(len(days), 'time', 'times')} {when}."
        table = Table(("Day", "New members"), cells) if cells else None
        return draft.answer(lead, f"how many rounds of enlargement there were {when}", table=table)
    if query.op == "rounds":
        draft.value("rounds of enlargement", len(days), "rounds", status="computed")
        vouch(draft, later)
        rows = tuple((context.day(day), context.names([a.id for a in later if a.accession == day])) for day in days)
        lead = f"NATO has taken in new members {len(days)} times since its founding, the last time on {context.day(days[-1])}."
        return draft.answer(lead, "how many rounds of enlargement there were", table=Table(("Day", "New members"), rows))
    best = max(days, key=lambda day: sum(ally.accession == day for ally in later))
    found = sorted((ally for ally in later if ally.accession == best), key=lambda ally: ally.name)
    lead = f"The largest round of enlargement was that of {context.day(best)}: {len(found)} states joined."
    if "year" in query.words:
        founders = sum(ally.founding for ally in context.view.allies.values())
        lead = f"{lead} The {founders} founders signed the treaty in 1949."
    return told(draft, found, lead, "the largest round of enlargement", label="allies that joined")


def order(query: Query, context: Context) -> Answer:
    """Who joined as the nth."""
    draft = Draft(context, query)
    number = query.limit or 1
    rows = numbered(query, context.view)
    if query.order == "last" and rows:
        number = len(context.view.allies) + 1 - number
    if not rows:
        count = len(context.view.allies)
        draft.value("members", count, units.ALLIES)
        vouch(draft, ())
        return draft.answer(
            f"There is no {ordinal(number)} member: NATO has {count}.",
            f"who joined NATO as the {ordinal(number)}",
            outcome=Outcome.CORRECTION,
        )
    if len(rows) == 1:
        lead = f"{context.name(rows[0].id)} is the {ordinal(number)} member of NATO, since {context.day(rows[0].accession)}."
    else:
        names, day = context.names([ally.id for ally in rows]), context.day(rows[0].accession)
        lead = f"{names} joined on one day, {day}: one of them is the {ordinal(number)}."
    return told(draft, rows, lead, f"who joined NATO as the {ordinal(number)}", label="allies")


def then_and_now(query: Query, context: Context) -> Answer:
    """The number of members at the end of a year and today."""
    draft = Draft(context, query)
    year = query.end or 1949
    then = among(context.view, date.min, date(year, 12, 31))
    now = list(context.view.allies.values())
    vouch(draft, now)
    draft.value(f"members, {year}", len(then), units.ALLIES, period=str(year), status="computed")
    draft.value("members", len(now), units.ALLIES, status="computed")
    when = "at its founding in 1949" if year == 1949 else f"at the end of {year}"
    lead = f"NATO had {phrase.plural(len(then), 'member', 'members')} {when} and has {len(now)} today ({context.day(context.today)})."
    draft.value("members more", len(now) - len(then), units.ALLIES, status="computed")
    lead = f"{lead[:-1]}: {len(now) - len(then)} more."
    return draft.answer(lead, f"how many members NATO had {when} and has now", body=[f"Then: {context.names([a.id for a in then])}."])
