"""Where a paragraph begins with the name of who speaks: the turns of a transcript."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from knowledge.intake.lexicon import HEADS, HONORIFIC, UPPER
from knowledge.intake.passages import Span

_STAMP = r"(?:\s*[\[(]\d{1,2}:\d\d(?::\d\d)?[\])])?"
_NAME = rf"[{UPPER}][\w.’'\-]*"
LABEL = re.compile(
    rf"\s*(?P<label>{_NAME}(?:,?\s+(?:{_NAME}|\d+|of|for|the|de|van|von|der)){{0,7}})(?:\s*\([^)\n]{{1,60}}\))?{_STAMP}:{_STAMP}\s+(?=\S)"
)
ASKING = re.compile(r"(?:Q|A|QUESTION|ANSWER|MODERATOR|HOST|JOURNALIST|REPORTER|INTERVIEWER)\b", re.IGNORECASE)
_SPEAKER = re.compile(rf"{ASKING.pattern}|.*\b(?:{HEADS})\b|{HONORIFIC}\s|(?-i:[{UPPER}]+[\s,]+[{UPPER}]{{2,}})", re.IGNORECASE)
_WHOLE = 4


class Turns(NamedTuple):
    """Labels by the number of their paragraph, and the numbers of all paragraphs of the transcript."""

    labels: dict[int, Span]
    numbers: range


def turns_of(text: str, paragraphs: list[Span]) -> Turns:
    """The turns of a transcript: paragraphs that begin with a speaker's name and a colon, and those that follow them.

    A colon in two far places of an article is no transcript, nor are "Topics:" and "Read more:" at its end.
    """
    found: dict[int, Span] = {}
    spoken = False  # unless all that is behind the names is in quotation marks
    for number, paragraph in enumerate(paragraphs):
        if match := LABEL.match(text, paragraph.start, paragraph.end):
            found[number] = Span(*match.span("label"))
            spoken = spoken or text[match.end()] not in "\"“«„‘'"
    named = Counter(text[one.start : one.end] for one in found.values())
    near = any(two - one <= 3 for one, two in pairwise(found))
    sure = any(count > 1 or _SPEAKER.match(label) for label, count in named.items())
    if len(found) < 2 or not (near and sure and spoken):
        return Turns({}, range(0))
    whole = len(found) * _WHOLE >= len(paragraphs)  # then what stands behind the last label is its speaker's, too
    return Turns(found, range(min(found), len(paragraphs) if whole else max(found) + 1))
