"""Rank: who spends the most or least, the top five, the N-th, where an ally stands; the figures of all allies."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot import orders
from bot.language.frame import Frame
from bot.measures import (
    Cohort,
    a_range,
    cohort,
    counts_the_named,
    far,
    one_year,
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


def _unread(frame: Frame, who: Whose, measure: str, op: str) -> bool:
    """Whether no order answers it: one ally's best year, sums in different currencies, what is paid to NATO."""
    of_one = len(who.allies) == 1 or (which_year(frame) and not frame.has("who", "list") and not frame.ids("person"))
    own = any(text_of(frame, m).startswith("its ") for cue in ("most", "least") for m in frame.cues.get(cue, ()))
    if op == "top" and frame.yes_no and who.groups and not who.allies:
        return True  # whether the first are of a group
    if (op == "top" and ((of_one and one_year(frame)) or own)) or orders.pays_nato(frame):
        return True
    return of_another_whole(frame, measure) or (measure == "amount_national" and op not in ("place", "after"))


def _several_years(frame: Frame, joined: Cohort | None, op: str, recorded: bool) -> bool:
    """Whether a span of years is asked for: who was first in each of them is another question."""
    first, last = period(joined.frame if joined else frame)
    return first != last and op != "mean" and not recorded


def read(frame: Frame, view: View) -> Reading | None:
    if orders.elsewhere(frame):
        return None
    who = whose(frame, view)
    joined = cohort(frame, view)
    if joined and not frame.has("spend", "outlay", "defence", "share", "equipment", "personnel", "gdp", "money", "contribute"):
        return None
    measure = _measure(frame)
    extreme = _extreme(frame, who.allies)
    limit, places = _limit(frame, view), _places(frame, who)
    op = "top" if places else _op(frame, who, measure, extreme, limit)
    recorded = op == "top" and record(frame) and not who.allies
    if not op or _unread(frame, who, measure, op) or _several_years(frame, joined, op, recorded):
        return None
    after = orders.after(frame) if op == "top" else ()
    first, last = period(joined.frame if joined else frame)
    if limit and op == "mean" and not frame.moments:
        first, last, limit = frame.today.year - limit + 1, frame.today.year, None
    named = tuple(a for a in who.allies if a not in after)
    place = places[0] if places else place_named(frame)
    limit = places[1] - places[0] + 1 if places else limit
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
        everywhere=not measure and not (claimed and orders.by_merit(frame)),
        negated=orders.one(frame, limit),
        words=claimed,
        bounds=tuple(frame.bounds[:1]) if op == "near" or claimed else (),
        place=_place(frame, op, claimed, first == last and first is not None),
        topics=(joined.words,) if joined else (),
    )
    apart = (
        op == "all"
        and bool(who.groups)
        and (orders.one_by_one(frame) or frame.has("compare") or not (measure or frame.has("spend", "outlay", "defence", "share")))
    )
    special = frozenset({"join", "member"} if joined else {})
    weight = (
        4
        if op == "top-in" or (orders.ranked_nth(frame) and not who.allies)
        else 1.6
        if apart or (op == "near" and query.place) or (op == "all" and orders.heading(frame))
        else 0.6
    )
    return Reading(query, weight, special | _beside(frame, query, measure))


def _measure(frame: Frame) -> str:
    if two_measures(frame):
        return ""
    summed = frame.has("total") and frame.has("most", "least")  # what several spend together is a sum of money
    budgets = orders.by_measure(frame) and frame.holds("budget", "budgets")
    return indicator(frame) or ("amount" if summed or budgets else "")


def _place(frame: Frame, op: str, claimed: Sequence[str], dated: bool) -> str:
    """What is told beside the order: the place of today, both ends, the reason asked for."""
    then = dated and frame.has("current") and frame.years[0] != frame.today.year
    if op == "near":
        return orders.side(frame)
    if claimed and frame.has("why"):
        return "why"
    if op == "spread" and not frame.has("gap", "compare"):
        return "ends"
    return "now" if then and ((op == "top" and len(frame.moments) == 1) or op == "place") else ""


def _beside(frame: Frame, query: Query, measure: str) -> frozenset[str]:
    """The cues that only some variants take into account."""
    found = list(_SPECIAL.get(query.op, []))
    found += ["ever"] if query.op == "record" else []
    found += {"why": ["why"], "now": ["compare"], "below": _SHORT, "above": ["more", "pronoun"]}.get(query.place, [])
    found += ["#bound", "more", "less", "least_at", "most_at"] if query.words and query.bounds else []
    whole = any(text_of(frame, m).startswith("of all") for m in frame.cues.get("proportion", ()))
    return frozenset([*found, *(["proportion"] if whole or measure in ("equipment", "personnel_share") else [])])


