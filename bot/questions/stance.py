"""Stance: who is for or against the 5 % target, what somebody's position is, whether it changed, who is exempt.

A country's stance is what its people said, what it pledged and what it signed, each with its source: the declaration
of The Hague is one of all allies, whatever was said before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot import phrase
from bot.answer import Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.saying import OFFICES
from bot.sides import CUES, TARGETS, applies, barred, before_summit, day_of, holders, moody, opens, side, topics, vague, variant
from bot.stands import changed, exempt, own, pledged, subject_of
from bot.voices import name, offers, reported, take, topic_ask
from knowledge.base import View
from knowledge.model import Commitment, Statement
from knowledge.search import Ask, search
from knowledge.stances import Lean, lean, leans, reports
from knowledge.when import last_day

NAME = "stance"
_MOST = 3
_LISTED = 8
_SPOKEN = {"for": "for it", "against": "against it", "conditional": "of conditions"}
_WORDS = {"for": "for it", "against": "against it", "conditional": "for it on conditions"}


def read(frame: Frame, view: View) -> Reading | None:
    if found := _between_two(frame, view):
        return found
    wants = _wants(frame)
    if not (frame.has(*CUES) or wants or applies(frame) or _on_target(frame)):
        return None
    if frame.ids("nonmember", "country", "group") or barred(frame):
        return None
    people, allies = frame.ids("person"), frame.ids("ally", "capital")
    if not people and len(allies) == 1 and frame.has(*OFFICES):
        people = holders(frame, view, allies[0])
    about, op = topics(frame), variant(frame, people, allies)
    if op == "mind" and frame.has("nato", "join") and not (frame.has("target", "spend", "outlay") or frame.bounds):
        return None  # about the alliance itself, no target
    if not _fits(frame, people, allies, op) or _of_others(frame, people, op):
        return None
    day = before_summit(frame, view)
    query = Query(
        kind=NAME, op=op, people=tuple(people[:1]), subjects=() if people else tuple(allies[:1]),
        others=_others(view, people, allies), topics=about, order=_side(frame) or wants, on=day_of(frame) or day,
    )  # fmt: skip
    return Reading(query, 3 if wants else 1.5, _beside(frame, op, people, day))


def _between_two(frame: Frame, view: View) -> Reading | None:
    """ "Who's right, Sánchez or Rutte?": both sides of what is disputed between them, without a word on who is right."""
    people, judged = set(frame.ids("person")), {"right", "wrong", "correct"} & frame.bag
    if len(people) != 2 or not judged or not frame.has("who", "which") or frame.quote or frame.unknown or frame.moments:
        return None
    rows = [c for c in view.commitments.values() if c.kind == "exemption" and people <= {quote.speaker for quote in c.quotes}]
    if len(rows) != 1 or not set(frame.ids("ally", "capital")) <= {*rows[0].members}:
        return None
    query = Query(kind=NAME, op="exempt", subjects=rows[0].members, order="sides")
    return Reading(query, 3, frozenset({"is_true", "or", "who", "which", "opinion", "exempt", "#commitment", "target", "#reference"}))


_EVERYBODY = ("who", "which allies", "which countries", "which members")
_TARGETED = (Decimal(5), Decimal("3.5"))
_OF_EXEMPTION = {"is_true", "say", "want_join", "counts", "everybody", "list", "binding", "valid"}


def _of_others(frame: Frame, people: Sequence[str], op: str) -> bool:
    """ "Who agrees with Trump?", "did he contradict Rutte?", "who changed their mind?": of what is between people nothing is held."""
    if op == "of" and frame.has("who") and (frame.starts("who", "which") or not people):
        return True
    return frame.has("changed_mind") and (op == "who" or len(people) > 1)


def _side(frame: Frame) -> str:
    return "applies" if applies(frame) else side(frame)


def _on_target(frame: Frame) -> bool:
    """ "Warsaw on the 5?": a state, "on", the target, and nothing else; of a person the words are asked for."""
    names = [name for name in frame.names if name.kind in ("ally", "capital", "person")]
    if frame.ids("person"):
        return False
    aimed = len(frame.bounds) == 1 and frame.bounds[0].value in _TARGETED and not frame.bounds[0].op
    if len(names) != 1 or not aimed or frame.cues.keys() - {"target", "pronoun"} or frame.unknown or frame.moments:
        return False
    behind = [word for word in frame.words[names[0].end : frame.quantities[0].start] if word != "the"]
    return behind in (["on"], ["about"], ["re"])


def _wants(frame: Frame) -> str:
    """ "Is Erdogan for the 5%": for, where nothing else says it."""
    everybody = frame.starts(*(f"{asked} {verb}" for asked in _EVERYBODY for verb in ("is", "are", "isnt", "arent")), "whos")
    if frame.has(*CUES, "spend", "outlay", "meet", "due", "deadline", "path"):
        return ""
    if not everybody and not frame.starts("is", "are", "was", "were", "isnt"):
        return ""
    places = everybody or {name.start for name in frame.names if name.kind in ("person", "ally", "capital")}
    shares = [q.start - (frame.words[q.start - 1] == "the") for q in frame.quantities if q.start and q.value in _TARGETED]
    aimed = any(bound.value in _TARGETED and not bound.op for bound in frame.bounds)
    before = [frame.words[max(0, place - 2) : place] for place in shares]
    said = any(words[-1:] == ["for"] and (not everybody or words[0] in ("is", "are", "whos", "isnt", "arent", "not")) for words in before)
    denied = everybody and frame.has("not")
    return ("against" if denied else "for") if aimed and places and said else ""


def _fits(frame: Frame, people: Sequence[str], allies: Sequence[str], op: str) -> bool:
    """Whether it is said clearly enough who or what is meant."""
    named = any(row in TARGETS for row in frame.ids("commitment", "reference"))
    targeted = bool(frame.has("target", "deadline") or frame.bounds or named)
    if people and opens(frame, "position", "react", "respon") and not (frame.has("target") or frame.bounds):
        return False
    if op == "who":
        return targeted or moody(frame)
    if not people and len(allies) > 1 and op not in ("mind", "exempt"):
        return False
    if op != "of":
        return True
    whoever = not people and frame.has("who") and not frame.has("position")
    return not whoever and bool(targeted or topics(frame) or not vague(frame, bool(people)))


def _others(view: View, people: Sequence[str], allies: Sequence[str]) -> tuple[str, ...]:
    """The allies that the stance is on; not the one whose office is named with its holder."""
    if not people:
        return tuple(allies[1:])
    return tuple(ally for ally in allies if view.base.people[people[0]].home != ally or len(allies) > 1)


def _beside(frame: Frame, op: str, people: Sequence[str], day: str) -> frozenset[str]:
    """Cues that may stand beside it: "the most reluctant", "under Babiš", "is it true that … exempt"."""
    odd = {"talk": {"more"}, "who": {*OFFICES, "politician"}, "exempt": _OF_EXEMPTION, "mind": {"change"}}.get(op, set())
    if op in ("why", "of") and frame.has("against") and frame.holds("sign", "agree", "commit", "join"):
        odd |= {"agree", "join"}  # "refuse to sign"
    if any(frame.words[m.start : m.end] == ["on", "the", "target"] for m in frame.cues.get("meet", ())):
        odd |= {"meet"}  # what is thought on it, not whether it is met
    if op == "who" and moody(frame):
        odd |= {"most", "rise", "spend", "outlay", "more_bare"}
    if day:
        odd |= {"before", "summit", "#summit"}
    if people:
        odd |= {*OFFICES}
        persons = [name for name in frame.names if name.kind == "person" and name.start]
        odd |= {"less"} if any(frame.tokens[name.start - 1].norm == "under" for name in persons) else set()
    if frame.unknown and all(token.norm == "since" for token in frame.unknown):
        odd |= {"#unknown"}
    return frozenset(odd)


def answer(query: Query, context: Context) -> Answer:
    if query.on and query.op != "mind" and last_day(query.on) < context.today:
        context = Context(context.view.base.as_known_on(last_day(query.on)), context.locale)
    match query.op:
        case "mind":
            return changed(query, context)
        case "exempt":
            return exempt(query, context)
        case "talk":
            return _talk(query, context)
        case "who":
            return _who(query, context)
    return _person(query, context) if query.people else _country(query, context)


# --- one person, one country


def _person(query: Query, context: Context) -> Answer:
    """What somebody's own words say, the newest first."""
    view, person = context.view, query.people[0]
    who = phrase.name(view.base, person)
    rows = own(query, view)
    subject = subject_of(query, context)
    if not rows:
        lead = f"I hold no statement by {who} on {subject}."
        options = offers(view, [person])
        return Draft(context, query).answer(lead, f"where {who} stands on {subject}", outcome=Outcome.NO_DATA, options=options)
    draft = Draft(context, query)
    for row in rows[: _MOST + 1]:
        name(draft, row)
        take(draft, row)
    newest = rows[0]
    lead = f"{who} on {subject}, in {_own_words(rows)}:"
    if newest.stance != "not_about" and not query.topics and not query.others and query.op == "of":
        lead = f"{who} is {_WORDS[newest.stance]}, by the words of {context.day(newest.on)}."
    reading = f"where {who} stands on {subject}, by own statements"
    return draft.answer(lead, reading, verdict=_verdict({newest.stance}, query), subjects=[person])


