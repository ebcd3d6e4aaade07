"""Who can join NATO, who wants to, and whether a named state will: the rule, the declared aspirants, the entries.

In its query `op` is "want", "eligible" or "forecast"; `order` tells "how" (the procedure), "can" and "which" apart.
"""

from __future__ import annotations

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict, verdict_of
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.meanings import under_article
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import accession, elsewhere, entered, hypothetical, ids, outside, states, told, who
from knowledge import units
from knowledge.base import View

NAME = "candidacy"
_FOREIGN = ("spend", "outlay", "share", "how_much", "leave", "expel", "why")
_ENTRIES = {"nato", "join", "aspirants", "map", "invitee", "enlargement", "finland-sweden"}
_APPLIED = ("apply", "applied", "application", "applications", "requested", "submit", "submitted")
_MAY = ("can", "could", "may", "might", "cant", "is it possible")
_SOON = ("will", "soon", "about", "going", "when", "next")


def read(frame: Frame, view: View) -> Reading | None:
    entries = set(frame.ids("reference"))
    if found := _promised(frame, view, entries):
        return found
    if frame.has(*_FOREIGN) or hypothetical(frame) or not entries <= _ENTRIES or elsewhere(frame):
        return None
    if (
        ("eu" in frame.ids("group") or "EU" in frame.ids("nonmember"))
        and not frame.has("nato", "in_nato", "of_nato")
        and not entries & {"join"}
    ):
        return None  # the EU's own candidates
    if frame.past and frame.moments and not frame.ids("ally") and not frame.has("want_join"):
        return None
    if frame.has("join") and not frame.has("want_join") and frame.starts("has", "have", "did", "had", "was", "were"):
        return None
    if _long_ago(frame) or (frame.starts("is there", "are there") and frame.has("not", "outside")):
        return None
    if frame.ids("ally") and _applied(frame):
        fits = set(frame.ids("ally")) <= {"FIN", "SWE"} and not frame.ids("nonmember", "country", "group")
        query = Query(kind=NAME, op="applied", subjects=tuple(frame.ids("ally")))
        return Reading(query, 1, frozenset({"#year", "#day", "total"})) if fits else None
    named = states(frame, view)
    lists = not named.outsiders and (frame.has("which", "who", "list", "how_many", "what") or "aspirants" in entries)
    op = _op(frame, entries, bool(named), lists)
    if not op or (not named and not lists and op != "eligible" and not frame.has("ever", "current")):
        return None
    groups = frame.ids("group")
    query = Query(
        kind=NAME, op=op, order=_asked(frame), outsiders=named.outsiders,
        subjects=() if groups else named.allies, groups=tuple(groups), negated=frame.has("not", "outside"),
        others=tuple(id_ for id_ in named.allies if not groups and view.day < view.base.allies[id_].accession <= frame.today),
    )  # fmt: skip
    return Reading(
        query, 0.5, frozenset({"path", "next", "last"} if op != "eligible" else {"less", "#count"} if under_article(frame) else ())
    )


def _promised(frame: Frame, view: View, entries: set[str]) -> Reading | None:
    """ "Was Georgia ever promised membership?": told by its entry, or not held."""
    named = states(frame, view)
    vowed = frame.holds("promised", "promise", "assured", "guaranteed") and frame.has("join", "member", "in_nato")
    if not vowed or len(named.outsiders) != 1 or named.allies or frame.ids("group", "person") or not entries <= _ENTRIES:
        return None
    asks = frame.yes_no or frame.has("when", "who", "where")
    if not asks or hypothetical(frame) or elsewhere(frame) or frame.has("not") or frame.moments:
        return None
    query = Query(kind=NAME, op="promised", outsiders=named.outsiders, order="can" if frame.yes_no else "which")
    return Reading(query, 2, frozenset({"target", "avow", "ever", "who", "where", "join", "agree"}))


def _long_ago(frame: Frame) -> bool:
    """Whether it asks who asked to join once: only the applications of Finland and Sweden are held."""
    words = frame.bag
    asked = bool(words & {*_APPLIED, "ask", "asked", "tried", "try", "wanted"})
    return (
        asked
        and not frame.ids("ally")
        and (bool(frame.moments) or frame.starts("did", "has", "have", "had", "when did", "which countries applied"))
    )


