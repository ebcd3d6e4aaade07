"""The kinds of fact that moderators deal with, each with the fields of its form, five a page as Discord shows them.

A new kind is a row in `KINDS`. Two aren't one row of one table: a figure's id holds half of its fields, and an alias is a part of
whatever it names; `bot.curation.plans` makes changes of what was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from bot import phrase
from bot.curation import labels, typed
from bot.curation.fields import DAY, NAMES, PERCENT, SPOKEN, WORDS, YEAR, YES_NO, Sort, choice, link, links
from bot.curation.labels import ALIASES, NAMED, Ref
from knowledge import rows
from knowledge.base import ALLIANCE, EUROPE_AND_CANADA, Figure, KnowledgeBase
from knowledge.model import Commitment, Pledge, Statement, Tenure
from knowledge.units import INDICATORS

PAGE = 5
"""Fields that Discord shows in one form."""
SHORT, LONG = 400, 4000


@dataclass(frozen=True)
class Field:
    """`name`: of the fact's field, or of a part of it; `label` and `help` are what people read, up to 45 and 100 characters."""

    name: str
    label: str
    sort: Sort = WORDS
    help: str = ""
    needed: bool = False
    long: bool = False
    limit: int = 0

    @property
    def most(self) -> int:
        """Characters that it takes."""
        return self.limit or (LONG if self.long else SHORT)


@dataclass(frozen=True)
class Kind:
    """A kind of fact: what it is called, where it stands, and its form, page by page."""

    name: str
    table: str
    pages: tuple[tuple[str, tuple[Field, ...]], ...]
    """Each page with its title."""

    @property
    def fields(self) -> dict[str, Field]:
        return {field.name: field for _, page in self.pages for field in page}

    @property
    def tables(self) -> tuple[str, ...]:
        return (self.table,)


def _literal(of: type, field: str) -> Sort:
    """The values that a field's type allows."""
    import typing

    return choice([(value, value.replace("_", " ")) for value in get_args(typing.get_type_hints(of)[field])])


_PLACES = ("allies", "non_members")
_ALLIANCE = (("NATO", "NATO"), ("EU", "EU"))
_SUBJECTS = link("allies", also=((ALLIANCE, "NATO"), (EUROPE_AND_CANADA, "NATO Europe and Canada")))
_SPEAKER = link("people", else_words=True)
_ANY_DAY = "A day, a month or a year: 8 July 2026, July 2026, 2026"
_PARTED = "Commas between them"
SOURCE = (
    Field("sources", "Source that I know", links(link("sources"), lines=True), "Its title; one a line. Or describe a new one:", long=True),
    Field("source_title", "New source: title"),
    Field("source_publisher", "New source: publisher"),
    Field("source_date", "New source: published on", DAY, _ANY_DAY),
    Field("source_url", "New source: address", help="https://…, where it is known"),
)  # fmt: skip
"""The page on which a fact rests: a source that is there, or one that is added with it."""
_SOURCE_PAGE = ("Source", SOURCE)

