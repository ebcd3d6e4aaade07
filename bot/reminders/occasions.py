"""The knowledge → what there is to be reminded of.

* A summit whose day isn't known is there, without a day.
* A commitment's deadline "by 2035" is the last day of that year; its review in 2029 is the year itself, from the first day on.
* A new edition of NATO's figures and a new pledge are news: known when they appear.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import blake2b

from bot import phrase
from bot.reminders.model import Occasion
from knowledge.base import View
from knowledge.model import Commitment, Pledge, Summit
from knowledge.when import first_day, last_day

LONGEST = 64
NATO = "Europe/Brussels"
"""Where what concerns all allies takes place."""
BINDING = ("guideline", "pledge", "commitment", "targets")
"""The kinds of commitment whose deadlines are the Alliance's own."""


def occasions(view: View) -> Mapping[str, Occasion]:
    """Everything by id that isn't over, and all news; what is later than the view's day and known by then is there."""
    found = {one.id: one for one in (*_summits(view), *_deadlines(view), *_editions(view), *_pledges(view))}
    return {id_: one for id_, one in found.items() if one.news or _ahead(one, view.day)}


def agree(before: Mapping[str, Occasion], after: Mapping[str, Occasion], day: date) -> bool:
    """Whether nothing has changed from one day to a later one but that some are over."""
    return all(before.get(id_) == one for id_, one in after.items()) and not any(
        one.news or _ahead(one, day) for id_, one in before.items() if id_ not in after
    )


def _ahead(one: Occasion, day: date) -> bool:
    return (one.end or one.start or last_day(one.when)) >= day - timedelta(days=1)  # it is that day longest where the sun sets last


def _summits(view: View) -> Iterator[Occasion]:
    return map(_summit, view.summits.values())


def _summit(row: Summit) -> Occasion:
    start, end = _day(row.start), _day(row.end or row.start)
    return Occasion(
        id=_id("summit", row.id),
        kind="summit",
        fact=row.id,
        name=row.name,
        when=row.start,
        start=start,
        end=max(start, end) if start and end else start,
        zone=row.timezone,
        place=row.city,
    )


def _deadlines(view: View) -> Iterator[Occasion]:
    for row in view.commitments.values():
        if row.superseded_by in view.commitments or row.kind not in BINDING:
            continue
        if row.by:
            yield _deadline(row, _id("deadline", row.id), f"Deadline of “{row.name}”", row.by)
        if row.review:
            first = date(row.review, 1, 1)
            yield Occasion(
                id=_id("deadline", row.id, "review"),
                kind="deadline",
                fact=row.id,
                name=f"Review of “{row.name}”",
                when=str(row.review),
                start=first,
                end=first.replace(month=12, day=31),
                zone=NATO,
                yearly=True,
            )


def _deadline(row: Commitment, id_: str, name: str, year: int) -> Occasion:
    last = date(year, 12, 31)
    return Occasion(id=id_, kind="deadline", fact=row.id, name=name, when=str(year), start=last, end=last, zone=NATO)


def _editions(view: View) -> Iterator[Occasion]:
    for row in view.base.editions.values():
        if row.definition == "nato":
            day = row.published_on
            id_ = _id("edition", row.id)
            yield Occasion(id=id_, kind="edition", fact=row.id, name=row.name, when=str(day), start=day, end=day, zone=NATO, news=True)


def _pledges(view: View) -> Iterator[Occasion]:
    for row in view.pledges.values():
        ally = view.allies.get(row.subject)
        if ally is None:
            continue
        yield _new_pledge(row, f"New pledge: {ally.name}")
        if row.by:
            last = date(row.by, 12, 31)
            yield Occasion(
                id=_id("pledge", row.subject, row.id),
                kind="pledge",
                fact=row.id,
                name=f"{phrase.possessive(ally.name)} pledge for {row.by}",
                when=str(row.by),
                start=last,
                end=last,
                zone=NATO,
            )


def _new_pledge(row: Pledge, name: str) -> Occasion:
    day = last_day(row.on)
    id_ = _id("pledge", row.subject, row.id, "new")
    return Occasion(id=id_, kind="pledge", fact=row.id, name=name, when=row.on, start=day, end=day, zone=NATO, news=True)


def _id(*parts: str) -> str:
    """An id that fits into a button's: of a long one the end is a hash."""
    whole = ":".join(parts)
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 17] + "~" + blake2b(whole.encode(), digest_size=8).hexdigest()


def _day(when: str) -> date | None:
    """The day, where it is known."""
    return first_day(when) if len(when) == len("2026-07-07") else None
