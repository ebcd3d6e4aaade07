"""Figures for allies, groups and the alliance in one edition: what the kinds about numbers share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from bot import phrase
from bot.answer import Answer, Outcome, Status
from bot.draft import Context, Draft, plain
from bot.language.frame import Bound
from bot.query import Query
from knowledge import units
from knowledge.base import ALLIANCE, EUROPE_AND_CANADA, Figure, View
from knowledge.compute import Computed, total, weighted_share
from knowledge.model import Edition
from knowledge.units import INDICATORS

AGGREGATES = {"NATO": ALLIANCE, "europe-and-canada": EUROPE_AND_CANADA}
FIRST_YEAR = 2014
_NEARLY = Decimal("0.9")
OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b, "": lambda a, b: a >= b, "~": lambda a, b: abs(a - b) * 2 <= Decimal(1).scaleb(-places(b)),
    "≈": lambda a, b: abs(a - b) <= _slack(b),
}  # fmt: skip
"""How a value is held against a line; "~": the line is the share, rounded to the places that were said; "≈": the sum or number of heads."""
WORDS = {
    ">": "above", ">=": "at or above", "<": "below", "<=": "at or below", "=": "at exactly", "": "at or above", "~": "about", "≈": "about",
}  # fmt: skip
_SLACK = Decimal("0.025")

_DAY = len("2026-09-01")


def _slack(said: Decimal) -> Decimal:
    """How far off a number may be that was said of a sum: half of its last digit, a fortieth of it at most."""
    exponent = said.normalize().as_tuple().exponent
    half = Decimal(1).scaleb(exponent) / 2 if isinstance(exponent, int) else Decimal(0)
    return min(half, abs(said) * _SLACK)


class Line(NamedTuple):
    """The value of an ally, a group or the alliance in a year: published, or computed from its members' figures."""

    subject: str
    value: Decimal
    unit: str
    year: int
    estimate: bool
    figure: Figure | None
    computed: Computed | None
    inputs: tuple[Figure, ...]
    missing: tuple[str, ...]

    @property
    def edition(self) -> str:
        """The edition that it is from, or computed from."""
        return self.figure.edition if self.figure else self.inputs[0].edition

    @property
    def when(self) -> str:
        """The year with the mark of an estimate: "2026e"."""
        return f"{self.year}{'e' if self.estimate else ''}"


def edition_for(view: View, query: Query, subjects: Sequence[str], years: Iterable[int] = ()) -> Edition | None:
    """The edition that the question names, else the newest that has the most of what is asked."""
    if query.edition:
        return next((edition for edition in view.editions if str(edition.published_on.year) == query.edition), None)
    return view.edition_with(query.indicator, members(view, subjects), years)


def members(view: View, subjects: Iterable[str]) -> list[str]:
    """Allies and aggregates as they are, groups as their members."""
    found: dict[str, None] = {}
    for subject in subjects:
        if subject in AGGREGATES:
            found[AGGREGATES[subject]] = None
        elif subject in view.base.groups:
            found.update(dict.fromkeys(view.base.groups[subject].members))
        else:
            found[subject] = None
    return list(found)


def newest_year(view: View, indicator: str, subjects: Sequence[str], edition: str) -> int | None:
    """The newest year, not in the future, for which nearly all of the subjects that have any value have one."""
    rows = (view.series(indicator, subject, edition) for subject in subjects)
    held = Counter(year for row in rows if row for year in row.cells if year <= view.day.year)
    enough = max(held.values(), default=0) * _NEARLY
    return max((year for year, count in held.items() if count >= enough), default=None)


def line(view: View, indicator: str, subject: str, year: int, edition: str, beside: str = "") -> Line | None:
    """The value for a subject; a group's share is its summed spending by its summed GDP, other values are summed.

    `beside`: another indicator that a member must have too, so that two sums are over the same members.
    """
    key = AGGREGATES.get(subject, subject)
    if figure := view.figure(indicator, key, year, edition):
        return Line(subject, figure.value, figure.unit, year, figure.estimate, figure, None, (), ())
    if subject not in view.base.groups:
        return None
    everyone = view.base.groups[subject].members
    wanted = ("amount", "gdp") if indicator == "share" else (indicator,)
    if indicator in ("equipment", "personnel_share", "real_change", "amount_national"):
        return None
    held = [m for m in everyone if all(view.figure(w, m, year, edition) for w in (*wanted, beside) if w)]
    if not held:
        return None
    columns = [[f for m in held if (f := view.figure(w, m, year, edition))] for w in wanted]
    result = weighted_share(*columns) if indicator == "share" else total(columns[0])
    inputs = tuple(figure for column in columns for figure in column)
    missing = tuple(m for m in everyone if m not in held)
    return Line(subject, result.value, result.unit, year, any(f.estimate for f in inputs), None, result, inputs, missing)


def say(draft: Draft, found: Line) -> str:
    """Take up a line in an answer; returns its value in words."""
    if found.figure:
        return draft.figure(found.figure)
    if (computed := found.computed) is None:
        return draft.context.amount(found.value, found.unit)
    label = f"{draft.context.name(found.subject, article=False)}, together"
    draft.rest(*found.inputs)
    if found.estimate:
        draft.estimated.add(found.year)
    if found.missing:
        draft.caveat(f"Without {draft.context.names(found.missing)}: no figures in NATO's tables.")
    return draft.computed(computed, label, found.subject, str(found.year))


def beside(draft: Draft, found: Line, indicator: str = "amount") -> str:
    """The same subject and year in money (or another indicator), where the same edition has it; else ""."""
    other = line(draft.context.view, indicator, found.subject, found.year, found.edition)
    return say(draft, other) if other else ""


