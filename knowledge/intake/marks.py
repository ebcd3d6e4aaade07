"""Quotation marks → quoted spans: which mark opens, which closes, and which is an apostrophe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.intake.passages import Span

_PAIRS = {"“": "”", "«": "»", "„": "“”", "»": "«", "‘": "’", "‚": "‘’", "'": "'", '"': '"', "‹": "›"}
_SINGLE = "‘‚'"
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[{/—–\-:;,“\"‘«„\u00a0\u202f])$")
_NO_OPENING = re.compile(r"['‘’](?:\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|n'|s\b)")
_OPENING = re.compile(f"[{''.join(_PAIRS)}]")
_STRAYS = 20
_REACH = 10_000
"""Characters after which a mark that has not closed is taken for a stray one."""
_FIRM = ",.?!…—–"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands between two marks. `outer` counts the marks with it, `inner` what is between them.

    `open_ended`: no closing mark in its paragraph, as where a speech goes on in the next one.
    """

    outer: Span
    inner: Span
    mark: str
    open_ended: bool = False


def quoted(text: str, paragraphs: Iterable[Span]) -> list[list[Quoted]]:
    """The outermost quotations, each as its parts: one, or one a paragraph where the opening mark is repeated."""
    groups: list[list[Quoted]] = []
    going_on = ""
    for paragraph in paragraphs:
        found = list(_in_paragraph(text, paragraph))
        opens = found[0] if found and not text[paragraph.start : found[0].outer.start].strip() else None
        if going_on and not (opens and opens.mark == going_on):
            groups.pop()  # it never closed: a stray mark, which tells nothing
        elif going_on and opens:
            groups[-1].append(opens)
            found = found[1:] if not opens.open_ended else []
            going_on = going_on if opens.open_ended else ""
            groups += [[one] for one in found]
            continue
        groups += [[one] for one in found]
        going_on = found[-1].mark if found and found[-1].open_ended else ""
    if going_on:
        groups.pop()
    return groups


def _in_paragraph(text: str, paragraph: Span) -> Iterator[Quoted]:
    place, strays = paragraph.start, 0
    while match := _OPENING.search(text, place, paragraph.end):
        start, place = match.start(), match.end()
        single = match.group() in _SINGLE
        if (single and strays > _STRAYS) or not _opens(text, start, paragraph):
            continue
        close = _closing(text, start, paragraph)
        if close is not None:
            yield _span(text, start, close, close + 1)
            place = close + 1
        elif single:
            strays += 1  # a lone single mark is an apostrophe
        else:
            yield _span(text, start, paragraph.end, paragraph.end, open_ended=True)
            return


def _span(text: str, start: int, close: int, end: int, *, open_ended: bool = False) -> Quoted:
    inside = text[start + 1 : close]
    first = start + 1 + len(inside) - len(inside.lstrip())
    return Quoted(Span(start, end), Span(first, max(first, start + 1 + len(inside.rstrip()))), text[start], open_ended)


def _opens(text: str, place: int, paragraph: Span) -> bool:
    mark, behind = text[place], text[place + 1 : place + 2]
    if mark in "«»„“" and mark != "“":
        return True
    if place + 1 >= paragraph.end or (behind.isspace() and behind not in "\u00a0\u202f"):
        return False
    if mark in _SINGLE and _NO_OPENING.match(text, place):
        return False
    return mark == "“" or bool(_BEFORE_OPENING.search(text[max(paragraph.start, place - 1) : place]))


def _closing(text: str, opening: int, paragraph: Span) -> int | None:
    """The place of the mark that closes the one at `opening`, past whatever is quoted inside."""
    mark = text[opening]
    if mark in _SINGLE:
        return _closing_single(text, opening, paragraph)
    depth = 1
    for place in range(opening + 1, min(paragraph.end, opening + _REACH)):
        here = text[place]
        if mark in "“«„»" and here == mark and mark != "»" and mark not in _PAIRS[mark]:
            depth += 1
        elif here in _PAIRS[mark]:
            if mark == '"' and _opens(text, place, paragraph):
                continue  # a straight mark behind a space, before a letter: quoted inside, not closing
            depth -= 1
            if not depth:
                return place
    return None


def _closing_single(text: str, opening: int, paragraph: Span) -> int | None:
    """The first mark that closes; one behind a plural s is an apostrophe if another one follows that surely closes."""
    weak: int | None = None
    for place in range(opening + 1, min(paragraph.end, opening + _REACH)):
        if text[place] not in _PAIRS[text[opening]]:
            if weak is not None and text[place] in '‘“"':
                return weak  # another quotation begins
            continue
        before, behind = text[place - 1], text[place + 1 : place + 2]
        if behind.isalnum() or before.isspace():
            continue
        if before in _FIRM or not behind or behind in ',.;:?!)]”"—–' or (before != "s" and weak is None):
            return place
        weak = place if weak is None else weak
    return weak
