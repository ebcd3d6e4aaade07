"""Who said what stands in quotation marks: by the words behind it, before it, or at the end of its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.intake.lexicon import NOUNS, SAYING
from knowledge.intake.marks import Quoted
from knowledge.intake.passages import Span, cut
from knowledge.intake.scene import Scene, Seen
from knowledge.intake.speakers import Speaker

_ADVERB = (
    r"(?:(?:has|have|had|also|then|later|earlier|again|once|often|would|will|himself|herself|reportedly|further|only|still|now|"
    r"(?:was|were)(?=\s+quoted)|in\s+[A-Z][a-z]+(?:uary|ch|il|ay|une|uly|ust|ber)|on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|this\s+week|last\s+(?:week|month)|in\s+turn|\w+ly)\s+)*"
)
_ASIDE = r"(?:\s*,[^,\x01]{1,120},|\s*\([^)]{1,80}\)|\s*[–—][^–—\x01]{1,100}[–—]|\s*,)?"
_GAP = _ASIDE + r"\s*" + _ADVERB
_TO_VERB = re.compile(rf"{_GAP}(?P<verb>{SAYING})\b")
_ANY_VERB = re.compile(r"(?P<verb>[a-z]+(?:ed|es))\s+")
_TO_ANY_VERB = re.compile(rf"{_GAP}(?P<verb>[a-z]+(?:ed|s))\b")
_VERB = re.compile(rf"\b(?P<verb>{SAYING})\b")
_LEAD = re.compile(r"[\s,]*(?:[–—-]+\s*)?")
_INVERTED = re.compile(rf"(?:and\s+)?{_ADVERB}(?P<verb>{SAYING})\s+(?:\w+ly\s+)?")
ACCORDING = re.compile(r"\b(?P<verb>according\s+to|in\s+the\s+words\s+of)\s+", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:[–—]|--)\s*")
_OF_NOUN = re.compile(rf"['’]s?\s+(?:\w+\s+){{0,2}}(?P<verb>{NOUNS})\b")
_THAT_WAS = re.compile(r"\s*(?:That|Those|This|So|Thus|Such)\s+(?:was|were|is|are|went|spoke|ran)\b")
_QUOTING = re.compile(r"quot(?:ed|es|ing)|cit(?:ed|es|ing)")
_TO_QUOTE = re.compile(r"\s*[,:]?\s*[\"“«„‘']")
_TURN = re.compile(r"[,;]\s+(?:while|whereas|but|and)\s")
_TRADE = re.compile(r"(?:the\s+|an?\s+)?(?P<role>(?:[a-z][a-z-]+\s+){1,3})")
"""Whatever stands before a name behind "said": "said fisherman Odd Lunde"."""
_NOT = r"(?:never|not|cannot|\w+n['’]t)"
_UNSAID = re.compile(
    rf"\b{_NOT}\s+(?:(?:ever|even|actually|once|yet|been|have|himself|herself)\s+)*$|\b(?:neither|nor)\b[^,;]*$|"
    r"\bden(?:y|ied|ies|ying)\s+(?:that\b|(?:ever\s+)?(?:having\b|$))[^,;]*$|"
    r"\b(?:critici[sz]ed|accused|attacked|slammed|mocked|blamed|rebuked)\s[^,;]*\b(?:for|of)\s+$|"
    r"\b(?:short\s+of|refrain\w*\s+from|refus\w+\s+to|declin\w+\s+to|without|instead\s+of|avoid\w*)\s+$|"
    r"(?:^|[,;]\s+|\b(?:and|but|that|even)\s+)(?:if|unless|should|had)\s+(?!not\b)[^,;]*$|"
    r"\b(?:(?:deep-?)?faked?|doctored|fabricated|manipulated|forged|invented|bogus|parody|satirical|spoof|hoax|AI-generated)\s[^;]*$|"
    r"\b(?:wrongly|falsely|mistakenly|erroneously|incorrectly|inaccurately)\s+(?:\w+\s+){0,2}(?:as\s+(?:having\s+)?|to\s+have\s+)?$",
    re.IGNORECASE,
)
"""What stands before a verb of saying where nothing was said: "never said", "denied that he had said", "if Merz says", "a fake
video shows Merz saying", "was wrongly quoted as saying"."""
_DENIAL = re.compile(r"den(?:y|ied|ies|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disagree[sd]?", re.IGNORECASE)
_DENIED = re.compile(
    r"\s+(?:that|having|ever|saying|calling|(?:(?:the|any|all)\s+)?(?:claim|report|suggestion|accusation|allegation|notion|idea|view)s?\s+(?:that|of))\s"
)
_ASKED = re.compile(r"\s*Asked\b[^,;:]{0,200}?\b(?:whether|if|about|why|how)\b[^,;:]{0,200}")
""" "Asked by Trump whether it was “…”, Rutte laughed": the question's words are not the answer's."""
_BEFORE = 200
_CLOSED = ".?!…"


