"""/knowledge access: which role may change what is known in a server, and which channel hears of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import phrase
from bot.cogs.knowledge.gate import away, granted, knowledge
from bot.curation.access import Chosen
from bot.render import curation
from bot.response import Response
from bot.store import Unavailable

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]


@knowledge.command(name="access", description="Which role may change what I know here, and which channel hears of reports")
@app_commands.describe(
    role="Its members may, besides those who manage the server",
    no_role="Only those who manage the server",
    notices="The channel that is told when somebody reports something",
    no_notices="Tell no channel of reports",
)
async def access(
    interaction: Interaction,
    role: discord.Role | None = None,
    no_role: bool = False,
    notices: discord.TextChannel | None = None,
    no_notices: bool = False,
) -> None:
    grant = await granted(interaction, managing=True)
    if grant is None or grant.guild_id is None:
        return
    bot = interaction.client
    async with Response(interaction, ephemeral=True) as response:
        if role and role.id == grant.guild_id:
            await response.say("That would be everybody here. Please choose a role that you give to those whom you trust with it.")
            return
        try:
            chosen = await bot.access.chosen(grant.guild_id)
            wanted = Chosen(
                None if no_role else role.id if role else chosen.role_id,
                None if no_notices else notices.id if notices else chosen.channel_id,
            )
            if wanted != chosen:
                await bot.access.choose(grant.guild_id, wanted)
                bot.log.info("access chosen", guild=grant.guild_id)
        except Unavailable as fault:
            await away(interaction, fault)
            return
        await response.show(curation.told("\n".join(_said(wanted, changed=wanted != chosen)), curation.SAVED))


def _said(chosen: Chosen, *, changed: bool) -> list[str]:
    who = f" and whoever has <@&{chosen.role_id}>" if chosen.role_id else ""
    lines = [f"{'From now on ' if changed else ''}those who manage this server{who} may change what I know here."]
    if chosen.role_id:
        lines.append(
            "-# Discord shows the commands to those who manage the server, until you allow the role too: "
            "Server Settings → Integrations → this bot → /knowledge."
        )
    where = f"<#{chosen.channel_id}> is told of new reports." if chosen.channel_id else "No channel is told of new reports."
    return [phrase.capital(lines[0]), *lines[1:], f"{where} `/knowledge queue` shows them in any case."]
