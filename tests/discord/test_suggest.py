from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mind import wake
from bot.suggest import LONGEST, MOST, Suggestions, chosen


@pytest.fixture(scope="module")
def offered() -> Suggestions:
    return Suggestions(wake(), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("How far is Spa", "How far is Spain"),
        ("how far is Unit", "how far is United Kingdom"),
        ("swedn", "Sweden"),
        ("spain", "How far is Spain from 3.5%?"),
        ("rut", "Mark Rutte"),
        ("who said", "Who said “you can't shoot values”?"),
    ],
)
def test_what_is_typed_is_completed(offered: Suggestions, typed: str, among: str) -> None:
    assert among in offered.questions(typed)


def test_words_of_english_are_no_names(offered: Suggestions) -> None:
    assert not [text for text in offered.questions("which allies are") if "allies allies" in text]


def test_whoever_types_nothing_is_offered_questions_that_work(offered: Suggestions) -> None:
    questions = offered.questions("")

    assert len(questions) == MOST
    assert all(offered.works(question) for question in questions)


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=120))
def test_no_choice_is_longer_than_discord_takes(offered: Suggestions, typed: str) -> None:
    questions = offered.questions(typed)

    assert len(questions) <= MOST
    assert len(questions) == len(set(questions))
    assert all(0 < len(question.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST for question in questions)


def test_names_of_one_table_are_chosen_by_their_beginning() -> None:
    assert chosen("ger", ["Norway", "Germany", "Greece"]) == ["Germany"]
    assert chosen("", ["Norway", "Germany"]) == ["Norway", "Germany"]
