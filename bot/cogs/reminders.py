"""/reminders: who is told of what is coming, where and when. Thin: what may be and how it is said stands in bot/reminders."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import AppCommandChannel, AppCommandThread, Choice, Range
from discord.ext import commands

from bot import locales
from bot.press import Pressed
from bot.reminders import offsets, previewing, wording, zones
from bot.reminders.buttons import ASKED, ITEMS, asked, muted_card
from bot.reminders.events import Events
from bot.reminders.model import Occasion, Subscription
from bot.reminders.subscribing import COLOUR, NOT_KEPT, Refusal, Wish, changed, confirmed, manages, one, subscribed, visible
from bot.render import details
from bot.render.discord import Card
from bot.render.markdown import harmless, label, size
from bot.response import Response, once
from bot.store import Unavailable
from bot.suggest import LONGEST, MOST, complete

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

PRESETS = (
    "2 weeks, 3 days, 1 day before, the morning of", "1 week before", "1 day before", "the morning of",
    "1 month, 1 week, 1 day before", "1 day, 1 hour before", "the day before at 18:00",
)  # fmt: skip
"""Times that are offered; the first is usual."""
Number: TypeAlias = Range[int, 1, 2**31 - 1]
Text: TypeAlias = Range[str, 1, LONGEST]
NOTHING = "There are no reminders yet. `/reminders add` subscribes you, or with a channel the channel."


class Place(app_commands.Transformer):
    """A channel in which people write, as Discord shows it to whoever chose it."""

    type = discord.AppCommandOptionType.channel
    channel_types = [  # noqa: RUF012 - as the library declares it
        discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.public_thread, discord.ChannelType.private_thread,
        discord.ChannelType.news_thread, discord.ChannelType.voice,
    ]  # fmt: skip

    async def transform(self, _: discord.Interaction[Any], value: Any, /) -> AppCommandChannel | AppCommandThread:
        found: AppCommandChannel | AppCommandThread = value
        return found


Where: TypeAlias = app_commands.Transform[AppCommandChannel | AppCommandThread, Place]


class Reminders(
    commands.GroupCog, group_name="reminders", group_description="Be told of summits, deadlines, new figures and pledges in time"
):
    """Anybody for themselves, by direct message; moderators for the channels of their server."""

    def __init__(self, bot: PledgeBot) -> None:
        self.bot = bot
        self._events = Events(bot)
        bot.reminders.after_plan = lambda: bot.spawn(self._events.keep_all(), "events")

    # --- making and changing them

    @app_commands.command(name="add", description="Be reminded by direct message, or (moderators) have a channel reminded")
    @app_commands.describe(
        channel="Which channel; leave it out to be reminded by direct message",
        what="Of what; leave it out for all summits",
        when="When; leave it out for 2 weeks, 3 days and 1 day before and the morning of",
        role="Which role to ping; leave it out to ping nobody",
        zone="In which time zone 09:00 is meant: a city, a country or “+2”",
        language="The language whose formats numbers and dates have; my sentences are English",
    )
    async def add(  # noqa: PLR0917 - the options of a command
        self,
        interaction: Interaction,
        channel: Where | None = None,
        what: Text | None = None,
        when: Text | None = None,
        role: discord.Role | None = None,
        zone: Text | None = None,
        language: Text | None = None,
    ) -> None:
        """With nothing, or nothing but a channel: all summits at the usual times."""
        wish = Wish(what=what, channel=channel, when=when, role=role, zone=zone, language=language)

        async def work() -> Card:
            kept = await subscribed(self.bot, interaction, wish)
            return self._shown("Reminder added", confirmed(self.bot, kept))

        await self._answered(interaction, work)

    @app_commands.command(name="move", description="Change what, where, when, whom to ping or the time zone of a reminder")
    @app_commands.describe(
        number="Which reminder",
        channel="To which channel",
        what="Of what",
        when="When",
        role="Which role to ping",
        nobody="Ping nobody any more",
        zone="In which time zone 09:00 is meant: a city, a country or “+2”",
        language="The language whose formats numbers and dates have",
    )
    async def move(  # noqa: PLR0917 - the options of a command
        self,
        interaction: Interaction,
        number: Number,
        channel: Where | None = None,
        what: Text | None = None,
        when: Text | None = None,
        role: discord.Role | None = None,
        nobody: bool = False,
        zone: Text | None = None,
        language: Text | None = None,
    ) -> None:
        wish = Wish(what=what, channel=channel, when=when, role=role, nobody=nobody, zone=zone, language=language)
        await self._altered(interaction, number, "Reminder changed", lambda found: changed(self.bot, interaction, found, wish))

    @app_commands.command(name="pause", description="Send nothing for a while")
    @app_commands.describe(number="Which reminder")
    async def pause(self, interaction: Interaction, number: Number) -> None:
        await self._altered(interaction, number, "Paused", lambda found: replace(found, paused=True))

    @app_commands.command(name="resume", description="Go on with a reminder that was paused")
    @app_commands.describe(number="Which reminder")
    async def resume(self, interaction: Interaction, number: Number) -> None:
        """What came due meanwhile is not sent afterwards."""
        await self._altered(interaction, number, "Goes on", lambda found: replace(found, paused=False))

    @app_commands.command(name="remove", description="Delete a reminder")
    @app_commands.describe(number="Which reminder")
    async def remove(self, interaction: Interaction, number: Number) -> None:
        async def work() -> Card:
            found = await one(self.bot, interaction, number)
            await self.bot.reminders.remove(found.id)
            return self._shown("Reminder removed", wording.lines(found, *self._known(found), self.bot.clock()))

        await self._answered(interaction, work)

    @app_commands.command(name="mute", description="Leave one occasion out of a reminder, or take it in again")
    @app_commands.describe(number="Which reminder", occasion="Which occasion")
    async def mute(self, interaction: Interaction, number: Number, occasion: Text) -> None:
        async def work() -> Card:
            found = await one(self.bot, interaction, number)
            meant = self._occasion(found, occasion)
            after = replace(found, muted=found.muted ^ {meant})
            await self.bot.reminders.alter(after)
            return muted_card(self.bot, after, meant)

        await self._answered(interaction, work)

    # --- looking at them

    @app_commands.command(name="list", description="Your reminders, and for moderators those of this server")
    async def listing(self, interaction: Interaction) -> None:
        await self._answered(interaction, lambda: listed(self.bot, interaction, 0))

    @app_commands.command(name="upcoming", description="What will come in the next days")
    @app_commands.describe(days="In how many days at most; 30 where left out")
    async def upcoming(self, interaction: Interaction, days: Range[int, 1, 731] = 30) -> None:
        async def work() -> Card:
            return self._shown(f"In the next {days} days", previewing.upcoming(self.bot, await visible(self.bot, interaction), days))

        await self._answered(interaction, work)

    @app_commands.command(name="preview", description="Show a reminder as it would be today; nobody else sees it")
    @app_commands.describe(number="Which reminder; leave it out for the next summit")
    async def preview(self, interaction: Interaction, number: Number | None = None) -> None:
        async with Response(interaction, ephemeral=True) as response:
            try:
                found = await one(self.bot, interaction, number) if number else None
                locale = await locales.of_interaction(self.bot, interaction)
                forms = await previewing.preview(self.bot, interaction, found, locale)
            except (Refusal, Unavailable) as refusal:
                await response.say(str(refusal) if isinstance(refusal, Refusal) else NOT_KEPT)
            else:
                await response.send(forms)

    # --- native events

    @app_commands.command(name="events", description="Whether I keep an event of Discord for each summit; for moderators")
    @app_commands.describe(keep="Whether I keep them")
    async def events(self, interaction: Interaction, keep: bool) -> None:
        """Off until a moderator turns it on."""
        async with Response(interaction, ephemeral=True) as response:
            try:
                await response.say(await self._events.switched(interaction, on=keep))
            except Unavailable:
                await response.say(NOT_KEPT)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """The servers are known."""
        await self._events.keep_all()

    # --- what is offered while somebody types

    @add.autocomplete("what")
    @move.autocomplete("what")
    async def _whats(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        guild_id = interaction.guild_id
        return _choices(wording.offered(current, self.bot.reminders.knowledge(guild_id), self.bot.reminders.occasions(guild_id)))

    @add.autocomplete("when")
    @move.autocomplete("when")
    async def _whens(self, _: Interaction, current: str) -> list[Choice[str]]:
        """What was understood so far, then the usual ones."""
        try:
            read = [wording.times(offsets.parse(current))]
        except offsets.OffsetError:
            read = []
        offered = complete(current, {preset.casefold(): preset for preset in PRESETS}, MOST)
        return _choices(dict.fromkeys(text for text in (*read, *offered) if size(text) <= LONGEST))

    @add.autocomplete("zone")
    @move.autocomplete("zone")
    async def _zones(self, _: Interaction, current: str) -> list[Choice[str]]:
        now = self.bot.clock()
        return [Choice(name=zones.label(name, now), value=name) for name in zones.offered(current, now)]

    @add.autocomplete("language")
    @move.autocomplete("language")
    async def _languages(self, _: Interaction, current: str) -> list[Choice[str]]:
        return [Choice(name=locales.name(code), value=code) for code in complete(current, locales.names(), MOST)]

    @move.autocomplete("number")
    @pause.autocomplete("number")
    @resume.autocomplete("number")
    @remove.autocomplete("number")
    @mute.autocomplete("number")
    @preview.autocomplete("number")
    async def _numbers(self, interaction: Interaction, current: int | str) -> list[Choice[int]]:
        try:
            found = await visible(self.bot, interaction)
        except Unavailable:
            return []
        labels = {each.id: self._label(each) for each in found}
        return [Choice(name=name, value=number) for number, name in labels.items() if str(current).casefold() in name.casefold()][:MOST]

    @mute.autocomplete("occasion")
    async def _occasions(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        try:
            found = await one(self.bot, interaction, int(interaction.namespace.number or 0))
        except (Refusal, Unavailable, ValueError):  # no number yet, or words in its place
            return []
        names = {each.name.casefold(): each.name for each in self._watched(found)}
        return _choices(complete(current, names, MOST))

    # --- a form for a question that came from a reminder

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """A form that was sent, whichever process opened it."""
        data: Any = interaction.data
        if interaction.type is discord.InteractionType.modal_submit and data["custom_id"].startswith(ASKED):
            await asked(self.bot, interaction)

    # --- what they share

    async def _answered(self, interaction: Interaction, work: Callable[[], Awaitable[Card]]) -> None:
        """Answer by a card, or by the sentence that says why not."""
        async with Response(interaction, ephemeral=True) as response:
            try:
                shown = await work()
            except Refusal as refusal:
                await response.say(str(refusal))
            except Unavailable:
                await response.say(NOT_KEPT)
            else:
                await response.show(shown)

    async def _altered(self, interaction: Interaction, number: int, title: str, change: Callable[[Subscription], Subscription]) -> None:
        async def work() -> Card:
            after = change(await one(self.bot, interaction, number))
            if not await self.bot.reminders.alter(after):
                raise Refusal(f"The reminder with the number {number} was removed meanwhile.")
            return self._shown(title, confirmed(self.bot, after))

        await self._answered(interaction, work)

    def _shown(self, title: str, lines: Sequence[str]) -> Card:
        return details.paged(title, ["\n".join(lines)], 0, None, COLOUR)

    def _known(self, found: Subscription) -> tuple[Any, Any]:
        return self.bot.reminders.knowledge(found.guild_id), self.bot.reminders.occasions(found.guild_id)

    def _label(self, found: Subscription) -> str:
        channel = self.bot.get_channel(found.channel_id)
        place = "by direct message" if found.guild_id is None else f"in #{getattr(channel, 'name', 'a channel that is gone')}"
        return label(f"{found.id}: {wording.watched(found, *self._known(found))} {place}", LONGEST)

    def _watched(self, found: Subscription) -> Sequence[Occasion]:
        known = self.bot.reminders.occasions(found.guild_id)
        everything = replace(found, muted=frozenset())
        return [each for each in known.values() if not each.news and everything.watches_over(each.id)]

    def _occasion(self, found: Subscription, typed: str) -> str:
        wanted = " ".join(typed.split()).casefold()
        for each in self._watched(found):
            if wanted in (each.name.casefold(), each.id.casefold()):
                return each.id
        raise Refusal(f"Reminder {found.id} is about nothing called “{harmless(typed)}”. Please pick it from the list.")


async def listed(bot: PledgeBot, interaction: Interaction, page: int) -> Card:
    """What somebody may see here, on pages."""
    now = bot.clock()
    blocks = [
        "\n".join(wording.lines(each, bot.reminders.knowledge(each.guild_id), bot.reminders.occasions(each.guild_id), now))
        for each in await visible(bot, interaction)
    ]
    title = "Reminders of this server, and yours" if manages(interaction) else "Your reminders"
    return details.paged(title, blocks or [NOTHING], page, "pb:reminders", COLOUR)


class Turned(Pressed, template=r"pb:reminders:(?P<page>\d{1,4}):[a-z]+"):
    """‹ and › of the list."""

    async def pressed(self, bot: PledgeBot, interaction: Interaction) -> None:
        shown = await listed(bot, interaction, int(self.match["page"]))
        await once(lambda: interaction.response.edit_message(view=shown))


def _choices(names: Any) -> list[Choice[str]]:
    return [Choice(name=name, value=name) for name in names]


async def setup(bot: PledgeBot) -> None:
    bot.add_dynamic_items(Turned, *ITEMS)
    await bot.add_cog(Reminders(bot))