def _applied(frame: Frame) -> bool:
    """Whether it asks when somebody applied."""
    words = frame.bag
    return frame.has("want_join") and bool(words & set(_APPLIED)) and (frame.has("when", "which", "what") or bool(frame.moments))


def _asked(frame: Frame) -> str:
    """Whether it asks how, whether one can, or which can."""
    if "how" in frame.bag:
        return "how"
    if frame.has("agree") and frame.has("everybody") and (frame.yes_no or not frame.is_question):
        return "all"
    if frame.holds("article", "clause", "provision") and frame.has("which", "what"):
        return "which"
    return "can" if frame.yes_no or not frame.is_question else "which"


def _op(frame: Frame, entries: set[str], named: bool, lists: bool) -> str:
    joins = frame.has("join") or "join" in entries
    wants = frame.has("want_join") or "aspirants" in entries
    soon = frame.holds(*_SOON) or frame.has("forecast")
    if (joins or wants) and frame.has("agree", "govern") and frame.has("who", "everybody", "how") and not named:
        return "eligible"
    if (
        frame.has("eligible")
        or (joins and frame.starts(*_MAY))
        or (frame.starts(*_MAY) and {"be", "become"} & frame.bag and frame.has("member", "in_nato") and named)
        or (joins and frame.holds("article", "clause", "provision") and not named)
        or (joins and frame.starts("how can", "how do", "how does", "how to", "how could"))
    ):
        return "eligible"
    if named and frame.has("path", "forecast") and frame.has("in_nato", "member") and not frame.has("not") and not frame.past:
        return "forecast"
    if wants or (joins and (frame.has("next", "forecast", "path") or (soon and named and frame.yes_no and not frame.past))):
        if lists and not named:
            return "want"
        return ("forecast" if soon else "want") if named else ""
    return ""


def answer(query: Query, context: Context) -> Answer:
    if query.op == "applied":
        return _applications(query, context)
    if query.op == "promised":
        return _promise(query, context)
    if query.subjects or query.outsiders:
        return _named(query, context)
    return _aspirants(query, context) if query.op == "want" else _rule(query, context)


def _aspirants(query: Query, context: Context) -> Answer:
    """Those that have declared that they want to join."""
    draft = Draft(context, query)
    base = context.view.base
    entry = base.references["aspirants"]
    if not context.view.reported(entry.sources):
        lead = f"Which states wanted to join by {context.day(context.today)} is not in my sources."
        return draft.answer(lead, "which states want to join NATO", outcome=Outcome.NO_DATA)
    draft.value("states that want to join", len(entry.about), "states")
    for id_ in entry.about:
        draft.value(context.name(id_, article=False), context.name(id_, article=False), units.NAME, subject=id_)
    draft.rest(entry)
    body = [line for id_ in entry.about for line in told(draft, (id_,))]
    body.append("Who joins next, and when, is not in my sources.")
    return draft.answer(entry.text, "which states want to join NATO", body=body, subjects=entry.about)


def _applications(query: Query, context: Context) -> Answer:
    """When Finland and Sweden applied."""
    draft = Draft(context, query)
    entry = context.view.base.references["finland-sweden"]
    draft.rest(entry)
    draft.value("application", "2022-05-18", units.DATE)
    return draft.answer(entry.text, f"when {context.names(query.subjects)} applied to join NATO", subjects=query.subjects)


def _promise(query: Query, context: Context) -> Answer:
    """What the entry of a state says of a promise; nothing is made of its silence."""
    draft = Draft(context, query)
    id_ = query.outsiders[0]
    outside(draft, id_)
    lines = told(draft, (id_,))
    reading = f"whether {context.name(id_)} was promised membership"
    if any("will become a member" in line for line in lines):
        return draft.answer(lines[0], reading, body=lines[1:], subjects=ids(query))
    if not any("promised" in line for line in lines):
        lead = f"Whether {context.name(id_)} was ever promised membership is not in my sources."
        return draft.answer(lead, reading, body=lines, outcome=Outcome.NO_DATA, subjects=ids(query))
    verdict = Verdict.YES if query.order == "can" else None
    opening = f"{OPENINGS[verdict]}{context.name(id_)}" if verdict else phrase.capital(context.name(id_))
    return draft.answer(f"{opening} was promised membership.", reading, body=lines, verdict=verdict, subjects=ids(query))


