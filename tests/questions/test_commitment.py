"""Commitments: what is asked of them in many wordings, whose they are, and what only looks like them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome, Verdict
from tests.questions.asking import ask

BEFORE_THE_HAGUE = date(2025, 6, 5)


TOLD = [
    ("what is the current nato spending target", "2035"),
    ("who all signed up for the 5, every ally?", "all allies"),
    ("did spain sign the hague declaration", "Yes"),
    ("when do they check progress on the 5", "2029"),
    ("How many years are left to reach 5%?", "2035"),
    ("What was the target before the 5%?", "2%"),
    ("Before Wales, was there any number?", "2006"),
    ("where does the 2% come from", "2006"),
    ("What did NATO agree in 2006?", "2006"),
    ("how has NATO's target changed", "2006"),
    ("what are the two parts of the five percent", "3.5%"),
    ("What did the Bucharest Nine and the Nordic leaders promise in Vilnius in June 2025?", "5%"),
    ("How many euros did Macron foresee for 2027?", "EUR 64 billion"),
    ("By when will the UK spend 2.5%?", "2027"),
    ("who demanded 5%", "Trump"),
    ("what did Lithuania promise in January 2025", "5 to 6 %"),
    ("what did the Wales summit say about 2%", "2024"),
    ("Is the 2% still valid?", "2 %"),
]


@pytest.mark.parametrize(("text", "part"), TOLD)
def test_told(text: str, part: str) -> None:
    found = ask(text)
    assert found.outcome == Outcome.ANSWER
    assert part in f"{found.lead} {' '.join(found.body)}"
    assert found.sources


FALSE = [
    ("They say the 5 percent has to be reached by 2032. Correct?", "2035"),
    ("The deadline for 5% is 2030, right?", "2035"),
    ("Why was 2030 chosen as the deadline for the five percent?", "2035"),
    ("What made the allies settle on 4 percent in The Hague?", "5%"),
    ("since trump scrapped the 5% goal whats the new one", "2035"),
    ("Which paragraph of the North Atlantic Treaty fixes the 2 percent?", "no article"),
]


@pytest.mark.parametrize(("text", "part"), FALSE)
def test_false_premises(text: str, part: str) -> None:
    found = ask(text)
    assert found.outcome == Outcome.CORRECTION
    assert part in found.lead


def test_plans_of_their_own() -> None:
    found = ask("Which governments have a plan of their own to reach 3.5 % and by when?")
    assert {"DEU", "SWE"} <= set(found.subjects)
    assert "2029" in " ".join(found.body)


def test_nothing_is_known_before_its_day() -> None:
    found = ask("By when does Rutte want the 3.5?", BEFORE_THE_HAGUE)
    text = f"{found.lead} {' '.join(found.body)}"
    assert "2032" in text
    assert "2035" not in text


def test_all_agreed() -> None:
    assert ask("Did Spain agree to 5%?").verdict == Verdict.YES


@pytest.mark.parametrize(
    "text",
    [
        "Did the EU agree to the 5% target?",
        "What did the EU agree in 2025?",
        "What was agreed in Minsk in 2015?",
        "What is Plan B?",
        "When was NATO established?",
        "Who signed the North Atlantic Treaty in 1949?",
        "Which country withdrew from the Paris agreement?",
    ],
)
def test_no_commitment(text: str) -> None:
    found = ask(text)
    assert found.query is None or found.query.kind != "commitment" or found.outcome not in (Outcome.ANSWER, Outcome.CORRECTION)
