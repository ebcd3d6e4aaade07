""" "Something wrong?": the form's words become a report; moderators list and settle reports, and the person is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import phrase
from bot.faults import UNSENT
from bot.press import Pressed
from bot.records import Exchange, Report
from bot.render import controls, details
from bot.render.discord import Card
from bot.render.markdown import cut, harmless
from bot.response import Response, once
from bot.screens import SCREEN
from bot.store import Unavailable

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

NOT_KEPT = "I can't keep that at the moment: my database is away. Please try again in a few minutes."


class Reports(commands.Cog):
    """Takes reports and lets moderators settle them."""

    def __init__(self, bot: PledgeBot) -> None:
        self.bot = bot

    # --- making one

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """A form that was sent, whichever process opened it."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data
        prefix, _, key = data["custom_id"].rpartition(":")
        if prefix != controls.FORM:
            return
        try:
            async with Response(interaction, ephemeral=True) as response:
                await response.say(await self._taken(interaction, key, _note(data["components"])))
        except Exception as fault:  # noqa: BLE001 - the library only logs what a listener raises; the person is owed a sentence
            await self.bot.apologise(interaction, fault)

    async def _taken(self, interaction: Interaction, key: str, note: str) -> str:
        exchange = await self.bot.records.exchange(key)
        if exchange is None:
            return "I no longer have the question that this is about. Please ask it again and report it then."
        try:
            number = await self.bot.records.report(self._report(interaction, exchange, note))
        except Unavailable:
            return NOT_KEPT
        self.bot.log.info("reported", report=number, exchange=key)
        if interaction.guild_id is not None:
            self.bot.spawn(self._noticed(interaction.guild_id, number, exchange), "telling of a report")
        return f"Thank you. Your report is number {number}; you are told here or by direct message when somebody has looked at it."

    async def _noticed(self, guild_id: int, number: int, exchange: Exchange) -> None:
        """Tell the channel that was chosen for it, without a ping, without what the person wrote."""
        try:
            chosen = await self.bot.access.chosen(guild_id)
            if chosen.channel_id is None:
                return
            asked = harmless(exchange.turns[-1][:200])
            said = f"Somebody holds an answer wrong: report {number}, on “{asked}”. `/knowledge queue` shows it."
            await self.bot.get_partial_messageable(chosen.channel_id, guild_id=guild_id).send(said)
        except (Unavailable, *UNSENT) as fault:
            self.bot.log.warning("nobody was told of a report", report=number, reason=str(fault))

    def _report(self, interaction: Interaction, exchange: Exchange, note: str) -> Report:
        answer = self.bot.present.dialogue(exchange.guild_id).again(exchange)
        return Report(
            made_at=self.bot.clock(),
            user_id=interaction.user.id,
            guild_id=interaction.guild_id,
            channel_id=interaction.channel_id,
            locale=exchange.locale,
            question=" · ".join(exchange.turns) if exchange.outcome == SCREEN else exchange.turns[-1],
            reading=answer.reading,
            answer=answer.lead,
            words=note,
        )

    # --- settling them

    reports = app_commands.Group(
        name="reports",
        description="What people here hold wrong",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    @reports.command(name="list", description="Show the reports that nobody has settled")
    async def list(self, interaction: Interaction) -> None:
        """Those of this server; those of everywhere for curators in a direct message."""
        async with Response(interaction, ephemeral=True) as response:
            if (everywhere := scope(self.bot, interaction)) is None:
                await response.say(REFUSAL)
                return
            await response.show(await queue(self.bot, None if everywhere else interaction.guild_id, 0))

    @reports.command(name="settle", description="Close a report, and tell the person who made it")
    @app_commands.describe(number="The report's number", note="What you found; the person reads it")
    async def settle(
        self, interaction: Interaction, number: app_commands.Range[int, 1, 2**31], note: app_commands.Range[str, 1, 1000]
    ) -> None:
        async with Response(interaction, ephemeral=True) as response:
            if (everywhere := scope(self.bot, interaction)) is None:
                await response.say(REFUSAL)
                return
            try:
                mine = everywhere or any(report.id == number for report in await self.bot.records.reports(interaction.guild_id))
                report = await self.bot.records.settle(number, interaction.user.id, note) if mine else None
            except Unavailable:
                await response.say(NOT_KEPT)
                return
            if report is None:
                await response.say(f"There is no open report with the number {number} here.")
                return
            self.bot.log.info("report settled", report=number)
            told = await self._told(report)
            await response.say(f"Report {number} is settled. {told}")

    async def _told(self, report: Report) -> str:
        """Tell the person: by direct message, else in the channel of the question, where nobody is pinged."""
        if report.user_id is None:
            return "Whoever made it wanted to be forgotten and can't be told."
        lines = [
            f"Your report {report.id} on “{harmless(report.question[:200])}” was looked at.",
            f"> {cut(report.note or '', 1200)}",
        ]
        text = "\n".join(lines)
        try:
            await (await self.bot.fetch_user(report.user_id)).send(text)
        except discord.HTTPException:
            self.bot.log.info("no direct message possible", report=report.id)
        else:
            return "The person was told by direct message."
        if report.channel_id is None:
            return "The person could not be told."
        try:
            await self.bot.get_partial_messageable(report.channel_id).send(f"<@{report.user_id}> {text}")
        except discord.HTTPException:
            return "The person could not be told."
        return "The person takes no direct messages and was told in the channel."


REFUSAL = "Reports are for those who manage this server."


class Turned(Pressed, template=r"pb:reports:(?P<guild>\d+):(?P<page>\d{1,4}):[a-z]+"):
    """‹ and › of the list of reports. Only who sees the list has the buttons; whether they still may is looked at again."""

    async def pressed(self, bot: PledgeBot, interaction: Interaction) -> None:
        if (everywhere := scope(bot, interaction)) is None:
            await Response(interaction, ephemeral=True).say(REFUSAL)
            return
        shown = await queue(bot, None if everywhere else interaction.guild_id, int(self.match["page"]))
        await once(lambda: interaction.response.edit_message(view=shown))


def scope(bot: PledgeBot, interaction: Interaction) -> bool | None:
    """Whether somebody may settle reports from everywhere; None: not even those from here. Discord's own check of commands
    can be lifted by a server's settings, so it is done again."""
    if interaction.guild_id is None:
        return True if interaction.user.id in bot.settings.curators else None
    return False if interaction.permissions.manage_guild else None


async def queue(bot: PledgeBot, guild_id: int | None, page: int) -> Card:
    """The open reports, oldest first."""
    try:
        found = await bot.records.reports(guild_id)
    except Unavailable:
        return details.paged("Reports", [NOT_KEPT], 0, None)
    blocks = [shown(report) for report in found] or ["There is no open report."]
    return details.paged("Reports", blocks, page, f"pb:reports:{guild_id or 0}")


def shown(report: Report) -> str:
    made = phrase.day(report.made_at.date(), "en")
    return "\n".join(
        (
            f"**{report.id}** · {made} · {harmless(report.question[:200])}",
            f"-# Read as: {cut(report.reading, 200)}",
            f"-# Answered: {cut(report.answer, 300)}",
            f"> {cut(report.words, 600)}",
        )
    )


def _note(components: list[dict[str, Any]]) -> str:
    """The text of the form's only field."""
    for row in components:
        field = row.get("component") or {}
        if field.get("custom_id") == "note":
            return str(field.get("value") or "").strip() or "(nothing was written)"
    return "(nothing was written)"


async def setup(bot: PledgeBot) -> None:
    bot.add_dynamic_items(Turned)
    await bot.add_cog(Reports(bot))
