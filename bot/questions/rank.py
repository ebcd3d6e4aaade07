"""Rank: who spends the most or least, the top five, the N-th, where an ally stands; the figures of all allies."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.language.frame import Frame
from bot.measures import (
    Cohort,
    a_range,
    advice,
    cohort,
    counts_the_named,
    far,
    one_year,
    outsiders,
    place_named,
    record,
    text_of,
    two_measures,
    upwards,
    which_year,
)
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.ranking import answer
from bot.slots import Whose, indicator, of_another_whole, period, whose
from knowledge.base import View

NAME = "rank"


def _elsewhere(frame: Frame) -> bool:
    """Whether it is another kind's: movements, summits, advice, states that are no allies."""
    if frame.has("summit", "joke", "rise", "fall", "growth", "faster") or advice(frame) or a_range(frame) or outsiders(frame):
        return True
    return frame.has("first_time") and not frame.has("most", "least")


def _unread(frame: Frame, who: Whose, measure: str, op: str) -> bool:
    """Whether no order answers it: one ally's best year, sums in different currencies, what is paid to NATO."""
    of_one = len(who.allies) == 1 or (which_year(frame) and not frame.has("who", "list") and not frame.ids("person"))
    own = any(text_of(frame, m).startswith("its ") for cue in ("most", "least") for m in frame.cues.get(cue, ()))
    if (op == "top" and ((of_one and one_year(frame)) or own)) or _pays_nato(frame):
        return True
    return of_another_whole(frame, measure) or (measure == "amount_national" and op not in ("place", "after"))


def _several_years(frame: Frame, joined: Cohort | None, op: str, recorded: bool) -> bool:
    """Whether a span of years is asked for: who was first in each of them is another question."""
    first, last = period(joined.frame if joined else frame)
    return first != last and op != "mean" and not recorded


def read(frame: Frame, view: View) -> Reading | None:
    if _elsewhere(frame):
        return None
    who = whose(frame, view)
    joined = cohort(frame, view)
    if joined and not frame.has("spend", "outlay", "defence", "share", "equipment", "personnel", "gdp", "money", "contribute"):
        return None
    measure = _measure(frame)
    extreme = _extreme(frame, who.allies)
    limit = _limit(frame)
    op = _op(frame, who, measure, extreme, limit)
    recorded = op == "top" and record(frame) and not who.allies
    if not op or _unread(frame, who, measure, op) or _several_years(frame, joined, op, recorded):
        return None
    after = _after(frame) if op == "top" else ()
    first, last = period(joined.frame if joined else frame)
    if limit and op == "mean" and not frame.moments:
        first, last, limit = frame.today.year - limit + 1, frame.today.year, None
    named = tuple(a for a in who.allies if a not in after)
    place = place_named(frame)
    alike = tuple(dict.fromkeys((*who.allies, *who.others)))
    claimed = _claimed(frame, named, op)
    query = Query(
        kind=NAME,
        op="record" if recorded and (first != last or not frame.moments) else op,
        subjects=() if op == "near" else joined.allies if joined and not named else named,
        groups=who.groups,
        excluded=(*who.excluded, *after, *(alike if op == "near" else ())),
        others=alike if op == "near" else who.others,
        indicator=measure or "share",
        order="least" if op == "after" and frame.holds("above", "ahead", "before", "front") else _order(frame, op, extreme),
        limit=limit,
        start=first if op == "mean" or recorded else None,
        end=last,
        edition=str(frame.edition or ""),
        step=Decimal(place) if place else None,
        everywhere=not measure and not (claimed and _by_merit(frame)),
        negated=_one(frame, limit),
        words=claimed,
        bounds=tuple(frame.bounds[:1]) if op == "near" or claimed else (),
        place=_place(frame, op, claimed, first == last and first is not None),
        topics=(joined.words,) if joined else (),
    )
    apart = (
        op == "all"
        and bool(who.groups)
        and (_one_by_one(frame) or frame.has("compare") or not (measure or frame.has("spend", "outlay", "defence", "share")))
    )
    special = frozenset({"join", "member"} if joined else {})
    weight = 4 if op == "top-in" or (_ranked_nth(frame) and not who.allies) else 1.6 if apart or (op == "all" and _heading(frame)) else 0.6
    return Reading(query, weight, special | _beside(frame, query, measure))


