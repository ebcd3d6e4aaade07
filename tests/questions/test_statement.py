"""What people said: which wording leads to which words, and which to none."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome, Verdict
from bot.language.understand import understand
from bot.questions import statement
from tests.questions.asking import TODAY, ask, mind

SAID = {
    "what did Hegseth say about America being everywhere": "America can't be everywhere",
    "What did Fico say about neutrality?": "Neutrality would be very beneficial",
    "give me brekelmans on 3.5": "3.5% is for basic defense spending",
    "what has Macron said about trade": "wage a trade war",
    "quote Trump on Spain": "terrible partner",
    "list Trump's statements on Article 5": "numerous definitions of Article 5",
    "exact words of Sánchez on 5%": "Committing to a 5% target",
    "any quotes from the Icelandic PM on defence spending?": "country without armed forces",
    "what did the Dutch defence minister say about 3.5": "3.5% is for basic defense spending",
    "what did the Germans say about 5%": "42 percent of the federal budget",
    "what did the secretary general say about Trump": "without Trump",
    "what did Trump say in The Hague": "I stand with it",
    "what did Hegseth say on 13 February 2025": "You can't shoot values",
    "What was Mark Rutte's latest statement?": "take care of the whole world",
    "what did Rutte say in his letter": "flexibility to determine its own sovereign path",
    "what did Merz say about the army": "our army is not strong enough",
    "what did NATO say about Zelensky": "Zelensky will be in attendance",
    "what are diplomats saying about the timeline": "haggling over making the timeline longer",
    "who said something about neutrality": "Neutrality would be very beneficial",
    "quotes about capability targets": "capability targets",
    "Sánchez's words of 19 June 2025": "we choose not to",
    "Stoltenberg's remarks of February 2024": "Any suggestion that allies will not defend each other",
}
WHO = {
    "who said America can't be everywhere": "hegseth",
    "who said “America can't be everywhere all the time”?": "hegseth",
    "“We are not at a bazaar here” - who said that?": "strack-zimmermann",
    "which minister said you can't shoot values": "hegseth",
    "Who warned that naming a percentage is easy": "brekelmans",
    "Who called Spain a laggard?": "trump",
    "who described Spain as a terrible partner": "trump",
    "whose letter says that it would move Spain further away from optimal spending": "sanchez",
}
NO_DATA = (
    "which minister said the list felt like Christmas",
    "who said two percent is not carved in stone",
    "who said “NATO is brain dead”",
    "did Macron say NATO is brain dead",
    "what did Trump say about the weather",
    "what did Hegseth say about Canada",
    "has Rutte said anything about trade",
    "Merz said one point is how many billion?",
    "What did Bernie Sanders say about NATO",
    "What did Zakharova say?",
    "what did Zelensky say",
    "did Trump threaten to leave NATO",
    "who said allies are free riding",
    "what does Russia say about NATO",
    "what did the Spanish foreign minister say about 5%",
)
NOT_ITS_OWN = (
    "how big are Donald Trump's hands",
    "how old is Trump",
    "Is Trump's criticism of NATO justified?",
    "Trump says NATO allies don't pay their share. Is that true?",
    "How much does Poland spend?",
    "What made Barack Obama a good Prime Minister of the UK?",
    "who says so",
)


@pytest.mark.parametrize(("text", "words"), SAID.items())
def test_the_words_asked_for_are_quoted(text: str, words: str) -> None:
    answer = ask(text)
    assert answer.query
    assert answer.query.kind == "statement"
    assert answer.outcome == Outcome.ANSWER
    assert any(words in quote.text for quote in answer.quotes)
    assert answer.sources


@pytest.mark.parametrize(("text", "person"), WHO.items())
def test_who_said_it_is_named_in_the_first_line(text: str, person: str) -> None:
    answer = ask(text)
    assert answer.outcome == Outcome.ANSWER
    assert answer.subjects == (person,)
    assert mind().knowledge.people[person].name in answer.lead
    assert answer.values[0].unit == "name"


@pytest.mark.parametrize("text", NO_DATA)
def test_what_nobody_said_is_answered_with_no_quote(text: str) -> None:
    answer = ask(text)
    assert answer.query
    assert answer.query.kind == "statement"
    assert answer.outcome == Outcome.NO_DATA
    assert not answer.quotes


@pytest.mark.parametrize("text", NOT_ITS_OWN)
def test_a_question_that_only_names_somebody_is_left_to_others(text: str) -> None:
    frame = understand(text, mind().vocabulary, TODAY)
    reading = statement.read(frame, mind().view(frame))
    assert reading is None


@pytest.mark.parametrize(
    ("text", "outcome", "verdict", "people"),
    [
        ("did Rutte say “America can't be everywhere all the time”?", Outcome.CORRECTION, Verdict.NO, {"hegseth"}),
        ("did Trump say America can't be everywhere", Outcome.CORRECTION, Verdict.NO, {"hegseth"}),
        ("did Trump say Spain is a terrible partner?", Outcome.ANSWER, Verdict.YES, {"trump"}),
        ("Did Sánchez call the 5% unreasonable?", Outcome.ANSWER, Verdict.YES, {"sanchez"}),
        ("did Hegseth say 5 percent or was that trump", Outcome.ANSWER, Verdict.YES, {"hegseth", "trump"}),
        ("did Merz say 5 percent or was that Scholz", Outcome.CORRECTION, Verdict.NO, {"scholz"}),
        ("did the German chancellor say five percent is 200 billion", Outcome.ANSWER, Verdict.YES, {"scholz"}),
        ("Did Trump say he would not protect NATO allies who don't pay?", Outcome.ANSWER, Verdict.YES, {"trump"}),
        ("has Macron said anything about trade", Outcome.ANSWER, Verdict.YES, {"macron"}),
    ],
)
def test_whether_somebody_said_it(text: str, outcome: Outcome, verdict: Verdict, people: set[str]) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.verdict, set(answer.subjects)) == (outcome, verdict, people)


def test_reported_words_are_the_source_s_own() -> None:
    answer = ask("what did Pistorius say about soldiers")
    assert [quote.speaker for quote in answer.quotes] == ["AFP"]
    assert answer.lead.startswith("AFP reported of Boris Pistorius")


def test_every_quote_is_as_stored() -> None:
    stored = {row.text for row in mind().knowledge.statements.values()}
    for text in (*SAID, *WHO):
        assert all(quote.text in stored or quote.said_on == "2025-05-29" for quote in ask(text).quotes)


def test_nothing_is_quoted_before_it_was_said() -> None:
    day = date(2025, 6, 10)
    assert ask("what did Trump say about Spain", day).outcome == Outcome.NO_DATA
    assert ask("who said Spain is a terrible partner", day).outcome == Outcome.NO_DATA
    latest = ask("latest statement by Rutte", day)
    assert [quote.said_on for quote in latest.quotes] == ["2025-06-05"]


def test_every_question_offered_instead_has_an_answer() -> None:
    for text in NO_DATA:
        for option in ask(text).options:
            assert ask(option).outcome == Outcome.ANSWER, option


def test_whoever_holds_the_office_now_is_named_where_another_spoke_in_it() -> None:
    answer = ask("what did the British prime minister say about 5%")
    assert answer.subjects == ("starmer",)
    assert any("Andy Burnham holds the office now" in caveat for caveat in answer.caveats)
