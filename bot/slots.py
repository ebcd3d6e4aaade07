"""Slots that many kinds fill in the same way: whose figure, which indicator, which years."""

from __future__ import annotations

from typing import NamedTuple

from bot.language.frame import Bound, Frame, without
from knowledge.base import View

_PAYING = frozenset("pay pays paid paying send sends sent goes go transfer transferred give gives owed owes".split())


class Whose(NamedTuple):
    """Whose figures are asked for: allies in order, the groups they were named by, those left out, the compared."""

    allies: tuple[str, ...]
    groups: tuple[str, ...]
    excluded: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def named(self) -> bool:
        return bool(self.allies or self.groups)


def whose(frame: Frame, view: View) -> Whose:
    """The allies and groups named, groups not expanded; an ally that is excluded or compared with apart."""
    if "whose" not in frame.memo:
        frame.memo["whose"] = _whose(frame, view)
    found: Whose = frame.memo["whose"]
    return found


def _whose(frame: Frame, view: View) -> Whose:
    return Whose(
        allies=tuple(frame.ids("ally", "capital", role="subject")),
        groups=tuple(frame.ids("group", role="subject")),
        excluded=tuple(expand(frame.ids("ally", "capital", "group", role="excluded"), view)),
        others=tuple(frame.ids("ally", "capital", "group", role="reference")),
    )


def expand(ids: list[str] | tuple[str, ...], view: View) -> list[str]:
    """Groups replaced by their members, each ally once."""
    found: dict[str, None] = {}
    for id_ in ids:
        members = view.base.groups[id_].members if id_ in view.base.groups else (id_,)
        found.update(dict.fromkeys(members))
    return list(found)


def pool(whose_: Whose, view: View) -> list[str]:
    """The allies among which is ranked or counted: those named, else all; without the excluded, as of the day."""
    named = expand((*whose_.allies, *whose_.groups), view)
    return [ally for ally in without(named or view.allies, whose_.excluded) if ally in view.allies]


def indicator(frame: Frame) -> str:
    """What is asked to be measured; "" where nothing is named, so that the kind's default holds."""
    if "indicator" not in frame.memo:
        frame.memo["indicator"] = _indicator(frame)
    found: str = frame.memo["indicator"]
    return found


def _indicator(frame: Frame) -> str:
    if frame.has("equipment"):
        return "equipment"
    if frame.has("personnel_share") or _on_people(frame):
        return "personnel_share"
    if frame.has("growth") and not frame.has("gdp"):
        return "real_change"
    if (frame.has("personnel") and not _paid(frame)) or _armies(frame):
        return "personnel"
    if frame.has("national") or frame.ids("currency"):
        return "amount_national"
    if frame.has("constant"):
        return "amount_constant"
    own = frame.has("gdp") and not frame.has("spend", "outlay", "defence", "target", "meet", "share", "contribute", "proportion", "cost")
    if frame.has("money"):
        return "gdp" if own and not frame.bounds else "amount"
    if frame.has("share") or (frame.has("proportion") and frame.has("gdp") and frame.has("spend", "outlay", "defence", "contribute")):
        return "share"
    if frame.has("gdp") and not frame.has("spend", "outlay", "defence", "target", "meet"):
        return "gdp"
    sized = frame.has("most", "least", "more_bare", "less_bare") or (frame.has("more", "less") and frame.holds(*_SIZES))
    return "amount" if sized and frame.holds("budget", "budgets") else ""  # a big budget is a sum, no share


def _on_people(frame: Frame) -> bool:
    """ "spends most on personnel", "how much of the budget goes to the troops": costs, no head count."""
    words = frame.words
    part = frame.has("share", "proportion") and frame.holds("goes", "go", "going", "gone")  # "what share goes to personnel"
    paid = (part or frame.has("spend", "outlay", "money")) and not frame.has("how_many")
    before = [set(words[max(0, i - 2) : i]) for i, word in enumerate(words) if word in _PEOPLE]
    return paid and any(near & {"on", "to", "for", "into"} for near in before)


_PEOPLE = frozenset("personnel troops soldiers servicemen manpower".split())


def _paid(frame: Frame) -> bool:
    """ "the smallest military budget", "the biggest armed forces in terms of money": what the forces cost, not their heads."""
    sums = {m.start for cue in ("outlay", "money", "spend") for m in frame.cues.get(cue, ())}
    heads = frame.cues.get("personnel", ())
    behind = [(m.end, frame.words[m.end : m.end + 4]) for m in heads]
    if any(frame.words[m.end - 1] in _PEOPLE for m in heads):
        return False  # "with 200,000 soldiers spend under 3 %" counts them
    return all(end in sums or (words[:3] == ["in", "terms", "of"] and end + 3 in sums) for end, words in behind)


