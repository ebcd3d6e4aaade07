"""What the bot keeps: found again, written even when the database was away, forgotten when that is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from discord.utils import time_snowflake
from sqlalchemy import func, select

from bot import exchanges as exchanges_module
from bot import recent
from bot.exchanges import UNSAVED
from bot.recent import Recent
from bot.records import Exchange, Preferences, Records, Report
from bot.store import Store, Unavailable
from bot.store import store as store_module
from bot.store.tables import exchanges, reports
from tests.discord.wire import Wire

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA, BEN, GENERAL, OTHER, GUILD = 11, 22, 333, 334, 4444
MINUTE = timedelta(minutes=1)


def exchange(key: str, **changed: object) -> Exchange:
    whole = Exchange(key, NOW, NOW.date(), "en", ADA, GUILD, GENERAL, None, None, ("Is Austria a member?", "and Spain?"), "answer")
    return replace(whole, **changed)  # type: ignore[arg-type]


def report(**changed: object) -> Report:
    whole = Report(NOW, ADA, GUILD, GENERAL, "en", "How much?", "share of GDP", "2 %", "That is last year's figure.")
    return replace(whole, **changed)  # type: ignore[arg-type]


@asynccontextmanager
async def opened(url: str, *, remembering: bool = False) -> AsyncIterator[Records]:
    """Records as another process opens them."""
    store = Store(url)
    await store.migrate()
    records = Records(store, lambda: NOW)
    if remembering:
        await records.remember()
    try:
        yield records
    finally:
        await records.close()
        await store.close()


@pytest.fixture(params=[False, True], ids=["looking up", "remembering"])
async def records(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Records]:
    async with opened(database_url, remembering=request.param) as records:
        yield records


async def test_an_exchange_is_found_at_once_and_after_a_restart(database_url: str) -> None:
    whole = exchange("a", question_message_id=1, guild_id=2**63 - 1)
    async with opened(database_url) as records:
        await records.add(whole)
        await records.replied("a", 2)
        assert await records.exchange("a") == await records.by_reply(2) == replace(whole, reply_message_id=2)
    for remembering in (False, True):
        async with opened(database_url, remembering=remembering) as records:
            found = await records.exchange("a")
            assert found == await records.by_reply(2) == await records.by_question(1) == replace(whole, reply_message_id=2)
            assert found == await records.latest(GENERAL, ADA, NOW - MINUTE)


async def test_a_reply_that_is_noted_late_is_noted(database_url: str) -> None:
    async with opened(database_url) as records:
        await records.add(exchange("a"))
        await records.save()
        await records.replied("a", 7)
    async with opened(database_url) as records:
        await records.replied("no such key", 8)
        assert (found := await records.by_reply(7))
        assert found.key == "a"


async def test_two_people_in_one_channel_do_not_disturb_each_other(records: Records) -> None:
    await records.add(exchange("a"))
    await records.add(exchange("b", user_id=BEN, asked_at=NOW + MINUTE))
    await records.add(exchange("c", channel_id=OTHER, asked_at=NOW + 2 * MINUTE))
    for _ in range(2):
        found = [await records.latest(GENERAL, who, NOW) for who in (ADA, BEN, None)]
        assert [one.key for one in found if one] == ["a", "b", "b"]
        assert await records.latest(GENERAL, ADA, NOW + MINUTE) is None
        assert await records.latest(OTHER, BEN, NOW) is None
        await records.save()


async def test_a_later_version_takes_the_place_of_an_earlier_one(records: Records) -> None:
    await records.add(exchange("a", outcome="clarify"))
    await records.save()
    await records.add(exchange("a", outcome="answer", turns=("How much?",)))
    await records.save()
    found = await records.exchange("a")
    assert found == exchange("a", outcome="answer", turns=("How much?",))


async def test_what_is_dropped_is_gone_and_the_one_before_is_the_latest_again(records: Records) -> None:
    await records.add(exchange("a", question_message_id=5))
    await records.add(exchange("b", question_message_id=6, asked_at=NOW + MINUTE))
    await records.save()
    await records.drop("b")
    assert await records.exchange("b") is await records.by_question(6) is None
    assert (found := await records.latest(GENERAL, ADA, NOW))
    assert found.key == "a"


async def test_what_is_dropped_before_it_was_written_is_not_written(database_url: str) -> None:
    async with opened(database_url) as records:
        await records.add(exchange("a"))
        await records.drop("a")
    async with opened(database_url) as records:
        assert await records.exchange("a") is None


async def test_exchanges_are_written_behind_many_at_a_time(database_url: str) -> None:
    async with opened(database_url) as records:
        for number in range(500):
            await records.add(exchange(f"k{number}"))
            await records.replied(f"k{number}", number)
        assert await records.save()
    assert await _count(database_url) == 500


async def test_what_changes_while_it_is_written_is_written_again(database_url: str) -> None:
    async with opened(database_url) as records:
        await records.add(exchange("a"))
        saving = asyncio.create_task(records.save())
        while not records._saving.locked():  # noqa: SLF001, ASYNC110 - the very moment in between
            await asyncio.sleep(0)
        await records.replied("a", 5)
        assert await saving
        await records.save()
    async with opened(database_url) as records:
        assert await records.by_reply(5)


async def test_what_is_no_longer_in_memory_is_looked_up(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "SIZE", 3)
    monkeypatch.setattr(exchanges_module, "SIZE", 3)
    monkeypatch.setattr(exchanges_module, "Recent", lambda: Recent(3))
    ids = [time_snowflake(NOW + number * 10 * MINUTE) for number in range(6)]
    for remembering in (True, False):
        async with opened(database_url, remembering=remembering) as records:
            for number, ident in enumerate(ids):
                asked = NOW + number * 10 * MINUTE
                await records.add(exchange(f"k{number}", asked_at=asked, question_message_id=ident, channel_id=number))
            await records.save()
            for number, ident in enumerate(ids):
                assert (found := await records.by_question(ident))
                assert found == await records.latest(number, ADA, NOW) == await records.exchange(f"k{number}")
                assert found.key == f"k{number}"


async def test_people_choose_their_locale(records: Records) -> None:
    assert await records.preferences(ADA) == Preferences()
    await records.prefer(ADA, Preferences("de"))
    await records.prefer(ADA, Preferences("fr"))
    await records.prefer(BEN, Preferences(None))
    assert [await records.preferences(who) for who in (ADA, BEN)] == [Preferences("fr"), Preferences()]


async def test_whoever_is_forgotten_leaves_nothing_behind_but_reports_without_a_name(database_url: str) -> None:
    async with opened(database_url, remembering=True) as records:
        await records.add(exchange("a"))
        await records.save()
        await records.add(exchange("b"))  # on its way
        await records.add(exchange("c", user_id=BEN))
        await records.prefer(ADA, Preferences("de"))
        number = await records.report(report())
        assert await records.forget(ADA) == 4
        assert await records.exchange("a") is await records.exchange("b") is await records.latest(GENERAL, ADA, NOW) is None
        assert await records.preferences(ADA) == Preferences()
    async with opened(database_url) as records:
        assert await records.exchange("a") is await records.exchange("b") is None
        assert await records.exchange("c")
        assert await records.preferences(ADA) == Preferences()
        assert await records.reports(GUILD) == [report(user_id=None, id=number)]
        assert await records.forget(ADA) == 0


async def test_a_report_waits_until_it_is_settled_once(records: Records) -> None:
    first, second = await records.report(report()), await records.report(report(guild_id=None))
    assert [one.id for one in await records.reports(None)] == [first, second]
    assert await records.reports(GUILD) == [report(id=first)]
    settled = report(id=first, settled_at=NOW, settled_by=BEN, note="The edition was published last week.")
    assert await records.settle(first, BEN, "The edition was published last week.") == settled
    assert await records.settle(first, BEN, "again") is None
    assert await records.settle(999, BEN, "no such report") is None
    assert await records.reports(GUILD) == []
    assert await records.reports(GUILD, open_only=False) == [settled]


async def test_of_many_processes_one_gets_the_claim(database_url: str) -> None:
    async with opened(database_url) as one, opened(database_url) as two, opened(database_url) as three:
        got = await asyncio.gather(*(records.claim("commands", "v1") for records in (one, two, three) for _ in range(5)))
        assert sum(got) == 1
        await two.fulfil("commands", "v1")
        assert not await three.claim("commands", "v1")
        assert await three.claim("commands", "v2")
        assert await three.claim("other", "v2")


async def test_a_claim_that_failed_is_free_again(records: Records) -> None:
    assert await records.claim("commands", "v1")
    await records.release("commands", "v1")
    assert await records.claim("commands", "v1")
    await records.fulfil("commands", "v1")
    await records.release("commands", "v1")  # done is done
    assert not await records.claim("commands", "v1")


async def test_a_claim_whose_process_died_is_free_after_a_while(database_url: str) -> None:
    async with opened(database_url) as records:
        assert await records.claim("commands", "v1")
        later = Records(Store(database_url), lambda: NOW + timedelta(minutes=6))
        assert await later.claim("commands", "v1")
        await later._store.close()  # noqa: SLF001


async def test_what_was_kept_long_enough_is_purged(records: Records) -> None:
    for key, age in (("old", 31), ("young", 29)):
        await records.add(exchange(key, asked_at=NOW - timedelta(days=age)))
    await records.save()
    number = await records.report(report(made_at=NOW - timedelta(days=400)))
    assert await records.purge(NOW - timedelta(days=30)) == 1
    assert await records.exchange("old") is None
    assert await records.exchange("young")
    assert [one.id for one in await records.reports(None)] == [number]  # it is open
    await records.settle(number, BEN, "")
    assert await records.purge(NOW + timedelta(days=30)) == 2


async def test_a_moment_without_a_time_zone_is_refused(records: Records) -> None:
    with pytest.raises(Exception, match="time zone"):
        await records.report(report(made_at=NOW.replace(tzinfo=None)))


# --- a database that goes away


@pytest.fixture
async def wire(database_url: str, tmp_path: Path) -> AsyncIterator[Wire]:
    wire = Wire(database_url, tmp_path)
    await wire.join()
    yield wire
    await wire.cut()


async def test_while_the_database_is_away_exchanges_are_at_hand_and_later_written(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "QUIET", 0.0)
    async with opened(wire.url) as records:
        await records.add(exchange("before"))
        assert await records.save()
        await _lost(records, wire)
        await records.add(exchange("during", question_message_id=5))
        await records.replied("during", 6)
        assert not await records.save()
        assert await records.by_reply(6) == await records.latest(GENERAL, ADA, NOW) == await records.exchange("during")
        assert await records.preferences(ADA) == Preferences()
        assert await records.exchange("unknown") is None
        await records.drop("unknown")
        for refused in (records.prefer(ADA, Preferences("de")), records.report(report()), records.claim("x", "y"), records.forget(BEN)):
            with pytest.raises(Unavailable):
                await refused
        await wire.join()
        assert await records.save()
        await records.prefer(ADA, Preferences("de"))
    async with opened(wire.url) as records:
        assert (found := await records.by_question(5))
        assert found.reply_message_id == 6
        assert await records.exchange("before")


async def test_what_waits_for_the_database_is_bounded(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "QUIET", 0.0)
    async with opened(wire.url) as records:
        await _lost(records, wire)
        for number in range(UNSAVED + 10):
            await records.add(exchange(f"k{number}"))
        await wire.join()
        assert await records.save()
    assert await _count(wire.url) == UNSAVED


async def test_a_server_that_hangs_up_is_no_fault(postgres_url: str, tmp_path: Path) -> None:
    wire = Wire(postgres_url, tmp_path)
    await wire.join()
    async with opened(wire.url) as records:
        await records.prefer(ADA, Preferences("de"))
        await wire.cut()
        await wire.join()
        await records.prefer(ADA, Preferences("fr"))
        assert await records.preferences(ADA) == Preferences("fr")
    await wire.cut()


async def test_a_server_that_says_nothing_any_more_holds_nobody_up(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "WAIT", 0.2)
    monkeypatch.setattr(store_module, "SLOW", 0.1)
    wire = Wire(postgres_url, tmp_path)
    await wire.join()
    async with opened(wire.url) as records:
        await records.add(exchange("a", reply_message_id=1))
        assert await records.save()
        wire.flowing.clear()
        assert await records.by_reply(2) is None
        with pytest.raises(Unavailable):
            await records.prefer(ADA, Preferences("de"))
        assert await records.by_reply(1) == exchange("a", reply_message_id=1)
        wire.flowing.set()
    await wire.cut()


async def _lost(records: Records, wire: Wire) -> None:
    """Cut the wire; SQLite's open files would outlive it."""
    await records._store.close()  # noqa: SLF001
    await wire.cut()


async def _count(url: str) -> int:
    store = Store(url)
    async with store.read() as connection:
        number: int = (await connection.execute(select(func.count()).select_from(exchanges))).scalar_one()
        assert (await connection.execute(select(func.count()).select_from(reports))).scalar_one() == 0
    await store.close()
    return number
