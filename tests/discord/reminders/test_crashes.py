"""Whenever a process is killed: after the next has started, the message stands in the channel once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import Store
from tests.discord.reminders.conftest import Scene, set_clock
from tests.discord.reminders.made import THREE_DAYS
from tests.discord.reminders.processes import LONG, POINTS, Children, killed, subscribed, until_sent


@pytest.mark.parametrize("point", POINTS)
async def test_after_a_kill_it_stands_there_once(scene: Scene, point: str) -> None:
    store = Store(scene.url)
    children = Children(scene.discord, scene.url)
    assert await killed(children, scene.stage.general, store, point, LONG) == 1  # Discord has forgotten the nonce by then
    await store.close()


@pytest.mark.parametrize("count", [2, 4])
async def test_of_several_processes_one_sends(scene: Scene, count: int) -> None:
    store = Store(scene.url)
    channels = [scene.discord.channel(scene.stage.guild, f"channel-{number}") for number in range(12)]
    found = await subscribed(store, *channels)
    set_clock(scene.discord, THREE_DAYS - timedelta(seconds=4))
    async with Children(scene.discord, scene.url).running(count):
        await until_sent(store, *found)
    assert [len(scene.discord.messages(each)) for each in channels] == [1] * 12
    await store.close()
