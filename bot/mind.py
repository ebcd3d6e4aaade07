"""The knowledge and the vocabulary that questions are answered from, loaded once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.ask import Mind
from bot.language.vocabulary import LEXICONS, Name, Sense, Vocabulary, build, named
from knowledge import search
from knowledge.base import NAMED, KnowledgeBase, names_of
from knowledge.load import DATA, cached, load
from knowledge.moved import Changed
from knowledge.overlay import Key, touched


def wake(folder: Path = DATA) -> Mind:
    """Load and check the data of a folder, and name everything in it."""
    knowledge, vocabulary = cached("mind", _files(folder), lambda: read(folder))
    return Mind(knowledge, vocabulary)


def moved(mind: Mind, knowledge: KnowledgeBase, changed: Iterable[Key]) -> Mind:
    """The mind that knows this instead; `changed`: the facts in which it may differ.

    What was named, indexed and looked at already stays, as far as these facts don't concern it.
    """
    before, ids = mind.knowledge, touched(changed)
    search.keep(before, knowledge, ids)
    return mind.moved(knowledge, _renamed(mind.vocabulary, before, knowledge, ids), ids)


def _renamed(vocabulary: Vocabulary, before: KnowledgeBase, after: KnowledgeBase, changed: Changed) -> Vocabulary:
    """The vocabulary with the names of the rows changed."""
    old, new = (dict.fromkeys(_names(base, changed)) for base in (before, after))
    if old.keys() == new.keys():
        return vocabulary
    if any(before_.keys() != after_.keys() for before_, after_ in ((before.allies, after.allies), (before.non_members, after.non_members))):
        return build(after)  # states have names in all languages, which hang together
    return vocabulary.renamed([name for name in old if name not in new], [name for name in new if name not in old])


def _names(base: KnowledgeBase, changed: Changed) -> Iterator[Name]:
    for table in NAMED:
        held = getattr(base, table)
        for row in (held[id_] for id_ in changed.get(table, ()) if id_ in held):
            for name, kind, id_ in names_of(table, row):
                yield from named(name, Sense(kind, id_))


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
