"""Whether words asked about say what a statement says: the same numbers, and neither denied where the other is not."""

from __future__ import annotations

import re

from knowledge.model import Statement
from knowledge.search import TOPICAL
from knowledge.words import clauses, denies, plain, words

_DISTANCE = frozenset("if either or think thinks believe believes dreaming unless whether refuse refuses refused".split())
"""Words by which a sentence holds what it says at a distance: "if anyone thinks that …"."""
_CONCEDING = frozenset("while although though whereas instead rather".split())
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SENTENCES = re.compile(r"(?<=[.!?…;])\s+")
_LEADING = ("that", "about", "the", "words")


def agrees(asked: str, row: Statement) -> bool:
    """Whether a statement plainly says what is asked; where in doubt, it doesn't."""
    told = (row.text, row.translation or "")
    wanted = list(plain(asked))
    while wanted and wanted[0] in _LEADING:
        wanted.pop(0)
    if any(f" {' '.join(wanted)} " in f" {' '.join(plain(text))} " for text in told):
        return True
    if TOPICAL.keys() & {*words(asked)} - {word for text in told for word in words(text)}:
        return False
    if any(_conceded(figure, told) for figure in _NUMBER.findall(asked)):
        return False
    said = _of_it(asked, told)
    numbers = set(_NUMBER.findall(asked.replace(",", "."))) <= set(_NUMBER.findall(" ".join(told).replace(",", ".")))
    return numbers and denies(asked) == denies(said) and not (set(plain(said)) - set(wanted)) & _DISTANCE


def _conceded(figure: str, told: tuple[str, ...]) -> bool:
    """Whether a figure stands only where something else is set against it: "While we had planned to by 2030, we will by 2027"."""
    parts = [list(plain(part)) for text in told for part in clauses(text)]
    holding = [part for part in parts if figure in part]
    return bool(holding) and all(part[0] in _CONCEDING for part in holding)


def _of_it(asked: str, told: tuple[str, ...]) -> str:
    """The sentences that have any of the words asked about."""
    wanted = set(words(asked))
    return " ".join(part for text in told for part in _SENTENCES.split(text) if wanted & set(words(part)))
