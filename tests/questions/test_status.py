"""Status: whose figure, which year, which unit, by which edition; and what is no question about a figure."""

from __future__ import annotations

import pytest

from tests.questions.asking import Row, ask, check, refuse

ROWS: list[Row] = [
    ("norway 2020", None, "1.89 % of GDP"),
    ("Albania in 2014 against Albania now", None, "1.34 % of GDP · 2.15 % of GDP"),
    ("how much of GDP does Finland put into equipment?", None, "0.97 % of GDP"),
    ("how many people are in the Greek army", None, "113.10 thousand persons"),
    ("how much does Italy spend on soldiers?", None, "59.36 % of expenditure"),
    ("share of GDP: where does Belgium stand?", None, "2.00 % of GDP"),
    ("spain?", None, "2.00 % of GDP"),
    ("Could you give me the figures for both Poland and Estonia?", None, "4.68 % of GDP · 5.10 % of GDP"),
    ("give me 2014, 2019 and 2024 for Romania", None, "1.35 % of GDP · 1.84 % of GDP · 2.17 % of GDP"),
    ("Britain's defence spend, 2020 through 2023", None, "2.33 % of GDP · 2.25 % of GDP · 2.22 % of GDP"),
    ("What did Germany spend back in 2014, and what a decade later?", None, "1.16 % of GDP · 2.00 % of GDP"),
    ("Ten years ago, what was Germany spending?", None, "1.18 % of GDP"),
    ("How much did Belgium spend two years ago", None, "1.27 % of GDP"),
    ("Poland's defence outlay in zloty, this year and last, please.", None, "193789 PLN million · 166029 PLN million"),
    ("poland's military spending in both dollars and zloty", None, "193789 PLN million · 53080 USD million"),
    ("military budget of norway in kroner", None, "186211 NOK million"),
    ("How many percent does Poland spend?", None, "4.68 % of GDP"),
    ("Tell me please about Bulgaria, how many it spends for defence?", None, "2.22 % of GDP"),
    ("what fraction of its GDP did Luxembourg spend in 2017?", None, ""),
    ("what part of its economy does Portugal now devote to its defence", None, "2.10 % of GDP"),
    ("size of the French army?", None, "202.00 thousand persons"),
    ("How many troops has Romania got under arms according to NATO?", None, ""),
    ("how much in constant 2021 dollars did canada spend in 2019", None, ""),
    ("So what's Italy at?", None, "2.10 % of GDP"),
    ("where's Canada at now", None, "2.13 % of GDP"),
    ("NATO figures say what for albania 2018", None, ""),
    ("I'd be grateful for the latest figure for Croatia.", None, "2.03 % of GDP"),
]
NOT = [
    "how much does Poland spend on healthcare",
    "Poland's defence spending per head",
    "how much of Poland's budget goes to defence",
    "how many tanks does Germany have",
    "Germany's education budget as a share of GDP",
    "how much does France spend on nuclear weapons",
    "albania 2023 - what did the 2024 edition say and what does the newest one say",
    "what's GNI got to do with luxembourg",
    "was the 2 percent paid to Brussels",
    "how much is Poland's national debt",
    "how much does a German soldier earn",
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_figure_is_told(row: Row) -> None:
    check(row, ("status",))


@pytest.mark.parametrize("text", NOT)
def test_not_a_figure(text: str) -> None:
    refuse(text, ("status",))


def test_bare_year_is_kept() -> None:
    assert {value.period for value in ask("norway 2020").values} == {"2020"}
