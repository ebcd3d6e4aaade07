"""Reminders as the rest of the bot uses them, and the task that sleeps until the next one is due.

It is woken where subscriptions or the knowledge change. Once a minute it looks anyway: another process may have written something
that is due earlier, and the machine's clock may have been set.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.logs import logger
from bot.reminders.book import Book
from bot.reminders.delivery import Courier, Outcome
from bot.reminders.desk import Desk
from bot.reminders.model import Delivery, Occasion, Subscription
from bot.reminders.occasions import agree, occasions
from bot.reminders.post import DiscordPost, Post
from bot.reminders.schedule import coming
from bot.store import Unavailable

if TYPE_CHECKING:
    from bot.app import PledgeBot
    from bot.ask import Mind
    from bot.reminders.parcel import Parcel
    from knowledge.base import KnowledgeBase

AT_ONCE = 16
"""Reminders that are on their way at the same time; questions find their place among so many."""
LOOK = 60.0
"""Seconds after which it looks even though nothing is due."""
AGAIN = 1.0
"""Seconds until it looks again for what somebody else is busy with."""
PATIENT, CALM = 3, 60.0
"""After so many reminders in a row that may not have arrived, Discord is left alone for a while: up to CALM seconds."""
SET = 5.0
"""Seconds by which the clock differs from the time that has passed before it counts as having been set."""

log = logger("pledgebot.reminders")


class Reminders:
    """`bot.reminders`. What changes subscriptions raises Unavailable where the database is away."""

    def __init__(self, bot: PledgeBot, post: Post | None = None, desk: Desk | None = None) -> None:
        self._bot, self._clock = bot, bot.clock
        self.book = Book(bot.store, bot.clock)
        self.desk = desk or Desk(bot.store, bot.clock)
        self._courier = Courier(self.desk, post or DiscordPost(bot), bot.clock, partial(bot.fault, place="reminder"))
        self.after_plan: Callable[[], object] = lambda: None
        self._awake = False
        self._nap: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = False
        self._changes = 0
        self._planned: tuple[int, date] | None = None
        self._known: dict[int, tuple[KnowledgeBase, date, Mapping[str, Occasion]]] = {}
        self._planned_for: dict[int | None, Mapping[str, Occasion]] = {}
        self._whole = False  # whether every delivery was planned for what `_planned_for` has
        self._ahead: float | None = None
        self._unsure = 0
        self._calm_until: datetime | None = None

    # --- what there is to be reminded of

    def mind(self, guild_id: int | None) -> Mind:
        """What is asked how things stand in a server (None: everywhere)."""
        return self._bot.present.mind(guild_id)

    def knowledge(self, guild_id: int | None) -> KnowledgeBase:
        """What is known in a server (None: everywhere)."""
        return self.mind(guild_id).knowledge

    def occasions(self, guild_id: int | None) -> Mapping[str, Occasion]:
        """What there is to be reminded of in a server, by id."""
        base, today = self.knowledge(guild_id), self._clock().date()
        kept = self._known.get(id(base))
        if kept is None or kept[0] is not base or kept[1] != today:
            self._known = {key: one for key, one in self._known.items() if one[1] == today}
            kept = self._known[id(base)] = base, today, occasions(base.as_known_on(today))
        return kept[2]

    def changed(self) -> None:
        """Something else may be due next."""
        self._rouse()

    def knowledge_changed(self) -> None:
        """Dates may have moved: the subscriptions of every server where one has are looked through."""
        self._changes += 1
        self._rouse()

    @property
    def planned(self) -> bool:
        """Whether all deliveries agree with what is known today."""
        return self._planned == (self._changes, self._clock().date())

    # --- subscriptions

    async def subscribe(self, subscription: Subscription) -> Subscription:
        """Keep a new one; with its number."""
        known = self.occasions(subscription.guild_id)
        kept = await self.book.add(subscription, known)
        self._planned_for.setdefault(subscription.guild_id, known)
        self.changed()
        return kept

    async def alter(self, subscription: Subscription) -> bool:
        """Keep a changed one (paused, moved, muted, other times …); False where it is gone."""
        kept = await self.book.alter(subscription, self.occasions(subscription.guild_id))
        self.changed()
        return kept

    async def remove(self, subscription_id: int) -> bool:
        """Drop one; False where it is gone already."""
        return await self.book.remove(subscription_id)

    async def forget(self, user_id: int) -> int:
        """Drop what somebody gets by direct message, and take their name off the rest; how many subscriptions that were."""
        return await self.book.forget(user_id)

    async def subscriptions(self, *, guild_id: int | None = None, owner_id: int | None = None) -> list[Subscription]:
        """Those of a server, or (without one) somebody's own by direct message; the oldest first."""
        return await self.book.subscriptions(guild_id=guild_id, owner_id=owner_id)

    async def subscription(self, subscription_id: int) -> Subscription | None:
        return await self.book.subscription(subscription_id)

    async def delivery(self, delivery_id: int) -> Delivery | None:
        return await self.book.delivery(delivery_id)

    def upcoming(self, subscription: Subscription, days: int = 30) -> list[Delivery]:
        """What it will be told within so many days, in order, as far as dates are known."""
        now = self._clock()
        found = coming(subscription, self.occasions(subscription.guild_id))
        return sorted((one for one in found if now < one.due_at <= now + timedelta(days=days)), key=lambda one: one.due_at)

    # --- the work

    async def run(self) -> None:
        """Until the bot is closed."""
        while not self._stopping:
            try:
                await self._mind_the_clock()
                await self.plan()
                sent = await self.tick()
                pause = self._pause(await self.desk.next(), sent)
            except Unavailable as why:
                log.error("reminders wait for the database", reason=str(why))
                pause = AGAIN * 5
            except Exception as fault:  # noqa: BLE001 - whatever is broken, the next reminder is due all the same
                self._bot.fault(fault, "reminders")
                pause = LOOK
            await self._sleep(pause)

    async def _mind_the_clock(self) -> None:
        """Notice that it was set; at the start it may have been."""
        ahead = self._clock().timestamp() - time.monotonic()
        if self._ahead is None or abs(ahead - self._ahead) > SET:
            recovered = await self.desk.recover()
            if self._ahead is not None:
                log.warning("the clock was set", by=round(ahead - self._ahead), recovered=recovered)
        self._ahead = ahead

    async def plan(self) -> None:
        """At the start, every day, and after a change of the knowledge: bring all deliveries into line with it, where anything changed."""
        if self.planned:
            return
        version = self._changes, self._clock().date()
        changed = self._changed(version[1])
        whole, self._whole = self._whole, False
        last: int | None = 0 if changed or not whole else None
        while last is not None:
            last = await self.book.replan(last, self._noted, changed if whole else None)
        await self.book.purge(self._clock() - timedelta(days=self._bot.settings.retention_days))
        self._whole = self._changes == version[0]
        self._planned = version
        self.after_plan()

    def _changed(self, today: date) -> list[int | None]:
        """The servers whose occasions are no longer those that they were planned for; most servers share theirs."""
        pairs = {id_: (before, self.occasions(id_)) for id_, before in self._planned_for.items()}
        distinct = {(id(before), id(after)): (before, after) for before, after in pairs.values()}
        differ = {key: not agree(before, after, today) for key, (before, after) in distinct.items()}
        return [id_ for id_, (before, after) in pairs.items() if differ[id(before), id(after)]]

    def _noted(self, guild_id: int | None) -> Mapping[str, Occasion]:
        """What there is to be reminded of in a server, for which it is planned now."""
        known = self._planned_for[guild_id] = self.occasions(guild_id)
        return known

    async def tick(self) -> int:
        """Send everything that is due, some at a time; how many messages were looked after."""
        under_way: set[asyncio.Task[None]] = set()
        count = 0
        self._idle.clear()
        try:
            while True:
                if not self._stopping and not self._calm() and len(under_way) <= AT_ONCE // 2:
                    parcels = await self.desk.claim(AT_ONCE - len(under_way))
                    count += len(parcels)
                    under_way |= {asyncio.create_task(self._carry(parcel), name="reminder") for parcel in parcels}
                if not under_way:
                    return count
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
            self._idle.set()

    async def _carry(self, parcel: Parcel) -> None:
        try:
            outcome = await self._courier.carry(parcel, self.occasions(parcel.subscription.guild_id))
            if outcome is Outcome.OUTDATED:
                await self.book.revise([parcel.subscription.id], self.occasions)
        except Unavailable as why:
            log.error("a reminder could not be settled; its claim ends by itself", delivery=parcel.head.id, reason=str(why))
            return
        self._bot.metrics.reminders.labels(outcome.name.lower()).inc()
        self._unsure = self._unsure + 1 if outcome is Outcome.UNSURE else 0
        if self._unsure >= PATIENT:
            self._calm_until = self._clock() + timedelta(seconds=min(CALM, 2.0 ** (self._unsure - PATIENT)))

    def _calm(self) -> bool:
        """Whether Discord is left alone just now."""
        return self._calm_until is not None and self._clock() < self._calm_until

    def _pause(self, due: datetime | None, sent: int) -> float:
        """Seconds to sleep."""
        if due is None:
            return LOOK
        until = max(due, self._calm_until) if self._calm_until else due
        left = (until - self._clock()).total_seconds()
        return min(LOOK, left) if left > 0 else 0.0 if sent else AGAIN

    async def _sleep(self, seconds: float) -> None:
        """Or until something changes. A task of its own that only sleeps, as that is what others can see of it."""
        if not self._awake:
            self._nap = asyncio.create_task(asyncio.sleep(seconds), name="until the next reminder")
            try:
                await asyncio.wait([self._nap])
            finally:
                self._nap.cancel()
        self._awake = False

    def _rouse(self) -> None:
        self._awake = True
        if self._nap:
            self._nap.cancel()

    # --- stopping

    async def stop(self) -> None:
        """Claim no more, and wait for what is on its way."""
        self._stopping = True
        self._rouse()
        await self.idle()

    async def idle(self) -> None:
        """Wait until nothing is on its way."""
        await self._idle.wait()
