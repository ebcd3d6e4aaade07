"""What a reading has to explain: every name, number, date and cue of a frame, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator

from bot.guards import BARRED, barred
from bot.language.frame import Frame, Mention

Mark = tuple[str, frozenset[str]]
"""Some words of the question, and the cues or marks any of which explains them."""

_MARKS = {
    "ally": "#ally", "capital": "#ally", "group": "#group", "person": "#person", "nonmember": "#outsider",
    "country": "#outsider", "summit": "#summit", "commitment": "#commitment", "reference": "#reference",
}  # fmt: skip
_NAMED = frozenset({"#ally", "#group", "#outsider", "#summit"})
_COMPARATORS = frozenset({"more", "less", "least_at", "most_at", "exactly", "between"})
_ALLIES = 60
"""More than there can be allies."""
_UNITS = {"ordinal": "#ordinal", "pp": "#points", "": "#count"}


def held(frame: Frame) -> frozenset[str]:
    """Every cue and mark of the frame, by which kinds are told that it can't concern."""
    marks = {_MARKS[name.kind] for name in frame.names if name.kind in _MARKS}
    if frame.quantities:
        marks |= {"#bound", "#count", "#ordinal", "#points"}
    if frame.moments:
        marks |= {"#year", "#day"}
    if frame.quote:
        marks.add("#quote")
    if frame.unknown:
        marks.add("#unknown")
    return frozenset(marks.union(frame.cues))


def content(frame: Frame) -> list[Mark]:
    """Everything of weight in the frame, in no particular order."""
    marks = [*_mentions(frame), *_terms(frame), *_numbers(frame)]
    if frame.quote:
        marks.append((frame.quote, frozenset({"#quote"})))
    marks += [(words, BARRED) for words in barred(frame)]
    return marks + [(token.text, frozenset({"#unknown"})) for token in frame.unknown]


def _mentions(frame: Frame) -> Iterator[Mark]:
    """Names and cues; not fillers, exclamations, or comparisons with nothing to compare."""
    seen: set[int] = set()
    for mention in frame.mentions:
        kinds = {sense.kind for sense in mention.senses}
        if "filler" in kinds or mention.start in seen:
            continue
        seen.add(mention.start)
        cues = {sense.id for sense in mention.senses if sense.kind == "cue"} | {_MARKS[kind] for kind in kinds if kind in _MARKS}
        if cues == {"not"} and not frame.negated:
            continue
        if cues and cues <= _COMPARATORS and not frame.compares(mention):
            continue
        if cues & _NAMED and _within_a_term(frame, mention):
            cues.add("#reference")
        yield _text(frame, mention.start, mention.end), frozenset(cues)


def _within_a_term(frame: Frame, mention: Mention) -> bool:
    """Whether a name is part of a longer term: "Supreme Allied Commander Europe"."""
    return any(term.start <= mention.start and mention.end <= term.end for term in frame.terms)


def _terms(frame: Frame) -> Iterator[Mark]:
    """Terms with a word that nothing else explains."""
    spans = [(m.start, m.end) for m in frame.mentions]
    spans += [(q.start, q.end) for q in frame.quantities]
    spans += [(m.start, m.end) for m in frame.moments]
    covered = {place for start, end in spans for place in range(start, end)}
    for term in frame.terms:
        if not covered.issuperset(range(term.start, term.end)):
            yield _text(frame, term.start, term.end), frozenset(_MARKS[sense.kind] for sense in term.senses)


def _numbers(frame: Frame) -> Iterator[Mark]:
    """Quantities (a bare number can be a count or a share) and dates."""
    for quantity in frame.quantities:
        mark = _UNITS.get(quantity.unit, "#bound")
        line = quantity.unit == "" and quantity.value > _ALLIES and bool(frame.operator(quantity))  # "more than 300,000" counts no allies
        marks = {"#bound"} if line else {mark, "#bound"} if quantity.unit == "" else {mark}
        yield _text(frame, quantity.start, quantity.end), frozenset(marks)
    for moment in frame.moments:
        yield _text(frame, moment.start, moment.end), frozenset({"#day"} if moment.day else {"#year", "#day"})


def _text(frame: Frame, start: int, end: int) -> str:
    return " ".join([token.text for token in frame.tokens[start:end]])
