"""The group of commands, and the question that each of them, and each button and form that comes of them, asks first: who is this?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.curation.access import Grant, Person, Refusal
from bot.render.curation import AWAY
from bot.response import Response
from bot.store import Unavailable

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

NOT_THEIRS = "That is another server's."
HERE = "As a curator who moderates here too: change only what this server sees"

knowledge = app_commands.Group(
    name="knowledge",
    description="Keep what I know current: for moderators",
    default_permissions=discord.Permissions(manage_guild=True),
    allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
)


async def grant_of(interaction: Interaction, *, here: bool = False, managing: bool = False) -> Grant | Refusal:
    """What whoever is behind an interaction may change, looked up anew each time."""
    return await interaction.client.access.of(person(interaction), here=here, managing=managing)


async def granted(interaction: Interaction, *, here: bool = False, managing: bool = False) -> Grant | None:
    """The same; None after they have been told why not."""
    found = await grant_of(interaction, here=here, managing=managing)
    if isinstance(found, Grant):
        return found
    await Response(interaction, ephemeral=True).say(found.words)
    return None


async def granted_in(interaction: Interaction, scope: int) -> Grant | None:
    """What whoever pressed a button may change, where that is this scope; None after they have been told why not."""
    grant = await granted(interaction)
    if grant is None or grant.may(scope):
        return grant
    await Response(interaction, ephemeral=True).say(NOT_THEIRS)
    return None


def person(interaction: discord.Interaction[Any]) -> Person:
    """Whoever is behind an interaction, as Discord vouches for them."""
    user, guild = interaction.user, interaction.guild_id
    roles = [role.id for role in getattr(user, "roles", ())]
    return Person(user.id, guild, user.bot, guild is not None and interaction.permissions.manage_guild, roles)


async def away(interaction: Interaction, fault: Unavailable) -> None:
    """Say that the database is away."""
    interaction.client.log.warning("moderators have to wait", reason=str(fault))
    await Response(interaction, ephemeral=True).say(AWAY)
