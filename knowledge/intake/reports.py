"""Indirect speech: what somebody is reported to have said, in the reporter's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from knowledge.intake.attribution import ACCORDING, Said, tellings, unsaid
from knowledge.intake.lexicon import BACKSHIFT, DAYS, MONTHS
from knowledge.intake.passages import Passage, Span, cut
from knowledge.intake.scene import MASK, Scene
from knowledge.intake.speakers import Speaker

_DAY = rf"(?:(?:on|late|early)\s+)*(?:{'|'.join(DAYS)})(?:\s+(?:morning|afternoon|evening|night))?"
_WHOM = (
    r"(?:reporters|journalists|parliament|lawmakers|the\s+\w+|his\s+\w+|her\s+\w+|allies|ministers|colleagues|[A-Z]\w+(?:\s+[A-Z]\w+){0,2}(?=\s+that\b)|"
    r"(?:Mr|Mrs|Ms)\.?\s+[A-Z]\w+|AFP|Reuters|CNN)"
)


def _lead(to: str) -> re.Pattern[str]:
    """What can stand between the verb and what was said: when, where and (`to` before them) to whom."""
    return re.compile(
        rf"(?:\s+(?:only|{_DAY}|(?:this|last)\s+(?:week|month|year)|in\s+(?:{'|'.join(MONTHS)})|{to}{_WHOM}(?=\s+(?:that|on|in)\b)|"
        r"in\s+(?:The\s+)?[A-Z]\w+(?=\s+that\b)|earlier|later|again))*,?(?P<that>\s+that\b)?\s*"
    )


_TOLD, _SAID = _lead(r"(?:to\s+)?"), _lead(r"to\s+")
"""Behind "told the yards in Kiel", and behind "said the yards in Kiel"."""
_NO_CLAUSE = re.compile(
    r"(?:after|before|during|on|in|at|as|ahead|when|while|following|to|by|for|from|with|of|and|or|but|about|into|via|through|reporters|"
    r"journalists|parliament|his|himself|herself|[,.;:])(?:\W|$)", re.IGNORECASE,
)  # fmt: skip
_TO = re.compile(r"(?:pledg|vow|promis|urg|demand|announc|threaten|agree|hop|expect)\w*$", re.IGNORECASE)
_OBJECT_ONLY = BACKSHIFT | frozenset(
    "rejected rejects slammed blasted criticised criticized voiced expressed accused mocked quoted cited cites read reads "
    "referred_to underscored highlighted spoke reports spoken".split()
)
_OPENING = re.compile(r"(?:But\s+|And\s+)?(?:\w+ing|Asked|At\s+the|In\s+an?|On\s+\w+day)\b")
_PLAIN = re.compile(r"sa(?:ys?|id)|believe[sd]?|estimate[sd]?|hope[sd]?")
_FINITE = re.compile(
    r"(?:[^\s,;:]+\s+){1,10}?(?:is|are|was|were|has|have|had|will|would|could|can|cannot|should|may|might|must|did|does|needs?|remains?)\b"
)
_NOUN = re.compile(
    r"(?<!to\s)\b(?P<verb>warning|claim|message|assurance|prediction|pledge|promise|view|argument|statement|threat)s?\s+that\s+"
)
_NEXT = re.compile(r",\s+(?:and\s+)?(?:\w+ing\b|but\s+(?=\w+ed\b))")
_OF_NOBODY = frozenset("said say says saying".split())
"""Verbs that take no object: to whom it was said needs "to"."""
_LEAST = 4
_MANY = 12
"""Tellings of one sentence that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paraphrase:
    """What somebody said, in the source's words. `again` is the id of the known statement that it repeats."""

    passage: Passage
    speaker: Speaker
    cue: Passage
    again: str | None = None

    @property
    def start(self) -> int:
        return self.passage.start


def paraphrases(scene: Scene) -> list[Paraphrase]:
    """All indirect speech of a text outside of transcripts, in order."""
    found = (one for sentence in scene.told for one in _in_sentence(scene, sentence))
    return list({one.passage: one for one in found}.values())


