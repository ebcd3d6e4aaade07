"""Rows of a JSON Lines file → the questions to ask, each with its conversation and its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple


class BadLineError(ValueError):
    """A line that is no question; the message names it."""


class Row(NamedTuple):
    """One question: `context` are the turns before it, `now` the day on which it is asked (None: the caller's)."""

    id: str | None
    text: str
    context: tuple[str, ...]
    now: date | None


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """The questions, in order; empty lines are passed over."""
    import json  # not needed by those who only want `day`

    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _row(json.loads(line))
            except json.JSONDecodeError as error:
                raise BadLineError(f"line {number}: no JSON: {error}") from None
            except (ValueError, RecursionError) as error:
                raise BadLineError(f"line {number}: {error}") from None


def _row(raw: Any) -> Row:
    _expect("an object is expected", isinstance(raw, dict))
    strange = ", ".join(f'"{name[:40]}"' for name in raw if name not in Row._fields)
    _expect(f"{strange}: there is no such field; a row has " + ", ".join(f'"{name}"' for name in Row._fields), not strange)
    id_, text, context, now = raw.get("id"), raw.get("text"), raw.get("context") or [], raw.get("now")
    _expect('"id" has to be a string', id_ is None or isinstance(id_, str))
    _expect('"text" has to be a string', isinstance(text, str))
    _expect('"context" has to be a list of strings', isinstance(context, list) and all(isinstance(turn, str) for turn in context))
    _expect('"now" has to be a date', now is None or isinstance(now, str))
    return Row(id_, text, tuple(context), day(now) if now else None)


def _expect(message: str, holds: bool) -> None:
    if not holds:
        raise ValueError(message)


def day(text: str) -> date:
    """A date written YYYY-MM-DD and in no other way; ValueError says what was expected."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise ValueError(f"{text[:40]!r} is no date; write YYYY-MM-DD")
    return found
