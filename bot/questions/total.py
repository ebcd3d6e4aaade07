"""Total and average: the sum, the weighted share, the plain mean or the median of a group or of all allies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from bot import phrase
from bot.answer import Answer
from bot.draft import Context, Draft
from bot.figures import AGGREGATES, edition_for, lacking, line, newest_year, no_figure, note, say
from bot.language.frame import Frame
from bot.language.quantities import Quantity
from bot.measures import advice, cohort, counts_the_named, text_of
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import Whose, expand, indicator, period, whose
from bot.sums import sides
from knowledge.base import ALLIANCE, Figure, View
from knowledge.compute import Computed, mean, median, rounded, total, weighted_share
from knowledge.units import INDICATORS, USD

NAME = "total"
_FEW = 8
_UNSUMMED = ("equipment", "personnel_share", "real_change")


def read(frame: Frame, view: View) -> Reading | None:
    if (
        frame.bounds
        or advice(frame)
        or _either(frame)
        or _years_apart(frame)
        or any(text_of(frame, m) in _EACH for m in frame.cues.get("yearly", []))
    ):
        return None
    who = whose(frame, view)
    headcount = frame.has("personnel") and any("total" in text_of(frame, m) for m in frame.cues.get("how_many", ()))
    summed = headcount or _plus(frame) or frame.has("total", "median", "weighted") or (frame.has("average") and not _asks_meaning(frame))
    rest = bool(who.excluded) and not who.named
    bare = len(frame.tokens) <= _FEW and frame.has("nato", "of_nato", "nato_whole") and (rest or frame.has("median", "average"))
    whole = (frame.has("nato", "nato_whole") or rest or _everybody(frame)) and not who.named
    group = bool(who.groups) and not who.allies
    spending = frame.has("spend", "outlay", "defence", "share", "personnel", "gdp", "equipment", "money", "how_much", "nato_whole")
    if not summed and (frame.has(*_OTHER) or (whole and frame.yes_no and {"pay", "pays", "paid"} & frame.bag)):
        return None
    if frame.has("who", "which", "how_many", "most", "least") and not frame.has("personnel", "money"):
        return None
    if not (summed or ((whole or group) and (spending or bare))) or (
        whole and not summed and not rest and frame.has("allies") and not frame.has("how_much") and not _everybody(frame)
    ):
        return None
    if not (who.named or whole or frame.has("allies", "everybody") or (summed and (spending or bare))):
        return None
    if frame.has("most", "least") and (frame.has("average", "median") or any(q.unit == "" for q in frame.quantities)):
        return None
    joined = cohort(frame, view) if not who.named else None
    if not summed and not rest and (_apart(frame) or (frame.has("allies", "everybody") and _heading(frame))):
        return None
    first, last = period(joined.frame if joined else frame)
    years = bool(frame.moments) and first != last and not frame.has("less", "more", "than")
    one = len(who.allies) == 1 and not who.groups
    if (one and not (summed and years)) or (frame.moments and first != last and not summed):
        return None  # a span of years without a sum over it is a trend
    op = "median" if frame.has("median") else "mean" if frame.has("average") and not frame.has("weighted") else "total"
    measure = indicator(frame) or _heads(frame)
    if (counted := _counted(frame, who, view)) is None:
        return None
    query = Query(
        kind=NAME,
        op=op,
        subjects=joined.allies if joined else (*who.allies, *who.groups) or ("NATO",),
        excluded=who.excluded,
        indicator=measure or "share",
        everywhere=not measure,
        start=first,
        end=last,
        edition=str(frame.edition or ""),
    )
    used = [*(["join", "member"] if joined else []), *(["how_many"] if headcount or frame.has("personnel", "money") else [])]
    used += ["leave"] if who.excluded and "left" in frame.bag else []  # what is left without them
    return Reading(query, weight=0.9, uses=counted | frozenset(used))


def _years_apart(frame: Frame) -> bool:
    """ "In 2014 and 2026", "in 2014 and now", a median over years: several sums, not one over the years."""
    if not frame.moments:
        return False
    if frame.has("median") and len(set(period(frame))) > 1:
        return True
    first, last = frame.moments[0], frame.moments[-1]
    two = "and" in frame.words[first.end : last.start] and frame.preposition(first) not in ("between", "from")
    now = frame.has("current") and frame.today.year not in frame.years and frame.holds("and", "vs", "versus")
    return two or now


def _plus(frame: Frame) -> bool:
    """ "Estonia plus Lithuania", "Belgium + the Netherlands": the sum of those named."""
    places = sorted({n.start: n.end for n in frame.names if n.kind in ("ally", "capital", "group")}.items())
    gaps = [[w for w in frame.words[a[1] : b[0]] if w != "the"] for a, b in pairwise(places)]
    return (
        any(gap == ["plus"] for gap in gaps) and all(gap in (["plus"], [","], ["and"]) for gap in gaps) and not frame.has("compare", "than")
    )


def _heads(frame: Frame) -> str:
    """ "The combined army": soldiers, where nothing is said of money."""
    return "personnel" if frame.holds("army", "armies") and not frame.has("spend", "outlay", "share", "contribute") else ""


def _apart(frame: Frame) -> bool:
    """ "each Nordic's troops": everyone's own figure."""
    return frame.holds("each", "individually", "individual")


