"""A year, from one due instant to the next: everything at its instant, nothing twice, nothing left out."""

from __future__ import annotations

from collections import Counter

from tests.discord.reminders.year import BEGIN, ZONES, bot, expected, subscribed

COUNT = 80


async def test_a_year_of_reminders_in_forty_zones(database_url: str) -> None:
    async with bot(database_url) as (made, reminders, mailbox, clock):
        rows = [await reminders.subscribe(one) for one in subscribed(COUNT)]
        wanted = expected(made.present.mind(), rows)
        while (due := await reminders.desk.next()) is not None:
            clock.now = due
            await reminders.plan()
            await reminders.tick()
    assert {one.zone for one in rows} == set(ZONES)
    assert len(wanted) > 4 * COUNT
    assert min(wanted.values()) > BEGIN
    assert dict(mailbox.sent) == wanted
    assert Counter(key for key, _ in mailbox.sent).most_common(1)[0][1] == 1
