"""How a question about summits is read: which aspect of which summit, by name, city, year or turn.

frame ─▶ a deed put to the test │ what somebody did there │ aspect + place + time ─▶ Reading
"""

from __future__ import annotations

from typing import Any

from bot.language.frame import Frame, Name
from bot.occasions import (
    all_wanted,
    aspect_of,
    by_time,
    dated_name,
    entries,
    is_called,
    on_day,
    plural,
    relation_of,
    stands_for_place,
    vague,
    was_held,
    years_named,
)
from bot.query import Query
from bot.questions import Reading, uses
from bot.roll import hypothetical
from bot.summitry import covering, deed
from bot.venues import accession, did_there, in_that_year, last_few, names_place, other_city, place_check, said_elsewhere
from knowledge.base import View

NAME = "summit"


def read(frame: Frame, view: View) -> Reading | None:
    if hypothetical(frame) or (frame.has("cost") and not (frame.yes_no and aspect_of(frame) == "attend")):
        return None
    if done := _done(frame, view):
        return done
    told = bool(_topic(frame)) and aspect_of(frame) == "outcome"
    if (
        frame.has("how_much")
        or not (told or set(frame.ids("reference")) <= entries(frame))
        or frame.ids("group")
        or frame.has("other_club")
    ):
        return None  # of something else, or a summit of others
    named = frame.ids("summit") or on_day(frame, view)
    called = is_called(frame, named)
    city = next((name for name in frame.names if name.kind == "capital" and stands_for_place(frame, name, called)), None)
    aspect = aspect_of(frame)
    if did := did_there(frame, named, city):
        return Reading(Query(kind=NAME, op="outcome", **did), 3, frozenset({"#person", "#ally", "#outsider", "say_soft"}))
    if not (called or (named and aspect) or (city and (frame.has("host") or aspect == "outcome"))):
        return None
    if called and not (named or city or frame.moments or aspect or _pointed(frame)):
        return None
    if vague(frame, named, city) or (not called and not was_held(frame, view, named, city)):
        return None
    slots = _slots(frame, view, named, city)
    if slots is None or slots["op"] == "heads" or (frame.has("why") and slots["op"] != "place"):
        return None
    return Reading(
        Query(kind=NAME, **slots), _weight(frame, slots, called, aspect == "outcome" and bool(named or city)), _more(frame, slots)
    )


def _pointed(frame: Frame) -> bool:
    """Whether something is asked of the summits that it speaks of."""
    return plural(frame) or frame.has("next", "last", "list", "which", "what", "how_many", "when", "where", "who", "current", "is_true")


def _weight(frame: Frame, slots: dict[str, Any], called: bool, about: bool) -> float:
    about = about and not frame.ids("commitment") and not frame.bounds
    if frame.has("spend", "outlay", "share", "defence") or (frame.has("target") and not about):
        return 4 if slots.get("limit") else -1
    return 4 if slots.get("limit") else 2 if called or (about and frame.has("change")) else 0.5


def _done(frame: Frame, view: View) -> Reading | None:
    """ "Was Article 5 reaffirmed in The Hague?": one of the outcomes of a summit, put as a question."""
    when = frame.starts("when did") and not frame.has("say", "join")
    if not (frame.yes_no or when or (frame.asserts and not frame.moments)):
        return None
    hosts = {name.id for name in frame.names if name.kind == "capital" and stands_for_place(frame, name, called=False)}
    rows = [row for row in view.summits.values() if row.id in frame.ids("summit") or row.country in hosts]
    spoken = len(frame.ids("person")) == 1 or any(quantity.unit in ("money", "scaled") for quantity in frame.quantities)
    if not rows and spoken and not frame.has("say"):
        rows = list(view.summits.values())
    if not (telling := deed(frame, view, rows)):
        return None
    rows = [row for row in rows if covering(view, row, telling)]
    query = Query(kind=NAME, op="told", topics=tuple(row.id for row in rows), words=telling)
    return Reading(query, 3, uses("#bound #count #points #person #outsider #commitment #reference #unknown", frame.cues))


_BESIDE = {
    "attend": {"#outsider", "#person", "confirmed", "say", "cost"}, "count": {"how_often", "ago"}, "list": {"how_often", "ago"},
    "length": {"since_when", "last"}, "busiest": {"most", "how_often", "ever"}, "place": {"why"},
}  # fmt: skip
"""What may stand beside each aspect, besides what the kind always takes into account."""


def _more(frame: Frame, slots: dict[str, Any]) -> frozenset[str]:
    """What stands in such a question besides what the kind always takes into account."""
    more = {"forecast", "founded"} | ({"#count", "#bound", "#ordinal"} if dated_name(frame) else set()) | _BESIDE.get(slots["op"], set())
    if slots["op"] == "outcome" and not frame.ids("commitment"):
        more |= {"target", "change", "allies", "premier", "politician"} | ({"say"} if not frame.ids("person") else set())
    if slots["op"] == "outcome" and slots.get("outsiders"):
        more |= {"#outsider", "aid"}
    if slots["op"] == "place" and (other_city(frame) or not frame.unknown):
        more |= {"#unknown"}
    if slots.get("limit"):
        more |= {"#count", "#bound"}
    if slots.get("quote"):
        more |= {*frame.cues, "#reference", "#count", "#bound", "#commitment"}
        more |= {"#unknown"} if all(token.text in slots["quote"].split() for token in frame.unknown) else set()
    if "accession" in slots.get("words", ()):
        more |= {"join", "#reference"}
    return frozenset(more)


