"""A native event of Discord for each summit ahead, in the servers that want them: created, moved and cancelled with the knowledge.

What there is stands with Discord: an event of the bot's own names its occasion in its description. What is wanted is claimed by its hash,
so that one process carries it out, and an event that somebody deletes by hand stays deleted until its summit changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import discord
from sqlalchemy import delete, select

from bot.faults import UNSENT
from bot.logs import logger
from bot.reminders import wording
from bot.reminders.calendar import Entry, entries
from bot.reminders.subscribing import manages
from bot.store import Unavailable
from bot.store.tables import event_servers

if TYPE_CHECKING:
    from bot.app import PledgeBot

MARK = "-# pledgebot · {}"
"""The last line of a description, with the id of the occasion."""
HOURS = "The hours are not published: these are the whole days there."
REASON = "a summit of what pledgebot knows"
log = logger("pledgebot.events")


class Events:
    """Raises Unavailable where the database is away, except `keep_all`, which says so in the log."""

    def __init__(self, bot: PledgeBot) -> None:
        self._bot = bot
        self._turn = asyncio.Lock()

    async def switch(self, guild_id: int, *, on: bool) -> None:
        """Whether a server wants them."""
        async with self._bot.store.write() as connection:
            await connection.execute(delete(event_servers).where(event_servers.c.guild_id == guild_id))
            if on:
                await connection.execute(event_servers.insert().values(guild_id=guild_id))

    async def servers(self) -> list[int]:
        """Those that want them."""
        async with self._bot.store.read() as connection:
            return list((await connection.execute(select(event_servers.c.guild_id))).scalars())

    async def switched(self, interaction: discord.Interaction[PledgeBot], *, on: bool) -> str:
        """Switch as somebody asks for; what there is to say."""
        guild = interaction.guild
        if guild is None or not manages(interaction):
            return "Events are for those who manage the server."
        if on and not guild.me.guild_permissions.create_events:
            return "I need the permission *Create Events* in this server. Give it to my role, then try again."
        await self.switch(guild.id, on=on)
        if not on:
            await self.drop(guild)
            return "I keep no events any more; those of summits ahead are cancelled."
        kept = await self.keep(guild)
        if kept is None:
            return "I will keep an event for each summit, but Discord did not take them just now. I try again when something changes."
        known = self._bot.reminders.occasions(guild.id).values()
        undated = [wording.dateless(one) for one in known if one.start is None and one.kind == "summit"]
        said = f"I keep an event for each summit ahead whose day is known: {kept} now."
        return " ".join([said, *(f"Without a day: {line}." for line in undated)])

    async def keep_all(self) -> None:
        """Bring the events of every server into line with what is known."""
        async with self._turn:
            try:
                for guild_id in await self.servers():
                    if guild := self._bot.get_guild(guild_id):
                        await self.keep(guild)
            except Unavailable as why:
                log.error("events wait for the database", reason=str(why))

    async def keep(self, guild: discord.Guild) -> int | None:
        """Create, move and cancel what has to be, unless it was done; how many events are wanted, None where Discord won't have it."""
        wanted = self._wanted(guild.id)
        name, value = f"events:{guild.id}", sha256(repr(sorted(wanted.values(), key=lambda one: one.id)).encode()).hexdigest()
        if not await self._bot.records.claim(name, value):
            return len(wanted)
        try:
            await self._carry_out(guild, wanted)
        except UNSENT as fault:
            await self._bot.records.release(name, value)
            log.warning("events could not be kept", server=guild.id, reason=str(fault))
            return None
        await self._bot.records.fulfil(name, value)
        return len(wanted)

    async def drop(self, guild: discord.Guild) -> None:
        """Cancel what is there, as a server no longer wants any."""
        name = f"events:{guild.id}"
        await self._bot.records.claim(name, "none")
        try:
            await self._carry_out(guild, {})
        except UNSENT as fault:
            log.warning("events could not be cancelled", server=guild.id, reason=str(fault))
        await self._bot.records.fulfil(name, "none")

    def _wanted(self, guild_id: int) -> dict[str, Entry]:
        """The summits that have not begun; Discord takes no event in the past."""
        now = self._bot.clock()
        summits = [one for one in self._bot.reminders.occasions(guild_id).values() if one.kind == "summit"]
        return {one.id: one for one in entries(summits, {}, now.date()) if _begins(one) > now}

    async def _carry_out(self, guild: discord.Guild, wanted: dict[str, Entry]) -> None:
        there = self._own(await guild.fetch_scheduled_events(with_counts=False))
        for id_, one in wanted.items():
            if id_ not in there:
                await guild.create_scheduled_event(**_shown(one), privacy_level=discord.PrivacyLevel.guild_only, reason=REASON)
            elif not _agrees(there[id_], one):
                await there[id_].edit(**_shown(one), reason=REASON)
        now = self._bot.clock()
        for id_, event in there.items():
            if id_ not in wanted and event.start_time > now:
                await event.cancel(reason=REASON)

    def _own(self, events: Iterable[discord.ScheduledEvent]) -> dict[str, discord.ScheduledEvent]:
        """Those that the bot keeps and that have not begun, by their occasion."""
        found = {}
        for event in events:
            last = (event.description or "").rpartition("\n")[2]
            mine = event.creator_id == self._bot.application_id and event.status is discord.EventStatus.scheduled
            if mine and last.startswith(MARK.format("")):
                found[last.removeprefix(MARK.format(""))] = event
        return found


def _begins(one: Entry) -> datetime:
    return datetime.combine(one.start, time(), ZoneInfo(one.zone))


def _shown(one: Entry) -> dict[str, Any]:
    return {
        "name": one.name[:100],
        "description": f"{HOURS}\n{MARK.format(one.id)}",
        "start_time": _begins(one),
        "end_time": datetime.combine(one.end + timedelta(days=1), time(), ZoneInfo(one.zone)),
        "entity_type": discord.EntityType.external,
        "location": (one.place or one.zone)[:100],
    }


def _agrees(event: discord.ScheduledEvent, one: Entry) -> bool:
    shown = _shown(one)
    return all(getattr(event, name) == shown[name] for name in ("name", "start_time", "end_time", "location"))
