"""The log of revisions as a file of JSON Lines, one a line, and back; out and in again gives the same bytes.

{"format": "pledgebot revisions", "version": 1}
{"action": "add", "after": {…}, …, "hash": "…", "number": 1, "previous": ""}
{"revisions": 1, "hash": "…"}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from bot.curation import log
from bot.curation.revision import Revision, canonical, stamp
from bot.store import Store
from bot.store.backup import Unfit, appearing
from knowledge import rows
from knowledge.base import Figure
from knowledge.check import figure_faults, own_faults
from knowledge.rows import RowError

FORMAT = "pledgebot revisions"
_NAMES = frozenset(field.name for field in fields(Revision))


async def export(store: Store, path: Path) -> int:
    """Write the log to a file that isn't there yet; how many revisions it has."""
    number, last = 0, ""
    with appearing(path) as lines:
        lines.write(canonical({"format": FORMAT, "version": 1}))
        async with store.snapshot() as connection:
            async for revision in log.every(connection):
                lines.write(line(revision))
                number, last = revision.number, revision.hash
        lines.write(canonical({"hash": last, "revisions": number}))
    return number


def line(revision: Revision) -> str:
    """A revision as a line, its states as objects."""
    held = {name: json.loads(text) if (text := getattr(revision, name)) else None for name in ("before", "after")}
    return canonical(asdict(revision) | held | {"at": stamp(revision.at)})


def parse(text: str) -> Revision:
    """The revision of a line; ValueError where it is none."""
    value = json.loads(text)
    if not isinstance(value, dict) or value.keys() != _NAMES:
        raise ValueError("it has not the fields of a revision")
    held = {name: canonical(value[name]) if value[name] is not None else None for name in ("before", "after")}
    return Revision(**value | held | {"at": datetime.fromisoformat(value["at"])})


async def take_in(store: Store, path: Path) -> int:
    """Add the revisions of a file behind those that the log has, which have to be its beginning; how many are new.

    Unfit names the line that doesn't follow from the one before, or whose change can't be. Nothing is added then.
    """
    with path.open("rb") as file:
        found = list(_checked(file))
    async with store.unhurried() as connection:
        await log.take_turn(connection)
        number, last = await log.end(connection)
        if number > len(found) or (number and found[number - 1].hash != last):
            raise Unfit(f"the database has another log: its revision {number} is not the file's")
        for start in range(number, len(found), log.PAGE):
            await log.append(connection, found[start : start + log.PAGE])
    return len(found) - number


def _checked(file: BinaryIO) -> Iterator[Revision]:
    """The revisions of the lines, each of which has to follow from the one before."""
    number, last, ended = 0, "", False
    for place, raw in enumerate(file, 1):
        where = f"line {place}"
        if place == 1:
            _begins(raw)
        elif ended:
            raise Unfit(f"{where}: something follows the end")
        elif b'"revisions":' in raw and (end := _end(raw)) is not None:
            if end != (number, last):
                raise Unfit(f"{where}: the end names revision {end[0]}, which is not the last of the file")
            ended = True
        else:
            revision = _one(raw, where)
            if revision.number != number + 1 or revision.previous != last:
                raise Unfit(f"{where}: revision {revision.number} does not follow from revision {number}")
            if revision.digest() != revision.hash:
                raise Unfit(f"{where}: revision {revision.number} was changed: its hash does not fit")
            number, last = revision.number, revision.hash
            yield revision
    if not ended:
        raise Unfit("the end is missing: the file is cut off")


def _begins(raw: bytes) -> None:
    value: Any = None
    with suppress(ValueError):
        value = json.loads(raw)
    if value != {"format": FORMAT, "version": 1}:
        raise Unfit("this is no log of pledgebot")


def _end(raw: bytes) -> tuple[int, str] | None:
    with suppress(ValueError):
        value = json.loads(raw)
        if isinstance(value, dict) and value.keys() == {"revisions", "hash"}:
            return value["revisions"], value["hash"]
    return None


def _one(raw: bytes, where: str) -> Revision:
    """The revision, whose states have to be such as can be."""
    try:
        revision = parse(raw.decode())
        wrong = [fault for text in (revision.before, revision.after) if text for fault in _faults(revision, json.loads(text)["row"])]
        _ = revision.was, revision.became
    except RowError as error:
        wrong = error.lines
    except (ValueError, TypeError, KeyError) as error:
        raise Unfit(f"{where} is no revision: {error}") from None
    if wrong:
        raise Unfit(f"{where}: revision {revision.number} ({revision.table} {revision.id}) can't be: {'; '.join(wrong)}")
    return revision


def _faults(revision: Revision, values: dict[str, Any]) -> list[str]:
    """What is wrong with a row by itself; whether there is what it refers to depends on what lies beneath it."""
    row = rows.parse(revision.table, revision.id, values)
    return list(figure_faults(row, row.unit) if isinstance(row, Figure) else own_faults(revision.table, row))
