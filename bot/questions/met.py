"""Met: does an ally meet a line (2 %, 3.5 %, 5 %, 20 % equipment): now, in a year, since when, ever, first, last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from bot import targets
from bot.answer import Answer
from bot.conditions import within
from bot.draft import Context
from bot.figures import edition_for, lacking
from bot.held import abandoned, in_one_year, without_line
from bot.held_years import over_years
from bot.language.frame import Bound, Frame
from bot.measures import alone, summed, text_of, whether_said
from bot.moves import moved_by
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import currency, indicator, period, recipient, vaguely_past, whose
from knowledge.base import View

NAME = "met"
_CUES = (
    "meet",
    "miss",
    "fair_share",
    "target",
    "is_true",
    "ever",
    "first_time",
    "since_when",
    "run",
    "crossed",
    "spend",
    "more",
    "less",
    "least_at",
    "most_at",
    "only",
    "outlay",
    "share",
    "current",
)
_OTHER_KINDS = ("how_much", "gap", "cost", "path", "where", "national_plan", "support", "owe", "budget_common", "nearer")
_PROMISING = frozenset("plan plans planned planning pledged pledging promise promises promised intends intended committed vowed".split())
_NEAR = frozenset("almost nearly about roughly around close practically approximately virtually".split())
_LINES = (Decimal(2), Decimal("3.5"), Decimal(5), Decimal(20), Decimal(3), Decimal(4))
_REACHED = (*_LINES, Decimal("2.5"))
"""What is reached or not; "spends 2.5 %" says how much it is."""
_LIMIT = 40
_FEW = 7
_GOALS = frozenset("target guideline goal line threshold".split())
_HEADS = 1000
_SUMS = ("personnel", "amount", "amount_national")


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    subjects = (*who.allies, *_members(who.groups, view)) or _whole(frame)
    if not subjects or _elsewhere(frame) or recipient(frame) or _part_of_all(frame):
        return None
    heads = _heads(frame)
    lines = (
        heads
        or [targets.Line("share", bound, None, None) for bound in within(frame)]
        or targets.lines(frame, view, indicator(frame))
        or _pledged(frame, view, who.allies)
        or _nothing(frame)
        or _sums(frame, view, who.allies)
    )
    named = any(_GOALS & set(text_of(frame, m).split()) for m in frame.cues.get("miss", ()))  # "below the target"
    compared = named or (frame.has("target") and (frame.has("more", "less", "least_at") or _versus(frame)))
    if not lines and not (frame.has("fair_share", "meet", "miss") and frame.has("target", "fair_share", "current")) and not compared:
        return None
    if not (heads or compared or frame.has(*_CUES, "abandon") or frame.yes_no or _placed(frame) or _bare(frame)):
        return None
    if frame.has("abandon") and not (lines and (frame.yes_no or frame.has("why", "is_true") or frame.asserts)):
        return None
    if lines and lines[0].bound.value > _LIMIT and lines[0].indicator not in _SUMS:
        return None
    first, last = period(frame)
    op = _op(frame)
    denied, missed = _denied(frame), frame.has("miss")
    over_years = op in _YEARS
    bounds = tuple(_bound(frame, row.bound) if op != "side" else row.bound._replace(op="") for row in lines[:2])
    if over_years and missed:
        bounds = tuple(bound._replace(op="<") if bound.op in ("", ">=") else bound for bound in bounds)
    short = (missed or (not lines and frame.has("less"))) and not any(b.op in ("<", "<=") for b in bounds)
    years = _each_year(frame) if op in ("", "ever") and not frame.has("ever") else ()
    op = "" if years else op
    claimed = frame.years[0] if _only_in(frame) or (op in ("first", "last") and len(frame.years) == 1 and frame.yes_no) else None
    if frame.has("abandon"):
        op = "why" if frame.has("why") else "abandoned"
    some = frame.yes_no and (frame.holds("any", "either", "anyone") or "at least one" in frame.line)
    query = Query(
        kind=NAME, op=op, subjects=subjects, indicator=lines[0].indicator if lines else "share", edition=str(frame.edition or ""),
        start=None if claimed else first, end=None if claimed else last, bounds=bounds,
        negated=denied != (short and not over_years),
        target=",".join(row.indicator for row in lines[:2]), everywhere=alone(frame), order="any" if some else "",
        year=claimed, years=years, topics=("abandoned",) if frame.has("abandon") else (),
    )  # fmt: skip
    extra = frozenset({"say", "#person"} if frame.has("is_true") else {}) | frozenset({"how_many"} if op in ("count", "run") else {})
    extra |= frozenset({"#ordinal"} if op == "first" else {}) | frozenset({"how_often"} if op == "count" else {})
    extra |= frozenset({"avow", "target", "national_plan"} if _kept(frame) else {})
    extra |= frozenset({"deadline"} if op == "last" else {"stay", "between"} if op in ("always", "run") else {})
    extra |= frozenset({"total", "everybody"} if subjects == ("NATO",) and summed(frame) else {})
    extra |= frozenset({"against", "than", "compare"} if _versus(frame) else {})
    extra |= frozenset({"#points", "points", "gap"} if within(frame) else {})
    extra |= targets.naming(frame) | frozenset({"forecast"} if frame.today.year in frame.years or frame.has("current") else {})
    return Reading(query, weight=1 if lines else 0.2, uses=extra)


_YEARS = ("ever", "first", "since", "last", "run", "count", "always")


def _whole(frame: Frame) -> tuple[str, ...]:
    """NATO itself, where nobody else is named: "is NATO as a whole above 2 %"."""
    told = frame.has("spend", "outlay") and bool(_said(frame) or frame.bounds)
    held = frame.has("nato_whole") or (frame.has("nato") and (told or frame.has("more", "less", "least_at", "meet", "miss")))
    if frame.ids("ally", "capital", "group", "nonmember", "country", "person") or frame.has("who", "which", "how_many", "nobody", "list"):
        return ()
    return ("NATO",) if summed(frame) or (held and not frame.has("allies", "everybody")) else ()


def _only_in(frame: Frame) -> bool:
    """ "reached 2 % only in 2024": claimed is the first year."""
    words = frame.words
    return len(frame.years) == 1 and any(
        m.start > 1 and words[m.start - 2] in ("only", "not") and words[m.start - 1] in ("in", "until") for m in frame.moments
    )


def _heads(frame: Frame) -> list[targets.Line]:
    """ "more than 200,000 soldiers", "has 1.3 million soldiers"."""
    if indicator(frame) != "personnel":
        return []
    counted = [b for b in frame.bounds if b.op] or _said(frame)
    return [targets.Line("personnel", b._replace(unit=""), None, None) for b in counted[:1] if b.value >= _HEADS and b.currency is None]


def _said(frame: Frame) -> list[Bound]:
    """The one sum or number of heads that is said to be somebody's: "Germany spends 147 billion euros"."""
    numbers = [q for q in frame.quantities if q.unit in ("", "scaled", "money")]
    told = frame.yes_no or frame.asserts or frame.has("is_true")
    spent = indicator(frame) == "personnel" or frame.has("spend", "outlay", "money", "contribute", "defence") or frame.ids("currency")
    if not spent or (len(frame.ids("ally", "capital", "group")) > 1 and not summed(frame)):
        return []
    moved = frame.has("rise", "fall", "change", "growth", "cost", "gap", "miss", "meet", "per_head", "say", "ever")
    moved = moved or (frame.has("total") and not summed(frame))
    if len(numbers) != 1 or len(frame.quantities) > 1 or not told or moved or frame.has("more_bare", "less_bare", "than", "compare"):
        return []
    (number,) = numbers
    return [Bound("≈", number.value, number.unit, number.currency)]


