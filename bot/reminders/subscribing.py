"""What somebody asks for → a subscription, or a refusal that says what would work. Who may is looked at here, whatever Discord allowed.

A person subscribes themselves, by direct message; those who manage a server subscribe its channels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord

from bot import locales
from bot.faults import UNSENT
from bot.reminders import offsets, wording, zones
from bot.reminders.model import Subscription
from bot.reminders.occasions import NATO
from bot.reminders.schedule import too_late
from bot.render import details
from bot.render.markdown import harmless

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

PER_SERVER, PER_PERSON = 25, 10
"""Subscriptions that a server may have for its channels, and a person by direct message."""
WATCHES = 12
"""Things that one subscription may be about."""
COLOUR = 0x1D5AA6
NOT_KEPT = "I can't change reminders at the moment: my database is away. Please try again in a few minutes."
CLOSED = (
    "I can't send you direct messages, so I can't remind you there. Allow direct messages from this server's members "
    "(its name → Privacy Settings), then try again."
)


class Refusal(Exception):  # noqa: N818 - an answer
    """Why not, in words for whoever asked."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was typed or chosen; None: what there was before, or what is usual."""

    what: str | None = None
    channel: discord.app_commands.AppCommandChannel | discord.app_commands.AppCommandThread | None = None
    when: str | None = None
    role: discord.Role | None = None
    nobody: bool = False
    zone: str | None = None
    language: str | None = None


