from __future__ import annotations

from pathlib import Path

from knowledge.change import Change
from tests.discord.knowing import ASKED, POLAND, SOURCE, WORDS, added, answer, drafted, figure, picked
from tests.discord.stage import Stage, stage, world
from tests.loopback import Channel


def elsewhere(on: Stage) -> Channel:
    return on.discord.channel(on.discord.guild("Elsewhere", on.ben), "lobby")


async def test_a_statement_that_a_moderator_adds_answers_in_this_server_only_and_is_marked(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        lobby = elsewhere(on)
        done = await added(on, on.olga, on.general)

        assert done.ephemeral
        assert "Saved as revisions 1 to 2" in done.text
        here, there = await answer(on, on.ada, on.general), await answer(on, on.ben, lobby)
        assert "Mark Rutte said it, on 20 November 2026 (Riga)." in here
        assert "“Zebras guard the eastern flank tonight”" in here
        assert "this server's own knowledge" in here
        assert "I hold no statement with the words" in there
        assert "I hold no statement with the words" in await answer(
            on, on.ada, on.discord.direct(on.ada), ASKED.removeprefix("@pledgebot ")
        )


async def test_what_a_curator_adds_is_known_everywhere_and_bears_no_mark(tmp_path: Path) -> None:
    async with world(tmp_path) as on, on.discord.running(on.bot(curators=str(on.olga.id))):
        lobby = elsewhere(on)
        done = await added(on, on.olga, on.general)
        there = await answer(on, on.ben, lobby)

        assert "Answers everywhere rest on it" in done.text
        assert "Mark Rutte said it" in there
        assert "own knowledge" not in there


async def test_a_curator_who_moderates_here_can_change_what_is_seen_here_alone(tmp_path: Path) -> None:
    async with world(tmp_path) as on, on.discord.running(on.bot(curators=str(on.olga.id))):
        lobby = elsewhere(on)
        await added(on, on.olga, on.general, here=True)

        assert "Mark Rutte said it" in await answer(on, on.ada, on.general)
        assert "I hold no statement" in await answer(on, on.ben, lobby)


async def test_a_curator_works_in_direct_messages(tmp_path: Path) -> None:
    async with world(tmp_path) as on, on.discord.running(on.bot(curators=str(on.ada.id))):
        await added(on, on.ada, on.discord.direct(on.ada))

        assert "Mark Rutte said it" in await answer(on, on.ben, on.general)


async def test_the_preview_shows_the_difference_and_three_questions_before_and_after(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        card = await figure(on, on.olga, on.general, "4.44 %")

        assert "For this server only" in card.text
        assert "Value, with its unit: 3.75 % → **4.44 %**" in card.text
        assert card.text.count("before:") == 3
        assert card.text.count("after:") == 3
        assert card.labels == ["Save", "Cancel", "Change: Figure", "Change: Source"]
        assert "4.44" not in await answer(on, on.ada, on.general, POLAND), "nothing is saved before Save"


async def test_a_figure_that_is_saved_is_answered_with(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.discord.click(on.olga, await figure(on, on.olga, on.general, "4.44 %"), "Save").reply()
        told = await answer(on, on.ada, on.general, POLAND)

        assert "4.44% of GDP" in told
        assert "this server's own knowledge" in told


async def test_what_is_refused_keeps_what_was_typed_and_says_what_would_do(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        modal = await on.discord.slash(on.olga, on.general, "knowledge add", kind="figure").modal()
        entries = {"subject": "Poladn", "indicator": "share", "year": "2025", "value": "4.5", "edition": "NATO 2026"}
        card = await on.discord.submit(modal, entries).reply()

        assert "**Ally:** I know nothing called “Poladn”; did you mean “Poland”?" in card.text
        assert "**Value, with its unit:** “4.5” has no unit; write it like 2.1 %" in card.text
        assert "Save" not in card.labels
        again = await on.discord.click(on.olga, card, "Change: Figure").modal()
        held = {field["custom_id"]: field.get("value") for _, field in again.fields()}
        assert held["subject"] == "Poladn"
        assert held["edition"] == "NATO 2026"
        mended = await on.discord.submit(again, {"subject": "Poland", "value": "120 %"}).reply()
        assert "share of 120; from 0 to 100" in mended.text
        assert "Save" not in mended.labels


async def test_a_retracted_statement_is_gone_and_it_is_said_why(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await added(on, on.olga, on.general)
        fact = await picked(on, on.olga, on.general, "knowledge retract", "zebras", how="wrong")
        modal = await on.discord.slash(on.olga, on.general, "knowledge retract", fact=fact, how="wrong").modal()
        card = await on.discord.submit(modal, {"reason": "He spoke of leopards."}).reply()
        await on.discord.click(on.olga, card, "Save").reply()
        told = await answer(on, on.ada, on.general)

        assert "> “Zebras" not in told
        assert "withdrawn" in told
        assert "He spoke of leopards." in told


async def test_retracting_needs_a_reason(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        fact = await picked(on, on.olga, on.general, "knowledge dispute", "hegseth 2%")
        modal = await on.discord.slash(on.olga, on.general, "knowledge dispute", fact=fact).modal()

        assert [field.get("required", True) for _, field in modal.fields()] == [True]
        card = await on.discord.submit(modal, {"reason": "  \n "}).reply()
        assert "it is missing" in card.text


async def test_a_disputed_figure_still_answers_and_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        fact = await picked(on, on.olga, on.general, "knowledge retract", "poland 2024 share of gdp nato 2026", how="disputed")
        modal = await on.discord.slash(on.olga, on.general, "knowledge retract", fact=fact, how="disputed").modal()
        card = await on.discord.submit(modal, {"reason": "Warsaw counts otherwise."}).reply()
        await on.discord.click(on.olga, card, "Save").reply()
        told = await answer(on, on.ada, on.general, POLAND)

        assert "% of GDP" in told
        assert "isputed" in told
        assert "Warsaw counts otherwise." in told


async def test_a_pledge_is_superseded_by_a_new_one_in_one_go(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        fact = await picked(on, on.olga, on.general, "knowledge supersede", "united kingdom 25 february 2025 2.5 % by 2027")
        modal = await on.discord.slash(on.olga, on.general, "knowledge supersede", fact=fact).modal()
        entries = {"on": "20 November 2026", "text": "The United Kingdom wants 2.9 % by 2027.", "share": "2.9 %"}
        held = {field["custom_id"]: field.get("value") for _, field in modal.fields()}
        assert held["subject"] == "United Kingdom"
        assert not held["text"], "another one's words are not taken over"
        unsourced = await on.discord.submit(modal, entries).reply()
        more = await on.discord.click(on.olga, unsourced, "Change: Source").modal()
        card = await on.discord.submit(more, SOURCE).reply()
        done = await on.discord.click(on.olga, card, "Save").reply()

        assert "Saved as revisions 1 to 3" in done.text
        assert "2.9" in await answer(on, on.ada, on.general, "@pledgebot What has the United Kingdom pledged?")


async def test_the_second_of_two_moderators_is_shown_what_changed_and_decides(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        role = on.discord.role(on.guild, "Editors", "manage_guild")
        on.discord.grant(role, on.guild, on.ada)
        first, second = await figure(on, on.olga, on.general, "4.44 %"), await figure(on, on.ada, on.general, "4.55 %")
        await on.discord.click(on.olga, first, "Save").reply()
        conflict = await on.discord.click(on.ada, second, "Save").reply()

        assert "Somebody changed this meanwhile" in conflict.text
        assert f"<@{on.olga.id}>" in conflict.text
        assert "4.44" in conflict.text
        assert not conflict.pings
        assert conflict.labels[:2] == ["Keep theirs", "Save mine on top"]
        assert "4.44" in await answer(on, on.ben, on.general, POLAND), "nothing was overwritten"
        done = await on.discord.click(on.ada, conflict, "Save mine on top").reply()
        assert "Saved as revision 2" in done.text
        assert "4.55" in await answer(on, on.ben, on.general, POLAND)


async def test_keeping_theirs_drops_the_draft(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first, second = await figure(on, on.olga, on.general, "4.44 %"), await figure(on, on.olga, on.general, "4.55 %")
        await on.discord.click(on.olga, first, "Save").reply()
        conflict = await on.discord.click(on.olga, second, "Save").reply()
        done = await on.discord.click(on.olga, conflict, "Keep theirs").reply()

        assert "Nothing was changed" in done.text
        assert "4.44" in await answer(on, on.ada, on.general, POLAND)


async def test_fields_that_others_changed_meanwhile_stay_theirs(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        fact = await picked(on, on.olga, on.general, "knowledge amend", "hegseth 13 february 2025")
        ask = [await on.discord.slash(on.olga, on.general, "knowledge amend", fact=fact).modal() for _ in range(2)]
        mine = await on.discord.submit(ask[1], {"place": "NATO, Brussels"}).reply()
        await on.discord.click(on.olga, await on.discord.submit(ask[0], {"role": "Secretary of Defense"}).reply(), "Save").reply()
        conflict = await on.discord.click(on.olga, mine, "Save").reply()
        await on.discord.click(on.olga, conflict, "Save mine on top").reply()
        shown = await on.discord.slash(on.olga, on.general, "knowledge as-of", when="2", fact=fact).reply()

        assert "Secretary of Defense**" in shown.text
        assert "NATO, Brussels" in shown.text


async def test_an_undo_shows_what_rests_on_it_and_takes_both_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await added(on, on.olga, on.general)
        card = await on.discord.slash(on.olga, on.general, "knowledge undo", number=1).reply()

        assert "To be undone" in card.text
        assert "Doorstep in Riga" in card.text
        done = await on.discord.click(on.olga, card, "Save").reply()
        assert "Saved as revisions 3 to 4" in done.text
        assert "I hold no statement" in await answer(on, on.ada, on.general)


async def test_an_alias_is_understood_once_it_is_saved(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        modal = await on.discord.slash(on.olga, on.general, "knowledge add", kind="alias").modal()
        card = await on.discord.submit(modal, {"alias": "Polonium Country", "of": "Poland"}).reply()
        assert "Other names" in card.text or "Polonium Country" in card.text
        await on.discord.click(on.olga, card, "Save").reply()

        assert "Poland spends" in await answer(on, on.ada, on.general, "@pledgebot How much does Polonium Country spend on defence?")


async def test_previews_and_buttons_work_after_a_restart(tmp_path: Path) -> None:
    async with world(tmp_path) as on:
        async with on.discord.running(on.bot()):
            card = await drafted(on, on.olga, on.general)
        async with on.discord.running(on.bot()):
            modal = await on.discord.click(on.olga, card, "Change: Words").modal()
            assert {field["custom_id"]: field.get("value") for _, field in modal.fields()}["text"] == WORDS["text"]
            card = await on.discord.submit(modal, {"place": "Riga Castle"}).reply()
            done = await on.discord.click(on.olga, card, "Save").reply()

            assert "Saved as" in done.text
            assert "Riga Castle" in await answer(on, on.ada, on.general)
        async with on.discord.running(on.bot()):
            assert "Riga Castle" in await answer(on, on.ada, on.general)


async def test_a_draft_that_was_saved_can_t_be_saved_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        card = await drafted(on, on.olga, on.general)
        for press in [on.discord.click(on.olga, card, "Save") for _ in range(2)]:
            await press.acknowledged()
        await on.discord.until(lambda: "Saved as revisions 1 to 2" in card.text, "the card to say that it is saved")
        history = await on.discord.slash(on.olga, on.general, "knowledge history").reply()

        assert "**3**" not in history.text


async def test_what_is_longer_than_a_form_takes_is_left_as_it_is(tmp_path: Path) -> None:
    async with world(tmp_path) as on:
        bot = on.bot()
        async with on.discord.running(bot):
            text = "We pay. " * 900
            value = {
                "speaker": "rutte",
                "role": "x",
                "on": "2026-11-20",
                "place": "Riga",
                "text": text,
                "topics": [],
                "sources": ["aa-2026-02-02"],
            }
            await bot.ledger.commit(on.guild.id, 1, [Change(action="add", table="statements", id="long", value=value)])
            modal = await on.discord.slash(on.olga, on.general, "knowledge amend", fact="statements:long").modal()
            card = await on.discord.submit(modal, {"place": "Riga Castle"}).reply()
            await on.discord.click(on.olga, card, "Save").reply()

            row = bot.present.knowledge(on.guild.id).statements["long"]
            assert (row.text, row.place) == (text, "Riga Castle")


async def test_the_same_words_of_the_same_speaker_are_not_added_twice(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await added(on, on.olga, on.general)
        again = await drafted(on, on.olga, on.general)

        assert "I have these words already: Mark Rutte, 20 November 2026" in again.text
        assert "Save" not in again.labels


async def test_what_came_to_rest_on_a_revision_meanwhile_is_shown_before_it_is_undone(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.discord.click(on.olga, await figure(on, on.olga, on.general, "4.44 %"), "Save").reply()
        card = await on.discord.slash(on.olga, on.general, "knowledge undo", number=1).reply()
        await on.discord.click(on.olga, await figure(on, on.olga, on.general, "4.55 %"), "Save").reply()
        shown = await on.discord.click(on.olga, card, "Save").reply()
        assert "**2**" in shown.text
        done = await on.discord.click(on.olga, shown, "Save").reply()

        assert "Saved as" in done.text
        assert "3.75% of GDP" in await answer(on, on.ada, on.general, POLAND)


async def test_drafts_are_found_again_in_the_queue(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await drafted(on, on.olga, on.general)
        queue = await on.discord.slash(on.olga, on.general, "knowledge queue", what="drafts").reply()
        assert "Add a statement" in queue.text
        card = await on.discord.click(on.olga, queue, "Go on with 1").reply()
        done = await on.discord.click(on.olga, card, "Save").reply()

        assert "Saved as" in done.text


async def test_the_past_can_be_asked(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await added(on, on.olga, on.general)
        asked = ASKED.removeprefix("@pledgebot ")
        before = await on.discord.slash(on.olga, on.general, "knowledge as-of", when="0", question=asked).reply()
        after = await on.discord.slash(on.olga, on.general, "knowledge as-of", when="2", question=asked).reply()
        wrong = await on.discord.slash(on.olga, on.general, "knowledge as-of", when="yesterday", question=asked).reply()

        assert "I hold no statement" in before.text
        assert "Mark Rutte said it" in after.text
        assert "is no date; write 2026-07-08" in wrong.text


async def test_what_was_done_can_be_seen_and_exported(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await added(on, on.olga, on.general)
        history = await on.discord.slash(on.olga, on.general, "knowledge history", moderator=on.olga).reply()
        nobody = await on.discord.slash(on.olga, on.general, "knowledge history", moderator=on.ben).reply()
        file = await on.discord.slash(on.olga, on.general, "knowledge export").reply()

        assert "Zebras guard" in history.text
        assert f"<@{on.olga.id}>" in history.text
        assert not history.pings
        assert "Zebras" not in nobody.text
        (attached,) = file.attachments
        assert attached.data.count(b"\n") == 2
        assert b"Zebras guard" in attached.data


async def test_marks_mentions_and_links_that_are_typed_are_shown_as_they_are(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        modal = await on.discord.slash(on.olga, on.general, "knowledge add", kind="person").modal()
        card = await on.discord.submit(modal, {"name": "**@everyone** [x](https://evil.example) `'; DROP TABLE revisions; --"}).reply()
        done = await on.discord.click(on.olga, card, "Save").reply()
        history = await on.discord.slash(on.olga, on.general, "knowledge history").reply()

        assert "Saved as revision 1" in done.text
        for shown in (card, history):
            assert "@everyone" not in shown.text
            assert "[x](https://evil.example)" not in shown.text
            assert not shown.pings