def _in_sentence(scene: Scene, sentence: Span) -> Iterator[Paraphrase]:
    found = sorted((one for one in islice(tellings(scene, sentence), _MANY) if one.cue), key=lambda one: one.end)
    for number, said in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        span = _content(scene, sentence, said, following)
        if span and said.cue and _tells(scene.mask, span) and not unsaid(scene, said, span.start):
            yield Paraphrase(passage=cut(scene.text, *span), speaker=said.speaker, cue=cut(scene.text, *said.cue))
    for match in _NOUN.finditer(scene.mask, sentence.start, sentence.end):
        if subject := scene.subject(Span(sentence.start, match.start())):
            span = Span(match.end(), _stop(scene.text, sentence.end))
            if _tells(scene.mask, span):
                yield Paraphrase(passage=cut(scene.text, *span), speaker=scene.speaker(subject), cue=cut(scene.text, *match.span("verb")))


def _content(scene: Scene, sentence: Span, said: Said, following: Said | None) -> Span | None:
    """Where the clause stands that was said: behind the verb, or before it ("…, the minister said")."""
    if said.cue is None:
        return None
    verb = scene.text[said.cue.start : said.cue.end]
    if ACCORDING.match(scene.mask, said.cue.start):
        return _according(scene, sentence, said)
    ahead = scene.mask[sentence.start : said.start].rstrip()
    if ahead.endswith(",") and not _OPENING.match(ahead) and not _clause_behind(scene, said, sentence):
        return Span(sentence.start, sentence.start + len(ahead) - 1)
    lead = _lead_of(said, scene).match(scene.mask, said.end, sentence.end)
    place = lead.end() if lead else said.end
    named = bool(lead and lead["that"])
    if not named and not _to_do(scene.mask, place, verb) and not _bare(scene.mask, place, sentence.end, verb.lower()):
        return None
    end = sentence.end
    if following and (cut_off := _NEXT.search(scene.mask, place, following.end)):
        end = cut_off.start()
    return Span(place, _stop(scene.text, end)) if place < end else None


def _lead_of(said: Said, scene: Scene) -> re.Pattern[str]:
    return _SAID if said.cue and scene.mask[slice(*said.cue)].lower() in _OF_NOBODY else _TOLD


def _clause_behind(scene: Scene, said: Said, sentence: Span) -> bool:
    lead = _lead_of(said, scene).match(scene.mask, said.end, sentence.end)
    place = lead.end() if lead else said.end
    return bool(lead and lead["that"]) or _bare(scene.mask, place, sentence.end, scene.mask[slice(*said.cue)].lower() if said.cue else "")


def _bare(mask: str, place: int, end: int, verb: str) -> bool:
    """Whether a clause without "that" is behind the verb, not an object or a circumstance: "said (that) it was late"."""
    if place >= end or verb in _OBJECT_ONLY or verb.startswith("t") or _NO_CLAUSE.match(mask, place):
        return False
    return bool(_PLAIN.fullmatch(verb)) or bool(_FINITE.match(mask, place, end))


def _to_do(mask: str, place: int, verb: str) -> bool:
    """ "pledged to spend more": what was said is in the infinitive."""
    return bool(_TO.match(verb)) and mask.startswith("to ", place)


def _according(scene: Scene, sentence: Span, said: Said) -> Span | None:
    start, end = sentence.start, sentence.end
    if said.cue and scene.mask[start : said.cue.start].strip():
        return Span(start, start + len(scene.mask[start : said.cue.start].rstrip(" ,\n")))
    place = said.end + len(scene.mask[said.end : end]) - len(scene.mask[said.end : end].lstrip(" ,\n"))
    return Span(place, _stop(scene.text, end))


def _stop(text: str, end: int) -> int:
    """The end of a clause without its full stop."""
    return end - 1 if text[end - 1] == "." else end


def _tells(mask: str, span: Span) -> bool:
    """Whether there is a clause in the reporter's own words, not only a quotation."""
    own = re.findall(r"[^\W_]+", mask[span.start : span.end].replace(MASK, ""))
    return len(own) >= _LEAST and mask[span.start : span.start + 1] not in "\"“«„‘'"
