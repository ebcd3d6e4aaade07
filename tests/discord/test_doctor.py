"""The doctor: what is wrong, and what to do about it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot import cli
from bot.doctor import finding, findings_of, here
from bot.doctor.finding import Finding, Mark, bounded, fine
from bot.doctor.there import discord_itself
from bot.invite import NEEDED
from bot.settings import Settings, SettingsError
from bot.store import Store
from bot.store.store import newest
from tests.loopback import Discord, routed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOKEN = "MTIz.Gabcde.invented"  # noqa: S105


class Stand:
    """Three pages of Discord's API, with what the test puts there."""

    def __init__(self) -> None:
        self.url = ""
        self.headers = {"Date": format_datetime(NOW, usegmt=True)}
        self.pages: dict[str, Any] = {
            "/users/@me": {"id": "123", "username": "pledgebot"},
            "/applications/@me": {"id": "123", "flags": 0, "integration_types_config": {"0": {}, "1": {}}},
            "/users/@me/guilds": [{"id": "9", "name": "Allies", "permissions": str(NEEDED.value)}],
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = self.pages[request.path]
        if isinstance(body, int):
            return web.json_response({"message": "no"}, status=body, headers=self.headers)
        assert request.headers["Authorization"] == f"Bot {TOKEN}"
        return web.json_response(body, headers=self.headers)

    async def findings(self, now: datetime = NOW) -> list[Finding]:
        return await discord_itself(TOKEN, now)


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    stand = Stand()
    app = web.Application()
    app.router.add_get("/{path:.*}", stand.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with routed(stand.url, "ws://127.0.0.1"):
        yield stand
    await runner.cleanup()


def wrongs(findings: list[Finding]) -> dict[str, str]:
    assert all(one.advice for one in findings if one.mark is Mark.WRONG)
    return {one.what: f"{one.found} → {one.advice}" for one in findings if one.mark is Mark.WRONG}


def notes(findings: list[Finding]) -> dict[str, str]:
    return {one.what: one.found for one in findings if one.mark is Mark.NOTE}


# --- Discord


async def test_all_is_well(stand: Stand) -> None:
    findings = await stand.findings()
    assert [one.what for one in findings] == ["token", "clock", "intents", "server Allies"]
    assert {one.mark for one in findings} == {Mark.FINE}
    assert findings[0].found == "belongs to pledgebot (123)"


@pytest.mark.parametrize(("status", "said"), [(401, "Reset Token"), (429, "too many requests"), (503, "discordstatus.com")])
async def test_a_token_that_is_not_taken_is_told_from_a_discord_that_is_down(stand: Stand, status: int, said: str) -> None:
    stand.pages["/users/@me"] = status
    assert said in wrongs(await stand.findings())["token"]


@pytest.mark.parametrize(("seconds", "said"), [(4, None), (-4, None), (90, "90 s ahead of Discord's"), (-90, "90 s behind Discord's")])
async def test_the_clock_is_compared_with_discords(stand: Stand, seconds: int, said: str | None) -> None:
    found = wrongs(await stand.findings(NOW + timedelta(seconds=seconds))).get("clock")
    assert found is None if said is None else found is not None and said in found


async def test_privileged_intents_that_nobody_needs_are_named(stand: Stand) -> None:
    stand.pages["/applications/@me"]["flags"] = 1 << 19 | 1 << 14
    assert notes(await stand.findings())["intents"] == "privileged, and not needed: Server Members, Message Content"


async def test_commands_that_go_elsewhere_are_noticed(stand: Stand) -> None:
    stand.pages["/applications/@me"]["interactions_endpoint_url"] = "https://example.org"
    assert "Interactions Endpoint URL" in wrongs(await stand.findings())["commands"]


async def test_an_application_for_servers_only_is_noticed(stand: Stand) -> None:
    stand.pages["/applications/@me"]["integration_types_config"] = {"0": {}}
    assert "install" in notes(await stand.findings())


async def test_permissions_are_checked_server_by_server(stand: Stand) -> None:
    stand.pages["/users/@me/guilds"] = [
        {"id": "1", "name": "Full", "permissions": str(NEEDED.value)},
        {"id": "2", "name": "Bare", "permissions": str(NEEDED.value & ~(1 << 15) & ~(1 << 38))},
        {"id": "3", "name": "Lavish", "permissions": "8"},
    ]
    findings = await stand.findings()
    found = wrongs(findings)
    assert list(found) == ["server Bare"]
    assert found["server Bare"].startswith("missing: Attach Files, Send Messages In Threads → ")
    assert "client_id=123" in found["server Bare"]
    assert "administrator" in notes(findings)["server Lavish"]


async def test_a_bot_in_no_server_gets_the_link(stand: Stand) -> None:
    stand.pages["/users/@me/guilds"] = []
    assert any("https://discord.com/oauth2/authorize" in one.advice for one in await stand.findings())


async def test_without_a_network_that_is_said() -> None:
    with routed("http://127.0.0.1:1", "ws://127.0.0.1:1"):
        found = wrongs(await discord_itself(TOKEN, NOW))
    assert list(found) == ["network"]
    assert "Discord can't be reached" in found["network"]


async def test_on_the_loopback_discord_all_is_well() -> None:
    async with Discord() as discord:
        discord.guild("Allies", discord.user("Owner"))
        with routed(discord.api, discord.gateway):
            findings = await discord_itself(discord.token, datetime.now(UTC))
    assert wrongs(findings) == {}
    assert "token" in {one.what for one in findings}


# --- this machine


async def test_the_data_hold_together_and_a_chart_can_be_drawn() -> None:
    assert wrongs([*await here.data(), *await here.fonts()]) == {}


async def test_a_database_that_can_be_used_is_fine(database_url: str) -> None:
    store = Store(database_url)
    await store.migrate()
    await store.close()
    (found,) = await here.database(database_url)
    assert found.mark is Mark.FINE
    assert f"can be written to, at revision {newest()}" in found.found


async def test_a_database_without_tables_is_a_note(postgres_url: str) -> None:
    (found,) = await here.database(postgres_url)
    assert found.mark is Mark.NOTE
    assert "pledgebot migrate" in found.advice


async def test_looking_makes_no_file(sqlite_url: str, tmp_path: Path) -> None:
    (found,) = await here.database(sqlite_url)
    assert found.mark is Mark.FINE
    assert await asyncio.to_thread(os.listdir, tmp_path) == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////no/such/folder/x.db", "there is no folder /no/such/folder → make it"),
        ("sqlite:////proc/x.db", "/proc/x.db can't be opened or made"),
        ("sqlite:////proc", "/proc is a folder"),
        ("postgresql://127.0.0.1:1/x", "the database can't be used"),
    ],
)
async def test_a_database_that_can_not_be_used_is_told(url: str, said: str) -> None:
    assert said in wrongs(await here.database(url))["database"]


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    await asyncio.to_thread((tmp_path / "x.db").write_text, "a letter" * 1000)
    assert "x.db is not a database of SQLite → name another file" in wrongs(await here.database(f"sqlite:///{tmp_path}/x.db"))["database"]


