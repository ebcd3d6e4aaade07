"""Screen: which allies, or how many, satisfy a condition: above, below, between, both lines met, crossed a line."""

from __future__ import annotations

from collections.abc import Sequence

from bot import targets
from bot.conditions import between, comparison, denied, factored, lines_named, multiplied, opposites, within
from bot.extent import OPEN, all_of, any_of, made_it, newly, ranks, two_years, variant
from bot.headcount import claimed, counts_allies
from bot.language.frame import Bound, Frame
from bot.measures import advice, cohort, outsiders, text_of
from bot.moves import moved_by
from bot.pledged import vowing
from bot.promised import weakly
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.rivals import against, side_of
from bot.screened import answer
from bot.slots import Whose, indicator, period, whose
from knowledge.base import View

NAME = "screen"
_SMALL = 12
_ASKING = ("who", "which", "how_many", "list", "allies", "everybody", "nobody", "most_of", "except")


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    if frame.has("against", "position") or vowing(frame) or advice(frame) or outsiders(frame) or moved_by(frame):
        return None  # who opposes or promised a line, not who is at it
    lines, bounds, measure = lines_named(frame, view)
    near = bool(within(frame))
    rival = against(frame, who)
    reference, factor = rival.others, rival.factor
    if not (rival.whole or near) and _more_asked(frame, reference, bounds):
        return None
    unnamed = not lines and not bounds and not reference and (frame.has("meet", "miss") or not weakly(frame))
    if unnamed and not who.allies and (frame.has("target", "fair_share") or (_meeting(frame) and not who.named)):
        bounds = [row.bound for row in targets.standing(view) if not row.due or max(frame.years, default=9999) > 2024]
    one = any_of(frame) and not any(len(view.base.groups[g].members) <= _SMALL for g in who.groups)  # small ones are held to it one by one
    if _mixed(frame, measure) or _supposes(frame) or not (bounds or reference) or not _asked(frame, who, reference, one=one):
        return None
    times, op = bounds if factor else multiplied(frame, bounds), variant(frame, lines)
    if factor:
        op, measure = (
            "count" if frame.has("how_many") else "list",
            measure or _armies(frame) or ("amount" if frame.holds("budget", "budgets") else ""),
        )
    ranked = op in ("list", "count") and bool(bounds) and ranks(frame)
    if times is None or ranked or (op == "first" and frame.has("miss") and "after" in frame.bag):
        return None
    bounds = times
    if reference == ("largest",) or (measure in ("", "amount") and lines):
        measure = lines[0].indicator if lines else "share"
    joined = cohort(frame, view)
    first, last = _years(joined.frame if joined else frame, op)
    limit, claim = claimed(frame, op)
    opposite = opposites(frame, bounds)
    if op == "every":
        claim = ("two",) if two_years(frame) else ()
    if op == "crossed" and bounds and (side := _crossing(frame, bounds[0])):
        opposite = [bounds[0]._replace(op=side)]
    query = Query(
        kind=NAME,
        op=op,
        subjects=joined.allies if joined else who.allies if not reference else (),
        groups=tuple(group for group in who.groups if group not in reference),
        excluded=who.excluded,
        others=reference,
        indicator=measure or "share",
        bounds=tuple(opposite or [comparison(frame, b) for b in between(frame, bounds)[:2]]),
        target=",".join(row.indicator for row in lines[:2]),
        start=first,
        end=last,
        years=tuple(sorted(set(frame.years))) if op == "count" and len(set(frame.years)) > 2 else (),
        edition=str(frame.edition or ""),
        order="least" if op == "peak" and frame.has("least") else rival.side or side_of(frame, reference, lines),
        limit=limit,
        negated=not opposite and denied(frame, bounds),
        everywhere=unnamed,
        step=factor,
        words=claim,
        topics=(joined.words,) if joined else (),
    )
    extra = [
        *(["forecast"] if frame.edition else []),
        *(["say", "#person"] if frame.has("is_true") else []),
        *(["join"] if joined else []),
        *_SPECIAL.get(op, []),
        *(["counts"] if frame.has("between") and "included" in frame.bag else []),
        *rival.uses,
        *(["ratio"] if factored(frame) else []),
        *(["#points", "points", "gap", "near", "path", "cost", "rise", "after"] if near else []),
    ]
    return Reading(query, weight=1.2, uses=frozenset(extra), heading=not frame.has(*_ASKING) and _headed(frame, who))


