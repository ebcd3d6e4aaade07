"""Common budgets, who pays what part, and percentages claimed of "NATO": told apart from the allies' own spending."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.answer import Answer
from bot.questions import kinds
from tests.questions.asking import ask, kind


def amounts(answer: Answer) -> dict[str, object]:
    return {value.unit: value.value for value in reversed(answer.values)}


def test_natos_budget_is_answered_in_both_senses() -> None:
    answer = ask("what is NATO's budget?")
    assert amounts(answer)["EUR million"] == Decimal(5300)
    assert amounts(answer)["USD million"] == Decimal(1809915)
    assert "not paid to NATO" in answer.body[0]


BUDGETS = [
    ("how big is NATO's civil budget", "528.2"),
    ("NATO's common budget in 2023", "3300"),
    ("what was the civil budget of NATO in 2024", "438.1"),
]


@pytest.mark.parametrize(("text", "value"), BUDGETS)
def test_one_of_the_common_budgets_is_told_alone(text: str, value: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.values[0].value, answer.values[0].unit) == ("funding", Decimal(value), "EUR million")
    assert "USD million" not in amounts(answer)


def test_a_year_without_a_budget_is_no_data() -> None:
    assert ask("NATO's common budget in 2005").outcome == "no_data"


def test_the_budget_known_is_that_of_the_day() -> None:
    assert "2024" in ask("what is the common budget of NATO this year", date(2024, 3, 1)).lead


PAYING = [
    ("how much does the US pay into NATO's common budgets", "USA", "15%"),
    ("what does Germany contribute to NATO", "DEU", "15%"),
    ("how does Portugal contribute to NATO", "PRT", "of GDP"),
]


@pytest.mark.parametrize(("text", "ally", "words"), PAYING)
def test_what_an_ally_pays_is_told_apart_from_what_it_spends(text: str, ally: str, words: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.subjects) == ("funding", (ally,))
    assert words in answer.lead
    assert "not paid to NATO" in " ".join((answer.lead, *answer.body))


PARTS = [
    ("what share of NATO's spending is American", "57.1"),
    ("what percentage of NATO's total does France make up", "4.4"),
    ("what proportion of NATO spending came from the US in 2014", "69.3"),
]


@pytest.mark.parametrize(("text", "value"), PARTS)
def test_a_part_of_all_spending_is_computed(text: str, value: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.values[0].value, answer.values[0].unit) == ("burden", Decimal(value), "% of total")
    assert answer.derivation


CLAIMS = [
    ("does the US pay 70 % of NATO", "answer", "no"),
    ("The US pays 90% of NATO's budget", "correction", "no"),
    ("does the US pay 57% of NATO", "answer", "partly"),
    ("does the US make up 57 percent of NATO spending", "answer", "yes"),
    ("is it true that America pays two thirds of NATO", "correction", "no"),
    ("does the US pay more than half of NATO spending", "answer", "yes"),
    ("does Germany pay 15% of NATO's common budgets", "answer", "yes"),
    ("does Germany pay 30% of NATO's common funding", "answer", "no"),
]


@pytest.mark.parametrize(("text", "outcome", "verdict"), CLAIMS)
def test_a_claim_is_held_against_both_parts(text: str, outcome: str, verdict: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.verdict) == ("burden", outcome, verdict)
    assert answer.sources


NOT_MINE = [
    "how much does Poland spend",
    "does Poland spend 2% of GDP",
    "what is Germany's defence budget",
    "which ally pays the most",
    "does the US owe NATO money",
    "how much does NATO spend",
]


@pytest.mark.parametrize("text", NOT_MINE)
def test_an_allys_own_spending_is_not_read_so(text: str) -> None:
    assert kind(ask(text)) not in ("funding", "burden")


@pytest.mark.parametrize(("name", "example"), [(name, example) for name in ("funding", "burden") for example in kinds()[name].examples])
def test_each_kind_answers_its_examples(name: str, example: str) -> None:
    assert kind(ask(example)) == name


BESIDE = [
    ("does Germany pay as much as the US into the common budgets", "yes"),
    ("does the US pay exactly as much as Germany into the common budget", "partly"),
    ("does the US pay more than Germany into NATO's common budget", "no"),
    ("do Germany and the US pay the same into the common funding", "yes"),
]


@pytest.mark.parametrize(("text", "verdict"), BESIDE)
def test_two_parts_of_the_common_budgets_are_held_against_each_other(text: str, verdict: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.verdict) == ("funding", verdict), answer.lead
    assert "15%" in answer.body[0]


def test_a_part_of_the_budgets_that_is_not_held_alone_is_said_to_be_missing() -> None:
    answer = ask("NSIP budget 2025")
    assert answer.outcome == "no_data"
    assert answer.lead
