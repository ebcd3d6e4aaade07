"""A text laid out for reading: its paragraphs and sentences, what is quoted, and who is mentioned where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from functools import cached_property

from knowledge.base import View
from knowledge.intake.labels import turns_of
from knowledge.intake.marks import Quoted, quoted
from knowledge.intake.mentions import Mention, mentions
from knowledge.intake.passages import Span, cut, paragraphs, sentences
from knowledge.intake.places import Named, places_of
from knowledge.intake.speakers import Cast, Speaker

Seen = tuple[Mention, Speaker]
_OBJECT = re.compile(
    r"\b(?:of|from|to|with|by|for|under|against|on|at|in|than|like|as|after|before|met|meeting|told|between)\s+(?:the\s+)?$"
)
_BELONGS = re.compile(r"\s+(?:of|from|at)\s+(?:the\s+)?")
_AND = re.compile(r"\s+and\s+")
_CLOSING = re.compile(r"\s*[,)–—]")
_ASIDE = re.compile(
    r"\s*(?:[(–—]|,)\s*(?:(?:only|just|also|then|now|still|\w+ly)\s+)*(?:who|whose|whom|which|where|an?|(?!acting|outgoing|incoming)\w+ing|"
    r"\w+ed\s+(?:about|after|at|by|for|from|if|in|on|to|whether|why|with)|alongside|beside|upon|on|in|at|by|with|within|from|to|for|of|"
    r"after|before|since|during|while|when|as|like|unlike|under|over|near|next|together|through|despite)\b[^,()\x01]*"
    r"(?:,\s+[A-Z][\w-]+)*(?:,?\s+and)?\s*,?\s*"
)
"""Between two names in what is said of the first: "Rutte, who met Merz, said"; no apposition: "the host, Jonas Støre, said"."""
_NEAR = 80
MASK = "\x01"


class Scene:
    """Everything that the readers of quotations, reports and figures look at. Nothing in it changes once it is made."""

    def __init__(self, text: str, view: View, day: date) -> None:
        self.text, self.view, self.day = text, view, day
        self.paragraphs = paragraphs(text)
        self.turns = turns_of(text, self.paragraphs)
        told = [one for number, one in enumerate(self.paragraphs) if number not in self.turns.numbers]
        self.groups: list[list[Quoted]] = quoted(text, told)
        self.mask = _masked(text, [one for group in self.groups for one in group])
        self.sentences = [one for paragraph in self.paragraphs for one in sentences(self.mask, paragraph)]
        self._starts = [one.start for one in self.sentences]
        self._lines = [one.start for one in self.paragraphs]
        self.cast = Cast(self.mask, view, day, self.sentences)
        for paragraph in self.paragraphs:
            for mention in mentions(self.mask, paragraph):
                self.cast.add(mention)

    @cached_property
    def seen(self) -> list[Seen]:
        return self.cast.seen

    def clipped(self, span: Span, place: int) -> Span:
        """The span, or only the quotation in it that holds the place."""
        number = bisect_right(self._inner, Span(place, len(self.text))) - 1
        one = self._inner[number] if number >= 0 else span
        return Span(max(one.start, span.start), min(one.end, span.end)) if one.holds(place) else span

    @cached_property
    def _inner(self) -> list[Span]:
        return [one.inner for group in self.groups for one in group]

    @cached_property
    def told(self) -> list[Span]:
        """The sentences in the reporter's own voice: those outside of a transcript."""
        return [one for one in self.sentences if self._number(one.start) not in self.turns.numbers]

    def named(self, span: Span) -> list[Named]:
        """The allies and groups of them that are named in a stretch, quotations included."""
        first, last = (bisect_left(self._named, place, key=lambda one: one.start) for place in span)
        return [one for one in self._named[first:last] if one.end <= span.end]

    @cached_property
    def _named(self) -> list[Named]:
        return places_of(self.view.base).within(self.text, Span(0, len(self.text)))

    def paragraph(self, place: int) -> Span:
        return self.paragraphs[self._number(place)]

    def _number(self, place: int) -> int:
        return max(0, bisect_right(self._lines, place) - 1)

    def lead(self, place: int) -> str:
        """The end of what stands before a place in its paragraph, quotations masked."""
        return self.mask[max(self.paragraph(place).start, place - _NEAR) : place].rstrip()

    def sentence(self, place: int) -> Span:
        return self.sentences[max(0, bisect_right(self._starts, place) - 1)]

    def sentence_before(self, place: int) -> Span | None:
        """The sentence before the one in which the place is."""
        number = bisect_right(self._starts, place) - 2
        return self.sentences[number] if number >= 0 else None

    def next_to(self, one: int, two: int) -> bool:
        """Whether two places are in the same or in neighbouring paragraphs."""
        return self._number(two) - self._number(one) <= 1

    def within(self, span: Span) -> list[Seen]:
        first, last = bisect_left(self._places, span.start), bisect_left(self._places, span.end)
        return [pair for pair in self.seen[first:last] if pair[0].end <= span.end]

    def at(self, place: int) -> Seen | None:
        """Who is mentioned right at a place."""
        number = bisect_left(self._places, place)
        return self.seen[number] if number < len(self.seen) and self._places[number] == place else None

    @cached_property
    def _places(self) -> list[int]:
        return [mention.start for mention, _ in self.seen]

    def before(self, place: int, span: Span, gap: str) -> Seen | None:
        """Who is mentioned before a place in the span, with nothing but `gap` between."""
        pattern = re.compile(gap)
        for pair in reversed(self.within(Span(max(span.start, place - 4 * _NEAR), place))):
            if pattern.fullmatch(self.mask, pair[0].end, place):
                return self._of(self._around(pair, span) or pair)
        return None

    def _around(self, pair: Seen, span: Span) -> Seen | None:
        """ "Rutte, who met Merz, said": he of whom the aside is in which somebody is named last."""
        near = Span(max(span.start, pair[0].start - 4 * _NEAR), pair[0].start)
        others = self.within(near) if _CLOSING.match(self.mask, pair[0].end) else []
        return next((one for one in others if one[0].kind != "word" and _ASIDE.fullmatch(self.mask, one[0].end, pair[0].start)), None)

    def _of(self, pair: Seen) -> Seen:
        """ "Anna Lindqvist of Lund University": she, not the university."""
        number = bisect_left(self._places, pair[0].start)
        other = self.seen[number - 1] if number else pair
        return other if other[0].kind == "person" and _BELONGS.fullmatch(self.mask, other[0].end, pair[0].start) else pair

    def subject(self, span: Span) -> Seen | None:
        """The first one mentioned who can be the subject of a sentence."""
        for pair in self.within(span):
            behind = self.mask[pair[0].end : pair[0].end + 2]
            if pair[0].kind != "word" and not _OBJECT.search(self.mask, span.start, pair[0].start) and behind not in ("'s", "’s"):
                return pair
        return None

    def speaker(self, pair: Seen) -> Speaker:
        """The one who is meant, with how the text names them there; two who speak together are linked to nobody."""
        number = bisect_left(self._places, pair[0].start)
        other = self.seen[number - 1] if number else None
        if other and pair[0].kind == other[0].kind == "person" and _AND.fullmatch(self.mask, other[0].end, pair[0].start):
            sentence = self.sentence(pair[0].start)
            if self.subject(sentence) == other:
                return Speaker(name=f"{other[1].name} and {pair[1].name}", mention=cut(self.text, other[0].start, pair[0].end))
        return replace(pair[1], mention=cut(self.text, pair[0].start, pair[0].end))


def _masked(text: str, quotes: list[Quoted]) -> str:
    """The text with the words of quotations hidden, so that no name or verb in them counts; their last mark stays."""
    chars = list(text)
    for one in quotes:
        for place in range(one.inner.start, one.inner.end):
            if text[place] != "\n":
                chars[place] = MASK
        last = text[one.inner.end - 1]
        if one.inner.end > one.inner.start and last in ".!?…,":
            chars[one.inner.end - 1] = last
    return "".join(chars)
