"""How movements are worded: over which years, by how much, in percent, which year stands out."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bot.language.frame import Frame
from bot.language.quantities import NUMBER_WORDS, Quantity
from bot.measures import one_year, text_of, than, which_year
from bot.slots import Whose, indicator, period
from knowledge.base import View

_PLACED = frozenset("spender spenders number place champion ranking leader".split())


def of_nato(frame: Frame) -> bool:
    """Whether the alliance is named, be it within a phrase: "NATO total", "of total NATO spending"."""
    whole = frame.has("nato", "nato_whole") or (frame.has("of_nato") and not frame.has("allies", "member"))
    return whole or (frame.has("proportion") and frame.holds("nato", "natos"))


def how_fast(frame: Frame) -> bool:
    """ "how fast is … growing": a rate that is, no path to a line."""
    fast = all(text_of(frame, m) in ("how fast", "how quickly", "how rapidly", "rate") for m in frame.cues.get("path", ()))
    return fast and frame.has("rise", "fall", "growth") and not frame.quantities and not frame.has("forecast", "cost")


def stands_out(frame: Frame, who: Whose) -> bool:
    """Whether the year of one ally's highest or lowest value is asked for, or that value over a span of years."""
    whole = not who.allies and which_year(frame) and (len(who.groups) == 1 or (of_nato(frame) and not who.groups))
    if (
        (len(who.allies) != 1 and not whole)
        or frame.has("who", "list")
        or not frame.has("most", "least")
        or frame.has("rise", "fall", "growth", "than")
    ):
        return False
    if any(text_of(frame, m) != "historical" for m in frame.cues.get("change", ())):
        return False
    first, last = period(frame)
    span = bool(frame.moments) and first != last
    told = frame.yes_no or (frame.asserts and frame.holds("is", "was", "has", "had"))
    return one_year(frame) or (span and not told and not _PLACED & frame.bag)


def stretch(frame: Frame) -> bool:
    """ "from 2020 to 2022", "2014-2024", "the last five years": all the years between, not two years."""
    if len(frame.moments) != 2:
        return False
    first, second = frame.moments
    between = frame.words[first.end : second.start]
    return first.start == second.start or between in (["to"], ["-"], ["–"], ["until"], ["till"])


def since_joining(frame: Frame, who: Whose, view: View) -> int | None:
    """ "Since it joined", "since its accession": the year in which the one ally named became a member."""
    measured = frame.has("spend", "outlay", "share", "defence", "personnel", "equipment", "money") or frame.holds("army")
    if not measured or len(who.allies) != 1 or who.groups or frame.moments or who.allies[0] not in view.base.allies:
        return None
    dated = any({"since", "after"} & set(frame.words[max(0, m.start - 4) : m.start + 1]) for m in frame.cues.get("join", ()))
    return view.base.allies[who.allies[0]].accession.year if dated else None


def a_year(frame: Frame) -> bool:
    """ "Per year on average", "the average annual growth": a movement spread evenly over its years."""
    words = frame.bag
    spread = (
        frame.has("average")
        or bool(words & {"annually", "annual", "yearly"})
        or any(w in frame.line for w in (" per year", " a year", " per annum"))
    )
    return yearly_step(frame) or (
        spread and (frame.has("yearly") or bool(words & {"annual", "annually", "yearly"})) and not every_year(frame)
    )


def yearly_step(frame: Frame) -> bool:
    """ "The average annual growth since 2019", "how many points a year has … added": a pace of years that are over, no path to a line."""
    told = [text_of(frame, m).split() for m in frame.cues.get("path", ())]
    later = any(year > frame.today.year for year in frame.years)
    ahead = later or frame.quantities or "real" in frame.bag or frame.has("forecast", "meet", "target", "when")
    paced = any({"annual", "yearly", "year", "annually"} & set(words) for words in told)
    return paced and not ahead and bool(frame.moments or frame.has("average")) and all(_PACED & set(words) for words in told)


_PACED = frozenset("growth rise increase change step pace points gain add adds added gained rate cut fall decrease decline".split())


def every_year(frame: Frame) -> bool:
    """ "raised it every year", "steadily": each year against the one before, which no figure here is computed for."""
    words = frame.bag
    often = bool(
        words & {"consistently", "steadily", "continuously", "constantly", "continually", "relentlessly", "unbroken", "invariably"}
    )
    return often or any(
        text_of(frame, m) in ("each year", "every year", "in every year", "in each year") for m in frame.cues.get("yearly", [])
    )