def _measure(frame: Frame) -> str:
    if two_measures(frame):
        return ""
    summed = frame.has("total") and frame.has("most", "least")  # what several spend together is a sum of money
    return indicator(frame) or ("amount" if summed else "")


_MERIT = frozenset(
    "worst best laggard slacker freeloader freerider rider performer stingiest miserly frugal generous cheapskate offender pupil".split()
)


def _by_merit(frame: Frame) -> bool:
    """ "the worst", "the laggard", "the most generous": of the share of GDP, not of the sum."""
    return bool(_MERIT & {word for cue in ("most", "least") for m in frame.cues.get(cue, ()) for word in text_of(frame, m).split()})


def _place(frame: Frame, op: str, claimed: Sequence[str], dated: bool) -> str:
    """What is told beside the order: the place of today, both ends, the reason asked for."""
    then = dated and frame.has("current") and frame.years[0] != frame.today.year
    if claimed and frame.has("why"):
        return "why"
    if op == "spread" and not frame.has("gap", "compare"):
        return "ends"
    return "now" if then and ((op == "top" and len(frame.moments) == 1) or op == "place") else ""


def _beside(frame: Frame, query: Query, measure: str) -> frozenset[str]:
    """The cues that only some variants take into account."""
    found = list(_SPECIAL.get(query.op, []))
    found += ["ever"] if query.op == "record" else []
    found += {"why": ["why"], "now": ["compare"]}.get(query.place, [])
    found += ["#bound", "more", "less", "least_at", "most_at"] if query.words and query.bounds else []
    whole = any(text_of(frame, m).startswith("of all") for m in frame.cues.get("proportion", ()))
    return frozenset([*found, *(["proportion"] if whole or measure in ("equipment", "personnel_share") else [])])


def _one_by_one(frame: Frame) -> bool:
    """ "Each Nordic country", "each of the Baltics"."""
    return any(name.kind == "group" and "each" in frame.words[max(0, name.start - 3) : name.start] for name in frame.names)


_SPECIAL = {
    "near": ["closer", "#bound", "gap", "unmoved", "alike", "compare", "than"],
    "spread": ["gap", "compare"],
    "mean": ["average"],
    "all": ["compare"],
    "top-in": ["how_many", "member", "compare", "join"],
    "top-mean": ["average"],
    "top-total": ["total"],
}


def _extreme(frame: Frame, allies: Sequence[str]) -> str:
    """Which end is asked for: "most", "least" or "" where neither."""
    if frame.has("least") and not frame.has("most"):
        return "least"
    if frame.has("most"):
        return "most"
    if len(allies) == 1 and frame.yes_no and frame.has("last") and frame.tokens[-1 - (frame.tokens[-1].norm == "?")].norm == "last":
        return "least"
    place = place_named(frame)
    if _ranked_nth(frame) and not allies:
        return "most"
    comes = frame.has("who", "which", "after") or _numbered_claim(frame, allies)
    return "most" if place and place > 1 and comes and not frame.has("join", "summit", "target", "rank") else ""


def _ranked_nth(frame: Frame) -> bool:
    """ "which ally ranks tenth", "the country ranked third"."""
    ranked = any(text_of(frame, m).startswith("rank") for m in frame.cues.get("rank", ()))
    return ranked and frame.ordinal is not None and not frame.has("join", "summit", "founding")


def _order(frame: Frame, op: str, extreme: str) -> str:
    if op == "near":
        return "least" if far(frame) or (extreme == "most" and frame.has("gap")) else "most"
    return extreme or ("least" if upwards(frame) else "most")


def _numbered_claim(frame: Frame, allies: Sequence[str]) -> bool:
    """ "Is Poland number 4?" """
    return len(allies) == 1 and frame.yes_no


def _limit(frame: Frame) -> int | None:
    """How many are wanted: "top five"."""
    for quantity in frame.quantities:
        bare = quantity.unit == "" and 1 <= quantity.value <= 32 and quantity.value == int(quantity.value)
        if bare and not frame.operator(quantity) and not counts_the_named(frame, quantity) and place_named(frame) != quantity.value:
            return int(quantity.value)
    return None


