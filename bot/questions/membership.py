"""Membership of named states: whether, since when, as which number, why not.

In its query `others` are the allies asked about that joined only after the day asked about (known by the question's
own day); `words` holds "claim" where a statement is put to the test.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict, verdict_of
from bot.belonging import always, around, bare, beside_a_club, beside_another, compared, includes, keywords, noun, numbered, within
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import (
    States,
    accession,
    among,
    asked,
    claims,
    elsewhere,
    entered,
    full_years,
    hypothetical,
    ids,
    joining,
    of_those,
    ordinal,
    outside,
    places,
    states,
    those_outside,
    told,
    vouch,
    who,
)
from bot.stretch import clause_uses, in_words, listed_years, moment_slots, stretch, without_clause
from knowledge import units
from knowledge.base import View
from knowledge.model import Ally

NAME = "membership"
_FOREIGN = ("spend", "outlay", "share", "how_many", "how_much", "list", "path", "forecast", "want_join", "leave", "expel")
_ENTRIES = {"nato", "join", "finland-sweden", "enlargement", "founding"}
_POLITE = ("can you", "could you", "can u", "could u", "can someone", "could someone", "can anyone")
_MAY = ("can", "could", "may", "might", "cant", "how can", "how could", "how does", "how do", "how did")


def read(frame: Frame, view: View) -> Reading | None:
    slots, aside = moment_slots(frame) or _either_year(frame), clause_uses(frame)
    if frame.has("era", "decade") and not slots:
        return None
    frame = without_clause(frame)
    named = states(frame, view)
    if _protected(frame) and named and not hypothetical(frame):
        query = Query(kind=NAME, op="is", subjects=named.allies, outsiders=named.outsiders, topics=("art-5",))
        return Reading(query, 3, frozenset({"counts", "#reference", "#bound", "#count"}))
    entries = set(frame.ids("reference")) - ({"treaty"} if frame.has("founding") else set())
    foreign = set(_FOREIGN) - ({"leave"} if frame.has("hindered") and "out" in frame.bag else set())
    if not named or frame.has(*foreign) or hypothetical(frame) or not entries <= _ENTRIES:
        return None
    if _otherwise_meant(frame, named):
        return None
    op = "" if around(frame) or beside_another(frame) or (frame.moments and not slots) else _steadily(frame, named, _op(frame, named))
    if not op or any(moment.year > frame.today.year for moment in frame.moments):
        return None
    if (
        op == "joined"
        and not slots
        and not (frame.yes_no or frame.has("is_true", "not", "outside", "or") or ("?" in frame.text and not noun(frame)))
    ):
        op = "when"
    if "every" in frame.bag and frame.ids("group"):
        return None
    if frame.known_on and not slots:
        slots = {"day": frame.known_on, "order": "until" if op == "joined" else "on"}
    query = Query(
        kind=NAME, op=op, subjects=named.allies, outsiders=named.outsiders, limit=None if frame.has("or") else frame.ordinal,
        negated=frame.has("not", "outside", "hindered", "against"), words=_words(frame), **slots,
    )  # fmt: skip
    until = stretch(query, frame.today)[1] if slots else frame.today
    later = [id_ for id_ in named.allies if min(until, view.day) < view.base.allies[id_].accession <= frame.today]
    return Reading(replace(query, others=tuple(later)), 1.5 if op == "number" else 0.5, aside | _more(frame, named, op))


def _otherwise_meant(frame: Frame, named: States) -> bool:
    """Whether it is another club's membership, a comparison, the length of an accession, or a time outside."""
    if {"all", "every", "each"} & frame.bag and {"g7", "nuclear"} & set(frame.ids("group")):
        return True  # of these some are no allies
    if beside_a_club(frame) or (frame.has("or") and frame.ordinal == 1) or those_outside(frame) or elsewhere(frame):
        return True
    if (len(named.allies) >= 2 and compared(frame)) or "second time" in frame.line:
        return True
    if frame.holds("separately", "alone") or ("the only" in frame.line and not (frame.has("join") and frame.moments)):
        return True
    taking = frame.has("since_when") and {"take", "took", "wait", "waited"} & frame.bag
    return bool(taking) or (frame.has("outside") and frame.has("ever") and bool(named.allies))


def _protected(frame: Frame) -> bool:
    """Whether it is "is Sweden covered by Article 5": members are."""
    entries = set(frame.ids("reference"))
    asked_ = frame.yes_no and frame.has("counts") and not (frame.moments or frame.has("not", "invoke"))
    return asked_ and "art-5" in entries <= {"art-5", "nato"}


