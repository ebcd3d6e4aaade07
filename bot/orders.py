"""How an order of allies is worded: one or several of the first, who is like an ally, a heading, a place that is claimed."""

from __future__ import annotations

from bot.language.frame import Frame
from bot.measures import advice, outsiders, text_of
from bot.slots import Whose, indicator


def elsewhere(frame: Frame) -> bool:
    """Whether it is another kind's: movements, summits, advice, states that are no allies."""
    if frame.has("summit", "joke", "rise", "fall", "growth", "faster") or advice(frame) or outsiders(frame):
        return True
    return frame.has("first_time") and not frame.has("most", "least")


_MERIT = frozenset(
    "worst best laggard slacker freeloader freerider rider performer stingiest miserly frugal generous cheapskate offender pupil".split()
)


def by_merit(frame: Frame) -> bool:
    """ "the worst", "the laggard", "the most generous": of the share of GDP, not of the sum."""
    return bool(_MERIT & {word for cue in ("most", "least") for m in frame.cues.get(cue, ()) for word in text_of(frame, m).split()})


def one_by_one(frame: Frame) -> bool:
    """ "Each Nordic country", "each of the Baltics", "Nordics by share of GDP"."""
    groups = [name.start for name in frame.names if name.kind == "group"]
    return by_measure(frame) or any("each" in frame.words[max(0, start - 3) : start] for start in groups)


def by_measure(frame: Frame) -> bool:
    """ "Nordics by share of GDP", "Benelux countries by personnel": a heading over the members' own figures."""
    if not frame.asserts or frame.bounds or frame.has(*_NO_HEADING) or frame.ids("ally", "capital", "person"):
        return False
    ends = {n.end for n in frame.names if n.kind == "group"}
    ends |= {m.end for cue in ("allies", "member") for m in frame.cues.get(cue, ()) if m.start in ends}
    measured = {m.start for cue in _MEASURES for m in frame.cues.get(cue, ())}
    return any(frame.words[end : end + 1] == ["by"] and measured & {end, end + 1, end + 2} for end in ends)


_MEASURES = ("share", "spend", "outlay", "defence", "equipment", "personnel", "personnel_share", "money", "gdp")


def ranked_nth(frame: Frame) -> bool:
    """ "which ally ranks tenth", "the country ranked third", "number two by equipment"."""
    words = frame.words
    numbered = words[:1] == ["number"] and frame.quantities and frame.quantities[0].start == 1
    if (numbered and words[2:3] in (["by"], ["in"])) or (frame.ordinal and words[1:2] in (["by"], ["in"])):
        return indicator(frame) != ""
    ranked = any(text_of(frame, m).startswith("rank") for m in frame.cues.get("rank", ()))
    return ranked and frame.ordinal is not None and not frame.has("join", "summit", "founding")


def several(frame: Frame, who: Whose) -> str:
    """What is asked of the first so many taken together; "" where nothing is."""
    return "top-in" if who.groups and not who.allies and of_the_first(frame) else pooled(frame)


def of_the_first(frame: Frame) -> bool:
    """ "which of the top five are Nordic", "how many EU members are in the top ten": of the first of all, not of the group's first."""
    first = next(m for cue in ("most", "least") for m in frame.cues.get(cue, ()))
    count = next(q.start for q in frame.quantities if q.unit == "")
    start = min(first.start, count)
    group = next(n.start for n in frame.names if n.kind == "group")
    before = set(frame.words[max(0, start - 3) : start])
    apart = frame.holds("are", "is", "belong", "belongs", "come", "comes")
    return apart and bool(before & ({"in", "among"} if group < start else {"of", "among", "in"}))


def pooled(frame: Frame) -> str:
    """ "the average of the top five", "what the three biggest spend together"; "" where neither is asked."""
    if frame.moments[1:] or frame.has("median", "weighted", "proportion") or (frame.has("most") and frame.has("least")):
        return ""
    return "top-mean" if frame.has("average") and not frame.has("total") else "top-total" if frame.has("total") else ""


def near(frame: Frame, who: Whose, measure: str, extreme: str) -> bool:
    """ "who is closest to 3.5 %", "which ally has the largest gap to 3.5", "who spends about the same as Italy"."""
    bare = frame.starts(*_EXTREMES, *(f"the {word}" for word in _EXTREMES)) and not frame.yes_no
    if not (bare or frame.has("who", "which", "allies", "list")) or measure in ("amount", "amount_national"):
        return False
    if len(frame.bounds) == 1 and not who.allies:
        return frame.has("closer") or bool(extreme and frame.has("gap") and (bare or frame.has("who", "which"))) or almost(frame)
    return not frame.bounds and alike(frame, who)


_EXTREMES = ("closest", "nearest", "furthest", "farthest", "most distant")
_SHORT = ("without", "but not", "yet to", "not yet", "below", "under", "short of", "hitting", "reaching", "meeting", "getting")
_OVER = ("from above", "but above", "but over", "among those above", "among those over", "above it", "over it")


