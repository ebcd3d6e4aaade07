"""A conversation from its questions: the core answers the same questions of the same day the same way, so they are all
that has to be kept of one. The newest conversations are remembered with their answers, so that nothing is worked out again: before a
summit many people ask the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answer import Answer
from bot.ask import Mind, Turn
from bot.conversation import Conversation
from bot.records import Exchange
from bot.screens import SCREEN, together

ENOUGH, MOST = 6, 24
"""Questions of a conversation that are kept without a look at which are needed; and at most."""
REMEMBERED = 512
Place = tuple[tuple[str, ...], date, str]


class Dialogue:
    """Asks a mind, question after question."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind
        self._remembered: dict[Place, tuple[Turn, ...]] = {}

    def ask(self, before: Sequence[str], text: str, day: date, locale: str) -> tuple[Answer, tuple[str, ...]]:
        """The answer to the next question, and the questions to keep for the one after it: those that it takes to answer this one."""
        answer = self._next(tuple(before), text, day, locale)
        turns = (*before, text)
        if len(turns) <= ENOUGH:
            return answer, turns
        for start in range(len(turns) - 1, 0, -1):
            if answer.query and self._next(turns[start:-1], text, day, locale) == answer:
                return answer, turns[start:]
        return answer, turns[-MOST:]

    def again(self, exchange: Exchange) -> Answer:
        """The answer that an exchange had."""
        if exchange.outcome == SCREEN:
            return together(self._mind, exchange.turns, exchange.day, exchange.locale)
        return self._next(exchange.turns[:-1], exchange.turns[-1], exchange.day, exchange.locale)

    def screen(self, questions: Sequence[str], day: date, locale: str) -> Answer:
        """Several questions set together as one."""
        return together(self._mind, questions, day, locale)

    def _next(self, before: tuple[str, ...], text: str, day: date, locale: str) -> Answer:
        place = (*before, text), day, locale
        if asked := self._remembered.get(place):
            self._remember(place, asked)
            return asked[-1].answer
        conversation = Conversation(self._mind, day, locale, list(self._remembered.get((before, day, locale), ())))
        if not conversation.turns:
            for earlier in before:
                conversation.ask(earlier)
        turn = self._mind.ask(text, day, conversation.turns, locale)  # a fault in it is for the caller to log and to tell
        self._remember(place, (*conversation.turns, turn))
        return turn.answer

    def _remember(self, place: Place, turns: tuple[Turn, ...]) -> None:
        self._remembered.pop(place, None)
        self._remembered[place] = turns
        if len(self._remembered) > REMEMBERED:
            del self._remembered[next(iter(self._remembered))]


def basis(exchange: Exchange) -> tuple[str, ...]:
    """The questions that the next one may lean on; of a screen the first, which names its subject."""
    return exchange.turns[:1] if exchange.outcome == SCREEN else exchange.turns