@dataclass(frozen=True, slots=True)
class Said:
    """By whom, by which word it is told, and where what tells it ends."""

    speaker: Speaker
    cue: Span | None
    end: int

    @property
    def start(self) -> int:
        """The speaker or the verb, whichever is first."""
        return min(self.speaker.mention.start if self.speaker.mention else self.end, self.cue.start if self.cue else self.end)


def unsaid(scene: Scene, said: Said, place: int) -> bool:
    """Whether the words at a place, behind the verb, are told not to have been said, or may be yet: "Rutte never said …"."""
    if _ASKED.fullmatch(scene.mask, min(scene.sentence(place).start, place), place):
        return True
    if said.cue is None or said.cue.end > place:
        return False
    if _DENIAL.fullmatch(scene.mask, *said.cue):
        return bool(_DENIED.match(scene.mask, said.cue.end, place))
    sentence = scene.sentence(said.cue.start)
    return bool(_UNSAID.search(scene.mask[max(sentence.start, said.cue.start - _BEFORE) : said.cue.start]))


def behind(scene: Scene, one: Quoted, after: Quoted | None) -> Said | None:
    """ "…," said Rutte · "…," Rutte told reporters · "…", according to a diplomat · "…" — Mark Rutte."""
    start, paragraph = one.outer.end, scene.paragraph(one.outer.start)
    end = min(paragraph.end, after.outer.start if after else paragraph.end)
    mask, closed = scene.mask, scene.text[max(one.inner.start, one.inner.end - 1) : one.inner.end]
    lead = _LEAD.match(mask, start, end)
    place = lead.end() if lead else start
    if match := ACCORDING.match(mask, place, end):
        return _said_at(scene, match.end(), Span(*match.span("verb")))
    stopped = closed == "." or mask[start : start + 1] in (".", ";", ":")
    match = _INVERTED.match(mask, place, end)
    if match and not mask[start : start + 1].startswith("."):
        found = _said_at(scene, match.end(), Span(*match.span("verb")))
        if found:
            return found
    if not stopped or "," in mask[start:place]:
        found = _subject_verb(scene, place, end) or (_unheard(scene, place, end) if "," in (closed, mask[start : start + 1]) else None)
        if found:
            return found
    if mask[start : start + 1] == ":" and (
        mention := scene.at(place + 1 + len(mask[place + 1 : end]) - len(mask[place + 1 : end].lstrip()))
    ):
        return _subject_verb(scene, mention[0].start, end) or Said(scene.speaker(mention), None, mention[0].end)
    if (
        (dash := _DASH.match(mask, start, end))
        and (mention := scene.at(dash.end()))
        and not mask[mention[0].end : paragraph.end].strip(" .,\n")
    ):
        return Said(scene.speaker(mention), None, mention[0].end)
    if match := _THAT_WAS.match(mask, start, end):
        people = [pair for pair in scene.within(Span(match.end(), end)) if pair[0].kind in ("person", "role", "organisation")]
        return (
            Said(scene.speaker(people[0]), Span(match.start() + len(match.group()) - len(match.group().lstrip()), match.end()), end)
            if people
            else None
        )
    return None


def _who(scene: Scene, place: int) -> Seen | None:
    """Who is named at a place, an article before the name or not: "the First Sea Lord"."""
    return scene.at(place) or (scene.at(place + 4) if scene.mask.startswith("the ", place) else None)


def _said_at(scene: Scene, place: int, cue: Span) -> Said | None:
    mention = _who(scene, place)
    if mention:
        return Said(scene.speaker(mention), cue, mention[0].end)
    match = _TRADE.match(scene.mask, place)
    mention = scene.at(match.end()) if match else None
    if not match or not mention or mention[0].kind != "person":
        return None
    speaker = replace(scene.speaker(mention), mention=cut(scene.text, place, mention[0].end))
    return Said(replace(speaker, role=speaker.role or match["role"].strip()), cue, mention[0].end)


