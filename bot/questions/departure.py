"""Leaving and being expelled: what the treaty says, and that no ally ever did or was; what came nearest.

In its query `op` is "leave" or "expel", `order` "may" where it is asked whether or how somebody can, `others` as in
the kind membership; `words` holds "premise" where the question takes for granted that it happened.
"""

from __future__ import annotations

from bot.answer import OPENINGS, Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.meanings import under_article
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import States, accession, claims, elsewhere, entered, hypothetical, ids, outside, states, told, who
from knowledge import units
from knowledge.base import View

NAME = "departure"
NEAREST = {"FRA": "fra-1966", "GRC": "grc-1974", "USA": "us-leave"}
"""The entry on what came nearest to leaving, by ally."""
_DONE = {"leave": "left NATO", "expel": "been expelled from NATO"}
_RULES = {"leave": "leave", "us-leave": "leave", "fra-1966": "leave", "grc-1974": "leave", "expel": "expel"}
_MAY = (
    "can",
    "could",
    "may",
    "might",
    "cant",
    "is it possible",
    "is there a way",
    "how can",
    "how could",
    "how does",
    "how do",
    "how to",
    "what is the procedure",
    "under what",
)
_HOW = {"procedure", "article", "art", "clause", "provision", "notice", "rules", "way", "steps", "required", "must"}
_FOREIGN = ("spend", "outlay", "share", "how_much", "forecast")


def read(frame: Frame, view: View) -> Reading | None:
    op = _op(frame)
    named = _meant(frame, view)
    reasons = _reasons(frame, op)
    if (
        not op
        or "integrated-command" in frame.ids("reference")
        or (frame.bag & {"command", "structure"} and set(frame.ids("reference")) & set(NEAREST.values()))  # not the alliance
        or (frame.has(*_FOREIGN) and not reasons)
        or (hypothetical(frame) and not _willing(frame))
        or elsewhere(frame)
        or not (
            named
            or frame.has("nato", "of_nato", "in_nato", "member", "allies", "nobody", "eligible", "founding")
            or _adjacent(frame)
            or _article(frame)
        )
    ):
        return None
    may = _rule_asked(frame)
    if not named and not may and _definition(frame):
        return None
    premise = (frame.has("why", "when", "what", "which", "who", "how_many") and not frame.yes_no) or claims(frame)
    query = Query(
        kind=NAME, op=op, subjects=named.allies, outsiders=named.outsiders, order="may" if may else "",
        words=(*_words(frame, may, premise, reasons), *_again_or_nobody(frame)),
        others=tuple(id_ for id_ in named.allies if view.day < view.base.allies[id_].accession <= frame.today),
    )  # fmt: skip
    more = frozenset({"avow", "want_join", "agree"}) if _willing(frame) else frozenset()
    return Reading(query, 2.5 if _adjacent(frame) else 0.5, _aside(frame, named) | more | reasons)


def _willing(frame: Frame) -> bool:
    """Whether the condition is only that one wants to: "leave if it wants to"."""
    words = frame.words
    if {"would", "should"} & set(words) or words.count("if") != 1:
        return False
    behind = words[words.index("if") + 1 :]
    wants = {"wants", "want", "wanted", "likes", "like", "wishes", "wish", "decides", "chooses", "so"}
    return 2 <= len(behind) <= 6 and bool(wants & set(behind[:3]))


def _reasons(frame: Frame, op: str) -> frozenset[str]:
    """What the words hold that only name the cause of an expulsion: "expelled for not paying"."""
    spots = [m.end for m in frame.cues.get("expel", ())] + [n.end for n in frame.names if n.id == "expel"]
    if op != "expel" or not spots:
        return frozenset()
    start = next((i for i in range(max(spots), len(frame.tokens)) if frame.tokens[i].norm in ("for", "over", "because")), None)
    if start is None:
        return frozenset()
    behind = {s.id for m in frame.mentions if m.start >= start for s in m.senses if s.kind == "cue"}
    before = {s.id for m in frame.mentions if m.start < start for s in m.senses if s.kind == "cue"}
    money = {
        "spend",
        "outlay",
        "target",
        "meet",
        "miss",
        "owe",
        "contribute",
        "not",
        "pays_for",
        "share",
        "defence",
        "less",
        "money",
        "pronoun",
    }
    money |= {"nato", "of_nato", "budget_common", "commitment", "most_at", "more", "suffice", "fair_share", "gdp"}
    if not behind <= money or before & set(_FOREIGN):
        return frozenset()
    return frozenset(behind | {"#bound", "#reference", "#commitment"})


