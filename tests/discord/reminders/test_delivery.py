"""A reminder arrives once, in time; where that can't be, late and marked, or missed and said."""

from __future__ import annotations

from datetime import timedelta

from tests.discord.reminders.conftest import Scene
from tests.discord.reminders.made import MORNING, THREE_DAYS

HOUR = timedelta(hours=1)


async def test_each_is_sent_at_its_instant_and_once(scene: Scene) -> None:
    bot = scene.bot()
    async with scene.discord.running(bot):
        await scene.subscribe(bot)
        await scene.at(bot, THREE_DAYS - timedelta(seconds=5))
        await scene.discord.quiet()
        assert scene.messages() == []
        await scene.at(bot, THREE_DAYS)
        [first] = await scene.settled(bot, 1)
        await scene.at(bot, MORNING)
        await scene.settled(bot, 2)
        assert len(scene.messages()) == 2
    assert first.message_id == scene.messages()[0].id
    assert not any("Late" in each.text for each in scene.messages())
    assert not any(each.pings for each in scene.messages())
