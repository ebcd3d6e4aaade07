"""Cost: what a share of GDP is in money, for an ally, a group or all: the sum, and what is missing to it."""

from __future__ import annotations

from decimal import Decimal

from bot import phrase, targets
from bot.answer import Answer, Outcome, Verdict
from bot.draft import Context, Draft, plain
from bot.figures import edition_for, lacking, line, members, newest_year, no_figure, percent, say
from bot.language.frame import Bound, Frame
from bot.money import odd, worth
from bot.query import Query
from bot.questions import Kind, Reading, replace, uses
from bot.slots import currency, period, share_bound, whose
from knowledge.base import View
from knowledge.compute import HUNDRED, difference
from knowledge.compute import plain as plain_number
from knowledge.units import USD

NAME = "cost"


_OUTLAYS = ("spend", "outlay", "pays_for", "meet", "rise")
_SUMS = ("money", "national", "how_much", "how_many", "definition")


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    subjects = (*who.allies, *who.groups) or (("NATO",) if frame.has("nato", "allies", "everybody") else ())
    bound = _reached(frame) or share_bound(frame) or _pointed(frame)
    named = next((row.bound for row in targets.lines(frame, view, "")), None)
    bound = bound or named or (targets.standing(view)[-1].bound if frame.has("target") else None)
    if (
        bound is None
        or not subjects
        or bound.value > _WHOLE
        or (frame.has("personnel", "who", "which", "people", "most", "least", "yearly") and frame.has(*_RANKED))
    ):
        return None
    if not _asked(frame) or _counting(frame) or _of_budget(frame) or (share_bound(frame) and not targets.lines(frame, view, "")):
        return None
    to_come = any(year > frame.today.year for year in frame.years)
    query = Query(
        kind=NAME, subjects=subjects, bounds=(bound._replace(op=""), *[b for b in frame.bounds if b.unit in ("money", "scaled")][:1]),
        money=currency(frame, view), end=None if to_come else period(frame)[1], edition=str(frame.edition or ""),
        op="add" if _pointed(frame) and not share_bound(frame) else "",
        words=("each",) if _all_missing(frame) and not frame.has("nato_whole", "total") else (),
        negated=_granted(frame),
    )  # fmt: skip
    words = frame.bag
    plainly = not to_come and not frame.has("gap", "miss") and not (_pointed(frame) and share_bound(frame))
    strong = plainly and (
        frame.has("cost")
        or (frame.has("how_much") and frame.has("money", "national"))
        or (frame.has("what", "how_much") and frame.has("forecast"))
    )
    back = frozenset({"support", "agree"}) if {"set", "back"} <= words or {"sets", "back"} <= words else frozenset()
    risen = frozenset({"most_at"} if "up to" in frame.line and "by up to" not in frame.line else {})
    return Reading(query, weight=1.7 if strong else 0.8, uses=back | risen | targets.naming(frame))


_STANDING = frozenset("is are spends hits pays meets met reached already".split())
_BESIDE = frozenset("at now currently today has have above over past on the about around its their gdp defence spending s".split())
_SUPPOSED = frozenset("if when once until before would should could will suppose supposing imagine assuming were".split())


def _granted(frame: Frame) -> bool:
    """ "Germany is already at 3.5, so how much is that": whether it takes for granted that the share is spent."""
    if _SUPPOSED & frame.bag or frame.negated:
        return False
    for name in frame.names:
        behind = next((q.start for q in frame.quantities if q.start >= name.end), 0)
        between = set(frame.words[name.end : behind]) if name.end and name.kind in ("ally", "capital", "group") else set()
        if between & _STANDING and between <= _STANDING | _BESIDE:
            return True
    return False


def _of_budget(frame: Frame) -> bool:
    """ "20 % of France's defence budget": a part of what is spent, not of GDP."""
    behind = [frame.words[q.end : q.end + 7] for q in frame.quantities if q.unit == "%"]
    of = [set(words[1:]) for words in behind if words[:1] == ["of"]]
    return any(words & {"budget", "spending", "expenditure", "expenditures", "outlays"} and "gdp" not in words for words in of)


def _reached(frame: Frame) -> Bound | None:
    """The second of two shares in "from 2 to 3.5": what is to be paid for."""
    shares = [bound for bound in frame.bounds if bound.unit == "%"]
    words = frame.words
    return shares[-1] if len(shares) == 2 and "from" in words and "to" in words[words.index("from") :] else None


