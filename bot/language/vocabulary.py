"""Everything that a phrase can mean: the language's cues and the names of what is known, in one trie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from bot.language.text import tokens
from knowledge.base import KnowledgeBase
from knowledge.load import DataError

LEXICONS = Path(__file__).parent / "lexicons"
_END = ""
_NO_STATES = frozenset(
    "EU EZ UN XA XB ZZ QO AS AI AQ AW AX BL BM BQ BV CC CK CX CW EA EH FK FO GF GG GI GL GP GS GU HK HM IC IM IO JE KY MF MO MP MQ MS "
    "NC NF NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT AC CP CQ DG TA".split()
)
"""CLDR's territories that are no states: whether the treaty covers them is another question than membership."""
TERMS = ("reference", "commitment")
"""Kinds whose names are phrases of ordinary words: they are read over the words, not instead of them."""
_SHORT_NAME = 4
_FORMS = {"e": ("e", "es", "ing", "ed"), "y": ("y", "ies", "ying", "ied"), "": ("", "s", "ing", "ed")}
_HISSING = ("s", "x", "z", "ch", "sh")


class Sense(NamedTuple):
    """What a phrase means: a `kind` ("ally", "group", "person", "cue" …) and an id within it."""

    kind: str
    id: str


Trie = dict[str, Any]


@dataclass(frozen=True)
class _Lexicon:
    """en.toml: what is passed over, what each cue is called, and each currency."""

    filler: list[str]
    cue: dict[str, list[str]]
    currency: dict[str, list[str]]


@dataclass(frozen=True)
class _Foreign:
    """A table of languages.toml."""

    name: str
    words: list[str]
    greetings: list[str]
    notice: str


@dataclass(frozen=True)
class Language:
    """How a language that is not read yet is recognised: its words and greetings; `notice` says so in it."""

    code: str
    name: str
    words: frozenset[str]
    greetings: frozenset[str]
    notice: str

    @cached_property
    def openings(self) -> tuple[str, ...]:
        """How a text begins that is a greeting."""
        return tuple(self.greetings)


OTHER = Language("", "another script", frozenset(), frozenset(), "I can't read this script.")
"""For a text in a script of no language that is recognised."""


@dataclass
class Vocabulary:
    """Two tries of phrases: names and cues, and over them the terms that are explained (references, commitments).

    `words` are the English words of five letters or more in them, by length: what a misspelt word can stand for.
    """

    trie: Trie = field(default_factory=dict)
    terms: Trie = field(default_factory=dict)
    languages: tuple[Language, ...] = ()
    words: dict[int, list[str]] = field(default_factory=dict)

    def add(self, phrase: str, sense: Sense) -> None:
        """Let `phrase` mean `sense`, beside what it means already."""
        words = words_of(phrase)
        if not words:
            return
        if sense.kind in TERMS and words[-1].isalpha() and not words[-1].endswith("s"):
            self._set(self.terms, [*words[:-1], f"{words[-1]}s"], sense)
        self._set(self.terms if sense.kind in TERMS else self.trie, words, sense)

    @staticmethod
    def _set(node: Trie, words: list[str], sense: Sense) -> None:
        for word in words:
            node = node.setdefault(word, {})
        senses = node.get(_END, ())
        if sense not in senses:
            node[_END] = (*senses, sense)

    def longest(self, words: list[str], start: int, terms: bool = False) -> tuple[int, tuple[Sense, ...]]:
        """Where the longest phrase that starts at `start` ends, and what it means; (start, ()) where none does."""
        node: Trie | None = self.terms if terms else self.trie
        found: tuple[Sense, ...] = ()
        end = start
        for place in range(start, len(words)):
            node = node.get(words[place]) if node is not None else None
            if node is None:
                break
            if senses := node.get(_END):
                found, end = senses, place + 1
        return end, found

    @property
    def phrases(self) -> int:
        """How many mean something."""
        return _ends(self.trie) + _ends(self.terms)

    @cached_property
    def greetings(self) -> frozenset[str]:
        """How one says hello in any of the languages."""
        return frozenset(greeting for language in self.languages for greeting in language.greetings)

    @cached_property
    def english(self) -> frozenset[str]:
        """Common English words: none of them is taken for a misspelt name."""
        try:
            return frozenset((LEXICONS / "english.txt").read_text("utf-8").split())
        except (OSError, UnicodeDecodeError) as error:
            raise DataError([f"english.txt: {error}"]) from None


