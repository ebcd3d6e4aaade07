"""Calendar files as they are handed to people."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import discord

from bot.reminders import calendar, wording
from bot.reminders.diary import entered
from bot.response import Response
from bot.store import Unavailable

if TYPE_CHECKING:
    from bot.app import PledgeBot
    from bot.replies import Form

FILE = "nato.ics"
OPEN = "Open the file to put it into your calendar. Get it again when a date moves: your calendar then moves what it has."

AWAY = "I can't make a calendar file at the moment: my database is away. Please try again in a few minutes."


async def hand_out(bot: PledgeBot, interaction: discord.Interaction[PledgeBot], occasion: str | None) -> None:
    """Answer with the file, for nobody else."""
    async with Response(interaction, ephemeral=True) as response:
        try:
            made = await form(bot, interaction.guild_id, occasion)
        except Unavailable:
            await response.say(AWAY)
        else:
            await response.send(iter([made]))


async def form(bot: PledgeBot, guild_id: int | None, occasion: str | None = None) -> Form:
    """A message with the file of one occasion, or of everything that lies ahead; in words why there is none. Unavailable."""
    known = bot.reminders.occasions(guild_id)
    today = bot.clock().date()
    found = await entered(bot.store, guild_id, known.values(), today)
    wanted = [one for one in found if one.id == occasion or (occasion is None and one.id.startswith(calendar.GENERAL))]
    undated = [wording.dateless(one) for id_, one in known.items() if one.start is None and occasion in (None, id_)]
    if not wanted:
        words = "; ".join(undated) or "it is over, or I have no date for it"
        return lambda: {"content": f"There is nothing to put into a calendar: {words}."}
    view = bot.reminders.knowledge(guild_id).as_known_on(today)
    text = calendar.written(wanted, bot.clock(), calendar.notes(view, known.values()))
    said = " ".join([OPEN, *(f"Not in it: {line}." for line in undated)])
    return lambda: {"content": said, "files": [discord.File(BytesIO(text), FILE)]}
