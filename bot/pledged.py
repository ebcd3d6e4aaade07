"""National pledges: what single allies, or a speaker for them, announced for themselves."""

from __future__ import annotations

from bot import phrase, targets
from bot.answer import Answer, Outcome
from bot.draft import Context, Draft, plain
from bot.figures import bound_words, holds, percent
from bot.language.frame import Frame
from bot.posts import tenures_of
from bot.query import Query
from bot.questions import Reading
from bot.slots import expand, whose
from knowledge import units
from knowledge.base import View
from knowledge.model import Pledge
from knowledge.when import last_day

KIND = "commitment"
_VOWS = frozenset("pledge pledged pledges promise promised promises announce announced target plan plans planned commit committed".split())
_VOWED = frozenset("pledged promised pledge promise committed pledging promising".split())
_MONEY = frozenset("national money euros how_many how_much forecast spend outlay defence deadline want meet path cost".split())


def read(frame: Frame, view: View) -> Reading | None:
    """What allies announced for themselves: of those named, or which allies have a pledge of their own."""
    who = whose(frame, view)
    if frame.yes_no and frame.has("member") and _VOWED & frame.bag:
        return None  # who was promised membership
    if not who.named and not frame.has("which", "who", "allies", "list", "what"):
        return None
    year = max(frame.years, default=None)
    bounds = tuple(b for b in frame.bounds if b.unit == "%")[:1]
    query = Query(
        kind=KIND, op="pledges", subjects=who.allies, groups=who.groups, end=year, bounds=bounds, words=("until",) if _until(frame) else ()
    )
    more = {"meet", "path", "cost"} if frame.has("national_plan") and bounds else set()
    if vowing(frame):
        more = set("meet spend path target forecast more less least_at most_at how_many nobody everybody agree".split())
    return Reading(query, 2 if more and not who.named else 0.8, frozenset(more))


def vowing(frame: Frame) -> bool:
    """ "Which allies have pledged more than 3.5 %", "who promised 5": a share that was announced, not spent."""
    asks = frame.has("who", "which", "how_many", "list", "nobody") or frame.yes_no
    shares = any(bound.unit == "%" for bound in frame.bounds)
    ahead = any(bound.value > targets.GUIDELINE for bound in frame.bounds)
    if asks and ahead and any(f"on {word}" in frame.line for word in ("target", "track", "course")):
        return True
    aims = frame.has("want", "avow", "national_plan") and {"want", "wants", "aim", "aims", "intend", "plan", "plans"} & frame.bag
    if asks and shares and aims and not frame.yes_no and _until(frame) and any(m.year > frame.today.year for m in frame.moments):
        return True
    if asks and ahead and not frame.yes_no and any(f"{word} for" in frame.line for word in ("aim", "aims", "aiming", "aimed")):
        return True
    if frame.has("first_time") or {"first", "last"} & frame.bag:
        return False  # who came first or last is not told by what all have announced by now
    hits = frame.has("meet") and not any(f"{vow} to" in frame.line for vow in _VOWED)
    return bool(asks and shares and _VOWED & frame.bag) and not hits and not frame.has("miss", "keep", "when", "spend", "outlay")


def read_person(frame: Frame, view: View) -> Reading | None:
    """What a person announced for the own country: "how many euros did Macron foresee for 2027"."""
    people, vowing = frame.ids("person"), bool(_VOWS & frame.bag) and frame.has("what") and not frame.has("say")
    if len(people) == 1 and frame.yes_no and _VOWED & frame.bag and frame.bounds:
        return _of_person(frame, view, people[0])
    if len(people) != 1 or not (frame.has("national_plan") or vowing) or frame.bounds or len(frame.years) > 1:
        return None
    rows = [p for p in view.pledges.values() if p.quote and p.quote.speaker == people[0]]
    rows = [p for p in rows if not frame.years or p.by == frame.years[0]]
    if not rows and vowing and (own := [tenure.of for tenure in tenures_of(view, people[0]) if tenure.of in view.allies]):
        query = Query(kind=KIND, op="pledges", subjects=(own[0],), end=max(frame.years, default=None))
        return Reading(query, 2, frozenset({"#person", "target", "agree", "avow"}) | _MONEY)
    if not rows or set(frame.ids("ally")) - {p.subject for p in rows}:
        return None
    query = Query(kind=KIND, op="pledges", subjects=(rows[0].subject,), people=(people[0],), end=max(frame.years, default=None))
    return Reading(query, 2, frozenset({"#person", "target", "agree", "avow"}) | _MONEY)


def _of_person(frame: Frame, view: View, person: str) -> Reading | None:
    """ "Did Carney promise 5 %": the pledges of the own country that name the share."""
    shares = tuple(bound for bound in frame.bounds if bound.unit == "%")
    own = [tenure.of for tenure in tenures_of(view, person) if tenure.of in view.allies]
    if len(shares) != 1 or not own or set(frame.ids("ally", "capital")) - {own[0]} or frame.has("say", "meet", "not"):
        return None
    rows = [p for p in view.pledges.values() if p.subject == own[0] and shares[0].value in (p.share, p.core)]
    query = Query(kind=KIND, op="pledges", subjects=(own[0],), bounds=shares, end=max(frame.years, default=None), words=("share",))
    return Reading(query, 2, frozenset({"#person", "target", "agree", "avow", "deadline"}) | _MONEY) if rows else None