def _op(frame: Frame, who: Whose, measure: str, extreme: str, limit: int | None) -> str:
    """The variant; "" where the question is none about an order."""
    asked = frame.has("spend", "outlay", "defence", "share", "who", "which", "allies", "rank", "contribute", "what", "list", "everybody")
    asked = asked or bool(measure or who.named or (limit and len(frame.tokens) <= 10))
    if _near(frame, who, measure, extreme):
        return "near"
    if _whole_country(frame) and not measure and not frame.has("spend", "outlay", "defence", "share", "contribute", "rank", "join"):
        return ""
    if frame.has("most") and frame.has("least") and not who.allies and _both_ends(frame):
        return "" if limit or frame.has("average", "median") else "spread"
    if extreme and limit and (several := _several(frame, who)):
        return several
    if frame.has("average", "median") and not (frame.has("average") and (len(frame.moments) > 1 or _years_meant(frame))):
        return ""
    if frame.has("after") and who.allies:
        return "after"
    if extreme and asked:
        return "mean" if frame.has("average") else "top"
    if frame.has("rank") and who.allies and not (frame.has("compare") and len(who.allies) > 1):
        return "place" if len(who.allies) == 1 else "all"
    if frame.has("rank") and asked:
        return "top" if limit else "all"
    figures = frame.has("spend", "outlay", "share", "defence", "equipment", "personnel", "gdp", "money")
    each = any(text_of(frame, m) in _APART for m in frame.cues.get("list", ())) or _one_by_one(frame)
    compared = len(who.groups) == 1 and frame.has("compare") and not frame.has("nato", "nato_whole", "average", "than", "others", "change")
    apart = who.groups and len(frame.tokens) <= 10 and (each or compared)
    figures = figures or bool(apart)
    return (
        "all"
        if figures and not who.allies and (apart or frame.has("list") or _heading(frame) or (frame.has("how_much") and _each(frame)))
        else ""
    )


def _several(frame: Frame, who: Whose) -> str:
    """What is asked of the first so many taken together; "" where nothing is."""
    return "top-in" if who.groups and not who.allies and _of_the_first(frame) else _pooled(frame)


def _of_the_first(frame: Frame) -> bool:
    """ "which of the top five are Nordic", "how many EU members are in the top ten": of the first of all, not of the group's first."""
    first = next(m for cue in ("most", "least") for m in frame.cues.get(cue, ()))
    count = next(q.start for q in frame.quantities if q.unit == "")
    start = min(first.start, count)
    group = next(n.start for n in frame.names if n.kind == "group")
    before = set(frame.words[max(0, start - 3) : start])
    apart = frame.holds("are", "is", "belong", "belongs", "come", "comes")
    return apart and bool(before & ({"in", "among"} if group < start else {"of", "among", "in"}))


def _pooled(frame: Frame) -> str:
    """ "the average of the top five", "what the three biggest spend together"; "" where neither is asked."""
    if frame.moments[1:] or frame.has("median", "weighted", "proportion") or (frame.has("most") and frame.has("least")):
        return ""
    return "top-mean" if frame.has("average") and not frame.has("total") else "top-total" if frame.has("total") else ""


def _near(frame: Frame, who: Whose, measure: str, extreme: str) -> bool:
    """ "who is closest to 3.5 %", "which ally has the largest gap to 3.5", "who spends about the same as Italy"."""
    if not frame.has("who", "which", "allies", "list") or measure in ("amount", "amount_national"):
        return False
    if len(frame.bounds) == 1 and not who.allies:
        return frame.has("closer") or bool(extreme and frame.has("gap") and frame.has("who", "which"))
    return not frame.bounds and _alike(frame, who)


def _alike(frame: Frame, who: Whose) -> bool:
    """Whether those are asked for whose figure is like an ally's."""
    one = len({*who.allies, *who.others}) == 1
    return one and frame.has("who", "which") and frame.has("unmoved", "closer", "alike") and not frame.has("rise", "fall", "join")


_SIZED = frozenset("biggest largest smallest greatest tiniest".split())


