"""Reminders as the rest of the bot uses them, and the task that sleeps until the next one is due."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.reminders.book import Book
from bot.reminders.model import Delivery, Occasion, Subscription
from bot.reminders.occasions import occasions
from bot.reminders.schedule import coming

if TYPE_CHECKING:
    from bot.app import PledgeBot
    from knowledge.base import KnowledgeBase


class Reminders:
    """`bot.reminders`. What changes subscriptions raises Unavailable where the database is away."""

    def __init__(self, bot: PledgeBot) -> None:
        self._bot = bot
        self._wake = asyncio.Event()
        self.book = Book(bot.store, bot.clock)

    def knowledge(self, guild_id: int | None) -> KnowledgeBase:  # noqa: ARG002 - TODO
        """What is known in a server (None: everywhere)."""
        return self._bot.mind.knowledge

    def occasions(self, guild_id: int | None) -> Mapping[str, Occasion]:
        """What there is to be reminded of in a server, by id."""
        return occasions(self.knowledge(guild_id).as_known_on(self._bot.clock().date()))

    def changed(self) -> None:
        """Something else may be due next."""
        self._wake.set()

    def knowledge_changed(self) -> None:
        """Dates may have moved: all subscriptions are looked through."""

    # --- subscriptions

    async def subscribe(self, subscription: Subscription) -> Subscription:
        """Keep a new one; with its number."""
        kept = await self.book.add(subscription, self.occasions(subscription.guild_id))
        self.changed()
        return kept

    async def alter(self, subscription: Subscription) -> bool:
        """Keep a changed one (paused, moved, muted, other times …); False where it is gone."""
        kept = await self.book.alter(subscription, self.occasions(subscription.guild_id))
        self.changed()
        return kept

    async def remove(self, subscription_id: int) -> bool:
        return await self.book.remove(subscription_id)

    async def subscriptions(self, *, guild_id: int | None = None, owner_id: int | None = None) -> list[Subscription]:
        """Those of a server, or somebody's own by direct message; the oldest first."""
        return await self.book.subscriptions(guild_id=guild_id, owner_id=owner_id)

    async def subscription(self, subscription_id: int) -> Subscription | None:
        return await self.book.subscription(subscription_id)

    async def delivery(self, delivery_id: int) -> Delivery | None:
        """What a button's message was about."""
        return await self.book.delivery(delivery_id)

    def upcoming(self, subscription: Subscription, days: int = 30) -> list[Delivery]:
        """What it will be told within so many days, in order, as far as dates are known."""
        now = self._bot.clock()
        found = coming(subscription, self.occasions(subscription.guild_id))
        return sorted((one for one in found if now < one.due_at <= now + timedelta(days=days)), key=lambda one: one.due_at)
