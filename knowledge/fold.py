"""The present knowledge: what was shipped, with everybody's changes on it, with a server's own on those.

    shipped ──everyone's states──▶ everyone ──a server's states──▶ what this server sees

A fold never changes; more revisions make another one, which shares all tables that they don't concern.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from knowledge.base import KnowledgeBase
from knowledge.change import dependents
from knowledge.check import broken
from knowledge.overlay import Key, State, lay

EVERYONE = 0
"""The scope of what everybody sees; any other is a server's id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one revision left: how a fact stands since in a scope (None: as beneath)."""

    number: int
    scope: int
    key: Key
    state: State | None


@dataclass(frozen=True)
class Fold:
    """The knowledge after revision `number`, whose hash is `hash`. `numbers`: each fact's newest revision, by scope."""

    shipped: KnowledgeBase
    everyone: KnowledgeBase
    number: int = 0
    hash: str = ""
    numbers: Mapping[int, Mapping[Key, int]] = field(default_factory=dict)
    own: Mapping[int, Mapping[Key, State]] = field(default_factory=dict)

    @classmethod
    def of(cls, shipped: KnowledgeBase, entries: Iterable[Entry] = (), number: int = 0, last: str = "") -> Fold:
        """All revisions on what this release ships, which may be another release than they were made on."""
        entries = list(entries)
        fold = cls(shipped, shipped).then(entries, number, last)
        states = {entry.key: entry.state for entry in entries if entry.scope == EVERYONE}
        return replace(fold, everyone=sound(fold.everyone, states, shipped))

    def then(self, entries: Iterable[Entry], number: int, last: str) -> Fold:
        """With further revisions, in their order, the last of which has this number and hash."""
        changed: dict[int, dict[Key, Entry]] = {}
        for entry in entries:
            changed.setdefault(entry.scope, {})[entry.key] = entry
        numbers, own = dict(self.numbers), dict(self.own)
        for scope, latest in changed.items():
            numbers[scope] = {**numbers.get(scope, {}), **{key: entry.number for key, entry in latest.items()}}
            if scope != EVERYONE:
                states = {key: state for key, state in own.get(scope, {}).items() if key not in latest}
                own[scope] = states | {key: entry.state for key, entry in latest.items() if entry.state}
        for_all = {key: entry.state for key, entry in changed.get(EVERYONE, {}).items()}
        everyone = lay(self.everyone, for_all, self.shipped)
        return replace(self, everyone=everyone, number=number, hash=last, numbers=numbers, own=own)

    def knowledge(self, scope: int = EVERYONE) -> KnowledgeBase:
        """What is seen in a scope."""
        if not (own := self.own.get(scope)):
            return self.everyone
        return sound(lay(self.everyone, own), own, self.everyone)

    def newest(self, scope: int, key: Key) -> int:
        """The number of the revision by which a fact stands as it is seen in a scope; 0: as it was shipped, or not there."""
        if key in self.own.get(scope, {}):
            return self.numbers[scope][key]
        return max(self.numbers.get(each, {}).get(key, 0) for each in {scope, EVERYONE})


def sound(base: KnowledgeBase, states: Mapping[Key, State | None], beneath: KnowledgeBase) -> KnowledgeBase:
    """The base with nothing in it that refers to nothing, since what lies beneath the states has changed.

    A withdrawal of what others rest on waits; a fact laid on top that has lost what it rested on is as it is beneath.
    """
    gone = [key for key, state in states.items() if state and not state.present]
    base = lay(base, dict.fromkeys(dependents(base, gone)), beneath)
    standing = {key: state.row for key, state in states.items() if state and state.present}
    while loose := [key for key, row in standing.items() if any(broken(base, key[0], row))]:
        base = lay(base, dict.fromkeys(loose), beneath)
        for key in loose:
            del standing[key]
    return base
