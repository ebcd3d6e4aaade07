"""Trend: how a figure changed over years; who rose or fell most; year by year; the extreme year of one ally."""

from __future__ import annotations

from collections.abc import Sequence

from bot import moves
from bot.extent import any_of
from bot.language.frame import Frame
from bot.measures import advice, alone, of_members, text_of
from bot.movement import answer
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import Whose, indicator, of_another_whole, whose
from knowledge.base import View

NAME = "trend"


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    stands_out = moves.stands_out(frame, who)
    joined = moves.since_joining(frame, who, view)
    if (
        frame.has(*_elsewhere(frame) - ({"join"} if joined else set()))
        or advice(frame)
        or ((step := moves.moved_by(frame)) and (step.unit != "%" or step.op))
        or of_members(frame)
        or (frame.has("meet") and not stands_out)
    ):
        return None
    moving = _moving(frame)
    extreme = frame.has("most", "least")
    wide = frame.has("who", "which", "allies", "everybody", "nobody", "list", "how_many") or extreme
    first, last = moves.span(frame, moving, wide)
    if joined:
        first, last = joined, None
    span = first != last and bool(frame.moments or joined)
    when = stands_out
    if (
        not (moving or span or when)
        or (frame.has("ever") and moves.less_than_in(frame))  # any year against that one, not the newest
        or (frame.bounds and not moves.claimed(frame) and not (when and len(frame.bounds) == 1 and not frame.bounds[0].op))
        or (frame.has("total") and not moving and not frame.has("compare"))
        or (frame.has("rank") and who.allies and not when)
    ):
        return None
    subjects = (*who.allies, *who.groups) or (("NATO",) if moves.of_nato(frame) and (when or not wide) else ())
    unnamed = not subjects and moving and _of_nobody(frame, wide)
    subjects = ("NATO",) if unnamed else subjects
    op = _op(frame, who, when, moving, extreme, wide)
    yearly = op == "series" and moving and moves.a_year(frame)
    if who.excluded and subjects == ("NATO",):
        return None  # the movement of a sum without somebody is in no table
    if op == "series" and set(who.others) - {"NATO"}:
        return None  # more than another spent over the years, not than in another year
    if _unread(frame, op, subjects, moving or when) or _in_a_row(frame, wide) or (_taken_together(frame, who, op) and not yearly):
        return None
    measure = _measure(frame, op, first, last)
    one_rate = measure == "real_change" and who.allies and len(frame.moments) == 1
    if of_another_whole(frame, measure) or (one_rate and (first == (last or 0) - 1 or (first == last and _published(view, who, last)))):
        return None
    query = Query(
        kind=NAME,
        op=op,
        subjects=subjects if op != "movers" else who.allies,
        groups=who.groups if op == "movers" else (),
        excluded=who.excluded,
        indicator=measure if measure != "gdp" or not frame.has("spend", "outlay", "defence", "share") else "share",
        start=None if (peak := _peak(frame, when)) else first,
        end=None if peak else last,
        year=peak,
        edition=str(frame.edition or ""),
        order=_end(frame) if when else _order(frame),
        limit=_limit(frame),
        everywhere=not measure,
        negated=_judged(frame),
        step=moves.times(frame),
        bounds=tuple(frame.bounds[:1]),
        words=_words(frame, extreme),
        topics=("unnamed",)
        if unnamed
        else ("yearly",)
        if yearly
        else ("percent",)
        if moves.in_percent(frame) or frame.holds("fastest", "quickest", "percentage", "relative")
        else (),
    )
    extra = [
        *(["#bound"] if frame.bounds else []),
        *(["ever", "when", "meet"] if when else []),
        *(["before"] if moves.year_before(frame) or any(frame.preposition(m) == "before" for m in frame.moments) else []),
        *(["gap"] if moving and frame.has("than") else []),
        *(["path"] if frame.has("path") else []),
        *(["pronoun", "in_nato", "of_nato", "member"] if joined else []),
        *(["gap", "compare", "average", "yearly"] if yearly else []),
        *(["ratio"] if moves.times(frame) else []),
        *(["until"] if frame.moments and last is None else []),
        *(["proportion", "nato_whole"] if subjects == ("NATO",) and moving and not frame.has("share") else []),
    ]
    return Reading(
        query, weight=0.8 if moving else 1.2 if op == "series" and moves.stretch(frame) else 0.3, uses=frozenset(extra), heading=unnamed
    )


def _of_nobody(frame: Frame, wide: bool) -> bool:
    """ "How has spending risen since 2014": nobody's, so the alliance's as a whole."""
    named = any(name.end and name.kind not in ("reference", "currency") for name in frame.names)
    told = frame.has("spend", "outlay", "defence", "share", "equipment", "personnel")
    return (
        told
        and not wide
        and not named
        and (frame.has("how", "what", "change") or frame.starts("by how"))
        and not frame.has("pronoun", "why", "say")
    )


