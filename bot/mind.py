"""The knowledge and the vocabulary that questions are answered from, loaded once."""

from __future__ import annotations

from pathlib import Path

from bot.ask import Mind
from bot.language.vocabulary import LEXICONS, Vocabulary, build
from knowledge.base import KnowledgeBase
from knowledge.load import DATA, cached, load
from knowledge.overlay import Key


def wake(folder: Path = DATA) -> Mind:
    """Load and check the data of a folder, and name everything in it."""
    knowledge, vocabulary = cached("mind", _files(folder), lambda: _build(folder))
    return Mind(knowledge, vocabulary)


def moved(mind: Mind, knowledge: KnowledgeBase, changed: frozenset[Key] | None) -> Mind:
    """The mind that knows this instead; `changed`: the facts in which it differs, None: perhaps in any."""
    return Mind(knowledge, build(knowledge))


def _build(folder: Path) -> tuple[KnowledgeBase, Vocabulary]:
    knowledge = load(folder)
    return knowledge, build(knowledge)


def _files(folder: Path) -> list[Path]:
    here = Path(__file__).parent
    return [
        *folder.glob("*.toml"),
        *folder.glob("*.csv"),
        *LEXICONS.glob("*.t*"),
        *here.glob("language/*.py"),
        *here.parent.glob("knowledge/*.py"),
    ]