async def test_a_database_that_is_only_read_is_told(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.db").execute("CREATE TABLE x (x)").connection.close()
    found = wrongs(await here.database(f"sqlite:///file:{tmp_path}/x.db?mode=ro&uri=true"))
    assert "x.db can't be written to" in found["database"]


async def test_a_port_that_is_taken_is_a_note() -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    taken = server.sockets[0].getsockname()[1]
    assert "the bot may be running already" in (await here.port("127.0.0.1", taken))[0].advice
    server.close()
    await server.wait_closed()
    assert (await here.port("127.0.0.1", taken))[0].mark is Mark.FINE
    assert (await here.port("127.0.0.1", 0))[0].mark is Mark.NOTE


# --- the examination


async def test_no_check_takes_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "WAIT", 0.01)

    async def stuck() -> list[Finding]:
        await asyncio.Event().wait()
        return []

    async def broken() -> list[Finding]:
        raise LookupError("lost")

    async def well() -> list[Finding]:
        return [fine("x", "y")]

    checks: list[Callable[[], Awaitable[list[Finding]]]] = [stuck, broken, well]
    found = [await bounded("it", check()) for check in checks]
    assert [one.mark for (one,) in found] == [Mark.WRONG, Mark.WRONG, Mark.FINE]
    assert "LookupError: lost" in found[1][0].found


async def test_without_settings_the_rest_is_checked() -> None:
    findings = await findings_of(SettingsError(["DISCORD_TOKEN: it is not set."]))
    assert list(wrongs(findings)) == ["settings"]
    assert {"data", "fonts"} <= {one.what for one in findings}


async def test_everything_is_examined(stand: Stand, monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    stand.headers["Date"] = format_datetime(datetime.now(UTC), usegmt=True)
    findings = await findings_of(Settings())
    assert wrongs(findings) == {}
    assert [one.what for one in findings] == ["settings", "data", "fonts", "database", "port", "token", "clock", "intents", "server Allies"]


def test_the_exit_status_tells_and_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    with routed("http://127.0.0.1:1", "ws://127.0.0.1:1"):
        assert cli.main(["doctor"]) == 1
    said = capsys.readouterr()
    assert "✗ network" in said.out
    assert said.out.endswith("\n1 to mend.\n")
    assert TOKEN not in said.out + said.err
