"""Follow-ups: a question that leans on the one before it.

A question about the answer itself (`again`: source, who said that, say it again); a slot of the last query changed
(`recast`: "and Germany?", "since 2014?"; `leaning` for words, offices and summits); a question of its own whose
subject is a pronoun; a fragment, read together with the question before. What was carried over is said in the reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot import phrase
from bot.again import about_it, of_status, of_when, told_when
from bot.answer import Answer, Outcome
from bot.draft import Context, plain
from bot.language.frame import Frame, Name
from bot.leaning import lean_on, numbered_article
from bot.pairing import between, pair
from bot.query import Query
from bot.questions import BACKGROUND, SOFT, kinds
from bot.recast import recast
from bot.slots import indicator
from bot.taken_up import take_up
from bot.twofold import lone_number
from bot.years_apart import uncounted, years_apart
from knowledge.base import View

if TYPE_CHECKING:
    from bot.ask import Turn

_POINTING = ("that", "there", "this")
_LEANING = frozenset({*_POINTING, "then", "one", "ones", "it"})
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers"})
_MANY = 12
_FRAGMENT = 12
_JOINED = ("and", "what about", "how about", "what of", "same for", "or", "but", "also", "only", "then")
_LOST = 7
_FULL = 4
_TWO = 2
_SLOTS = frozenset("more less more_bare less_bare not only rise fall change money constant national than compare source say".split())
"""Cues that fill a slot of the question before."""
_DATED = ("members", "membership", "succession", "summit", "office", "departure", "candidacy")
_WEAK = frozenset("last least most current rank before after next first_time founded count proportion total what how when where".split())
"""Cues that say nothing of what is measured: with them alone a question is no question of its own."""
_FIGURES = (
    "status", "met", "gap", "cost", "path", "rank", "screen", "compare", "trend", "total",
    "burden", "edition", "army", "selected", "portion",
)  # fmt: skip


def follow_up(frame: Frame, view: View, context: Context, before: Sequence[Turn]) -> Answer | None:
    """The answer to a follow-up, or None where the question stands on its own."""
    turns = (turn for turn in reversed(before) if turn.answer.query is not None and turn.answer.outcome != Outcome.SMALL_TALK)
    last = next(turns, None)
    query = last.answer.query if last else None
    if last is None or query is None or lone_number(frame):
        return None
    if answer := _at_once(frame, query, last.answer, context):
        return answer
    if _whole(frame, view, query):
        return None
    if held := pair(frame, before):
        return _asked(held, context)
    if answer := told_when(frame, last.answer, context) or of_when(frame, last.answer, context) or of_status(frame, last.answer):
        return answer
    if leaning := lean_on(frame, query, last.answer, view) or take_up(frame, query, last.answer, view):
        return _asked(leaning, context)
    if answer := _at_that_time(frame, view, context, last.answer) or about_it(frame, last.answer, context):
        return answer
    if (changed := recast(frame, query, view)) and not _same(changed, query, frame):
        return _asked(changed, context)
    if query.kind == "commitment" and frame.has("pronoun", "meet", "miss") and not frame.bounds and not frame.names:
        return _completed(frame, view, context, last, alone=False)
    answer = _pronoun(frame, view, context, last.answer, query) or _completed(frame, view, context, last)
    return answer or _picked(frame, view, context, last.answer, query) or _lost(frame, view, query)


def _back_then(frame: Frame) -> bool:
    """ "Who was Secretary General then?" """
    words = [token.norm for token in frame.tokens if token.kind == "word"]
    return bool(words[-1:] == ["then"] or words[-2:] == ["the", "time"] or words[-2:] == ["that", "time"]) and not frame.moments


def _at_that_time(frame: Frame, view: View, context: Context, answer: Answer) -> Answer | None:
    """Who held an office, or how many members there were, on the one day that the last answer named."""
    from bot.ask import weigh, winner

    best = winner(weigh(frame, view)) if _back_then(frame) else None
    days = {value.value for value in answer.values if isinstance(value.value, date)}
    day = days.pop() if len(days) == 1 else None
    whole = best is not None and best.kind.name == "members" and best.reading.query.op == "list" and frame.has("how_many")
    if best is None or not (whole or (best.kind.name in ("office", "incumbents") and best.reading.query.op == "holder")):
        return None
    if day is None:
        return _unclear()
    if whole:
        return _asked(replace(best.reading.query, day=day, order="on", carried=("year",)), context)
    return _asked(replace(best.reading.query, on=day.isoformat(), start=day.year, end=day.year, carried=("year",)), context)


def _at_once(frame: Frame, query: Query, answer: Answer, context: Context) -> Answer | None:
    """What can be nothing but a follow-up: whether a figure is enough, between whom, and years counted from the one asked about."""
    if held := _enough(frame, query) or between(frame, query) or years_apart(frame, query, answer, context.view):
        return _asked(held, context)
    return _unclear("I can't tell from which year to count. Please name the year.") if uncounted(frame, query) else None


def _enough(frame: Frame, query: Query) -> Query | None:
    """ "Is that enough for the target?", behind a figure."""
    asks = frame.yes_no and frame.holds("that", "it", "this") and frame.has("suffice") and frame.has("target")
    if not asks or query.kind != "status" or len(query.subjects) != 1 or frame.names:
        return None
    return Query(kind="met", subjects=query.subjects, indicator="share", end=query.end, carried=("subjects",))


def _whole(frame: Frame, view: View, query: Query) -> bool:
    """Whether it is a question of its own, whatever was asked before: a full one that names its topic and leans on nothing."""
    from bot.ask import weigh, winner

    words = [token.norm for token in frame.tokens if token.kind in ("word", "number")]
    leans = frame.has("pronoun", "others", "repeat", "wrong_you") or not _LEANING.isdisjoint(words[-1:])
    leans |= _back_then(frame) or _picks(frame, query) or bool(_PERSONAL.intersection(words) and not frame.ids("person"))
    leans |= not frame.names and frame.has("rank") and bool({"that", "this", "it"} & set(words))  # "where does that rank?"
    leans |= not frame.names and not frame.has("is_true") and bool({"it", "they", "he", "she", "its", "their"} & set(words))
    if len(words) < _FULL or (leans and not frame.quote) or frame.starts_raw(*_JOINED):
        return False
    best = winner(weigh(frame, view))
    if best is None:
        return False
    named = len(frame.ids("ally", "capital", "group")) + frame.has("nato")
    if frame.has("compare", "than") and named < _TWO and best.kind.name == "compare":
        return False
    lines = frame.bounds or frame.quantities or frame.has("target", "equipment") or frame.ids("commitment")
    if best.kind.name in ("gap", "met", "screen", "cost", "path") and query.bounds and not lines:
        return False
    series = best.kind.name == "trend" and frame.has("yearly", "change") and not frame.moments and not frame.yes_no
    asks = frame.is_question or not frame.names or named >= _TWO or series
    changes = {"rise", "fall", "change"} if frame.moments else set()
    strong = frame.cues.keys() - BACKGROUND - SOFT - (_WEAK | _SLOTS - changes)
    ranked = frame.has("most", "least", "rank") and frame.has("share", "gdp", "spend", "outlay", "rank", *changes)
    other = best.kind.name not in {*_FIGURES, "talk"} - {"army"} or series or ranked
    own = (
        strong
        or other
        or frame.bounds
        or frame.quote
        or frame.has("compare", "than", "rank")
        or set(frame.ids("commitment", "reference")) - {"nato"}
    )
    return bool(asks and own)


def _picks(frame: Frame, query: Query) -> bool:
    """Whether some of the allies listed before are asked for: "which of those"."""
    words = frame.line
    return query.kind in ("screen", "rank", "members") and bool(re.search(r"\bof (?:those|these|them)\b", words))


def _picked(frame: Frame, view: View, context: Context, answer: Answer, query: Query) -> Answer | None:
    """Those of the allies listed before that are in a group or fulfil a condition; asked back where it can't be told."""
    from bot.ask import weigh, winner

    if not _picks(frame, query):
        return None
    groups, best = frame.ids("group"), winner(weigh(frame, view))
    if groups and query.kind == "screen" and not (frame.ids("ally") or frame.bounds or frame.has("not")):
        return _asked(replace(query, groups=tuple(groups), carried=("condition",)), context)
    listed = tuple(id_ for id_ in answer.subjects if id_ in view.allies)
    if best and best.kind.name == "screen" and listed and not best.reading.query.subjects:
        return _asked(replace(best.reading.query, subjects=listed, carried=("subjects",)), context)
    return _unclear() if best else None


