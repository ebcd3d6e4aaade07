"""What the bot knows and from where: /sources and /about."""

from __future__ import annotations

from decimal import Decimal
from importlib.metadata import version
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import locales, phrase
from bot.answer import Citation
from bot.press import Pressed
from bot.render import details
from bot.render.discord import Card
from bot.render.markdown import harmless
from bot.render.parts import citation
from bot.response import Response, once
from knowledge.base import View
from knowledge.model import Source

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

COLOUR = 0x1D5AA6
ABOUT = """\
I answer questions on NATO's allies: what they promised, what they spend, what their leaders said. Every figure is computed from
my sources and shows them; every quote is verbatim; what I don't know, I say I don't know.

**What I know:** {counted}, from {sources}, the newest of {newest}.

I am a program: no person, no language model, and no part of NATO. I read English; `/language` sets how numbers and dates are
written.

**Run by:** {operator}

-# Version {version} · `/sources` lists every source · `/privacy` says what I keep"""
_WORDS = 40
"""Characters of a search, which goes into the ids of the page buttons."""


class Library(commands.Cog):
    """The sources, and the bot about itself."""

    def __init__(self, bot: PledgeBot) -> None:
        self.bot = bot

    @app_commands.command(name="sources", description="Every source that my answers rest on, newest first")
    @app_commands.describe(search="Words of a title or a publisher")
    async def sources(self, interaction: Interaction, search: app_commands.Range[str, 1, _WORDS] | None = None) -> None:
        async with Response(interaction, ephemeral=True) as response:
            locale = await locales.of_interaction(self.bot, interaction)
            await response.show(listed(view_of(self.bot, interaction), " ".join((search or "").replace(":", " ").split()), 0, locale))

    @app_commands.command(name="about", description="What I know, until when, from which editions, and who runs me")
    async def about(self, interaction: Interaction) -> None:
        async with Response(interaction, ephemeral=True) as response:
            locale = await locales.of_interaction(self.bot, interaction)
            told = about(view_of(self.bot, interaction), self.bot.settings.operator, locale)
            await response.show(details.cards("About pledgebot", told, COLOUR)[0])


def view_of(bot: PledgeBot, interaction: Interaction) -> View:
    """What is known today where somebody asks."""
    return bot.present.mind(interaction.guild_id).on(bot.clock().date())


def about(view: View, operator: str, locale: str) -> list[str]:
    """The bot about itself, in paragraphs."""
    known = [source for source in view.base.sources.values() if view.reported([source.id])]
    newest = max((source.published_on for source in known if source.published_on), default=None)
    figures = sum(len(series.cells) for (edition, _, _), series in view.base.series.items() if edition in {e.id for e in view.editions})
    counted = phrase.join(
        [
            f"{phrase.number(Decimal(figures), 0, locale)} figures of {len(view.allies)} allies",
            phrase.plural(len(view.commitments), "commitment", "commitments"),
            phrase.plural(len(view.pledges), "national pledge", "national pledges"),
            phrase.plural(len(view.statements), "statement", "statements"),
            phrase.plural(len(view.summits), "summit", "summits"),
        ]
    )
    editions = "\n".join(f"- {harmless(edition.name)}, {phrase.day(edition.published_on, locale)}" for edition in view.editions)
    filled = ABOUT.format(
        counted=counted,
        sources=phrase.plural(len(known), "source", "sources"),
        newest=phrase.day(newest, locale),
        operator=harmless(operator) or "whoever added me here; no name was set",
        version=version("pledgebot"),
    )
    first, held, *others = (" ".join(paragraph.split()) for paragraph in filled.split("\n\n"))
    return [first, held, f"**Editions of NATO's tables:**\n{editions}", *others]


def listed(view: View, search: str, page: int, locale: str) -> Card:
    """The sources that have all the words, newest first, on pages."""
    wanted = search.casefold().split()
    known = [row for row in view.base.sources.values() if view.reported([row.id]) and _has(row, wanted)]
    known.sort(key=lambda row: row.published_on or "", reverse=True)
    blocks = [f"- {citation(Citation(row.id, row.title, row.publisher, row.published_on, row.url), locale)}" for row in known]
    title = f"{phrase.plural(len(known), 'source', 'sources')}{f' with “{harmless(search)}”' if search else ''}, newest first"
    return details.paged(title, blocks or ["Nothing of mine has these words."], page, f"pb:library:{search}", COLOUR)


def _has(row: Source, words: list[str]) -> bool:
    text = f"{row.title} {row.publisher} {row.published_on or ''}".casefold()
    return all(word in text for word in words)


class Turned(Pressed, template=r"pb:library:(?P<search>[^:]{0,40}):(?P<page>\d{1,4}):[a-z]+"):
    """‹ and › of the list of sources."""

    async def pressed(self, bot: PledgeBot, interaction: Interaction) -> None:
        locale = await locales.of_interaction(bot, interaction)
        shown = listed(view_of(bot, interaction), self.match["search"], int(self.match["page"]), locale)
        await once(lambda: interaction.response.edit_message(view=shown))


async def setup(bot: PledgeBot) -> None:
    bot.add_dynamic_items(Turned)
    await bot.add_cog(Library(bot))
