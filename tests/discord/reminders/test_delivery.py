"""A reminder arrives once, in time; where that can't be, late and marked, or missed and said."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.app import PledgeBot
from bot.reminders import offsets
from bot.reminders.delivery import REFUSED_AGAIN
from bot.reminders.desk import LEASE
from bot.store import Unavailable
from tests.discord.reminders.conftest import Scene, set_clock
from tests.discord.reminders.made import MORNING, REVIEW, THREE_DAYS
from tests.loopback import Fault, Limited, Refusal, Reset, Status

SEND = "/channels/*/messages"
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def subscribed(scene: Scene) -> None:
    """By a bot that has gone again."""
    bot = scene.bot()
    async with scene.discord.running(bot):
        await scene.subscribe(bot)


async def test_each_is_sent_at_its_instant_and_once(scene: Scene) -> None:
    bot = scene.bot()
    async with scene.discord.running(bot):
        await scene.subscribe(bot)
        await scene.at(bot, THREE_DAYS - 5 * SECOND)
        await scene.looked(bot)
        assert scene.messages() == []
        await scene.at(bot, THREE_DAYS)
        [first] = await scene.settled(bot, 1)
        await scene.at(bot, MORNING)
        await scene.settled(bot, 2)
        assert len(scene.messages()) == 2
    assert first.message_id == scene.messages()[0].id
    assert not any("Late" in each.text for each in scene.messages())
    assert not any(each.pings for each in scene.messages())


# --- nobody was there when it was due


async def test_one_that_was_due_while_no_bot_ran_is_sent_late_and_says_so(scene: Scene) -> None:
    await subscribed(scene)
    set_clock(scene.discord, THREE_DAYS + 5 * HOUR)
    bot = scene.bot()
    async with scene.discord.running(bot):
        [row] = await scene.settled(bot, 1)
        [message] = scene.messages()
    assert f"Late: this was due <t:{int(THREE_DAYS.timestamp())}:f>" in message.text
    assert row.message_id == message.id


async def test_of_several_that_were_due_the_latest_is_sent_and_the_others_are_said_in_it(scene: Scene) -> None:
    bot = scene.bot()
    async with scene.discord.running(bot):
        await scene.subscribe(bot, offsets=offsets.parse("6 days, 5 days, 4 days, 3 days"))
    set_clock(scene.discord, THREE_DAYS + MINUTE)
    async with scene.discord.running(bot := scene.bot()):
        await scene.settled(bot, 1)
        await scene.looked(bot)
        rows = await scene.rows(bot)
        [message] = scene.messages()
    assert [row.state for row in rows] == ["missed"] * 3 + ["sent"]
    assert {row.message_id for row in rows} == {message.id}
    assert "3 earlier reminders could not be sent" in message.text


async def test_what_is_over_is_missed_and_said_in_the_next_message_once(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        scene.know(bot, start="2028-12-24", end="2028-12-24")
        await scene.subscribe(bot, watches=("summits", REVIEW), offsets=offsets.parse("1 day"))
    set_clock(scene.discord, THREE_DAYS)
    async with scene.discord.running(bot := scene.bot()):
        [missed] = await scene.settled(bot, 1, "missed")
        assert scene.messages() == []
        assert missed.occasion == "summit:albania-2027"
        await scene.at(bot, MORNING - DAY)
        await scene.settled(bot, 1)
        [message] = scene.messages()
        assert "1 earlier reminder could not be sent" in message.text
        assert f"<t:{int(missed.due_at.timestamp())}:f>" in message.text


# --- Discord is there, and something goes wrong


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Status(503), id="503"),
        pytest.param(Limited(0.1), id="429"),
        pytest.param(Limited(0.1, everywhere=True), id="global 429"),
        pytest.param(Reset(), id="reset before"),
        pytest.param(Reset(accepted=True), id="reset after"),
    ],
)
async def test_a_storm_of_faults_leaves_one_message(scene: Scene, fault: Fault) -> None:
    bot = scene.bot()
    async with scene.discord.running(bot):
        await scene.subscribe(bot)
        scene.discord.fail("POST", SEND, fault, times=3)
        await scene.at(bot, THREE_DAYS)
        await _until_sent(scene, bot)
        [message] = scene.messages()
        [row] = await scene.rows(bot, "sent")
    assert row.message_id == message.id


async def test_a_discord_that_is_down_for_an_hour_gets_it_late_and_once(scene: Scene) -> None:
    bot = scene.bot()
    async with scene.discord.running(bot):
        await scene.subscribe(bot)
        for method in ("POST", "GET"):
            scene.discord.fail(method, SEND, Status(503), times=10_000)
        for minutes in range(61):
            await scene.at(bot, THREE_DAYS + minutes * MINUTE)
            await scene.looked(bot)
        row = (await scene.rows(bot))[0]
        assert row.state == "waiting"
        assert 10 <= row.attempts <= 25, "it asks now and then, not all the time"
        scene.discord.mend()
        await _until_sent(scene, bot)
        [message] = scene.messages()
    assert "Late: this was due" in message.text


async def _until_sent(scene: Scene, bot: PledgeBot) -> None:
    """Time goes on, minute by minute."""
    for _ in range(30):
        await scene.looked(bot)
        if await scene.rows(bot, "sent"):
            return
        await scene.at(bot, scene.discord.clock.now() + MINUTE)
    raise AssertionError("it was never sent")


@pytest.mark.parametrize("code", [50013, 50001, 10003])
async def test_a_refusal_is_told_once_tried_again_at_rising_intervals_and_given_up(scene: Scene, code: int) -> None:
    bot, olga = scene.bot(), scene.stage.olga
    private = scene.discord.direct(olga)
    async with scene.discord.running(bot):
        kept = await scene.subscribe(bot, offsets=offsets.parse("3 days"))
        scene.discord.fail("POST", f"/channels/{scene.stage.general.id}/messages", Refusal(code), times=10_000)
        moments: list[datetime] = []
        for hours in range(60):
            await scene.at(bot, THREE_DAYS + hours * HOUR)
            await scene.looked(bot)
            [row] = await scene.rows(bot)
            if row.refusals > len(moments):
                moments.append(scene.discord.clock.now())
        assert row.state == "failed"
        assert len(moments) == len(REFUSED_AGAIN) + 1
        pauses = [after - before for before, after in pairwise(moments)]
        assert pauses == sorted(pauses)
        found = await bot.reminders.subscription(kept.id)
        assert found
        assert found.trouble == f"given up: {row.reason}"
        told = [each.text for each in scene.discord.messages(private)]
    assert scene.messages() == []
    assert len(told) == 2
    assert "I go on trying" in told[0]
    assert "I have given it up" in told[1]


async def test_a_permission_that_comes_back_ends_the_trouble(scene: Scene) -> None:
    bot = scene.bot()
    async with scene.discord.running(bot):
        kept = await scene.subscribe(bot)
        scene.discord.deny(scene.stage.general, "send_messages")
        await scene.at(bot, THREE_DAYS)
        await scene.looked(bot)
        found = await bot.reminders.subscription(kept.id)
        assert found
        assert found.trouble == "I am not allowed to write there"
        scene.discord.allow(scene.stage.general, "send_messages")
        await scene.at(bot, THREE_DAYS + REFUSED_AGAIN[0])
        await scene.settled(bot, 1)
        found = await bot.reminders.subscription(kept.id)
        assert found
        assert found.trouble is None
    [message] = scene.messages()
    assert "Late" in message.text


async def test_direct_messages_that_are_closed_are_noted_without_a_fault(scene: Scene) -> None:
    bot, ada = scene.bot(), scene.stage.ada
    private = scene.discord.direct(ada)
    async with scene.discord.running(bot):
        kept = await scene.subscribe(bot, guild_id=None, channel_id=private.id, owner_id=ada.id)
        ada.closed = True
        await scene.at(bot, THREE_DAYS)
        await scene.looked(bot)
        found = await bot.reminders.subscription(kept.id)
        assert found
        assert found.trouble == "you don't take direct messages from me"
        ada.closed = False
        await scene.at(bot, THREE_DAYS + REFUSED_AGAIN[0])
        await scene.settled(bot, 1)
    assert len(scene.discord.messages(private)) == 1


async def test_one_channel_that_is_slow_holds_up_no_other(scene: Scene) -> None:
    bot = scene.bot()
    others = [scene.discord.channel(scene.stage.guild, f"channel-{number}") for number in range(30)]
    async with scene.discord.running(bot):
        await scene.subscribe(bot)
        for each in others:
            await scene.subscribe(bot, channel_id=each.id)
        held = scene.discord.hold("POST", f"/channels/{scene.stage.general.id}/messages")
        await scene.at(bot, THREE_DAYS)
        await scene.discord.until(lambda: all(scene.discord.messages(each) for each in others), "the other channels' reminders")
        assert scene.messages() == []
        held.release()
        await scene.settled(bot, 1)
    assert [len(scene.discord.messages(each)) for each in (scene.stage.general, *others)] == [1] * 31


async def test_a_bot_that_stops_finishes_what_is_on_its_way(scene: Scene) -> None:
    bot = scene.bot()
    async with scene.discord.running(bot):
        await scene.subscribe(bot)
        held = scene.discord.hold("POST", SEND)
        await scene.at(bot, THREE_DAYS)
        await held.arrived.wait()
        closing = asyncio.create_task(bot.close())
        await asyncio.sleep(0.1)
        assert not closing.done()
        held.release()
        await closing
    set_clock(scene.discord, THREE_DAYS + 2 * LEASE)
    async with scene.discord.running(bot := scene.bot()):
        await scene.looked(bot)
        assert len(await scene.rows(bot, "sent")) == 1
    assert len(scene.messages()) == 1


# --- clocks


async def test_a_clock_that_was_set_back_sends_nothing_twice_and_gets_stuck_on_nothing(scene: Scene) -> None:
    bot = scene.bot()
    async with scene.discord.running(bot):
        await scene.subscribe(bot)
        scene.discord.deny(scene.stage.general, "send_messages")
        await scene.at(bot, MORNING + 3 * HOUR)  # wrong: it is three days earlier
        await scene.looked(bot)
        scene.discord.allow(scene.stage.general, "send_messages")
        await scene.at(bot, THREE_DAYS + MINUTE)
        await scene.looked(bot)
        assert scene.messages() == [], "it is not due yet"
        await scene.at(bot, MORNING)
        await scene.settled(bot, 1)
        await scene.at(bot, THREE_DAYS)
        await scene.looked(bot)
        await scene.at(bot, MORNING + HOUR)
        await scene.looked(bot)
    assert len(scene.messages()) == 1


async def test_a_claim_of_a_wrong_future_does_not_hold(scene: Scene) -> None:
    await subscribed(scene)
    set_clock(scene.discord, MORNING)
    first = scene.bot()
    assert await first.reminders.desk.claim(5)  # and then its process is gone
    await first.close()
    set_clock(scene.discord, THREE_DAYS)
    async with scene.discord.running(bot := scene.bot()):
        await scene.looked(bot)
        assert scene.messages() == [], "it is not due yet"
        await scene.at(bot, MORNING)
        await scene.settled(bot, 1)
    assert len(scene.messages()) == 1


# --- the database


async def test_a_database_that_goes_away_while_sending_costs_no_second_message(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = scene.bot()
    async with scene.discord.running(bot):
        await scene.subscribe(bot)
        away = True
        settle = bot.reminders.desk.settle

        async def unavailable(*arguments: object, **options: object) -> None:
            if away:
                raise Unavailable("the database can't be used: away")
            await settle(*arguments, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(bot.reminders.desk, "settle", unavailable)
        await scene.at(bot, THREE_DAYS)
        await scene.discord.until(scene.messages, "the message")
        away = False
        await scene.at(bot, THREE_DAYS + 2 * LEASE)
        await scene.settled(bot, 1)
    assert len(scene.messages()) == 1
