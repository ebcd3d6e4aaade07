"""Positions: who is for a target, against it, reluctant, haggling, on course for it; who proposed or demanded one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from knowledge.intake.passages import Passage, Span, cut
from knowledge.intake.places import listed
from knowledge.intake.scene import Scene
from knowledge.intake.speakers import Speaker

Leaning = Literal["for", "against", "reluctant", "haggling", "on target", "proposes", "demands"]

_CUES: tuple[tuple[Leaning, str], ...] = (
    ("reluctant", r"reluctan(?:t|ce)|hesitant|hesitat(?:es?|ing|ed)|wary|sceptical|skeptical|lukewarm|balk(?:s|ed|ing)?|holding\s+out"),
    ("haggling", r"haggl(?:e|es|ed|ing)|bargaining|push(?:es|ed|ing)?\s+back|(?:want|ask|seek)(?:s|ed|ing)?\s+(?:for\s+)?more\s+time"),
    ("haggling", r"(?:seek|want|ask)(?:s|ed|ing)?\s+(?:for\s+)?(?:an?\s+)?(?:exemption|opt-out|carve-out|flexibility)"),
    ("against", r"oppos(?:es?|ed|ing)|reject(?:s|ed|ing)?|rul(?:es?|ed|ing)\s+out|refus(?:es?|ed|ing|al)|unreasonable|veto(?:es|ed)?"),
    ("against", r"(?:will|would)\s+not\s+(?:accept|agree|spend|meet|sign)|against\s+the"),
    ("on target", r"on\s+(?:target|track|course)\s+(?:to\s+(?:spend|reach|meet|hit)|for)|set\s+to\s+(?:reach|spend|meet|hit)"),
    ("on target", r"well\s+exceeding|already\s+(?:spends?|meets?|exceeds?)|meets?\s+the\s+(?:target|guideline)"),
    ("proposes", r"put(?:s|ting)?\s+forward|propos(?:es?|ed|ing|al)|tabled"),
    (
        "demands",
        r"demand(?:s|ed|ing)?\s+(?:for|that)|pressur(?:es|ed|ing)|(?:call|press|push)(?:s|es|ed|ing)?\s+for|insist(?:s|ed|ing)?\s+on",
    ),
    ("for", r"support(?:s|ed|ing|ive)?|backs|backed|backing|endors(?:es?|ed|ing)|in\s+favou?r\s+of|agree(?:s|d|ing)?\s+(?:a|on|to|the)"),
    ("for", r"signed\s+up|commit(?:ted|ting|s)?\s+(?:itself\s+|themselves\s+)?to|embrac(?:es?|ed|ing)|welcom(?:es|ed)|acceptable"),
)
_CUE = re.compile("|".join(rf"(?P<c{number}>\b(?:{words})\b)" for number, (_, words) in enumerate(_CUES)), re.IGNORECASE)
_TOPIC = re.compile(
    r"\b(?:spend\w*|percent|per\s?cent|%|target|deal|commitment|GDP|pledge|timeline|burden\w*|budgets?|levels?)|%|\bplan\s+for\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:(?:(?:a|only\s+a)\s+)?(?:few|handful|number|majority)(?:\s+of)?|some|several|many|most|all|other|two|three|four|five|the)\s+(?:\w+\s+){0,2}?"
    r"(?:allies|countries|nations|members|capitals|governments)\b|\b(?:NATO\s+)?(?:allies|countries)\b|\balliance\s+members\b|"
    r"\b(?:the|this|our)\s+alliance\b|(?<=to\s)(?:most|many|all|some)\b", re.IGNORECASE,
)  # fmt: skip
_CLAUSE = re.compile(r"\s--?\s(?:but\s)?|[;—–]|,?\s+(?:but|while|whereas|although)\s")
_NOT = re.compile(r"\b(?:not|never|no\s+longer|n['’]t|stopped|overcome)\s+(?:\w+\s+)?$")
_OURS = re.compile(r"\b(?:I|[Ww]e)\b")
_NEAR = 120
_MANY = 12
"""Cues of one sentence that are looked at."""
_OPPOSITE: dict[Leaning, Leaning] = {"for": "against", "against": "for"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Who leans how. `holder` as the text names it, `allies` whom it stands for, `who` where it is a person.

    `speaker`: by whose words, None: by the source's own.
    """

    passage: Passage
    leaning: Leaning
    cue: Passage
    holder: Passage | None
    allies: tuple[str, ...] = ()
    who: Speaker | None = None
    speaker: Speaker | None = None

    @property
    def start(self) -> int:
        return self.passage.start


