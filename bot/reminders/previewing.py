"""What would come, before it does: the reminders of the next days, and one as it would be today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.reminders import offsets, wording
from bot.reminders.message import compose
from bot.reminders.model import Delivery, Occasion, Reminder, Subscription
from bot.reminders.occasions import NATO
from bot.reminders.schedule import last_told
from bot.reminders.subscribing import Refusal
from bot.render.markdown import size
from bot.render.notice import forms
from bot.replies import Form, drawn

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]

ROOM, UNDATED = 2800, 5
"""Units for what is coming, and lines for what has no date."""


def upcoming(bot: PledgeBot, subscriptions: Sequence[Subscription], days: int) -> list[str]:
    """A line for each, in order of time, as many as fit into a message; then what has no date yet."""
    found = sorted(((row.due_at, row, one) for one in subscriptions for row in bot.reminders.upcoming(one, days)), key=lambda each: each[0])
    undated = dict.fromkeys(line for one in subscriptions for line in wording.undated(one, bot.reminders.occasions(one.guild_id)))
    lines = [f"- {wording.coming(row, bot.reminders.occasions(one.guild_id))} → {wording.where(one)}" for _, row, one in found]
    shown = list(lines)
    while sum(size(line) + 1 for line in shown) > ROOM:
        shown.pop()
    left = [f"-# … and {len(lines) - len(shown)} more"] if len(shown) < len(lines) else []
    return [*(shown or ["Nothing is due."]), *left, *(f"-# Without a date: {line}" for line in list(undated)[:UNDATED])]


async def preview(bot: PledgeBot, interaction: Interaction, found: Subscription | None, locale: str) -> Iterator[Form]:
    """The next reminder of a subscription as it would be today, which pings nobody; without one that of the next summit."""
    now = bot.clock()
    blank = Subscription(
        guild_id=interaction.guild_id,
        channel_id=0,
        owner_id=interaction.user.id,
        watches=("summits",),
        offsets=offsets.DEFAULT,
        locale=locale,
        zone=NATO,
        created_at=now,
    )
    one = found or blank
    occasion = _next(bot, one)
    row = Delivery(subscription_id=one.id, occasion=occasion.id, offset=one.offsets[0].code, start=occasion.when, due_at=now, until=now)
    told = last_told(await bot.reminders.book.deliveries(one.id)).get(occasion.id) if found else None
    shown = Reminder(subscription=one, delivery=replace(row, name=occasion.name), occasion=occasion, now=now, told=told)
    said = compose(bot.reminders.mind(one.guild_id), shown)
    picture = await drawn(bot, said.chart, said.locale)
    nobody = {"allowed_mentions": discord.AllowedMentions.none()}
    return (lambda made=made: made() | nobody for made in forms(said, picture))  # type: ignore[misc]


def _next(bot: PledgeBot, one: Subscription) -> Occasion:
    """The occasion that is told next; else the next one that has no date yet."""
    known = bot.reminders.occasions(one.guild_id)
    if following := bot.reminders.upcoming(replace(one, paused=False), days=4000):
        return known[following[0].occasion]
    watched = [each for each in known.values() if not each.news and one.watches_over(each.id)]
    if not watched:
        raise Refusal("There is nothing ahead that this one is about. New figures and pledges are told as soon as they appear.")
    return min(watched, key=lambda each: each.when)