def read_year(frame: Frame, view: View) -> Reading | None:
    """By when a named ally is to be at a share that it pledged: "by when will the UK spend 2.5 %"."""
    who = whose(frame, view)
    bounds = [b for b in frame.bounds if b.unit == "%"]
    if len(who.allies) != 1 or len(bounds) != 1 or not frame.has("deadline") or frame.moments or frame.has("path", "gap"):
        return None
    rows = [p for p in view.pledges.values() if p.subject == who.allies[0] and p.by and bounds[0].value in (p.share, p.core)]
    if not rows:
        return None
    query = Query(kind=KIND, op="pledges", subjects=who.allies, bounds=tuple(bounds), words=("share",))
    return Reading(query, 2, _MONEY)


def read_draft(frame: Frame, view: View) -> Reading | None:
    """ "What's in the Polish draft budget for 2027": the drafts of one ally, which no table of NATO's holds yet."""
    allies, year = tuple(dict.fromkeys(frame.ids("ally", "capital"))), max(frame.years, default=None)
    if "draft" not in frame.bag or len(allies) != 1 or len(frame.years) > 1 or frame.ids("group", "person", "summit") or frame.yes_no:
        return None
    rows = [p for p in view.pledges.values() if p.subject == allies[0] and p.kind == "draft" and year in (None, p.by)]
    if not rows or frame.has("compare", "than", "rank", "most", "gap", "equipment", "personnel"):
        return None
    query = Query(kind=KIND, op="pledges", subjects=allies, end=rows[0].by)
    return Reading(query, 2, _MONEY | {"share", "gdp", "how_much", "say", "say_soft"})


def _until(frame: Frame) -> bool:
    return any(frame.preposition(moment) in ("by", "until", "till", "before") for moment in frame.moments)


def _fits(query: Query, pledge: Pledge) -> bool:
    """Whether a pledge is of the year and the share asked about."""
    share = pledge.core or pledge.share
    if query.bounds and "share" in query.words:
        return query.bounds[0].value in (pledge.share, pledge.core)
    if query.bounds and query.bounds[0].value > targets.CORE:
        share = pledge.share or share  # more than core spending alone is meant
    if query.bounds and (share is None or not holds(query.bounds[0], share, units.GDP_SHARE)):
        return False
    if query.end is None or ("until" not in query.words and pledge.by is None):
        return True
    made = bool(query.subjects) and pledge.on.startswith(str(query.end))  # "what did Lithuania promise in January 2025"
    within = pledge.by is not None and (pledge.by <= query.end if "until" in query.words and not query.subjects else pledge.by == query.end)
    return within or made


def answer(query: Query, context: Context) -> Answer:
    """The pledges of the allies named, or which allies have one that names a share."""
    view = context.view
    wanted = expand([*query.subjects, *query.groups], view)
    rows = sorted(
        (p for p in view.pledges.values() if (not wanted or p.subject in wanted) and _fits(query, p)),
        key=lambda p: (query.end is not None and p.by == query.end, last_day(p.on)),
        reverse=True,
    )
    if query.people:
        rows = [p for p in rows if p.quote and p.quote.speaker in query.people] or rows
    if not rows:
        lead = f"My sources hold no such pledge of {context.names(wanted) if wanted else 'any ally'} of its own."
        return plain(Outcome.NO_DATA, lead, "national pledges", ["What did the allies agree in The Hague?"], query, subjects=tuple(wanted))
    return _named(query, context, rows, wanted) if wanted else _all(query, context, rows)


def _named(query: Query, context: Context, rows: list[Pledge], wanted: list[str]) -> Answer:
    draft = Draft(context, query)
    for pledge in rows[:6]:
        draft.pledge(pledge)
        if pledge.note:
            draft.caveat(pledge.note)
    quoted = next((pledge for pledge in rows if pledge.quote), None)
    if quoted and quoted.quote:
        draft.cited(quoted.quote, quoted.on)
    reading = f"national pledges of {context.names(wanted)}, newest first"
    options = [f"Is {context.name(wanted[0])} at 3.5% yet?"]
    return draft.answer(_line(context, rows[0]), reading, body=[_line(context, p) for p in rows[1:6]], subjects=wanted, options=options)


def _all(query: Query, context: Context, rows: list[Pledge]) -> Answer:
    """Which allies have a pledge of their own, the newest of each."""
    draft = Draft(context, query)
    newest = {p.subject: p for p in reversed(rows) if p.share is not None or p.core is not None}
    for pledge in newest.values():
        draft.rest(pledge, most=1)
    lines = []
    if query.bounds and (common := targets.agreed(query.bounds[0].value, context.view)):
        draft.rest(common, most=1)
        lines.append(f"All allies together agreed on {common.name} ({context.day(common.on)}).")
    for pledge in sorted(newest.values(), key=lambda p: p.subject):
        total = query.bounds and query.bounds[0].value > targets.CORE
        share = percent(context, (total and pledge.share) or pledge.core or pledge.share or targets.GUIDELINE)
        year = f" by {pledge.by}" if pledge.by else ""
        lines.append(f"{context.name(pledge.subject, article=False)}: {share}{year} ({pledge.kind}, {context.day(pledge.on)})")
    draft.value("allies with a pledge of their own", len(newest), "allies", status="computed")
    line = f" {bound_words(context, query.bounds[0], units.GDP_SHARE)}" if query.bounds else ""
    year = f" {'by' if 'until' in query.words else 'for'} {query.end}" if query.end else ""
    lead = f"**{phrase.plural(len(newest), 'ally', 'allies')}** announced a share of their own{line}{year}: {context.names(newest)}."
    return draft.answer(lead, f"allies with a national pledge that names a share{line}{year}", body=lines, subjects=list(newest))


def _line(context: Context, pledge: Pledge) -> str:
    return f"{phrase.capital(context.name(pledge.subject))}, {context.day(pledge.on)} ({pledge.kind}): {pledge.text}"
