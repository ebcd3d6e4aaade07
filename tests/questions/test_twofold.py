"""Questions that are two in one, or turned by a word: answered whole or not at all; and those whose words deny what is asked."""

from __future__ import annotations

import pytest

from bot.answer import Outcome
from tests.questions.asking import ask


@pytest.mark.parametrize(
    "text",
    [
        "does Lithuania spend more now than Latvia and Estonia did in 2014",
        "does any Nordic country have more soldiers than Poland",
        "has Norway never been under 1.5%",
        "every ally but Norway spends 20% on equipment",
        "not all G7 members are above 2.1%",
        "which allies spend over 50 billion dollars but below 2.5%",
        "is Latvia above 4% and does it have more than 5000 soldiers",
        "which allies spend more on equipment than on personnel",
        "who is in the top ten both by share and in dollars",
        "which allies were above 2% only in 2025",
        "which allies were above 2% in 2014, 2020 and 2026",
        "excluding the US, how did NATO spending change",
        "does Merz agree with Trump",
        "what did Trump say last month",
        "what did Rutte say in the last 12 months",
        "which allies are not exempt",
        "Spain didn't agree to the Hague declaration, right?",
        "99",
        "which region spends most, the Nordics or the Baltics",
        "who was last to reach 2%",
        "until which year was Norway under 2%",
        "which allies grew more than Poland since 2021",
        "who are the second and the fifth highest spender",
    ],
)
def test_no_half_is_answered(text: str) -> None:
    assert ask(text).outcome not in (Outcome.ANSWER, Outcome.CORRECTION), ask(text).lead


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("was Greece's share higher in 2022 than in 2026", "yes"),
        ("was Germany's army smaller in 2014 than today", "yes"),
        ("is Norway's share lower now than in 2014", "no"),
    ],
)
def test_the_earlier_year_may_stand_first(text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "names"), [("who had a higher share in 2022 than in 2026", "GRC USA"), ("who spent more in 2020 than today", "USA")]
)
def test_who_was_ahead_of_today(text: str, names: str) -> None:
    assert sorted(ask(text).subjects) == names.split()


@pytest.mark.parametrize(
    "text",
    [
        "did Nausėda say that Russian aggression is imminent",
        "did Trump say he would protect delinquent allies",
        "did Rutte say Europe can defend itself without the US",
        "did Merz say they are doing it as a favour to the US",
    ],
)
def test_words_that_may_say_the_opposite_are_quoted_without_a_verdict(text: str) -> None:
    answer = ask(text)
    assert answer.verdict is None
    assert answer.quotes
