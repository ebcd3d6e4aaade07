from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot import replies
from bot.curation.present import Present
from tests.discord.stage import stage, world
from tests.loopback import LATE, Refusal, Reset, Status

POLAND = "@pledgebot How much does Poland spend on defence?"


async def test_a_mention_gets_its_answer_as_a_reply_that_pings_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))

        assert reply.layout
        assert reply.text.startswith("Poland spends **4.68% of GDP**")
        assert "[Defence Investment of NATO Countries (2014-2026)](<https://www.nato.int/" in reply.text
        assert not reply.pings
        assert reply.labels[-3:] == ["Sources", "Working", "Something wrong?"]


async def test_a_direct_message_is_a_question(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.discord.direct(on.ada), "Who is NATO's Secretary General?"))

        assert "Mark Rutte" in reply.text


async def test_whoever_says_nothing_gets_help(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, "@pledgebot"))

        assert "I answer questions on NATO's allies" in reply.text
        assert "How much does Poland spend on defence?" in reply.labels


async def test_bots_and_talk_among_people_are_not_answered(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.discord.say(on.ada, on.general, "How much does Poland spend on defence?")
        on.discord.say(on.ada, on.general, "@Ben How much does Poland spend on defence?")
        await on.discord.quiet()

        assert on.discord.sent() == []


async def test_a_mention_soon_after_is_a_follow_up_for_its_author_only(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
        await on.discord.reply_to(on.discord.say(on.ben, on.general, "@pledgebot How far is Spain from 3.5%?"))
        ada = await on.discord.reply_to(on.discord.say(on.ada, on.general, "@pledgebot and Germany?"))
        ben = await on.discord.reply_to(on.discord.say(on.ben, on.general, "@pledgebot and Germany?"))

        assert ada.text.startswith("Germany spends")
        assert ben.text.startswith("Germany is")


async def test_after_ten_minutes_a_mention_leans_on_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
        on.discord.clock.advance(minutes=11)
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, "@pledgebot and in 2020?"))

        assert "2.2" not in reply.text.split("\n")[0]
        assert reply.text.startswith(("❔", "↩️", "🔍"))


async def test_a_reply_to_an_answer_leans_on_it_whoever_writes_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        answer = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
        on.discord.clock.advance(hours=3)
        reply = await on.discord.reply_to(on.discord.say(on.ben, on.general, "and Germany?", reply_to=answer))

        assert reply.text.startswith("Germany spends")


