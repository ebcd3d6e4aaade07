"""Status: how much does somebody spend, in which year, in which unit, by which edition."""

from __future__ import annotations

from itertools import pairwise

from bot import phrase
from bot.answer import Answer
from bot.draft import Context, Draft
from bot.figures import Line, beside, edition_for, lacking, line, members, newest_year, no_figure, note, published_beside, say
from bot.language.frame import Frame
from bot.measures import advice
from bot.query import Query
from bot.questions import BACKGROUND, Kind, Reading, replace, uses
from bot.slots import currency, expand, indicator, of_another_whole, period, recipient, vaguely_past, whose
from knowledge.base import View
from knowledge.compute import share_of_gdp
from knowledge.units import INDICATORS

NAME = "status"
_ASKED = (
    "spend",
    "outlay",
    "share",
    "defence",
    "contribute",
    "how_much",
    "gdp",
    "personnel",
    "equipment",
    "personnel_share",
    "growth",
    "money",
    "national",
    "aid",
    "budget_common",
    "how_many",
)
_NUMBERS = {"figure", "figures", "number", "numbers", "data", "stats", "statistics", "value", "values", "table", "tables", "sheet"}
_OTHERS = ("target", "meet", "miss", "fair_share", "gap", "most", "least", "rank", "total", "average", "member", "say", "join")
_PLAIN = frozenset("list edition estimate current last say how before".split()) | BACKGROUND
_PARTS = ("equipment", "personnel_share")
_TOGETHER = 4
_MANY = 12
_LISTED = 5
_SHORT = 14
_RANGE = ("to", "through", "thru", "until", "till", "-", "–")


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    measure = indicator(frame)
    subjects = (*who.allies, *who.groups)
    if not subjects or _elsewhere(frame, measure) or recipient(frame) or vaguely_past(frame):
        return None
    apart = frame.holds("each", "apiece", "individually") and len(expand(subjects, view)) <= _MANY
    if apart or (frame.has("list") and len(who.groups) + len(who.allies) > 1):
        subjects = tuple(expand(subjects, view))
    first, last = period(frame)
    open_ended = bool(frame.moments) and first is not None and last is None
    if not frame.has(*_ASKED):
        if _reported(frame):
            return Reading(_query(frame, view, subjects, ""), weight=3.5)
        if _bare(frame) and not frame.has(*(cue for cue in _OTHERS if cue != "say" or frame.edition is None)):
            bare = replace(_query(frame, view, subjects, ""), everywhere=True)
            at = frozenset({"where"} if _ends_at(frame) else {})
            return None if open_ended else Reading(bare, weight=-0.5 if who.allies else 3.5, uses=at)
        if (
            (len(frame.tokens) > _SHORT and not frame.edition)
            or (not frame.edition and not frame.has("list") and frame.has(*_OTHERS))
            or not (frame.moments or frame.edition or frame.has("how", "current", "share", "list"))
        ):
            return None
    if open_ended and not frame.has("list"):
        return None
    costs = frame.has("cost") and frame.has("defence") and not frame.bounds and not frame.has("forecast", "path")
    more = frozenset({"cost"}) if costs else frozenset()
    long = first is not None and last is not None and last - first > _LISTED and len(frame.moments) == 2 and _spanned(frame)
    each = bool(frame.moments) and frame.has("current") and frame.holds("against", "compared", "versus", "vs")
    more |= frozenset({"against", "compare", "than"} if each else {})
    more |= frozenset({"position", "where"} if frame.has("share") and frame.holds("stand", "stands") else {})
    return Reading(
        _query(frame, view, subjects, measure), weight=1.8 if each else -0.5 if long or not frame.has(*_ASKED) else 0.4, uses=more
    )


