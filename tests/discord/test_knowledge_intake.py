from __future__ import annotations

from pathlib import Path

from tests.discord.knowing import ARTICLE, answer
from tests.discord.stage import Stage, stage, world
from tests.loopback import Message, User

TABLE = "ally,year,indicator,value\nPoland,2024,share,4.44\nPoland,2025,share,4.6\nSpain,2024,share,1.5\n"


async def handed_in(on: Stage, user: User, data: bytes = ARTICLE.encode(), name: str = "article.txt") -> Message:
    file = on.discord.file(name, data)
    asked = on.discord.slash(user, on.general, "knowledge intake", publisher="Baltic Wire", file=file, date="20 November 2026")
    return await asked.reply()


async def test_an_article_s_candidates_are_shown_one_by_one_with_the_text_around_them(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        card = await handed_in(on, on.olga)

        assert card.ephemeral
        assert "Nothing is stored before you accept it" in card.text
        assert "**Zebras guard the eastern flank tonight and every night**" in card.text.replace(",**", "**")
        assert "Mark Rutte" in card.text
        assert "said in Riga on Friday" in card.text
        for label in ("Accept", "Correct", "Refuse"):
            assert label in card.labels


async def test_an_accepted_quotation_answers_in_this_server(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        card = await handed_in(on, on.olga)
        after = await on.discord.click(on.olga, card, "Accept").reply()
        told = await answer(on, on.ada, on.general)

        assert "1 taken in" in after.text
        assert "Mark Rutte said it" in told
        assert "Baltic Wire" in told


async def test_all_can_be_accepted_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        card = await handed_in(on, on.olga)
        (every,) = [label for label in card.labels if label.startswith("Accept all") and label.rpartition(" ")[2].isdigit()]
        after = await on.discord.click(on.olga, card, every).reply()

        assert "taken in" in after.text
        assert "Mark Rutte said it" in await answer(on, on.ada, on.general)


async def test_a_correction_that_can_t_be_comes_back_filled(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        card = await handed_in(on, on.olga)
        modal = await on.discord.click(on.olga, card, "Correct").modal()
        held = {field["custom_id"]: field.get("value") for _, field in modal.fields()}
        assert held["speaker"] == "Mark Rutte"
        wrong = await on.discord.submit(modal, {"words": "Giraffes guard the flank", "place": "Riga"}).reply()
        assert "doesn't stand in the text" in wrong.text
        again = await on.discord.click(on.olga, wrong, "Correct").modal()
        held = {field["custom_id"]: field.get("value") for _, field in again.fields()}
        assert held["words"] == "Giraffes guard the flank"
        assert held["place"] == "Riga"
        mended = await on.discord.submit(again, {"words": "Zebras guard the eastern flank tonight"}).reply()

        assert "corrected" in mended.text
        await on.discord.click(on.olga, mended, "Accept").reply()
        assert "“Zebras guard the eastern flank tonight”" in await answer(on, on.ada, on.general)


async def test_what_is_refused_is_gone_from_the_queue(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        card = await handed_in(on, on.olga)
        after = await on.discord.click(on.olga, card, "Refuse").reply()

        assert "refused" in after.text
        assert "I hold no statement" in await answer(on, on.ada, on.general)


async def test_somebody_else_decides_after_a_restart(tmp_path: Path) -> None:
    async with world(tmp_path) as on:
        role = on.discord.role(on.guild, "Editors", "manage_guild")
        on.discord.grant(role, on.guild, on.ada)
        async with on.discord.running(on.bot()):
            await handed_in(on, on.olga)
        async with on.discord.running(on.bot()):
            overview = await on.discord.slash(on.ada, on.general, "knowledge queue").reply()
            card = await on.discord.click(on.ada, overview, "Candidates").reply()
            after = await on.discord.click(on.ada, card, "Accept").reply()

            assert "1 taken in" in after.text
            assert "Mark Rutte said it" in await answer(on, on.ben, on.general)


async def test_a_text_is_pasted_in_pieces(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        modal = await on.discord.slash(on.olga, on.general, "knowledge intake", publisher="Baltic Wire").modal()
        first, _, rest = ARTICLE.partition("\n\n“We")
        card = await on.discord.submit(modal, {"text0": first, "text1": f"“We{rest}"}).reply()

        assert "found in it" in card.text


async def test_the_same_text_is_recognised(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await handed_in(on, on.olga)
        again = await handed_in(on, on.olga, name="another name.txt")

        assert "was handed in before" in again.text


async def test_files_that_are_not_read_say_what_would_do(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        cases = (
            (b"%PDF-1.7 nonsense", "../../etc/passwd", "no kind of file that is read here"),
            (b"x" * 10_000_001, "big.txt", "10 MB is the limit"),
            (b"PK\x03\x04", "macro.docm", "macros"),
            (b"", "empty.txt", "empty"),
        )
        for data, name, said in cases:
            assert said in (await handed_in(on, on.olga, data, name)).text, name


async def test_a_date_to_come_is_refused(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        asked = on.discord.slash(on.olga, on.general, "knowledge intake", publisher="AFP", date="1 January 2036")

        assert "2036-01-01 is still to come" in (await asked.reply()).text


async def test_a_table_is_previewed_with_its_largest_revisions_and_saved_whole(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        file = on.discord.file("figures.csv", TABLE.encode())
        asked = on.discord.slash(on.olga, on.general, "knowledge table", file=file, edition="NATO 2027", published="20 November 2026")
        card = await asked.reply()

        assert "3 new figures" in card.text
        assert card.text.index("Poland 2024, share: 3.75% of GDP → 4.44% of GDP") < card.text.index("Spain 2024")
        done = await on.discord.click(on.olga, card, "Save").reply()
        assert "Saved as revisions 1 to 5" in done.text
        assert "4.44% of GDP" in await answer(on, on.ada, on.general, "@pledgebot How much did Poland spend on defence in 2024?")


async def test_a_faulty_table_is_not_taken_in_parts(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        file = on.discord.file("figures.csv", (TABLE + "Poladn,2024,share,120\n").encode())
        asked = on.discord.slash(on.olga, on.general, "knowledge table", file=file, edition="NATO 2027", published="20 November 2026")
        card = await asked.reply()

        assert "not taken" in card.text
        assert "Poladn" in card.text
        assert "Save" not in card.labels


async def test_what_may_be_out_of_date_is_shown(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        stale = await on.discord.slash(on.olga, on.general, "knowledge queue", what="stale").reply()

        assert "May be out of date" in stale.text


async def test_a_channel_hears_of_reports_without_a_ping(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        desk = on.discord.channel(on.guild, "desk")
        chosen = await on.discord.slash(on.olga, on.general, "knowledge access", notices=desk).reply()
        assert desk.mention in chosen.text
        reply = await on.discord.reply_to(on.discord.say(on.ada, on.general, "@pledgebot How much does Poland spend on defence?"))
        modal = await on.discord.click(on.ada, reply, "Something wrong?").modal()
        await on.discord.submit(modal, {"note": "It was more."}).reply()
        await on.discord.until(lambda: on.discord.sent(desk), "a notice")
        (notice,) = on.discord.sent(desk)

        assert "report 1" in notice.text
        assert "It was more." not in notice.text
        assert not notice.pings
        queue = await on.discord.slash(on.olga, on.general, "knowledge queue", what="reports").reply()
        assert "It was more." in queue.text
