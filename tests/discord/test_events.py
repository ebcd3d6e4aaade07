from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.discord.stage import Stage
from tests.discord.test_reminders import SUMMIT, known, reminded, told
from tests.loopback import Status

SCHEDULED, CANCELLED = 1, 4


def events(on: Stage) -> list[tuple[str, str, int]]:
    """The events of the server: name, first day, status."""
    return [(one["name"], one["scheduled_start_time"][:10], one["status"]) for one in on.guild.events.values()]


async def allowed(on: Stage) -> None:
    """The bot may create events."""
    await on.discord.quiet()
    on.discord.grant(on.discord.role(on.guild, "planner", "create_events"), on.guild, on.discord.bot)
    await on.discord.quiet()


async def test_a_server_that_wants_it_has_an_event_for_each_summit(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        await allowed(on)
        reply = await told(on, on.olga, "events", keep=True)

        (event,) = on.guild.events.values()
        assert "whose day is known: 1 now." in reply.text
        assert event["name"] == "Albania Summit"
        assert event["scheduled_start_time"] == "2027-07-07T00:00:00+02:00"
        assert event["scheduled_end_time"] == "2027-07-09T00:00:00+02:00"
        assert event["entity_metadata"] == {"location": "Tirana"}
        assert f"summit:{SUMMIT}" in event["description"]


async def test_events_follow_the_knowledge(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        await allowed(on)
        await told(on, on.olga, "events", keep=True)

        known(bot, "2027-07-14", "2027-07-15")
        await on.discord.until(lambda: events(on) == [("Albania Summit", "2027-07-14", SCHEDULED)], "the event to move")
        known(bot, "2027", "2027")
        await on.discord.until(lambda: events(on) == [("Albania Summit", "2027-07-14", CANCELLED)], "the event to be cancelled")
        known(bot, "2027-07-21", "2027-07-22")
        await on.discord.until(lambda: len(events(on)) == 2, "a new event")
        assert events(on)[-1] == ("Albania Summit", "2027-07-21", SCHEDULED)


async def test_nobody_has_events_unasked_and_they_go_when_no_longer_wanted(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        await allowed(on)
        await on.discord.quiet()
        assert events(on) == []

        await told(on, on.olga, "events", keep=True)
        await told(on, on.olga, "events", keep=True)
        assert len(events(on)) == 1
        assert "those of summits ahead are cancelled" in (await told(on, on.olga, "events", keep=False)).text
        assert events(on) == [("Albania Summit", "2027-07-07", CANCELLED)]
        await told(on, on.olga, "events", keep=True)
        assert events(on)[1:] == [("Albania Summit", "2027-07-07", SCHEDULED)]


async def test_events_are_for_moderators_and_need_the_permission(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        assert "those who manage the server" in (await told(on, on.ben, "events", keep=True)).text
        assert "I need the permission *Create Events*" in (await told(on, on.olga, "events", keep=True)).text
        assert events(on) == []


async def test_events_of_others_are_left_alone(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        await allowed(on)
        await told(on, on.olga, "events", keep=True)
        (event,) = on.guild.events.values()
        other: dict[str, Any] = event | {"id": "1", "creator_id": str(on.olga.id)}
        on.guild.events[1] = other
        await told(on, on.olga, "events", keep=False)

        assert [one["status"] for one in on.guild.events.values()] == [CANCELLED, SCHEDULED]


async def test_a_discord_that_refuses_is_said_and_tried_again(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        await allowed(on)
        on.discord.fail("POST", f"/guilds/{on.guild.id}/scheduled-events", Status(403))
        assert "Discord did not take them just now" in (await told(on, on.olga, "events", keep=True)).text

        known(bot, "2027-07-14", "2027-07-15")
        await on.discord.until(lambda: events(on) == [("Albania Summit", "2027-07-14", SCHEDULED)], "the event")