@dataclass(frozen=True, slots=True)
class _Holder:
    span: Span
    allies: tuple[str, ...] = ()
    who: Speaker | None = None


def positions(scene: Scene, said: list[tuple[Span, Speaker]]) -> list[Position]:
    """All positions on spending and targets. `said`: stretches of speech with their speakers."""
    return [one for sentence in scene.sentences for one in _in_sentence(scene, sentence, said)]


def _in_sentence(scene: Scene, sentence: Span, said: list[tuple[Span, Speaker]]) -> Iterator[Position]:
    text = scene.text
    unwilling: Span | None = None
    for match in islice(_CUE.finditer(text, sentence.start, sentence.end), _MANY):
        clause = _clause(text, scene.clipped(sentence, match.start()), match.start())
        leaning = next(leaning for number, (leaning, _) in enumerate(_CUES) if match[f"c{number}"])
        behind = min(clause.end, match.end() + _NEAR)
        ahead = leaning == "for" and match.group().lower() != "acceptable"  # what is supported stands behind the verb
        if not _TOPIC.search(text, match.start() if ahead else clause.start, behind if ahead else clause.end):
            continue
        if clause == unwilling and leaning != "on target":
            continue  # "hesitant about committing to", "haggling over a demand for": of what they are unwilling to do
        if _NOT.search(text, clause.start, match.start()):
            if leaning not in _OPPOSITE:
                continue
            leaning = _OPPOSITE[leaning]
        unwilling = clause if leaning in ("reluctant", "haggling", "against") else unwilling
        holding = sorted(((s, one) for s, one in said if s.holds(match.start())), key=lambda pair: pair[0].end - pair[0].start)
        holder = _holder(scene, clause, match)
        speaker = holding[0][1] if holding else None
        own = speaker if holder is None and _OURS.search(text, clause.start, match.start()) else None
        yield Position(
            passage=cut(text, *clause), leaning=leaning, cue=cut(text, *match.span()), holder=cut(text, *holder.span) if holder else None,
            allies=holder.allies if holder else (), who=holder.who if holder else own, speaker=speaker,
        )  # fmt: skip


def _clause(text: str, sentence: Span, place: int) -> Span:
    marks = list(_CLAUSE.finditer(text, sentence.start, sentence.end))
    start = max((mark.end() for mark in marks if mark.end() <= place), default=sentence.start)
    end = min((mark.start() for mark in marks if mark.start() >= place), default=sentence.end)
    return Span(start, end - 1 if text[end - 1] in ".," else end)


def _holder(scene: Scene, clause: Span, match: re.Match[str]) -> _Holder | None:
    """The nearest before the cue who can lean: a person, an ally with those listed beside it, "a few allies"; else behind it."""
    before = _possible(scene, Span(clause.start, match.start()))
    if before and not match.group().lower().startswith("acceptable"):
        nearest = before[-1]
        if nearest.allies:
            together = listed(scene.text, scene.named(Span(clause.start, nearest.span.end)))
            return _Holder(Span(together.start, together.end), together.allies)
        return nearest
    behind = _possible(scene, Span(match.end(), clause.end))
    return behind[0] if behind else None


def _possible(scene: Scene, span: Span) -> list[_Holder]:
    people = [pair for pair in scene.within(span) if pair[0].kind in ("person", "pronoun", "role")]
    taken = [Span(pair[0].start, pair[0].end) for pair in people]
    found = [_Holder(Span(pair[0].start, pair[0].end), (), scene.speaker(pair)) for pair in people]
    found += [_Holder(Span(one.start, one.end), one.allies) for one in scene.named(span) if not _inside(one.start, taken)]
    found += [_Holder(Span(*match.span())) for match in _SOME.finditer(scene.text, span.start, span.end)]
    return sorted(found, key=lambda one: one.span.start)


def _inside(place: int, spans: list[Span]) -> bool:
    return any(span.holds(place) for span in spans)
