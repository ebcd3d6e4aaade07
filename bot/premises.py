"""What is taken for granted of a commitment: where it was made, that it is a floor or a ceiling, what held in a year, what is due in one.

In their query `op` is "place" (`words`: the summits named, `place`: another city), "limit" (`order`: "least" or "most") or "then".
"""

from __future__ import annotations

from bot import targets
from bot.answer import OPENINGS, Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.figures import percent
from bot.language.frame import Bound, Frame
from bot.pacts import cite, quote, shares, take
from bot.promised import EARLIEST, OF_ALL, commitments
from bot.query import Query
from bot.questions import Reading, uses
from bot.roll import claims
from bot.venues import other_city
from knowledge.base import View
from knowledge.model import Commitment
from knowledge.when import last_day

NAME = "commitment"
_AT = ("in", "at", "from")
_OTHERWISE = (
    "spend",
    "outlay",
    "meet",
    "miss",
    "gap",
    "cost",
    "path",
    "say",
    "most",
    "least",
    "rank",
    "how_many",
    "how_much",
    "why",
    "against",
)
_ELSE = (*(cue for cue in _OTHERWISE if cue not in ("spend", "outlay")), "before", "review", "national_plan", "agree", "deadline")
_MADE = frozenset("adopted passed signed launched born introduced".split())
_LEAST = frozenset("floor minimum least".split())
_MOST = frozenset("ceiling cap maximum roof most".split())
_NOUNS = frozenset("target targets goal goals guideline benchmark norm threshold commitment rule requirement".split())
_COMING = frozenset("happens happen happening due planned supposed scheduled".split())


def read(frame: Frame, view: View) -> Reading | None:
    """One of these questions, or None."""
    if frame.ids("person", "group", "nonmember", "country"):
        return None
    bounds = tuple(bound for bound in frame.bounds if bound.unit == "%")
    return (
        _made(frame, view, bounds)
        or _limited(frame, view, bounds)
        or _ever(frame, view, bounds)
        or _then(frame, view)
        or _ahead(frame, view)
    )


def _made(frame: Frame, view: View, bounds: tuple[Bound, ...]) -> Reading | None:
    """ "Was the 2 % pledge made in Wales?": where it was agreed."""
    made = (
        (frame.has("agree", "target") or _MADE & frame.bag)
        and not frame.has(*_OTHERWISE)
        and (frame.yes_no or frame.asserts or claims(frame))
    )
    denied = frame.negated and not frame.starts("wasnt", "isnt", "werent", "didnt")
    known = bounds or frame.ids("commitment")
    if not made or denied or frame.moments or len(bounds) > 1 or not known:
        return None
    places = [n for n in frame.names if n.kind in ("summit", "capital", "ally") and n.end]
    spoken = {n.start for n in places if n.kind == "summit" or frame.words[n.start - 1 - (frame.words[n.start - 1] == "the")] in _AT}
    elsewhere = other_city(frame)
    if frame.has("which", "what", "who", "when", "where") or (elsewhere and places):
        return None
    if spoken != {n.start for n in places} or not (places or elsewhere):
        return None  # an ally that is no place
    rows = _named(frame, view, bounds)
    rows = rows[:1] if EARLIEST & frame.bag - _MADE else rows
    if not rows:
        return Reading(Query(kind=NAME, op="agreed", bounds=bounds, negated=True), 4, uses("#summit #ally")) if bounds else None
    hosts = {n.id for n in places if n.kind != "summit"}
    if any(_regional(view, bounds, view.base.allies[id_].capital) for id_ in hosts):
        return None  # some of the allies did agree on it there
    summits = [row.id for row in view.summits.values() if row.id in frame.ids("summit") or row.country in hosts]
    query = Query(
        kind=NAME, op="place", topics=tuple(c.id for c in rows), bounds=bounds, words=tuple(summits), place=elsewhere,
        order="or" if frame.has("or") else "",
    )  # fmt: skip
    return Reading(query, 4, uses("#summit #ally avow host equipment first_time", ["#unknown"] if elsewhere else ()))


def _regional(view: View, bounds: tuple[Bound, ...], city: str) -> bool:
    """Whether some of the allies agreed on the share in a city."""
    some = [c for c in view.commitments.values() if c.kind not in OF_ALL and city in c.venue]
    return any(bound.value in (c.share, c.core, c.related) for c in some for bound in bounds)


def _named(frame: Frame, view: View, bounds: tuple[Bound, ...]) -> list[Commitment]:
    """The commitments of all allies that are named, by name or share, in order of time."""
    ids = commitments(frame, view)
    of_all = [c for c in view.commitments.values() if c.kind in OF_ALL]
    rows = [c for c in of_all if c.id in ids] or [
        c for c in of_all if any(bound.value in (c.share, c.core, c.related, c.equipment) for bound in bounds)
    ]
    return sorted(rows, key=lambda c: last_day(c.on))


def _limited(frame: Frame, view: View, bounds: tuple[Bound, ...]) -> Reading | None:
    """ "Is 2 % a floor or a ceiling?"."""
    sides = [name for name, words in (("least", _LEAST), ("most", _MOST)) if words & frame.bag]
    strange = {token.norm for token in frame.unknown} - _LEAST - _MOST
    plain = len(bounds) == 1 and frame.yes_no and frame.starts("is", "was", "are", "isnt") and not frame.moments and not strange
    if not (sides and plain) or frame.ids("ally", "capital", "summit") or frame.has("spend", "gap", "meet", "say"):
        return None
    rows = _named(frame, view, bounds)
    if not rows or bounds[0].value == targets.EQUIPMENT:
        return None
    query = Query(kind=NAME, op="limit", topics=(rows[-1].id,), bounds=bounds, order=sides[0] if len(sides) == 1 else "")
    return Reading(query, 4, uses("least_at most_at least most more less or #unknown share target"))