def _rule_asked(frame: Frame) -> bool:
    """Whether it asks if or how it can be done, not whether it was."""
    words = frame.bag
    may = bool({"can", "may", "could", "might"} & words) and not frame.has("when", "why")
    return (
        frame.starts(*_MAY)
        or may
        or frame.has("notice")
        or (frame.has("since_when") and bool({"take", "takes"} & words))
        or bool(_HOW & words)
        or frame.has("binding")
        or (frame.has("how", "legal") and not frame.has("how_many"))
    )


def _words(frame: Frame, may: bool, premise: bool, reasons: frozenset[str]) -> tuple[str, ...]:
    if may and not (frame.yes_no or frame.starts("may")):
        return ("how",)
    denied = frame.has("nobody") or (frame.has("not") and "not" not in reasons)
    return ("premise",) if premise and not denied else ()


def _article(frame: Frame) -> bool:
    return frame.holds("article", "clause")


def _op(frame: Frame) -> str:
    if frame.has("expel"):
        return "expel"
    if _again(frame) or (frame.has("outside") and frame.has("ever") and frame.ids("ally") and not frame.ids("group")):
        return "leave"  # who joined twice, or was outside for a time, would have had to leave
    if frame.has("leave") or (
        frame.has("rejoin") and (frame.ids("ally", "nonmember", "country") or frame.has("which", "who", "ever", "allies"))
    ):
        return "leave"
    return next((_RULES[id_] for id_ in frame.ids("reference") if id_ in _RULES), "")


def _again_or_nobody(frame: Frame) -> tuple[str, ...]:
    again = _again(frame) or frame.has("rejoin")
    return (*(("again",) if again else ()), *(("nobody",) if frame.has("nobody") else ()))


def _again(frame: Frame) -> bool:
    """Whether somebody is said to have joined twice, for which they would have had to leave."""
    phrases = ("twice", "two times", "more than once", "a second time", "for the second time", "once again")
    return frame.has("join") and any(f" {words} " in f" {frame.line} " for words in phrases)


def _meant(frame: Frame, view: View) -> States:
    """The states named, the one in a phrase such as "French withdrawal" too."""
    named = states(frame, view)
    within = [ally for id_ in frame.ids("reference") if id_ in NEAREST.values() for ally in view.base.references[id_].about]
    return States(tuple(dict.fromkeys((*named.allies, *within))), named.outsiders)


def _adjacent(frame: Frame) -> bool:
    """Whether "NATO" stands right behind "left", or within a phrase such as "leave NATO"."""
    pairs = zip(frame.mentions, frame.mentions[1:], strict=False)
    near = any({"leave", "expel"} & {s.id for s in a.senses} and "nato" in {s.id for s in b.senses} for a, b in pairs)
    return near or any(id_ in _RULES for id_ in frame.ids("reference"))


def _definition(frame: Frame) -> bool:
    """Whether only the term is asked about: "what is Article 13"."""
    return not frame.has("ever", "allies", "who", "which", "how_many", "nobody", "when") and not frame.yes_no and frame.is_question


def _aside(frame: Frame, named: States) -> frozenset[str]:
    """Circumstances that don't change the answer: over what somebody left, who suggests it."""
    more: set[str] = set()
    if _again(frame):
        more |= {"ratio", "more", "#ordinal", "ever", "#count", "#bound"}
    if named.allies and all(frame.timed(q) for q in frame.quantities):
        more |= {"#count", "#bound", "more", "less", "least_at", "run", "outside"}  # for how long it is said to have been out
    if _adjacent(frame):
        more |= {"#bound", "#commitment", "more", "target", "causal", "#year", "#day", "before"}
    people = [name for name in frame.names if name.kind == "person"]
    if frame.has("since_when") and {"take", "takes"} & frame.bag:
        more |= {"cost", "only"}  # how long it takes
    if _article(frame):
        more |= {"say", "say_soft", "counts"} | ({"less"} if under_article(frame) else set())
    if named.allies == ("USA",):
        more |= {"president", "pronoun", "office_now"}
    quoted = people and all(name.start and frame.tokens[name.start - 1].norm in ("as", "like") for name in people)
    if quoted or "USA" in named.allies:
        more |= {"#person"} | ({"say"} if quoted else set())
    return frozenset(more)


