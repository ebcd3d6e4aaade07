"""What goes wrong between the bot and Discord: nothing is answered twice, nothing is lost that could be answered, all is in the log."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.discord.stage import Stage, stage
from tests.loopback import LATE, Fault, Limited, Message, Refusal, Reset, Status

POLAND = "@pledgebot How much does Poland spend on defence?"
TREND = "@pledgebot How has Poland's defence spending developed since 2014?"
SEND, CHANGE = "/channels/*/messages", "/channels/*/messages/*"
CALLBACK, ORIGINAL = "/interactions/*/*/callback", "/webhooks/*/*/messages/@original"
FAULTS = [
    pytest.param(Status(500), id="500"),
    pytest.param(Status(503), id="503"),
    pytest.param(Limited(0.1), id="429"),
    pytest.param(Limited(0.1, everywhere=True), id="global 429"),
    pytest.param(Reset(), id="reset before"),
    pytest.param(Reset(accepted=True), id="reset after"),
]
WORD = {Status: ("50",), Limited: ("rate limit",), Reset: ("reset", "disconnected")}


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as on:
        await on.discord.quiet()
        yield on


@pytest.fixture(autouse=True)
def _logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def warned(caplog: pytest.LogCaptureFixture) -> str:
    """All warnings and errors, in lower case."""
    return "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING).lower()


def told(caplog: pytest.LogCaptureFixture, fault: Fault) -> bool:
    """Whether the log says what went wrong."""
    return any(word in warned(caplog) for word in WORD[type(fault)])


async def answered_once(on: Stage, question: Message) -> Message:
    """The reply, the only one, after everything has come to rest."""
    reply = await on.discord.reply_to(question)
    await on.discord.quiet()
    assert on.discord.replies_to(question) == [reply], "answered twice"
    return reply


# --- the gateway


async def test_a_cut_in_the_middle_of_a_question_costs_nothing(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    held = on.discord.hold("POST", SEND)
    question = on.discord.say(on.ada, on.general, POLAND)
    await held.arrived.wait()
    on.discord.cut()
    meanwhile = on.discord.say(on.ben, on.general, POLAND)
    await on.discord.resumed()
    held.release()
    await answered_once(on, question)
    await answered_once(on, meanwhile)
    assert "gateway lost" in warned(caplog)


async def test_a_session_that_is_lost_in_the_middle_of_a_question_costs_nothing(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    held = on.discord.hold("POST", SEND)
    question = on.discord.say(on.ada, on.general, POLAND)
    await held.arrived.wait()
    on.discord.invalidate_session()
    held.release()
    await on.discord.identified(2)
    await answered_once(on, question)
    await answered_once(on, on.discord.say(on.ben, on.general, POLAND))
    assert "gateway lost" in warned(caplog)


async def test_a_request_to_reconnect_is_followed(on: Stage) -> None:
    on.discord.reconnect()
    await answered_once(on, on.discord.say(on.ada, on.general, POLAND))
    await on.discord.resumed()


async def test_an_event_that_comes_twice_is_answered_once(on: Stage) -> None:
    question = on.discord.say(on.ada, on.general, POLAND)
    on.discord.hub.tell("MESSAGE_CREATE", question)
    await answered_once(on, question)
    on.discord.hub.tell("MESSAGE_CREATE", question)
    await answered_once(on, question)


async def test_a_question_after_a_restart_is_answered_once_by_each_message(tmp_path: Path) -> None:
    """A new process may be told again what the old one has answered: the nonce keeps it from being said twice."""
    async with stage(tmp_path) as on:
        question = on.discord.say(on.ada, on.general, POLAND)
        await answered_once(on, question)
    async with on.discord, on.discord.running(on.bot()):
        on.discord.hub.tell("MESSAGE_CREATE", question)
        await on.discord.quiet()
        assert len(on.discord.replies_to(question)) == 1


# --- requests that fail


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_mention_is_answered_once(on: Stage, caplog: pytest.LogCaptureFixture, fault: Fault) -> None:
    on.discord.fail("POST", SEND, fault)
    reply = await answered_once(on, on.discord.say(on.ada, on.general, POLAND))
    assert reply.layout
    assert told(caplog, fault)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_command_is_answered_once(on: Stage, caplog: pytest.LogCaptureFixture, fault: Fault) -> None:
    on.discord.fail("POST", CALLBACK, fault)
    used = on.discord.slash(on.ada, on.general, "ask", question="How much does Poland spend on defence?")
    reply = await used.reply()
    await on.discord.quiet()
    assert "4.68%" in reply.text
    assert len(on.discord.sent(on.general)) == 1
    assert told(caplog, fault)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_button_is_answered_once(on: Stage, caplog: pytest.LogCaptureFixture, fault: Fault) -> None:
    reply = await answered_once(on, on.discord.say(on.ada, on.general, POLAND))
    on.discord.fail("POST", CALLBACK, fault)
    press = on.discord.click(on.ada, reply, "Sources")
    shown = await press.reply()
    await on.discord.quiet()
    assert shown.ephemeral
    assert press.messages == [shown]
    assert told(caplog, fault)


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_edited_question_has_its_answer_edited(on: Stage, caplog: pytest.LogCaptureFixture, fault: Fault) -> None:
    question = on.discord.say(on.ada, on.general, POLAND)
    reply = await answered_once(on, question)
    on.discord.fail("PATCH", CHANGE, fault)
    on.discord.edit(on.ada, question, "@pledgebot How much does Spain spend on defence?")
    await on.discord.edited(reply)
    await on.discord.quiet()
    assert reply.text.startswith("Spain spends")
    assert on.discord.sent() == [reply]
    assert told(caplog, fault)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_deleted_question_has_its_answer_deleted(on: Stage, caplog: pytest.LogCaptureFixture, fault: Fault) -> None:
    question = on.discord.say(on.ada, on.general, POLAND)
    reply = await answered_once(on, question)
    on.discord.fail("DELETE", CHANGE, fault)
    on.discord.delete(on.ada, question)
    await on.discord.deleted(reply)
    await on.discord.quiet()
    if not isinstance(fault, Reset):  # a DELETE whose connection broke is repeated by aiohttp, before anybody hears of it
        assert told(caplog, fault)


async def test_three_faults_in_a_row_are_outlasted(on: Stage) -> None:
    on.discord.fail("POST", SEND, Status(503))
    on.discord.fail("POST", SEND, Reset())
    on.discord.fail("POST", SEND, Reset(accepted=True))
    await answered_once(on, on.discord.say(on.ada, on.general, POLAND))
    assert on.discord.hub.faults.pending == 0


async def test_a_typing_indicator_that_fails_keeps_nobody_from_the_answer(on: Stage) -> None:
    on.discord.fail("POST", "/channels/*/typing", Reset())
    await answered_once(on, on.discord.say(on.ada, on.general, TREND))
    on.discord.fail("POST", "/channels/*/typing", Status(503))
    await answered_once(on, on.discord.say(on.ben, on.general, TREND))


# --- callbacks that come late


async def test_a_command_whose_callback_is_late_is_answered_all_the_same(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    on.discord.fail("POST", CALLBACK, LATE)
    on.discord.slash(on.ada, on.general, "ask", question="How much does Poland spend on defence?")
    (reply,) = await on.discord.replies(1, on.general)
    await on.discord.quiet()
    assert "4.68%" in reply.text
    assert not reply.pings
    assert len(on.discord.sent()) == 1
    assert "late" in warned(caplog)


async def test_a_private_answer_that_is_late_is_not_said_in_public(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    reply = await answered_once(on, on.discord.say(on.ada, on.general, POLAND))
    on.discord.fail("POST", CALLBACK, LATE)
    on.discord.click(on.ada, reply, "Sources")
    await on.discord.until(lambda: not on.discord.hub.faults.pending, "the callback")
    await on.discord.quiet()
    assert on.discord.sent() == [reply]
    assert "unknown interaction" in warned(caplog) or "late" in warned(caplog)


# --- what the bot may not do


async def test_without_leave_to_attach_there_are_words_and_no_picture(on: Stage) -> None:
    on.discord.deny(on.general, "attach_files")
    reply = await answered_once(on, on.discord.say(on.ada, on.general, TREND))
    assert reply.layout
    assert reply.attachments == []


async def test_where_attaching_is_refused_by_surprise_there_are_words(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    on.discord.fail("POST", SEND, Refusal(50013))
    reply = await answered_once(on, on.discord.say(on.ada, on.general, TREND))
    assert reply.layout
    assert reply.attachments == []
    assert "50013" in warned(caplog)


async def test_where_all_else_is_refused_there_is_plain_text(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    on.discord.fail("POST", SEND, Refusal(50013))
    reply = await answered_once(on, on.discord.say(on.ada, on.general, POLAND))
    assert not reply.layout
    assert reply.content.startswith("Poland spends **4.68% of GDP**")
    assert "50013" in warned(caplog)


@pytest.mark.parametrize("permission", ["send_messages", "view_channel"])
async def test_where_it_may_not_speak_the_bot_is_silent_and_says_so_in_the_log(
    on: Stage, caplog: pytest.LogCaptureFixture, permission: str
) -> None:
    held = on.discord.hold("POST", SEND)
    question = on.discord.say(on.ada, on.general, POLAND)
    await held.arrived.wait()
    on.discord.deny(on.general, permission)
    held.release()
    await on.discord.quiet()
    assert on.discord.replies_to(question) == []
    assert "could not be sent" in warned(caplog)
    other = on.discord.channel(on.guild, "other")
    await answered_once(on, on.discord.say(on.ada, other, POLAND))


async def test_without_the_history_the_answer_stands_alone(on: Stage) -> None:
    on.discord.deny(on.general, "read_message_history")
    on.discord.say(on.ada, on.general, POLAND)
    (answer,) = await on.discord.replies(1)
    await on.discord.quiet()
    assert answer.reply_to is None
    assert on.discord.sent() == [answer]


async def test_a_command_works_where_the_bot_may_not_speak(on: Stage) -> None:
    on.discord.deny(on.general, "send_messages")
    used = on.discord.slash(on.ada, on.general, "ask", question="How much does Poland spend on defence?")
    assert "4.68%" in (await used.reply()).text


async def test_closed_direct_messages_are_no_fault_of_the_bot(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    direct = on.discord.direct(on.ada)
    on.ada.closed = True
    on.discord.say(on.ada, direct, POLAND)
    await on.discord.quiet()
    assert on.discord.sent() == []
    assert "could not be sent" in warned(caplog)
    assert "traceback" not in warned(caplog)


# --- what is gone


async def test_a_channel_that_is_deleted_meanwhile_is_let_go(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    other = on.discord.channel(on.guild, "other")
    held = on.discord.hold("POST", SEND)
    question = on.discord.say(on.ada, other, POLAND)
    await held.arrived.wait()
    on.discord.delete_channel(other)
    held.release()
    await on.discord.quiet()
    assert on.discord.replies_to(question) == []
    assert "unknown channel" in warned(caplog)
    await answered_once(on, on.discord.say(on.ada, on.general, POLAND))


async def test_a_question_that_is_deleted_meanwhile_is_not_answered(on: Stage) -> None:
    held = on.discord.hold("POST", SEND)
    question = on.discord.say(on.ada, on.general, POLAND)
    await held.arrived.wait()
    on.discord.delete(on.ada, question)
    held.release()
    await on.discord.quiet()
    assert [each for each in on.discord.sent() if not each.deleted] == []


async def test_an_answer_that_somebody_deleted_is_not_edited_into_being(on: Stage) -> None:
    question = on.discord.say(on.ada, on.general, POLAND)
    reply = await answered_once(on, question)
    on.discord.delete(on.olga, reply)
    on.discord.edit(on.ada, question, "@pledgebot How much does Spain spend on defence?")
    await on.discord.quiet()
    on.discord.delete(on.ada, question)
    await on.discord.quiet()
    assert on.discord.sent() == [reply]


# --- many faults at once


async def test_of_many_questions_none_is_lost_and_none_is_answered_twice(on: Stage) -> None:
    channels = [on.discord.channel(on.guild, f"room-{number}") for number in range(10)]
    for fault in (Status(503), Reset(), Reset(accepted=True), Limited(0.1), Limited(0.1, everywhere=True), Status(500)):
        on.discord.fail("POST", SEND, fault, times=2)
    people = [on.discord.user(f"Person {number}") for number in range(30)]
    for person in people:
        on.guild.members[person] = []
    asked = [on.discord.say(person, channels[at % 10], POLAND) for at, person in enumerate(people)]
    on.discord.cut()
    for question in asked:
        await answered_once(on, question)
    assert on.discord.hub.faults.pending == 0
