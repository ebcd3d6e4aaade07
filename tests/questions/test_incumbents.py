"""Secretaries General as a row: by country, by length, at a turning point, and where somebody comes from."""

from __future__ import annotations

import pytest

from bot.answer import Verdict
from tests.questions.asking import ask, kind

PEOPLE = [
    ("how many Belgians were secretary general of NATO", ["spaak", "claes"]),
    ("which Italian led the alliance", ["brosio"]),
    ("who was the last British secretary general", ["robertson"]),
    ("who was the first Dutch NATO chief", ["stikker"]),
    ("which secretary general was longest in office", ["luns"]),
    ("shortest serving NATO secretary general", ["claes"]),
    ("who was secretary general when Sweden joined", ["stoltenberg"]),
    ("who was NATO chief when the Soviet Union collapsed", ["worner"]),
    ("which Norwegian politician was secretary general", ["stoltenberg"]),
    ("what country is Stoltenberg from", ["stoltenberg"]),
    ("what is the nationality of the NATO secretary general", ["rutte"]),
]


@pytest.mark.parametrize(("text", "people"), PEOPLE)
def test_who(text: str, people: list[str]) -> None:
    answer = ask(text)
    assert (kind(answer), list(answer.subjects)) == ("incumbents", people), answer.lead
    assert answer.sources


VERDICTS = [
    ("has there ever been a Canadian secretary general", Verdict.NO),
    ("was a Dane ever NATO secretary general", Verdict.YES),
    ("was every secretary general British", Verdict.NO),
    ("has the secretary general always been a European", Verdict.YES),
    ("is the NATO secretary general Norwegian", Verdict.NO),
    ("is Mark Rutte Dutch", Verdict.YES),
    ("is Stoltenberg a Swede", Verdict.NO),
    ("has a Turk ever led NATO", Verdict.NO),
]


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_whether(text: str, verdict: Verdict) -> None:
    answer = ask(text)
    assert (kind(answer), answer.verdict) == ("incumbents", verdict), answer.lead


def test_nobody_from_there_is_a_correction() -> None:
    answer = ask("which American admiral is NATO's secretary general")
    assert (answer.outcome, kind(answer)) == ("correction", "incumbents")
    assert "Rutte" in answer.lead


def test_by_country() -> None:
    assert ask("which country has provided the most secretaries general").subjects == ("NLD",)


@pytest.mark.parametrize("text", ["who was secretary general before the cold war ended", "who was secretary general on 9/11"])
def test_a_time_that_is_not_known_is_not_dropped(text: str) -> None:
    assert ask(text).outcome not in ("answer", "correction")
