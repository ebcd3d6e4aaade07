"""Which occasion an answer is about, so that somebody who asked can be reminded of it."""

from __future__ import annotations

from datetime import date

from bot.answer import Answer
from knowledge.when import last_day


def occasion_of(answer: Answer, day: date) -> str | None:
    """The id of the one summit that it is about, where that lies ahead of the day on which it was asked."""
    if answer.query is None or answer.query.kind != "summit" or len(answer.query.topics) != 1:
        return None
    first = next((value.value for value in answer.values if value.label.endswith(", first day")), None)
    ahead = first is not None and last_day(str(first)) >= day
    return f"summit:{answer.query.topics[0]}" if ahead else None