def _either_year(frame: Frame) -> dict[str, Any]:
    """ "In 2009 or 2010": a span, where the years follow each other."""
    years = listed_years(frame)
    follow = years and max(years) - min(years) == 1 and frame.has("or") and frame.has("join")
    return {"start": min(years), "end": max(years)} if follow else {}


def _words(frame: Frame) -> tuple[str, ...]:
    """Whether a statement is tested, and whether somebody is asked to be outside."""
    sole = any(words in frame.line for words in ("the only", "the sole"))
    return (
        *(("only",) if sole else ()),
        *(("claim",) if claims(frame) else ()),
        *(("outside",) if frame.has("outside") or frame.holds("neither") else ()),
    )


def _more(frame: Frame, named: States, op: str) -> frozenset[str]:
    """What stands beside the question and changes nothing: the number of those named, "I thought that"."""
    more = {"against", "neutral", "leave"} if op == "why" else {"counts"} if op == "is" else set()
    if {"decide", "decided", "decides", "choose", "chose"} & frame.bag and op in ("why", "joined"):
        more |= {"agree"}
    if frame.has("not") and not named.outsiders:
        more |= {"neutral"}
    if any(q.unit == "" and q.value == len(named.allies) > 1 for q in frame.quantities):
        more |= {"#count", "#bound"}
    if frame.tokens and frame.tokens[0].norm in ("i", "we", "everyone"):
        more |= {"avow", "position", "say", "say_soft"}
    return frozenset(more)


def _steadily(frame: Frame, named: States, op: str) -> str:
    """The variant, "always" taken into account; of a state outside no neutrality is told, of no state a longest run."""
    if (frame.has("run") and not always(frame)) or (frame.has("neutral") and named.outsiders):
        return ""
    if op == "joined" and frame.has("cooperate"):
        return ""
    if op and always(frame):
        return "always" if op == "is" and named.allies and not named.outsiders and not (frame.moments or frame.negated) else ""
    return op


def _op(frame: Frame, named: States) -> str:
    """The variant of the question; "" where it is none of this kind."""
    if frame.has("hindered"):
        return "why" if frame.has("join", "member", "nato", "in_nato", "want_join", "outside") or "out" in frame.bag else ""
    joins = frame.has("join") or bool({"join", "finland-sweden", "enlargement"} & set(frame.ids("reference")))
    if frame.has("why") and joins and frame.moments and not frame.has("not", "outside", "against", "until"):
        return "dated"
    if frame.has("why"):
        denied = frame.has("not", "outside", "against") and (joins or frame.has("member", "nato", "in_nato"))
        return "why" if denied or ((joins or frame.has("member")) and named.outsiders) else ""
    if numbered(frame, named):
        return "number"
    if (frame.starts(*_MAY) and not frame.starts(*_POLITE)) or frame.has("which", "who", "where"):
        return ""
    if frame.has("founding") or "founders" in frame.ids("group") or (frame.has("founded") and of_those(frame)):
        return "" if {"long", "after"} & frame.bag else "founding"
    if joins or frame.has("member", "outside"):
        return _by_words(frame, joins)
    return "is" if bare(frame) or within(frame) or includes(frame) else keywords(frame, named)


def _by_words(frame: Frame, joins: bool) -> str:
    if frame.has("when", "since_when") or frame.holds("date", "dates"):
        return "when"
    if frame.ordinal or (frame.has("what") and frame.holds("number", "place")):
        return "number"
    if frame.has("what", "how"):
        return ""
    return "joined" if joins else "is"


# --- answers


def answer(query: Query, context: Context) -> Answer:
    ops = {
        "is": _is,
        "dated": _dated,
        "always": _from_the_start,
        "joined": _joined,
        "when": _when,
        "number": _number,
        "founding": _founding,
    }
    return ops.get(query.op, _why)(query, context)


def _is(query: Query, context: Context) -> Answer:
    """Who is a member on the day asked about; "since 1999" asks for the last day of that year."""
    draft = Draft(context, query)
    dated = bool(query.day or query.start or query.end)
    until = date(query.start, 12, 31) if query.start and not query.end else stretch(query, context.today)[1]
    allies = asked(query, context)
    members = [ally for ally in allies if ally.accession <= until]
    lines = [_state(draft, ally, ally in members, dated) for ally in allies] + [outside(draft, id_) for id_ in query.outsiders]
    lead = lines[0] if len(lines) == 1 else _sum_up(query, context, members)
    day = in_words(query, context) or f"on {context.day(context.today)}"
    body = lines if len(lines) > 1 else told(draft, query.outsiders)
    for entry in (context.view.base.references[id_] for id_ in query.topics):
        draft.rest(entry)
        body = [*body, f"{entry.term}: {entry.text}"]
    return _judged(query, draft, len(members), len(lines), lead, f"are members of NATO, {day}", body=body)


