"""/knowledge intake: an article is handed in, attached or pasted; what it says waits in the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ui import Label, Modal, TextInput

from bot import phrase
from bot.cogs.knowledge.deciding import card
from bot.cogs.knowledge.gate import HERE, grant_of, granted, knowledge
from bot.curation import typed
from bot.curation.access import Grant
from bot.curation.drafts import Draft
from bot.curation.queue import About
from bot.render import curation
from bot.render.markdown import harmless
from bot.response import Response, once
from bot.store import Unavailable
from knowledge.intake import documents
from knowledge.intake.refusal import MAX_BYTES, RefusedError, too_big

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

PASTE_FIELDS = 5
_FIELD = 4000
Words = app_commands.Range[str, 1, 200]


@knowledge.command(name="intake", description="Hand in an article; what it says waits for your decision, nothing is stored before")
@app_commands.describe(
    publisher="Who published it",
    file=".txt, .md, .html, .pdf or .docx; leave it out to paste the text",
    date="When it was published (today, if left out)",
    title="What it is called (its first line, if left out)",
    address="Where it stands: https://…",
    here=HERE,
)
async def intake(
    interaction: Interaction,
    publisher: Words,
    *,
    file: discord.Attachment | None = None,
    date: app_commands.Range[str, 1, 40] | None = None,
    title: Words | None = None,
    address: app_commands.Range[str, 1, 500] | None = None,
    here: bool = False,
) -> None:
    if (grant := await granted(interaction, here=here)) is None:
        return
    bot = interaction.client
    about = _about(bot, publisher, date, title, address)
    if isinstance(about, str):
        await Response(interaction, ephemeral=True).say(about)
        return
    if file is None:
        draft = bot.desk.drafts.begin(grant.person, grant.scope, "intake", typed=_told(about))
        bot.spawn(bot.desk.drafts.keep(draft), "keeping a draft")
        await once(lambda: interaction.response.send_modal(Paste(draft)))
        return
    async with Response(interaction, ephemeral=True) as response:
        if file.size > MAX_BYTES:
            await response.say(str(too_big()))
            return
        await response.acknowledge()
        await hand_in(interaction, response, grant, (file.filename, await file.read()), about)


def _about(bot: PledgeBot, publisher: str, day: str | None, title: str | None, address: str | None) -> About | str:
    """What is said of a document; a sentence where its day can't be."""
    today = bot.clock().date()
    try:
        published = typed.whole_day(day) if day else today
    except typed.Unread as unread:
        return f"date: {harmless(str(unread))}."
    if published > today:
        return f"date: {published} is still to come; today is {today}."
    return About(publisher.strip(), published, (title or "").strip(), (address or "").strip())


def _told(about: About) -> dict[str, str]:
    return {"publisher": about.publisher, "date": about.published_on.isoformat(), "title": about.title, "address": about.url}


async def hand_in(interaction: Interaction, response: Response, grant: Grant, file: tuple[str, bytes], about: About) -> bool:
    """Read a document, by its name and content, and show the first of what it says; whether that went well."""
    bot, (name, data) = interaction.client, file
    try:
        document = await asyncio.to_thread(documents.read, data, name)
        made = await bot.queue.enqueue(grant.scope, grant.person, document, about)
    except RefusedError as refused:
        await response.say(harmless(str(refused)))
        return False
    except Unavailable as fault:
        bot.log.warning("an article has to wait", reason=str(fault))
        await response.say(curation.AWAY)
        return False
    bot.log.info("article handed in", document=made.paper.id, candidates=made.count, scope=grant.scope)
    if made.known:
        said = f"📎 This text was handed in before; {phrase.plural(made.count, 'candidate waits', 'candidates wait')}."
    else:
        said = f"📎 {phrase.plural(made.count, 'candidate', 'candidates')} found in it. Nothing is stored before you accept it."
    await response.show(await card(bot, grant.scope, made.paper.id, 0, said=said))
    return True


class Paste(Modal, title="The article"):
    """The form for a text, in as many fields as a form has."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(timeout=None, custom_id=f"pb:paste:{draft.key}")
        for number in range(PASTE_FIELDS):
            label = "Its text" if not number else f"Its text, continued ({number + 1})"
            text: TextInput[Any] = TextInput(
                custom_id=f"text{number}", style=discord.TextStyle.paragraph, required=not number, max_length=_FIELD,
                default=draft.typed.get(f"text{number}") or None,
            )  # fmt: skip
            self.add_item(Label(text=label, description="What is longer goes on in the next field" if not number else None, component=text))

    def is_finished(self) -> bool:
        return True


async def pasted(bot: PledgeBot, interaction: Interaction, key: str, entered: Mapping[str, str]) -> None:
    """A text that was pasted."""
    async with Response(interaction, ephemeral=True) as response:
        grant = await grant_of(interaction)
        if not isinstance(grant, Grant):
            await response.say(grant.words)
            return
        try:
            draft = await bot.desk.drafts.find(key)
        except Unavailable:
            draft = None
        if draft is None or draft.author_id != grant.person or not grant.may(draft.scope):
            await response.say("I have lost what you said of this text. Please use `/knowledge intake` again.")
            return
        about = _about(bot, *(draft.typed.get(name) or None for name in ("publisher", "date", "title", "address")))  # type: ignore[arg-type]
        if isinstance(about, str):
            await response.say(about)
            return
        text = "\n".join(part for number in range(PASTE_FIELDS) if (part := entered.get(f"text{number}", "")).strip())
        if await hand_in(interaction, response, replace(grant, scope=draft.scope), ("pasted.txt", text.encode()), about):
            await bot.desk.drafts.drop(key)
        else:  # kept, so that it can be sent again
            await bot.desk.drafts.keep(replace(draft, typed={**draft.typed, **entered}))