def _crossing(frame: Frame, bound: Bound) -> str:
    """The side on which a crossing ends, where the number itself doesn't say; "" where it does."""
    if two_years(frame):
        return ">=" if made_it(frame) or newly(frame) else "<"
    return "<" if not bound.op and _fell(frame) else ""


def _fell(frame: Frame) -> bool:
    """ "Dropped below the guideline": across the line, downwards."""
    words = {word for m in frame.cues.get("crossed", ()) for word in text_of(frame, m).split()}
    return bool(words & {"below", "under"}) or (frame.has("fall", "less") and not frame.has("rise", "more"))


def _mixed(frame: Frame, measure: str) -> bool:
    """Whether the lines are none on one figure: heads and shares, money that is missing to a share."""
    shares = frame.has("share") or any(q.unit == "%" for q in frame.quantities)
    sums = any(b.unit in ("money", "scaled") for b in frame.bounds)
    return shares and (measure == "personnel" or (sums and frame.has("cost") and any(b.unit == "%" for b in frame.bounds)))


def _armies(frame: Frame) -> str:
    """ "Double Portugal's army": its soldiers, where nothing is said of money."""
    return "personnel" if frame.holds("army", "armies", "forces") and not frame.has("spend", "outlay", "share", "money") else ""


_SPECIAL = {
    "history": ["change", "run", "since_when", "rise", "fall"],
    "peak": ["when", "yearly"],
    "every": ["run", "yearly", "ever"],
    "longest": ["run", "rank", "most", "ever"],
    "ever": ["ever", "has", "before", "run"],
    "first": ["first_time", "before", "ever", "crossed"],
    "crossed": ["crossed", "rise", "fall", "change", "before", "run"],
}


def _apart(frame: Frame, bounds: Sequence[Bound]) -> bool:
    """ "from under 2 to over 3": no figure is on both sides at once, so two years are meant."""
    low = [b.value for b in bounds if b.op in ("<", "<=")]
    high = [b.value for b in bounds if b.op in (">", ">=")]
    alike = bool(low and high) and len({b.value > _SHARES for b in bounds}) == 1
    together = alike and (max(high) > min(low) or (max(high) == min(low) and not frame.moments))
    return together and (not frame.holds("or", "either") or bool(frame.moments[1:]))


def _meeting(frame: Frame) -> bool:
    """Whether a line is met or missed that the question leaves unnamed; "who is at …" names something else."""
    told = [text_of(frame, m) for cue in ("meet", "miss") for m in frame.cues.get(cue, ())]
    return any(not text.endswith(" at") for text in told)


def _off_by(frame: Frame) -> bool:
    """ "0.1 below 3.5": a distance from a line, no two lines."""
    ends, starts = {q.end for q in frame.quantities}, {q.start for q in frame.quantities}
    return any(m.start in ends and m.end in starts for cue in ("more", "less") for m in frame.cues.get(cue, ()))


def _chosen_before(frame: Frame) -> bool:
    """ "of the newest five members": chosen by what this kind doesn't know."""
    return any(
        counts_allies(frame, q) and _CHOSEN & set(frame.words[max(0, q.start - 2) : q.start] + frame.words[q.end : q.end + 1])
        for q in frame.quantities
    )


_SHARES = 10
_CHOSEN = frozenset("newest latest last first oldest youngest biggest smallest largest richest poorest top bottom".split())


def _in_money(frame: Frame) -> bool:
    """ "more than ten billion on equipment": what a part of the spending is in money is held of no ally."""
    return indicator(frame) in ("equipment", "personnel_share") and any(b.unit in ("money", "scaled") for b in frame.bounds)


