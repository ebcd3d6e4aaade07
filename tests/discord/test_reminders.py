from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.app import PledgeBot
from bot.ask import Mind
from bot.curation.present import Present
from bot.reminders.model import Subscription
from bot.reminders.subscribing import PER_PERSON, PER_SERVER
from tests.discord.stage import Stage, world
from tests.loopback import Guild, Message, Status, User

SUMMIT = "albania-2027"


def known(bot: PledgeBot, start: str, end: str) -> None:
    """The days of the summit of 2027 become known, or other ones."""
    knowledge = bot.present.knowledge()
    row = replace(knowledge.summits[SUMMIT], start=start, end=end)
    mind = Mind(replace(knowledge, summits={**knowledge.summits, SUMMIT: row}), bot.present.mind().vocabulary)
    bot.present = Present(mind, bot.ledger)
    bot.reminders.knowledge_changed()


@asynccontextmanager
async def reminded(folder: Path) -> AsyncIterator[tuple[Stage, PledgeBot]]:
    """The server with a bot that knows the days of the next summit."""
    async with world(folder) as on:
        bot = on.bot()
        async with on.discord.running(bot):
            await on.discord.synchronised()
            known(bot, "2027-07-07", "2027-07-08")
            yield on, bot


async def of_server(bot: PledgeBot, guild: Guild) -> list[Subscription]:
    return await bot.reminders.subscriptions(guild_id=guild.id)


async def own(bot: PledgeBot, user: User) -> list[Subscription]:
    return await bot.reminders.subscriptions(owner_id=user.id)


async def told(on: Stage, user: User, command: str, **options: object) -> Message:
    """What somebody is answered in #general."""
    reply = await on.discord.slash(user, on.general, f"reminders {command}", **options).reply()
    assert reply.ephemeral
    assert not reply.pings
    return reply


def turn_to(on: Stage, bot: PledgeBot, moment: datetime) -> None:
    """The time goes on."""
    on.discord.clock.advance(seconds=(moment - bot.clock()).total_seconds())
    bot.reminders.changed()


BRUSSELS = ZoneInfo("Europe/Brussels")
TWO_WEEKS = datetime(2027, 6, 23, 9, tzinfo=BRUSSELS)


# --- subscribing


async def test_a_channel_alone_is_enough(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        reply = await told(on, on.olga, "add", channel=on.general)

        (one,) = await of_server(bot, on.guild)
        assert (one.watches, one.channel_id, one.role_id, one.zone) == (("summits",), on.general.id, None, "Europe/Brussels")
        assert "2 weeks, 3 days, 1 day before and the morning of" in reply.text
        assert f"<t:{int(TWO_WEEKS.timestamp())}:F> · Albania Summit, 2 weeks before" in reply.text


async def test_whoever_names_no_channel_is_reminded_by_direct_message_and_written_to_at_once(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        await told(on, on.ben, "add")

        (one,) = await own(bot, on.ben)
        (letter,) = on.discord.sent(on.discord.direct(on.ben))
        assert (one.guild_id, one.channel_id) == (None, on.discord.direct(on.ben).id)
        assert "all summits → you, by direct message" in letter.text


async def test_who_takes_no_direct_messages_is_told_so_and_nothing_is_kept(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        on.ben.closed = True
        reply = await told(on, on.ben, "add")

        assert reply.text.startswith("I can't send you direct messages")
        assert await own(bot, on.ben) == []


async def test_everything_can_be_chosen(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        role = on.discord.role(on.guild, "summit-watch")
        options = {"what": "all deadlines, Spain", "when": "1 week before, 90 minutes", "zone": "Lisbon", "language": "german"}
        reply = await told(on, on.olga, "add", channel=on.general, role=role, **options)

        (one,) = await of_server(bot, on.guild)
        assert (one.watches, one.zone, one.locale, one.role_id) == (("deadlines", "ally:ESP"), "Europe/Lisbon", "de", role.id)
        assert [offset.code for offset in one.offsets] == ["7d@09:00", "90m"]
        assert "all deadlines and pledges of Spain" in reply.text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"what": "all sumits"}, "Do you mean “all summits”?"),
        ({"what": ","}, "That names nothing."),
        ({"when": "next to never"}, "Write for example “2 weeks, 3 days, 1 hour before”"),
        ({"when": "@everyone"}, "Write for example"),
        ({"zone": "Atlantis"}, "I know no time zone “Atlantis”."),
        ({"zone": "../../etc/passwd"}, "I know no time zone"),
        ({"language": "Klingon"}, "I know no formats of “Klingon”."),
    ],
)
async def test_what_makes_no_sense_is_named_with_what_would(tmp_path: Path, options: dict[str, str], said: str) -> None:
    async with reminded(tmp_path) as (on, bot):
        reply = await told(on, on.olga, "add", channel=on.general, **options)

        assert said in reply.text
        assert "@everyone" not in reply.text
        assert await of_server(bot, on.guild) == []


