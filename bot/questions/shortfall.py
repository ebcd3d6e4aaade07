"""Shortfall: which allies lack the most (or the least, or more than so much) money to a share of GDP."""

from __future__ import annotations

from decimal import Decimal

from bot import phrase, targets
from bot.answer import Answer, Table
from bot.draft import Context, Draft
from bot.figures import OPERATORS, Line, edition_for, lacking, line, newest_year, no_figure, percent, say, scaled
from bot.language.frame import Frame
from bot.measures import advice
from bot.money import shortfall
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import expand, period, whose
from knowledge.base import View
from knowledge.compute import HUNDRED
from knowledge.units import USD

NAME = "shortfall"
_ELSEWHERE = (
    "path join summit say say_soft than total average equipment personnel personnel_share proportion national ratio fall change".split()
)
_NAMED = 8


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    shares = [b for b in frame.bounds if b.unit == "%"]
    sums = [b for b in frame.bounds if b.unit in ("money", "scaled")]
    if who.allies or who.others or len(shares) > 1 or len(sums) > 1 or advice(frame) or frame.yes_no or frame.has(*_ELSEWHERE):
        return None
    if (
        not frame.has("who", "which", "how_many", "list", "allies")
        or not frame.has("cost", "gap", "miss")
        or (frame.moments and period(frame)[0] != period(frame)[1])
    ):
        return None
    extreme = frame.has("most", "least")
    if not (sums or (extreme and (frame.has("money", "cost")))) or (not shares and not frame.has("target")):
        return None
    if sums and (sums[0].currency or "USD") != "USD":
        return None
    line_ = shares[0]._replace(op="") if shares else targets.standing(view)[-1].bound
    limit = next((int(q.value) for q in frame.quantities if q.unit == "" and 1 <= q.value <= 32 and not q.value % 1), None)
    query = Query(
        kind=NAME, op="over" if sums else "top", groups=who.groups, excluded=who.excluded, bounds=(line_, *sums), limit=limit,
        order="least" if frame.has("least") and not frame.has("most") else "most", end=period(frame)[1], edition=str(frame.edition or ""),
    )  # fmt: skip
    return Reading(query, weight=4)


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = [a for a in expand(query.groups, view) or view.allies if a in view.allies and a not in query.excluded]
    edition = edition_for(view, query, everyone, [query.end] if query.end else [])
    if edition is None:
        return lacking(query, context, "shortfall", everyone[:3], query.end)
    year = query.end or newest_year(view, "share", everyone, edition.id)
    goal = query.bounds[0].value
    rows = sorted(
        (
            (missing, found)
            for ally in everyone
            if year and (row := _missing(view, ally, year, edition.id, goal))
            for missing, found in [row]
        ),
        key=lambda row: (row[0] if query.order == "least" else -row[0], row[1].subject),
    )
    if not rows or year is None:
        return no_figure(query, context, everyone[:3], year)
    draft = Draft(context, query)
    if query.op == "over":
        rows = [row for row in rows if OPERATORS[query.bounds[1].op or ">="](row[0], scaled(query.bounds[1], USD))]
    chosen = rows[: query.limit or 1] if query.op == "top" else rows
    named = [f"{context.name(found.subject)} ({shortfall(draft, query, found, goal)}, at {say(draft, found)})" for _, found in chosen]
    to = f"{percent(context, goal)} of GDP"
    draft.value("allies counted", len(rows), "allies", period=str(year), status="computed")
    if query.op == "top":
        degree = "Least" if query.order == "least" else "Most"
        lead = f"{degree} money is missing to {to} in {rows[0][1].when} for **{phrase.join(named)}**."
    else:
        word = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}.get(query.bounds[1].op or ">=", "")
        bound = f"{word} {context.amount(scaled(query.bounds[1], USD), USD)}"
        listed = f": {phrase.join(named)}" if named else ""
        lead = f"**{phrase.plural(len(rows), 'ally lacks', 'allies lack')}** {bound} to {to} in {year}{listed}."
    if not named:
        draft.rest(*(f for ally in everyone if (f := view.figure("share", ally, year, edition.id))))
    cells = tuple((context.name(f.subject, article=False), context.amount(m, USD)) for m, f in rows[:_NAMED])
    table = Table(("Ally", "missing"), cells)
    return draft.answer(
        lead,
        f"money that is missing to {to}, allies below it, {year}, current US dollars",
        subjects=[found.subject for _, found in chosen],
        table=table if len(rows) > 1 else None,
        options=("Which allies are at 3.5%?",),
    )


def _missing(view: View, ally: str, year: int, edition: str, goal: Decimal) -> tuple[Decimal, Line] | None:
    """What an ally below the line lacks, in USD million."""
    found, gdp, spent = (line(view, measure, ally, year, edition) for measure in ("share", "gdp", "amount"))
    if found is None or gdp is None or spent is None or found.value >= goal:
        return None
    missing = gdp.value * goal / HUNDRED - spent.value
    return (missing, found) if missing > 0 else None


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#group #bound #count #year #commitment most least cost gap miss target meet money how_many more less least_at most_at except rise "
        "everybody core more_bare current path"
    ),
    ("Who needs the most money to reach 3.5%?", "Which allies need more than 10 billion dollars to reach 3.5%?"),
    alone=frozenset(),
)