def _subject_verb(scene: Scene, place: int, end: int) -> Said | None:
    mention = _who(scene, place)
    if not mention:
        return None
    match = _TO_VERB.match(scene.mask, mention[0].end, end)
    if match and match["verb"].endswith("ing"):
        return None  # "…?" His deputy, unmoved, declined to answer, saying …
    if match and (other := _quoted(scene, match)):
        return other
    return Said(scene.speaker(mention), Span(*match.span("verb")), match.end()) if match else None


def _quoted(scene: Scene, verb: re.Match[str]) -> Said | None:
    """ "…," the agency quoted Rutte as saying: Rutte speaks, not the agency."""
    if not _QUOTING.fullmatch(verb["verb"]):
        return None
    place = verb.end() + len(scene.mask[verb.end() : verb.end() + 3]) - len(scene.mask[verb.end() : verb.end() + 3].lstrip())
    return _said_at(scene, place, Span(*verb.span("verb")))


def _unheard(scene: Scene, place: int, end: int) -> Said | None:
    """Behind a comma somebody speaks, by whichever verb: "…," his aide later translated."""
    if match := _ANY_VERB.match(scene.mask, place, end):
        return _said_at(scene, match.end(), Span(*match.span("verb")))
    mention = scene.at(place)
    match = _TO_ANY_VERB.match(scene.mask, mention[0].end, end) if mention else None
    return Said(scene.speaker(mention), Span(*match.span("verb")), match.end()) if mention and match else None


def at_the_end(scene: Scene, one: Quoted) -> Said | None:
    """The allies “will not be dragged” into it, the minister said."""
    rest = Span(one.outer.end, scene.sentence(one.outer.start).end)
    found = (said for said in tellings(scene, rest) if scene.mask[rest.start : said.start].rstrip(" ").endswith((",", ", the")))
    return next(found, None)


def ahead(scene: Scene, one: Quoted, before: Quoted | None, *, speech: bool) -> Said | None:
    """Rutte said: "…" · Rutte told reporters that it was "…" · According to Rutte, "…" · Rutte's warning that "…"."""
    sentence = scene.sentence(one.outer.start)
    start = max(sentence.start, scene.paragraph(one.outer.start).start)
    region = Span(start, one.outer.start)
    if before and speech and before.outer.end > start and scene.text[before.inner.end - 1] in _CLOSED:
        region = Span(before.outer.end, one.outer.start)
    found = list(tellings(scene, region))
    if found and not _turned(scene, Span(found[-1].end, region.end)):
        return found[-1]
    lead = scene.lead(one.outer.start)
    if lead.endswith((":", " as")) and not (lead.endswith("as") and speech):
        subject = scene.subject(region) or next((pair for pair in scene.within(region) if pair[0].kind in ("person", "role")), None)
        return Said(scene.speaker(subject), None, region.end) if subject else None
    return None


def _turned(scene: Scene, span: Span) -> bool:
    """Whether somebody else has begun to act since: "Nauseda called it …, while Karis sighed at “…”"."""
    match = _TURN.search(scene.mask, *span)
    return bool(match and any(pair[0].kind in ("person", "role") for pair in scene.within(Span(match.end(), span.end))))


def tellings(scene: Scene, region: Span) -> Iterator[Said]:
    """Every place of a stretch that tells of somebody speaking, in order."""
    mask = scene.mask
    last: Said | None = None
    for match in _VERB.finditer(mask, region.start, region.end):
        if other := _quoted(scene, match):
            yield (last := other)
            continue
        mention = scene.before(match.start(), region, _GAP)
        if mention is None and last and match.group().endswith("ing"):
            yield (last := replace(last, cue=Span(*match.span("verb")), end=match.end()))
            continue
        if mention is None and _leans_on_subject(mask, match, region):
            mention = scene.subject(Span(region.start, match.start()))
        if mention:
            yield (last := Said(scene.speaker(mention), Span(*match.span("verb")), match.end()))
    for match in ACCORDING.finditer(mask, region.start, region.end):
        if found := _said_at(scene, match.end(), Span(*match.span("verb"))):
            yield found
    for pair in scene.within(region):
        if noun := _OF_NOUN.match(mask, pair[0].end, region.end):
            yield Said(scene.speaker(pair), Span(*noun.span("verb")), noun.end())


def _leans_on_subject(mask: str, match: re.Match[str], region: Span) -> bool:
    """ "Rutte met Merz and said", "Rutte opened the talks by saying", "Rutte, who had come from Kyiv, warned"."""
    lead = mask[region.start : match.start()].rstrip().lower()
    if _TO_QUOTE.match(mask, match.end()):
        return True
    return match.group().lower().endswith("ing") or lead.endswith((" and", ",", " but", " then", " also", " who", " by", ", and"))
