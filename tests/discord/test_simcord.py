"""The same bot on a Discord that somebody else wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.app import PledgeBot, create_bot
from bot.settings import Settings
from bot.store import watch


@pytest.fixture(autouse=True)
def _seldom_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """simcord waits until the bot has nothing to do; one that looks for others' changes three times a second always has."""
    monkeypatch.setattr(watch, "PAUSE", 3600.0)


POLAND = "How much does Poland spend on defence?"


def bot(folder: Path) -> PledgeBot:
    return create_bot(Settings(discord_token="any.invented.token", database_url=f"sqlite:///{folder / 'bot.db'}", http_port=0))  # noqa: S106


def name(env: simcord.Env) -> str:
    """The bot, as it is mentioned."""
    assert env.bot.user is not None
    return env.bot.user.mention


def place(env: simcord.Env) -> tuple[Any, Any]:
    """A channel, and somebody who is there."""
    guild = env.create_guild()
    return guild.create_text_channel("general"), guild.add_member(env.create_user("ada"))


def words(message: Any) -> str:
    """Every text of a message, whatever components it is in."""
    return "\n".join(_texts([component.to_dict() for component in discord_components(message)]))


def discord_components(message: Any) -> Any:
    return message.components if isinstance(message, discord.Message) else message.message.components


def _texts(components: Any) -> Iterator[str]:
    for one in components:
        if one.get("content"):
            yield one["content"]
        yield from _texts(one.get("components", ()))


async def test_a_mention_is_answered_and_its_buttons_work_after_a_restart(tmp_path: Path) -> None:
    async with simcord.run(bot(tmp_path), settle_timeout=20) as env:
        channel, ada = place(env)
        await ada.send(channel, f"{name(env)} {POLAND}")
        reply = channel.last_message
        assert reply is not None
        assert words(reply).startswith("Poland spends **4.68% of GDP**")
        assert reply.reference is not None

        await env.restart_bot(bot(tmp_path))
        shown = await ada.click(reply, label="Working")
        assert shown.ephemeral
        assert "share of GDP of Poland" in words(shown.response)


async def test_commands_are_answered_and_complete_names(tmp_path: Path) -> None:
    async with simcord.run(bot(tmp_path), settle_timeout=20) as env:
        channel, ada = place(env)
        asked = await ada.slash(channel, "ask", question=POLAND)
        assert words(asked.response).startswith("Poland spends")
        compared = await ada.slash(channel, "compare", first="Poland", second="Germany")
        assert "against Germany" in words(compared.response)
        offered = await ada.autocomplete(channel, "ally", "ally", "germ")
        assert [choice["name"] for choice in offered] == ["Germany"]


async def test_a_claim_is_checked_from_the_menu(tmp_path: Path) -> None:
    async with simcord.run(bot(tmp_path), settle_timeout=20) as env:
        channel, ada = place(env)
        message = await ada.send(channel, "Austria is in NATO.")
        shown = await ada.context_menu(channel, "Check this claim", message)
        assert shown.ephemeral
        assert "❌ **Not true:**" in words(shown.response)


async def test_something_wrong_becomes_a_report(tmp_path: Path) -> None:
    async with simcord.run(bot(tmp_path), settle_timeout=20) as env:
        channel, ada = place(env)
        await ada.send(channel, f"{name(env)} {POLAND}")
        assert channel.last_message is not None
        shown = await ada.click(channel.last_message, label="Something wrong?")
        thanks = await ada.submit_modal(shown, {"note": "It is 5 %"})
        assert "Your report is number 1" in (thanks.response.content if thanks.response else "")


@pytest.mark.parametrize("permission", ["attach_files", "embed_links"])
async def test_without_a_permission_the_answer_still_comes(tmp_path: Path, permission: str) -> None:
    async with simcord.run(bot(tmp_path), settle_timeout=20) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general", overwrites={guild.default_role: discord.PermissionOverwrite(**{permission: False})})
        ada = guild.add_member(env.create_user("ada"))
        await ada.send(channel, f"{name(env)} Rank allies by share in 2024")
        assert channel.last_message is not None
        assert "Poland" in (words(channel.last_message) or channel.last_message.content)


async def test_reminders_are_added_listed_and_removed(tmp_path: Path) -> None:
    async with simcord.run(bot(tmp_path), settle_timeout=20) as env:
        guild = env.create_guild()
        channel, ada = guild.create_text_channel("general"), guild.add_member(env.create_user("ada"))
        mods = guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
        ben = guild.add_member(env.create_user("ben"), roles=[mods])
        refused = await ada.slash(channel, "reminders add", channel=channel)
        assert "those who manage the server" in (refused.response.content if refused.response else "")
        added = await ben.slash(channel, "reminders add", channel=channel)
        assert "all summits" in words(added.response)
        assert "the days are not known yet" in words(added.response)
        assert "all summits" in words((await ben.slash(channel, "reminders list")).response)
        await ben.slash(channel, "reminders remove", number=1)
        assert "There are no reminders yet" in words((await ben.slash(channel, "reminders list")).response)