def manages(interaction: Interaction) -> bool:
    """Whether somebody moderates the server that they are in."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


async def visible(bot: PledgeBot, interaction: Interaction) -> list[Subscription]:
    """What somebody may see and change here: their own, and for moderators those of the server."""
    own = await bot.reminders.subscriptions(owner_id=interaction.user.id)
    return [*(await bot.reminders.subscriptions(guild_id=interaction.guild_id) if manages(interaction) else []), *own]


async def one(bot: PledgeBot, interaction: Interaction, number: int) -> Subscription:
    """The subscription with a number, where it is theirs to change; Refusal."""
    found = await bot.reminders.subscription(number)
    if found and found.guild_id is None and found.owner_id == interaction.user.id:
        return found
    if found and found.guild_id is not None and found.guild_id == interaction.guild_id and manages(interaction):
        return found
    raise Refusal(f"There is no reminder with the number {number} that you may change here. `/reminders list` shows those that there are.")


async def subscribed(bot: PledgeBot, interaction: Interaction, wish: Wish) -> Subscription:
    """Keep a new one; Refusal, Unavailable. A person is written to at once: whether they can be shows now, not on the day."""
    here = interaction.guild_id if wish.channel else None
    if wish.channel and not manages(interaction):
        raise Refusal("Channels are subscribed by those who manage the server. Leave the channel out, and I remind you by direct message.")
    mine = await bot.reminders.subscriptions(**{"guild_id": here} if here else {"owner_id": interaction.user.id})
    most = PER_SERVER if here else PER_PERSON
    if len(mine) >= most:
        whose = "This server has" if here else "You have"
        raise Refusal(f"{whose} {most} reminders, which is the most. `/reminders remove` makes room; one can be about several things.")
    blank = Subscription(
        guild_id=here,
        channel_id=0,
        owner_id=interaction.user.id,
        watches=("summits",),
        offsets=offsets.DEFAULT,
        locale=await _locale(bot, interaction, server=here is not None),
        zone=mine[-1].zone if mine else NATO,
        created_at=bot.clock(),
    )
    whole = blank if wish == Wish() else changed(bot, interaction, blank, wish)
    if here is None:
        whole = replace(whole, channel_id=(await interaction.user.create_dm()).id)
    _not_twice(whole, mine)
    _not_too_late(bot, whole)
    kept = await bot.reminders.subscribe(whole)
    if here is None and interaction.channel_id != kept.channel_id:
        await _tried(bot, interaction, kept)
    return kept


async def _tried(bot: PledgeBot, interaction: Interaction, kept: Subscription) -> None:
    """Write to somebody who subscribed elsewhere; where they take no direct messages nothing is kept."""
    try:
        await interaction.user.send(view=details.cards("Your reminder", confirmed(bot, kept), COLOUR)[0])
    except discord.Forbidden:
        await bot.reminders.remove(kept.id)
        raise Refusal(CLOSED) from None
    except UNSENT as fault:
        bot.log.warning("the confirmation could not be sent", subscription=kept.id, reason=str(fault))


def changed(bot: PledgeBot, interaction: Interaction, before: Subscription, wish: Wish) -> Subscription:
    """The subscription with what is wished for; Refusal."""
    after = before
    if wish == Wish():
        raise Refusal("You named nothing to change: choose what, where, when, a role or a time zone beside the number.")
    if wish.channel:
        if before.guild_id is None:
            raise Refusal("This one reaches you by direct message and can't move to a channel. `/reminders add` subscribes the channel.")
        after = replace(after, channel_id=_channel(interaction, wish.channel))
    if wish.what:
        after = replace(after, watches=_watches(bot, before.guild_id, wish.what))
    if wish.when:
        after = replace(after, offsets=_offsets(wish.when))
    if wish.zone:
        after = replace(after, zone=_zone(wish.zone))
    if wish.language:
        after = replace(after, locale=_language(wish.language))
    if wish.role and not wish.nobody:
        after = replace(after, role_id=_role(interaction, wish.role, after))
    return replace(after, role_id=None) if wish.nobody else after


# --- each of the values


def _watches(bot: PledgeBot, guild_id: int | None, typed: str) -> tuple[str, ...]:
    try:
        found = wording.watches(typed, bot.reminders.knowledge(guild_id), bot.reminders.occasions(guild_id))
    except wording.WatchError as error:
        raise Refusal(str(error)) from None
    if len(found) > WATCHES:
        raise Refusal(f"These are {len(found)} things, and one reminder can be about {WATCHES} at most. Make two of it.")
    return found


def _offsets(typed: str) -> tuple[offsets.Offset, ...]:
    try:
        return offsets.parse(typed)
    except offsets.OffsetError as error:
        raise Refusal(harmless(str(error))) from None


def _zone(typed: str) -> str:
    if (found := zones.known(typed)) is None:
        raise Refusal(f"I know no time zone “{harmless(typed)}”. Type a city (“Lisbon”), a country or “+2”, and pick one from the list.")
    return found


def _language(typed: str) -> str:
    if (found := locales.code(typed)) is None:
        raise Refusal(f"I know no formats of “{harmless(typed)}”. Please pick one from the list.")
    return found


def _channel(interaction: Interaction, chosen: discord.app_commands.AppCommandChannel | discord.app_commands.AppCommandThread) -> int:
    """Where both the moderator and the bot may be."""
    guild = interaction.guild
    channel: Any = guild.get_channel_or_thread(chosen.id) if guild else None
    if guild is None or channel is None:
        raise Refusal(f"I can't see {chosen.mention}. Give me *View Channel* and *Send Messages* there, then try again.")
    mine = channel.permissions_for(guild.me)
    speak = mine.send_messages_in_threads if isinstance(channel, discord.Thread) else mine.send_messages
    if not (mine.view_channel and speak):
        raise Refusal(f"I may not write in {chosen.mention}. Give me *View Channel* and *Send Messages* there, then try again.")
    if not chosen.permissions.view_channel:
        raise Refusal(f"You can't see {chosen.mention} yourself.")
    return chosen.id


def _role(interaction: Interaction, role: discord.Role, subscription: Subscription) -> int:
    """A role that the moderator could ping there without me."""
    guild = interaction.guild
    if subscription.guild_id is None or guild is None:
        raise Refusal("A role can be pinged in a channel of a server only.")
    if role.is_default():
        raise Refusal("I never ping everybody. Choose a role that people can take or leave.")
    channel: Any = guild.get_channel_or_thread(subscription.channel_id)
    if not role.mentionable:
        if not interaction.permissions.mention_everyone:
            raise Refusal(f"You may not ping {role.mention} yourself. Choose a role that anyone may mention.")
        if channel is None or not channel.permissions_for(guild.me).mention_everyone:
            raise Refusal(
                f"I may not ping {role.mention}. Let anyone mention it, or give me *Mention All Roles* in <#{subscription.channel_id}>."
            )
    return role.id


def _not_twice(whole: Subscription, mine: list[Subscription]) -> None:
    for other in mine:
        if other.channel_id == whole.channel_id and other.watches == whole.watches and other.offsets == whole.offsets:
            raise Refusal(f"That is there already: number {other.id}. `/reminders move` changes it.")


def _not_too_late(bot: PledgeBot, whole: Subscription) -> None:
    """One occasion alone has to lie far enough ahead for one of the times; what is general goes on with the next."""
    passed = too_late(whole, bot.reminders.occasions(whole.guild_id))
    if passed and all(watch in {one.id for one, _ in passed} for watch in whole.watches) and not bot.reminders.upcoming(whole, days=4000):
        raise Refusal(f"All of these times have passed for {harmless(passed[0][0].name)}: nothing would be left to send.")


async def _locale(bot: PledgeBot, interaction: Interaction, *, server: bool) -> str:
    if not server:
        return await locales.of_interaction(bot, interaction)
    said = interaction.guild_locale.value if interaction.guild_locale else ""
    return locales.known(said) or bot.settings.locale


# --- what is said of it


def confirmed(bot: PledgeBot, whole: Subscription) -> list[str]:
    """What was agreed: what, where, when, what comes next, and which times have passed already."""
    base, known, now = bot.reminders.knowledge(whole.guild_id), bot.reminders.occasions(whole.guild_id), bot.clock()
    lines = wording.lines(whole, base, known, now)
    following = bot.reminders.upcoming(whole, days=4000)
    if whole.paused:
        lines.append("Nothing is sent while it is paused: `/reminders resume` goes on.")
    elif following:
        lines.append(f"Next: {wording.coming(following[0], known)}")
    lines += [f"Not yet: {line}. The reminders come as soon as they are." for line in wording.undated(whole, known)[:3]]
    passed = [f"“{offset.text}” for {harmless(occasion.name)}" for occasion, offset in too_late(whole, known)]
    if any(watch == "editions" or watch.startswith("ally:") for watch in whole.watches):
        lines.append("New figures and pledges are told as soon as they appear.")
    if passed:
        lines.append(f"-# Past already, and not sent: {', '.join(passed[:5])}{' …' if len(passed) > 5 else ''}")
    return lines