def _query(frame: Frame, view: View, subjects: tuple[str, ...], measure: str) -> Query:
    first, last = period(frame)
    measure, measures = measure or "share", _measures(frame)
    if len(measures) > 1:
        measure = measures[0]
    money = currency(frame, view) or ("USD" if measure in _PARTS and frame.has("money") else "")
    years = sorted(set(frame.years))
    since_then = bool(years) and frame.has("current") and frame.today.year not in years
    each = (len(years) == 2 and not _spanned(frame)) or since_then
    return Query(
        kind=NAME, subjects=subjects, indicator=measure, money=money, edition=str(frame.edition or ""),
        start=first if len(years) < 3 else years[0], end=last, years=tuple(years) if len(years) > 2 else (), op="each" if each else "",
        words=measures if len(measures) > 1 else (), topics=("gdp",) if _of_gdp(frame, measure, measures) else (),
    )  # fmt: skip


def _of_gdp(frame: Frame, measure: str, measures: tuple[str, ...]) -> bool:
    """ "what share of GDP goes to equipment": a part of defence spending, as a part of GDP."""
    return measure in _PARTS and "gdp" in frame.bag and len(measures) < len("ab")


def _measures(frame: Frame) -> tuple[str, ...]:
    """The measures where several are asked for at once: "share, equipment and troops"."""
    cues = {"equipment": "equipment", "personnel_share": "personnel_share", "personnel": "personnel", "real_change": "growth"}
    named = [measure for measure, cue in cues.items() if frame.has(cue)]
    apart = {m.start for cue in cues.values() for m in frame.cues.get(cue, ())}
    spending = {m.start for cue in ("share", "spend", "outlay") for m in frame.cues.get(cue, ())}
    words = frame.words
    whole = any(all({",", "and", "plus"} & set(words[min(start, a) : max(start, a)]) for a in apart) for start in spending)
    listed = frame.holds(",", "and", "plus", "&")
    first = ["share"] if whole and named and not frame.has("money", "national") else []
    return (*first, *named) if listed else ()


def _elsewhere(frame: Frame, measure: str) -> bool:
    """Whether it asks for something else: parts of NATO's total, how many allies or years, two editions, a meaning."""
    asked = frame.has("who", "which") and not frame.has("how_much", "how_many", "what")
    if asked and frame.starts("who", "which ally", "which allies", "which country", "which countries", "which member", "which nato"):
        return True  # who it is, not what the one named spends
    compared = frame.yes_no and any(word in ("than", "as") for word in frame.words) and frame.has("more", "less", "more_bare", "less_bare")
    if compared or advice(frame) or (frame.yes_no and measure in _PARTS and frame.has("fair_share")):
        return True
    if frame.has("proportion") and measure not in _PARTS and not frame.has("contribute") and not (measure == "share" and frame.has("gdp")):
        return True
    if frame.has("budget_common") and not frame.has("contribute", "equipment", "personnel_share"):
        return True
    if frame.has("how_many") and measure not in ("personnel", "amount", "amount_national") and not frame.has("national", "money"):
        counted = {name for m in frame.cues["how_many"] for name in frame.cue_at(m.end)} | {
            frame.tokens[m.end].norm for m in frame.cues["how_many"] if m.end < len(frame.tokens)
        }
        if counted & {"allies", "member", "years", "times", "year", "points", "point"} or not frame.has(
            "spend", "outlay", "contribute", "share"
        ):
            return True
    words = frame.words
    whole = any(words[m.end : m.end + 1] == ["of"] for m in frame.cues.get("how_much", ())) and frame.has("outlay") and not measure
    newest = any(
        word in ("newest", "latest", "current", "new") and after in ("one", "edition", "report", "tables", "figures")
        for word, after in pairwise(words)
    )
    if whole or len(set(frame.editions)) > 1 or (frame.edition and newest):
        return True
    heads = measure == "personnel" and of_another_whole(frame, measure)
    return heads or (measure == "gdp" and frame.has("definition"))


def _reported(frame: Frame) -> bool:
    """ "what do NATO's numbers say for Albania": the tables speak, nobody else."""
    words = frame.words
    return (
        bool({"nato", "natos"} & set(words))
        and any(m.start and words[m.start - 1] in _NUMBERS for m in frame.cues.get("say", ()))
        and not frame.bounds
        and not frame.has("most", "least", "total", "average")
    )


def _spanned(frame: Frame) -> bool:
    """Whether two years are the ends of a span ("2020 through 2023") and not two single years."""
    first, second = frame.moments[0], frame.moments[-1]
    return any(word in _RANGE for word in frame.words[first.end : second.start])


