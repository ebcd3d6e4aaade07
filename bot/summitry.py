"""Several summits at once: lists and counts, the hosts, which of two came first; and whether a summit did what is said of it."""

from __future__ import annotations

from collections import Counter

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Table, Verdict
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.meetings import besides, day_value, days, end, host, name, place
from bot.query import Query
from knowledge import units
from knowledge.base import View
from knowledge.model import Point, Summit
from knowledge.words import denies, words

_SAID_OF = frozenset("summit nato alli ally meet leader declaration agre decid commit adopt happen member mention discus addres".split())
"""Stems that say only that something was agreed, not what."""
_HEDGED = (" says ", "not known")
"""Words of an outcome that somebody only claimed."""
_TELLING = 2


def listed(query: Query, context: Context, rows: list[Summit]) -> Answer:
    """The summits with day and place, and how many of them have been held where and since when."""
    draft = Draft(context, query)
    held = [row for row in rows if end(row) < context.today]
    draft.value("meetings of leaders held", len(held), "meetings", status="computed")
    take(draft, rows)
    where = f" in {phrase.join(list(dict.fromkeys(row.city for row in rows)))}" if query.subjects else ""
    since = query.start or rows[0].start[:4]
    span = f"from {since} to {query.end}" if query.end and query.start != query.end else f"in {since}" if query.end else f"since {since}"
    lead = f"NATO's leaders have met{where} {phrase.plural(len(held), 'time', 'times')} {span}, as far as my sources go, {besides(held)}."
    if query.limit and len(rows) > 1:
        lead = f"The last {len(rows)}: {phrase.join([f'{row.name} ({context.day(row.start)})' for row in reversed(rows)])}."
    elif len(held) == len(rows) == 1:
        lead = f"One, as far as my sources go: the {name(rows[0])}, {days(rows[0], context)} {place(rows[0], context)}."
    elif not held:
        lead = f"{phrase.plural(len(rows), 'summit lies', 'summits lie')} ahead: {phrase.join([row.name for row in rows])}."
    draft.caveat(f"Meetings before {min(row.start for row in context.view.summits.values())[:4]} are not held here.")
    reading = f"NATO's summits{where}{f' {span}' if query.start else ''}, as known on {context.day(context.today)}"
    return draft.answer(lead, reading, table=_table(context, rows))


def several(query: Query, context: Context, rows: list[Summit]) -> Answer:
    """What was agreed at the last few, one after the other."""
    draft = Draft(context, query)
    lines = []
    for row in reversed(rows):
        draft.rest(row, most=1)
        draft.value(f"{row.name}, first day", day_value(row), units.DATE, period=row.start[:4])
        points = context.view.outcomes(row)
        for point in points:
            draft.rest(point, most=1)
        lines.append(f"{_dated(row, context)}: {' '.join(point.text for point in points) or 'What it decided is not in my sources.'}")
    return draft.answer(lines[0], f"what was agreed at the last {len(rows)} summits", body=lines[1:], subjects=[*host(rows[-1])])


def busiest(query: Query, context: Context, rows: list[Summit]) -> Answer:
    """Which ally hosted most of the summits held so far."""
    draft = Draft(context, query)
    held = [row for row in rows if end(row) < context.today and row.country]
    if not held:
        return draft.answer("My sources hold no summit of that time.", "who hosted the most summits", outcome=Outcome.NO_DATA)
    counted = Counter(row.country for row in held)
    most = max(counted.values())
    found = [id_ for id_, count in counted.items() if count == most and id_]
    theirs = [row for row in held if row.country in found]
    take(draft, theirs)
    for id_ in found:
        draft.value(f"{context.name(id_)}, meetings hosted", most, "meetings", subject=id_, status="computed")
    draft.caveat(f"Meetings before {min(row.start for row in context.view.summits.values())[:4]} are not held here.")
    each = " each" if len(found) > 1 else ""
    lead = f"{context.names(found)} hosted the most of the {len(held)} meetings of leaders that I hold: {most}{each}."
    return draft.answer(phrase.capital(lead), "who hosted the most summits", table=_table(context, theirs), subjects=found)


