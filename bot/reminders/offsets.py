"""How long before an occasion somebody wants to be reminded: "2 weeks, 3 days, 1 hour before", "the morning of".

Days, weeks, months and years are counted on the calendar and fall on a time of day in the subscriber's zone, nine in the
morning unless another is named. Hours and minutes are counted back from the opening. So "1 day" is nine o'clock on the
day before and "24 hours" a day by the clock: not the same where clocks change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from bot.language.quantities import NUMBER_WORDS

MORNING, AFTERNOON, EVENING = time(9), time(15), time(18)
MOST_OFFSETS = 10
FARTHEST_DAYS, FARTHEST_MONTHS, FARTHEST_MINUTES = 731, 24, 14 * 24 * 60
EXAMPLE = "Write for example “2 weeks, 3 days, 1 hour before”, “the morning of” or “the day before at 18:00”."

_UNITS = {"m": "minute", "min": "minute", "h": "hour", "hr": "hour", "d": "day", "w": "week", "wk": "week"} | {
    "mo": "month", "y": "year", "yr": "year",
}  # fmt: skip
_MINUTES, _DAYS, _MONTHS = {"minute": 1, "hour": 60}, {"day": 1, "week": 7, "fortnight": 14}, {"month": 1, "year": 12}
_HOURS = {"noon": time(12), "midday": time(12), "midnight": time(0), "morning": MORNING, "afternoon": AFTERNOON, "evening": EVENING}
_FILLERS = frozenset("the of on at in before prior to ahead beforehand advance earlier it its summit event itself same exactly".split())
_CLOCK = re.compile(
    r"(?:\bat )?\b(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)\b|(?:\bat )?\b(\d{1,2})[:.](\d{2})\b|\bat (\d{1,2})\b",
    re.ASCII,
)
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?|[a-z-]+?)\s*-?\s*([a-z]+)")
_CODE = re.compile(r"(?:(?P<months>\d+)mo|(?P<days>\d+)d)@(?P<at>\d\d:\d\d)|(?P<minutes>\d+)m")


class OffsetError(ValueError):
    """Words that name no offset; the message says which, and what would work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """`months` or `days` before on the calendar, `at` a local time; or, where `at` is None, `minutes` before the opening."""

    months: int = 0
    days: int = 0
    at: time | None = None
    minutes: int = 0

    @property
    def code(self) -> str:
        """The form that is stored: "14d@09:00", "1mo@09:00", "60m"."""
        if self.at is None:
            return f"{self.minutes}m"
        return (f"{self.months}mo" if self.months else f"{self.days}d") + f"@{self.at:%H:%M}"

    @property
    def lead(self) -> int:
        """About how many minutes before an opening at nine; for sorting."""
        if self.at is None:
            return self.minutes
        return self.months * 43_830 + self.days * 1440 + MORNING.hour * 60 - self.at.hour * 60 - self.at.minute

    @property
    def text(self) -> str:
        """In words that `parse` understands."""
        if self.at is None:
            if not self.minutes:
                return "when it begins"
            return f"{_counted(self.minutes, 'hour', 60) or _counted(self.minutes, 'minute', 1)} before"
        if not (self.months or self.days):
            return "the morning of" if self.at == MORNING else f"on the day at {self.at:%H:%M}"
        said = _counted(self.months, "year", 12) or _counted(self.months, "month", 1)
        said = said or _counted(self.days, "week", 7) or _counted(self.days, "day", 1)
        return f"{said} before" + ("" if self.at == MORNING else f" at {self.at:%H:%M}")


DEFAULT = (Offset(days=14, at=MORNING), Offset(days=3, at=MORNING), Offset(days=1, at=MORNING), Offset(at=MORNING))
"""Two weeks, three days and one day before, and the morning of."""


def read(code: str) -> Offset:
    """The offset of a stored form; ValueError where it is none."""
    if not (found := _CODE.fullmatch(code)):
        raise ValueError(f"{code!r} is no offset")
    if found["minutes"]:
        return Offset(minutes=int(found["minutes"]))
    return Offset(months=int(found["months"] or 0), days=int(found["days"] or 0), at=time.fromisoformat(found["at"]))


