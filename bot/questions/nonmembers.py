"""Who is not a member: of the states named (or who of them is), of those in Europe or the EU that people ask about.

In its query `op` is "choice" or "outside"; `negated` tells whether those outside are wanted.
"""

from __future__ import annotations

from datetime import date

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Table, Verdict
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import States, among, denies_membership, elsewhere, hypothetical, joining, outside, states, those_outside, vouch
from bot.stretch import in_words, moment_slots, stretch
from knowledge import units
from knowledge.base import View

NAME = "nonmembers"
_FOREIGN = (
    "spend", "outlay", "share", "how_much", "path", "forecast", "want_join", "leave", "expel", "why", "eligible", "meet", "target",
    "personnel", "defence", "when", "join",
)  # fmt: skip
_ENTRIES = {"nato", "founding"}
_WORLDWIDE = {"nuclear", "g7"}
"""Groups that hold states far from NATO too."""
_SEVEN = "g7"
_PLACES = {"europe", "western-europe", "northern-europe", "southern-europe", "central-europe", "southeast-europe"}


def read(frame: Frame, view: View) -> Reading | None:
    if _every_eu_state(frame):
        group = "eu" if "eu" in frame.ids("group") else "g7"
        return Reading(Query(kind=NAME, op="outside", groups=(group,), words=("all",)), 2, frozenset({"list"}))
    asks = frame.has("which", "who", "what", "list", "how_many") or frame.starts("name") or those_outside(frame)
    if frame.has("era") and not moment_slots(frame):
        return None
    if asks and (joined := _joined_then(frame, view)):
        return joined
    if not asks or frame.has(*_FOREIGN) or hypothetical(frame) or not set(frame.ids("reference")) <= _ENTRIES:
        return None
    named, denied = states(frame, view), frame.has("not", "outside", "except")
    member = frame.has("member", "allies", "nato", "of_nato", "in_nato")
    allies = tuple(frame.ids("ally", "capital"))
    singles = [*allies, *(id_ for id_ in named.outsiders if id_ != "EU")]
    if frame.ids("group", "nonmember", role="excluded"):
        return None
    if (
        ("founders" in frame.ids("group") or frame.has("founding"))
        and frame.has("which", "who")
        and len(allies) >= 2
        and not (frame.moments or set(frame.ids("group")) - {"founders"} or "EU" in named.outsiders)
    ):
        query = Query(kind=NAME, op="choice", subjects=allies, outsiders=_outsiders(named), topics=("founders",), negated=denied)
        return Reading(query, 3, _following(frame))
    groups = tuple(id_ for id_ in frame.ids("group") if id_ not in ("founders", "no-army"))
    groups = ("eu",) if "EU" in named.outsiders and not groups else groups
    slots = moment_slots(frame)
    if len(singles) >= 2 and member and not groups and bool(slots) == bool(frame.moments):
        query = Query(kind=NAME, op="choice", subjects=allies, outsiders=named.outsiders, negated=denied, **slots)
        return Reading(query, 0.5, _following(frame))
    if not (singles or frame.moments or groups) and _both(frame):
        return Reading(Query(kind=NAME, op="both"), 2, frozenset({"join"}))
    if singles or frame.moments or not denied or not member or (groups and not _before_negation(frame)):
        return None
    return Reading(Query(kind=NAME, op="outside", groups=groups, negated=True), 0.5)


def _outsiders(named: States) -> tuple[str, ...]:
    return tuple(id_ for id_ in named.outsiders if id_ != "EU")


def _following(frame: Frame) -> frozenset[str]:
    """ "Which of the following": the states that stand behind it."""
    words = frame.words
    return frozenset({"next"}) if "following" in words and frame.cues.get("next") and "next" not in words else frozenset()


def _both(frame: Frame) -> bool:
    """Whether it is "who is in NATO and who is not"."""
    asked = [m for cue in ("which", "who", "what") for m in frame.cues.get(cue, ())]
    negations = [m.start for m in frame.cues.get("not", ())]
    nato = [m.start for cue in ("nato", "in_nato", "member") for m in frame.cues.get(cue, ())]
    linked = frame.holds("and", "or")
    return len(asked) >= 2 and linked and len(negations) == 1 and bool(nato) and min(nato) < negations[0]


