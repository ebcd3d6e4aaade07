"""Commands that put a subject on one screen, each a question or several asked of the core: /ally, /compare, /target, /summit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import buttons, phrase, screens
from bot.reminders import handout
from bot.render.markdown import question as words
from bot.suggest import LONGEST, Daily, Suggestions, chosen

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

MEASURES = {
    "share of GDP": "",
    "US dollars": " in US dollars",
    "equipment": " by equipment share",
    "personnel": " by troops",
}
"""What can be compared → how the question says it."""
_TARGET = ("What is {}?", "What is the {}?", "{}?", "What did the allies agree in the {}?")
_SUMMIT = ("What was agreed at the {}?", "When is the {}?", "When was the {}?", "{}")
Name = app_commands.Range[str, 1, LONGEST]


class Screens(commands.Cog):
    """Screens by name."""

    def __init__(self, bot: PledgeBot) -> None:
        self.bot = bot
        self._suggest = Daily(bot)

    @app_commands.command(name="ally", description="One ally on one screen: spending over time, targets, pledges, latest words")
    @app_commands.describe(ally="Which ally")
    async def ally(self, interaction: Interaction, ally: Name) -> None:
        """Share over time with its picture, both lines, pledges, the latest statement."""
        await buttons.ask(self.bot, interaction, f"/ally {words(ally)}", screen=screens.ally(self._ally(interaction, ally)))

    @app_commands.command(name="compare", description="Compare allies, or groups of them, side by side")
    @app_commands.describe(first="An ally or a group", second="Another", third="A third", measure="What to compare", year="Of which year")
    @app_commands.choices(measure=[Choice(name=name, value=name) for name in MEASURES])
    async def compare(
        self,
        interaction: Interaction,
        first: Name,
        second: Name,
        third: Name | None = None,
        measure: str = "share of GDP",
        year: app_commands.Range[int, 1949, 2100] | None = None,
    ) -> None:
        names = [words(name) for name in (first, second, third) if name]
        text = f"Compare {phrase.join(names)}{MEASURES.get(measure, '')}{f' in {year}' if year else ''}"
        await buttons.ask(self.bot, interaction, text)

    @app_commands.command(name="target", description="What the allies agreed to spend, or how near one of them is")
    @app_commands.describe(name="Which commitment; leave it out for the one in force", ally="How far this ally has come")
    async def target(self, interaction: Interaction, name: Name | None = None, ally: Name | None = None) -> None:
        """A commitment, or one ally against the lines that are agreed."""
        if ally:
            await buttons.ask(self.bot, interaction, f"/target {words(ally)}", screen=screens.lines(self._ally(interaction, ally)))
        else:
            await buttons.ask(self.bot, interaction, self._asked(interaction, _TARGET, name) if name else "What is NATO's 5% target?")

    @app_commands.command(name="summit", description="When a summit is or was, and what it agreed")
    @app_commands.describe(name="Which summit; leave it out for the next one", calendar="A file for your calendar instead")
    async def summit(self, interaction: Interaction, name: Name | None = None, calendar: bool = False) -> None:
        if calendar:
            await handout.hand_out(self.bot, interaction, self._occasion(interaction, name) if name else None)
            return
        await buttons.ask(self.bot, interaction, self._asked(interaction, _SUMMIT, name) if name else "When is the next NATO summit?")

    # --- names

    @ally.autocomplete("ally")
    @target.autocomplete("ally")
    async def _allies(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        return _choices(chosen(current, [row.name for row in self._suggest.at(interaction.guild_id).view.allies.values()]))

    @compare.autocomplete("first")
    @compare.autocomplete("second")
    @compare.autocomplete("third")
    async def _sides(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        view = self._suggest.at(interaction.guild_id).view
        return _choices(
            chosen(current, [*(row.name for row in view.allies.values()), "NATO", *(row.name for row in view.base.groups.values())])
        )

    @target.autocomplete("name")
    async def _targets(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        suggest = self._suggest.at(interaction.guild_id)
        rows = sorted(suggest.view.commitments.values(), key=lambda row: row.on, reverse=True)
        return _choices(chosen(current, [row.name for row in rows if suggest.works(_worded(suggest, _TARGET, row.name))]))

    @summit.autocomplete("name")
    async def _summits(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        suggest = self._suggest.at(interaction.guild_id)
        rows = sorted(suggest.view.summits.values(), key=lambda row: row.start, reverse=True)
        return _choices(chosen(current, [row.name for row in rows if suggest.works(_worded(suggest, _SUMMIT, row.name))]))

    def _ally(self, interaction: Interaction, typed: str) -> str:
        """The name of the ally that is meant, or what was typed: the core says what it makes of that."""
        names = {row.name.casefold(): row.name for row in self._suggest.at(interaction.guild_id).view.allies.values()}
        return names.get(typed.strip().casefold(), words(typed))

    def _occasion(self, interaction: Interaction, name: str) -> str:
        """The id of a summit as something to be reminded of, by any of its names; of none where there is no such summit."""
        wanted = words(name).casefold()
        rows = self._suggest.at(interaction.guild_id).view.summits.values()
        return next((f"summit:{row.id}" for row in rows if wanted in (row.name.casefold(), *map(str.casefold, row.aliases))), "summit:")

    def _asked(self, interaction: Interaction, templates: Iterable[str], name: str) -> str:
        return _worded(self._suggest.at(interaction.guild_id), templates, name)


def _worded(suggest: Suggestions, templates: Iterable[str], name: str) -> str:
    """The first question about the thing, by any of its names, that the core answers."""
    called = [name]
    for table in (suggest.mind.knowledge.commitments, suggest.mind.knowledge.summits):
        for row in table.values():
            if row.name == name:
                called += row.aliases
    bare = [words(one).removeprefix("The ") for one in called]
    asked = [template.format(one) for template in templates for one in bare]
    return next((text for text in asked if suggest.works(text)), asked[0])


def _choices(names: Iterable[str]) -> list[Choice[str]]:
    return [Choice(name=name, value=name) for name in names]


async def setup(bot: PledgeBot) -> None:
    await bot.add_cog(Screens(bot))