FIGURE = Kind("figure", "figures", (
    ("Figure", (
        Field("subject", "Ally", _SUBJECTS, "Or NATO, or NATO Europe and Canada", needed=True),
        Field("indicator", "What is measured", choice([(one.id, one.noun) for one in INDICATORS.values()]), needed=True),
        Field("year", "Year", YEAR, needed=True),
        Field("value", "Value, with its unit", help="2.1 % · 12.3 billion US dollars · 48,000 people; “estimate” behind it where it is one",
              needed=True),
        Field("edition", "Edition", link("editions"), "Of which table it is", needed=True),
    )),
    _SOURCE_PAGE,
))  # fmt: skip
STATEMENT = Kind("statement", "statements", (
    ("Words", (
        Field("speaker", "Who said it", _SPEAKER, "A name; who isn't known by it is kept as it is written", needed=True),
        Field("role", "As what", help="The office held on that day: Prime Minister of Spain", needed=True),
        Field("on", "When", DAY, _ANY_DAY, needed=True),
        Field("place", "Where, or to whom", help="NATO summit, Ankara · interview with ERR", needed=True),
        Field("text", "The words", SPOKEN, "Exactly as the source has them, without quotation marks", needed=True, long=True),
    )),
    _SOURCE_PAGE,
    ("About", (
        Field("form", "Whose words these are", choice([("direct", "the speaker's own"), ("reported", "the source's, about it")])),
        Field("about", "Countries it is about", links(link(*_PLACES)), _PARTED),
        Field("topics", "Topics", NAMES, "Short words with commas between: target_5pct, burden_sharing, article_5"),
        Field("stance", "On the 5 % target", _literal(Statement, "stance")),
        Field("translation", "In English, where it is in another language", long=True),
    )),
))  # fmt: skip
PLEDGE = Kind("pledge", "pledges", (
    ("Pledge", (
        Field("subject", "Ally", link("allies"), needed=True),
        Field("on", "When it was announced", DAY, _ANY_DAY, needed=True),
        Field("kind", "What it is", _literal(Pledge, "kind"), needed=True),
        Field("text", "In a sentence", help="In words of your own, and no more than the source says", needed=True, long=True),
        Field("share", "Share of GDP", PERCENT, "3.5 %"),
    )),
    _SOURCE_PAGE,
    ("More", (
        Field("by", "By which year", YEAR),
        Field("core", "Core defence alone, share of GDP", PERCENT),
        Field("related", "Defence-related spending, share of GDP", PERCENT),
        Field("quote", "Words of the source", SPOKEN, "Exactly as they stand there", long=True),
        Field("quote_speaker", "Who said these words", _SPEAKER),
    )),
))  # fmt: skip
COMMITMENT = Kind("commitment", "commitments", (
    ("Commitment", (
        Field("name", "Name", needed=True),
        Field("on", "When it was agreed", DAY, _ANY_DAY, needed=True),
        Field("venue", "Where, or by whom", help="Ankara Summit · NATO defence ministers", needed=True),
        Field("kind", "What it is", _literal(Commitment, "kind"), needed=True),
        Field("text", "In a sentence", help="In words of your own, and no more than the source says", needed=True, long=True),
    )),
    _SOURCE_PAGE,
    ("Numbers", (
        Field("share", "Share of GDP", PERCENT),
        Field("core", "Core defence alone, share of GDP", PERCENT),
        Field("related", "Defence-related spending, share of GDP", PERCENT),
        Field("equipment", "Equipment, share of defence spending", PERCENT),
        Field("by", "By which year", YEAR),
    )),
    ("More", (
        Field("aliases", "Other names", NAMES, _PARTED, long=True),
        Field("members", "Allies bound, where not all are", links(link("allies")), _PARTED),
        Field("summit", "Agreed at the summit", link("summits")),
        Field("review", "To be reviewed in", YEAR),
        Field("note", "Note", long=True),
    )),
))  # fmt: skip
SUMMIT = Kind("summit", "summits", (
    ("Summit", (
        Field("name", "Name", help="Ankara Summit", needed=True),
        Field("start", "First day", DAY, "Or the month or year, where the day isn't known", needed=True),
        Field("end", "Last day", DAY),
        Field("city", "City", needed=True),
        Field("country", "Country", link(*_PLACES)),
    )),
    _SOURCE_PAGE,
    ("More", (
        Field("timezone", "Time zone", help="Like Europe/Istanbul; found by the country where it has one alone"),
        Field("venue", "Venue"),
        Field("aliases", "Other names", NAMES, _PARTED, long=True),
        Field("outcome", "A further outcome", help="What was agreed, in a sentence of your own", long=True),
        Field("outcome_on", "Agreed on", DAY, "The day"),
    )),
))  # fmt: skip
PERSON = Kind("person", "people", (
    ("Person", (
        Field("name", "Name", help="First name and surname", needed=True),
        Field("aliases", "Other names", NAMES, "Short forms that mean this person only, commas between them"),
        Field("home", "Speaks for", link(*_PLACES, also=_ALLIANCE), "A country, NATO or the EU"),
        Field("country", "Comes from", link(*_PLACES), "Where they speak for none"),
    )),
))  # fmt: skip
OFFICE = Kind("office", "offices", (
    ("Office", (
        Field("person", "Who", link("people"), "Somebody I know; add a person first otherwise", needed=True),
        Field("office", "Which office", _literal(Tenure, "office"), needed=True),
        Field("of", "Of", link(*_PLACES, also=_ALLIANCE), "A country, or NATO", needed=True),
        Field("title", "Title", help="Without the country: Prime Minister", needed=True),
        Field("start", "Since", DAY, _ANY_DAY),
    )),
    _SOURCE_PAGE,
    ("More", (
        Field("end", "Until", DAY, "Leave it empty while it lasts"),
        Field("last_seen", "Last seen in office on", DAY),
        Field("acting", "Acting only", YES_NO),
        Field("unsure", "Not sure", YES_NO, "One source only, or a government is being formed"),
        Field("note", "Note", long=True),
    )),
))  # fmt: skip
ALIAS = Kind("alias", ALIASES, (
    ("Alias", (
        Field("alias", "Another name", help="As people write it", needed=True),
        Field("of", "For", link(*NAMED), "A person, commitment, summit, group, ally or other state", needed=True),
    )),
))  # fmt: skip
GRADES = choice([
    ("A", "A: the original, of whoever said or decided it"), ("B", "B: an agency, a newspaper of record"),
    ("C", "C: another medium"), ("D", "D: unnamed, or second hand"),
])  # fmt: skip
SOURCE_KIND = Kind("source", "sources", (
    ("Source", (
        Field("title", "Title", needed=True),
        Field("publisher", "Publisher", needed=True),
        Field("published_on", "Published on", DAY, _ANY_DAY),
        Field("url", "Address", help="https://…, where it is known"),
        Field("grade", "How near to the original", GRADES, needed=True),
    )),
))  # fmt: skip

