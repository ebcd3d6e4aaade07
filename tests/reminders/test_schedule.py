"""When a reminder is due, in every zone and whatever clocks do; and what changes when a date does."""

from __future__ import annotations

import os
import shutil
import subprocess
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders import offsets
from bot.reminders.model import GONE, Delivery, Occasion, Subscription, zone
from bot.reminders.offsets import Offset
from bot.reminders.schedule import SECOND_THOUGHTS, coming, due, last_told, plan, still_due, too_late
from tests.reminders.made import NOW, subscribed, summit

DAY = timedelta(days=1)
ZONES = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith(("posix", "right", "Etc")))


def instant(text: str, one: Occasion, place: str) -> str:
    found = due(offsets.parse(text)[0], one, place)
    assert found
    return f"{found:%Y-%m-%d %H:%M}"


# --- instants


@pytest.mark.parametrize(
    ("start", "text", "place", "utc"),
    [
        ("2027-07-07", "3 days", "Europe/Brussels", "2027-07-04 07:00"),
        ("2027-07-07", "3 days", "America/New_York", "2027-07-04 13:00"),
        ("2027-07-07", "3 days", "Asia/Kathmandu", "2027-07-04 03:15"),
        ("2027-07-07", "the morning of", "Pacific/Auckland", "2027-07-06 21:00"),
        ("2027-07-07", "1 hour", "America/New_York", "2027-07-07 05:00"),  # from nine in Ankara, wherever one is
        ("2027-07-07", "when it begins", "Asia/Tokyo", "2027-07-07 06:00"),
        # summer time begins on 28 March 2027 in Brussels: 02:00 becomes 03:00
        ("2027-03-29", "1 day before at 02:30", "Europe/Brussels", "2027-03-28 01:30"),  # there is none: it is 03:30
        ("2027-03-29", "1 day", "Europe/Brussels", "2027-03-28 07:00"),
        ("2027-03-29", "2 days", "Europe/Brussels", "2027-03-27 08:00"),  # the same nine o'clock, 23 hours earlier
        # and ends on 31 October: 03:00 becomes 02:00
        ("2027-11-01", "1 day before at 02:30", "Europe/Brussels", "2027-10-31 00:30"),  # the first of the two
        ("2027-11-01", "2 days", "Europe/Brussels", "2027-10-30 07:00"),
        ("2027-11-01", "24 hours", "Europe/Brussels", "2027-10-31 06:00"),
        ("2027-04-05", "1 day before at 01:45", "Australia/Lord_Howe", "2027-04-03 14:45"),  # there by half an hour only
        ("2027-04-05", "1 day before at 02:00", "Australia/Lord_Howe", "2027-04-03 15:30"),
        ("2028-02-29", "1 year", "UTC", "2027-02-28 09:00"),
        ("2028-03-01", "1 day", "UTC", "2028-02-29 09:00"),
        ("2027-03-01", "1 day", "UTC", "2027-02-28 09:00"),
        ("2028-03-31", "1 month", "UTC", "2028-02-29 09:00"),
        ("2027-01-15", "2 months", "UTC", "2026-11-15 09:00"),
        ("2011-12-31", "1 day", "Pacific/Apia", "2011-12-30 19:00"),  # Samoa left out 30 December 2011: it is nine on the 31st
    ],
)
def test_an_instant(start: str, text: str, place: str, utc: str) -> None:
    assert instant(text, summit(start=date.fromisoformat(start)), place) == utc