def _joined_then(frame: Frame, view: View) -> Reading | None:
    """ "Which of these joined in 2004: A, B or C"."""
    slots, others = moment_slots(frame), set(_FOREIGN) - {"join"}
    named = states(frame, view)
    if not slots or not frame.has("join") or frame.has(*others) or hypothetical(frame) or elsewhere(frame) or frame.yes_no:
        return None
    fits = set(frame.ids("reference")) <= {*_ENTRIES, "join", "enlargement"} and not frame.ids("group", "nonmember", role="excluded")
    if (
        not fits
        or frame.ids("group")
        or len([*named.allies, *named.outsiders]) < 2
        or not frame.has("which", "who")
        or frame.has("founding")
    ):
        return None
    query = Query(
        kind=NAME, op="choice", subjects=named.allies, outsiders=_outsiders(named), topics=("joined",), negated=frame.has("not"), **slots
    )
    return Reading(query, 1, _following(frame) | {"join", "era", "decade"})


def _every_eu_state(frame: Frame) -> bool:
    """Whether it is "is every EU country in NATO", or of the G7."""
    every = frame.yes_no and {"every", "all"} & frame.bag and frame.has("member", "in_nato", "nato")
    foreign = frame.has(*_FOREIGN) or frame.ids("ally", "capital") or frame.moments
    return bool(every and frame.ids("group") in (["eu"], ["g7"])) and not foreign


def _before_negation(frame: Frame) -> bool:
    """Whether the group stands before the negation: "EU states outside NATO", not "members outside the EU"."""
    groups = [name.start for name in frame.names if name.kind == "group" or name.id == "EU"]
    negations = [m.start for m in frame.mentions if {"not", "outside", "except"} & {s.id for s in m.senses}]
    return bool(groups) and (groups[-1] < negations[-1] or denies_membership(frame))


def answer(query: Query, context: Context) -> Answer:
    if query.op == "both":
        return _inside_and_outside(query, context)
    return _choice(query, context) if query.op == "choice" else _outside(query, context)


def _choice(query: Query, context: Context) -> Answer:
    """Which of the states named are members, or are not."""
    draft = Draft(context, query)
    first, day = stretch(query, context.today)
    inside = [id_ for id_ in query.subjects if id_ in context.view.allies and context.view.allies[id_].accession <= day]
    if query.topics == ("founders",):
        inside = [id_ for id_ in inside if context.view.allies[id_].founding]
    if query.topics == ("joined",):
        inside = [id_ for id_ in inside if first <= context.view.allies[id_].accession]
    out = [*(id_ for id_ in query.subjects if id_ not in inside), *query.outsiders]
    lines = [joining(draft, context.view.base.allies[id_]) for id_ in inside]
    lines += [outside(draft, id_) for id_ in out if id_ in query.outsiders]
    wanted = out if query.negated else inside
    names = context.names(wanted) if wanted else "None of them"
    if query.topics == ("founders",):
        lines = [joining(draft, context.view.base.allies[id_]) for id_ in query.subjects] + [outside(draft, i) for i in query.outsiders]
        lead = f"{phrase.capital(names)}: {'not ' if query.negated and wanted else ''}among the founding members."
        if query.negated and not wanted:
            lead = "All of them are founding members."
        return draft.answer(lead, "which of the states named founded NATO", body=lines, subjects=wanted)
    if query.topics == ("joined",):
        lines = [joining(draft, context.view.base.allies[id_]) for id_ in query.subjects] + [outside(draft, i) for i in query.outsiders]
        when = in_words(query, context)
        lead = f"{phrase.capital(names)} {'did not join' if query.negated and wanted else 'joined'} NATO {when}."
        if query.negated and not wanted:
            lead = f"All of them joined NATO {when}."
        return draft.answer(lead, f"which of the states named joined NATO {when}", body=lines, subjects=wanted)
    verb = "are" if len(wanted) > 1 else "is"
    lead = f"{names} {verb} {'not ' if query.negated and wanted else ''}{'a member' if len(wanted) < 2 else 'members'} of NATO."
    if query.negated and not wanted:
        lead = "All of them are members of NATO."
    reading = f"{'non-' if query.negated else ''}members of NATO among {context.names([*query.subjects, *query.outsiders])}"
    return draft.answer(lead, reading, body=lines, subjects=[id_ for id_ in wanted if len(id_) != 2 or id_ == "EU"])


