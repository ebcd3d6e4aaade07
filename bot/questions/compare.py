"""Compare: two or more allies, groups or the alliance in one edition: values, difference, ratio, who is ahead."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.comparison import answer
from bot.language.frame import Bound, Frame
from bot.language.quantities import NUMBER_WORDS
from bot.measures import advice, text_of, two_measures
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import Whose, indicator, of_another_whole, passive, period, whose
from bot.sums import sides
from knowledge.base import View

NAME = "compare"


def read(frame: Frame, view: View) -> Reading | None:
    if (reading := _together(frame)) is not None:
        return reading
    who = whose(frame, view)
    subjects = _subjects(frame, who)
    if len(subjects) < 2 or advice(frame):
        return None
    op = _op(frame, len(subjects))
    if (
        not _comparing(frame, op)
        or (frame.bounds and not (op == "ratio" and len(frame.bounds) == 1 and _factor(frame)))
        or (frame.has("ever") and op != "ahead")
        or "founders" in subjects
        or (frame.has("who", "which", "how_many") and frame.has("allies") and who.others)
    ):
        return None
    if _of_another(frame, who, subjects, op) or of_another_whole(frame, indicator(frame)):
        return None
    gap = next((q for q in frame.quantities if q.unit == "pp"), None)
    first, last = period(frame)
    if op not in _SPANS and first != last and (len(set(frame.years)) > 1 or last is None):
        return None
    if op in _SPANS and first == last and frame.moments:
        last = None
    measure = "" if two_measures(frame) else indicator(frame)
    armies = frame.holds("army", "armies", "militaries")
    if armies and not measure and not frame.has("spend", "outlay", "share", "money", "gdp"):
        measure = "personnel"
    if not measure and frame.has("total") and frame.has("than") and frame.has("spend", "outlay") and not frame.has("share", "average"):
        measure = "amount"  # what several spend together is a sum of money
    if op == "ratio" and not measure and frame.holds("budget", "budgets"):
        measure = "amount"
    bounds = (Bound(frame.operator(gap), gap.value, "pp", None),) if gap else ()
    query = Query(
        kind=NAME,
        op=op,
        subjects=tuple(subjects),
        others=who.others,
        indicator=_measure(op, measure),
        start=first if op in _SPANS else None,
        end=last,
        edition=str(frame.edition or ""),
        bounds=bounds,
        order=_order(frame, op) if not gap else "",
        step=_factor(frame) if op == "ratio" else None,
        everywhere=not (measure or (frame.holds("share", "shares", "percentage") and not two_measures(frame))),
        negated=_judged(frame),
        words=(_over_years(frame),) if op == "ahead" else ("average",) if frame.has("average", "nato_whole") and "NATO" in subjects else (),
    )
    counted = {"how_many"} if frame.has("points") or (frame.has("personnel") and frame.has("more_bare", "less_bare")) else set()
    counted |= {"#count", "least_at", "rise"} if op == "ratio" else set()
    counted |= {"unmoved"} if len(subjects) == 2 else set()
    counted |= {"opinion"} if frame.holds("better", "worse") and measure else set()
    counted |= {"position", "where"} if frame.has("average", "nato_whole") else set()
    return Reading(query, weight=1, uses=_EXTRA.get(op, frozenset()) | counted)


def _together(frame: Frame) -> Reading | None:
    """ "Does the UK spend more than France and Italy together": sums of money, or of soldiers."""
    both = sides(frame)
    if both is None or frame.bounds or advice(frame) or indicator(frame) not in ("", "amount", "personnel", "share"):
        return None
    if indicator(frame) == "share" or len({moment.year for moment in frame.moments}) > 1:
        return None
    query = Query(
        kind=NAME, op="sum", subjects=both[0], others=both[1], indicator=indicator(frame) or "amount", end=period(frame)[1],
        edition=str(frame.edition or ""), order=_claim(frame), negated=_judged(frame),
    )  # fmt: skip
    return Reading(query, 1.5, frozenset({"everybody", "allies", "how_much"}))


def _judged(frame: Frame) -> bool:
    """Whether it wants a yes or a no."""
    either = any(" or " in text_of(frame, mention) for mention in frame.cues.get("compare", ()))
    either |= "or" in frame.bag and not (_UP.isdisjoint(frame.bag) or _DOWN.isdisjoint(frame.bag))  # "above or below the average"
    return (
        (frame.yes_no or frame.has("is_true") or frame.asserts)
        and not either
        and not frame.has("who", "which", "how_much", "or", "when", "since_when")
    )


_UP = frozenset("above over more higher".split())
_DOWN = frozenset("below under less lower".split())
_SPANS = ("gap", "faster", "overtook", "ahead")
_EXTRA = {
    "gap": frozenset("widen narrow change fall rise".split()),
    "faster": frozenset("faster rise fall change growth".split()),
    "ahead": frozenset("ever not run when how_many last yearly since_when crossed".split()),
    "overtook": frozenset("run when crossed since_when first_time".split()),
}


def _subjects(frame: Frame, who: Whose) -> list[str]:
    """Who is compared; the alliance where its average is named or the others stand for it."""
    named = list(dict.fromkeys([*frame.ids("ally", "capital", "group", role="subject"), *who.others]))
    if len(named) == 1 and not _own_average(frame, named[0]):
        comparing = frame.has("compare", "than", "more_bare", "less_bare", "nato_whole", "more", "less", "gap", "points")
        if named == ["USA"] and frame.has("others") and frame.has("compare", "than"):
            named.append("europe-and-canada")
        elif frame.has("allies") and frame.has("who", "which", "how_many"):
            pass  # which allies are above another's average
        elif (frame.has("nato", "average", "nato_whole") and comparing) or (frame.has("others") and frame.has("compare")):
            named.append("NATO")
    return named


def _own_average(frame: Frame, named: str) -> bool:
    """ "the Nordic average 2014 against now": the group's, not what it is compared with."""
    ends = {n.end for n in frame.names if n.id == named and n.kind == "group"}
    return any(m.start in ends for m in frame.cues.get("average", ()))


