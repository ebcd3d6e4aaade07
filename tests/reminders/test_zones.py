from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reminders.zones import known, label, offered, written
from bot.suggest import LONGEST, MOST

WINTER, SUMMER = datetime(2026, 11, 23, 18, tzinfo=UTC), datetime(2026, 7, 1, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lisb", "Europe/Lisbon"),
        ("Germany", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("berln", "Europe/Berlin"),
        ("Türkiye", "Europe/Istanbul"),
        ("Europe/Os", "Europe/Oslo"),
        ("asia/calcutta", "Asia/Calcutta"),
        ("utc", "UTC"),
        ("UTC-3:30", "America/St_Johns"),
        ("\N{MINUS SIGN}0330", "America/St_Johns"),
        ("gmt+5:45", "Asia/Kathmandu"),
    ],
)
def test_zones_are_found_by_city_country_name_and_offset(typed: str, first: str) -> None:
    assert offered(typed, WINTER)[0] == first


def test_an_offset_is_that_of_the_day() -> None:
    assert "Europe/Berlin" in offered("+1", WINTER)
    assert "Europe/Berlin" not in offered("+1", SUMMER)
    assert all(WINTER.astimezone(ZoneInfo(name)).utcoffset() == timedelta(hours=2) for name in offered("+2", WINTER))


def test_a_zone_is_shown_with_its_time() -> None:
    assert label("Europe/Berlin", WINTER) == "Europe/Berlin · 19:00 (UTC+1)"
    assert label("America/St_Johns", WINTER) == "America/St_Johns · 14:30 (UTC\N{MINUS SIGN}3:30)"
    assert written(timedelta()) == "UTC"
    assert written(timedelta(minutes=30)) == "UTC+0:30"


@pytest.mark.parametrize("typed", ["../../etc/passwd", "Europe", "", "/", "Mars/Base", "zone.tab", "Europe/Berlin\0", "+2"])
def test_what_is_no_zone_is_none(typed: str) -> None:
    assert known(typed) is None


@settings(max_examples=80, deadline=None)
@given(typed=st.text(max_size=120))
def test_whatever_is_typed_discord_takes_what_is_offered(typed: str) -> None:
    found = offered(typed, WINTER)

    assert len(found) == len(set(found)) <= MOST
    assert all(known(name) == name and len(label(name, WINTER)) <= LONGEST for name in found)