def _ends(node: Trie) -> int:
    return sum(1 if word == _END else _ends(child) for word, child in node.items())


def words_of(phrase: str) -> list[str]:
    """The folded words of a phrase as the matcher compares them: hyphens between words don't count."""
    return [token.norm for token in tokens(phrase) if token.norm not in ("-", "–", ".", ",", "(", ")", "'", "’")]


def build(knowledge: KnowledgeBase) -> Vocabulary:
    """The vocabulary of the English lexicon and of all names in `knowledge`; DataError where a lexicon can't be read."""
    vocabulary = Vocabulary(languages=tuple(_languages()))
    lexicon = _toml("en.toml", _Lexicon)
    for phrase in lexicon.filler:
        vocabulary.add(phrase, Sense("filler", ""))
    for cue, phrases in lexicon.cue.items():
        for phrase in _forms(phrases):
            vocabulary.add(phrase, Sense("cue", cue))
    for code, phrases in lexicon.currency.items():
        for phrase in phrases:
            vocabulary.add(phrase, Sense("cue", "national"))
            vocabulary.add(phrase, Sense("currency", code))
    for name, kind, id_ in knowledge.names():
        vocabulary.add(name, Sense(kind, id_))
    vocabulary.words = _words(vocabulary)
    for name, kind, id_ in _foreign_names(knowledge, vocabulary):
        vocabulary.add(name, Sense(kind, id_))
    vars(vocabulary).pop("english", None)
    return vocabulary


def _words(vocabulary: Vocabulary) -> dict[int, list[str]]:
    """Every word of five letters or more that stands in a phrase, and people's names of four, by length."""
    lengths: dict[int, set[str]] = {}

    def walk(node: Trie) -> None:
        for word, child in node.items():
            if word != _END:
                if len(word) >= 5 and word.isalpha():
                    lengths.setdefault(len(word), set()).add(word)
                walk(child)

    walk(vocabulary.trie)
    walk(vocabulary.terms)
    short = {word for word, node in vocabulary.trie.items() if len(word) == _SHORT_NAME and word.isalpha()}
    lengths[_SHORT_NAME] = {word for word in short if any(s.kind == "person" for s in vocabulary.trie[word].get(_END, ()))}
    return {length: sorted(words) for length, words in lengths.items()}


def _forms(phrases: Iterable[str]) -> Iterator[str]:
    """`word~` becomes its regular forms."""
    for phrase in phrases:
        if not phrase.endswith("~"):
            yield phrase
            continue
        word = phrase[:-1]
        if word.endswith("e"):
            stem, endings = word[:-1], _FORMS["e"]
        elif word.endswith("y") and word[-2] not in "aeiou":
            stem, endings = word[:-1], _FORMS["y"]
        else:
            stem, endings = word, _FORMS[""]
            if word.endswith(_HISSING):
                endings = ("", "es", "ing", "ed")
        yield from (stem + ending for ending in endings)


def _toml(name: str, shape: Any) -> Any:
    """The tables of a lexicon; DataError names the file and what is wrong in it."""
    import tomllib

    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(shape).validate_python(tomllib.loads((LEXICONS / name).read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError([f"{name}: {error}"]) from None
    except ValidationError as error:
        raise DataError([f"{name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]) from None


def _languages() -> Iterator[Language]:
    for code, row in _toml("languages.toml", dict[str, _Foreign]).items():
        greetings = frozenset(" ".join(words_of(phrase)) for phrase in row.greetings)
        words = frozenset(word for entry in row.words for word in words_of(entry))
        yield Language(code, row.name, words, greetings, row.notice)


def _foreign_names(knowledge: KnowledgeBase, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Countries' names by CLDR: in other languages for those that are known, in English for all the others.

    A foreign name that is an English word ("Island", German for Iceland) is left out.
    """
    from babel import Locale

    known = knowledge.alpha2()
    for code in ("en", *(language.code for language in vocabulary.languages)):
        for territory, name in Locale.parse(code).territories.items():
            if len(territory) != 2 or territory in _NO_STATES:
                continue
            if code != "en" and (territory not in known or name.casefold() in vocabulary.english):
                continue
            words = words_of(name)
            end, senses = vocabulary.longest(words, 0)
            if not words or (senses and end == len(words)):
                continue
            yield (name, *known.get(territory, ("country", territory)))
