"""Which variant of a question about the members as a set it is: all, in a group, without somebody, by date, by number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.enrolment import all_members, bare_number, enlargements, fragment, grown_by, last_joined, loose_ally, negated_group, newest_meant
from bot.language.frame import Bound, Frame
from bot.roll import states
from knowledge import units
from knowledge.base import View

_FEW = 5
ASKS = ("which", "who", "what", "list", "how_many", "when")


def variant(frame: Frame, view: View, entries: set[str]) -> dict[str, Any]:
    """The variant with the slots of its own; nothing where it is none of this kind."""
    bare = fragment(frame, "not") if frame.ids("group") else fragment(frame)
    asks = frame.has(*ASKS) or frame.starts("name", "show", "give", "tell", "count") or bare
    dated = frame.has("eligible") and frame.past and frame.moments  # "did anyone join in 2010"
    taken_in = frame.starts("did", "has", "have") or not frame.yes_no
    asks |= bool(dated or (frame.moments and frame.holds("newcomers", "new") and taken_in))
    joins = frame.has("join") or bool({"finland-sweden", "enlargement"} & entries) or grown_by(frame) or bool(dated)
    asks |= bool(joins and frame.moments and not frame.yes_no and len(frame.tokens) <= _FEW)  # "joined NATO 2009"
    member = frame.has("member", "allies", "everybody", "in_nato") or bool(frame.ids("group"))
    named = states(frame, view)
    apart = tuple(frame.ids("ally", "capital", role="excluded")) if frame.has("except") and not frame.yes_no else ()
    if apart and set(apart) != set(frame.ids("ally", "capital")):
        return {}
    others = [id_ for id_ in named.outsiders if id_ != "EU"] or (loose_ally(frame) and not apart)
    if others or frame.has("personnel") or (frame.has("eligible") and not dated):
        return {}
    groups = tuple(id_ for id_ in frame.ids("group") if id_ != "founders")
    groups = ("eu",) if "EU" in (*named.outsiders, *frame.ids("nonmember")) and not groups else groups
    if frame.has("agree") and joins:
        return {}  # who decides on new members is the kind candidacy's
    if frame.has("not", "outside", "except"):
        if apart and not joins:
            return _all_but(frame, apart, groups, asks=asks) if member else {}
        return _denied(frame, groups, apart, asks=asks, member=member)
    if joins and (rounds := enlargements(frame)):
        return rounds
    if frame.has("founding") or "founders" in frame.ids("group"):
        return _founders(frame, groups) if asks or not groups else {}
    if frame.has("founded", "agree") and (not joins or "treaty" in entries):
        return _signers(frame, entries)
    return _many(frame, joins, member, asks, groups)


def _denied(frame: Frame, groups: tuple[str, ...], apart: tuple[str, ...], *, asks: bool, member: bool) -> dict[str, Any]:
    """The members of a group that are not in another, those outside of one, who joined besides somebody."""
    if frame.has("not") and len(groups) == 2 and "non-eu" not in groups and negated_group(frame) and asks:
        return {"op": "list", "groups": groups[:1], "excluded": groups[1:]}
    if "non-eu" in groups and len(groups) > 1:
        return {}
    return _without(groups if member and asks and negated_group(frame) else (), apart if not groups else ())


def _signers(frame: Frame, entries: set[str]) -> dict[str, Any]:
    """Who founded the alliance, or signed its treaty."""
    if any(moment.year != 1949 for moment in frame.moments) or frame.has("target", "current"):
        return {}
    founders = frame.has("who", "which", "how_many", "list") and (frame.has("nato", "of_nato", "in_nato") or "treaty" in entries)
    return {"op": "founding"} if founders else {}


def _all_but(frame: Frame, apart: tuple[str, ...], groups: tuple[str, ...], *, asks: bool) -> dict[str, Any]:
    """All members, or those of them in a group, but the allies named."""
    alone = len(frame.cues["except"]) == 1 and not frame.has("not", "outside")
    founders = ("founders",) if frame.has("founding") or "founders" in frame.ids("group") else ()
    listed = asks or fragment(frame, "except", "founding")
    return {"op": "list", "groups": (*founders, *groups), "excluded": apart} if alone and listed else {}


def _without(groups: tuple[str, ...], apart: tuple[str, ...]) -> dict[str, Any]:
    """The members outside groups, or who joined besides somebody."""
    if apart:
        return {"op": "joined", "excluded": apart}
    return {"op": "list", "excluded": groups} if groups else {}


def _founders(frame: Frame, groups: tuple[str, ...]) -> dict[str, Any]:
    """The founding members, or those of them in a group."""
    if groups:
        return {"op": "list", "groups": ("founders", *groups)}
    return {} if frame.has("when") else {"op": "founding"}


def _lasted(frame: Frame) -> bool:
    """Whether it asks how long something took; to take in a member is to let it join."""
    joins = {i for m in frame.cues.get("join", ()) for i in range(m.start, m.end)}
    waits = {"took", "take", "takes", "waited", "wait", "alone"}
    return any(word in waits for i, word in enumerate(frame.words) if i not in joins)


def _many(frame: Frame, joins: bool, member: bool, asks: bool, groups: tuple[str, ...]) -> dict[str, Any]:
    oldest = frame.holds("oldest", "longest", "earliest")
    if _lasted(frame):
        return {}  # how long an accession took, who came without others
    if frame.ordinal and frame.holds("newest", "latest", "youngest") and not frame.moments:
        return {"op": "order", "limit": frame.ordinal, "order": "last"}
    if frame.ordinal and (joins or member) and not (frame.ordinal == 1 and frame.has("first_time")):
        return {"op": "order", "limit": frame.ordinal}
    if (joins or member) and (frame.has("first_time") or oldest):
        return {"op": "joined", "order": "first", "groups": groups}
    if (frame.has("last") or newest_meant(frame)) and (joins or member):
        return {**last_joined(frame), "groups": groups}
    number = bare_number(frame)
    if joins:
        barred = frame.has("most", "least") or not asks or (groups and frame.has("when"))
        counted = number[0] if number and number[1] == "" and frame.has("which", "what", "who") else None
        return {} if barred else {"op": "joined", "groups": groups, "limit": counted}
    if number is not None and frame.starts("name", "list", "give", "tell", "show") and not {"the", "all"} & frame.bag and not groups:
        return {"op": "list"} if member else {}
    if number is not None and number[1] == "" and groups and frame.has("how_many"):
        return {"op": "list", "limit": number[0], "groups": groups}
    placed = frame.starts("number")  # "number two in NATO": a place in an order that isn't named
    if number is not None and member and not groups and not placed and not frame.has("most", "least", "rank"):
        bounds = (Bound(number[1], Decimal(number[0]), units.ALLIES, None),) if number[1] else ()
        op = "list" if asks and not frame.has("how_many") else "count"
        return {"op": op, "limit": number[0], "bounds": bounds, "words": ("premise",)}
    return all_members(frame, member and asks, groups)
