"""Where words stand in a text: passages that can't lie, paragraphs and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import InitVar, dataclass
from itertools import pairwise
from typing import NamedTuple

_LINE = re.compile(r"[^\n]+")
_BLANK = re.compile(r"\n[ \t\u00a0]*\n")
_SPACE = re.compile(r"\s+")
_WRAPPED = 100
_LONGEST = 3000
_END = re.compile(r"[.!?…]+[\"'”’»“\u00a0)\]]*(?=\s+(?:[\"'“‘«„‚(\[]*[^\W_a-z]|[\"'“‘«„‚]\x01))")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Sec|St|Hon|Rev|Jr|Sr|vs|etc|No|approx|Jan|Feb|Aug|Sept|Oct|Nov|Dec)"
    r"|\b[^\W\d_a-z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$"
)


class NotInTextError(ValueError):
    """Words that don't stand where they are said to stand."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words and their place: `text[start:end] == words`, or it can't be built. The text itself isn't kept."""

    start: int
    end: int
    words: str
    text: InitVar[str]

    def __post_init__(self, text: str) -> None:
        if not 0 <= self.start < self.end <= len(text) or text[self.start : self.end] != self.words:
            raise NotInTextError(f"{self.words[:60]!r} doesn't stand in the text from {self.start} to {self.end}")


class Span(NamedTuple):
    """A place in the text: characters from `start` to before `end`."""

    start: int
    end: int

    def holds(self, place: int) -> bool:
        return self.start <= place < self.end


def cut(text: str, start: int, end: int) -> Passage:
    """What stands there, without white space around it."""
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return Passage(start, start + len(part.strip()), part.strip(), text)


def paragraphs(text: str) -> list[Span]:
    """Lines, or blocks between blank lines where the lines are wrapped ones."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text) if match.group().strip()]
    if not _BLANK.search(text) or not _is_wrapped(text, lines):
        return lines
    blocks: list[Span] = []
    for line in lines:
        if blocks and text.count("\n", blocks[-1].end, line.start) < 2:
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether most lines that follow each other at once go on in the middle of a sentence."""
    pairs = [(one, two) for one, two in pairwise(lines) if text.count("\n", one.end, two.start) == 1]
    going_on = sum(text[one.start : one.end].rstrip()[-1] not in '.!?:"”’»' for one, _ in pairs)
    return all(line.end - line.start <= _WRAPPED for line in lines) and going_on * 2 > len(pairs)


def sentences(text: str, span: Span) -> list[Span]:
    """The sentences of a stretch; the words of quotations should be masked in `text`."""
    return list(_sentences(text, span))


def _sentences(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        if not _ABBREVIATION.search(text, max(start, match.start() - 12), match.start() + 1):
            yield from _cropped(text, Span(start, match.end()))
            space = _SPACE.match(text, match.end(), span.end)
            start = space.end() if space else match.end()
    yield from _cropped(text, Span(start, span.end))


def _cropped(text: str, span: Span) -> Iterator[Span]:
    """A sentence of a length that people write; whatever is longer is a table or no prose, and taken in pieces."""
    start = span.start
    while span.end - start > _LONGEST:
        yield Span(start, start + _LONGEST)
        start += _LONGEST
    if text[start : span.end].strip():
        yield Span(start, span.end)
