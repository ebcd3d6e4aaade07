"""A summit in words: its name, days, place and host, how far off it is, whether it was where and when it is said to be."""

from __future__ import annotations

from typing import Any

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.query import Query
from bot.roll import full_years
from knowledge import units
from knowledge.model import Summit
from knowledge.when import first_day, last_day


def end(summit: Summit) -> Any:
    return last_day(summit.end or summit.start)


def name(row: Summit) -> str:
    return row.name.removeprefix("The ")


def host(row: Summit) -> tuple[str, ...]:
    return (row.country,) if row.country else ()


def day_value(row: Summit) -> Any:
    return first_day(row.start) if len(row.start) == 10 else row.start


def days(row: Summit, context: Context) -> str:
    """ "on 24 and 25 June 2025", "in March 2022"."""
    if len(row.start) < 10:
        return f"in {context.day(row.start)}"
    if not row.end or row.end == row.start:
        return f"on {context.day(row.start)}"
    start, end = first_day(row.start), first_day(row.end)
    if (start.year, start.month) != (end.year, end.month):
        return f"from {context.day(row.start)} to {context.day(row.end)}"
    return f"on {start.day} and {context.day(row.end)}" if (end - start).days == 1 else f"from {start.day} to {context.day(row.end)}"


def place(row: Summit, context: Context) -> str:
    country = context.name(row.country) if row.country else ""
    return f"in {row.city}, {country}" if country else row.city


ATTENDANCE = {"ukraine", "summit"}
"""Topics of the statements that tell who comes."""


def attendance(query: Query, draft: Draft, row: Summit, when: str) -> Answer:
    """What is known of who comes: statements on it that were made in the two months before."""
    view = draft.context.view
    said = [s for s in view.statements.values() if set(s.topics) >= ATTENDANCE and 0 <= (end(row) - first_day(s.on)).days <= 60]
    said = [s for s in said if "UKR" in s.about and "USA" not in s.about] or said
    if there := _spoke_there(draft, query, row):
        return there
    homes = {view.base.people[person].home for person in query.people}
    said = [s for s in said if not homes or homes.intersection(s.about)]
    if not said:
        lead = f"Who attends the {name(row)} is not in my sources."
        return draft.answer(lead, reading(query, row), body=[when], outcome=Outcome.NO_DATA, subjects=host(row))
    for statement in said[:2]:
        draft.say(statement)
    lead = f"{said[0].speaker}, as known on {draft.context.day(said[0].on)}: “{said[0].text}”."
    verdict = Verdict.UNKNOWN if "asks" in query.words else None
    body = ["A summit is a meeting of the allies' heads of state and government; no list of those who came is in my sources.", when]
    return draft.answer(lead, reading(query, row), body=body, verdict=verdict, subjects=host(row))


def _spoke_there(draft: Draft, query: Query, row: Summit) -> Answer | None:
    """That somebody was there, where words are held that were said there."""
    view = draft.context.view
    said = {s.speaker: s for s in view.statements.values() if row.city in s.place and s.on[:4] == row.start[:4] and s.form == "direct"}
    held = [said[person] for person in query.people if person in said]
    if not held or len(held) < len(query.people):
        return None
    for statement in held:
        draft.say(statement)
    names = phrase.names(view.base, query.people)
    lead = f"Yes: {names} spoke there, {draft.context.day(held[0].on)} ({held[0].place})."
    return draft.answer(lead, f"whether {names} came to the {name(row)}", verdict=Verdict.YES, subjects=query.people)


def until(draft: Draft, row: Summit) -> str:
    """How long it is until a summit that lies ahead."""
    today = draft.context.today
    if len(row.start) < 10:
        return f"The days are not known yet, only that it is in {draft.context.day(row.start)}, so I can't count to it."
    days = (first_day(row.start) - today).days
    if days <= 0:
        return "It is under way."
    draft.value("days until the summit", days, units.DAYS, status="computed")
    draft.work(f"{row.start} − {today.isoformat()} = {days} days")
    return f"That is {phrase.plural(days, 'day', 'days')} from {draft.context.day(today)}."