def _armies(frame: Frame) -> bool:
    """Whether the size of armies is named and no spending: "the size of the French army", "its army is bigger"."""
    heads = frame.has("how_many") and frame.holds("people", "ppl", "persons", "serve", "serves", "serving", "men", "women", "folks")
    many = any(b.op and b.unit in ("%", "scaled") and b.currency is None and b.value >= _HEADS for b in frame.bounds)
    bare = frame.holds("army", "armies") and not frame.has(
        "how_much", "cost", "contribute", "target", "meet", "say", "change", "rise", "fall"
    )
    sized = heads or many or bare or frame.has("size") or frame.holds(*_SIZES)
    return (
        sized
        and frame.holds("army", "armies", "forces", "military", "militaries")
        and not frame.has("spend", "outlay", "money", "share", "gdp", "national")
    )


_SIZES = ("bigger", "smaller", "larger", "biggest", "smallest", "largest", "large", "big")
_HEADS = 1000
"""From here on a bare number behind "more than" is no share."""

PASSIVES = frozenset("outspent surpassed overtaken beaten eclipsed exceeded outdone outstripped outpaced passed".split())


def passive(frame: Frame) -> bool:
    """Whether the one named behind is ahead: "outspent by the Dutch"."""
    return any(token.norm in PASSIVES and frame.tokens[i + 1].norm == "by" for i, token in enumerate(frame.tokens[:-1]))


def of_another_whole(frame: Frame, measure: str) -> bool:
    """Whether a part of defence spending is asked for in money or as a part of GDP, or soldiers by GDP: held of no ally."""
    if measure == "personnel":  # "the share, equipment and troops" are several measures
        return frame.has("share", "gdp") and not frame.holds(",", "and", "plus", "&")
    part = measure in ("equipment", "personnel_share")
    return part and ("gdp" in frame.bag or frame.has("money", "national") or any(b.unit in ("money", "scaled") for b in frame.bounds))


def share_bound(frame: Frame) -> Bound | None:
    """The first share that the question names: 2 %, 3.5 %, 20 %."""
    return next((bound for bound in frame.bounds if bound.unit == "%"), None)


_UNTIL = frozenset("to til till until through thru - –".split())
_NOW = frozenset("now today present date".split())


def period(frame: Frame) -> tuple[int | None, int | None]:
    """(first, last) year named: "in 2020" (2020, 2020), "since 2014" (2014, None), "until 2020" (None, 2020)."""
    moments = [moment for moment in frame.moments if not moment.day]
    if not moments:
        return None, None
    if len(moments) == 1:
        if set(frame.words[moments[0].end : moments[0].end + 1]) & _UNTIL and set(frame.words[moments[0].end + 1 :][:2]) & _NOW:
            return moments[0].year, None  # "2014 to now"
        before = frame.preposition(moments[0])
        if any(token.norm in ("onwards", "onward") for token in frame.tokens[moments[0].end : moments[0].end + 1]):
            before = "since"
        if before in ("since", "from", "after", "between"):
            return moments[0].year + (before == "after"), None
        if before in ("until", "till", "before", "to"):
            return None, moments[0].year - (before == "before")
        return moments[0].year, moments[0].year
    years = sorted(moment.year for moment in moments)
    return years[0], years[-1]


def currency(frame: Frame, view: View | None = None) -> str:
    """The currency named, as its ISO code; "" where none is, or only dollars. Of several ("kroner") the subject's own."""
    named = frame.ids("currency")
    if len(named) > 1 and view is not None:
        own = {view.base.allies[a].currency for a in frame.ids("ally", "capital") if a in view.base.allies}
        named = [code for code in named if code in own] or named
    return named[0] if named else ""


def recipient(frame: Frame) -> bool:
    """Whether money is said to go to the place that is named: "paid to Brussels"."""
    words = frame.words
    return any(
        n.kind == "capital" and n.start and words[n.start - 1] in ("to", "towards") and _PAYING & set(words[max(0, n.start - 4) : n.start])
        for n in frame.names
    )


def vaguely_past(frame: Frame) -> bool:
    """ "a few years ago": a past that names no year."""
    dated = {place for m in frame.moments for place in range(m.start, m.end)}
    return any(token.norm == "ago" and i not in dated for i, token in enumerate(frame.tokens))
