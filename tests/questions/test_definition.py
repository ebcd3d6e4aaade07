"""Terms, rules and institutions: the entry, and a verdict only where the entry settles the question."""

from __future__ import annotations

from datetime import date

import pytest

from bot.questions import kinds
from bot.terms import COUNTING, NARROWER, SETTLED, TURNED
from tests.questions.asking import ask, kind, mind

TERMS = [
    ("what is article 3", "resist"),
    ("What does Article 5 mean?", "attack on all"),
    ("explain article 4", "consultations"),
    ("art. 4 explained", "consultations"),
    ("does France belong to the military command structure", "1966"),
    ("what does NATO stand for", "North Atlantic Treaty Organization"),
    ("where is NATO's headquarters", "Brussels"),
    ("when was the alliance founded", "4 April 1949"),
    ("how old is the alliance", "4 April 1949"),
    ("where was the Washington treaty signed", "Washington"),
    ("how does NATO make decisions", "consensus"),
    ("who chairs the North Atlantic Council", "Secretary General"),
    ("what is gross domestic product", "economy"),
    ("what does constant prices mean", "prices"),
    ("what counts as defence spending", "armed forces"),
    ("what is the definition of defence expenditure", "armed forces"),
    ("what is the membership action plan", "prepare"),
    ("when was article 5 invoked", "12 September 2001"),
    ("what happens if an ally misses the target", "political"),
]


@pytest.mark.parametrize(("text", "words"), TERMS)
def test_a_term_is_explained(text: str, words: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.verdict) == ("definition", "answer", None)
    assert words in " ".join((answer.lead, *answer.body))
    assert answer.sources


VERDICTS = [
    ("does military aid to Ukraine count", "yes"),
    ("do military pensions count towards defence spending", "yes"),
    ("do gendarmes count", "partly"),
    ("does civil protection count as defence spending", "partly"),
    ("is the 5% goal legally binding", "no"),
    ("are there penalties for missing the 2% target", "no"),
    ("is the 2% target voluntary", "yes"),
    ("does Belgium owe NATO money", "no"),
    ("do allies owe America billions", "no"),
    ("has Article 5 been invoked", "yes"),
    ("is there a membership fee for NATO", "no"),
    ("does article 5 cover the Falklands", "no"),
    ("can a single ally veto a decision", "yes"),
]


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_a_verdict_is_given_where_the_entry_settles_it(text: str, verdict: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.verdict) == ("definition", verdict)
    assert answer.sources


def test_every_entry_of_the_tables_is_there() -> None:
    known = mind().knowledge.references
    assert {*SETTLED, *COUNTING, *TURNED, *NARROWER.values()} <= set(known)


NOT_MINE = [
    "what is Poland's share of GDP",
    "what is the defence spending of Norway",
    "what is NATO's defence spending",
    "what is the average defence spending",
    "how much is defence expenditure",
    "what is Germany's equipment share",
    "would article 5 help Taiwan",
    "does healthcare count",
    "what did Rutte say about article 5",
    "which allies exceed the 2 %",
    "is article 5 a good idea",
]


@pytest.mark.parametrize("text", NOT_MINE)
def test_figures_statements_and_opinions_are_no_definitions(text: str) -> None:
    assert kind(ask(text)) != "definition"


def test_what_had_not_happened_yet_is_not_explained() -> None:
    assert kind(ask("what does the Ankara declaration say", date(2025, 6, 5))) != "definition"


@pytest.mark.parametrize("example", kinds()["definition"].examples)
def test_its_examples_are_answered(example: str) -> None:
    assert kind(ask(example)) == "definition"


SAID = [
    ("what happens if an ally is attacked", "definition", "Article 5"),
    ("what does NATO do when a member gets attacked", "definition", "Article 5"),
    ("where is SHAPE", "definition", "Mons"),
    ("what is NATO called in French", "definition", "OTAN"),
    ("why is Luxembourg measured differently", "definition", "gross national income"),
    ("why do NATO figures differ from national budgets", "definition", "National definitions differ"),
    ("under which article can a member leave", "departure", "Article 13"),
    ("under which article do new members join", "candidacy", "Article 10"),
    ("what is the Security Investment Programme", "funding", "building projects"),
    ("which US president was the first Supreme Allied Commander Europe", "definition", "Eisenhower"),
]


@pytest.mark.parametrize(("text", "name", "words"), SAID)
def test_what_is_meant_by_other_words(text: str, name: str, words: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome) == (name, "answer"), answer.lead
    assert words in " ".join((answer.lead, *answer.body))


@pytest.mark.parametrize(
    "text",
    [
        "would the US defend Latvia if Russia attacked",
        "what shape is the Dutch army in",
        "what if Poland attacked Russia",
        "how high is the debt of Portugal",
        "set Norway's share to 4%",
    ],
)
def test_what_would_be_is_not_told(text: str) -> None:
    assert ask(text).outcome not in ("answer", "correction")


SAID_OF = [
    ("NATO was founded in 1951", "correction", "no"),
    ("was NATO founded in 1949", "answer", "yes"),
    ("article 5 has been invoked twice", "correction", "no"),
    ("has article 5 been invoked once", "answer", "yes"),
    ("do members that are below 2% owe NATO money", "answer", "no"),
]


@pytest.mark.parametrize(("text", "outcome", "verdict"), SAID_OF)
def test_a_year_and_a_number_of_times_are_put_to_the_test(text: str, outcome: str, verdict: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.verdict) == ("definition", outcome, verdict), answer.lead
