"""A fact by a name that people understand, and back: what autocomplete offers, and what is meant by what somebody typed.

A fact is a `Ref`: its table and its id. An alias has none of its own: it is ("aliases", "TABLE/ID/WORDS").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process, utils

from bot import phrase
from bot.render.markdown import label as shortened
from knowledge import rows
from knowledge.base import Figure, KnowledgeBase
from knowledge.units import INDICATORS
from knowledge.when import Partial

ALIASES = "aliases"
NAMED = ("people", "commitments", "summits", "groups", "allies", "non_members")
"""Tables whose rows have aliases; the first are what moderators deal with."""
MOST, LONGEST = 25, 100
_NEAR = 80
_ENOUGH = 5000
"""Facts of a table, newest first, that are looked through for what is written alike."""
_KEPT = "_labels"


class Ref(NamedTuple):
    """A fact: where it stands."""

    table: str
    id: str

    def __str__(self) -> str:
        return f"{self.table}:{self.id}"


class Unclear(Exception):  # noqa: N818 - a state of what was typed; the message is for whoever typed it
    """What was typed names no fact, or several."""


def ref(text: str) -> Ref | None:
    """The other way from `str(Ref)`; None where it is none."""
    table, colon, id_ = text.partition(":")
    return Ref(table, id_) if colon and id_ and (table in rows.TABLES or table == ALIASES) else None


def label(base: KnowledgeBase, fact: Ref, most: int = LONGEST) -> str:
    """What the fact is called; its id where it is there no more."""
    if fact.table == ALIASES:
        owner, words = owned(fact)
        return shortened(f"“{words}” for {label(base, owner)}", most)
    row = rows.get(base, fact.table, fact.id)
    return shortened(_WORDS.get(fact.table, _plain)(base, row) if row is not None else fact.id, most)


def owned(alias: Ref) -> tuple[Ref, str]:
    """Whose alias it is, and its words."""
    table, id_, words = alias.id.split("/", 2)
    return Ref(table, id_), words


# --- what each is called


def _figure(base: KnowledgeBase, row: Figure) -> str:
    edition = base.editions[row.edition].short if row.edition in base.editions else row.edition
    value = phrase.amount(row.value, row.unit)
    return f"{phrase.name(base, row.subject)} {row.year}, {INDICATORS[row.indicator].short}: {value} ({edition})"


def _statement(base: KnowledgeBase, row: Any) -> str:
    return f"{speaker(base, row.speaker)}, {phrase.day(row.on)}: “{row.text}”"


def _pledge(base: KnowledgeBase, row: Any) -> str:
    share = row.share or row.core
    aim = " ".join(filter(None, (f"{share} %" if share is not None else "", f"by {row.by}" if row.by else "")))
    return f"{phrase.name(base, row.subject)}, {phrase.day(row.on)}: {f'{aim}: ' if aim else ''}{row.text}"


def _summit(_: KnowledgeBase, row: Any) -> str:
    return f"{row.name}, {phrase.day(row.start)}"


def _person(base: KnowledgeBase, row: Any) -> str:
    home = row.home or row.country
    return f"{row.name} ({phrase.name(base, home)})" if home else str(row.name)


def _office(base: KnowledgeBase, row: Any) -> str:
    since = f", from {phrase.day(row.start)}" if row.start else ""
    return f"{speaker(base, row.person)}: {row.title}{since}{f' to {phrase.day(row.end)}' if row.end else ''}"


def _source(_: KnowledgeBase, row: Any) -> str:
    return f"{row.publisher}: {row.title}{f' ({phrase.day(row.published_on)})' if row.published_on else ''}"


def _plain(_: KnowledgeBase, row: Any) -> str:
    return str(getattr(row, "name", None) or getattr(row, "term", None) or rows.key(row))


def speaker(base: KnowledgeBase, id_: str) -> str:
    """A person's name; whoever has no entry is called as the source has it."""
    return base.people[id_].name if id_ in base.people else id_


_WORDS: dict[str, Callable[[KnowledgeBase, Any], str]] = {
    "figures": _figure, "statements": _statement, "pledges": _pledge, "summits": _summit, "people": _person,
    "offices": _office, "sources": _source,
}  # fmt: skip
_DATED = {"statements": "on", "pledges": "on", "summits": "start", "offices": "start", "sources": "published_on"}
"""What is offered newest first, and by which field."""


# --- what is meant


class Entry(NamedTuple):
    """A fact in the list that is searched: `words` is all that it may be found by, `row` what it was made of."""

    fact: Ref
    label: str
    words: str
    when: Partial
    row: Any


