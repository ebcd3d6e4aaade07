"""Numbers, shares, sums of money, ordinals and dates in a list of tokens."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.language.text import Token

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
NUMBER_WORDS = {word: Decimal(value) for value, word in enumerate(_WORDS)} | {
    "thirty": Decimal(30), "forty": Decimal(40), "fifty": Decimal(50), "sixty": Decimal(60),
    "seventy": Decimal(70), "eighty": Decimal(80), "ninety": Decimal(90), "hundred": Decimal(100), "dozen": Decimal(12),
}  # fmt: skip
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS, 1)} | {"thirtieth": 30}
_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "mil": 6, "million": 6, "millions": 6,
    "b": 9, "bn": 9, "bln": 9, "billion": 9, "billions": 9, "tn": 12, "trn": 12, "trillion": 12, "trillions": 12,
}  # fmt: skip
ROUND = ("thousand", "million", "billion", "trillion")
"""Scales that an "a" before them makes a number."""
_CURRENCIES = {
    "$": "USD", "€": "EUR", "£": "GBP", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD",
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
} | {"sept": 9}  # fmt: skip
_PARTS = {"tenth": Decimal("0.1"), "fifth": Decimal("0.2"), "quarter": Decimal("0.25"), "half": Decimal("0.5")}
_SIGNS = ("$", "€", "£", "usd", "eur", "gbp")
_SUFFIXES = ("st", "nd", "rd", "th")
_YEARLY = (("a", "year"), ("per", "year"), ("each", "year"), ("every", "year"), ("per", "annum"), ("a", "yr"), ("per", "yr"))
_STEP_AT_MOST = _HALF = Decimal("0.5")
_MORE = ("more", "extra", "additional", "further")
_PERCENT = ("%", "percent", "pct", "pc", "prozent", "percents", "persent", "precent", "perc")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: "%", "pp", "money" (in the currency's units), "ordinal", "count" or "" (bare)."""

    start: int
    end: int
    value: Decimal
    unit: str
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, or a month or day in one: what was written, by its parts."""

    start: int
    end: int
    year: int
    month: int | None = None
    day: int | None = None

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        if self.month is None:
            return date(self.year, 12, 31)
        return date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])

    @property
    def iso(self) -> str:
        """The ISO prefix that it stands for."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


def moment_at(tokens: list[Token], i: int) -> Moment | None:
    """A date that starts at token `i`: 2024, June 2025, 5 June 2025, June 5th(,) 2025, 2025-06-05."""
    here = tokens[i]
    if here.kind == "number" and (year := _year(here.norm)):
        return _year_first(tokens, i, year)
    if here.kind == "number" and (day := _number(tokens, i)) and day <= 31:
        j = i + 1 + (_norm(tokens, i + 1) in _SUFFIXES)
        j += _norm(tokens, j) == "of"
        if month := _MONTHS.get(_norm(tokens, j)):
            k = j + 1 + (_norm(tokens, j + 1) in (",", "of"))
            if (year := _year(_norm(tokens, k))) and _valid(year, month, day):
                return Moment(i, k + 1, year, month, day)
    if here.kind == "word" and (month := _MONTHS.get(here.norm)):
        j = i + 1
        if (day := _number(tokens, j)) and day <= 31 and not _year(tokens[j].norm):
            k = j + 1 + (_norm(tokens, j + 1) in _SUFFIXES)
            k += _norm(tokens, k) in (",", "of")
            if (year := _year(_norm(tokens, k))) and _valid(year, month, day):
                return Moment(i, k + 1, year, month, day)
        j += _norm(tokens, j) in (",", "of")
        if year := _year(_norm(tokens, j)):
            return Moment(i, j + 1, year, month)
    return None


def _year_first(tokens: list[Token], i: int, year: int) -> Moment:
    """2024 · 2024e · 2025-06 · 2025-06-05."""
    month, day = _number(tokens, i + 2), _number(tokens, i + 4)
    if _dash(tokens, i + 1) and month and 1 <= month <= 12 and len(tokens[i + 2].norm) == 2:
        if _dash(tokens, i + 3) and day and _valid(year, month, day):
            return Moment(i, i + 5, year, month, day)
        return Moment(i, i + 3, year, month)
    end = i + 2 if _norm(tokens, i + 1) == "e" and tokens[i + 1].start == tokens[i].end else i + 1
    return Moment(i, end, year)


def quantity_at(tokens: list[Token], i: int) -> Quantity | None:
    """A number that starts at token `i`, with its currency, scale and unit."""
    if tokens[i].norm == "another" or one_point(tokens, i):
        point = _unit_end(tokens, i + 1 + (_norm(tokens, i + 1) in _WHOLE))
        return Quantity(i, point[0], Decimal(1), "pp") if point else None
    return _round(tokens, i) or _sized(tokens, i)


