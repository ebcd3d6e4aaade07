"""Screen: which allies, or how many, satisfy a condition: above, below, between, both lines met, crossed a line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot import targets
from bot.language.frame import Bound, Frame
from bot.language.quantities import Quantity
from bot.measures import advice, cohort, outsiders, text_of
from bot.pledged import vowing
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.screened import answer
from bot.screening import FRACTIONS
from bot.slots import Whose, indicator, passive, period, whose
from bot.targets import Line
from knowledge.base import View

NAME = "screen"
_ASKING = ("who", "which", "how_many", "list", "allies", "everybody", "nobody", "most_of", "except")
_OPEN = ("who", "which", "how_many", "list")
_PERCENT = 100
_MULTIPLES = {"twice": Decimal(2), "double": Decimal(2), "thrice": Decimal(3), "triple": Decimal(3), "half": Decimal("0.5")}


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    if frame.has("against", "position") or vowing(frame) or advice(frame) or outsiders(frame):
        return None  # who opposes or promised a line, not who is at it
    lines, bounds, measure = _lines(frame, view)
    behind, side = _held_against(frame, who)
    reference = (behind,) if behind else () if who.allies else _reference(frame, who.others)
    within = _within(frame)
    if within is not None:
        reference, side = within
    elif _more_asked(frame, reference, bounds):
        return None
    unnamed = not lines and not bounds and not reference
    if unnamed and not who.allies and (frame.has("target", "fair_share") or (frame.has("meet", "miss") and not who.named)):
        bounds = [row.bound for row in targets.standing(view) if not row.due or max(frame.years, default=9999) > 2024]
    mixed = measure == "personnel" and (frame.has("share") or any(q.unit == "%" for q in frame.quantities))
    if mixed or _supposes(frame) or not (bounds or reference) or not _asked(frame, who, reference):
        return None
    times, op = _multiplied(frame, bounds), _op(frame, lines)
    ranked = op in ("list", "count") and bool(bounds) and _ranks(frame)
    if times is None or ranked or (op == "first" and frame.has("miss") and "after" in frame.bag):
        return None
    bounds = times
    if reference == ("largest",) or (measure in ("", "amount") and lines):
        measure = lines[0].indicator if lines else "share"
    joined = cohort(frame, view)
    first, last = _years(joined.frame if joined else frame, op)
    limit, claim = _claimed(frame, op)
    opposite = _opposites(frame, bounds)
    if op == "every":
        claim = ("two",) if _two_years(frame) else ()
    if op == "crossed" and _two_years(frame) and bounds:
        opposite = [bounds[0]._replace(op=">=" if _made_it(frame) or _newly(frame) else "<")]
    query = Query(
        kind=NAME,
        op=op,
        subjects=joined.allies if joined else who.allies if not reference else (),
        groups=who.groups,
        excluded=who.excluded,
        others=reference,
        indicator=measure or "share",
        bounds=tuple(opposite or [_comparison(frame, b) for b in _between(frame, bounds)[:2]]),
        target=",".join(row.indicator for row in lines[:2]),
        start=first,
        end=last,
        edition=str(frame.edition or ""),
        order=side or _order(frame, reference, lines),
        limit=limit,
        negated=not opposite and _negated(frame, bounds),
        everywhere=unnamed,
        words=claim,
        topics=(joined.words,) if joined else (),
    )
    extra = [
        *(["forecast"] if frame.edition else []),
        *(["say", "#person"] if frame.has("is_true") else []),
        *(["join"] if joined else []),
        *_SPECIAL.get(op, []),
        *(["counts"] if frame.has("between") and "included" in frame.bag else []),
        *(["average", "median"] if reference in (("mean",), ("median",)) else []),
        *(["ratio"] if _factored(frame) else []),
        *(["#ally", "position", "rank"] if behind else []),
        *(["#ally", "compare"] if within else []),
    ]
    return Reading(query, weight=1.2, uses=frozenset(extra))


_SPECIAL = {
    "history": ["change", "run", "since_when", "rise", "fall"],
    "every": ["run", "yearly", "ever"],
    "ever": ["ever", "has", "before", "run"],
    "first": ["first_time", "before", "ever"],
    "crossed": ["crossed", "rise", "fall", "change", "before", "run"],
}


def _lines(frame: Frame, view: View) -> tuple[list[Line], list[Bound], str]:
    """The lines named, their bounds, and the measure."""
    measure = indicator(frame)
    if measure == "personnel" and (both := _shares_and_heads(frame)):
        return both, [row.bound for row in both], ""
    if measure == "personnel":
        counted = [Bound(frame.operator(q), q.value, "", None) for q in frame.quantities if q.unit in ("", "scaled")]
        if any(b.value < _PERCENT for b in (*frame.bounds, *counted) if b.op):
            return [], [], measure  # "the allies above 3" are meant by their share
        return [], [b for b in frame.bounds if b.op] or counted, measure
    lines = targets.lines(frame, view, measure)
    if _both(frame) and not frame.bounds:
        two = Line("share", targets.share(targets.GUIDELINE), None, targets.agreed(targets.GUIDELINE, view))
        lines = [two, Line("equipment", targets.share(targets.EQUIPMENT), None, view.commitments.get("wales-2014"))]
        measure = ""
    if not lines and measure in ("equipment", "personnel_share") and (part := _portion(frame)):
        lines = [Line(measure, part, None, None)]
    money = [b for b in frame.bounds if b.unit in ("money", "scaled")]
    if money and not lines:
        return [], money, "amount"
    return lines, [row.bound for row in lines], measure


def _shares_and_heads(frame: Frame) -> list[Line]:
    """ "A share above 3 and more than 100,000 troops": two lines on two measures."""
    shares = [b for b in frame.bounds if b.op and b.value <= _PERCENT]
    heads = [b for b in frame.bounds if b.op and b.value > _PERCENT]
    if len(shares) != 1 or len(heads) != 1 or not (frame.has("share") or any(q.unit == "%" for q in frame.quantities)):
        return []
    return [Line("share", shares[0], None, None), Line("personnel", heads[0]._replace(unit=""), None, None)]


def _apart(frame: Frame, bounds: Sequence[Bound]) -> bool:
    """ "from under 2 to over 3": no figure is on both sides at once, so two years are meant."""
    low = [b.value for b in bounds if b.op in ("<", "<=")]
    high = [b.value for b in bounds if b.op in (">", ">=")]
    alike = bool(low and high) and len({b.value > _SHARES for b in bounds}) == 1
    together = alike and (max(high) > min(low) or (max(high) == min(low) and not frame.moments))
    return together and (not frame.holds("or", "either") or bool(frame.moments[1:]))


def _chosen_before(frame: Frame) -> bool:
    """ "of the newest five members": chosen by what this kind doesn't know."""
    return any(
        _counts_allies(frame, q) and _CHOSEN & set(frame.words[max(0, q.start - 2) : q.start] + frame.words[q.end : q.end + 1])
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
    return part or ("if" in words and frame.has("everybody", "allies") and frame.has("cost", "total", "forecast", "how_much"))


def _both(frame: Frame) -> bool:
    """Whether the two old guidelines are meant together: "both guidelines", "the two targets"."""
    words = frame.bag
    if "neither" in words and frame.has("meet") and not frame.quantities:
        return True
    return (
        bool(words & {"both", "two", "either", "neither"})
        and frame.has("target")
        and bool(words & {"guidelines", "targets", "goals", "benchmarks", "criteria", "lines", "pledges"})
    )


def _portion(frame: Frame) -> Bound | None:
    """ "more than half of their defence money on equipment": a share in words."""
    for mention in frame.cues.get("most_of", []):
        part = next((FRACTIONS[w] for w in text_of(frame, mention).split() if w in FRACTIONS), None)
        if part is not None and not _of_allies(frame, mention.end):
            return Bound(_before(frame, mention.start), (part * 100).quantize(Decimal("0.01")), "%", None)
    return None


def _of_allies(frame: Frame, place: int) -> bool:
    """Whether allies stand behind a place: "half of the members"."""
    return any(frame.cue_at(i) & {"allies", "member", "nato"} for i in range(place, place + 3))


def _before(frame: Frame, place: int) -> str:
    """The comparison that ends right before a place."""
    cues = frame.cue_before(place)
    return next(
        (op for cue, op in (("more", ">"), ("least_at", ">="), ("less", "<"), ("most_at", "<="), ("exactly", "=")) if cue in cues),
        "",
    )


def _asked(frame: Frame, who: Whose, reference: Sequence[str]) -> bool:
    """Whether allies are asked for, not one ally, a date, a cost or a reason."""
    wide = frame.has(*_OPEN)
    asking = frame.has(*_ASKING) or who.groups or (frame.has("change") and frame.has("meet", "miss"))
    if not asking or (frame.yes_no and who.groups and not wide and not (frame.has("everybody", "nobody", "most_of") or _all_of(frame))):
        return False
    if who.allies and not who.excluded and len(who.allies) < 3 and not reference and not who.groups:
        return False
    if frame.has("cost", "path", "binding", "counts", "deadline", "gap", "summit", "review", "agree") and not wide:
        return False
    return not frame.has("definition", "before", "why") or wide or frame.has("everybody", "nobody")


def _multiplied(frame: Frame, bounds: list[Bound]) -> list[Bound] | None:
    """ "twice the 2 %": the line times so many; None where a ratio is asked otherwise."""
    if not frame.has("ratio"):
        return bounds
    for quantity in frame.quantities:
        near = frame.words[max(0, quantity.start - 3) : quantity.start]
        if quantity.unit == "%" and (factor := next((_MULTIPLES[w] for w in near if w in _MULTIPLES), None)):
            return [b._replace(value=b.value * factor, op=b.op or ">=") if b.value == quantity.value else b for b in bounds]
    return None


def _factored(frame: Frame) -> bool:
    """Whether a ratio is one to a line: "twice the 2 %"."""
    near = [set(frame.words[max(0, q.start - 3) : q.start]) for q in frame.quantities if q.unit == "%"]
    return frame.has("ratio") and any(words & _MULTIPLES.keys() for words in near)


def _years(frame: Frame, op: str) -> tuple[int | None, int | None]:
    first, last = period(frame)
    if op == "count" and first == last and first is not None and frame.has("current", "than") and first != frame.today.year:
        last = frame.today.year
    if frame.edition and first is None:
        first = last = frame.edition
    return first, last


def _op(frame: Frame, lines: Sequence[Line]) -> str:
    change = frame.has("change", "run") and not frame.has("who", "which")
    if frame.has("first_time") and frame.has("who", "which", "how_many", "list", "allies"):
        return "first"
    if frame.has("ever") and frame.has("who", "which", "how_many", "list", "allies", "nobody") and not frame.has("crossed"):
        return "ever"
    if frame.has("who", "which", "how_many", "list", "allies") and (_lasting(frame) or _two_years(frame)):
        return "crossed" if _two_years(frame) and (_but_not(frame) or _made_it(frame)) else "every"
    if frame.has("crossed") or (
        frame.has("fall", "rise") and frame.has("less", "more") and frame.has("who", "which", "allies", "how_many")
    ):
        return "crossed"
    if (change and frame.has("how_many", "how", "change")) or (frame.has("how_many") and _by_year(frame)):
        return "history"
    same = (
        len(lines) == 2 and lines[0].indicator == lines[1].indicator and lines[0].bound.op == lines[1].bound.op and not frame.has("between")
    )
    if same and lines[0].bound.value != lines[1].bound.value and frame.has(*_OPEN):
        return "each"
    if (frame.has("everybody") and _states(frame)) or _universal(frame) or (_all_of(frame) and _states(frame)):
        return "all"
    if frame.has("nobody") and not frame.has("who", "which", "how_many"):
        return "none"
    if frame.has("most_of") and _fraction(frame):
        return "most"
    return "count" if frame.has("how_many") else "list"


def _ranks(frame: Frame) -> bool:
    """ "Which ally with less than 20,000 soldiers spends the most": the first of those, no list of them."""
    ends = [m for cue in ("most", "least") for m in frame.cues.get(cue, ())]
    return any(text_of(frame, m) in ("the most", "most", "the least", "least") for m in ends)


def _lasting(frame: Frame) -> bool:
    """ "always above 2 %", "above 2 % every year since 2014"."""
    text = frame.line
    every_year = any(words in text for words in ("every year", "each year", "all years", "all the years", "every single year"))
    held = frame.holds("been", "stayed", "remained", "kept") and any(frame.preposition(m) == "since" for m in frame.moments)
    return (frame.has("run") or every_year or held) and not frame.has("how_many", "longest") and not frame.has("ever")


def _two_years(frame: Frame) -> bool:
    """ "in both 2023 and 2024", "in 2020 but not in 2021"."""
    years = [m for m in frame.moments if not m.day]
    words = frame.bag
    return len({m.year for m in years}) == 2 and ("both" in words or _but_not(frame) or _made_it(frame)) and len(frame.bounds) == 1


def _but_not(frame: Frame) -> bool:
    """ "in 2020 but not in 2021", "in 2020, no longer in 2021"."""
    words = frame.words
    return "but" in words and frame.has("not", "except") and any(word in ("not", "didnt", "wasnt", "werent") for word in words)


def _newly(frame: Frame) -> bool:
    """ "in 2024 but not in 2023": the year without it is the earlier one."""
    years = [m.year for m in frame.moments if not m.day]
    return _but_not(frame) and len(years) == 2 and years[0] > years[1]


def _made_it(frame: Frame) -> bool:
    """ "missed it in 2024 but made it in 2025", "below 2 % in 2023 and above in 2024"."""
    missed = [m.start for cue in ("miss", "less") for m in frame.cues.get(cue, ())]
    if not missed or len(frame.moments) != 2 or missed[0] > frame.moments[0].start:
        return False
    behind = frame.words[frame.moments[0].end :]
    return bool({"made", "met", "reached", "hit", "passed", "managed", "above", "over", "got"}.intersection(behind))


def _by_year(frame: Frame) -> bool:
    """ "the number of allies at 2 % by year", not "spend 2 % a year"."""
    return any(
        text_of(frame, m) in ("by year", "each year", "every year", "per year", "for each year", "for every year", "in each year")
        for m in frame.cues.get("yearly", [])
    )


def _all_of(frame: Frame) -> bool:
    """ "all three Baltic states", "every Nordic country", "each of the Visegrad four"."""
    groups = [frame.words[max(0, n.start - 4) : n.start] for n in frame.names if n.kind == "group" and n.role == "subject"]
    thin = {"all", "every", "each", "of", "the", "three", "four", "five", "six", "both"} | {str(n) for n in range(2, 33)}
    return any({"all", "every", "each"} & set(_tail(before, thin)) for before in groups)


def _tail(words: Sequence[str], thin: set[str]) -> list[str]:
    """The last words as far back as they are thin."""
    place = next((i for i in range(len(words), 0, -1) if words[i - 1] not in thin), 0)
    return list(words[place:])


def _states(frame: Frame) -> bool:
    """Whether something is said or asked of all: "do all allies …", not "all allies above 3 %", "list all allies that …"."""
    if frame.has("who", "which", "how_many") or _listed(frame) or frame.starts("show", "give", "name", "find", "tell", "count", "what"):
        return False
    verbs = frame.has("spend", "meet", "miss", "contribute", "is_true") or frame.holds("is", "are", "was", "were", "has", "have", "had")
    return frame.yes_no or verbs


def _listed(frame: Frame) -> bool:
    """Whether a list is asked for; "every ally" alone asks for none."""
    return any(not text_of(frame, m).startswith(("every", "each", "all ")) for m in frame.cues.get("list", []))


def _universal(frame: Frame) -> bool:
    """ "every ally spends …", "all members meet …" as a claim, not "list all allies that …"."""
    if frame.has("who", "which", "how_many") or _listed(frame) or (frame.is_question and not frame.yes_no and not frame.has("is_true")):
        return False
    return _states(frame) and any(
        frame.tokens[m.start - 1].norm in ("every", "all", "each") for m in frame.cues.get("allies", []) if m.start
    )


def _fraction(frame: Frame) -> bool:
    """Whether a part of the allies is named, not a part of the money."""
    for mention in frame.cues["most_of"]:
        words = text_of(frame, mention).split()
        if not any(w in FRACTIONS for w in words) or _of_allies(frame, mention.end) or not frame.has("equipment", "personnel_share"):
            return True
    return False


def _reference(frame: Frame, others: Sequence[str]) -> tuple[str, ...]:
    """What the allies are compared with: another ally, a group, NATO's own figure, or the average."""
    comparing = frame.has("than", "more_bare", "less_bare", "more", "less", "compare", "most_at")
    wide = frame.has("who", "which", "how_many", "list", "allies")
    if others and (wide or frame.has("nobody")):
        return tuple(others)
    if frame.has("than") and frame.has("most") and frame.has("gdp"):
        return ("largest",)
    if frame.has("nato_whole") and comparing and wide:
        return ("NATO",)
    if frame.has("average", "median") and comparing and wide:
        return ("mean",) if not frame.has("median") else ("median",)
    return ()


def _order(frame: Frame, reference: Sequence[str], lines: Sequence[Line]) -> str:
    if len(lines) == 2 and frame.holds("either", "or"):
        sides = {row.bound.op[:1] for row in lines}
        if lines[0].indicator != lines[1].indicator or sides == {"<", ">"}:
            return "either"
    if not reference:
        return ""
    return "<" if passive(frame) or (frame.has("less_bare", "less") and not frame.has("more_bare", "more")) else ">"


_OUTSPEND = frozenset(
    "outspend outspends outspending surpass surpasses beat beats exceed exceeds outrank outranks outranked ahead above over".split()
)
_TRAIL = frozenset("trail trails behind below under".split())
_WHERE = frozenset("above over below under".split())


def _held_against(frame: Frame, who: Whose) -> tuple[str, str]:
    """The one ally that the others are ahead of or behind, and which: "which allies does Germany outspend" is (DEU, "<")."""
    if len(who.allies) != 1 or not frame.has(*_OPEN) or frame.bounds or frame.has("say", "target", "rise", "fall"):
        return "", ""
    name = next(n for n in frame.names if n.id == who.allies[0])
    words = frame.words
    asked = max(m.end for cue in _OPEN for m in frame.cues.get(cue, ()))
    before, behind = set(words[max(asked, name.start - 4) : name.start]), set(words[name.end : name.end + 3])
    for verbs, order in ((_OUTSPEND, ">"), (_TRAIL, "<")):
        if verbs & before and words[name.start - 1] not in ("does", "do", "is", "did", "was"):
            return name.id, order
        if (verbs - _WHERE) & behind and (words[name.start - 1] in ("does", "do", "is", "did", "was") or asked > name.end):
            return name.id, "<" if order == ">" else ">"
    return "", ""


def _within(frame: Frame) -> tuple[tuple[str, ...], str] | None:
    """The two that the others are held between: "more than Germany but less than Poland" is ((DEU, POL), "within")."""
    named = [n for n in frame.names if n.kind in ("ally", "capital", "group")]
    if len(named) != 2 or not frame.has(*_OPEN) or frame.bounds or frame.yes_no:
        return None
    words, (a, b) = frame.words, named
    first, then = words[max(0, a.start - 6) : a.start], words[a.end : b.start]
    if {"between", "among"} & set(first) and then == ["and"] and frame.has("spend", "outlay", "share", "money", "equipment", "personnel"):
        return (a.id, b.id), "between"
    if not {"than", "above", "below"} & set(first) or not {"than", "above", "below"} & set(then) or not {"but", "and"} & set(then):
        return None
    up, down = {"more", "above", "higher"}, {"less", "below", "lower", "fewer"}
    if up & set(first) and down & set(then):
        return (a.id, b.id), "within"
    return ((b.id, a.id), "within") if down & set(first) and up & set(then) else None


def _comparison(frame: Frame, bound: Bound) -> Bound:
    """A line without a comparison: to be met, or missed where the question says so."""
    if bound.op:
        return bound
    return bound._replace(op="<") if frame.has("miss") and not frame.has("not") else bound


def _opposites(frame: Frame, bounds: Sequence[Bound]) -> list[Bound]:
    """ "meet 2 % but miss 20 %", "at 20 % but not at 2 %": one line met, the other missed; empty where it is not so."""
    named = [q for q in frame.quantities if q.unit == "%"]
    if len(bounds) == 2 and not named and frame.holds("neither", "nor"):
        return [b._replace(op="<") for b in bounds]
    if len(bounds) != 2 or len(named) != 2:
        return []
    if frame.holds("neither", "nor"):
        return [b if b.op else b._replace(op="<") for b in bounds]
    between = _denies(frame, named[0].end, named[1].start)
    if _denies(frame, 0, named[0].start) == between:
        return []
    if not between and not _verb(frame, named[0].end, named[1].start):
        return []
    denied = (not between, between)
    return [b._replace(op="<" if no else ">=") if not b.op else b for b, no in zip(bounds, denied, strict=True)]


def _denies(frame: Frame, start: int, end: int) -> bool:
    return any(start <= m.start < end for cue in ("not", "miss", "except") for m in frame.cues.get(cue, []))


def _verb(frame: Frame, start: int, end: int) -> bool:
    return (
        any(start <= m.start < end for cue in ("meet", "spend", "has") for m in frame.cues.get(cue, [])) or "but" in frame.words[start:end]
    )


def _negated(frame: Frame, bounds: Sequence[Bound]) -> bool:
    return frame.negated and not any(b.op for b in bounds if b.op == "<") and not frame.starts("why")


def _between(frame: Frame, bounds: Sequence[Bound]) -> list[Bound]:
    if (frame.has("between") or _from_to(frame)) and len(bounds) >= 2 and not bounds[0].op:
        low, high = sorted(bounds[:2], key=lambda b: b.value)
        return [low._replace(op=">="), high._replace(op="<=")]
    return list(bounds)


def _from_to(frame: Frame) -> bool:
    """ "from 2.5 to 3 percent"."""
    found = [q for q in frame.quantities if q.unit in ("%", "")]
    words = frame.words
    return (
        len(found) == 2
        and words[found[0].end : found[1].start] in (["to"], ["-"], ["–"], ["through"])
        and not frame.has("rise", "change", "target")
    )


def _claimed(frame: Frame, op: str) -> tuple[int | None, tuple[str, ...]]:
    """What is said of the count: (23, ("claim", "")) for "the 23 that meet it", ("half", "<") for "less than half"."""
    judged = frame.asserts or frame.has("is_true") or frame.yes_no
    if op == "first":
        return None, ("count",) if frame.has("how_many") else ()
    if op == "most":
        mention = frame.cues["most_of"][0]
        words = text_of(frame, mention).split()
        if "three" in words:
            return None, ("quarters", _before(frame, mention.start))
        return None, (next((w for w in reversed(words) if w in FRACTIONS), "majority"), _before(frame, mention.start))
    if op == "none" and any(text_of(frame, m) in _FEW for m in frame.cues["nobody"]):
        return None, ("few", "")
    for quantity in frame.quantities:
        if _counts_allies(frame, quantity):
            operator = _before(frame, quantity.start)
            if operator and op == "list" and not frame.has("who", "which"):
                return int(quantity.value), ("claim", operator)
            if not operator:
                return int(quantity.value), ("claim",) if judged else ()
    return None, ("claim",) if judged and not frame.yes_no else ()


_FEW = (
    "few",
    "only a few",
    "only a handful",
    "a handful",
    "handful",
    "hardly anyone",
    "hardly any",
    "single digit",
    "single digits",
)


def _counts_allies(frame: Frame, quantity: Quantity) -> bool:
    """ "the 29 members that pay 2 %", "fewer than ten allies": the number is a claim."""
    if quantity.unit != "" or quantity.value != int(quantity.value) or not (1 + (not frame.has("is_true", "only"))) <= quantity.value <= 60:
        return False
    after = frame.tokens[quantity.end].norm if quantity.end < len(frame.tokens) else ""
    return bool(frame.cue_at(quantity.end) & {"allies", "member", "founding"}) or after in ("nato", "european", "of")


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
