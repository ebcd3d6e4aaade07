"""Overtake: which allies passed an ally between two years, and which it passed."""

from __future__ import annotations

from itertools import pairwise

from bot.language.frame import Frame
from bot.measures import advice
from bot.overtaking import answer
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import indicator, period, whose
from knowledge.base import View

NAME = "overtake"
_PASSED = frozenset("overtake overtakes overtook overtaken overtaking passed leapfrogged leapfrog leapfrogs".split())
_FIRM = frozenset("overtake overtakes overtook overtaken overtaking leapfrogged leapfrog leapfrogs".split())
_SIDES = frozenset("ahead past".split())
_CAME = frozenset("moved pulled came gone went moves got jumped climbed".split())
_ELSEWHERE = "summit join target meet miss say total average path cost when since_when points gap cause".split()


def read(frame: Frame, view: View) -> Reading | None:
    asked = frame.has("who", "which", "how_many", "list", "nobody") or (frame.has("what") and frame.has("allies"))
    if not asked or frame.has(*_ELSEWHERE) or frame.bounds or frame.edition or advice(frame) or frame.ids("person"):
        return None
    who = whose(frame, view)
    named = list(dict.fromkeys((*who.allies, *who.others)))
    place = _place(frame)
    if len(named) != 1 or place < 0 or not (frame.moments or _FIRM & frame.bag or _CAME & frame.bag):
        return None
    measure = indicator(frame)
    if measure == "amount_national":
        return None
    first, last = period(frame)
    at = next((n.start for n in frame.names if n.id == named[0]), 0)
    passive = "by" in frame.bag and frame.words[place] in ("overtaken", "passed", "leapfrogged")
    query = Query(
        kind=NAME,
        op="passed" if (at < place) != passive else "by",
        subjects=(named[0],),
        groups=who.groups,
        indicator=measure or "share",
        everywhere=not measure,
        start=None if first == last else first,
        end=last,
        words=("nobody",) if frame.has("nobody") else (),
    )
    return Reading(query, weight=2)


def _place(frame: Frame) -> int:
    """Where the passing is told: "overtook", "moved ahead of"; -1 where it isn't."""
    ahead = (i for i, (a, b) in enumerate(pairwise(frame.words)) if a in _CAME and b in _SIDES)
    return next((i for i, word in enumerate(frame.words) if word in _PASSED), next(ahead, -1))


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #year compare than more crossed who which how_many list nobody rank change current "
        "equipment personnel personnel_share money constant gdp spend more_bare"
    ),
    (
        "Which ally overtook the United States in 2021?",
        "Which countries has Poland overtaken since 2014?",
    ),
    alone=frozenset(),
)