def _own_words(rows: Sequence[Statement]) -> str:
    return "own words" if len(rows) == 1 else "own words, the newest first"


def _country(query: Query, context: Context) -> Answer:
    """Where a country stands: its words, its pledges, its signature."""
    ally = query.subjects[0]
    found = lean(context.view, ally)
    country = context.name(ally)
    draft = Draft(context, query)
    reading = f"where {country} stands on the 5 % target, as known on {context.day(context.today)}"
    if not found.stances and (told := reports(context.view, ally)):
        for row in told[:_MOST]:
            take(draft, row)
        return draft.answer(f"{reported(context, told[0])} on {country}:", reading, verdict=Verdict.UNKNOWN, subjects=[ally])
    if not (found.stances or found.signed):
        lead = f"I hold nothing on where {country} stands on the 5 % target."
        return draft.answer(lead, reading, outcome=Outcome.NO_DATA, verdict=Verdict.UNKNOWN)
    body = _evidence(draft, found, country)
    verdict = _verdict(set(found.stances), query, bool(found.signed))
    outcome = Outcome.CORRECTION if query.op == "why" and verdict == Verdict.NO else Outcome.ANSWER
    if query.op == "why" and outcome == Outcome.ANSWER:
        verdict = None
    return draft.answer(f"{_in_short(found, country)}.", reading, body=body, outcome=outcome, verdict=verdict, subjects=[ally])