def _slots(frame: Frame, view: View, named: list[str], city: Name | None) -> dict[str, Any] | None:
    op = aspect_of(frame)
    if joined := accession(frame, view):
        return in_that_year(frame, joined, op, named)
    hosts = tuple(frame.ids("ally")) if op != "attend" else ()
    slots: dict[str, Any] = {"topics": tuple(named), "subjects": (city.id,) if city and not named else () if named else hosts}
    if relation := relation_of(frame):
        return _beside_one(frame, named, slots, relation, op)
    if (few := last_few(frame)) and plural(frame) and op in ("", "when", "where"):
        return {**slots, "op": "list", "order": "last", "limit": few}
    op = _of_several(frame, op, named, city)
    start, last = years_named(frame)
    exact = next((moment for moment in frame.moments if moment.day), None)
    slots |= {"start": exact.year if exact else start, "end": exact.year if exact else last}
    if names_place(frame, op) and (checked := place_check(frame, view, slots, named, city)):
        return checked
    if frame.yes_no and op in ("", "host") and ((not named and start is None) or hosts):
        return None  # whether somebody was there is not held
    if frame.yes_no and op in ("", "host", "when") and named and (start or exact):
        op, slots["day"] = "check", exact.last if exact else None
    if not named and start is None and not frame.moments and op != "busiest":
        slots["order"] = by_time(frame, op, bool(city or hosts))
    if slots.get("order") == "last" and op == "outcome":
        slots["limit"] = last_few(frame) or None
    asks = ("asks",) if op == "attend" and frame.yes_no else ()
    slots["people"] = tuple(frame.ids("person")) if op == "attend" else ()
    slots["place"] = said_elsewhere(frame, named, city)
    slots["outsiders"] = _about(frame, op, pinned=bool(named or city or frame.moments))
    slots["quote"] = _topic(frame) if op == "outcome" and not slots["outsiders"] and (named or city) else ""
    words = (*asks, *(("ahead",) if frame.has("next") else ()), *(("city",) if city and not named else ()))
    return slots | {"op": op or "overview", "words": words}


def _of_several(frame: Frame, op: str, named: list[str], city: Name | None) -> str:
    """What is asked of them all, where not of one."""
    if frame.has("how_many", "how_often") and op not in ("countdown", "ago", "length"):
        return "count" if not _heads(frame, op) else "heads"
    if frame.has("most") and frame.has("host") and frame.has("which", "who", "where") and not (named or city):
        return "busiest"
    return "list" if all_wanted(frame, op, named, city) else op


def _beside_one(frame: Frame, named: list[str], slots: dict[str, Any], relation: str, op: str) -> dict[str, Any] | None:
    """The summit before or after another, or between two; which of two came first, nothing where it is asked of one."""
    if frame.yes_no or frame.has("or"):
        both = {"before", "after"} <= frame.bag
        held = len(named) == 2 and relation in ("before", "after")
        return {"op": "sequence", "topics": tuple(named), "words": (named[0],) if both else (named[0], relation)} if held else None
    if relation == "between" and len(named) < 2:
        slots["subjects"] = tuple(frame.ids("capital", "ally"))
    return {**slots, "order": relation, "op": "overview" if op in ("", "who") else op}


def _heads(frame: Frame, op: str) -> bool:
    """Whether people or states are counted, not summits: "how many leaders came"."""
    people = frame.has("leaders", "politician", "allies") and not plural(frame) and not frame.has("how_often")
    return bool(frame.ids("person")) or op == "attend" or people


def _topic(frame: Frame) -> str:
    """What the outcome is asked for on: "what did they say in The Hague about Article 5"."""
    words = frame.words
    place = next((i for i, word in enumerate(words) if word in ("about", "regarding", "concerning")), None)
    behind = [token.text for token in frame.tokens[place + 1 :] if token.kind != "symbol"] if place else []
    if frame.has("spend", "outlay", "target", "defence", "share", "gdp"):
        return ""  # what most of them are on
    spans = {i for n in frame.names if n.kind == "summit" for i in range(n.start, n.end)}
    return " ".join(behind) if behind and place and not spans & set(range(place, len(words))) else ""


def _about(frame: Frame, op: str, *, pinned: bool) -> tuple[str, ...]:
    """The state that the outcome is asked for on: "what was decided about Ukraine"."""
    if op != "outcome" or not pinned:
        return ()
    states = [n for n in frame.names if n.kind in ("nonmember", "country", "ally") and n.start and not frame.yes_no]
    return tuple(n.id for n in states if frame.tokens[n.start - 1].norm in ("about", "on", "for", "regarding", "concerning"))
