"""What a check found, and how checks are kept from taking forever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from enum import StrEnum
from typing import NamedTuple

WAIT = 15.0
"""Seconds that one check may take."""


class Mark(StrEnum):
    """How it is; only WRONG makes the examination fail."""

    FINE = "✓"
    NOTE = "!"
    WRONG = "✗"


class Finding(NamedTuple):
    """One line of the examination; `advice` says what to do."""

    mark: Mark
    what: str
    found: str
    advice: str = ""


def fine(what: str, found: str) -> Finding:
    return Finding(Mark.FINE, what, found)


def note(what: str, found: str, advice: str = "") -> Finding:
    return Finding(Mark.NOTE, what, found, advice)


def wrong(what: str, found: str, advice: str) -> Finding:
    return Finding(Mark.WRONG, what, found, advice)


async def bounded(what: str, check: Awaitable[list[Finding]]) -> list[Finding]:
    """The check's findings; one that takes too long or breaks is a finding as well."""
    try:
        async with asyncio.timeout(WAIT):
            return await check
    except TimeoutError:
        return [wrong(what, f"no result within {WAIT:g} s", "try again; if it stays like this, look at the machine's load and network")]
    except Exception as fault:  # noqa: BLE001 - the examination goes on
        return [wrong(what, f"the check broke: {type(fault).__name__}: {fault}", "this is a bug in the doctor: please report it")]