_ELSEWHERE = "summit join say path changed_mind target crossed edition widen narrow closer".split()


def _elsewhere(frame: Frame) -> set[str]:
    """The cues of other kinds."""
    before_now = bool(frame.years) and max(frame.years) <= frame.today.year
    added = (frame.has("personnel", "money") or before_now) and moves.adding(frame)
    own = {"join", "path"} if added else {"path"} if moves.how_fast(frame) else set()
    own |= {"join", "path"} if moves.yearly_step(frame) else set()
    return set(_ELSEWHERE) - own


def _peak(frame: Frame, when: bool) -> int | None:
    """The year that is said to stand out: "was 2014 Germany's lowest year"."""
    judged = frame.yes_no or frame.has("is_true") or (frame.asserts and frame.holds("is", "was"))
    return frame.years[0] if when and judged and len(frame.moments) == 1 and _alone(frame) else None


def _alone(frame: Frame) -> bool:
    """Whether no word of time stands before the year: it is what is spoken of."""
    start = frame.moments[0].start
    return frame.words[start - 1 : start] not in (["in"], ["since"], ["until"], ["by"], ["before"], ["after"], ["from"])


def _measure(frame: Frame, op: str, first: int | None, last: int | None) -> str:
    """What moved; "" where nothing is named."""
    measure = indicator(frame)
    if measure in ("", "share") and moves.in_percent(frame):
        return "amount_constant" if op == "movers" else ""  # of what is spent, prices apart
    if measure == "real_change" and first is not None and (last or frame.today.year) - first > 1 and not frame.has("yearly"):
        return "amount_constant"  # the real change of several years is one of money without its prices
    if not measure and not frame.has("spend", "outlay") and frame.holds("army", "armies"):
        return "personnel"
    if not measure and moves.times(frame) and frame.holds("budget", "budgets"):
        return "amount"  # a budget is money
    return measure


def _end(frame: Frame) -> str:
    """Which end of one ally's values: the highest, the lowest, or both."""
    return "both" if frame.has("most") and frame.has("least") else "least" if frame.has("least") else ""


def _unread(frame: Frame, op: str, subjects: Sequence[str], firm: bool) -> bool:
    """Whether the variant lacks what it needs: whose figures, what changed, a count that it can't give."""
    if op == "movers":
        if frame.holds("place", "places", "spot", "spots", "rank", "ranks", "ranking", "positions") or _by_year(frame):
            return True  # who moved in the order, or led it year by year: not in the figure
        return not firm or not (frame.has("rise", "fall", "growth", "than", *_MEASURED) or frame.has("most", "least"))
    if not subjects or (not firm and not frame.has(*_MEASURED) and len(frame.tokens) > 8):
        return True
    if op == "series" and len(subjects) > 1 and frame.has("compare", "than") and _judged(frame) and frame.has("rise", "fall"):
        return True  # whose rise was greater
    if op == "series" and len(subjects) == 1 and frame.has("most", "least") and not frame.has("than", "compare") and not _stood(frame):
        return True  # the biggest of several steps is none between two years
    if op == "series" and len(subjects) == 1 and subjects != ("NATO",) and frame.has("which", "how_many") and frame.has("allies"):
        return True  # which allies are beyond another's figure
    if op == "series" and any(frame.tokens[n.start - 1].norm == "only" for n in frame.names if n.start and n.end):
        return True
    return (
        frame.has("how_many")
        and not frame.has("personnel", "money", "points")
        and "points" not in frame.bag
        and "how many percent" not in frame.line
    )


def _by_year(frame: Frame) -> bool:
    """Whether each year is asked about and no movement: "who spent the most, by year"."""
    told = [text_of(frame, m) for m in frame.cues.get("change", ())]
    return bool(told) and all("year" in text for text in told) and not frame.has("rise", "fall", "growth")


def _stood(frame: Frame) -> bool:
    """Whether a year that stands out is asked for, and nothing of a movement."""
    return not frame.has("rise", "fall", "growth")


def _in_a_row(frame: Frame, wide: bool) -> bool:
    """Whether it asks who rose or fell every year, or if somebody did."""
    row = frame.has("run") or "row" in frame.bag or moves.every_year(frame)
    return frame.has("rise", "fall") and row and (wide or _judged(frame))


def _taken_together(frame: Frame, who: Whose, op: str) -> bool:
    """Whether a total or an average of several is meant, whose movement isn't known."""
    return frame.has("total", "weighted", "average") and (op == "movers" or bool(who.allies and not who.groups))


