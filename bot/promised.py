"""How questions about commitments are read: which is meant, by name, maker, year or claim, and what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot import targets
from bot.language.frame import Bound, Frame
from bot.query import Query
from bot.questions import Reading
from knowledge.base import View
from knowledge.when import last_day

NAME = "commitment"

OF_ALL = ("guideline", "pledge", "commitment")
_DOCS = {"doc-hague": "hague-2025", "doc-wales": "wales-2014", "doc-vilnius": "vilnius-2023", "doc-ankara": "ankara-2026"}
"""Declaration → the commitment that stands in it."""
_FIVE = Decimal(5)
EARLIEST = {"first", "originally", "introduced", "invented", "introduce", "invent", "origin", "came", "initially", "start", "started"}


def commitments(frame: Frame, view: View) -> list[str]:
    """The commitments named, in a declaration's name too."""
    found = [id_ for id_ in frame.ids("commitment") if id_ in view.base.commitments]
    signing = {"sign", "signed", "signs", "agree", "agreed", "adopt", "adopted", "approved", "endorsed"} & {
        token.norm for token in frame.tokens
    }
    found += [_DOCS[id_] for id_ in frame.ids("reference") if id_ in _DOCS and not frame.bounds and signing]
    return list(dict.fromkeys(found))


_WEAK = {
    "plan",
    "plans",
    "deal",
    "agreement",
    "rule",
    "line",
    "bar",
    "mark",
    "aim",
    "aims",
    "promise",
    "promises",
    "standard",
    "limit",
    "floor",
}


def weakly(frame: Frame) -> bool:
    """Whether only a word such as "plan" could mean the target, and nothing of the field stands beside it."""
    words = {token.norm for m in frame.cues.get("target", ()) for token in frame.tokens[m.start : m.end]}
    field = frame.has("nato", "of_nato", "in_nato", "spend", "outlay", "defence", "allies", "current", "share", "gdp")
    return bool(words) and words <= _WEAK and not field


def history(frame: Frame) -> bool:
    """Whether the commitments are asked for one after another: "list all NATO spending targets", "how has it changed"."""
    words = frame.bag
    if (
        not frame.has("target")
        or frame.bounds
        or frame.ids("ally", "group", "person", "summit")
        or frame.has("national_plan", "meet", "miss")
    ):
        return False
    several = (
        words & {"targets", "commitments", "goals"} and frame.has("list", "which", "what") and frame.has("nato") and not frame.has("allies")
    )
    changed = (
        frame.has("change")
        and not frame.has("counts")
        and (words & {"history", "time", "evolution", "timeline", "years"} or frame.has("how"))
    )
    return bool(several or changed)


def by_all(frame: Frame) -> bool:
    """Whether it asks if everybody agreed: "did all 32 sign up for the 5"."""
    return frame.has("agree") and frame.has("everybody") and not frame.has("meet", "spend", "how_many")


def looks_again(frame: Frame) -> bool:
    """ "When do they look at the 5 % again": its review."""
    words = frame.words
    place = next((i for i, word in enumerate(words) if word in ("look", "looked", "looking", "visit", "examine", "discuss")), len(words))
    return frame.has("when") and "again" in words[place:] and any(bound.unit == "%" for bound in frame.bounds)


def vowed(frame: Frame) -> bool:
    """Whether it is "what did X pledge"."""
    mentions = (*frame.cues.get("avow", ()), *frame.cues.get("target", ()))
    words = {token.norm for m in mentions for token in frame.tokens[m.start : m.end]}
    return frame.has("what") and bool(words & {"pledge", "pledged", "promise", "promised"}) and not frame.has("spend", "say")


