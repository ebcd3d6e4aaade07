"""What is carried over from one state of the knowledge to the next is what would be made anew: names, index, views, answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from bot.ask import Mind
from bot.language.vocabulary import Trie, Vocabulary, build
from bot.mind import moved, wake
from bot.questions import kinds
from knowledge.base import KnowledgeBase
from knowledge.index import Index
from knowledge.overlay import Key, State, lay
from knowledge.search import index_of

TODAY = date(2026, 11, 23)
DAYS = (date(2025, 6, 20), date(2026, 3, 1), TODAY)
TABLES = ("statements", "people", "pledges", "commitments", "groups", "summits", "references", "offices", "allies")
NAMES = ("Poland", "the Baltics", "Deutschland", "Kenya", "Rutte", "Hague commitment", "common funding", "Zanzibar", "burden sharing")
VIEWED = ("allies", "commitments", "pledges", "statements", "offices", "summits", "budgets", "editions", "other_editions", "edition")


def anew(base: KnowledgeBase) -> Mind:
    """The mind as the next start makes it."""
    return Mind(replace(base), build(base))


def phrases(node: Trie, before: tuple[str | None, ...] = ()) -> dict[tuple[str | None, ...], frozenset[Any]]:
    found: dict[tuple[str | None, ...], frozenset[Any]] = {}
    for word, child in node.items():
        if isinstance(child, dict):
            found |= phrases(child, (*before, word))
        else:
            found[(*before, word)] = frozenset(child)
    return found


def named(vocabulary: Vocabulary) -> Any:
    words = {length: held for length, held in vocabulary.words.items() if held}
    return phrases(vocabulary.trie), phrases(vocabulary.terms), words, vocabulary.uses


def indexed(index: Index) -> Any:
    postings = {mark: {index.rows[number].id for number in numbers} for mark, numbers in index.postings.items()}
    order = [index.rows[number].on for number in sorted(index.rows)]
    assert order == sorted(order)
    return postings, index.quoted.keys(), index.quotes, index.unnamed


def viewed(mind: Mind) -> Any:
    return [{name: getattr(mind.on(day), name) for name in VIEWED} for day in DAYS]


def some_changes(base: KnowledgeBase, chance: Random) -> dict[Key, State | None]:
    """Rows taken out, altered and added, without regard to whether that makes sense."""
    found: dict[Key, State | None] = {}
    for _ in range(chance.randint(1, 3)):
        table = chance.choice(TABLES)
        row = chance.choice(list(getattr(base, table).values()))
        way = chance.choice(("out", "altered", "added"))
        if table == "allies" and way != "altered":
            continue  # names of states hang together: all are made anew then
        if way == "out":
            found[table, row.id] = None
            continue
        altered = _altered(table, row, base, chance)
        if way == "added":
            altered = replace(altered, id=f"new-{chance.random()}")
        found[table, altered.id] = State(altered)
    return found


def _altered(table: str, row: Any, base: KnowledgeBase, chance: Random) -> Any:
    if table == "statements":
        quotes = [quote.text for quote in Index.of(base).quotes.values()]
        text = chance.choice((row.text, f"{row.text} {chance.choice(quotes)}", f"{row.text} Zanzibar"))
        return replace(row, text=text, on=chance.choice((row.on, "2025-01")), speaker=chance.choice((row.speaker, "rutte", "Diplomats")))
    if table == "people":
        return replace(row, home=chance.choice((None, "DEU")), aliases=(*row.aliases, chance.choice(NAMES)))
    if table == "pledges":
        return replace(row, quote=None, on=chance.choice((row.on, "2025-03")))
    if table == "offices":
        return replace(row, start=chance.choice((row.start, "2026-06-01")))
    return replace(row, aliases=(*row.aliases[1:], chance.choice(NAMES)))


@pytest.fixture(scope="module")
def shipped() -> Mind:
    return wake()


@pytest.mark.parametrize("seed", range(2))
def test_many_changes_later_everything_is_as_if_made_anew(shipped: Mind, seed: int) -> None:
    chance, mind = Random(seed), shipped  # noqa: S311 - the same changes in every run
    before = named(shipped.vocabulary), indexed(index_of(shipped.knowledge)), viewed(shipped)
    for number in range(25):
        states = some_changes(mind.knowledge, chance)
        mind = moved(mind, lay(mind.knowledge, states), states)
        if number % 8 == 0:
            fresh = anew(mind.knowledge)
            assert named(mind.vocabulary) == named(fresh.vocabulary)
            assert indexed(index_of(mind.knowledge)) == indexed(Index.of(mind.knowledge))
            assert viewed(mind) == viewed(fresh)
    assert (named(shipped.vocabulary), indexed(index_of(shipped.knowledge)), viewed(shipped)) == before


def test_a_source_that_appeared_on_another_day_is_seen_everywhere(shipped: Mind) -> None:
    viewed(shipped)
    source = shipped.knowledge.sources[shipped.knowledge.statements["s002"].sources[0]]
    states: dict[Key, State | None] = {("sources", source.id): State(replace(source, published_on="2026-11-01"))}
    mind = moved(shipped, lay(shipped.knowledge, states), states)
    assert viewed(mind) == viewed(anew(mind.knowledge))
    assert "s002" in shipped.on(DAYS[0]).statements
    assert "s002" not in mind.on(DAYS[0]).statements


def test_another_state_has_names_in_all_languages(shipped: Mind) -> None:
    row = replace(shipped.knowledge.non_members["AUT"], id="KEN", name="Kenya", aliases=(), demonyms=("Kenyan",), capital="Nairobi")
    states: dict[Key, State | None] = {("non_members", "KEN"): State(row)}
    mind = moved(shipped, lay(shipped.knowledge, states), states)
    assert named(mind.vocabulary) == named(build(mind.knowledge))
    assert mind.vocabulary.longest(["kenia"], 0)[1][0].id == "KEN"


def test_every_kinds_example_is_answered_alike(shipped: Mind) -> None:
    chance, mind = Random(9), shipped  # noqa: S311
    for question in _examples():
        mind.ask(question, TODAY)
    for _ in range(5):
        states = {key: one for key, one in some_changes(mind.knowledge, chance).items() if one}
        mind = moved(mind, lay(mind.knowledge, states), states)
    fresh = anew(mind.knowledge)
    for question in _examples():
        assert mind.ask(question, TODAY).answer == fresh.ask(question, TODAY).answer


def _examples() -> Iterable[str]:
    return [kind.examples[0] for kind in kinds().values() if kind.examples]
