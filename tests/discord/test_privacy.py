from __future__ import annotations

from pathlib import Path

from tests.discord.stage import stage, world

POLAND = "@pledgebot How much does Poland spend on defence?"


async def test_privacy_says_what_is_kept_for_how_long_and_by_whom(tmp_path: Path) -> None:
    async with stage(tmp_path, retention_days=12, operator="Rosa") as on:
        told = await on.discord.slash(on.ada, on.general, "privacy").reply()

        assert told.ephemeral
        for part in ("for 12 days", "Rosa", "/forget-me", "messages that mention me"):
            assert part in told.text


async def test_everything_about_a_person_is_forgotten_once_they_confirm_it(tmp_path: Path) -> None:
    async with world(tmp_path) as on:
        bot = on.bot()
        async with on.discord.running(bot):
            reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
            await on.discord.slash(on.ada, on.general, "language", formats="de").reply()
            asked = await on.discord.slash(on.ada, on.general, "forget-me").reply()
            assert asked.ephemeral
            on.discord.click(on.ada, asked, "Keep it")
            await on.discord.edited(asked)
            assert asked.text == "Nothing was deleted."
            assert await bot.records.by_reply(reply.id)

            asked = await on.discord.slash(on.ada, on.general, "forget-me").reply()
            on.discord.click(on.ada, asked, "Delete it all")
            await on.discord.edited(asked)
            assert asked.text.startswith("Done: 2 entries")
            assert await bot.records.by_reply(reply.id) is None
            assert (await bot.records.preferences(on.ada.id)).locale is None


async def test_language_sets_the_formats_and_says_that_the_text_stays_english(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        (german,) = await on.discord.autocomplete(on.ada, on.general, "language", formats="germ")
        assert german["name"] == "Deutsch (German)"
        told = await on.discord.slash(on.ada, on.general, "language", formats=german["value"]).reply()
        assert told.ephemeral
        assert "1.234,56 · 25. Juni 2025" in told.text
        assert "My sentences stay English" in told.text

        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
        assert "4,68% of GDP" in reply.text
        await on.discord.slash(on.ada, on.general, "language", formats="as Discord").reply()
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))
        assert "4.68% of GDP" in reply.text


async def test_a_language_that_there_is_not_is_refused(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        assert "I know no formats" in (await on.discord.slash(on.ada, on.general, "language", formats="Klingon").reply()).text


async def test_every_language_of_the_allies_is_offered(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        offered = [choice["value"] for choice in await on.discord.autocomplete(on.ada, on.general, "language", formats="")]

        assert offered[0] == "as Discord"
        assert len(offered) == 25
