"""The composition root: everything that the Discord bot is made of is put together here, once.

    settings ─▶ store ─▶ records ──────────┐
                  └────▶ ledger ─▶ present ┼─▶ PledgeBot ─▶ cogs, buttons, commands
    knowledge ─▶ mind ──────────────┘      │
    settings ─▶ limits, metrics ───────────┘

Nothing is opened before `login`.
"""

from __future__ import annotations

import asyncio
import gc
import pkgutil
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from typing import Any

import discord
from discord.ext import commands

from bot import cogs, faults, logs
from bot.buttons import ITEMS
from bot.conversation import told
from bot.curation.access import Access
from bot.curation.desk import Desk
from bot.curation.drafts import Drafts
from bot.curation.ledger import Ledger
from bot.curation.present import Present
from bot.curation.queue import Queue
from bot.health import Health
from bot.limits import Limits
from bot.metrics import Metrics
from bot.mind import wake
from bot.pace import Pace, trace
from bot.records import Records
from bot.reminders.loop import Reminders
from bot.retention import purge_daily
from bot.settings import Settings
from bot.store import Store, Unavailable
from bot.sync import synchronise
from bot.translator import Catalogue

GRACE = 10.0
"""Seconds that questions which were begun have to be finished in when the bot stops."""
OVERLAP = 3 * GRACE
"""Seconds after which the process that this one replaces is gone."""
PATIENCE = 5.0
"""Seconds that the start waits for Discord to take the commands."""


# the bot doesn't speak: what is missing for that need not be said
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def create_bot(settings: Settings) -> PledgeBot:
    """The bot, unconnected: its `setup_hook` opens what it needs and loads all cogs."""
    return PledgeBot(settings)


