"""Questions: by mention, direct message, reply and `/ask`; follow-ups; a question that is edited or deleted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import buttons, locales
from bot.dialogue import basis
from bot.logs import question as logged
from bot.records import Exchange
from bot.render.markdown import question as words
from bot.replies import HOPELESS, UNSURE, Question, Reply, compose, drawn, drawn_before, edit, has_picture, persistently, send
from bot.suggest import Daily

if TYPE_CHECKING:
    from bot.app import PledgeBot

FOLLOWS = timedelta(minutes=10)
"""How long a mention in a channel leans on what its author asked there before."""
EDITABLE = timedelta(minutes=2)
SEEN = 4096
HELP = "help"
"""What somebody asks who says nothing."""


class Ask(commands.Cog):
    """Listens to what is said to the bot, and answers."""

    def __init__(self, bot: PledgeBot) -> None:
        self.bot = bot
        self._seen: dict[int, None] = {}
        self._at_work: dict[int, asyncio.Future[None]] = {}
        self._suggest = Daily(bot)

    # --- messages

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A message that Discord delivers twice, as after a cut connection, is answered once."""
        if not self._addressed(message) or message.id in self._seen:
            return
        self._seen[message.id] = None
        if len(self._seen) > SEEN:
            del self._seen[next(iter(self._seen))]
        async with self._alone(message.id):
            with logged():
                await self._answer(message)

    def _addressed(self, message: discord.Message) -> bool:
        """Whether a person says it, and to the bot: in a direct message, or by mention, as which a reply that pings counts."""
        if message.author.bot or message.webhook_id or message.type not in (discord.MessageType.default, discord.MessageType.reply):
            return False
        return message.guild is None or self.bot.user in message.mentions

    async def _answer(self, message: discord.Message) -> None:
        began = time.monotonic()
        author, channel, guild = message.author.id, message.channel.id, message.guild.id if message.guild else None
        async with self.bot.limits.slot(author, channel, guild) as verdict:
            if not verdict:
                if verdict.tell:
                    await send(self.bot, message, iter([lambda: {"content": verdict.words}]))
                return
            locale = await locales.of_message(self.bot, message)
            before = await self._before(message)
            text = words(message.content) or HELP
            self.bot.log.debug("asked", text=text)
            exchange, answer = compose(self.bot, Question(text, author, guild, channel, locale, before, message.id))
            reply = Reply(exchange, answer, picture=await self._picture(message, answer, locale))
            await self.bot.records.add(exchange)
            kind = answer.query.kind if answer.query else None
            try:
                sent = await send(self.bot, message, reply.forms())
            except (discord.HTTPException, *UNSURE) as error:
                self.bot.log.error("a reply could not be sent", reason=str(error), channel=channel, exchange=exchange.key)
                await self.bot.records.drop(exchange.key)
                return
            if sent is None:
                self.bot.log.info("the question was deleted meanwhile", exchange=exchange.key)
                await self.bot.records.drop(exchange.key)
                return
            await self.bot.records.replied(exchange.key, sent.id)
            self.bot.metrics.answered(answer.outcome, kind, time.monotonic() - began)
            self.bot.log.info("answered", outcome=answer.outcome.value, kind=kind, exchange=exchange.key)

    async def _picture(self, message: discord.Message, answer: Any, locale: str) -> bytes | None:
        """The chart, where it is worth seeing and may be shown here; drawing it takes a while, so somebody is seen typing."""
        if not has_picture(answer) or not _may_attach(message):
            return None
        if picture := drawn_before(answer.chart, locale):
            return picture
        try:
            await message.channel.typing()
        except discord.HTTPException:
            self.bot.log.debug("typing was refused")
        return await drawn(self.bot, answer.chart, locale)

    # --- follow-ups

    async def _before(self, message: discord.Message) -> tuple[str, ...]:
        """The questions that this one may lean on."""
        reference = message.reference.message_id if message.reference else None
        if reference and (found := await self.bot.records.by_reply(reference)):
            return basis(found)
        found = await self.latest(message.channel, message.author.id)
        return basis(found) if found else ()

    async def latest(self, channel: Any, author: int) -> Exchange | None:
        """The last exchange of the conversation that a person is in: theirs of late; in a thread anybody's, in a direct
        message theirs, both however long ago."""
        now = self.bot.clock()
        if isinstance(channel, discord.Thread):
            return await self.bot.records.latest(channel.id, None, self._kept(now))
        alone = isinstance(channel, discord.DMChannel)
        return await self.bot.records.latest(channel.id, author, self._kept(now) if alone else now - FOLLOWS)

    def _kept(self, now: datetime) -> datetime:
        return now - timedelta(days=self.bot.settings.retention_days)

    # --- edited and deleted questions

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """A question that is edited soon gets its answer edited."""
        message = payload.message
        if message.author.bot or not message.content:
            return
        text = words(message.content)
        async with self._alone(message.id):
            found = await self.bot.records.by_question(message.id)
            if found is None or found.reply_message_id is None or not text or text == found.turns[-1]:
                return
            if self.bot.clock() - found.asked_at > EDITABLE:
                return
            async with self.bot.limits.slot(found.user_id, found.channel_id, found.guild_id) as verdict:
                if verdict:
                    with logged():
                        await self._answer_anew(message, found, found.reply_message_id, text)

    async def _answer_anew(self, message: discord.Message, found: Exchange, reply_id: int, text: str) -> None:
        asked = Question(text, found.user_id, found.guild_id, found.channel_id, found.locale, found.turns[:-1], message.id)
        exchange, answer = compose(self.bot, asked)
        picture = await drawn(self.bot, answer.chart, found.locale) if has_picture(answer) and _may_attach(message) else None
        await self.bot.records.add(replace(exchange, asked_at=found.asked_at, reply_message_id=reply_id))
        changed = await edit(message.channel, reply_id, Reply(exchange, answer, picture=picture).forms())
        await self.bot.records.drop(found.key if changed else exchange.key)
        self.bot.log.info("answer edited", changed=changed, outcome=answer.outcome.value, exchange=exchange.key)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A question that is deleted has its answer deleted."""
        await self._deleted(payload.channel_id, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await self._deleted(payload.channel_id, sorted(payload.message_ids))

    async def _deleted(self, channel_id: int, messages: Sequence[int]) -> None:
        for number in messages:
            async with self._alone(number):
                if found := await self.bot.records.by_question(number):
                    await self.bot.records.drop(found.key)
                    await self._withdraw(channel_id, found.reply_message_id)

    async def _withdraw(self, channel_id: int, reply_id: int | None) -> None:
        """Delete an answer, where there is one."""
        if reply_id is None:
            return
        reply = self.bot.get_partial_messageable(channel_id).get_partial_message(reply_id)
        try:
            await persistently(reply.delete)
        except discord.HTTPException as error:
            if error.code not in HOPELESS:
                self.bot.log.warning("an answer could not be deleted", reason=str(error))

    @asynccontextmanager
    async def _alone(self, message_id: int) -> AsyncIterator[None]:
        """What happens to one question happens in turn: it is answered before its edit is, and edited before it is gone."""
        while work := self._at_work.get(message_id):
            await asyncio.shield(work)
        done = self._at_work[message_id] = asyncio.get_running_loop().create_future()
        try:
            yield
        finally:
            del self._at_work[message_id]
            done.set_result(None)

    # --- the command

    @app_commands.command(name="ask", description="Ask what NATO's allies promised, what they spend and what they said")
    @app_commands.describe(question="Your question, in English")
    async def ask(self, interaction: discord.Interaction[PledgeBot], question: app_commands.Range[str, 1, 1000]) -> None:
        """Ask by command, wherever commands are."""
        found = await self.latest(interaction.channel, interaction.user.id) if interaction.channel else None
        await buttons.ask(self.bot, interaction, words(question) or HELP, basis(found) if found else ())

    @ask.autocomplete("question")
    async def _complete(self, interaction: discord.Interaction[PledgeBot], current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=text, value=text) for text in self._suggest.at(interaction.guild_id).questions(current)]


def _may_attach(message: discord.Message) -> bool:
    """Whether the bot may attach a picture; where it can't be told, Discord will."""
    if message.guild is None or not hasattr(message.channel, "permissions_for"):
        return True
    return bool(message.channel.permissions_for(message.guild.me).attach_files)


async def setup(bot: PledgeBot) -> None:
    await bot.add_cog(Ask(bot))
