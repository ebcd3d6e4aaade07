"""Follow-ups that count years from the year of the last answer: "and ten years earlier", "two years later?", "and the year before"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answer import Answer
from bot.language.frame import Frame
from bot.language.quantities import NUMBER_WORDS
from bot.query import Query

_LEADS = r"(?:(?:and|but|so|or|then|what|how|about|was|were|is|it|that|the|in|for) )*"
_COUNTED = re.compile(
    rf"{_LEADS}(?P<count>a|one|[a-z]+|\d+) (?P<unit>years?|yrs|decades?) "
    r"(?P<way>earlier|before|prior|previously|later|after|afterwards|on)(?: that| this| then| it)?"
)
_NEXT = re.compile(rf"{_LEADS}(?P<way>previous|preceding|following) year")
_BESIDE = re.compile(rf"{_LEADS}year (?P<way>before|prior|after|earlier|later)(?: that| this| it)?")
_BACK = frozenset("earlier before prior previously previous preceding".split())
_DECADE = 10
_KINDS = ("status", "rank", "screen", "met", "gap", "compare", "total", "army", "portion", "burden")


def shifted(frame: Frame, query: Query, answer: Answer) -> Query | None:
    """The last query so many years before or after the one year that its answer is about; None where it isn't asked."""
    if query.kind not in _KINDS or query.op in ("record", "mean") or query.years or frame.names or (years := _years(frame)) is None:
        return None
    if query.start not in (None, query.end):
        return None
    shown = {int(value.period) for value in answer.values if value.period and value.period.isdigit()}
    base = query.end or (shown.pop() if len(shown) == 1 else None)
    if base is None:
        return None
    year = base + years
    carried = tuple(name for name in ("subjects", "bounds", "indicator", "groups") if getattr(query, name, None))
    return replace(query, start=year if query.kind != "rank" or query.start else None, end=year, carried=carried)


def counts(frame: Frame) -> bool:
    """Whether it only counts years from some year, whatever that year is."""
    return not frame.names and _years(frame) is not None


def _years(frame: Frame) -> int | None:
    """How many years on, negative for back; None where the words are anything else."""
    words = " ".join(token.norm for token in frame.tokens if token.kind in ("word", "number"))
    if found := _NEXT.fullmatch(words) or _BESIDE.fullmatch(words):
        return -1 if found["way"] in _BACK else 1
    if not (found := _COUNTED.fullmatch(words)):
        return None
    said = found["count"]
    count = 1 if said == "a" else int(said) if said.isdigit() else int(NUMBER_WORDS.get(said, 0))
    span = count * (_DECADE if found["unit"].startswith("decade") else 1)
    return None if not span else -span if found["way"] in _BACK else span
