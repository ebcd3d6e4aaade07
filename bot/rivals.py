"""Whom the allies are held against: an ally, two of them, a group, the average; and whether above or below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.extent import OPEN, all_of
from bot.language.frame import Frame
from bot.measures import WIDE
from bot.slots import Whose, passive
from bot.targets import Line


class Against(NamedTuple):
    """What the allies are held against: whom, on which side, times what, and the cues that say so; `whole`: nothing else is compared."""

    others: tuple[str, ...]
    side: str = ""
    factor: Decimal | None = None
    uses: frozenset[str] = frozenset()
    whole: bool = False


def against(frame: Frame, who: Whose) -> Against:
    """Whom the question holds the allies against."""
    if (two := between_two(frame)) is not None:
        return Against(*two, uses=frozenset({"#ally", "compare"}), whole=True)
    if (several := times_another(frame, who)) is not None:
        return Against(*several, uses=frozenset({"ratio", "#ally", "#count", "average", "rise"}), whole=True)
    behind, side = held_against(frame, who)
    if behind:
        return Against((behind,), side, uses=frozenset({"#ally", "position", "rank"}))
    if (club := _average_of(frame, who)) is not None:
        below = frame.has("less", "less_bare") and not frame.has("more", "more_bare")
        return Against(("mean", club), "<" if below else ">", uses=frozenset({"#group", "average", "compare"}), whole=True)
    others = () if who.allies or _of_a_group(frame) else reference_of(frame, who.others)
    return Against(others, uses=frozenset({"average", "median"} if others in (("mean",), ("median",)) else {}))


def _of_a_group(frame: Frame) -> bool:
    """ "The EU average", "the average of the Nordics": another mean than that of all allies."""
    words = frame.words
    groups = [n for n in frame.names if n.kind == "group" and n.end]
    ahead = any(frame.cue_at(n.end) & {"average", "median"} for n in groups)
    behind = any([w for w in words[m.end : n.start] if w != "the"] == ["of"] for m in frame.cues.get("average", ()) for n in groups)
    return ahead or behind


def _average_of(frame: Frame, who: Whose) -> str | None:
    """The one group whose average the allies are held against: "who is below the average of the Baltics"."""
    named = [n for n in frame.names if n.kind == "group" and n.end]
    plain = frame.has("average") and not frame.has("median", "total", "rise", "fall") and not frame.bounds and not frame.yes_no
    if not named or who.allies or not plain or not frame.has("more", "less", "more_bare", "less_bare", "than"):
        return None
    words = frame.words
    if not (frame.has(*OPEN, "allies") or words[0] in _WHERE):
        return None
    for group in named:
        behind = any([w for w in words[m.end : group.start] if w != "the"] == ["of"] for m in frame.cues.get("average", ()))
        ahead = bool(frame.cue_at(group.end) & {"average"}) and not {"than", *_WHERE}.isdisjoint(words[: group.start])
        if behind or ahead:
            return group.id
    return None


def reference_of(frame: Frame, others: Sequence[str]) -> tuple[str, ...]:
    """What the allies are compared with: another ally, a group, NATO's own figure, or the average."""
    comparing = frame.has("than", "more_bare", "less_bare", "more", "less", "compare", "most_at")
    level = any(f"as {word} as" in frame.line for word in ("much", "many", "high", "big", "large"))
    if level and "than" not in frame.bag and not frame.has("more_bare", "less_bare", "more", "less", "least_at", "most_at", "ratio", "not"):
        return ()  # who is like another, not who is above
    wide = frame.has(*WIDE) or all_of(frame) or (_headed(frame) and not frame.yes_no and not frame.has("compare"))
    if others and (wide or frame.has("nobody")):
        return tuple(others)
    if frame.has("than") and frame.has("most") and frame.has("gdp"):
        return ("largest",)
    if frame.has("nato_whole") and comparing and wide:
        return ("NATO",)
    if frame.has("average", "median") and comparing and wide:
        return ("mean",) if not frame.has("median") else ("median",)
    return ()


def _headed(frame: Frame) -> bool:
    """ "EU countries above the average": a group by its members."""
    return any(n.kind == "group" and _MEMBERS & set(frame.words[n.start : n.end + 1]) for n in frame.names)


_MEMBERS = frozenset("countries members states allies nations".split())


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


_FACTORS = {"twice": "2", "double": "2", "thrice": "3", "triple": "3", "quadruple": "4", "half": "0.5"}


def times_another(frame: Frame, who: Whose) -> tuple[tuple[str, ...], str, Decimal] | None:
    """ "more than twice Spain's share": (("ESP",), ">", 2); "half of what Poland spends"; None where no such multiple is named."""
    named = list(dict.fromkeys((*who.allies, *who.others)))
    mean = not named and frame.has("average") and not frame.has("total")
    if not frame.has(*OPEN) or frame.yes_no or frame.bounds or (len(named) != 1 and not mean):
        return None
    for start, factor in _multiples(frame):
        cues = frame.cue_before(start)
        ops = (("least_at", ">="), ("most_at", "<="), ("more", ">"), ("less", "<"))
        op = next((op for cue, op in ops if cue in cues), "")
        if not op and frame.words[start - 1 : start] == ["than"]:
            op = ">" if frame.has("more_bare", "more") else "<"
        if not op and factor < 1:
            op = "~"  # "half as much" is neither from there on nor up to there
        return (tuple(named) or ("mean",)), op or ">=", factor
    return None


def _multiples(frame: Frame) -> Iterator[tuple[int, Decimal]]:
    """Where a multiple of another's figure is named, and which."""
    words = frame.words
    for i, word in enumerate(words):
        behind = words[i + 1] if i + 1 < len(words) else ""
        if word in _FACTORS and (behind in _OF or i + 1 in {n.start for n in frame.names}):
            yield i, Decimal(_FACTORS[word])
        counted = next((q for q in frame.quantities if q.end == i and q.unit == ""), None)
        if word in ("times", "fold") and counted:
            yield counted.start, counted.value


_OF = frozenset("what that of the as".split())


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
