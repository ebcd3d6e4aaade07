"""Growth, climbs, shortfalls, sums among those chosen and two sides in their own years, recomputed from series.csv."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bot.language.frame import Bound
from tests.table import ALLIES, CELLS, EDITIONS, YEARS, column, decimal, half_up, numbers, put


def values(edition: str, indicator: str, year: int) -> dict[str, Fraction]:
    return {ally: cell.number for ally in ALLIES if (cell := CELLS.get((edition, indicator, ally, year)))}


def spans(edition: str, indicator: str) -> list[tuple[int, int]]:
    held = [year for year in YEARS if values(edition, indicator, year)]
    return [(held[0], held[-1]), (held[len(held) // 2], held[-1]), (held[0], held[3])] if len(held) > len("some") else []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("order", ["rise", "fall"])
@pytest.mark.parametrize(
    ("indicator", "step", "unit"), [("share", "0.5", "pp"), ("personnel", "5000", ""), ("amount", "2000000000", "money")]
)
def test_growth_finds_those_that_moved_by_so_much(edition: str, order: str, indicator: str, step: str, unit: str) -> None:
    scale = {"share": 1, "personnel": 1000, "amount": 1_000_000}[indicator]
    for start, end in spans(edition, indicator):
        old, new = values(edition, indicator, start), values(edition, indicator, end)
        sign = 1 if order == "rise" else -1
        due = {ally for ally in old.keys() & new.keys() if sign * (new[ally] - old[ally]) >= Fraction(step) / scale}
        bound = Bound(">=", Decimal(step), unit, None)
        answer = put("growth", op="list", indicator=indicator, start=start, end=end, edition=edition, order=order, bounds=(bound,))
        assert set(answer.subjects) == due, (start, end)


@pytest.mark.parametrize("edition", EDITIONS)
def test_climb_counts_the_places_between_two_years(edition: str) -> None:
    for start, end in spans(edition, "share"):
        old, new = values(edition, "share", start), values(edition, "share", end)
        both = old.keys() & new.keys()
        for ally in sorted(both):
            places = [Decimal(1 + sum(held[other] > held[ally] for other in both)) for held in (old, new)]
            answer = put("climb", op="one", subjects=(ally,), start=start, end=end, edition=edition, order="up")
            assert numbers(answer, "rank") == places, ally


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("goal", ["2", "3.5", "5"])
def test_shortfall_is_the_goal_of_gdp_less_what_is_spent(edition: str, goal: str) -> None:
    for year in YEARS:
        share, gdp, spent = (values(edition, name, year) for name in ("share", "gdp", "amount"))
        below = [a for a in share.keys() & gdp.keys() & spent.keys() if share[a] < Fraction(goal)]
        missing = {a: gdp[a] * Fraction(goal) / 100 - spent[a] for a in below}
        due = {ally for ally, sum_ in missing.items() if sum_ > 1000}
        if not missing:
            continue
        bounds = (Bound("", Decimal(goal), "%", None), Bound(">", Decimal(1_000_000_000), "money", None))
        answer = put("shortfall", op="over", bounds=bounds, end=year, edition=edition)
        assert set(answer.subjects) == due, year


@pytest.mark.parametrize("line", ["1.5", "2", "3"])
@pytest.mark.parametrize("op", ["<", ">="])
def test_sums_and_means_among_those_at_a_line(line: str, op: str) -> None:
    for year in YEARS:
        share = values("2026", "share", year)
        chosen = sorted(ally for ally, value in share.items() if (value < Fraction(line)) == (op == "<"))
        asked = {"bounds": (Bound(op, Decimal(line), "%", None),), "target": "share", "end": year}
        if not chosen:
            continue
        mean = put("among", op="mean", indicator="share", **asked)
        assert half_up(sum((share[a] for a in chosen), Fraction(0)) / len(chosen), "% of GDP") in numbers(mean), year
        total = put("among", op="total", indicator="amount", **asked)
        money = sum((cell.number for cell in column("2026", "amount", chosen, year)), Fraction(0))
        assert half_up(money, "USD million") in numbers(total), year
        best = put("among", op="top", indicator="personnel", order="most", **asked)
        heads = {ally: CELLS["2026", "personnel", ally, year].number for ally in chosen}
        assert {heads[ally] for ally in best.subjects[:1]} == {max(heads.values())}, year


def test_two_sides_in_their_own_years_are_the_cells() -> None:
    for first, second in [(2014, 2026), (2020, 2015), (2024, 2019)]:
        for one, other in [("POL", "DEU"), ("USA", "EST"), ("GRC", "TUR")]:
            cells = [CELLS["2026", "share", one, first].number, CELLS["2026", "share", other, second].number]
            answer = put("apart", subjects=(one, other), years=(first, second), indicator="share")
            assert {decimal(cell) for cell in cells} <= set(numbers(answer))
            assert half_up(abs(cells[0] - cells[1]), "pp") in numbers(answer)