def _op(frame: Frame, count: int) -> str:
    """Which variant: over the years, a ratio, or the values side by side."""
    if frame.has("widen", "narrow") or (
        frame.has("gap", "compare") and frame.has("change", "fall", "rise") and frame.holds("gap", "difference", "distance")
    ):
        return "gap" if count == 2 else ""
    if frame.has("faster") and frame.has("rise", "fall", "change", "growth"):
        return "faster"
    if (
        frame.has("rise", "growth")
        and frame.has("than", "more_bare", "most", "or")
        and frame.has("who", "which", "than")
        and (frame.moments or frame.has("more_bare", "most"))
    ):
        return "faster"
    passing = any(
        t.norm
        in (
            "overtake",
            "overtook",
            "overtaken",
            "overtakes",
            "pass",
            "passed",
            "surpass",
            "surpassed",
            "outspend",
            "outspent",
            "eclipse",
            "eclipsed",
            "ahead",
            "above",
        )
        for t in frame.tokens
    )
    if count == 2 and _over_years(frame) and (passing or frame.has("more_bare", "less_bare", "than")):
        return "ahead"
    passing = passing or (frame.has("since_when") and frame.has("than", "more_bare") and not frame.has("less", "less_bare"))
    if (frame.has("when", "since_when") or (frame.has("run") and frame.yes_no)) and passing and count == 2:
        return "overtook"
    return (
        "ratio"
        if frame.has("ratio")
        or (frame.holds("times", "fold", "double", "triple", "twice") and count == len("ab") and not frame.moments and _factor(frame))
        else ""
    )


def _over_years(frame: Frame) -> str:
    """Whether it is asked of the years in which one was ahead: "always", "ever", when "last", in which or how many."""
    said = frame.line
    if frame.has("run") or any(words in said for words in ("every year", "each year")):
        return "always" if frame.yes_no or frame.has("is_true") or frame.asserts else ""
    if frame.has("ever") or "never" in frame.bag:
        return "never" if frame.has("not") and not frame.yes_no else "ever"
    if any(
        words in said for words in ("which years", "what years", "how many years", "how often", "how many times has", "how many times did")
    ):
        return "years"
    return "last" if frame.has("when") and frame.has("last") and not frame.moments else ""


_SIZES = frozenset("bigger larger smaller greater richer poorer older".split())


def _comparing(frame: Frame, op: str) -> bool:
    measured = frame.has("spend", "outlay", "share", "equipment", "personnel", "money", "defence", "gdp")
    if not measured and not op and not indicator(frame) and frame.holds(*_SIZES) and not frame.holds("share", "percentage"):
        return False
    asked = frame.has("compare", "than", "nato_whole", "more_bare", "less_bare", "ratio", "most", "least", "rank", "or", "points")
    asked = asked or (frame.has("gap") and measured) or (frame.has("average") and frame.has("more", "less"))
    asked = asked or _the_same(frame)
    return bool(op) or asked or (frame.has("who", "which") and measured)


