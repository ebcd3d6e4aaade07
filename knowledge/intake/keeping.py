"""What an accepted candidate becomes: the fields of a statement, a pledge, an edition's figure or a summit. RowError says why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.base import KnowledgeBase
from knowledge.intake.numerals import Notation
from knowledge.intake.offers import Offer
from knowledge.intake.passages import Span
from knowledge.intake.places import places_of
from knowledge.model import Summit
from knowledge.rows import RowError
from knowledge.units import GDP_SHARE, INDICATORS

OWN_VOICE = "report"
"""The role of a publisher that says something in its own voice."""
_TOPICS = (
    ("target_5pct", r"(?<![\d.,])(?:5|five|3\.5)[ -]?(?:%|per ?cent\b)"), ("target_2pct", r"(?<![\d.,])(?:2|two)[ -]?(?:%|per ?cent\b)"),
    ("burden_sharing", r"burden|fair share|free ?rid"), ("summit", r"\bsummit"),
    ("us_posture", r"force posture|Indo-Pacific|troops? in Europe"),
    ("capability_targets", r"capabilit"), ("article_5", r"Article (?:5|five)"), ("threat", r"\bthreat|deter"),
    ("trade", r"\btariff|\btrade"),
    ("ukraine", r"Ukrain|Kyiv|Zelensk"), ("spain", r"\bSpain|Spanish"), ("timeline", r"\bby 20\d\d|timeline|deadline"),
)  # fmt: skip
_WORDS = {
    word: Decimal(value) for value, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"twenty": Decimal(20), "half": Decimal("0.5")}  # fmt: skip
_EXACT = ("", "at least")
_INDICATORS = {GDP_SHARE: "share", "persons": "personnel", "USD": "amount"}
_SCALES = {"personnel": Decimal(1000), "amount": Decimal(10) ** 6, "amount_constant": Decimal(10) ** 6, "gdp": Decimal(10) ** 6}
_ZONES = {
    "The Hague": "Europe/Amsterdam", "Washington": "America/New_York", "Brussels": "Europe/Brussels", "Ankara": "Europe/Istanbul",
}  # fmt: skip


def statement(base: KnowledgeBase, one: Offer, words: str, publisher: str, day: str, source: str) -> dict[str, Any]:
    """Somebody's own words, or the source's words about them; the publisher's where nobody is named."""
    speaker, role = (one.speaker, one.role) if one.speaker else (publisher, one.role or OWN_VOICE)
    if one.kind == "quote" and not one.speaker:
        raise RowError(["speaker: the text doesn't say whose words these are; name the speaker, by a person's id or as the text does"])
    made: dict[str, Any] = {"speaker": speaker, "role": role, "on": day, "place": one.place, "text": words, "sources": [source]}
    made["topics"] = list(one.topics if one.topics is not None else topics(words))
    if one.kind != "quote":
        made["form"] = "reported"
    if about := one.about or named(base, words):
        made["about"] = list(about)
    if one.stance != "not_about":
        made["stance"] = one.stance
    return made | ({"note": one.note} if one.note else {})


def topics(words: str) -> list[str]:
    """What a text is on, of the topics that statements have here."""
    return [topic for topic, pattern in _TOPICS if re.search(pattern, words, re.IGNORECASE)]


def named(base: KnowledgeBase, words: str) -> tuple[str, ...]:
    """The allies that are named in it."""
    return tuple(dict.fromkeys(id_ for one in places_of(base).within(words, Span(0, len(words))) for id_ in one.allies))


def pledge(base: KnowledgeBase, one: Offer, words: str, publisher: str, day: str, source: str) -> dict[str, Any]:
    """What one ally announced, as the text tells it; a share only where the text has it exactly, or as the least."""
    if len(one.about) != 1:
        raise RowError([f"about: a pledge is one ally's; name it ({', '.join(one.about) or 'nobody'} now)"])
    who = base.people[one.speaker].name if one.speaker in base.people else one.speaker or publisher
    made: dict[str, Any] = {
        "subject": one.about[0], "on": day, "kind": "position" if one.kind == "position" else "plan",
        "text": f"{who}: “{words}”", "sources": [source],
    }  # fmt: skip
    if one.kind == "quote":
        made["quote"] = {"text": words, "source": source, "speaker": one.speaker or None}
    if one.value is not None and one.unit == GDP_SHARE and one.high is None and one.bound in _EXACT:
        made["share"] = str(_told(one, words))
    if one.by is not None:
        made["by"] = _year(one.by, words, "by")
    return made | ({"note": one.note} if one.note else {})


