"""A plain bot of discord.py, for the tests of the loopback server and for the benchmark: it repeats what it is told."""

from __future__ import annotations

import io
import re
from typing import Any, Self, cast

import discord
from discord import app_commands
from discord.ext import commands

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Again(discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=r"again:(?P<word>\w+)"):
    """A button that outlives the process which sent it."""

    def __init__(self, word: str) -> None:
        super().__init__(discord.ui.Button(label="Again", custom_id=f"again:{word}"))
        self.word = word

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:
        return cls(match["word"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{self.word} once more", ephemeral=True)


class Report(discord.ui.Modal, title="Report"):
    reason: discord.ui.Label[Self] = discord.ui.Label(text="What is wrong?", component=discord.ui.TextInput(max_length=50))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        entered = cast("discord.ui.TextInput[Self]", self.reason.component)
        await interaction.response.send_message(f"Reported: {entered.value}", ephemeral=True)


class Colours(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.select(placeholder="Colour", options=[discord.SelectOption(label=each) for each in ("Red", "Green")])
    async def colour(self, interaction: discord.Interaction, select: discord.ui.Select[Self]) -> None:
        await interaction.response.edit_message(content=f"You chose {select.values[0]}", view=None)


class Plain(commands.Bot):
    """Repeats messages that mention it, edits and deletes its repetition with them. `events`: what it was told, in order."""

    def __init__(self) -> None:
        nobody = discord.AllowedMentions.none()
        super().__init__(commands.when_mentioned, intents=INTENTS, allowed_mentions=nobody, help_command=None)
        self.events: list[str] = []
        self.repeated: dict[int, discord.Message] = {}
        self.failures: list[Exception] = []

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Again)
        own: list[app_commands.Command[Any, ..., None]] = [echo, slow, shade, report, pick, forget]
        for each in own:
            self.tree.add_command(each)
        self.tree.add_command(app_commands.ContextMenu(name="Quote", callback=quote))
        self.tree.add_command(app_commands.ContextMenu(name="Greet", callback=greet))
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Nothing to wait for: this Discord lets everybody in."""

    async def on_socket_event_type(self, name: str) -> None:
        self.events.append(name)

    async def on_message(self, message: discord.Message, /) -> None:
        if message.author.bot or not (message.content or message.attachments):
            return
        try:
            self.repeated[message.id] = await message.reply(f"You said: {message.content}")
        except discord.HTTPException as failure:
            self.failures.append(failure)
        except OSError as failure:  # the connection broke
            self.failures.append(failure)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        if reply := self.repeated.get(event.message_id):
            await reply.edit(content=f"You said: {event.message.content}")

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        if reply := self.repeated.pop(event.message_id, None):
            await reply.delete()


def page(word: str, picture: bytes) -> tuple[discord.ui.LayoutView, discord.File]:
    """A message of Components V2: words, a picture, a button."""
    view = discord.ui.LayoutView(timeout=None)
    gallery = discord.ui.MediaGallery[discord.ui.LayoutView](discord.MediaGalleryItem("attachment://picture.png", description=word))
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow(Again(word))
    view.add_item(discord.ui.Container(discord.ui.TextDisplay(word), gallery, row, accent_colour=0x2A78D6))
    return view, discord.File(io.BytesIO(picture), "picture.png")


@app_commands.command(name="echo", description="Say it again")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def echo(interaction: discord.Interaction, text: str) -> None:
    await interaction.response.send_message(text)


@app_commands.command(name="slow", description="Think first")
async def slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    await interaction.followup.send("Thought about it")
    await interaction.followup.send("And then some")


@app_commands.command(name="shade", description="Complete a word")
async def shade(interaction: discord.Interaction, colour: str) -> None:
    await interaction.response.send_message(colour)


@shade.autocomplete("colour")
async def colours(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    known = ("crimson", "cream", "blue")
    return [app_commands.Choice(name=each, value=each) for each in known if each.startswith(current)]


@app_commands.command(name="report", description="Open a form")
async def report(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Report())


@app_commands.command(name="pick", description="Open a menu")
async def pick(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Which?", view=Colours())


@app_commands.command(name="forget", description="For moderators")
@app_commands.default_permissions(manage_messages=True)
async def forget(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Forgotten")


async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"“{message.content}”", ephemeral=True)


async def greet(interaction: discord.Interaction, user: discord.User) -> None:
    await interaction.response.send_message(f"Hello {user.display_name}")
