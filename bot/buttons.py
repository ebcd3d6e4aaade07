"""What the buttons under a reply do. They know the key of their exchange and nothing else, so a restart changes nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord.ui import DynamicItem

from bot import locales
from bot.answer import Answer
from bot.dialogue import basis
from bot.logs import question as logged
from bot.press import Pressed
from bot.records import Exchange
from bot.reminders.offer import occasion_of
from bot.render import controls, details
from bot.render.discord import card
from bot.replies import Question, Reply, compose, drawn, file, has_picture
from bot.response import Response, once

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Click = discord.Interaction[PledgeBot]

GONE = (
    "I no longer have that question: I keep questions for {days} days at most, and forget them at once where somebody asks me to. "
    "Please ask it again."
)


class Exchanged(Pressed, template=r"pb:none"):
    """A button of an exchange, which may be gone."""

    async def pressed(self, bot: PledgeBot, interaction: Click) -> None:
        exchange = await bot.records.exchange(self.match["key"])
        if exchange is None:
            await Response(interaction, ephemeral=True).say(GONE.format(days=bot.settings.retention_days))
        else:
            await self.lead(bot, interaction, exchange)

    async def lead(self, bot: PledgeBot, interaction: Click, exchange: Exchange) -> None:
        """To what the button leads."""
        raise NotImplementedError


class Tool(Exchanged, template=controls.TOOL_ID):
    """Sources, working, chart: shown to whoever asked for them. "Something wrong?" opens its form."""

    async def lead(self, bot: PledgeBot, interaction: Click, exchange: Exchange) -> None:
        tool, page = self.match["tool"], int(self.match["page"] or 0)
        if tool == "report":
            await once(lambda: interaction.response.send_modal(form(exchange.key)))
            return
        async with Response(interaction, ephemeral=True) as response:
            answer = bot.present.dialogue(exchange.guild_id).again(exchange)
            if tool == "chart":
                await self._chart(bot, response, exchange, answer)
                return
            prefix = f"pb:{tool}:{exchange.key}"
            shown = (details.sources if tool == "sources" else details.working)(answer, exchange.locale, page, prefix)
            if self.match["page"]:
                await once(lambda: interaction.response.edit_message(view=shown))
            else:
                await response.show(shown)

    async def _chart(self, bot: PledgeBot, response: Response, exchange: Exchange, answer: Answer) -> None:
        picture = await drawn(bot, answer.chart, exchange.locale)
        if picture is None:
            await response.say("There is no picture for this one.")
            return
        await response.send(iter([lambda: {"files": [file(picture, answer, exchange.locale)]}]))


class Page(Exchanged, template=controls.PAGE_ID):
    """‹ and › of a table: the asker turns the reply itself, anybody else gets pages of their own."""

    async def lead(self, bot: PledgeBot, interaction: Click, exchange: Exchange) -> None:
        message = interaction.message
        shows = bool(message and any(component.type is discord.ComponentType.media_gallery for component in _parts(message)))
        own = bool(message and message.flags.ephemeral) or interaction.user.id == exchange.user_id
        answer = bot.present.dialogue(exchange.guild_id).again(exchange)
        asked = "" if exchange.question_message_id else exchange.turns[-1]
        view = card(
            answer,
            exchange.key,
            exchange.locale,
            page=int(self.match["page"]),
            picture=shows and own,
            asked=asked,
            remind=occasion_of(answer, exchange.day),
        )
        if own:
            await once(lambda: interaction.response.edit_message(view=view))
        else:
            await Response(interaction, ephemeral=True).show(view)


class Ask(Exchanged, template=controls.ASK_ID):
    """A next question, or a reading to choose: asked as if whoever clicked had typed it after the others."""

    async def lead(self, bot: PledgeBot, interaction: Click, exchange: Exchange) -> None:
        options = bot.present.dialogue(exchange.guild_id).again(exchange).options
        number = int(self.match["number"])
        if number >= len(options):
            await Response(interaction, ephemeral=True).say(GONE.format(days=bot.settings.retention_days))
            return
        await ask(bot, interaction, options[number], basis(exchange))


async def ask(bot: PledgeBot, interaction: Click, text: str, before: tuple[str, ...] = (), screen: Sequence[str] = ()) -> None:
    """Answer a question that came as an interaction, or show a screen of several, for everybody who sees the channel."""
    began = time.monotonic()
    channel = interaction.channel_id or 0
    with logged():
        async with Response(interaction) as response, bot.limits.slot(interaction.user.id, channel, interaction.guild_id) as verdict:
            if not verdict:
                await response.say(verdict.words)
                return
            locale = await locales.of_interaction(bot, interaction)
            exchange, answer = compose(bot, Question(text, interaction.user.id, interaction.guild_id, channel, locale, before), screen)
            picture = None
            if has_picture(answer):
                await response.acknowledge()
                picture = await drawn(bot, answer.chart, locale)
            await bot.records.add(exchange)
            if sent := await response.send(Reply(exchange, answer, text, picture).forms()):
                await bot.records.replied(exchange.key, sent)
            kind = answer.query.kind if answer.query else None
            bot.metrics.answered(answer.outcome, kind, time.monotonic() - began)
            bot.log.info("answered", outcome=answer.outcome.value, kind=kind, exchange=exchange.key)


class Wrong(discord.ui.Modal, title="Something wrong?"):
    """The form for a report. Nobody waits for it: what is sent is found by its id, after a restart too."""

    note: discord.ui.Label[Any] = discord.ui.Label(
        text="What is wrong?",
        description="The moderators here, or whoever runs the bot, get it with the question and the answer.",
        component=discord.ui.TextInput(style=discord.TextStyle.paragraph, max_length=1000, custom_id="note"),
    )

    def is_finished(self) -> bool:
        return True


def form(key: str) -> Wrong:
    return Wrong(timeout=None, custom_id=f"{controls.FORM}:{key}")


def _parts(message: discord.Message) -> list[discord.Component]:
    """The components of a message and those inside its containers."""
    found: list[discord.Component] = []
    for component in message.components:
        found.append(component)
        found += getattr(component, "children", [])
    return found


ITEMS: tuple[type[DynamicItem[Any]], ...] = (Tool, Page, Ask)
