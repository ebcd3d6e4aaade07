"""Who is for or against the target: verdicts, lists and what was known on a day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome, Verdict
from bot.language.understand import understand
from bot.questions import stance
from tests.questions.asking import TODAY, ask, mind

VERDICTS = {
    "does Slovakia support the 5%": (Verdict.PARTLY, "SVK"),
    "does Poland back the 5% target": (Verdict.YES, "POL"),
    "does Germany support the 5 percent goal": (Verdict.YES, "DEU"),
    "is Spain against the target?": (Verdict.PARTLY, "ESP"),
    "is Poland against the 5% target": (Verdict.NO, "POL"),
    "does Czechia support the 5% target": (Verdict.PARTLY, "CZE"),
    "Is Sánchez against the 5%?": (Verdict.YES, "sanchez"),
    "is Spain exempt from the 5%": (Verdict.PARTLY, "ESP"),
    "is Hungary exempt from the 5% target": (Verdict.NO, "HUN"),
    "has Trump changed his mind on Article 5": (Verdict.PARTLY, "trump"),
    "has Pistorius changed his mind": (Verdict.YES, "pistorius"),
    "has Madrid changed its mind since": (Verdict.NO, "ESP"),
    "what does Spain think about the target": (None, "ESP"),
    "Is Slovakia still opposed?": (Verdict.PARTLY, "SVK"),
    "is Italy for or against the 5% target": (None, "ITA"),
    "was Germany against 5% in January 2025": (Verdict.PARTLY, "DEU"),
    "why does Spain oppose the target": (None, "ESP"),
    "where does Germany stand on 5%": (None, "DEU"),
    "What is Hungary's position": (None, "HUN"),
    "what is Merz's position on the 5 % goal": (None, "merz"),
    "What is Trump's complaint?": (None, "trump"),
    "does Trump support Article 5": (None, "trump"),
}
NOT_ITS_OWN = (
    "Poland against Germany",
    "Is Trump's criticism of NATO justified?",
    "should Spain support the 5%",
    "who is against NATO",
    "does Poland support Ukraine",
    "what do allies think of the 2% target",
    "how has Spain's position in the ranking changed",
    "What did Sánchez say against the 5%?",
    "Does Ireland support the 5% target",
    "which allies have more than 5%",
)


@pytest.mark.parametrize(("text", "expected"), VERDICTS.items())
def test_where_somebody_stands(text: str, expected: tuple[Verdict | None, str]) -> None:
    answer = ask(text)
    assert answer.query
    assert answer.query.kind == "stance"
    assert (answer.verdict, answer.subjects[0]) == expected
    assert answer.outcome == Outcome.ANSWER
    assert answer.sources


@pytest.mark.parametrize("text", NOT_ITS_OWN)
def test_other_questions_are_left_to_others(text: str) -> None:
    frame = understand(text, mind().vocabulary, TODAY)
    assert stance.read(frame, mind().view(frame)) is None


def test_the_reluctant_are_listed_with_their_own_words_and_what_all_signed() -> None:
    for text in ("which allies are reluctant", "who is against the 5 percent target", "which countries oppose 5%"):
        answer = ask(text)
        assert answer.subjects[:2] == ("CZE", "ESP")
        assert "SVK" in answer.subjects
        assert "POL" not in answer.subjects
        assert any("All 32 allies" in line for line in answer.body)


def test_supporters_are_those_who_speak_for_it_only() -> None:
    answer = ask("who supports the 5% goal")
    assert {"POL", "DEU", "ITA"} <= set(answer.subjects)
    assert not {"ESP", "SVK", "CZE"} & set(answer.subjects)


def test_both_readings_of_the_exemption_are_attributed() -> None:
    answer = ask("is Spain exempt from the 5%")
    assert {(quote.speaker, quote.said_on) for quote in answer.quotes} == {
        ("Mark Rutte", "2025-06-22"), ("Mark Rutte", "2025-06-23"), ("Pedro Sánchez", "2025-06-22"),
    }  # fmt: skip


def test_unnamed_hagglers_stay_unnamed() -> None:
    answer = ask("who is haggling over the timeline")
    assert "without naming them" in answer.lead
    assert any(quote.speaker == "AFP" for quote in answer.quotes)


def test_a_stance_is_the_one_known_on_the_day() -> None:
    day = date(2025, 6, 10)
    spain = ask("does Spain support the 5% target", day)
    assert (spain.verdict, [quote.speaker for quote in spain.quotes]) == (Verdict.UNKNOWN, ["AFP"])
    assert ask("does France support the 5% target", day).outcome == Outcome.NO_DATA
    assert ask("is Spain exempt from the 5%", day).outcome == Outcome.NO_DATA
    assert ask("who is against the 5% target", day).subjects == ("DEU", "ISL", "NLD", "ESP")
    assert ask("does Germany support the 5% target", day).verdict == Verdict.PARTLY


def test_a_reason_for_what_is_not_so_is_corrected() -> None:
    answer = ask("why does Poland oppose the 5% target")
    assert (answer.outcome, answer.verdict) == (Outcome.CORRECTION, Verdict.NO)


def test_a_series_of_statements_is_told_in_order_of_time() -> None:
    answer = ask("has Trump changed his mind about Spain")
    days = [quote.said_on for quote in answer.quotes]
    assert days == sorted(days)
    assert len(days) >= 2