def _elsewhere(frame: Frame) -> bool:
    """Whether it asks for an amount, who it is, what was promised, or what is to come."""
    if (
        frame.has(*[cue for cue in _OTHER_KINDS if cue != "gap" or not within(frame)])
        or (frame.has("against") and not _versus(frame))
        or (frame.has("how_many") and not targets.counts_years(frame))
        or any(year > frame.today.year for year in frame.years)
    ):
        return True
    if any("meet" not in {s.id for s in m.senses} for m in frame.cues.get("summit", ())):
        return True
    if moved_by(frame) or (frame.has("rise", "fall") and not frame.has("less", "more", "crossed", "meet", "target")):
        return True
    if frame.starts("if") or whether_said(frame):
        return True  # what it would come to; whether it was said
    if (
        frame.has("who", "which")
        and not frame.has("when", "first_time")
        and not ("year in which" in frame.line and frame.has("last"))
        and not frame.starts("is", "are", "has", "did", "does")
        and not _which_line(frame)
    ):
        return True
    if frame.has("since_when") and frame.holds("take", "took", "takes"):
        return True
    promising = frame.bag & _PROMISING
    return bool(promising) and not (frame.has("meet", "miss", "fair_share") or _kept(frame))


def _kept(frame: Frame) -> bool:
    """ "Denmark vows to spend more than 3 %. Has it?": whether the word was kept."""
    said = " ".join(word for word in frame.words if word not in ("?", "!", "."))
    return said.endswith((" has it", " did it", " does it", " have they", " did they", " do they"))


def _which_line(frame: Frame) -> bool:
    """ "which of the two guidelines does Norway miss": the lines are asked for, not the allies."""
    words = frame.words
    return any(
        "target" in frame.cue_at(place) for m in frame.cues.get("which", ()) for place in range(m.end, min(m.end + 5, len(words)))
    ) and frame.has("meet", "miss")


