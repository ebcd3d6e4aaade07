"""Steps: each year against the one before: years in a row, every year, in how many years, when last; who did, who stood still."""

from __future__ import annotations

from itertools import pairwise

from bot.language.frame import Frame
from bot.measures import advice, of_members
from bot.moves import less_than_in
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import Whose, indicator, period, whose
from bot.stepping import answer
from knowledge.base import View

NAME = "steps"
_MANY = ("who", "which", "how_many", "allies", "everybody", "nobody", "list")
_ELSEWHERE = ("summit join target meet miss crossed faster widen narrow closer average total path cost gap than compare points").split()
_EVERY = ("each", "every", "all")
_STEADY = frozenset("consistently steadily continuously constantly continually relentlessly unbroken invariably always".split())
_AGAIN = frozenset("time year once".split())


def read(frame: Frame, view: View) -> Reading | None:
    still = frame.has("unmoved")
    both_ways = frame.has("rise") and frame.has("fall")
    biggest = frame.has("most", "least")
    if (
        of_members(frame)
        or frame.has(*_ELSEWHERE)
        or (biggest and not _biggest_step(frame))
        or frame.bounds
        or frame.edition
        or advice(frame)
        or both_ways
    ):
        return None
    who = whose(frame, view)
    each = _of_each(frame, who)
    open_ = bool(each) or frame.has("who", "which", "list") or (frame.has("allies", "everybody", "nobody") and not who.allies)
    subjects = () if open_ and not who.allies else (*who.allies, *who.groups)
    if not subjects and frame.has("nato", "in_nato", "of_nato", "nato_whole") and not frame.has(*_MANY):
        subjects = ("NATO",)
    many = not subjects and (frame.has(*_MANY) or biggest or bool(each))
    op = each or "biggest" if biggest or each else _still(frame, many) if still else _op(frame, many) if frame.has("rise", "fall") else ""
    if not op or not (many or len(subjects) == 1):
        return None
    armies = not frame.has("spend", "outlay", "share") and frame.holds("army", "armies", "troops", "soldiers")
    measure = indicator(frame) or ("personnel" if armies else "")
    if measure == "amount_national" and many:
        return None
    first, last = _span(frame, op)
    query = Query(
        kind=NAME,
        op=op,
        subjects=subjects,
        groups=() if subjects else who.groups,
        excluded=who.excluded,
        indicator={"": "share", "real_change": "amount_constant", "gdp": "share"}.get(measure, measure),
        everywhere=not measure,
        start=first,
        end=last,
        order="" if still else "fall" if frame.has("fall") else "rise",
        negated=frame.negated or (many and frame.has("nobody")),
        words=("any",) if many and not each and (frame.yes_no or frame.has("nobody")) else (),
    )
    return Reading(query, weight=1.4, uses=frozenset({"or", *(["#count"] if each == "all" else [])}))


def _op(frame: Frame, many: bool) -> str:
    """Which question about the steps; "" where none is asked."""
    every = frame.has("run") or bool(_STEADY & frame.bag) or _every_year(frame)
    if many:
        return "who" if every and not frame.holds("longest", "streak") else ""
    counted = frame.has("how_often") or (frame.has("how_many", "which", "when") and frame.holds("years", "times"))
    if frame.has("when") and frame.holds("start", "started", "begin", "began"):
        return "run"
    if every or frame.has("since_when"):
        return "run" if frame.has("how_many", "since_when") or frame.holds("longest", "streak") else "always"
    if counted and not frame.has("money", "personnel"):
        return "count"
    if frame.has("last") and _once(frame, "last"):
        return "last"
    if frame.has("first_time") and (frame.has("when") or _once(frame, "first_time")):
        return "first"
    return "ever" if frame.has("ever") and frame.yes_no and not less_than_in(frame) else ""


def _of_each(frame: Frame, who: Whose) -> str:
    """ "all" for "did every ally raise its share", "not" for "who did not raise it"; "" where each year is meant, or neither."""
    if who.allies or not frame.has("rise", "fall") or frame.has("run", "yearly", "most", "least", "nobody", "ever") or _every_year(frame):
        return ""
    if frame.negated and frame.has("who", "which", "how_many", "list") and not frame.yes_no:
        return "not"
    told = frame.yes_no or frame.has("is_true") or (frame.asserts and not frame.has("who", "which", "how_many", "list"))
    every = frame.has("everybody") or bool({"all", "every", "each"} & frame.bag)
    return "all" if told and every and (who.groups or frame.has("allies", "everybody")) else ""


def _biggest_step(frame: Frame) -> bool:
    """ "the biggest yearly jump", "in which year did it rise most": the largest step of all, not between two years that are named."""
    text = frame.line
    yearly = frame.has("when") or any(
        words in text for words in ("yearly", "one year", "single year", "annual", "year on year", "year with")
    )
    return yearly and frame.has("rise", "fall") and not frame.has("least") and not frame.has("join", "unmoved", "run", "average")


def _every_year(frame: Frame) -> bool:
    """ "every year", "in each of the years"; "more each year" too."""
    return any(a in _EVERY and b in ("year", "years", "single") for a, b in pairwise(frame.words)) or (
        frame.has("yearly") and bool(frame.bag & {"each", "every"})
    )


def _once(frame: Frame, cue: str) -> bool:
    """Whether the last (or first) time is meant: "when … last", "the last time", not "last year"."""
    dated = {place for m in frame.moments for place in range(m.start, m.end)}
    places = [m for m in frame.cues.get(cue, ()) if m.start not in dated]
    return any(frame.has("when") or _AGAIN & set(frame.words[m.start : m.end + 1]) for m in places)


def _still(frame: Frame, many: bool) -> str:
    return "same" if many or frame.yes_no or frame.has("is_true") or frame.asserts else ""


def _span(frame: Frame, op: str) -> tuple[int | None, int | None]:
    """(first, last) year; whoever stood still did so against the year before where only one is named."""
    first, last = period(frame)
    if op in ("same", "all", "not") and (first == last or first is None):
        year = last or frame.today.year
        return (year, frame.today.year) if _as_last_year(frame, year) else (year - 1, year)
    return (None if first == last else first), last


def _as_last_year(frame: Frame, year: int) -> bool:
    """ "the same as last year": the year before is named, this one meant."""
    named = next((m for m in frame.moments if m.year == year), None)
    near = set(frame.words[max(0, named.start - 3) : named.start]) if named else set()
    return year == frame.today.year - 1 and bool(near & {"as", "from", "since", "to", "than"})


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #year most rise fall unmoved run yearly ever last first_time since_when how_often when how_many who which list "
        "everybody nobody not equipment personnel personnel_share money constant growth except is_true before current change has outside"
    ),
    (
        "How many years in a row has Denmark's share risen?",
        "Which allies have raised their share every year since 2021?",
        "When did Italy's share last fall?",
        "Whose share stayed the same in 2026?",
    ),
    alone=frozenset(),
)
