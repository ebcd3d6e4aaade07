"""/knowledge queue: everything that waits for a moderator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ui import Button, Container, TextDisplay

from bot import phrase
from bot.cogs.knowledge.deciding import card
from bot.cogs.knowledge.gate import HERE, away, granted, granted_in, knowledge
from bot.cogs.reports import shown as report
from bot.curation import forms, labels
from bot.curation.access import Grant
from bot.curation.labels import Ref
from bot.press import Pressed
from bot.render import controls, curation, details
from bot.render.discord import Card
from bot.render.markdown import harmless
from bot.response import InPlace, Response
from bot.store import Unavailable
from knowledge.fold import EVERYONE
from knowledge.stale import stale

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

What = Literal["candidates", "reports", "stale", "drafts"]
WHATS: tuple[What, ...] = get_args(What)
_SHOWN = 5


@knowledge.command(name="queue", description="What waits for you: candidates, reports, facts out of date, your drafts")
@app_commands.describe(what="Only one of them", here=HERE)
@app_commands.choices(
    what=[
        Choice(name="candidates from articles", value="candidates"),
        Choice(name="reports from people", value="reports"),
        Choice(name="facts that may be out of date", value="stale"),
        Choice(name="what you have begun", value="drafts"),
    ]
)
async def queue(interaction: Interaction, what: str | None = None, here: bool = False) -> None:
    if (grant := await granted(interaction, here=here)) is None:
        return
    async with Response(interaction, ephemeral=True) as response:
        try:
            await response.show(await listed(interaction.client, grant, grant.scope, what, 0))
        except Unavailable as fault:
            await away(interaction, fault)


async def listed(bot: PledgeBot, grant: Grant, scope: int, what: str | None, page: int) -> Card:
    """A page of what waits; without `what` how much of each."""
    prefix = f"pb:queue:{what}:{scope}"
    match what:
        case "candidates":
            return await card(bot, scope, 0, page)
        case "reports":
            found = await bot.records.reports(scope or None)
            blocks = [report(one) for one in found] or ["There is no open report."]
            return details.paged("Reports", [*blocks, "-# `/reports settle` closes one, and tells the person."], page, prefix)
        case "stale":
            base = bot.desk.knowledge(scope)
            rows = [
                f"- {harmless(one.reason)}\n-# {harmless(labels.label(base, Ref(*one.fact)))}" for one in stale(base, bot.clock().date())
            ]
            return details.paged("May be out of date", rows or ["Nothing is out of date."], page, prefix)
        case "drafts":
            return await _drafts(bot, grant)
        case _:
            return await _overview(bot, grant, scope)


async def _overview(bot: PledgeBot, grant: Grant, scope: int) -> Card:
    counts = {
        "candidates": sum((await bot.queue.count(scope)).values()),
        "reports": len(await bot.records.reports(scope or None)),
        "stale": len(stale(bot.desk.knowledge(scope), bot.clock().date())),
        "drafts": len([one for one in await bot.desk.drafts.of(grant.person) if grant.may(one.scope)]),
    }
    words = {
        "candidates": ("candidate from articles", "candidates from articles"), "reports": ("report from people", "reports from people"),
        "stale": ("fact that may be out of date", "facts that may be out of date"), "drafts": ("draft of yours", "drafts of yours"),
    }  # fmt: skip
    lines = [f"**What waits{'' if scope == EVERYONE else ' here'}**", *(f"- {phrase.plural(counts[one], *words[one])}" for one in WHATS)]
    buttons: list[Button[Any]] = [
        Button(
            label=one.capitalize() if one != "stale" else "Out of date", custom_id=f"pb:queue:{one}:{scope}:0:on", disabled=not counts[one]
        )
        for one in WHATS
    ]
    return Card(Container(TextDisplay("\n".join(lines)), controls.row(*buttons), accent_colour=curation.READY))


async def _drafts(bot: PledgeBot, grant: Grant) -> Card:
    """The newest drafts of a person, each with the button that goes on with it."""
    found = [one for one in await bot.desk.drafts.of(grant.person) if grant.may(one.scope) and one.deed not in ("correct", "intake")]
    if not found:
        return curation.told("You have begun nothing that isn't saved or dropped.", curation.READY)
    lines = []
    for number, one in enumerate(found[:_SHOWN], 1):
        base = bot.desk.knowledge(one.scope)
        what = forms.said(base, one.fact) if one.fact else next((text for text in one.typed.values() if text.strip()), "")
        lines.append(f"{number}. {curation.title(one)} · <t:{int(one.at.timestamp())}:R>\n-# {curation.value(what, 160)}")
    if len(found) > _SHOWN:
        lines.append(f"-# … and {len(found) - _SHOWN} older ones")
    buttons: list[Button[Any]] = [
        Button(label=f"Go on with {number}", custom_id=f"pb:draft:look:{one.key}") for number, one in enumerate(found[:_SHOWN], 1)
    ]
    return Card(
        Container(TextDisplay("\n".join(["**Begun and not saved**", *lines])), controls.row(*buttons), accent_colour=curation.READY)
    )


class Queued(Pressed, template=rf"pb:queue:(?P<what>{'|'.join(WHATS)}):(?P<scope>\d{{1,20}}):(?P<page>\d{{1,4}}):[a-z]+"):
    """The parts of the queue, and their pages."""

    async def pressed(self, bot: PledgeBot, interaction: Interaction) -> None:
        scope = int(self.match["scope"])
        if (grant := await granted_in(interaction, scope)) is None:
            return
        async with InPlace(interaction) as response:
            try:
                await response.show(await listed(bot, grant, scope, self.match["what"], int(self.match["page"])))
            except Unavailable as fault:
                await away(interaction, fault)


ITEMS = (Queued,)
