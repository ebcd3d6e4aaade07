"""Reminder → what its message says, part by part: what, where, when, how long until, where allies stand, what is on the table, what is new.

    Reminder ─▶ Notice (lines that stay whole) ─render/notice▶ card · plain text

Days stand as Discord's timestamps, which every reader sees in their own language: at noon of the place, so that it is the same
day nearly everywhere. No hour is said, as none is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from bot import phrase
from bot.answer import Chart, Citation
from bot.ask import Mind
from bot.reminders import standing
from bot.reminders.model import CORRECTION, GONE, NEWS, Occasion, Reminder
from bot.reminders.standing import Standing
from bot.render.markdown import cut, harmless
from bot.render.parts import Part, citation, quotation, some
from knowledge.base import View

Tone = Literal["reminder", "news", "correction"]
Parts = tuple[Part, ...]

SENTENCE = 320
"""Units of one sentence of an answer, or of one line of news."""
_SOURCES, _MISSED = 3, 3
_SHORT = 2
"""Days before an occasion on which the countdown is said in words."""


@dataclass(frozen=True)
class Notice:
    """What a message shows. `occasion`: what its buttons lead to (a deadline, say), with the rest that they need to know."""

    parts: Parts
    tone: Tone
    occasion: str
    nonce: str
    subscription: int
    in_guild: bool
    locale: str = "en"
    role_id: int | None = None
    chart: Chart | None = None
    dated: bool = False
    """Whether there is a day to count down to, to be reminded of and to put into a calendar."""


def compose(mind: Mind, reminder: Reminder) -> Notice:
    """The message, with everything in it as known on the day of `reminder.now` where the subscriber is."""
    one, subscription, delivery = reminder.occasion, reminder.subscription, reminder.delivery
    today = reminder.now.astimezone(ZoneInfo(subscription.zone)).date()
    view = standing.known(mind, today)
    corrects = one is None or delivery.offset.startswith(CORRECTION)
    told = Standing() if one is None or corrects else _standing(mind, one, today, subscription.locale)
    tone: Tone
    if one is None or corrects:
        parts, tone = _correction(reminder, view), "correction"
    elif delivery.offset == NEWS:
        parts, tone = _news(reminder, one), "news"
    else:
        parts, tone = _countdown(reminder, one, view, today), "reminder"
    return Notice(
        parts=tuple(part for part in (*_marked(parts, reminder), *_told(told, subscription.locale)) if part.lines),
        tone=tone,
        occasion=delivery.occasion,
        nonce=delivery.nonce,
        subscription=subscription.id,
        in_guild=subscription.guild_id is not None,
        locale=subscription.locale,
        role_id=subscription.role_id,
        chart=told.chart,
        dated=one is not None and one.start is not None and not (one.news or one.yearly),
    )


# --- what is said first


def _countdown(reminder: Reminder, one: Occasion, view: View, today: date) -> list[Part]:
    """The days that are left, where and when it is, and what is new since the last time."""
    subscription, told = reminder.subscription, reminder.told
    lead = [
        f"🔔 **{harmless(one.name)}{_left(one, today)}**",
        *_place(one, view),
        f"🗓️ {days_of(one, subscription.locale)}{_relative(one, today)}",
    ]
    if told and told.start and reminder.correction:
        lead.append(f"The date has moved: it was {phrase.day(told.start, subscription.locale)} when you were last told.")
    if told is None or told.sent_at is None:
        return [Part("lead", lead)]
    since = told.sent_at.astimezone(ZoneInfo(subscription.zone)).date()
    fresh = standing.news(view, since, _ally(one), subscription.locale)
    head = f"**New since the last reminder** ({phrase.day(since, subscription.locale)})"
    return [Part("lead", lead), Part("working", [head, *(f"- {cut(line, SENTENCE)}" for line in fresh)] if fresh else [])]


def _news(reminder: Reminder, one: Occasion) -> list[Part]:
    """What has appeared, and what else has by now."""
    locale = reminder.subscription.locale
    sign, title = ("📊", f"New figures: {one.name}") if one.kind == "edition" else ("📣", one.name)
    also = [f"- {harmless(other.name)} ({phrase.day(other.when, locale)})" for other in reminder.others]
    return [
        Part("lead", [f"{sign} **{harmless(title)}**", f"🗓️ {phrase.day(one.when, locale)}"]),
        Part("working", ["**Also new**", *also] if also else []),
    ]


def _correction(reminder: Reminder, view: View) -> list[Part]:
    """What holds now, and what was told before."""
    locale, one, told = reminder.subscription.locale, reminder.occasion, reminder.told
    if one is None:
        lines = [f"❌ **{harmless(reminder.delivery.name)}: cancelled**", "It is no longer in what I know."]
    else:
        title = "takes place after all" if told and told.start == GONE else "has a new date" if one.start else "has no date any more"
        lines = [f"⚠️ **{harmless(one.name)} {title}**", *_place(one, view), f"🗓️ {days_of(one, locale)}"]
    if told and told.start and told.sent_at:
        lines.append(f"-# On {phrase.day(told.sent_at.date(), locale)} I told you {phrase.day(told.start, locale)}.")
    return [Part("lead", lines)]


# --- how things stand


def _standing(mind: Mind, one: Occasion, today: date, locale: str) -> Standing:
    pledge = mind.knowledge.pledges.get(one.fact) if one.kind == "pledge" else None
    return standing.of_pledge(mind, pledge, today, locale) if pledge else standing.of_all(mind, today, locale)


def _told(told: Standing, locale: str) -> list[Part]:
    """The sentences under their headings, and what they rest on."""
    return [
        Part("body", [f"**{harmless(told.where)}**", *(f"- {cut(line, SENTENCE)}" for line in told.stands)] if told.stands else []),
        Part("table", [f"**{harmless(told.what)}**", *(f"- {cut(line, SENTENCE)}" for line in told.agreed)] if told.agreed else []),
        Part("words", [quotation(quote, locale) for quote in told.quotes[:1]]),
        Part("notes", [f"-# Note: {cut(caveat, SENTENCE)}" for caveat in told.caveats]),
        some("sources", _cited(told.sources, locale), _SOURCES, ""),
    ]


def _cited(sources: Sequence[Citation], locale: str) -> list[str]:
    head = "Source: " if len(sources) == 1 else "Sources: "
    return [f"-# {'' if number else head}{citation(source, locale)}" for number, source in enumerate(sources)]


def _marked(parts: list[Part], reminder: Reminder) -> list[Part]:
    """With what went wrong on the way, at the top: that it is late, and what never came."""
    lead, *others = parts
    lines = list(lead.lines)
    if reminder.late:
        lines.append(f"-# Late: this was due {moment(reminder.delivery.due_at, 'f')}; I could not send it then.")
    if missed := reminder.missed:
        count = phrase.plural(len(missed), "earlier reminder", "earlier reminders")
        lines.append(f"-# {count} could not be sent in time: {phrase.join([moment(one.due_at, 'f') for one in missed[:_MISSED]])}.")
    return [lead._replace(lines=lines), *others]


def _ally(one: Occasion) -> str | None:
    return one.id.split(":")[1] if one.kind == "pledge" else None


# --- where and when


def days_of(one: Occasion, locale: str) -> str:
    """The days as timestamps, or what is known of them."""
    if one.yearly:
        return f"in {one.when}; the day is not set"
    if one.start is None:
        return f"in {phrase.day(one.when, locale)}; the {'day is' if len(one.when) == len('2027-07') else 'days are'} not known yet"
    first = _noon(one.start, one.zone)
    return f"{first} to {_noon(one.end, one.zone)}" if one.end and one.end != one.start else first


def _relative(one: Occasion, today: date) -> str:
    """Counts by itself in the reader's client; only where days are counted, as the hour is not known."""
    if one.start is None or one.yearly or (one.start - today).days < _SHORT:
        return ""
    return f" · {moment(_at_noon(one.start, one.zone), 'R')}"


def _left(one: Occasion, today: date) -> str:
    """ ": 14 days to go", on the day of sending."""
    if one.start is None or one.yearly:
        return ""
    days = (one.start - today).days
    if days < 0 or (days == 0 and one.end not in (None, one.start)):
        return " begins today" if days == 0 else " is under way"
    return " is today" if days == 0 else " is tomorrow" if days == 1 else f": {days} days to go"


def _place(one: Occasion, view: View) -> list[str]:
    row = view.base.summits.get(one.fact) if one.kind == "summit" else None
    if row is None:
        return []
    country = phrase.name(view.base, row.country) if row.country else ""
    return ["📍 " + ", ".join(harmless(part) for part in (row.venue, row.city, country) if part)]


def _at_noon(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(zone))


def _noon(day: date, zone: str) -> str:
    return moment(_at_noon(day, zone), "D")


def moment(at: datetime, style: str) -> str:
    return f"<t:{int(at.timestamp())}:{style}>"
