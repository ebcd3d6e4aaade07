"""Why a document is not read: what was wrong, and what would do. The limits that are named stand here."""

from __future__ import annotations

from typing import Literal

MEGABYTE = 1_000_000
MAX_BYTES = 10 * MEGABYTE
MAX_PAGES = 200
MAX_TEXT = 300_000
"""Characters of text: about a hundred pages; they are read in about four seconds."""
MAX_UNPACKED = 50 * MEGABYTE
MAX_RATIO = 200
"""Unpacked to packed size: prose packs 3 to 10 times, the markup of Word documents up to 60 times."""

Reason = Literal[
    "too_big", "too_many_pages", "too_much_text", "zip_bomb", "encrypted", "no_text", "macros", "wrong_type", "unknown_type",
    "not_text", "broken", "empty",
]  # fmt: skip


class RefusedError(ValueError):
    """A document that is not read; the message is for the person who sent it."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def too_big() -> RefusedError:
    """A file of more than MAX_BYTES; how much more is no use to anybody, and need not be known."""
    return RefusedError("too_big", f"The file is too big: {MAX_BYTES // MEGABYTE} MB is the limit. Send the part that matters.")


def too_much_text(count: int) -> RefusedError:
    return RefusedError(
        "too_much_text",
        f"The text has {count:,} characters, and {MAX_TEXT:,} is the limit. Send the part that matters, or several files.",
    )
