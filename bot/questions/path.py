"""Path: when a line is reached at a stated step, which step reaches it by a year, and what an ally's own pledge says.

Computed from stated assumptions, never a forecast: the assumption stands in the first line.
"""

from __future__ import annotations

from decimal import Decimal

from bot import phrase, targets
from bot.answer import Answer, Verdict
from bot.conditions import distance
from bot.draft import Context, Draft
from bot.figures import Line, edition_for, lacking, line, members, newest_year, no_figure, percent, say
from bot.language.frame import Frame
from bot.moves import moved_by
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import period, whose
from knowledge.base import View
from knowledge.compute import difference, step_needed, years_at
from knowledge.model import Pledge

NAME = "path"
_HORIZON = 2100


_PACE = (
    "pace",
    "rate",
    "same",
    "keeps",
    "continues",
    "continue",
    "growing",
    "speed",
    "tempo",
    "momentum",
    "extrapolate",
    "extrapolated",
    "extrapolating",
    "carries",
    "carry",
    "carrying",
)
_STEPPED = frozenset("yearly annual year step steps pace rate increase rise growth increment own".split())
_PRICES = ("cost", "costs", "costing", "price", "bill", "expensive", "worth")
_SUBJECTS = 4
_SPAN = 40


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    subjects = (*who.allies, *who.groups) or (("NATO",) if frame.has("nato") else ())
    lines = targets.lines(frame, view, "")
    if not subjects or _asks_who(frame) or (frame.has("how_many") and not frame.holds("years", "points", "point")):
        return None
    if moved_by(frame) and not lines and (frame.past or any(year <= frame.today.year for year in frame.years)):
        return None  # by how much it has risen
    future = [year for year in frame.years if year > frame.today.year] or _years_ahead(frame)
    if distance(frame) and not future and not frame.has("yearly", "path"):
        return None  # "is Italy within half a point of 2 %": a distance, no step
    op = _op(frame, lines, future)
    if not op or not (lines or frame.has("core", "target") or op in ("needed", "own", "step")):
        return None
    if op == "step" and frame.has("meet", "suffice") and frame.yes_no and not future and (due := targets.standing(view)[-1].due):
        future = [due]
    if op == "own" and not (future or frame.has("forecast", "want", "national_plan", "path", "deadline") or frame.starts("when")):
        return None
    if op == "own" and subjects == ("NATO",) and frame.has("deadline"):
        return None  # the deadline of the commitment
    bound = (lines[0] if lines else targets.standing(view)[-1]).bound
    query = Query(
        kind=NAME, op=op, subjects=subjects[:_SUBJECTS], bounds=(bound._replace(op=""),), step=_step(frame),
        edition=str(frame.edition or ""),
        end=max(future, default=None), start=period(frame)[0] if op == "rate" else None,
    )  # fmt: skip
    own = frame.has("national_plan") or (frame.has("target") and frame.has("path", "when", "deadline") and op == "own")
    return Reading(query, weight=1.5 + 0.7 * own, uses=targets.naming(frame) | (frozenset({"suffice"}) if op == "step" else frozenset()))


def _step(frame: Frame) -> Decimal | None:
    return next((q.value for q in frame.quantities if q.unit == "pp"), None)


def _asks_who(frame: Frame) -> bool:
    """Whether allies are asked for; "which yearly step" and "which year" ask for a number."""
    words = frame.words
    stepped = any(set(words[m.end : m.end + 2]) & _STEPPED for m in frame.cues.get("which", ()))
    return frame.has("who") or (frame.has("which") and not stepped)


def _years_ahead(frame: Frame) -> list[int]:
    """ "in ten years", "within 5 years": counted from the year of the question."""
    words = frame.words
    ahead = [
        frame.today.year + int(q.value) for q in frame.quantities
        if q.unit == "" and not q.value % 1 and q.value < _SPAN and words[q.end : q.end + 1] in (["years"], ["year"])
        and q.start and words[q.start - 1] in ("in", "within", "over", "next")
    ]  # fmt: skip
    return ahead[:1]


