from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from bot.mind import wake
from bot.reminders.calendar import Entry, entries, notes, read, written
from bot.reminders.model import Occasion
from bot.reminders.occasions import occasions

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
ANKARA = Occasion(
    id="summit:ankara-2026",
    kind="summit",
    fact="ankara-2026",
    name="Ankara Summit",
    when="2026-07-07",
    start=date(2026, 7, 7),
    end=date(2026, 7, 8),
    zone="Europe/Istanbul",
    place="Ankara",
)
MOVED = replace(ANKARA, start=date(2026, 7, 14), end=date(2026, 7, 15))


def said(*versions: Sequence[Occasion]) -> list[Entry]:
    """What a calendar says after it has said all of them, one after the other, each read back from its file."""
    found: list[Entry] = []
    for version in versions:
        found = entries(version, read(written(found, NOW, {})), TODAY)
    return found


def event(found: Sequence[Entry]) -> Component:
    (one,) = Calendar.from_ical(written(found, NOW, {})).walk("VEVENT")
    return one


def test_an_event_is_the_days_where_it_takes_place_with_the_rules_of_their_zone() -> None:
    calendar = Calendar.from_ical(written(said([ANKARA]), NOW, {}))
    (one,) = calendar.walk("VEVENT")

    assert one.decoded("DTSTART") == datetime(2026, 7, 7, tzinfo=ZoneInfo("Europe/Istanbul"))
    assert one.decoded("DTEND") == datetime(2026, 7, 9, tzinfo=ZoneInfo("Europe/Istanbul"))
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Istanbul"]
    assert "The hours are not published" in str(one["DESCRIPTION"])


def test_the_sequence_rises_when_a_date_moves_and_only_then() -> None:
    versions = [[ANKARA], [ANKARA], [MOVED], [MOVED], [ANKARA]]

    assert [said(*versions[:count])[0].sequence for count in range(1, 6)] == [0, 0, 1, 1, 2]
    assert said([ANKARA], [replace(ANKARA, name="Ankara summit")])[0].sequence == 0


def test_what_loses_its_date_is_cancelled_until_its_day_is_over() -> None:
    (gone,) = said([ANKARA], [replace(ANKARA, start=None, end=None, when="2026")])

    assert (gone.cancelled, gone.sequence) == (True, 1)
    assert str(event([gone])["STATUS"]) == "CANCELLED"
    assert entries([], {gone.id: gone}, TODAY)[0].sequence == 1
    assert entries([], {gone.id: gone}, date(2026, 7, 9)) == []
    assert said([ANKARA], [], [ANKARA])[0] == replace(said([ANKARA])[0], sequence=2)


def test_what_has_no_day_of_its_own_is_left_out() -> None:
    whole = Occasion(id="d", kind="deadline", fact="d", name="d", when="2029", start=date(2029, 1, 1), zone="UTC", yearly=True)

    assert entries([whole, replace(ANKARA, news=True), replace(ANKARA, start=None)], {}, TODAY) == []


def test_the_same_is_written_byte_for_byte() -> None:
    assert written(said([ANKARA]), NOW, {}) == written(said([ANKARA]), NOW, {})


def test_everything_that_lies_ahead_can_be_written_and_read_back() -> None:
    view = wake().knowledge.as_known_on(TODAY)
    ahead = occasions(view).values()
    found = entries(ahead, {}, TODAY)
    text = written(found, NOW, notes(view, ahead))

    assert read(text) == {one.id: one for one in found}
    assert max(map(len, text.split(b"\r\n"))) <= 75
    assert "Source: " in str(Calendar.from_ical(text).walk("VEVENT")[0]["DESCRIPTION"])


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:somebody@else\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x@pledgebot\r\nDTSTART;TZID=Mars/Base:2026\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x@pledgebot\r\nDTSTART;VALUE=DATE:20260101\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
)
def test_events_of_others_are_left_alone(text: str) -> None:
    assert read(text.encode()) == {}


@pytest.mark.parametrize("text", [b"", b"hello", b"\xff\xfe\x00", b"BEGIN:VCALENDAR"])
def test_what_is_no_calendar_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text)


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60),
    start=st.dates(date(2026, 7, 1), date(2060, 1, 1)),
    days=st.integers(0, 5),
    zone=st.sampled_from(["Europe/Istanbul", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC"]),
)
def test_whatever_is_written_is_read_back(name: str, start: date, days: int, zone: str) -> None:
    one = replace(ANKARA, name=name, start=start, end=start + timedelta(days=days), zone=zone, place=name)
    found = entries([one], {}, TODAY)

    assert list(read(written(found, NOW, {})).values()) == found
