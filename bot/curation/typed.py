"""Dates, numbers and amounts as people type them. What can mean two things is refused: no figure is guessed."""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal, InvalidOperation

from knowledge import units
from knowledge.when import first_day

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_NUMBER = re.compile(r"[-−]?\d+(?:[ \u00a0\u202f,.]\d+)*", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([ \u00a0\u202f,.])\d{3})(?:\1\d{3})*", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]+)\.?,? (\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_MONTH = re.compile(r"([a-z]+)\.?,? (\d{4})", re.ASCII)
_POINTED = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})", re.ASCII)
_MOST = 40


class Unread(Exception):  # noqa: N818 - a state of what was typed; the message is for whoever typed it
    """A text that makes no value: what is wrong with it, and what would do."""


def listed(text: str, *, lines: bool = False) -> list[str]:
    """The parts of a text between line breaks, or semicolons and commas too, each once."""
    parts = re.split(r"\n" if lines else r"[\n;,]", text)
    return list(dict.fromkeys(part for one in parts if (part := " ".join(one.split()))))


def number(text: str) -> Decimal:
    """A number as people write it: 3.5, 3,5, 12 300, 12,300, 1.234.567. What can mean two things is refused."""
    typed = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(typed):
        raise Unread(f"“{text.strip()[:_MOST]}” is no number")
    if (grouped := _GROUPED.fullmatch(typed.lstrip("-"))) and grouped.group(1) == "." and typed.count(".") == 1:
        raise Unread(f"“{typed}” can be read in two ways; write {typed}0, or {typed.replace('.', '')}")
    plain = re.sub(r"[ \u00a0\u202f]", "", typed)
    if grouped and grouped.group(1) in ",.":
        plain = plain.replace(grouped.group(1), "")
    elif "," in plain and "." in plain:
        last = max(plain.rfind(","), plain.rfind("."))
        plain = re.sub(r"[,.]", "", plain[:last]) + "." + plain[last + 1 :]
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise Unread(f"“{text.strip()[:_MOST]}” is no number") from None


def day(text: str) -> str:
    """A date as people write it → an ISO prefix. One that can mean two days is refused."""
    typed = " ".join(text.split()).casefold()
    year = month = of_month = ""
    if found := _DAY_FIRST.fullmatch(typed):
        of_month, month, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(typed):
        month, of_month, year = found.groups()
    elif found := _MONTH.fullmatch(typed):
        month, year = found.groups()
    elif found := _POINTED.fullmatch(typed):
        of_month, mark, month, year = found.groups()
        if mark == "/" and int(of_month) <= 12 and int(month) <= 12 and of_month != month:
            ways = f"{year}-{int(month):02}-{int(of_month):02} or {year}-{int(of_month):02}-{int(month):02}"
            raise Unread(f"“{text.strip()}” can be two days; write {ways}")
        if mark == "/" and int(month) > 12:
            of_month, month = month, of_month
    if month and not month.isdigit():
        if month not in _MONTHS:
            raise Unread(_no_date(text))
        month = str(_MONTHS[month])
    iso = "-".join([year, *(f"{int(part):02}" for part in (month, of_month) if part)]) if year else typed
    try:
        first_day(iso)
    except ValueError:
        raise Unread(_no_date(text)) from None
    return iso


def whole_day(text: str) -> date:
    """A date that is a day; Unread where it is less."""
    found = day(text)
    if len(found) != len("2026-07-08"):
        raise Unread(f"“{text.strip()[:_MOST]}” is no day; write it like 2026-07-08 or 8 July 2026")
    return date.fromisoformat(found)


def _no_date(text: str) -> str:
    return f"“{text.strip()[:_MOST]}” is no date; write 2026-07-08, 8 July 2026, July 2026 or 2026"


# --- values with a unit

_SCALES = {
    "thousand": Decimal(1000), "k": Decimal(1000), "million": Decimal(10) ** 6, "mn": Decimal(10) ** 6, "m": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9, "bn": Decimal(10) ** 9, "b": Decimal(10) ** 9, "trillion": Decimal(10) ** 12, "tn": Decimal(10) ** 12,
}  # fmt: skip
_DOLLARS = ("usd", "us dollars", "dollars", "us$", "$")
_PEOPLE = ("people", "persons", "troops", "soldiers")
_MARKED = re.compile(r"\s*\(?\b(e|est\.?|estimate|estimated)\b\)?\s*$|(?<=\d)e(?=\s*%|$)", re.IGNORECASE)
_AMOUNT = re.compile(r"^(?P<front>[^\d−-]*?)\s*(?P<number>[-−]?\d[\d \u00a0\u202f,.]*)\s*(?P<rest>.*)$", re.DOTALL | re.ASCII)


def measured(text: str, unit: str) -> tuple[str, bool]:
    """A value with its unit → the number in the indicator's unit, and whether it is marked as an estimate ("2.1 % e")."""
    typed = " ".join(text.split())
    bare = _MARKED.sub("", typed)
    found = _AMOUNT.match(bare)
    if not found:
        raise Unread(f"“{typed[:_MOST]}” holds no number; {_would_do(unit)}")
    value = number(found["number"].strip())
    words = f"{found['front']} {found['rest']}".casefold().strip(" ,.()")
    return str(_scaled(value, words, typed, unit)), bare != typed


def _scaled(value: Decimal, words: str, typed: str, unit: str) -> Decimal:
    if not words:
        raise Unread(f"“{typed[:_MOST]}” has no unit; {_would_do(unit)}")
    if unit.startswith("%"):
        if not re.fullmatch(r"(%|per ?cent)( of (gdp|defen[cs]e (spending|expenditure)|expenditure))?", words):
            raise Unread(f"“{typed[:_MOST]}” is no percentage; {_would_do(unit)}")
        return value
    scale = next((name for name in sorted(_SCALES, key=len, reverse=True) if re.search(rf"\b{name}\b", words)), None)
    rest = re.sub(rf"\b{scale}\b", "", words).strip() if scale else words
    allowed = _PEOPLE if unit == units.PERSONS else (*_DOLLARS, "") if unit == units.USD else (unit.removesuffix(" million").casefold(), "")
    if rest not in allowed and not (unit == units.PERSONS and not rest and scale):
        raise Unread(f"“{typed[:_MOST]}” is in another unit; {_would_do(unit)}")
    base = Decimal(1000) if unit == units.PERSONS else Decimal(10) ** 6
    exact = value * (_SCALES[scale] if scale else Decimal(1)) / base
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()


def _would_do(unit: str) -> str:
    if unit.startswith("%"):
        return "write it like 2.1 %"
    if unit == units.PERSONS:
        return "write it like 48,000 people or 48 thousand"
    return f"write it like 12.3 billion {'US dollars' if unit == units.USD else unit.removesuffix(' million')}"


def shown(value: str, unit: str, *, estimate: bool) -> str:
    """A value as it would be typed."""
    words = " people" if unit == units.PERSONS else " %" if unit.startswith("%") else f" {unit.replace('USD', '').strip()}"
    number = str(Decimal(value) * 1000) if unit == units.PERSONS else value
    if unit == units.PERSONS:
        number = format(Decimal(number).normalize(), "f")
    if unit == units.USD:
        words = " million US dollars"
    elif unit.endswith(" million"):
        words = f" million {unit.removesuffix(' million')}"
    return f"{number}{words}{' (estimate)' if estimate else ''}"
