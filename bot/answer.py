"""What a question is answered with. Every rendering (terminal, Discord, JSON) shows the same `Answer`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from bot.query import Query

Status = Literal["final", "estimate", "pledge", "proposal", "computed"]


class Outcome(StrEnum):
    """How it ended; the words of the answer contract."""

    ANSWER = "answer"
    CORRECTION = "correction"
    CLARIFY = "clarify"
    NO_DATA = "no_data"
    OUT_OF_SCOPE = "out_of_scope"
    SMALL_TALK = "small_talk"

    @property
    def is_about_facts(self) -> bool:
        """Whether how the question was read matters to whoever asked it."""
        return self not in (Outcome.SMALL_TALK, Outcome.OUT_OF_SCOPE)


class Verdict(StrEnum):
    """The short answer to a yes-or-no question or a claim."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    NOT_YET_DUE = "not_yet_due"
    UNKNOWN = "unknown"

    @property
    def opposite(self) -> Verdict:
        return {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}.get(self, self)


OPENINGS = {Verdict.YES: "Yes: ", Verdict.NO: "No: ", Verdict.PARTLY: "Partly: "}
"""How a lead begins that tells a verdict."""


def verdict_of(right: int, total: int) -> Verdict:
    """Yes where all are (of at least one), no where none is."""
    return Verdict.YES if right == total > 0 else Verdict.PARTLY if right else Verdict.NO


@dataclass(frozen=True, slots=True)
class Value:
    """A figure, date or name of the answer. `subject`: ISO 3166-1 alpha-3, group or person id; `period`: "2024"."""

    label: str
    subject: str | None
    period: str | None
    value: Decimal | str | bool | date
    unit: str
    status: Status = "final"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Verbatim words with who said them, when, and the id of the source that has them."""

    text: str
    speaker: str
    role: str | None
    said_on: str
    source: str
    translation: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as shown; `url` is None where the full address is not known."""

    id: str
    title: str
    publisher: str
    published_on: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under headers, best first."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One mark of a chart: an ally's bar, or a year of a line. `x` is the label, `line` the series' name."""

    x: str
    y: Decimal
    estimate: bool
    line: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What a picture of the answer shows: bars for a ranking, lines for a trend. `target` is a line to draw at."""

    kind: Literal["bars", "lines"]
    title: str
    unit: str
    points: tuple[Point, ...]
    target: Decimal | None = None
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The reply to one question. `lead` is the answer in one line, `body` the lines below it."""

    outcome: Outcome
    lead: str
    reading: str
    query: Query | None = None
    body: tuple[str, ...] = ()
    table: Table | None = None
    verdict: Verdict | None = None
    values: tuple[Value, ...] = ()
    subjects: tuple[str, ...] = ()
    quotes: tuple[Quotation, ...] = ()
    sources: tuple[Citation, ...] = ()
    derivation: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    chart: Chart | None = field(default=None, compare=False)