def special(frame: Frame, view: View) -> Reading | None:
    """Questions that name their commitment by its makers, its author, or by what is claimed of it."""
    bounds = tuple(b for b in frame.bounds if b.unit == "%")[:1]
    groups, allies, people = set(frame.ids("group")), set(frame.ids("ally", "capital")), set(frame.ids("person"))
    said = frame.has("target", "agree", "say", "national_plan")
    if found := _by_turn(frame, view, bounds):
        return found
    b9 = "bucharest-nine" in groups and groups <= {"bucharest-nine", "nordics"} and allies <= {"LTU"}
    if b9 and said and not frame.has("which", "how_many") and frame.years in ([], [2025]):
        return _reading("what", ("b9-nordic-2025",), "#group #ally #year #day premier politician leaders say")
    if groups or allies or len(people) > 1:
        return None
    if people <= {"trump"} and frame.has("demand") and bounds and bounds[0].value == targets.WHOLE and frame.has("who", "when", "is_true"):
        return _reading("what", ("trump-5pct-demand",), "demand #person who")
    if people == {"rutte"} and bounds and frame.has("want") and frame.has("deadline", "when"):
        return _reading("proposed", (), "#person want")
    if people <= {"trump"} and frame.has("abolish") and (bounds or frame.has("target")) and not frame.yes_no:
        return _reading("dropped", (), "#person abolish current #year", bounds)
    if frame.has("why") and bounds and not people and frame.has("agree", "deadline"):
        held = [c for c in view.commitments.values() if c.kind in OF_ALL and bounds[0].value in (c.share, c.core, c.related)]
        newest = targets.in_force(view)
        if not held:
            return _reading("what", (), "why why_bare #summit allies", bounds)
        if frame.has("deadline") and newest and newest.by and frame.years and newest.by not in frame.years:
            return _reading("deadline", (), "why why_bare #year", bounds, claimed=frame.years[0])
    return _before_summit(frame, view) or (None if people else _claimed_year(frame, bounds))


def _by_turn(frame: Frame, view: View, bounds: tuple[Bound, ...]) -> Reading | None:
    """Those that a summit, a first demand or a successor points at."""
    others = (_first_named, _at_which, _of_summit, _replaced)
    return next((found for other in others if (found := other(frame, view, bounds))), None)


_NAMING = frozenset("proposed propose suggested suggest floated raised demanded demand mentioned brought wanted asked called".split())


def _first_named(frame: Frame, view: View, bounds: tuple[Bound, ...]) -> Reading | None:
    """ "Who proposed 5 % first": everything from the first demand of the share to what was agreed, newest first."""
    first = {"first", "originally", "initially"} & frame.bag
    if not (first and bounds and _NAMING & frame.bag and frame.has("who", "when")) or frame.moments:
        return None
    if any(name.kind != "reference" for name in frame.names) or frame.has("spend", "outlay", "meet", "allies", "which", "not"):
        return None
    if any(frame.words[m.start] not in _NAMING for m in frame.cues.get("say", ())):
        return None
    rows = [c for c in view.commitments.values() if bounds[0].value == c.share and not c.members]
    rows.sort(key=lambda c: last_day(c.on), reverse=True)
    raised = any(c.kind == "demand" for c in rows)
    return _reading("agreed", tuple(c.id for c in rows), "first_time #ordinal who when demand avow say", bounds) if raised else None


def _at_which(frame: Frame, view: View, bounds: tuple[Bound, ...]) -> Reading | None:
    """ "At which summit did they pledge 2 %": the commitments to it that a summit made."""
    made = frame.has("agree", "avow", "target") or {"had", "brought", "produced"} & frame.bag
    if not (bounds and frame.has("summit") and frame.has("which", "what", "where", "when") and made):
        return None
    if (
        frame.ids("ally", "capital", "group", "person", "summit")
        or frame.moments
        or frame.has("how_many", "how_much", "meet", "gap", "not")
    ):
        return None
    rows = [c for c in view.commitments.values() if c.kind in OF_ALL and c.summit and bounds[0].value in (c.share, c.core, c.related)]
    words = frame.bag
    if words & {"towards", "toward", "decade", "ten"}:
        rows = [c for c in rows if "towards" in c.text] or rows
    if words & {"floor", "minimum", "least"}:
        rows = [c for c in rows if "least" in c.text] or rows
    rows.sort(key=lambda c: last_day(c.on), reverse=True)
    return _reading("agreed", tuple(c.id for c in rows), "leaders decade spend share which summit #person #count", bounds) if rows else None


