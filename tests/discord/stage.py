"""The bot on a Discord on loopback, with a few people in a server: where the tests of what people see take place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import PledgeBot
from bot.settings import Settings
from tests.loopback import Channel, Discord, Guild, User


@dataclass
class Stage:
    """Ada and Ben are members of a server that Olga owns; the bot tells the time by Discord's clock."""

    discord: Discord
    ada: User
    ben: User
    olga: User
    guild: Guild
    general: Channel
    folder: Path

    def bot(self, **settings: Any) -> PledgeBot:
        """Another process of the bot, on the same database."""
        address = f"sqlite:///{self.folder / 'bot.db'}"
        values: dict[str, Any] = {"discord_token": self.discord.token, "database_url": address, "http_port": 0}
        return PledgeBot(Settings(**values | settings), self.discord.clock.now)


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[Stage]:
    """The server with its people, nobody's bot on it yet."""
    async with Discord() as discord:
        olga, ada, ben = discord.user("Olga"), discord.user("Ada"), discord.user("Ben")
        guild = discord.guild("Allies", olga, ada, ben)
        yield Stage(discord, ada, ben, olga, guild, discord.channel(guild, "general"), folder)


@asynccontextmanager
async def stage(folder: Path, **settings: Any) -> AsyncIterator[Stage]:
    """The server with the bot on it."""
    async with world(folder) as found, found.discord.running(found.bot(**settings)):
        yield found
