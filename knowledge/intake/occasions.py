"""Summits and meetings of leaders: when and where, as far as the text says, and which known one it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from knowledge.intake.lexicon import MONTHS
from knowledge.intake.passages import Passage, Span, cut
from knowledge.intake.scene import Scene
from knowledge.model import Summit
from knowledge.when import Partial, first_day, last_day

_MONTH = "|".join(MONTHS)
_DAYS = r"\d{1,2}(?:st|nd|rd|th)?"
_WHEN = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<first>{_DAYS})\b(?!\d)(?:\s?(?:-|–|to|and)\s?(?P<last>{_DAYS}))?(?:,?\s+(?P<year>20\d\d))?|"
    rf"(?P<first2>{_DAYS})(?:\s?(?:-|–|to|and)\s?(?P<last2>{_DAYS}))?\s+(?P<month2>{_MONTH})(?:,?\s+(?P<year2>20\d\d))?|"
    rf"(?:in\s+|this\s+|next\s+)?(?P<month3>{_MONTH})(?:\s+(?P<year3>20\d\d))?\b|(?P<near>(?:later\s+)?this\s+(?:month|week)|next\s+(?:month|week|year))"
)
_SUMMIT = re.compile(r"\b(?:summit|gathering|(?<!after\s)(?<!before\s)(?<!by\s)(?<!of\s)(?<!from\s)meeting)\b", re.IGNORECASE)
_LEADERS = re.compile(r"\bsummit\b|\bmeeting\s+of\s+(?:\w+\s+)?leaders\b", re.IGNORECASE)
_REACH = 60
_MANY = 8
"""Dates and summits of one sentence that are looked at."""
_APART = re.compile(r"[.;]\s|[\"“”«»]")
Cities = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A summit that the text speaks of: days, place, and the id of the known one that it is. `also`: other places in the text."""

    passage: Passage
    start_day: Partial | None = None
    end_day: Partial | None = None
    city: str | None = None
    country: str | None = None
    summit: str | None = None
    also: tuple[Passage, ...] = ()

    @property
    def start(self) -> int:
        return self.passage.start


def occasions(scene: Scene) -> list[Occasion]:
    """Summits with a day or a place."""
    cities = {row.city: row.country for row in scene.view.summits.values()}
    found = (one for sentence in scene.sentences for one in _in_sentence(scene, sentence, cities))
    return [one for one in found if one.summit or one.start_day or one.city]


def _in_sentence(scene: Scene, sentence: Span, cities: Cities) -> Iterator[Occasion]:
    words = list(islice(_SUMMIT.finditer(scene.text, *sentence), _MANY))
    whens = list(islice(_WHEN.finditer(scene.text, *sentence), _MANY))
    for word in words:
        if found := _held(scene, sentence, word, whens, cities):
            yield found
    if not words and whens:
        yield from _by_city(scene, sentence, whens, cities)


def _held(scene: Scene, sentence: Span, word: re.Match[str], whens: list[re.Match[str]], cities: Cities) -> Occasion | None:
    """The summit that a word for one means: with the nearest date and the place beside it; None: a meeting of others."""
    near = [one for one in whens if _gap(one, word) < _REACH and not _APART.search(scene.text, one.start(), word.end())]
    when = min(near, key=lambda one: _gap(one, word), default=None)
    days = _days(when, scene.day) if when else None
    city, end = _place(scene.text, sentence, word, cities)
    country = cities[city] if city else _country(scene, word)
    summit = _known(scene, days, city, country)
    if summit is None and not _LEADERS.match(scene.text, word.start()):
        return None
    spans = [word.span(), when.span() if when else word.span(), (word.start(), end)]
    return Occasion(
        passage=cut(scene.text, min(start for start, _ in spans), max(end for _, end in spans)),
        start_day=days[0] if days else None, end_day=days[1] if days else None, city=city, country=country, summit=summit,
    )  # fmt: skip


def _country(scene: Scene, word: re.Match[str]) -> str | None:
    """The one ally right behind the word: "meeting in the Netherlands"."""
    known = scene.named(Span(word.end(), word.end() + _REACH // 2)) if scene.text.startswith(" in", word.end()) else []
    return known[0].allies[0] if known and len(known[0].allies) == 1 else None


def _by_city(scene: Scene, sentence: Span, whens: list[re.Match[str]], cities: Cities) -> Iterator[Occasion]:
    """ "in The Hague later this month": a city and a time that together are those of one summit only."""
    for city, country in cities.items():
        place = scene.text.find(city, *sentence)
        for when in whens if place >= 0 else ():
            gap = when.start() - place - len(city)
            if 0 <= gap <= 2 and (days := _days(when, scene.day)) and (summit := _known(scene, days, city, None)):
                passage = cut(scene.text, place, when.end())
                yield Occasion(passage=passage, start_day=days[0], end_day=days[1], city=city, country=country, summit=summit)


def _gap(one: re.Match[str], two: re.Match[str]) -> int:
    return max(one.start() - two.end(), two.start() - one.end(), 0)


def _place(text: str, sentence: Span, word: re.Match[str], cities: Cities) -> tuple[str | None, int]:
    """The city behind the word ("summit in The Hague") or before it ("the Ankara summit"), and where it ends."""
    for city in sorted(cities, key=len, reverse=True):
        bare = city.removeprefix("The ")
        if match := re.compile(rf"\s+(?:\w+\s+)?(?:in|at)\s+{re.escape(city)}\b").match(text, word.end(), sentence.end):
            return city, match.end()
        if re.search(rf"\b{re.escape(bare)}(?:['’]s)?\s+(?:NATO\s+)?$", text[max(sentence.start, word.start() - 40) : word.start()]):
            return city, word.end()
    return None, word.end()


def _days(when: re.Match[str], today: date) -> tuple[Partial, Partial | None] | None:
    """The day or days, or the month, as ISO prefixes; a month without a year is the one nearest ahead."""
    if near := when["near"]:
        if "year" in near:
            return str(today.year + 1), None
        if "week" in near:
            return None
        month = today.replace(day=1) + timedelta(days=32 if near.startswith("next") else 0)
        return f"{month:%Y-%m}", None
    name = when["month"] or when["month2"] or when["month3"]
    number = MONTHS.index(name) + 1
    first, last = (re.sub(r"\D", "", when[key] or when[f"{key}2"] or "") for key in ("first", "last"))
    written = when["year"] or when["year2"] or when["year3"]
    year = int(written) if written else today.year + (number < today.month - 3)
    stem = f"{year:04}-{number:02}"
    if not first:
        return stem, None
    try:
        days = [date(year, number, int(part)).isoformat() for part in (first, last) if part]
    except ValueError:
        return None
    return days[0], days[1] if len(days) > 1 else None


def _known(scene: Scene, days: tuple[Partial, Partial | None] | None, city: str | None, country: str | None) -> str | None:
    """The one known summit at that time and place; without a time, the next one there."""
    rows = [row for row in scene.view.summits.values() if _there(row, city, country)]
    if days:
        rows = [
            row
            for row in rows
            if first_day(row.start) <= last_day(days[1] or days[0]) and first_day(days[0]) <= last_day(row.end or row.start)
        ]
    elif city:
        rows = sorted((row for row in rows if first_day(row.start) >= scene.day - timedelta(days=30)), key=lambda row: row.start)[:1]
    else:
        return None
    return rows[0].id if len(rows) == 1 else None


def _there(row: Summit, city: str | None, country: str | None) -> bool:
    return (city is None or row.city == city) and (country is None or row.country == country)