def _of_summit(frame: Frame, view: View, bounds: tuple[Bound, ...]) -> Reading | None:
    """ "What did the Vilnius summit say on 2 %": the commitment to it that the summit made."""
    summits = frame.ids("summit")
    told = frame.has("what") and frame.has("say", "agree", "avow", "change") and not frame.yes_no
    if len(summits) != 1 or not bounds or not told or frame.ids("ally", "group", "person", "country"):
        return None
    made = [c for c in view.commitments.values() if c.summit == summits[0] and c.kind in OF_ALL]
    topics = tuple(c.id for c in made if bounds[0].value in (c.share, c.core, c.related))
    return _reading("what", topics, "#summit say say_soft agree avow change", bounds) if topics else None


def _replaced(frame: Frame, view: View, bounds: tuple[Bound, ...]) -> Reading | None:
    """ "What replaced the 2 %": what is in force now."""
    newest = targets.in_force(view)
    asked = bounds and frame.starts("what replaced", "what has replaced", "what superseded", "what came after", "what follows")
    return _reading("what", (newest.id,), "before after succeed", bounds) if asked and newest else None


def _claimed_year(frame: Frame, bounds: tuple[Bound, ...]) -> Reading | None:
    """ "They say the 5 % has to be reached by 2032": a deadline put to the test."""
    if len(frame.moments) != 1 or frame.moments[0].day:
        return None
    before = frame.preposition(frame.moments[0])
    due = before == "for" and frame.has("target") and frame.asserts
    if before not in ("by", "until", "till") and not due and not (before == "in" and frame.has("binding") and frame.has("meet")):
        return None
    asked = frame.has(
        "how_many", "how_much", "which", "who", "list", "when", "spend", "most", "least", "average", "total", "rank", "path", "cost"
    )
    if not (bounds or frame.has("target")) or asked or not frame.has("binding", "meet", "deadline", "agree", "target"):
        return None
    if not (frame.yes_no or frame.has("is_true") or frame.asserts) or any(n.kind not in ("reference", "commitment") for n in frame.names):
        return None
    return _reading("deadline", (), "say pronoun everybody list avow need", bounds, claimed=frame.moments[0].year)


def _before_summit(frame: Frame, view: View) -> Reading | None:
    """ "Before Wales, was there any number?": what held before the commitment of a summit."""
    figure = {"number", "figure", "target", "goal", "percentage", "norm", "benchmark", "guideline", "rule"} & frame.bag
    summits = frame.ids("summit")
    if not frame.has("before") or len(summits) != 1 or not figure or frame.ids("ally", "group", "person") or frame.moments:
        return None
    found = [c.id for c in view.commitments.values() if c.summit == summits[0] and c.kind in OF_ALL]
    return _reading("before", tuple(found), "#summit before") if found else None


def _reading(op: str, topics: tuple[str, ...], more: str, bounds: tuple[Bound, ...] = (), claimed: int | None = None) -> Reading:
    query = Query(kind=NAME, op=op, topics=topics, bounds=bounds, start=claimed, end=claimed, negated=claimed is not None)
    return Reading(query, 2, frozenset(more.split()))


def _tabled(frame: Frame) -> bool:
    """Whether it is what was proposed, or the date that was first meant."""
    first = {"original", "originally", "initial", "initially"} & frame.bag and _FIVE in {bound.value for bound in frame.bounds}
    return any(words in frame.line for words in ("on the table", "propos", "compromise")) or bool(frame.has("deadline") and first)


