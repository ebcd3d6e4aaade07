"""What the tests of /knowledge share: facts to add, and the steps that moderators take."""

from __future__ import annotations

from tests.discord.stage import Stage
from tests.loopback import Channel, Message, User

WORDS = {
    "speaker": "Mark Rutte", "role": "NATO Secretary General", "on": "20 November 2026", "place": "Riga",
    "text": "Zebras guard the eastern flank tonight",
}  # fmt: skip
SOURCE = {"source_title": "Doorstep in Riga", "source_publisher": "NATO", "source_date": "20 November 2026"}
ASKED = "@pledgebot Who said “Zebras guard the eastern flank”?"
POLAND = "@pledgebot How much did Poland spend on defence in 2024?"
ARTICLE = """\
RIGA, 20 November 2026 (Baltic Wire)

“Zebras guard the eastern flank tonight and every night,” NATO Secretary General Mark Rutte said in Riga on Friday. He said that allies had to pay more.

“We will spend four percent of GDP on defence in 2030,” Latvian Prime Minister Evika Silina told reporters.

Latvia spends 4.1% of GDP on defence, according to Silina.
"""  # noqa: E501 - a paragraph is a line


async def answer(on: Stage, user: User, channel: Channel, text: str = ASKED) -> str:
    return (await on.discord.reply_to(on.discord.say(user, channel, text))).text


async def drafted(on: Stage, user: User, channel: Channel, **options: object) -> Message:
    """A statement that is ready to be saved."""
    modal = await on.discord.slash(user, channel, "knowledge add", kind="statement", **options).modal()
    unsourced = await on.discord.submit(modal, WORDS).reply()
    more = await on.discord.click(user, unsourced, "Change: Source").modal()
    return await on.discord.submit(more, SOURCE).reply()


async def added(on: Stage, user: User, channel: Channel, **options: object) -> Message:
    return await on.discord.click(user, await drafted(on, user, channel, **options), "Save").reply()


async def picked(on: Stage, user: User, channel: Channel, command: str, typed: str, **options: object) -> str:
    """The first fact that autocomplete offers for some words."""
    offered = await on.discord.autocomplete(user, channel, command, **options, fact=typed)
    assert offered, f"nothing is offered for {typed!r}"
    value: str = offered[0]["value"]
    return value


async def figure(on: Stage, user: User, channel: Channel, value: str, **options: object) -> Message:
    """The preview of Poland's share of 2024 amended to `value`."""
    fact = await picked(on, user, channel, "knowledge amend", "poland 2024 share of gdp nato 2026")
    modal = await on.discord.slash(user, channel, "knowledge amend", fact=fact, **options).modal()
    return await on.discord.submit(modal, {"value": value}).reply()
