"""Health and metrics over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import PledgeBot
from bot.store.store import Store
from tests.discord.stage import Stage, stage, world


async def get(bot: PledgeBot, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{bot.health.port}{path}") as response:
        return response.status, await response.text()


async def figures(bot: PledgeBot) -> dict[str, float]:
    _, body = await get(bot, "/metrics")
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Stage]:
    async with world(tmp_path) as place:
        yield place


async def test_a_bot_that_is_not_there_yet_is_alive_and_not_ready(place: Stage) -> None:
    bot = place.bot()
    await bot.health.start("127.0.0.1", 0)
    assert await get(bot, "/healthz") == (200, "alive\n")
    status, reasons = await get(bot, "/readyz")
    assert status == 503
    assert [line.split(":")[0] for line in reasons.splitlines()] == ["gateway", "knowledge", "database"]
    await bot.close()
    assert bot.health.port is None


async def test_a_bot_that_answers_is_ready_and_counts_its_questions(place: Stage) -> None:
    bot = place.bot()
    async with place.discord.running(bot):
        await bot.health.start("127.0.0.1", 0)
        await bot.wait_until_ready()
        assert await get(bot, "/readyz") == (200, "ready\n")
        question = place.discord.say(place.ada, place.general, "@pledgebot How much does Poland spend on defence?")
        await place.discord.reply_to(question)
        await place.discord.quiet()
        found = await figures(bot)
    assert [name for name in found if name.startswith("pledgebot_questions_total ") and name.endswith(" answer")]
    assert found["pledgebot_answer_seconds_count"] == 1
    assert found["pledgebot_questions_waiting"] == 0
    assert found["pledgebot_gateway_connects_total begun"] == 1


async def test_a_lost_gateway_is_told_and_counted(place: Stage) -> None:
    bot = place.bot()
    async with place.discord.running(bot):
        await bot.health.start("127.0.0.1", 0)
        await bot.wait_until_ready()
        resumed = asyncio.create_task(bot.wait_for("resumed"))
        await asyncio.sleep(0)
        place.discord.cut()
        await resumed
        assert (await get(bot, "/readyz"))[0] == 200
        found = await figures(bot)
    assert found["pledgebot_gateway_connects_total lost"] == 1
    assert found["pledgebot_gateway_connects_total resumed"] == 1


async def test_a_database_that_is_not_as_needed_is_told(place: Stage, tmp_path: Path) -> None:
    bot = place.bot()
    async with place.discord.running(bot):
        await bot.wait_until_ready()
        assert await bot.health.lacking() == []
        own, bot.store = bot.store, Store(f"sqlite:///{tmp_path / 'other.db'}")
        (reason,) = await bot.health.lacking()
        assert reason.startswith("database: the database is at revision none")
        await bot.store.close()
        bot.store = own
        bot.limits.stop()
        assert await bot.health.lacking() == ["stopping: no further questions are taken"]


async def test_a_port_that_is_taken_is_said_and_the_bot_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    async with stage(tmp_path, http_port=server.sockets[0].getsockname()[1]) as place:
        question = place.discord.say(place.ada, place.general, "@pledgebot How much does Poland spend on defence?")
        assert "4.68" in (await place.discord.reply_to(question)).text
    server.close()
    assert "can't be listened on" in caplog.text
