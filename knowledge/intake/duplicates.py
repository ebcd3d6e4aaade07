"""The same words twice: in this text, among what is known, among what waits. Joined as a further appearance, never kept twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import partial_ratio, ratio

from knowledge.intake.occasions import Occasion
from knowledge.intake.quotations import Quotation
from knowledge.intake.reports import Paraphrase
from knowledge.words import denies, plain

_ALIKE = 88
"""Similarity from which on two wordings are one saying: above it stand typos, other spellings, a word more or less."""
_LEAST = 4
"""Words from which on a shorter quotation can be a part of a longer one."""


def alike(one: str, two: str) -> bool:
    """Whether two wordings are one saying: the same words, a part of them, or slightly other words that deny as much."""
    first, second = " ".join(plain(one)), " ".join(plain(two))
    short, long = sorted((first, second), key=len)
    if not short:
        return False
    if short == long or (len(short.split()) >= _LEAST and f" {short} " in f" {long} "):
        return True
    if len(short.split()) < _LEAST or _numbers(first) != _numbers(second) or denies(one) != denies(two):
        return False
    if len(short) * 2 > len(long):
        return ratio(first, second) >= _ALIKE
    return len(short.split()) >= 2 * _LEAST and partial_ratio(first, second) >= _ALIKE + 4


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if word[0].isdigit()]


def joined(found: Sequence[Quotation]) -> list[Quotation]:
    """Quotations of one text, the same words by the same speaker (or by nobody) once, with the other places in `also`."""
    kept: list[Quotation] = []
    for one in sorted(found, key=lambda row: -len(row.words)):
        twin = next((n for n, other in enumerate(kept) if _same_speaker(one, other) and alike(one.words, other.words)), None)
        if twin is None:
            kept.append(one)
        else:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, *one.parts, *one.also))
    return sorted(kept, key=lambda row: row.start)


def _same_speaker(one: Quotation, two: Quotation) -> bool:
    return one.speaker is None or two.speaker is None or (one.speaker.person or one.speaker.name) == (two.speaker.person or two.speaker.name)


def once(found: Iterable[Occasion]) -> list[Occasion]:
    """Occasions, each known summit once: the mention that says the most, with the other places in `also`."""
    kept: dict[object, Occasion] = {}
    for one in found:
        key = one.summit or (one.start_day, one.city, one.country)
        other = kept.get(key)
        if other is None:
            kept[key] = one
        else:
            best, rest = (one, other) if _said_of(one) > _said_of(other) else (other, one)
            kept[key] = replace(best, also=(*best.also, rest.passage, *rest.also))
    return sorted(kept.values(), key=lambda row: row.start)


def _said_of(one: Occasion) -> int:
    return 2 * len(one.start_day or "") + len(one.end_day or "") + bool(one.city) + bool(one.country)


def again(words: str, person: str | None, name: str, known: Mapping[str, tuple[str, str]]) -> str | None:
    """The id of what is known (id → speaker's id or name, words) and says the same by the same speaker."""
    for id_, (speaker, said) in known.items():
        if speaker in (person, name) and alike(words, said):
            return id_
    return None


def marked(one: Quotation | Paraphrase, known: Mapping[str, tuple[str, str]]) -> Quotation | Paraphrase:
    """The candidate with the id of what it repeats, if anything."""
    words = one.words if isinstance(one, Quotation) else one.passage.words
    if one.speaker is None:
        return one
    return replace(one, again=again(words, one.speaker.person, one.speaker.name, known))
