"""Accessions beside each other, and memberships of other clubs, which are not NATO's."""

from __future__ import annotations

import pytest

from bot.answer import Outcome, Verdict
from tests.questions.asking import ask

WHO = [
    ("Which was admitted first, Croatia or Slovenia?", ["SVN"]),
    ("which one joined first, albania or croatia?", ["ALB", "HRV"]),
    ("Which of Sweden, Norway and Finland joined NATO last?", ["SWE"]),
    ("who joined right after spain", ["CZE", "HUN", "POL"]),
    ("Which state joined immediately before Sweden?", ["FIN"]),
    ("Which countries joined on the same day as Poland?", ["CZE", "HUN"]),
    ("Which newly democratic country joined the alliance in 1982?", ["ESP"]),
    ("Which Balkan country entered NATO in March 2020, a year after changing its name?", ["MKD"]),
    ("what three former warsaw pact countries joined in 1999", ["CZE", "HUN", "POL"]),
    ("Who were the first to join after the founders?", ["GRC", "TUR"]),
]


@pytest.mark.parametrize(("text", "allies"), WHO)
def test_who(text: str, allies: list[str]) -> None:
    assert sorted(ask(text).subjects) == sorted(allies)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Did Sweden enter before Finland?", Verdict.NO),
        ("Did Greece join before Spain?", Verdict.YES),
        ("Did Hungary join together with Poland?", Verdict.YES),
    ],
)
def test_whether(text: str, verdict: Verdict) -> None:
    assert ask(text).verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "When did Sweden join the EU?",
        "Which countries joined the EU in 2004?",
        "Which country joined the eurozone in 2023?",
        "Which countries left the EU?",
        "When did the US withdraw from Afghanistan?",
        "Does Ukraine want to join the EU?",
        "Which countries were in the Warsaw Pact?",
        "Which Balkan countries joined in 2004?",
        "How many members does the EU have?",
    ],
)
def test_other_clubs(text: str) -> None:
    assert ask(text).outcome not in (Outcome.ANSWER, Outcome.CORRECTION)


WHY = [
    ("why did Finland and Sweden join together", Outcome.CORRECTION),
    ("why did Albania and Croatia join on the same day", Outcome.NO_DATA),
    ("why did Spain join before Greece", Outcome.CORRECTION),
    ("why did Hungary join in 1997", Outcome.CORRECTION),
    ("why did Hungary join in 1999", Outcome.NO_DATA),
]


@pytest.mark.parametrize(("text", "outcome"), WHY)
def test_what_a_question_for_reasons_takes_for_granted_is_checked(text: str, outcome: Outcome) -> None:
    answer = ask(text)
    assert answer.outcome == outcome, answer.lead
    assert answer.subjects


ORDER = [
    ("did Hungary or Slovakia join first", ["HUN"]),
    ("did Norway or Finland enter last", ["FIN"]),
    ("who has been a member longer, Greece or Spain", ["GRC"]),
]


@pytest.mark.parametrize(("text", "allies"), ORDER)
def test_one_of_two(text: str, allies: list[str]) -> None:
    assert list(ask(text).subjects) == allies


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("did Greece join later than Germany", Verdict.NO),
        ("is Croatia a newer member than Hungary", Verdict.YES),
        ("Spain joined earlier than Poland, right?", Verdict.YES),
    ],
)
def test_earlier_or_later_than_another(text: str, verdict: Verdict) -> None:
    assert ask(text).verdict == verdict
