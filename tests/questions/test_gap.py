"""Gap: how far from a line, above or below it, in points and money; who of two is nearer."""

from __future__ import annotations

import pytest

from tests.questions.asking import Row, ask, check, refuse

ROWS: list[Row] = [
    ("how far off 3.5 is belgium", None, "1.50 pp"),
    ("how is Belgium doing on the 3.5%?", None, "1.50 pp"),
    ("how much is left for Finland to 3.5", None, "0.85 pp"),
    ("distance of the Belgians to the old benchmark of two", None, "0.00 pp"),
    ("Slovenian shortfall to 2 %, expressed in US dollars?", None, "0.39 pp · 340 USD million"),
    ("How many percentage points separate Spain from 3.5%?", None, "1.50 pp"),
    ("what gap remains for france to 3.5 percent, in euros?", None, "1.28 pp · 39224 EUR million"),
    ("The gap between Hungary's spending and the 3.5 core target", None, "1.41 pp"),
    ("Italy's gap to the Hague target in billions", None, "1.40 pp"),
    ("what's Canada's shortfall", None, "1.37 pp"),
    ("how short of the 3.5 do the Dutch fall", None, "0.92 pp"),
    ("what is denmark short of five percent", None, "1.51 pp"),
    ("how many more points does Albania have to find to get to 3.5", None, "1.35 pp"),
    ("How far from the equipment guideline is Belgium?", None, "7.14 pp"),
    ("how much over 3.5% is Estonia", None, "1.60 pp"),
    ("how far away from two per cent was Spain ten years ago", None, "1.20 pp"),
    ("Is Canada nearer to 3.5 than Italy is?", "yes", "1.37 pp · 1.40 pp"),
    ("are the Brits closer to 3.5 than the Dutch", "no", ""),
    ("which is further from 3.5: Spain or Italy", "", "1.50 pp"),
]
NOT = [
    "how far is Switzerland from 2%",
    "how far is Warsaw from Berlin",
    "how far is Poland from Russia",
    "how far has Turkey come",
    "How often did Denmark miss the 2%?",
    "how far will Spain be from 3.5 in 2031",
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_distance(row: Row) -> None:
    check(row, ("gap",))


@pytest.mark.parametrize("text", NOT)
def test_no_distance(text: str) -> None:
    refuse(text, ("gap",))


def test_past_distance_stands_in_the_past() -> None:
    assert "was" in ask("how far away was Germany from 2% in 2014").lead


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("is Belgium anywhere close to 3.5%?", "no"),
        ("Estonia is close to 5 percent", "yes"),
        ("is Poland near 5%", "partly"),
    ],
)
def test_near_a_line(text: str, verdict: str) -> None:
    answer = ask(text)
    assert answer.query is not None
    assert (answer.query.kind, answer.verdict) == ("gap", verdict), answer.lead
