"""The buttons of reminders, which also stand under answers about a summit: remind me, mute, ask about it, calendar file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord.ui import Container, DynamicItem, TextDisplay

from bot import buttons
from bot.press import Pressed
from bot.reminders import handout, wording
from bot.reminders.subscribing import COLOUR, NOT_KEPT, Refusal, Wish, confirmed, one, subscribed
from bot.render import details, notice
from bot.render.controls import row
from bot.render.discord import Card
from bot.render.markdown import harmless, label, question
from bot.response import Response, once
from bot.store import Unavailable

if TYPE_CHECKING:
    from bot.app import PledgeBot
    from bot.reminders.model import Subscription

    Click = discord.Interaction[PledgeBot]

OVER = "That is over, or no longer in what I know: there is nothing to be reminded of."
ASKED = "pb:asked:"
"""The id of the form for a question, up to the occasion."""


class Remind(Pressed, template=notice.REMIND_ID):
    """A subscription to one occasion, by direct message, at the usual times."""

    async def pressed(self, bot: PledgeBot, interaction: Click) -> None:
        occasion = self.match["occasion"]
        async with Response(interaction, ephemeral=True) as response:
            try:
                await response.show(await self._subscribed(bot, interaction, occasion))
            except Refusal as refusal:
                await response.say(str(refusal))
            except Unavailable:
                await response.say(NOT_KEPT)

    async def _subscribed(self, bot: PledgeBot, interaction: Click, occasion: str) -> Card:
        known = bot.reminders.occasions(None).get(occasion)
        if known is None:
            here = bot.reminders.occasions(interaction.guild_id).get(occasion)
            raise Refusal("Only this server knows of it, so I can't remind you of it by direct message." if here else OVER)
        mine = await bot.reminders.subscriptions(owner_id=interaction.user.id)
        if already := next((each for each in mine if each.watches_over(occasion) and not each.paused), None):
            raise Refusal(f"I remind you of {harmless(known.name)} already: `/reminders list` shows it under number {already.id}.")
        kept = await subscribed(bot, interaction, Wish(what=occasion))
        return details.cards("I will remind you by direct message", confirmed(bot, kept), COLOUR)[0]


class Mute(Pressed, template=notice.MUTE_ID):
    """No more of one occasion in one place, or again."""

    async def pressed(self, bot: PledgeBot, interaction: Click) -> None:
        number, occasion, again = int(self.match["subscription"]), self.match["occasion"], self.match["act"] == "unmute"
        async with Response(interaction, ephemeral=True) as response:
            try:
                found = await one(bot, interaction, number)
                muted = found.muted - {occasion} if again else found.muted | {occasion}
                await bot.reminders.alter(replace(found, muted=muted))
            except Refusal:
                await response.say("Those who manage this server decide what it is reminded of, and whoever gets it by direct message.")
            except Unavailable:
                await response.say(NOT_KEPT)
            else:
                shown = muted_card(bot, replace(found, muted=muted), occasion)
                if again:
                    await once(lambda: interaction.response.edit_message(view=shown))
                else:
                    await response.show(shown)


def muted_card(bot: PledgeBot, subscription: Subscription, occasion: str) -> Card:
    """What was muted, with the button that takes it back."""
    name = harmless(wording.title(occasion, bot.reminders.occasions(subscription.guild_id)))
    muted = occasion in subscription.muted
    where = "you" if subscription.guild_id is None else f"<#{subscription.channel_id}>"
    said = f"🔕 I no longer remind {where} of **{name}**." if muted else f"🔔 I remind {where} of **{name}** again."
    act, text = ("unmute", "Remind again") if muted else ("mute", "Mute")
    button: discord.ui.Button[Any] = discord.ui.Button(label=text, custom_id=f"pb:{act}:{subscription.id}:{occasion}")
    return Card(Container(TextDisplay(said), row(button), accent_colour=COLOUR))


class About(Pressed, template=notice.ABOUT_ID):
    """A question of one's own, which may lean on what the reminder is about."""

    async def pressed(self, bot: PledgeBot, interaction: Click) -> None:
        occasion = self.match["occasion"]
        name = wording.title(occasion, bot.reminders.occasions(interaction.guild_id))
        await once(lambda: interaction.response.send_modal(form(occasion, name)))


class CalendarFile(Pressed, template=notice.CALENDAR_ID):
    """The file of one occasion."""

    async def pressed(self, bot: PledgeBot, interaction: Click) -> None:
        await handout.hand_out(bot, interaction, self.match["occasion"])


class Asking(discord.ui.Modal, title="Ask about it"):
    """The form for a question. Nobody waits for it: what is sent is found by its id, after a restart too."""

    question: discord.ui.Label[Any] = discord.ui.Label(
        text="Your question",
        description="In English; “it” is what the reminder is about. Everybody here sees the answer.",
        component=discord.ui.TextInput(max_length=300, custom_id="question"),
    )

    def is_finished(self) -> bool:
        return True


def form(occasion: str, name: str) -> Asking:
    return Asking(title=label(name, 45), timeout=None, custom_id=ASKED + occasion)


async def asked(bot: PledgeBot, interaction: Click) -> None:
    """Answer what was written into the form, for everybody who sees the channel."""
    data: Any = interaction.data
    try:
        earlier = before(bot, interaction.guild_id, data["custom_id"].removeprefix(ASKED))
        text = next(str(each["component"]["value"]) for each in data["components"] if each.get("component"))
        await buttons.ask(bot, interaction, question(text), earlier)
    except Exception as fault:  # noqa: BLE001 - the library only logs what a listener raises; the person is owed a sentence
        await bot.apologise(interaction, fault)


def before(bot: PledgeBot, guild_id: int | None, occasion: str) -> tuple[str, ...]:
    """The question that one about the occasion may lean on."""
    known = bot.reminders.occasions(guild_id).get(occasion)
    if known is None:
        return ()
    base = bot.reminders.knowledge(guild_id)
    match known.kind:
        case "summit":
            return (f"When is the {known.name.removeprefix('The ')}?",)
        case "deadline":
            return (f"What is {base.commitments[known.fact].name}?",) if known.fact in base.commitments else ()
        case "pledge":
            return (f"What has {base.allies[base.pledges[known.fact].subject].name} pledged?",)
        case _:
            return ()


ITEMS: tuple[type[DynamicItem[Any]], ...] = (Remind, Mute, About, CalendarFile)
