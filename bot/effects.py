"""Which answers a change would change: example questions about the facts concerned, answered before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from bot import phrase
from bot.answer import Answer, Outcome
from bot.ask import Mind
from bot.reply import text as whole
from knowledge import rows
from knowledge.base import Figure, KnowledgeBase
from knowledge.change import Change, dependents

MOST = 3
_TRIED = 18
"""Questions that are asked to find some whose answers change."""
_FACTS = 8
_LONGEST = 300
_OFFICES = {
    "head_of_government": "prime minister", "head_of_state": "president", "defence_minister": "defence minister",
    "foreign_minister": "foreign minister", "secretary_general": "secretary general", "saceur": "SACEUR",
    "deputy_secretary_general": "deputy secretary general",
}  # fmt: skip
_FIGURES = {
    "share": "What share of GDP did {name} spend on defence in {year}?",
    "amount": "How many dollars did {name} spend on defence in {year}?",
    "amount_constant": "How much did {name} spend in {year} in constant prices?",
    "amount_national": "How much did {name} spend on defence in {year} in national currency?",
    "equipment": "What share of its defence spending did {name} spend on equipment in {year}?",
    "personnel_share": "What share of its defence spending did {name} spend on personnel in {year}?",
    "personnel": "How many soldiers did {name} have in {year}?",
    "gdp": "What was the GDP of {name} in {year}?",
    "real_change": "How much did the defence spending of {name} grow in real terms in {year}?",
}
_RANKED = {"equipment": "Who spends the largest share on equipment in {year}?", "personnel": "Who had the most soldiers in {year}?"}


class Effect(NamedTuple):
    """A question and how its answer begins before and after; where both begin alike, the first lines that differ."""

    question: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


def effects(before: Mind, after: Mind, changes: Sequence[Change], day: date, locale: str = "en") -> list[Effect]:
    """Three questions about what is changed, those whose answers change first, as asked on a day."""
    found: list[Effect] = []
    for question in islice(dict.fromkeys(examples(before.knowledge, after.knowledge, changes)), _TRIED):
        old, new = (mind.ask(question, day, locale=locale).answer for mind in (before, after))
        if _answers(old) or _answers(new):
            found.append(Effect(question, *_beginnings(old, new, locale)))
        if sum(one.changed for one in found) == MOST:
            break
    return sorted(found, key=lambda one: not one.changed)[:MOST]


def _answers(answer: Answer) -> bool:
    return answer.outcome in (Outcome.ANSWER, Outcome.CORRECTION)


def _beginnings(old: Answer, new: Answer, locale: str) -> tuple[str, str]:
    """The leads, or what differs first behind them."""
    one, two = whole(old, locale).splitlines(), whole(new, locale).splitlines()
    place = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    if one == two or place == 0:
        return old.lead[:_LONGEST], new.lead[:_LONGEST]
    return tuple(" ".join(filter(None, (lines[0], *lines[place : place + 1])))[:_LONGEST] for lines in (one, two))  # type: ignore[return-value]


# --- the questions


def examples(before: KnowledgeBase, after: KnowledgeBase, changes: Sequence[Change]) -> Iterator[str]:
    """Questions about the facts that changes concern, one of each fact in turn, the most telling first."""
    facts = [one for one in changes if one.table not in ("sources", "editions")] or _resting(before, after, changes)
    turns = [list(_about(before, after, table, id_)) for table, id_ in ((one.table, one.id) for one in facts[:_FACTS])]
    for place in range(max(map(len, turns), default=0)):
        yield from (questions[place] for questions in turns if place < len(questions))


def _resting(before: KnowledgeBase, after: KnowledgeBase, changes: Sequence[Change]) -> list[Change]:
    """What rests on sources and editions that are changed."""
    keys = {one.key for one in changes}
    found = dependents(after, keys) or dependents(before, keys)
    return [
        Change(action="amend", table=table, id=id_)
        for held in found.values()
        for table, id_ in held
        if table not in ("sources", "editions")
    ]


def _about(before: KnowledgeBase, after: KnowledgeBase, table: str, id_: str) -> Iterable[str]:
    row, old = rows.get(after, table, id_), rows.get(before, table, id_)
    base = after if row is not None else before
    row = row if row is not None else old
    if row is None:
        return
    yield from _aliases(table, row, old)
    yield from _QUESTIONS.get(table, _none)(base, row)


def _aliases(table: str, row: Any, old: Any) -> Iterator[str]:
    """With names that one state has and the other hasn't."""
    known, now = (set(getattr(one, "aliases", ()) or ()) for one in (old, row))
    forms = {
        "allies": "How much does {} spend on defence?", "people": "What did {} say?", "summits": "When was the {}?",
        "groups": "How much do the {} spend on defence?", "non_members": "Is {} a member of NATO?",
    }  # fmt: skip
    for alias in sorted(now ^ known) if old is not None else ():
        yield forms.get(table, "What is the {}?").format(alias)