def _ever(frame: Frame, view: View, bounds: tuple[Bound, ...]) -> Reading | None:
    """ "Was the target ever 3 %?", "is the target 2 % or 5 %?"."""
    plain = bounds and frame.yes_no and frame.has("target") and not (frame.moments or frame.negated or frame.has(*_OTHERWISE))
    if not plain or frame.ids("ally", "capital", "summit") or any(bound.op for bound in bounds):
        return None
    if len(bounds) > 1 and frame.has("or"):
        return Reading(Query(kind=NAME, op="what"), 3, uses("or"))
    if len(bounds) == 1 and frame.has("ever") and not _named(frame, view, bounds):
        return Reading(Query(kind=NAME, op="agreed", bounds=bounds, negated=True), 3, uses("ever"))
    return None


def _then(frame: Frame, view: View) -> Reading | None:
    """ "What was the target in 2016?": what held at the end of that year, where nothing was agreed in it."""
    asked = frame.has("what", "which") and _NOUNS & frame.bag and not frame.yes_no and not frame.bounds
    others = any(name.kind != "reference" for name in frame.names)
    if not asked or others or len(frame.moments) != 1 or frame.has(*_ELSE):
        return None
    year = frame.moments[0].year
    rows = sorted((c for c in view.commitments.values() if c.kind in OF_ALL and last_day(c.on).year <= year), key=lambda c: last_day(c.on))
    if not rows or year > frame.today.year or frame.preposition(frame.moments[0]) not in ("in", "for", "of", "during"):
        return None
    if rows[-1] is targets.in_force(view):
        return Reading(Query(kind=NAME, op="what"), 2, uses("valid current"))
    return Reading(Query(kind=NAME, op="then", topics=(rows[-1].id,), start=year, end=year), 2, uses("spend share valid current"))


def _ahead(frame: Frame, view: View) -> Reading | None:
    """ "What happens in 2029?": the review, the deadline."""
    newest = targets.in_force(view)
    asked = frame.has("what", "agree") and frame.has("what") and _COMING & frame.bag and len(frame.moments) == 1 and not frame.bounds
    if not asked or newest is None or any(n.kind != "reference" for n in frame.names) or frame.moments[0].month:
        return None
    op = {newest.review: "review", newest.by: "deadline"}.get(frame.moments[0].year)
    return Reading(Query(kind=NAME, op=op, topics=(newest.id,)), 3, uses("binding forecast")) if op else None


# --- answers


def place(query: Query, draft: Draft, newest: Commitment) -> Answer:
    """Whether a commitment was agreed where the question has it."""
    context = draft.context
    rows = [context.view.commitments[id_] for id_ in query.topics]
    there = [c for c in rows if c.summit in query.words]
    for row in there or rows[-1:]:
        take(draft, row)
        draft.value(f"{row.name}: agreed", last_day(row.on) if len(row.on) == 10 else row.on, "date")
    for row in rows:
        cite(draft, row)
    quote(draft, there[-1] if there else newest)
    told = [f"{c.name} ({shares(context, c)}) was agreed {_when(context, c)}, {c.venue}." for c in reversed(there or rows)]
    verdict = None if query.order == "or" else Verdict.YES if there else Verdict.NO
    opening = OPENINGS[verdict] if verdict else ""
    outcome = Outcome.CORRECTION if verdict is Verdict.NO else Outcome.ANSWER
    return draft.answer(opening + told[0], f"where {newest.name} was agreed", body=told[1:], verdict=verdict, outcome=outcome)


def _when(context: Context, c: Commitment) -> str:
    return f"{'on' if len(c.on) == 10 else 'in'} {context.day(c.on)}"


def limit(query: Query, draft: Draft, c: Commitment) -> Answer:
    """Whether a share is the least or the most that the commitment asks for."""
    context, value = draft.context, query.bounds[0].value
    take(draft, c)
    quote(draft, c)
    side = "most" if value == c.related else "least" if value == c.core or c.core is None else ""
    number = percent(context, value)
    told = {
        "least": f"{number} is a floor: the allies are to spend at least that ({c.name}, {context.day(c.on)}).",
        "most": f"{number} is a ceiling: up to that much counts ({c.name}, {context.day(c.on)}).",
        "": f"{number} is a sum of both: {shares(context, c)} ({c.name}, {context.day(c.on)}).",
    }[side]
    verdict = None if not (query.order and side) else Verdict.YES if query.order == side else Verdict.NO
    return draft.answer(
        f"{OPENINGS[verdict] if verdict else ''}{told}", f"whether {number} is the least or the most", body=[c.text], verdict=verdict
    )


def then(query: Query, draft: Draft, c: Commitment) -> Answer:
    """What the allies aimed at in a year gone by."""
    context = draft.context
    take(draft, c)
    quote(draft, c)
    lead = f"In {query.end} it was **{shares(context, c)}** ({c.name}, {context.day(c.on)}, {c.venue})."
    return draft.answer(lead, f"the target that held in {query.end}", body=[c.text], options=["What is the target now?"])
