"""A candidate as it waits for a decision: what it would become, and what moderators may correct of it.

    candidate ──offer──▶ Offer ⇄ JSON (the queue) ──corrected──▶ Offer ──acceptance──▶ changes

Words are kept as their places in the text, never beside it: what is accepted is cut out of the text again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Literal

from knowledge import rows
from knowledge.intake.candidates import Candidate, speaker_of
from knowledge.intake.figures import FigureFound
from knowledge.intake.occasions import Occasion
from knowledge.intake.passages import Passage
from knowledge.intake.positions import Position
from knowledge.intake.quotations import Quotation
from knowledge.intake.reports import Paraphrase
from knowledge.intake.speakers import Speaker
from knowledge.model import Ids, Stance
from knowledge.rows import RowError, adapter, complaint
from knowledge.when import Partial

Kind = Literal["quote", "reported", "figure", "position", "summit"]
GAP = " … "
"""Between parts of a quotation that don't stand together in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a text says, as it would be taken in.

    `parts`: places in the text, from and to before; `mark`: where in them the figure or the cue of the position is. `speaker`: a
    person's id, or the name as the text has it; "" is the text's own voice. `on`: when it was said, None: on the day of publication.
    `keep`: what it becomes; a figure or position can be kept as a "pledge", too, and a figure of a known `edition`, named so by a
    moderator, as a "figure" of that edition. `apart`: said another time, in words that are known already.
    `again`: the statement, or "#" and the number of the candidate, that has these words; looked at anew when it is taken in.
    """

    kind: Kind
    keep: Literal["statement", "pledge", "figure", "summit"] = "statement"
    parts: tuple[tuple[int, int], ...]
    mark: int | None = None
    speaker: str = ""
    role: str = ""
    on: Partial | None = None
    place: str = ""
    about: Ids = ()
    topics: Ids | None = None
    stance: Stance = "not_about"
    note: str | None = None
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    bound: str = ""
    sense: str = ""
    year: int | None = None
    by: int | None = None
    indicator: str | None = None
    edition: str | None = None
    start_day: Partial | None = None
    end_day: Partial | None = None
    city: str | None = None
    country: str | None = None
    timezone: str | None = None
    summit: str | None = None
    apart: bool = False
    again: str | None = None

    @property
    def start(self) -> int:
        return self.parts[0][0]

    @property
    def end(self) -> int:
        return self.parts[-1][1]

    def words(self, text: str) -> str:
        """What stands in the text at its places."""
        return GAP.join(Passage(start, end, text[start:end], text).words for start, end in self.parts)


_FIXED = frozenset(("kind", "parts", "mark", "again"))
WORDS = "words"
"""The correction that takes another stretch of the text."""


def offer(one: Candidate) -> Offer:
    """The candidate as it would be taken in, with no more than it says."""
    speaker = speaker_of(one)
    named: dict[str, Any] = {"speaker": speaker.person or speaker.name, "role": speaker.role} if speaker else {}
    more: dict[str, Any]
    match one:
        case Quotation():
            return Offer(kind="quote", parts=tuple((part.start, part.end) for part in one.parts), again=one.again, **named)
        case Paraphrase():
            return Offer(kind="reported", parts=_at(one.passage), again=one.again, **named)
        case FigureFound():
            more = {name: getattr(one, name) for name in ("value", "high", "unit", "bound", "sense", "year", "by")}
            return Offer(kind="figure", parts=_at(one.sentence), mark=one.start, about=one.allies, **more, **named)
        case Position():
            keep: Any = "pledge" if speaker is None and len(one.allies) == 1 else "statement"
            more = {"mark": one.cue.start, "about": one.allies, "stance": _stance(one, speaker)}
            return Offer(kind="position", keep=keep, parts=_at(one.passage), **more, **named)
        case Occasion():
            more = {name: getattr(one, name) for name in ("start_day", "end_day", "city", "country", "summit")}
            return Offer(kind="summit", keep="summit", parts=_at(one.passage), **more)


def _at(passage: Passage) -> tuple[tuple[int, int], ...]:
    return ((passage.start, passage.end),)


def _stance(one: Position, speaker: Speaker | None) -> Stance:
    """A stance is a speaker's own: what is said of others' is none."""
    if speaker is None or one.who is None or (speaker.person or speaker.name) != (one.who.person or one.who.name):
        return "not_about"
    stances: dict[str, Stance] = {"for": "for", "against": "against", "reluctant": "conditional", "haggling": "conditional"}
    return stances.get(one.leaning, "not_about")


# --- JSON, and corrections


def dump(one: Offer) -> dict[str, Any]:
    """The offer as JSON, without what has its default."""
    return rows.dump(one)


def parse(payload: Mapping[str, Any]) -> Offer:
    """The offer from its JSON."""
    made: Offer = adapter(Offer).validate_python(dict(payload))
    return made


def corrected(one: Offer, text: str, values: Mapping[str, Any]) -> Offer:
    """The offer with fields as a moderator has them; `words`: another stretch of the text. RowError says what can't be."""
    from pydantic import ValidationError

    if wrong := [f"{name}: it can't be corrected; take the candidate for what it is, or refuse it" for name in values if name in _FIXED]:
        raise RowError(wrong)
    values = dict(values)
    words = values.pop(WORDS, None)
    known = {field.name for field in fields(Offer)}
    kept = {name: value for name, value in dump(one).items() if name not in values}
    given = {name: value for name, value in values.items() if value is not None or name not in known}
    try:
        made: Offer = adapter(Offer).validate_python(kept | given)
    except ValidationError as error:
        raise RowError(complaint(Offer, fault) for fault in error.errors()) from None
    return made if words is None else replace(made, parts=places(text, str(words), one.start))


def places(text: str, words: str, near: int) -> tuple[tuple[int, int], ...]:
    """Where words stand in the text, as near to a place as they do; parts of a quotation with "…" between. RowError where not."""
    pieces = [piece for piece in re.split(r"\s*(?:…|\[…\]|\[\.\.\.\])\s*", words.strip()) if piece]
    if not pieces:
        raise RowError([f"{WORDS}: they are missing"])
    whole = _find(text, words.strip(), near)
    if whole is not None:
        return ((whole, whole + len(words.strip())),)
    found: list[tuple[int, int]] = []
    for piece in pieces:
        start = _find(text, piece, near) if not found else text.find(piece, found[-1][1])
        if start is None or start < 0:
            raise RowError([f"{WORDS}: “{piece[:80]}” doesn't stand in the text like that, letter for letter{_alike(text, piece)}"])
        found.append((start, start + len(piece)))
    return tuple(found)


def _find(text: str, piece: str, near: int) -> int | None:
    starts = [match.start() for match in re.finditer(re.escape(piece), text)]
    return min(starts, key=lambda start: abs(start - near), default=None)


def _alike(text: str, piece: str) -> str:
    """The stretch of the text that may be meant."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    if len(piece) > 2000 or not (found := partial_ratio_alignment(piece, text, score_cutoff=75)):
        return ""
    meant = " ".join(text[found.dest_start : found.dest_end].split())
    return f"; there is “{meant[:160]}”"
