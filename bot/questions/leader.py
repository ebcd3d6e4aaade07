"""Leader: who was first (or last) in each of several years, how many have been, and in which years one ally was."""

from __future__ import annotations

from itertools import pairwise

from bot.language.frame import Frame
from bot.leading import answer
from bot.measures import advice, one_year, place_named, record, text_of
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import indicator, period, whose
from knowledge.base import View

NAME = "leader"
_ELSEWHERE = "summit join target meet miss rise fall average total closer path cost gap than compare crossed".split()
_PLACE = frozenset("one 1 first place spender spenders top topped tops leads lead leading led champion last bottom ranking".split())
_HELD = frozenset("held holder holders leader leaders leadership".split())
_OFTEN = frozenset("often different distinct various changed times".split())


def read(frame: Frame, view: View) -> Reading | None:
    first_of_all = frame.has("most", "least") or bool(_HELD & frame.bag)
    if not first_of_all or frame.has(*_ELSEWHERE) or frame.bounds or frame.edition or advice(frame) or frame.ids("person"):
        return None
    who = whose(frame, view)
    place = place_named(frame)
    if any("year" not in text_of(frame, m) for m in frame.cues.get("change", ())) and not _HELD & frame.bag:
        return None
    if who.others or len(who.allies) > 1 or (place or 1) != 1 or (frame.has("most") and frame.has("least") and not _often(frame)):
        return None
    if any(q.unit == "" and q.value != 1 and not _years_after(frame, q.end) for q in frame.quantities):
        return None
    measure = indicator(frame)
    if measure == "amount_national" or not (_one_ally(frame) if who.allies else _many(frame)):
        return None
    first, last = period(frame)
    query = Query(
        kind=NAME,
        op=_op(frame) if who.allies else "all",
        subjects=who.allies,
        groups=who.groups,
        excluded=who.excluded,
        indicator=measure or "share",
        everywhere=not measure,
        start=None if first == last else first,
        end=last,
        order="least" if frame.has("least") else "most",
        negated=frame.negated,
    )
    return Reading(query, weight=2, uses=frozenset({"host", "agree"} if _HELD & frame.bag else {}))


def _years_after(frame: Frame, end: int) -> bool:
    return frame.words[end : end + 1] in (["year"], ["years"])


def _often(frame: Frame) -> bool:
    """ "most often", "the most times", "most years": the superlative counts years."""
    return any(a == "most" and b in ("often", "times", "years", "frequently") for a, b in pairwise(frame.words))


def _many(frame: Frame) -> bool:
    """Whether the leaders of several years are asked for: each year, how many different, most often, since 2014."""
    asked = frame.has("who", "which", "how_many", "list", "what", "allies") or frame.holds("leader", "leaders")
    first, last = period(frame)
    span = bool(frame.moments) and first != last
    if not asked or record(frame) or one_year(frame):
        return False
    counted = frame.has("how_many") and bool((_OFTEN | _HELD) & frame.bag or span)
    return counted or _often(frame) or span or (_each_year(frame) and (frame.past or frame.has("list") or frame.holds("spent", "by")))


def _each_year(frame: Frame) -> bool:
    """ "each year", "by year"; "a year" only says of what the figures are."""
    return any(a in ("each", "every", "by") and b in ("year", "single") for a, b in pairwise(frame.words)) or "year by year" in frame.line


def _place(frame: Frame) -> bool:
    """Whether a place in the order is named, not the most of something: "number one", "the top spender"."""
    words = {word for cue in ("most", "least") for m in frame.cues.get(cue, ()) for word in text_of(frame, m).split()}
    behind = {w for cue in ("most", "least") for m in frame.cues.get(cue, ()) for w in frame.words[m.end : m.end + 2]}
    return bool((words | behind) & _PLACE or _HELD & frame.bag)


def _one_ally(frame: Frame) -> bool:
    """Whether it is asked when, since when, how often or whether ever one ally was first."""
    timed = frame.has("when", "since_when", "ever", "how_often", "first_time", "last", "run") or (
        frame.has("how_many", "which") and frame.holds("years", "times")
    )
    return timed and _place(frame)


def _op(frame: Frame) -> str:
    if not frame.yes_no and not frame.has("is_true"):
        return "ally"
    return "always" if frame.has("run") or _each_year(frame) else "ever"


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #year most least rank how_many how_often who which list when since_when ever first_time last yearly run not "
        "equipment personnel personnel_share money constant gdp except before current has change contribute #count #ordinal"
    ),
    (
        "Who was the top spender each year since 2014?",
        "How many different allies have been number one since 2014?",
        "When was the United States last the top spender?",
    ),
    alone=frozenset(),
)
