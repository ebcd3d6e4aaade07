"""What is said with facts that moderators changed, in the answers of kinds that take them up in different ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.answer import Answer, Outcome
from bot.ask import Mind
from bot.mind import moved, wake
from bot.questions import kinds
from knowledge import rows
from knowledge.change import Change, apply
from knowledge.model import Mark

TODAY = date(2026, 11, 23)
POLAND = "nato-2026/share/POL/2026"


@pytest.fixture(scope="module")
def shipped() -> Mind:
    return wake()


def change(action: Any, table: str, id_: str, reason: str = "", **more: Any) -> Change:
    return Change(action=action, table=table, id=id_, reason=reason, **more)


def asked(shipped: Mind, question: str, *changes: Change, server: bool = False) -> Answer:
    knowledge = apply(shipped.knowledge, changes, TODAY, server=server)
    return moved(shipped, knowledge, [one.key for one in changes]).ask(question, TODAY).answer


DISPUTED = {
    "a figure": ("figures", POLAND, "How much does Poland spend on defence?", "Poland's share of GDP in 2026: "),
    "a figure of a ranking": ("figures", POLAND, "Rank the allies by share of GDP", "Poland's share of GDP in 2026: "),
    "a figure that goes into a mean": ("figures", POLAND, "What is the mean share of the allies?", "Poland's share of GDP in 2026: "),
    "a figure that is counted": ("figures", POLAND, "How many allies spend less than 2%?", "Poland's share of GDP in 2026: "),
    "a commitment": ("commitments", "hague-2025", "What is the 5% target?", "The Hague commitment: "),
    "a pledge": ("pledges", "gbr-01", "What has the UK pledged?", "The United Kingdom's pledge of 25 February 2025: "),
    "a statement": ("statements", "s003", "Who said “you can't shoot values”?", "The words of Pete Hegseth of 13 February 2025: "),
    "an office": ("offices", "nato-secretary-general-rutte", "Who is NATO's secretary general?", "Mark Rutte as "),
    "a summit": ("summits", "hague-2025", "What was agreed at the Hague summit?", "The Hague Summit: "),
    "a definition": ("references", "gdp", "What is GDP?", "Gross domestic product: "),
    "a source": ("sources", "nato-def-exp-2026", "How much does Poland spend on defence?", "The source “Defence "),
}  # fmt: skip


@pytest.mark.parametrize("what", DISPUTED)
def test_what_is_disputed_is_said_to_be(shipped: Mind, what: str) -> None:
    table, id_, question, called = DISPUTED[what]
    assert not any("disputed" in caveat for caveat in shipped.ask(question, TODAY).answer.caveats)
    caveats = asked(shipped, question, change("dispute", table, id_, "others **differ** @everyone")).caveats
    found = [caveat for caveat in caveats if "disputed since 23 November 2026: others differ @everyone." in caveat]
    assert len(found) == 1, caveats
    assert found[0].startswith(called)


def test_what_does_not_concern_the_answer_is_not_said(shipped: Mind) -> None:
    for question in ("How much does Germany spend on defence?", "What did Poland spend in 2019?"):
        assert not any("disputed" in one for one in asked(shipped, question, change("dispute", "figures", POLAND, "x")).caveats)


def test_a_figure_that_was_withdrawn_is_named_where_it_would_stand(shipped: Mind) -> None:
    gone = change("retract", "figures", POLAND, "a slip")
    sentence = "Poland's share of GDP in 2026: withdrawn as wrong since 23 November 2026: a slip."
    answer = asked(shipped, "How much does Poland spend on defence?", gone)
    assert "4.25% of GDP" in answer.lead
    assert sentence in answer.caveats
    assert sentence in asked(shipped, "How much did Poland spend in 2026?", gone).caveats
    assert sentence not in asked(shipped, "How much did Poland spend in 2019?", gone).caveats


def test_withdrawn_words_are_not_quoted_whatever_way_they_are_asked_for(shipped: Mind) -> None:
    gone = change("retract", "statements", "s003", "he never said so")
    for question in (
        "Who said “you can't shoot values”?", "Did Hegseth say that you can't shoot values?", "What did Hegseth say about shooting values?",
        "Who said there is no replacement for hard power?",
    ):  # fmt: skip
        answer = asked(shipped, question, gone)
        assert "Pete Hegseth's of 13 February 2025, was withdrawn on 23 November 2026 as wrong: he never said so" in answer.lead, question
        assert not any("shoot" in quote.text for quote in answer.quotes)


def test_many_marks_are_counted_not_listed(shipped: Mind) -> None:
    allies = ("POL", "DEU", "FRA", "ITA", "ESP", "GBR", "USA")
    figures = [change("dispute", "figures", f"nato-2026/share/{ally}/2026", "x") for ally in allies]
    caveats = asked(shipped, "Rank the allies by share of GDP", *figures).caveats
    assert sum("disputed since" in caveat for caveat in caveats) == 4
    assert "3 more facts behind this answer are disputed, superseded, withdrawn or this server's own." in caveats


def test_a_servers_own_view_is_said_to_be_its_own(shipped: Mind) -> None:
    question = "How much does Poland spend on defence?"
    own = asked(shipped, question, change("amend", "figures", POLAND, value={"value": "4.9"}), server=True)
    assert "4.9" in own.lead
    assert "Poland's share of GDP in 2026: from this server's own knowledge (changed on 23 November 2026)." in own.caveats
    held = asked(shipped, question, change("dispute", "figures", POLAND, "x"), server=True)
    assert "Poland's share of GDP in 2026: held by this server's moderators to be disputed since 23 November 2026: x." in held.caveats


def test_no_kind_of_question_takes_up_a_fact_without_its_mark(shipped: Mind) -> None:
    mark = Mark(standing="disputed", reason="x", on=TODAY)
    tables = [table for table in rows.TABLES if table not in ("sources", "editions")]
    marks = {(table, rows.key(row)): mark for table in tables for row in rows.every(shipped.knowledge, table)}
    mind = Mind(replace(shipped.knowledge, marks=marks), shipped.vocabulary)
    answered = 0
    for question in (example for kind in kinds().values() for example in kind.examples):
        answer = mind.ask(question, TODAY).answer
        if answer.outcome in (Outcome.ANSWER, Outcome.CORRECTION):
            answered += 1
            assert any("disputed" in caveat for caveat in answer.caveats), question
    assert answered > 100