def _ends_at(frame: Frame) -> bool:
    """ "what's Italy at", "where is Canada at now"."""
    words = [token.norm for token in frame.tokens if token.kind == "word"]
    late = {token.norm for m in frame.cues.get("current", ()) for token in frame.tokens[m.start : m.end]} | {"in"}
    while words and words[-1] in late:
        words = words[:-1]
    return bool(words) and words[-1] == "at"


def _bare(frame: Frame) -> bool:
    """Hardly more than a name (and a year): "Montenegro's numbers please"; read as the default figure."""
    if frame.has("what", "where") and not frame.quantities and frame.cues.keys() <= _PLAIN | {"where"} and _ends_at(frame):
        return True
    named = {place for n in frame.names for place in range(n.start, n.end)} | {
        place for m in frame.moments for place in range(m.start, m.end)
    }
    words = [token.norm for i, token in enumerate(frame.tokens) if token.kind == "word" and i not in named]
    if not frame.ids("ally", "group") or frame.implied or frame.quantities or not frame.cues.keys() <= _PLAIN:
        return False
    return (len(words) <= 1 and bool(frame.ids("ally"))) or (bool(set(words) & _NUMBERS) and len(words) <= 11)


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = members(view, query.subjects)
    years = wanted(query, context)
    edition = edition_for(view, query, query.subjects, years)
    if edition is None:
        return lacking(query, context, INDICATORS[query.indicator].noun, query.subjects, query.end)
    measures = query.words if query.words[:1] == (query.indicator,) else (query.indicator,)
    others = {measure: edition_for(view, replace(query, indicator=measure), query.subjects, years) for measure in measures[1:]}
    held = {measure: other.id for measure, other in others.items() if other}
    if not years:
        years = sorted({y for s in query.subjects if (y := newest_year(view, query.indicator, members(view, [s]), edition.id))})[-1:]
    lines = [
        (measure, found) for year in years for subject in query.subjects for measure in measures
        if (found := _line(replace(query, indicator=measure), view, subject, year, held.get(measure, edition.id)))
    ]  # fmt: skip
    if query.money and lines and any(measure not in _PARTS and not found.unit.startswith(query.money) for measure, found in lines):
        return _other_currency(query, context, everyone)
    if not lines:
        return no_figure(query, context, query.subjects, years[-1] if years else query.end)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    sentences = [_sentence(draft, replace(query, indicator=measure), found) for measure, found in lines]
    draft.caveat(*(published_beside(draft, found, measure) for measure, found in lines))
    missing = [s for s in query.subjects if s not in {found.subject for _, found in lines}]
    if missing:
        draft.caveat(f"No figure for {context.names(missing)} in {phrase.join([str(year) for year in years])}.")
    for _, found in lines:
        if query.end is None and found.year != years[-1]:
            draft.caveat(f"{context.name(found.subject)}: newest value is of {found.year}.")
    few = len(sentences) <= _TOGETHER
    return draft.answer(
        f"{'; '.join(text.rstrip('.') for text in sentences)}." if few else sentences[0],
        _reading(query, context, years),
        body=() if few else sentences[1:],
        subjects=dict.fromkeys(found.subject for _, found in lines),
        options=_next(query, context),
    )


def wanted(query: Query, context: Context) -> list[int]:
    """The years asked for; none means the newest."""
    if query.years and (query.start, query.end) == (query.years[0], query.years[-1]):
        return list(query.years)
    if query.op == "each":
        newest = context.today.year
        pair = [year for year in (query.start, query.end) if year is not None]
        return sorted(set(pair if len(set(pair)) == 2 else [*pair, newest]))
    if query.start is not None and query.end is not None and query.start != query.end:
        return list(range(query.start, query.end + 1))
    return [query.end] if query.end is not None else []


def _line(query: Query, view: View, subject: str, year: int, edition: str) -> Line | None:
    if found := line(view, query.indicator, subject, year, edition):
        return found
    if query.end is None and (newest := view.newest(query.indicator, subject, edition)):
        return line(view, query.indicator, subject, newest.year, edition)
    return None


