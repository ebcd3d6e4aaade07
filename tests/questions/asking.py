"""How the tables of questions about figures are checked: kind, outcome, verdict and the values that must be there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.answer import Answer
from tests.table import TODAY, mind

__all__ = ["TODAY", "ask", "check", "kind", "mind", "refuse"]

Row = tuple[str, str | None, str]
"""A question, the verdict (None: whichever), and values "number unit", several with " · " between."""


def ask(text: str, day: date = TODAY) -> Answer:
    return mind().ask(text, day).answer


def kind(answer: Answer) -> str:
    return answer.query.kind if answer.query else ""


def check(row: Row, kinds: tuple[str, ...], day: date = TODAY) -> None:
    """The question is read as one of the kinds and answered with the verdict and the values."""
    text, verdict, values = row
    answer = ask(text, day)
    assert answer.outcome in ("answer", "correction"), (text, answer.outcome, answer.lead)
    assert kind(answer) in kinds, (text, kind(answer))
    if verdict is not None:
        assert answer.verdict == (verdict or None), (text, answer.verdict, answer.lead)
    held: set[tuple[Decimal | str, str]] = {
        (v.value.quantize(Decimal("0.01")), v.unit) for v in answer.values if isinstance(v.value, Decimal)
    }
    held |= {(v.value, v.unit) for v in answer.values if isinstance(v.value, str)}
    for wanted in filter(None, values.split(" · ")):
        number, unit = wanted.split(" ", 1)
        found: Decimal | str = number if unit == "date" else Decimal(number).quantize(Decimal("0.01"))
        assert (found, unit) in held, (text, wanted, held)
    assert ".." not in answer.lead, answer.lead
    assert ".;" not in answer.lead, answer.lead


def refuse(text: str, kinds: tuple[str, ...]) -> None:
    """None of the kinds answers it."""
    answer = ask(text)
    assert not (kind(answer) in kinds and answer.outcome in ("answer", "correction")), (text, kind(answer), answer.lead)