def _heading(frame: Frame) -> bool:
    """Words without a verb or a question: "European allies' defence spending"."""
    return frame.asserts and not frame.is_question and not frame.has("how_much", "what")


def _either(frame: Frame) -> bool:
    """ "as a share of GDP or in dollars" is to be chosen between; two sums held against each other are a comparison."""
    if frame.has("than", "compare") and sides(frame):
        return True
    if frame.starts("is there", "are there", "does nato have"):
        return True
    return frame.has("money") and frame.has("share") and "or" in frame.bag


_OTHER = "who which rank list most least meet target summit say change join member budget_common proportion compare owe rise fall".split()


_EACH = ("by year", "for each year", "for every year", "in each year")


def _everybody(frame: Frame) -> bool:
    """ "all allies", "all thirty-two", "all of NATO"."""
    return frame.has("everybody") or any(_of_all(frame, q) for q in frame.quantities)


def _of_all(frame: Frame, quantity: Quantity) -> bool:
    """Whether a bare number stands behind "all": "all 32", "all of the 32"."""
    before = frame.words[max(0, quantity.start - 3) : quantity.start]
    return quantity.unit == "" and "all" in before and all(word in ("all", "of", "the") for word in before[before.index("all") :])


def _counted(frame: Frame, who: Whose, view: View) -> frozenset[str] | None:
    """The mark of a number that says how many they are, where it is so; None where it is another number."""
    named = expand((*who.allies, *who.groups), view) or list(view.allies)
    for quantity in frame.quantities:
        if quantity.unit == "" and (_of_all(frame, quantity) or counts_the_named(frame, quantity)):
            return frozenset({"#count"}) if quantity.value == len(named) else None
    return frozenset()


def _asks_meaning(frame: Frame) -> bool:
    """ "what does … mean" is no question about a mean."""
    return frame.starts("what does", "what do", "whats meant", "what did") and "mean" in frame.bag


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = _pool(query, view)
    own = query.op == "total" and not query.excluded and query.indicator not in _UNSUMMED
    edition = edition_for(view, query, query.subjects if own else everyone, [query.end] if query.end else [])
    if edition is None:
        return lacking(query, context, "total", query.subjects, query.end)
    year = query.end or newest_year(view, query.indicator, everyone, edition.id)
    figures = [f for ally in everyone if year and (f := view.figure(query.indicator, ally, year, edition.id))]
    if not figures or year is None:
        return no_figure(query, context, [s for s in query.subjects if s != "NATO"], year)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    draft.rest(*figures)
    draft.estimated.update(f.year for f in figures if f.estimate)
    missing = [ally for ally in everyone if ally not in {f.subject for f in figures}]
    if missing:
        draft.caveat(f"Without {context.names(missing)}: no figure for {year}.")
    when = phrase.year(figures[0])
    who = _names(query, context)
    if query.start is not None and query.start != query.end:
        return _over_years(query, context, draft, everyone, edition.id)
    if query.op in ("mean", "median"):
        lead, body = _averages(query, draft, figures, who, when, edition.id)
    else:
        lead, body = _totals(query, draft, figures, who, when, edition.id)
    if len(everyone) <= 6:
        body.append("; ".join(f"{context.name(f.subject)} {draft.figure(f)}" for f in figures) + ".")
    reading = f"{'total' if query.op == 'total' else 'average'} of {who}, {INDICATORS[query.indicator].noun}, {year}"
    return draft.answer(
        lead,
        reading,
        body=body,
        subjects=everyone if query.indicator in _UNSUMMED and len(everyone) < 12 else [s for s in query.subjects if s not in AGGREGATES],
        options=_next(query, context),
    )


def _pool(query: Query, view: View) -> list[str]:
    named = [s for s in query.subjects if s != "NATO"]
    chosen = expand(named, view) if named else list(view.allies)
    return [ally for ally in chosen if ally not in query.excluded and (ally in view.allies or named)]