def _more_asked(frame: Frame, reference: Sequence[str], bounds: Sequence[Bound]) -> bool:
    """More than one comparison, of which one would be left out: "more than France but less than Germany", "below 2 % then, above now"."""
    if (
        _in_money(frame)
        or _off_by(frame)
        or _apart(frame, bounds)
        or _chosen_before(frame)
        or len(reference) > 1
        or (reference and bounds and reference != ("largest",))
    ):
        return True
    then = frame.has("current") and len(frame.moments) == 1 and frame.moments[0].year != frame.today.year
    return then and len(bounds) == 1 and frame.has("more", "more_bare", "least_at") and frame.has("less", "less_bare", "miss")


def _supposes(frame: Frame) -> bool:
    """ "if every member spent five percent", "one percent of the GDP of …": a sum of money, no list of allies."""
    words = frame.words
    part = any(
        q.unit == "%" and words[q.end : q.end + 2] == ["of", "the"] and words[q.end + 2 : q.end + 4] == ["gdp", "of"]
        for q in frame.quantities
    )
    sums = frame.has("how_much") and frame.has("money", "cost") and not frame.has("who", "which", "how_many")
    missing = sums and frame.has("everybody", "allies")
    return part or missing or ("if" in words and frame.has("everybody", "allies") and frame.has("cost", "total", "forecast", "how_much"))


def _asked(frame: Frame, who: Whose, reference: Sequence[str], *, one: bool) -> bool:
    """Whether allies are asked for, not one ally, a date, a cost or a reason; `one`: whether there is one."""
    wide = frame.has(*OPEN) or one
    asking = frame.has(*_ASKING) or one or _headed(frame, who) or who.groups or (frame.has("change") and frame.has("meet", "miss"))
    if not asking or (frame.yes_no and who.groups and not wide and not (frame.has("everybody", "nobody", "most_of") or all_of(frame))):
        return False
    if who.allies and not who.excluded and len(who.allies) < 3 and not reference and not (who.groups and wide):
        return False
    if frame.has("cost", "path", "binding", "counts", "deadline", "gap", "review", "agree") and not wide:
        return False
    if frame.has("summit") and not wide and not frame.holds("meeting"):
        return False
    return not frame.has("definition", "before", "why") or wide or frame.has("everybody", "nobody")


def _headed(frame: Frame, who: Whose) -> bool:
    """ "Met both guidelines", "longest above 2 %", "neither 2 nor 20": a heading without a subject asks which allies."""
    named = who.named or who.others or any(name.end and name.kind not in ("reference", "commitment", "summit") for name in frame.names)
    asked = frame.yes_no or frame.has("what", "how", "how_much", "when", "why", "where", "say", "pronoun", "current")
    lined = bool(frame.bounds or frame.has("target")) and (frame.has("meet", "miss") or frame.holds("neither"))
    told = lined or any(bound.op for bound in frame.bounds) or bool(within(frame))
    return told and not named and not asked and sum(token.kind != "symbol" for token in frame.tokens) <= _HEADING


_HEADING = 8
"""Words of a heading; more are a sentence."""


def _years(frame: Frame, op: str) -> tuple[int | None, int | None]:
    first, last = period(frame)
    if op == "count" and first == last and first is not None and frame.has("current", "than") and first != frame.today.year:
        last = frame.today.year
    if frame.edition and first is None:
        first = last = frame.edition
    return first, last


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "where yearly #ally #group #bound #count #year #commitment more less least_at "
        "most_at between exactly meet miss fair_share target who how_many everybody "
        "nobody most_of "
        "not except more_bare less_bare than compare equipment personnel personnel_share money member "
        "is_true only founding most nato_whole outside estimate edition gdp over contribute core has"
    ),
    (
        "Which allies are below 2%?",
        "How many allies spend more than the United States?",
        "Which allies are between 2.5 and 3 percent?",
        "Who fell below 2% in 2025?",
        "How many allies met both 2% and 20% in 2024?",
    ),
    alone=uses("#ally #bound"),
)
