"""Whom the allies are held against: an ally, two of them, a group, the average; and whether above or below."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extent import OPEN, all_of
from bot.language.frame import Frame
from bot.measures import WIDE
from bot.slots import Whose, passive
from bot.targets import Line


def reference_of(frame: Frame, others: Sequence[str]) -> tuple[str, ...]:
    """What the allies are compared with: another ally, a group, NATO's own figure, or the average."""
    comparing = frame.has("than", "more_bare", "less_bare", "more", "less", "compare", "most_at")
    wide = frame.has(*WIDE) or all_of(frame)
    if others and (wide or frame.has("nobody")):
        return tuple(others)
    if frame.has("than") and frame.has("most") and frame.has("gdp"):
        return ("largest",)
    if frame.has("nato_whole") and comparing and wide:
        return ("NATO",)
    if frame.has("average", "median") and comparing and wide:
        return ("mean",) if not frame.has("median") else ("median",)
    return ()


def side_of(frame: Frame, reference: Sequence[str], lines: Sequence[Line]) -> str:
    if len(lines) == 2 and frame.holds("either", "or"):
        sides = {row.bound.op[:1] for row in lines}
        if lines[0].indicator != lines[1].indicator or sides == {"<", ">"}:
            return "either"
    if not reference:
        return ""
    return "<" if passive(frame) or (frame.has("less_bare", "less") and not frame.has("more_bare", "more")) else ">"


_OUTSPEND = frozenset(
    "outspend outspends outspending surpass surpasses beat beats exceed exceeds outrank outranks outranked ahead above over".split()
)

_TRAIL = frozenset("trail trails behind below under".split())

_WHERE = frozenset("above over below under".split())


def held_against(frame: Frame, who: Whose) -> tuple[str, str]:
    """The one ally that the others are ahead of or behind, and which: "which allies does Germany outspend" is (DEU, "<")."""
    if len(who.allies) != 1 or not frame.has(*OPEN) or frame.bounds or frame.has("say", "target", "rise", "fall"):
        return "", ""
    name = next(n for n in frame.names if n.id == who.allies[0])
    words = frame.words
    asked = max(m.end for cue in OPEN for m in frame.cues.get(cue, ()))
    before, behind = set(words[max(asked, name.start - 4) : name.start]), set(words[name.end : name.end + 3])
    for verbs, order in ((_OUTSPEND, ">"), (_TRAIL, "<")):
        if verbs & before and words[name.start - 1] not in ("does", "do", "is", "did", "was"):
            return name.id, order
        if (verbs - _WHERE) & behind and (words[name.start - 1] in ("does", "do", "is", "did", "was") or asked > name.end):
            return name.id, "<" if order == ">" else ">"
    return "", ""


def between_two(frame: Frame) -> tuple[tuple[str, ...], str] | None:
    """The two that the others are held between: "more than Germany but less than Poland" is ((DEU, POL), "within")."""
    named = [n for n in frame.names if n.kind in ("ally", "capital", "group")]
    if len(named) != 2 or not frame.has(*OPEN) or frame.bounds or frame.yes_no:
        return None
    words, (a, b) = frame.words, named
    first, then = words[max(0, a.start - 6) : a.start], words[a.end : b.start]
    if {"between", "among"} & set(first) and then == ["and"] and frame.has("spend", "outlay", "share", "money", "equipment", "personnel"):
        return (a.id, b.id), "between"
    if not {"than", "above", "below"} & set(first) or not {"than", "above", "below"} & set(then) or not {"but", "and"} & set(then):
        return None
    up, down = {"more", "above", "higher"}, {"less", "below", "lower", "fewer"}
    if up & set(first) and down & set(then):
        return (a.id, b.id), "within"
    return ((b.id, a.id), "within") if down & set(first) and up & set(then) else None
