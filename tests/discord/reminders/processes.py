"""Bots in processes of their own on one database, and what becomes of a reminder when they are killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.reminders.book import Book
from bot.reminders.desk import LEASE
from bot.reminders.model import Delivery, Subscription
from bot.reminders.occasions import occasions
from bot.store import Store
from knowledge.load import load
from tests.discord.reminders.made import BEFORE, THREE_DAYS, eventually, subscription
from tests.loopback import Channel, Discord, Meanwhile
from tests.loopback.messages import NONCES

ROOT = str(Path(__file__).parents[3])
POINTS = ("before-claim", "after-claim", "accepted", "before-commit")
"""Where the first process is killed. "accepted": Discord has the message, the answer isn't on its way yet."""
SOON, LONG = LEASE + timedelta(seconds=10), NONCES + LEASE
"""How much later the second process starts: Discord knows the nonce, or doesn't any more."""
PATIENCE = 120


class Children:
    """Processes of the bot on this Discord and database, with Discord's time."""

    def __init__(self, discord: Discord, url: str, folder: Path) -> None:
        self.discord, self._folder = discord, folder
        self._environment = os.environ | {
            "DISCORD_TOKEN": discord.token,
            "DATABASE_URL": url,
            "HTTP_PORT": "0",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": ROOT,
        }

    async def start(self, point: str = "never") -> asyncio.subprocess.Process:
        ahead = self.discord.clock.ahead.total_seconds()
        arguments = ["-m", "tests.discord.reminders.child", self.discord.api, self.discord.gateway, str(ahead), point]
        return await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=self._folder, env=self._environment)

    @asynccontextmanager
    async def running(self, count: int = 1) -> AsyncIterator[None]:
        """So many, ended in order behind the block."""
        processes = [await self.start() for _ in range(count)]
        try:
            yield
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                await process.wait()


async def subscribed(store: Store, *channels: Channel) -> list[Subscription]:
    """Each channel to the review of 2029, three days before."""
    await store.migrate()
    book, known = Book(store, lambda: BEFORE), occasions(load().as_known_on(BEFORE.date()))
    return [await book.add(subscription(channel_id=one.id, guild_id=one.guild and one.guild.id), known) for one in channels]


async def sent(store: Store, one: Subscription) -> list[Delivery]:
    return [row for row in await Book(store, lambda: BEFORE).deliveries(one.id) if row.state == "sent"]


async def until_sent(store: Store, *found: Subscription) -> None:
    """Until the first reminder of each is settled as sent."""
    for one in found:

        async def settled(one: Subscription = one) -> bool:
            return bool(await sent(store, one))

        await eventually(settled, "a reminder to be settled", PATIENCE)


async def killed(children: Children, channel: Channel, store: Store, point: str, later: timedelta) -> int:
    """Kill a process at a point, start another `later`; how many messages then stand in the channel."""
    [one] = await subscribed(store, channel)
    discord = children.discord
    discord.clock.advance(seconds=(THREE_DAYS - discord.clock.now()).total_seconds())
    process = await children.start(point)
    if point == "accepted":

        async def kill() -> None:
            process.kill()
            await process.wait()

        discord.fail("POST", f"/channels/{channel.id}/messages", Meanwhile(kill, accepted=True))
    async with asyncio.timeout(PATIENCE):
        status = await process.wait()
    assert status == -signal.SIGKILL, f"it ended with {status}, not killed"
    assert not await sent(store, one), "it was settled before it was killed"
    discord.clock.advance(seconds=later.total_seconds())
    async with children.running():
        await until_sent(store, one)
    return len(discord.messages(channel))