def _over_years(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: str) -> Answer:
    """The sum (of money) or the mean (of shares) of a span of years."""
    view = context.view
    summed = query.op == "total" and query.indicator not in _UNSUMMED
    measure = "amount" if summed and query.indicator == "share" else query.indicator
    years = view.span(measure, edition, query.start, query.end)
    whole = AGGREGATES.get(query.subjects[0]) if not query.excluded else None
    rows = [f for ally in ([whole] if whole else everyone) for y in years if (f := view.figure(measure, ally, y, edition))]
    if not rows:
        return no_figure(query, context, list(everyone), query.start)
    draft.estimated.update(f.year for f in rows if f.estimate)
    result = total(rows) if summed else mean(rows)
    who = "NATO" if whole == ALLIANCE else _names(query, context) if len(everyone) > 3 else context.names(everyone)
    rows.sort(key=lambda f: f.year)
    span = f"{rows[0].year}/{rows[-1].year}"
    result = replace(result, working=f"{'sum' if summed else 'mean'} of {len(rows)} yearly values = {result.value:,} {result.unit}")
    said = draft.computed(result, f"{who}, {'total' if summed else 'mean'} of the years", everyone[0] if len(everyone) == 1 else None, span)
    draft.rest(*rows)
    if measure == "amount":
        draft.caveat("Current prices and exchange rates of each year, added up.")
    lead = f"{phrase.capital(who)}, {rows[0].year} to {rows[-1].year} {'together' if summed else 'on average'}: **{said}**."
    return draft.answer(
        lead,
        f"{'sum' if summed else 'mean'} of the yearly values of {who}, {INDICATORS[measure].noun}",
        subjects=everyone if len(everyone) <= 12 else [],
        options=_next(query, context),
    )


def _totals(query: Query, draft: Draft, figures: Sequence[Figure], who: str, when: str, edition: str) -> tuple[str, list[str]]:
    """Together: money and people are summed; shares are summed spending by summed GDP, never added up."""
    context = draft.context
    whole = AGGREGATES.get(query.subjects[0]) if len(query.subjects) == 1 and not query.excluded else None
    year = figures[0].year
    if whole:
        parts = [
            say(draft, found) for measure in _measures(query) if (found := line(context.view, measure, query.subjects[0], year, edition))
        ]
        if parts:
            extra = " together" if len(parts) > 1 or query.indicator != "share" else ""
            return f"{phrase.capital(who)}{extra}: **{parts[0]}** in {when}{f', {parts[1]}' if len(parts) > 1 else ''}.", []
    if (
        query.indicator in ("equipment", "personnel_share")
        and (spent := _column(context.view, "amount", figures, edition))
        and len(spent) == len(figures)
    ):
        return _part_of_spending(query, draft, figures, spent, who, when)
    if query.indicator in _UNSUMMED:
        result = mean(figures)
        return (
            (
                f"{phrase.capital(who)}, plain mean of the {INDICATORS[query.indicator].short}: "
                f"**{draft.computed(result, 'plain mean', None, str(year))}** in {when}."
            ),
            ["Shares can't be added up."],
        )
    if query.indicator == "amount_national" and len({f.unit for f in figures}) > 1:
        draft.caveat("National currencies differ and can't be added up; so in US dollars.")
        figures = _column(context.view, "amount", figures, edition)
    if query.indicator == "share":
        return _together(draft, figures, who, when, edition)
    result = total(figures)
    said = draft.computed(result, f"{who}, total", None, str(year))
    return (
        f"{phrase.capital(who)} together: **{said}** in {when}{'' if query.indicator != 'amount' else _share(draft, figures, edition)}.",
        [],
    )


def _part_of_spending(
    query: Query, draft: Draft, figures: Sequence[Figure], spent: Sequence[Figure], who: str, when: str
) -> tuple[str, list[str]]:
    """What a part of the spending is in money, and as a part of the summed spending."""
    year, noun = str(figures[0].year), INDICATORS[query.indicator].short
    parts = [money._replace(value=money.value * share.value / 100) for money, share in zip(spent, figures, strict=True)]
    money = total(parts)
    whole = sum((f.value for f in spent), Decimal(0))
    unit = figures[0].unit
    weighted = rounded(sum((f.value for f in parts), Decimal(0)) / whole * 100, unit)
    part = Computed(weighted, unit, f"{money.value:,} ÷ {rounded(whole, spent[0].unit):,} × 100 = {weighted} {unit}")
    money = replace(money, working=f"sum of {len(parts)} products of spending and {noun} = {money.value:,} {money.unit}")
    said, share = (
        draft.computed(money, f"{who}, {noun} in money", None, year),
        draft.computed(part, f"{who}, {noun}, weighted", None, year),
    )
    plain = draft.computed(mean(figures), f"{who}, plain mean", None, year)
    return f"{phrase.capital(who)}, {noun}: **{share}** in {when}, {said}.", [f"Plain mean of the {len(figures)} shares: {plain}."]


