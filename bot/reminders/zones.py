"""Time zones as people name them: by city, by country, or by how far from UTC they are just now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from bot import phrase
from bot.suggest import MOST, complete

UTC, MINUS = "UTC", "\N{MINUS SIGN}"
_OFFSET = re.compile(rf"(?:utc|gmt)?\s*([+{MINUS}-]|(?<=utc)|(?<=gmt))\s*(\d{{1,2}})(?::?([0-5]\d))?", re.IGNORECASE)

_REGIONS = {"Europe": 0, "America": 1}
"""Where the allies are: these come first."""


def known(typed: str) -> str | None:
    """The IANA name that is meant by one in any case, old ones too ("asia/calcutta"), or by a city; else None."""
    wanted = "_".join(typed.split()).casefold()
    return _keys().get(wanted) or _cities().get(wanted.replace("_", " "))


def offered(typed: str, now: datetime, most: int = MOST) -> list[str]:
    """IANA names that fit what is typed: "lisb", "Germany", "+2", "UTC-3:30"."""
    typed = typed.strip()
    if (offset := _offset(typed)) is not None:
        return [name for name in dict.fromkeys(_cities().values()) if ZoneInfo(name).utcoffset(now) == offset][:most]
    exact = known(typed)
    found = complete(typed.replace("_", " "), _cities(), most)
    return list(dict.fromkeys([*([exact] if exact else []), *found]))[:most]


def label(name: str, now: datetime) -> str:
    """The zone with its time: "Europe/Berlin · 14:05 (UTC+1)"."""
    local = now.astimezone(ZoneInfo(name))
    return f"{name} · {local:%H:%M} ({written(local.utcoffset() or timedelta())})"


def written(offset: timedelta) -> str:
    """ "UTC+5:30"."""
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else MINUS if minutes else ""
    return f"UTC{sign}{hours or (0 if rest else '')}{f':{rest:02}' if rest else ''}"


def _offset(typed: str) -> timedelta | None:
    found = _OFFSET.fullmatch(typed)
    if not found:
        return timedelta() if typed.casefold() in ("utc", "gmt") else None
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -size if found[1] in ("-", MINUS) else size


@cache
def _keys() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _cities() -> dict[str, str]:
    """What each zone is called → its name: the city, the country, the name itself. One zone a line of the database's own table."""
    found = {"utc": UTC}
    rows = sorted(_rows(), key=lambda row: (_REGIONS.get(row[0].partition("/")[0], len(_REGIONS)), row[0]))
    for name, _ in rows:
        found.setdefault(_spaced(name.rpartition("/")[2]), name)
    for name, country in rows:
        found.setdefault(f"{country} {_spaced(name.rpartition('/')[2])}".casefold(), name)
        found.setdefault(_spaced(name), name)
    return found


def _rows() -> Iterator[tuple[str, str]]:
    """Each zone in use with its country."""
    for line in (files("tzdata.zoneinfo") / "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, name, *_ = line.split("\t")
            yield name, phrase.territory(code)


def _spaced(name: str) -> str:
    return name.replace("_", " ").casefold()