def published_beside(draft: Draft, found: Line, indicator: str) -> str:
    """NATO publishes a sum for Europe and Canada, none for the European allies alone: named beside the computed one."""
    if found.subject != "europe" or not found.computed:
        return ""
    other = line(draft.context.view, indicator, "europe-and-canada", found.year, found.edition)
    return f"NATO's own figure, Canada included: {say(draft, other)}." if other and other.figure else ""


def status(found: Line) -> Status:
    """Final, estimate or computed."""
    if found.computed:
        return "computed"
    return "estimate" if found.estimate else "final"


def holds(bound: Bound, value: Decimal, unit: str) -> bool:
    """Whether a value satisfies a bound, both brought to the unit of the value."""
    return OPERATORS[bound.op](value, scaled(bound, unit))


def scaled(bound: Bound, unit: str) -> Decimal:
    """The bound's number in the unit of a series: sums in millions, people in thousands."""
    if unit.endswith(" million"):
        return bound.value / 1_000_000 if bound.unit in ("money", "scaled") else bound.value
    if unit == units.PERSONS:
        return bound.value / 1000
    return bound.value


def bound_words(context: Context, bound: Bound, unit: str) -> str:
    """ "above 3.5% of GDP"."""
    value = scaled(bound, unit)
    if unit.startswith("%") and "million" not in unit:
        said = unit.replace("% of expenditure", "% of defence expenditure")
        return f"{WORDS[bound.op]} {phrase.number(value, places(value), context.locale)}{said}"
    return f"{WORDS[bound.op]} {context.amount(value, unit)}"


def places(value: Decimal) -> int:
    """How many decimal places a number needs, two at most."""
    exponent = value.normalize().as_tuple().exponent
    return min(2, max(0, -exponent)) if isinstance(exponent, int) else 0


def percent(context: Context, value: Decimal) -> str:
    """ "3.5%", "2%"."""
    return f"{phrase.number(value, places(value), context.locale)}%"


def note(draft: Draft, indicator: str, edition: Edition | None) -> None:
    """What must be known to read an indicator's values."""
    if indicator == "amount_constant" and edition and edition.prices:
        draft.caveat(f"Constant US dollars: prices and exchange rates of {edition.prices}.")


def no_edition(query: Query, context: Context, what: str) -> Answer:
    """The edition that was named isn't known, or no edition was out yet."""
    held = phrase.join([edition.short for edition in context.view.editions]) or "none yet"
    named = f"the {query.edition} edition of NATO's tables" if query.edition else "an edition of NATO's tables with these figures"
    return plain(Outcome.NO_DATA, f"I don't hold {named}. Editions known on {context.day(context.today)}: {held}.", what, query=query)


def lacking(query: Query, context: Context, what: str, subjects: Sequence[str], year: int | None) -> Answer:
    """No edition has what is asked: none is known (as named), or those that are lack the figure."""
    if query.edition or not context.view.editions:
        return no_edition(query, context, what)
    return no_figure(query, context, subjects, year)


def _announced(draft: Draft, subjects: Sequence[str], year: int) -> list[str]:
    """What the allies announced for a year to come, instead of a figure."""
    rows = [p for p in draft.context.view.pledges.values() if p.subject in subjects and p.by == year]
    for pledge in rows:
        draft.pledge(pledge)
    return [
        f"{draft.context.name(p.subject)} announced {'on' if len(p.on) == _DAY else 'in'} {draft.context.day(p.on)} ({p.kind}): {p.text}"
        for p in rows
    ]


def no_figure(query: Query, context: Context, subjects: Sequence[str], year: int | None) -> Answer:
    """No value: says which one is missing and why, and what there is."""
    view = context.view
    noun = INDICATORS[query.indicator].noun
    names = context.names(subjects)
    bare = [s for s in subjects if s in view.base.allies and not view.base.allies[s].armed_forces]
    edition = edition_for(view, query, subjects)
    years = view.years(query.indicator, edition.id) if edition else []
    draft = Draft(context, query)
    options: list[str] = []
    if bare and len(bare) == len(subjects):
        ally = view.base.allies[bare[0]]
        draft.rest(ally)
        lead = f"{context.name(ally.id)} has no armed forces and no figure in NATO's expenditure tables."
        body = []
        for pledge in view.pledges.values():
            if pledge.subject == ally.id:
                draft.pledge(pledge)
                body.append(f"Its own pledge of {context.day(pledge.on)}: {pledge.text}")
        return draft.answer(lead, f"{noun}; {names}", outcome=Outcome.NO_DATA, body=body, subjects=subjects)
    if year is not None and years and not years[0] <= year <= years[-1]:
        lead = f"No figure for {year}: NATO's tables that I hold run from {years[0]} to {years[-1]}."
        if year > years[-1] and (body := _announced(draft, subjects, year)):
            return draft.answer(lead, f"{noun}; {names}, {year}", outcome=Outcome.ANSWER, body=body, subjects=subjects)
        nearest = years[0] if year < years[0] else years[-1]
        options = [f"How much did {context.name(subject)} spend in {nearest}?" for subject in subjects[:2] if subject in view.base.allies]
    else:
        lead = f"My sources have no {noun} for {names}{f' in {year}' if year else ''}."
    for subject in subjects:
        draft.gone(query.indicator, subject, year or 0)
    return plain(Outcome.NO_DATA, lead, f"{noun}; {names}", options, query, subjects=tuple(subjects), caveats=tuple(draft.marks))