def _measures(query: Query) -> list[str]:
    return ["amount", "share"] if query.indicator == "share" else [query.indicator]


def _column(view: View, indicator_: str, figures: Sequence[Figure], edition: str) -> list[Figure]:
    return [f for row in figures if (f := view.figure(indicator_, row.subject, row.year, edition))]


def _together(draft: Draft, figures: Sequence[Figure], who: str, when: str, edition: str) -> tuple[str, list[str]]:
    """Money first, then the weighted share, then the plain mean."""
    view = draft.context.view
    spent, output = _column(view, "amount", figures, edition), _column(view, "gdp", figures, edition)
    year = str(figures[0].year)
    if len(spent) != len(figures) or len(output) != len(figures):
        said = draft.computed(mean(figures), "plain mean of the shares", None, year)
        return f"{phrase.capital(who)}: plain mean **{said}** in {when}.", ["This edition has no sums in current US dollars."]
    money = draft.computed(total(spent), f"{who}, total", None, year)
    share = draft.computed(weighted_share(spent, output), f"{who}, weighted share", None, year)
    plain = draft.computed(mean(figures), f"{who}, plain mean of the shares", None, year)
    return f"{phrase.capital(who)} together: **{money}** in {when}, {share}.", [f"Plain mean of the {len(figures)} shares: {plain}."]


def _share(draft: Draft, figures: Sequence[Figure], edition: str) -> str:
    output = _column(draft.context.view, "gdp", figures, edition)
    if len(output) != len(figures) or figures[0].unit != USD:
        return ""
    return f", {draft.computed(weighted_share(figures, output), 'weighted share', None, str(figures[0].year))}"


def _averages(query: Query, draft: Draft, figures: Sequence[Figure], who: str, when: str, edition: str) -> tuple[str, list[str]]:
    """The plain mean (or median), and beside it the weighted share: they answer different questions."""
    context = draft.context
    year = str(figures[0].year)
    result = median(figures) if query.op == "median" else mean(figures)
    said = draft.computed(result, f"{'median' if query.op == 'median' else 'plain mean'} of {len(figures)} allies", None, year)
    body: list[str] = []
    if query.indicator == "share":
        whole = AGGREGATES.get(query.subjects[0]) if len(query.subjects) == 1 and not query.excluded else None
        if whole and (published := context.view.figure("share", whole, figures[0].year, edition)):
            body.append(f"Weighted by the size of the economies, as NATO publishes it: {draft.figure(published)}.")
        else:
            spent, output = _column(context.view, "amount", figures, edition), _column(context.view, "gdp", figures, edition)
            if len(spent) == len(output) == len(figures):
                body.append(
                    f"Weighted by the size of the economies: {draft.computed(weighted_share(spent, output), 'weighted share', None, year)}."
                )
    kind = "Median" if query.op == "median" else "Plain mean"
    return f"{kind} of {who}: **{said}** in {when} ({len(figures)} allies, each counting the same).", body


def _names(query: Query, context: Context) -> str:
    if query.topics:
        return query.topics[0]  # chosen by a condition, so named by it
    base = (
        "all allies"
        if query.subjects == ("NATO",) and (query.op != "total" or query.excluded)
        else "NATO"
        if query.subjects == ("NATO",)
        else context.names(query.subjects)
    )
    return f"{base} without {context.names(query.excluded)}" if query.excluded else base


def _next(query: Query, context: Context) -> list[str]:
    if query.subjects == ("NATO",):
        return ["What share of NATO spending is American?", "How much do Europe and Canada spend?"]
    one = query.subjects[0]
    return [f"How {context.verb(one, 'does', 'do')} {context.name(one)} compare to NATO?", "How much does NATO spend in total?"]


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "outside nato_whole #ally #group #year between total average median weighted "
        "equipment personnel personnel_share money national constant gdp except "
        "nato everybody contribute list others estimate edition yearly collective last member"
    ),
    (
        "What do Estonia, Latvia and Lithuania spend together?",
        "What is the average share of GDP of the allies?",
        "How much does NATO spend in total?",
        "How many soldiers do all allies have together?",
    ),
)
