"""What goes wrong while somebody uses a command, a button, a form: answered once, acknowledged in time, in the log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.discord.stage import Stage, stage
from tests.discord.test_faults import CALLBACK, FAULTS, POLAND, SEND
from tests.loopback import Fault, Message, Status

SPAIN = "How much does Spain spend on defence?"


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as on:
        await on.discord.quiet()
        yield on


async def asked(on: Stage) -> Message:
    return await on.discord.reply_to(on.discord.say(on.ada, on.general, POLAND))


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_next_question_is_answered_once(on: Stage, fault: Fault) -> None:
    reply = await asked(on)
    next_question = next(label for label in reply.labels if label.endswith("?") and label != "Something wrong?")
    on.discord.fail("POST", CALLBACK, fault)
    press = on.discord.click(on.ada, reply, next_question)
    shown = await press.reply()
    await on.discord.quiet()
    assert [each for each in on.discord.sent() if each is not reply] == [shown]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_form_opens_and_its_report_is_taken_once(on: Stage, fault: Fault) -> None:
    reply = await asked(on)
    on.discord.fail("POST", CALLBACK, fault)
    press = on.discord.click(on.ada, reply, "Something wrong?")
    modal = await press.modal()
    on.discord.fail("POST", CALLBACK, fault)
    done = on.discord.submit(modal, {modal.labels[0]: "The year is wrong."})
    thanked = await done.reply()
    await on.discord.quiet()
    assert thanked.ephemeral
    assert done.messages == [thanked]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_claim_is_checked_once(on: Stage, fault: Fault) -> None:
    said = on.discord.say(on.ben, on.general, "Poland spends 4% of its GDP on defence.")
    on.discord.fail("POST", CALLBACK, fault)
    checked = on.discord.context_menu(on.ada, "Check this claim", said)
    verdict = await checked.reply()
    await on.discord.quiet()
    assert verdict.ephemeral
    assert checked.messages == [verdict]


@pytest.mark.parametrize("fault", FAULTS)
async def test_offers_that_fail_are_forgotten(on: Stage, fault: Fault) -> None:
    on.discord.fail("POST", CALLBACK, fault)
    typed = on.discord.type(on.ada, on.general, "ask", question="pol")
    await on.discord.until(lambda: not on.discord.hub.faults.pending, "the fault")
    await on.discord.quiet()
    assert typed.messages == []
    assert await on.discord.autocomplete(on.ada, on.general, "ask", question="pola")


async def test_what_takes_long_is_acknowledged_before_it_is_too_late(on: Stage) -> None:
    """All places are taken by answers that Discord lets wait."""
    held = [on.discord.hold("POST", SEND) for _ in range(32)]
    for number, each in enumerate(held):
        person = on.discord.user(f"Person {number}")
        on.guild.members[person] = []
        on.discord.say(person, on.discord.channel(on.guild, f"room-{number}"), POLAND)
        await each.arrived.wait()
    used = on.discord.slash(on.ada, on.general, "ask", question=SPAIN)
    await used.acknowledged()
    assert used.in_time
    for each in held:
        each.release()
    assert (await used.reply()).text.startswith("Spain") or SPAIN in (await used.reply()).text


async def test_two_processes_of_the_bot_say_it_once(tmp_path: Path) -> None:
    """As during an update, where the new process starts before the old one leaves."""
    async with stage(tmp_path) as on, on.discord.running(on.bot()):
        await on.discord.quiet()
        questions = [on.discord.say(person, on.general, POLAND) for person in (on.ada, on.ben, on.olga)]
        for question in questions:
            await on.discord.reply_to(question)
        await on.discord.quiet()
        assert all(len(on.discord.replies_to(question)) == 1 for question in questions)
        assert on.discord.hub.written == 1, "one process synchronises the commands"
        used = on.discord.slash(on.ada, on.general, "ask", question=SPAIN)
        shown = await used.reply()
        await on.discord.quiet()
        assert used.messages == [shown]


async def test_the_bot_keeps_discord_s_limit_by_itself(on: Stage) -> None:
    channels = [on.discord.channel(on.guild, f"room-{number}") for number in range(40)]
    people = [on.discord.user(f"Person {number}") for number in range(120)]
    on.guild.members |= {person: [] for person in people}
    for at, person in enumerate(people):
        on.discord.say(person, channels[at % 40], POLAND)
    await on.discord.replies(120)
    assert on.discord.hub.limited == 0, on.discord.hub.transcript


async def test_a_fault_that_stays_is_given_up_and_told(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    on.discord.fail("POST", SEND, Status(503), times=20)
    question = on.discord.say(on.ada, on.general, POLAND)
    await on.discord.quiet()
    assert "could not be sent" in caplog.text
    assert on.discord.replies_to(question) == []


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_page_is_turned_once(on: Stage, fault: Fault) -> None:
    listed = await on.discord.slash(on.ada, on.general, "sources").reply()
    assert "›" in listed.labels, listed.labels
    on.discord.fail("POST", CALLBACK, fault)
    turn = on.discord.click(on.ada, listed, "›")
    await on.discord.edited(listed)
    await on.discord.quiet()
    assert turn.messages == []
    assert len(on.discord.sent()) == 1