async def test_the_same_again_is_refused(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        await told(on, on.olga, "add", channel=on.general)

        assert "That is there already: number 1." in (await told(on, on.olga, "add", channel=on.general)).text
        assert len(await of_server(bot, on.guild)) == 1


async def test_there_are_so_many_and_no_more(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        for number in range(1, PER_SERVER + 1):
            await told(on, on.olga, "add", channel=on.general, when=f"{number} days before")
        for number in range(1, PER_PERSON + 1):
            await told(on, on.ben, "add", when=f"{number} days before")

        assert f"This server has {PER_SERVER} reminders" in (await told(on, on.olga, "add", channel=on.general)).text
        assert f"You have {PER_PERSON} reminders" in (await told(on, on.ben, "add")).text
        assert len(await of_server(bot, on.guild)) == PER_SERVER
        assert len(await own(bot, on.ben)) == PER_PERSON


async def test_times_that_have_passed_are_said_and_not_sent(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        turn_to(on, bot, TWO_WEEKS + timedelta(days=12))
        reply = await told(on, on.olga, "add", channel=on.general)

        assert "Past already, and not sent: “2 weeks before” for Albania Summit, “3 days before” for Albania Summit" in reply.text
        assert "Albania Summit, 1 day before" in reply.text


async def test_a_summit_whose_days_nobody_knows_is_said_to_be_so(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        known(bot, "2027", "2027")
        reply = await told(on, on.olga, "add", channel=on.general)

        assert "Not yet: Albania Summit: in 2027; the days are not known yet." in reply.text
        assert "Without a date: Albania Summit" in (await told(on, on.olga, "upcoming")).text


# --- who may


async def test_channels_are_for_those_who_manage_the_server(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        await told(on, on.olga, "add", channel=on.general)

        assert "those who manage the server" in (await told(on, on.ben, "add", channel=on.general)).text
        for command, options in (
            ("move", {"when": "1 day before"}), ("pause", {}), ("resume", {}), ("remove", {}), ("mute", {"occasion": "Albania Summit"}),
            ("preview", {}),
        ):  # fmt: skip
            assert "that you may change here" in (await told(on, on.ben, command, number=1, **options)).text
        assert "There are no reminders yet" in (await told(on, on.ben, "list")).text
        (one,) = await of_server(bot, on.guild)
        assert not one.paused


async def test_moderators_elsewhere_and_of_other_people_are_nobody(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        await told(on, on.olga, "add", channel=on.general)
        await told(on, on.ada, "add")
        elsewhere = on.discord.channel(on.discord.guild("Elsewhere", on.ben), "lobby")

        assert "that you may change here" in (await on.discord.slash(on.ben, elsewhere, "reminders remove", number=1).reply()).text
        assert "that you may change here" in (await told(on, on.olga, "remove", number=2)).text
        assert len(await of_server(bot, on.guild)) == len(await own(bot, on.ada)) == 1


async def test_only_a_role_that_the_moderator_could_ping_is_pinged(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        guild, discord = on.guild, on.discord
        quiet, anybodys = discord.role(guild, "quiet", mentionable=False), discord.role(guild, "anybody’s")
        discord.grant(discord.role(guild, "mods", "manage_guild"), guild, on.ada)

        assert "You may not ping" in (await told(on, on.ada, "add", channel=on.general, role=quiet)).text
        assert "I may not ping" in (await told(on, on.olga, "add", channel=on.general, role=quiet)).text
        assert "I never ping everybody." in (await told(on, on.olga, "add", channel=on.general, role=guild.roles[guild.id])).text
        assert "in a channel of a server only" in (await told(on, on.olga, "add", role=anybodys)).text
        assert await of_server(bot, guild) == []
        discord.grant(discord.role(guild, "bots", "mention_everyone"), guild, discord.bot)
        await told(on, on.olga, "add", channel=on.general, role=quiet)
        await told(on, on.ada, "add", channel=on.general, role=anybodys, when="1 day before")
        assert [one.role_id for one in await of_server(bot, guild)] == [quiet.id, anybodys.id]


async def test_a_channel_in_which_the_bot_may_not_write_is_refused_at_once(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        closed = on.discord.channel(on.guild, "closed")
        on.discord.deny(closed, "send_messages")
        await on.discord.quiet()

        assert "I may not write in" in (await told(on, on.olga, "add", channel=closed)).text
        assert await of_server(bot, on.guild) == []


# --- changing


async def test_a_reminder_is_moved_paused_and_removed(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        role, news = on.discord.role(on.guild, "watch"), on.discord.channel(on.guild, "news")
        await told(on, on.olga, "add", channel=on.general, role=role)
        await told(on, on.olga, "move", number=1, channel=news, when="the morning of", zone="Europe/Oslo", what="Albania Summit")
        await told(on, on.olga, "pause", number=1)

        assert "named nothing to change" in (await told(on, on.olga, "move", number=1)).text
        (one,) = await of_server(bot, on.guild)
        assert (one.channel_id, one.watches, one.zone, one.role_id, one.paused) == (
            news.id, (f"summit:{SUMMIT}",), "Europe/Oslo", role.id, True,
        )  # fmt: skip
        await told(on, on.olga, "resume", number=1)
        await told(on, on.olga, "move", number=1, nobody=True)
        (one,) = await of_server(bot, on.guild)
        assert (one.role_id, one.paused) == (None, False)
        await told(on, on.olga, "remove", number=1)
        assert await of_server(bot, on.guild) == []


async def test_what_is_there_is_listed_on_pages(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        for number in range(1, 15):
            await told(on, on.olga, "add", channel=on.general, when=f"{number} days before")
        first = await told(on, on.olga, "list")
        assert "**12** ·" in first.text
        on.discord.click(on.olga, first, "›")
        await on.discord.edited(first)

        assert "**14** ·" in first.text


async def test_what_comes_is_told_in_order(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        await told(on, on.olga, "add", channel=on.general)
        assert "Nothing is due." in (await told(on, on.olga, "upcoming")).text
        lines = (await told(on, on.olga, "upcoming", days=365)).text.split("\n")[1:]

        assert [line.partition("Albania Summit, ")[2].partition(" →")[0] for line in lines] == [
            "2 weeks before", "3 days before", "1 day before", "the morning of",
        ]  # fmt: skip


async def test_a_preview_is_the_reminder_of_today_and_pings_nobody(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        await told(on, on.olga, "add", channel=on.general, role=on.discord.role(on.guild, "watch"))
        shown = await told(on, on.olga, "preview", number=1)

        assert "days to go" in shown.text
        assert "Tirana, Albania" in shown.text
        assert "at or above 3.5% of GDP" in shown.text
        assert "The Hague commitment" in shown.text
        assert "A line marks the target, 3.5." in shown.alt_texts[0]
        assert shown.labels == ["Remind me", "Mute", "Ask about it", "Calendar file"]


@pytest.mark.parametrize(
    ("option", "typed", "first"),
    [
        ("zone", "lisb", "Europe/Lisbon"),
        ("zone", "+5:30", "Asia/Colombo"),
        ("zone", "", "UTC"),
        ("what", "all d", "all deadlines"),
        ("what", "all deadlines, spa", "all deadlines, pledges of Spain"),
        ("when", "3 days and an hour", "3 days and 1 hour before"),
        ("when", "", "2 weeks, 3 days, 1 day before, the morning of"),
        ("language", "pol", "pl"),
    ],
)
async def test_what_is_typed_is_completed(tmp_path: Path, option: str, typed: str, first: str) -> None:
    async with reminded(tmp_path) as (on, _):
        assert (await on.discord.autocomplete(on.olga, on.general, "reminders add", **{option: typed}))[0]["value"] == first


async def test_numbers_are_offered_to_those_who_may_change_them(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        await told(on, on.olga, "add", channel=on.general)
        offered = await on.discord.autocomplete(on.olga, on.general, "reminders pause", number="")

        assert [choice["name"] for choice in offered] == ["1: all summits in #general"]
        assert await on.discord.autocomplete(on.ben, on.general, "reminders pause", number="") == []


async def test_occasions_are_offered_for_the_reminder_that_is_named(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        await told(on, on.olga, "add", channel=on.general)

        offered = await on.discord.autocomplete(on.olga, on.general, "reminders mute", number=1, occasion="alb")
        assert [choice["name"] for choice in offered] == ["Albania Summit"]
        assert await on.discord.autocomplete(on.olga, on.general, "reminders mute", occasion="alb") == []
        assert await on.discord.autocomplete(on.ben, on.general, "reminders mute", number=1, occasion="alb") == []
        refused = await told(on, on.olga, "mute", number=1, occasion="Hague")
        assert "about nothing called “Hague”" in refused.text


async def test_more_than_a_message_holds_is_counted(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        for number in range(1, 11):
            await told(on, on.olga, "add", channel=on.general, when=", ".join(str(number * 10 + day) for day in range(10)) + " days before")
        shown = await told(on, on.olga, "upcoming", days=365)

        lines = shown.text.split("\n")[1:]
        assert len(lines) > 20
        assert lines[-1] == f"-# … and {100 - len(lines) + 1} more"


async def test_while_the_database_is_away_it_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        await told(on, on.olga, "add", channel=on.general)
        await bot.store.close()
        (tmp_path / "bot.db").rename(tmp_path / "away.db")
        (tmp_path / "bot.db").mkdir()
        for command, options in (("add", {"channel": on.general}), ("list", {}), ("pause", {"number": 1}), ("preview", {"number": 1})):
            assert "my database is away" in (await told(on, on.olga, command, **options)).text
        assert "my database is away" in (await on.discord.slash(on.olga, on.general, "summit", calendar=True).reply()).text

        (tmp_path / "bot.db").rmdir()
        (tmp_path / "away.db").rename(tmp_path / "bot.db")
        await bot.store.close()
        assert len(await of_server(bot, on.guild)) == 1


# --- what comes, and its buttons


async def test_a_reminder_comes_when_it_is_due_and_pings_the_chosen_role_only(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        role = on.discord.role(on.guild, "watch")
        await told(on, on.olga, "add", channel=on.general, role=role)
        turn_to(on, bot, TWO_WEEKS)
        await on.discord.until(lambda: [each for each in on.discord.sent(on.general) if not each.ephemeral], "the reminder")
        (came,) = [each for each in on.discord.sent(on.general) if not each.ephemeral]

        assert came.pings.roles == {role.id}
        assert not came.pings.users
        assert not came.pings.everyone
        assert "Albania Summit: 14 days to go" in came.text
        noon = datetime.combine(datetime(2027, 7, 7, tzinfo=BRUSSELS), time(12), ZoneInfo("Europe/Tirane"))
        assert f"<t:{int(noon.timestamp())}:R>" in came.text
        assert came.labels == ["Remind me", "Mute", "Ask about it", "Calendar file"]


async def test_anybody_is_reminded_of_what_an_answer_is_about_by_its_button(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        reply = await on.discord.reply_to(on.discord.say(on.ben, on.general, "@pledgebot When is the next NATO summit?"))
        done = await on.discord.click(on.ben, reply, "Remind me").reply()
        again = await on.discord.click(on.ben, reply, "Remind me").reply()

        (one,) = await own(bot, on.ben)
        assert one.watches == (f"summit:{SUMMIT}",)
        assert "I will remind you by direct message" in done.text
        assert f"already: `/reminders list` shows it under number {one.id}" in again.text


async def test_nobody_is_promised_a_reminder_that_would_never_come(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        turn_to(on, bot, datetime(2027, 7, 7, 12, tzinfo=BRUSSELS))
        reply = await on.discord.reply_to(on.discord.say(on.ben, on.general, "@pledgebot When is the next NATO summit?"))
        refused = await on.discord.click(on.ben, reply, "Remind me").reply()

        assert refused.text == "All of these times have passed for Albania Summit: nothing would be left to send."
        assert await own(bot, on.ben) == []
        await told(on, on.ben, "add", what="Albania Summit, Spain")
        assert len(await own(bot, on.ben)) == 1


async def test_no_answer_about_a_summit_that_is_over_offers_to_remind(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, _):
        for question in ("When was the Hague summit?", "How much does Poland spend on defence?", "Which summits have there been?"):
            reply = await on.discord.reply_to(on.discord.say(on.ben, on.general, f"@pledgebot {question}"))
            assert "Remind me" not in reply.labels, question


async def arrived(on: Stage, bot: PledgeBot) -> Message:
    """The first reminder of the channel."""
    await told(on, on.olga, "add", channel=on.general)
    turn_to(on, bot, TWO_WEEKS)
    await on.discord.until(lambda: [each for each in on.discord.sent(on.general) if not each.ephemeral], "the reminder")
    return next(each for each in on.discord.sent(on.general) if not each.ephemeral)


async def test_moderators_mute_an_occasion_and_take_it_back(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        came = await arrived(on, bot)

        assert "Those who manage this server decide" in (await on.discord.click(on.ben, came, "Mute").reply()).text
        done = await on.discord.click(on.olga, came, "Mute").reply()
        (one,) = await of_server(bot, on.guild)
        assert one.muted == {f"summit:{SUMMIT}"}
        assert "Nothing is due." in (await told(on, on.olga, "upcoming")).text
        on.discord.click(on.olga, done, "Remind again")
        await on.discord.edited(done)
        (one,) = await of_server(bot, on.guild)
        assert one.muted == frozenset()


async def test_a_question_from_a_reminder_leans_on_what_it_is_about(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        came = await arrived(on, bot)
        modal = await on.discord.click(on.ben, came, "Ask about it").modal()
        reply = await on.discord.submit(modal, {"Your question": "who hosts it?"}).reply()

        assert modal.title == "Albania Summit"
        assert not reply.ephemeral
        assert "carried over: the summit" in reply.text
        assert "in Tirana, Albania" in reply.text


async def test_buttons_of_reminders_work_after_a_restart(tmp_path: Path) -> None:
    async with world(tmp_path) as on:
        first, second = on.bot(), on.bot()
        async with on.discord.running(first):
            await on.discord.synchronised()
            known(first, "2027-07-07", "2027-07-08")
            came = await arrived(on, first)
        async with on.discord.running(second):
            known(second, "2027-07-07", "2027-07-08")
            await on.discord.click(on.olga, came, "Mute").reply()
            (one,) = await of_server(second, on.guild)
            assert one.muted == {f"summit:{SUMMIT}"}


async def test_a_calendar_file_counts_on_when_the_date_moves(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        first = await on.discord.slash(on.ben, on.general, "summit", calendar=True).reply()
        known(bot, "2027-07-14", "2027-07-15")
        second = await on.discord.slash(on.ben, on.general, "summit", name="albania summit", calendar=True).reply()
        third = await on.discord.slash(on.ben, on.general, "summit", calendar=True).reply()

        files = [Calendar.from_ical(message.attachments[0].data) for message in (first, second, third)]
        events = [next(event for event in file.walk("VEVENT") if event["SUMMARY"] == "Albania Summit") for file in files]
        assert {str(event["UID"]) for event in events} == {f"summit:{SUMMIT}@pledgebot"}
        assert [int(str(event["SEQUENCE"])) for event in events] == [0, 1, 1]
        assert [event.decoded("DTSTART").date().isoformat() for event in events] == ["2027-07-07", "2027-07-14", "2027-07-14"]
        assert [len(file.walk("VEVENT")) for file in files][1] == 1


async def test_there_is_no_calendar_of_what_has_no_date(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        known(bot, "2027", "2027")
        reply = await on.discord.slash(on.ben, on.general, "summit", name="Albania Summit", calendar=True).reply()

        assert "nothing to put into a calendar: Albania Summit: in 2027; the days are not known yet" in reply.text
        assert not reply.attachments


async def test_forget_me_takes_reminders_along_and_leaves_a_servers_own(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        await told(on, on.olga, "add", channel=on.general)
        await told(on, on.olga, "add")
        asked = await on.discord.slash(on.olga, on.general, "forget-me").reply()
        on.discord.click(on.olga, asked, "Delete it all")
        await on.discord.edited(asked)

        (one,) = await of_server(bot, on.guild)
        assert "Done: 2 entries" in asked.text
        assert one.owner_id is None
        assert await own(bot, on.olga) == []


async def test_a_reminder_that_is_refused_as_a_card_comes_as_text(tmp_path: Path) -> None:
    async with reminded(tmp_path) as (on, bot):
        await told(on, on.olga, "add", channel=on.general)
        on.discord.fail("POST", f"/channels/{on.general.id}/messages", Status(400), 2)
        turn_to(on, bot, TWO_WEEKS)
        await on.discord.until(lambda: [each for each in on.discord.sent(on.general) if not each.ephemeral], "the reminder")
        (came,) = [each for each in on.discord.sent(on.general) if not each.ephemeral]

        assert not came.layout
        assert "Albania Summit: 14 days to go" in came.content
        assert came.labels == ["Remind me", "Mute", "Ask about it", "Calendar file"]
