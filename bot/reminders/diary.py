"""What calendars that were handed out said last, so that the next ones count on from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from bot.reminders.calendar import Entry, entries
from bot.store.tables import calendar_entries as table

if TYPE_CHECKING:
    from bot.reminders.model import Occasion
    from bot.store import Store

EVERYWHERE = 0
"""In place of a server: what is known everywhere."""


async def entered(store: Store, guild_id: int | None, occasions: Iterable[Occasion], today: date) -> list[Entry]:
    """What a calendar is to say now of all the occasions that a server knows; it is kept. Unavailable where the database is away."""
    place = guild_id or EVERYWHERE
    async with store.write() as connection:
        rows = (await connection.execute(select(table.c.occasion, table.c.entry).where(table.c.guild_id == place))).all()
        before = {row.occasion: _read(row.entry) for row in rows}
        found = entries(occasions, before, today)
        if over := before.keys() - {one.id for one in found}:
            await connection.execute(delete(table).where(table.c.guild_id == place, table.c.occasion.in_(over)))
        for one in found:
            if one != before.get(one.id):
                values = {"guild_id": place, "occasion": one.id, "entry": asdict(one) | {"start": str(one.start), "end": str(one.end)}}
                into = store.insert(table).values(values)
                await connection.execute(
                    into.on_conflict_do_update(index_elements=["guild_id", "occasion"], set_={"entry": values["entry"]})
                )
    return found


def _read(kept: dict[str, Any]) -> Entry:
    return Entry(**kept | {"start": date.fromisoformat(kept["start"]), "end": date.fromisoformat(kept["end"])})
