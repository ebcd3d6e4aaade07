"""Summits: the next and the last as of a day, dates and places, what was agreed, who comes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.questions import kinds
from tests.questions.asking import ask, kind

BEFORE_THE_HAGUE = date(2025, 6, 5)


PLACES = [
    ("when is the next summit", "answer", "ALB", "2027"),
    ("who hosts the upcoming NATO summit", "answer", "ALB", "Tirana"),
    ("where was the last summit", "answer", "TUR", "Ankara"),
    ("when was the Warsaw summit", "answer", "POL", "8 and 9 July 2016"),
    ("where was the 2014 summit held", "answer", "GBR", "Newport"),
    ("what was decided in Vilnius", "answer", "LTU", "2 % of GDP every year"),
    ("what did the allies agree in The Hague", "answer", "NLD", "5 % of GDP"),
    ("what came out of the Ankara summit", "answer", "TUR", ""),
    ("was the Madrid summit in 2022", "answer", "ESP", "Yes"),
    ("was the Warsaw summit in 2018", "answer", "POL", "No"),
    ("what happened at the Vilnius summit in 2024", "correction", "LTU", "2023"),
    ("what was decided in Warsaw", "no_data", "POL", "not in my sources"),
    ("how many days until the next summit", "answer", "ALB", "not known"),
]


@pytest.mark.parametrize(("text", "outcome", "host", "words"), PLACES)
def test_a_summit_is_found_by_its_name_city_or_place_in_time(text: str, outcome: str, host: str, words: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.subjects) == ("summit", outcome, (host,))
    assert words in answer.lead
    assert answer.sources


def test_several_summits_in_one_city_make_it_ask() -> None:
    answer = ask("what was decided in Brussels")
    assert answer.outcome == "clarify"
    assert all(kind(ask(option)) == "summit" and ask(option).outcome != "clarify" for option in answer.options)


def test_a_year_tells_the_summits_of_one_city_apart() -> None:
    assert "2021" in ask("when was the Brussels summit in 2021").lead


def test_where_there_was_no_summit_it_says_so_and_names_what_there_is() -> None:
    answer = ask("what happened in Riga in 2006")
    assert (kind(answer), answer.outcome) == ("summit", "no_data")
    assert "2 % of GDP" in " ".join(answer.body)


def test_before_the_hague_its_summit_is_the_next_one_and_has_no_outcome() -> None:
    answer = ask("how long until the next summit", BEFORE_THE_HAGUE)
    assert (answer.subjects, answer.values[-1].value) == (("NLD",), Decimal(19))
    assert "19 days" in answer.lead
    assert ask("what was decided in The Hague", BEFORE_THE_HAGUE).verdict == "not_yet_due"
    assert ask("when is the Ankara summit", BEFORE_THE_HAGUE).outcome == "no_data"


def test_who_comes_is_told_by_what_had_been_said() -> None:
    answer = ask("will Zelensky attend the summit", BEFORE_THE_HAGUE)
    assert "has not confirmed" in answer.lead
    assert answer.quotes


def test_the_list_begins_with_the_year_named() -> None:
    answer = ask("list the summits since 2022")
    assert answer.table
    assert len(answer.table.rows) == 8
    assert answer.values[0].value == Decimal(7)


NOT_MINE = [
    "what does Ankara spend on defence",
    "what did Madrid agree",
    "has Madrid changed its mind",
    "does Warsaw meet the target",
    "what is in Brussels",
    "what if the summit fails",
]


@pytest.mark.parametrize("text", NOT_MINE)
def test_a_capital_that_stands_for_its_government_is_no_summit(text: str) -> None:
    assert kind(ask(text)) != "summit"


@pytest.mark.parametrize("example", kinds()["summit"].examples)
def test_its_examples_are_answered(example: str) -> None:
    assert kind(ask(example)) == "summit"


PUT_TO_THE_TEST = [
    ("was the 2023 summit in Riga", "answer", "no"),
    ("was the 2024 summit in Chicago", "answer", "no"),
    ("the 2026 summit was in Istanbul", "correction", "no"),
    ("was the 2022 summit in Spain", "answer", "yes"),
    ("was the 2025 summit in Amsterdam", "answer", "no"),
    ("is the next summit in Tirana", "answer", "yes"),
    ("why was the 2022 summit held in Barcelona", "correction", None),
]


@pytest.mark.parametrize(("text", "outcome", "verdict"), PUT_TO_THE_TEST)
def test_a_place_is_put_to_the_test(text: str, outcome: str, verdict: str | None) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.verdict) == ("summit", outcome, verdict), answer.lead


def test_an_accession_can_tell_the_year() -> None:
    assert ask("who hosted the summit in the year in which Sweden joined").subjects == ("USA",)
    assert ask("where was the summit in the year in which Spain joined").outcome == "no_data"


def test_who_was_there_is_not_held() -> None:
    assert ask("was Poland at the 2025 summit").outcome not in ("answer", "correction")


def test_the_last_few_are_told_one_after_the_other() -> None:
    answer = ask("what was agreed at the last two summits")
    assert answer.lead.startswith("Ankara Summit")
    assert answer.body[0].startswith("The Hague Summit")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("the next summit is in Ankara", "no"), ("is the 2027 summit in Vilnius", "no"), ("the 2024 summit was in Washington", "yes")],
)
def test_a_city_that_hosted_another_summit_is_only_a_place(text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict


def test_what_somebody_did_there() -> None:
    assert "trade with Spain" in ask("what did Trump do about Spain at the Ankara summit").lead
    assert ask("what did Macron do at the Ankara summit").outcome == "no_data"