def parse(text: str) -> tuple[Offset, ...]:
    """The offsets that words name, the farthest first; OffsetError where one can't be understood."""
    pieces = [piece.strip() for piece in re.split(r"[,;\n]|\band\b|&|\+", _tidy(text)) if piece.strip(" .")]
    if not pieces:
        raise OffsetError(f"No time is named. {EXAMPLE}")
    unit, found = "", {}
    for piece in reversed(pieces):  # "2, 3 and 7 days": a number alone takes the unit of what follows
        full = f"{piece} {unit}" if unit and re.fullmatch(r"\d+", piece) else piece
        offset, unit = _offset(full)
        found[offset.code] = offset
    if len(found) > MOST_OFFSETS:
        raise OffsetError(f"That are {len(found)} times, and {MOST_OFFSETS} are the most for one subscription. Leave some out.")
    return tuple(sorted(found.values(), key=lambda one: (-one.lead, one.code)))


def _tidy(text: str) -> str:
    text = re.sub(r"[^\S\n]+", " ", text.casefold()).replace("o'clock", ":00").replace("o’clock", ":00").replace(" :00", ":00")
    text = re.sub(r"\b([ap])\.m\.?", r"\1m", text)
    text = re.sub(r"\bhalf an? hour\b", "30 minutes", text)
    text = re.sub(r"\bthe eve\b", "the evening before", text)
    return re.sub(r"\b(?:when|as) it (?:begins|starts|opens)\b|\bat the (?:start|opening|beginning)\b", "0 minutes", text)


def _offset(piece: str) -> tuple[Offset, str]:
    """One offset, and the unit that it is in."""
    if re.search(r"\bafter\b|\blater\b", piece):
        raise OffsetError(f"“{piece}” is afterwards; reminders come before. {EXAMPLE}")
    at, rest = _time_of_day(piece)
    words = [word for word in rest.split() if word not in _FILLERS]
    before = bool({"before", "prior", "earlier"} & set(rest.split()))
    if not words or words in (["day"], ["that", "day"]):
        if not words and at is None:
            raise OffsetError(f"“{piece}” names no time. {EXAMPLE}")
        return Offset(days=int(before), at=at or MORNING), "day"
    amount, unit = _amount(" ".join(words), piece)
    if unit in _MINUTES:
        if at is not None:
            raise OffsetError(f"“{piece}”: hours and minutes are counted back from the opening and have no time of day. {EXAMPLE}")
        return _within(Offset(minutes=int(amount * _MINUTES[unit])), piece), unit
    if amount != int(amount):
        raise OffsetError(f"“{piece}”: only whole days, weeks, months and years can be counted. {EXAMPLE}")
    if unit in _DAYS:
        return _within(Offset(days=int(amount) * _DAYS[unit], at=at or MORNING), piece), unit
    months = int(amount) * _MONTHS[unit]
    return _within(Offset(months=months, at=at or MORNING), piece), unit


def _within(offset: Offset, piece: str) -> Offset:
    if offset.days > FARTHEST_DAYS or offset.months > FARTHEST_MONTHS:
        raise OffsetError(f"“{piece}” is too long: two years before is the farthest.")
    if offset.minutes > FARTHEST_MINUTES:
        raise OffsetError(f"“{piece}” is too long: write it in days or weeks (hours go up to {FARTHEST_MINUTES // 60}).")
    return offset


def _amount(words: str, piece: str) -> tuple[Decimal, str]:
    found = _AMOUNT.fullmatch(words if " " in words or words[:1].isdigit() else f"a {words}")
    if found:
        number, name = found.groups()
        unit = _UNITS.get(name, _UNITS.get(name.removesuffix("s"), name.removesuffix("s")))
        if unit in _MINUTES | _DAYS | _MONTHS:
            amount = Decimal(number) if number[0].isdigit() else Decimal(1) if number in ("a", "an") else NUMBER_WORDS.get(number)
            if amount is not None:
                return amount, unit
    raise OffsetError(f"I can't read “{piece}” as a time before an occasion. {EXAMPLE}")


def _time_of_day(piece: str) -> tuple[time | None, str]:
    """The time of day that is named, and what is left."""
    for word, at in _HOURS.items():
        if re.search(rf"\b{word}\b", piece):
            return at, re.sub(rf"\b(?:in the |at )?{word}\b", " ", piece)
    if not (found := _CLOCK.search(piece)):
        return None, piece
    hour, minute = int(found[1] or found[4] or found[6]), int(found[2] or found[5] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            raise OffsetError(f"“{found[0]}” is no time of day. Write 09:00 or 9 pm.")
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise OffsetError(f"“{found[0]}” is no time of day: it runs from 00:00 to 23:59.")
    return time(hour, minute), piece[: found.start()] + " " + piece[found.end() :]


def _counted(number: int, unit: str, size: int) -> str:
    """ "2 weeks"; nothing where it doesn't come out even."""
    if not number or number % size:
        return ""
    return f"{number // size} {unit}{'' if number == size else 's'}"