def _whole_country(frame: Frame) -> bool:
    """ "the biggest country in NATO": of land, people or money, nobody knows."""
    words = frame.words
    return any(word in _SIZED and frame.cue_at(i + 1) & {"allies", "member"} for i, word in enumerate(words))


def _years_meant(frame: Frame) -> bool:
    """ "the average over five years"."""
    return any(q.unit == "" and frame.tokens[q.end : q.end + 1] and frame.tokens[q.end].norm in ("year", "years") for q in frame.quantities)


_APART = ("one by one", "individually", "each separately", "each of them", "each one", "for each", "by country", "per country")


def _heading(frame: Frame) -> bool:
    """ "defence spending as percentage of gdp nato countries", "military expenditure by nato country": a search for all of them."""
    if not frame.asserts or frame.is_question or frame.bounds or frame.has(*_NO_HEADING) or len(frame.tokens) > 12 or frame.ids("person"):
        return False
    words = frame.bag
    return (
        frame.has("allies", "everybody")
        and bool(words & _TITLES)
        and not words & {"spend", "spends", "pay", "pays", "are", "is", "do", "not", "have"}
    )


_TITLES = frozenset("spending expenditure expenditures budget budgets outlays spendings troops personnel share shares percentage".split())
_NO_HEADING = (
    "what who which how how_many how_much nobody not except total average median weighted join rise fall change meet miss target say "
    "compare than more less more_bare less_bare most least cost gap path agree summit expel binding counts budget_common"
).split()


def _pays_nato(frame: Frame) -> bool:
    """ "which country pays NATO the most": into its common budgets, not for its own forces."""
    words = frame.words
    return any(word in ("pay", "pays", "paid", "gives", "give") and words[i + 1 : i + 2] == ["nato"] for i, word in enumerate(words))


def _both_ends(frame: Frame) -> bool:
    """ "who pays the most and the least": two superlatives apart, not "from the lowest"."""
    most, least = frame.cues["most"], frame.cues["least"]
    return frame.has("gap", "compare") or not {m.start for m in most} & {m.start for m in least}


def _after(frame: Frame) -> tuple[str, ...]:
    """ "the biggest after the US": those that are left out."""
    return tuple(
        n.id
        for n in frame.names
        if n.kind in ("ally", "capital") and any(word in ("after", "behind") for word in frame.words[max(0, n.start - 2) : n.start])
    )


def _each(frame: Frame) -> bool:
    """Whether every ally's own figure is wanted: "how much are our allies spending"."""
    return frame.has("allies") and not frame.has("total", "average", "nato_whole") and not frame.ids("group")


def _one(frame: Frame, limit: int | None) -> bool:
    """Whether one ally is asked for: "which country spends most", not "top spenders"."""
    inside = {place for name in frame.names for place in range(name.start, name.end)}
    plurals = (
        "countries",
        "allies",
        "members",
        "states",
        "nations",
        "spenders",
        "ones",
        "laggards",
        "top",
        "leaders",
        "freeloaders",
        "performers",
        "slackers",
        "offenders",
        "contributors",
    )
    plural = any(i not in inside and token.norm in plurals and not _partitive(frame, i) for i, token in enumerate(frame.tokens))
    return limit is None and not plural


def _partitive(frame: Frame, place: int) -> bool:
    """Whether a plural only says among whom: "which of the allies", "of the countries that joined in 2004, who"."""
    before = frame.words[max(0, place - 4) : place]
    return "of" in before and frame.tokens[place].norm in ("countries", "allies", "members", "states", "nations")


def _claimed(frame: Frame, allies: Sequence[str], op: str) -> tuple[str, ...]:
    """The ally that is said to be the first: "Germany is the biggest spender"."""
    return tuple(allies) if op == "top" and len(allies) == 1 and not frame.has("who", "which", "than", "after") else ()


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "where position points yearly outside nato_whole #ally #group "
        "#count #ordinal #year most least rank after equipment personnel personnel_share "
        "money national constant gdp except list last estimate "
        "edition is_true contribute everybody how_much"
    ),
    (
        "Which ally spends the most?",
        "Top five by share of GDP",
        "Where does Italy rank?",
        "NATO spending by country",
        "Who has the second highest equipment share?",
    ),
)