def _op(frame: Frame, lines: list[targets.Line], future: list[int]) -> str:
    """step: at a pace that is named · rate: at that of the past · needed: which pace it takes · own: by its own plan."""
    to_come = bool(future) or frame.has("deadline")
    if frame.has("stay") or frame.holds(*_PRICES):
        return ""
    if _step(frame) is not None:
        return "step" if lines or frame.has("path", "when", "rise", "yearly") else ""
    pace_asked = frame.has("what", "which", "how") and bool(future) and not frame.has("when") and not frame.has("current")
    if _rate(frame) and frame.has("path", "when", "meet", "forecast") and not (pace_asked and not _same(frame)):
        return "rate"
    if to_come and frame.has("path", "rise", "binding", "cost", "yearly"):
        return "needed"
    if frame.has("money", "how_much") or (frame.past and not future):
        return ""
    planned = (
        frame.has("national_plan", "want")
        or (frame.has("when", "deadline") and not frame.past)
        or ({"plan", "plans", "planned", "pledged"} & frame.bag and frame.has("meet", "when", "deadline"))
    )
    on_course = frame.has("path", "fair_share", "forecast") and (frame.has("target", "meet", "path", "fair_share") or bool(future))
    aimed = bool(lines) or (bool(future) and frame.has("path", "fair_share", "target", "meet"))
    return "own" if (planned or on_course) and aimed else ""


def _rate(frame: Frame) -> bool:
    """Whether the pace of the past is to go on."""
    return frame.has("path") and frame.holds(*_PACE)


def _same(frame: Frame) -> bool:
    """Whether it is said which pace: its own, the present one, that since a year."""
    return frame.holds("same", "this", "its", "their", "present", "recent", "keeps", "continues", "continue") or bool(
        [y for y in frame.years if y <= frame.today.year]
    )


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    edition = edition_for(view, query, query.subjects)
    if edition is None:
        return lacking(query, context, "path", query.subjects, None)
    draft = Draft(context, query)
    sentences: list[str] = []
    for subject in query.subjects:
        year = newest_year(view, "share", members(view, [subject]), edition.id)
        found = line(view, "share", subject, year, edition.id) if year else None
        if found:
            sentences += _tell(draft, query, found, edition.id)
    if not sentences:
        return no_figure(query, context, query.subjects, None)
    verdict = _in_time(draft, query)
    draft.caveat("A computation from the stated assumption, no forecast.")
    return draft.answer(
        sentences[0], f"path of {context.names(query.subjects)} to {percent(context, query.bounds[0].value)} of GDP, {_assumed(query)}",
        body=sentences[1:], verdict=verdict, subjects=query.subjects, options=_next(query, context),
    )  # fmt: skip


def _in_time(draft: Draft, query: Query) -> Verdict | None:
    """Whether the year computed or pledged is not after the one that the question names."""
    years = [int(str(v.value)) for v in draft.values if v.unit == "date" and str(v.value).isdigit()]
    if query.end is None or not years or query.op == "needed":
        return None
    return Verdict.YES if years[0] <= query.end else Verdict.NO


def _tell(draft: Draft, query: Query, found: Line, edition: str) -> list[str]:
    context = draft.context
    target = query.bounds[0].value
    name = phrase.capital("NATO as a whole" if found.subject == "NATO" else context.name(found.subject))
    goal = f"{percent(context, target)} of GDP"
    if found.value >= target:
        if query.end is not None and query.op == "own":
            draft.value(f"{name} at {goal}", str(found.year), "date", subject=found.subject, status="computed")
        return [
            f"{name} {context.verb(found.subject, 'is', 'are')} there already: {say(draft, found)} in {found.when}, at or above {goal}."
        ]
    if query.op == "needed":
        return [_needed(draft, query, found, name, goal)]
    if query.op == "step" and query.step:
        how = f"at {phrase.number(query.step, 2, context.locale)} points a year"
        return [_stepping(draft, found, target, query.step, name=name, goal=goal, how=how)]
    if query.op == "rate":
        return [_rated(draft, query, found, target, name=name, goal=goal, edition=edition)]
    return _own(draft, query, found, name, goal)


def _stepping(draft: Draft, found: Line, target: Decimal, step: Decimal, *, name: str, goal: str, how: str) -> str:
    if step <= 0:
        return f"{name}, {say(draft, found)} in {found.when}, never reaches {goal} {how}."
    result = years_at(found.value, target, step, found.year)
    if result.value > _HORIZON:
        return f"{name} would need more than {_HORIZON - found.year} years to reach {goal} {how}."
    value = say(draft, found)
    draft.work(result.working)
    draft.value(f"{name} at {goal}", str(result.value), "date", subject=found.subject, status="computed")
    return f"{name} reaches {goal} in **{result.value}** {how}, from {value} in {found.when}."


