"""The members against a group, and partners of NATO."""

from __future__ import annotations

import pytest

from tests.questions.asking import ask, kind

ROWS = [
    ("are all NATO members in the EU", "overlap", "no"),
    ("is every ally European", "overlap", "no"),
    ("are most allies in the EU", "overlap", "yes"),
    ("is the alliance only for Europeans", "overlap", "no"),
    ("are there allies outside the EU", "overlap", "yes"),
    ("not all allies are in the EU", "overlap", "yes"),
    ("are the EU and NATO identical", "overlap", "no"),
    ("does NATO have any members outside Europe", "overlap", "yes"),
    ("is Switzerland a partner of NATO", "partner", "yes"),
    ("is Cyprus a NATO partner", "partner", "no"),
    ("is Canada a NATO partner", "partner", "no"),
    ("is Georgia only a partner country of NATO", "partner", "yes"),
]


@pytest.mark.parametrize(("text", "name", "verdict"), ROWS)
def test_whether(text: str, name: str, verdict: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.verdict) == (name, verdict), answer.lead
    assert answer.sources


def test_partners_that_are_held_are_listed_and_others_not_made_up() -> None:
    assert "JPN" in ask("which states are NATO partners").subjects
    assert ask("is Mongolia a NATO partner").outcome == "no_data"


@pytest.mark.parametrize("text", ["are all allies democracies", "are all EU members in NATO", "do all European members spend 2%"])
def test_other_matters(text: str) -> None:
    assert kind(ask(text)) != "overlap"


CLUBS = [
    ("is Denmark in the EU", "yes"),
    ("is Albania outside the EU", "yes"),
    ("is Austria in the EU", "yes"),
    ("is Switzerland in the EU", "no"),
    ("Portugal is in the euro area", "yes"),
    ("is Hungary a Nordic country", "no"),
    ("is Türkiye in NATO and the EU", "partly"),
    ("are Spain and Norway in the EU", "partly"),
    ("is Italy part of the G7", "yes"),
]


@pytest.mark.parametrize(("text", "verdict"), CLUBS)
def test_whether_a_state_is_in_another_club(text: str, verdict: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.verdict) == ("overlap", verdict), answer.lead


@pytest.mark.parametrize("text", ["is Japan in the G7", "was the UK in the EU", "did Norway join the EU"])
def test_what_is_not_held_of_other_clubs(text: str) -> None:
    assert ask(text).outcome not in ("answer", "correction")


@pytest.mark.parametrize("text", ["does NATO have more members than the EU", "which nuclear powers are not in NATO"])
def test_what_other_clubs_hold_beyond_the_allies_is_not_in_the_sources(text: str) -> None:
    assert ask(text).outcome == "no_data"
