"""A conversation from its questions: the core answers the same questions of the same day the same way, so they are all
that has to be kept of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answer import Answer
from bot.ask import Mind
from bot.conversation import Conversation
from bot.records import Exchange
from bot.screens import SCREEN, together

ENOUGH, MOST = 6, 24
"""Questions of a conversation that are kept without a look at which are needed; and at most."""


def resume(mind: Mind, turns: Sequence[str], day: date, locale: str) -> Conversation:
    """The conversation after these questions."""
    conversation = Conversation(mind, day, locale)
    for text in turns:
        conversation.ask(text)
    return conversation


def again(mind: Mind, exchange: Exchange) -> Answer:
    """The answer that an exchange had."""
    if exchange.outcome == SCREEN:
        return together(mind, exchange.turns, exchange.day, exchange.locale)
    *before, last = exchange.turns
    return resume(mind, before, exchange.day, exchange.locale).ask(last)


def basis(exchange: Exchange) -> tuple[str, ...]:
    """The questions that the next one may lean on; of a screen the first, which names its subject."""
    return exchange.turns[:1] if exchange.outcome == SCREEN else exchange.turns


def ask(mind: Mind, before: Sequence[str], text: str, day: date, locale: str) -> tuple[Answer, tuple[str, ...]]:
    """The answer to the next question, and the questions to keep for the one after it: those that it takes to answer this one."""
    answer = resume(mind, before, day, locale).ask(text)
    turns = (*before, text)
    if len(turns) <= ENOUGH:
        return answer, turns
    for start in range(len(turns) - 1, 0, -1):
        if answer.query and resume(mind, turns[start:-1], day, locale).ask(text) == answer:
            return answer, turns[start:]
    return answer, turns[-MOST:]
