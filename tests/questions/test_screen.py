"""Screen: who is above, below, between, ever, never, for the first time; claims about how many."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answer import Outcome
from tests.questions.asking import ask, kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("which allies are under 2 percent", "SVN"),
        ("which allies with more than 200000 soldiers spend under 3%", "FRA TUR"),
        ("Which allies miss either the 2% or the 20% equipment line this year?", "NOR SVN"),
        ("which allies meet 2% but miss 20% on equipment", "NOR"),
        ("which allies are at 20% equipment but not at 2%", "SVN"),
        ("which allies have never been at 2%", "SVN"),
        ("has anybody ever hit 5%", "EST LTU"),
        ("who crossed 3% in 2026", "GRC SWE"),
        ("who hit 2% for the first time in 2024", "DEU FRA NLD NOR SWE TUR"),
        ("allies consistently above 2%", "GBR GRC USA"),
        ("who met 2% in 2020 but not in 2021", "LTU ROU"),
        ("Which allies that joined after 1999 are above 3%?", "EST LTU LVA SWE"),
        ("which allies spend exactly 2%", "BEL ESP"),
        ("who spends double the 2 percent", "EST LTU LVA POL"),
        ("allies over 5% or under 2%", "EST LTU SVN"),
        ("which allies have been over 2% since 2021", "EST GBR GRC LVA POL USA"),
        ("Which allies have fewer soldiers than Albania?", "EST LUX MKD MNE SVN"),
        ("which countries spend less than a fifth on equipment", "NOR"),
        ("who fell short of 20% equipment in 2025", "ALB BEL PRT"),
        ("any ally at 5%?", "EST LTU"),
        ("all allies above 4%", "EST LTU LVA POL"),
        ("which allies spend more than Norway but less than Lithuania", "DNK EST GRC LVA POL SWE"),
        ("who has more soldiers than Italy but fewer than Poland", "FRA"),
        ("allies already meeting the 5% mark", "EST LTU"),
        ("who spends more money than Italy", "DEU FRA GBR USA"),
        ("which allies are between Sweden and Latvia by share", "DNK GRC POL"),
        ("are there any allies above Poland", "EST LTU LVA"),
    ],
)
def test_who_it_is(text: str, names: str) -> None:
    answer = ask(text)
    assert sorted(answer.subjects) == names.split(), answer.lead


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("How many allies use more than half of their defence money for equipment?", 3),
        ("which allies met both Wales guidelines in 2025", 26),
        ("how many allies outspend Germany as share of GDP?", 10),
        ("SELECT COUNT(*) FROM allies WHERE share >= 2", 30),
        ("number of allies at 2% by year", 17),
        ("how many are at 3.5 and how many at 5", 5),
        ("How many allies spend twice the 2%?", 4),
        ("Which countries have more than 100,000 soldiers?", 9),
        ("how many more allies meet 2% today than in 2014", 27),
    ],
)
def test_how_many(text: str, count: int) -> None:
    answer = ask(text)
    assert any(v.value == Decimal(count) and v.unit == "allies" for v in answer.values), answer.lead


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("fewer than ten allies met 2 percent in 2021, correct?", "yes"),
        ("less than half of the allies hit 2% in 2020, true?", "yes"),
        ("only a handful of allies are at 3.5, right?", "yes"),
        ("Is it correct that every ally met 2 % in 2025?", "no"),
        ("two thirds of members are under 2.5%, true?", "no"),
        ("nobody spends 5 percent yet", "no"),
        ("more than 20 allies are above 2%", "yes"),
        ("do most members hit 3.5?", "no"),
        ("the 23 allies that met 2% in 2024, right?", "no"),
        ("Did all Baltic states meet 2% in 2018?", "no"),
        ("every Visegrad country is at 2%", "yes"),
        ("are all the Nordic allies above the NATO average", "no"),
        ("are there more allies over 4% than under 2%", "yes"),
        ("did more members meet 2% in 2020 than in 2024", "no"),
        ("do fewer members miss 2% than miss the equipment guideline", "no"),
        ("do all of the EU allies meet 2%", "no"),
    ],
)
def test_claims(text: str, verdict: str) -> None:
    answer = ask(text)
    assert answer.verdict == verdict, answer.lead


@pytest.mark.parametrize(
    "text",
    [
        "Which countries spend more than 2% on research",
        "which countries outside NATO spend more than 5%",
        "should all allies be at 5%",
        "how many allies will meet 3.5 by 2030",
        "how many allies have more than 5 submarines",
        "which allies have more than 2% unemployment",
        "which allies border Russia and spend over 3%",
        "how many allies complain about 5%",
    ],
)
def test_what_is_not_read_as_screen(text: str) -> None:
    answer = ask(text)
    assert answer.outcome not in (Outcome.ANSWER, Outcome.CORRECTION) or answer.query is None or answer.query.kind != "screen", answer.lead


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("how many countries does Latvia outrank?", 28),
        ("Norway is ahead of how many allies", 22),
        ("which allies trail Slovakia", 4),
        ("count members with a share lower than that of Italy", 9),
        ("how many allies are above the NATO average", 9),
    ],
)
def test_held_against_an_ally(text: str, count: int) -> None:
    answer = ask(text)
    assert kind(answer) == "screen", (text, answer.lead)
    assert len(answer.subjects) == count, (text, answer.lead)