def _from_the_start(query: Query, context: Context) -> Answer:
    """Whether those named have always been members: the founders have, as long as there has been an alliance."""
    draft = Draft(context, query)
    allies = asked(query, context)
    lines = [_founder(draft, ally) for ally in allies]
    right = sum(ally.founding and ally.id in context.view.allies for ally in allies)
    return _judged(query, draft, right, len(allies), lines[0], "always belonged to NATO, since 1949", body=lines[1:])


def _state(draft: Draft, ally: Ally, member: bool, dated: bool) -> str:
    """One ally's membership on the day asked about."""
    query, context = draft.query, draft.context
    then = f"{in_words(query, context)}, " if dated and query else ""
    was = "was" if dated else "is"
    draft.value(f"{ally.name}, member of NATO", member, "member", subject=ally.id)
    name = context.name(ally.id)
    if member:
        founder = ", as a founding member" if ally.founding else ""
        return f"{then}{name} {was} a member of NATO, since {accession(draft, ally)}{founder}."
    known = query is not None and ally in entered(query, context)
    later = f"; it joined on {accession(draft, ally)}" if known else ""
    if not known:
        vouch(draft, ())
    return f"{then}{name} {was} not a member of NATO{later}."


def _sum_up(query: Query, context: Context, members: list[Ally]) -> str:
    """Who is and who is not, in one sentence."""
    inside = [ally.id for ally in members]
    out = [id_ for id_ in (*query.subjects, *query.outsiders) if id_ not in inside]
    past = bool(query.day or query.start or query.end)
    then = f"{in_words(query, context)}, " if past else ""
    verbs = ("was", "were") if past else ("is", "are")
    parts = [f"{context.names(inside)} {verbs[len(inside) > 1]} in NATO"] if inside else []
    if out:
        parts.append(f"{context.names(out)} {verbs[len(out) > 1]} not{'' if inside else ' in NATO'}")
    return f"{then}{', '.join(parts)}."


def _judged(query: Query, draft: Draft, right: int, total: int, lead: str, matter: str, *, body: list[str]) -> Answer:
    """The answer with its verdict: on the states as asked, or on the statement where one is put to the test."""
    claim = "claim" in query.words
    turned = query.negated and (claim or "outside" in query.words)
    verdict = verdict_of(total - right if turned else right, total)
    wrong = claim and verdict != Verdict.YES
    if total == 1:
        matter = matter.replace("are members", "is a member").replace("were founding members", "was a founding member")
    return draft.answer(
        OPENINGS[verdict] + lead, f"whether {who(query, draft.context)} {matter}", body=body, verdict=verdict,
        outcome=Outcome.CORRECTION if wrong else Outcome.ANSWER, subjects=ids(query),
    )  # fmt: skip


def _joined(query: Query, context: Context) -> Answer:
    """Whether they joined, and in the time named where there is one."""
    draft = Draft(context, query)
    first, last = stretch(query, context.today)
    fits = [ally for ally in entered(query, context) if first <= ally.accession <= last]
    lines = [joining(draft, ally) for ally in asked(query, context)] + [outside(draft, id_) for id_ in query.outsiders]
    if "only" in query.words:
        others = [ally for ally in among(context.view, first, last) if ally.id not in query.subjects]
        lines += [joining(draft, ally) for ally in others[:12]]
        fits = [] if others else fits
    return _judged(
        query,
        draft,
        len(fits),
        len(query.subjects) + len(query.outsiders),
        lines[0],
        f"joined NATO {in_words(query, context)}".strip(),
        body=lines[1:],
    )


def _dated(query: Query, context: Context) -> Answer:
    """Why they joined when they are said to have: the time is put right where it is wrong; reasons are not held."""
    draft = Draft(context, query)
    first, last = stretch(query, context.today)
    fits = [ally for ally in entered(query, context) if first <= ally.accession <= last]
    lines = [joining(draft, ally) for ally in asked(query, context)] + [outside(draft, id_) for id_ in query.outsiders]
    reading = f"why {who(query, context)} joined NATO {in_words(query, context)}"
    if len(fits) == len(lines):
        missing = "The reasons are not in my sources, only the day."
        return draft.answer(missing, reading, body=lines, outcome=Outcome.NO_DATA, subjects=ids(query))
    lead = f"That is not so: {lines[0]}"
    return draft.answer(lead, reading, body=lines[1:], outcome=Outcome.CORRECTION, subjects=ids(query))