def _inside_and_outside(query: Query, context: Context) -> Answer:
    """Who is a member, and which states that are held are not."""
    draft = Draft(context, query)
    base = context.view.base
    rows = sorted(among(context.view, date.min, context.today), key=lambda ally: ally.name)
    vouch(draft, rows)
    draft.value("members", len(rows), units.ALLIES, status="computed")
    out = [row for row in base.non_members.values() if "organisation" not in row.kinds and row.european]
    for row in out:
        draft.rest(row, most=1)
    lead = f"NATO has {len(rows)} members: {context.names([ally.id for ally in rows])}."
    body = [f"Not in NATO in Europe: {phrase.join([row.name for row in out])}."]
    draft.caveat("The list of those outside holds the states in Europe that people ask about, not every one.")
    return draft.answer(
        lead, "which states are members of NATO, and which in Europe are not", body=body, subjects=[ally.id for ally in rows]
    )


def _outside(query: Query, context: Context) -> Answer:
    """The states outside NATO that are held, in Europe or the EU; a group of allies has none."""
    draft = Draft(context, query)
    base = context.view.base
    if own := [id_ for id_ in query.groups if id_ != "eu" and id_ not in _PLACES]:
        name = base.groups[own[0]].name
        draft.rest(base.groups[own[0]])
        if own[0] == _SEVEN:
            return _of_seven(query, draft)
        if own[0] in _WORLDWIDE:
            lead = f"Who else belongs to this group is not in my sources: {name}. My list holds allies only."
            return draft.answer(lead, f"which of {name} are not in NATO", outcome=Outcome.NO_DATA)
        draft.caveat("My list of the group holds allies only.")
        return draft.answer(f"{name}: none of those on my list is outside NATO.", f"which of {name} are not in NATO")
    union = "eu" in query.groups
    rows = [row for row in base.non_members.values() if "organisation" not in row.kinds and ("eu" in row.kinds if union else row.european)]
    for row in rows:
        draft.value(row.name, row.name, units.NAME, subject=row.id)
        draft.rest(row, most=1)
    place = "in the EU" if union else "in Europe"
    draft.caveat("" if union else "The list holds the states that people ask about, not every one.")
    reading = f"which states {place} are not members of NATO"
    if not query.groups:
        draft.caveat("Outside Europe only the United States and Canada are members.")
        reading += "; no place was named, so Europe"
    table = Table(("State", "Status"), tuple((row.name, row.status) for row in rows))
    lead = f"Not in NATO {place}: {phrase.join([row.name for row in rows])}."
    if "all" in query.words:
        verdict = Verdict.NO if rows else Verdict.YES
        return draft.answer(OPENINGS[verdict] + lead, f"whether every state {place} is in NATO", table=table, verdict=verdict)
    return draft.answer(lead, reading, table=table, subjects=[row.id for row in rows])


def _of_seven(query: Query, draft: Draft) -> Answer:
    """The G7: its allies, and the one of it that its entry says is none."""
    context, group = draft.context, draft.context.view.base.groups[_SEVEN]
    verdict = Verdict.NO if "all" in query.words else None
    japan = context.view.base.non_members["JPN"]
    draft.value(japan.name, japan.name, units.NAME, subject=japan.id)
    draft.rest(japan, most=1)
    members = phrase.capital(context.names(group.members))
    return draft.answer(
        f"{OPENINGS[verdict] if verdict else ''}{group.note}", "which of the G7 are not in NATO",
        body=[f"{members} are in NATO."], verdict=verdict, subjects=[japan.id],
    )  # fmt: skip


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #outsider #group #year #day #reference member not outside except proportion of_nato in_nato everybody how_many founding or"
    ),
    ("Which country is not a member: Poland, Sweden or Switzerland?", "Who in Europe is not in NATO?"),
    alone=frozenset(),
)
