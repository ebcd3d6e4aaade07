"""Shapes of questions about the members as a set: descriptions that a date pins down, rounds, then and now, fragments."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.language.frame import Bound, Frame
from bot.query import Query
from bot.roll import among, denies_membership, places
from bot.stretch import stretch
from knowledge import units
from knowledge.base import View
from knowledge.model import Ally

_ROUNDS = {"round", "rounds", "enlargement", "enlargements", "expansion", "expansions", "wave", "waves", "batch"}
_GROWN = {"enlarged", "enlarge", "expand", "expanded", "enlargements", "expansions"}


def left(frame: Frame) -> tuple[str, ...]:
    """The words of a description that are left aside, behind the word "aside"."""
    words = [token.text for token in frame.unknown]
    words += [" ".join(t.text for t in frame.tokens[m.start : m.end]) for m in frame.cues.get("other_club", ())]
    return ("aside", *words)


def asked_twice(frame: Frame) -> dict[str, Any]:
    """ "How many at its founding, and how many today": the number then and now."""
    then = frame.has("founding", "founded") or len(frame.moments) == 1
    both = len(frame.cues.get("how_many", ())) > 1 or "and" in frame.bag or frame.has("than", "compare")
    if not (then and both and frame.has("how_many") and frame.has("current") and frame.has("member", "allies", "in_nato")):
        return {}
    named = frame.names and any(name.kind != "reference" and name.id != "founders" for name in frame.names)
    if named or frame.has("join") or len(frame.moments) > 1:
        return {}
    return {"end": frame.moments[0].year if frame.moments else 1949}


def relative_clause(frame: Frame) -> range:
    """The tokens of a clause between commas that tells more of the state asked for: "which state, which had …, joined"."""
    noun = next((m for m in frame.cues.get("allies", ()) if m.start), None)
    words = frame.words
    if noun is None or not frame.has("which", "what") or words[noun.end : noun.end + 1] != [","]:
        return range(0)
    opens = words[noun.end + 1 : noun.end + 2] in (["which"], ["who"], ["whose"], ["that"], ["having"], ["once"], ["long"], ["then"])
    end = next((i for i in range(noun.end + 2, len(words)) if words[i] == ","), None)
    if not opens or end is None or any(moment.start < end for moment in frame.moments):
        return range(0)
    return range(noun.end, end)


def without(frame: Frame, clause: range) -> Frame:
    """The frame without what such a clause names."""
    return replace(
        frame,
        mentions=[m for m in frame.mentions if m.start not in clause],
        terms=[m for m in frame.terms if m.start not in clause],
        quantities=[q for q in frame.quantities if q.start not in clause],
    )


def description(frame: Frame, query: Query, view: View, clause: range = range(0)) -> frozenset[str]:
    """What only describes a state that the date or the number alone pins down: "which newly democratic country", "…, a
    year after changing its name". Empty where an unknown word stands elsewhere or the number of states doesn't fit."""
    day = query.day and query.order in ("on", "month")
    if query.op == "joined" and not (day or (query.start and query.start == query.end)):
        return frozenset()
    rows = among(view, *stretch(query, frame.today)) if query.op == "joined" else numbered(query, view)
    noun = next((m for m in frame.cues.get("allies", ()) if m.start), None)
    asking = next((m for m in frame.mentions if {"which", "what"} & {s.id for s in m.senses}), None)
    if query.op not in ("joined", "order") or noun is None or asking is None or asking.end > noun.start:
        return frozenset()
    inside = set(range(asking.end, noun.start)) | _afterthought(frame) | set(clause)
    words = set(frame.words[noun.start : noun.end])
    counted = next((int(q.value) for q in frame.quantities if q.unit == "" and q.start in inside), None)
    plural = bool(words & {"countries", "states", "nations", "allies", "members"})
    if (
        any(id(token) not in {id(frame.tokens[i]) for i in inside} for token in frame.unknown)
        or len(rows) != (counted or 1)
        or (plural and not counted)
    ):
        return frozenset()
    cues = {sense.id for m in frame.mentions if m.start in inside for sense in m.senses if sense.kind == "cue"}
    return frozenset({*cues, "#unknown"})


def _afterthought(frame: Frame) -> set[int]:
    """The tokens behind a comma after the last date, where no name, date or number stands in them."""
    last = max((moment.end for moment in frame.moments), default=len(frame.tokens))
    comma = next((i for i in range(last, len(frame.tokens)) if frame.tokens[i].norm == ","), len(frame.tokens))
    named = any(name.start >= comma for name in frame.names) or any(q.start >= comma for q in frame.quantities)
    return set() if named else set(range(comma, len(frame.tokens)))


def numbered(query: Query, view: View) -> list[Ally]:
    """Those who can be the nth member."""
    number = query.limit or 1
    if query.order == "last":
        number = len(view.allies) + 1 - number  # the second newest of 32 is the 31st
    return [ally for ally in view.allies.values() if places(view, ally)[0] <= number <= places(view, ally)[1]]


