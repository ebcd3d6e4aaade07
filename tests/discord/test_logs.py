"""What is written down: structured, with the question's id, without secrets."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import logs
from bot.run import secrets
from bot.settings import Settings

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.invented-invented-invented-inve"  # noqa: S105
PASSWORD = 'hun"ter/2'  # noqa: S105


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("aiosqlite", "asyncio", "sqlalchemy", "alembic"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


def written(level: str = "INFO", style: str = "json") -> io.StringIO:
    stream = io.StringIO()
    logs.configure(level, style, [TOKEN, PASSWORD, ""], stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_with_the_questions_id() -> None:
    stream = written()
    with logs.question() as name:
        structlog.get_logger("pledgebot.ask").info("answered", outcome="answer")
    structlog.get_logger("pledgebot").info("elsewhere")
    inside, outside = lines(stream)
    assert inside | {"timestamp": ""} == {
        "event": "answered", "outcome": "answer", "question": name, "level": "info", "logger": "pledgebot.ask", "timestamp": "",
    }  # fmt: skip
    assert "question" not in outside


def test_the_librarys_own_words_arrive_in_the_same_way() -> None:
    stream = written()
    with logs.question() as name:
        logging.getLogger("discord.http").warning("We are being rate limited. %s", "POST")
    (line,) = lines(stream)
    assert (line["event"], line["level"], line["logger"], line["question"]) == (
        "We are being rate limited. POST", "warning", "discord.http", name,
    )  # fmt: skip


@pytest.mark.parametrize("style", ["json", "console"])
def test_no_secret_appears_however_it_is_written(style: str) -> None:
    stream = written("DEBUG", style)
    log = structlog.get_logger("pledgebot")
    log.info("token", token=[TOKEN], nested={"headers": {"Authorization": f"Bot {TOKEN}"}}, password=PASSWORD)
    logging.getLogger("discord.gateway").debug("sent %s", {"token": TOKEN, "password": PASSWORD})
    try:
        int(f"refused: {TOKEN} {PASSWORD}")
    except ValueError:
        log.exception("fault")
        logging.getLogger("asyncio").exception("fault")
    said = stream.getvalue()
    assert said.count(logs.HIDDEN) >= 6
    for secret in (TOKEN, PASSWORD, json.dumps(PASSWORD)[1:-1], TOKEN.split(".")[2]):
        assert secret not in said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "POST https://discord.com/api/v10/interactions/123/aW50ZXJhY3Rpb246/callback",
            "POST https://discord.com/api/v10/interactions/[hidden]/callback",
        ),
        (f"PATCH /webhooks/123/{'k' * 60}/messages/@original", "PATCH /webhooks/[hidden]/messages/@original"),
        ("postgresql://me:secret@db/pledgebot", "postgresql://[hidden]@db/pledgebot"),
        ("another.Gabcde.token", "another.Gabcde.token"),
        ("b" * 24 + ".Gabcde." + "c" * 38, "[hidden]"),
        ("/channels/123/messages", "/channels/123/messages"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_too(said: str, kept: str) -> None:
    stream = written()
    logging.getLogger("discord.http").info(said)
    assert lines(stream)[0]["event"] == kept


def test_what_people_write_appears_at_debug_only() -> None:
    for level, seen in (("INFO", False), ("DEBUG", True)):
        stream = written(level)
        structlog.get_logger("pledgebot").debug("asked", text="What does Ada earn?")
        assert ("What does Ada earn?" in stream.getvalue()) is seen


def test_a_fault_is_one_line_of_json_with_its_trace() -> None:
    stream = written()
    try:
        _ = 1 // 0
    except ZeroDivisionError as fault:
        structlog.get_logger("pledgebot").error("fault", exc_info=fault)
    (line,) = lines(stream)
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ZeroDivisionError: integer division or modulo by zero")


@pytest.mark.parametrize("style", ["json", "console"])
def test_local_variables_are_not_written_down(style: str) -> None:
    stream = written("DEBUG", style)
    private = "what somebody asked"
    try:
        _ = len(private) // 0
    except ZeroDivisionError:
        structlog.get_logger("pledgebot").exception("fault")
    assert private not in stream.getvalue()


def test_statements_with_their_values_are_never_written_down() -> None:
    stream = written("DEBUG")
    logging.getLogger("aiosqlite").debug("executing INSERT … 'a question'")
    logging.getLogger("sqlalchemy.engine.Engine").info("('a question',)")
    assert stream.getvalue() == ""


def test_the_settings_secrets_are_those_that_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hun%2Fter@db/x")
    assert set(secrets(Settings())) == {TOKEN, "hun%2Fter", "hun/ter"}


def test_without_a_handler_of_its_own_the_bot_speaks_through_standard_logging(caplog: pytest.LogCaptureFixture) -> None:
    logs.route("INFO")
    with caplog.at_level(logging.DEBUG):
        structlog.get_logger("pledgebot").debug("asked", text="private")
        structlog.get_logger("pledgebot").info("answered")
    assert "answered" in caplog.text
    assert "private" not in caplog.text
