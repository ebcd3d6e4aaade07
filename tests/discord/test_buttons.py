from __future__ import annotations

from pathlib import Path

from tests.discord.stage import stage, world

POLAND = "@pledgebot How much does Poland spend on defence?"
RANKING = "@pledgebot Rank allies by share in 2024"


async def test_sources_and_working_are_shown_to_whoever_asks(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, "@pledgebot How far is Spain from 3.5%?"))
        sources = await on.discord.click(on.ben, reply, "Sources").reply()
        working = await on.discord.click(on.ben, reply, "Working").reply()

        assert sources.ephemeral
        assert "The Hague Summit Declaration" in sources.text
        assert working.ephemeral
        assert "3.50 − 2.00 = 1.50 pp" in working.text
        assert "Spain, share of GDP" in working.text


async def test_buttons_work_in_another_process_of_the_bot(tmp_path: Path) -> None:
    async with world(tmp_path) as on:
        async with on.discord.running(on.bot()):
            reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
            ranking = await on.discord.reply_to(on.discord.say(on.ada, on.general, RANKING))
            modal = await on.discord.click(on.ada, reply, "Something wrong?").modal()
        async with on.discord.running(on.bot()):
            assert "def-exp-2026" in (await on.discord.click(on.ada, reply, "Sources").reply()).text
            assert "share of GDP of Poland" in (await on.discord.click(on.ada, reply, "Working").reply()).text
            assert "Spain" not in (await on.discord.click(on.ada, reply, "How far is Poland from 3.5%?").reply()).text
            on.discord.click(on.ada, ranking, "›")
            await on.discord.edited(ranking)
            assert "Your report is number 1" in (await on.discord.submit(modal, {"note": "It is 5%"}).reply()).text


async def test_the_next_question_is_asked_with_one_click_by_anybody(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
        next_ = await on.discord.click(on.ben, reply, "How far is Poland from 3.5%?").reply()

        assert not next_.ephemeral
        assert "1.18 pp" in next_.text
        assert "Asked: How far is Poland from 3.5%?" in next_.text


async def test_a_reading_is_chosen_with_a_button(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, "@pledgebot How much does slovania spend?"))
        assert reply.text.startswith("❔ **A question back:** “slovania” can be Slovakia or Slovenia.")
        chosen = await on.discord.click(on.ada, reply, "How much does Slovenia spend?").reply()

        assert chosen.text.startswith("Slovenia spends")


async def test_the_asker_turns_the_pages_of_the_reply_and_others_get_their_own(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, RANKING))
        assert "1. **Poland**" in reply.text
        on.discord.click(on.ada, reply, "›")
        await on.discord.edited(reply)
        assert "1. **Poland**" not in reply.text
        assert "2 / " in " ".join(reply.labels)
        assert reply.alt_texts

        own = await on.discord.click(on.ben, reply, "›").reply()
        assert own.ephemeral
        assert "3 / " in " ".join(own.labels)
        on.discord.click(on.ben, own, "‹")
        await on.discord.edited(own)
        assert len(reply.before) == 1


async def test_a_chart_that_is_not_shown_is_drawn_when_asked_for(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, "@pledgebot Compare Poland, Estonia and Latvia"))
        assert not reply.alt_texts
        press = on.discord.click(on.ada, reply, "Chart")
        shown = await press.reply()
        await on.discord.until(lambda: shown.alt_texts, "the picture")

        assert press.in_time
        assert shown.ephemeral
        assert "Estonia 5.10" in shown.alt_texts[0]


async def test_a_forgotten_exchange_gets_a_friendly_line(tmp_path: Path) -> None:
    async with world(tmp_path) as on:
        bot = on.bot()
        async with on.discord.running(bot):
            reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
            await bot.records.forget(on.ada.id)
            for label in ("Sources", "Working", "Something wrong?", "How far is Poland from 3.5%?"):
                gone = await on.discord.click(on.ben, reply, label).reply()
                assert gone.ephemeral
                assert gone.text.startswith("I no longer have that question")


async def test_many_sources_are_on_pages(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, "@pledgebot Which summits have there been since 2014?"))
        shown = await on.discord.click(on.ada, reply, "Sources").reply()
        if "›" in shown.labels:
            first = shown.text
            on.discord.click(on.ada, shown, "›")
            await on.discord.edited(shown)
            assert shown.text != first
