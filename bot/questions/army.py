"""Armed forces as such: which ally has none, and whether a named one has any.

In its query `subjects` are the allies named; without one, all are meant.
"""

from __future__ import annotations

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, verdict_of
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import hypothetical, states
from knowledge import units
from knowledge.base import View

NAME = "army"
_FOREIGN = ("spend", "outlay", "share", "how_much", "how_many", "target", "meet", "more", "less", "join", "why", "most", "least")
_ENTRIES = {"nato", "isl-forces"}
_NUCLEAR = "nuclear"


def read(frame: Frame, view: View) -> Reading | None:
    if _nato_own(frame):
        return Reading(Query(kind=NAME, op="nato"), 4)
    if nuclear := _nuclear(frame):
        return nuclear
    if frame.ids("nonmember") == ["EU"] or "eu" in frame.ids("group") or (frame.yes_no and frame.has("member", "in_nato")):
        return None
    if _false_size(frame):
        return Reading(Query(kind=NAME, op="premise", subjects=("ISL",)), 3, frozenset({"why", "why_bare", "most", "least", "in_nato"}))
    forces = frame.has("personnel", "defence") or "no-army" in frame.ids("group") or "isl-forces" in frame.ids("reference")
    if not forces or frame.has(*_FOREIGN) or hypothetical(frame) or not set(frame.ids("reference")) <= _ENTRIES:
        return None
    named = states(frame, view)
    if named.outsiders or frame.moments or frame.quantities:
        return None
    having = frame.holds("have", "has", "had", "without", "got")
    lacking = "no-army" in frame.ids("group") or (having and frame.has("not", "nobody", "except"))
    if not named and not (lacking and frame.has("which", "who", "what", "list", "allies", "member")):
        return None
    if named and not (having and (frame.yes_no or frame.has("is_true"))):
        return None
    return Reading(Query(kind=NAME, subjects=named.allies, negated=lacking and (frame.has("is_true") or not frame.has("not"))), 1)


def _nuclear(frame: Frame) -> Reading | None:
    """ "Does Denmark have nuclear weapons?" """
    having = {"have", "has", "got", "own", "owns", "possess"} & frame.bag
    allies = tuple(frame.ids("ally", "capital"))
    others = [n for n in frame.names if n.kind not in ("ally", "capital", "reference") and n.id != _NUCLEAR]
    if _NUCLEAR not in frame.ids("group") or not allies or others or not (having and frame.yes_no) or frame.has("spend", "outlay", "not"):
        return None
    if frame.moments or frame.quantities or hypothetical(frame) or not set(frame.ids("reference")) <= {"nato"}:
        return None
    return Reading(Query(kind=NAME, op="nuclear", subjects=allies), 5)


def _armed_so(query: Query, context: Context, draft: Draft) -> Answer:
    """Whether those named are among the nuclear-weapon states."""
    group = context.view.base.groups[_NUCLEAR]
    draft.rest(group)
    inside = [id_ for id_ in query.subjects if id_ in group.members]
    verdict = verdict_of(len(inside), len(query.subjects))
    lead = f"the nuclear-weapon states among the allies are {context.names(group.members)}."
    reading = f"nuclear weapons of {context.names(query.subjects)}"
    return draft.answer(OPENINGS[verdict] + lead, reading, verdict=verdict, subjects=query.subjects)


def _false_size(frame: Frame) -> bool:
    """Whether an army is taken for granted that there isn't: "why does Iceland have the biggest army"."""
    named = frame.ids("ally", "capital") == ["ISL"] and not frame.ids("group", "nonmember", "country", "person")
    spent = frame.has("spend", "outlay", "share") and not frame.holds("army", "forces", "soldiers", "troops")
    sized = frame.has("why") and frame.has("most", "least", "spend") and frame.has("personnel", "defence") and not spent
    return bool(named and sized and not frame.has("not", "nobody") and not (frame.moments or frame.quantities))


def _nato_own(frame: Frame) -> bool:
    """Whether it asks if NATO itself has forces: "does NATO have its own army"."""
    bare = any(words in frame.line for words in ("have an army", "have a military", "have armed forces", "got an army", "have soldiers"))
    own = (bare or {"own", "standing"} & frame.bag) and frame.yes_no and frame.has("personnel", "defence")
    having = {"have", "has", "got", "pay", "pays", "employ", "employs"} & frame.bag
    others = [name for name in frame.names if name.kind != "reference"]
    return bool(own and having) and not others and frame.has("nato") and not frame.has("allies", "everybody", "list", "spend", "outlay")


def _alliance(draft: Draft) -> Answer:
    """What NATO's forces are: those that the allies pay for."""
    entry = draft.context.view.base.references["indirect-contributions"]
    draft.rest(entry)
    return draft.answer(f"NATO's forces are those of its members. {entry.term}: {entry.text}", "whether NATO has forces of its own")


def answer(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    if query.op == "nuclear":
        return _armed_so(query, context, draft)
    if query.op == "nato":
        return _alliance(draft)
    return _named(query, context, draft) if query.subjects else _without(context, draft)


def _without(context: Context, draft: Draft) -> Answer:
    """The ally without armed forces."""
    rows = [ally.id for ally in context.view.allies.values() if not ally.armed_forces]
    entry = context.view.base.references["isl-forces"]
    draft.rest(entry)
    draft.value("allies without armed forces", len(rows), units.ALLIES)
    lead = f"{context.names(rows)} {'has' if len(rows) == 1 else 'have'} no armed forces."
    return draft.answer(lead, "which ally has no armed forces", body=[entry.text], subjects=rows)


def _named(query: Query, context: Context, draft: Draft) -> Answer:
    """Whether those named have armed forces, with their size where it is held."""
    allies = [context.view.base.allies[id_] for id_ in query.subjects]
    lines = []
    for ally in allies:
        name = phrase.capital(context.name(ally.id))
        draft.value(f"{ally.name}, armed forces", ally.armed_forces, "armed forces", subject=ally.id)
        lines.append(f"{name} has armed forces{_size(draft, ally.id)}." if ally.armed_forces else f"{name} has no armed forces.")
        draft.rest(ally, most=1)
    if any(ally.id == "ISL" for ally in allies):
        entry = context.view.base.references["isl-forces"]
        draft.rest(entry)
        lines.append(entry.text)
    verdict = verdict_of(sum(ally.armed_forces != query.negated for ally in allies), len(allies))
    if query.op == "premise":
        return draft.answer(lines[0], "the size of Iceland's armed forces", body=lines[1:], outcome=Outcome.CORRECTION, subjects=("ISL",))
    reading = f"whether {context.names(query.subjects)} {'has' if len(allies) == 1 else 'have'} armed forces"
    return draft.answer(OPENINGS[verdict] + lines[0], reading, body=lines[1:], verdict=verdict, subjects=query.subjects)


def _size(draft: Draft, ally: str) -> str:
    view = draft.context.view
    figure = next((figure for edition in view.editions if (figure := view.newest("personnel", ally, edition.id))), None)
    return f": {draft.figure(figure)} ({phrase.year(figure)})" if figure else ""


KIND = Kind(
    NAME,
    read,
    answer,
    uses("#ally #group #reference member personnel not nobody except of_nato in_nato"),
    ("Which ally has no army?", "Does Iceland have armed forces?"),
    alone=uses("#ally"),
)
