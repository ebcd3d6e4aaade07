"""What has piled up becomes one message an occasion, and nobody is left in the dark about the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.reminders.model import Delivery
from bot.reminders.parcel import pile
from tests.reminders.made import subscribed

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def row(number: int, **changed: Any) -> Delivery:
    """Waiting, and due: the higher its number, the later."""
    due_at = NOW - 10 * HOUR + number * HOUR
    whole = Delivery(
        id=number,
        subscription_id=1,
        occasion="summit:one",
        offset=f"{number}m",
        start="2027-07-07",
        due_at=due_at,
        until=NOW + DAY,
        wake_at=due_at,
    )
    return replace(whole, **changed)


def made(*rows: Delivery) -> tuple[list[tuple[int, ...]], list[int]]:
    """The numbers of the rows in each message, and of those that are missed."""
    found = pile(subscribed(), rows, NOW)
    return [tuple(one.id for one in parcel.rows) for parcel in found.parcels], [one.id for one in found.missed]


def test_of_several_that_are_due_the_latest_is_sent_and_the_others_are_said() -> None:
    found = pile(subscribed(), [row(2), row(1), row(3)], NOW)
    assert [parcel.head.id for parcel in found.parcels] == [3]
    assert [one.id for one in found.missed] == [1, 2]
    assert [one.id for one in found.parcels[0].missed] == [1, 2]


def test_occasions_are_told_apart() -> None:
    assert made(row(1), row(2, occasion="summit:two"), row(3)) == ([(3,), (2,)], [1])


def test_a_correction_rides_along_and_alone_it_is_a_message() -> None:
    correction = row(4, offset="correction:9")
    assert made(row(1), row(2), correction) == ([(2, 4)], [1])
    assert made(correction) == ([(4,)], [])


def test_all_news_are_one_message() -> None:
    news = [row(number, offset="new", occasion=f"pledge:ESP:{number}:new") for number in (1, 2, 3)]
    assert made(*news, row(4)) == ([(1, 2, 3), (4,)], [])


def test_what_makes_no_sense_any_more_is_missed() -> None:
    assert made(row(1, until=NOW), row(2, offset="new", occasion="edition:a", until=NOW)) == ([], [1, 2])


def test_what_is_not_due_or_on_its_way_or_done_with_stays() -> None:
    claimed = row(1, state="claimed", wake_at=NOW + HOUR)
    others = [row(number, state=state, wake_at=None) for number, state in enumerate(("sent", "failed", "cancelled"), 3)]
    assert made(claimed, row(2, due_at=NOW + HOUR, wake_at=NOW + HOUR), *others) == ([], [])


def test_a_claim_that_has_run_out_is_taken_over() -> None:
    assert made(row(1, state="claimed", wake_at=NOW)) == ([(1,)], [])


def test_what_pauses_is_left_until_it_wakes_or_something_later_is_due() -> None:
    pausing = row(1, attempts=2, wake_at=NOW + HOUR)
    assert made(pausing) == ([], [])
    assert made(pausing, row(2)) == ([(2,)], [1])
    assert made(pausing, row(2, occasion="summit:two")) == ([(2,)], [])


def test_what_may_have_been_sent_is_looked_for_even_if_it_is_superseded_or_over() -> None:
    doubtful = row(1, tried_at=NOW - HOUR, until=NOW)
    found = pile(subscribed(), [doubtful, row(2)], NOW)
    assert [(parcel.head.id, parcel.superseded) for parcel in found.parcels] == [(1, True), (2, False)]
    assert [parcel.missed for parcel in found.parcels] == [(), ()]
    assert found.missed == ()


def test_what_was_missed_is_said_once_in_the_next_one() -> None:
    missed = row(1, state="missed", wake_at=None, occasion="summit:zero")
    found = pile(subscribed(), [missed, row(2), row(3, occasion="summit:two")], NOW)
    assert [[one.id for one in parcel.missed] for parcel in found.parcels] == [[1], []]
    said = replace(missed, message_id=5)
    assert [parcel.missed for parcel in pile(subscribed(), [said, row(2)], NOW).parcels] == [()]


def test_a_message_knows_what_was_told_last() -> None:
    sent = [row(number, state="sent", wake_at=None, sent_at=NOW - number * HOUR) for number in (1, 2)]
    [parcel] = pile(subscribed(), [*sent, row(3)], NOW).parcels
    assert parcel.told == sent[0]
