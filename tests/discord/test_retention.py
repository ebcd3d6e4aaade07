"""What was kept long enough is deleted, once a day."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.records import Exchange, Records
from bot.retention import AT, following, purge_daily
from bot.settings import Settings
from bot.store import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@given(some.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), some.integers(-12, 14))  # noqa: DTZ001 - the zone comes beside it
def test_the_next_purge_is_the_first_moment_of_its_time_of_day(moment: datetime, offset: int) -> None:
    now = moment.replace(tzinfo=timezone(timedelta(hours=offset)))
    found = following(now)
    assert now < found <= now + timedelta(days=1)
    assert found.timetz() == AT


@pytest.mark.parametrize(("now", "hours"), [(NOW.replace(hour=3, minute=30), 24), (NOW.replace(hour=3), 0.5), (NOW, 15.5)])
def test_a_purge_is_not_repeated_at_its_own_moment(now: datetime, hours: float) -> None:
    assert following(now) - now == timedelta(hours=hours)


async def test_a_bot_that_starts_purges_at_once(database_url: str) -> None:
    store = Store(database_url)
    await store.migrate()
    records = Records(store, lambda: NOW)
    for key, days in (("old", 31), ("young", 29)):
        asked = NOW - timedelta(days=days)
        await records.add(Exchange(key, asked, asked.date(), "en", 1, None, 2, None, None, ("How much?",), "answer"))
    await records.save()
    ticked = asyncio.Event()

    def clock() -> datetime:
        """The second time that it is asked, the purge is done."""
        if asked_before:
            ticked.set()
        asked_before.append(NOW)
        return NOW

    asked_before: list[datetime] = []
    task = asyncio.create_task(purge_daily(records, Settings.model_fields["retention_days"].default, clock))
    await ticked.wait()
    task.cancel()
    assert await records.exchange("old") is None
    assert await records.exchange("young")
    await records.close()
    await store.close()
