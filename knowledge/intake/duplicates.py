"""The same words twice: in this text, among what is known, among what waits. Joined as a further appearance, never kept twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import partial_ratio, ratio

from knowledge.intake.occasions import Occasion
from knowledge.intake.passages import Passage
from knowledge.intake.quotations import Quotation
from knowledge.intake.reports import Paraphrase
from knowledge.intake.speakers import Speaker
from knowledge.words import denies, plain

_ALIKE = 88
"""Similarity from which on two wordings are one saying: above it stand typos, other spellings, a word more or less."""
_RUN = 3
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


def called(speaker: Speaker) -> set[str]:
    """What a saying of theirs may be filed under: name, id, role, or nobody."""
    return {speaker.name.casefold(), (speaker.person or speaker.name).casefold(), speaker.role.casefold() or "-", ""}


class Sayings:
    """Wordings by the runs of three words in them, so that each is compared only with such as share one."""

    def __init__(self, rows: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._rows: dict[str, tuple[str, str]] = {}
        self._by_run: dict[str, set[str]] = {}
        for id_, (speaker, words) in (rows or {}).items():
            self.add(id_, speaker, words)

    def add(self, id_: str, speaker: str, words: str) -> None:
        self._rows[id_] = (speaker.casefold(), words)
        for run in _runs(words):
            self._by_run.setdefault(run, set()).add(id_)

    def like(self, words: str, speaker: Speaker | None) -> str | None:
        """The id of the most similar one by the same speaker, if any is alike; "" and None are any speaker."""
        own = called(speaker) if speaker else None
        ids = sorted({id_ for run in _runs(words) for id_ in self._by_run.get(run, ())})
        rows = [(ratio(words, self._rows[id_][1]), id_) for id_ in ids if own is None or self._rows[id_][0] in own]
        return next((id_ for _, id_ in sorted(rows, reverse=True) if alike(words, self._rows[id_][1])), None)


def _runs(text: str) -> set[str]:
    words = list(plain(text))
    return {" ".join(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))}


def joined(found: Sequence[Quotation]) -> list[Quotation]:
    """Quotations of one text, the same words by the same speaker (or by nobody) once, with the other places in `also`."""
    kept: dict[str, tuple[Quotation, list[Passage]]] = {}
    sayings = Sayings()
    for number, one in enumerate(sorted(found, key=lambda row: -len(row.words))):
        twin = sayings.like(one.words, one.speaker)
        if twin is None:
            kept[str(number)] = (one, list(one.also))
            sayings.add(str(number), (one.speaker.person or one.speaker.name) if one.speaker else "", one.words)
        else:
            kept[twin][1].extend((*one.parts, *one.also))
    return sorted((replace(one, also=tuple(also)) for one, also in kept.values()), key=lambda row: row.start)


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


def marked(one: Quotation | Paraphrase, known: Sayings) -> Quotation | Paraphrase:
    """The candidate with the id of what it repeats, if anything."""
    words = one.words if isinstance(one, Quotation) else one.passage.words
    found = known.like(words, one.speaker) if one.speaker else None
    return replace(one, again=found) if found else one
