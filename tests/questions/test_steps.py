"""Steps from year to year, leaders of several years, and who overtook whom."""

from __future__ import annotations

import pytest

from tests.questions.asking import ask, kind, refuse


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        ("for how many years in a row has Sweden's share gone up?", None, "8 years in a row"),
        ("has Estonia increased its share every year since 2021", "yes", "5 of 5"),
        ("has Greece steadily raised its share", "no", "8 of 12"),
        ("in which years did Canada's share fall", None, "fell in"),
        ("how often did Norway cut its share since 2014", None, "fell in"),
        ("when did the French share last go down", None, "last fell in **2022**"),
        ("did Latvia's share ever drop?", "yes", "fell in"),
        ("in which year did the Greek share rise most", None, "**2026e**"),
        ("biggest yearly fall of British spending", None, "-0."),
        ("when did Dutch spending start to rise", None, "in a row"),
        ("is Portugal's share unchanged in 2026", None, "pp"),
    ],
)
def test_one_ally_year_by_year(text: str, verdict: str | None, said: str) -> None:
    answer = ask(text)
    assert kind(answer) == "steps", answer.lead
    assert said in answer.lead, answer.lead
    assert verdict is None or answer.verdict == verdict


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("which members kept the same share as a year ago?", "BEL ESP USA"),
        ("who has grown its share each year since 2020", "SVN SWE"),
        ("has any member raised its share every year since 2014", ""),
        ("did every Nordic ally raise its share in 2026?", "FIN"),
        ("which members did not raise their share in 2025", "CZE FRA HUN USA"),
        ("name the allies that held the number one spot since 2020", "GRC LTU POL USA"),
        ("which country was most often the top spender since 2014", "GRC LTU POL USA"),
        ("which country spent the most, by year", "GRC LTU POL USA"),
        ("who overtook Germany by share in 2019", "HUN SVK"),
        ("which allies did Norway overtake in 2025", None),
    ],
)
def test_who_over_the_years(text: str, names: str | None) -> None:
    answer = ask(text)
    assert kind(answer) in ("steps", "leader", "overtake"), answer.lead
    assert names is None or sorted(answer.subjects) == names.split(), answer.lead


@pytest.mark.parametrize("text", ["who spent the most from 2014 to 2020", "which ally was number one every year since 2014"])
def test_a_span_is_no_single_year(text: str) -> None:
    refuse(text, ("rank", "trend"))


def test_one_exception_is_enough() -> None:
    answer = ask("did all allies increase their share between 2014 and 2026")
    assert answer.verdict == "no"
    assert answer.subjects == ("USA",)


@pytest.mark.parametrize(
    "text",
    [
        "has the alliance ever shrunk",
        "is NATO larger now than in 1995",
        "is the number of allies growing",
        "does NATO pay soldiers of its own",
        "is Denmark EU or NATO",
        "who was secretary general when the 2% was agreed",
        "number three in NATO",
    ],
)
def test_no_spending_is_told_where_members_clubs_or_people_are_meant(text: str) -> None:
    refuse(text, ("trend", "steps", "total", "compare", "status", "commitment"))
