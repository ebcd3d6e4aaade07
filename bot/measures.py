"""How questions about many allies are worded: those that joined in a year, the N-th, the nearest, a year that stands out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from bot.language.frame import Frame, Mention
from bot.language.quantities import Moment, Quantity
from knowledge.base import View

WIDE = ("who", "which", "how_many", "list", "allies")
"""The cues by which allies are asked for, not what one of them does."""
_NUMBERED = ("number", "no", "nr", "#", "place", "rank", "ranks", "ranked", "position", "spot")
_FROM_END = {
    "penultimate": 2,
    "second to last": 2,
    "second from last": 2,
    "next to last": 2,
    "last but one": 2,
    "second last": 2,
    "second from bottom": 2,
    "second from the bottom": 2,
    "third to last": 3,
    "third from last": 3,
    "third last": 3,
    "third from bottom": 3,
    "third from the bottom": 3,
    "runner up": 2,
    "the runner up": 2,
    "second place": 2,
    "second from top": 2,
    "second from the top": 2,
    "third from top": 3,
    "third from the top": 3,
}
_UPWARDS = ("low", "lowest", "small", "smallest", "least", "worst", "bottom", "asc", "ascending")
_FAR = ("furthest", "farthest", "further", "farther")


class Cohort(NamedTuple):
    """Allies chosen by when they joined; `frame` is the question without the date of joining."""

    allies: tuple[str, ...]
    words: str
    frame: Frame


def text_of(frame: Frame, mention: Mention) -> str:
    """The words of a mention, folded."""
    return " ".join(frame.words[mention.start : mention.end])


def cohort(frame: Frame, view: View) -> Cohort | None:
    """ "of the countries that joined in 2004", "members that came in after 1999": who, in words, and what else is asked."""
    for mention in frame.cues.get("join", []):
        behind = frame.tokens[mention.end].norm if mention.end < len(frame.tokens) else ""
        if text_of(frame, mention) == "added" and behind in ("the", "more", "most"):
            continue
        for moment in frame.moments:
            if (0 <= moment.start - mention.end <= 4 or moment.end == mention.start) and not moment.day:
                return _joined(frame, view, moment)
    return None


def _joined(frame: Frame, view: View, moment: Moment) -> Cohort | None:
    before, year = frame.preposition(moment), moment.year
    first, last, words = year, year, f"that joined in {year}"
    if before in ("after", "since", "from"):
        first, last = year + (before == "after"), 9999
        words = f"that joined {'after' if before == 'after' else 'since'} {year}"
    elif before == "before":
        first, last, words = 0, year - 1, f"that joined before {year}"
    allies = tuple(ally for ally in view.allies if first <= view.base.allies[ally].accession.year <= last)
    if not allies:
        return None
    return Cohort(allies, words, replace(frame, moments=[m for m in frame.moments if m is not moment]))


def counts_the_named(frame: Frame, quantity: Quantity) -> bool:
    """Whether a number only says how many the named are: "the three Baltic states", "all 32", "of the 23"."""
    before = " ".join(frame.words[max(0, quantity.start - 2) : quantity.start])
    if any(name.kind == "group" and name.start == quantity.end for name in frame.names) and not before.endswith(
        ("top", "bottom", "best", "worst", "first", "last")
    ):
        return True
    headed = bool(frame.cue_at(quantity.end) & {"most", "least"})  # "of the five biggest" counts no named ones
    return not headed and before.endswith(("of the", "all", "all the", "all of", "among the"))


def place_named(frame: Frame) -> int | None:
    """4 for "number 4", "#4"; 2 for "second", "runner-up", "second to last"; None where no place is named."""
    for quantity in frame.quantities:
        if quantity.unit == "" and quantity.start and frame.tokens[quantity.start - 1].norm in _NUMBERED and 1 <= quantity.value <= 40:
            return int(quantity.value)
    for mention in (*frame.cues.get("least", []), *frame.cues.get("most", []), *frame.cues.get("after", [])):
        if place := _FROM_END.get(text_of(frame, mention)):
            return place
    return frame.ordinal


def of_members(frame: Frame) -> bool:
    """Whether it can be the number of members that moves: "is NATO bigger than in 1990", "is the number of allies growing"."""
    words = frame.words
    counted = any(words[i : i + 2] == ["number", "of"] and frame.cue_at(i + 2) & {"allies", "member"} for i in range(len(words)))
    bare = frame.has("nato", "of_nato", "in_nato") and not frame.ids("ally", "capital", "group")
    return (counted and not frame.bounds) or (bare and bool(_SIZED & frame.bag) and not frame.has(*_MOVING))


_SIZED = frozenset("bigger larger smaller grow grows grown growing grew shrink shrunk shrinking shrank expanded".split())
_MOVING = ("spend", "outlay", "share", "defence", "gdp", "personnel", "equipment", "money", "contribute", "average", "total", "growth")


def than(frame: Frame) -> int:
    """Where "than" stands; 0 where it doesn't."""
    return next((i for i, word in enumerate(frame.words) if word == "than"), 0)


def allies_at(frame: Frame) -> set[int]:
    """Where the allies stand that are named; none that is only implied."""
    return {n.start for n in frame.names if n.kind in ("ally", "capital") and n.end}


