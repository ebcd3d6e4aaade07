"""The way to Discord: a reminder is sent, looked for, or its sender is told why it can't be.

    sent ─▶ id of the message · Refused: Discord won't have it · Unsure: it may or may not have arrived

Only REST is needed for it, not the gateway.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import aiohttp
import discord

from bot.faults import UNSENT
from bot.logs import logger
from bot.reminders.message import compose
from bot.render.notice import forms
from bot.replies import HOPELESS, REFUSED, drawn

if TYPE_CHECKING:
    from bot.app import PledgeBot
    from bot.reminders.model import Reminder

PATIENCE = 60.0
"""Seconds that one message may take, rate limits included; well within the lease of a claim."""
SKEW = timedelta(minutes=2)
"""How far Discord's clock and this machine's may be apart."""
HISTORY = 500
"""Messages that are looked through for one's own."""
UNKNOWN_MESSAGE = 10008

_WORDS = {
    10003: "the channel is gone",
    10004: "I am no longer in that server",
    50001: "I can't see the channel any more",
    50007: "you don't take direct messages from me",
    50013: "I am not allowed to write there",
}

log = logger("pledgebot.reminders")


class Refused(Exception):  # noqa: N818 - a state of the world
    """Discord won't have it; the message says why, in words for whoever subscribed."""


class Unsure(Exception):  # noqa: N818 - a state of the world
    """It may or may not have arrived."""


class Post(Protocol):
    """What sending has to offer."""

    async def send(self, reminder: Reminder) -> int:
        """The id of the message (0: it was there and is deleted); Refused, Unsure."""

    async def find(self, channel_id: int, nonce: str, since: datetime) -> int | None:
        """The id of the bot's message with this nonce; Unsure where that can't be told now."""

    async def tell(self, user_id: int, text: str) -> None:
        """A direct message to a person, if they take it."""


class DiscordPost:
    """Discord itself."""

    def __init__(self, bot: PledgeBot) -> None:
        self._bot = bot

    async def send(self, reminder: Reminder) -> int:
        """In the fullest form that is taken."""
        subscription = reminder.subscription
        notice = compose(self._bot.reminders.mind(subscription.guild_id), reminder)
        picture = await drawn(self._bot, notice.chart, notice.locale)
        channel = self._bot.get_partial_messageable(subscription.channel_id, guild_id=subscription.guild_id)
        refusal: Refused | None = None
        for form in forms(notice, picture):
            try:
                async with asyncio.timeout(PATIENCE):
                    message = await channel.send(**form(), nonce=reminder.delivery.nonce)
                    return message.id
            except discord.HTTPException as error:
                if error.code == UNKNOWN_MESSAGE:  # Discord knows the nonce, and that its message was deleted
                    return 0
                refusal = _refusal(error)
                if error.code in HOPELESS:
                    break
                log.warning("a reminder was refused in this form", delivery=reminder.delivery.id, code=error.code)
            except (TimeoutError, OSError, aiohttp.ClientError, discord.RateLimited) as error:
                raise Unsure(repr(error)) from error
        raise refusal or Refused("there is nothing to say")

    async def find(self, channel_id: int, nonce: str, since: datetime) -> int | None:
        """Looks through the channel's history, oldest first; the nonce stands in a button's id."""
        channel = self._bot.get_partial_messageable(channel_id)
        try:
            async for message in channel.history(limit=HISTORY, after=since - SKEW, oldest_first=True):
                if message.author == self._bot.user and nonce in str([item.to_dict() for item in message.components]):
                    return message.id
        except (discord.Forbidden, discord.NotFound):
            return None
        except (discord.HTTPException, discord.RateLimited, TimeoutError, OSError, aiohttp.ClientError) as error:
            raise Unsure(repr(error)) from error
        return None

    async def tell(self, user_id: int, text: str) -> None:
        try:
            await (await self._bot.create_dm(discord.Object(user_id))).send(text)
        except UNSENT as error:
            log.warning("whoever subscribed could not be told", reason=str(error))


def _refusal(error: discord.HTTPException) -> Refused:
    """Raises Unsure where it is no refusal."""
    if error.status not in (*REFUSED, 404):
        raise Unsure(str(error)) from error
    return Refused(_WORDS.get(error.code, f"Discord refused it ({error.status}, code {error.code})"))