def figure(base: KnowledgeBase, one: Offer, words: str, source: str) -> tuple[str, dict[str, Any]]:
    """The id and the fields of an edition's figure, which the moderator says that the text quotes."""
    indicator = one.indicator or _INDICATORS.get(one.unit, "")
    if faults := list(_unfit(base, one, indicator)):
        raise RowError(faults)
    value = _told(one, words) / _SCALES.get(indicator, Decimal(1))
    unit = INDICATORS[indicator].unit or f"{one.unit} million"
    return f"{one.edition}/{indicator}/{one.about[0]}/{one.year}", {"value": str(value), "unit": unit, "source": source}


def _unfit(base: KnowledgeBase, one: Offer, indicator: str) -> Iterator[str]:
    if one.edition not in base.editions:
        known = ", ".join(sorted(base.editions))
        yield f"edition: {f'{one.edition!r} is unknown' if one.edition else 'it is missing'}; a figure is one of an edition: {known}"
    if len(one.about) != 1:
        yield f"about: a figure is one ally's; name it ({', '.join(one.about) or 'nobody'} now)"
    if one.year is None:
        yield "year: it is missing; say which year the figure is for"
    if indicator not in INDICATORS:
        yield f"indicator: {f'{indicator!r} is none' if indicator else 'it is missing'}; there are {', '.join(INDICATORS)}"
    elif (one.unit == GDP_SHARE) != (indicator == "share"):
        yield f"indicator: {indicator} is not measured in {one.unit}"
    if one.value is None or one.high is not None or one.bound:
        yield f"value: the text has no exact figure{f' ({one.bound} …)' if one.bound else ''}; keep it as a statement"


def _told(one: Offer, words: str) -> Decimal:
    """The value, which has to stand in the words in figures or as a word."""
    assert one.value is not None  # noqa: S101 - both callers have looked
    reading = Notation(".")
    found = {reading.read(match).value for match in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", words)}
    found |= {Decimal(match.replace(",", ".")) for match in re.findall(r"\d+,\d{1,2}\b", words)}
    found |= {_WORDS[word] for word in re.findall(r"[a-z]+", words.lower()) if word in _WORDS}
    if not any(one.value == number * Decimal(10) ** power for number in found if number is not None for power in (0, 3, 6, 9, 12)):
        raise RowError([f"value: {one.value} doesn't stand in “{words[:120]}”"])
    return one.value


def _year(year: int, words: str, field: str) -> int:
    if str(year) not in words and not re.search(r"\b(?:this|next|last)\s+year\b", words):
        raise RowError([f"{field}: {year} doesn't stand in “{words[:120]}”"])
    return year


def summit(base: KnowledgeBase, one: Offer, source: str) -> tuple[str, dict[str, Any]]:
    """The id and the fields of a summit: of the known one, else of a new one, named after its city and year."""
    known = base.summits.get(one.summit or "") or _same(base, one)
    if known:
        return known.id, {"start": one.start_day, "end": one.end_day}
    faults = [f"{name}: it is missing; say {what}" for name, what, given in (
        ("start_day", "when it starts, as 2027, 2027-06 or 2027-06-24", one.start_day), ("city", "where it is held", one.city),
        ("timezone", "it like Europe/Amsterdam", one.timezone or _ZONES.get(one.city or "")),
    ) if not given]  # fmt: skip
    if one.timezone and not _is_zone(one.timezone):
        faults.append(f"timezone: {one.timezone[:40]!r} is none; write it like Europe/Amsterdam")
    if faults or not (one.start_day and one.city):
        raise RowError(faults)
    year = one.start_day[:4]
    made = {
        "name": f"{one.city} Summit {year}", "start": one.start_day, "city": one.city, "timezone": one.timezone or _ZONES[one.city],
        "kind": "summit", "sources": [source], "aliases": [f"{one.city.lower().removeprefix('the ')} {year}", f"{one.city.lower()} summit"],
    }  # fmt: skip
    more = {"end": one.end_day, "country": one.country, "note": one.note}
    stem = re.sub(r"[^a-z]+", "-", one.city.lower().removeprefix("the ")).strip("-") or "summit"
    return f"{stem}-{year}", made | {name: value for name, value in more.items() if value}


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _same(base: KnowledgeBase, one: Offer) -> Summit | None:
    """A known one in that city in that year."""
    rows = [
        row for row in base.summits.values() if one.city and one.start_day and row.city == one.city and row.start[:4] == one.start_day[:4]
    ]
    return rows[0] if len(rows) == 1 else None
