"""What the bot writes down: one line an event, structured, with the id of the question that it belongs to.

structlog hands its events to the standard library's logging, where discord.py's arrive too; one handler writes them all.
No question's text stands in a line above DEBUG, and no secret in any.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

_rich = sys.modules.get("rich")
sys.modules["rich"] = None  # type: ignore[assignment]  # structlog takes it where it finds it: 4 MB for traces that are refused below
import structlog  # noqa: E402
from structlog.typing import Processor  # noqa: E402

if _rich:
    sys.modules["rich"] = _rich
else:
    del sys.modules["rich"]

HIDDEN = "[hidden]"
_SHAPES = re.compile(
    r"[\w-]{20,}\.[\w-]{5,8}\.[\w-]{25,}"  # a bot's token
    r"|(?<=/interactions/)\d+/[\w-]+"  # what answers to an interaction are signed with
    r"|(?<=/webhooks/)\d+/[\w-]{30,}"
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"  # a user with a password in an address
)
_CHATTY = {"aiosqlite": logging.INFO, "asyncio": logging.INFO, "sqlalchemy": logging.WARNING, "alembic": logging.WARNING}
"""Libraries that say a lot at lower levels, statements with their values among it."""
_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
)


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger by its name; every module takes its own from here."""
    found: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return found


def route(level: str = "INFO") -> None:
    """Hand structlog's events of this level and above to the standard library's logging, whoever writes them there."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def configure(level: str, style: str, hidden: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Write every event of this level and above to a stream (standard error), as `console` or `json`; `auto`: by the stream.

    What is in `hidden` appears in no line."""
    stream = stream or sys.stderr
    route(level)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Formatter(style == "console" or (style == "auto" and stream.isatty()), stream.isatty(), hidden))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _CHATTY.items():
        logging.getLogger(name).setLevel(max(least, root.level))


@contextmanager
def question() -> Iterator[str]:
    """An id that stands in every line written inside the block."""
    name = secrets.token_hex(4)
    with structlog.contextvars.bound_contextvars(question=name):
        yield name


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """The last step: whatever a line is made of, traces and other libraries' words included, secrets are taken out of it."""

    def __init__(self, console: bool, colours: bool, hidden: Iterable[str]) -> None:
        last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
        if console:  # plain traces: the others show local variables, and with them what people wrote
            last.append(structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback))
        else:
            last += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        super().__init__(processors=last, foreign_pre_chain=_SHARED)
        words = {form for word in hidden if word for form in (word, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1])}
        self._hidden = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")

    def format(self, record: logging.LogRecord) -> str:
        return _SHAPES.sub(HIDDEN, self._hidden.sub(HIDDEN, super().format(record)))
