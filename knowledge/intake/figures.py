"""Figures in a text: the number with its unit, whose it is, for when, who says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Literal

from knowledge.intake.passages import Passage, Span, cut
from knowledge.intake.places import listed
from knowledge.intake.scene import Scene
from knowledge.intake.speakers import Speaker
from knowledge.units import GDP_SHARE, PERCENT, POINTS

Bound = Literal["", "about", "at least", "at most", "more than", "less than"]
Sense = Literal["spent", "aimed", ""]

_WORDS = {word: Decimal(n) for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {
    "twenty": Decimal(20), "half": Decimal("0.5"), "two and a half": Decimal("2.5"), "three and a half": Decimal("3.5"),
}  # fmt: skip
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,9}}(?:[.,]\d{{1,4}})?|\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?=[\s-]))"
)
_SCALE = r"(?:thousand|million|billion|trillion|bn|mn|tn|m|b)"
_CURRENCIES = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "dollar": "USD", "euro": "EUR", "pound": "GBP", "zloty": "PLN", "crown": "SEK",
    "C$": "CAD", "usd": "USD", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip
_MONEY = r"(?:US\$|C\$|[$€£]|(?:USD|EUR|GBP)\s?)"
_COUNTED = r"(?:soldiers|troops|personnel|servicemembers|service\s+members|reservists|recruits)"
_OF_GDP = r"\s+of\s+(?:(?:its|their|our|the)\s+)?(?:GDP|gross\s+domestic\s+product|national\s+(?:income|output)|economic\s+output|economy)"
_FIGURE = re.compile(
    rf"(?P<sign>{_MONEY})?(?<![\d.,])(?P<low>{_NUMBER})(?:\s?(?:to|and|-|–)\s?(?:{_MONEY})?(?P<high>{_NUMBER}))?(?:"
    r"(?P<points>\s+percentage\s+points?|\s?pp\b)|"
    rf"(?P<percent>[\s-]?(?:%|per\s?cent\b|percent\b|pct\b))(?P<gdp>{_OF_GDP})?|"
    rf"[\s-]?(?P<scale>{_SCALE})\b(?:\s+(?:US\s+)?(?P<currency>dollar|euro|pound|zloty|crown)\w*)?|"
    rf"[\"”’»]?\s+(?:more\s+|extra\s+|additional\s+|new\s+|active\s+)?(?P<counted>{_COUNTED})\b|"
    r"(?=[\s.,;)]))",
    re.IGNORECASE,
)
_TENS = {"thousand": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "b": 9, "bn": 9, "trillion": 12, "tn": 12}
_BOUNDS: tuple[tuple[Bound, str], ...] = (
    ("at least", r"at\s+least|at\s+or\s+above|no\s+less\s+than|a\s+minimum\s+of"),
    ("at most", r"at\s+most|up\s+to|no\s+more\s+than|as\s+much\s+as"),
    ("more than", r"more\s+than|over|above|exceed\w*|surpass\w*"), ("less than", r"less\s+than|under|below|short\s+of"),
    ("about", r"around|about|roughly|nearly|almost|some|approximately|close\s+to"),
)  # fmt: skip
_MANY = 20
"""Numbers of one sentence that are looked at; more are a table."""
_YEARLY = re.compile(r"\s+(?:a|per|each|every)\s+year|\s+(?:annually|yearly)")
_BY = re.compile(r"\bby\s+(?:the\s+end\s+of\s+)?(?P<year>(?:19|20)\d\d|this\s+year|next\s+year)")
_IN = re.compile(r"\b(?:in|for|during|since)\s+(?P<year>(?:19|20)\d\d)\b|\b(?P<near>this|last|next)\s+year\b")
_SPENDING = re.compile(r"\b(?:defen[cs]e|military|spend\w*|commitment|target|NATO|GDP|budgets?|guideline|pledge)\b", re.IGNORECASE)
_SPENT = re.compile(
    r"\b(?:spends|spent|spending\s+(?:is|was|stands|has)|allocated|stood\s+at|rose\s+to|fell\s+to|reached|up\s+from|exceed(?:s|ed|ing))\b"
)
_MODAL = re.compile(r"\b(?:would|will|shall|should|must|could|to)\s+(?:\w+\s+){0,2}$")
_AIM = re.compile(r"\s+(?:\w+\s+){0,2}?(?:target|goal|commitment|guideline|pledge|demand|benchmark)\b")
_AIMED = re.compile(
    r"\b(?:target|goal|commit\w*|demand\w*|pledg\w*|aim\w*|propos\w*|agree\w*|would|will|should|must|set\s+to|"
    r"to\s+(?:spend|reach|increase|raise)|plan\w*|by\s+20\d\d)\b", re.IGNORECASE,
)  # fmt: skip
_CLAUSE = re.compile(r"\s--?\s|[;—–]|,\s+(?:but|while|whereas)\s")
_OWNED = re.compile(
    r"['’]s?\s+(?:\w+\s+){0,2}(?P<cue>demand|call|proposal|promise|pledge|plan|claim|offer|idea)\s+(?:for|of|to\s+spend)\s+$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFound:
    """A number in the text. `high` is the end of a range; money is in whole units of the currency that `unit` is the ISO code of.

    `implied`: "of GDP" is not written there. `allies`: whose it is. `year`: for when; `by`: until when. `speaker`: by whose
    words, None: by the source's own.
    """

    passage: Passage
    value: Decimal
    high: Decimal | None = None
    unit: str
    implied: bool = False
    yearly: bool = False
    bound: Bound = ""
    sense: Sense = ""
    allies: tuple[str, ...] = ()
    year: int | None = None
    by: int | None = None
    speaker: Speaker | None = None
    sentence: Passage

    @property
    def start(self) -> int:
        return self.passage.start


def figures(scene: Scene, said: list[tuple[Span, Speaker]]) -> list[FigureFound]:
    """All figures with a unit. `said`: stretches of direct and indirect speech with their speakers, the narrower ones last."""
    return [one for sentence in scene.sentences for one in _in_sentence(scene, sentence, said)]


def _in_sentence(scene: Scene, sentence: Span, said: list[tuple[Span, Speaker]]) -> Iterator[FigureFound]:
    text = scene.text
    for match in islice(_FIGURE.finditer(text, sentence.start, sentence.end), _MANY):
        whole = text[sentence.start : sentence.end]
        unit, implied = _unit(match, whole)
        if not unit:
            continue
        factor = Decimal(10) ** _TENS.get((match["scale"] or "").lower(), 0)
        clause = _clause(text, sentence, match.start())
        by, year = _when(scene, clause, match)
        yield FigureFound(
            passage=cut(text, *_tight(match)),
            value=_number(match["low"]) * factor,
            high=_number(match["high"]) * factor if match["high"] else None,
            unit=unit,
            implied=implied,
            yearly=bool(_YEARLY.match(text, match.end(), sentence.end)),
            bound=_bound(text, sentence.start, match.start()),
            sense="aimed" if by else _sense(text, clause, match) or _sense(text, sentence, match),
            allies=_whose(scene, sentence, clause, match),
            year=year,
            by=by,
            speaker=_by_whom(scene, sentence, match.start(), said),
            sentence=cut(text, *sentence),
        )


def _tight(match: re.Match[str]) -> tuple[int, int]:
    """Without the closing mark and the counted things of `"60,000" more soldiers`."""
    return match.start(), (match.end("high") if match["high"] else match.end("low")) if match["counted"] else match.end()


def _unit(match: re.Match[str], sentence: str) -> tuple[str, bool]:
    if match["points"]:
        return POINTS, False
    if match["percent"]:
        if match["gdp"]:
            return GDP_SHARE, False
        return (GDP_SHARE, True) if _SPENDING.search(sentence) else (PERCENT, False)
    if match["counted"]:
        return "persons", False
    currency = (match["sign"] or match["currency"] or "").strip()
    return _CURRENCIES.get(currency, _CURRENCIES.get(currency.lower(), "")), False


def _number(text: str) -> Decimal:
    word = text.lower()
    if word in _WORDS:
        return _WORDS[word]
    return Decimal(text.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text) else text.replace(",", "."))


def _bound(text: str, start: int, place: int) -> Bound:
    lead = text[max(start, place - 24) : place]
    return next((bound for bound, words in _BOUNDS if re.search(rf"\b(?:{words})\s+$", lead, re.IGNORECASE)), "")


def _clause(text: str, sentence: Span, place: int) -> Span:
    marks = list(_CLAUSE.finditer(text, sentence.start, sentence.end))
    start = max((mark.end() for mark in marks if mark.end() <= place), default=sentence.start)
    end = min((mark.start() for mark in marks if mark.start() >= place), default=sentence.end)
    return Span(start, end)


def _sense(text: str, span: Span, match: re.Match[str]) -> Sense:
    """By the cue nearest to the figure: right behind it ("a 5 % target"), else before it, else further behind."""
    if _AIM.match(text, match.end(), span.end):
        return "aimed"
    before, behind = (list(_cues(text, *part)) for part in ((span.start, match.start()), (match.end(), span.end)))
    return max(before)[1] if before else min(behind)[1] if behind else ""


def _cues(text: str, start: int, end: int) -> Iterator[tuple[int, Sense]]:
    """Where it is said that money is spent, or that it is to be."""
    yield from ((match.start(), "aimed") for match in _AIMED.finditer(text, start, end))
    for match in _SPENT.finditer(text, start, end):
        yield match.start(), "aimed" if _MODAL.search(text, start, match.start()) else "spent"


def _when(scene: Scene, clause: Span, match: re.Match[str]) -> tuple[int | None, int | None]:
    """(by, year): a deadline right behind the figure, or a year in its clause."""
    near = {"this year": scene.day.year, "next year": scene.day.year + 1, "last year": scene.day.year - 1}
    found = _BY.search(scene.text, match.end(), min(clause.end, match.end() + 80))
    if found and not _FIGURE_BETWEEN.search(scene.text, match.end(), found.start()):
        words = " ".join(found["year"].split())
        return near.get(words) or int(words), None
    year = _IN.search(scene.text, match.end(), clause.end) or _IN.search(scene.text, clause.start, match.start())
    if year:
        return None, int(year["year"]) if year["year"] else near[f"{year['near'].lower()} year"]
    return None, None


_FIGURE_BETWEEN = re.compile(r"\d\s?(?:%|per)")


def _whose(scene: Scene, sentence: Span, clause: Span, match: re.Match[str]) -> tuple[str, ...]:
    """The ally named last before the figure in its clause, with those listed beside it; else one right behind it."""
    people = [Span(pair[0].start, pair[0].end) for pair in scene.within(sentence) if pair[0].kind in ("person", "role")]
    for span in (Span(clause.start, match.start()), Span(sentence.start, match.start()) if clause.start > sentence.start else None):
        named = [one for one in scene.named(span) if not any(p.holds(one.start) for p in people)] if span else []
        if named:
            return listed(scene.text, named).allies
    return ()


def _by_whom(scene: Scene, sentence: Span, place: int, said: list[tuple[Span, Speaker]]) -> Speaker | None:
    for pair in scene.within(Span(sentence.start, place)):
        if pair[0].kind in ("person", "role", "organisation") and _OWNED.match(scene.text, pair[0].end, place):
            return scene.speaker(pair)
    holding = [(span, speaker) for span, speaker in said if span.holds(place)]
    return min(holding, key=lambda one: one[0].end - one[0].start)[1] if holding else None
