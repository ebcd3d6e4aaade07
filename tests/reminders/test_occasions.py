"""What the knowledge holds to be reminded of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from bot.reminders.model import Occasion
from bot.reminders.occasions import LONGEST, agree, occasions
from knowledge.base import KnowledgeBase
from knowledge.load import load
from knowledge.model import Summit

TODAY = date(2026, 11, 23)


@cache
def base() -> KnowledgeBase:
    return load()


def found(day: date = TODAY, **changed: object) -> dict[str, Occasion]:
    """With the fields of the Albanian summit changed."""
    summit = replace(base().summits["albania-2027"], **changed)  # type: ignore[arg-type]
    return dict(occasions(replace(base(), summits={**base().summits, summit.id: summit}).as_known_on(day)))


def test_a_summit_whose_day_is_not_known_is_there_without_a_day() -> None:
    one = found()["summit:albania-2027"]
    assert (one.when, one.start, one.end, one.opens, one.closes) == ("2027", None, None, None, None)
    assert found(start="2027-06")["summit:albania-2027"].start is None
    assert (one.kind, one.fact, one.place, one.zone) == ("summit", "albania-2027", "Tirana", "Europe/Tirane")


def test_a_summit_with_its_days_opens_and_closes_where_it_is() -> None:
    one = found(start="2027-06-15", end="2027-06-16")["summit:albania-2027"]
    assert one.opens == datetime(2027, 6, 15, 7, tzinfo=UTC)  # nine in Tirana
    assert one.closes == datetime(2027, 6, 16, 22, tzinfo=UTC)  # midnight in Tirana
    assert found(start="2027-06-15", end=None)["summit:albania-2027"].end == date(2027, 6, 15)
    assert found(start="2027-06-15", end="2027")["summit:albania-2027"].end == date(2027, 6, 15)


def test_what_is_over_is_no_occasion_and_today_still_is() -> None:
    assert not any(id_.startswith("summit:") and "albania" not in id_ for id_ in found())
    days = {"start": "2027-06-15", "end": "2027-06-16"}
    assert "summit:albania-2027" in found(date(2027, 6, 17), **days)  # it is still the 16th in Washington
    assert "summit:albania-2027" not in found(date(2027, 6, 18), **days)
    assert "summit:albania-2027" in found(date(2027, 12, 31))  # some day in 2027
    assert "summit:albania-2027" not in found(date(2028, 1, 2))


def test_the_alliance_s_deadlines_are_the_review_and_2035() -> None:
    deadlines = {one.id: (one.when, one.start, one.end, one.yearly) for one in found().values() if one.kind == "deadline"}
    assert deadlines == {
        "deadline:hague-2025": ("2035", date(2035, 12, 31), date(2035, 12, 31), False),
        "deadline:hague-2025:review": ("2029", date(2029, 1, 1), date(2029, 12, 31), True),
    }


def test_a_deadline_that_another_has_replaced_is_none() -> None:
    assert "deadline:wales-2014" in occasions(base().as_known_on(date(2020, 1, 1)))
    assert "deadline:wales-2014" not in occasions(base().as_known_on(date(2023, 12, 1)))


def test_editions_are_news_natos_own_only() -> None:
    editions = {one.id for one in found().values() if one.kind == "edition"}
    assert editions == {"edition:nato-2024", "edition:nato-2025", "edition:nato-2026"}
    assert all(found()[id_].news for id_ in editions)


def test_a_pledge_is_news_when_it_is_made_and_a_deadline_at_the_end_of_its_year() -> None:
    rows = [one for one in found().values() if one.kind == "pledge"]
    assert {one.fact for one in rows if one.news} == set(base().as_known_on(TODAY).pledges)
    dated = [one for one in rows if not one.news]
    assert dated
    for one in dated:
        pledge = base().pledges[one.fact]
        assert one.id == f"pledge:{pledge.subject}:{pledge.id}"
        assert one.start == date(pledge.by or 0, 12, 31)
        assert pledge.by
        assert pledge.by >= TODAY.year


def test_an_id_fits_into_a_button_and_stays_its_own() -> None:
    made = {f"{'x' * 90}{number}": replace(base().summits["albania-2027"], id=f"{'x' * 90}{number}") for number in range(3)}
    summits: dict[str, Summit] = {**made}
    ids = [one.id for one in occasions(replace(base(), summits=summits).as_known_on(TODAY)).values() if one.kind == "summit"]
    assert len(set(ids)) == 3
    assert max(map(len, ids)) == LONGEST


def test_that_something_is_over_is_no_change() -> None:
    held = found(start="2027-06-15", end="2027-06-16")
    after = found(date(2027, 6, 18), start="2027-06-15", end="2027-06-16")
    assert held.keys() > after.keys()
    assert agree(held, after, date(2027, 6, 18))
    assert agree(held, held, TODAY)
    assert not agree(held, found(start="2027-06-15", end="2027-06-17"), TODAY)
    assert not agree(held, {id_: one for id_, one in held.items() if id_ != "summit:albania-2027"}, TODAY)
    assert not agree({id_: one for id_, one in held.items() if id_ != "edition:nato-2026"}, held, TODAY)
