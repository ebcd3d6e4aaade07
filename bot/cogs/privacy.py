"""What is kept of a person, how it is deleted, and how numbers and dates are written for them: /privacy, /forget-me, /language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import discord
from discord import ButtonStyle, app_commands
from discord.app_commands import Choice
from discord.ext import commands
from discord.ui import ActionRow, Button, Container, TextDisplay

from bot import locales, phrase
from bot.press import Pressed
from bot.records import Preferences
from bot.render import details
from bot.render.discord import Card
from bot.render.markdown import harmless
from bot.response import Response, once
from bot.store import Unavailable
from bot.suggest import MOST, complete

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

COLOUR = 0x1B7F5C
AS_DISCORD = "as Discord"
NOT_KEPT = "I can't change that at the moment: my database is away. Please try again in a few minutes."
NOTICE = """\
**What I read:** messages that mention me, that answer mine or are written to me directly, and messages that somebody points
me to in the menu. I can't read anything else in a server.

**What I keep:** your question (with those before it in the conversation), when and in which channel you asked it, and the
number of your Discord account; for {days} days, so that follow-ups and the buttons under my answers work. Also what you set by
`/language`, until you change it, your reports, until they have been settled and those days have passed, and your reminders
(what, where and when you want to be told, in which time zone, and what was sent), until you remove them.
From moderators also: what they change with `/knowledge`, with the number of their account, for as long as I run, as a log that
anybody can check must not lose its entries; what they begin and don't save goes after those days; articles that they hand in.

**What I don't keep:** your name, other messages, the messages that you have me check.

**Who sees it:** reports are read by those who manage the server they come from and by whoever runs me. Nothing is passed on
to anybody else, and no language model is asked.

**How to delete it:** `/forget-me` deletes all of it at once, except a moderator's entries in the log of changes; reminders that
you set up for a channel of a server stay its own, without you. Deleting a question deletes my answer and what I kept of it.

**Run by:** {operator}"""
_SAMPLE = (Decimal("1234.56"), date(2025, 6, 25))


class Privacy(commands.Cog):
    """A person's own settings and data."""

    def __init__(self, bot: PledgeBot) -> None:
        self.bot = bot

    @app_commands.command(name="privacy", description="What I keep, for how long, and how to have it deleted")
    async def privacy(self, interaction: Interaction) -> None:
        async with Response(interaction, ephemeral=True) as response:
            told = notice(self.bot.settings.retention_days, self.bot.settings.operator)
            await response.show(details.cards("Privacy", told, COLOUR)[0])

    @app_commands.command(name="forget-me", description="Delete everything that I keep about you")
    async def forget_me(self, interaction: Interaction) -> None:
        """Asks first."""
        asked: TextDisplay[Any] = TextDisplay(
            "**Delete everything I keep about you?** Your questions, your settings, your reminders, and your name on your reports and on "
            "the reminders of a server. "
            "The buttons under my answers to you stop working. It can't be undone."
        )
        row: ActionRow[Any] = ActionRow(
            Button(label="Delete it all", style=ButtonStyle.danger, custom_id="pb:forget:yes"),
            Button(label="Keep it", custom_id="pb:forget:no"),
        )
        async with Response(interaction, ephemeral=True) as response:
            await response.show(Card(Container(asked, row, accent_colour=COLOUR)))

    @app_commands.command(name="language", description="How numbers and dates are written for you; my sentences stay English")
    @app_commands.describe(formats="The language whose formats you want")
    async def language(self, interaction: Interaction, formats: app_commands.Range[str, 1, 40]) -> None:
        async with Response(interaction, ephemeral=True) as response:
            chosen = None if formats == AS_DISCORD else locales.code(formats)
            if chosen is None and formats != AS_DISCORD:
                await response.say(f"I know no formats of “{harmless(formats)}”. Please pick one from the list.")
                return
            try:
                await self.bot.records.prefer(interaction.user.id, Preferences(chosen))
            except Unavailable:
                await response.say(NOT_KEPT)
                return
            number, day = _SAMPLE
            locale = await locales.of_interaction(self.bot, interaction)
            sample = f"{phrase.number(number, 2, locale)} · {phrase.day(day, locale)}"
            whose = "as your Discord is set" if chosen is None else f"as in {locales.name(chosen)}"
            await response.say(
                f"Numbers and dates are written {whose} from now on: {sample}. My sentences stay English, which is what I read and write."
            )

    @language.autocomplete("formats")
    async def _formats(self, _: Interaction, current: str) -> list[Choice[str]]:
        codes = complete(current, {AS_DISCORD: AS_DISCORD} | locales.names(), MOST)
        return [Choice(name=AS_DISCORD if code == AS_DISCORD else locales.name(code), value=code) for code in codes]


def notice(days: int, operator: str) -> list[str]:
    """What is kept, in paragraphs."""
    filled = NOTICE.format(days=days, operator=harmless(operator) or "whoever added me here; no name was set")
    return [" ".join(paragraph.split()) for paragraph in filled.split("\n\n")]


class Forget(Pressed, template=r"pb:forget:(?P<sure>yes|no)"):
    """The answer to the question whether everything is to be deleted; it concerns whoever presses it."""

    async def pressed(self, bot: PledgeBot, interaction: Interaction) -> None:
        said = await self._forgotten(bot, interaction.user.id) if self.match["sure"] == "yes" else "Nothing was deleted."
        await once(lambda: interaction.response.edit_message(view=Card(Container(TextDisplay(said), accent_colour=COLOUR))))

    async def _forgotten(self, bot: PledgeBot, user_id: int) -> str:
        try:
            count = await bot.records.forget(user_id) + await bot.reminders.forget(user_id)
        except Unavailable:
            return NOT_KEPT
        bot.log.info("forgotten", entries=count)
        return (
            f"Done: {phrase.plural(count, 'entry', 'entries')} about you, and I keep nothing more."
            if count
            else "I kept nothing about you."
        )


async def setup(bot: PledgeBot) -> None:
    bot.add_dynamic_items(Forget)
    await bot.add_cog(Privacy(bot))
