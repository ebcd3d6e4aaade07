"""The lines that a question about many allies names, on which side of them, and whether it denies them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from bot import targets
from bot.language.frame import Bound, Frame
from bot.language.quantities import Quantity
from bot.measures import text_of
from bot.screening import FRACTIONS
from bot.slots import indicator
from bot.targets import Line
from knowledge.base import View

_PERCENT = 100
_HEADS = 500

_MULTIPLES = {"twice": Decimal(2), "double": Decimal(2), "thrice": Decimal(3), "triple": Decimal(3), "half": Decimal("0.5")}


def lines_named(frame: Frame, view: View) -> tuple[list[Line], list[Bound], str]:
    """The lines named, their bounds, and the measure."""
    measure = indicator(frame)
    if near := within(frame):
        lines = [Line("equipment" if measure == "equipment" else "share", bound, None, None) for bound in near]
        return lines, near, lines[0].indicator
    if measure == "personnel" and (both := _shares_and_heads(frame)):
        return both, [row.bound for row in both], ""
    if measure == "personnel":
        counted = [Bound(frame.operator(q), q.value, "", None) for q in frame.quantities if q.unit in ("", "scaled")]
        counted = [b for b in counted if b.op or b.value >= _HEADS]  # "which five countries" counts no soldiers
        if any(b.value < _PERCENT for b in (*frame.bounds, *counted) if b.op):
            return [], [], measure  # "the allies above 3" are meant by their share
        return [], [b for b in frame.bounds if b.op] or _roughly(frame, counted), measure
    lines = targets.lines(frame, view, measure)
    if _both(frame) and not frame.bounds:
        two = Line("share", targets.share(targets.GUIDELINE), None, targets.agreed(targets.GUIDELINE, view))
        lines = [two, Line("equipment", targets.share(targets.EQUIPMENT), None, view.commitments.get("wales-2014"))]
        measure = ""
    if not lines and measure in ("equipment", "personnel_share") and (part := _portion(frame)):
        lines = [Line(measure, part, None, None)]
    money = [b for b in frame.bounds if b.unit in ("money", "scaled")]
    if money and not lines:
        return [], _roughly(frame, money), "amount"
    return lines, [row.bound for row in lines], measure


def within(frame: Frame) -> list[Bound]:
    """ "within half a point of 3.5 %", "less than 0.2 points below 2 %", "about 3 %": both ends of the stretch, if it is so."""
    if nearly := _nearly(frame):
        return nearly
    if (found := distance(frame)) is None:
        return []
    step, value, between = found
    low, high = value - step.value, value + step.value
    op = frame.operator(step)
    if op in (">", ">="):
        return _beyond(op, low, high, between)
    if not ("within" in frame.words[max(0, step.start - 2) : step.start] or op in ("<", "<=")):
        return []
    if between & _SHORT:
        high = value
    elif between & _PAST:
        low = value
    ends = (">=" if low < value else ">", low), ("<=" if high > value else "<", high)
    return [Bound(op, value, "%", None) for op, value in ends]


def distance(frame: Frame) -> tuple[Quantity, Decimal, frozenset[str]] | None:
    """ "Half a point of 3.5 %", "1 point to reach 3.5": the points, the line they are counted from, the words between."""
    steps = [q for q in frame.quantities if q.unit == "pp"]
    if len(steps) != 1 or len(frame.bounds) != 1 or frame.bounds[0].unit != "%":
        return None
    step = steps[0]
    line = next((q for q in frame.quantities if q.value == frame.bounds[0].value and q is not step and q.start >= step.end), None)
    between = frozenset(frame.words[step.end : line.start]) if line else frozenset()
    return (step, line.value, between) if line and between & (_OFF | _SHORT | _PAST) else None


def _beyond(op: str, low: Decimal, high: Decimal, between: frozenset[str]) -> list[Bound]:
    """ "More than a point below 3.5 %": one side only; from which side somebody is "away" is not said, so nothing is read."""
    if between & _SHORT:
        return [Bound("<" if op == ">" else "<=", low, "%", None)]
    return [Bound(op, high, "%", None)] if between & _PAST else []


def _nearly(frame: Frame) -> list[Bound]:
    """ "About 3 %", "barely 2 %", "narrowly missed 2 %", of several allies: within a tenth of a point, around it or on that side."""
    lined = [q for q in frame.quantities if q.unit == "%" or (q.unit == "" and q.value < _PERCENT)]
    if len(lined) != 1 or not frame.has("who", "which", "how_many", "list", "allies") or len(frame.bounds) != 1:
        return []
    value, start = lined[0].value, lined[0].start
    before = frame.words[max(0, start - 5) : start]
    op = frame.operator(lined[0]) or next((_OPS[word] for word in before[-1:] if word in _OPS), "")
    if not op and before[-1:] and before[-1] in _ABOUT and before[-2:] != ["just", "about"]:
        return [Bound(">=", value - _TENTH, "%", None), Bound("<=", value + _TENTH, "%", None)]
    if not (_BARELY & set(before) or any(pair in _JUST for pair in pairwise(before))):
        return []
    if op in ("<", "<=") or (not op and frame.has("miss")):
        return [Bound(">=", value - _TENTH, "%", None), Bound("<", value, "%", None)]
    return [Bound(op or ">=", value, "%", None), Bound("<=", value + _TENTH, "%", None)]


def _roughly(frame: Frame, bounds: list[Bound]) -> list[Bound]:
    """ "About 200,000 soldiers": a twentieth around the number, not from there on."""
    starts = {q.start for q in frame.quantities if bounds and q.value == bounds[0].value}
    about = any(frame.words[start - 1] in _ABOUT for start in starts if start)
    if len(bounds) != 1 or bounds[0].op or not about:
        return bounds
    low, high = bounds[0].value * (1 - _TWENTIETH), bounds[0].value * (1 + _TWENTIETH)
    return [bounds[0]._replace(op=">=", value=low), bounds[0]._replace(op="<=", value=high)]


_TWENTIETH = Decimal("0.05")
_TENTH = Decimal("0.1")
_ABOUT = frozenset("about roughly around approximately circa ca approx".split())
_BARELY = frozenset("barely narrowly scrape scrapes scraped scraping slightly marginally".split())
_OPS = {"above": ">", "over": ">", "past": ">", "below": "<", "under": "<"}
_SIDES = ("above", "over", "below", "under", "past", "about", "short", "makes", "make", "made", "meets", "met", "hits", "hit", "reaches")
_JUST = frozenset(("just", word) for word in _SIDES)
_OFF = frozenset("of from off away".split())
_SHORT = frozenset("below under short shy to".split())
_PAST = frozenset("above over beyond past".split())


def _shares_and_heads(frame: Frame) -> list[Line]:
    """ "A share above 3 and more than 100,000 troops": two lines on two measures."""
    shares = [b for b in frame.bounds if b.op and b.value <= _PERCENT]
    heads = [b for b in frame.bounds if b.op and b.value > _PERCENT]
    if len(shares) != 1 or len(heads) != 1 or not (frame.has("share") or any(q.unit == "%" for q in frame.quantities)):
        return []
    return [Line("share", shares[0], None, None), Line("personnel", heads[0]._replace(unit=""), None, None)]


def _both(frame: Frame) -> bool:
    """Whether the two old guidelines are meant together: "both guidelines", "the two targets"."""
    words = frame.bag
    if "neither" in words and frame.has("meet") and not frame.quantities:
        return True
    return (
        bool(words & {"both", "two", "either", "neither"})
        and frame.has("target")
        and bool(words & {"guidelines", "targets", "goals", "benchmarks", "criteria", "lines", "pledges"})
    )


def _portion(frame: Frame) -> Bound | None:
    """ "more than half of their defence money on equipment": a share in words."""
    for mention in frame.cues.get("most_of", []):
        part = next((FRACTIONS[w] for w in text_of(frame, mention).split() if w in FRACTIONS), None)
        if part is not None and not of_allies(frame, mention.end):
            return Bound(comparison_before(frame, mention.start), (part * 100).quantize(Decimal("0.01")), "%", None)
    return None


def of_allies(frame: Frame, place: int) -> bool:
    """Whether allies stand behind a place: "half of the members"."""
    return any(frame.cue_at(i) & {"allies", "member", "nato"} for i in range(place, place + 3))


def comparison_before(frame: Frame, place: int) -> str:
    """The comparison that ends right before a place."""
    cues = frame.cue_before(place)
    return next(
        (op for cue, op in (("more", ">"), ("least_at", ">="), ("less", "<"), ("most_at", "<="), ("exactly", "=")) if cue in cues),
        "",
    )


def multiplied(frame: Frame, bounds: list[Bound]) -> list[Bound] | None:
    """ "twice the 2 %": the line times so many; None where a ratio is asked otherwise."""
    if not frame.has("ratio"):
        return bounds
    for quantity in frame.quantities:
        near = frame.words[max(0, quantity.start - 3) : quantity.start]
        if quantity.unit == "%" and (factor := next((_MULTIPLES[w] for w in near if w in _MULTIPLES), None)):
            return [b._replace(value=b.value * factor, op=b.op or ">=") if b.value == quantity.value else b for b in bounds]
    return None


def factored(frame: Frame) -> bool:
    """Whether a ratio is one to a line: "twice the 2 %"."""
    near = [set(frame.words[max(0, q.start - 3) : q.start]) for q in frame.quantities if q.unit == "%"]
    return frame.has("ratio") and any(words & _MULTIPLES.keys() for words in near)


def comparison(frame: Frame, bound: Bound) -> Bound:
    """A line without a comparison: to be met, or missed where the question says so ("in the EU but not at 2 %")."""
    if bound.op:
        return bound
    starts = [q.start for q in frame.quantities if q.value == bound.value]
    unmet = [m for m in frame.cues.get("except", ()) if "not" in text_of(frame, m).split()]
    if any(0 <= start - m.end <= 3 for m in unmet for start in starts):
        return bound._replace(op="<")
    return bound._replace(op="<") if frame.has("miss") and not frame.has("not") else bound


def opposites(frame: Frame, bounds: Sequence[Bound]) -> list[Bound]:
    """ "meet 2 % but miss 20 %", "at 20 % but not at 2 %": one line met, the other missed; empty where it is not so."""
    named = [q for q in frame.quantities if q.unit == "%"]
    if len(bounds) == 2 and not named and frame.holds("neither", "nor"):
        return [b._replace(op="<") for b in bounds]
    if len(bounds) != 2 or len(named) != 2:
        return []
    if frame.holds("neither", "nor"):
        return [b if b.op else b._replace(op="<") for b in bounds]
    between = _denies(frame, named[0].end, named[1].start)
    if _denies(frame, 0, named[0].start) == between:
        return []
    if not between and not _verb(frame, named[0].end, named[1].start):
        return []
    denied = (not between, between)
    return [b._replace(op="<" if no else ">=") if not b.op else b for b, no in zip(bounds, denied, strict=True)]


def _denies(frame: Frame, start: int, end: int) -> bool:
    return any(start <= m.start < end for cue in ("not", "miss", "except") for m in frame.cues.get(cue, []))


def _verb(frame: Frame, start: int, end: int) -> bool:
    return (
        any(start <= m.start < end for cue in ("meet", "spend", "has") for m in frame.cues.get(cue, [])) or "but" in frame.words[start:end]
    )


def denied(frame: Frame, bounds: Sequence[Bound]) -> bool:
    return frame.negated and not any(b.op for b in bounds if b.op == "<") and not frame.starts("why")


def between(frame: Frame, bounds: Sequence[Bound]) -> list[Bound]:
    if (frame.has("between") or _from_to(frame)) and len(bounds) >= 2 and not bounds[0].op:
        low, high = sorted(bounds[:2], key=lambda b: b.value)
        return [low._replace(op=">="), high._replace(op="<=")]
    return list(bounds)


def _from_to(frame: Frame) -> bool:
    """ "from 2.5 to 3 percent"."""
    found = [q for q in frame.quantities if q.unit in ("%", "")]
    words = frame.words
    return (
        len(found) == 2
        and words[found[0].end : found[1].start] in (["to"], ["-"], ["–"], ["through"])
        and not frame.has("rise", "change", "target")
    )
