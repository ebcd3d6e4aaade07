"""Transcripts: turns of speech, each behind the name of who speaks, without quotation marks."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.intake.labels import LABEL
from knowledge.intake.lexicon import HEADS, HONORIFIC
from knowledge.intake.mentions import Mention, mentions
from knowledge.intake.passages import Passage, Span, cut
from knowledge.intake.quotations import Quotation
from knowledge.intake.scene import Scene
from knowledge.intake.speakers import Speaker

_TITLE = re.compile(rf"{HONORIFIC}|{HEADS}", re.IGNORECASE)
_ASKING = re.compile(r"(?:Q|A|QUESTION|ANSWER|MODERATOR|HOST|JOURNALIST|REPORTER|INTERVIEWER)\b", re.IGNORECASE)


def turns(scene: Scene) -> list[Quotation]:
    """What was said in a transcript, a turn each, its paragraphs as parts."""
    found: list[Quotation] = []
    last = max(scene.labels, default=0)
    for number, paragraph in enumerate(scene.paragraphs):
        label = scene.labels.get(number)
        if label:
            match = LABEL.match(scene.text, paragraph.start, paragraph.end)
            start = match.end() if match else label.end
            speaker = _speaker(scene, cut(scene.text, label.start, label.end))
            found.append(Quotation(parts=(cut(scene.text, start, paragraph.end),), speaker=speaker, cue=None))
        elif found and number < last:
            more = cut(scene.text, paragraph.start, paragraph.end)
            found[-1] = replace(found[-1], parts=(*found[-1].parts, more))
    return found


def _speaker(scene: Scene, label: Passage) -> Speaker:
    """The one whom a label names: a name, a role and a name, or only what it says."""
    plain = Speaker(name=label.words, mention=label)
    if _ASKING.match(label.words) or "," in label.words:
        return plain
    words = label.words.split()
    titled = " ".join(word.capitalize() if word.isupper() and len(word) > 3 else word for word in words)
    for start in range(1 if len(words) > 1 and _TITLE.fullmatch(words[0]) else 0, len(words)):
        name, role = " ".join(words[start:]), " ".join(words[:start])
        if person := scene.cast.known(name):
            mention = Mention(label.start, label.end, "person", scene.view.base.people[person].name, role)
            return replace(scene.cast.meant(mention), name=name, role=role, mention=label)
    one = next(iter(mentions(titled, Span(0, len(titled)))), None)
    if one and one.kind == "person" and one.name and one.role:
        count = len(one.name.split())
        return replace(plain, name=" ".join(words[-count:]), role=" ".join(words[:-count]), home=scene.cast.state(titled))
    return plain
