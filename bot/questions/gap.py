"""Gap: how far an ally, a group or the alliance is from a line, in points and in money, above or below."""

from __future__ import annotations

from decimal import Decimal

from bot import phrase, targets
from bot.answer import OPENINGS, Answer, Verdict
from bot.draft import Context, Draft
from bot.figures import AGGREGATES, Line, edition_for, lacking, line, members, newest_year, no_figure, percent, say
from bot.language.frame import Bound, Frame
from bot.measures import whether_said
from bot.money import shortfall
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import currency, expand, indicator, period, whose
from knowledge.base import View
from knowledge.compute import difference
from knowledge.units import INDICATORS

NAME = "gap"


_SUBJECTS = 6
_SPELLING = frozenset("stay less_bare more_bare say before than cost fall meet current path nearer".split())


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    subjects = tuple(dict.fromkeys((*who.allies, *who.groups, *who.others))) or (("NATO",) if frame.has("nato", "nato_whole") else ())
    if any({"each", "every"} & set(frame.words[max(0, n.start - 2) : n.start]) for n in frame.names if n.kind == "group"):
        subjects = tuple(expand(subjects, view))  # "each Nordic ally"
    behind = _behind(frame) and len(who.allies) == 1 and not who.groups
    aimed = frame.has("target") or "shortfall" in frame.bag or behind
    lines = targets.lines(frame, view, indicator(frame)) or (targets.standing(view, period(frame)[1])[-1:] if aimed else [])
    if whether_said(frame):
        return None
    if not subjects or not lines or len(subjects) > _SUBJECTS or targets.counts_years(frame):
        return None
    to_come = any(year > frame.today.year for year in frame.years)
    if to_come and not frame.has("target"):
        return None
    nearer = frame.has("nearer") and len(subjects) == 2
    near = _near(frame) and not any(word.startswith("quot") for word in frame.words)
    if not (nearer or near or behind or _asked(frame)) or (frame.has("nearer") and not nearer):
        return None
    query = Query(
        kind=NAME, subjects=subjects, indicator=lines[0].indicator, edition=str(frame.edition or ""),
        end=None if to_come else period(frame)[1], op=_op(frame) if nearer else "near" if near else "",
        bounds=tuple(row.bound._replace(op="") for row in lines[:2]), money=currency(frame, view),
    )  # fmt: skip
    spelling = _SPELLING - (frozenset() if frame.has("money", "national") or "far is it from" in frame.line else {"say"})
    left = frozenset({"leave"} if "left" in frame.bag else {"than", "before", "ahead", "binding"} if behind else {})
    told = frozenset({"#quote", "#person", "say", "is_true"} if near else {})
    return Reading(query, weight=4 if near and frame.ids("person") else 1.5, uses=spelling | left | told | targets.naming(frame))


def _behind(frame: Frame) -> bool:
    """ "How far behind is Belgium", "how far does Spain have to go": behind the target, where nothing else is named."""
    far = frame.starts("how far", "how much")
    return far and frame.holds("behind", "off", "short", "go", "away") and not frame.has("spend", "outlay", "than", "rank", "say", "money")


def _near(frame: Frame) -> bool:
    """Whether somebody is said to be near a line: "is Italy anywhere near 3.5"."""
    told = frame.yes_no or frame.has("is_true") or frame.asserts
    return told and frame.has("near")


def _asked(frame: Frame) -> bool:
    """Whether a distance is asked for, by its own word or as how much is missing or above."""
    off = frame.has("how_much", "money", "national") and frame.has("miss", "less", "more", "gap")
    short = frame.has("miss") and frame.has("what", "how_many", "how_much")
    off = off or (frame.has("how_much", "what") and frame.holds("left", "remaining", "remains"))
    off = off or (frame.has("how") and frame.starts("how", "hows") and frame.holds("doing", "faring", "coming"))
    under = frame.has("what") and frame.holds("short", "missing", "shy")
    return (
        frame.has("gap")
        or off
        or short
        or under
        or (frame.has("how_many") and frame.has("less", "more", "more_bare", "cost") and _points(frame))
    )


def _op(frame: Frame) -> str:
    """Who of two is nearer to the line, or farther from it; with "than" whether the first is."""
    far = frame.holds("farther", "further")
    return f"{'farther' if far else 'nearer'}{'?' if frame.has('than') and not frame.has('who', 'which') else ''}"