def _in_short(found: Lean, country: str) -> str:
    """ "Slovakia signed the target, but spoke against it"."""
    kinds = found.stances
    if not found.signed:
        return f"{country} is {phrase.join([_WORDS[each] for each in sorted(kinds)], 'or')}, by the words of its people or its pledges"
    if not kinds:
        return f"{country} signed the 5 % target; its own words on it are not held here"
    if kinds == {"for"}:
        return f"{country} signed the 5 % target and speaks for it"
    mixed = {"for", "against"} <= kinds
    how = "both for and against it" if mixed else phrase.join([_SPOKEN[each] for each in sorted(kinds)], "or")
    return f"{country} signed the 5 % target, but its leaders spoke {how}"


def _evidence(draft: Draft, found: Lean, country: str) -> list[str]:
    """The quotes, and a line for what was signed and for what was pledged last."""
    for row in found.words[:_MOST]:
        name(draft, row)
        take(draft, row)
    body = [_signed(draft, found.signed, country)] if found.signed else []
    return [*body, *(pledged(draft, pledge) for pledge in found.pledges[:2])]


def _signed(draft: Draft, target: Commitment, country: str) -> str:
    draft.rest(target, most=2)
    count = len(draft.context.view.allies)
    return f"{phrase.capital(country)} is one of the {count} allies that agreed on it at The Hague on {draft.context.day(target.on)}."


def _verdict(stances: Iterable[str], query: Query, signed: bool = False) -> Verdict | None:
    """Yes or no to "is it for (against) it"; partly where words and signature differ."""
    if not query.order or query.op not in ("of", "why") or query.topics or query.others:
        return None
    kinds = set(stances) - {"not_about"}
    if not kinds and not signed:
        return Verdict.UNKNOWN
    if kinds <= {"for"}:
        return Verdict.YES if query.order == "for" else Verdict.NO
    if kinds == {"against"} and not signed:
        return Verdict.YES if query.order == "against" else Verdict.NO
    return Verdict.PARTLY


