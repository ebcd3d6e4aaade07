"""What can be done with somebody's message: check its claims, find who said its words. Seen by whoever asks for it only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import locales
from bot.claims import check, who_said
from bot.render import details, verdicts
from bot.response import Response

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

NO_CLAIM = (
    "I find nothing in this message that I can check: a claim on what an ally spends, has promised or has said, "
    "in English, with a figure, a line or a name in it."
)
NO_WORDS = "I hold no statement with these words. My sources have what leaders said on spending and on the alliance, not everything."
_CLAIMS, _WORDS = 0x1D5AA6, 0x8A3F9C
_MESSAGES = 3
"""Private messages that one message is answered with at most."""


class Claims(commands.Cog):
    """Two entries in the menu of every message."""

    def __init__(self, bot: PledgeBot) -> None:
        self.bot = bot
        for name, callback in (("Check this claim", self.check), ("Who said this?", self.who)):
            bot.tree.add_command(app_commands.ContextMenu(name=name, callback=callback))

    async def cog_unload(self) -> None:
        """Take the entries away again."""
        for name in ("Check this claim", "Who said this?"):
            self.bot.tree.remove_command(name, type=discord.AppCommandType.message)

    async def check(self, interaction: Interaction, message: discord.Message) -> None:
        """Every checkable claim with its verdict, figure and source."""

        def blocks(text: str, locale: str) -> list[str]:
            found = check(self.bot.present.mind(interaction.guild_id), text, self.bot.clock().date(), locale)
            return [verdicts.claim(claim, locale) for claim in found]

        await self._shown(interaction, message, "Checked", blocks, NO_CLAIM, _CLAIMS)

    async def who(self, interaction: Interaction, message: discord.Message) -> None:
        """The statements behind the words."""

        def blocks(text: str, locale: str) -> list[str]:
            found = who_said(self.bot.present.mind(interaction.guild_id), text, self.bot.clock().date(), locale)
            return [verdicts.saying(passage, answer, locale) for passage, answer in found]

        await self._shown(interaction, message, "Who said this?", blocks, NO_WORDS, _WORDS)

    async def _shown(
        self,
        interaction: Interaction,
        message: discord.Message,
        title: str,
        blocks: Callable[[str, str], list[str]],
        nothing: str,
        colour: int,
    ) -> None:
        channel = interaction.channel_id or 0
        async with (
            Response(interaction, ephemeral=True) as response,
            self.bot.limits.slot(interaction.user.id, channel, interaction.guild_id) as allowed,
        ):
            if not allowed:
                await response.say(allowed.words)
                return
            locale = await locales.of_interaction(self.bot, interaction)
            found = blocks(_text(message), locale)
            self.bot.log.info("message looked at", menu=title, found=len(found))
            if not found:
                await response.say(nothing)
                return
            first, *others = details.cards(title, found, colour)
            await response.show(first)
            for card in others[: _MESSAGES - 1]:
                await interaction.followup.send(view=card, ephemeral=True)


def _text(message: discord.Message) -> str:
    """What the message says, with what it forwards."""
    return "\n".join(text for text in (message.content, *(snapshot.content for snapshot in message.message_snapshots)) if text)


async def setup(bot: PledgeBot) -> None:
    await bot.add_cog(Claims(bot))
