"""The test set of paragraphs, and how well what was found in one agrees with what is expected."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from knowledge.base import View
from knowledge.intake.candidates import extract
from knowledge.intake.quotations import Quotation
from knowledge.load import load

CORPUS = Path(__file__).parent / "corpus"
PUBLISHED = date(2025, 6, 6)
LATER = ("afterwards",)
"""Paragraphs that were made up when the reader was there: not counted into the test set."""
TAKEN_IN = date(2026, 11, 23)


class Quote(NamedTuple):
    """Words part by part, and who said them: the name, the id where it is known, the role as the text has it."""

    words: tuple[str, ...]
    speaker: str
    person: str | None
    role: str


class Paragraph(NamedTuple):
    style: str
    number: int
    text: str
    quotes: frozenset[Quote]


def paragraphs(name: str = "*") -> Iterator[Paragraph]:
    for path in sorted(CORPUS.glob(f"{name}.toml")):
        for number, row in enumerate(tomllib.loads(path.read_text("utf-8"))["paragraph"], 1):
            quotes = (Quote(tuple(q["words"]), q["speaker"], q.get("person"), q.get("role", "")) for q in row.get("quote", ()))
            yield Paragraph(path.stem, number, row["text"].strip("\n"), frozenset(quotes))


def view() -> View:
    return load().as_known_on(TAKEN_IN)


def found(text: str, known: View) -> frozenset[Quote]:
    rows = [one for one in extract(text, known, PUBLISHED) if isinstance(one, Quotation)]
    return frozenset(quote(row) for row in rows)


def quote(row: Quotation) -> Quote:
    speaker = row.speaker
    words = tuple(part.words for part in row.parts)
    return Quote(words, speaker.name, speaker.person, speaker.role) if speaker else Quote(words, "", None, "")
