from __future__ import annotations

from pathlib import Path

from tests.discord.stage import Stage, stage
from tests.loopback import Message

POLAND = "@pledgebot How much does Poland spend on defence?"


async def reported(on: Stage, words: str = "It was 5 % @everyone") -> Message:
    reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
    modal = await on.discord.click(on.ada, reply, "Something wrong?").modal()
    return await on.discord.submit(modal, {"note": words}).reply()


async def test_a_report_is_thanked_for_with_its_number(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        thanks = await reported(on)

        assert thanks.ephemeral
        assert "Your report is number 1" in thanks.text


async def test_moderators_see_question_reading_and_answer(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await reported(on)
        queue = await on.discord.slash(on.olga, on.general, "reports list").reply()

        assert queue.ephemeral
        for part in ("How much does Poland spend on defence?", "share of GDP of Poland", "Poland spends **4.68% of GDP**", "It was 5 %"):
            assert part in queue.text
        assert "@everyone" not in queue.text


async def test_who_settles_a_report_tells_the_person_by_direct_message(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await reported(on)
        done = await on.discord.slash(on.olga, on.general, "reports settle", number=1, note="The 2026 edition says 4.68 %.").reply()
        (told,) = on.discord.sent(on.discord.direct(on.ada))

        assert "The person was told by direct message" in done.text
        assert "The 2026 edition says 4.68 %." in told.text
        assert "There is no open report" in (await on.discord.slash(on.olga, on.general, "reports list").reply()).text


async def test_who_takes_no_direct_messages_is_told_in_the_channel_without_a_ping(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.ada.closed = True
        await reported(on)
        done = await on.discord.slash(on.olga, on.general, "reports settle", number=1, note="Looked at.").reply()
        told = on.discord.sent(on.general)[-2]

        assert "in the channel" in done.text
        assert "Looked at." in told.text
        assert not told.pings


async def test_others_are_refused_whatever_the_server_allows(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await reported(on)
        (command,) = [each for each in on.discord.hub.commands[None] if each["name"] == "reports"]
        command["default_member_permissions"] = None  # as a server's own settings can have it
        refused = await on.discord.slash(on.ben, on.general, "reports list").reply()

        assert refused.ephemeral
        assert refused.text == "Reports are for those who manage this server."


async def test_reports_of_another_server_are_not_settled_here(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await reported(on)
        elsewhere = on.discord.channel(on.discord.guild("Elsewhere", on.ben), "lobby")
        refused = await on.discord.slash(on.ben, elsewhere, "reports settle", number=1, note="Mine now").reply()

        assert "no open report" in refused.text
