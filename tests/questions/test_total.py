"""Total and average: sums, weighted shares, plain means and medians, of all, of groups, without somebody, over years."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answer import Outcome
from tests.questions.asking import ask


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What do all thirty-two spend together this year?", "1809915"),
        ("what does all of NATO spend", "1809915"),
        ("average equipment share across all members in 2025", "32.34"),
        ("total without the United States", "777064"),
        ("all allies' spending minus Turkey", "1762277"),
        ("How much has Poland spent since 2014 in total?", "265676"),
        ("median share of GDP", "2.22"),
        ("how many troops do the Nordics have combined", "101.4"),
        ("average NATO spending excluding the US", "2.54"),
        ("total equipment spending of NATO", "30.50"),
        ("average share of Spain from 2014 to 2024", "1.01"),
        ("Sum up what the Visegrad four spend", "3.53"),
    ],
)
def test_values(text: str, value: str) -> None:
    answer = ask(text)
    assert Decimal(value) in [v.value for v in answer.values], answer.lead


@pytest.mark.parametrize(
    "text",
    [
        "total spending of Russia and China",
        "average salary of a soldier",
        "average age of soldiers in NATO",
        "total number of NATO tanks",
        "how much does Europe spend on pensions",
        "should NATO spend more in total",
        "What do all 45 spend together?",
    ],
)
def test_what_is_not_read_as_total(text: str) -> None:
    answer = ask(text)
    assert answer.outcome not in (Outcome.ANSWER, Outcome.CORRECTION) or answer.query is None or answer.query.kind != "total", answer.lead
