"""Before something is saved: three questions, and how their answers would change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.ask import Mind
from bot.effects import Effect, effects
from bot.mind import moved, wake
from knowledge.change import Change, apply

TODAY = date(2026, 11, 23)
SOURCE = "nato-def-exp-2026"
SAID = {"speaker": "rutte", "role": "NATO Secretary General", "on": "2026-11-01", "place": "Tromsø", "topics": [], "sources": [SOURCE],
        "text": "Ferries are the backbone of the north"}  # fmt: skip
PLEDGED = {
    "subject": "ESP",
    "on": "2026-11-01",
    "kind": "pledge",
    "share": "2.5",
    "by": 2030,
    "text": "2.5 % by 2030.",
    "sources": [SOURCE],
}


@pytest.fixture(scope="module")
def mind() -> Mind:
    return wake()


def of(mind: Mind, *changes: Change) -> list[Effect]:
    after = apply(mind.knowledge, changes, TODAY)
    return effects(mind, moved(mind, after, [one.key for one in changes]), changes, TODAY)


@pytest.mark.parametrize(
    ("action", "fact", "value", "question", "after"),
    [
        ("amend", "figures nato-2026/share/ESP/2025", {"value": "2.05"}, "What share of GDP did Spain spend", "2.05%"),
        ("amend", "figures nato-2026/equipment/ESP/2025", {"value": "32.05"}, "share of its defence spending", "32.05%"),
        ("amend", "figures nato-2026/personnel/ESP/2025", {"value": "132.05"}, "How many soldiers did Spain have", "132,050"),
        ("amend", "figures nato-2026/gdp/ESP/2025", {"value": "1320500"}, "What was the GDP of Spain in 2025?", "1.32 trillion"),
        ("amend", "figures nato-2026/amount/ESP/2025", {"value": "40500"}, "How many dollars did Spain spend", "40.5 billion"),
        ("amend", "figures nato-2026/amount_national/ESP/2025", {"value": "35500"}, "in national currency", "35.5 billion"),
        ("add", "statements x1", SAID, "Who said “Ferries are the backbone", "Mark Rutte said it"),
        ("retract", "statements s004", None, "Who said “Countries in there", ""),
        ("dispute", "statements s004", None, "Who said “Countries in there", "disputed"),
        ("add", "pledges p1", PLEDGED, "What has Spain pledged?", "1 November 2026 (pledge)"),
        ("amend", "summits albania-2027", {"city": "Durrës"}, "When is the Albania Summit?", "Durrës"),
        ("amend", "people rutte", {"aliases": ["Rutte", "the Dutchman"]}, "What did the Dutchman say?", "Mark Rutte"),
        ("amend", "offices deu-defence-minister-pistorius", {"end": "2026-11-01"}, "Who is Boris Pistorius?", "was Federal Minister"),
        ("amend", "commitments hague-2025", {"by": 2034}, "What is The Hague commitment?", "by 2034"),
        ("amend", "references gdp", {"text": "Something else."}, "What is Gross domestic product?", "Something else."),
        ("amend", "groups baltics", {"members": ["EST", "LVA"]}, "Which allies are in Baltic states?", "2 of NATO's 32"),
        ("amend", "budgets 2026", {"total": "9999"}, "common budgets in 2026", "10.00 billion"),
        ("amend", "sources newser-364177", {"publisher": "The Pilot"}, "Who said “stark strategic realities", "The Pilot"),
    ],
)  # fmt: skip
def test_a_change_shows_the_answer_that_it_changes(
    mind: Mind, action: Any, fact: str, value: dict[str, Any] | None, question: str, after: str
) -> None:
    table, _, id_ = fact.partition(" ")
    found = of(mind, Change(action=action, table=table, id=id_, value=value, reason="" if value else "nobody said so"))
    assert 0 < len(found) <= 3
    one = next(one for one in found if question in one.question)
    assert one.changed
    assert after in one.after
    assert [each.changed for each in found] == sorted((each.changed for each in found), reverse=True)


def test_what_changes_no_answer_says_so(mind: Mind) -> None:
    found = of(mind, Change(action="amend", table="allies", id="ESP", value={"note": "It rains there, too."}))
    assert found
    assert not any(one.changed for one in found)
    assert all(one.before == one.after for one in found)


def test_of_several_changes_each_gets_its_turn(mind: Mind) -> None:
    found = of(
        mind,
        Change(action="amend", table="figures", id="nato-2026/share/ESP/2025", value={"value": "2.05"}),
        Change(action="amend", table="summits", id="albania-2027", value={"city": "Durrës"}),
    )
    assert {"Spain" in one.question for one in found} == {True, False}
