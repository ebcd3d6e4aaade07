"""Summits: the next and the last, where and when, how long until, what was agreed, who comes, all of them.

In its query `op` is the aspect asked about; `topics` are the summits named; `order` is "next" or "last" where one is
asked for by its place in time; `subjects` is the host whose city is named and `start` the year.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot import phrase
from bot.answer import Answer, Outcome, Table, Verdict
from bot.draft import Context, Draft, plain
from bot.language.frame import Frame, Name
from bot.meetings import attendance, besides, check, day_value, days, distance, end, host, hosted, name, place, placed, reading, until
from bot.occasions import (
    all_wanted,
    aspect_of,
    by_time,
    dated_name,
    entries,
    is_called,
    on_day,
    plural,
    relation_of,
    stands_for_place,
    vague,
    was_held,
    years_named,
)
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import hypothetical
from bot.venues import accession, did_there, in_that_year, last_few, names_place, other_city, place_check, said_elsewhere
from knowledge import units
from knowledge.base import View
from knowledge.model import Summit

NAME = "summit"


def read(frame: Frame, view: View) -> Reading | None:
    if hypothetical(frame) or frame.has("how_much", "cost") or not set(frame.ids("reference")) <= entries(frame):
        return None
    if frame.ids("group") or frame.has("other_club"):
        return None  # a summit of others
    named = frame.ids("summit") or on_day(frame, view)
    called = is_called(frame, named)
    city = next((name for name in frame.names if name.kind == "capital" and stands_for_place(frame, name, called)), None)
    aspect = aspect_of(frame)
    if deed := did_there(frame, named, city):
        return Reading(Query(kind=NAME, op="outcome", **deed), 3, frozenset({"#person", "#ally", "#outsider", "say_soft"}))
    if not (called or (named and aspect) or (city and (frame.has("host") or aspect == "outcome"))):
        return None
    pointed = frame.has("next", "last", "list", "which", "what", "how_many", "when", "where", "who", "current", "is_true")
    if called and not (named or city or frame.moments or aspect or pointed):
        return None
    if vague(frame, named, city) or (not called and not was_held(frame, view, named, city)):
        return None
    slots = _slots(frame, view, named, city)
    if slots is None or slots["op"] == "heads" or (frame.has("why") and slots["op"] != "place"):
        return None
    if slots.get("order") == "last" and aspect == "outcome":
        slots["limit"] = last_few(frame) or None
    about = aspect == "outcome" and (named or city) and not frame.ids("commitment") and not frame.bounds
    spending = frame.has("spend", "outlay", "share", "defence") or (frame.has("target") and not about)
    weight = 4 if slots.get("limit") else -1 if spending else 2 if called or (about and frame.has("change")) else 0.5
    return Reading(Query(kind=NAME, **slots), weight, _more(frame, slots))


def _more(frame: Frame, slots: dict[str, Any]) -> frozenset[str]:
    """What stands in such a question besides what the kind always takes into account."""
    more = {"forecast", "founded"} | ({"#count", "#bound", "#ordinal"} if dated_name(frame) else set())
    if slots["op"] == "attend":
        more |= {"#outsider", "#person", "confirmed", "say"}
    if slots["op"] == "outcome" and not frame.ids("commitment"):
        more |= {"target", "change", "allies", "premier", "politician"}
    if slots["op"] == "outcome" and slots.get("outsiders"):
        more |= {"#outsider", "aid"}
    if slots["op"] == "place":
        more |= {"why", "#unknown"} if other_city(frame) or not frame.unknown else {"why"}
    if slots.get("limit"):
        more |= {"#count", "#bound"}
    if "accession" in slots.get("words", ()):
        more |= {"join", "#reference"}
    if slots["op"] == "length":
        more |= {"since_when", "last"}
    return frozenset(more)


def _slots(frame: Frame, view: View, named: list[str], city: Name | None) -> dict[str, Any] | None:
    op = aspect_of(frame)
    if joined := accession(frame, view):
        return in_that_year(frame, joined, op, named)
    hosts = tuple(frame.ids("ally")) if op != "attend" else ()
    slots: dict[str, Any] = {"topics": tuple(named), "subjects": (city.id,) if city and not named else () if named else hosts}
    if relation := relation_of(frame):
        if relation == "between" and len(named) < 2:
            slots["subjects"] = tuple(frame.ids("capital", "ally"))
        return {**slots, "order": relation, "op": "overview" if op in ("", "who") else op}
    if frame.has("how_many") and op not in ("countdown", "ago", "length"):
        op = "count" if not _heads(frame, op) else "heads"
    elif all_wanted(frame, op, named, city):
        op = "list"
    start, last = years_named(frame)
    exact = next((moment for moment in frame.moments if moment.day), None)
    slots |= {"start": exact.year if exact else start, "end": exact.year if exact else last}
    if names_place(frame, op) and (checked := place_check(frame, view, slots, named, city)):
        return checked
    if frame.yes_no and op in ("", "host") and ((not named and start is None) or hosts):
        return None  # whether somebody was there is not held
    if frame.yes_no and op in ("", "host", "when") and named and (start or exact):
        op, slots["day"] = "check", exact.last if exact else None
    if not named and start is None and not frame.moments:
        slots["order"] = by_time(frame, op, bool(city or hosts))
    asks = ("asks",) if op == "attend" and frame.yes_no else ()
    slots["people"] = tuple(frame.ids("person")) if op == "attend" else ()
    slots["place"] = said_elsewhere(frame, named, city)
    slots["outsiders"] = _about(frame, op, pinned=bool(named or city or frame.moments))
    return slots | {"op": op or "overview", "words": (*asks, "ahead") if frame.has("next") else asks}


def _heads(frame: Frame, op: str) -> bool:
    """Whether people or states are counted, not summits: "how many leaders came"."""
    return bool(frame.ids("person")) or op == "attend" or (frame.has("leaders", "politician", "allies") and not plural(frame))


def _about(frame: Frame, op: str, *, pinned: bool) -> tuple[str, ...]:
    """The state that the outcome is asked for on: "what was decided about Ukraine"."""
    if op != "outcome" or not pinned:
        return ()
    states = [n for n in frame.names if n.kind in ("nonmember", "country", "ally") and n.start and not frame.yes_no]
    return tuple(n.id for n in states if frame.tokens[n.start - 1].norm in ("about", "on", "for", "regarding", "concerning"))


# --- which summit is meant


def _meant(query: Query, view: View) -> list[Summit]:
    """The summits that the query can mean, in order of time, as known on the day."""
    rows = sorted(view.summits.values(), key=lambda row: row.start)
    if query.order in ("before", "after", "between"):
        return _beside(query, view, rows)
    if query.topics:
        return [row for row in rows if row.id in query.topics]
    if query.subjects:
        capitals = {view.base.allies[id_].capital for id_ in query.subjects}
        rows = [row for row in rows if row.country in query.subjects or row.city in capitals]
    if query.start or query.end:
        rows = [row for row in rows if (query.start or 0) <= int(row.start[:4]) <= (query.end or 9999)]
    if query.order == "next":
        return [row for row in rows if end(row) >= view.day][:1]
    if query.order == "last":
        return [row for row in rows if end(row) < view.day][-(query.limit or 1) :]
    return rows


def _beside(query: Query, view: View, rows: list[Summit]) -> list[Summit]:
    """The summit next to the one that is named, or those between two."""
    known = [row for row in rows if row.id in query.topics]
    if not known or (query.order == "between" and query.subjects):
        known += _meant(replace(query, order="", topics=(), start=None, end=None), view)
    known = sorted({row.id: row for row in known}.values(), key=lambda row: row.start)
    if not known:
        return []
    if query.order == "between":
        if len(known) != 2:
            return []
        return [row for row in rows if known[0].start < row.start < known[-1].start]
    if query.order == "before":
        return [row for row in rows if row.start < known[0].start and end(row) < view.day][-1:]
    return [row for row in rows if row.start > known[-1].start][:1]


# --- answers


def answer(query: Query, context: Context) -> Answer:
    rows = _meant(query, context.view)
    if query.op in ("list", "count"):
        listed = _meant(replace(query, order="", topics=()), context.view)
        return _list(
            query, context, [row for row in listed if query.order != "next" or not _ahead_only(query) or end(row) >= context.today]
        )
    if not rows:
        return _none(query, context)
    if query.op == "check":
        return check(query, context, rows[0])
    if query.op == "place" and len(rows) == 1:
        return placed(query, context, rows[0])
    if query.op == "place":
        return hosted(query, context, rows)
    if len(rows) > 1 and query.limit:
        return _several(query, context, rows)
    if len(rows) > 1:
        return _ask(query, context, rows)
    wrong_year = query.topics and query.start and not query.start <= int(rows[0].start[:4]) <= (query.end or 9999)
    wrong_place = bool(query.place) and query.op != "place" and query.place != rows[0].country
    return _one(query, context, rows[0], bool(wrong_year) or wrong_place)


def _ahead_only(query: Query) -> bool:
    """Whether only the summits to come are wanted."""
    return "ahead" in query.words


def _one(query: Query, context: Context, row: Summit, mistaken: bool) -> Answer:
    draft = Draft(context, replace(query, topics=(row.id,), order=query.order if query.order in ("next", "last") else ""))
    draft.rest(row)
    draft.value(f"{row.name}, first day", day_value(row), units.DATE, period=row.start[:4])
    draft.value(f"{row.name}, place", row.city, units.NAME, subject=row.country)
    past = end(row) < context.today
    if past and row.note:
        draft.caveat(row.note)
    when = f"The {name(row)} {'took' if past else 'takes'} place {days(row, context)} {place(row, context)}."
    if mistaken:
        return draft.answer(when, reading(query, row), outcome=Outcome.CORRECTION, subjects=host(row))
    if query.op in ("outcome", "overview", "who") and past:
        return _outcomes(query, draft, row, when)
    if query.op == "outcome":
        lead = f"The {name(row)} has no outcome yet: it takes place {days(row, context)}."
        return draft.answer(lead, reading(query, row), outcome=Outcome.NO_DATA, verdict=Verdict.NOT_YET_DUE, subjects=host(row))
    if query.op == "attend":
        return attendance(query, draft, row, when)
    body = [until(draft, row)] if not past else []
    if query.op == "countdown" and not past:
        return draft.answer(body[0], reading(query, row), body=[when], subjects=host(row))
    if query.op in ("ago", "length") and len(row.start) == 10:
        return distance(query, draft, row, when)
    if query.op == "host" and row.country:
        when = f"{context.name(row.country)} {'hosted' if past else 'hosts'} the {name(row)}, {days(row, context)} {place(row, context)}."
    return draft.answer(phrase.capital(when), reading(query, row), body=body, subjects=host(row))


def _several(query: Query, context: Context, rows: list[Summit]) -> Answer:
    """What was agreed at the last few, one after the other."""
    draft = Draft(context, query)
    lines = []
    for row in reversed(rows):
        draft.rest(row, most=1)
        draft.value(f"{row.name}, first day", day_value(row), units.DATE, period=row.start[:4])
        points = context.view.outcomes(row)
        for point in points:
            draft.rest(point, most=1)
        told = " ".join(point.text for point in points) or "What it decided is not in my sources."
        lines.append(f"{row.name}, {days(row, context).removeprefix('on ').removeprefix('from ')}: {told}")
    return draft.answer(lines[0], f"what was agreed at the last {len(rows)} summits", body=lines[1:], subjects=[*host(rows[-1])])


def _outcomes(query: Query, draft: Draft, row: Summit, when: str) -> Answer:
    """What was agreed, with the words of the declaration where they are held."""
    context = draft.context
    points = context.view.outcomes(row)
    for id_ in query.outsiders:
        state = context.name(id_, article=False)
        points = [point for point in points if state in point.text]
    for id_ in query.people:
        points = [point for point in points if context.view.base.people[id_].name in point.text]
    if not points:
        done = f"What {context.names(query.people)} did at the {name(row)}" if query.people else f"What the {name(row)} decided"
        lead = f"{done} is not in my sources." if query.op == "outcome" else when
        outcome = Outcome.NO_DATA if query.op == "outcome" else Outcome.ANSWER
        return draft.answer(lead, reading(query, row), body=[when] if lead != when else [], outcome=outcome, subjects=host(row))
    for point in points:
        draft.rest(point, most=1)
        if point.quote:
            draft.cited(point.quote, point.on.isoformat())
    if query.op != "outcome":
        return draft.answer(when, reading(query, row), body=[f"- {point.text}" for point in points], subjects=host(row))
    lead = f"{row.name}, {days(row, context).removeprefix('on ').removeprefix('from ')}: {points[0].text}"
    return draft.answer(lead, reading(query, row), body=[f"- {point.text}" for point in points[1:]] + [when], subjects=host(row))


def _list(query: Query, context: Context, rows: list[Summit]) -> Answer:
    draft = Draft(context, query)
    if not rows:
        return _none(query, context)
    held = [row for row in rows if end(row) < context.today]
    draft.value("meetings of leaders held", len(held), "meetings", status="computed")
    for row in rows:
        draft.value(row.name, day_value(row), units.DATE, subject=row.country, period=row.start[:4])
        draft.rest(row, most=1)
    since = query.start or rows[0].start[:4]
    lead = f"NATO's leaders have met {phrase.plural(len(held), 'time', 'times')} since {since}, as far as my sources go"
    lead = (
        f"{lead}, {besides(held)}."
        if held
        else f"{phrase.plural(len(rows), 'summit lies', 'summits lie')} ahead: {phrase.join([row.name for row in rows])}."
    )
    table = Table(("Summit", "When", "Where"), tuple((row.name, days(row, context), row.city) for row in rows))
    draft.caveat(f"Meetings before {min(row.start for row in context.view.summits.values())[:4]} are not held here.")
    return draft.answer(
        lead, f"NATO's summits{f' since {query.start}' if query.start else ''}, as known on {context.day(context.today)}", table=table
    )


def _ask(query: Query, context: Context, rows: list[Summit]) -> Answer:
    """Several fit: ask which, by questions that work."""
    verb = {"outcome": "What was decided at", "where": "Where was", "attend": "Who attended"}.get(query.op, "When was")
    options = [f"{verb} the {row.city} summit {row.start[:4]}?" for row in rows[-5:]]
    names = phrase.join([f"{row.name} ({context.day(row.start)})" for row in rows], "or")
    return plain(Outcome.CLARIFY, f"Which one: {names}?", "a summit that several fit", options, query)


def _none(query: Query, context: Context) -> Answer:
    """No summit fits; say what there is of the year."""
    draft = Draft(context, query)
    where = f" in {phrase.join([context.view.base.allies[id_].capital for id_ in query.subjects], 'or')}" if query.subjects else ""
    when = f" in {query.start}" if query.start and query.start == query.end else ""
    what = {"next": "summit that lies ahead", "last": "summit that has been held"}.get(query.order, "summit")
    body = []
    if when:
        for row in context.view.commitments.values():
            if row.on.startswith(str(query.start)):
                body.append(f"Of {query.start} I hold: {row.text}")
                draft.rest(row)
    lead = f"My sources hold no {what}{where}{when}."
    then = [row for row in context.view.summits.values() if when and where and row.start.startswith(str(query.start))]
    if then:
        draft = Draft(context, query)
        draft.rest(then[0])
        lead = f"There was none{where}{when}: the summit of {query.start} was {then[0].name}, {context.day(then[0].start)}."
        options = [f"What was decided at the {then[0].city} summit {query.start}?"]
        return draft.answer(lead, f"a summit{where}{when}", outcome=Outcome.CORRECTION, options=options)
    if query.topics:
        lead = f"No such summit had been announced in my sources by {context.day(context.today)}."
    return draft.answer(
        lead, f"a summit{where}{when}", body=body, outcome=Outcome.NO_DATA, options=["Which summits have there been since 2014?"]
    )


# --- parts of sentences


KIND = Kind(
    NAME, read, answer,
    uses(
        "#summit #ally #year #day summit next last host until attend agree when where how_many leaders politician "
        "everybody path before between ago gap confirmed meet which after is_true"
    ),
    (
        "When is the next summit?",
        "What was decided in The Hague?",
        "Where was the 2023 summit?",
        "Which summits have there been since 2014?",
    ),
    alone=uses("#ally"),
)  # fmt: skip
