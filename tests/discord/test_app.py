"""The bot as a whole: put together, started, synchronised, stopped."""

from __future__ import annotations

import asyncio
import json
import os
import pkgutil
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot import app as app_module
from bot import cogs
from bot.app import PledgeBot, create_bot
from bot.ask import Mind
from bot.faults import SORRY
from bot.settings import Settings
from bot.sync import fingerprint
from tests.discord.stage import Stage, world
from tests.loopback import Discord, Status

QUESTION = "@pledgebot How much does Poland spend on defence?"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Stage]:
    async with world(tmp_path) as place:
        yield place


async def test_it_asks_for_no_privilege_and_pings_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "an.invented.token")
    bot = create_bot(Settings())
    assert {name for name, on in bot.intents if on} == {"guilds", "guild_messages", "dm_messages"}
    assert bot.allowed_mentions is not None
    assert dict(bot.allowed_mentions.to_dict()) == {"parse": []}
    await bot.close()


async def test_every_module_of_the_cogs_is_loaded(place: Stage) -> None:
    bot = place.bot()
    async with place.discord.running(bot):
        found = {module.name for module in pkgutil.iter_modules(cogs.__path__)}
        assert {name.rpartition(".")[2] for name in bot.extensions} == found


# --- commands


async def test_commands_are_sent_once_by_one_of_two_processes(place: Stage) -> None:
    one, two = place.bot(), place.bot()
    async with place.discord.running(one), place.discord.running(two):
        pass
    async with place.discord.running(place.bot()):
        pass
    assert place.discord.hub.written == 1


