"""One entry of the log. Each holds the hash of the one before it, so that none can be altered or left out unnoticed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from knowledge.fold import Entry
from knowledge.overlay import Key, State, state


@dataclass(frozen=True)
class Revision:
    """Who changed which fact how. `before` and `after` are the fact's states as canonical JSON; None: as beneath the scope.

    `scope`: 0 for everyone, else a server's id. `batch`: the number of the first of those saved together. `undoes`: the
    number of the revision that this one takes back.
    """

    number: int
    at: datetime
    scope: int
    author_id: int
    action: str
    table: str
    id: str
    reason: str
    before: str | None
    after: str | None
    batch: int
    undoes: int | None
    previous: str
    hash: str = ""

    @property
    def key(self) -> Key:
        return self.table, self.id

    @cached_property
    def was(self) -> State | None:
        """The state before it."""
        return state(self.table, self.id, json.loads(self.before)) if self.before else None

    @cached_property
    def became(self) -> State | None:
        """The state after it."""
        return state(self.table, self.id, json.loads(self.after)) if self.after else None

    @property
    def entry(self) -> Entry:
        return Entry(self.number, self.scope, self.key, self.became)

    def digest(self) -> str:
        """The SHA-256 over all its fields, the hash of the revision before it among them."""
        fields = asdict(self) | {"at": stamp(self.at)}
        del fields["hash"]
        return sha256(canonical(fields).encode()).hexdigest()


def canonical(value: Any) -> str:
    """The one way to write a value as JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def written(value: State | None) -> str | None:
    """A state as it is stored."""
    return canonical(value.json()) if value else None


def stamp(at: datetime) -> str:
    """A moment in UTC to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
