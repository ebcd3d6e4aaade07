"""/knowledge table: a spreadsheet becomes an edition, previewed with its largest revisions, saved whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot import phrase
from bot.cogs.knowledge.drafting import show
from bot.cogs.knowledge.gate import HERE, granted, knowledge
from bot.curation import typed
from bot.curation.plans import slug
from bot.render import curation
from bot.render.markdown import cut, harmless
from bot.response import Response
from bot.suggest import chosen
from knowledge.base import KnowledgeBase
from knowledge.change import Seen
from knowledge.intake import sheets, tables
from knowledge.intake.editions import Proposal, Told, described, propose
from knowledge.intake.refusal import MAX_BYTES, RefusedError, too_big
from knowledge.intake.tables import FaultyTableError, Table
from knowledge.rows import RowError

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

_REVISED, _FAULTS, _LEFT_OUT = 10, 12, 5
Words = app_commands.Range[str, 1, 200]


@knowledge.command(name="table", description="Take in a table of figures; a preview shows the largest revisions first")
@app_commands.describe(
    file=".xlsx or .csv: NATO's own layout, or columns ally, year, indicator, value",
    edition="Of which edition it is: one that I know, or the name of a new one, like NATO 2027",
    published="When a new edition was published",
    publisher="Who published it (NATO, if left out)",
    address="Where it stands: https://…",
    here=HERE,
)
async def table(
    interaction: Interaction,
    file: discord.Attachment,
    edition: app_commands.Range[str, 1, 80],
    *,
    published: app_commands.Range[str, 1, 40] | None = None,
    publisher: Words | None = None,
    address: app_commands.Range[str, 1, 500] | None = None,
    here: bool = False,
) -> None:
    if (grant := await granted(interaction, here=here)) is None:
        return
    bot = interaction.client
    async with Response(interaction, ephemeral=True) as response:
        if file.size > MAX_BYTES:
            await response.say(str(too_big()))
            return
        await response.acknowledge()
        data, base = await file.read(), bot.desk.knowledge(grant.scope)
        draft = bot.desk.drafts.begin(grant.person, grant.scope, "table")
        try:
            day = typed.whole_day(published) if published else None
            told = Told(_edition(base, edition), day, edition, publisher or "NATO", "", address or "")
            found, plan = await asyncio.to_thread(_read, data, file.filename, base, told, bot.clock().date().year, bot.desk.seen(draft))
        except (FaultyTableError, RowError) as faulty:
            await response.show(curation.told("\n".join(_faults(faulty.lines))))
            return
        except (RefusedError, typed.Unread) as refused:
            await response.say(harmless(str(refused)))
            return
        lines = list(_lines(base, found, plan))
        await show(
            bot,
            interaction,
            response,
            replace(draft, changes=plan.changes, title=f"{plan.edition.name}, {file.filename}", typed={"lines": "\n".join(lines)}),
        )


def _edition(base: KnowledgeBase, text: str) -> str:
    """The id of the edition that is named, or the id of a new one of that name."""
    wanted = text.strip().casefold()
    known = next(
        (row.id for row in base.editions.values() if wanted in (row.id.casefold(), row.name.casefold(), row.short.casefold())), None
    )
    return known or slug(text)


def _read(data: bytes, name: str, base: KnowledgeBase, told: Told, latest: int, seen: Seen) -> tuple[Table, Proposal]:
    book = sheets.read(data, name)
    known = base.editions.get(told.edition)
    year = told.published_on.year if told.published_on else known.published_on.year if known else latest
    found = tables.table(book, base, year)
    return found, propose(found, base, *described(book, found, base, told), seen)


def _lines(base: KnowledgeBase, found: Table, plan: Proposal) -> Iterator[str]:
    """What it would do, the largest revisions first."""
    yield f"{phrase.plural(plan.new, 'new figure', 'new figures')}, {plan.amended} amended, {plan.same} as they are."
    if plan.revised:
        yield f"{phrase.plural(len(plan.revised), 'figure is', 'figures are')} otherwise than before. The largest revisions:"
    for one in plan.revised[:_REVISED]:
        was, now = one.before, one.value
        values = f"{phrase.amount(was.value, was.unit)} → {phrase.amount(now.value, now.unit)}"
        edition = base.editions[was.edition].short if was.edition in base.editions else was.edition
        yield f"- {phrase.name(base, now.subject)} {now.year}, {now.indicator}: {values} ({one.difference:+.2f} {one.unit}; {edition})"
    for line in found.left_out[:_LEFT_OUT]:
        yield f"Left out: {line}"
    if len(found.left_out) > _LEFT_OUT:
        yield f"Left out, too: {len(found.left_out) - _LEFT_OUT} more parts"


def _faults(lines: list[str]) -> Iterator[str]:
    yield "⚠️ **This table is not taken, as a whole or in parts:**"
    yield from (f"- {cut(line, 220)}" for line in lines[:_FAULTS])
    if len(lines) > _FAULTS:
        yield f"-# … and {len(lines) - _FAULTS} more"


@table.autocomplete("edition")
async def _editions(interaction: Interaction, current: str) -> list[Choice[str]]:
    names = [row.short for row in interaction.client.present.knowledge(interaction.guild_id).editions.values()]
    return [Choice(name=name, value=name) for name in chosen(current, names)]
