"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.answer import Outcome
from bot.draft import Context
from bot.language.understand import understand
from bot.language.vocabulary import Sense, named
from bot.mind import wake

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^    \$ pledgebot (.*)$", README, re.MULTILINE)
QUESTIONS = re.findall(r"^- (.*\?)$", README, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("questions.jsonl").write_text('{"id": "1", "text": "hello"}\n', "utf-8")
    Path("article.txt").write_text("“The ferry leaves at nine,” Ada Holm said.\n", "utf-8")
    assert cli.main(shlex.split(command)) == 0
    out, err = capsys.readouterr()
    assert (bool(out), err) == (True, "")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_with_a_source(question: str) -> None:
    answer = wake().ask(question, date(2026, 11, 23)).answer
    assert answer.outcome == Outcome.ANSWER
    assert answer.sources


def test_the_kind_of_question_that_is_shown_works() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    shown: dict[str, Any] = {"__name__": "capital"}
    exec(code, shown)  # noqa: S102 - the README's own example
    mind = wake()
    for name in named("capital", Sense("cue", "capital")):
        mind.vocabulary.add(name)
    kind = shown["KIND"]
    frame = understand(kind.examples[0], mind.vocabulary, date(2026, 11, 23))
    reading = kind.read(frame, mind.view(frame))
    answer = kind.answer(reading.query, Context(mind.view(frame)))
    assert answer.lead == "The capital of Poland is **Warsaw**."
    assert answer.sources
