"""Transcripts: turns of speech, each behind the name of who speaks, without quotation marks."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.intake.labels import ASKING, LABEL
from knowledge.intake.lexicon import HEADS, HONORIFIC
from knowledge.intake.mentions import Mention, mentions
from knowledge.intake.passages import Passage, Span, cut
from knowledge.intake.quotations import Quotation
from knowledge.intake.scene import Scene
from knowledge.intake.speakers import Speaker

_TITLE = re.compile(rf"{HONORIFIC}|{HEADS}", re.IGNORECASE)


def turns(scene: Scene) -> list[Quotation]:
    """What was said in a transcript, a turn each, its paragraphs as parts."""
    found: list[tuple[Speaker, list[Passage]]] = []
    for number in scene.turns.numbers:
        paragraph, label = scene.paragraphs[number], scene.turns.labels.get(number)
        match = LABEL.match(scene.text, *paragraph) if label else None
        if label and match:
            found.append((_speaker(scene, cut(scene.text, *label)), [cut(scene.text, match.end(), paragraph.end)]))
        elif found:
            found[-1][1].append(cut(scene.text, *paragraph))
    return [Quotation(parts=tuple(parts), speaker=speaker, cue=None) for speaker, parts in found]


def _speaker(scene: Scene, label: Passage) -> Speaker:
    """The one whom a label names: a name, a role and a name, or only what it says."""
    plain = Speaker(name=label.words, mention=label)
    if ASKING.match(label.words) or "," in label.words:
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