def _the(name: str) -> str:
    return name if name.startswith("The ") else f"the {name}"


def _none(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield from ()


def _figure(base: KnowledgeBase, row: Figure) -> Iterator[str]:
    name = phrase.name(base, row.subject)
    yield _FIGURES[row.indicator].format(name=name, year=row.year)
    if row.indicator == "share":
        yield f"How much does {name} spend on defence?"
        yield f"Did {name} meet the 2% target in {row.year}?"
        yield f"Which allies spent at least 2% in {row.year}?"
    elif row.indicator == "amount":
        yield f"Which ally had the largest defence budget in {row.year}?"
        yield f"How much does {name} spend on defence?"
    elif row.indicator in _RANKED:
        yield _RANKED[row.indicator].format(year=row.year)


def _statement(base: KnowledgeBase, row: Any) -> Iterator[str]:
    who = base.people[row.speaker].name if row.speaker in base.people else row.speaker
    words = row.text.split()
    if row.form == "direct" and len(words) >= 4:
        yield f"Who said “{' '.join(words[:8]).rstrip('.,;:!?')}”?"
    yield f"What did {who} say?"
    if row.stance != "not_about" and row.speaker in base.people and (home := base.people[row.speaker].home) in base.allies:
        yield f"Where does {phrase.name(base, home or '')} stand on the 5% target?"
    yield f"What did {who} say in {row.on[:4]}?"
    yield from (f"What did {who} say about {phrase.name(base, ally)}?" for ally in row.about[:2])


def _pledge(base: KnowledgeBase, row: Any) -> Iterator[str]:
    name = phrase.name(base, row.subject)
    yield f"What has {name} pledged?"
    yield f"Where does {name} stand on the 5% target?"
    if row.by:
        yield f"What has {name} pledged for {row.by}?"
    yield f"What did {name} pledge in {row.on[:4]}?"


def _commitment(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield f"What is {_the(row.name)}?"
    yield f"What did the allies agree in {row.venue}?"
    yield "What is NATO's spending target?"
    yield f"What was agreed in {row.on[:4]}?"


def _summit(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield f"When is {_the(row.name)}?"
    yield "When is the next NATO summit?"
    yield f"Where was the NATO summit in {row.start[:4]}?"
    yield f"What was decided at {_the(row.name)}?"


def _person(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield f"Who is {row.name}?"
    yield f"What did {row.name} say?"


def _office(base: KnowledgeBase, row: Any) -> Iterator[str]:
    post, who = _OFFICES[row.office], base.people[row.person].name
    yield f"Who is the {post} of {'NATO' if row.of == 'NATO' else phrase.name(base, row.of)}?"
    yield f"Who is {who}?"
    if row.start:
        yield f"Who was the {post} of {'NATO' if row.of == 'NATO' else phrase.name(base, row.of)} in {row.start[:4]}?"


def _reference(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield f"What is {row.term}?"


def _ally(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield f"When did {row.name} join NATO?"
    yield f"How much does {row.name} spend on defence?"


def _group(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield f"Which allies are in {row.name}?"
    yield f"How much do the {row.name} spend on defence?"


def _non_member(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield f"Is {row.name} a member of NATO?"


def _budget(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield f"What are NATO's common budgets in {row.year}?"
    yield f"How large was NATO's civil budget in {row.year}?"


def _cost_share(base: KnowledgeBase, row: Any) -> Iterator[str]:
    yield f"What share of NATO's common budget did {phrase.name(base, row.ally)} pay in {row.start}?"
    yield f"What share of NATO's common budget does {phrase.name(base, row.ally)} pay?"


_QUESTIONS: dict[str, Any] = {
    "figures": _figure, "statements": _statement, "pledges": _pledge, "commitments": _commitment, "summits": _summit, "people": _person,
    "offices": _office, "references": _reference, "allies": _ally, "groups": _group, "non_members": _non_member, "budgets": _budget,
    "cost_shares": _cost_share,
}  # fmt: skip
