"""One subject on one screen: several questions asked of the core, their answers set together as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.answer import Answer, Outcome
from bot.ask import Mind
from bot.conversation import Conversation

T = TypeVar("T")

SCREEN = "screen"
"""The outcome of an exchange that is a screen, and no conversation: its questions stand beside each other."""
_PLEDGES = 3
_ABOUT = {"trend": "Over time", "met": "At the line", "gap": "To go", "path": "By when", "commitment": "Pledged"}
"""What an answer of a kind is about, in front of its line."""


def ally(name: str) -> tuple[str, ...]:
    """The questions about one ally: its share now and over time, both lines, its pledges, its latest words."""
    return (
        f"How much does {name} spend on defence?",
        f"How has {name}'s spending changed since 2014?",
        f"Has {name} met the 2% target?",
        f"How far is {name} from 3.5%?",
        f"What has {name} pledged?",
        f"What is the latest statement from {name}?",
    )


def lines(name: str) -> tuple[str, ...]:
    """The questions about one ally and the lines that the alliance has drawn."""
    return (f"Has {name} met the 2% target?", f"How far is {name} from 3.5%?", f"When will {name} reach 3.5%?")


def together(mind: Mind, questions: Sequence[str], today: date, locale: str) -> Answer:
    """The answers as one: the first one's line leads, the others' follow, each with its evidence; what has no answer is left out."""
    answers = [Conversation(mind, today, locale).ask(question) for question in questions]
    first, *others = answers
    told = [answer for answer in others if answer.outcome == Outcome.ANSWER]
    whole = [first, *told]
    newest = next((answer.options for answer in (*told, first) if answer.options), ())
    return replace(
        first,
        outcome=Outcome.ANSWER if told else first.outcome,
        reading="; ".join(dict.fromkeys(answer.reading for answer in whole)),
        body=(*first.body, *(line for answer in told for line in _said(answer))),
        table=None,
        verdict=first.verdict if first.outcome == Outcome.ANSWER else None,
        values=_once(value for answer in whole for value in answer.values),
        quotes=_once(quote for answer in whole for quote in answer.quotes),
        sources=_once(source for answer in whole for source in answer.sources),
        derivation=_once(line for answer in whole for line in answer.derivation),
        caveats=_notes(whole),
        options=newest,
        chart=next((answer.chart for answer in whole if answer.chart), None),
    )


def _said(answer: Answer) -> tuple[str, ...]:
    """What an answer says in a line or two, with what it is about; the words of a statement stand among the quotes."""
    kind = answer.query.kind if answer.query else ""
    if kind == "statement":
        return ()
    lines = (answer.lead, *(answer.body if kind == "commitment" else ()))[:_PLEDGES]
    return tuple(f"- **{_ABOUT.get(kind, 'Also')}:** {line.removeprefix('- ')}" for line in lines)


def _notes(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The caveats, none that another one ends with."""
    notes = _once(note for answer in answers for note in answer.caveats)
    return tuple(note for note in notes if not any(other != note and other.endswith(note) for other in notes))


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
