"""Trend: rose or fell, by how much, who most, in which year; premises and percentages that are claimed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answer import Outcome
from tests.questions.asking import ask


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Has Germany's spending doubled since 2014?", "yes"),
        ("was Hungary's share going down in 2025?", "yes"),
        ("has the number of German soldiers fallen since 2014", "no"),
        ("Denmark's spending soared, didn't it?", "yes"),
        ("Why did Greece cut its spending in 2025?", "no"),
        ("Canada's spending jumped 46 percent last year, true?", "yes"),
        ("Did Turkey's army shrink?", "yes"),
        ("Spending in Lithuania quadrupled since 2014, right?", "yes"),
        ("is Italian spending at a record high?", "yes"),
        ("is the British share at an all time low?", "no"),
    ],
)
def test_claims(text: str, verdict: str) -> None:
    answer = ask(text)
    assert answer.verdict == verdict, answer.lead


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("did any ally cut its share between 2024 and 2025?", "CZE HUN USA"),
        ("count the allies whose share is lower in 2026 than the year before", "FIN HRV MKD SVK"),
        ("who spends less now than in 2014?", "USA"),
        ("Biggest riser in percentage points of GDP since 2014?", "LTU"),
        ("every ally that spent less in 2025 than in 2024", "CZE HUN USA"),
    ],
)
def test_who_moved(text: str, names: str) -> None:
    answer = ask(text)
    assert sorted(answer.subjects) == names.split(), answer.lead


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("how has Norway's spending changed since 2014", "1.67"),
        ("list Estonia's share for each year", "1.90"),
        ("Dutch share by year", "1.12"),
        ("all years for Portugal", "1.31"),
        ("by how many percent has Belgian spending grown in dollars since 2014", "201.5"),
        ("peak year of US share", "3.71"),
        ("what was the highest share Estonia ever had", "5.10"),
        ("spanish numbers 2016 onwards", "1.20"),
        ("by how many points did Denmark rise since 2020", "2.12"),
        ("Which allies more than doubled their share since 2014?", "16"),
        ("real growth Sweden 2025", "32.0"),
        ("which ally raised its share the least since 2014", "0.22"),
        ("how fast is Italian spending rising", "0.01"),
        ("growth of total NATO spending 2025", "5.6"),
        ("the low point of Spanish spending", "0.80"),
        ("highest Greek share after 2022", "3.65"),
        ("what was Latvia's lowest share between 2016 and 2020", "1.49"),
        ("highs and lows of the Turkish share", "1.33"),
        ("the year with the lowest European spending", "1.42"),
        ("when did NATO spend the least?", "2.37"),
    ],
)
def test_values(text: str, value: str) -> None:
    answer = ask(text)
    assert Decimal(value) in [v.value for v in answer.values], answer.lead


@pytest.mark.parametrize(
    "text",
    [
        "How will Polish spending develop until 2030?",
        "trend of Turkish inflation",
        "Did the rise in spending cause inflation in Poland?",
        "which allies raised taxes for defence",
        "has Germany climbed in the ranking since 2014",
        "who gained the most places since 2014",
        "Which ally's spending will grow fastest?",
    ],
)
def test_what_is_not_read_as_trend(text: str) -> None:
    answer = ask(text)
    assert answer.outcome not in (Outcome.ANSWER, Outcome.CORRECTION) or answer.query is None or answer.query.kind != "trend", answer.lead
