"""A bot in a process of its own, which may die at a point: `python -m tests.discord.reminders.child API GATEWAY AHEAD POINT`.

AHEAD: seconds that its clock is ahead of the machine's. POINT: "before-claim", "after-claim", "before-commit", or "never".
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

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


def main() -> None:
    api, gateway, ahead, point = sys.argv[1:]
    by = timedelta(seconds=float(ahead))
    Mortal.point = point
    vars(post)["picture"] = unillustrated
    bot = PledgeBot(Settings(), lambda: datetime.now(UTC) + by)
    bot.reminders = Reminders(bot, desk=Mortal(bot.store, bot.clock))
    with routed(api, gateway):
        asyncio.run(bot.start(os.environ["DISCORD_TOKEN"]))


if __name__ == "__main__":
    main()
