"""The answer to an interaction: acknowledged within three seconds whatever happens, said once however often it has to be tried."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.render.discord import Card
from bot.replies import ACKNOWLEDGED, HOPELESS, REFUSED, UNKNOWN_INTERACTION, Form, as_edit, persistently

if TYPE_CHECKING:
    from bot.app import PledgeBot

PATIENCE = 1.5
"""Seconds after which somebody who waits is told that it takes a while; Discord gives up after three."""


async def once(act: Callable[[], Awaitable[Any]]) -> None:
    """Answer an interaction by something else than a new message: a form, a changed one. That it had arrived before is as well."""
    try:
        await persistently(act)
    except discord.HTTPException as error:
        if error.code != ACKNOWLEDGED:
            raise


class Response:
    """Used as a block around the work: what is not answered soon is acknowledged meanwhile."""

    def __init__(self, interaction: discord.Interaction[PledgeBot], *, ephemeral: bool = False) -> None:
        self.interaction, self.ephemeral = interaction, ephemeral
        self._lock = asyncio.Lock()
        self._waiting: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._waiting = asyncio.create_task(self._acknowledge_later(), name="acknowledge")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        if self._waiting:
            self._waiting.cancel()
            await asyncio.gather(self._waiting, return_exceptions=True)

    async def _acknowledge_later(self) -> None:
        await asyncio.sleep(PATIENCE)
        await self.acknowledge()

    async def acknowledge(self) -> None:
        """Show that the bot is at work, where nothing was said yet."""
        async with self._lock:
            if not self.interaction.response.is_done():
                try:
                    await asyncio.shield(self.interaction.response.defer(ephemeral=self.ephemeral, thinking=True))
                except discord.HTTPException as error:
                    self.interaction.client.log.warning("an interaction could not be acknowledged", code=error.code)

    async def say(self, text: str) -> None:
        """One sentence, for nobody else."""
        self.ephemeral = self.ephemeral or not self.interaction.response.is_done()
        await self.send(iter([lambda: {"content": text}]))

    async def show(self, view: Card) -> int | None:
        return await self.send(iter([lambda: {"view": view}]))

    async def send(self, forms: Iterator[Form]) -> int | None:
        """Answer in the fullest form that is taken; the id of the message."""
        refusal: discord.HTTPException | None = None
        for form in forms:
            try:
                async with self._lock:
                    return await self._send(form)
            except discord.HTTPException as error:
                if error.code == UNKNOWN_INTERACTION and not self.ephemeral:
                    return await self._beside(form)
                if error.status not in REFUSED or error.code in HOPELESS:
                    raise
                refusal = error
        if refusal:
            raise refusal
        return None

    async def _send(self, form: Form) -> int | None:
        if not self.interaction.response.is_done():
            try:
                sent = await persistently(lambda: self.interaction.response.send_message(**form(), ephemeral=self.ephemeral))
            except discord.HTTPException as error:
                if error.code != ACKNOWLEDGED:
                    raise
            else:
                return sent.message_id
        changed = await persistently(lambda: self.interaction.edit_original_response(**as_edit(form())))
        return changed.id

    async def _beside(self, form: Form) -> int | None:
        """Say it in the channel: Discord has given the interaction up, the person still waits."""
        channel: Any = self.interaction.channel
        self.interaction.client.log.warning("an interaction came too late and is answered in its channel")
        sent: discord.Message = await persistently(lambda: channel.send(**form(), nonce=str(self.interaction.id)))
        return sent.id


class InPlace(Response):
    """The same for a button or a form of it, whose answer takes the place of the message that the button stands on."""

    async def acknowledge(self) -> None:
        """Leave the message as it is for the moment."""
        async with self._lock:
            if not self.interaction.response.is_done():
                try:
                    await asyncio.shield(self.interaction.response.defer())
                except discord.HTTPException as error:
                    self.interaction.client.log.warning("an interaction could not be acknowledged", code=error.code)

    async def _send(self, form: Form) -> int | None:
        if not self.interaction.response.is_done():
            await once(lambda: self.interaction.response.edit_message(**as_edit(form())))
            return None
        await persistently(lambda: self.interaction.edit_original_response(**as_edit(form())))
        return None
