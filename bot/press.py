"""What every button of the bot shares: it is found by its id, in whatever process, and a fault in it becomes a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self, cast

import discord
from discord.ui import Button, DynamicItem, Item

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Click = discord.Interaction[PledgeBot]


class Pressed(DynamicItem[Button[Any]], template=r"pb:none"):
    """A button that was pressed; `match` is what its id says."""

    def __init__(self, item: Button[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: Item[Any], match: re.Match[str], /) -> Self:
        return cls(cast("Button[Any]", item), match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await self.pressed(interaction.client, interaction)
        except Exception as fault:  # noqa: BLE001 - the library only logs what a button raises; the person is owed a sentence
            await interaction.client.apologise(interaction, fault)

    async def pressed(self, bot: PledgeBot, interaction: Click) -> None:
        """What the button does."""
        raise NotImplementedError