def _sized(tokens: list[Token], i: int) -> Quantity | None:
    """A number in figures or words with what belongs to it."""
    start = i
    i += tokens[i].norm == "a" or (_norm(tokens, i), _norm(tokens, i + 1)) == ("us", "$")
    currency = _CURRENCIES[tokens[i].norm] if tokens[i].norm in _SIGNS else None
    if currency:
        i += 1
        if i >= len(tokens) or tokens[i].kind != "number":
            return None
    value, j = _value(tokens, i)
    if value is None:
        return None
    follows = _norm(tokens, j)
    if follows in _SUFFIXES and tokens[j].start == tokens[j - 1].end:
        return Quantity(start, j + 1, value, "ordinal")
    if value in (20, 30) and j == i + 1 and ORDINALS.get(follows, 10) < 10:
        return Quantity(start, j + 1, value + ORDINALS[follows], "ordinal")
    if follows in _SCALES and (tokens[i].kind == "number" or follows not in ("k", "m", "b")):
        return _scaled(tokens, start, j, value, currency)
    if follows in _CURRENCIES and not currency and not _year(tokens[i].norm):
        return Quantity(start, j + 1, value, "money", _CURRENCIES[follows])
    if currency:
        return Quantity(start, j, value, "money", currency)
    return _shared(tokens, start, i, j, value)


def _round(tokens: list[Token], i: int) -> Quantity | None:
    """ "a trillion", "half a billion"."""
    half = _norm(tokens, i) == "half"
    if _norm(tokens, i + half) == "a" and _norm(tokens, i + half + 1) in ROUND:
        return _scaled(tokens, i, i + half + 1, _HALF if half else Decimal(1), None)
    return None


_WHOLE = ("full", "whole", "single")


def one_point(tokens: list[Token], i: int) -> bool:
    """ "a percentage point", "a full point"; not "a point in time"."""
    j = i + 1 + (_norm(tokens, i + 1) in _WHOLE)
    bare = _norm(tokens, j) == "point" and _norm(tokens, j + 1) not in ("in", "of", "where", "to", "about")
    return tokens[i].norm == "a" and (bare or _norm(tokens, j) == "percentage")


def _scaled(tokens: list[Token], start: int, j: int, value: Decimal, currency: str | None) -> Quantity:
    """A number of thousands, millions, billions, its currency before or behind it."""
    value *= Decimal(10) ** _SCALES[_norm(tokens, j)]
    j += 1
    behind = j + (_norm(tokens, j) == "us" and _norm(tokens, j + 1) in _CURRENCIES)
    if _norm(tokens, behind) in _CURRENCIES:
        currency, j = _CURRENCIES[_norm(tokens, behind)], behind + 1
    return Quantity(start, j, value, "money" if currency else "scaled", currency)


def _shared(tokens: list[Token], start: int, i: int, j: int, value: Decimal) -> Quantity | None:
    """A number of percent, of points, of steps a year, or a bare one; "one" alone is no number."""
    if _norm(tokens, j) in _MORE and (more := _unit_end(tokens, j + 1)):
        return Quantity(start, more[0], value, "pp")
    if _to_a_line(tokens, start, j, value):
        return Quantity(start, found[0] if (found := _unit_end(tokens, j)) else j, value, "pp")
    if found := _unit_end(tokens, j):
        end, unit = found
        return Quantity(start, end, value, "pp" if unit == "pp" or (value <= _STEP_AT_MOST and _yearly(tokens, end)) else "%")
    if tokens[i].norm == "one" and j == i + 1:
        return None
    return Quantity(start, j, value, "pp" if value <= _STEP_AT_MOST and value % 1 and _yearly(tokens, j) else "")


def _to_a_line(tokens: list[Token], start: int, j: int, value: Decimal) -> bool:
    """ "Within 0.5 of 3.5 %", "0.3 short of 2 %": points of distance from a line, though no word says so."""
    if value > _DISTANCE_AT_MOST:
        return False
    found = _unit_end(tokens, j)
    j = found[0] if found else j
    near = _norm(tokens, start - 1) in ("within", "±")
    away = next((n for n in (2, 1) if " ".join(_norm(tokens, j + k) for k in range(n)) in _DISTANT), 0)
    away = away or int(near and _norm(tokens, j) == "of")
    if not away or (not near and (found or not value % 1)):
        return False
    j += away
    j += _norm(tokens, j) in ("hit", "reach", "meet", "make", "clear")
    j += _norm(tokens, j) == "the"
    return j < len(tokens) and _value(tokens, j)[0] is not None


