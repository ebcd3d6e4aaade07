"""Met: at a line or not, now and over the years, both lines, denied and claimed; and what says nothing about a line."""

from __future__ import annotations

import pytest

from tests.questions.asking import Row, ask, check, refuse

ROWS: list[Row] = [
    ("germany at 2%?", "yes", "2.69 % of GDP"),
    ("slovenia at 2% or nah", "no", "1.61 % of GDP"),
    ("Italy: 2% yes or no", "yes", "2.10 % of GDP"),
    ("I heard canada is nowhere near 2", "no", "2.13 % of GDP"),
    ("why is denmark stuck at 1.3 percent", "no", "3.49 % of GDP"),
    ("Germany spends 1.2% of GDP on defence.", "no", "2.69 % of GDP"),
    ("turkey is almost at 5", "no", "2.85 % of GDP"),
    ("not even Germany is at 2%", "no", "2.69 % of GDP"),
    ("Slovakia doesn't even reach 2%", "no", "2.02 % of GDP"),
    ("does Spain miss 2%", "no", "2.00 % of GDP"),
    ("does norway miss the 20 % equipment line", "yes", "17.95 % of expenditure"),
    ("Isn't Spain at 2%?", "yes", "2.00 % of GDP"),
    ("is it true that spain doesn't reach 2%", "no", "2.00 % of GDP"),
    ("A colleague insists that the Dutch never got to 2%. Is she right?", "no", "3 years"),
    ("Canada never met the two percent target, right?", "no", "2 years"),
    ("has the US ever been below 3%", "no", ""),
    ("Has any of the Baltic states ever dropped under 2 percent since 2018?", "yes", ""),
    ("does any of the nordics miss 2%", "no", ""),
    ("Have Spain and Italy ever met 2%?", "yes", "2.00 % of GDP · 2.09 % of GDP"),
    ("Estonia: how many years in a row at two percent or more, up to now?", None, "8 years"),
    ("In how many years since 2014 has Greece been over three percent?", "", "3 years"),
    ("how often has Hungary hit 2%", "", "4 years"),
    ("has Turkey been at 2% every year since 2020", "no", "3 years"),
    ("has Germany met the 2% target in each of the last three years", "yes", "3 years"),
    ("how long was Poland's longest streak above 2%", "", "7 years"),
    ("what was the last year Latvia was below 2%", "", "1.65 % of GDP"),
    ("In which year did Denmark first manage more than two percent?", "", "2.01 % of GDP"),
    ("The Dutch reached 2 % only in 2024, true?", "yes", "2.02 % of GDP"),
    ("Portugal equipment 20 percent 2025", "no", ""),
    ("Italy: 2 %? 3.5 %?", "partly", "2.10 % of GDP"),
    ("does the alliance as a whole spend over 2.8%", "yes", "2.86 % of GDP"),
    ("Norway: both guidelines?", "partly", "3.17 % of GDP · 17.95 % of expenditure"),
    ("Did Norway fulfil both Wales guidelines in 2025?", "yes", "3.16 % of GDP · 26.83 % of expenditure"),
    ("Which of the two old guidelines, 2% and 20%, does Norway miss?", "", "3.17 % of GDP · 17.95 % of expenditure"),
    ("is Portugal over or under two percent", "", "2.10 % of GDP"),
    ("did finland hit the target in 2023", "yes", "2.12 % of GDP"),
    ("does Denmark meet the Hague target", "no", "3.49 % of GDP"),
    ("Is Czechia going to be at 2% this year", "yes", "2.01 % of GDP"),
    ("Is Poland's defence budget bigger than 50 billion dollars?", "yes", "53080 USD million"),
    ("did the UK's spending exceed 80 billion pounds", "yes", "81117 GBP million"),
    ("does france have more than 200000 soldiers", "yes", "202 thousand persons"),
    ("Why did Croatia fail to hit 2%?", "no", "2.03 % of GDP"),
    ("is NATO as a whole above 2%", "yes", "2.86 % of GDP"),
    ("europe pays nothing lol", "no", "2.58 % of GDP · 2.53 % of GDP"),
    ("Is it correct that Italy is the only one below 3%?", "no", ""),
]
NOT = [
    "has Poland pledged more than 4.5 percent?",
    "does Latvia have a plan for 5%",
    "what has Lithuania promised for 2026?",
    "Is it a myth that the 2 percent gets paid to Brussels?",
    "does Japan meet 2%",
    "does Germany spend 5% on healthcare",
    "does Poland meet the 90% gas storage target",
    "Has Spain met Trump?",
    "spain 2% inflation",
    "luxembourg cool with 5 percent",
    "was Germany at 2% in 1985",
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_line_is_judged(row: Row) -> None:
    check(row, ("met",))


@pytest.mark.parametrize("text", NOT)
def test_no_line_to_judge(text: str) -> None:
    refuse(text, ("met",))


def test_true_premise_of_a_why_has_no_reason_in_the_sources() -> None:
    answer = ask("Why did Spain fail to hit 2% in 2024?")
    assert answer.outcome == "no_data"
    assert any("1.42%" in line for line in answer.body)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("only Lithuania is above 5%", "no"),
        ("Portugal vowed to spend 2 percent. Did it?", "yes"),
        ("does at least one Baltic state miss 5%", "yes"),
        ("is only Slovenia under 2 percent?", "yes"),
        ("Greece alone is over 3.5%", "no"),
    ],
)
def test_nobody_else(text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict, ask(text).lead


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("did Greece give up on the 2% target", "correction"),
        ("why has Portugal abandoned 2%?", "correction"),
        ("has Belgium given up on 3.5%", "no_data"),
    ],
)
def test_giving_up(text: str, outcome: str) -> None:
    assert ask(text).outcome == outcome, ask(text).lead


def test_a_line_without_a_deadline_is_given_none() -> None:
    assert "None" not in " ".join(ask("Italy: 2 %? 3.5 %?").caveats)
