"""Which line a question holds figures against: a number it names, a commitment, or "the target"."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bot.language.frame import Bound, Frame, once
from knowledge.base import View
from knowledge.model import Commitment
from knowledge.when import last_day

GUIDELINE = Decimal(2)
CORE = Decimal("3.5")
WHOLE = Decimal(5)
EQUIPMENT = Decimal(20)


class Line(NamedTuple):
    """A bound on an indicator; `due` is the year by which it is to be met, None where it is in force already."""

    indicator: str
    bound: Bound
    due: int | None
    commitment: Commitment | None


def share(value: Decimal | int, op: str = "") -> Bound:
    """A bound on a percentage."""
    return Bound(op, Decimal(value), "%", None)


@once
def lines(frame: Frame, view: View, indicator: str) -> list[Line]:
    """The lines that the question names, in order; empty where it names none."""
    if _foreign(frame):
        return []
    found = [_line(bound, view, frame, indicator) for bound in frame.bounds if bound.unit == "%"]
    if found:
        return list(dict.fromkeys(found))
    if both_guidelines(frame):
        return [
            Line("share", share(GUIDELINE), None, agreed(GUIDELINE, view)),
            Line("equipment", share(EQUIPMENT), None, view.commitments.get("wales-2014")),
        ]
    if frame.has("equipment") and (frame.has("target", "meet", "miss", "fair_share") or "wales-2014" in frame.ids("commitment")):
        return [_line(share(EQUIPMENT), view, frame, "equipment")]
    named = [view.commitments[id_] for id_ in frame.ids("commitment") if id_ in view.commitments]
    for commitment in named:
        value = commitment.core or commitment.share
        if value is not None and commitment.kind != "exemption":
            return [Line("share", share(value), _due(commitment, view), commitment)]
    return []


_ANOTHER = frozenset(
    "growth inflation interest tax taxes deficit unemployment vat return tariff tariffs increase rise raise hike cut jump".split()
)


def _foreign(frame: Frame) -> bool:
    """Whether a percentage is one of something else, or a change: "2 % growth", "a 5 % increase"."""
    ends = [q.end for q in frame.quantities if q.unit == "%"]
    return any(token.norm in _ANOTHER for end in ends for token in frame.tokens[end : end + 2])


def naming(frame: Frame) -> frozenset[str]:
    """The marks of names that only name the line: the place in "the Hague target", "the Wales guidelines"."""
    terms = [n for n in frame.names if n.kind == "commitment"]
    places = [
        n
        for n in frame.names
        if n.kind in ("summit", "country", "nonmember") and any(t.start <= n.start < t.end or n.start <= t.start < n.end for t in terms)
    ]
    return frozenset({"#summit", "#outsider"} if places else {})


def counts_years(frame: Frame) -> bool:
    """ "in how many years", "how often", "how many times"."""
    behind = {token.norm for m in frame.cues.get("how_many", ()) for token in frame.tokens[m.end : m.end + 2]}
    own = {token.norm for m in frame.cues.get("how_many", ()) for token in frame.tokens[m.start : m.end]}
    return bool(behind & {"years", "times"} or own & {"often", "times", "years"}) or frame.has("how_often")


def both_guidelines(frame: Frame) -> bool:
    """ "both guidelines", "the two Wales benchmarks": 2 % of GDP, and 20 % of it for equipment."""
    words = frame.bag
    return bool(words & {"both", "two", "pair"}) and bool(
        words & {"guidelines", "benchmarks"} or ("wales" in words and frame.has("target"))
    )


def _line(bound: Bound, view: View, frame: Frame, indicator: str) -> Line:
    equipment = indicator == "equipment" and (len(frame.bounds) == 1 or bound.value >= 10)
    if equipment or (bound.value == EQUIPMENT and indicator in ("", "share")):
        return Line("equipment", bound, None, view.commitments.get("wales-2014"))
    measure = "personnel_share" if indicator == "personnel_share" else "share"
    commitment = agreed(bound.value, view) if measure == "share" else None
    return Line(measure, bound, _due(commitment, view) if commitment else None, commitment)


def agreed(value: Decimal, view: View) -> Commitment | None:
    """The newest commitment of all allies with this share (whole or core), not proposals or demands."""
    return view.agreed.get(value)


def proposed(view: View) -> Commitment | None:
    """What was on the table on the day: the newest proposal that nothing had taken the place of."""
    rows = [c for c in view.commitments.values() if c.kind == "proposal" and c.superseded_by not in view.commitments]
    return max(rows, key=lambda c: last_day(c.on), default=None)


def in_force(view: View) -> Commitment | None:
    """The newest commitment of all allies."""
    rows = [c for c in view.commitments.values() if c.kind in ("guideline", "pledge", "commitment")]
    return max(rows, key=lambda c: last_day(c.on), default=None)


def standing(view: View, year: int | None = None) -> list[Line]:
    """What "the target" can mean on the day: the 2 % in force, and the core share to be reached where it is agreed.

    For a `year` before it was agreed only the 2 % stands.
    """
    found = [Line("share", share(GUIDELINE), None, agreed(GUIDELINE, view))]
    newest = in_force(view)
    if newest and newest.core and (year is None or year >= last_day(newest.on).year):
        found.append(Line("share", share(newest.core), newest.by, newest))
    return found


def _due(commitment: Commitment | None, view: View) -> int | None:
    """The deadline, where it is still to come."""
    return commitment.by if commitment and commitment.by and commitment.by > view.day.year else None
