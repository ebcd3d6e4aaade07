"""What the tests of reminders share: a bot on a Discord whose clock stands shortly before a day that is known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import PledgeBot
from bot.ask import Mind
from bot.curation.present import Present
from bot.reminders.model import Delivery, Subscription
from knowledge.load import load
from tests.discord.reminders.made import BEFORE, SUMMIT, eventually, subscription
from tests.discord.stage import Stage, world
from tests.loopback import Discord, Message


def set_clock(discord: Discord, to: datetime) -> None:
    """Discord's and the bot's."""
    discord.clock.advance(seconds=(to - discord.clock.now()).total_seconds())


@dataclass
class Scene:
    """A server without a bot yet; `kept` is what was subscribed last."""

    stage: Stage
    url: str
    kept: list[Subscription] = field(default_factory=list)

    @property
    def discord(self) -> Discord:
        return self.stage.discord

    def bot(self, **settings: Any) -> PledgeBot:
        return self.stage.bot(database_url=self.url, **settings)

    async def subscribe(self, bot: PledgeBot, **changed: Any) -> Subscription:
        """Olga subscribes #general unless told otherwise."""
        values = {"channel_id": self.stage.general.id, "guild_id": self.stage.guild.id, "owner_id": self.stage.olga.id}
        made = await bot.reminders.subscribe(subscription(**values | {"created_at": self.discord.clock.now()} | changed))
        self.kept.append(made)
        return made

    async def at(self, bot: PledgeBot, moment: datetime) -> None:
        """The clock moves there, and the bot looks."""
        set_clock(self.discord, moment)
        bot.reminders.changed()

    async def rows(self, bot: PledgeBot, state: str | None = None) -> list[Delivery]:
        """What is kept of the first subscription, the oldest first."""
        return [row for row in await bot.reminders.book.deliveries(self.kept[0].id) if state in (None, row.state)]

    async def settled(self, bot: PledgeBot, count: int, state: str = "sent") -> list[Delivery]:
        """Once so many rows of the first subscription are in this state."""
        found: list[Delivery] = []

        async def look() -> bool:
            found[:] = await self.rows(bot, state)
            return len(found) >= count

        await eventually(look, f"{count} rows {state}")
        return found

    def know(self, bot: PledgeBot, **changed: Any) -> None:
        """The next summit as it is known from now on: its fields changed, or (`gone`) no longer there."""
        base = bot.present.knowledge()
        others = {id_: row for id_, row in base.summits.items() if id_ != SUMMIT}
        summits = others if changed.pop("gone", False) else {**others, SUMMIT: replace(load().summits[SUMMIT], **changed)}
        bot.present = Present(Mind(replace(base, summits=summits), bot.present.mind().vocabulary), bot.ledger)
        bot.reminders.knowledge_changed()

    def publish(self, bot: PledgeBot, edition: str, on: date) -> None:
        """A new edition of NATO's figures, which has nothing in it yet."""
        base = bot.present.knowledge()
        made = replace(base.editions["nato-2026"], id=edition, name=edition, published_on=on)
        bot.present = Present(Mind(replace(base, editions={**base.editions, edition: made}), bot.present.mind().vocabulary), bot.ledger)
        bot.reminders.knowledge_changed()

    async def looked(self, bot: PledgeBot) -> None:
        """Once everything that is due at the moment has been looked after."""

        async def look() -> bool:
            due = await bot.reminders.desk.next()
            return (due is None or due > self.discord.clock.now()) and bot.reminders.planned

        await eventually(look, "the reminders to be looked after")
        await bot.reminders.idle()

    def messages(self) -> list[Message]:
        return self.discord.messages(self.stage.general)


@pytest.fixture
async def scene(tmp_path: Path, database_url: str) -> AsyncIterator[Scene]:
    async with world(tmp_path) as stage:
        set_clock(stage.discord, BEFORE)
        yield Scene(stage, database_url)
