"""Forms, previews and what their buttons do. They know the key of a draft and nothing else, so that a restart changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands
from discord.ui import DynamicItem, Label, Modal, Select, TextInput

from bot import locales
from bot.cogs.knowledge.deciding import corrected
from bot.cogs.knowledge.gate import grant_of
from bot.cogs.knowledge.intake import pasted
from bot.curation import desk
from bot.curation.access import Grant, soon
from bot.curation.desk import Look
from bot.curation.drafts import Draft
from bot.curation.forms import LONG, Field
from bot.press import Pressed
from bot.render import curation
from bot.response import InPlace, Response, once
from bot.store import Unavailable

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

GONE = "That was saved or dropped already, or begun more than {days} days ago. `/knowledge queue` shows what you have begun."
NOT_YOURS = "That is somebody else's draft."
DROPPED = "Dropped. Nothing was changed."


class Form(Modal):
    """One page of a draft's form. Nobody waits for it: what is sent is found by its id, after a restart too."""

    def __init__(self, draft: Draft, page: int) -> None:
        title, fields = desk.pages(draft)[page]
        super().__init__(title=f"{draft.deed.capitalize()}: {title}"[:45], timeout=None, custom_id=f"pb:form:{draft.key}:{page}")
        for field in fields:
            if len(text := draft.typed.get(field.name, "")) <= LONG:  # what is longer than a form takes stays as it is
                self.add_item(_asked(field, text))

    def is_finished(self) -> bool:
        return True


def _asked(field: Field, text: str) -> Label[Any]:
    """A field as Discord asks for it, filled with what it had."""
    component: Select[Any] | TextInput[Any]
    if field.sort.options:
        chosen = [discord.SelectOption(label=called[:100], value=value, default=value == text) for value, called in field.sort.options]
        component = Select(custom_id=field.name, options=chosen, required=field.needed, min_values=1 if field.needed else 0)
    else:
        style = discord.TextStyle.paragraph if field.long or "\n" in text else discord.TextStyle.short
        most = max(field.most, len(text))
        component = TextInput(custom_id=field.name, style=style, default=text or None, required=field.needed, max_length=most)
    return Label(text=field.label, description=field.help or None, component=component)


