"""Bots in processes of their own on one database, and what becomes of a reminder when they are killed."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.reminders.book import Book
from bot.reminders.desk import LEASE
from bot.reminders.model import Delivery, Subscription
from bot.reminders.occasions import occasions
from bot.store import Store
from knowledge.load import load
from tests.discord.reminders import child
from tests.discord.reminders.made import BEFORE, THREE_DAYS, eventually, subscription
from tests.loopback import Channel, Discord, Meanwhile
from tests.loopback.messages import NONCES

POINTS = ("before-claim", "after-claim", "accepted", "before-commit")
"""Where the first process is killed. "accepted": Discord has the message, the answer isn't on its way yet."""
SOON, LONG = LEASE + timedelta(seconds=10), NONCES + LEASE
"""How much later the second process starts: Discord knows the nonce, or doesn't any more."""
PATIENCE = 120


ROOT = Path(__file__).parents[3]
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["__main__", "bot.cogs.ask", "bot.cogs.reminders", "tests.discord.reminders.child"])


class Children:
    """Processes of the bot on this Discord and database, with Discord's time. They are forked from one that has imported everything."""

    def __init__(self, discord: Discord, url: str) -> None:
        with contextlib.chdir(ROOT):  # where what it imports stands
            forkserver.ensure_running()
        self.discord = discord
        self._settings = {"discord_token": discord.token, "database_url": url, "http_port": 0, "log_level": "ERROR"}

    def start(self, point: str = "never") -> ForkServerProcess:
        arguments = self._settings, self.discord.api, self.discord.gateway, self.discord.clock.ahead, point
        process = FORKS.Process(target=child.run, args=arguments, daemon=True)
        process.start()
        return process

    @asynccontextmanager
    async def running(self, count: int = 1) -> AsyncIterator[None]:
        """So many, ended in order behind the block."""
        processes = [self.start() for _ in range(count)]
        try:
            yield
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                await ended(process)


async def ended(process: ForkServerProcess) -> int | None:
    """Its status, once it has ended; None where it hasn't in time."""
    await asyncio.to_thread(process.join, PATIENCE)
    return process.exitcode


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
    process = children.start(point)
    if point == "accepted":

        async def kill() -> None:
            process.kill()
            await ended(process)

        discord.fail("POST", f"/channels/{channel.id}/messages", Meanwhile(kill, accepted=True))
    status = await ended(process)
    assert status == -signal.SIGKILL, f"it ended with {status}, not killed"
    assert not await sent(store, one), "it was settled before it was killed"
    discord.clock.advance(seconds=later.total_seconds())
    async with children.running():
        await until_sent(store, one)
    return len(discord.messages(channel))
