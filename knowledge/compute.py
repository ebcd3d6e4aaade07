"""What is computed from published figures. Every result keeps its working: inputs, operation, rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from knowledge import units
from knowledge.base import Figure, View

HUNDRED = Decimal(100)
PLACES = {
    units.GDP_SHARE: 2, units.POINTS: 2, units.OF_EXPENDITURE: 2, units.TIMES: 2,
    units.PERCENT: 1, units.OF_TOTAL: 1, units.PERSONS: 1,
}  # fmt: skip
_SPELT_OUT = 6
"""How many terms of a sum are shown one by one."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed value, rounded to the places of its unit, and how it was computed."""

    value: Decimal
    unit: str
    working: str


def rounded(value: Decimal, unit: str) -> Decimal:
    """Half up to the places of the unit; whole numbers for sums of money."""
    return value.quantize(Decimal(1).scaleb(-PLACES.get(unit, 0)), ROUND_HALF_UP)


def show(value: Decimal, unit: str) -> str:
    """A number in a working: plain, with the places of its unit."""
    return f"{rounded(value, unit):,}".replace("-", "−")


def difference(left: Decimal, right: Decimal, unit: str) -> Computed:
    """The difference left − right: points between shares, money between sums."""
    result_unit = units.difference_unit(unit, unit)
    places = result_unit if result_unit in PLACES else unit
    value = left - right
    working = f"{show(left, places)} − {show(right, places)} = {show(value, places)} {result_unit}"
    return Computed(rounded(value, places), result_unit, working)


def per_year(new: Decimal, old: Decimal, years: int, unit: str) -> Computed:
    """The change from old to new spread evenly over so many years (at least one)."""
    change = difference(new, old, unit)
    value = rounded(change.value / years, change.unit if change.unit in PLACES else unit)
    working = f"{change.working}; {show(change.value, change.unit)} ÷ {years} years = {show(value, change.unit)} {change.unit} a year"
    return Computed(value, change.unit, working)


def compounded(new: Decimal, old: Decimal, years: int, unit: str) -> Computed | None:
    """The constant yearly rate that leads from old to new; None for shares, whose change is told in points, and where one is nothing."""
    if unit.startswith("%") or old <= 0 or new <= 0:
        return None
    value = rounded(((new / old) ** (Decimal(1) / years) - 1) * HUNDRED, units.PERCENT)
    return Computed(value, units.PERCENT, f"({show(new, unit)} ÷ {show(old, unit)})^(1/{years}) − 1 = {show(value, units.PERCENT)} %")


def ratio(left: Decimal, right: Decimal, unit: str) -> Computed | None:
    """The ratio left ÷ right; None where right is nothing."""
    if not right:
        return None
    value = left / right
    working = f"{show(left, unit)} ÷ {show(right, unit)} = {show(value, units.TIMES)}"
    return Computed(rounded(value, units.TIMES), units.TIMES, working)


def percent_change(old: Decimal, new: Decimal, unit: str) -> Computed | None:
    """By how many percent `new` differs from `old`; None where `old` is nothing."""
    if not old:
        return None
    value = (new - old) / old * HUNDRED
    sign = "+" if value > 0 else ""
    working = f"({show(new, unit)} − {show(old, unit)}) ÷ {show(old, unit)} × 100 = {sign}{show(value, units.PERCENT)} %"
    return Computed(rounded(value, units.PERCENT), units.PERCENT, working)


def proportion(part: Decimal, whole: Decimal, unit: str) -> Computed | None:
    """What percentage of the whole the part is."""
    if not whole:
        return None
    value = part / whole * HUNDRED
    working = f"{show(part, unit)} ÷ {show(whole, unit)} × 100 = {show(value, units.OF_TOTAL)} %"
    return Computed(rounded(value, units.OF_TOTAL), units.OF_TOTAL, working)


