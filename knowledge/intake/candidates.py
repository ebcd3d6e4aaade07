"""A text → candidates: what it says that the knowledge base could take in, each with its place in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from knowledge.base import View
from knowledge.intake.duplicates import Sayings, called, joined, marked, once
from knowledge.intake.figures import FigureFound, figures
from knowledge.intake.occasions import Occasion, occasions
from knowledge.intake.passages import Span
from knowledge.intake.positions import Position, positions
from knowledge.intake.quotations import Quotation, quotations
from knowledge.intake.reports import Paraphrase, paraphrases
from knowledge.intake.scene import Scene
from knowledge.intake.speakers import Speaker
from knowledge.intake.transcripts import turns

Candidate: TypeAlias = Quotation | Paraphrase | FigureFound | Position | Occasion


def extract(text: str, view: View, published_on: date, waiting: Mapping[str, tuple[str, str]] | None = None) -> list[Candidate]:
    """All candidates in the order of the text.

    `waiting`: what other texts have brought and nobody has decided on yet, id → (speaker's id or name, words); what
    repeats one of them, or a known statement, carries its id in `again`.
    """
    scene = Scene(text, view, published_on)
    direct = joined([*quotations(scene), *turns(scene)])
    indirect = paraphrases(scene)
    said = [(Span(part.start, part.end), one.speaker) for one in direct if one.speaker for part in one.parts]
    said += [(Span(one.passage.start, one.passage.end), one.speaker) for one in indirect]
    leanings = positions(scene, said)
    proposed = [
        (Span(one.passage.start, one.passage.end), one.who) for one in leanings if one.who and one.leaning in ("proposes", "demands")
    ]
    sayings: list[Quotation | Paraphrase] = [*direct, *indirect]
    known, queue = _known(view, sayings), Sayings(waiting)
    found: list[Candidate] = [
        *(marked(marked(one, queue), known) for one in sayings),
        *figures(scene, [*said, *proposed]),
        *leanings,
        *once(occasions(scene)),
    ]
    return sorted(found, key=_place)


def _known(view: View, sayings: Sequence[Quotation | Paraphrase]) -> Sayings:
    """The statements, known on the day of the view, of those who speak."""
    who = {name for one in sayings if one.speaker for name in called(one.speaker)}
    return Sayings({row.id: (row.speaker, row.text) for row in view.statements.values() if row.speaker.casefold() in who})


def _place(one: Candidate) -> tuple[int, str]:
    return one.start, type(one).__name__


def speaker_of(one: Candidate) -> Speaker | None:
    """By whose words a candidate is, None: by the source's own."""
    return None if isinstance(one, Occasion) else one.speaker