def aspect(frame: Frame, named: Sequence[str]) -> str:
    words = frame.bag
    if frame.has("review") or looks_again(frame):
        return "review"
    if _tabled(frame):
        return "proposed"
    before_when = {frame.tokens[m.start - 1].norm for m in frame.cues.get("when", ()) if m.start}
    by_when = frame.has("when") and (words & {"due", "until", "must", "expire"} or before_when & {"by", "until"} or frame.moments)
    if frame.has("deadline") and frame.has("before") and frame.has("what") and not frame.bounds:
        return "before"
    if frame.has("deadline") or by_when or (frame.has("how_long", "until") and frame.has("target")):
        return "deadline"
    if history(frame):
        return "history"
    if any(all(m.end != moment.start for moment in frame.moments) for m in frame.cues.get("before", ())) and not frame.has("current"):
        return "before"
    if frame.has("counts", "core", "related"):
        return "parts"
    if frame.has("document") or (
        frame.has("agree", "who", "where", "when", "since_when") and frame.has("agree", "when", "where", "target", "since_when")
    ):
        return "agreed"
    if (
        frame.has("what", "definition", "current", "how_much", "how", "is_true")
        or frame.starts("nato", "the", "natos", "explain")
        or not frame.is_question
    ):
        return "what"
    return "what" if named and frame.yes_no and frame.has("or") else ""


def _by_origin(frame: Frame, view: View, named: Sequence[str]) -> tuple[str, ...]:
    """The commitments to 2 % or 5 % one after the other, or that of the year named, where it is asked where it comes from."""
    shared = {c.id for c in view.commitments.values() if c.kind in OF_ALL and c.share == targets.GUIDELINE}
    origin = (
        frame.has("source")
        or (frame.has("minister") and frame.has("agree"))
        or EARLIEST & frame.bag
        or (frame.has("since_when", "when", "who") and not frame.has("deadline", "before"))
    )
    made_then = [c.id for c in view.commitments.values() if c.id in shared and last_day(c.on).year in frame.years]
    if origin and made_then and two(frame) and not frame.ids("summit"):
        return tuple(made_then)
    if origin and (set(named) <= {"wales-2014"} and (named or frame.bounds)) and two(frame) and not frame.ids("summit"):
        return tuple(sorted(shared, key=lambda id_: last_day(view.commitments[id_].on), reverse=True))
    asked = frame.has("source") or (frame.has("who") and {"came", "idea"} & frame.bag)
    if asked and any(bound.value == _FIVE for bound in frame.bounds):
        rows = [c for c in view.commitments.values() if c.share == _FIVE and not c.members]
        return tuple(c.id for c in sorted(rows, key=lambda c: last_day(c.on), reverse=True))  # from the first demand to what was agreed
    return ()


def which(frame: Frame, view: View, named: Sequence[str]) -> tuple[str, ...]:
    """The commitments that the question can mean, by name, number, summit or year; none means the newest."""
    if settled := _by_ministers(frame, view, named) or _by_origin(frame, view, named):
        return settled
    if named:
        return tuple(named)
    at_summit = [c.id for c in view.commitments.values() if c.summit in frame.ids("summit") and c.kind in OF_ALL]
    if at_summit:
        return tuple(at_summit)
    for bound in sorted(frame.bounds, key=lambda bound: -bound.value):
        if bound.value == targets.EQUIPMENT:
            return ("wales-2014",)
        rows = [c for c in view.commitments.values() if c.kind in OF_ALL and bound.value in (c.share, c.core, c.related)]
        rows = [c for c in rows if last_day(c.on).year in frame.years] or rows
        if rows:
            return (max(rows, key=lambda c: last_day(c.on)).id,)
    if frame.has("equipment"):
        return ("wales-2014",)
    if frame.years and not frame.has("deadline", "before", "review") and not any(frame.preposition(m) == "by" for m in frame.moments):
        rows = [c for c in view.commitments.values() if c.kind in OF_ALL and last_day(c.on).year in frame.years]
        return tuple(c.id for c in rows)
    return ()


def _by_ministers(frame: Frame, view: View, named: Sequence[str]) -> tuple[str, ...]:
    """What ministers, not leaders, agreed in the year named."""
    if named or not (frame.has("minister") and frame.has("agree")):
        return ()
    rows = [c for c in view.commitments.values() if "ministers" in c.venue and c.kind not in ("proposal", "demand")]
    return tuple(c.id for c in rows if last_day(c.on).year in frame.years)


def two(frame: Frame) -> bool:
    """Whether the 2 % is named, with no other share."""
    shares = {bound.value for bound in frame.bounds if bound.unit == "%"}
    return shares <= {targets.GUIDELINE} and (bool(shares) or "two-percent" in frame.ids("reference"))
