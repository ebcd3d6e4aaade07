"""The knowledge and the vocabulary that questions are answered from, loaded once."""

from __future__ import annotations

from pathlib import Path

from bot.ask import Mind
from bot.language.vocabulary import LEXICONS, Vocabulary, build
from knowledge.base import KnowledgeBase
from knowledge.load import DATA, cached, load


def wake(folder: Path = DATA) -> Mind:
    """Load and check the data of a folder, and name everything in it."""
    knowledge, vocabulary = cached("mind", _files(folder), lambda: read(folder))
    return Mind(knowledge, vocabulary)


def read(folder: Path = DATA) -> tuple[KnowledgeBase, Vocabulary]:
    """The data and the lexicons, read and checked anew; DataError names whatever is wrong in them."""
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
