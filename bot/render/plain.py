"""Answer → plain text of at most 2,000 characters, for where Discord lets a bot show no more than that."""

from __future__ import annotations

from bot.answer import Answer, Outcome
from bot.render.discord import text
from bot.render.markdown import harmless, size
from bot.render.parts import PLAIN, Part, fit, parts

_OFFERED = 3


def plain(answer: Answer, locale: str = "en") -> str:
    """The reply in the same order, with the questions that it offers written out, as there are no buttons."""
    found = [part._replace(where=_elsewhere(part)) for part in parts(answer, locale, PLAIN)]
    shown = text(fit(found, PLAIN.total))
    lead = "Choose by asking:" if answer.outcome == Outcome.CLARIFY else "You could ask:"
    for count in range(min(len(answer.options), _OFFERED), 0, -1):
        offers = f"\n-# {lead} {' · '.join(harmless(option) for option in answer.options[:count])}"
        if size(shown) + size(offers) <= PLAIN.total:
            return shown + offers
    return shown


def _elsewhere(part: Part) -> str:
    """There are no buttons here: the rest is to be had where there are."""
    return "(ask me in a direct message to see all)"
