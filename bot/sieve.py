"""A question with a condition inside it: "the average of the allies below 3 %" → the condition, and what is asked of those who meet it."""

from __future__ import annotations

from typing import NamedTuple

from bot.conditions import comparison, lines_named
from bot.language.frame import Bound, Frame
from bot.language.quantities import Quantity
from bot.slots import indicator
from knowledge.base import View

_HEADS = frozenset("allies ally members member countries country nations nation states state those ones who that spenders".split())
_THIN = frozenset(
    "with that which who whose having have has had fielding at are is was were a an the of all only still currently now nato its "
    "their".split()
)
_BEHIND = frozenset("of gdp soldiers troops personnel people dollars euros percent or more".split())
_CONDITION = ("more", "less", "least_at", "most_at", "exactly", "meet", "miss", "spend", "outlay", "contribute", "between")
_MEASURES = ("share", "personnel", "equipment", "defence", "money", "gdp", "personnel_share")
_REACH = 9


class Sieve(NamedTuple):
    """The bounds of a condition with their measures, and the frame without it."""

    bounds: tuple[Bound, ...]
    measures: tuple[str, ...]
    rest: Frame


def sieve(frame: Frame, view: View) -> Sieve | None:
    """The condition with what else is asked; None where no condition on several allies stands in the question."""
    lined = [q for q in frame.quantities if q.unit in ("%", "money", "scaled", "") and _compared(frame, q)]
    if not lined or len(lined) > 2:
        return None
    first, last = lined[0], lined[-1]
    start = _begin(frame, first)
    end = _end(frame, last.end)
    if len(lined) == 2 and not (frame.has("between") and last.start - first.end <= 2):
        return None
    part, rest = frame.cut(start, end)
    lines, bounds, measure = lines_named(part, view)
    if not bounds:
        return None
    wanted = [comparison(part, b) for b in bounds]
    wanted = [b if b.op else b._replace(op=">=") for b in wanted]
    if len(wanted) == 2 and part.has("between"):
        low, high = sorted(wanted, key=lambda b: b.value)
        wanted = [low._replace(op=">="), high._replace(op="<=")]
    measures = tuple(row.indicator for row in lines) or (measure or indicator(part) or "share",) * len(wanted)
    return Sieve(tuple(wanted), measures, rest)


def _compared(frame: Frame, quantity: Quantity) -> bool:
    """Whether something is held against the number: it is above or below it, meets it or is at it."""
    if frame.operator(quantity):
        return not frame.cue_at(quantity.end) & {"allies", "member"}
    before = frame.words[max(0, quantity.start - 3) : quantity.start]
    met = frame.cue_before(quantity.start) & {"meet", "miss"} or before[-1:] == ["at"]
    return bool(quantity.unit == "%" and met) or "between" in frame.words[max(0, quantity.start - 4) : quantity.start]


def _begin(frame: Frame, quantity: Quantity) -> int:
    """Where the condition begins: at the allies that it is a condition on, or at the comparison itself."""
    heads = [
        i for i in range(max(0, quantity.start - _REACH), quantity.start)
        if frame.words[i] in _HEADS or any(n.kind == "group" and n.start == i for n in frame.names)
    ]  # fmt: skip
    for head in reversed(heads):
        if all(_belongs(frame, i) for i in range(head + 1, quantity.start)):
            return _article(frame, head)
    start = quantity.start
    while start and _belongs(frame, start - 1, bare=True) and frame.words[start - 1] not in ("of", "the"):
        start -= 1
    return start


def _article(frame: Frame, head: int) -> int:
    """The place before which nothing but articles and "of" leads to the allies."""
    while head and frame.words[head - 1] in ("the", "all", "of", "among", "amongst", "only", "nato", "european"):
        head -= 1
    return head


def _belongs(frame: Frame, place: int, *, bare: bool = False) -> bool:
    """Whether the word can stand within a condition; `bare`: one without its allies, so that a measure before it is what is asked."""
    cues = {s.id for m in frame.mentions if m.start <= place < m.end for s in m.senses if s.kind == "cue"}
    if cues & {"most", "least", "total", "average", "median", "rise", "fall", "rank", "growth"}:
        return False
    return frame.words[place] in _THIN or bool(cues & ({*_CONDITION} if bare else {*_CONDITION, *_MEASURES}))


def _end(frame: Frame, place: int) -> int:
    """The end of the condition, the unit of its number included."""
    words = frame.words
    while place < len(words) and words[place] in _BEHIND:
        place += 1
    if words[place : place + 1] == ["on"] and frame.cue_at(place + 1) & {"equipment", "defence", "personnel_share"}:
        place += 2
    return place


__all__ = ["Sieve", "sieve"]
