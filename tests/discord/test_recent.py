from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.recent import EVER, Exchange, Recent
from bot.traces import Traces

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTES = timedelta(minutes=1)


def asked(user: int, minute: int, channel: int = 1) -> Exchange:
    at = NOON + minute * MINUTES
    return Exchange(f"{user}-{minute}", at, date(2026, 11, 23), "en", user, 1, channel, minute, None, ("?",), "answer")


def full() -> Recent:
    """Holds the last two of four exchanges, by four people."""
    recent = Recent(size=2)
    recent.remember([], EVER)
    for user in range(4):
        recent.put(asked(user, user))
    return recent


def test_who_asked_nothing_needs_no_look_into_the_database() -> None:
    assert full().nobody(1, 9, NOON - MINUTES)
    assert full().nobody(2, 0, NOON - MINUTES)


def test_who_asked_what_is_no_longer_held_does() -> None:
    assert full().latest(1, 0) is None
    assert not full().nobody(1, 0, NOON)
    assert full().nobody(1, 0, NOON + MINUTES), "that was before"
    assert not full().nobody(1, None, NOON), "somebody asked in the channel"


def test_nothing_is_certain_before_the_database_was_read() -> None:
    assert not Recent().nobody(1, 9, NOON)


def test_after_somebody_is_forgotten_no_trace_of_them_is_left() -> None:
    recent = full()
    recent.drop(lambda one: one.user_id == 0)
    assert not recent.nobody(1, 9, NOON), "only the database can tell"
    assert recent.nobody(1, 9, NOON + 2 * MINUTES)


def test_nobody_who_was_somewhere_is_taken_to_be_absent_however_many_there_were() -> None:
    traces = Traces(cells=64)
    for user in range(1000):
        traces.leave((1, user), NOON + user * timedelta(seconds=1))
    assert not any(traces.none((1, user), NOON + user * timedelta(seconds=1)) for user in range(1000))
    assert all(traces.none((1, user), NOON + timedelta(seconds=1000)) for user in range(1000)), "all of that was before"
    traces.clear()
    assert traces.none((1, 999), NOON)


def test_few_of_those_who_were_nowhere_are_taken_to_be_there() -> None:
    traces = Traces()
    for user in range(120_000):
        traces.leave((1, user), NOON)
    assert sum(not traces.none((2, user), NOON) for user in range(10_000)) < 1000
