"""Dates as sources give them: a day, a month or only a year, always as an ISO 8601 prefix.

``"2025-06-05"``, ``"2025-06"`` and ``"2025"`` sort as text and compare by their last day: what is only known to
have happened "in June 2025" counts as known from 30 June on, never earlier.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

Partial = str


@lru_cache(maxsize=16_384)
def first_day(text: Partial) -> date:
    """The earliest day that ``text`` can mean; ValueError where it is no ISO date prefix."""
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


@lru_cache(maxsize=16_384)
def last_day(text: Partial) -> date:
    """The latest day that ``text`` can mean; ValueError where it is no ISO date prefix."""
    year, month, day = _parts(text)
    if day:
        return date(year, month, day)
    if month:
        return date(year, month, calendar.monthrange(year, month)[1])
    return date(year + 1, 1, 1) - timedelta(days=1)


def _parts(text: Partial) -> tuple[int, int, int]:
    pieces = text.split("-")
    digits = text.isascii() and all(piece.isdecimal() for piece in pieces)
    if not digits or [len(piece) for piece in pieces] not in ([4], [4, 2], [4, 2, 2]):
        raise ValueError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (*map(int, pieces), 0, 0)[:3]
    date(year, month or 1, day or 1)
    return year, month, day
