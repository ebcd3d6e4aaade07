"""Subscriptions in words: what can be watched and how it is named, and how one reads in a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import phrase
from bot.reminders.message import days_of, moment
from bot.reminders.model import Delivery, Occasion, Subscription
from bot.reminders.offsets import Offset, read
from bot.reminders.zones import written
from bot.render.markdown import harmless, size
from bot.suggest import LONGEST, MOST, complete
from knowledge.base import KnowledgeBase

GENERAL = {"summits": "all summits", "deadlines": "all deadlines", "editions": "new NATO figures"}
"""What can be watched whatever the knowledge holds → how it is named."""
EVERYTHING = "everything"
"""All of these at once."""
_ALLY = "ally:"


class WatchError(ValueError):
    """Words that name nothing to be reminded of; the message says which, and what would work."""


def names(base: KnowledgeBase, occasions: Mapping[str, Occasion]) -> dict[str, str]:
    """What can be watched → its name: the kinds, each ally's pledges, then each occasion that lies ahead."""
    allies = {f"{_ALLY}{ally.id}": f"pledges of {phrase.name(base, ally.id, article=True)}" for ally in base.allies.values()}
    single = {one.id: one.name for one in occasions.values() if one.kind in ("summit", "deadline") and not one.news}
    return GENERAL | single | dict(sorted(allies.items(), key=lambda item: item[1]))


def watches(typed: str, base: KnowledgeBase, occasions: Mapping[str, Occasion]) -> tuple[str, ...]:
    """What is meant by names with commas or "and" between them; WatchError where one is unknown."""
    called = _called(base, occasions)
    found: dict[str, None] = {}
    whole = " ".join(typed.split())
    for piece in [whole] if whole.casefold() in called else re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", whole):
        if piece.casefold() == EVERYTHING:
            found |= dict.fromkeys(GENERAL)
        elif piece.casefold() in called:
            found[called[piece.casefold()]] = None
        elif piece:
            meant = (offered(piece, base, occasions) or list(GENERAL.values()))[0]
            raise WatchError(f"I know nothing called “{harmless(piece[:LONGEST])}” to remind of. Do you mean “{harmless(meant)}”?")
    if not found:
        raise WatchError("That names nothing. Write for example “all summits” or “all deadlines, pledges of Spain”.")
    return tuple(found)


def offered(typed: str, base: KnowledgeBase, occasions: Mapping[str, Occasion]) -> list[str]:
    """Names that complete the last one that is typed."""
    start, comma, last = typed.rpartition(",")
    known = names(base, occasions)
    called = {alias: known[id_] for alias, id_ in _called(base, occasions).items() if id_ in known}
    found = complete(last.strip(), {**called, EVERYTHING: EVERYTHING}, MOST)
    before = f"{start.strip()}{comma} " if comma else ""
    return [text for text in (before + name for name in found) if size(text) <= LONGEST]


def _called(base: KnowledgeBase, occasions: Mapping[str, Occasion]) -> dict[str, str]:
    """By what each is called, the short forms too: "summits", "Spain"."""
    known = names(base, occasions)
    called = {name.casefold(): id_ for id_, name in known.items()}
    for id_ in known:
        called.setdefault(id_.casefold(), id_)
        if id_.startswith(_ALLY):
            called.setdefault(base.allies[id_.removeprefix(_ALLY)].name.casefold(), id_)
    return called | {one.id.casefold(): one.id for one in occasions.values() if not one.news}


# --- how a subscription reads


def watched(one: Subscription, base: KnowledgeBase, occasions: Mapping[str, Occasion]) -> str:
    """ "all summits and pledges of Spain"."""
    known = names(base, occasions)
    return phrase.join([known.get(id_) or title(id_, occasions) for id_ in one.watches])


def title(occasion_id: str, occasions: Mapping[str, Occasion]) -> str:
    """What an occasion is called, which may be over or gone."""
    one = occasions.get(occasion_id)
    return one.name if one else occasion_id.rsplit(":", maxsplit=1)[-1].replace("-", " ").title()


def times(offsets: Sequence[Offset]) -> str:
    """ "2 weeks before, 3 days before and the morning of"; "before" is said once of several in a row."""
    said = [one.text for one in offsets]
    short = [text.removesuffix(" before") if later.endswith(" before") else text for text, later in zip(said, [*said[1:], ""], strict=True)]
    return phrase.join(short)


def clock(one: Subscription, now: datetime) -> str:
    """ "Europe/Brussels (UTC+1)"."""
    offset = now.astimezone(ZoneInfo(one.zone)).utcoffset()
    return f"{one.zone} ({written(offset)})" if offset is not None else one.zone


def where(one: Subscription) -> str:
    """The channel, or you."""
    return "you, by direct message" if one.guild_id is None else f"<#{one.channel_id}>"


def lines(one: Subscription, base: KnowledgeBase, occasions: Mapping[str, Occasion], now: datetime) -> list[str]:
    """A subscription in a list."""
    state = " · ⏸️ paused" if one.paused else ""
    found = [f"**{one.id}** · {harmless(watched(one, base, occasions))} → {where(one)}{state}"]
    pinged = f"pings <@&{one.role_id}>" if one.role_id else "pings nobody" if one.guild_id else ""
    found.append("-# " + " · ".join(part for part in (times(one.offsets), clock(one, now), pinged) if part))
    if one.muted:
        found.append(f"-# Muted: {harmless(phrase.join([title(id_, occasions) for id_ in sorted(one.muted)]))}")
    if one.trouble:
        found.append(f"-# ⚠️ {harmless(one.trouble)}")
    return found


def coming(one: Delivery, occasions: Mapping[str, Occasion]) -> str:
    """A delivery that lies ahead: "Albania Summit, 2 weeks before: <when>"."""
    return f"{moment(one.due_at, 'F')} · {harmless(title(one.occasion, occasions))}, {read(one.offset).text}"


def dateless(one: Occasion, locale: str = "en") -> str:
    """ "Albania Summit: in 2027; the days are not known yet"."""
    return f"{harmless(one.name)}: {days_of(one, locale)}"


def undated(subscription: Subscription, occasions: Mapping[str, Occasion]) -> list[str]:
    """What is watched and has no day yet."""
    found = (one for one in occasions.values() if one.start is None and not one.news and subscription.watches_over(one.id))
    return [dateless(one, subscription.locale) for one in found]
