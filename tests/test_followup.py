"""Follow-ups of every kind: what they change, what they carry over, and what they refuse."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Answer, Outcome
from bot.ask import Turn
from tests.table import mind

TODAY = date(2026, 11, 23)
SPENDS = "How much does Poland spend?"
SECRETARY = "Who is the Secretary General of NATO?"
SUMMIT = "When is the next NATO summit?"
SAID = "Who said America can't be everywhere all the time?"


def talk(*questions: str) -> Answer:
    turns: list[Turn] = []
    for question in questions:
        turns.append(mind().ask(question, TODAY, turns))
    return turns[-1].answer


@pytest.mark.parametrize(
    ("first", "then", "subjects"),
    [
        (SPENDS, "no I meant Sweden", ("SWE",)),
        (SPENDS, "sorry I meant Portugal", ("PRT",)),
        (SPENDS, "not Poland, Norway", ("NOR",)),
        (SPENDS, "I said Norway", ("NOR",)),
        (SPENDS, "and in 2020?", ("POL",)),
        (SPENDS, "does it meet 3.5?", ("POL",)),
        ("Who has the highest share of GDP?", "how many soldiers does it have", ("LTU",)),
        ("Who spends the smallest share?", "how far is it from 2%", ("SVN",)),
        ("Has Estonia's share risen every year since 2021?", "and Finland?", ("FIN",)),
        ("How far is Greece above the NATO average?", "and Croatia?", ("HRV",)),
        ("Which allies are below 2.5 %?", "name them", ("SVN", "ESP")),
        (SECRETARY, "Who did he replace?", ("stoltenberg",)),
        (SECRETARY, "and before him?", ("stoltenberg",)),
        (SECRETARY, "since when?", ("rutte",)),
        ("Who is the German chancellor?", "and the defence minister?", ("pistorius",)),
        (SAID, "who is he", ("hegseth",)),
    ],
)
def test_whom_it_is_about(first: str, then: str, subjects: tuple[str, ...]) -> None:
    answer = talk(first, then)
    assert answer.outcome in (Outcome.ANSWER, Outcome.CORRECTION)
    assert set(subjects) <= set(answer.subjects)


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        (SAID, "when was that?", "5 June 2025"),
        (SAID, "where?", "Brussels"),
        (SPENDS, "source?", "NATO"),
        (SPENDS, "as of when?", "2026"),
        (SPENDS, "are you sure", "My source says so"),
        (SUMMIT, "And the one before it, where was that held?", "Ankara"),
        ("Where was the last summit?", "and the one before", "The Hague"),
        ("What did Trump say about Spain?", "and Rutte?", "Mark Rutte"),
        ("What is the 5% target?", "does anyone meet it", "Lithuania"),
        ("When did Poland join NATO?", "who else joined that day", "Hungary"),
        ("How far is Italy from 3.5%?", "what would it cost", "USD"),
        ("When would Belgium reach 3.5 at 0.2 points a year?", "and at 0.3?", "0.30 points"),
        ("How many allies are below 2.5 %?", "and above?", "above 2.5%"),
        ("Does Spain support the 5 percent?", "why?", "Spain"),
        ("How much does Hungary spend?", "so less than Latvia?", "Yes"),
        ("How much does Sweden spend?", "was it more in 2018?", "No"),
        ("How much does Sweden spend?", "more than in 2018?", "Yes"),
        ("Who is in the G7?", "is Poland in it?", "does not belong"),
        ("Who has the smallest army?", "who was it in 2015?", "2015"),
        (SECRETARY, "who was it in 2019?", "Jens Stoltenberg"),
        ("Is Sweden a member?", "and Switzerland?", "not a member"),
        ("How much did Portugal spend in 2016?", "and now?", "2026"),
        ("Which allies were at 2% in 2014?", "and today?", "2026"),
        ("Who was NATO's secretary general in 2020?", "and now?", "Mark Rutte"),
        ("Norway in 2015", "what about Sweden today", "2026"),
        ("What did the Baltics spend in 2019?", "what do they spend together?", "2019"),
    ],
)
def test_what_it_says(first: str, then: str, told: str) -> None:
    answer = talk(first, then)
    assert answer.outcome in (Outcome.ANSWER, Outcome.CORRECTION)
    assert told in " ".join((answer.lead, *answer.body))


@pytest.mark.parametrize("then", ["and on schools?", "how's the weather there", "will it go up?", "and what should it spend on pensions?"])
def test_another_topic_is_no_follow_up(then: str) -> None:
    assert talk(SPENDS, then).outcome in (Outcome.NO_DATA, Outcome.OUT_OF_SCOPE, Outcome.CLARIFY)


@pytest.mark.parametrize("alone", ["why?", "source?", "since when?", "name them", "what about it"])
def test_a_follow_up_to_nothing_asks(alone: str) -> None:
    assert talk(alone).outcome == Outcome.CLARIFY


def test_which_of_the_two_is_of_the_two_asked_about() -> None:
    answer = talk("how much does Norway spend", "and Denmark?", "which of the two spends more in dollars?")
    assert answer.query
    assert (answer.query.kind, answer.query.indicator, set(answer.query.subjects)) == ("compare", "amount", {"NOR", "DNK"})