_SHORT = ["meet", "miss", "not", "less", "pronoun"]
_SPECIAL = {
    "after": ["before", "than", "compare"],
    "near": ["closer", "nearer", "target", "#bound", "gap", "unmoved", "alike", "compare", "than"],
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
    if orders.ranked_nth(frame) and not allies:
        return "most"
    comes = frame.has("who", "which", "after") or _numbered_claim(frame, allies)
    return "most" if place and place > 1 and comes and not frame.has("join", "summit", "target", "rank") else ""


def _order(frame: Frame, op: str, extreme: str) -> str:
    if op == "near":
        return "least" if far(frame) or (extreme == "most" and frame.has("gap")) else "most"
    return extreme or ("least" if upwards(frame) else "most")


def _numbered_claim(frame: Frame, allies: Sequence[str]) -> bool:
    """ "Is Poland number 4?" """
    return len(allies) == 1 and frame.yes_no


def _places(frame: Frame, who: Whose) -> tuple[int, int] | None:
    """ "who ranks 11 to 15", "second and third highest": several places in a row, of all allies or of a group."""
    ordered = frame.has("rank", "most", "least") or frame.holds("places", "positions", "numbers", "ranks", "spots")
    return a_range(frame) if ordered and not who.allies and not frame.has("join", "first_time") else None


def _limit(frame: Frame, view: View) -> int | None:
    """How many are wanted: "top five", "which three EU members"; not "the three Baltic states", who are three."""
    groups = {len(view.base.groups[id_].members) for id_ in frame.ids("group")}
    for quantity in frame.quantities:
        bare = quantity.unit == "" and 1 <= quantity.value <= 32 and quantity.value == int(quantity.value)
        named = counts_the_named(frame, quantity) and (
            not groups or int(quantity.value) in groups or not _asked_first(frame, quantity.start)
        )
        if bare and not frame.operator(quantity) and not named and place_named(frame) != quantity.value:
            return int(quantity.value)
    return None


def _of_one(frame: Frame, who: Whose) -> str:
    """Who is next to an ally, or which place it has, whatever end the question counts from; "" where neither is asked."""
    if frame.has("after") or orders.next_to(frame):
        return "after"
    asked = len(who.allies) == 1 and frame.starts("what", "whats", "where", "which place", "which rank")
    return "place" if asked and frame.has("rank") else ""


def _asked_first(frame: Frame, place: int) -> bool:
    """Whether "which" or "what" stands right before a number."""
    return bool({"which", "what"} & frame.cue_before(place))


def _op(frame: Frame, who: Whose, measure: str, extreme: str, limit: int | None) -> str:
    """The variant; "" where the question is none about an order."""
    asked = frame.has("spend", "outlay", "defence", "share", "who", "which", "allies", "rank", "contribute", "what", "list", "everybody")
    asked = asked or bool(measure or who.named or (limit and len(frame.tokens) <= 10))
    if orders.near(frame, who, measure, extreme):
        return "near"
    if orders.whole_country(frame) and not measure and not frame.has("spend", "outlay", "defence", "share", "contribute", "rank", "join"):
        return ""
    if frame.has("most") and frame.has("least") and not who.allies and orders.both_ends(frame):
        unlike = any(q.unit == "" and q.value != limit for q in frame.quantities)  # "the top five and the bottom three"
        return "" if unlike or frame.has("average", "median") or (limit and frame.has("gap", "compare", "total")) else "spread"
    if extreme and limit and (several := orders.several(frame, who)):
        return several
    if frame.has("average", "median") and not (frame.has("average") and (len(frame.moments) > 1 or orders.years_meant(frame))):
        return ""
    if who.allies and (own := _of_one(frame, who)):
        return own
    if extreme and asked:
        return "mean" if frame.has("average") else "top"
    if frame.has("rank") and who.allies and not (frame.has("compare") and len(who.allies) > 1):
        return "place" if len(who.allies) == 1 else "all"
    if frame.has("rank") and asked:
        return "top" if limit or place_named(frame) else "all"
    figures = frame.has("spend", "outlay", "share", "defence", "equipment", "personnel", "gdp", "money")
    each = any(text_of(frame, m) in _APART for m in frame.cues.get("list", ())) or orders.one_by_one(frame)
    compared = len(who.groups) == 1 and frame.has("compare") and not frame.has("nato", "nato_whole", "average", "than", "others", "change")
    apart = who.groups and len(frame.tokens) <= 10 and (each or compared)
    figures = figures or bool(apart)
    return (
        "all"
        if figures
        and not who.allies
        and (apart or frame.has("list") or orders.heading(frame) or (frame.has("how_much") and orders.each(frame)))
        else ""
    )


_APART = ("one by one", "individually", "each separately", "each of them", "each one", "for each", "by country", "per country")


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