# --- who is for, who is against, who haggles


def _who(query: Query, context: Context) -> Answer:
    """The allies on one side, by their own words; with what all of them signed."""
    view = context.view
    against = query.order != "for"
    found = [each for each in leans(view) if each.stances and (bool(each.stances - {"for"}) is against)]
    side = "against the 5 % target or with conditions" if against else "for the 5 % target"
    draft = Draft(context, query)
    if not found:
        return draft.answer(f"I hold no ally's words {side}.", f"who is {side}", outcome=Outcome.NO_DATA)
    found.sort(key=lambda each: ("against" not in each.stances, phrase.name(view.base, each.ally)))
    target = next((each.signed for each in found if each.signed), None)
    for each in found[: _LISTED if against else _MOST]:
        for row in [row for row in each.words if (row.stance != "for") is against][:1]:
            name(draft, row)
            take(draft, row)
    if not draft.quotes:
        for each in found:
            draft.rest(*each.pledges[:1])
    body = [f"All {len(view.allies)} allies, these too, agreed on it at The Hague on {context.day(target.on)}."] if target else []
    if target:
        draft.rest(target, most=1)
    body += _reports(draft) if against else []
    own = [each.ally for each in found]
    others = [ally for ally in view.allies if against and ally not in own and not lean(view, ally).stances and reports(view, ally)]
    lead = f"{_sided(context, found, against)}{f'; reports speak of {context.names(others)}' if others else ''}."
    return draft.answer(lead, f"who is {side}, by own statements", body=body, subjects=[*own, *others])


def _sided(context: Context, found: Sequence[Lean], against: bool) -> str:
    if not against:
        count = phrase.plural(len(found), "ally is", "allies are")
        return f"{count} for the 5 % target by their own words or pledges: {context.names(each.ally for each in found)}"
    plain = [each.ally for each in found if "against" in each.stances]
    others = [each.ally for each in found if "against" not in each.stances]
    parts = [f"spoke against the 5 % target: {context.names(plain)}"] if plain else []
    parts += [f"made conditions: {context.names(others)}"] if others else []
    return "; ".join(parts)


def _reports(draft: Draft) -> list[str]:
    """What reports say of reluctance, as the words of whoever wrote them."""
    rows = [hit.statement for hit in search(draft.context.view, [Ask(("stance:conditional",), True), topic_ask("target_5pct")])]
    for row in [row for row in rows if row.form == "reported"][:_MOST]:
        take(draft, row)
    return []


def _talk(query: Query, context: Context) -> Answer:
    """Who wants another timeline: by their own words, and what reports say of the unnamed."""
    view = context.view
    wanted = [topic_ask("timeline"), Ask(("stance:conditional", "stance:against"), True)]
    rows = sorted((hit.statement for hit in search(view, wanted)), key=lambda row: (row.form == "reported", row.on))
    draft = Draft(context, query)
    if not rows:
        return draft.answer("I hold nothing on who wants another timeline.", "who wants another timeline", outcome=Outcome.NO_DATA)
    own = [name(draft, row) for row in rows if row.form == "direct"]
    for row in rows[: _MOST + 1]:
        take(draft, row)
    parts = [f"{phrase.join(list(dict.fromkeys(own)))}, in their own words"] if own else []
    told = next((reported(context, row).rstrip(",") for row in rows if row.form == "reported"), "")
    parts += [f"{told}, of countries without naming them"] if told else []
    speakers = [row.speaker for row in rows if row.speaker in view.base.people]
    return draft.answer(f"{'; '.join(parts)}.", "who wants another timeline for the 5 % target", subjects=speakers)


KIND = Kind(
    NAME, read, answer,
    uses(
        "against support position changed_mind exempt target deadline not nobody everybody current compare than only why",
        "#year #day #person #ally #bound #commitment #reference #count".split(),
    ),
    (
        "Who is against the 5 % target?",
        "Does Slovakia support the 5 %?",
        "What does Spain think about the target?",
        "Has Trump changed his mind on Article 5?",
        "Is Spain exempt from the 5 %?",
    ),
    alone=uses("#bound"),
)  # fmt: skip
