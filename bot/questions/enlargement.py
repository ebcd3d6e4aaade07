"""How the alliance grew: its size around an accession, when it had so many members, who came between two others.

In its query `op` is "size" (`order` tells whether before, at or after the accession of `subjects`), "reached" (`limit`
members), "between" (`others` are the later ones), "round" (the one before or after that of `subjects`) or
"existed" (`start` to `end`).
"""

from __future__ import annotations

from bot import phrase
from bot.accessions import anchors, around, era_years, reached, round_beside
from bot.answer import OPENINGS, Answer, Outcome, Table, Verdict
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import asked, elsewhere, hypothetical, joining, states, vouch
from knowledge import units
from knowledge.base import View
from knowledge.model import Ally

NAME = "enlargement"
_FOREIGN = (
    "spend", "outlay", "share", "how_much", "path", "forecast", "want_join", "leave", "expel", "why", "eligible", "personnel", "target",
    "most", "least", "rank", "average", "agree",
)  # fmt: skip
_ENTRIES = {"nato", "join", "finland-sweden", "enlargement", "founding"}


def read(frame: Frame, view: View) -> Reading | None:
    if frame.has(*_FOREIGN) or hypothetical(frame) or elsewhere(frame) or not set(frame.ids("reference")) <= _ENTRIES:
        return None
    if frame.ids("nonmember", "country", "summit", "person", "commitment") or frame.has("not", "except", "outside", "other_club"):
        return None
    return _existed(frame) or _placed(frame, view) or _reached(frame)


def _named(frame: Frame) -> bool:
    """Whether anything but a term is named."""
    return any(name.kind != "reference" for name in frame.names)


def _existed(frame: Frame) -> Reading | None:
    """ "Did NATO exist in 1945?" """
    there = bool({"exist", "existed", "around"} & frame.bag) or frame.starts(
        "was there a nato", "was there nato", "was there already a nato"
    )
    years = era_years(frame)
    if not (there and years and frame.yes_no and frame.has("nato")) or _named(frame):
        return None
    return Reading(Query(kind=NAME, op="existed", start=years[0], end=years[1]), 4, frozenset({"era", "decade", "founded", "offtopic"}))


def _placed(frame: Frame, view: View) -> Reading | None:
    """The size, the round or those in between: placed by the accessions of allies that are named."""
    if frame.moments or any(bound.op for bound in frame.bounds):
        return None
    ends = anchors(frame)
    if ends and frame.has("which", "who", "how_many", "list", "what") and not frame.yes_no:
        words = ("count",) if frame.has("how_many") else ()
        query = Query(kind=NAME, op="between", subjects=ends[0], others=ends[1], words=words)
        return Reading(query, 3, frozenset({"#count", "#bound"} if frame.quantities else ()))
    named = states(frame, view).allies
    if not named or len({view.base.allies[id_].accession for id_ in named}) > 1 or frame.yes_no:
        return None
    if (place := round_beside(frame)) and frame.has("which", "who", "what", "how_many"):
        return Reading(Query(kind=NAME, op="round", subjects=named, order=place), 3, frozenset({"#count", "#bound", "last", "next"}))
    if (order := around(frame)) and not frame.quantities:
        return Reading(Query(kind=NAME, op="size", subjects=named, order=order), 3)
    return None


def _reached(frame: Frame) -> Reading | None:
    """ "When did NATO have 19 members?" """
    if not frame.has("when", "since_when") or _named(frame) or frame.moments:
        return None
    found = reached(frame)
    grown = frozenset({"meet", "rise", "crossed"})
    return Reading(Query(kind=NAME, op="reached", limit=found[0], order=found[1]), 4, grown) if found else None


# --- answers


def answer(query: Query, context: Context) -> Answer:
    ops = {"size": _size, "reached": _span, "between": _between, "round": _beside}
    return ops.get(query.op, _whether)(query, context)


def _by_date(view: View) -> list[Ally]:
    return sorted(view.allies.values(), key=lambda ally: (ally.accession, ally.name))


def _whether(query: Query, context: Context) -> Answer:
    """Whether the alliance was there at the time: all of it, a part of it, or none."""
    draft = Draft(context, query)
    entry = context.view.base.references["founding"]
    draft.rest(entry)
    draft.value("NATO, founded", entry.on or "1949-04-04", units.DATE)
    start, end = query.start or 1949, query.end or 1949
    verdict = Verdict.NO if end < 1949 else Verdict.YES if start >= 1949 else Verdict.PARTLY
    when = str(start) if start == end else f"{start} to {end}"
    lead = f"{OPENINGS[verdict]}NATO has existed since {context.day(entry.on)}, when the North Atlantic Treaty was signed."
    return draft.answer(lead, f"whether NATO existed in {when}", verdict=verdict)


def _size(query: Query, context: Context) -> Answer:
    """How many members there were before and after the allies named came."""
    draft = Draft(context, query)
    ally = asked(query, context)[0]
    if ally.id not in context.view.allies:
        return draft.answer(joining(draft, ally), f"the size of NATO when {context.name(ally.id)} joined", outcome=Outcome.CORRECTION)
    rows = _by_date(context.view)
    before = sum(row.accession < ally.accession for row in rows)
    along = [row.id for row in rows if row.accession == ally.accession]
    after = before + len(along)
    vouch(draft, [ally])
    names = phrase.capital(context.names(along))
    sizes = {"before": before, "after": after}
    for word in sizes if query.order == "before" else reversed(sizes):
        draft.value(f"members {word} {context.day(ally.accession)}", sizes[word], units.ALLIES, status="computed")
    day = context.day(ally.accession)
    lead = f"NATO had {phrase.plural(before, 'member', 'members')} before {names} joined on {day}, and {after} after."
    if not before:
        lead = f"NATO was founded on {day} by {after} states, {context.name(ally.id)} among them."
    return draft.answer(lead, f"how many members NATO had {query.order} the accession of {context.name(ally.id)}", subjects=query.subjects)