def find(base: KnowledgeBase, typed: str, tables: Iterable[str], most: int = MOST) -> list[tuple[Ref, str]]:
    """The facts that fit what is typed, each with its label: those that have all its words, else those written alike."""
    wanted = typed.casefold().split()
    found = [entry for table in tables for entry in _entries(base, table) if all(word in entry.words for word in wanted)]
    if not found and wanted:
        found = _alike(typed, (entry for table in tables for entry in islice(_entries(base, table), _ENOUGH)), most)
    start = typed.casefold()
    found = sorted(found[: most * 40], key=lambda entry: not entry.words.startswith(start)) if start else found
    return [(entry.fact, entry.label) for entry in found[:most] if len(str(entry.fact)) <= LONGEST]


def _alike(typed: str, entries: Iterable[Entry], most: int) -> list[Entry]:
    """What is called nearly so."""
    names = [(name, entry) for entry in entries for name in entry.words.split("\n") if len(name) <= LONGEST]
    hits = process.extract(typed, [name for name, _ in names], scorer=fuzz.WRatio, processor=utils.default_process, limit=most * 3,
                           score_cutoff=_NEAR)  # fmt: skip
    return list({names[place][1].fact: names[place][1] for _, _, place in hits}.values())[:most]


def meant(base: KnowledgeBase, typed: str, tables: Sequence[str]) -> Ref:
    """The one fact of these tables that is picked, named by its id, or named in words; Unclear says which there are."""
    picked = ref(typed.strip())
    if picked and picked.table in tables and exists(base, picked):
        return picked
    wanted = " ".join(typed.split()).casefold()
    for table in tables:
        if table != ALIASES and rows.get(base, table, typed.strip()) is not None:
            return Ref(table, typed.strip())
    entries = [entry for table in tables for entry in _entries(base, table)]
    named = [entry for entry in entries if entry.label.casefold() == wanted or wanted in entry.words.split("\n")]
    found = list(dict.fromkeys(entry.fact for entry in named)) or [fact for fact, _ in find(base, typed, tables, 4)]
    alike = not named and not any(all(word in entry.words for word in wanted.split()) for entry in entries)
    if len(found) == 1 and not alike:
        return found[0]
    near = phrase.join([f"“{label(base, fact, 80)}”" for fact in found[:3]], "or")
    if not found:
        raise Unclear(f"I know nothing called “{shortened(typed)}”")
    raise Unclear(f"I know nothing called “{shortened(typed)}”; did you mean {near}?" if alike else f"“{shortened(typed)}” may be {near}")


def exists(base: KnowledgeBase, fact: Ref) -> bool:
    if fact.table != ALIASES:
        return rows.get(base, fact.table, fact.id) is not None
    if fact.id.count("/") < 2:
        return False
    owner, words = owned(fact)
    row = rows.get(base, *owner) if owner.table in NAMED else None
    return row is not None and words in row.aliases


def _entries(base: KnowledgeBase, table: str) -> Sequence[Entry]:
    """A table as it is searched, kept with the base. The entries of rows that an earlier base had too are taken over."""
    kept: dict[str, Sequence[Entry]] = vars(base).setdefault(_KEPT, {})
    if table not in kept:
        if table in (ALIASES, "figures"):
            made = list(_aliases(base) if table == ALIASES else (_entry(base, table, row) for row in rows.every(base, table)))
        else:
            before = _LATEST.get(table, {})
            made = [before.get(id(row)) or _entry(base, table, row) for row in rows.every(base, table)]
            _LATEST[table] = {id(entry.row): entry for entry in made}  # an entry holds its row, so the id stays the row's
        kept[table] = sorted(made, key=lambda entry: entry.when, reverse=True)
    return kept[table]


_LATEST: dict[str, dict[int, Entry]] = {}


def _entry(base: KnowledgeBase, table: str, row: Any) -> Entry:
    fact = Ref(table, rows.key(row))
    whole = _WORDS.get(table, _plain)(base, row)
    names = [getattr(row, "name", ""), *getattr(row, "aliases", ()), fact.id]
    if isinstance(row, Figure):
        when = f"{row.year} {base.editions[row.edition].published_on if row.edition in base.editions else ''}"
    else:
        when = getattr(row, _DATED.get(table, ""), None) or ""
    return Entry(fact, shortened(whole, LONGEST), "\n".join([whole, *filter(None, names)]).casefold(), when, row)


def _aliases(base: KnowledgeBase) -> Iterator[Entry]:
    for table in NAMED:
        for row in rows.every(base, table):
            for words in row.aliases:
                fact = Ref(ALIASES, f"{table}/{row.id}/{words}")
                yield Entry(fact, label(base, fact), f"{words}\n{row.name}".casefold(), "", row)
