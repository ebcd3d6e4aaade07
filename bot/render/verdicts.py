"""Claims with their verdicts, and sayings with who said them, as lines for Discord."""

from __future__ import annotations

import re

from bot.answer import Answer, Verdict
from bot.claims import Claim
from bot.render.markdown import cut, harmless
from bot.render.parts import VERDICTS, citation, quotation

WORDS = {
    Verdict.YES: "True",
    Verdict.NO: "Not true",
    Verdict.PARTLY: "Partly true",
    Verdict.NOT_YET_DUE: "Not due yet",
    Verdict.UNKNOWN: "Not known",
}
_OPENING = re.compile(r"^(?:Yes|No|Partly|That is so|That is not so)[:.]\s*")
_SOURCES = 2


def claim(found: Claim, locale: str) -> str:
    """The sentence, the verdict in a sign and words, the figure, the source."""
    verdict = f"{VERDICTS[found.verdict]} **{WORDS[found.verdict]}:**" if found.verdict else "ℹ️ **What my sources say:**"
    said = _OPENING.sub("", found.answer.lead) or " ".join(found.answer.body)
    return "\n".join((f"> {cut(found.sentence, 300)}", f"{verdict} {cut(said, 500)}", *_small(found.answer, locale)))


def saying(passage: str, answer: Answer, locale: str) -> str:
    """Who said it, the words as they are held, the source."""
    quotes = [quotation(quote, locale) for quote in answer.quotes[:1]]
    return "\n".join(
        (f"-# “{harmless(passage[:150])}{'…' if len(passage) > 150 else ''}”", cut(answer.lead, 400), *quotes, *_small(answer, locale))
    )


def _small(answer: Answer, locale: str) -> list[str]:
    notes = [f"-# Note: {cut(caveat, 200)}" for caveat in answer.caveats[:1]]
    return notes + [f"-# Source: {citation(source, locale)}" for source in answer.sources[:_SOURCES]]
