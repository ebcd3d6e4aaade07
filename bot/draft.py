"""An answer in the making: whatever is said with it brings its value, source and caveat along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bot import phrase
from bot.answer import Answer, Chart, Citation, Outcome, Quotation, Status, Table, Value, Verdict
from bot.marks import mark_of, sentence, withdrawn
from bot.query import Query
from knowledge import units
from knowledge.base import Figure, View
from knowledge.compute import Computed
from knowledge.model import Pledge, Quote, Statement
from knowledge.rows import Row

_MARKS = 4
"""Facts that moderators changed which are named one by one in an answer."""


@dataclass(frozen=True)
class Context:
    """What an answer is given from: the knowledge as of a day, and the locale of its numbers and dates."""

    view: View
    locale: str = "en"

    @property
    def today(self) -> date:
        return self.view.day

    def name(self, subject: str, article: bool = True) -> str:
        return phrase.name(self.view.base, subject, article)

    def names(self, subjects: Iterable[str], last: str = "and") -> str:
        return phrase.names(self.view.base, list(subjects), last, article=True)

    def verb(self, subject: str, one: str, many: str) -> str:
        """The verb that goes with a subject: groups are many."""
        return many if subject in self.view.base.groups else one

    def past(self, year: int | None) -> str:
        """ " in 2024", behind a question to offer about the same year; nothing where that is the question's own or a later one."""
        return f" in {year}" if year and year < self.today.year else ""

    def amount(self, value: Decimal, unit: str) -> str:
        return phrase.amount(value, unit, self.locale)

    def number(self, value: Decimal, places: int = 2) -> str:
        return phrase.number(value, places, self.locale)

    def day(self, value: str | date | None) -> str:
        return phrase.day(value, self.locale)


