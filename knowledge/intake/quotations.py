"""Direct quotations and who said them: attribution behind, before, between, in the sentence before, by "according to"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.intake.lexicon import NOUNS, SAYING
from knowledge.intake.marks import Quoted
from knowledge.intake.passages import Passage, Span, cut
from knowledge.intake.scene import Scene, Seen
from knowledge.intake.speakers import Speaker

Form = Literal["speech", "fragment"]

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
_TERM = re.compile(
    r"(?:\bso-called|\b(?:dubbed|nicknamed|codenamed|code-named|entitled|titled|headlined|termed|known\s+as|the\s+(?:word|term|phrase|slogan|hashtag))|"
    r"\b(?:is|are|was|were|been|be|plan|scheme|exercise|programme|program|project|operation|initiative|campaign)\s+called)"
    r"(?:\s+(?:the|a|an|its|their))?\s*,?\s*$", re.IGNORECASE,
)  # fmt: skip
_TITLE = re.compile(
    r"\b(?:book|memoir|novel|film|movie|series|song|play|paper|study|essay|article|column|report|podcast|documentary|painting|programme|programmes|headline)s?"
    r"(?:\s*,)?(?:\s+(?:called|on|about|by))?\s*,?\s*$", re.IGNORECASE,
)  # fmt: skip
_QUOTING = re.compile(r"quot(?:ed|es|ing)|cit(?:ed|es|ing)")
_TO_QUOTE = re.compile(r"\s*[,:]?\s*[\"“«„‘']")
_STOP = re.compile(r"[.!?]\s")
_TURN = re.compile(r"[,;]\s+(?:while|whereas|but|and)\s")
_LETTER = re.compile(r"\w")
_TRADE = re.compile(r"(?:the\s+|an?\s+)?(?P<role>(?:[a-z][a-z-]+\s+){1,3})")
"""Whatever stands before a name behind "said": "said fisherman Odd Lunde"."""
_SMALL = frozenset("a an and as at but by for from in into nor of on or over the to up via with".split())
_SCARE = 2
_CLOSED = ".?!…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Somebody's own words, part by part as they stand in the text (split by an attribution, or a paragraph each).

    `form`: "speech" are sentences, "fragment" some words within the reporter's sentence. `cue` is the word that tells of
    speaking. `speaker` is None where the text doesn't say. `again` is the id of the statement, or waiting candidate, of
    which this is a further appearance; `also` are further places of the same words in this text.
    """

    parts: tuple[Passage, ...]
    speaker: Speaker | None
    cue: Passage | None
    form: Form = "speech"
    again: str | None = None
    also: tuple[Passage, ...] = ()

    @property
    def words(self) -> str:
        return " ".join(part.words for part in self.parts)

    @property
    def start(self) -> int:
        return self.parts[0].start


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


def quotations(scene: Scene) -> list[Quotation]:
    """Every direct quotation of a text in quotation marks, in order."""
    found: list[Quotation] = []
    groups = scene.groups
    for number, group in enumerate(groups):
        before = groups[number - 1][-1] if number else None
        after = groups[number + 1][0] if number + 1 < len(groups) else None
        if not group[0].inner.end > group[0].inner.start:
            continue
        one = _quotation(scene, group, before, after, found)
        if one is None:
            continue
        if found and before and _goes_on(scene, before, group[0], found[-1], one):
            joined = replace(found[-1], parts=found[-1].parts + one.parts, speaker=found[-1].speaker or one.speaker, form="speech")
            found[-1] = replace(joined, cue=found[-1].cue or one.cue)
        else:
            found.append(one)
    return found


def _quotation(
    scene: Scene, group: Sequence[Quoted], before: Quoted | None, after: Quoted | None, found: Sequence[Quotation]
) -> Quotation | None:
    parts = tuple(_part(scene.text, one) for one in group)
    form: Form = "speech" if _is_speech(scene, group, parts) else "fragment"
    said = _behind(scene, group[-1], after) or _ahead(scene, group[0], before, form)
    if said is None and form == "fragment":
        said = _at_the_end(scene, group[-1])
    if said is None and form == "speech":
        said = _around(scene, group, before, found)
    if said is None and (_is_short(parts) or (form == "fragment" and not _stands_alone(scene, group[0]))):
        return None
    if _is_term(scene.text, group[0], parts) and not (said and form == "speech"):
        return None
    cue = cut(scene.text, *said.cue) if said and said.cue else None
    return Quotation(parts=parts, speaker=said.speaker if said else None, cue=cue, form=form)


def _part(text: str, one: Quoted) -> Passage:
    """The words between the marks; a comma before the closing mark belongs to the reporter's sentence."""
    end = one.inner.end
    while end - 1 > one.inner.start and text[end - 1] == ",":
        end -= 1
    return cut(text, one.inner.start, end)


def _stands_alone(scene: Scene, one: Quoted) -> bool:
    """A headline: nothing but the quotation in its paragraph."""
    paragraph = scene.paragraph(one.outer.start)
    return not _LETTER.search(scene.mask, paragraph.start, paragraph.end)


def _is_short(parts: Sequence[Passage]) -> bool:
    return sum(len(part.words.split()) for part in parts) <= _SCARE