@given(st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2036, 12, 31)), st.integers(0, 40), st.integers(0, 95))
def test_it_is_the_first_moment_at_which_a_clock_on_the_wall_shows_it(place: str, start: date, days: int, quarters: int) -> None:
    at = time(quarters // 4, quarters % 4 * 15)
    found = due(Offset(days=days, at=at), summit(start=start), place)
    assert found
    wall, local = datetime.combine(start - timedelta(days=days), at), zoneinfo.ZoneInfo(place)
    around = [found + timedelta(minutes=minutes) for minutes in range(-26 * 60, 26 * 60, 15)]
    showing = [moment for moment in around if moment.astimezone(local).replace(tzinfo=None) == wall]
    assert showing[:1] == [found] if showing else found.astimezone(local).replace(tzinfo=None) > wall


def test_a_zone_whose_rules_change_moves_what_is_planned(tmp_path: Path) -> None:
    """As when the time-zone database is renewed and the bot starts anew: nine o'clock stays nine o'clock."""
    if not (zic := shutil.which("zic", path=f"{os.environ['PATH']}:/usr/sbin")):
        pytest.skip("there is no zic, which compiles the rules of a zone")
    one: dict[str, Occasion] = {"summit:one": summit()}
    rows: list[Delivery] = []
    for hours in ("2:00", "5:00"):
        (tmp_path / "rules").write_text(f"Zone Test/Town {hours} - TST\n")
        subprocess.run([zic, "-d", tmp_path / hours, tmp_path / "rules"], check=True)
        zoneinfo.reset_tzpath([tmp_path / hours, *zoneinfo.TZPATH])
        zoneinfo.ZoneInfo.clear_cache()
        zone.cache_clear()
        try:
            found = plan(subscribed("3 days", zone="Test/Town"), one, rows, NOW)
        finally:
            zoneinfo.reset_tzpath()
            zoneinfo.ZoneInfo.clear_cache()
            zone.cache_clear()
        rows = [replace(row, id=7) for row in (*found.added, *found.changed)]
        assert [row.due_at.hour for row in rows] == [9 - int(hours[0])]
        assert [row.wake_at for row in rows] == [row.due_at for row in rows]


# --- what is to come


def test_a_day_that_is_not_known_is_not_scheduled() -> None:
    assert list(coming(subscribed(), {"summit:one": summit(start=None, end=None, when="2027")})) == []


def test_times_that_have_passed_are_said_and_not_sent() -> None:
    occasions = {"summit:one": summit(start=date(2027, 3, 5))}
    late = subscribed()
    assert [offset.text for _, offset in too_late(late, occasions)] == ["2 weeks before"]
    added = plan(late, occasions, [], NOW).added
    assert [row.offset for row in added] == ["3d@09:00", "60m"]
    assert min(row.due_at for row in added) > NOW


def test_only_what_is_watched_and_not_muted_is_to_come() -> None:
    occasions = {id_: summit(id=id_) for id_ in ("summit:one", "summit:two", "pledge:ESP:x", "deadline:x")}

    def found(**changed: Any) -> set[str]:
        return {row.occasion for row in coming(subscribed(**changed), occasions)}

    assert found() == {"summit:one", "summit:two"}
    assert found(watches=("ally:ESP",)) == {"pledge:ESP:x"}
    assert found(watches=("ally:FRA",)) == set()
    assert found(watches=("deadlines", "summit:two")) == {"deadline:x", "summit:two"}
    assert found(muted=frozenset({"summit:one"})) == {"summit:two"}
    assert found(paused=True) == set()


# --- plans


def kept(found: Sequence[Delivery], *, told: int = 0) -> list[Delivery]:
    """Rows as they are kept after a plan, the first `told` of them sent when they were due."""
    rows = [replace(row, id=number) for number, row in enumerate(found, 1)]
    return [replace(row, state="sent", wake_at=None, sent_at=row.due_at, message_id=9) if row.id <= told else row for row in rows]


def carried_out(rows: Sequence[Delivery], subscription: Subscription, occasions: Mapping[str, Occasion], now: datetime) -> list[Delivery]:
    found = plan(subscription, occasions, rows, now)
    changed = {row.id: row for row in found.changed}
    added = [replace(row, id=len(rows) + number) for number, row in enumerate(found.added, 1)]
    return [*(changed.get(row.id, row) for row in rows), *added]


def said(rows: Sequence[Delivery]) -> list[tuple[str, str, str]]:
    return [(row.offset, row.start, row.state) for row in rows]


def test_a_plan_that_is_carried_out_leaves_nothing_to_do() -> None:
    occasions = {"summit:one": summit()}
    rows = kept(plan(subscribed(), occasions, [], NOW).added)
    again = plan(subscribed(), occasions, rows, NOW + DAY)
    assert (again.added, again.changed) == ((), ())


def test_when_a_date_moves_rows_follow_and_who_was_told_is_told_once() -> None:
    before, after = {"summit:one": summit()}, {"summit:one": summit(start=date(2027, 9, 1))}
    rows = kept(plan(subscribed(), before, [], NOW).added, told=1)
    now = datetime(2027, 6, 25, tzinfo=UTC)  # two weeks before was told
    rows = carried_out(rows, subscribed(), after, now)
    assert said(rows) == [
        ("14d@09:00", "2027-07-07", "sent"),
        ("3d@09:00", "2027-07-07", "cancelled"),
        ("60m", "2027-07-07", "cancelled"),
        ("14d@09:00", "2027-09-01", "waiting"),
        ("3d@09:00", "2027-09-01", "waiting"),
        ("60m", "2027-09-01", "waiting"),
        ("correction:1", "2027-09-01", "waiting"),
    ]
    assert rows[-1].due_at == now + SECOND_THOUGHTS
    assert carried_out(rows, subscribed(), after, now + DAY) == rows


def test_who_was_told_nothing_gets_no_correction() -> None:
    rows = kept(plan(subscribed(), {"summit:one": summit()}, [], NOW).added)
    rows = carried_out(rows, subscribed(), {"summit:one": summit(start=date(2027, 9, 1))}, NOW)
    assert not any(row.offset.startswith("correction") for row in rows)


def test_a_change_that_is_taken_back_leaves_all_as_it_was() -> None:
    before, after = {"summit:one": summit()}, {"summit:one": summit(start=date(2027, 9, 1))}
    first = kept(plan(subscribed(), before, [], NOW).added, told=1)
    now = datetime(2027, 6, 25, tzinfo=UTC)
    rows = carried_out(carried_out(first, subscribed(), after, now), subscribed(), before, now)
    assert [row for row in rows if row.state != "cancelled"] == first
    assert carried_out(rows, subscribed(), after, now)[3:] == carried_out(first, subscribed(), after, now)[3:]


def test_a_summit_that_is_cancelled_is_corrected_once_and_one_that_is_over_is_not() -> None:
    rows = kept(plan(subscribed(), {"summit:one": summit()}, [], NOW).added, told=1)
    cancelled = carried_out(rows, subscribed(), {}, datetime(2027, 6, 25, tzinfo=UTC))
    assert said(cancelled)[1:] == [
        ("3d@09:00", "2027-07-07", "cancelled"),
        ("60m", "2027-07-07", "cancelled"),
        ("correction:1", GONE, "waiting"),
    ]
    assert cancelled[-1].name == "One"
    over = carried_out(kept(rows, told=3), subscribed(), {}, datetime(2027, 7, 10, tzinfo=UTC))
    assert len(over) == 3


def test_a_date_that_becomes_known_is_scheduled_from_then_on() -> None:
    unknown = {"summit:one": summit(start=None, end=None, when="2027")}
    assert plan(subscribed(), unknown, [], NOW).added == ()
    known = plan(subscribed(), {"summit:one": summit()}, [], datetime(2027, 6, 30, tzinfo=UTC)).added
    assert [row.offset for row in known] == ["3d@09:00", "60m"]


def test_news_are_told_once_and_those_that_were_there_are_none() -> None:
    edition = summit(id="edition:a", kind="edition", start=date(2027, 2, 1), news=True)
    fresh = summit(id="edition:b", kind="edition", start=date(2027, 3, 1), news=True)
    here = subscribed(watches=("editions",), known=frozenset({"edition:a"}))
    found = plan(here, {"edition:a": edition, "edition:b": fresh}, [], NOW)
    assert said(found.added) == [("new", "2027-03-01", "waiting")]
    assert found.known == {"edition:a", "edition:b"}
    rows = kept(found.added, told=1)
    assert carried_out(rows, replace(here, known=found.known), {"edition:a": edition, "edition:b": fresh}, NOW + DAY) == rows
    assert carried_out([], replace(here, known=found.known), {"edition:a": edition, "edition:b": fresh}, NOW + DAY) == []


def test_what_is_to_be_published_is_told_on_the_morning_of_that_day() -> None:
    ahead = summit(id="edition:b", kind="edition", start=date(2027, 3, 9), news=True)
    [row] = plan(subscribed(watches=("editions",), zone="Asia/Tokyo"), {"edition:b": ahead}, [], NOW).added
    assert row.due_at == datetime(2027, 3, 9, 0, tzinfo=UTC)


def test_pausing_takes_back_what_waits_and_resuming_brings_back_what_is_still_to_come() -> None:
    occasions = {"summit:one": summit()}
    rows = kept(plan(subscribed(), occasions, [], NOW).added)
    paused = carried_out(rows, subscribed(paused=True), occasions, NOW)
    assert {row.state for row in paused} == {"cancelled"}
    resumed = carried_out(paused, subscribed(), occasions, datetime(2027, 7, 1, tzinfo=UTC))
    assert [row.state for row in resumed] == ["cancelled", "waiting", "waiting"]


def test_what_may_have_been_sent_is_left_alone() -> None:
    rows = kept(plan(subscribed(), {"summit:one": summit()}, [], NOW).added)
    rows = [replace(row, tried_at=NOW) for row in rows]
    assert carried_out(rows, subscribed(), {}, NOW) == rows


def test_another_zone_moves_what_waits_and_keeps_a_pause() -> None:
    occasions = {"summit:one": summit()}
    rows = kept(plan(subscribed("3 days, 1 day"), occasions, [], NOW).added)
    rows[0] = replace(rows[0], attempts=2, wake_at=NOW + DAY)
    moved = carried_out(rows, subscribed("3 days, 1 day", zone="Asia/Tokyo"), occasions, NOW)
    assert [after.due_at - before.due_at for before, after in zip(rows, moved, strict=True)] == [-timedelta(hours=7)] * 2
    assert [row.wake_at for row in moved] == [NOW + DAY, moved[1].due_at]


def test_before_sending_it_is_asked_whether_it_still_holds() -> None:
    one, here = summit(), subscribed()
    row = kept(plan(here, {"summit:one": one}, [], NOW).added)[0]
    assert still_due(here, row, one, None)
    assert not still_due(here, row, None, None)
    assert not still_due(here, row, summit(start=date(2027, 9, 1)), None)
    assert not still_due(replace(here, paused=True), row, one, None)
    assert not still_due(subscribed("5 days"), row, one, None)
    correction = replace(row, offset="correction:4", start="2027-09-01")
    moved = summit(start=date(2027, 9, 1))
    assert still_due(here, correction, moved, row)
    assert not still_due(here, correction, moved, replace(row, start="2027-09-01"))


def test_what_came_due_and_is_over_is_left_to_be_missed() -> None:
    rows = kept(plan(subscribed(), {"summit:one": summit()}, [], NOW).added)
    assert carried_out(rows, subscribed(), {}, datetime(2027, 7, 9, tzinfo=UTC)) == rows


def test_what_was_told_last_counts() -> None:
    rows = kept(list(coming(subscribed(), {"summit:one": summit()})), told=2)
    assert last_told(rows) == {"summit:one": rows[1]}