def sequence(query: Query, context: Context, rows: list[Summit]) -> Answer:
    """Which of two summits came first, and whether that is what is said of them; `words`: the one named first, and "before"
    or "after" where it is said to be that."""
    draft = Draft(context, query)
    take(draft, rows)
    first, last = sorted(rows, key=lambda row: row.start)
    lead = f"the {name(first)} ({days(first, context)}) came before the {name(last)} ({days(last, context)})."
    verdict = None
    if len(query.words) > 1:
        verdict = Verdict.YES if (query.words[0] == first.id) == (query.words[1] == "before") else Verdict.NO
    return draft.answer(
        f"{OPENINGS[verdict] if verdict else ''}{lead}", f"which came first, the {name(first)} or the {name(last)}", verdict=verdict,
        subjects=[*host(first), *host(last)],
    )  # fmt: skip


def take(draft: Draft, rows: list[Summit]) -> None:
    """Take up the days of summits with a source each."""
    for row in rows:
        draft.value(row.name, day_value(row), units.DATE, subject=row.country, period=row.start[:4])
        draft.rest(row, most=1)


def _table(context: Context, rows: list[Summit]) -> Table:
    return Table(("Summit", "When", "Where"), tuple((row.name, days(row, context), row.city) for row in rows))


def _dated(row: Summit, context: Context) -> str:
    return f"{row.name}, {days(row, context).removeprefix('on ').removeprefix('from ')}"


# --- did it do what is said of it


def deed(frame: Frame, view: View, rows: list[Summit]) -> tuple[str, ...]:
    """The stems of what one of the summits is said to have done, where a single outcome of one holds all of them."""
    aside = {i for n in frame.names if n.kind == "summit" or _is_place(frame, n.start) for i in range(n.start, n.end)}
    aside |= {i for m in frame.moments for i in range(m.start, m.end)} if len(rows) == 1 else set()
    told = words(" ".join(token.norm for i, token in enumerate(frame.tokens) if i not in aside and token.kind != "symbol"))
    telling = tuple(word for word in told if word not in _SAID_OF)
    least = _TELLING + (len(rows) > 1)
    least = 1 if {"mention", "mentioned", "discuss", "discussed", "address", "addressed"} & frame.bag else least
    agreed = len(rows) == 1 and frame.has("agree", "target") and any(word[0].isdigit() for word in telling)
    enough = len(telling) >= least or agreed
    held = [point for row in rows for point in covering(view, row, telling)]
    if {"agre", "decid", "commit", "adopt"} & {*told}:
        held = [point for point in held if not _claimed(point)]  # what somebody said there, nobody agreed
    return telling if enough and held and not denies(frame.text) else ()


def _is_place(frame: Frame, start: int) -> bool:
    return start > 0 and frame.words[start - 1] in ("in", "at")


def covering(view: View, row: Summit, telling: tuple[str, ...]) -> list[Point]:
    """The outcomes of a summit that hold all of the stems."""
    return [point for point in view.outcomes(row) if {*telling} <= {*words(point.text), *words(point.quote.text if point.quote else "")}]


def _claimed(point: Point) -> bool:
    return any(hedge in point.text for hedge in _HEDGED)


def told(query: Query, context: Context, rows: list[Summit]) -> Answer:
    """What a summit did, of which the question asks whether it did; what is only said there to have been done gets no verdict."""
    draft = Draft(context, query)
    found = [(row, point) for row in rows for point in covering(context.view, row, query.words)]
    for row, point in found:
        draft.rest(point, most=2)
        draft.value(f"{row.name}, first day", day_value(row), units.DATE, period=row.start[:4])
        if point.quote:
            draft.cited(point.quote, point.on.isoformat())
        if row.note:
            draft.caveat(row.note)
    lines = [f"{_dated(row, context)}: {point.text}" for row, point in found]
    sure = not any(_claimed(point) for _, point in found)
    verdict = Verdict.YES if sure else None
    reading = f"whether that was an outcome of the {name(found[0][0])}"
    lead = f"{OPENINGS[verdict] if verdict else ''}{lines[0]}"
    return draft.answer(lead, reading, verdict=verdict, body=lines[1:], subjects=host(found[0][0]))