class Forms(commands.Cog):
    """Takes the forms that are sent, whichever process opened them."""

    def __init__(self, bot: PledgeBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data
        name, _, rest = data["custom_id"].removeprefix("pb:").partition(":")
        if name not in FORMS or not rest:
            return
        try:
            await FORMS[name](self.bot, interaction, rest.partition(":")[0], entries(data["components"]))
        except Exception as fault:  # noqa: BLE001 - the library only logs what a listener raises; the person is owed a sentence
            await self.bot.apologise(interaction, fault)


def entries(components: list[dict[str, Any]]) -> dict[str, str]:
    """What was entered into a form, by the ids of its fields."""
    found: dict[str, str] = {}
    for row in components:
        held = row.get("component") or {}
        if "custom_id" in held:
            values = held.get("values") or []
            text = str(held["value"] or "") if "value" in held else str(values[0]) if values else ""
            found[held["custom_id"]] = text.replace("\0", "").encode(errors="ignore").decode()  # what no database takes
    return found


async def taken(bot: PledgeBot, interaction: Interaction, key: str, entered: Mapping[str, str]) -> None:
    """Keep what was entered, and show what it comes to."""
    async with (InPlace if interaction.message else Response)(interaction, ephemeral=True) as response:
        draft = await _mine(bot, interaction, key)
        if isinstance(draft, str):
            await response.show(curation.told(_kept(draft, entered)))
            return
        draft = replace(draft, typed={**draft.typed, **entered})
        if draft.deed != "correct":
            await show(bot, interaction, response, draft)
            return
    await corrected(bot, interaction, draft)


def _kept(refusal: str, entered: Mapping[str, str]) -> str:
    """Why a form can't be taken, with what stood in it: nobody types it twice."""
    from bot.render.markdown import cut

    typed = [f"> {cut(text, 700)}" for text in entered.values() if text.strip()]
    return "\n".join([refusal, *(["What you had typed:", *typed] if typed else [])])


async def show(bot: PledgeBot, interaction: Interaction, response: Response, draft: Draft) -> None:
    """Keep a draft, and show it as it stands now."""
    draft = await bot.desk.drafts.keep(draft)
    look = await _looked(bot, interaction, draft)
    if look.draft != draft:
        await bot.desk.drafts.keep(look.draft)
    await response.show(curation.preview(look))


async def _looked(bot: PledgeBot, interaction: Interaction, draft: Draft) -> Look:
    try:
        return await bot.desk.look(draft, bot.clock().date(), await locales.of_interaction(bot, interaction))
    except Unavailable:
        return Look(draft, away=True)


async def open_form(bot: PledgeBot, interaction: Interaction, draft: Draft, page: int = 0) -> None:
    """Show a page of a draft's form. Keeping the draft goes on beside it: a form can't wait for a database."""
    bot.desk.drafts.hold(draft)
    bot.spawn(bot.desk.drafts.keep(draft), "keeping a draft")
    await once(lambda: interaction.response.send_modal(Form(draft, page)))


async def _mine(bot: PledgeBot, interaction: Interaction, key: str) -> Draft | str:
    """The draft, or why whoever is behind the interaction can't go on with it."""
    try:
        draft = await soon(bot.desk.drafts.find(key))
    except Unavailable:
        if (draft := bot.desk.drafts.remembered(key)) is None:
            return curation.AWAY
    if draft is None:
        return GONE.format(days=bot.settings.retention_days)
    if draft.author_id != interaction.user.id:
        return NOT_YOURS
    found = await grant_of(interaction)
    if not isinstance(found, Grant):
        return found.words
    return draft if found.may(draft.scope) else NOT_YOURS


class Drafted(Pressed, template=curation.DRAFT_ID):
    """Save, change, keep theirs or drop. Only its author sees a draft; whether they still may is looked at again."""

    async def pressed(self, bot: PledgeBot, interaction: Interaction) -> None:
        draft, verb = await _mine(bot, interaction, self.match["key"]), self.match["verb"]
        if isinstance(draft, str):
            await Response(interaction, ephemeral=True).say(draft)
            return
        if verb.startswith("p"):
            if int(verb[1:]) < len(desk.pages(draft)):
                await open_form(bot, interaction, draft, int(verb[1:]))
            return
        async with InPlace(interaction) as response:
            if verb == "cancel":
                await bot.desk.drafts.drop(draft.key)
                await response.show(curation.told(DROPPED))
            elif verb == "look":
                await show(bot, interaction, response, draft)
            elif draft.key in _SAVING:  # pressed twice: the first time says what came of it
                await response.acknowledge()
            else:
                _SAVING.add(draft.key)
                try:
                    await _save(bot, interaction, response, bot.desk.on_top(draft) if verb == "top" else draft)
                finally:
                    _SAVING.discard(draft.key)


_SAVING: set[str] = set()
"""The keys of the drafts that are being saved at this moment."""


async def _save(bot: PledgeBot, interaction: Interaction, response: Response, draft: Draft) -> None:
    try:
        if await bot.desk.drafts.find(draft.key) is None:  # saved while this waited
            await response.acknowledge()
            return
        made = await bot.desk.save(draft, bot.clock().date())
    except Unavailable as fault:
        bot.log.warning("a change has to wait", reason=str(fault))
        made = replace(await _looked(bot, interaction, draft), away=True)
    if isinstance(made, Look):
        await bot.desk.drafts.keep(made.draft)
        await response.show(curation.preview(made))
        return
    bot.log.info("knowledge changed", revisions=[one.number for one in made.revisions], scope=draft.scope)
    await response.show(curation.saved(made, draft.scope))


FORMS = {"form": taken, "paste": pasted}
"""What takes a form, by the first part of its id."""
ITEMS: tuple[type[DynamicItem[Any]], ...] = (Drafted,)
