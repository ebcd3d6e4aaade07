"""/knowledge add, amend, retract, supersede, dispute, undo: each begins a draft and shows its form or its preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.cogs.knowledge.drafting import open_form, show
from bot.cogs.knowledge.gate import HERE, granted, knowledge
from bot.curation import forms, labels
from bot.curation.access import Grant
from bot.curation.drafts import Deed
from bot.curation.forms import KINDS
from bot.curation.labels import Ref, Unclear
from bot.render.markdown import harmless
from bot.response import Response

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

Typed = app_commands.Range[str, 1, 100]
Number = app_commands.Range[int, 1, 2**31 - 1]
HOW: dict[str, Deed] = {"wrong": "retract", "superseded": "supersede", "disputed": "dispute"}
"""Why a fact is retracted → what becomes of it."""
_ABOUT = {"figure": "subject", "pledge": "subject", "statement": "speaker", "office": "person", "alias": "of", "summit": "country"}
"""The field that the option `about` fills, by kind."""
_FACT, _BY = "Which fact: type words of it, and pick", "What takes its place; leave it out to type it anew"


@knowledge.command(name="add", description="Add a fact; a preview comes before anything is saved")
@app_commands.describe(
    kind="What kind of fact", about="Which ally, person or thing it is about", source="The source that it rests on, if I know it", here=HERE
)
@app_commands.choices(kind=[Choice(name=name, value=name) for name in KINDS])
async def add(interaction: Interaction, kind: str, about: Typed | None = None, source: Typed | None = None, here: bool = False) -> None:
    if (grant := await granted(interaction, here=here)) is None:
        return
    bot, base, typed = interaction.client, interaction.client.desk.knowledge(grant.scope), {}
    for name, text in ((_ABOUT.get(kind, ""), about), ("sources", source)):
        if text and name in KINDS[kind].fields:
            typed[name] = _readable(base, text)
    await open_form(bot, interaction, bot.desk.drafts.begin(grant.person, grant.scope, "add", kind=kind, typed=typed))


@knowledge.command(name="amend", description="Change a fact")
@app_commands.describe(fact=_FACT, here=HERE)
async def amend(interaction: Interaction, fact: Typed, here: bool = False) -> None:
    await _begin(interaction, "amend", fact, here=here)


@knowledge.command(name="retract", description="Take a fact back: it was wrong, something newer took its place, or it is disputed")
@app_commands.describe(fact=_FACT, how="Why: what is shown afterwards differs", by=_BY, here=HERE)
@app_commands.choices(
    how=[
        Choice(name="it was wrong", value="wrong"),
        Choice(name="something newer took its place", value="superseded"),
        Choice(name="it is disputed", value="disputed"),
    ]
)
async def retract(interaction: Interaction, fact: Typed, how: str, by: Typed | None = None, here: bool = False) -> None:
    await _begin(interaction, HOW[how], fact, by if how == "superseded" else None, here=here)


@knowledge.command(name="supersede", description="Let something newer take the place of a fact, which stays as history")
@app_commands.describe(fact=_FACT, by=_BY, here=HERE)
async def supersede(interaction: Interaction, fact: Typed, by: Typed | None = None, here: bool = False) -> None:
    await _begin(interaction, "supersede", fact, by, here=here)


@knowledge.command(name="dispute", description="Mark a fact as disputed: it still answers, and says so")
@app_commands.describe(fact=_FACT, here=HERE)
async def dispute(interaction: Interaction, fact: Typed, here: bool = False) -> None:
    await _begin(interaction, "dispute", fact, here=here)


@knowledge.command(name="undo", description="Take a revision back, with what rests on it; a preview comes first")
@app_commands.describe(number="The revision's number, as /knowledge history shows it", here=HERE)
async def undo(interaction: Interaction, number: Number, here: bool = False) -> None:
    if (grant := await granted(interaction, here=here)) is None:
        return
    bot = interaction.client
    async with Response(interaction, ephemeral=True) as response:
        draft = bot.desk.drafts.begin(grant.person, grant.scope, "undo", undoes=(number,))
        await show(bot, interaction, response, draft)


async def _begin(interaction: Interaction, deed: Deed, fact: str, by: str | None = None, *, here: bool) -> None:
    """A draft of a fact that is there; its form comes first."""
    if (grant := await granted(interaction, here=here)) is None:
        return
    bot = interaction.client
    found = _meant(bot, grant, fact)
    newer = _meant(bot, grant, by) if by else None
    for one in (found, newer):
        if isinstance(one, str):
            await Response(interaction, ephemeral=True).say(one)
            return
    if not isinstance(found, Ref) or isinstance(newer, str):
        return
    kind = forms.kind_of(found)
    draft = bot.desk.drafts.begin(grant.person, grant.scope, deed, kind=kind.name if kind else "", by=newer)
    await open_form(bot, interaction, bot.desk.fill(draft, found))


def _meant(bot: PledgeBot, grant: Grant, typed: str) -> Ref | str:
    """The fact, or a sentence on what was typed."""
    try:
        return labels.meant(bot.desk.knowledge(grant.scope), typed, forms.TABLES)
    except Unclear as unclear:
        return f"{harmless(str(unclear))}. Type words of the fact, and pick it from the list."


def _readable(base: Any, text: str) -> str:
    """What was picked, as people read it."""
    fact = labels.ref(text)
    return labels.label(base, fact, 200) if fact and labels.exists(base, fact) else text


# --- names


@amend.autocomplete("fact")
@retract.autocomplete("fact")
@retract.autocomplete("by")
@supersede.autocomplete("fact")
@supersede.autocomplete("by")
@dispute.autocomplete("fact")
async def _facts(interaction: Interaction, current: str) -> list[Choice[str]]:
    return choices(interaction, current, forms.TABLES)


@add.autocomplete("about")
async def _about(interaction: Interaction, current: str) -> list[Choice[str]]:
    """By the kind that was chosen before it."""
    field = _ABOUT.get(str(interaction.namespace.kind or ""))
    tables = {"subject": ("allies",), "country": ("allies", "non_members"), "of": labels.NAMED}
    return choices(interaction, current, tables.get(field, ("people",))) if field else []


@add.autocomplete("source")
async def _sources(interaction: Interaction, current: str) -> list[Choice[str]]:
    return choices(interaction, current, ("sources",))


def choices(interaction: Interaction, typed: str, tables: tuple[str, ...]) -> list[Choice[str]]:
    """Facts by their names: those that answers here rest on, or everybody's for a curator."""
    bot = interaction.client
    everybody = interaction.user.id in bot.settings.curators and not interaction.namespace.here
    base = bot.present.knowledge(None if everybody else interaction.guild_id)
    if not typed and len(tables) > 1:  # what is looked for by its words is not offered without any
        tables = tuple(table for table in tables if table not in ("figures", "sources", labels.ALIASES))
    return [Choice(name=label, value=str(fact)) for fact, label in labels.find(base, typed, tables)]