_WHOLE = 100
_REACHED = frozenset("went goes go going gone got gets get getting moved moves move was were had".split())
"""Verbs of coming to a line that say nothing of money by themselves: "if Italy went to 3.5 %"."""
_RANKED = ("personnel", "who", "which", "people", "most", "least")


def _asked(frame: Frame) -> bool:
    """Whether a share of GDP is to be put in money, by its own word or as "how much is 2 % of Italy's GDP"."""
    sums = frame.has(*_SUMS) and (not frame.has("gap", "miss", "less", "more") or bool(_pointed(frame) and frame.ids("currency")))
    amount = frame.starts("how much is", "how much are", "how much would", "what is", "what does", "what would", "whats", "how many")
    claimed = any(b.unit in ("money", "scaled") for b in frame.bounds) and frame.has("gdp", "share")
    words = frame.bag
    back = bool({"set", "sets"} & words) and "back" in words
    part = any(
        q.unit in ("%", "pp", "") and frame.tokens[q.end : q.end + 1] and frame.tokens[q.end].norm in ("of", "s") for q in frame.quantities
    )
    kept = not frame.has("spend", "outlay", "defence", "meet", "miss", "gap", "more", "less", "rise", "fall")
    share_of = part and kept and frame.has("gdp") and not frame.yes_no
    in_money = sums and bool(frame.has("money", "national", "gdp", "share") or amount)
    reached = frame.has(*_OUTLAYS) or bool(share_bound(frame) and _REACHED & frame.bag)
    supposed = frame.has("how_much", "what") and (frame.has("forecast") or frame.holds("if", "suppose", "supposing")) and reached
    plainly = supposed or _all_missing(frame) or frame.has("cost")
    return plainly or in_money or (amount and frame.has("money", "forecast")) or claimed or back or share_of


def _all_missing(frame: Frame) -> bool:
    """ "How much money is missing to bring all allies to 3.5 %": a sum over all who are below."""
    short = frame.has("miss", "gap", "cost") or frame.holds("extra", "additional")
    return short and frame.has("how_much") and frame.has("money") and frame.has("everybody", "allies")


def _counting(frame: Frame) -> bool:
    """ "how many countries would have to …" counts allies, "how many more points …" points, neither money."""
    return any(
        {"allies", "points"} & {cue for place in range(m.end, m.end + 2) for cue in frame.cue_at(place)}
        for m in frame.cues.get("how_many", ())
    )


def _pointed(frame: Frame) -> Bound | None:
    """ "one point", "0.1 points" of GDP."""
    return next((targets.share(q.value) for q in frame.quantities if q.unit == "pp"), None)


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    years = [query.end] if query.end else []
    held = (edition_for(view, replace(query, indicator=measure), query.subjects, years) for measure in ("amount", "gdp"))
    edition = next(filter(None, held), None)  # by what is spent first: Iceland has a GDP, in an older edition only
    if edition is None:
        return lacking(query, context, "cost", query.subjects, query.end)
    bound = query.bounds[0]
    draft = Draft(context, query)
    sentences = [text for subject in query.subjects if (text := _cost(draft, query, subject, bound.value, edition.id))]
    if sentences and query.subjects == ("NATO",) and query.op != "add" and (apart := _one_by_one(draft, query, bound.value, edition.id)):
        sentences.insert(0 if "each" in query.words else 1, apart)
    if not sentences:
        if query.money:
            return plain(
                Outcome.NO_DATA,
                f"NATO's tables have no {query.money} for {context.names(query.subjects)}, and I convert no currencies.",
                "cost",
                _next(query, context),
                query,
            )
        return no_figure(query, context, query.subjects, query.end)
    verdict, outcome = _claim(draft, query)
    if query.negated and (short := _short_of(query, view, edition.id)):
        verdict, outcome = Verdict.NO, Outcome.CORRECTION
        be = "are" if len(short) > 1 or short[0] in view.base.groups else "is"
        sentences.insert(0, f"{phrase.capital(context.names(short))} {be} not at {percent(context, bound.value)}.")
        sentences[:2] = [" ".join(sentences[:2])]
    commitment = targets.agreed(bound.value, view)
    if commitment and commitment.core and bound.value == commitment.share:
        draft.caveat("Of the 5%, up to 1.5% is related spending that NATO's tables don't count: the missing part can be smaller.")
        draft.rest(commitment, most=1)
    reading = (
        f"{percent(context, bound.value)} of GDP in money for {context.names(query.subjects)}, {query.end or 'newest year'}, current prices"
    )
    return draft.answer(
        sentences[0], reading, body=sentences[1:], verdict=verdict, outcome=outcome, subjects=query.subjects, options=_next(query, context)
    )


