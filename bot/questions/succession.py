"""Accessions beside each other: who of the states named joined first, whether X came before Y, who came with or next to X.

In its query `op` is "choice" (of those named), "check" (X before or after Y), "together" (X with Y), "along" (who came on
X's day) or "next" (who came before or after X); `order` is "first"/"last" or "before"/"after"; `words` holds "direct"
where only the very next is wanted.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Table, Verdict
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import asked, claims, elsewhere, full_years, hypothetical, joining, states, vouch
from knowledge import units
from knowledge.base import View
from knowledge.model import Ally

NAME = "succession"
_FOREIGN = ("spend", "outlay", "share", "path", "forecast", "want_join", "leave", "expel", "meet", "target", "personnel")
_ENTRIES = {"nato", "join", "finland-sweden", "enlargement"}
_EARLY = {"first", "earlier", "earliest", "sooner", "longer", "older", "longest", "oldest", "quicker", "before"}
_LATE = {"last", "later", "latest", "newer", "newest", "recently", "second", "after"}
_DIRECT = {"right", "directly", "immediately", "straight", "just", "next"}


def read(frame: Frame, view: View) -> Reading | None:
    joins = frame.has("join", "member", "founding") or bool((_ENTRIES - {"nato"}) & set(frame.ids("reference")))
    named = states(frame, view)
    if held := frame.ids("ally", "capital", role="reference"):  # "than Greece"
        named = named._replace(allies=tuple(dict.fromkeys((*named.allies, *held))))
    if not joins or not named.allies or frame.has(*_FOREIGN) or hypothetical(frame) or frame.moments:
        return None
    if elsewhere(frame) or not set(frame.ids("reference")) <= _ENTRIES or named.outsiders:
        return None
    if (end := _row(frame, named.allies, view)) and not frame.yes_no:
        query = Query(kind=NAME, op="next", subjects=(end[0],), order=end[1], words=("direct",))
        return Reading(query, 1, frozenset({"last", "first_time"}) | _at_once(frame))
    slots = _slots(frame, named.allies)
    if frame.has("why") and slots.get("op") != "together" and not (slots := _taken_for_granted(frame, named.allies)):
        return None
    if not slots or (frame.ids("group") and slots["op"] != "together"):
        return None
    words = (*(("direct",) if _DIRECT & frame.bag else ()), *(("why",) if frame.has("why") else ()))
    claim = ("claim",) if claims(frame) else ()
    counted = any(q.unit == "" and q.value == len(named.allies) for q in frame.quantities)
    more = {"#group", "ever", *(("#count", "#bound") if counted else ())} if slots["op"] == "together" else set()
    return Reading(Query(kind=NAME, subjects=named.allies, words=(*words, *claim), **slots), 1, frozenset(more) | _at_once(frame))


def _taken_for_granted(frame: Frame, allies: tuple[str, ...]) -> dict[str, Any]:
    """ "Why did X join before Y": that it did."""
    relation = _relation(frame)
    plain = relation and len(allies) == 2 and not frame.bag & {"first", "next", "last", "only", *_DIRECT, "long", "years"}
    return {"op": "check", "order": relation} if plain else {}


def _at_once(frame: Frame) -> frozenset[str]:
    """ "Immediately" before an ally is no deadline, "longer" than one no streak."""
    return frozenset({"deadline"} if "immediately" in frame.bag else ()) | ({"run"} if frame.holds("longer") else set())


def _slots(frame: Frame, allies: tuple[str, ...]) -> dict[str, Any]:
    words = frame.bag
    which = (frame.has("which", "who", "what", "list") and not frame.yes_no) or _either(frame)
    if len(allies) == 2 and frame.has("since_when", "how_many", "gap") and {"long", "years", "months", "days", "time", "far"} & words:
        return {"op": "apart"} if {"after", "before", "between", "apart", "later", "earlier", "than"} & words else {}
    relation = _relation(frame)
    if len(allies) == 2 and ({"before", "after"} <= words or {"earlier", "later"} <= words):
        return {"op": "apart"}
    beside = any(n.start and frame.words[n.start - 1] == "with" for n in frame.names if n.kind in ("ally", "capital"))
    if words & {"same", "together", "along", "simultaneously"} or "at once" in frame.line or (beside and which and len(allies) == 1):
        return _with(words, len(allies), which)
    if len(allies) >= 2 and not relation:
        order = "first" if words & _EARLY else "last" if words & _LATE else ""
        return {"op": "choice", "order": order} if which and order else {}
    if relation and len(allies) == 2 and (frame.yes_no or claims(frame)):
        confirmed = {"right"} if frame.has("is_true") else set()
        if words & {"first", "next", "last", "only", "newest", *_DIRECT} - confirmed:
            return {}
        return {"op": "check", "order": relation}
    if relation and len(allies) == 1 and which:
        return {"op": "next", "order": relation}
    return {}


def _either(frame: Frame) -> bool:
    """ "Did Croatia or Slovenia join first?": one of them is asked for."""
    places = [name for name in frame.names if name.kind in ("ally", "capital")]
    gaps = [frame.words[a.end : b.start] for a, b in pairwise(places)]
    return frame.yes_no and bool(gaps) and gaps[-1] == ["or"] and all(gap in (["or"], [","]) for gap in gaps)


def _row(frame: Frame, allies: tuple[str, ...], view: View) -> tuple[str, str] | None:
    """Of several named together behind "before" or "after" the one that counts: "the last to join before A and B"."""
    words = frame.bag
    relation = _relation(frame)
    places = [name for name in frame.names if name.kind in ("ally", "capital")]
    single = words & ({"last", "newest", "latest"} if relation == "before" else {"first", "next"})
    which = frame.has("which", "who", "what")
    if not (relation and single and which and len(allies) == len(places) >= 1):
        return None
    thin = ("and", ",", "the", "or", "both")
    if any(t.norm not in thin for t in frame.tokens[places[0].start : places[-1].start] if not _covers(places, t.start, frame)):
        return None
    rows = sorted((view.base.allies[id_] for id_ in allies), key=lambda ally: ally.accession)
    return (rows[0].id if relation == "before" else rows[-1].id), relation


def _covers(places: list[Any], start: int, frame: Frame) -> bool:
    return any(frame.tokens[name.start].start <= start < frame.tokens[name.end - 1].end for name in places)


def _with(words: frozenset[str], count: int, which: bool) -> dict[str, Any]:
    if count == 1 and which:
        return {"op": "along"}
    return {"op": "together"} if count >= 2 and not which else {}


def _relation(frame: Frame) -> str:
    """Whether an ally stands right behind "before" or "after": "earlier than Spain", "followed Spain"."""
    for name in frame.names:
        place = name.start - 1
        while place >= 0 and frame.tokens[place].norm in ("the", "than", "member", "ally"):
            place -= 1
        word = frame.tokens[place].norm if place >= 0 and name.kind in ("ally", "capital") else ""
        if word in ("before", "earlier", "sooner", "older", "preceded", "precede", "preceding", "longer"):
            return "before"
        if word in ("after", "later", "newer", "followed", "following", "behind", "follow", "succeeded"):
            return "after"
    return ""


# --- answers


def answer(query: Query, context: Context) -> Answer:
    ops = {"apart": _apart, "choice": _choice, "check": _check, "together": _together, "along": _along}
    return ops.get(query.op, _next)(query, context)


def _known(query: Query, context: Context) -> list[Ally]:
    return [ally for ally in asked(query, context) if ally.id in context.view.allies]


def _lines(draft: Draft, allies: list[Ally]) -> list[str]:
    return [joining(draft, ally) for ally in sorted(allies, key=lambda ally: (ally.accession, ally.name))]


def _choice(query: Query, context: Context) -> Answer:
    """Who of those named joined first, or last; several who came on one day."""
    draft = Draft(context, query)
    rows = sorted(_known(query, context), key=lambda ally: ally.accession)
    lines = _lines(draft, asked(query, context))
    reading = f"who of {context.names(query.subjects)} joined NATO {query.order}"
    if not rows:
        return draft.answer(lines[0], reading, body=lines[1:], outcome=Outcome.CORRECTION, subjects=query.subjects)
    end = rows[0].accession if query.order == "first" else rows[-1].accession
    found = [ally.id for ally in rows if ally.accession == end]
    when = context.day(end)
    if len(found) == len(rows) > 1:
        return draft.answer(f"{context.names(found)} joined on the same day, {when}.", reading, body=lines, subjects=found)
    lead = f"{phrase.capital(context.names(found))} joined {query.order}, on {when}."
    return draft.answer(lead, reading, body=lines, subjects=found)


def _check(query: Query, context: Context) -> Answer:
    """Whether one of two joined before, or after, the other."""
    draft = Draft(context, query)
    first, second = asked(query, context)
    lines = [joining(draft, first), joining(draft, second)]
    early, late = (first, second) if query.order == "before" else (second, first)
    fits = early.id in context.view.allies and (late.id not in context.view.allies or early.accession < late.accession)
    return _judged(query, draft, fits, " ".join(lines), f"joined NATO {query.order} {context.name(second.id)}", first)


def _judged(query: Query, draft: Draft, fits: bool, lead: str, matter: str, first: Ally) -> Answer:
    if "why" in query.words:
        return _reasons(query, draft, fits, lead, matter, first)
    verdict = Verdict.YES if fits else Verdict.NO
    outcome = Outcome.CORRECTION if "claim" in query.words and not fits else Outcome.ANSWER
    reading = f"whether {draft.context.name(first.id)} {matter}"
    return draft.answer(OPENINGS[verdict] + lead, reading, verdict=verdict, outcome=outcome, subjects=query.subjects)


def _reasons(query: Query, draft: Draft, fits: bool, lead: str, matter: str, first: Ally) -> Answer:
    """Why it was so: what is taken for granted is put right where it is wrong; reasons are not held."""
    reading = f"why {draft.context.name(first.id)} {matter}"
    if fits:
        missing = "The reasons are not in my sources, only the days."
        return draft.answer(missing, reading, body=[lead], outcome=Outcome.NO_DATA, subjects=query.subjects)
    return draft.answer(f"That is not so: {lead}", reading, outcome=Outcome.CORRECTION, subjects=query.subjects)


def _together(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    rows = asked(query, context)
    fits = len({ally.accession for ally in rows}) == 1 and all(ally.id in context.view.allies for ally in rows)
    return _judged(
        query, draft, fits, " ".join(_lines(draft, rows)), f"joined NATO on the same day as {context.names(query.subjects[1:])}", rows[0]
    )


def _apart(query: Query, context: Context) -> Answer:
    """How much time lies between two accessions."""
    draft = Draft(context, query)
    rows = sorted(asked(query, context), key=lambda ally: ally.accession)
    lines = _lines(draft, rows)
    reading = f"how long {context.name(rows[1].id)} joined NATO after {context.name(rows[0].id)}"
    if any(ally.id not in context.view.allies for ally in rows):
        return draft.answer(lines[0], reading, body=lines[1:], outcome=Outcome.CORRECTION, subjects=query.subjects)
    days = (rows[1].accession - rows[0].accession).days
    years = full_years(rows[0].accession, rows[1].accession)
    draft.value("days between the accessions", days, units.DAYS, status="computed")
    draft.value("full years between the accessions", years, units.YEARS, status="computed")
    draft.work(f"{rows[1].accession.isoformat()} − {rows[0].accession.isoformat()} = {days} days")
    full = f" ({phrase.plural(years, 'full year', 'full years')})" if years else ""
    if not days:
        return draft.answer(f"They joined on the same day, {context.day(rows[0].accession)}.", reading, body=lines, subjects=query.subjects)
    late = phrase.capital(context.name(rows[1].id))
    lead = f"{late} joined {phrase.plural(days, 'day', 'days')}{full} after {context.name(rows[0].id)}."
    return draft.answer(lead, reading, body=lines, subjects=query.subjects)


def _along(query: Query, context: Context) -> Answer:
    """Who else joined on an ally's day."""
    draft = Draft(context, query)
    ally = asked(query, context)[0]
    rows = [row for row in context.view.allies.values() if row.accession == ally.accession and row.id != ally.id]
    reading = f"who joined NATO on the same day as {context.name(ally.id)}"
    if ally.id not in context.view.allies or not rows:
        alone = "" if ally.id not in context.view.allies else " Nobody else joined on that day."
        return draft.answer(joining(draft, ally) + alone, reading, subjects=(ally.id,))
    return _table(
        draft,
        rows,
        f"On {context.day(ally.accession)}, the day of {context.name(ally.id)}: {context.names([r.id for r in rows])}.",
        reading,
    )


