"""Occasions → an iCalendar file (RFC 5545), and what such a file said before.

An event lasts from the first midnight of its days to the one after the last, where it takes place: no hour is published, and so none is
said. Its UID is its own for good; its SEQUENCE rises when its days or its place change, and when it is cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from bot.reminders.model import Occasion
from knowledge.base import View

if TYPE_CHECKING:
    from icalendar import Component, Event

DOMAIN, NAME = "@pledgebot", "NATO summits and deadlines"
GENERAL = ("summit", "deadline")
"""The kinds that are in a calendar of everything; pledges of single allies have files of their own."""
_HOURS = "The hours are not published: these are the whole days in {}."
_TABLES = {"summit": "summits", "deadline": "commitments", "pledge": "pledges"}
_ZONES = timedelta(days=400)
"""How far around its events the rules of a time zone are written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a calendar says of one occasion: whole days in a zone, `end` included."""

    id: str
    name: str
    start: date
    end: date
    zone: str
    place: str = ""
    sequence: int = 0
    cancelled: bool = False

    def differs(self, other: Entry) -> bool:
        """In what somebody who is coming has to know."""
        return any(getattr(self, name) != getattr(other, name) for name in ("start", "end", "zone", "place", "cancelled"))


def entries(occasions: Iterable[Occasion], before: Mapping[str, Entry], today: date) -> list[Entry]:
    """What a calendar is to say now, after it said `before`; what has lost its date is cancelled in it until its day is over."""
    now = {one.id: one for one in map(_entry, occasions) if one}
    dropped = [replace(one, cancelled=True) for id_, one in before.items() if id_ not in now and one.end >= today]
    found = [_following(one, before.get(one.id)) for one in (*now.values(), *dropped)]
    return sorted(found, key=lambda one: (one.start, one.id))


def _entry(one: Occasion) -> Entry | None:
    """None where there is no day to write down."""
    if one.start is None or one.yearly or one.news:
        return None
    return Entry(id=one.id, name=one.name, start=one.start, end=one.end or one.start, zone=one.zone, place=one.place)


def _following(now: Entry, before: Entry | None) -> Entry:
    if before is None:
        return now
    return replace(now, sequence=before.sequence + now.differs(before))


def written(found: Sequence[Entry], stamp: datetime, notes: Mapping[str, str]) -> bytes:
    """The file. `stamp`: the moment, in UTC; `notes`: what else there is to say of an occasion, by its id."""
    from icalendar import Calendar  # takes memory and time, and is needed by few

    calendar = Calendar.new(prodid=f"-//pledgebot//{NAME}//EN", name=NAME, uid=f"calendar{DOMAIN}", method="PUBLISH")
    for one in found:
        calendar.add_component(_event(one, stamp, notes.get(one.id, "")))
    if found:
        calendar.add_missing_timezones(min(one.start for one in found) - _ZONES, max(one.end for one in found) + _ZONES)
    return bytes(calendar.to_ical())


def notes(view: View, occasions: Iterable[Occasion]) -> dict[str, str]:
    """What each rests on: the text of a commitment or a pledge, and the first source with its address."""
    found = {}
    for one in occasions:
        row: Any = getattr(view.base, _TABLES[one.kind]).get(one.fact) if one.kind in _TABLES else None
        if row is None:
            continue
        source = view.citable(row.sources)[0]
        lines = [getattr(row, "text", ""), f"Source: {source.publisher}, {source.title}", source.url or ""]
        found[one.id] = "\n".join(line for line in lines if line)
    return found


def _event(one: Entry, stamp: datetime, note: str) -> Event:
    from icalendar import STATUS, TRANSP, Event

    zone = ZoneInfo(one.zone)
    return Event.new(
        uid=one.id + DOMAIN,
        summary=one.name,
        start=datetime.combine(one.start, time(), zone),
        end=datetime.combine(one.end + timedelta(days=1), time(), zone),
        stamp=stamp,
        sequence=one.sequence,
        status=STATUS.CANCELLED if one.cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,
        location=one.place or None,
        description="\n".join(part for part in (_HOURS.format(one.place) if one.place else "", note) if part),
    )


def read(text: bytes) -> dict[str, Entry]:
    """What a file of ours said, by id; ValueError where it is no calendar. Events of others are left alone."""
    from icalendar import Calendar

    found = (_read(event) for event in Calendar.from_ical(text).walk("VEVENT"))
    return {one.id: one for one in found if one}


def _read(event: Component) -> Entry | None:
    uid = str(event.get("UID", ""))
    start, end = (event.decoded(name) if name in event else None for name in ("DTSTART", "DTEND"))
    if not (uid.endswith(DOMAIN) and isinstance(start, datetime) and isinstance(end, datetime)):
        return None
    zone = str(event["DTSTART"].params.get("TZID", "UTC" if start.tzinfo else ""))
    if zone not in available_timezones():
        return None
    return Entry(
        id=uid.removesuffix(DOMAIN),
        name=str(event.get("SUMMARY", "")),
        start=start.date(),
        end=end.date() - timedelta(days=1),
        zone=zone,
        place=str(event.get("LOCATION", "")),
        sequence=int(str(event.get("SEQUENCE", 0))),
        cancelled=event.get("STATUS") == "CANCELLED",
    )
