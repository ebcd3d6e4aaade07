"""A summit's date is moved, cancelled, made known: reminders follow at once, and who was told otherwise is told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import PledgeBot
from bot.reminders import offsets
from bot.reminders.schedule import SECOND_THOUGHTS
from tests.discord.reminders.conftest import Scene
from tests.discord.reminders.made import BEFORE

HELD = {"start": "2029-01-10", "end": "2029-01-11"}
LATER = {"start": "2029-02-20", "end": "2029-02-21"}
TOLD = datetime(2029, 1, 3, 8, tzinfo=UTC)
"""A week before it was held, at nine in Brussels."""
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


async def told(scene: Scene, bot: PledgeBot) -> None:
    """Subscribed to summits, a week and a day before; told of the week."""
    scene.know(bot, **HELD)
    await scene.subscribe(bot, watches=("summits",), offsets=offsets.parse("1 week, 1 day"))
    await scene.at(bot, TOLD)
    await scene.settled(bot, 1)


async def corrected(scene: Scene, bot: PledgeBot) -> str:
    """The text of the second message, a moment after a change."""
    await scene.looked(bot)
    await scene.at(bot, scene.discord.clock.now() + SECOND_THOUGHTS + SECOND)
    await scene.settled(bot, 2)
    await scene.looked(bot)
    return scene.messages()[1].text


async def waiting(scene: Scene, bot: PledgeBot) -> list[date]:
    await scene.looked(bot)
    return [row.due_at.date() for row in await scene.rows(bot, "waiting")]


async def test_a_summit_that_moves_is_told_of_anew_and_corrected_once(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        await told(scene, bot)
        scene.know(bot, **LATER)
        assert "10 January 2029" in await corrected(scene, bot)
        assert await waiting(scene, bot) == [date(2029, 2, 13), date(2029, 2, 19)]
        bot.reminders.knowledge_changed()
        await scene.at(bot, TOLD + 30 * DAY)
        await scene.looked(bot)
        assert len(scene.messages()) == 2
        await scene.at(bot, datetime(2029, 2, 13, 8, tzinfo=UTC))
        await scene.discord.until(lambda: len(scene.messages()) == 3, "the reminder of the new date")
    assert "10 January" not in scene.messages()[2].text


async def test_a_summit_that_is_cancelled_is_corrected_once_and_reminded_of_no_more(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        await told(scene, bot)
        scene.know(bot, gone=True)
        assert "Albania" in await corrected(scene, bot)
        assert await waiting(scene, bot) == []
        await scene.at(bot, TOLD + 30 * DAY)
        await scene.looked(bot)
        assert len(scene.messages()) == 2


async def test_a_summit_that_takes_place_after_all_is_said_to(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        await told(scene, bot)
        scene.know(bot, gone=True)
        await corrected(scene, bot)
        scene.know(bot, **HELD)
        await scene.looked(bot)
        await scene.at(bot, scene.discord.clock.now() + SECOND_THOUGHTS + SECOND)
        await scene.settled(bot, 3)
        assert await waiting(scene, bot) == [date(2029, 1, 9)]


async def test_a_change_that_is_taken_back_at_once_is_told_to_nobody(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        await told(scene, bot)
        scene.know(bot, **LATER)
        await scene.looked(bot)
        scene.know(bot, **HELD)
        await scene.looked(bot)
        await scene.at(bot, TOLD + 5 * SECOND_THOUGHTS)
        await scene.looked(bot)
        assert len(scene.messages()) == 1
        assert await waiting(scene, bot) == [date(2029, 1, 9)]


async def test_a_day_that_becomes_known_is_reminded_of_and_one_that_was_not_told_is_not_corrected(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        scene.know(bot, start="2029")
        await scene.subscribe(bot, watches=("summits",), offsets=offsets.parse("1 week, 1 day"))
        assert await waiting(scene, bot) == []
        scene.know(bot, **LATER)
        assert await waiting(scene, bot) == [date(2029, 2, 13), date(2029, 2, 19)]
        scene.know(bot, **HELD)
        assert await waiting(scene, bot) == [date(2029, 1, 3), date(2029, 1, 9)]
        await scene.at(bot, BEFORE + 3 * SECOND_THOUGHTS)
        await scene.looked(bot)
        assert scene.messages() == []


@pytest.mark.parametrize("gone", [False, True], ids=["moved", "cancelled"])
async def test_a_date_that_moves_while_no_bot_runs_is_corrected_at_the_next_start(scene: Scene, gone: bool) -> None:
    async with scene.discord.running(bot := scene.bot()):
        await told(scene, bot)
    async with scene.discord.running(bot := scene.bot()):  # it knows nothing of these days
        if not gone:
            scene.know(bot, **LATER)
        await scene.at(bot, TOLD + DAY)
        await scene.looked(bot)
        await scene.at(bot, TOLD + DAY + SECOND_THOUGHTS + SECOND)
        await scene.settled(bot, 2)
    assert len(scene.messages()) == 2


async def test_what_is_moved_while_it_is_being_retried_is_not_sent_with_the_old_date(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        scene.know(bot, **HELD)
        await scene.subscribe(bot, watches=("summits",), offsets=offsets.parse("1 week"))
        scene.discord.deny(scene.stage.general, "send_messages")
        await scene.at(bot, TOLD)
        await scene.looked(bot)
        scene.know(bot, **LATER)
        scene.discord.allow(scene.stage.general, "send_messages")
        await scene.at(bot, TOLD + DAY)
        await scene.looked(bot)
        assert scene.messages() == []
        assert await waiting(scene, bot) == [date(2029, 2, 13)]


async def test_a_process_that_knows_the_old_date_leaves_the_new_one_to_others(scene: Scene) -> None:
    """As while a process with newer data takes the place of another."""
    async with scene.discord.running(old := scene.bot()), scene.discord.running(new := scene.bot()):
        scene.know(new, **HELD)
        await scene.subscribe(new, watches=("summits",), offsets=offsets.parse("1 week"))
        await scene.looked(new)
        await scene.at(old, TOLD)
        await scene.looked(old)
        assert scene.messages() == []
        assert await waiting(scene, old) == [TOLD.date()]
        await scene.at(new, TOLD + timedelta(minutes=1))
        await scene.settled(new, 1)
    assert len(scene.messages()) == 1


async def test_a_new_edition_is_told_when_it_appears_and_those_that_were_there_are_not(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        await scene.subscribe(bot, watches=("editions",))
        await scene.looked(bot)
        assert scene.messages() == []
        scene.publish(bot, "nato-2029", date(2028, 12, 18))
        await scene.settled(bot, 1)
        bot.reminders.knowledge_changed()
        await scene.looked(bot)
        assert len(scene.messages()) == 1
        assert "nato-2029" in scene.messages()[0].text
