from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mind import wake
from bot.reminders import offsets
from bot.reminders.occasions import occasions
from bot.reminders.wording import WatchError, names, offered, times, watches
from bot.suggest import LONGEST, MOST

BASE = wake().knowledge
AHEAD = occasions(BASE.as_known_on(date(2026, 6, 1)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("all summits", ("summits",)),
        ("Summits, deadlines,EDITIONS", ("summits", "deadlines", "editions")),
        ("new NATO figures", ("editions",)),
        ("pledges of the United Kingdom", ("ally:GBR",)),
        ("Spain, Spain", ("ally:ESP",)),
        ("everything", ("summits", "deadlines", "editions")),
        ("all deadlines and pledges of Spain", ("deadlines", "ally:ESP")),
        ("all summits, all deadlines, and Spain", ("summits", "deadlines", "ally:ESP")),
        ("ankara summit", ("summit:ankara-2026",)),
        ("summit:ankara-2026", ("summit:ankara-2026",)),
        ("review of “the hague commitment”", ("deadline:hague-2025:review",)),
    ],
)
def test_what_can_be_watched_is_understood_by_its_name(typed: str, meant: tuple[str, ...]) -> None:
    assert watches(typed, BASE, AHEAD) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sumits", "Do you mean “all summits”?"),
        ("Spian", "Do you mean “pledges of Spain”?"),
        (" , ", "names nothing"),
        ("**x**", r"“\*\*x"),
    ],
)
def test_what_can_not_is_named(typed: str, said: str) -> None:
    with pytest.raises(WatchError) as refusal:
        watches(typed, BASE, AHEAD)

    assert said in str(refusal.value)


def test_every_name_that_is_offered_is_understood() -> None:
    for id_, name in names(BASE, AHEAD).items():
        assert watches(name, BASE, AHEAD) == (id_,)
    for typed in ("", "pledges", "all", "a"):
        for name in offered(typed, BASE, AHEAD):
            assert watches(name, BASE, AHEAD)


def test_the_general_ones_are_offered_first() -> None:
    assert offered("", BASE, AHEAD)[:4] == ["all summits", "all deadlines", "new NATO figures", "Ankara Summit"]


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=120))
def test_whatever_is_typed_discord_takes_what_is_offered(typed: str) -> None:
    found = offered(typed, BASE, AHEAD)

    assert len(found) == len(set(found)) <= MOST
    assert all(0 < len(text) <= LONGEST for text in found)


@pytest.mark.parametrize(
    "typed", ["2 weeks, 3 days, 1 day before, the morning of", "1 week, 90 minutes", "1 month, the day before at 18:00"]
)
def test_times_in_words_are_read_as_the_same_times(typed: str) -> None:
    found = offsets.parse(typed)

    assert offsets.parse(times(found)) == found
