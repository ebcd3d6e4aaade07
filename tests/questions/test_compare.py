"""Compare: side by side, over the years, how many times as much; what is no comparison of spending."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answer import Outcome
from tests.questions.asking import ask, kind


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("do the UK and France together spend more than Germany", "yes"),
        ("does the UK spend more than France and Italy together", "no"),
        ("is Spain behind Italy", "yes"),
        ("did Berlin spend more than Paris last year", "yes"),
        ("Does France spend twice as much as Italy?", "no"),
        ("Is Poland's share the double of Portugal's?", "yes"),
        ("is Turkey's army bigger than Poland's", "yes"),
        ("Is it right that Poland pays more than Germany?", "partly"),
        ("Is the gap between Greece and Turkey wider now than it was in 2019?", "yes"),
        ("has the distance between Germany and Poland shrunk since 2020", "no"),
        ("Did Sweden raise its share more than Finland since 2019?", "yes"),
        ("is the UK growing slower than France since 2020", "no"),
        ("Has Poland always been ahead of Germany?", "partly"),
        ("Is America outspending the rest of the alliance put together?", "yes"),
        ("Does Lithuania spend more than Estonia on equipment?", "yes"),
    ],
)
def test_claims(text: str, verdict: str) -> None:
    answer = ask(text)
    assert answer.verdict == verdict, answer.lead


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Who spends more, Sweden or Norway?", "3.22"),
        ("How many times Germany's budget is the US budget?", "7.03"),
        ("US spending divided by German spending", "7.03"),
        ("When did Poland overtake the US?", "2023"),
        ("Which of Athens and Ankara grew its spending faster since 2014, in real terms?", "239.8"),
        ("Canada or Spain: who gives less", "2.00"),
        ("how has the difference between Poland and Germany changed since 2014?", "1.29"),
    ],
)
def test_values(text: str, value: str) -> None:
    answer = ask(text)
    assert Decimal(value) in [v.value for v in answer.values], answer.lead


@pytest.mark.parametrize(
    "text",
    [
        "should Spain spend more than Italy?",
        "is Sweden bigger than Norway",
        "Does Greece spend more per capita than Turkey?",
        "does the US spend more on defence than on education?",
        "Who would win, Turkey or Greece?",
        "is Sweden's army better than Finland's",
        "Germany vs Japan",
        "compare the flags of Poland and Germany",
        "distance between Lisbon and Madrid",
    ],
)
def test_what_is_not_read_as_compare(text: str) -> None:
    answer = ask(text)
    assert answer.outcome not in (Outcome.ANSWER, Outcome.CORRECTION) or answer.query is None or answer.query.kind != "compare", answer.lead


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("by how many points is Greece above the NATO average", "0.79 0.89"),
        ("is Slovakia below average", "0.84 0.74"),
        ("how many points separate Greece and Italy", "1.55"),
    ],
)
def test_against_the_average(text: str, values: str) -> None:
    answer = ask(text)
    assert kind(answer) == "compare", answer.lead
    held = {v.value for v in answer.values}
    assert {Decimal(value) for value in values.split()} <= held, held


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("is the Spanish share the same as the Belgian one", "yes"),
        ("do Latvia and Estonia spend the same share?", "no"),
        ("is the gap between Poland and Italy shrinking", "no"),
        ("does Germany spend at least 9 times as much as Belgium in dollars", "yes"),
        ("is Greece's equipment share worse than Spain's", "no"),
    ],
)
def test_level_or_so_many_times(text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict, ask(text).lead


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("has Greece always been ahead of Turkey by share", "yes"),
        ("did Belgium ever spend a higher share than Spain", "yes"),
        ("Italy has never had a higher share than Greece", "yes"),
        ("was Norway's army ever bigger than Sweden's", "yes"),
    ],
)
def test_over_the_years(text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict, ask(text).lead


@pytest.mark.parametrize(
    "text", ["does France spend more dollars on equipment than Italy", "which ally has the highest equipment spending in dollars"]
)
def test_parts_in_money_of_many(text: str) -> None:
    assert ask(text).outcome not in (Outcome.ANSWER, Outcome.CORRECTION), ask(text).lead


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("do Spain and Portugal combined outspend Italy in dollars", "no"),
        ("does Belgium plus the Netherlands exceed Spain", "yes"),
    ],
)
def test_sums_against_each_other(text: str, verdict: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.verdict) == ("compare", verdict), answer.lead