def in_percent(frame: Frame) -> bool:
    """ "by what percentage did the budget grow": the percent are of the change, no share of GDP."""
    text = frame.line
    return any(
        words in text
        for words in (
            "by what percent",
            "by how many percent",
            "by what per cent",
            "how many percent",
            "what percentage did",
            "percentage increase",
            "percent increase",
            "percentage change",
            "percent change",
            "percentage growth",
            "percentage terms",
            "percent terms",
            "relative terms",
            "percentagewise",
            "percentage wise",
            "proportionally",
            "proportionately",
            "in percent",
        )
    ) and not frame.holds("gdp", "economy", "share")


def span(frame: Frame, moving: bool, wide: bool) -> tuple[int | None, int | None]:
    """(first, last) year; a change "in 2025" is the one from the year before."""
    first, last = period(frame)
    if moving and first is not None and last is None and frame.preposition(frame.moments[0]) == "after":
        first -= 1  # what came after 2022 is held against 2022
    if (
        len(frame.moments) == 1
        and first is None
        and last is not None
        and frame.has("than", "compare")
        and frame.preposition(frame.moments[0]) == "to"
    ):
        first, last = last, None
    if moving and frame.years == [frame.today.year - 1] and on_last_year(frame):
        return frame.today.year - 1, frame.today.year
    if moving and first == last and first is not None and (frame.has("why") or claimed(frame)):
        first = first - 1
    newest = not frame.moments and not wide and (indicator(frame) == "real_change" or (frame.has("path") and not frame.past))
    if newest and moving:
        return frame.today.year - 1, frame.today.year
    this_year = "this year" in frame.line and frame.has("rise", "fall", "growth") and not frame.has("than", "most", "least")
    against_last = frame.holds("yoy", "year") and frame.has("growth", "rise") and not wide and yearly(frame)
    if (this_year or against_last) and not frame.moments:
        return frame.today.year - 1, frame.today.year
    if moving and len(frame.moments) == 1 and (frame.has("than", "ratio") or less_than_in(frame)):
        last = None
    if moving and year_before(frame) and len(set(frame.years)) == 1 and first is not None:
        return frame.years[0] - 1, frame.years[0]
    return first, last


def less_than_in(frame: Frame) -> bool:
    """ "less than in 2014": the year is the one compared with."""
    return any(text_of(frame, m).endswith("than in") for cue in ("fall", "rise") for m in frame.cues.get(cue, []))


def up_or_down(frame: Frame) -> str:
    """ "rise" for "up on last year", "is it up in 2026 compared to 2025"; "fall" for "down"."""
    words = frame.words
    for word, order in (("up", "rise"), ("down", "fall")):
        places = [i for i, w in enumerate(words) if w == word]
        if any(
            words[i + 1 : i + 2] and words[i + 1] in ("on", "from", "in", "compared", "versus", "vs", "since", "over", "this")
            for i in places
        ):
            return order if frame.moments and "or" not in words else ""
    return ""


def on_last_year(frame: Frame) -> bool:
    """ "up or down on last year", "higher than last year", "compared to last year": the newest year against the one before."""
    text = frame.line
    return any(f"{words} last year" in text or f"{words} the previous year" in text for words in _ON) and not frame.has("yearly")


_ON = ("on", "than", "than in", "from", "to", "with", "over", "vs", "versus", "against", "compared to", "since")


def year_before(frame: Frame) -> bool:
    """ "lower in 2026 than the year before"."""
    text = frame.line
    return any(words in text for words in ("year before", "year earlier", "previous year", "preceding year"))


def yearly(frame: Frame) -> bool:
    """ "year on year growth": against the year before."""
    words = frame.line
    return any(phrase_ in words for phrase_ in ("year on year", "year over year", "yoy", "y o y"))


def claimed(frame: Frame) -> bool:
    """Whether the only number is the percentage by which something is said to have moved."""
    if (
        len(frame.bounds) != 1
        or frame.bounds[0].unit != "%"
        or not frame.has("rise", "fall")
        or frame.has("less", "more", "crossed", "meet")
    ):
        return False
    start = next((q.start for q in frame.quantities if q.unit == "%"), 0)
    return not start or frame.tokens[start - 1].norm not in ("to", "at", "of", "from", "the")