def _is_speech(scene: Scene, group: Sequence[Quoted], parts: Sequence[Passage]) -> bool:
    """Whether whole sentences are quoted: they begin one, and the reporter's own sentence doesn't need them."""
    if len(parts) > 1:
        return True
    one, words = group[0], parts[0].words
    lead = scene.lead(one.outer.start)
    begins = not lead or lead[-1] in '.!?:…"”’»,'
    upper = next((char for char in words if char.isalnum()), "a")
    own = scene.text[one.inner.end - 1] in ",.?!…" or scene.text[one.outer.end : one.outer.end + 1] == ","
    return (upper.isupper() or upper.isdigit() or begins) and begins and (own or len(words.split()) > _SCARE)


def _is_term(text: str, one: Quoted, parts: Sequence[Passage]) -> bool:
    """A title, or a term that is only mentioned."""
    lead = text[max(0, one.outer.start - 60) : one.outer.start]
    if _TERM.search(lead):
        return True
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", parts[0].words) if word not in _SMALL]
    return bool(_TITLE.search(lead)) and all(word[0].isupper() for word in words)


def _behind(scene: Scene, one: Quoted, after: Quoted | None) -> Said | None:
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


def _at_the_end(scene: Scene, one: Quoted) -> Said | None:
    """The allies “will not be dragged” into it, the minister said."""
    rest = Span(one.outer.end, scene.sentence(one.outer.start).end)
    found = (said for said in tellings(scene, rest) if scene.mask[rest.start : said.start].rstrip(" ").endswith((",", ", the")))
    return next(found, None)


def _ahead(scene: Scene, one: Quoted, before: Quoted | None, form: Form) -> Said | None:
    """Rutte said: "…" · Rutte told reporters that it was "…" · According to Rutte, "…" · Rutte's warning that "…"."""
    sentence = scene.sentence(one.outer.start)
    start = max(sentence.start, scene.paragraph(one.outer.start).start)
    region = Span(start, one.outer.start)
    if before and form == "speech" and before.outer.end > start and scene.text[before.inner.end - 1] in _CLOSED:
        region = Span(before.outer.end, one.outer.start)
    found = list(tellings(scene, region))
    if found and not _turned(scene, Span(found[-1].end, region.end)):
        return found[-1]
    lead = scene.lead(one.outer.start)
    if lead.endswith((":", " as")) and not (lead.endswith("as") and form == "speech"):
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


def _around(scene: Scene, group: Sequence[Quoted], before: Quoted | None, found: Sequence[Quotation]) -> Said | None:
    """No attribution of its own: by the sentence before it, or whoever spoke last."""
    one = group[0]
    paragraph = scene.paragraph(one.outer.start)
    last = found[-1] if found else None
    if _LETTER.search(scene.mask, max(paragraph.start, scene.sentence(one.outer.start).start), one.outer.start):
        return None  # it stands within a sentence of the reporter's, which names nobody
    if before and last and before.outer.start >= paragraph.start and last.parts[-1].end <= one.outer.start:
        between = Span(before.outer.end, one.outer.start)
        others = [pair for pair in scene.within(between) if pair[0].kind in ("person", "role")]
        if len(others) <= 1 and last.speaker and last.form == "speech":
            return Said(last.speaker, None, one.outer.start)
    previous = scene.sentence_before(one.outer.start)
    if previous is None:
        return None
    here = previous.start >= paragraph.start
    if not here and scene.lead(one.outer.start):
        return None
    told = list(tellings(scene, previous))
    colon = scene.mask[previous.start : previous.end].rstrip().endswith(":")
    if told and (here or colon or not last or last.start < previous.start):
        return Said(told[0].speaker, None, previous.end)
    if (here or colon) and (subject := scene.subject(previous)):
        return Said(scene.speaker(subject), None, previous.end)
    if not here and last and last.speaker and scene.next_to(last.parts[-1].end, one.outer.start):
        return Said(last.speaker, None, previous.end)
    return None


def _goes_on(scene: Scene, before: Quoted, one: Quoted, last: Quotation, now: Quotation) -> bool:
    """Whether a quotation goes on behind its attribution: "…," he said, "…" · "…," he said. "…"."""
    between = scene.mask[before.outer.end : one.outer.start]
    if (
        "\n\n" in between
        or scene.paragraph(before.outer.start) != scene.paragraph(one.outer.start)
        or last.parts[-1].end > before.outer.end
    ):
        return False
    if last.parts[-1].end < before.inner.start or last.form == "fragment" or now.form == "fragment" or not last.speaker:
        return False
    if last.cue and now.cue and last.cue != now.cue:
        return False
    told = any(cue and before.outer.end <= cue.start < one.outer.start for cue in (last.cue, now.cue))
    behind = _STOP.split(between)[1:]
    if (not told and _LETTER.search(between)) or (behind and now.cue is None and _LETTER.search(behind[-1])):
        return False  # what stands between tells something of its own
    same = now.speaker is None or now.speaker.name == last.speaker.name
    return same and len(re.findall(r"[.!?]\s", between)) <= 1 and len(between.split()) <= 30