@dataclass
class Draft:
    """Collects the values, quotes, sources, working and caveats of one answer."""

    context: Context
    query: Query | None
    values: list[Value] = field(default_factory=list)
    quotes: list[Quotation] = field(default_factory=list)
    sources: dict[str, Citation] = field(default_factory=dict)
    derivation: list[str] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)
    editions: dict[str, None] = field(default_factory=dict)
    estimated: set[int] = field(default_factory=set)
    marks: dict[str, None] = field(default_factory=dict)

    def figure(self, figure: Figure) -> str:
        """Take up a published figure; returns it in words, "4.68% of GDP"."""
        self.values.append(
            Value(
                label=f"{self.context.name(figure.subject, article=False)}, {units.INDICATORS[figure.indicator].short}",
                subject=figure.subject,
                period=str(figure.year),
                value=figure.value,
                unit=figure.unit,
                status="estimate" if figure.estimate else "final",
            )
        )
        if figure.estimate:
            self.estimated.add(figure.year)
        self.rest(figure)
        series = self.context.view.series(figure.indicator, figure.subject, figure.edition)
        if self.context.view.base.marks and series and figure.year == max(series.cells):
            self.gone(figure.indicator, figure.subject, figure.year + 1)
        return self.context.amount(figure.value, figure.unit)

    def computed(self, result: Computed, label: str, subject: str | None = None, period: str | None = None) -> str:
        """Take up a computed value with its working; returns it in words."""
        self.values.append(Value(label, subject, period, result.value, result.unit, "computed"))
        self.work(result.working)
        return self.context.amount(result.value, result.unit)

    def work(self, *workings: str) -> None:
        """Show a computation, inputs and rounding included."""
        for working in workings:
            if working and working not in self.derivation:
                self.derivation.append(working)

    def value(
        self,
        label: str,
        value: Decimal | str | bool | date | int,
        unit: str,
        *,
        subject: str | None = None,
        period: str | None = None,
        status: Status = "final",
    ) -> None:
        """Take up a fact that is no series' figure: a date, a name, a count, a pledged share."""
        stored = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
        self.values.append(Value(label, subject, period, stored, unit, status))

    def rest(self, *rows: Row, most: int = 3) -> None:
        """Rest the answer on facts: their sources (at most so many of one), and what has to be said with those that were changed."""
        for row in rows:
            if isinstance(row, Figure):
                self.editions[row.edition] = None
                self.cite(row.source)
            else:
                self.cite(*row.sources, most=most)
            self.mark(row)

    def mark(self, row: Row) -> None:
        """Say what moderators made of a fact, if they changed it."""
        if mark := mark_of(self.context.view, row):
            self.marks[sentence(self.context.view, row, mark, self.context.locale)] = None

    def gone(self, indicator: str, subject: str, since: int = 0) -> None:
        """Say which figures were withdrawn that would have been taken up."""
        self.marks.update(dict.fromkeys(withdrawn(self.context.view, indicator, subject, self.context.locale, since)))

    def cite(self, *ids: str, most: int = 3) -> None:
        """Name the sources (at most so many of one fact's) that had appeared on the day."""
        for source in self.context.view.citable(ids)[:most]:
            self.mark(source)
            self.sources[source.id] = Citation(source.id, source.title, source.publisher, source.published_on, source.url)

    def say(self, statement: Statement) -> Quotation:
        """Take up a statement, verbatim, with its speaker, role, day and source."""
        person = self.context.view.base.people.get(statement.speaker)
        source = self.context.view.citable(statement.sources)[0]
        quotation = Quotation(
            text=statement.text,
            speaker=person.name if person else statement.speaker,
            role=statement.role,
            said_on=statement.on,
            source=source.id,
            translation=statement.translation,
        )
        self.quotes.append(quotation)
        self.cite(source.id)
        self.mark(statement)
        if statement.note:
            self.caveat(statement.note)
        return quotation

    def cited(self, quote: Quote, on: str, role: str | None = None) -> Quotation:
        """Take up words from a document or a pledge."""
        base = self.context.view.base
        person = base.people.get(quote.speaker or "")
        speaker = person.name if person else quote.speaker
        quotation = Quotation(quote.text, speaker or base.sources[quote.source].title, role, on, quote.source)
        self.quotes.append(quotation)
        self.cite(quote.source)
        return quotation

    def pledge(self, pledge: Pledge) -> None:
        """Take up a national pledge with its shares and sources."""
        for label, share in (("pledged share", pledge.share), ("pledged core share", pledge.core)):
            if share is not None:
                period = str(pledge.by) if pledge.by else None
                self.value(label, share, units.GDP_SHARE, subject=pledge.subject, period=period, status="pledge")
        self.rest(pledge)

    def caveat(self, *texts: str) -> None:
        for text in texts:
            if text and text not in self.caveats:
                self.caveats.append(text)

    def answer(
        self,
        lead: str,
        reading: str,
        *,
        body: Iterable[str] = (),
        outcome: Outcome = Outcome.ANSWER,
        verdict: Verdict | None = None,
        subjects: Iterable[str] = (),
        table: Table | None = None,
        options: Iterable[str] = (),
        chart: Chart | None = None,
    ) -> Answer:
        """The finished answer; says which edition it rests on and which years are estimates."""
        editions = [self.context.view.base.editions[id_] for id_ in self.editions]
        for edition in editions:
            self.mark(edition)
        notes = list(self.caveats)
        if self.estimated:
            years = phrase.join([str(year) for year in sorted(self.estimated)])
            notes.insert(0, f"{years}: NATO's estimate, may be revised.")
        if len(marks := list(self.marks)) > _MARKS + 1:
            more = len(marks) - _MARKS
            marks[_MARKS:] = [f"{more} more facts behind this answer are disputed, superseded, withdrawn or this server's own."]
        if editions and editions[0].definition == "nato" and len(editions) == 1:
            reading = f"{reading}; {editions[0].short} edition"
        return Answer(
            outcome=outcome,
            lead=phrase.capital(lead),
            reading=reading,
            query=self.query,
            body=tuple(line for line in body if line),
            table=table,
            verdict=verdict,
            values=tuple(self.values),
            subjects=tuple(subjects),
            quotes=tuple(self.quotes),
            sources=tuple(self.sources.values()),
            derivation=tuple(self.derivation),
            caveats=(*marks, *notes),
            options=tuple(options)[:3],
            chart=chart,
        )

    def reason(self, said: Sequence[str], reading: str, verdict: Verdict | None, subjects: Iterable[str], options: Iterable[str]) -> Answer:
        """The answer to a "why" whose premise is computed: a false one is corrected, the reasons of a true one are in no source."""
        reading = f"{reading}; the reason"
        if verdict is Verdict.NO:
            lead = f"That is not so: {said[0]}"
            return self.answer(
                lead, reading, body=said[1:], outcome=Outcome.CORRECTION, verdict=verdict, subjects=subjects, options=options
            )
        lead = "The reasons are not in my sources, only the figures."
        return self.answer(lead, reading, body=said, outcome=Outcome.NO_DATA, subjects=subjects, options=options)


def plain(outcome: Outcome, lead: str, reading: str, options: Iterable[str] = (), query: Query | None = None, **more: Any) -> Answer:
    """An answer without figures: an abstention, a question back, small talk."""
    return Answer(outcome=outcome, lead=lead, reading=reading, options=tuple(options)[:5], query=query, **more)