def _same(changed: Query, query: Query, frame: Frame) -> bool:
    """Whether nothing was changed: the last answer again answers no other question, unless it asks when or where it was."""
    if frame.has("when", "where") and query.kind in _DATED:
        return False
    return replace(changed, carried=()) == replace(query, carried=())


def _lost(frame: Frame, view: View, query: Query) -> Answer | None:
    """What names nothing of its own and can't be taken up from an answer that held no figures is asked back."""
    from bot.ask import weigh, winner

    few = len([token for token in frame.tokens if token.kind in ("word", "number")]) <= _LOST
    if frame.starts("is that", "is it", "was that", "was it", "is this", "are they", "were they") and not frame.names and few:
        best = winner(weigh(frame, view))
        return _unclear() if best and best.kind.name in _FIGURES else None
    if query.kind in _FIGURES or not few or frame.names or frame.moments or frame.bounds:
        return None
    best = winner(weigh(frame, view))
    said = frame.cues.keys() - BACKGROUND
    if best is None or best.kind.name not in _FIGURES or not said <= _WEAK:
        return None
    return _unclear()


def _unclear(lead: str = "I can't tell for sure what that is about. Please name the allies and the measure.") -> Answer:
    return plain(Outcome.CLARIFY, lead, "a follow-up that can't be taken up", ("Who spends the least on defence?", "Who joined NATO last?"))