def _short_of(query: Query, view: View, edition: str) -> list[str]:
    """Those that are below the share, though the question has them at it; as exactly as it names the share."""
    share = query.bounds[0].value
    found = []
    for subject in query.subjects:
        year = query.end or newest_year(view, "share", members(view, [subject]), edition)
        row = line(view, "share", subject, year, edition) if year else None
        if row and row.value.quantize(share) < share:
            found.append(subject)
    return found


def _cost(draft: Draft, query: Query, subject: str, share: Decimal, edition: str) -> str:
    context = draft.context
    year = query.end or newest_year(context.view, "amount", members(context.view, [subject]), edition)
    result = worth(draft, subject, year, edition, share, query.money) if year else None
    if result is None or year is None:
        return ""
    total, spent = result
    name = "NATO as a whole" if subject == "NATO" else context.name(subject)
    said = draft.computed(total, f"{percent(context, share)} of GDP, {name}", subject, str(year))
    gdp = line(context.view, "gdp", subject, year, edition, beside="amount")
    if gdp:
        say(draft, gdp)
    found = line(context.view, "share", subject, year, edition)
    if share < 1 or query.op == "add" or found is None:
        return f"{percent(context, share)} of {phrase.possessive(name)} GDP is **{said}** ({spent.when})."
    spent_said = say(draft, spent)
    high, low = (total.value, spent.value) if total.value >= spent.value else (spent.value, total.value)
    gap = difference(high, low, total.unit)
    extra = draft.computed(gap, "difference to what is spent", subject, str(year))
    odd(draft, found, edition)
    more = "more than" if total.value >= spent.value else "less than"
    spending = f"the {spent_said} {context.verb(subject, 'it spends', 'they spend')} ({say(draft, found)})"
    return f"For {name}, {percent(context, share)} of GDP is **{said}** a year ({spent.when}): {extra} {more} {spending}."


def _one_by_one(draft: Draft, query: Query, share: Decimal, edition: str) -> str:
    """What those below the line lack, added up: what others spend beyond it makes up for nothing."""
    view = draft.context.view
    year = query.end or newest_year(view, "share", list(view.allies), edition)
    below = [
        (gdp.value * share / HUNDRED - spent.value, ally)
        for ally in view.allies
        if year
        and (found := line(view, "share", ally, year, edition))
        and found.value < share
        and (gdp := line(view, "gdp", ally, year, edition, beside="amount"))
        and (spent := line(view, "amount", ally, year, edition, beside="gdp"))
    ]
    if not below or query.money:
        return ""
    missing = sum((value for value, _ in below), Decimal(0))
    draft.value("missing, each ally below it for itself", missing, USD, period=str(year), status="computed")
    draft.work(f"{len(below)} allies, each {plain_number(share)} % × GDP − spending: {missing:,.0f} USD million together")
    amount = draft.context.amount(missing, USD)
    return (
        f"Counted one by one, **{amount}** a year are missing to {percent(draft.context, share)} of GDP for the "
        f"{phrase.plural(len(below), 'ally', 'allies')} below it ({year})."
    )


def _claim(draft: Draft, query: Query) -> tuple[Verdict | None, Outcome]:
    """A sum that the question names is held against the computed one."""
    if len(query.bounds) < 2:
        return None, Outcome.ANSWER
    computed = draft.values[0].value
    claimed = query.bounds[1].value / 1_000_000
    if not isinstance(computed, Decimal) or not computed:
        return None, Outcome.ANSWER
    near = abs(computed - claimed) / computed <= Decimal("0.1")
    return (Verdict.YES, Outcome.ANSWER) if near else (Verdict.NO, Outcome.CORRECTION)


def _next(query: Query, context: Context) -> list[str]:
    name = context.names(query.subjects)
    value = percent(context, query.bounds[0].value)
    return [f"How far is {name} from {value}?", f"At 0.2 points a year, when does {name} reach {value}?"]


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "in_nato average sum #ally #group #bound #count #points #year #commitment cost total yearly money national gdp how_many "
        "target meet definition forecast edition estimate more_bare others constant everybody miss path change rise is_true "
        "binding share path only least_at pays_for core gap meet"
    ),
    ("What would 3.5% cost Italy?", "How much is 0.1% of Poland's GDP?", "What does 2% mean in dollars for Estonia?"),
    alone=frozenset(),
)
