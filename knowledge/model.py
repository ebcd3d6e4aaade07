"""What is known: the shapes of the facts, each with the ids of the sources that say so.

Values are frozen. Dates that a source gives only by month or year are ISO prefixes (`knowledge.when`). Amounts are
`Decimal` in the unit that stands beside them. An observation is measured, a commitment is agreed or proposed, a
statement is what somebody said: they never share a shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from knowledge.when import Partial

Ids = tuple[str, ...]
Stance = Literal["for", "against", "conditional", "not_about"]
Standing = Literal["wrong", "superseded", "disputed", "own"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication. `url` is None where the full address is not known; `grade` runs from A (original) to D.

    `sha256`: of the file that was read, in hex, where moderators handed one in.
    """

    id: str
    title: str
    publisher: str
    published_on: Partial | None = None
    url: str | None = None
    grade: Literal["A", "B", "C", "D"]
    note: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One release of a table of figures. Values of different editions or definitions are never compared.

    `prices`: base year of its constant prices. `definition`: whose definition of defence expenditure.
    """

    id: str
    name: str
    short: str
    definition: Literal["nato", "sipri"]
    published_on: date
    prices: int | None = None
    source: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ally:
    """A member state; `id` is its ISO 3166-1 alpha-3 code."""

    id: str
    name: str
    official_name: str
    aliases: Ids = ()
    demonyms: Ids
    capital: str
    currency: str
    accession: date
    founding: bool = False
    region: Literal["Europe", "North America"]
    armed_forces: bool = True
    sources: Ids
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NonMember:
    """A state or organisation that people ask about and that is no ally."""

    id: str
    name: str
    aliases: Ids = ()
    demonyms: Ids = ()
    capital: str | None = None
    european: bool
    status: str
    kinds: Ids
    text: str
    as_of: Partial
    sources: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A named set of allies. `note` says where the list is not settled."""

    id: str
    name: str
    aliases: Ids = ()
    members: Ids
    sources: Ids = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks or holds an office; `home` is an ally's id, or "NATO", "EU" …

    `country` is the state that somebody comes from who speaks for none.
    """

    id: str
    name: str
    aliases: Ids = ()
    home: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An office held: from `start` to `end` (None: still held when last seen on `last_seen`)."""

    id: str
    person: str
    office: Literal[
        "head_of_government", "head_of_state", "defence_minister", "foreign_minister",
        "secretary_general", "deputy_secretary_general", "saceur",
    ]  # fmt: skip
    of: str
    title: str
    number: int | None = None
    acting: bool = False
    start: Partial | None = None
    end: Partial | None = None
    last_seen: Partial | None = None
    unsure: bool = False
    sources: Ids
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words as they stand in `source`, byte for byte."""

    text: str
    source: str
    speaker: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody said on a day. `form` "reported": the source's words about it, not the speaker's own.

    `speaker` is a person's id, or a name where the source names no person ("Diplomats").
    """

    id: str
    speaker: str
    role: str
    on: Partial
    place: str
    text: str
    form: Literal["direct", "reported"] = "direct"
    language: str = "en"
    translation: str | None = None
    about: Ids = ()
    topics: Ids
    stance: Stance = "not_about"
    sources: Ids
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A speaker's own statements on one topic in order, with a summary of how they differ."""

    id: str
    speaker: str
    topic: str
    statements: Ids
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What allies agreed, or were asked to agree. Shares are percent of GDP, `equipment` percent of expenditure.

    `superseded_by` names the commitment that took its place; `by` is the deadline as a year, `members` who is
    bound where it is not every ally.
    """

    id: str
    name: str
    aliases: Ids = ()
    on: Partial
    venue: str
    kind: Literal["guideline", "pledge", "commitment", "proposal", "demand", "regional", "exemption", "targets", "status"]
    share: Decimal | None = None
    core: Decimal | None = None
    related: Decimal | None = None
    equipment: Decimal | None = None
    by: int | None = None
    review: int | None = None
    step: Decimal | None = None
    members: Ids = ()
    summit: str | None = None
    superseded_by: str | None = None
    text: str
    quotes: tuple[Quote, ...] = ()
    sources: Ids
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """What one ally announced for itself. Shares are percent of GDP, `by` a year."""

    id: str
    subject: str
    on: Partial
    kind: Literal["pledge", "plan", "position", "ambition", "promise", "reversal", "agreement", "draft"]
    share: Decimal | None = None
    core: Decimal | None = None
    related: Decimal | None = None
    by: int | None = None
    text: str
    quote: Quote | None = None
    sources: Ids
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One outcome of a summit."""

    text: str
    on: date
    quote: Quote | None = None
    sources: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Summit:
    """A meeting of heads of state and government. `start` may be a year only, where the day is not known."""

    id: str
    name: str
    aliases: Ids = ()
    start: Partial
    end: Partial | None = None
    city: str
    country: str | None = None
    timezone: str
    venue: str | None = None
    kind: str
    outcomes: tuple[Point, ...] = ()
    sources: Ids
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A term, rule, institution or piece of history, explained in the project's own words.

    `verdict` is the answer to the yes-or-no question that `asks` names, where the entry settles one.
    """

    id: str
    kind: Literal["definition", "institution", "rule", "history", "funding", "document"]
    term: str
    aliases: Ids = ()
    text: str
    points: Ids = ()
    quote: Quote | None = None
    on: Partial | None = None
    about: Ids = ()
    sources: Ids
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """NATO's common budgets of a year in EUR million; `nsip` is a ceiling; `decided` is when."""

    year: int
    civil: Decimal | None = None
    military: Decimal | None = None
    nsip: Decimal | None = None
    total: Decimal | None = None
    decided: Partial
    sources: Ids
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostShare:
    """Part of the common budgets that one ally pays, percent, from year `start` to year `end`."""

    ally: str
    start: int
    end: int
    share: Decimal
    approximate: bool = False
    on: Partial
    sources: Ids
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What has to be said with a fact: how it stands since the day `on`, why, and by what it was superseded (`by`, an id).

    `wrong`: withdrawn, no longer in its table; `row` is the fact as it was. `own`: a server's own fact. `server`: whether a
    server's moderators decided so, for that server alone.
    """

    standing: Standing
    reason: str = ""
    on: date
    by: str | None = None
    server: bool = False
    row: Any = None
