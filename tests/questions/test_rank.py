"""Rank: who is first, last or N-th, in any wording; what is no ranking of the allies."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answer import Outcome
from tests.questions.asking import ask, refuse


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Who's the biggest spender in NATO?", "LTU"),
        ("which country has the lowest defence budget", "MNE"),
        ("top 3 by share of gdp", "LTU"),
        ("Rank the Visegrad states for me from high to low.", "POL"),
        ("list all members from lowest to highest share", "SVN"),
        ("who's number 4 in equipment share", "LTU"),
        ("Which ally comes third in terms of defence spending as percent of GDP?", "LVA"),
        ("Of the countries that joined in 2004, who spends most?", "LTU"),
        ("Of the countries that came in in 2004, which one spends the least of its GDP?", "SVN"),
        ("which of the countries that joined after 2000 has the smallest army", "MNE"),
        ("Which G7 ally gives the biggest part of its GDP?", "USA"),
        ("who is the runner-up by share", "EST"),
        ("second to last in share of GDP?", "BEL"),
        ("which NATO nations are the biggest freeloaders", "SVN"),
        ("SELECT country FROM nato ORDER BY defence_share DESC LIMIT 5", "LTU"),
        ("Who spends more than anyone else?", "LTU"),
        ("Would you mind telling me which of the allies currently spends the greatest proportion of its GDP on defence?", "LTU"),
        ("Among Greece, Turkey and Bulgaria, who spends least?", "BGR"),
        ("who has the second largest army?", "TUR"),
        ("number four by share of GDP", "POL"),
        ("second in soldiers", "TUR"),
        ("who is at the bottom of the table", "SVN"),
        ("which ally is last by equipment share", "NOR"),
        ("Who ranks right above Germany?", "TUR"),
        ("who comes after Lithuania and Estonia", "LVA"),
        ("who is closest to 3.5%", "DNK"),
        ("which ally spends about the same share as Finland", "DEU"),
        ("who has the largest gap to 3.5%", "SVN"),
        ("which member ranked sixth in 2026", "DNK"),
        ("which ally is furthest from 5 percent", "SVN"),
        ("Which ally had the highest equipment share ever", "BGR"),
        ("Who tops the charts in Europe?", "LTU"),
    ],
)
def test_who_comes_first(text: str, first: str) -> None:
    answer = ask(text)
    assert answer.outcome is Outcome.ANSWER, answer.lead
    assert answer.subjects[0] == first, answer.lead


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Is Spain the lowest spender in NATO?", "no"),
        ("Is Estonia in the top three by share?", "yes"),
        ("Is Belgium last?", "no"),
        ("isn't Germany Europe's biggest spender by now?", "partly"),
        ("Does Poland top the list?", "no"),
        ("is Slovenia the worst of them all?", "yes"),
        ("Luxembourg has the smallest army of all NATO countries", "yes"),
        ("Belgium is the laggard, under 2%", "no"),
    ],
)
def test_claims(text: str, verdict: str) -> None:
    answer = ask(text)
    assert answer.verdict == verdict, answer.lead


@pytest.mark.parametrize(
    "text",
    [
        "who is the biggest military spender in the world",
        "which ally has the strongest army",
        "who spends most per capita",
        "which ally has the most tanks",
        "rank allies by aid to Ukraine",
        "Which country gets the best value for money out of its defence budget?",
        "who will be the top spender in 2030",
        "rank NATO members by healthcare spending",
        "which country outside NATO spends the most",
    ],
)
def test_what_is_not_read_as_rank(text: str) -> None:
    answer = ask(text)
    assert answer.outcome not in (Outcome.ANSWER, Outcome.CORRECTION) or answer.query is None or answer.query.kind != "rank", answer.lead


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("average of the three biggest spenders by share", "5.12"),
        ("what do the two largest spenders spend altogether", "1179851"),
        ("mean share of the bottom four", "1.91"),
        ("how many Nordic countries are in the top seven", "2"),
        ("Norway's place in 2014 and now", "9"),
    ],
)
def test_the_first_ones_together(text: str, value: str) -> None:
    assert Decimal(value) in [v.value for v in ask(text).values], ask(text).lead


@pytest.mark.parametrize(
    "text",
    ["who has the most soldiers as a share of GDP", "which ally had its highest share in 2020", "who spent the most from 2014 to 2018"],
)
def test_no_order_of_these(text: str) -> None:
    refuse(text, ("rank", "trend"))