def _founding(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    lines = [_founder(draft, ally) for ally in asked(query, context)] + [outside(draft, id_) for id_ in query.outsiders]
    right = sum(ally.founding for ally in asked(query, context))
    return _judged(query, draft, right, len(lines), lines[0], "were founding members of NATO in 1949", body=lines[1:])


def _founder(draft: Draft, ally: Ally) -> str:
    text = joining(draft, ally)
    return text if ally.founding else f"{text[:-1]} and is not one of the twelve founders of 1949."


def _when(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    lines = [joining(draft, ally) for ally in asked(query, context)] + [outside(draft, id_) for id_ in query.outsiders]
    members = entered(query, context)
    body = [*lines[1:], *told(draft, query.outsiders)]
    if len(lines) == 1 and members:
        years = full_years(members[0].accession, context.today)
        draft.value("full years of membership", years, units.YEARS, subject=members[0].id, status="computed")
        body.append(f"That is {phrase.plural(years, 'full year', 'full years')} on {context.day(context.today)}.")
    false = len(members) < len(lines)
    outcome = Outcome.CORRECTION if false else Outcome.ANSWER
    return draft.answer(lines[0], f"when {who(query, context)} joined NATO", body=body, outcome=outcome, subjects=ids(query))


def _number(query: Query, context: Context) -> Answer:
    """As which member they joined; where a number is named, whether as that one."""
    draft = Draft(context, query)
    members = entered(query, context)
    lines = [_place(draft, ally) for ally in members] + [outside(draft, id_) for id_ in query.outsiders]
    lines += [joining(draft, ally) for ally in asked(query, context) if ally not in members]
    matter = f"joined NATO as the {ordinal(query.limit)} member" if query.limit else ""
    if query.limit:
        right = sum(places(context.view, ally)[0] <= query.limit <= places(context.view, ally)[1] for ally in members)
        return _judged(query, draft, right, len(lines), lines[0], matter, body=lines[1:])
    outcome = Outcome.ANSWER if len(members) == len(lines) else Outcome.CORRECTION
    reading = f"as which member, in the order of joining, {who(query, context)} came"
    return draft.answer(lines[0], reading, body=lines[1:], outcome=outcome, subjects=ids(query))


def _place(draft: Draft, ally: Ally) -> str:
    first, last = places(draft.context.view, ally)
    draft.value(f"{ally.name}, number in the order of joining", first, units.RANK, subject=ally.id, status="computed")
    text = joining(draft, ally)[:-1]
    if first == last:
        return f"{text}, the {ordinal(first)} to join."
    return f"{text}, one of the {ordinal(first)} to {ordinal(last)}, who all joined on that day."


def _why(query: Query, context: Context) -> Answer:
    """Why not: members show that the premise is false; of the others what the entry says."""
    draft = Draft(context, query)
    members = entered(query, context)
    lines = [f"{joining(draft, ally)[:-1]}: it is a member." for ally in members]
    for id_ in query.outsiders:
        status = outside(draft, id_)
        lines += told(draft, (id_,)) or [status]
    lines += [joining(draft, ally) for ally in asked(query, context) if ally not in members]
    if any(id_ not in context.view.base.non_members for id_ in query.outsiders):
        draft.caveat("Why a state has stayed outside is known here only for those that people ask about most.")
    if len(query.subjects) + len(query.outsiders) > 1:
        lines.insert(0, phrase.capital(_sum_up(query, context, members)))
    outcome = Outcome.CORRECTION if members or not query.negated else Outcome.ANSWER
    reading = f"why {who(query, context)} would be {'outside' if query.negated else 'in'} NATO"
    return draft.answer(lines[0], reading, body=lines[1:], outcome=outcome, subjects=ids(query))


KIND = Kind(
    NAME, read, answer,
    uses(
        "#ally #outsider #group #year #day #ordinal #reference member join founding founded proportion of_nato not "
        "outside why when since_when ever how cooperate run before which who era decade hindered only or"
    ),
    (
        "Is Latvia a member of NATO?",
        "When did Czechia join NATO?",
        "Was Finland a member on 1 January 2022?",
        "Why is Ireland not in NATO?",
    ),
    alone=uses("#ally"),
)  # fmt: skip