def distance(query: Query, draft: Draft, row: Summit, when: str) -> Answer:
    """How long ago a summit ended, or how many days it lasted."""
    today = draft.context.today
    if query.op == "length":
        count = (end(row) - first_day(row.start)).days + 1
        draft.value("days that the summit lasted", count, units.DAYS, status="computed")
        return draft.answer(
            f"{phrase.plural(count, 'day', 'days')}: {when[0].lower()}{when[1:]}", f"how long the {name(row)} lasted", subjects=host(row)
        )
    if end(row) >= today:
        return draft.answer(until(draft, row), reading(query, row), body=[when], subjects=host(row))
    count, years = (today - end(row)).days, full_years(end(row), today)
    draft.value("days since the summit ended", count, units.DAYS, status="computed")
    draft.value("full years since", years, units.YEARS, status="computed")
    draft.work(f"{today.isoformat()} − {end(row).isoformat()} = {count} days")
    full = f", {phrase.plural(years, 'full year', 'full years')}" if years else ""
    lead = f"{phrase.plural(count, 'day', 'days')} ago{full}: {when[0].lower()}{when[1:]}"
    return draft.answer(lead, f"how long ago the {name(row)} was", subjects=host(row))


def placed(query: Query, context: Context, row: Summit) -> Answer:
    """Whether a summit is where the question has it."""
    draft = Draft(context, query)
    draft.rest(row)
    draft.value(f"{row.name}, place", row.city, units.NAME, subject=row.country)
    country = not query.others or row.country in query.others
    fits = country and row.city.casefold().startswith(query.place.casefold())
    verdict = Verdict.YES if fits else Verdict.NO
    verb = "took" if end(row) < context.today else "takes"
    told = f"the {name(row)} {verb} place {days(row, context)} {place(row, context)}."
    reading = f"where the {name(row)} is"
    if "why" in query.words and fits:
        missing = "The reasons are not in my sources, only when and where it was."
        return draft.answer(missing, reading, body=[phrase.capital(told)], outcome=Outcome.NO_DATA, subjects=host(row))
    if "why" in query.words:
        return draft.answer(f"That is not so: {told}", reading, outcome=Outcome.CORRECTION, subjects=host(row))
    outcome = Outcome.CORRECTION if "claim" in query.words and not fits else Outcome.ANSWER
    return draft.answer(f"{OPENINGS[verdict]}{told}", reading, verdict=verdict, outcome=outcome, subjects=host(row))


def hosted(query: Query, context: Context, rows: list[Summit]) -> Answer:
    """Whether a state hosted any of several summits."""
    draft = Draft(context, query)
    found = [row for row in rows if row.country in query.others]
    for row in found or rows:
        draft.rest(row, most=1)
    for row in found:
        draft.value(row.name, day_value(row), units.DATE, subject=row.country, period=row.start[:4])
    names = context.names(query.others)
    span = f"of the {len(rows)} meetings of leaders from {rows[0].start[:4]} to {rows[-1].start[:4]} that I hold"
    lead = (
        f"{names} hosted {phrase.join([f'the {name(row)} ({days(row, context)})' for row in found])}."
        if found
        else f"none {span} was in {names}."
    )
    verdict = Verdict.YES if found else Verdict.NO
    return draft.answer(OPENINGS[verdict] + lead, f"whether {names} hosted a summit", verdict=verdict, subjects=query.others)


def check(query: Query, context: Context, row: Summit) -> Answer:
    """Whether a summit was in the year, or on the day, that is named."""
    draft = Draft(context, query)
    draft.rest(row)
    draft.value(f"{row.name}, first day", day_value(row), units.DATE, period=row.start[:4])
    fits = first_day(row.start) <= query.day <= end(row) if query.day else (query.start or 0) <= int(row.start[:4]) <= (query.end or 9999)
    verdict = Verdict.YES if fits else Verdict.NO
    verb = "took" if end(row) < context.today else "takes"
    lead = f"{OPENINGS[verdict]}the {name(row)} {verb} place {days(row, context)} {place(row, context)}."
    return draft.answer(lead, f"when the {name(row)} {'was' if verb == 'took' else 'is'}", verdict=verdict, subjects=host(row))


def besides(held: list[Summit]) -> str:
    """How many of the meetings are called summits."""
    others = sum(row.kind not in ("summit", "extraordinary") for row in held)
    meetings = phrase.plural(others, "meeting of leaders", "meetings of leaders")
    return f"{len(held) - others} of them called summits, {meetings}" if others else "each time at a summit"


def reading(query: Query, row: Summit) -> str:
    what = {
        "outcome": "what was agreed at",
        "where": "where is",
        "attend": "who attends",
        "countdown": "how long until",
        "host": "who hosts",
    }.get(query.op, "when and where is")
    place = {"next": ", the next one", "last": ", the last one"}.get(query.order, "")
    year = "" if row.start[:4] in row.name else f" of {row.start[:4]}"
    return f"{what} the {name(row)}{year}{place}"
