from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.reminders.diary import entered
from bot.reminders.model import Occasion
from bot.store import Store

TODAY = date(2027, 3, 1)
SUMMIT = Occasion(
    id="summit:one",
    kind="summit",
    fact="one",
    name="One",
    when="2027-07-07",
    start=date(2027, 7, 7),
    end=date(2027, 7, 8),
    zone="Europe/Istanbul",
    place="Ankara",
)
MOVED = replace(SUMMIT, start=date(2027, 7, 14), end=date(2027, 7, 15))


async def test_what_calendars_said_is_kept_for_each_server(database_url: str) -> None:
    store = Store(database_url)
    try:
        await store.migrate()
        said = [await entered(store, guild, [one], TODAY) for guild, one in ((None, SUMMIT), (None, MOVED), (5, MOVED), (None, MOVED))]

        assert [entry.sequence for (entry,) in said] == [0, 1, 0, 1]
        (gone,) = await entered(store, None, [], TODAY)
        assert (gone.cancelled, gone.sequence) == (True, 2)
        assert await entered(store, None, [], date(2027, 8, 1)) == []
        assert [entry.sequence for entry in await entered(store, None, [SUMMIT], TODAY)] == [0]  # what is over was dropped
        assert [entry.sequence for entry in await entered(store, 5, [MOVED], TODAY)] == [0]
    finally:
        await store.close()
