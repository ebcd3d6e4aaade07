"""A city that decides is the summit held there: "what did Vilnius change about the 2 %"."""

from __future__ import annotations

from bot.language.frame import Frame, Mention
from bot.language.vocabulary import Vocabulary

_DECIDING = frozenset("change decide settle adopt achieve resolve conclude".split())
_ASKING = ("what did the", "what did", "what has", "how did", "what exactly did")


def summits_by_city(frame: Frame, vocabulary: Vocabulary) -> None:
    """Let the capital that stands between "what did" and "decide" mean its summit, where it had one."""
    if _DECIDING.isdisjoint(frame.words) or not frame.starts(*_ASKING) or frame.holds("its", "own", "their"):
        return
    for i, mention in enumerate(frame.mentions):
        words = frame.words[mention.start : mention.end]
        behind = frame.words[mention.end : mention.end + 1]
        if not behind or behind[0] not in _DECIDING or not any(sense.kind == "capital" for sense in mention.senses):
            continue
        held = [*words, "summit"]
        end, senses = vocabulary.longest(held, 0)
        summits = tuple(sense for sense in senses if sense.kind == "summit") if end == len(held) else ()
        if len(summits) == 1:
            frame.mentions[i] = Mention(mention.start, mention.end, summits)
            frame.forget()
