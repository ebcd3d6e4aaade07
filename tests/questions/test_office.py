"""Who holds which office, as known on the day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome, Verdict
from bot.language.understand import understand
from bot.questions import office
from tests.questions.asking import TODAY, ask, mind

HOLDERS = {
    "who is the German defence minister": ("pistorius",),
    "who is president of France?": ("macron",),
    "Who is the UK's prime minister": ("burnham",),
    "who was the prime minister of the UK in 2025": ("starmer",),
    "who was British defence minister in May 2026": ("healey",),
    "who was the Dutch defence minister in June 2025": ("brekelmans",),
    "who is the current US president": ("trump",),
    "who is the leader of Poland": ("tusk", "nawrocki"),
    "who heads the Italian ministry of defence": ("crosetto",),
    "current NATO secretary general": ("rutte",),
    "who is NATO's highest military commander": ("grynkewich",),
    "who is the Italian foreign minister": ("tajani",),
    "who is NATO's secretary general": ("rutte",),
    "who is the head of NATO": ("rutte",),
    "who is in charge of NATO": ("rutte",),
    "who leads Germany": ("merz",),
    "who was the first secretary general of NATO": ("ismay",),
    "who is the US secretary of war": ("hegseth",),
    "who runs NATO": ("rutte",),
    "who is the deputy secretary general of NATO": ("shekerinska",),
    "who is SACEUR": ("grynkewich",),
    "who was the 12th secretary general": ("fogh-rasmussen",),
    "who was the Secretary General in 2010": ("fogh-rasmussen",),
    "who was secretary general before Rutte": ("stoltenberg",),
    "who replaced Stoltenberg": ("rutte",),
    "who succeeded Stoltenberg": ("rutte",),
    "who did Rutte replace": ("stoltenberg",),
    "since when has Rutte been secretary general": ("rutte",),
    "when did Merz become chancellor": ("merz",),
    "who is Pete Hegseth": ("hegseth",),
    "who is Scholz": ("scholz",),
}
NO_DATA = (
    "who is the prime minister of Spain 2011?",
    "who is the president of Germany",
    "who is the king of Spain",
    "who was chancellor before Merz",
)
NOT_ITS_OWN = (
    "Who is the president of Ukraine",
    "What made Barack Obama a good Prime Minister of the UK?",
    "Will the Minister encourage our European partners to meet the 2% target?",
    "what did the Dutch defence minister say about 3.5",
    "which minister said you can't shoot values",
    "How much does Poland spend?",
    "who spends the most",
    "who was NATO chief when Finland joined",
    "is the prime minister of Spain against the 5%",
)


@pytest.mark.parametrize(("text", "people"), HOLDERS.items())
def test_the_holder_is_named_with_a_source(text: str, people: tuple[str, ...]) -> None:
    answer = ask(text)
    assert answer.query
    assert answer.query.kind == "office"
    assert (answer.outcome, answer.subjects) == (Outcome.ANSWER, people)
    assert answer.sources
    assert all(mind().knowledge.people[person].name in answer.lead for person in people)


@pytest.mark.parametrize("text", NO_DATA)
def test_offices_that_are_not_held_are_said_to_be_missing(text: str) -> None:
    answer = ask(text)
    assert (answer.query and answer.query.kind, answer.outcome) == ("office", Outcome.NO_DATA)


@pytest.mark.parametrize("text", NOT_ITS_OWN)
def test_other_questions_are_left_to_others(text: str) -> None:
    frame = understand(text, mind().vocabulary, TODAY)
    assert office.read(frame, mind().view(frame)) is None


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Is Merz still chancellor?", Verdict.YES),
        ("is Stoltenberg still secretary general?", Verdict.NO),
        ("is Scholz still chancellor", Verdict.NO),
        ("is Trump still president", Verdict.YES),
    ],
)
def test_whether_somebody_is_still_in_office(text: str, verdict: Verdict) -> None:
    assert ask(text).verdict == verdict


def test_the_holder_is_the_one_of_the_day() -> None:
    text = "who is the British prime minister"
    assert ask(text, date(2025, 6, 10)).subjects == ("starmer",)
    assert ask(text, date(2026, 6, 30)).subjects == ("starmer",)
    assert ask(text, date(2026, 9, 1)).subjects == ("burnham",)


def test_nothing_later_than_the_day_is_told() -> None:
    answer = ask("who is the British prime minister", date(2026, 6, 30))
    assert "July 2026" not in answer.lead
    assert all(source.published_on is None or source.published_on[:7] <= "2026-06" for source in answer.sources)


def test_doubt_about_a_holder_is_said() -> None:
    answer = ask("who is the Latvian PM")
    assert any("not certain" in caveat for caveat in answer.caveats)


def test_it_is_shown_as_of_when_it_was_last_seen() -> None:
    assert "as of 9 October 2026" in ask("who is the German defence minister").lead


def test_two_offices_are_not_taken_for_one() -> None:
    assert ask("has any secretary general been prime minister").outcome not in (Outcome.ANSWER, Outcome.CORRECTION)


def test_those_who_filled_a_gap_are_told() -> None:
    assert ask("who was acting secretary general of NATO").subjects == ("balanzino", "minuto-rizzo")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Rutte is the 12th secretary general", Verdict.NO),
        ("is Stoltenberg the 13th secretary general", Verdict.YES),
        ("Trump runs NATO", Verdict.NO),
    ],
)
def test_what_is_said_of_a_holder_is_put_to_the_test(text: str, verdict: Verdict) -> None:
    assert ask(text).verdict == verdict