def answer(query: Query, context: Context) -> Answer:
    if query.order == "may":
        return _rule(query, context)
    return _named(query, context) if query.subjects or query.outsiders else _nobody(query, context)


def _rule(query: Query, context: Context) -> Answer:
    """Whether it is possible, and how."""
    draft = Draft(context, query)
    base = context.view.base
    entry = base.references["us-leave" if query.op == "leave" and "USA" in query.subjects else query.op]
    if query.outsiders:
        lines = [f"{outside(draft, id_)[:-1]}, so it has nothing to leave." for id_ in query.outsiders]
        return draft.answer(lines[0], _reading(query, context), body=lines[1:], outcome=Outcome.CORRECTION, subjects=ids(query))
    draft.rest(entry)
    verdict = Verdict.NO if query.op == "expel" else Verdict.PARTLY if entry.id == "us-leave" else Verdict.YES
    lines = [entry.text]
    if entry.id == "us-leave":
        lines.append(base.references["leave"].text)
        draft.rest(base.references["leave"], most=1)
    if entry.quote:
        draft.cited(entry.quote, base.sources[entry.quote.source].published_on or "")
    if "how" in query.words:
        return draft.answer(lines[0], _reading(query, context), body=lines[1:], subjects=ids(query))
    return draft.answer(OPENINGS[verdict] + lines[0], _reading(query, context), body=lines[1:], verdict=verdict, subjects=ids(query))


def _reading(query: Query, context: Context) -> str:
    name = who(query, context) or "an ally"
    if query.order == "may":
        return f"whether and how {name} can {'leave' if query.op == 'leave' else 'be expelled from'} NATO"
    return f"whether {name} {'has' if len(query.subjects + query.outsiders) < 2 else 'have'} {_DONE[query.op]}"


def _nobody(query: Query, context: Context) -> Answer:
    """That no ally ever has."""
    draft = Draft(context, query)
    entry = context.view.base.references[query.op]
    draft.value(f"allies that have {_DONE[query.op]}", 0, units.ALLIES)
    draft.rest(entry)
    lead = f"No ally has ever {_DONE[query.op]}{', so none came back' if 'again' in query.words else ''}."
    premise = "premise" in query.words
    body = [entry.text]
    if query.op == "leave":
        near = [context.view.base.references[id_] for id_ in ("fra-1966", "grc-1974")]
        body += [row.text for row in near]
        for row in near:
            draft.rest(row, most=1)
    return draft.answer(
        lead, _reading(query, context), body=body,
        verdict=None if premise else Verdict.YES if "nobody" in query.words else Verdict.NO,
        outcome=Outcome.CORRECTION if premise else Outcome.ANSWER,
    )  # fmt: skip


def _named(query: Query, context: Context) -> Answer:
    """That those named are still members, or never were."""
    draft = Draft(context, query)
    base, members = context.view.base, entered(query, context)
    lines: list[str] = []
    for ally in members:
        lines.append(f"{context.name(ally.id)} has not {_DONE[query.op]}: it has been a member since {accession(draft, ally)}.")
        if query.op == "leave" and ally.id in NEAREST:
            near = base.references[NEAREST[ally.id]]
            lines.append(near.text)
            draft.rest(near, most=2)
    strangers = [*query.outsiders, *(id_ for id_ in query.subjects if id_ not in {ally.id for ally in members})]
    for id_ in strangers:
        lines += [outside(draft, id_), *told(draft, (id_,))]
    rule = base.references[query.op]
    lines.append(rule.text)
    draft.rest(rule, most=1)
    false = bool(strangers) or "premise" in query.words
    return draft.answer(
        OPENINGS[Verdict.NO] + lines[0] if not false or members else lines[0], _reading(query, context), body=lines[1:], verdict=Verdict.NO,
        outcome=Outcome.CORRECTION if false else Outcome.ANSWER, subjects=ids(query),
    )  # fmt: skip


KIND = Kind(
    NAME, read, answer,
    uses(
        "#ally #outsider #group #reference leave expel member join eligible proportion of_nato ever nobody why "
        "when how how_many not binding definition since_when founding rejoin brexit causal decade notice is_true first_time "
        "current who which "
        "#year"
    ),
    ("Has anybody ever left NATO?", "Why did Austria leave NATO?", "Can a country be expelled from NATO?"),
    alone=frozenset(),
)  # fmt: skip