def _sentence(draft: Draft, query: Query, found: Line) -> str:
    """ "Poland spends 4.68% of GDP on defence (2026e), USD 53.1 billion"."""
    context = draft.context
    name = phrase.capital(context.name(found.subject))
    value = say(draft, found)
    past = found.year < context.today.year - 1
    match query.indicator:
        case "share" | "amount" | "amount_constant" | "amount_national":
            others = ("amount",) if query.indicator == "share" else ("share",) if query.indicator == "amount" else ("amount", "share")
            more = "".join(f", {other}" for measure in others if (other := beside(draft, found, measure)))
            return (
                f"{name} {'spent' if past else context.verb(found.subject, 'spends', 'spend')} **{value}** on defence ({found.when}){more}."
            )
        case "equipment" | "personnel_share":
            if query.topics and (part := _part_of_gdp(draft, found)):
                return f"{name}, {INDICATORS[query.indicator].noun.partition(' as ')[0]}: {part} ({found.when}; {value})."
            money = _part(draft, query, found)
            return f"{name}, {INDICATORS[query.indicator].noun}: **{value}** ({found.when}){f', {money}' if money else ''}."
        case "personnel":
            return f"{name}: **{value}** in the armed forces ({found.when})."
        case _:
            return f"{name}, {INDICATORS[query.indicator].noun}: **{value}** ({found.when})."


def _part(draft: Draft, query: Query, found: Line) -> str:
    """What a share of defence spending is in the money asked for, computed from the spending of the same table."""
    if not query.money or found.figure is None:
        return ""
    measure = "amount" if query.money == "USD" else "amount_national"
    spent = line(draft.context.view, measure, found.subject, found.year, found.edition)
    if spent is None or not spent.unit.startswith(query.money):
        return ""
    say(draft, spent)
    result = share_of_gdp(found.value, spent.value, spent.unit)
    part = draft.computed(result, INDICATORS[query.indicator].short, found.subject, str(found.year))
    return f"{part} of {draft.context.amount(spent.value, spent.unit)}"


def _part_of_gdp(draft: Draft, found: Line) -> str:
    """The part of GDP: the share of defence spending by that spending's share of GDP."""
    spent = line(draft.context.view, "share", found.subject, found.year, found.edition)
    if spent is None:
        return ""
    result = share_of_gdp(found.value, spent.value, spent.unit)
    return f"**{draft.computed(result, 'part of GDP', found.subject, str(found.year))}**, of {say(draft, spent)} for defence"


def _other_currency(query: Query, context: Context, subjects: list[str]) -> Answer:
    """A currency that NATO's tables don't give for this ally: offers those that they do."""
    own = phrase.join(sorted({context.view.base.allies[s].currency for s in subjects if s in context.view.base.allies} | {"USD"}), "or")
    query_ = query
    in_dollars = answer(replace(query_, indicator="amount", money=""), context)
    caveat = f"NATO's tables have no {query.money} for {context.names(query.subjects)}, only {own}; I convert no currencies."
    return replace(in_dollars, query=query, caveats=(caveat, *in_dollars.caveats))


def _reading(query: Query, context: Context, years: list[int]) -> str:
    when = phrase.join([str(year) for year in years]) if len(years) < 4 else f"{years[0]} to {years[-1]}"
    newest = "newest year, " if query.end is None and query.start is None else ""
    return f"{INDICATORS[query.indicator].noun} of {context.names(query.subjects)}, {newest}{when}"


def _next(query: Query, context: Context) -> list[str]:
    subject = query.subjects[0]
    name = context.name(subject)
    if subject not in context.view.base.allies:
        return [f"Which of {name} spends the most?"]
    return [f"How far is {name} from 3.5%?", f"How has {phrase.possessive(name)} spending changed since 2014?"]


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "size proportion counts #ally #group #year contribute money national constant gdp personnel equipment personnel_share "
        "growth how_many estimate edition pays_for member before list say last"
    ),
    (
        "How much does Poland spend on defence?",
        "What did the Czech Republic spend in 2019?",
        "How many troops has Türkiye got?",
        "Hungary's defence budget in forints",
        "What does the 2025 edition say for Norway's 2025 share?",
    ),
    alone=uses("#ally #group"),
)