def times(frame: Frame) -> Decimal | None:
    """How many times the old value the new one is said to be: doubled, tripled, halved."""
    for token in frame.tokens:
        for word, factor in (("doubl", "2"), ("tripl", "3"), ("quadrupl", "4"), ("halv", "0.5")):
            if token.norm.startswith(word):
                return Decimal(factor)
    return _times_then(frame)


_FACTORS = {"twice": Decimal(2), "thrice": Decimal(3), "half": Decimal("0.5")}


def _times_then(frame: Frame) -> Decimal | None:
    """ "Twice what it did in 2014", "three times as much as in 2014": one ally's figure held against its own of a year."""
    if not frame.has("ratio") or not frame.moments or len(frame.ids("ally", "capital", "group")) != 1:
        return None
    words = frame.words
    for i, word in enumerate(words):
        if word in _FACTORS:
            return _FACTORS[word]
        if word == "times" and i:
            return next((q.value for q in frame.quantities if q.end == i and q.unit == ""), NUMBER_WORDS.get(words[i - 1]))
    return None


def backwards(frame: Frame) -> bool:
    """Whether the earlier year is held against the later one: "was it higher in 2022 than today" asks whether it fell."""
    words = frame.words
    place = than(frame)
    before = [m.year for m in frame.moments if m.start < place]
    after = [m.year for m in frame.moments if m.start > place]
    after += [frame.today.year] if {"now", "today", "currently"} & set(words[place:]) else []
    return bool(place and before and after) and max(before) < min(after)


class Step(NamedTuple):
    """By how much something is said or asked to have moved: `unit` as of a quantity; `op` "" where none is said."""

    op: str
    value: Decimal
    unit: str
    currency: str | None


_HEADS = 500
"""Fewer than that is no change in soldiers that anybody asks about."""
ADDING = frozenset("add adds added adding gain gains gained gaining lose loses lost losing shed sheds".split())
_CHANGES = frozenset("increase increases rise rises growth jump hike cut cuts drop reduction fall decrease decline boost".split())


def adding(frame: Frame) -> bool:
    """Whether "added" says that something rose: "who added the most soldiers"."""
    told = {text_of(frame, m) for cue in ("join", "path") for m in frame.cues.get(cue, ())}
    return bool(told) and told <= ADDING


def moved_by(frame: Frame) -> Step | None:
    """ "grew by more than 5 billion", "added at least one point", "a rise of 20,000 soldiers"; None where a level is named."""
    if not (frame.has("rise", "fall", "growth") or ADDING & frame.bag) or frame.has("crossed"):
        return None
    told = [
        q
        for q in frame.quantities
        if q.unit in ("%", "pp", "money", "scaled") or (q.unit == "" and (q.value >= _HEADS or _of_points(frame, q)))
    ]
    if len(told) != 1 or (told[0].unit == "" and told[0].value < _HEADS and not _of_points(frame, told[0])):
        return None
    quantity = told[0]
    of_gdp = quantity.unit == "%" and frame.words[quantity.end : quantity.end + 2] == ["of", "gdp"]
    unit = "pp" if of_gdp or _of_points(frame, quantity) else quantity.unit
    comparison = [
        m for cue in ("more", "less", "least_at", "most_at", "exactly") for m in frame.cues.get(cue, ()) if m.end <= quantity.start
    ]
    start = min((m.start for m in comparison if quantity.start - m.end <= 1), default=quantity.start)
    before = frame.words[max(0, start - 2) : start]
    behind = frame.words[quantity.end : quantity.end + 2]
    by = "by" in before or before[-1:] in (["added"], ["add"], ["adds"], ["gained"], ["lost"]) or bool(_CHANGES & set(behind))
    by = by or (before[-1:] == ["of"] and bool(_CHANGES & set(before)))
    level = set(frame.words[start : quantity.start]) & {"above", "below", "under", "past", "beyond"} or before[-1:] in (
        ["to"],
        ["at"],
        ["from"],
    )
    if not (by or unit == "pp") or (level and not by):
        return None
    return Step(frame.operator(quantity), quantity.value, unit, quantity.currency)


def _of_points(frame: Frame, quantity: Quantity) -> bool:
    """ "two points"."""
    return quantity.unit == "" and bool(frame.cue_at(quantity.end) & {"points"})
