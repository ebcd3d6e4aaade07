"""Small talk is answered as such, and only where nothing else is said."""

from __future__ import annotations

import pytest

from bot.answer import Outcome
from tests.questions.asking import TODAY, mind

TALK = (
    "thanks", "thank you very much for the help", "that's all for now, thanks", "ok", "okay cool", "wow", "goodbye", "i gotta go",
    "who made you", "are you human", "what model are you", "do you have feelings", "what languages do you speak", "can you speak french",
    "speak slower please", "settings", "reset", "tell me a joke", "you're an idiot", "will you marry me", "good morning",
    "hey, how are you?", "nice to meet you", "are you there?", "test", "help me please", "what can you do", "how do i use this",
    "where do you get your data", "how up to date are you", "never mind", "yes", "no", "sorry",
)  # fmt: skip


@pytest.mark.parametrize("text", TALK)
def test_small_talk(text: str) -> None:
    answer = mind().ask(text, TODAY).answer
    assert answer.outcome == Outcome.SMALL_TALK
    assert not answer.sources


@pytest.mark.parametrize("text", ["ok, how much does Poland spend", "hi, who is below 2 %?", "thanks, and when did Finland join NATO?"])
def test_a_question_beside_it_is_answered(text: str) -> None:
    assert mind().ask(text, TODAY).answer.outcome == Outcome.ANSWER
