"""Where a paragraph begins with the name of who speaks: the turns of a transcript."""

from __future__ import annotations

import re
from itertools import pairwise

from knowledge.intake.lexicon import UPPER
from knowledge.intake.passages import Span

_STAMP = r"(?:\s*[\[(]\d{1,2}:\d\d(?::\d\d)?[\])])?"
_NAME = rf"[{UPPER}][\w.’'\-]*"
LABEL = re.compile(
    rf"\s*(?P<label>{_NAME}(?:,?\s+(?:{_NAME}|\d+|of|for|the|de|van|von|der)){{0,7}})(?:\s*\([^)\n]{{1,60}}\))?{_STAMP}:{_STAMP}\s+(?=\S)"
)


def labels(text: str, paragraphs: list[Span]) -> dict[int, Span]:
    """Paragraphs (by number) that begin with a speaker's name, and the places of the names; none unless several do."""
    found: dict[int, Span] = {}
    for number, paragraph in enumerate(paragraphs):
        match = LABEL.match(text, paragraph.start, paragraph.end)
        if (match and text[match.end()] not in "\"“«„‘'") or (
            match and (number - 1 in found or any(text[one.start : one.end] == match["label"] for one in found.values()))
        ):
            found[number] = Span(*match.span("label"))
    return found if len(found) > 1 and _begins(found) else {}


def _begins(found: dict[int, Span]) -> bool:
    """Turns follow each other: a colon in two far places of an article is no transcript."""
    numbers = sorted(found)
    return any(two - one <= 3 for one, two in pairwise(numbers))
