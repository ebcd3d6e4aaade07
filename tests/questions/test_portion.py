"""Portion: what part of a group's total is an ally's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.questions.asking import ask, kind, refuse


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("what share of the Nordic total comes from Sweden", "34.5"),
        ("how much of European defence spending is British?", "15.2"),
        ("Latvia's part of the Baltic spending", "24.1"),
        ("how much of the alliance's troops are Italian", "5.6"),
        ("what percentage of European troops are Turkish", "19.4"),
        ("what percent of the European and Canadian total does Poland spend", "6.8"),
        ("how many percent of US spending does Poland spend", "5.1"),
        ("Greece's spending as a percentage of Türkiye's", "23.7"),
    ],
)
def test_part_of_a_group(text: str, percent: str) -> None:
    answer = ask(text)
    assert kind(answer) == "portion", answer.lead
    assert Decimal(percent) in [v.value for v in answer.values], answer.lead


@pytest.mark.parametrize(
    "text",
    [
        "American share of European spending",
        "what share of GDP does Germany spend",
        "is half of European spending German?",
        "How much of Poland's spending is paid by the US",
        "percentage of defence expenditure of Poland and Germany",
    ],
)
def test_no_part_of_a_group(text: str) -> None:
    refuse(text, ("portion",))