def _rule(query: Query, context: Context) -> Answer:
    """Article 10: whom the allies can invite."""
    draft = Draft(context, query)
    entry = context.view.base.references["join"]
    draft.rest(entry)
    if entry.quote:
        draft.cited(entry.quote, entry.on or "1949-04-04")
    if query.order == "how":
        return draft.answer(entry.text, "how a state can join NATO", body=[])
    if query.order == "all":
        lead = f"{OPENINGS[Verdict.YES]}every ally has to agree to a new member (Article 10)."
        return draft.answer(lead, "whether every ally has to agree to a new member", body=[entry.text], verdict=Verdict.YES)
    european = "europe" in query.groups and not query.negated
    verdict = None if query.order == "which" else Verdict.PARTLY if european else Verdict.NO
    lead = "only European states can be invited, and every ally has to agree (Article 10)."
    return draft.answer((OPENINGS[verdict] if verdict else "") + lead, "which states can join NATO", body=[entry.text], verdict=verdict)


def _named(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    members = entered(query, context)
    lines = [f"{phrase.capital(context.name(ally.id))} is a member already, since {accession(draft, ally)}." for ally in members]
    verdicts = []
    for id_ in query.outsiders:
        verdict, line = _prospect(draft, id_, query.op)
        verdicts.append(verdict)
        outside(draft, id_)
        lines += [line, *told(draft, (id_,))]
    if query.op == "eligible":
        rule = context.view.base.references["join"]
        lines.append(rule.text)
        draft.rest(rule, most=1)
    lines += [outside(draft, id_) for id_ in query.subjects if id_ not in {ally.id for ally in members}]
    known = {verdict for verdict in verdicts if verdict}
    which = query.order == "which" and len(verdicts) > 1
    verdict = None if not known or members or which or query.op == "forecast" else known.pop() if len(known) == 1 else verdict_of(1, 2)
    unknown = query.op == "forecast" and not members
    return draft.answer(
        (OPENINGS[verdict] if verdict else "") + lines[0],
        f"whether {who(query, context)} {_MATTER[query.op]} NATO",
        body=lines[1:],
        verdict=verdict,
        outcome=Outcome.CORRECTION if members else Outcome.NO_DATA if unknown else Outcome.ANSWER, subjects=ids(query),
    )  # fmt: skip


_MATTER = {"want": "wants to join", "eligible": "can join", "forecast": "will join"}


def _prospect(draft: Draft, id_: str, op: str) -> tuple[Verdict | None, str]:
    """A named state's prospects, as far as its entry tells."""
    name = phrase.capital(draft.context.name(id_))
    state = draft.context.view.base.non_members.get(id_)
    if state is None or op == "forecast":
        return None, f"Whether and when {draft.context.name(id_)} will join is not in my sources; it is not a member of NATO."
    if op == "eligible":
        if "organisation" in state.kinds:
            return Verdict.NO, f"{name} is no state."
        if state.european:
            return Verdict.PARTLY, f"{name} is a European state, which the allies can invite if all of them agree."
        return Verdict.NO, f"{name} is no European state, and Article 10 lets the allies invite no other."
    if "aspirant" in state.kinds:
        return Verdict.YES, f"{name} wants to join; it is not a member of NATO."
    if "interested" in state.kinds:
        return Verdict.PARTLY, f"{name} is not among the declared aspirants but has shown interest."
    return Verdict.NO, f"{name} is not among the states that have declared that they want to join."


KIND = Kind(
    NAME, read, answer,
    uses(
        "#outsider #ally #group #reference want_join eligible join member proportion of_nato forecast not outside "
        "when how how_many next everybody agree govern say list which current #year pronoun"
    ),
    ("Who wants to join NATO?", "Can any country join NATO?", "Does Ukraine want to join?", "When will Ukraine join NATO?"),
    alone=frozenset(),
)  # fmt: skip
