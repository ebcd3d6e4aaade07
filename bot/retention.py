"""Deleting what was kept long enough, once a day."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.logs import logger
from bot.store import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.records import Records

AT = time(3, 30, tzinfo=UTC)
log = logger("pledgebot.retention")


def following(now: datetime) -> datetime:
    """The next moment to purge at, after `now`. UTC, so that no change of clocks leaves one out or repeats one."""
    today = datetime.combine(now.astimezone(UTC).date(), AT)
    return today if today > now else today + timedelta(days=1)


async def purge_daily(records: Records, days: int, clock: Callable[[], datetime]) -> None:
    """Purge now, and from then on every day; a database that is away is tried again the next day."""
    while True:
        try:
            gone = await records.purge(clock() - timedelta(days=days))
            log.info("purged", rows=gone, days=days)
        except Unavailable as fault:
            log.error("not purged", reason=str(fault))
        now = clock()
        await asyncio.sleep((following(now) - now).total_seconds())
