"""How long members have been in it: who for more or less than so many years, and whether those named for that long.

In its query `op` is "tenure" or "long"; `bounds` holds the years.
"""

from __future__ import annotations

from datetime import date

from bot import phrase
from bot.accessions import tenure_bound
from bot.answer import OPENINGS, Answer, Outcome, Verdict, verdict_of
from bot.arrivals import told
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import asked, claims, elsewhere, full_years, hypothetical, joining, states
from knowledge import units
from knowledge.base import View
from knowledge.model import Ally

NAME = "seniority"
_FOREIGN = (
    "spend", "outlay", "share", "how_much", "path", "forecast", "want_join", "leave", "expel", "why", "eligible", "personnel", "target",
    "most", "least", "rank", "average", "agree", "not", "except", "outside", "other_club",
)  # fmt: skip


def read(frame: Frame, view: View) -> Reading | None:
    if frame.has(*_FOREIGN) or hypothetical(frame) or elsewhere(frame) or not set(frame.ids("reference")) <= {"nato", "join"}:
        return None
    if frame.ids("group", "nonmember", "country", "summit", "person", "commitment"):
        return None
    return _that_long(frame, view) if frame.ids("ally", "capital") else _tenure(frame)


def _tenure(frame: Frame) -> Reading | None:
    """ "Which countries have been members for less than ten years?" """
    bound = tenure_bound(frame)
    asks = frame.has("which", "who", "how_many", "list")
    if bound is None or not asks or not frame.has("member", "in_nato", "join") or frame.moments:
        return None
    query = Query(kind=NAME, op="tenure", bounds=(bound,), words=("count",) if frame.has("how_many") else ())
    return Reading(query, 3, frozenset({"decade", "since_when"}))


def _that_long(frame: Frame, view: View) -> Reading | None:
    """ "Has Poland been in NATO for more than 25 years?" """
    bound = tenure_bound(frame, ">=")
    allies = states(frame, view).allies
    tested = frame.yes_no or claims(frame)
    if bound is None or not allies or not tested or not frame.has("member", "in_nato") or frame.moments:
        return None
    words = ("claim",) if claims(frame) else ()
    return Reading(
        Query(kind=NAME, op="long", subjects=allies, bounds=(bound,), words=words), 3, frozenset({"decade", "since_when", "ever"})
    )


# --- answers


def answer(query: Query, context: Context) -> Answer:
    return (_members_for if query.op == "tenure" else _for_that_long)(query, context)


def _members_for(query: Query, context: Context) -> Answer:
    """Who has been a member for longer or shorter than so many years."""
    draft = Draft(context, query)
    bound = query.bounds[0]
    today = context.today
    years = int(bound.value)
    line = date(today.year - years, today.month, min(today.day, 28))
    members = sorted(context.view.allies.values(), key=lambda ally: (ally.accession, ally.name))
    rows = [row for row in members if _long_enough(row, bound.op, line)]
    words = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}[bound.op]
    verb = phrase.plural(len(rows), "ally has", "allies have")
    lead = f"{verb} been in NATO for {words} {phrase.plural(years, 'year', 'years')}, on {context.day(today)}."
    return told(draft, rows, lead, f"members of NATO for {words} {years} years", label="allies")


def _long_enough(ally: Ally, op: str, line: date) -> bool:
    """Whether it joined before or after the day so many years ago."""
    if ally.accession == line:
        return op in (">=", "<=")
    return (ally.accession < line) == (op in (">", ">="))


def _for_that_long(query: Query, context: Context) -> Answer:
    """Whether those named have been members for so long."""
    draft = Draft(context, query)
    bound, today = query.bounds[0], context.today
    line = date(today.year - int(bound.value), today.month, min(today.day, 28))
    rows = asked(query, context)
    inside = [ally for ally in rows if ally.id in context.view.allies]
    fits = [ally for ally in inside if _long_enough(ally, bound.op, line)]
    lines = []
    for ally in rows:
        years = full_years(ally.accession, today)
        draft.value(f"{ally.name}, full years in NATO", years, units.YEARS, subject=ally.id, status="computed")
        told = f" That is {phrase.plural(years, 'full year', 'full years')}." if ally in inside else ""
        lines.append(f"{joining(draft, ally)}{told}")
    verdict = verdict_of(len(fits), len(rows))
    outcome = Outcome.CORRECTION if "claim" in query.words and verdict != Verdict.YES else Outcome.ANSWER
    reading = f"whether {context.names(query.subjects)} joined NATO {bound.op} {bound.value} years ago"
    return draft.answer(
        f"{OPENINGS[verdict]}{lines[0]}", reading, body=lines[1:], verdict=verdict, outcome=outcome, subjects=query.subjects
    )


KIND = Kind(
    NAME, read, answer,
    uses(
        "#ally #count #bound member join how_many more less least_at most_at exactly in_nato of_nato who which list is_true "
        "current run"
    ),
    ("Which countries have been members for less than ten years?", "Has Poland been in NATO for more than 25 years?"),
)  # fmt: skip
