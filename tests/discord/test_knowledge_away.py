"""Moderators whose database goes away in the middle: they are told, nothing is lost, and they go on when it is back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import PledgeBot
from bot.curation import access
from bot.store import store as store_module
from tests.discord.knowing import SOURCE, WORDS, answer, drafted
from tests.discord.stage import Stage, world
from tests.discord.wire import Wire


@pytest.fixture
async def wire(database_url: str, tmp_path: Path) -> AsyncIterator[Wire]:
    wire = Wire(database_url, tmp_path)
    await wire.join()
    yield wire
    await wire.cut()


@pytest.fixture
async def place(wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Stage, PledgeBot]]:
    monkeypatch.setattr(store_module, "QUIET", 0.0)
    async with world(tmp_path) as on:
        bot = on.bot(database_url=wire.url)
        async with on.discord.running(bot):
            yield on, bot


async def gone(bot: PledgeBot, wire: Wire) -> None:
    await bot.store.close()  # its connections: on SQLite an open file stays
    await wire.cut()


async def test_a_form_that_is_sent_meanwhile_is_not_lost(place: tuple[Stage, PledgeBot], wire: Wire) -> None:
    on, bot = place
    modal = await on.discord.slash(on.olga, on.general, "knowledge add", kind="statement").modal()
    await on.discord.submit(modal, WORDS).reply()
    again = await on.discord.slash(on.olga, on.general, "knowledge add", kind="statement").modal()
    await gone(bot, wire)
    card = await on.discord.submit(again, WORDS).reply()
    assert "Zebras guard the eastern flank tonight" in card.text
    await wire.join()
    more = await on.discord.click(on.olga, card, "Change: Source").modal()
    ready = await on.discord.submit(more, SOURCE).reply()
    done = await on.discord.click(on.olga, ready, "Save").reply()

    assert "Saved as revisions 1 to 2" in done.text


async def test_saving_meanwhile_says_so_and_can_be_pressed_again(place: tuple[Stage, PledgeBot], wire: Wire) -> None:
    on, bot = place
    card = await drafted(on, on.olga, on.general)
    await gone(bot, wire)
    refused = await on.discord.click(on.olga, card, "Save").reply()
    assert "my database is away" in refused.text
    await wire.join()
    done = await on.discord.click(on.olga, card, "Save").reply()

    assert "Saved as revisions 1 to 2" in done.text
    assert "Mark Rutte said it" in await answer(on, on.ada, on.general)


@pytest.mark.parametrize("command", ["queue", "history", "export", "access", "as-of", "undo"])
async def test_looking_meanwhile_says_so(place: tuple[Stage, PledgeBot], wire: Wire, command: str) -> None:
    on, bot = place
    options: dict[str, object] = {"as-of": {"when": "1"}, "undo": {"number": 1}}.get(command, {})  # type: ignore[assignment]
    await gone(bot, wire)
    told = await on.discord.slash(on.olga, on.general, f"knowledge {command}", **options).reply()

    assert told.ephemeral
    assert "my database is away" in told.text
    await wire.join()


async def test_a_database_that_does_not_answer_is_given_up_in_time(place: tuple[Stage, PledgeBot], wire: Wire) -> None:
    if wire.sqlite:
        pytest.skip("a file answers or it doesn't")
    on, _ = place
    role = on.discord.role(on.guild, "Editors")
    on.discord.grant(role, on.guild, on.ada)
    await on.discord.slash(on.olga, on.general, "knowledge access", role=role).reply()
    (command,) = [each for each in on.discord.hub.commands[None] if each["name"] == "knowledge"]
    command["default_member_permissions"] = None
    wire.flowing.clear()
    asked = on.discord.slash(on.ada, on.general, "knowledge add", kind="person")
    refused = await asked.reply()
    wire.flowing.set()

    assert asked.in_time
    assert refused.text == access.UNSURE
