"""Questions that lean on each other, asked one after the other; a fault in one of them is caught and told here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from bot.answer import Answer, Outcome
from bot.ask import Mind, Turn


def report(fault: Exception) -> None:
    """One line on standard error; the whole trace where PLEDGEBOT_TRACE is set."""
    print(f"pledgebot: a fault in the program: {type(fault).__name__}: {' '.join(str(fault).split())}", file=sys.stderr)
    if os.environ.get("PLEDGEBOT_TRACE"):
        import traceback

        traceback.print_exception(fault)


told: ContextVar[Callable[[Exception], object]] = ContextVar("told", default=report)
"""Who is told of a fault in the program; a service sets it for its tasks, as standard error is no place for it."""


@dataclass
class Conversation:
    """The turns so far. Every edge (terminal, JSON, Discord) asks through one."""

    mind: Mind
    today: date
    locale: str = "en"
    turns: list[Turn] = field(default_factory=list)

    def ask(self, text: str) -> Answer:
        """Answer the next question; whatever goes wrong inside becomes an answer that says so."""
        try:
            turn = self.mind.ask(text, self.today, self.turns, self.locale)
        except Exception as fault:  # noqa: BLE001 - the last line before the user, who is owed a sentence and no stack trace
            told.get()(fault)
            return FAULTY
        self.turns.append(turn)
        return turn.answer


FAULTY = Answer(
    outcome=Outcome.NO_DATA,
    lead="I could not work this one out: something in me is broken, not your question.",
    reading="not answered because of a fault in the program",
)
"""The reply to a question that this program could not get through."""