class PledgeBot(commands.Bot):
    """A bot with its settings, its records, its knowledge and its limits. `clock` gives the moment, aware."""

    ledger: Ledger
    present: Present
    desk: Desk
    queue: Queue

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=faults.Tree,
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
        logs.route(settings.log_level)
        self.log = logs.logger("pledgebot")
        self.metrics = Metrics()
        self.limits = Limits(settings, self.metrics)
        self.store = Store(settings.database_url)
        self.records = Records(self.store, clock)
        self.access = Access(self.store, settings.curators)
        self.reminders = Reminders(self)
        self.health = Health(self)
        self.connected = False
        self._reading: asyncio.Task[None] | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def login(self, token: str) -> None:
        """Log in. How the bot is can be seen before that, and while Discord can't be reached."""
        if self.settings.http_port:
            await self.health.start(self.settings.http_host, self.settings.http_port)
        await super().login(token)

    async def setup_hook(self) -> None:
        """Everything that has to stand before the first event. A database that is away keeps nobody from an answer."""
        mind = await asyncio.to_thread(wake)
        self.ledger = Ledger(self.store, self.clock, mind.knowledge)
        self.present = Present(mind, self.ledger)
        self.present.subscribe(lambda _: self.reminders.knowledge_changed())
        self.queue = Queue(self.store, self.ledger, self.clock)
        self.desk = Desk(self.present, self.ledger, Drafts(self.store, self.clock))
        told.set(partial(self.fault, place="answering"))  # for all events: their tasks descend from this one
        for module in pkgutil.iter_modules(cogs.__path__, "bot.cogs."):
            await self.load_extension(module.name)
        self.add_dynamic_items(*ITEMS)
        await self.tree.set_translator(Catalogue())
        ready = await self._migrated()
        if ready:
            await self._synchronise()
        self.spawn(self._keep(ready), "keeping")
        self.spawn(self.present.watch(self.store), "following")
        gc.collect()
        gc.freeze()  # the knowledge stays: the collector need not look at it again

    async def _migrated(self) -> bool:
        """Whether the database could be reached and brought up to date."""
        try:
            if await self.store.migrate():
                self.log.info("database brought up to date")
        except Unavailable as fault:
            self.log.error("no database: questions are answered, nothing is kept", reason=str(fault))
            return False
        await self.records.remember()
        try:
            await self.present.refresh()
        except Unavailable as fault:
            self.log.error("the moderators' changes can't be read: answers rest on what was shipped", reason=str(fault))
            return False
        return True

    async def _synchronise(self) -> None:
        """Send the commands if they changed; a Discord that is slow at it holds up the start for a moment only."""
        if self.application_id is not None:
            task = self.spawn(synchronise(self.tree, self.records, self.application_id), "commands")
            await asyncio.wait([task], timeout=PATIENCE)

    async def _keep(self, ready: bool) -> None:
        """Wait for a database that was away at the start; from then on, send reminders and purge daily."""
        pause = 1.0
        while not ready:
            await asyncio.sleep(pause)
            pause = min(60.0, pause * 2)
            if ready := await self._migrated():
                await self._synchronise()
        self.spawn(self.reminders.run(), "reminders")
        await asyncio.sleep(OVERLAP)
        await self.records.remember()  # what a process that was being replaced still answered
        await purge_daily(self.records, self.settings.retention_days, self.clock)

    # --- the gateway

    async def connect(self, *, reconnect: bool = True) -> None:
        """Hold the connection until the bot is closed."""
        self._reading = asyncio.create_task(super().connect(reconnect=reconnect), name="gateway")
        try:
            await self._reading
        except asyncio.CancelledError:
            if self._leaving is None or ((task := asyncio.current_task()) and task.cancelling()):
                raise

    async def on_connect(self) -> None:
        """The gateway is there, with a new session."""
        self._connected("begun")

    async def on_ready(self) -> None:
        """The servers are known."""
        self.log.info("ready", servers=len(self.guilds))

    async def on_resumed(self) -> None:
        """The gateway is there again, and nothing was missed."""
        self._connected("resumed")

    async def on_disconnect(self) -> None:
        """The gateway is gone; discord.py goes on trying, and says so at each failure."""
        if self.connected:
            self.connected = False
            self.metrics.connects.labels("lost").inc()
            self.log.warning("gateway lost")

    def _connected(self, kind: str) -> None:
        self.connected = True
        self.metrics.connects.labels(kind).inc()
        self.log.info("gateway connected", session=kind)

    async def on_message(self, message: discord.Message) -> None:
        """Questions are no prefix commands: the cogs listen themselves."""

    # --- faults

    def fault(self, error: BaseException, place: str) -> str:
        """Log a fault with its trace; the sentence to say."""
        return faults.record(self, error, place)

    async def apologise(self, interaction: discord.Interaction[Any], error: BaseException) -> None:
        """Log a fault with its trace, and answer the interaction that met it."""
        await faults.apologise(self, interaction, error)

    async def on_error(self, event_method: str, /, *args: Any, **_kwargs: Any) -> None:
        """A listener failed."""
        await faults.reply(self, event_method, sys.exception(), args[0] if args else None)

    # --- stopping

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run beside everything else until the bot is closed; a fault in it is logged."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.fault(error, task.get_name())

    async def close(self) -> None:
        """Take no further questions, finish what was begun, then leave: gateway, HTTP, database."""
        if self._leaving is None:
            own = asyncio.current_task() is self._reading  # the gateway is closed already, and that can't be mended
            self._leaving = asyncio.create_task(self._leave(None if own else self._reading), name="leaving")
        await asyncio.shield(self._leaving)

    async def _leave(self, reading: asyncio.Task[None] | None) -> None:
        self.limits.stop()
        try:
            async with asyncio.timeout(GRACE):
                await asyncio.gather(self.limits.drained(), self.reminders.stop())
        except TimeoutError:
            self.log.warning("stopped in the middle of questions or reminders", unfinished=self.limits.line.inside)
        for task in tuple(self._tasks):
            task.cancel()
        if reading:  # a reader that is told of the closing closes first, with a code that leaves the bot looking online
            reading.cancel()
        await asyncio.gather(*self._tasks, *([reading] if reading else []), return_exceptions=True)
        if waiting := self._connection._ready_task:  # noqa: SLF001 - it would still say "ready", two seconds after the start
            waiting.cancel()
        await super().close()
        await self.records.close()
        await self.health.stop()
        await self.store.close()
        self.log.info("closed")