def _published(view: View, who: Whose, year: int | None) -> bool:
    """Whether the yearly rate of a year stands in a table: a figure of one year, no movement."""
    return any(view.figure("real_change", ally, year or 0, edition.id) for ally in who.allies for edition in view.editions)


_MEASURED = ("spend", "outlay", "share", "defence", "how_much", "gdp", "personnel", "equipment", "money", "since_when")
_NOUNS = (
    "growth",
    "increase",
    "increases",
    "rise",
    "decrease",
    "decline",
    "drop",
    "reduction",
    "cut",
    "cuts",
    "fall",
    "jump",
    "hike",
    "boost",
    "surge",
    "growing",
    "rising",
    "falling",
)


def _moving(frame: Frame) -> bool:
    """Whether a change is asked for: by its verb, by "more than in 2014", or year by year."""
    if (
        frame.has("change", "rise", "fall", "growth")
        or moves.up_or_down(frame)
        or moves.adding(frame)
        or moves.times(frame)
        or moves.yearly_step(frame)
    ):
        return True
    by = any({"more", "less"} & set(text_of(frame, m).split()) for m in frame.cues.get("gap", ()))  # "how much more does … than in 2020"
    if (by or frame.has("more_bare", "less_bare", "more", "less")) and frame.has("than") and frame.moments:
        return (
            len(frame.ids("ally", "capital", "group")) == 1
            or (frame.has("nato") and not frame.ids("ally", "capital", "group"))
            or (not frame.names and frame.has("allies", "who", "which", "everybody", "nobody"))
        )
    each = any(
        text_of(frame, m) in ("each year", "every year", "for each year", "for every year", "by year", "in each year")
        for m in frame.cues.get("yearly", [])
    )
    return each and frame.has("list", "what", "total") and not frame.has("how_many")


def _op(frame: Frame, who: Whose, when: bool, moving: bool, extreme: bool, wide: bool) -> str:
    if when:
        return "extreme"
    if len(who.allies) == 1 and alone(frame) and (_judged(frame) or frame.asserts) and _order(frame) in ("rise", "fall"):
        return "only"
    return (
        "movers"
        if not who.allies
        and wide
        and (moving or extreme)
        and not (who.groups and not extreme and not frame.has("who", "which", "how_many", "list"))
        else "series"
    )


def _order(frame: Frame) -> str:
    if (moved := moves.up_or_down(frame)) and not frame.has("rise", "fall"):
        return moved
    if frame.has("fall") and not frame.has("rise"):
        return "fall"
    if frame.has("rise") or moves.adding(frame) or (moves.times(frame) or 0) > 1:
        return "rise"
    less = frame.has("less_bare", "less") and not frame.has("more_bare", "more")
    if less or frame.has("more_bare", "more"):
        return "fall" if less != moves.backwards(frame) else "rise"
    return "least" if frame.has("least") else ""


def _judged(frame: Frame) -> bool:
    """Whether a yes or a no is wanted: a question with an auxiliary, a claim; no heading such as "spending growth in Romania"."""
    if frame.yes_no or frame.has("is_true"):
        return True
    if frame.has("what", "how", "how_much", "how_many", "when", "why") or frame.starts("by how", "by what"):
        return False
    if moves.times(frame) and frame.asserts:
        return True
    verbs = [text_of(frame, m) for cue in ("rise", "fall", "more_bare", "less_bare", "more", "less") for m in frame.cues.get(cue, [])]
    return frame.asserts and not frame.has("who", "which") and any(verb not in _NOUNS for verb in verbs)


def _words(frame: Frame, extreme: bool) -> tuple[str, ...]:
    if frame.has("why"):
        return ("why",)
    if frame.has("least") and not frame.has("most") and frame.has("rise", "fall", "growth"):
        return ("least",)
    if extreme:
        return ("most",)
    if frame.has("nobody") and not frame.has("who", "which", "how_many"):
        return ("nobody",)
    if frame.has("everybody") and _judged(frame):
        return ("all",)
    if any_of(frame):
        return ("any",)
    return ("count",) if frame.has("how_many") else ()


def _limit(frame: Frame) -> int | None:
    return next((int(q.value) for q in frame.quantities if q.unit == "" and 1 <= q.value <= 32 and q.value == int(q.value)), None)


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #year #count change rise fall growth most least equipment "
        "personnel personnel_share money national constant gdp who list nobody "
        "except everybody compare current last points between total average weighted "
        "outside is_true how_many contribute estimate more less than why yearly join edition or only more_bare less_bare"
    ),
    (
        "How has Denmark's spending changed since 2019?",
        "Who cut spending last year?",
        "Biggest rise since 2014 in points",
        "Lithuania year by year",
        "When did the US spend the most?",
    ),
    alone=uses("#year"),
)