def _points(frame: Frame) -> bool:
    return frame.holds("points", "point", "pp")


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    years = [query.end] if query.end else []
    edition = edition_for(view, query, query.subjects, years)
    if edition is None:
        return lacking(query, context, "gap", query.subjects, query.end)
    draft = Draft(context, query)
    sentences: list[str] = []
    distances: dict[str, Decimal] = {}
    below: set[str] = set()
    for subject in query.subjects:
        year = query.end or newest_year(view, query.indicator, members(view, [subject]), edition.id)
        found = line(view, query.indicator, subject, year, edition.id) if year else None
        if found:
            distances[subject] = abs(found.value - query.bounds[0].value)
            below |= {subject} if found.value < query.bounds[0].value else set()
            sentences += [_gap(draft, query, found, bound) for bound in query.bounds]
    if not sentences:
        return no_figure(query, context, query.subjects, query.end)
    bound = query.bounds[0]
    commitment = targets.agreed(bound.value, view) if query.indicator == "share" else None
    if commitment and commitment.core and bound.value == commitment.share:
        draft.caveat("The 5% is at least 3.5% core defence plus up to 1.5% related spending; NATO's tables count the core only.")
        draft.rest(commitment, most=1)
    if commitment and commitment.by and commitment.by > context.today.year:
        draft.caveat(f"{percent(context, bound.value)} is due by {commitment.by}.")
        draft.rest(commitment, most=1)
    numbers = phrase.join([percent(context, b.value) for b in query.bounds])
    names = context.names([s for s in query.subjects if s not in AGGREGATES]) or "NATO"
    reading = f"distance of {names} from {numbers} ({INDICATORS[query.indicator].noun}, {query.end or 'newest year'})"
    if query.op == "near":
        verdict = _nearness(query.bounds[0].value, distances, below)
        return draft.answer(
            f"{OPENINGS[verdict]}{sentences[0]}", reading, body=sentences[1:], verdict=verdict, subjects=query.subjects,
            options=_next(query, context),
        )  # fmt: skip
    if query.op:
        return _between(draft, query, reading, sentences, distances)
    return draft.answer(sentences[0], reading, body=sentences[1:], subjects=query.subjects, options=_next(query, context))


_NEARLY = Decimal("0.1")
"""The part of a line by which somebody who is near it may be below it."""


def _nearness(goal: Decimal, distances: dict[str, Decimal], below: set[str]) -> Verdict:
    """Near is a matter of opinion: yes at or above the line, partly within a tenth of it, no further below."""
    far = [s for s in below if distances[s] > goal * _NEARLY]
    return Verdict.NO if len(far) == len(distances) else Verdict.PARTLY if below else Verdict.YES


def _between(draft: Draft, query: Query, reading: str, sentences: list[str], distances: dict[str, Decimal]) -> Answer:
    """Which of two is nearer to the line, or farther from it."""
    context = draft.context
    if len(distances) < len(query.subjects):
        return no_figure(query, context, query.subjects, query.end)
    first, second = query.subjects
    near, far = (first, second) if distances[first] <= distances[second] else (second, first)
    chosen = far if query.op.startswith("farther") else near
    verdict = None if not query.op.endswith("?") else Verdict.NO if distances[near] == distances[far] or chosen != first else Verdict.YES
    word = "" if verdict is None else "Yes: " if verdict is Verdict.YES else "No: "
    side = "farther from" if query.op.startswith("farther") else "nearer to"
    goal = percent(context, query.bounds[0].value)
    lead = (
        f"{word}{context.name(chosen)} {context.verb(chosen, 'is', 'are')} {side} {goal}."
        if distances[near] != distances[far]
        else f"{word}both are equally far from {goal}."
    )
    return draft.answer(
        lead,
        reading,
        body=sentences,
        verdict=verdict,
        subjects=[chosen, *(s for s in query.subjects if s != chosen)],
        options=_next(query, context),
    )


def _gap(draft: Draft, query: Query, found: Line, bound: Bound) -> str:
    context = draft.context
    name = phrase.capital(_name(context, found.subject))
    below = found.value < bound.value
    high, low = (bound.value, found.value) if below else (found.value, bound.value)
    gap = difference(high, low, found.unit)
    line_ = percent(context, bound.value)
    said = draft.computed(gap, f"{name}, distance to {line_}", found.subject, str(found.year))
    value = say(draft, found)
    past = found.year < context.today.year - 1
    be = context.verb(found.subject, "was", "were") if past else context.verb(found.subject, "is", "are")
    money = shortfall(draft, query, found, bound.value)
    if not gap.value:
        return f"{name} {be} exactly at {line_} ({value} in {found.when})."
    if below:
        return f"{name} {be} **{said}** below {line_}: {value} in {found.when}{f'; {money} short' if money else ''}."
    return f"{name} {be} not short of {line_}: at {value} in {found.when} **{said}** above it{f', by {money}' if money else ''}."


def _name(context: Context, subject: str) -> str:
    return "NATO as a whole" if subject == "NATO" else context.name(subject)


def _next(query: Query, context: Context) -> list[str]:
    name = _name(context, query.subjects[0])
    value = percent(context, query.bounds[0].value)
    return [f"What would {value} cost {name}?", f"At 0.2 points a year, when does {name} reach {value}?"]


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "yearly definition #points points #ally #group #bound #count #year #commitment gap miss less more target meet money "
        "national how_many equipment cost rise fair_share constant edition estimate compare least_at core personnel_share "
        "others path gdp near nato_whole average"
    ),
    ("How far is Italy from 3.5%?", "How many billions is Belgium short of 3.5%?", "How far is NATO as a whole below 3.5%?"),
    alone=uses("leave #bound"),
)
