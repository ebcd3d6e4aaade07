"""Editions side by side: revised figures, different reports; one edition alone is another question."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answer import Outcome
from tests.questions.asking import ask


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sweden 2025, what do the different editions say", "2.51"),
        ("albania 2023 - what did the 2024 edition say and what does the newest one say", "1.29"),
        ("was Poland's 2024 figure revised?", "4.12"),
        ("Compare the 2025 and 2026 editions for Estonia", "3.38"),
        ("Greece 2023 in the 2024 report vs the 2026 report", "2.80"),
        ("initial estimate vs final figure for Poland 2024", "3.75"),
        ("why does SIPRI say something else for Germany", "2.12"),
        ("Did the Polish share for 2025 change between editions?", "4.48"),
    ],
)
def test_values(text: str, value: str) -> None:
    answer = ask(text)
    assert Decimal(value) in [v.value for v in answer.values], answer.lead


@pytest.mark.parametrize(
    "text",
    [
        "what did the 2024 edition say about Italy",
        "which editions do you have",
        "what was NATO's estimate for Latvia 2024 in the 2024 edition",
    ],
)
def test_what_is_not_read_as_edition(text: str) -> None:
    answer = ask(text)
    assert answer.outcome not in (Outcome.ANSWER, Outcome.CORRECTION) or answer.query is None or answer.query.kind != "edition", answer.lead