KINDS = {kind.name: kind for kind in (FIGURE, COMMITMENT, PLEDGE, STATEMENT, SUMMIT, PERSON, OFFICE, ALIAS, SOURCE_KIND)}
TABLES = tuple(kind.table for kind in KINDS.values())
"""Where a fact may stand that is amended, retracted, superseded or disputed."""


def kind_of(fact: Ref) -> Kind | None:
    return next((kind for kind in KINDS.values() if kind.table == fact.table), None)


# --- a fact as its form shows it


def filled(base: KnowledgeBase, fact: Ref) -> dict[str, str]:
    """What the form of a fact is filled with: every field as somebody would type it."""
    kind = kind_of(fact)
    if kind is None:
        return {}
    if fact.table == ALIASES:
        owner, words = labels.owned(fact)
        return {"alias": words, "of": labels.label(base, owner)}
    row = rows.get(base, *fact)
    held = {name: value for name, value in _parts(base, row).items() if value not in (None, "", [], ())}
    return {name: field.sort.show(held[name], base) for name, field in kind.fields.items() if name in held}


def _parts(base: KnowledgeBase, row: Any) -> dict[str, Any]:
    """A fact's fields, with those that its form has and its row hasn't."""
    if isinstance(row, Figure):
        return {**row._asdict(), "value": typed.shown(str(row.value), row.unit, estimate=row.estimate), "sources": [row.source]}
    held: dict[str, Any] = {"form": "direct", "stance": "not_about"} if isinstance(row, Statement) else {}
    held |= rows.dump(row)
    if quote := held.get("quote"):
        held |= {"quote": quote["text"], "quote_speaker": quote.get("speaker")}
    return held


def unit_of(base: KnowledgeBase, indicator: str, subject: str) -> str | None:
    """The unit that a figure has; None where there is none: NATO has no national currency."""
    if unit := INDICATORS[indicator].unit:
        return unit
    known = (series.unit for (_, one, of), series in base.series.items() if one == indicator and of == subject)
    return next(known, f"{base.allies[subject].currency} million" if subject in base.allies else None)


def pages(kind: Kind) -> Iterator[tuple[int, str]]:
    """The pages of its form: number and title."""
    for number, (title, _) in enumerate(kind.pages):
        yield number, title


def describe(kind: Kind) -> str:
    """ "an office", "a pledge"."""
    return f"{'an' if kind.name[0] in 'aeiou' else 'a'} {kind.name}"


def said(base: KnowledgeBase, fact: Ref) -> str:
    """A fact in a line, with its kind before it."""
    kind = kind_of(fact)
    return f"{phrase.capital(kind.name)} · {labels.label(base, fact, 80)}" if kind else str(fact)
