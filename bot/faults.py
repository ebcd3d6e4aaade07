"""What went wrong in the program → a trace in the log, and one sentence with its id for the person who met it."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands

from bot.logs import logger

if TYPE_CHECKING:
    from bot.app import PledgeBot

SORRY = "Something in me is broken, not your question. Whoever runs me finds it in the log as fault {id}."
GONE = (discord.NotFound, discord.Forbidden)
"""Nothing that a program can be blamed for: deleted meanwhile, or not allowed."""
UNSENT = (discord.HTTPException, aiohttp.ClientError, asyncio.TimeoutError, OSError)
"""Whatever sending may fail with."""

log = logger("pledgebot.faults")


def record(bot: PledgeBot, error: BaseException, place: str) -> str:
    """Log the whole trace at ERROR under an id; the sentence to say."""
    name = secrets.token_hex(4)
    bot.metrics.faults.labels(place).inc()
    log.error("fault", fault=name, place=place, exc_info=error)
    return SORRY.format(id=name)


async def apologise(bot: PledgeBot, interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Answer an interaction that failed, whether or not it was acknowledged."""
    place = interaction.command.qualified_name if interaction.command else interaction.type.name
    if isinstance(error, GONE):
        log.warning("an interaction could not be answered", place=place, reason=str(error))
        if isinstance(error, discord.NotFound) and error.code == 10062:  # Unknown interaction: it came too late
            return
        sentence = "Discord did not let me answer here."
    else:
        sentence = record(bot, error, place)
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except UNSENT as fault:
        log.warning("not even the apology could be sent", place=place, reason=str(fault))


class Tree(app_commands.CommandTree["PledgeBot"]):
    """The commands; a fault in one becomes a sentence."""

    async def on_error(self, interaction: discord.Interaction[PledgeBot], error: app_commands.AppCommandError, /) -> None:
        match error:
            case app_commands.CommandInvokeError():
                await apologise(self.client, interaction, error.original)
            case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
                log.warning("a command that Discord still shows is not known here", reason=str(error))
                await _say(interaction, "This command has changed. Please start typing it again in a minute.")
            case app_commands.CheckFailure():
                await _say(interaction, "That is for moderators of this server.")
            case app_commands.TransformerError():
                await _say(interaction, "I can't make sense of one of the values. Please pick one from the list.")
            case _:
                await apologise(self.client, interaction, error)


async def _say(interaction: discord.Interaction[Any], sentence: str) -> None:
    try:
        if not interaction.response.is_done():
            await interaction.response.send_message(sentence, ephemeral=True)
    except UNSENT as fault:
        log.warning("a refusal could not be sent", reason=str(fault))


async def reply(bot: PledgeBot, event: str, error: BaseException | None, subject: object) -> None:
    """What an event's listener failed with; a message that was meant for the bot is answered with the sentence."""
    if error is None:
        return
    if isinstance(error, GONE):
        log.warning("an event could not be answered", place=event, reason=str(error))
        return
    sentence = record(bot, error, event)
    if isinstance(subject, discord.Message) and event == "on_message" and _addressed(bot, subject):
        try:
            await subject.reply(sentence, mention_author=False)
        except UNSENT as fault:
            log.warning("not even the apology could be sent", place=event, reason=str(fault))


def _addressed(bot: PledgeBot, message: discord.Message) -> bool:
    return not message.author.bot and (message.guild is None or bot.user in message.mentions)