def _placed(frame: Frame) -> bool:
    """ "Slovenia at 2 %": the line stands right behind "at"; "Italy, 2 %, yes or no"."""
    words = frame.words
    if words[-3:] == ["yes", "or", "no"] or " ".join(words).rstrip(" ?").endswith(("yes or no", "or not", "or nah", "y n")):
        return True
    return any(q.start and words[q.start - 1] == "at" for q in frame.quantities if q.unit in ("%", ""))


def _versus(frame: Frame) -> bool:
    """ "UK vs target", "Spain against the target"."""
    return len(frame.tokens) <= _FEW and frame.holds("vs", "versus", "against", "and") and len(frame.ids("ally", "capital")) == 1


def _each_year(frame: Frame) -> tuple[int, ...]:
    """ "In 2023 and 2024", "in both 2020 and 2022": single years, each to be judged."""
    moments = [m for m in frame.moments if not m.month]
    apart = all(set(frame.words[a.end : b.start]) <= {"and", ",", "in", "also"} for a, b in pairwise(moments))
    single = frame.preposition(moments[0]) not in ("between", "from", "since") if moments else False
    return tuple(m.year for m in moments) if len(moments) > 1 and apart and single else ()


def _part_of_all(frame: Frame) -> bool:
    """ "The US pays 22 % of NATO": a part of what all pay, no share of GDP."""
    ends = [q.end for q in frame.quantities if q.unit == "%" and frame.words[q.end : q.end + 1] == ["of"]]
    return any(frame.words[end + 1] in ("nato", "natos", "alliance") for end in ends if end + 1 < len(frame.words))


def _bare(frame: Frame) -> bool:
    """Hardly more than an ally and a line: "Belgium equipment 20 % in 2024?", "Croatia, both guidelines"."""
    lined = any(b.unit == "%" and not b.op for b in frame.bounds) and not any(
        q.unit == "%" and frame.words[q.end : q.end + 1] == ["of"] and "gdp" in frame.words[q.end + 2 :] for q in frame.quantities
    )  # "3.5 % of Poland's GDP" is a sum
    return targets.both_guidelines(frame) or (lined and frame.cues.keys() <= {"equipment", "gdp", "defence"})


def _sums(frame: Frame, view: View, allies: Sequence[str]) -> list[targets.Line]:
    """A sum of money with a comparison or as it is said to be: "more than 50 billion dollars", "spends 147 billion euros"."""
    if indicator(frame) in ("equipment", "personnel_share", "personnel", "gdp"):
        return []
    for bound in [b for b in frame.bounds if b.op] or _said(frame):
        if bound.unit not in ("money", "scaled"):
            continue
        code = bound.currency or currency(frame, view) or "USD"
        own = all(view.base.allies[a].currency == code for a in allies if a in view.base.allies)
        if code == "USD" or (allies and own):
            return [targets.Line("amount" if code == "USD" else "amount_national", bound, None, None)]
    return []


def _nothing(frame: Frame) -> list[targets.Line]:
    """ "pays nothing" claims a share of zero."""
    zero = frame.has("spend", "contribute") and frame.holds("nothing", "zero", "zilch", "nada")
    return [targets.Line("share", targets.share(0, "~"), None, None)] if zero else []


def _members(groups: Sequence[str], view: View) -> list[str]:
    """Small groups by their members: each is held against the line."""
    return [m for g in groups for m in (view.base.groups[g].members if len(view.base.groups[g].members) <= 12 else (g,))]


def _pledged(frame: Frame, view: View, allies: Sequence[str]) -> list[targets.Line]:
    """The share that the ally itself promised for the year named: "did Albania keep its promise for 2024"."""
    if not frame.has("meet", "miss") or not frame.has("target", "meet") or len(frame.years) != 1 or not allies:
        return []
    rows = [p for p in view.pledges.values() if p.subject == allies[0] and p.by == frame.years[0] and p.share is not None]
    return [targets.Line("share", targets.share(p.share), None, None) for p in rows[:1] if p.share is not None]


def _denied(frame: Frame) -> bool:
    """Whether it denies: a statement or a claim does by its "not"; a question ("isn't Spain at 2 %?") only asks."""
    words = frame.words
    denied = frame.negated or any(a == "not" and b == "even" for a, b in pairwise(words))
    return denied and (frame.asserts or frame.has("is_true", "why"))


def _op(frame: Frame) -> str:
    if (found := _years_op(frame)) or frame.has("why"):
        return found or "why"
    if frame.has("more", "least_at") and frame.has("less", "most_at") and "or" in frame.bag:
        return "side"
    if frame.has("which"):
        return "which"
    return "claim" if (frame.has("only") and not frame.is_question) or frame.has("is_true") else ""


