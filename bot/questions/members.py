"""The members as a set: how many, which, who joined when, founders, newest and oldest, in which groups.

In its query `op` is "list", "count", "joined", "order" (by number) or "founding"; `order` is "first" or "last";
`excluded` are groups whose members are left out; `words` holds "count" where the number is asked for and "premise"
where a number is taken for granted, which stands in `limit`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict
from bot.arrivals import joined, order, rounds, then_and_now, told
from bot.draft import Context, Draft
from bot.enrolment import asked_twice, bare_number, description, left, relative_clause, without
from bot.language.frame import Frame
from bot.muster import variant
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import among, claims, elsewhere, hypothetical, joining, states
from bot.stretch import clause_uses, listed_years, moment_slots, stretch, without_clause
from knowledge.base import View
from knowledge.model import Ally

NAME = "members"
_SMALL = 10
_FOREIGN = ("spend", "outlay", "share", "how_much", "path", "forecast", "want_join", "leave", "expel", "why", "eligible", "meet", "target")
_ENTRIES = {"nato", "join", "finland-sweden", "enlargement", "founding", "treaty"}  # their words say that somebody joined


def read(frame: Frame, view: View) -> Reading | None:
    if clause := relative_clause(frame):
        return _pinned_down(frame, view, clause)
    return _plainly(frame, view)


def _plainly(frame: Frame, view: View) -> Reading | None:
    slots, aside = moment_slots(frame), clause_uses(frame)
    era_undated = frame.has("era", "decade") and not slots
    frame = without_clause(frame)
    entries = set(frame.ids("reference"))
    foreign = (frame.cues.keys() & _FOREIGN) - ({"why"} if _miscounted(frame, view) else set()) - _past_entry(frame)
    if foreign or hypothetical(frame) or not entries <= _ENTRIES or elsewhere(frame):
        return None
    if frame.holds("article", "clause", "provision") or any(bound.op and bound.value < _SMALL for bound in frame.bounds):
        return None  # the rule is asked for, or a line of spending, no number of members
    if twice := asked_twice(frame):
        return Reading(Query(kind=NAME, op="twice", **twice), 4, frozenset({"than", "compare", "more_bare"}))
    if era_undated or _undated(frame, slots):
        return None
    if frame.known_on and not slots:
        slots = {"day": frame.known_on, "order": "until"}
    if newest := _newest_named(frame, view):
        return newest
    filled = _in_those_years(frame, variant(frame, view, entries))
    if not filled:
        return None
    if slots.get("order") and filled.get("order"):
        filled["place"] = filled.pop("order")  # the first, of those since a day
    query = Query(kind=NAME, **{**slots, **filled}) if filled["op"] != "order" or not slots else Query(kind=NAME, **filled)
    words = ("count",) if frame.has("how_many", "how_much") else ()
    query = replace(query, words=(*query.words, *words))
    if (frame.unknown or frame.has("other_club")) and not aside and (described := description(frame, query, view)):
        return Reading(replace(query, words=(*query.words, *left(frame))), 0.5, described)
    aside |= ({"why", "why_bare"} if frame.has("why") else set()) | ({"#ally"} if query.excluded and query.op == "joined" else set())
    grown = {"expand", "expanded", "expanding", "grown", "grew"} & frame.bag
    return Reading(query, 3 if grown else 1.5 if query.op in ("order", "round", "rounds") else 0.5, aside | _loose(frame, query))


def _pinned_down(frame: Frame, view: View, clause: range) -> Reading | None:
    """One state that a date or a number alone tells, whatever a clause says of it: "which state, which had …, joined in 1982"."""
    rest = without(frame, clause)
    found = _plainly(replace(rest, unknown=[]), view)
    if found is None or found.query.op not in ("joined", "order"):
        return None
    if not (described := description(rest, found.query, view, clause)):
        return None
    told = {s.id for m in frame.mentions if m.start in clause for s in m.senses if s.kind == "cue"}
    names = {"#ally", "#group", "#outsider", "#person", "#reference", "#summit", "#count", "#bound"}
    words = " ".join(token.text for token in frame.tokens[clause.start + 1 : clause.stop])
    query = replace(found.query, words=(*found.query.words, "aside", words))
    return Reading(query, found.weight, found.uses | described | told | names)


def _undated(frame: Frame, slots: dict[str, Any]) -> bool:
    """Whether a time is named that is none that is understood, or lies ahead."""
    ahead = any(moment.year > frame.today.year for moment in frame.moments)
    if "before" in frame.bag and not frame.moments and not frame.ids("ally", "capital"):
        return True  # "how many were there before": before what was said
    return ahead or (bool(frame.moments) and not slots and not listed_years(frame))


def _in_those_years(frame: Frame, filled: dict[str, Any]) -> dict[str, Any]:
    """The slots with the single years that are listed, which only an accession can fall into."""
    years = listed_years(frame)
    if not years or not filled:
        return filled
    return {**filled, "years": years} if filled["op"] == "joined" and not filled.get("order") else {}


def _past_entry(frame: Frame) -> set[str]:
    """The cues that ask for no rule and no money here: "did anyone join in the 2010s", "how big was the 2004 enlargement"."""
    found = {"eligible"} if frame.past and frame.moments else set()
    return found | ({"how_much"} if frame.has("join") and any(size in frame.line for size in ("how big", "how large")) else set())


def _miscounted(frame: Frame, view: View) -> bool:
    """ "Why are there 28 countries": the number that is taken for granted is wrong."""
    number = bare_number(frame)
    return number is not None and number[0] != len(view.allies) and frame.holds("there")


def _newest_named(frame: Frame, view: View) -> Reading | None:
    """Whether a named ally is the newest: "the newest member is Finland"."""
    newest = {"newest", "latest", "youngest"} & frame.bag or (frame.has("last") and frame.has("join") and frame.holds("was", "is"))
    named, claim = states(frame, view), frame.yes_no or frame.asserts or claims(frame)
    if not newest or not claim or len(named.allies) != 1 or named.outsiders or frame.moments or frame.quantities or frame.ids("group"):
        return None
    if frame.has("not", "when", "which", "who") or not frame.has("join", "member", "allies"):
        return None
    words = ("claim",) if frame.asserts or claims(frame) else ()
    return Reading(
        Query(kind=NAME, op="newest", subjects=named.allies, words=words), 3, frozenset({"#ally", "current", "is_true", "only", "last"})
    )


def _loose(frame: Frame, query: Query) -> frozenset[str]:
    """Cues that change nothing here: "located" beside a region, "first" beside the founding."""
    return frozenset({"where"}) if query.op == "list" and frame.ids("group") and not frame.starts("where") else frozenset()


# --- answers


def answer(query: Query, context: Context) -> Answer:
    ops = {
        "joined": joined,
        "order": order,
        "founding": _founding,
        "twice": then_and_now,
        "round": rounds,
        "rounds": rounds,
        "newest": _newest,
    }
    return ops.get(query.op, _list)(query, context)


def _newest(query: Query, context: Context) -> Answer:
    """Whether the ally named is the one that joined last."""
    draft = Draft(context, query)
    last = max(context.view.allies.values(), key=lambda ally: ally.accession)
    fits = query.subjects[0] == last.id
    verdict = Verdict.YES if fits else Verdict.NO
    lines = [joining(draft, last)] + ([] if fits else [joining(draft, context.view.base.allies[query.subjects[0]])])
    outcome = Outcome.CORRECTION if "claim" in query.words and not fits else Outcome.ANSWER
    lead = f"{OPENINGS[verdict]}the newest member of NATO is {context.name(last.id)}."
    reading = f"whether {context.name(query.subjects[0])} is the newest member of NATO"
    return draft.answer(lead, reading, body=lines, verdict=verdict, outcome=outcome, subjects=(last.id,))


def _list(query: Query, context: Context) -> Answer:
    """All members on a day, or those in a group; a number taken for granted is checked."""
    draft = Draft(context, query)
    day = min(stretch(query, context.today)[1], context.today)
    rows = sorted(among(context.view, date.min, day), key=lambda ally: ally.name)
    total = len(rows)
    groups = [context.view.base.groups[id_] for id_ in query.groups]
    if query.excluded:
        return _besides(query, context, draft, rows)
    for group in groups:
        rows = [ally for ally in rows if ally.id in group.members]
        draft.rest(group)
        draft.caveat(group.note or "")
    then = day != context.today or query.day is not None
    when = f"at the end of {query.end}" if query.end and not query.day else f"on {context.day(day)}"
    which = phrase.join([group.name for group in groups]) or "members of NATO"
    lead = f"NATO {'had' if then else 'has'} {phrase.plural(len(rows), 'member', 'members')}{f' {when}' if then else ''}."
    if groups:
        lead = f"{which}{f', {when}' if then else ''}: {len(rows)} of NATO's {total} members."
    reading = f"{'how many' if 'count' in query.words else 'who'} {'were' if then else 'are'} {which}, {when}"
    if groups and query.limit not in (None, total):
        draft.caveat(f"NATO has {total} members, not {query.limit}.")
    if "premise" not in query.words:
        return told(draft, rows, lead, reading)
    return _counted(query, draft, rows, lead, reading)


def _besides(query: Query, context: Context, draft: Draft, rows: list[Ally]) -> Answer:
    """The members that are not in a group, or all but those named."""
    for id_ in query.groups:
        rows = [ally for ally in rows if ally.id in context.view.base.groups[id_].members]
    if set(query.excluded) <= context.view.base.allies.keys():
        return _but(query, context, draft, rows)
    groups = [context.view.base.groups[id_] for id_ in query.excluded]
    inside = {id_ for group in groups for id_ in group.members}
    left = [ally for ally in rows if ally.id not in inside]
    for group in groups:
        draft.rest(group)
        draft.caveat(group.note or "")
    which = phrase.join([group.name for group in groups])
    of = phrase.join([context.view.base.groups[id_].name for id_ in query.groups])
    lead = f"{len(left)} of {f'the {len(rows)} {of}' if of else f'NATO{chr(39)}s {len(rows)} members'} are not in this group: {which}."
    return told(draft, left, lead, f"the members without {which}")


def _but(query: Query, context: Context, draft: Draft, rows: list[Ally]) -> Answer:
    """The members, or those of them in a group, without the allies named."""
    groups = [context.view.base.groups[id_] for id_ in query.groups]
    for group in groups:
        draft.rest(group)
        draft.caveat(group.note or "")
    left = [ally for ally in rows if ally.id not in query.excluded]
    of = phrase.join([group.name for group in groups]) or "members of NATO"
    lead = f"Without {context.names(query.excluded)} there are {len(left)} {of}."
    return told(draft, left, lead, f"{of} without {context.names(query.excluded)}")


def _counted(query: Query, draft: Draft, rows: list[Ally], lead: str, reading: str) -> Answer:
    """Hold the number that the question names against the number of members."""
    number = query.limit or 0
    bound = query.bounds[0] if query.bounds else None
    fits = _fits(len(rows), bound.op if bound else "=", number)
    reading = f"{reading}; the question says {bound.op if bound else ''} {number}".replace("  ", " ")
    if query.op == "list":
        return told(draft, rows, lead if fits else f"Not {number}: {lead}", reading, outcome=Outcome.ANSWER if fits else Outcome.CORRECTION)
    verdict = Verdict.YES if fits else Verdict.NO
    return told(draft, rows, OPENINGS[verdict] + lead, reading, verdict=verdict, outcome=Outcome.ANSWER if fits else Outcome.CORRECTION)


def _fits(count: int, op: str, number: int) -> bool:
    return {">": count > number, ">=": count >= number, "<": count < number, "<=": count <= number}.get(op, count == number)


def _founding(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    draft.rest(context.view.base.references["founding"], most=1)
    rows = sorted((ally for ally in context.view.allies.values() if ally.founding), key=lambda ally: ally.name)
    lead = f"NATO has {len(rows)} founding members, which signed the treaty on {context.day(rows[0].accession)}."
    return told(draft, rows, lead, "the founding members of NATO", label="founding members")


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#outsider #group #year #day #ordinal #count #bound #reference member join founding founded proportion of_nato in_nato not outside "
        "except when how_many before last next first_time most least_at most_at more less exactly everybody between run rank total "
        "agree counts era decade where eligible how_often how_much rise after #ally"
    ),
    ("How many members does NATO have?", "Who joined in 2004?", "Which allies are in the EU?", "Who was the last to join?"),
)
