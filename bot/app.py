"""The composition root: everything that the Discord bot is made of is put together here, once.

    settings ─▶ store ─▶ records ┐
               knowledge ─▶ mind ├─▶ PledgeBot ─▶ cogs, buttons, commands
               limits, metrics   ┘
"""

from __future__ import annotations

import asyncio
import importlib.util
import pkgutil
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord.ext import commands

from bot import cogs
from bot.limits import Limits
from bot.metrics import Metrics
from bot.mind import wake
from bot.pace import Pace, trace
from bot.records import Records
from bot.settings import Settings
from bot.store import Store, Unavailable

if TYPE_CHECKING:
    from bot.ask import Mind

GRACE = 10.0
"""Seconds that questions which were begun have to be finished in when the bot stops."""


def create_bot(settings: Settings) -> PledgeBot:
    """The bot, unconnected: its `setup_hook` opens what it needs and loads all cogs."""
    return PledgeBot(settings)


class PledgeBot(commands.Bot):
    """A bot with its settings, its mind, its records and its limits. `clock` gives the moment, aware."""

    mind: Mind

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),  # none of them privileged
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=discord.app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True, user=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=100,
            http_trace=trace(Pace(settings.requests_per_second)),
        )
        self.settings, self.clock = settings, clock
        self.log = structlog.get_logger("pledgebot")
        self.metrics = Metrics()
        self.limits = Limits(settings, self.metrics)
        self.store = Store(settings.database_url)
        self.records = Records(self.store, clock)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        """Everything that has to stand before the first event."""
        self.mind = await asyncio.to_thread(wake)
        for module in pkgutil.iter_modules(cogs.__path__, "bot.cogs."):
            await self.load_extension(module.name)
        if importlib.util.find_spec("bot.buttons"):
            self.add_dynamic_items(*importlib.import_module("bot.buttons").ITEMS)
        if importlib.util.find_spec("bot.translator"):
            await self.tree.set_translator(importlib.import_module("bot.translator").Catalogue())
        try:
            await self.store.migrate()
        except Unavailable as fault:
            self.log.error("no database", reason=str(fault))

    async def on_message(self, message: discord.Message) -> None:
        """Questions are no prefix commands: the cogs listen themselves."""

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run beside everything else until the bot is closed."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """Finish what was begun, then leave."""
        self.limits.stop()
        try:
            async with asyncio.timeout(GRACE):
                await self.limits.drained()
        except TimeoutError:
            self.log.warning("stopped in the middle of questions", unfinished=self.limits.line.inside)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await super().close()
        await self.records.close()
        await self.store.close()


class Tree(discord.app_commands.CommandTree[PledgeBot]):
    """Commands whose faults become a sentence."""
