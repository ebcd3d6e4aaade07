"""A question in plain words → an answer, on one page.

    text ──understand──▶ frame ──kinds read──▶ readings ──weigh──▶ query ──answer──▶ Answer

A follow-up is merged with the conversation's last query first. A reading that leaves a name, a number, a negation
or an unknown word unexplained is no reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.answer import Answer, Outcome
from bot.coverage import content, held
from bot.draft import Context
from bot.fallback import abstain
from bot.followup import follow_up
from bot.language.frame import Frame
from bot.language.understand import understand
from bot.language.vocabulary import Vocabulary
from bot.query import Query
from bot.questions import BACKGROUND, SOFT, Kind, Reading, kinds
from bot.recall import recall
from knowledge.base import KnowledgeBase, View
from knowledge.moved import Changed, moved

SIGNED = date(1949, 4, 4)
"""The day of the North Atlantic Treaty: before it there was no alliance to know anything of."""


@dataclass(frozen=True)
class Weighed:
    """A reading with what speaks for it and what it leaves unexplained."""

    kind: Kind
    reading: Reading
    explained: tuple[str, ...]
    unexplained: tuple[str, ...]

    @property
    def score(self) -> float:
        return len(self.explained) + self.reading.weight


@dataclass(frozen=True)
class Turn:
    """One question with its answer."""

    frame: Frame
    answer: Answer


@dataclass(frozen=True)
class Mind:
    """What questions are answered from: the knowledge and the vocabulary that names it."""

    knowledge: KnowledgeBase
    vocabulary: Vocabulary
    _known: dict[date, View] = field(default_factory=dict, init=False, repr=False, compare=False)
    _answered: dict[tuple[str, date], Query | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def ask(self, text: str, today: date, before: Sequence[Turn] = (), locale: str = "en") -> Turn:
        """Answer a question asked on a day, after the earlier turns of the conversation."""
        frame = understand(text, self.vocabulary, today)
        view = self.view(frame)
        context = Context(view, locale)
        answer = self._named(frame, self._answer(frame, view, context, before))
        return self._offering(Turn(frame, answer), today, locale) if answer.options else Turn(frame, answer)

    def moved(self, knowledge: KnowledgeBase, vocabulary: Vocabulary, changed: Changed) -> Mind:
        """A mind that knows this instead, which differs in these rows (ids by table)."""
        mind = Mind(knowledge, vocabulary)
        mind._known.update((day, moved(view, knowledge, changed)) for day, view in self._known.items())
        return mind

    def _offering(self, turn: Turn, today: date, locale: str) -> Turn:
        """The turn with only those of the questions offered that have another answer after it."""
        answered = self._answered
        kept = []
        for option in turn.answer.options:
            if (option, today) not in answered:
                if len(answered) > 4096:
                    answered.clear()
                frame = understand(option, self.vocabulary, today)
                reply = self._answer(frame, self.view(frame), Context(self.view(frame), locale), (turn,))
                answered[option, today] = reply.query if reply.outcome in (Outcome.ANSWER, Outcome.CORRECTION) else None
            if answered[option, today] not in (None, turn.answer.query):
                kept.append(option)
        return Turn(turn.frame, replace(turn.answer, options=tuple(kept)))

    def view(self, frame: Frame) -> View:
        """The knowledge as of the day of the question, or of the day that it goes back to; from the treaty on."""
        return self.on(max(min(frame.known_on or frame.today, frame.today), SIGNED))

    def on(self, day: date) -> View:
        """The knowledge as of a day."""
        if day not in self._known:
            if len(self._known) > 32:
                self._known.clear()
            self._known[day] = self.knowledge.as_known_on(day)
        return self._known[day]

    def _answer(self, frame: Frame, view: View, context: Context, before: Sequence[Turn]) -> Answer:
        if frame.language is not None and not frame.greeting:
            return abstain(frame, context, ())
        if before and (answer := follow_up(frame, view, context, before)):
            return answer
        readings = weigh(frame, view)
        if best := winner(readings, headings=True):
            return best.kind.answer(best.reading.query, context)
        if query := recall(frame, view):
            return kinds()[query.kind].answer(query, context)
        return abstain(frame, context, readings)

    @staticmethod
    def _named(frame: Frame, answer: Answer) -> Answer:
        """Say which words were mended and which were left aside."""
        caveats = [f"Read “{typed}” as “{meant}”." for typed, meant in frame.mended]
        if frame.background and answer.outcome in (Outcome.ANSWER, Outcome.CORRECTION):
            words = ", ".join(f"“{token.text}”" for token in frame.background[:6])
            caveats.append(f"Left aside: {words}.")
        if not caveats or answer.outcome == Outcome.SMALL_TALK:
            return answer
        return replace(answer, caveats=(*answer.caveats, *caveats))


def weigh(frame: Frame, view: View) -> list[Weighed]:
    """Every kind's reading of the frame, best first; those that leave something unexplained behind the others."""
    marks, all_held = content(frame), held(frame)
    heavy = [(label, cues) for label, cues in marks if cues.isdisjoint(BACKGROUND)]
    hard = [(label, cues) for label, cues in heavy if cues.isdisjoint(SOFT)]
    found = []
    for kind in kinds().values():
        if kind.needs is not None and kind.needs.isdisjoint(all_held):
            continue
        if (reading := kind.read(frame, view)) is None:
            continue
        known = kind.uses | reading.uses
        explained = [label for label, cues in heavy if not cues.isdisjoint(known)]
        unexplained = [label for label, cues in hard if cues.isdisjoint(known)]
        found.append(Weighed(kind, reading, tuple(explained), tuple(unexplained)))
    return sorted(found, key=lambda w: (len(w.unexplained) > 0, -w.score))


def winner(weighed: Sequence[Weighed], *, headings: bool = False) -> Weighed | None:
    """The best reading that explains everything; one of a heading without a subject only where no question before it can be meant."""
    best = next((row for row in weighed if headings or not row.reading.heading), None)
    return best if best and not best.unexplained else None