def _asked(query: Query, context: Context) -> Answer:
    return _carried(kinds()[query.kind].answer(query, context), query, context)


def _pronoun(frame: Frame, view: View, context: Context, answer: Answer, query: Query) -> Answer | None:
    """A question of its own about "it", "they", "these": the last answer's subjects stand in."""
    from bot.ask import weigh, winner

    words = [token.norm for token in frame.tokens if token.kind == "word"]
    if frame.has("opinion") and "should" in words:
        return None
    pointing = bool(words) and words[-1] in _POINTING and query.kind != "statement"
    pointed = frame.has("pronoun", "others") or pointing
    if not pointed and (frame.names or winner(weigh(frame, view))):
        return None
    named = _meant(answer, query, view, personal=bool(_PERSONAL & set(words)))
    others = any(name.kind in ("ally", "capital", "group") for name in frame.names)
    if not named or (others and not frame.has("compare", "than")):
        return None
    weighed = weigh(replace(frame, implied=tuple(named)), view)
    best = winner([row for row in weighed if _about(row.reading.query, named)])
    if best is None or _same(best.reading.query, query, frame):
        return None
    if not pointed and not frame.cues.keys() - BACKGROUND - _WEAK and not frame.has("spend", "outlay", "share", "gdp", "defence"):
        return None
    asked = _of_its_measure(replace(best.reading.query, carried=("subjects",)), query, frame)
    return _asked(_of_its_year(asked, query, frame), context)


_MEASURED = ("rank", "met", "gap", "screen", "compare", "trend", "among")


def _of_its_measure(asked: Query, before: Query, frame: Frame) -> Query:
    """ "What was it in 2024?" behind an order by equipment, or a line for it, is asked of equipment."""
    own = indicator(frame) or frame.has("spend", "outlay", "share", "gdp", "defence", "money", "contribute")
    if own or asked.kind != "status" or before.kind not in _MEASURED or before.everywhere or not before.indicator:
        return asked
    return replace(asked, indicator=before.indicator, carried=(*asked.carried, "indicator"))