def _rated(draft: Draft, query: Query, found: Line, target: Decimal, *, name: str, goal: str, edition: str) -> str:
    """At the average yearly change since the year named, or since the year before."""
    since = query.start if query.start and query.start < found.year else found.year - 1
    earlier = line(draft.context.view, "share", found.subject, since, edition)
    if earlier is None:
        return f"{name} has no figure for {since} to take the pace from."
    change = difference(found.value, earlier.value, found.unit)
    draft.work(change.working)
    say(draft, earlier)
    step = change.value / (found.year - since)
    pace = phrase.number(step, 2, draft.context.locale)
    how = f"at the pace of {since} to {found.year} ({pace} points a year)"
    return _stepping(draft, found, target, step, name=name, goal=goal, how=how)


def _needed(draft: Draft, query: Query, found: Line, name: str, goal: str) -> str:
    deadline = query.end or _deadline(draft, query.bounds[0].value)
    if deadline <= found.year:
        return f"{name}: {deadline} is no year to come."
    result = step_needed(found.value, query.bounds[0].value, found.year, deadline)
    said = draft.computed(result, f"{name}, yearly rise needed", found.subject, f"{found.year}/{deadline}")
    return f"{name} needs **{said}** more every year to be at {goal} in {deadline}, from {say(draft, found)} in {found.when}."


def _deadline(draft: Draft, target: Decimal) -> int:
    commitment = targets.agreed(target, draft.context.view)
    if commitment:
        draft.rest(commitment, most=1)
    return (commitment.by if commitment else None) or 2035


def _own(draft: Draft, query: Query, found: Line, name: str, goal: str) -> list[str]:
    """By the ally's own latest pledge that names a share and a year; else what is needed by the deadline."""
    context = draft.context
    target = query.bounds[0].value
    pledges = [p for p in context.view.pledges.values() if p.subject == found.subject and p.by and (p.core or p.share)]
    reaching = sorted((p for p in pledges if _promised(p, target) >= target and (p.by or 0) >= found.year), key=lambda p: (p.by or 0, p.on))
    lines = []
    if reaching:
        pledge = reaching[0]
        lines.append(_pledged(draft, pledge, target, name, found))
        if query.end and pledge.by and pledge.by > query.end:
            lines.append(f"That is after {query.end}.")
    else:
        own = [p for p in pledges if (p.by or 0) >= found.year]
        lead = f"{name} has no pledge in my sources that names a year for {goal}"
        if own:
            pledge = max(own, key=lambda p: p.on)
            draft.pledge(pledge)
            lines.append(
                f"{lead}; its own latest goes to {percent(context, pledge.core or pledge.share or Decimal(0))} by {pledge.by} "
                f"({context.day(pledge.on)})."
            )
        else:
            lines.append(f"{lead}.")
    if query.end is None or not reaching:
        lines.append(_needed(draft, query, found, name, goal))
    else:
        say(draft, found)
    return lines


def _promised(pledge: Pledge, target: Decimal) -> Decimal:
    """What a pledge promises towards a line: the whole of it against the 5 %, its core against any other."""
    return (pledge.share or pledge.core if target >= targets.WHOLE else pledge.core or pledge.share) or Decimal(0)


def _pledged(draft: Draft, pledge: Pledge, target: Decimal, name: str, found: Line) -> str:
    draft.pledge(pledge)
    draft.value(f"{name}, year pledged", str(pledge.by), "date", subject=pledge.subject, status="pledge")
    promised = _promised(pledge, target)
    core = f" ({percent(draft.context, pledge.core)} of it core)" if pledge.core and pledge.core < promised else ""
    share = f"{percent(draft.context, promised)} of GDP{core}"
    name = draft.context.name(found.subject)
    be = draft.context.verb(found.subject, "is", "are")
    now = f"{draft.context.amount(found.value, found.unit)} in {found.when}"
    return f"By its own {pledge.kind} of {draft.context.day(pledge.on)}, {name} {be} at {share} in **{pledge.by}** ({now})."


def _assumed(query: Query) -> str:
    match query.op:
        case "step":
            return "at the yearly step named"
        case "rate":
            return "at the pace of the past"
        case "needed":
            return f"equal steps to {query.end or 2035}"
        case _:
            return "by its own pledge"


def _next(query: Query, context: Context) -> list[str]:
    name = context.names(query.subjects)
    value = percent(context, query.bounds[0].value)
    return [f"How far is {name} from {value}?", f"What would {value} cost {name}?"]


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "is_true exactly more pays_for more_bare total #person before #ally #group #bound #count #points #year #commitment path "
        "yearly when meet rise national_plan forecast target deadline cost binding current fair_share change how_many money gdp "
        "compare national miss least_at less core gap agree want only run"
    ),
    (
        "At 0.2 points a year, when does Belgium reach 3.5%?",
        "What yearly rise gets Spain to 3.5% by 2035?",
        "Is Germany on track for 3.5% by its own plan?",
    ),
    alone=frozenset(),
)
