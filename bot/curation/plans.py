"""What somebody typed into a form → the changes that it means, and what is wrong with it, field by field.

    {"speaker": "Rutte", "on": "8 July 2026", …} ─▶ Plan((Change(add, sources, …), Change(add, statements, …)), {})

Pure: what is known comes in as a knowledge base.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot import phrase
from bot.curation import forms, labels
from bot.curation.forms import ALIAS, COMMITMENT, FIGURE, OFFICE, PERSON, PLEDGE, STATEMENT, SUMMIT, Kind
from bot.curation.labels import ALIASES, Ref
from bot.curation.typed import Unread, measured
from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.change import Action, Change
from knowledge.when import first_day, last_day

Typed = Mapping[str, str]
Seen = Callable[[tuple[str, str]], int]
"""By table and id the number of the newest revision of a fact."""
NEW_SOURCE = "source_title"
_PART_OF = {
    "quote_speaker": "quote", "outcome": "outcomes", "outcome_on": "outcomes", **dict.fromkeys(
        ("source_title", "source_publisher", "source_date", "source_url"), "sources")
}  # fmt: skip
"""The fields of a form that make a part of a row's field."""
_SOURCED = ("sources", "source_title", "source_publisher", "source_date", "source_url")


@dataclass(frozen=True)
class Plan:
    """`faults`: what keeps it from being saved, by the name of the field ("": none in particular); `facts`: what it is about."""

    changes: tuple[Change, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    fact: Ref | None = None


def _row(base: KnowledgeBase, fact: Ref) -> Any:
    """The row of a fact that is there."""
    row = rows.get(base, *fact)
    if row is None:
        raise LookupError(str(fact))
    return row


class _Reader:
    """Reads fields one by one, and collects what is wrong."""

    def __init__(self, kind: Kind, typed: Typed, base: KnowledgeBase) -> None:
        self.kind, self.typed, self.base = kind, typed, base
        self.faults: dict[str, str] = {}

    def __call__(self, name: str) -> Any:
        """The value; None where nothing was typed or it can't be read."""
        text = self.typed.get(name, "").strip()
        shape = self.kind.fields[name]
        if not text:
            if shape.needed:
                self.faults[name] = "it is missing"
            return None
        try:
            return shape.sort.read(text, self.base) or None if text else None
        except Unread as unread:
            self.faults[name] = str(unread)
            return None


def plan(kind: Kind, typed: Typed, base: KnowledgeBase, key: str, seen: Seen, fact: Ref | None = None) -> Plan:
    """The changes that make the fact `fact` (None: a new one) what was typed. `key` makes the ids of what is new unique."""
    read = _Reader(kind, typed, base)
    if kind is ALIAS:
        return _alias(read, seen, fact)
    if kind is FIGURE:
        return _figure(read, key, seen, fact)
    value, source = _value(read, key, fact)
    held = forms.filled(base, fact) if fact else {}
    touched = _touched(kind, typed, held)
    if touched & {"on", "sources"} and not read.faults and (early := _early(base, value, source)):
        read.faults["sources"] = early
    if read.faults:
        return Plan(faults=read.faults, fact=fact)
    if fact is None and kind is STATEMENT and (known := _known(base, value)):
        said = f"I have these words already: {labels.label(base, known)}. Amend that one, to add a source or to correct it."
        return Plan(faults={"text": said}, fact=known)
    made = Ref(kind.table, fact.id if fact else new_id(kind, value, key))
    if fact is None:
        value = {name: held for name, held in value.items() if held is not None}
    else:
        value = {name: held for name, held in _changed(rows.dump(_row(base, fact)), value).items() if name in touched}
        if not value and not source:
            return Plan(faults={"": "Nothing would change."}, fact=fact)
    change = Change(action="amend" if fact else "add", table=made.table, id=made.id, value=value, seen=seen(made))
    return Plan((*source, change), fact=made)


def withdraw(base: KnowledgeBase, fact: Ref, action: Action, reason: str, seen: Seen, by: Ref | None = None) -> Plan:
    """Retract, dispute or supersede a fact; `by`: what took its place."""
    if fact.table == ALIASES:
        if action != "retract":
            return Plan(faults={"": "An alias can be retracted or amended, not disputed or superseded."}, fact=fact)
        owner, words = labels.owned(fact)
        left = [alias for alias in _row(base, owner).aliases if alias != words]
        value = {"aliases": left or None}
        return Plan((Change(action="amend", table=owner.table, id=owner.id, value=value, reason=reason, seen=seen(owner)),), fact=fact)
    if by and by.table != fact.table:
        return Plan(faults={"by": "What takes its place has to be of the same kind."}, fact=fact)
    change = Change(action=action, table=fact.table, id=fact.id, reason=reason, by=by.id if by else None, seen=seen(fact))
    return Plan((change,), fact=fact)


def _known(base: KnowledgeBase, value: Mapping[str, Any]) -> Ref | None:
    """The statement that has these words of this speaker, letter for letter."""
    same = (row.id for row in base.statements.values() if row.text == value["text"] and row.speaker == value["speaker"])
    return next((Ref(STATEMENT.table, id_) for id_ in same), None)


# --- one row of one table


def _value(read: _Reader, key: str, fact: Ref | None) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """The fields of the row that were typed, None for those left empty; and the source that is added with it."""
    value = {name: read(name) for name in read.kind.fields if name not in _SOURCED}
    source: tuple[Change, ...] = ()
    if "sources" in read.kind.fields:
        value["sources"], source = _sources(read, key)
    match read.kind.name:
        case PLEDGE.name:
            _pledge(read, value, fact)
        case STATEMENT.name:
            value["topics"] = value["topics"] or []
            value["form"] = None if value["form"] == "direct" else value["form"]
            value["stance"] = None if value["stance"] == "not_about" else value["stance"]
        case SUMMIT.name:
            _summit(read, value, fact)
        case OFFICE.name:
            value |= {name: value[name] or None for name in ("acting", "unsure")}
            value["title"] = _bare(read.base, value["title"], value["of"])
        case _:
            pass
    return value, source


def _bare(base: KnowledgeBase, title: str | None, of: str | None) -> str | None:
    """A title without the country, which is named with it wherever it is said."""
    if not title or not of:
        return title
    name = phrase.name(base, of)
    for tail in (f" of the {name}", f" of {name}"):
        title = title.removesuffix(tail)
    return title


def _early(base: KnowledgeBase, value: Mapping[str, Any], new: Sequence[Change]) -> str | None:
    """What is wrong where every source had appeared before what it is to tell of."""
    days = [(change.value or {}).get("published_on") for change in new]
    days += [base.sources[id_].published_on for id_ in value.get("sources") or () if id_ in base.sources]
    if not value.get("on") or not days or any(day is None or last_day(day) >= first_day(value["on"]) for day in days):
        return None
    return f"no source of {phrase.day(max(filter(None, days)))} can tell of {phrase.day(value['on'])}: name one that appeared later"


def _pledge(read: _Reader, value: dict[str, Any], fact: Ref | None) -> None:
    """A quote stands in the first source, unless it is known to stand in another."""
    words, speaker = value.pop("quote"), value.pop("quote_speaker")
    held = rows.dump(_row(read.base, fact)).get("quote", {}) if fact else {}
    quote = {"source": (value["sources"] or [""])[0]} | held | {"text": words, "speaker": speaker}
    value["quote"] = {name: part for name, part in quote.items() if part} if words else None


def _summit(read: _Reader, value: dict[str, Any], fact: Ref | None) -> None:
    outcome, on = value.pop("outcome"), value.pop("outcome_on")
    value["kind"] = _row(read.base, fact).kind if fact else "summit"
    if not value["timezone"] and not (zone := _zone(read.base, value["country"])):
        read.faults["timezone"] = "the country has none or several; write it like Europe/Istanbul"
    else:
        value["timezone"] = value["timezone"] or zone
    if value["timezone"] and not _is_zone(value["timezone"]):
        read.faults["timezone"] = f"there is no time zone “{value['timezone'][:40]}”; write it like Europe/Istanbul"
    if not outcome:
        return
    if not on or len(on) != 10:
        read.faults["outcome_on"] = "the outcome needs the day on which it was agreed"
        return
    held = rows.dump(_row(read.base, fact)).get("outcomes", []) if fact else []
    value["outcomes"] = [*held, {"text": outcome, "on": on, "sources": value["sources"] or []}]


def _zone(base: KnowledgeBase, country: str | None) -> str | None:
    """The time zone of a country that has one alone."""
    from babel.core import get_global

    codes = {id_: code for code, (_, id_) in base.alpha2().items()}
    zones = get_global("territory_zones").get(codes.get(country or "", ""), ())
    return zones[0] if len(zones) == 1 else None


def _is_zone(name: str) -> bool:
    from zoneinfo import available_timezones

    return name in available_timezones()


def _sources(read: _Reader, key: str) -> tuple[list[str] | None, tuple[Change, ...]]:
    """The ids of the sources, and the new one among them."""
    known: list[str] = read("sources") or []
    texts = {name: read(name) for name in _SOURCED[1:]}
    if not any(texts.values()):
        if not known:
            read.faults.setdefault("sources", "every fact needs a source: name one that I know, or describe a new one")
        return known or None, ()
    for name, what in (("source_title", "its title"), ("source_publisher", "its publisher")):
        if not texts[name]:
            read.faults.setdefault(name, f"a new source needs {what}")
    if read.faults:
        return known, ()
    made = Ref("sources", f"{slug(texts['source_publisher'])[:30]}-{key}")
    value = {"title": texts["source_title"], "publisher": texts["source_publisher"], "published_on": texts["source_date"],
             "url": texts["source_url"], "grade": "C"}  # fmt: skip
    change = Change(action="add", table=made.table, id=made.id, value={name: held for name, held in value.items() if held})
    return [made.id, *known], (change,)


def _touched(kind: Kind, typed: Typed, held: Typed) -> set[str]:
    """The row's fields that somebody typed anew: whatever else a form shows stays as it is, to the last blank."""
    names = {name for name in kind.fields if typed.get(name, "").strip() != held.get(name, "").strip()}
    return {_PART_OF.get(name, name) for name in names}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What differs; None for what there is no more."""
    return {name: held for name, held in after.items() if (held or None) != (before.get(name) or None)}


# --- figures and aliases


def _figure(read: _Reader, key: str, seen: Seen, fact: Ref | None) -> Plan:
    """A figure's id says what it is of; one that is there already is amended, whether or not it was called new."""
    subject, indicator, year, edition = (read(name) for name in ("subject", "indicator", "year", "edition"))
    raw = read("value")
    typed_source = any(read.typed.get(name, "").strip() for name in _SOURCED)
    known, source = _sources(read, key) if typed_source else (None, ())
    unit = forms.unit_of(read.base, indicator, subject or "") if indicator else None
    if raw and indicator:
        try:
            value, estimate = measured(raw, unit) if unit else ("", False)
        except Unread as unread:
            read.faults["value"] = str(unread)
        if subject and not unit:
            read.faults["indicator"] = f"{read.typed['subject'].strip()} has no national currency"
    if read.faults:
        return Plan(faults=read.faults, fact=fact)
    made = Ref("figures", f"{edition}/{indicator}/{subject}/{year}")
    if fact and fact != made:
        return Plan(faults={"": "That is another figure: add it, and retract this one."}, fact=fact)
    row = rows.get(read.base, *made)
    resting = known[0] if known else row.source if row else read.base.editions[edition].source
    new = {"value": value, "unit": unit, "source": resting, "estimate": estimate}
    if row is not None:
        new = _changed({"estimate": False} | rows.dump(row), new)
        if not new:
            return Plan(faults={"": "That is what I have: nothing would change."}, fact=made)
    change = Change(action="amend" if row else "add", table=made.table, id=made.id, value=new, seen=seen(made))
    return Plan((*source, change), fact=made)


def _alias(read: _Reader, seen: Seen, fact: Ref | None) -> Plan:
    """Another name is a change of what it names; `fact`: the alias that it takes the place of."""
    words, owner = read("alias"), None
    if typed := read("of"):
        owner = labels.meant(read.base, read.typed["of"], labels.NAMED) if typed else None
    if read.faults or owner is None or words is None:
        return Plan(faults=read.faults, fact=fact)
    changes = []
    if fact:
        old, before = labels.owned(fact)
        if old != owner:
            left = [alias for alias in _row(read.base, old).aliases if alias != before]
            changes.append(Change(action="amend", table=old.table, id=old.id, value={"aliases": left or None}, seen=seen(old)))
    if fact and labels.owned(fact) == (owner, words):
        return Plan(faults={"": "Nothing would change."}, fact=fact)
    row = _row(read.base, owner)
    names = [alias for alias in row.aliases if not (fact and labels.owned(fact) == (owner, alias))]
    if words.casefold() in {row.name.casefold(), *(alias.casefold() for alias in names)}:
        return Plan(faults={"alias": f"{row.name} is called so already"}, fact=fact)
    if taken := next((other for other, kind, id_ in read.base.names() if other.casefold() == words.casefold()), None):
        return Plan(faults={"alias": f"“{taken}” is the name of something else; one name can't mean two things"}, fact=fact)
    changes.append(Change(action="amend", table=owner.table, id=owner.id, value={"aliases": [*names, words]}, seen=seen(owner)))
    return Plan(tuple(changes), fact=Ref(ALIASES, f"{owner.table}/{owner.id}/{words}"))


# --- ids


def new_id(kind: Kind, value: Mapping[str, Any], key: str) -> str:
    """An id that people can read, and that nothing else has: its end is the draft's."""
    parts = {
        STATEMENT.name: ("speaker", "on"), PLEDGE.name: ("subject", "on"), COMMITMENT.name: ("name",), SUMMIT.name: ("name",),
        PERSON.name: ("name",), OFFICE.name: ("of", "person"),
    }.get(kind.name, ("publisher", "published_on"))  # fmt: skip
    readable = "-".join(slug(str(value[part])) for part in parts if value.get(part))
    return f"{readable[:50]}-{key}".lstrip("-")


def slug(text: str) -> str:
    """The letters and digits of a text, in ASCII."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
