"""A candidate's fields as a moderator may correct them: what its form asks, filled with what the intake found, and read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.curation.fields import DAY, SPOKEN, WORDS, YEAR, choice, link, links, plain
from bot.curation.forms import Field
from bot.curation.typed import Unread
from knowledge.base import KnowledgeBase
from knowledge.intake import offers
from knowledge.intake.offers import Offer

PASSAGE = offers.WORDS
_SPEAKER = Field("speaker", "Who said it", link("people", else_words=True), "A name; empty: the text's own voice")
_ROLE = Field("role", "As what", help="The office held on that day")
_ON = Field("on", "When", DAY, "Empty: on the day of publication")
_PLACE = Field("place", "Where, or to whom")
_PASSAGE = Field(PASSAGE, "The words", SPOKEN, "Another stretch of the text, letter for letter; … between parts", long=True)
_ABOUT = Field("about", "Countries it is about", links(link("allies", "non_members")), "Commas between them")
_STANCE = Field(
    "stance", "On the 5 % target", choice([(one, one.replace("_", " ")) for one in ("not_about", "for", "against", "conditional")])
)
_KEEP = Field(
    "keep",
    "Keep it as",
    choice([("statement", "what somebody said"), ("pledge", "a pledge of the ally"), ("figure", "a figure of an edition")]),
)
_EDITION = Field("edition", "Of which edition", link("editions"), "For a figure that one of NATO's tables has")
_YEAR = Field("year", "Year", YEAR)
_DAYS = (Field("start_day", "First day", DAY), Field("end_day", "Last day", DAY))
_CITY = (Field("city", "City", plain(str.strip)), Field("country", "Country", link("allies", "non_members")))
_ZONE = Field("timezone", "Time zone", WORDS, "Like Europe/Istanbul")

FORMS: dict[str, tuple[Field, ...]] = {
    "quote": (_SPEAKER, _ROLE, _ON, _PLACE, _PASSAGE),
    "reported": (_SPEAKER, _ROLE, _ON, _PLACE, _PASSAGE),
    "figure": (_SPEAKER, _ABOUT, _YEAR, _KEEP, _EDITION),
    "position": (_SPEAKER, _ABOUT, _STANCE, _KEEP, _PASSAGE),
    "summit": (*_DAYS, *_CITY, _ZONE),
}
"""The form of each kind of candidate."""


def filled(base: KnowledgeBase, offer: Offer, words: str) -> dict[str, str]:
    """The form as the candidate is."""
    held: dict[str, Any] = {PASSAGE: words}
    shown: dict[str, str] = {}
    for one in FORMS[offer.kind]:
        value = held.get(one.name, getattr(offer, one.name, None))
        if value not in (None, "", ()):
            shown[one.name] = one.sort.show(list(value) if isinstance(value, tuple) else value, base)
    return shown


def read(
    base: KnowledgeBase, kind: str, typed: Mapping[str, str], origin: Mapping[str, str]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What was changed in the form, as `offers.corrected` takes it; and what is wrong with it, by the field's label."""
    values: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for one in FORMS[kind]:
        text = typed.get(one.name, "").strip()
        if text == origin.get(one.name, "").strip():
            continue
        try:
            values[one.name] = one.sort.read(text, base) if text else None
        except Unread as unread:
            faults.append((one.label, str(unread)))
    if PASSAGE in values and not values[PASSAGE]:
        del values[PASSAGE]
    return values, faults