def _of_its_year(asked: Query, before: Query, frame: Frame) -> Query:
    """ "What do they spend together?" behind figures of one past year is asked of that year."""
    alike = {asked.kind, before.kind} <= {"status", "total", "compare"} and before.start in (None, before.end)
    if not alike or not before.end or asked.start or asked.end or frame.moments or frame.has("current"):
        return asked
    return replace(asked, end=before.end, carried=(*asked.carried, "year"))


def _about(query: Query, named: Sequence[Name]) -> bool:
    """Whether the query is about those that the pronoun stands for."""
    held = {*query.subjects, *query.people, *query.outsiders, *query.others, *query.groups, *query.excluded}
    return all(name.id in held for name in named)


def _meant(answer: Answer, query: Query, view: View, *, personal: bool) -> list[Name]:
    """Whom the pronoun stands for: a person for "he", else the allies, the states or the person asked about."""
    people = [id_ for id_ in (*answer.subjects, *query.people) if id_ in view.base.people][:1]
    if personal and people:
        return [Name("person", id_, "subject", 0, 0) for id_ in people]
    allies = [id_ for id_ in answer.subjects if id_ in view.base.allies or id_ in view.base.groups]
    if len(allies) > _MANY:
        return []
    allies = allies or [id_ for id_ in query.subjects if id_ in view.base.allies]
    if not allies and not personal and (states := [id_ for id_ in query.outsiders if id_ in view.base.non_members]):
        return [Name("nonmember", id_, "subject", 0, 0) for id_ in states]
    named = [Name("ally" if id_ in view.base.allies else "group", id_, "subject", 0, 0) for id_ in allies]
    return named or [Name("person", id_, "subject", 0, 0) for id_ in people]


def _completed(frame: Frame, view: View, context: Context, last: Turn, *, alone: bool = True) -> Answer | None:
    """A fragment ("since when?", "and where?") read together with the names and cues of the question before it."""
    from bot.ask import weigh, winner

    said = {s.id for m in frame.mentions for s in m.senses if s.kind == "cue"} - BACKGROUND
    telling = said or frame.names or frame.moments or frame.quantities or frame.has("who", "which")
    if len(frame.tokens) > _FRAGMENT or not telling or (alone and winner(weigh(frame, view))):
        return None
    best = winner(weigh(frame.after(last.frame), view))
    if best is None or (last.answer.query and _same(best.reading.query, last.answer.query, frame)) or not _holds(best.reading.query, frame):
        return None
    if _strayed(frame, best.reading.query) or (last.answer.query and numbered_article(frame, last.answer.query, view) is not None):
        return None  # something is lost, or an article of the treaty that is not explained here
    answer = best.kind.answer(best.reading.query, context)
    return replace(answer, reading=f"{answer.reading}; read together with the question before")


def _strayed(frame: Frame, query: Query) -> bool:
    """Whether the reading lost what the fragment says: its negation, or what it counts."""
    denied = frame.has("not") and query.kind in _FIGURES and not query.negated and not query.order
    return denied or (frame.has("how_many") and query.kind == "summit")


def _holds(query: Query, frame: Frame) -> bool:
    """Whether every ally that the fragment names has a place in the query."""
    held = {*query.subjects, *query.others, *query.groups, *query.excluded}
    return query.kind == "statement" or all(id_ in held for id_ in frame.ids("ally"))


def _carried(answer: Answer, query: Query, context: Context) -> Answer:
    """Say what was taken over from the conversation."""
    names = {
        "subjects": context.names([s for s in query.subjects if s != "NATO"]) or "NATO", "bounds": "the line", "indicator": "the measure",
        "year": "the year", "groups": context.names(query.groups), "target": "the commitment", "condition": "the condition",
        "topic": "the topic", "summit": "the summit", "order": "the order",
    }  # fmt: skip
    said = phrase.join([names[slot] for slot in query.carried if slot in names])
    return replace(answer, reading=f"{answer.reading}; carried over: {said}") if said else answer
