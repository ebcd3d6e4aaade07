"""The last query with the slots that a follow-up names: another ally, year, measure, line or place in the order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot import targets
from bot.language.frame import Bound, Frame
from bot.query import Query
from bot.questions import BACKGROUND
from bot.slots import Whose, currency, expand, indicator, period, whose
from bot.stretch import moment_slots
from knowledge.base import View

_OPENERS = (
    "and", "what about", "how about", "same for", "what of", "compare with", "compare to", "compare that", "compare it", "compared to",
    "compared with", "vs", "versus", "or", "but", "also", "only", "in", "since", "as", "then", "now", "no i meant", "i meant", "i mean",
    "no i ment", "rather", "without", "excluding", "except", "by", "for", "with", "per",
    "who was it", "what was it", "which was it", "how was it",
)  # fmt: skip
_OWN = (
    "meet miss gap cost most least rank change rise fall total average path compare say member join leave summit agree against support "
    "position deadline counts binding founded who which how_many how_much when where is_true expel owe budget_common help greet thanks "
    "offtopic opinion forecast missing causal edition other_source eligible want_join minister premier president spend outlay pays_for "
    "proportion attend review"
).split()
_ALONE = ("spend outlay member join summit say greet thanks help offtopic missing joke bye who_are_you wrong_you your_data tongue").split()
_BARRED = ("opinion", "forecast", "missing", "offtopic", "causal", "counts", "joke", "help", "who_are_you")
_FOREIGN = frozenset("against support position meet miss spend outlay binding exempt changed_mind gap cost say".split())
_OF_TARGET = ("deadline", "review", "who", "when", "where", "before", "core", "related")
_TIMES = (("since_when", "since"), ("first_time", "first"), ("ever", "ever"), ("run", "run"), ("when", "first"))
_MOVED = ("more_bare", "less_bare", "more", "less", "rise", "fall")
_FIGURES = ("status", "met", "gap", "cost", "path", "rank", "screen", "compare", "trend", "total", "portion", "steps", "overtake")
_NAMED = (*_FIGURES, "membership", "office", "stance", "commitment", "edition")
_WHOLE = ("status", "gap", "trend", "total", "compare", "path")
_FEW = 6
_ALL = 32


def recast(frame: Frame, query: Query, view: View) -> Query | None:
    """The last query with the slots that the follow-up names; None where it is a question of its own."""
    if query.kind in ("rank", "leader") and _of_the_first(frame):
        return None
    again = _again(frame, query)
    if frame.unknown or not (_elliptic(frame) or again) or frame.has(*(cue for cue in _BARRED if not again or cue != "forecast")):
        return None
    if query.kind == "commitment" and frame.starts_raw("by when", "until when", "when is it due", "and by when") and not frame.names:
        return replace(query, op="deadline", carried=("target",))
    if query.kind == "commitment" and (_FOREIGN - BACKGROUND) & frame.cues.keys():
        return None
    words = frame.bag
    if query.kind == "commitment" and (frame.has(*_OF_TARGET) or "when" in words):
        return replace(query, op=_of_target(frame, words), carried=("target",))
    changes = slots(frame, query, view)
    if frame.has("current") and not frame.moments and (query.start or query.end or query.day or query.on):
        changes = {"start": None, "end": None, "day": None, "on": ""} | changes  # "and now?"
    if query.kind == "screen" and frame.has("which", "who", "list", "how_many", "nobody", "others") and not changes:
        op = "count" if frame.has("how_many") else "list"
        return replace(query, op=op, negated=frame.has("not", "others", "missing", "miss") != query.negated, carried=("condition",))
    if query.kind == "met" and query.bounds and (op := next((op for cue, op in _TIMES if frame.has(cue)), "")):
        return replace(query, **{"end": None, **changes}, op=op, start=None, year=None, years=(), carried=("subjects", "bounds"))
    return _changed(frame, query, changes) if changes else None


def _of_the_first(frame: Frame) -> bool:
    """Whether it asks something of whoever came out first: "what is its equipment share", "how many soldiers does it have"."""
    asks = frame.starts("how much", "how many", "how far", "how big", "what", "whats", "is it", "does it", "has it", "did it")
    return asks and frame.holds("it", "its") and not frame.has("who", "which", "most", "least", "rank")


def _changed(frame: Frame, query: Query, changes: dict[str, Any]) -> Query:
    """The query with the changed slots, as another kind where they call for one."""
    names = ("subjects", "bounds", "year", "indicator", "groups")
    kept = tuple(name for name in names if name not in changes and getattr(query, name, None))
    if frame.has("compare", "than") and changes.get("subjects") and query.subjects:
        both = tuple(dict.fromkeys((*query.subjects, *changes["subjects"])))
        side = "less" if frame.has("less", "less_bare") else "more" if frame.has("more", "more_bare") else ""
        asked = bool(side) and (frame.yes_no or "?" in frame.text)  # "so more than Poland?"
        return replace(query, kind="compare", op="", subjects=both, order=side, negated=asked, carried=("subjects",))
    if query.kind == "status" and changes.get("start") and changes.get("end") is None:
        changes |= {"kind": "trend", "op": "series"}
    if query.kind == "compare" and "subjects" in changes and len(changes["subjects"]) == 1 and query.subjects[-1:] == ("NATO",):
        changes["subjects"] = (*changes["subjects"], "NATO")  # the average stays what is compared with
    elif query.kind == "compare" and "subjects" in changes and len(changes["subjects"]) == 1:
        changes["subjects"] = (query.subjects[0], *changes["subjects"])
    return replace(query, **changes, carried=kept)


def _of_target(frame: Frame, words: frozenset[str]) -> str:
    """What is asked of the target that was explained."""
    if frame.has("deadline") or {"by", "due", "until"} & words:
        return "deadline"
    aspects = (("review", "review"), ("before", "before"), ("core", "parts"), ("related", "parts"))
    return next((op for cue, op in aspects if frame.has(cue)), "agreed")


def slots(frame: Frame, query: Query, view: View) -> dict[str, Any]:
    """The slots that the follow-up fills anew."""
    if query.kind == "rank" and frame.has("next"):
        return {}
    if query.kind == "summit" and (frame.moments or frame.has("next", "last", "before", "host", "where", "when")):
        return {}
    who = _who(frame, query, view)
    changes = _subjects(frame, query, who, view)
    if query.kind == "membership" and (states := frame.ids("nonmember", "country", role="subject")):
        changes = {"subjects": who.allies, "outsiders": tuple(states)}
    if who.excluded:
        changes |= {"excluded": who.excluded}
    if query.kind == "members" and query.op == "joined" and (dates := moment_slots(frame)):
        changes |= {"start": None, "end": None, "day": None, "order": ""} | dates
    if query.kind in (*_FIGURES, "leader"):
        if measure := indicator(frame):
            changes |= _measure(query, measure, currency(frame, view))
        changes |= _time(frame, query) | _line(frame, query)
    if query.kind == "rank":
        changes |= _order(frame)
    return changes


def _who(frame: Frame, query: Query, view: View) -> Whose:
    """Who is named, less the one that is taken back and, for "the other two", less those that were asked for before."""
    who = whose(frame, view)
    first = next((name for name in frame.names if name.kind in ("ally", "capital")), None)
    if len(who.allies) > 1 and first and first.start and frame.tokens[first.start - 1].norm == "not":
        who = who._replace(allies=who.allies[1:])
    if frame.has("others") and who.groups:
        rest = [member for member in expand(who.groups, view) if member not in query.subjects]
        who = who._replace(allies=tuple(rest), groups=())
    return who


def _subjects(frame: Frame, query: Query, who: Whose, view: View) -> dict[str, Any]:
    """Other allies or groups; one ally after a list is asked about by itself."""
    if not (who.named and query.kind in _NAMED):
        if not frame.has("nato") or query.kind not in _WHOLE:
            return {}
        summed = query.kind == "status"
        return {"subjects": ("NATO",), "kind": "total" if summed else query.kind, "op": "total" if summed else query.op}
    if query.kind == "office" and not who.allies:
        return {}
    pool = query.kind in ("screen", "rank") or (query.kind == "trend" and query.op == "movers")
    if pool and query.op not in ("place", "after") and who.allies and not who.groups and not query.subjects:
        return {"kind": "met" if query.kind == "screen" else "status", "op": "", "subjects": who.allies, "negated": False}
    if pool and who.groups:
        return {"groups": who.groups}
    if query.kind == "portion" and who.groups and not who.allies:
        return {"others": who.groups[:1]}
    return {"subjects": (*who.allies, *(who.groups if query.kind in _FIGURES else expand(who.groups, view)))}


def _time(frame: Frame, query: Query) -> dict[str, Any]:
    """Another year or period; "more than last year" asks for the change since."""
    if not frame.moments:
        return {}
    first, last = period(frame)
    if query.kind in ("status", "trend") and first and first == last and frame.has(*_MOVED):
        changes: dict[str, Any] = {"kind": "trend", "op": "series", "start": first, "end": None, "order": "", "negated": False}
        if frame.yes_no or "?" in frame.text:
            fell = frame.has("less", "less_bare", "fall") != frame.past  # "was it more then" asks whether it has fallen since
            changes |= {"order": "fall" if fell else "rise", "negated": True, "everywhere": True}
        return changes
    return {"start": first, "end": last}


def _line(frame: Frame, query: Query) -> dict[str, Any]:
    """Another line, or the other side of it: "and above?"."""
    if not query.bounds:
        return {}
    if frame.bounds and (around := _around(frame, query)):
        return {"bounds": around}
    if frame.bounds:
        return {"bounds": tuple(b if b.op else b._replace(op=query.bounds[0].op) for b in frame.bounds[:2])}
    side = ">" if frame.has("more", "more_bare") else "<" if frame.has("less", "less_bare") else ""
    if side and query.kind == "screen" and len(query.bounds) == 1:
        return {"bounds": (query.bounds[0]._replace(op=side),), "negated": False}
    return {}


def _around(frame: Frame, query: Query) -> tuple[Bound, ...]:
    """ "And of 2 %?" after those within half a point of 3.5 %: the same stretch around the other line; empty where there is none."""
    low, high = (*query.bounds, *query.bounds)[:2] if len(query.bounds) > 1 else (None, None)
    (line,) = frame.bounds[:1]
    if low is None or high is None or line.op or len(frame.bounds) > 1 or low.op != ">=" or high.op != "<=":
        return ()
    half = (high.value - low.value) / 2
    return low._replace(value=line.value - half), high._replace(value=line.value + half)


def _order(frame: Frame) -> dict[str, Any]:
    """The other end of the order, another place in it, another number of allies."""
    changes: dict[str, Any] = {}
    if frame.has("most", "least"):
        changes |= {"order": "least" if frame.has("least") else "most"}
    if frame.ordinal or frame.has("after"):
        changes |= {"step": Decimal(frame.ordinal or 2)}
    whole = (int(q.value) for q in frame.quantities if q.unit == "" and 1 <= q.value <= _ALL and q.value == int(q.value))
    if count := next(whole, None):
        changes |= {"limit": count, "negated": False}
    return changes


def _measure(query: Query, measure: str, money: str) -> dict[str, Any]:
    """Another measure for the same question; a line on shares goes over to equipment's own."""
    if query.kind == "met" and measure == "equipment":
        return {"indicator": "equipment", "target": "equipment", "bounds": (targets.share(targets.EQUIPMENT),)}
    if query.kind in ("gap", "cost", "path"):
        return {"money": money}
    if query.kind in ("met", "screen"):
        return {}
    return {"indicator": measure, "money": money, "everywhere": False}


def _again(frame: Frame, query: Query) -> bool:
    """Whether it asks the same of another ally: "and what would it cost France?"."""
    cue = {"cost": "cost", "gap": "gap", "met": "meet"}.get(query.kind, "")
    if not cue or not frame.has(cue) or not frame.starts_raw("and", "or", "but", "what about", "how about"):
        return False
    return bool(frame.ids("ally", "capital")) and not (frame.quantities or frame.moments or frame.ids("commitment"))


def _elliptic(frame: Frame) -> bool:
    """Whether it can't stand alone: opens like a follow-up, or holds hardly more than a slot."""
    opens = frame.starts_raw(*_OPENERS)
    few = len([token for token in frame.tokens if token.kind in ("word", "number") and token.norm != "the"]) <= _FEW
    asked = frame.has("who", "which", "how_many", "list", "nobody", "everybody")
    if frame.has("allies", "nobody", "everybody") and asked and not opens:
        return False
    return (opens and (few or not frame.has(*_OWN))) or (few and not frame.has(*_ALONE))