async def test_commands_that_changed_are_sent_again(place: Stage) -> None:
    async with place.discord.running(place.bot()):
        pass
    bot = place.bot()

    @bot.tree.command(description="Something new")
    async def new(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("new")

    async with place.discord.running(bot):
        await place.discord.synchronised(2)


async def test_a_translation_is_a_change(place: Stage) -> None:
    bot = place.bot()
    async with place.discord.running(bot):
        before = await fingerprint(bot.tree)

        class Other(app_commands.Translator):
            async def translate(self, *_: object) -> str | None:
                return None

        await bot.tree.set_translator(Other())
        assert await fingerprint(bot.tree) != before


async def test_commands_that_discord_refused_are_sent_at_the_next_start(place: Stage, caplog: pytest.LogCaptureFixture) -> None:
    place.discord.fail("PUT", "/applications/*/commands", Status(503))
    async with place.discord.running(place.bot()):
        pass
    assert place.discord.hub.written == 0
    assert "commands could not be synchronised" in caplog.text
    async with place.discord.running(place.bot()):
        await place.discord.synchronised()


# --- faults


class Broken(commands.Cog):
    """Fails in every way there is."""

    @app_commands.command(description="Fails")
    async def fails(self, _: discord.Interaction[Any]) -> None:
        raise RuntimeError("secret of the program")

    @app_commands.command(name="fails-late", description="Fails after it was acknowledged")
    async def fails_late(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        raise RuntimeError("secret of the program")

    @app_commands.command(description="Is for others")
    @app_commands.check(lambda _: False)
    async def closed(self, _: discord.Interaction[Any]) -> None:
        raise AssertionError

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        if "break" in message.content:
            raise RuntimeError("secret of the program")


@pytest.fixture
async def broken(place: Stage) -> AsyncIterator[PledgeBot]:
    bot = place.bot()
    await bot.add_cog(Broken())
    async with place.discord.running(bot):
        await place.discord.synchronised()
        yield bot


@pytest.mark.parametrize("command", ["fails", "fails-late"])
async def test_a_fault_in_a_command_is_one_friendly_sentence(
    place: Stage, broken: PledgeBot, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    reply = await place.discord.slash(place.ada, place.general, command).reply()
    assert reply.ephemeral
    assert reply.text.startswith(SORRY.split("{")[0])
    assert "secret" not in reply.text
    number = reply.text.rstrip(".").rpartition(" ")[2]
    assert any(number in line.getMessage() and line.levelname == "ERROR" for line in caplog.records)
    assert broken.metrics.registry.get_sample_value("pledgebot_faults_total", {"place": command}) == 1


async def test_who_may_not_is_told_so(place: Stage, broken: PledgeBot) -> None:
    reply = await place.discord.slash(place.ada, place.general, "closed").reply()
    assert reply.text == "That is for moderators of this server."


async def test_a_fault_in_a_listener_is_told_to_whoever_spoke_to_the_bot(place: Stage, broken: PledgeBot) -> None:
    place.discord.say(place.ada, place.general, "let us break something")  # not to the bot
    asked = place.discord.say(place.ada, place.discord.direct(place.ada), "break")
    sorry = SORRY.split("{", maxsplit=1)[0]
    await place.discord.until(lambda: any(sorry in reply.text for reply in place.discord.replies_to(asked)), "an apology")
    assert place.discord.messages(place.general)[1:] == []


async def test_a_fault_in_the_answering_is_logged_and_the_bot_says_what_it_is(
    place: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret of the program")

    bot = place.bot()
    async with place.discord.running(bot):
        monkeypatch.setattr(Mind, "ask", fail)
        question = place.discord.say(place.ada, place.general, QUESTION)
        assert "omething in me is broken, not your question" in (await place.discord.reply_to(question)).text
        said = place.discord.say(place.ben, place.general, "Poland spends 5% of GDP on defence.")
        claim = place.discord.context_menu(place.ada, "Check this claim", said)
        assert "secret" not in (await claim.reply()).text
        assert bot.metrics.registry.get_sample_value("pledgebot_faults_total", {"place": "answering"})
    assert {line.levelname for line in caplog.records if "secret of the program" in line.getMessage()} == {"ERROR"}
    assert "secret of the program" not in capsys.readouterr().err


# --- stopping


async def test_it_leaves_the_gateway_properly(place: Stage) -> None:
    async with place.discord.running(place.bot()):
        pass
    assert place.discord.hub.gateway.goodbyes == [1000]


async def test_closing_twice_is_closing_once(place: Stage) -> None:
    bot = place.bot()
    async with place.discord.running(bot):
        await asyncio.gather(bot.close(), bot.close())
        await bot.close()
    assert place.discord.hub.gateway.goodbyes == [1000]


async def test_what_was_begun_is_finished_before_it_leaves(place: Stage) -> None:
    bot = place.bot()
    async with place.discord.running(bot):
        held = place.discord.hold("POST", "/channels/*/messages")
        question = place.discord.say(place.ada, place.general, QUESTION)
        await held.arrived.wait()
        closing = asyncio.create_task(bot.close())
        await asyncio.sleep(0)
        late = place.discord.say(place.ben, place.general, QUESTION)
        held.release()
        await closing
    assert "4.68" in (await place.discord.reply_to(question)).text
    assert all("4.68" not in reply.text for reply in place.discord.replies_to(late))
    found = place.bot()
    async with place.discord.running(found):
        kept = await found.records.by_question(question.id)
    assert kept
    assert kept.reply_message_id == (await place.discord.reply_to(question)).id


async def test_it_does_not_wait_forever(place: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(app_module, "GRACE", 0.05)
    bot = place.bot()
    async with place.discord.running(bot):
        held = place.discord.hold("POST", "/channels/*/messages")
        place.discord.say(place.ada, place.general, QUESTION)
        await held.arrived.wait()
        await bot.close()
        held.release()
    assert "stopped in the middle of questions" in caplog.text


# --- the process


class Process:
    """`pledgebot run` in a process of its own, on the loopback Discord."""

    def __init__(self, discord: Discord, folder: Path, **settings: str) -> None:
        self._discord, self._folder = discord, folder
        self._settings = {"DISCORD_TOKEN": discord.token, "HTTP_PORT": "0", "LOG_FORMAT": "json"} | settings
        self.events: list[dict[str, Any]] = []
        self.said = ""
        self._heard = asyncio.Condition()

    async def start(self) -> None:
        code = (
            "import sys; from tests.loopback import routed\n"
            f"with routed({self._discord.api!r}, {self._discord.gateway!r}):\n"
            "    from bot.cli import main; sys.exit(main(['run']))"
        )
        root = str(Path(__file__).parents[2])
        environment = os.environ | self._settings | {"PYTHONPATH": root}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, cwd=self._folder, env=environment, stderr=asyncio.subprocess.PIPE
        )
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr
        async for line in self.process.stderr:
            self.said += line.decode()
            if line.startswith(b"{"):
                self.events.append(json.loads(line))
            async with self._heard:
                self._heard.notify_all()

    async def seen(self, event: str) -> dict[str, Any]:
        def named() -> list[dict[str, Any]]:
            return [one for one in self.events if one["event"] == event]

        async with asyncio.timeout(30), self._heard:
            await self._heard.wait_for(named)
        return named()[0]

    async def ended(self) -> int:
        async with asyncio.timeout(30):
            status = await self.process.wait()
            await self._reader
        return status


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_process_in_order(place: Stage, tmp_path: Path, sign: signal.Signals) -> None:
    process = Process(place.discord, tmp_path)
    await process.start()
    await process.seen("gateway connected")
    held = place.discord.hold("POST", "/channels/*/messages")
    question = place.discord.say(place.ada, place.general, QUESTION)
    await held.arrived.wait()
    process.process.send_signal(sign)
    await process.seen("stopping")
    held.release()
    assert await process.ended() == 0
    assert "4.68" in (await place.discord.reply_to(question)).text
    assert place.discord.hub.gateway.goodbyes == [1000]
    assert process.events[-1]["event"] == "closed"
    answered = next(one for one in process.events if one["event"] == "answered")
    assert answered["question"]
    assert place.discord.token not in process.said
    assert "Poland" not in process.said
    assert "Traceback" not in process.said


async def test_a_token_that_discord_refuses_is_one_line_and_exit_status_1(place: Stage, tmp_path: Path) -> None:
    process = Process(place.discord, tmp_path, DISCORD_TOKEN="not.the.token")  # noqa: S106
    await process.start()
    assert await process.ended() == 1
    assert "pledgebot: DISCORD_TOKEN: Discord does not accept this token." in process.said
    assert "Traceback" not in process.said


async def test_a_discord_that_is_away_is_tried_again_and_how_the_bot_is_can_be_seen_meanwhile(place: Stage, tmp_path: Path) -> None:
    place.discord.fail("GET", "/users/@me", Status(503))
    held = place.discord.hold("GET", "/users/@me")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = Process(place.discord, tmp_path, HTTP_PORT=str(port))
    await process.start()
    await process.seen("Discord can't be reached; trying again")
    await held.arrived.wait()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/healthz") as response:
            assert response.status == 200
        async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
            assert response.status == 503
            assert "gateway: not connected to Discord" in await response.text()
        held.release()
        await process.seen("ready")
        async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
            assert (response.status, await response.text()) == (200, "ready\n")
    process.process.terminate()
    assert await process.ended() == 0
    assert [one["event"] for one in process.events].count("listening") == 1
    assert "Unclosed" not in process.said


async def test_a_database_that_is_away_keeps_nobody_from_an_answer(place: Stage, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'x.db'}"
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    process = Process(place.discord, tmp_path, DATABASE_URL=address)
    await process.start()
    away = await process.seen("no database: questions are answered, nothing is kept")
    assert "x.db can't be used: database is locked" in away["reason"]
    await process.seen("gateway connected")
    question = place.discord.say(place.ada, place.general, QUESTION)
    assert "4.68" in (await place.discord.reply_to(question)).text
    other.close()
    await process.seen("database brought up to date")
    await place.discord.synchronised()
    process.process.terminate()
    assert await process.ended() == 0
    found = place.bot(database_url=address)
    async with place.discord.running(found):
        assert await found.records.by_question(question.id)


async def test_a_database_that_can_never_be_used_is_exit_status_2(place: Stage, tmp_path: Path) -> None:
    process = Process(place.discord, tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}")
    await process.start()
    assert await process.ended() == 2
    assert process.said.endswith(f"  DATABASE_URL: {tmp_path} is a folder: DATABASE_URL has to name a file\n")
    assert place.discord.hub.gateway.identified == 0
