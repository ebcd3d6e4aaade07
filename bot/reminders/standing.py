"""How things stand on a day, as a reminder says it: what the core answers to a few questions, and what is new since a day before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from weakref import finalize

from bot import phrase
from bot.answer import Answer, Chart, Citation, Outcome, Quotation
from bot.ask import Mind
from bot.conversation import Conversation
from bot.draft import Context, Draft
from knowledge.base import View
from knowledge.model import Pledge, Tenure
from knowledge.when import first_day

T = TypeVar("T")

LINES = (Decimal(2), Decimal("3.5"))
"""The shares of GDP that allies are counted at."""
STANDS = tuple(f"How many allies are at {line}%?" for line in LINES)
ALLY = ("How much does {} spend on defence?", f"How far is {{}} from {LINES[-1]}%?")
TREND = "How has {}'s spending changed since 2014?"
TABLE = ("What is the target?", "What was agreed at the last summit?")
_LEADERS = ("head_of_government", "head_of_state", "secretary_general")
_AGREED = ("guideline", "pledge", "commitment", "targets", "status")
_NAMED = 4
"""Names in a line before the others are only counted."""


REMEMBERED = 64
"""What is kept of each mind: views of days, and standings."""
_kept: dict[int, dict[Hashable, Any]] = {}


@dataclass(frozen=True)
class Standing:
    """What is said of a day, under two headings, with the quotes, caveats and sources that go with it, and a chart."""

    where: str = ""
    stands: tuple[str, ...] = ()
    what: str = ""
    agreed: tuple[str, ...] = ()
    quotes: tuple[Quotation, ...] = ()
    caveats: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    chart: Chart | None = None


def known(mind: Mind, day: date) -> View:
    """What was known on a day."""
    return _remembered(mind, day, lambda: mind.knowledge.as_known_on(day))


def of_all(mind: Mind, today: date, locale: str) -> Standing:
    """Where all allies stand and what they agreed: for a summit, a deadline of all, an edition."""
    return _remembered(mind, (today, locale), lambda: _of_all(mind, today, locale))


def _of_all(mind: Mind, today: date, locale: str) -> Standing:
    counted, agreed = _answers(mind, STANDS, today, locale), _apart(mind, _answers(mind, TABLE, today, locale))
    chart = next((answer.chart for answer in reversed(counted) if answer.chart), None)
    return Standing(
        where="Where allies stand",
        stands=tuple(answer.lead for answer in counted),
        what="On the table",
        agreed=tuple(answer.lead for answer in agreed),
        caveats=_once(note for answer in counted for note in answer.caveats),
        sources=_sources([*counted, *agreed]),
        chart=replace(chart, target=LINES[-1]) if chart else None,  # it is the one that lies ahead
    )


def of_pledge(mind: Mind, pledge: Pledge, today: date, locale: str) -> Standing:
    """What one ally pledged, in its own words where there are some, and where it stands."""
    draft = Draft(Context(known(mind, today), locale), None)
    draft.cite(*pledge.sources, most=2)
    if pledge.quote:
        draft.cited(pledge.quote, pledge.on)
    name = draft.context.name(pledge.subject)
    counted = _answers(mind, [question.format(name) for question in ALLY], today, locale)
    trend = _answers(mind, [TREND.format(name)], today, locale)
    return Standing(
        where=f"Where {name} stands",
        stands=tuple(answer.lead for answer in counted),
        what=f"What was pledged ({phrase.day(pledge.on, locale)})",
        agreed=(pledge.text,),
        quotes=tuple(draft.quotes),
        caveats=_once(note for answer in counted for note in answer.caveats),
        sources=_once([*draft.sources.values(), *_sources(counted)]),
        chart=trend[0].chart if trend else None,
    )


def news(view: View, since: date, ally: str | None = None, locale: str = "en") -> list[str]:
    """What happened after a day and is known by the view's: editions, commitments, pledges, who leads. `ally`: of this one only.

    What came to be known later of the time before is no news."""
    lines = []
    if editions := [row for row in view.editions if row.published_on > since]:
        lines.append("New figures: " + _named(editions, lambda row: f"{row.name} ({phrase.day(row.published_on, locale)})"))
    agreed = [row for row in view.commitments.values() if first_day(row.on) > since and row.kind in _AGREED and ally is None]
    if agreed:
        lines.append("Agreed since: " + _named(agreed, lambda row: f"{row.name} ({phrase.day(row.on, locale)})"))
    pledges = [row for row in view.pledges.values() if first_day(row.on) > since and ally in (None, row.subject)]
    if pledges:
        lines.append("New national pledges and positions: " + _named(sorted({phrase.name(view.base, row.subject) for row in pledges}), str))
    tenures = [row for row in view.offices.values() if row.office in _LEADERS and row.start and ally in (None, row.of)]
    if leading := [row for row in tenures if row.start and first_day(row.start) > since and row.end is None]:
        lines.append("New in office: " + _named(leading, lambda row: _holder(view, row)))
    return lines


def _apart(mind: Mind, answers: Sequence[Answer]) -> list[Answer]:
    """Those that are not about a summit which an earlier one has named."""
    kept: list[Answer] = []
    for answer in answers:
        summits = [mind.knowledge.summits[id_].name for id_ in answer.query.topics if id_ in mind.knowledge.summits] if answer.query else []
        if not any(name in earlier.lead for name in summits for earlier in kept):
            kept.append(answer)
    return kept


def _answers(mind: Mind, questions: Sequence[str], today: date, locale: str) -> list[Answer]:
    """The answers that there are: a reminder asks nothing back."""
    found = [Conversation(mind, today, locale).ask(question) for question in questions]
    return [answer for answer in found if answer.outcome == Outcome.ANSWER]


def _sources(answers: Iterable[Answer]) -> tuple[Citation, ...]:
    """The first source of each: the one that its first line rests on."""
    return _once(answer.sources[0] for answer in answers if answer.sources)


def _remembered(mind: Mind, key: Hashable, make: Callable[[], T]) -> T:
    """Made once for each mind that there is: on the morning of a reminder many are told the same."""
    if id(mind) not in _kept:
        _kept[id(mind)] = {}
        finalize(mind, _kept.pop, id(mind), None)
    kept = _kept[id(mind)]
    if key not in kept:
        if len(kept) >= REMEMBERED:
            kept.clear()
        kept[key] = make()
    found: T = kept[key]
    return found


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _holder(view: View, row: Tenure) -> str:
    of = "NATO" if row.of == "NATO" else phrase.name(view.base, row.of)
    return f"{phrase.name(view.base, row.person)} ({row.title if of in row.title else f'{row.title}, {of}'})"


def _named(rows: Sequence[Any], name: Callable[[Any], str]) -> str:
    shown = [name(row) for row in rows[:_NAMED]]
    return phrase.join([*shown, *([f"{len(rows) - _NAMED} more"] if len(rows) > _NAMED else [])])