def alone(frame: Frame) -> bool:
    """ "the only one below 2 %": whether the same holds for others is to be checked."""
    words = frame.words
    behind = [words[i + 1 : i + 3] for i, word in enumerate(words) if word == "only"]
    first = any(word == "only" and allies_at(frame) & {i + 1, i + 2} for i, word in enumerate(words))  # "only Slovenia is below 2 %"
    alone = any(word == "alone" and i in {n.end for n in frame.names} for i, word in enumerate(words))
    return first or alone or any(_ONE.intersection(near) for near in behind) or (frame.has("nobody") and frame.has("allies"))


_ONE = frozenset("one ally country member nation state nato".split())


def whether_said(frame: Frame) -> bool:
    """ "Did Erdoğan say Turkey is close to 5 %": whether it was said is asked, not whether it is so."""
    return frame.has("say", "say_soft") and bool(frame.ids("person")) and frame.starts("did", "has", "have")


def upwards(frame: Frame) -> bool:
    """Whether a list is to begin with the lowest: "from low to high", "ascending"."""
    for mention in frame.cues.get("rank", []):
        words = text_of(frame, mention).removeprefix("from ").removeprefix("in ").split()
        if words and words[0] in _UPWARDS:
            return True
    return frame.holds("ascending", "asc")


def far(frame: Frame) -> bool:
    """Whether "closer" is meant the other way: the furthest from a line."""
    return frame.holds(*_FAR)


def one_year(frame: Frame) -> bool:
    """Whether a year that stands out is wanted: "peak year", "the highest share it ever had", "in which year … most"."""
    if not frame.has("most", "least") or any(token.norm.startswith("overt") for token in frame.tokens):
        return False
    words = frame.bag
    text = frame.line
    return (
        frame.has("when", "ever")
        or "year with" in text
        or bool(words & {"ever"})
        or any(f"{a} year" in text for a in ("peak", "best", "worst", "top", "highest", "lowest", "biggest", "record"))
        or bool(words & {"alltime"})
        or "all time" in text
        or any(_POINTS & set(text_of(frame, m).split()) for cue in ("most", "least") for m in frame.cues.get(cue, ()))
        or _of_its_own(frame)
    )


def _of_its_own(frame: Frame) -> bool:
    """ "Belgium's lowest share", "the lowest of France": the superlative of one ally's own years, not of an order of allies."""
    starts = {m.start for cue in ("most", "least") for m in frame.cues.get(cue, ())}
    owners = {n.end for n in frame.names if n.kind in ("ally", "capital") and n.end and _possessive(frame, n.end - 1)}
    return bool(starts & owners) and not frame.has("rank", "allies", "rise", "fall", "than")


def _possessive(frame: Frame, place: int) -> bool:
    return frame.tokens[place].text.lower().endswith(("'s", "’s", "s'", "s’"))


_POINTS = frozenset("point low lows high highs rock".split())
"""Words of a superlative that is one of an ally's own years: "its low", "the highest point"."""


def which_year(frame: Frame) -> bool:
    """Whether a year is asked for, by its word: "when was it lowest", "the year with the lowest spending"."""
    text = frame.line
    return frame.has("when") or any(
        words in text for words in ("year with", "year of the", "peak year", "record year", "year did", "year was")
    )


def advice(frame: Frame) -> bool:
    """Whether it asks what ought to be: no figure answers that."""
    return frame.holds("should", "shouldnt", "ought", "oughta")


def a_range(frame: Frame) -> tuple[int, int] | None:
    """The places from … to …: (5, 10) for "rank 5 to 10", "fifth through tenth", (2, 3) for "second and third"."""
    placed = [q for q in frame.quantities if q.unit in ("", "ordinal") and 1 <= q.value <= 40 and not q.value % 1]
    for first, last in pairwise(placed):
        between = [word for word in frame.words[first.end : last.start] if word not in ("the", "rank", "place", "number", "position")]
        near = between == ["and"] and first.unit == last.unit == "ordinal" and last.value == first.value + 1
        if (near or (len(between) == 1 and between[0] in _SPAN)) and first.value < last.value:
            return int(first.value), int(last.value)
    return None


_SPAN = ("to", "through", "thru", "-", "–", "until", "till")


def record(frame: Frame) -> bool:
    """ "the highest share ever": of all years, where no ally is named."""
    text = frame.line
    return any(
        words in f" {text} "
        for words in (" ever ", " all time ", " of any year ", " in any year ", " on record ", " of any ally ", " any ally has had ")
    )


def outsiders(frame: Frame) -> bool:
    """Whether countries outside the alliance are asked for: no table holds them."""
    for mention in frame.cues.get("outside", []):
        if any(frame.cue_at(place) & {"nato"} for place in range(mention.start, mention.end + 3)):
            return True
    return False


def two_measures(frame: Frame) -> bool:
    """Whether money and the share are both asked for: "the most money and the largest share"."""
    return frame.has("money") and frame.has("share") and frame.holds("and", "both", "or")


_WHOLLY = ("whole", "overall", "collectively")


def summed(frame: Frame) -> bool:
    """ "the allies together spend over a trillion": what is said of their sum."""
    said = (frame.yes_no or frame.asserts) and frame.has("spend", "outlay", "meet", "more", "less") and not frame.has("how_much", "what")
    of_all = frame.has("allies", "everybody", "nato") or frame.holds("allies", "members", "countries")
    return said and of_all and (frame.has("total") or frame.holds(*_WHOLLY))
