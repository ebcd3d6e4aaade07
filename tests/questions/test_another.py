"""Another state, year or summit instead of the one that was asked about."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Answer
from bot.conversation import Conversation
from tests.questions.asking import TODAY, kind, mind


def last(turns: str, day: date = TODAY) -> Answer:
    talk = Conversation(mind(), day)
    return [talk.ask(turn.strip()) for turn in turns.split("|")][-1]


TURNS = [
    ("Who founded the alliance? | and Spain?", "membership", "no"),
    ("Who founded the alliance? | is Malta one of them?", "membership", "no"),
    ("Which allies are outside the EU? | is Iceland one of them?", "overlap", "yes"),
    ("Which allies are outside the EU? | and Italy?", "overlap", "no"),
    ("Has any ally left? | and Greece?", "departure", "no"),
    ("Is Japan a NATO partner? | and Mexico?", "partner", "no"),
    ("Did Greece join before Spain? | and Germany?", "succession", "yes"),
    ("Who is the secretary general? | is he British?", "incumbents", "no"),
    ("What is Article 5? | has it been used?", "definition", "yes"),
]


@pytest.mark.parametrize(("turns", "name", "verdict"), TURNS)
def test_the_same_of_another(turns: str, name: str, verdict: str) -> None:
    answer = last(turns)
    assert (kind(answer), answer.verdict) == (name, verdict), answer.lead


LEADS = [
    ("how many secretaries general came from Belgium? | and Italy?", "One: Manlio Brosio"),
    ("how many members did NATO have when Spain joined? | and when Finland joined?", "31 after"),
    ("what does Germany pay into the common budget? | and the US?", "The United States pays about 15%"),
    ("where was the 2023 summit? | and 2022?", ""),
    ("when is the next summit? | and the last one?", "Ankara"),
    ("did Finland join before Sweden? | how many days before?", "338 days"),
    ("when was NATO founded? | how old is it?", "4 April 1949"),
    ("who joined in 2009? | which of them are in the EU?", "Croatia"),
    ("are all members in the EU? | which are not?", "not in this group"),
]


@pytest.mark.parametrize(("turns", "words"), LEADS)
def test_what_is_taken_over(turns: str, words: str) -> None:
    answer = last(turns)
    assert words in answer.lead
    assert kind(answer) != "status"