def _next(query: Query, context: Context) -> Answer:
    """Who joined next before or after an ally, and how many did in all."""
    draft = Draft(context, query)
    ally = asked(query, context)[0]
    members = sorted(context.view.allies.values(), key=lambda row: (row.accession, row.name))
    later = query.order == "after"
    rows = [row for row in members if (row.accession > ally.accession if later else row.accession < ally.accession)]
    reading = f"who joined NATO {query.order} {context.name(ally.id)}"
    start = joining(draft, ally)
    if ally.id not in context.view.allies or not rows:
        nobody = f"{start} Nobody joined {query.order} it." if ally.id in context.view.allies else start
        return draft.answer(nobody, reading, subjects=())
    day = rows[0].accession if later else rows[-1].accession
    near = [row for row in rows if row.accession == day]
    names = context.names([row.id for row in near])
    lead = f"Next {query.order} {context.name(ally.id)} ({context.day(ally.accession)}): {names}, on {context.day(day)}."
    if "direct" in query.words or len(near) == len(rows):
        return _table(draft, near, lead, reading)
    draft.value(f"joined {query.order}", len(rows), units.ALLIES, status="computed")
    body = f"In all {phrase.plural(len(rows), 'state', 'states')} joined {query.order} it: {context.names([row.id for row in rows])}."
    return _table(draft, rows, lead, f"{reading}, the next first", body)


def _table(draft: Draft, rows: list[Ally], lead: str, reading: str, body: str = "") -> Answer:
    context = draft.context
    vouch(draft, rows)
    for row in rows[:12]:
        draft.value(f"{row.name}, joined NATO", row.accession, units.DATE, subject=row.id)
    table = Table(("Ally", "Joined"), tuple((row.name, context.day(row.accession)) for row in rows)) if len(rows) <= 12 else None
    return draft.answer(lead, reading, body=[body] if body else [], table=table, subjects=[row.id for row in rows])


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #reference #ordinal join member before after first_time last next or total current in_nato of_nato "
        "which who how_many than say since_when between gap #year why"
    ),
    (
        "Which joined first, Albania or Croatia?",
        "Who joined right after Spain?",
        "Did Sweden join before Finland?",
        "Who joined on the same day as Poland?",
    ),
    alone=frozenset(),
)