def side(frame: Frame) -> str:
    """ "closest to 3.5 without being there yet", "nearest to 5 % among those below it": "below", "above" or "" for both."""
    said = f" {frame.line} "
    below, above = (any(f" {words} " in said for words in side) for side in (_SHORT, _OVER))
    return "" if above and below else "below" if below or almost(frame) else "above" if above else ""


def almost(frame: Frame) -> bool:
    """ "Who almost reaches 3.5", "who spends nearly 2 %": who is short of it by least."""
    return frame.holds("almost", "nearly") and frame.has("meet", "spend", "outlay") and frame.has("who", "which") and not frame.negated


def alike(frame: Frame, who: Whose) -> bool:
    """Whether those are asked for whose figure is like an ally's."""
    one = len({*who.allies, *who.others}) == 1
    return one and frame.has("who", "which") and frame.has("unmoved", "closer", "alike") and not frame.has("rise", "fall", "join")


_SIZED = frozenset("biggest largest smallest greatest tiniest".split())


def whole_country(frame: Frame) -> bool:
    """ "the biggest country in NATO": of land, people or money, nobody knows."""
    words = frame.words
    return any(word in _SIZED and frame.cue_at(i + 1) & {"allies", "member"} for i, word in enumerate(words))


def years_meant(frame: Frame) -> bool:
    """ "the average over five years"."""
    return any(q.unit == "" and frame.tokens[q.end : q.end + 1] and frame.tokens[q.end].norm in ("year", "years") for q in frame.quantities)


def heading(frame: Frame) -> bool:
    """ "defence spending as percentage of gdp nato countries", "military expenditure by nato country": a search for all of them."""
    if not frame.asserts or frame.is_question or frame.bounds or frame.has(*_NO_HEADING) or len(frame.tokens) > 12 or frame.ids("person"):
        return False
    words = frame.bag
    return (
        frame.has("allies", "everybody")
        and bool(words & _TITLES)
        and not words & {"spend", "spends", "pay", "pays", "are", "is", "do", "not", "have"}
    )


_TITLES = frozenset("spending expenditure expenditures budget budgets outlays spendings troops personnel share shares percentage".split())
_NO_HEADING = (
    "what who which how how_many how_much nobody not except total average median weighted join rise fall change meet miss target say "
    "compare than more less more_bare less_bare most least cost gap path agree summit expel binding counts budget_common"
).split()


def pays_nato(frame: Frame) -> bool:
    """ "which country pays NATO the most": into its common budgets, not for its own forces."""
    words = frame.words
    return any(word in ("pay", "pays", "paid", "gives", "give") and words[i + 1 : i + 2] == ["nato"] for i, word in enumerate(words))


def both_ends(frame: Frame) -> bool:
    """ "who pays the most and the least": two superlatives apart, not "from the lowest"."""
    most, least = frame.cues["most"], frame.cues["least"]
    return frame.has("gap", "compare") or not {m.start for m in most} & {m.start for m in least}


def next_to(frame: Frame) -> bool:
    """ "Who comes just before Italy", "who ranks right ahead of Spain"."""
    words = frame.words
    starts = {n.start for n in frame.names if n.kind in ("ally", "capital")}
    near = any(w in ("before", "ahead", "above", "behind", "below", "after") and {i + 1, i + 2} & starts for i, w in enumerate(words))
    return (
        near and frame.has("who", "which") and frame.holds("comes", "come", "ranks", "rank", "ranked", "directly", "right", "just", "next")
    )


def after(frame: Frame) -> tuple[str, ...]:
    """ "the biggest after the US": those that are left out."""
    return tuple(
        n.id
        for n in frame.names
        if n.kind in ("ally", "capital") and any(word in ("after", "behind") for word in frame.words[max(0, n.start - 2) : n.start])
    )


def each(frame: Frame) -> bool:
    """Whether every ally's own figure is wanted: "how much are our allies spending"."""
    return frame.has("allies") and not frame.has("total", "average", "nato_whole") and not frame.ids("group")


def one(frame: Frame, limit: int | None) -> bool:
    """Whether one ally is asked for: "which country spends most", not "top spenders"."""
    inside = {place for name in frame.names for place in range(name.start, name.end)}
    plurals = (
        "countries",
        "allies",
        "members",
        "states",
        "nations",
        "spenders",
        "ones",
        "laggards",
        "top",
        "leaders",
        "freeloaders",
        "performers",
        "slackers",
        "offenders",
        "contributors",
    )
    plural = any(i not in inside and token.norm in plurals and not partitive(frame, i) for i, token in enumerate(frame.tokens))
    return limit is None and not plural


def partitive(frame: Frame, place: int) -> bool:
    """Whether a plural only says among whom: "which of the allies", "of the countries that joined in 2004, who"."""
    before = frame.words[max(0, place - 4) : place]
    return "of" in before and frame.tokens[place].norm in ("countries", "allies", "members", "states", "nations")
