"""Summits: the next and the last, where and when, how long until, what was agreed, who comes, all of them.

In its query `op` is the aspect asked about; `topics` are the summits named; `order` is "next" or "last" where one is
asked for by its place in time; `subjects` is the host whose city is named and `start` the year.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot import phrase
from bot.answer import Answer, Outcome, Verdict
from bot.draft import Context, Draft, plain
from bot.meetings import attendance, check, day_value, days, distance, end, host, hosted, name, place, placed, reading, until
from bot.query import Query
from bot.questions import Kind, uses
from bot.summitry import busiest, covering, listed, sequence, several, told
from bot.summits import NAME, read
from knowledge import units
from knowledge.base import View
from knowledge.model import Summit
from knowledge.words import words

# --- which summit is meant


def _meant(query: Query, view: View) -> list[Summit]:
    """The summits that the query can mean, in order of time, as known on the day."""
    rows = sorted(view.summits.values(), key=lambda row: row.start)
    if query.order in ("before", "after", "between"):
        return _beside(query, view, rows)
    if query.topics:
        return [row for row in rows if row.id in query.topics]
    if query.subjects:
        capitals = tuple(view.base.allies[id_].capital for id_ in query.subjects)
        rows = [row for row in rows if row.city.startswith(capitals) or (row.country in query.subjects and "city" not in query.words)]
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


_OF_MANY: dict[str, Callable[[Query, Context, list[Summit]], Answer]] = {
    "list": listed, "count": listed, "busiest": busiest, "sequence": sequence, "told": told,
}  # fmt: skip


def answer(query: Query, context: Context) -> Answer:
    rows = _meant(query, context.view)
    if query.op in ("list", "count") and not query.limit:
        rows = _meant(replace(query, order="", topics=()), context.view)
        rows = [row for row in rows if query.order != "next" or not _ahead_only(query) or end(row) >= context.today]
    if not rows or (query.op == "sequence" and len(rows) == 1):
        return _none(query, context)
    if of_many := _OF_MANY.get(query.op):
        return of_many(query, context, rows)
    if query.op == "check":
        return check(query, context, rows[0])
    if query.op == "place" and len(rows) == 1:
        return placed(query, context, rows[0])
    if query.op == "place":
        return hosted(query, context, rows)
    if len(rows) > 1 and query.limit:
        return several(query, context, rows)
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


def _outcomes(query: Query, draft: Draft, row: Summit, when: str) -> Answer:
    """What was agreed, with the words of the declaration where they are held."""
    context = draft.context
    points = context.view.outcomes(row)
    for id_ in query.outsiders:
        state = context.name(id_, article=False)
        points = [point for point in points if state in point.text]
    if query.quote:
        points = covering(context.view, row, tuple(words(query.quote)))
    for id_ in query.people:
        points = [point for point in points if context.view.base.people[id_].name in point.text]
    if not points:
        done = f"What {context.names(query.people)} did at the {name(row)}" if query.people else f"What the {name(row)} decided"
        done = f"{done} about “{query.quote}”" if query.quote else done
        done = f"{done} about {context.names(query.outsiders)}" if query.outsiders else done
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
    if query.order in ("before", "after"):
        lead = f"My sources hold no summit {query.order} the one named."
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
    alone=uses("#ally #outsider #person"),
)  # fmt: skip