def total(figures: Sequence[Figure]) -> Computed:
    """The sum of figures in one unit."""
    unit = figures[0].unit
    value = sum((figure.value for figure in figures), Decimal(0))
    terms = " + ".join(show(figure.value, unit) for figure in figures)
    working = terms if len(figures) <= _SPELT_OUT else f"sum of {len(figures)} allies"
    return Computed(rounded(value, unit), unit, f"{working} = {show(value, unit)} {unit}")


def mean(figures: Sequence[Figure]) -> Computed:
    """The plain average: every ally counts the same."""
    unit = figures[0].unit
    value = sum((figure.value for figure in figures), Decimal(0)) / len(figures)
    working = f"sum of {len(figures)} values ÷ {len(figures)} = {show(value, unit)} {unit}"
    return Computed(rounded(value, unit), unit, working)


def median(figures: Sequence[Figure]) -> Computed:
    """The middle value; of an even number the mean of the two in the middle."""
    values = sorted(figure.value for figure in figures)
    middle = len(values) // 2
    value = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
    unit = figures[0].unit
    return Computed(rounded(value, unit), unit, f"middle of {len(values)} values = {show(value, unit)} {unit}")


def weighted_share(amounts: Sequence[Figure], outputs: Sequence[Figure]) -> Computed:
    """Together: summed spending by summed GDP, so that large economies count more."""
    spent = sum((figure.value for figure in amounts), Decimal(0))
    output = sum((figure.value for figure in outputs), Decimal(0))
    value = spent / output * HUNDRED
    working = f"{show(spent, units.USD)} ÷ {show(output, units.USD)} × 100 = {show(value, units.GDP_SHARE)} % of GDP"
    return Computed(rounded(value, units.GDP_SHARE), units.GDP_SHARE, working)


def share_of_gdp(percent: Decimal, gdp: Decimal, unit: str) -> Computed:
    """What `percent` of GDP is in money."""
    value = gdp * percent / HUNDRED
    return Computed(rounded(value, unit), unit, f"{plain(percent)} % × {show(gdp, unit)} = {show(value, unit)} {unit}")


def years_at(share: Decimal, target: Decimal, step: Decimal, start: int) -> Computed:
    """The first year at or above the target when the share rises by `step` points a year from `start` on."""
    missing = target - share
    years = int((missing / step).to_integral_value(ROUND_CEILING)) if missing > 0 else 0
    exact = plain((missing / step).quantize(Decimal("0.01")))
    division = f"({plain(target)} − {show(share, units.GDP_SHARE)}) ÷ {plain(step)} = {exact}"
    working = f"{division} → {years} years after {start} = {start + years}"
    return Computed(Decimal(start + years), units.DATE, working)


def step_needed(share: Decimal, target: Decimal, start: int, end: int) -> Computed:
    """The yearly rise in points that leads from the share of `start` to the target in `end`."""
    value = (target - share) / (end - start)
    working = f"({plain(target)} − {show(share, units.GDP_SHARE)}) ÷ ({end} − {start}) = {show(value, units.POINTS)} pp a year"
    return Computed(rounded(value, units.POINTS), units.POINTS, working)


def plain(value: Decimal) -> str:
    """A number without superfluous zeros and with a true minus: 3.5, 5, 0.1."""
    text = format(value.normalize(), "f")
    return text.replace("-", "−")


def together(view: View, members: Sequence[str], year: int, edition: str) -> tuple[Computed, list[Figure], list[Figure]] | None:
    """The weighted share of GDP of some allies; None where a member lacks a value. NATO's own aggregate is preferred
    by the caller where one is published."""
    amounts = [view.figure("amount", member, year, edition) for member in members]
    outputs = [view.figure("gdp", member, year, edition) for member in members]
    if not all(amounts) or not all(outputs):
        return None
    spent = [figure for figure in amounts if figure]
    gdps = [figure for figure in outputs if figure]
    return weighted_share(spent, gdps), spent, gdps
