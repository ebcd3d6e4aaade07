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
_END, _OTHERWISE = "", " "
"""Keys of a node under which the senses of the phrase that ends there stand: those given to it, and CLDR's; no word is
either of them."""
_NO_STATES = frozenset(
    "EU EZ UN XA XB ZZ QO AS AI AQ AW AX BL BM BQ BV CC CK CX CW EA EH FK FO GF GG GI GL GP GS GU HK HM IC IM IO JE KY MF MO MP MQ MS "
    "NC NF NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT AC CP CQ DG TA".split()
)
"""CLDR's territories that are no states: whether the treaty covers them is another question than membership."""
TERMS = ("reference", "commitment")
"""Kinds whose names are phrases of ordinary words: they are read over the words, not instead of them."""
_LONG, _SHORT_NAME = 5, 4
"""Letters from which on a word, or a name of one word, can have been misspelt."""
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


class Name(NamedTuple):
    """A phrase in one of the tries."""

    words: tuple[str, ...]
    sense: Sense
    term: bool


@dataclass
class Vocabulary:
    """Two tries of phrases: names and cues, and over them the terms that are explained (references, commitments).

    `words` are the English words of five letters or more in them, and people's names of four, by length: what a misspelt word
    can stand for; `uses` counts the phrases that have each. A country's name from CLDR counts where nothing else has its words.
    """

    trie: Trie = field(default_factory=dict)
    terms: Trie = field(default_factory=dict)
    languages: tuple[Language, ...] = ()
    words: dict[int, list[str]] = field(default_factory=dict)
    uses: dict[str, int] = field(default_factory=dict)

    def renamed(self, gone: Iterable[Name], new: Iterable[Name]) -> Vocabulary:
        """The vocabulary without some names and with others. What neither concerns is shared by both."""
        found = Vocabulary(dict(self.trie), dict(self.terms), self.languages, dict(self.words), dict(self.uses))
        if "english" in vars(self):
            vars(found)["english"] = self.english
        own, before = {id(found.trie), id(found.terms)}, set(self.uses)
        for name in gone:
            found._remove(name, own)
        for name in new:
            found.add(name, own)
        found.list_words(before ^ set(found.uses))
        return found

    def add(self, name: Name, own: set[int] | None = None) -> None:
        """Let a phrase mean something, beside what it means already. `own`: the nodes that may be changed, None: all."""
        node = self.terms if name.term else self.trie
        for word in name.words:
            child = node.get(word)
            if child is None or (own is not None and id(child) not in own):
                child = node[word] = dict(child or ())
                if own is not None:
                    own.add(id(child))
            node = child
        senses = node.get(_END, ())
        if name.sense not in senses:
            node[_END] = (*senses, name.sense)
            if not senses:
                for word in _mendable(name):
                    self.uses[word] = self.uses.get(word, 0) + 1

    def _remove(self, name: Name, own: set[int]) -> None:
        """Let a phrase no longer mean something."""
        path = [self.terms if name.term else self.trie]
        for word in name.words:
            child = path[-1][word]
            if id(child) not in own:
                child = path[-1][word] = dict(child)
                own.add(id(child))
            path.append(child)
        left = tuple(sense for sense in path[-1].pop(_END, ()) if sense != name.sense)
        if left:
            path[-1][_END] = left
            return
        for word in _mendable(name):
            self.uses[word] -= 1
            if not self.uses[word]:
                del self.uses[word]
        for word, parent, node in zip(reversed(name.words), reversed(path[:-1]), reversed(path), strict=False):
            if node:
                break
            del parent[word]

    def list_words(self, changed: Iterable[str]) -> None:
        """Bring `words` up to date with `uses`."""
        by_length: dict[int, set[str]] = {}
        for word in changed:
            by_length.setdefault(len(word), set()).add(word)
        for length, some in by_length.items():
            self.words[length] = sorted({*self.words.get(length, ())} - some | {word for word in some if word in self.uses})

    def suggest(self, words: list[str], sense: Sense) -> None:
        """Let a phrase mean something as long as nothing else has given it a meaning."""
        node = self.trie
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(_OTHERWISE, (sense,))

    def longest(self, words: list[str], start: int, terms: bool = False) -> tuple[int, tuple[Sense, ...]]:
        """Where the longest phrase that starts at `start` ends, and what it means; (start, ()) where none does."""
        node: Trie | None = self.terms if terms else self.trie
        found: tuple[Sense, ...] = ()
        end = start
        for place in range(start, len(words)):
            node = node.get(words[place]) if node is not None else None
            if node is None:
                break
            if senses := node.get(_END) or node.get(_OTHERWISE):
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
    below = (child for word, child in node.items() if word not in (_END, _OTHERWISE))
    return (_END in node or _OTHERWISE in node) + sum(map(_ends, below))


def words_of(phrase: str) -> list[str]:
    """The folded words of a phrase as the matcher compares them: hyphens between words don't count."""
    return [token.norm for token in tokens(phrase) if token.norm not in ("-", "–", ".", ",", "(", ")", "'", "’")]


def named(phrase: str, sense: Sense) -> Iterator[Name]:
    """The phrase as it is matched, and the plural of a term's."""
    words, term = tuple(words_of(phrase)), sense.kind in TERMS
    if not words:
        return
    if term and words[-1].isalpha() and not words[-1].endswith("s"):
        yield Name((*words[:-1], f"{words[-1]}s"), sense, term)
    yield Name(words, sense, term)


def build(knowledge: KnowledgeBase) -> Vocabulary:
    """The vocabulary of the English lexicon and of all names in `knowledge`; DataError where a lexicon can't be read."""
    vocabulary = Vocabulary(languages=tuple(_languages()))
    for phrase, sense in (*_lexicon(), *((name, Sense(kind, id_)) for name, kind, id_ in knowledge.names())):
        for name in named(phrase, sense):
            vocabulary.add(name)
    vocabulary.list_words(vocabulary.uses)
    for phrase, sense in _territories(knowledge, vocabulary):
        vocabulary.suggest(words_of(phrase), sense)
    vars(vocabulary).pop("english", None)
    return vocabulary


def _lexicon() -> Iterator[tuple[str, Sense]]:
    lexicon = _toml("en.toml", _Lexicon)
    for phrase in lexicon.filler:
        yield phrase, Sense("filler", "")
    for cue, phrases in lexicon.cue.items():
        for phrase in _forms(phrases):
            yield phrase, Sense("cue", cue)
    for code, phrases in lexicon.currency.items():
        for phrase in phrases:
            yield phrase, Sense("cue", "national")
            yield phrase, Sense("currency", code)


def _mendable(name: Name) -> Iterator[str]:
    """The words that a misspelt one can stand for: of five letters or more, and people's names of four."""
    short = _SHORT_NAME if len(name.words) == 1 and name.sense.kind == "person" else _LONG
    yield from (word for word in name.words if len(word) >= short and word.isalpha())


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


def _territories(knowledge: KnowledgeBase, vocabulary: Vocabulary) -> Iterator[tuple[str, Sense]]:
    """Countries' names by CLDR: in other languages for those that are known, in English for all the others.

    A foreign name that is an English word ("Island", German for Iceland) is left out.
    """
    from babel import Locale

    known = knowledge.alpha2()
    for code in ("en", *(language.code for language in vocabulary.languages)):
        for territory, name in Locale.parse(code).territories.items():
            if len(territory) != 2 or territory in _NO_STATES or not words_of(name):
                continue
            if code == "en" or (territory in known and name.casefold() not in vocabulary.english):
                yield name, Sense(*known.get(territory, ("country", territory)))