_DISTANCE_AT_MOST = Decimal(1)
_DISTANT = ("off", "from", "away from", "short of", "shy of", "off of", "more to", "below", "above", "under", "over")
"""Words between a distance and the line that it is measured from."""


def _unit_end(tokens: list[Token], j: int) -> tuple[int, str] | None:
    """Where a percent sign or "points" at token `j` ends, with the unit: "%" or "pp"."""
    follows = _norm(tokens, j)
    if follows in ("percentage", "%", "percent") and _norm(tokens, j + 1).startswith("point"):
        return j + 2, "pp"
    if follows in _PERCENT:
        return (j + 2, "pp") if _norm(tokens, j + 1).startswith("point") else (j + 1, "%")
    if follows == "per" and _norm(tokens, j + 1) == "cent":
        return j + 2, "%"
    if follows in ("pp", "ppt", "ppts", "point", "points", "pts"):
        return j + 1, "pp"
    return None


def _yearly(tokens: list[Token], j: int) -> bool:
    """Whether "a year" stands at token `j`: a step, not a share."""
    return (_norm(tokens, j), _norm(tokens, j + 1)) in _YEARLY or _norm(tokens, j) in ("yearly", "annually", "pa")


def _value(tokens: list[Token], i: int) -> tuple[Decimal | None, int]:
    """The number at token `i` and the index behind it."""
    word = tokens[i].norm
    if tokens[i].kind == "number":
        return _figures(tokens, i)
    if word in _PARTS:
        return _part(tokens, i)
    if word not in NUMBER_WORDS:
        return None, i
    value, j = NUMBER_WORDS[word], i + 1
    units = NUMBER_WORDS.get(_norm(tokens, j))
    if 20 <= value < 100 and units is not None and units < 10:
        value, j = value + units, j + 1
    if _norm(tokens, j) == "point" and (tenth := NUMBER_WORDS.get(_norm(tokens, j + 1))) is not None and tenth < 10:
        return value + tenth / 10, j + 2
    return (value + _HALF, j + 3) if _and_a_half(tokens, j) else (value, j)


def _figures(tokens: list[Token], i: int) -> tuple[Decimal | None, int]:
    """3.5 · 2 and a half · 3 point 5."""
    whole = _decimal(tokens[i].norm)
    if whole is not None and not whole % 1 and _and_a_half(tokens, i + 1):
        return whole + _HALF, i + 4
    tenth = _norm(tokens, i + 2)
    if whole is not None and _norm(tokens, i + 1) == "point" and whole < 10 and len(tenth) == 1 and tenth.isdecimal() and tenth.isascii():
        return whole + Decimal(tenth) / 10, i + 3
    return whole, i + 1


def _part(tokens: list[Token], i: int) -> tuple[Decimal | None, int]:
    """A quarter point · half a percent · a tenth of a point."""
    value = _PARTS[tokens[i].norm]
    first, second, third = (_norm(tokens, i + n) for n in (1, 2, 3))
    if first.startswith("point") or first == "percentage":
        return value, i + 1
    if first == "of" and second in ("a", "one") and third in ("point", "percent", "percentage"):
        return value, i + 3
    if tokens[i].norm == "half" and first in ("a", "of") and second in (*_PERCENT, "percentage", "point", "a"):
        return value, i + 2 + (second == "a")
    return None, i


def _and_a_half(tokens: list[Token], j: int) -> bool:
    return [_norm(tokens, j + n) for n in range(3)] == ["and", "a", "half"]


def _decimal(text: str) -> Decimal | None:
    """1,032,849 has thousands, 3,5 a decimal comma; None for what is no number (1.2.3) or endless."""
    if len(text) > 20:
        return None
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    if re.fullmatch(r"\d+(\.\d+)?", text) and text.isascii():
        return Decimal(text)
    if re.fullmatch(r"\d+,\d{1,2}", text):
        return Decimal(text.replace(",", "."))
    return None


def _norm(tokens: list[Token], i: int) -> str:
    return tokens[i].norm if 0 <= i < len(tokens) else ""


def _dash(tokens: list[Token], i: int) -> bool:
    return _norm(tokens, i) in ("-", "–", "/") and i + 1 < len(tokens) and tokens[i].end == tokens[i + 1].start


def _number(tokens: list[Token], i: int) -> int | None:
    text = _norm(tokens, i)
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 4 else None


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isdecimal() and text.isascii() and 1900 <= int(text) <= 2100 else None


def _valid(year: int, month: int, day: int) -> bool:
    return 1 <= day <= calendar.monthrange(year, month)[1]
