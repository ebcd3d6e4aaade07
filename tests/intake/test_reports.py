"""Indirect speech, figures, positions and summits, each with its place and by whose words it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

import pytest

from knowledge.intake.candidates import extract
from knowledge.intake.figures import FigureFound
from knowledge.intake.occasions import Occasion
from knowledge.intake.positions import Position
from knowledge.intake.reports import Paraphrase
from tests.intake.scoring import PUBLISHED, view

KNOWN = view()
T = TypeVar("T")


def those(kind: type[T], text: str) -> list[T]:
    return [one for one in extract(text, KNOWN, PUBLISHED) if isinstance(one, kind)]


def only(kind: type[T], text: str) -> T:
    (one,) = those(kind, text)
    return one


# --- indirect speech


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "words"),
    [
        ("Mark Rutte said that the harbour would open in May.", "Mark Rutte", "said", "the harbour would open in May"),
        ("Mark Rutte told reporters on Friday that the harbour was open.", "Mark Rutte", "told", "the harbour was open"),
        ("Mark Rutte, who met Ada Holm, said that the harbour was open.", "Mark Rutte", "said", "the harbour was open"),
        ("Ada Holm, a pilot, warned the harbour was too small.", "Ada Holm", "warned", "the harbour was too small"),
        ("The harbour is too small for tankers, Ada Holm said on Monday.", "Ada Holm", "said", "The harbour is too small for tankers"),
        ("According to the Danish prime minister, the harbour is iced up.", "Mette Frederiksen", "According to", "the harbour is iced up"),
        ("Several diplomats say the harbour deal is all but dead.", "Several diplomats", "say", "the harbour deal is all but dead"),
        ("Sweden has pledged to dredge the harbour by 2030.", "Sweden", "pledged", "to dredge the harbour by 2030"),
    ],
)  # fmt: skip
def test_indirect_speech_is_a_paraphrase_with_its_speaker_and_cue(text: str, speaker: str, cue: str, words: str) -> None:
    one = only(Paraphrase, text)
    assert (one.speaker.name, one.cue.words, one.passage.words) == (speaker, cue, words)


@pytest.mark.parametrize(
    "text",
    [
        "“The harbour is open,” Mark Rutte said after a meeting in Brussels.",
        "Mark Rutte said on Friday: “The harbour is open.”",
        "Mark Rutte called the harbour a jewel.",
        "The plan would allow Mark Rutte to say that the harbour was his.",
        "The harbour was closed in March.",
        "Mark Rutte denied that the harbour would open in May.",
        "Mark Rutte never said that the harbour would open in May.",
        "If Mark Rutte says that the harbour will open in May, the ships will come.",
    ],
)
def test_what_is_no_indirect_speech_is_no_paraphrase(text: str) -> None:
    assert those(Paraphrase, text) == []


# --- figures


@pytest.mark.parametrize(
    ("text", "value", "unit", "allies", "year", "by"),
    [
        ("Spain spends 1.28% of GDP on defence.", "1.28", "% of GDP", ("ESP",), None, None),
        ("Italy spent 1.5 per cent of its GDP in 2024.", "1.5", "% of GDP", ("ITA",), 2024, None),
        ("Poland will spend five percent on defence by 2026.", "5", "% of GDP", ("POL",), None, 2026),
        ("Latvia and Estonia spent $1.4 billion last year.", "1400000000", "USD", ("LVA", "EST"), 2024, None),
        ("Berlin set aside €86bn.", "86000000000", "EUR", ("DEU",), None, None),
        ("Core spending is to rise by 0.2 percentage points a year.", "0.2", "pp", (), None, None),
        ("The Netherlands needs 17,000 more soldiers.", "17000", "persons", ("NLD",), None, None),
        ("Spain spends 1.28% of GDP and Poland 4.12% of GDP.", "1.28", "% of GDP", ("ESP",), None, None),
    ],
)
def test_a_figure_has_its_unit_ally_and_year(
    text: str, value: str, unit: str, allies: tuple[str, ...], year: int | None, by: int | None
) -> None:
    one = those(FigureFound, text)[0]
    assert (one.value, one.unit, one.allies, one.year, one.by) == (Decimal(value), unit, allies, year, by)
    assert text[one.passage.start : one.passage.end] == one.passage.words


def test_two_allies_in_one_sentence_keep_their_own_figures() -> None:
    rows = those(FigureFound, "Spain spends 1.28% of GDP and Poland 4.12% of GDP.")
    assert [(one.allies, one.value) for one in rows] == [(("ESP",), Decimal("1.28")), (("POL",), Decimal("4.12"))]


@pytest.mark.parametrize(
    ("text", "senses"),
    [
        ("Norway spends 2 percent of GDP and plans 3 percent.", ["spent", "aimed"]),
        ("Norway plans to spend 3 percent of GDP and spent 2 percent in 2024.", ["aimed", "spent"]),
        ("Most are well exceeding two percent, and all agree on a five percent commitment for NATO.", ["spent", "aimed"]),
        ("Spain, which spent 1.4 percent of GDP, opposes the 5 percent target.", ["spent", "aimed"]),
        ("Poland would have spent 4 percent of GDP by now.", ["aimed"]),
        ("Estonia will reach 5.4 percent of GDP, and Latvia reached 3.7 percent.", ["aimed", "spent"]),
        ("Of GDP it is 2 percent in Portugal.", [""]),
    ],
)
def test_whether_a_figure_is_spent_or_aimed_at_is_judged_for_each(text: str, senses: list[str]) -> None:
    assert [one.sense for one in those(FigureFound, text)] == senses


def test_a_share_without_a_base_is_of_gdp_only_where_defence_is_spoken_of() -> None:
    assert only(FigureFound, "Latvia will spend 5 percent on defence.").implied
    assert only(FigureFound, "Ferry prices rose by 5 percent.").unit == "%"


def test_a_range_and_a_bound_are_kept() -> None:
    one = only(FigureFound, "Germany needs around 50,000 to 60,000 soldiers.")
    assert (str(one.bound), one.value, one.high) == ("about", Decimal(50_000), Decimal(60_000))
    assert only(FigureFound, "Norway pays at least 3.5 percent of GDP.").bound == "at least"


def test_a_figure_is_by_the_words_of_whoever_gave_it() -> None:
    rows = those(FigureFound, "Mark Rutte said Spain would reach 2% of GDP. Poland spends 4.12% of GDP.")
    assert [one.speaker.name if one.speaker else None for one in rows] == ["Mark Rutte", None]
    owned = only(FigureFound, "Pete Hegseth praised Donald Trump's demand for five percent of GDP.")
    assert owned.speaker
    assert owned.speaker.person == "trump"


@pytest.mark.parametrize("text", ["The 32 allies met in room 5 at 9.30.", "Flight 714 left in 2024.", "Article 5 is clear."])
def test_numbers_without_a_unit_are_no_figures(text: str) -> None:
    assert those(FigureFound, text) == []


# --- positions


@pytest.mark.parametrize(
    ("text", "leaning", "holder", "allies"),
    [
        ("Spain opposes the 5% target.", "against", "Spain", ("ESP",)),
        ("Italy backs the new spending target.", "for", "Italy", ("ITA",)),
        ("A few allies are still hesitant about the target.", "reluctant", "A few allies", ()),
        ("Other countries are haggling over the timeline.", "haggling", "Other countries", ()),
        (
            "Poland, and the Baltics, are on target to spend five percent.",
            "on target",
            "Poland, and the Baltics",
            ("POL", "EST", "LTU", "LVA"),
        ),
        ("Most vocal in its reluctance to accept the target is Spain.", "reluctant", "Spain", ("ESP",)),
        ("Belgium does not support the target.", "against", "Belgium", ("BEL",)),
    ],
)
def test_a_position_has_its_holder(text: str, leaning: str, holder: str, allies: tuple[str, ...]) -> None:
    one = only(Position, text)
    assert (one.leaning, one.holder and one.holder.words, one.allies) == (leaning, holder, allies)


def test_a_position_on_something_else_is_none() -> None:
    assert those(Position, "Spain supports Ukraine. Italy opposes the ferry line.") == []


# --- summits


@pytest.mark.parametrize(
    ("text", "start", "end", "city", "summit"),
    [
        ("Leaders meet at the June 24-25 summit in The Hague.", "2025-06-24", "2025-06-25", "The Hague", "hague-2025"),
        ("They expect a deal in The Hague later this month.", "2025-06", None, "The Hague", "hague-2025"),
        ("The alliance holds a summit in Oslo on 3 May 2031.", "2031-05-03", None, None, None),
    ],
)
def test_a_summit_has_its_days_and_place(text: str, start: str, end: str | None, city: str | None, summit: str | None) -> None:
    one = only(Occasion, text)
    assert (one.start_day, one.end_day, one.city, one.summit) == (start, end, city, summit)


def test_a_summit_that_is_named_often_is_one_candidate() -> None:
    one = only(Occasion, "The summit in The Hague is near. All wait for the June 24-25 summit in The Hague.")
    assert (one.start_day, len(one.also)) == ("2025-06-24", 1)


@pytest.mark.parametrize("text", ["They spoke after meeting colleagues in June.", "The meeting of the board is on 3 May."])
def test_other_meetings_are_no_summits(text: str) -> None:
    assert those(Occasion, text) == []
