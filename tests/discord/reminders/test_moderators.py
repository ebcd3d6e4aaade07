"""A summit that a moderator adds, moves and withdraws with `/knowledge`: what `/reminders` told of it follows, in that server alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.app import PledgeBot
from bot.reminders.schedule import SECOND_THOUGHTS
from tests.discord.knowing import SOURCE, picked
from tests.discord.reminders.conftest import Scene
from tests.discord.stage import Stage
from tests.loopback import Message

SUMMIT = {"name": "Riga Summit", "start": "10 January 2029", "end": "11 January 2029", "city": "Riga", "country": "Latvia"}
LATER = {"start": "20 February 2029", "end": "21 February 2029"}
TOLD = datetime(2029, 1, 3, 8, tzinfo=UTC)
"""A week before it was to be held, at nine in Brussels."""


async def saved(on: Stage, card: Message) -> None:
    assert "Saved as revision" in (await on.discord.click(on.olga, card, "Save").reply()).text


async def added(on: Stage) -> None:
    """Olga adds the summit for her server."""
    modal = await on.discord.slash(on.olga, on.general, "knowledge add", kind="summit").modal()
    card = await on.discord.submit(modal, SUMMIT).reply()
    more = await on.discord.click(on.olga, card, "Change: Source").modal()
    await saved(on, await on.discord.submit(more, SOURCE).reply())


async def changed(on: Stage, command: str, typed: dict[str, str], **options: str) -> None:
    """She does something else with it."""
    fact = await picked(on, on.olga, on.general, f"knowledge {command}", "riga summit", **options)
    modal = await on.discord.slash(on.olga, on.general, f"knowledge {command}", fact=fact, **options).modal()
    await saved(on, await on.discord.submit(modal, typed).reply())


async def subscribed(scene: Scene, bot: PledgeBot) -> None:
    """#general to the summit, another server to all summits; #general was told of it a week before."""
    on = scene.stage
    await added(on)
    options = {"what": "Riga Summit", "when": "1 week, 1 day before", "zone": "Brussels"}
    reply = await on.discord.slash(on.olga, on.general, "reminders add", channel=on.general, **options).reply()
    assert "Riga Summit, 1 week before" in reply.text
    scene.kept += await bot.reminders.subscriptions(guild_id=on.guild.id)
    guild = on.discord.guild("Elsewhere", on.ben)
    lobby = on.discord.channel(guild, "lobby")
    await on.discord.slash(on.ben, lobby, "reminders add", channel=lobby, when="1 week, 1 day before").reply()
    await scene.at(bot, TOLD)
    await scene.settled(bot, 1)
    assert not [one for one in on.discord.sent(lobby) if not one.ephemeral]


async def corrected(scene: Scene, bot: PledgeBot) -> str:
    """What is sent once it is clear that the change stays."""
    await scene.looked(bot)
    await scene.at(bot, scene.discord.clock.now() + SECOND_THOUGHTS + timedelta(seconds=1))
    await scene.settled(bot, 2)
    return reminders(scene)[1]


def reminders(scene: Scene) -> list[str]:
    """The texts of what was sent to anybody's channel, the oldest first."""
    return [one.text for one in scene.discord.sent() if not one.ephemeral]


async def test_a_summit_that_a_moderator_moves_is_corrected_and_told_of_anew(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        await subscribed(scene, bot)
        await changed(scene.stage, "amend", LATER)
        told = await corrected(scene, bot)
        assert "10 January 2029" in told
        assert f"<t:{int(datetime(2029, 2, 20, 10, tzinfo=UTC).timestamp())}:D>" in told
        assert [row.due_at.date() for row in await scene.rows(bot, "waiting")] == [date(2029, 2, 13), date(2029, 2, 19)]
        await scene.at(bot, datetime(2029, 2, 13, 8, tzinfo=UTC))
        await scene.discord.until(lambda: len(reminders(scene)) == 3, "the reminder of the new date")
        assert "10 January" not in reminders(scene)[2]


async def test_a_summit_that_a_moderator_withdraws_is_corrected_and_reminded_of_no_more(scene: Scene) -> None:
    async with scene.discord.running(bot := scene.bot()):
        await subscribed(scene, bot)
        await changed(scene.stage, "retract", {"reason": "It was a rumour."}, how="wrong")
        assert "Riga Summit" in await corrected(scene, bot)
        assert await scene.rows(bot, "waiting") == []
