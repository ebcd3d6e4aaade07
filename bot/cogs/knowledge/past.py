"""/knowledge as-of and export: what was known at a moment, and all that was done."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot import locales, phrase
from bot.cogs.knowledge.changes import Typed, choices
from bot.cogs.knowledge.gate import HERE, away, granted, knowledge
from bot.curation import forms, labels, typed
from bot.curation.archive import line
from bot.curation.revision import Revision
from bot.render import curation, details
from bot.render.discord import Card, card
from bot.render.markdown import harmless
from bot.response import Response
from bot.store import Unavailable
from knowledge import rows
from knowledge.base import KnowledgeBase

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

_MOST = 2000
"""Revisions that are read at once."""
_LARGEST = 8_000_000
"""Bytes of a file that every server takes."""
FILE = "knowledge.jsonl"
TOO_LARGE = "That is more than fits into a message. Whoever runs me can export it with `pledgebot export`."


@knowledge.command(name="as-of", description="Look at what I knew at a moment, or after a revision")
@app_commands.describe(when="A day, a moment in UTC (2026-07-08 18:30), or a revision's number", question="What to ask then",
                       fact="Which fact to show", here=HERE)  # fmt: skip
async def as_of(
    interaction: Interaction, when: Typed, question: Typed | None = None, fact: Typed | None = None, here: bool = False
) -> None:
    if (grant := await granted(interaction, here=here)) is None:
        return
    bot = interaction.client
    async with Response(interaction, ephemeral=True) as response:
        try:
            point = moment(when)
            mind = await bot.desk.as_of(point, grant.scope)
        except typed.Unread as unread:
            await response.say(harmless(str(unread)))
            return
        except Unavailable as fault:
            await away(interaction, fault)
            return
        if isinstance(point, int) and point > (newest := bot.ledger.fold.number):
            await response.say(f"There is no revision {point} yet; the newest is {newest}.")
            return
        if question:
            locale = await locales.of_interaction(bot, interaction)
            answer = mind.ask(question, bot.clock().date(), locale=locale).answer
            await response.show(card(answer, None, locale, asked=f"{question} (as of {when})"))
            return
        await response.show(_held(mind.knowledge, bot.desk.knowledge(grant.scope), fact, when))


def moment(text: str) -> int | datetime:
    """A revision's number, a moment in UTC, or the end of a day; Unread where it is none of them."""
    bare = " ".join(text.split())
    if bare.isdecimal() and len(bare) < 10 and not (len(bare) == 4 and 1949 <= int(bare) <= 2100):
        return int(bare)
    try:
        found = datetime.fromisoformat(bare)
    except ValueError:
        found = datetime.combine(typed.whole_day(bare), time())
    if ":" not in bare:
        return datetime.combine(found.date(), time.max, UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _held(past: KnowledgeBase, now: KnowledgeBase, text: str | None, when: str) -> Card:
    """A fact as it was, or how many of each kind there were."""
    title = f"As of {harmless(when)}"
    if not text:
        counted = [f"- {phrase.plural(sum(1 for _ in rows.every(past, table)), *words)}" for table, words in _COUNTED.items()]
        return details.paged(title, ["What I knew:", *counted, "-# `question:` asks then, `fact:` shows one fact."], 0, None)
    for base in (past, now):
        try:
            fact = labels.meant(base, text, forms.TABLES)
        except labels.Unclear as unclear:
            said = str(unclear)
            continue
        kind = forms.kind_of(fact)
        if not labels.exists(past, fact) or kind is None:
            return details.paged(title, [f"I didn't know it then: {harmless(labels.label(now, fact))}"], 0, None)
        held = forms.filled(past, fact)
        lines = [f"- {field.label}: **{curation.value(held[name])}**" for name, field in kind.fields.items() if name in held]
        return details.paged(title, [f"**{harmless(forms.said(past, fact))}**", *lines], 0, None)
    return details.paged(title, [f"{harmless(said)}."], 0, None)


_COUNTED = {
    "figures": ("figure", "figures"), "statements": ("statement", "statements"), "pledges": ("pledge", "pledges"),
    "commitments": ("commitment", "commitments"), "summits": ("summit", "summits"), "people": ("person", "people"),
    "offices": ("office", "offices"), "sources": ("source", "sources"),
}  # fmt: skip


@knowledge.command(name="export", description="Every change that was made here, as a file (JSON Lines)")
@app_commands.describe(here=HERE)
async def export(interaction: Interaction, here: bool = False) -> None:
    if (grant := await granted(interaction, here=here)) is None:
        return
    bot = interaction.client
    async with Response(interaction, ephemeral=True) as response:
        await response.acknowledge()
        try:
            data = await _exported(bot, grant.scope)
        except Unavailable as fault:
            bot.log.warning("nothing is exported", reason=str(fault))
            await response.say(curation.AWAY)
            return
        if not data:
            await response.say("There is nothing to export: no change was made here.")
        elif len(data) > _LARGEST:
            await response.say(TOO_LARGE)
        else:
            await response.send(iter([lambda: {"files": [discord.File(BytesIO(data), FILE)]}]))


async def _exported(bot: PledgeBot, scope: int) -> bytes:
    """The scope's own revisions, oldest first, one JSON object a line."""
    found: list[Revision] = []
    before: int | None = None
    while some := await bot.ledger.history(scope, limit=_MOST, before=before):
        found += [one for one in some if one.scope == scope]
        before = some[-1].number
    return "".join(f"{line(one)}\n" for one in reversed(found)).encode()


@as_of.autocomplete("fact")
async def _facts(interaction: Interaction, current: str) -> list[Choice[str]]:
    return choices(interaction, current, forms.TABLES)
