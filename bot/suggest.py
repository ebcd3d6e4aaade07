"""What somebody who types a question may mean: the name at its end completed, and questions that are answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

from bot.answer import Outcome
from bot.ask import Mind
from bot.questions import kinds
from bot.render.markdown import size, visible
from knowledge.base import View

if TYPE_CHECKING:
    from bot.app import PledgeBot

MOST, LONGEST = 25, 100
"""Choices that Discord shows, and how long each may be."""
_NAMES = 8
_PLACES = 16
"""Servers with knowledge of their own whose suggestions are kept."""
_NEAR = 75
_WORDS = 3
"""Words at the end of what is typed that may be the beginning of a name."""
_SHORTEST = 2


@dataclass(frozen=True)
class Suggestions:
    """Completions from what is known on a day."""

    mind: Mind
    today: date
    _checked: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def names(self) -> dict[str, str]:
        """What each ally, group, commitment, summit, person and state is called → the name to complete with (aliases lead to it)."""
        knowledge = self.mind.knowledge
        tables: tuple[Mapping[str, object], ...] = (
            knowledge.allies, knowledge.groups, knowledge.commitments, knowledge.summits, knowledge.people, knowledge.non_members,
        )  # fmt: skip
        found: dict[str, str] = {}
        for table in tables:
            for row in table.values():
                name: str = row.name  # type: ignore[attr-defined]
                aliases = (alias for alias in row.aliases if not alias[:1].islower())  # type: ignore[attr-defined]  # phrases are none
                for called in (name, *aliases):
                    found.setdefault(called.casefold(), called if len(called) > len(name) else name)
        return found

    @cached_property
    def examples(self) -> list[str]:
        """Questions of every kind, the first of each before the second; whether they are answered today is for `works` to say."""
        columns = [kind.examples for kind in kinds().values()]
        deepest = max(map(len, columns), default=0)
        ordered = [column[row] for row in range(deepest) for column in columns if row < len(column)]
        return [example for example in ordered if size(example) <= LONGEST]

    @cached_property
    def view(self) -> View:
        """What is known on the day."""
        return self.mind.on(self.today)

    def works(self, text: str) -> bool:
        if text not in self._checked:
            if len(self._checked) > 4096:
                self._checked.clear()
            self._checked[text] = self.mind.ask(text, self.today).answer.outcome in (Outcome.ANSWER, Outcome.CORRECTION)
        return self._checked[text]

    def questions(self, typed: str) -> list[str]:
        """For a question: those with the name at its end completed, what the core would offer, and examples near to it."""
        typed = " ".join(visible(typed).split())
        if not typed:
            return list(islice(filter(self.works, self.examples), MOST))
        completed = [text for text in self._completed(typed) if size(text) <= LONGEST]
        offered = [text for text in self.mind.ask(typed, self.today).answer.options if _akin(text, typed)]
        near = process.extract(typed, self.examples, scorer=fuzz.WRatio, processor=utils.default_process, limit=MOST, score_cutoff=60)
        own = [typed] if self.works(typed) else []
        working = [text for text in (*completed, *offered) if size(text) <= LONGEST and self.works(text)]
        others = [text for text in completed if text not in working]
        examples = [text for text, _, _ in near if self.works(text)]
        return list(dict.fromkeys([*own, *working, *others[:_NAMES], *examples]))[:MOST]

    def _completed(self, typed: str) -> list[str]:
        """The text with a name in place of its last words, the longest that begin one first."""
        words = typed.split(" ")
        found: list[str] = []
        for count in range(min(_WORDS, len(words)), 0, -1):
            start, end = " ".join(words[:-count]), " ".join(words[-count:])
            if len(end) >= _SHORTEST:
                near = count == 1 and end.casefold() not in self.mind.vocabulary.english
                found += [f"{start} {name}".strip() for name in complete(end, self.names, near=near)]
        return list(dict.fromkeys(found))


class Daily:
    """The suggestions of the day that it is for the bot, from what is known where somebody types."""

    def __init__(self, bot: PledgeBot) -> None:
        self._bot = bot
        self._kept: dict[int | None, Suggestions] = {}

    def at(self, guild_id: int | None) -> Suggestions:
        """Made anew with the first question of a day, and when the knowledge has changed."""
        day, mind = self._bot.clock().date(), self._bot.present.mind(guild_id)
        place = guild_id if mind is not self._bot.present.mind() else None
        kept = self._kept.get(place)
        if kept is None or kept.today != day or kept.mind is not mind:
            if len(self._kept) >= _PLACES:
                self._kept.clear()
            kept = self._kept[place] = Suggestions(mind, day)
        return kept


def _akin(offered: str, typed: str) -> bool:
    """Whether a question takes up a word of what is typed; others are offered to anybody who is not understood."""
    return any(len(word) > 3 and word.casefold() in offered.casefold() for word in typed.split())


def complete(typed: str, names: Mapping[str, str], most: int = _NAMES, *, near: bool = True) -> list[str]:
    """The names that begin with what is typed (or have a word that does), then those that are nearly written so."""
    start = typed.casefold()
    if not start:
        return _unique(names.values(), most)
    first = (name for called, name in names.items() if called.startswith(start))
    inside = (name for called, name in names.items() if near and f" {start}" in called)
    alike: Iterable[str] = ()
    if near and len(start) > 3:
        hits = process.extract(start, names.keys(), scorer=fuzz.ratio, limit=most, score_cutoff=_NEAR)
        alike = (names[called] for called, _, _ in hits)
    return _unique((*first, *inside, *alike), most)


def _unique(names: Iterable[str], most: int) -> list[str]:
    return [name for name in dict.fromkeys(names) if size(name) <= LONGEST][:most]


def chosen(typed: str, names: Sequence[str], most: int = MOST) -> list[str]:
    """The names of one table that fit what is typed."""
    return complete(typed, {name.casefold(): name for name in names}, most)