async def test_a_thread_is_one_conversation(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        thread = on.discord.thread(on.ada, on.general, "spending")
        await on.discord.reply_to(on.discord.say(on.ada, thread, POLAND))
        on.discord.clock.advance(hours=3)
        reply = await on.discord.reply_to(on.discord.say(on.ben, thread, "@pledgebot and Germany?"))

        assert reply.text.startswith("Germany spends")


async def test_a_conversation_of_many_follow_ups_keeps_its_thread(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        direct = on.discord.direct(on.ada)
        await on.discord.reply_to(on.discord.say(on.ada, direct, "How much does Poland spend on defence?"))
        for ally in "Germany France Italy Spain Latvia Estonia Norway Greece Canada".split():
            reply = await on.discord.reply_to(on.discord.say(on.ada, direct, f"and {ally}?"))
            assert reply.text.startswith(f"{ally} spends")


async def test_a_ranking_comes_with_its_picture_and_words_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "_pictures", {})  # what an earlier test had drawn takes no time
    async with stage(tmp_path) as on:
        question = on.discord.say(on.ada, on.general, "@pledgebot Rank allies by share in 2024")
        reply = await on.discord.reply_to(question)

        assert on.discord.hub.typing
        assert reply.alt_texts
        assert reply.alt_texts[0].startswith("Bar chart: Defence spending as a share of GDP, 2024")
        assert "Chart" not in reply.labels


async def test_an_edited_question_has_its_answer_edited(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        question = on.discord.say(on.ada, on.general, POLAND)
        reply = await on.discord.reply_to(question)
        on.discord.edit(on.ada, question, "@pledgebot How much does Latvia spend on defence?")
        await on.discord.edited(reply)

        assert reply.text.startswith("Latvia spends")
        shown = await on.discord.click(on.ada, reply, "Working").reply()
        assert "Latvia" in shown.text
        on.discord.edit(on.ada, question, "@pledgebot Rank allies by share in 2024")
        await on.discord.edited(reply, 2)
        assert reply.alt_texts
        on.discord.edit(on.ada, question, POLAND)
        await on.discord.edited(reply, 3)
        assert not reply.alt_texts


async def test_of_several_quick_edits_the_last_is_answered(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        question = on.discord.say(on.ada, on.general, POLAND)
        for ally in ("Latvia", "Estonia", "Norway"):
            on.discord.edit(on.ada, question, f"@pledgebot How much does {ally} spend on defence?")
        reply = await on.discord.reply_to(question)
        await on.discord.quiet()

        assert reply.text.startswith("Norway spends")
        assert len(on.discord.replies_to(question)) == 1


async def test_two_minutes_later_the_answer_stays(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        question = on.discord.say(on.ada, on.general, POLAND)
        reply = await on.discord.reply_to(question)
        on.discord.clock.advance(minutes=3)
        on.discord.edit(on.ada, question, "@pledgebot How much does Latvia spend on defence?")
        await on.discord.quiet()

        assert reply.before == []


async def test_a_deleted_question_has_its_answer_deleted(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        question = on.discord.say(on.ada, on.general, POLAND)
        reply = await on.discord.reply_to(question)
        on.discord.delete(on.ada, question)

        await on.discord.deleted(reply)


async def test_a_question_deleted_while_it_is_answered_leaves_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        held = on.discord.hold("POST", "/channels/*/messages")
        question = on.discord.say(on.ada, on.general, POLAND)
        await held.arrived.wait()
        on.discord.delete(on.ada, question)
        held.release()
        await on.discord.quiet()

        assert [message for message in on.discord.sent() if not message.deleted] == []


@pytest.mark.parametrize("fault", [Status(503), Status(500), Reset(accepted=True), Reset(accepted=False)], ids=str)
async def test_what_may_not_have_arrived_is_said_once(tmp_path: Path, fault: Status | Reset) -> None:
    async with stage(tmp_path) as on:
        on.discord.fail("POST", "/channels/*/messages", fault)
        question = on.discord.say(on.ada, on.general, POLAND)
        await on.discord.reply_to(question)
        await on.discord.quiet()

        assert len(on.discord.replies_to(question)) == 1


async def test_where_components_are_refused_the_answer_is_plain_text(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.discord.fail("POST", "/channels/*/messages", Refusal(50013))
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))

        assert not reply.layout
        assert reply.text.startswith("Poland spends **4.68% of GDP**")
        assert "You could ask:" in reply.text


async def test_where_nothing_may_be_attached_the_answer_comes_without_its_picture(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.discord.deny(on.general, "attach_files", "embed_links")
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, "@pledgebot Rank allies by share in 2024"))

        assert "Poland" in reply.text
        assert reply.alt_texts == []
        assert "Chart" in reply.labels


async def test_where_the_bot_may_not_speak_it_goes_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.discord.deny(on.general, "send_messages")
        on.discord.say(on.ada, on.general, POLAND)
        await on.discord.quiet()
        on.discord.allow(on.general, "send_messages")

        await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))


async def test_ask_is_answered_where_everybody_sees_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.slash(on.ada, on.general, "ask", question="How much does Poland spend?").reply()

        assert not reply.ephemeral
        assert reply.text.startswith("Poland spends")
        assert "Asked: How much does Poland spend?" in reply.text


async def test_ask_with_a_picture_is_acknowledged_first(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        press = on.discord.slash(on.ada, on.general, "ask", question="Rank allies by share in 2024")
        reply = await press.reply()
        await on.discord.until(lambda: reply.alt_texts, "the picture")

        assert press.in_time
        assert "Poland" in reply.text


async def test_ask_works_where_the_bot_is_no_member(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        eve = on.discord.user("Eve", installed=True)
        elsewhere = on.discord.channel(on.discord.guild("Elsewhere", eve, joined=False), "lobby")
        group = on.discord.private(eve, on.ben)

        for channel in (elsewhere, group, on.discord.direct(eve)):
            reply = await on.discord.slash(eve, channel, "ask", question="Is Latvia a member of NATO?").reply()
            assert "✅ **Yes:**" in reply.text


async def test_an_answer_to_a_command_that_discord_gave_up_is_said_in_the_channel(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.discord.fail("POST", "/interactions/*/*/callback", LATE)
        on.discord.slash(on.ada, on.general, "ask", question="How much does Poland spend?")
        (reply,) = await on.discord.replies(1, on.general)

        assert reply.text.startswith("Poland spends")


async def test_a_callback_that_was_cut_off_is_said_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.discord.fail("POST", "/interactions/*/*/callback", Reset(accepted=True))
        reply = await on.discord.slash(on.ada, on.general, "ask", question="How much does Poland spend?").reply()
        await on.discord.quiet()

        assert reply.text.startswith("Poland spends")
        assert len(on.discord.sent()) == 1


async def test_ask_completes_names_and_offers_questions_that_work(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        names = await on.discord.autocomplete(on.ada, on.general, "ask", question="How far is Spa")
        assert "How far is Spain" in [choice["name"] for choice in names]
        nothing = await on.discord.autocomplete(on.ada, on.general, "ask", question="")
        assert len(nothing) == 25


@pytest.mark.parametrize(
    "text",
    [
        "@everyone @here how much does Poland spend?",
        "Who said “@everyone **look** [here](https://evil.example)”?",
        "Who said “\u202eevil\u200b ||x|| `code` https://evil.example <#1> <@&2>”?",
        "# slovania\n> quote",
    ],
)
async def test_what_people_type_comes_back_harmless(tmp_path: Path, text: str) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.discord.direct(on.ada), text))

        for live in ("@everyone", "@here", "https://evil", "\u202e", "](https://evil", "||x||", "`code`", "<@&"):
            assert live not in reply.text
        assert not reply.pings


async def test_a_message_that_is_delivered_twice_is_answered_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        question = on.discord.say(on.ada, on.general, POLAND)
        await on.discord.reply_to(question)
        on.discord.cut()
        await on.discord.resumed()
        await on.discord.quiet()

        assert len(on.discord.replies_to(question)) == 1


async def test_numbers_and_dates_follow_the_language_of_discord(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        jan = on.discord.user("Jan", locale="de")
        reply = await on.discord.slash(jan, on.discord.direct(jan), "ask", question="How much does Poland spend?").reply()

        assert "4,68%" in reply.text
        assert "10. Juli 2026" in reply.text


async def test_a_fault_in_the_program_is_told_in_a_sentence_with_its_number(tmp_path: Path) -> None:
    async with world(tmp_path) as on:
        bot = on.bot()
        async with on.discord.running(bot):
            broken = replace(bot.present.mind(), vocabulary=None)  # type: ignore[arg-type]  # whatever it is asked, it fails
            bot.present = Present(broken, bot.ledger)
            reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
            told = await on.discord.slash(on.ada, on.general, "ask", question="How much does Poland spend?").reply()

            for message in (reply, told):
                assert message.text.startswith("Something in me is broken, not your question.")
                assert "Traceback" not in message.text
