"""Occasions and subscriptions of the tests' own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.reminders import offsets
from bot.reminders.model import Occasion, Subscription

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def summit(**changed: Any) -> Occasion:
    """In Ankara, on 7 and 8 July 2027."""
    start = changed.get("start", date(2027, 7, 7))
    values = {"start": start, "end": start and start + timedelta(days=1), "when": str(start)}
    return replace(Occasion(id="summit:one", kind="summit", fact="one", name="One", when="", zone="Europe/Istanbul"), **values | changed)


def subscribed(times: str = "2 weeks, 3 days, 1 hour before", **changed: Any) -> Subscription:
    """To all summits, in Brussels."""
    whole = Subscription(
        id=1,
        channel_id=3,
        owner_id=2,
        watches=("summits",),
        offsets=offsets.parse(times),
        zone="Europe/Brussels",
        created_at=NOW,
    )
    return replace(whole, **changed)