def _span(query: Query, context: Context) -> Answer:
    """From when to when there were so many members."""
    draft = Draft(context, query)
    number = query.limit or 0
    rows = _by_date(context.view)
    days = sorted({row.accession for row in rows})
    sizes = [(day, sum(row.accession <= day for row in rows)) for day in days]
    vouch(draft, rows)
    wanted = number + 1 if query.order == ">" else number
    found = next(((day, size) for day, size in sizes if size >= wanted), None)
    reading = f"when NATO had {'more than ' if query.order == '>' else ''}{number} members"
    if found is None:
        lead = f"NATO has never had {'more than ' if query.order == '>' else ''}{number} members: it has {len(rows)}."
        return draft.answer(lead, reading, outcome=Outcome.CORRECTION)
    day, size = found
    until = next((later for later, _ in sizes if later > day), None)
    draft.value(f"{size} members since", day, units.DATE, status="computed")
    came = context.names([row.id for row in rows if row.accession == day])
    if query.order in (">", ">="):
        least = f"{'more than' if query.order == '>' else 'at least'} {number}"
        lead = f"NATO has had {least} members since {context.day(day)}: {size} from that day on."
        return draft.answer(lead, reading, body=[f"Those who joined on {context.day(day)}: {came}."])
    if size == number:
        span = f"from {context.day(day)} to {context.day(until)}" if until else f"since {context.day(day)}"
        lead = f"NATO {'had' if until else 'has had'} {size} members {span}."
        if until:
            draft.value(f"{size} members until", until, units.DATE, status="computed")
        return draft.answer(lead, reading, body=[f"Those who joined on {context.day(day)}: {came}."])
    earlier = max((count for _, count in sizes if count < number), default=0)
    lead = f"NATO never had exactly {number} members: it grew from {earlier} to {size} on {context.day(day)}, when {came} joined."
    return draft.answer(lead, reading, outcome=Outcome.CORRECTION)


def _between(query: Query, context: Context) -> Answer:
    """Who joined after the ones and before the others."""
    draft = Draft(context, query)
    base = context.view.base
    early = max(base.allies[id_].accession for id_ in query.subjects)
    late = min(base.allies[id_].accession for id_ in query.others)
    turned = early > late
    if turned:
        early = max(base.allies[id_].accession for id_ in query.others)
        late = min(base.allies[id_].accession for id_ in query.subjects)
    rows = [row for row in _by_date(context.view) if early < row.accession < late]
    first, last = (query.others, query.subjects) if turned else (query.subjects, query.others)
    dated = f"{context.names(first)} ({context.day(early)}) and {context.names(last)} ({context.day(late)})"
    if not rows:
        vouch(draft, [base.allies[id_] for id_ in (first[0], last[0])])
    names = phrase.capital(context.names([row.id for row in rows])) if rows else "Nobody"
    lead = f"{names} joined between {dated}."
    return _table(draft, rows, lead, f"who joined NATO between {context.names(first)} and {context.names(last)}")


def _beside(query: Query, context: Context) -> Answer:
    """Who joined in the round before or after that of the allies named."""
    draft = Draft(context, query)
    ally = asked(query, context)[0]
    days = sorted({row.accession for row in context.view.allies.values()})
    reading = f"who joined in the round {query.order} {context.name(ally.id)}"
    step = -1 if query.order == "before" else 1
    place = days.index(ally.accession) + step if ally.accession in days else -1
    if not 0 <= place < len(days):
        return draft.answer(f"{joining(draft, ally)} Nobody joined {query.order} it.", reading, subjects=())
    rows = [row for row in _by_date(context.view) if row.accession == days[place]]
    lead = f"{phrase.capital(context.names([row.id for row in rows]))}, on {context.day(days[place])}."
    return _table(draft, rows, lead, reading)


def _table(draft: Draft, rows: list[Ally], lead: str, reading: str) -> Answer:
    context = draft.context
    if rows:
        vouch(draft, rows)
    if draft.query and "count" in draft.query.words:
        draft.value("allies that joined", len(rows), units.ALLIES, status="computed")
        lead = f"{len(rows)}: {lead}"
    for row in rows[:12]:
        draft.value(f"{row.name}, joined NATO", row.accession, units.DATE, subject=row.id)
    table = Table(("Ally", "Joined"), tuple((row.name, context.day(row.accession)) for row in rows))
    long = len(rows) > 20
    body = [context.names([row.id for row in rows])] if long else []
    return draft.answer(lead, reading, body=body, table=table if rows and not long else None, subjects=[row.id for row in rows])


KIND = Kind(
    NAME, read, answer,
    uses(
        "#ally #group #reference #year #day #count #bound member join how_many when before after since_when between more less least_at "
        "most_at exactly counts in_nato of_nato total which who what founded founding first_time is_true current run"
    ),
    (
        "How many members did NATO have when Spain joined?",
        "When did NATO have 16 members?",
        "Who joined after Spain but before Croatia?",
    ),
    alone=uses("next"),
)  # fmt: skip