def _of_another(frame: Frame, who: Whose, subjects: Sequence[str], op: str) -> bool:
    """Whether another kind is asked: where an ally stands in its group, the first of several, a summit, a position."""
    if (
        frame.has("summit", "member", "say", "join", "against", "support", "position", "meet", "total", "average")
        and not frame.has("compare", "than", "more_bare", "spend", "outlay")
        and not (frame.has("average") and frame.has("more", "less") and not frame.has("meet", "summit", "join"))
        and not op
    ):
        return True
    if frame.has("total") and len(subjects) > 2 and len(who.others) == 1:
        return True
    if frame.has("rank") and len(who.allies) == len(who.groups) == 1 and not frame.has("than", "compare", "more_bare", "less_bare"):
        return True  # the place of one in a group
    if op or not frame.has("most", "least") or frame.has("than", "compare", "more_bare", "less_bare"):
        return False
    return len(subjects) > 2 or (len(who.allies) == 1 and len(who.groups) == 1)


def _measure(op: str, measure: str) -> str:
    """Growth without a measure is growth of what is spent, prices apart; everything else the share."""
    if op == "faster" and measure in ("", "real_change"):
        return "amount_constant"
    return measure or "share"


def _order(frame: Frame, op: str) -> str:
    match op:
        case "gap":
            return (
                "narrower"
                if frame.has("narrow") or (frame.has("fall") and not frame.has("widen", "rise"))
                else "wider"
                if frame.has("widen", "rise")
                else ""
            )
        case "faster":
            return "slower" if frame.holds("slower", "slowly") else ""
        case _:
            return _claim(frame)


def _the_same(frame: Frame) -> bool:
    """ "is Portugal's share the same as Italy's", "do they spend the same": level, or not."""
    return frame.has("unmoved") or (frame.yes_no and "same" in frame.bag)


_FACTORS = {"twice": "2", "double": "2", "thrice": "3", "triple": "3", "half": "0.5"}


def _factor(frame: Frame) -> Decimal | None:
    """How many times as much is claimed: twice, three times, half; None where it asks how many."""
    if not (frame.yes_no or frame.has("is_true") or frame.asserts):
        return None
    for place, token in enumerate(frame.tokens):
        if token.norm in _FACTORS:
            return Decimal(_FACTORS[token.norm])
        if token.norm in ("times", "fold") and place and (number := NUMBER_WORDS.get(frame.tokens[place - 1].norm)):
            return number
    return next(
        (q.value for q in frame.quantities if q.unit == "" and q.end < len(frame.tokens) and frame.tokens[q.end].norm in ("times", "fold")),
        None,
    )


def _claim(frame: Frame) -> str:
    """What a yes-or-no question claims of the first against the second: more or less; "" where it asks openly."""
    if frame.has("who", "which", "how_much"):
        return "less" if frame.has("less_bare", "less", "least") and not frame.has("more_bare", "more", "most") else ""
    if _the_same(frame):
        return "same"
    if frame.yes_no and any(f"as {word} as" in frame.line for word in _AS) and not frame.has("ratio"):
        return "as much"
    if passive(frame):
        return "less"
    if frame.has("or") or not (frame.yes_no or frame.has("is_true") or frame.asserts):
        return ""
    words = frame.bag
    low = frame.has("less_bare", "less", "least") or words & {"worse", "smaller", "lower", "fewer", "weaker"}
    if (low and not frame.has("more_bare")) or words & {"behind", "trail", "trails", "below", "under"}:
        return "less"
    ahead = frame.has("more_bare", "more", "most", "crossed") or words & _AHEAD
    return "more" if ahead else ""


_AS = ("much", "many", "high", "big", "large", "great")
_AHEAD = frozenset(
    "better bigger larger higher greater ahead outspend outspending outspends outspent overtaken "
    "overtake overtook more above over beat beats surpass surpassed surpasses "
    "exceed exceeds exceeded eclipse eclipses eclipsed".split()
)


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#points more less points between nato_whole meet gap miss points #ally "
        "#group #year compare than more_bare less_bare ratio or who equipment personnel "
        "personnel_share money national constant gdp average most least others rank "
        "total is_true contribute edition estimate last only"
    ),
    (
        "Who spends more, the Dutch or the Belgians?",
        "Is Denmark ahead of Norway?",
        "How does Poland compare to NATO?",
        "France vs UK in dollars",
        "The US budget is how many times the German one?",
    ),
    alone=uses("#ally #group"),
)
