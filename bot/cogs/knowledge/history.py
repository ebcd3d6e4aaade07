"""/knowledge history: what was changed, by whom and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.cogs.knowledge.changes import Typed, choices
from bot.cogs.knowledge.gate import HERE, away, granted, granted_in, knowledge
from bot.curation import desk, forms, labels
from bot.curation.access import Grant
from bot.curation.revision import Revision
from bot.press import Pressed
from bot.render import curation, details
from bot.render.discord import Card
from bot.render.markdown import harmless
from bot.response import InPlace, Response
from bot.store import Unavailable
from knowledge.base import KnowledgeBase
from knowledge.fold import EVERYONE

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

_MOST = 400
"""Revisions that are shown, or looked through for what concerns a person."""
NOTHING = "Nothing was changed here: what I know of it is what I was shipped with."
OLDER = "-# There are older ones. `/knowledge export` has all of them."


@knowledge.command(name="history", description="What was changed, by whom and why, newest first")
@app_commands.describe(fact="Of one fact", person="Of what concerns one person", moderator="What one moderator did", here=HERE)
async def history(
    interaction: Interaction,
    fact: Typed | None = None,
    person: Typed | None = None,
    moderator: discord.User | None = None,
    here: bool = False,
) -> None:
    if (grant := await granted(interaction, here=here)) is None:
        return
    bot, base = interaction.client, interaction.client.desk.knowledge(grant.scope)
    async with Response(interaction, ephemeral=True) as response:
        try:
            wanted = await _wanted(bot, grant, base, fact, person, moderator)
            await response.show(await _listed(bot, grant.scope, wanted, 0))
        except labels.Unclear as unclear:
            await response.say(f"{harmless(str(unclear))}. Type words of it, and pick it from the list.")
        except Unavailable as fault:
            await away(interaction, fault)


async def _wanted(
    bot: PledgeBot, grant: Grant, base: KnowledgeBase, fact: str | None, person: str | None, moderator: discord.User | None
) -> str:
    """What is looked for, as the ids of buttons have it: all, revisions by somebody, of a person, or of one revision's fact."""
    if moderator:
        return f"by{moderator.id}"
    if person:
        return f"on{labels.meant(base, person, ('people',)).id}"
    if not fact:
        return "all"
    named = labels.ref(fact.strip()) or labels.meant(base, fact, forms.TABLES)
    key = labels.owned(named)[0] if named.table == labels.ALIASES else named
    found = await bot.ledger.history(grant.scope, table=key.table, id_=key.id, limit=1)
    return f"as{found[0].number}" if found else "as0"


async def _listed(bot: PledgeBot, scope: int, wanted: str, page: int) -> Card:
    """A page of the revisions that a scope may see: its own, and everybody's."""
    what, arg = (wanted[:2], wanted[2:]) if wanted != "all" else ("", "")
    found: list[Revision]
    if what == "by":
        found = await bot.ledger.history(scope, author=int(arg), limit=_MOST)
    elif what == "as":
        one = await bot.ledger.revision(int(arg))
        seen = one is not None and one.scope in (scope, EVERYONE)
        found = await bot.ledger.history(scope, table=one.table, id_=one.id, limit=_MOST) if one and seen else []
    else:
        found = await bot.ledger.history(scope, limit=_MOST)
        if what == "on":
            found = [one for one in found if _concerns(one, arg)]
    base = bot.desk.knowledge(scope)
    blocks = ["\n".join([curation.line(one, desk.named(base, one)), *curation.changed(one)]) for one in found]
    if len(found) == _MOST:
        blocks.append(OLDER)
    return details.paged("History", blocks or [NOTHING], page, f"pb:history:{scope}:{wanted}")


def _concerns(one: Revision, person: str) -> bool:
    """Whether a revision is of a person, their offices or words."""
    if one.key == ("people", person):
        return True
    states = [state.row for state in (one.was, one.became) if state]
    return any(person in (getattr(row, "speaker", None), getattr(row, "person", None)) for row in states)


class Turned(Pressed, template=r"pb:history:(?P<scope>\d{1,20}):(?P<wanted>[\w.+-]{2,60}):(?P<page>\d{1,4}):[a-z]+"):
    """‹ and › of the history."""

    async def pressed(self, bot: PledgeBot, interaction: Interaction) -> None:
        scope = int(self.match["scope"])
        if await granted_in(interaction, scope) is None:
            return
        async with InPlace(interaction) as response:
            try:
                await response.show(await _listed(bot, scope, self.match["wanted"], int(self.match["page"])))
            except Unavailable as fault:
                await away(interaction, fault)


@history.autocomplete("fact")
async def _facts(interaction: Interaction, current: str) -> list[Choice[str]]:
    return choices(interaction, current, forms.TABLES)


@history.autocomplete("person")
async def _people(interaction: Interaction, current: str) -> list[Choice[str]]:
    return choices(interaction, current, ("people",))


ITEMS = (Turned,)
