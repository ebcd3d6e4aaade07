"""The statements as a collection: how many there are and whose, the newest and the oldest of all.

In their query `op` is "count" (of somebody, on something), "most" (whose are the most) or "end" (the newest or the oldest).
"""

from __future__ import annotations

from collections import Counter

from bot import phrase
from bot.answer import Answer, Outcome
from bot.asked import about, by_whom, fits, on_what, topical
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Reading
from bot.saying import topics_of
from bot.voices import by, name, speaker, take, when
from knowledge.model import Statement

NAME = "statement"
_NOUNS = frozenset("quote quotes quotation quotations statement statements remark remarks comment comments".split())
_OLDEST = frozenset("oldest earliest first".split())
_HOLDING = frozenset("have hold know held got there store stored".split())
_SHOWN = 5
_CITED = 3


def collection(frame: Frame) -> Reading | None:
    """A question about the statements as such; None where it is about what was said."""
    terms = {i for name in frame.names for i in range(name.start, name.end)}
    counted = any(quantity.start not in terms for quantity in frame.quantities)
    if frame.quote or frame.moments or counted or (frame.unknown and not _OLDEST & frame.bag):
        return None
    nouns = bool(_NOUNS & frame.bag)
    if (frame.has("how_many") and nouns) or (frame.has("how_often") and frame.has("say") and frame.ids("person")):
        return _counted(frame)
    if any(name.kind != "reference" for name in frame.names):
        return None
    if frame.has("who") and frame.has("most") and (nouns or (frame.has("say") and len(frame.cues) <= _CITED + 1)):
        return Reading(Query(kind=NAME, op="most"), 2, frozenset({"most", "ever"}))
    last = "oldest" if _OLDEST & frame.bag else "newest" if frame.has("latest_said") else ""
    asks = frame.has("what", "which", "latest_said", "list", "who") or _HOLDING & frame.bag
    if last and nouns and asks and not frame.cues.keys() - {"latest_said", "say", "what", "which", "who", "first_time", "list", "pronoun"}:
        return Reading(Query(kind=NAME, op="end", order=last, limit=1), 2, frozenset({"first_time", "pronoun", "#unknown", "#ordinal"}))
    return None


def _counted(frame: Frame) -> Reading | None:
    """How many statements there are, by somebody or about something."""
    kinds = {name.kind for name in frame.names} - {"reference"}
    if not kinds <= {"person", "ally", "capital", "nonmember"} or len(frame.ids("person")) > 1:
        return None
    states = [n for n in frame.names if n.kind in ("ally", "capital", "nonmember")]
    behind = {"about", "on", "regarding", "concerning", "mention", "mentioned"}
    if any(not n.start or frame.words[n.start - 1] not in behind for n in states):
        return None
    allies = tuple(n.id for n in states if n.kind != "nonmember")
    outsiders = tuple(n.id for n in states if n.kind == "nonmember")
    query = Query(
        kind=NAME, op="count", people=tuple(frame.ids("person")), others=allies, outsiders=outsiders,
        topics=topics_of(frame) if frame.ids("reference", "commitment") and not states else (),
    )  # fmt: skip
    return Reading(query, 2, frozenset({"how_many", "how_often", "total", "#count", "#bound"}))


def answer(query: Query, context: Context) -> Answer:
    if query.op == "most":
        return _most(query, context)
    return _count(query, context) if query.op == "count" else _end(query, context)


def _held(query: Query, context: Context) -> list[Statement]:
    """The statements asked for, newest first."""
    if not (query.people or topical(query)):
        rows = list(context.view.statements.values())
    elif topical(query):
        rows = [hit.statement for hit in about(query, context.view) if fits(query, context.view, hit.statement)]
    else:
        rows = by(context.view, query.people)
    return sorted(rows, key=lambda row: row.on, reverse=True)


def _count(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    rows = _held(query, context)
    whose = f"{by_whom(query, context)}{on_what(query, context)}"
    if not rows:
        return draft.answer(f"I hold no statement{whose}.", f"how many statements{whose} I hold", outcome=Outcome.NO_DATA)
    draft.value("statements", len(rows), "statements", status="computed")
    for row in rows[:_CITED]:
        draft.rest(row, most=1)
    speakers = len({row.speaker for row in rows})
    of = f" of {phrase.plural(speakers, 'speaker', 'speakers')}" if speakers > 1 else ""
    span = f"from {context.day(rows[-1].on)} to {context.day(rows[0].on)}" if len(rows) > 1 else when(context, rows[0], place=False)
    lead = f"I hold {phrase.plural(len(rows), 'statement', 'statements')}{whose}{of}, {span}."
    return draft.answer(lead, f"how many statements{whose} I hold", subjects=query.people)


def _most(query: Query, context: Context) -> Answer:
    """Whose statements are the most; agencies and the alliance itself are nobody."""
    draft = Draft(context, query)
    view = context.view
    counted = Counter(row.speaker for row in view.statements.values() if row.speaker in view.base.people)
    if not counted:
        return draft.answer("I hold no statement of that time.", "whose statements I hold most of", outcome=Outcome.NO_DATA)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], view.base.people[item[0]].name))[:_SHOWN]
    for person, count in ordered:
        draft.value(f"{view.base.people[person].name}, statements", count, "statements", subject=person, status="computed")
        draft.rest(by(view, [person])[0], most=1)
    told = [f"{view.base.people[person].name} ({count})" for person, count in ordered]
    draft.caveat("This counts the statements that I hold, not all that was ever said.")
    lead = f"Most of the {len(view.statements)} statements that I hold are by {told[0]}, then {phrase.join(told[1:])}."
    return draft.answer(lead, "whose statements I hold most of", subjects=[person for person, _ in ordered])


def _end(query: Query, context: Context) -> Answer:
    """The newest or the oldest of all statements."""
    draft = Draft(context, query)
    rows = sorted((row for row in context.view.statements.values() if row.form == "direct"), key=lambda row: row.on)
    if not rows:
        return draft.answer("I hold no statement of that time.", f"the {query.order} statement that I hold", outcome=Outcome.NO_DATA)
    row = rows[0] if query.order == "oldest" else rows[-1]
    name(draft, row)
    take(draft, row)
    who = speaker(context.view, row)
    people = [row.speaker] if row.speaker in context.view.base.people else []
    lead = f"The {query.order} statement that I hold is by {who}, {when(context, row)}:"
    return draft.answer(lead, f"the {query.order} statement that I hold", subjects=people)
