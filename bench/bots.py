"""A bot in a process of its own: `python -m bench.bots bare|pledgebot API GATEWAY`, started by `python -m bench.discord`."""

from __future__ import annotations

import asyncio
import os
import sys

import discord

from tests.loopback.server import routed

BARE = "bare"


class Bare(discord.Client):
    """As little as a bot of discord.py can be: it repeats what it is told."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none())

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot:
            await message.reply(message.content)


def made(name: str) -> discord.Client:
    if name == BARE:
        return Bare()
    from bot.app import create_bot
    from bot.settings import Settings

    return create_bot(Settings())


def main() -> None:
    name, api, gateway = sys.argv[1:]
    with routed(api, gateway):
        asyncio.run(made(name).start(os.environ["DISCORD_TOKEN"]))


if __name__ == "__main__":
    main()
