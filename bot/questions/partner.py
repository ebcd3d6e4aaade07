"""Partners of NATO: whether a named state is one, and which of those that are held are.

In its query `op` is "is" or "list".
"""

from __future__ import annotations

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Table, Verdict, verdict_of
from bot.draft import Context, Draft
from bot.language.frame import Frame, Mention
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import accession, asked, claims, elsewhere, entered, hypothetical, ids, joining, outside, states, told, who
from knowledge import units
from knowledge.base import View

NAME = "partner"
_FOREIGN = (
    "spend", "outlay", "share", "how_much", "why", "when", "leave", "expel", "want_join", "eligible", "target", "meet", "most", "least",
    "say", "or", "not", "except", "first_time", "last", "agree", "join", "ever",
)  # fmt: skip


def read(frame: Frame, view: View) -> Reading | None:
    partners = [m for m in frame.cues.get("cooperate", ()) if {"partner", "partners"} & set(frame.words[m.start : m.end])]
    if not partners or frame.has(*_FOREIGN) or hypothetical(frame) or elsewhere(frame) or frame.moments or frame.quantities:
        return None
    if not (frame.has("nato", "of_nato") or any(_alone(frame, m) for m in partners)):
        return None
    if not set(frame.ids("reference")) <= {"nato"} or frame.ids("person", "summit"):
        return None
    if "ever" in frame.bag or frame.starts("was", "were", "has", "have"):
        return None  # who once was one is not held apart
    named, groups = states(frame, view), frame.ids("group")
    if named and not groups and (frame.yes_no or claims(frame)) and not frame.has("member"):
        others = tuple(id_ for id_ in named.allies if view.day < view.base.allies[id_].accession <= frame.today)
        words = ("claim",) if claims(frame) else ()
        return Reading(Query(kind=NAME, op="is", subjects=named.allies, outsiders=named.outsiders, others=others, words=words), 3)
    asks = frame.has("which", "who", "list", "what") or len(frame.tokens) <= 4
    fits = not named or (set(groups) <= {"europe"} and not frame.ids("ally", "capital", "nonmember", "country"))
    return Reading(Query(kind=NAME, op="list", groups=tuple(groups)), 3) if asks and fits and not frame.yes_no else None


def _alone(frame: Frame, partner: Mention) -> bool:
    """Whether NATO is meant without its name: "is Austria a partner?", "which countries are partners?"."""
    words = frame.words[partner.start : partner.end]
    return bool({"nato", "natos", "alliance"} & set(words)) or all(token.kind == "symbol" for token in frame.tokens[partner.end :])


def answer(query: Query, context: Context) -> Answer:
    return _list(query, context) if query.op == "list" else _is(query, context)


def _is(query: Query, context: Context) -> Answer:
    """Whether those named are partners; members are more than that."""
    draft = Draft(context, query)
    members, base = entered(query, context), context.view.base
    lines = [f"{phrase.capital(context.name(a.id))} is a member of NATO, no mere partner, since {accession(draft, a)}." for a in members]
    lines += [joining(draft, ally) for ally in asked(query, context) if ally not in members]
    held = [id_ for id_ in query.outsiders if id_ in base.non_members]
    partners = [id_ for id_ in held if "partner" in base.non_members[id_].kinds]
    reading = f"whether {who(query, context)} {'is a partner' if len(query.subjects + query.outsiders) == 1 else 'are partners'} of NATO"
    lines += [outside(draft, id_) for id_ in query.outsiders]
    lines += told(draft, query.outsiders)
    if len(held) < len(query.outsiders) + len(query.subjects) - len(members) and not members:
        lead = f"Whether {who(query, context)} {'is a partner' if len(ids(query)) == 1 else 'are partners'} of NATO is not in my sources."
        return draft.answer(lead, reading, body=lines, outcome=Outcome.NO_DATA, verdict=Verdict.UNKNOWN, subjects=ids(query))
    verdict = verdict_of(len(partners), len(query.outsiders) + len(query.subjects))
    premise = bool(members) or ("claim" in query.words and verdict != Verdict.YES)
    lead = (
        f"{phrase.capital(context.names(partners))} {'is a partner' if len(partners) == 1 else 'are partners'} of NATO." if partners else ""
    )
    body = lines if lead else lines[1:]
    outcome = Outcome.CORRECTION if premise else Outcome.ANSWER
    lead = OPENINGS[verdict] + (lead or lines[0])
    return draft.answer(lead, reading, body=body, verdict=verdict, outcome=outcome, subjects=ids(query))


def _list(query: Query, context: Context) -> Answer:
    """The partners among the states that are held."""
    draft = Draft(context, query)
    rows = [row for row in context.view.base.non_members.values() if "partner" in row.kinds and (row.european or not query.groups)]
    for row in rows:
        draft.value(row.name, row.name, units.NAME, subject=row.id)
        draft.rest(row, most=1)
    draft.caveat("The list holds the states that people ask about, not every partner.")
    table = Table(("State", "Status"), tuple((row.name, row.status) for row in rows))
    lead = f"Partners of NATO that I hold: {phrase.join([row.name for row in rows])}."
    return draft.answer(lead, "which states are partners of NATO", table=table, subjects=[row.id for row in rows])


KIND = Kind(
    NAME, read, answer,
    uses("#outsider #ally #group #reference nato of_nato cooperate current is_true only"),
    ("Is Japan a partner of NATO?", "Which countries are NATO partners?"),
)  # fmt: skip
