"""The stretch of time that a question about events names.

It stands in a query as years (`start`, `end`) or, where a month or a day is named, as `day` with `order`
("on", "month", "since", "after", "before", "until").
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from bot import phrase
from bot.draft import Context
from bot.language.frame import Frame
from bot.query import Query
from bot.slots import period
from knowledge.when import last_day

_PREPOSITIONS = {
    "since": "since",
    "from": "since",
    "after": "after",
    "before": "before",
    "until": "until",
    "till": "until",
    "by": "until",
    "to": "until",
}
_OPENERS = ("since", "after", "before", "until")
_ERAS = ((("wall", "curtain", "communism"), date(1989, 11, 9)), (("soviet", "ussr", "cold"), date(1991, 12, 26)))
"""Turning points that people date by: words of the phrase → the day."""
_DECADES = {"fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990, "noughties": 2000}


def moment_slots(frame: Frame) -> dict[str, Any]:
    """The slots for the stretch that is named; empty where none is or where there are too many dates."""
    moments = frame.moments
    if era := _era(frame):
        return era
    if not moments:
        return _named_decade(frame)
    if len(moments) > 2 or listed_years(frame):
        return {}
    if len(moments) == 2:
        early, late = sorted(moments, key=lambda moment: moment.year)
        past, short = frame.preposition(early) == "after", frame.preposition(late) == "before"
        return {"start": early.year + past, "end": late.year - short}
    moment, before = moments[0], frame.preposition(moments[0])
    if (bounded := _bounded_ago(frame)) is not None:
        return bounded
    if (opener := _clause(frame)) is not None:
        since = frame.tokens[opener].norm in ("since", "after")
        return {"start": moment.year} if since else {"end": moment.year}
    if _decade(frame):
        return {"start": moment.year, "end": moment.year + 9}
    if moment.month:
        order = _PREPOSITIONS.get(before, "on" if moment.day else "month")
        first = date(moment.year, moment.month, moment.day or 1)
        return {"day": moment.last if order in ("after", "until") else first, "order": order}
    if before == "by":
        return {"end": moment.year}
    start, end = period(frame)
    return {"start": start, "end": end}


def listed_years(frame: Frame) -> tuple[int, ...]:
    """Single years, not a span: "in 1999 and 2009"; empty where it is a span or one year."""
    moments = sorted(frame.moments, key=lambda moment: moment.start)
    if len(moments) < 2 or any(moment.month for moment in moments) or frame.preposition(moments[0]) in ("from", "between", "since"):
        return ()
    gaps = [[word for word in frame.words[a.end : b.start] if word not in (",", "in", "then")] for a, b in pairwise(moments)]
    return tuple(moment.year for moment in moments) if all(gap in (["and"], ["or"], []) for gap in gaps) and any(gaps) else ()


def _bounded_ago(frame: Frame) -> dict[str, Any] | None:
    """ "Less than five years ago", "over twenty years ago": since or before that day; empty where the comparison is another."""
    moment = frame.moments[0]
    compared = {cue for cue in ("more", "less", "least_at", "most_at") for m in frame.cues.get(cue, ()) if m.end == moment.start}
    if not compared:
        return None
    if frame.tokens[moment.end - 1].norm != "ago":
        return {}
    since = compared & {"less", "most_at"}
    day = frame.today.replace(year=moment.year, day=min(frame.today.day, 28))
    return {"day": day, "order": "since" if since else "before"}


def _era(frame: Frame) -> dict[str, Any]:
    """ "since the fall of the Berlin Wall", "after the end of the Cold War"."""
    for mention in frame.cues.get("era", ()):
        words = set(frame.words[mention.start : mention.end])
        day = next((day for keys, day in _ERAS if words & set(keys)), None)
        before = frame.words[max(0, mention.start - 3) : mention.start]
        if day and ({"since", "after", "following", "post"} & set(before) or "post" in words):
            return {"day": day, "order": "after"}
        whole = "cold" in words and not words & {"end", "ended"}  # an age, not its end
        if day and whole and set(before) & {"before", "until", "since"}:
            return {}
        if day and set(before) & ({"during", "in"} if whole else {"before", "until"}):
            return {"day": day, "order": "before"}
    return {}


def turning_point(frame: Frame) -> date | None:
    """The day of the one turning point that dates an event: "when the Berlin Wall fell"; None for an age."""
    found = []
    for mention in frame.cues.get("era", ()):
        words = set(frame.words[mention.start : mention.end])
        ages = words & {"cold", "war", "post"} and not words & {"end", "ended"}
        found += [day for keys, day in _ERAS if words & set(keys) and not ages]
        if set(frame.words[max(0, mention.start - 3) : mention.start]) & {"before", "after", "since", "until"}:
            return None
    return found[0] if len(found) == 1 else None


def _named_decade(frame: Frame) -> dict[str, Any]:
    """ "in the nineties", "in the 90s"."""
    for mention in frame.cues.get("decade", ()):
        word = frame.tokens[mention.start].norm
        start = _DECADES.get(word) or (1900 + int(word[:2]) if word[:2].isdigit() else 0)
        if start:
            return {"start": start, "end": start + 9}
    return {}


def _decade(frame: Frame) -> bool:
    """Whether "1990" is followed by the "s" of "the 1990s"."""
    end = frame.moments[0].end
    return end < len(frame.tokens) and frame.tokens[end].norm == "s"


def stretch(query: Query, today: date) -> tuple[date, date]:
    """The first and the last day of the stretch; without one, all the time up to today."""
    if query.day:
        return {
            "since": (query.day, today),
            "after": (query.day + timedelta(days=1), today),
            "before": (date.min, query.day - timedelta(days=1)),
            "until": (date.min, query.day),
            "month": (query.day, last_day(f"{query.day:%Y-%m}")),
        }.get(query.order, (query.day, query.day))
    return date(query.start, 1, 1) if query.start else date.min, date(query.end, 12, 31) if query.end else today


def in_words(query: Query, context: Context) -> str:
    """The stretch as people say it: "in 2004", "since April 2009"; "" where none is named."""
    if query.day:
        day = f"{query.day:%Y-%m}" if query.order == "month" else query.day
        return f"{'in' if query.order == 'month' else query.order} {context.day(day)}"
    if query.years:
        return f"in {phrase.join([str(year) for year in query.years])}"
    if query.start and query.end:
        return f"in {query.start}" if query.start == query.end else f"from {query.start} to {query.end}"
    return f"since {query.start}" if query.start else f"until {query.end}" if query.end else ""


def _clause(frame: Frame) -> int | None:
    """Where a clause begins that only dates the question: "since the Soviet Union dissolved in 1991"."""
    if len(frame.moments) != 1:
        return None
    end = frame.moments[0].start
    start = next((i for i in range(end - 2) if frame.tokens[i].norm in _OPENERS), None)
    if start is None:
        return None
    inside = {id(token) for token in frame.tokens[start:end]}
    return start if any(id(token) in inside for token in frame.unknown) else None


def clause_uses(frame: Frame) -> frozenset[str]:
    """What the words of such a clause hold: nothing that the question itself asks about."""
    start = _clause(frame)
    if start is None:
        return frozenset()
    inside = range(start, frame.moments[0].start)
    known = {id(token) for token in frame.tokens[start : inside.stop]}
    if any(id(token) not in known for token in frame.unknown):
        return frozenset()
    cues = {sense.id for mention in frame.mentions if mention.start in inside for sense in mention.senses if sense.kind == "cue"}
    return frozenset(cues | {"#unknown", "#ally", "#outsider", "#reference", "#summit"})


def without_clause(frame: Frame) -> Frame:
    """The frame without what such a clause names: it dates the question and is not asked about."""
    start = _clause(frame)
    if start is None and frame.has("era"):
        places = [mention.start for mention in frame.cues["era"]]
        near = {place for era in places for place in range(era - 3, era + 1)}
        dropped = {"era", "when"}
        return replace(frame, mentions=[m for m in frame.mentions if not (m.start in near and dropped & {s.id for s in m.senses})])
    if start is None:
        return frame
    inside = range(start, frame.moments[0].start)
    return replace(frame, mentions=[mention for mention in frame.mentions if mention.start not in inside])
