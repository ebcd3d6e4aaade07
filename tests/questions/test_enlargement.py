"""How the alliance grew: sizes around an accession, spans with so many members, who came between, lengths of membership."""

from __future__ import annotations

import pytest

from tests.questions.asking import ask, kind

LEADS = [
    ("how many allies were there before Montenegro joined", "28 members before Montenegro"),
    ("how many countries did the alliance have when Hungary entered", "16 members before Czechia, Hungary and Poland"),
    ("number of members after the accession of Greece", "and 14 after"),
    ("in which year did NATO have 15 members", "from 6 May 1955 to 30 May 1982"),
    ("when did NATO pass 25 members", "more than 25 members since 29 March 2004"),
    ("when did NATO have 18 members", "never had exactly 18 members"),
    ("who joined after Spain and before Bulgaria", "Czechia, Hungary and Poland joined between"),
    ("how many joined between Croatia and Sweden", "3: Montenegro, North Macedonia and Finland"),
    ("which countries came in the wave before Spain", "Germany, on 6 May 1955"),
    ("which allies have been in NATO for less than a decade", "4 allies have been in NATO for less than 10 years"),
    ("who has been a member for more than 60 years", "15 allies"),
    ("did NATO exist in 1944", "No: NATO has existed since 4 April 1949"),
    ("did NATO already exist in 1970", "Yes:"),
    ("did nato exist during the second world war", "No:"),
]


@pytest.mark.parametrize(("text", "words"), LEADS)
def test_growth(text: str, words: str) -> None:
    answer = ask(text)
    assert kind(answer) in ("enlargement", "seniority"), (kind(answer), answer.lead)
    assert words in answer.lead
    assert answer.sources


OTHERS = [
    ("all members minus Canada", "members", 31),
    ("European members apart from Türkiye", "members", 29),
    ("the founders without the Benelux", "", 0),
    ("new members since 2009", "members", 6),
    ("who joined less than ten years ago", "members", 4),
]


@pytest.mark.parametrize(("text", "name", "count"), OTHERS)
def test_sets_of_members(text: str, name: str, count: int) -> None:
    answer = ask(text)
    assert (kind(answer) if answer.subjects else "", len(answer.subjects)) == (name, count), answer.lead


@pytest.mark.parametrize(
    "text", ["how many times did NATO expand", "when was the alliance enlarged", "how many waves of enlargement were there"]
)
def test_rounds(text: str) -> None:
    assert "10 times" in ask(text).lead


@pytest.mark.parametrize(
    "text",
    [
        "how many countries will join after Sweden",
        "when will NATO have 40 members",
        "did NATO exist before the second world war",
        "how many countries joined the EU before Croatia",
        "how much did the allies spend before Finland joined",
    ],
)
def test_other_matters(text: str) -> None:
    assert kind(ask(text)) != "enlargement"


COUNTS = [
    ("which countries joined in 1952 and 1982", 3),
    ("which two countries joined in 1999", 3),
    ("which Baltic countries joined first", 3),
    ("which EU country joined last", 1),
    ("members who joined after 2004 and before 2020", 3),
]


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_years_groups_and_numbers_are_kept(text: str, count: int) -> None:
    answer = ask(text)
    assert (kind(answer), len(answer.subjects)) == ("members", count), answer.lead


def test_a_wrong_number_is_put_right() -> None:
    assert ask("which two countries joined in 1999").outcome == "correction"


def test_then_and_now() -> None:
    assert "20 more" in ask("how many more members does NATO have now than in 1949").lead


def test_rounds_since_a_year() -> None:
    assert "4 times since 2017" in ask("how many times was NATO enlarged since 2017").lead


@pytest.mark.parametrize("text", ["which country took the longest to join", "which country joined alone"])
def test_what_no_day_of_joining_tells(text: str) -> None:
    assert ask(text).outcome not in ("answer", "correction")


LONG = [
    ("Hungary has been in NATO for over 20 years", "answer", "yes"),
    ("Hungary has been a member for 40 years", "correction", "no"),
    ("has Sweden been in NATO for more than five years", "answer", "no"),
    ("have Spain and Finland been members for over a decade", "answer", "partly"),
]


@pytest.mark.parametrize(("text", "outcome", "verdict"), LONG)
def test_for_how_long_those_named_have_been_in_it(text: str, outcome: str, verdict: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.verdict) == ("seniority", outcome, verdict), answer.lead
