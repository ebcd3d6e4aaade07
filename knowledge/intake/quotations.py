"""Direct quotations: what is one, in which parts, and who said it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.intake.attribution import Said, ahead, at_the_end, behind, tellings, unsaid
from knowledge.intake.marks import Quoted
from knowledge.intake.passages import Passage, Span, cut
from knowledge.intake.scene import Scene
from knowledge.intake.speakers import Speaker

Form = Literal["speech", "fragment"]

_TERM = re.compile(
    r"(?:\bso-called|\b(?:dubbed|nicknamed|codenamed|code-named|entitled|titled|headlined|termed|known\s+as|the\s+(?:word|term|phrase|slogan|hashtag))|"
    r"\b(?:is|are|was|were|been|be|plan|scheme|exercise|programme|program|project|operation|initiative|campaign)\s+called)"
    r"(?:\s+(?:the|a|an|its|their))?\s*,?\s*$", re.IGNORECASE,
)  # fmt: skip
_TITLE = re.compile(
    r"\b(?:book|memoir|novel|film|movie|series|song|play|paper|study|essay|article|column|report|podcast|documentary|painting|programme|programmes|headline)s?"
    r"(?:\s*,)?(?:\s+(?:called|on|about|by))?\s*,?\s*$", re.IGNORECASE,
)  # fmt: skip
_STOP = re.compile(r"[.!?]\s")
_LETTER = re.compile(r"\w")
_SMALL = frozenset("a an and as at but by for from in into nor of on or over the to up via with".split())
_SCARE = 2


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
    said = behind(scene, group[-1], after) or ahead(scene, group[0], before, speech=form == "speech")
    if said is None and form == "fragment":
        said = at_the_end(scene, group[-1])
    if said is None and form == "speech":
        said = _around(scene, group, before, found)
    if said and unsaid(scene, said, group[0].outer.start):
        return None
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
    later = _STOP.split(between)[1:]
    if (not told and _LETTER.search(between)) or (later and now.cue is None and _LETTER.search(later[-1])):
        return False  # what stands between tells something of its own
    same = now.speaker is None or now.speaker.name == last.speaker.name
    return same and len(re.findall(r"[.!?]\s", between)) <= 1 and len(between.split()) <= 30
