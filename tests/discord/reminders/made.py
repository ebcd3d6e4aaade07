"""A subscription to the review of 2029, the one occasion of the knowledge whose day doesn't change while tests are written."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.reminders import offsets
from bot.reminders.model import Subscription

SUMMIT = "albania-2027"
REVIEW = "deadline:hague-2025:review"
THREE_DAYS = datetime(2028, 12, 29, 8, tzinfo=UTC)
"""Three days before 1 January 2029, at nine in Brussels."""
MORNING = datetime(2029, 1, 1, 8, tzinfo=UTC)
BEFORE = THREE_DAYS - timedelta(days=10)


def subscription(**changed: Any) -> Subscription:
    """Three days before and on the morning of its first day."""
    whole = Subscription(
        channel_id=1,
        owner_id=2,
        watches=(REVIEW,),
        offsets=offsets.parse("3 days before, the morning of"),
        zone="Europe/Brussels",
        created_at=BEFORE,
    )
    return replace(whole, **changed)


async def eventually(look: Callable[[], Awaitable[bool]], what: str, patience: float = 30) -> None:
    """Until `look()` is true."""
    try:
        async with asyncio.timeout(patience):
            while not await look():  # noqa: ASYNC110 - the database tells nobody when something changes in it
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"waited in vain for {what}") from None
