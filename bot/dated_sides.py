"""The two sides of a comparison that each have a year of their own: "Poland in 2014 and Germany in 2024"."""

from __future__ import annotations

from typing import NamedTuple

from bot.language.frame import Frame
from bot.measures import than


class Side(NamedTuple):
    """One side of the comparison: who, and when."""

    subject: str
    year: int


def sides(frame: Frame) -> tuple[Side, Side] | None:
    """The two with their years; None where they share one, or where it can't be told which is whose."""
    named = [n for n in frame.names if n.kind in ("ally", "capital", "group") and n.end]
    if len(named) != 2 or named[0].id == named[1].id or any(m.month for m in frame.moments):
        return None
    if any(frame.preposition(m) in ("since", "from", "after", "before", "until", "till", "between") for m in frame.moments):
        return None
    times = [(m.start, m.year) for m in frame.moments]
    times += [
        (m.start, frame.today.year) for m in frame.cues.get("current", ()) if not any(d.start <= m.start < d.end for d in frame.moments)
    ]
    if len(times) == 1 and _then(frame, times[0][0], named[1].end):
        times.append((named[0].end, frame.today.year))
    times.sort()
    if len(times) != 2 or times[0][1] == times[1][1]:
        return None
    places = sorted([(named[0].start, "who"), (named[1].start, "who"), *((start, "when") for start, _ in times)])
    order = [what for _, what in places]
    if order not in (["who", "when", "who", "when"], ["when", "who", "when", "who"]):
        return None
    return Side(named[0].id, times[0][1]), Side(named[1].id, times[1][1])


def _then(frame: Frame, year: int, second: int) -> bool:
    """ "Does Estonia spend more than the US did in 2014": the present against a past year, told by its own verb."""
    now = bool({"does", "do", "is", "are"} & set(frame.words[: than(frame)]))
    return now and 0 < than(frame) < second <= year and bool({"did", "was", "were", "had"} & set(frame.words[second:year]))
