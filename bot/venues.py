"""Where and in which year a summit is said to have been: a place put to the test, a city of no ally, the year of an accession."""

from __future__ import annotations

from typing import Any

from bot.language.frame import Frame, Name
from bot.occasions import plural
from bot.roll import claims
from knowledge.base import View


def names_place(frame: Frame, op: str) -> bool:
    """Whether a place is put to the test: "was it in Brussels", "it was in Brussels", "why was it in Brussels"."""
    tested = frame.yes_no or frame.has("why") or (claims(frame) and not frame.has("who", "what", "which", "how_many"))
    return tested and op in ("", "host", "where") and not any(moment.day for moment in frame.moments)


def other_city(frame: Frame) -> str:
    """The only words that nobody knows, where they are a place: "held in Istanbul"."""
    words, strange = frame.words, frame.unknown
    spots = [i for i, token in enumerate(frame.tokens) if any(token is other for other in strange)]
    together = spots and spots[-1] - spots[0] == len(spots) - 1 <= 1
    placed = together and spots[0] and words[spots[0] - 1] in ("in", "at") and strange[0].text[:1].isalpha()
    return " ".join(token.text for token in strange) if placed else ""


def own_city(frame: Frame, view: View) -> str:
    """The capital where it stands for itself: "in Amsterdam" is not "in the Netherlands"."""
    cities = {ally.capital.casefold(): ally.capital for ally in view.base.allies.values()}
    for name in frame.names:
        if name.kind in ("ally", "capital") and (city := cities.get(" ".join(frame.words[name.start : name.end]))):
            return city
    return ""


def accession(frame: Frame, view: View) -> tuple[str, int] | None:
    """The ally whose accession tells the year: "in the year in which Finland joined"."""
    for name in frame.names:
        ahead = set(frame.words[max(0, name.start - 5) : name.start])
        if name.kind == "ally" and "join" in frame.cue_at(name.end) and ahead & {"year", "when"}:
            return name.id, view.base.allies[name.id].accession.year
    return None


def in_that_year(frame: Frame, joined: tuple[str, int], op: str, named: list[str]) -> dict[str, Any] | None:
    """The summit of the year in which an ally joined."""
    if named or frame.moments or len(frame.ids("ally", "capital")) > 1 or op not in ("", "host", "where", "when", "outcome"):
        return None
    op = "host" if frame.has("host") and frame.has("which", "who") else "where" if frame.has("where") else op
    words = ("accession",)
    return {"topics": (), "subjects": (), "start": joined[1], "end": joined[1], "op": "overview" if op == "when" else op, "words": words}


def place_check(frame: Frame, view: View, slots: dict[str, Any], named: list[str], city: Name | None) -> dict[str, Any]:
    """Whether a summit known by its name, year or turn was where the question has it."""
    states = [n.id for n in frame.names if n.kind in ("ally", "capital")]
    order = "next" if frame.has("next") else "last" if frame.has("last") else ""
    meant = [id_ for id_ in named if id_ not in _places(frame)]
    if len(meant) < len(named) and (order or frame.moments or meant):
        named = meant  # "is the next summit in Ankara": the place, not the summit that was there
        slots = {**slots, "topics": tuple(meant)}
    elsewhere = other_city(frame)
    premise = ("why",) if frame.has("why") else ("claim",) if claims(frame) else ()
    if elsewhere and not states and (named or frame.moments or order):
        at_time = "" if named or frame.moments else order
        return {**slots, "op": "place", "subjects": (), "order": at_time, "others": (), "place": elsewhere, "words": premise}
    rows = [view.summits[id_] for id_ in named if id_ in view.summits]
    if len(rows) == 1 and not states and order and any("in" in frame.words[n.start : n.end] for n in frame.names if n.kind == "summit"):
        home = (rows[0].country,) if rows[0].country else ()
        return {**slots, "op": "place", "topics": (), "subjects": (), "order": order, "others": home, "words": premise}
    if not states or not (named or frame.moments or order or plural(frame) or frame.has("host")):
        return {}
    if named and not (city or frame.has("host") or frame.moments or _placed(frame)):
        return {}
    at_time = "" if named or frame.moments else order
    spot = own_city(frame, view)
    return {**slots, "op": "place", "subjects": (), "order": at_time, "others": tuple(states), "place": spot, "words": premise}


def _placed(frame: Frame) -> bool:
    """Whether a state is where it is said to be: "in Türkiye", "in the Netherlands"."""
    spots = [name.start - (frame.words[name.start - 1] == "the") for name in frame.names if name.kind in ("ally", "capital")]
    return any(spot and frame.words[spot - 1] == "in" for spot in spots)


def said_elsewhere(frame: Frame, named: list[str], city: Name | None) -> str:
    """The ally in whose city a summit that is named is said to have been: "the 2025 summit in Paris"."""
    own = city and any(n.kind == "summit" and n.start <= city.start < n.end for n in frame.names)
    return city.id if named and city and not own else ""


def _places(frame: Frame) -> set[str]:
    """The summits that are named only as the place behind "in" or "at"."""
    names = [name for name in frame.names if name.kind == "summit"]
    return {name.id for name in names if name.start and frame.words[name.start - 1] in ("in", "at")}


def last_few(frame: Frame) -> int:
    """2 for "the last two summits"; 0 where no number stands behind "last"."""
    if len(frame.quantities) != 1 or not frame.quantities[0].start:
        return 0
    number = frame.quantities[0]
    behind = frame.words[number.start - 1] in ("last", "past", "previous", "latest")
    return int(number.value) if behind and number.unit == "" and not number.value % 1 else 0


def did_there(frame: Frame, named: list[str], city: Name | None) -> dict[str, Any] | None:
    """What somebody did at a summit: "what did Trump do about Spain in Ankara"."""
    people = tuple(frame.ids("person"))
    asked = frame.starts("what did") and "do" in frame.bag and not frame.has("agree", "say", "spend", "outlay", "share")
    if not asked or len(people) != 1 or not (named or city) or frame.moments or frame.quantities or frame.ids("group", "commitment"):
        return None
    spot = {city.id} if city else set()
    others = tuple(id_ for id_ in frame.ids("ally", "nonmember", "country") if id_ not in spot)
    return {"topics": tuple(named), "subjects": () if named or not city else (city.id,), "people": people, "outsiders": others}