def enlargements(frame: Frame) -> dict[str, Any]:
    """How many rounds of enlargement there were, the largest, and who came first after the founders."""
    words = frame.bag
    founders = [name.start for name in frame.names if name.id in ("founders", "founding")] + [
        m.start for m in frame.cues.get("founding", ())
    ]
    if any("after" in set(frame.words[max(0, place - 2) : place]) for place in founders):
        return {"op": "joined", "order": "first", "start": 1950} if frame.has("first_time", "which", "who", "next") else {}
    named = frame.names and any(name.kind != "reference" for name in frame.names)
    counting = frame.has("how_many", "how_often") and words & {*_ROUNDS, "times", "often"}
    if not named and _one_round(frame):
        return {"op": "joined"} if frame.moments else {"op": "joined", "order": "last"}
    if frame.moments and counting and not named:
        return {"op": "rounds"}
    if frame.moments or named:
        return {}
    if frame.has("most") and words & {*_ROUNDS, "accession"}:
        return {"op": "round"}
    if frame.has("when") and words & _GROWN and not frame.has("most", "last", "first_time", "who", "which", "next"):
        return {"op": "rounds"}
    if frame.has("most", "when") and not _ROUNDS & words:
        many = "most" in words and frame.has("when") and frame.has("allies", "member", "join") and not frame.has("least")
        return {"op": "round", "words": ("year",)} if many else {}
    return {"op": "rounds"} if counting else {}


def _one_round(frame: Frame) -> bool:
    """ "How big was the 2004 enlargement", "how many came in with the last one": the states of one round."""
    one = {"round", "enlargement", "expansion", "wave", "batch"} & frame.bag and not {"times", "often"} & frame.bag
    sized = frame.has("how_many", "how_much") and not frame.has("how_often")
    counted = any(f"how many {word}" in frame.line for word in ("round", "enlargement", "expansion", "wave"))
    return bool(one and sized and not counted and (frame.moments or "last" in frame.bag))


def grown_by(frame: Frame) -> bool:
    """ "By how many members has NATO grown": how many joined."""
    return frame.has("rise") and frame.has("how_many") and frame.holds("members", "countries", "states") and frame.holds("grown", "grew")


def loose_ally(frame: Frame) -> bool:
    """Whether an ally is named outside a term such as "Washington Treaty"."""
    spans = [range(name.start, name.end) for name in frame.names if name.kind == "reference" and name.id != "finland-sweden"]
    return any(name.kind in ("ally", "capital") and not any(name.start in span for span in spans) for name in frame.names)


def fragment(frame: Frame, *more: str) -> bool:
    """Whether nothing but the members is named: "NATO members 2020", "NATO members except the US"."""
    cues = {sense.id for mention in frame.mentions for sense in mention.senses if sense.kind == "cue"}
    bare = not frame.quantities and not frame.yes_no
    if frame.ids("group") and not any(
        {"allies", "members", "countries", "states", "eu", "nations"} & set(frame.words[n.start : n.end]) for n in frame.names
    ):
        return False
    return bare and cues <= {"member", "allies", "nato", "of_nato", "in_nato", "everybody", "current", "list", *more}


def negated_group(frame: Frame) -> bool:
    """Whether members outside a group are meant; "EU states outside NATO" has the group before the negation."""
    groups = [name for name in frame.names if name.kind == "group" or name.id == "EU"]
    negations = [m.start for m in frame.mentions if {"not", "outside", "except"} & {s.id for s in m.senses}]
    return bool(groups) and groups[-1].start > negations[-1] and not denies_membership(frame)


def group_end(frame: Frame) -> int:
    return max((name.end for name in frame.names if name.kind == "group" or name.id == "EU"), default=len(frame.tokens))


def newest_meant(frame: Frame) -> bool:
    """Whether the newest are asked for, not all the new ones since a day."""
    if frame.moments and frame.holds("newcomers", "new") and not frame.holds("newest", "latest", "last", "youngest"):
        return False
    return frame.holds("newest", "latest", "recent", "recently", "youngest", "new", "newcomer", "newcomers")


def bare_number(frame: Frame) -> tuple[int, str] | None:
    """A bare whole number and the comparison with it."""
    if len(frame.quantities) != 1 or frame.quantities[0].unit or frame.quantities[0].value % 1 or frame.timed(frame.quantities[0]):
        return None
    return int(frame.quantities[0].value), frame.operator(frame.quantities[0])


def last_joined(frame: Frame) -> dict[str, Any]:
    """The newest members: how many of them, or the number of all that is taken for granted ("of the 31")."""
    number = bare_number(frame)
    if number is None:
        return {"op": "joined", "order": "last"}
    start = frame.quantities[0].start
    if frame.words[max(0, start - 2) : start] == ["of", "the"]:
        return {"op": "joined", "order": "last", "bounds": (Bound("", Decimal(number[0]), units.ALLIES, None),)}
    return {"op": "joined", "order": "last", "limit": number[0]}


def all_members(frame: Frame, asked: bool, groups: tuple[str, ...]) -> dict[str, Any]:
    """All members, or those in a group."""
    if len(frame.quantities) == 2 and frame.has("or") and not groups and frame.has("member", "allies"):
        return {"op": "list"}
    counted = groups and len(frame.quantities) == 1 and not frame.quantities[0].unit and frame.has("which", "what", "who")
    if (frame.quantities and not counted) or not asked or frame.has("when", "most", "least", "run", "rank", "total", "host"):
        return {}
    if "eu" in groups and frame.has("how_many"):
        owns = any(token.norm in ("have", "has") for token in frame.tokens[group_end(frame) :][:1])
        if owns or not {"nato", "natos", "allies", "ally"} & frame.bag:
            return {}  # how many members the EU has
    return {"op": "list", "groups": groups}
