"""What an article says, as lines for reading or as JSON Lines: the document first, then each candidate in the text's order."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, assert_never

from knowledge.intake.candidates import Candidate, speaker_of
from knowledge.intake.documents import Document
from knowledge.intake.figures import FigureFound
from knowledge.intake.occasions import Occasion
from knowledge.intake.passages import Passage
from knowledge.intake.positions import Position
from knowledge.intake.quotations import Quotation
from knowledge.intake.reports import Paraphrase
from knowledge.intake.speakers import Speaker

_KINDS: dict[type, str] = {
    Quotation: "quote", Paraphrase: "reported", FigureFound: "figure", Position: "position", Occasion: "summit",
}  # fmt: skip
_WIDTH = 110


class About(NamedTuple):
    """What the person who hands an article in says of it."""

    publisher: str
    published_on: date
    url: str


def lines(document: Document, found: Sequence[Candidate], about: About) -> Iterator[str]:
    """For reading: each candidate with the number of its line in the text."""
    yield " · ".join(filter(None, (document.name, about.publisher, about.published_on.isoformat(), about.url)))
    yield f"{len(document.text):,} characters, SHA-256 of the file {document.source_sha256}"
    for number, one in enumerate(found, 1):
        row = document.text.count("\n", 0, one.start) + 1
        head = f"{number:3}. line {row:<4} {_KINDS[type(one)]:9}"
        speaker = speaker_of(one)
        yield ""
        yield f"{head} {_by(speaker) if speaker else '(nobody named)' if isinstance(one, Quotation) else ''}".rstrip()
        yield from _indented(_said(one))
    if not found:
        yield "Nothing in it that could be taken in."


def _by(speaker: Speaker) -> str:
    link = f"[{speaker.person}]" if speaker.person else "[not linked]"
    written = f'named there as "{speaker.mention.words}"' if speaker.mention and speaker.mention.words != speaker.name else ""
    role = "" if speaker.name.casefold().endswith(speaker.role.casefold()) else " ".join(speaker.role.split())
    return ", ".join(filter(None, (speaker.name, role))) + f" {link} {written}".rstrip()


def _said(one: Candidate) -> Iterator[str]:
    match one:
        case Quotation():
            yield from (f'"{_line(part)}"  {_place(part)}' for part in one.parts)
            yield from (f"also {_place(part)}" for part in one.also)
        case Paraphrase():
            yield f"{_line(one.cue)}: {_line(one.passage)}  {_place(one.passage)}"
        case FigureFound():
            yield f"{_amount(one)}  {_place(one.passage)}"
            yield f"in: {_line(one.sentence)}"
        case Position():
            allies = f" [{', '.join(one.allies)}]" if one.allies else f" [{one.who.person}]" if one.who and one.who.person else ""
            yield f"{one.leaning}: {_line(one.holder) if one.holder else 'holder not named'}{allies}  {_place(one.passage)}"
            yield f"in: {_line(one.passage)}"
        case Occasion():
            days = " to ".join(filter(None, (one.start_day, one.end_day)))
            known = f"known as {one.summit}" if one.summit else None
            yield f"{' · '.join(filter(None, (days, one.city, one.country, known)))}  {_place(one.passage)}"
            yield f"in: {_line(one.passage)}"
        case _:
            assert_never(one)
    if isinstance(one, Quotation | Paraphrase) and one.again:
        yield f"known already: {one.again}; this is a further appearance"


def _amount(one: FigureFound) -> str:
    value = f"{one.value:,f}" + (f" to {one.high:,f}" if one.high is not None else "")
    parts = (
        one.bound, value, one.unit, "(of GDP is meant, not written)" if one.implied else "", "a year" if one.yearly else "",
        f"for {', '.join(one.allies)}" if one.allies else "", f"in {one.year}" if one.year else "", f"by {one.by}" if one.by else "",
        one.sense,
    )  # fmt: skip
    return " ".join(filter(None, parts))


def _line(passage: Passage) -> str:
    return " ".join(passage.words.split())


def _place(passage: Passage) -> str:
    return f"({passage.start}–{passage.end})"


def _indented(rows: Iterable[str]) -> Iterator[str]:
    for row in rows:
        yield textwrap.fill(
            row, _WIDTH, initial_indent="     ", subsequent_indent="       ", break_long_words=False, break_on_hyphens=False
        )


def json_lines(document: Document, found: Sequence[Candidate], about: About) -> Iterator[str]:
    """One object a line; offsets count characters of the text whose SHA-256 stands in the first."""
    head = asdict(document) | about._asdict() | {"type": "document", "characters": len(document.text)}
    del head["text"]
    yield json.dumps(head, default=_plain, ensure_ascii=False)
    for one in found:
        yield json.dumps({"type": _KINDS[type(one)], **asdict(one)}, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> str:
    match value:
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON")