def _years_op(frame: Frame) -> str:
    """Which question about years it is, if one."""
    words = frame.bag
    timed = frame.has("when") or any(
        frame.tokens[m.end].norm == "year" or frame.tokens[m.end].norm == "time"
        for m in frame.cues.get("last", ())
        if m.end < len(frame.tokens) and not any(d.start <= m.start < d.end for d in frame.moments)
    )
    said = frame.words
    triples = zip(said, said[1:], [*said[2:], ""], strict=False)
    in_which = any(a == "years" and (b in ("when", "that", "where") or (b, c) == ("in", "which")) for a, b, c in triples)
    listed = in_which or any(frame.tokens[i].norm == "years" for m in frame.cues.get("when", ()) for i in range(m.start, m.end))
    throughout = (
        (frame.has("yearly") and words & {"every", "each"})
        or frame.has("run")
        or (words & {"each", "every", "all"} and words & {"years"} and frame.moments)
    )
    if _only_in(frame):
        return "first"
    if any(a == "until" and b == "when" for a, b in pairwise(frame.words)):
        return "last"
    if frame.has("run") and (words & {"longest", "streak", "record"} or (frame.has("how_many") and not frame.yes_no)):
        return "run"
    if (targets.counts_years(frame) and not frame.has("run", "since_when")) or (listed and not frame.has("first_time")):
        return "count"
    if frame.has("since_when") or (frame.has("when") and frame.has("current") and not frame.has("first_time", "crossed", "last")):
        return "since"
    if frame.has("last") and timed and not frame.has("first_time") and words & {"last", "final", "latest"}:
        return "last"
    if frame.has("first_time") or (frame.has("when", "crossed") and frame.has("when", "which")):
        return "first"
    if throughout:
        return "always"
    lasting = frame.has("stay") or (frame.holds("been") and any(frame.preposition(m) == "since" for m in frame.moments)) or _between(frame)
    if lasting and period_open(frame) and not frame.has("ever", "when", "only"):
        return "always"
    opened = vaguely_past(frame) or (period_open(frame) and not frame.has("current"))
    return "ever" if frame.has("ever") or (frame.has("when") and "years" in words) or opened else ""


def _between(frame: Frame) -> bool:
    """ "Between 2015 and 2019": throughout these years."""
    return len(frame.moments) == len("ab") and frame.preposition(frame.moments[0]) == "between"


def period_open(frame: Frame) -> bool:
    """Whether a span of years is asked for ("before 2025", "since 2014"), not one."""
    first, last = period(frame)
    return bool(frame.moments) and first != last


def _bound(frame: Frame, bound: Bound) -> Bound:
    """ "only pays 1 %", "almost at 5", "is at 2.3 %": the value itself is claimed, not that a line is met."""
    if bound.op or frame.has("miss") or any(text_of(frame, m).split()[-1] != "at" for m in frame.cues.get("meet", ())):
        return bound
    quantity = next((q for q in frame.quantities if q.value == bound.value), None)
    words = set(frame.words[max(0, quantity.start - 3) : quantity.start]) if quantity else set()
    placed = frame.holds("yet", "already", "even")  # "at 2.7 yet", "doesn't even spend 1.5 %": a line
    lines = _LINES if frame.has("spend", "outlay") else _REACHED
    claimed = bound.value not in lines and not placed and not frame.has("ever", "since_when", "first_time")
    return bound._replace(op="~") if (frame.has("only") and not alone(frame)) or words & _NEAR or claimed else bound


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    if not query.bounds:
        lines = targets.standing(view, query.end)
        if len(lines) > 1 and query.op not in _YEARS:
            return without_line(query, context)
        query = replace(query, bounds=(lines[0].bound,), target="share")
    edition = edition_for(view, query, query.subjects, [query.end] if query.end and query.end == query.start else [])
    if edition is None:
        return lacking(query, context, "target met", query.subjects, query.end)
    if query.topics:
        return abandoned(query, context, edition.id)
    if query.op in _YEARS:
        return over_years(query, context, edition.id)
    return in_one_year(query, context, edition.id)


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "points #ally #group #bound #count #year #commitment meet miss fair_share target ever first_time since_when run crossed "
        "fall more less least_at most_at exactly only why "
        "abandon not when equipment personnel_share last rise before edition estimate nato_wide growth is_true gdp how_long core counts "
        "compare yearly nobody who which list or than personnel money national current"
    ),
    (
        "Is Spain at 2% yet?",
        "Has Belgium ever met 2%?",
        "Since when has Germany been at 2%?",
        "Does Portugal meet the equipment guideline?",
        "Does Italy meet both 2% and 20%?",
    ),
    alone=uses("#bound"),
)
