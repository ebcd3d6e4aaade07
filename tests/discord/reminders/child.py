"""A bot in a process of its own, which may die at a point."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app import PledgeBot
from bot.reminders import post
from bot.reminders.desk import Desk
from bot.reminders.loop import Reminders
from bot.reminders.model import Delivery
from bot.reminders.parcel import Parcel
from bot.settings import Settings
from tests.loopback.server import routed


def die() -> None:
    """As when the power goes: nothing is finished, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


class Mortal(Desk):
    """Dies at its point, at the first message."""

    point = "never"

    async def claim(self, limit: int) -> list[Parcel]:
        due = await self.next()
        if self.point == "before-claim" and due and due <= self._clock():
            die()
        found = await super().claim(limit)
        if self.point == "after-claim" and found:
            die()
        return found

    async def settle(self, parcel: Parcel, rows: Sequence[Delivery], said: int | None = None) -> None:
        if self.point == "before-commit" and said is not None:
            die()
        await super().settle(parcel, rows, said)


async def unillustrated(*_: object) -> None:
    """In place of the chart, which takes longer than all the rest and says nothing of what is looked at here."""


def run(settings: dict[str, Any], api: str, gateway: str, ahead: timedelta, point: str) -> None:
    """Until it is killed or told to end. `ahead`: of the machine's clock; `point`: see `processes.POINTS`, or "never"."""
    Mortal.point = point
    vars(post)["picture"] = unillustrated
    with routed(api, gateway):
        asyncio.run(_run(PledgeBot(Settings(**settings), lambda: datetime.now(UTC) + ahead)))


async def _run(bot: PledgeBot) -> None:
    bot.reminders = Reminders(bot, desk=Mortal(bot.store, bot.clock))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: asyncio.ensure_future(bot.close()))
    await bot.start(bot.settings.discord_token.get_secret_value())
