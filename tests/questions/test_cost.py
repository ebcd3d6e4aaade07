"""Cost: a share of GDP, or points of it, in money."""

from __future__ import annotations

import pytest

from tests.questions.asking import Row, check, refuse

ROWS: list[Row] = [
    ("What would going to 3.5% set the Italians back per year?", None, "94973 USD million"),
    ("How much more would the British taxpayer have to find for 3.5 %, in pounds?", None, "110732 GBP million · 29615 GBP million"),
    ("What would it mean in kroner for Norway to go to 5 percent?", None, "293594 NOK million"),
    ("3.5% for the baltics in dollars, how much", None, "7395 USD million"),
    ("what's 3.5 percent of the French economy", None, "126007 USD million"),
    ("calculate 3.5% of Poland's GDP", None, ""),
    ("convert 5% of GDP to euros for Spain", None, ""),
    ("What sum does 2% represent for Portugal?", None, "7578 USD million"),
    ("whats a quarter point worth in poland", None, "2837 USD million"),
    ("how much would one more percent cost Greece", None, "3088 USD million"),
    ("what would another percent cost Italy", None, "27135 USD million"),
    ("How much is a percentage point of GDP worth in Estonia?", None, "518 USD million"),
    ("How much is a tenth of a percent of Italian GDP?", None, "2714 USD million"),
    ("what would it cost nato to go to 3.5", None, "2211404 USD million"),
    ("What would 3.5% cost Italy by 2035?", None, "94973 USD million"),
    ("What would the Visegrad four pay at 3.5%?", None, "70370 USD million"),
    ("if France went up to 3.5%, how much more would it spend", None, "46254 USD million"),
    ("cost of reaching the Hague target for Belgium", None, "27403 USD million"),
]
NOT = [
    "how much is 10% of Italy's military budget",
    "what is 5% of 100",
    "how much is 2% of 500 billion",
    "what would leaving NATO cost Germany",
    "what would 3.5% cost Ireland",
    "how much did the war cost Poland",
    "Does Belgium pay 2% VAT",
    "How many countries would have to double their budget to get to 3.5?",
    "whats missing for the brits to get to 5 percent",
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_share_in_money(row: Row) -> None:
    check(row, ("cost",))


@pytest.mark.parametrize("text", NOT)
def test_no_share_in_money(text: str) -> None:
    refuse(text, ("cost",))
