from __future__ import annotations

from pathlib import Path

from tests.discord.stage import Stage, stage
from tests.loopback import Channel, Message, User

WORDS = {
    "speaker": "Mark Rutte", "role": "NATO Secretary General", "on": "20 November 2026", "place": "Riga",
    "text": "Zebras guard the eastern flank tonight",
}  # fmt: skip
SOURCE = {"source_title": "Doorstep in Riga", "source_publisher": "NATO", "source_date": "20 November 2026"}
ASKED = "@pledgebot Who said “Zebras guard the eastern flank”?"


async def answer(on: Stage, user: User, channel: Channel, text: str) -> str:
    return (await on.discord.reply_to(on.discord.say(user, channel, text))).text


async def drafted(on: Stage, user: User, channel: Channel, **options: object) -> Message:
    """A statement that is ready to be saved."""
    modal = await on.discord.slash(user, channel, "knowledge add", kind="statement", **options).modal()
    unsourced = await on.discord.submit(modal, WORDS).reply()
    more = await on.discord.click(user, unsourced, "Change: Source").modal()
    return await on.discord.submit(more, SOURCE).reply()


async def test_a_statement_is_added_and_answers_in_this_server_only(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        card = await drafted(on, on.olga, on.general)
        print(card.text, card.labels)
        done = await on.discord.click(on.olga, card, "Save").reply()
        print(done.text)
        elsewhere = on.discord.channel(on.discord.guild("Elsewhere", on.ben), "lobby")

        here = await answer(on, on.ada, on.general, ASKED)
        there = await answer(on, on.ben, elsewhere, ASKED)
        print(here, there)
        assert 0
