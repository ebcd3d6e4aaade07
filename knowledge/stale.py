"""What is out of date on a day: what moderators should look at, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from knowledge.base import KnowledgeBase
from knowledge.overlay import Key
from knowledge.units import INDICATORS
from knowledge.when import first_day, last_day

UNSEEN = timedelta(days=180)
"""After how long somebody who was last seen in an office should be looked at again."""
_EDITION = timedelta(days=400)
"""NATO publishes a table a year."""


class Stale(NamedTuple):
    """A fact that may no longer be so: why, and since when. The one to mend first stands first."""

    fact: Key
    reason: str
    since: date


def stale(base: KnowledgeBase, day: date) -> list[Stale]:
    """All that is out of date, the oldest first."""
    return sorted((*_editions(base, day), *_offices(base, day), *_summits(base, day), *_deadlines(base, day)), key=lambda one: one.since)


def _editions(base: KnowledgeBase, day: date) -> Iterator[Stale]:
    """Indicators that the newest edition hasn't, so that an older one answers; and no newer edition for more than a year."""
    rows = list(reversed(base.as_known_on(day).editions))
    if not rows:
        return
    newest = rows[-1]
    if day - newest.published_on > _EDITION:
        yield Stale(("editions", newest.id), "no edition has come in since; NATO publishes one a year", newest.published_on)
    held = {row.id: _held(base, row.id) for row in rows}
    for place, row in enumerate(rows[:-1]):
        later = set().union(*(held[other.id] for other in rows[place + 1 :]))
        for indicator, subject in sorted(held[row.id] - held[newest.id]):
            if (indicator, subject) not in later and any(one == indicator for one, _ in held[newest.id]):
                years = base.series[row.id, indicator, subject].cells
                fact = "figures", f"{row.id}/{indicator}/{subject}/{max(years)}"
                whose = base.allies[subject].name if subject in base.allies else subject
                what = INDICATORS[indicator].noun
                yield Stale(fact, f"{newest.short} has no {what} of {whose}: {row.short} answers", newest.published_on)


def _held(base: KnowledgeBase, edition: str) -> set[tuple[str, str]]:
    return {(indicator, subject) for held, indicator, subject in base.series if held == edition}


def _offices(base: KnowledgeBase, day: date) -> Iterator[Stale]:
    """Offices without an end that nobody has looked at for long, and such as two hold at once."""
    now = [row for row in base.offices.values() if row.end is None and (row.start is None or first_day(row.start) <= day)]
    for row in now:
        seen = max((last_day(one) for one in (row.start, row.last_seen) if one), default=None)
        name = base.people[row.person].name
        if seen is None:
            yield Stale(("offices", row.id), f"{name}, {row.title}: it isn't known since when, nor when it was last so", date.min)
        elif day - seen > UNSEEN:
            yield Stale(("offices", row.id), f"{name}, {row.title}: no end is known, and it was last so on {seen}", seen)
        rivals = [other for other in now if (other.office, other.of) == (row.office, row.of) and (other.start or "") > (row.start or "")]
        if rivals:
            after = base.people[rivals[0].person].name
            reason = f"{name}, {row.title}: no end is known, but {after} holds it, too"
            yield Stale(("offices", row.id), reason, first_day(rivals[0].start or "1949"))


def _summits(base: KnowledgeBase, day: date) -> Iterator[Stale]:
    """Summits that have passed without outcomes, or whose days were never entered."""
    for row in base.summits.values():
        over = last_day(row.end or row.start)
        if over < day and not row.outcomes:
            yield Stale(("summits", row.id), f"{row.name} is over, and nothing of what was decided there is known", over)
        elif over < day and len(row.start) < len("2025-06-24"):
            yield Stale(("summits", row.id), f"{row.name} is over, and its days are not known", over)


def _deadlines(base: KnowledgeBase, day: date) -> Iterator[Stale]:
    """Pledges and commitments in force whose year is over."""
    facts: list[tuple[Key, int | None, str]] = [
        *((("commitments", row.id), row.by, row.name) for row in base.commitments.values() if not row.superseded_by),
        *((("pledges", row.id), row.by, f"the {row.kind} of {base.allies[row.subject].name} of {row.on}") for row in base.pledges.values()),
    ]
    for key, by, what in facts:
        mark = base.marks.get(key)
        if by and by < day.year and not (mark and mark.standing == "superseded"):
            yield Stale(key, f"{what} was for {by}; say what became of it", date(by, 12, 31))
