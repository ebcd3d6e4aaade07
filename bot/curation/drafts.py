"""What moderators have begun and not saved yet. It is in the store, so that forms and previews outlive the process; while the
store is away it waits in memory."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import delete, select

from bot.curation.labels import Ref, ref
from bot.logs import logger
from bot.store import Store, Unavailable
from bot.store.tables import drafts
from knowledge.change import Change

Deed = Literal["add", "amend", "retract", "supersede", "dispute", "undo", "table", "correct", "intake"]
DEEDS: tuple[Deed, ...] = get_args(Deed)
_UNSAVED = 256
"""Drafts that wait in memory at most, and that are remembered."""

log = logger("pledgebot.drafts")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A change that somebody is at.

    `kind`: of the fact, by its name in `forms.KINDS`. `typed`: the form's fields, `origin`: what they were filled with. `by`: what
    supersedes the fact. `seen`: by "TABLE:ID" the number of the newest revision of each fact that was shown. `undoes`: revisions
    to take back. `changes`: those of a table, and its `title`; of a candidate that is corrected the `title` is its number.
    """

    key: str
    author_id: int
    scope: int
    at: datetime
    deed: Deed
    kind: str = ""
    fact: Ref | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)
    by: Ref | None = None
    seen: Mapping[str, int] = field(default_factory=dict)
    undoes: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()
    title: str = ""

    def json(self) -> dict[str, Any]:
        """All that isn't a column."""
        kept = {name: value for name, value in vars(self).items() if name not in _COLUMNS and value}
        kept |= {name: str(kept[name]) for name in ("fact", "by") if name in kept}
        return kept | ({"changes": [_lean(asdict(change)) for change in self.changes]} if self.changes else {})


_COLUMNS = ("key", "author_id", "scope", "at")


def _lean(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _draft(row: Any) -> Draft:
    payload = dict(row.payload)
    for name in ("fact", "by"):
        payload[name] = ref(payload[name]) if payload.get(name) else None
    payload["changes"] = tuple(Change(**one) for one in payload.get("changes", ()))
    payload["undoes"] = tuple(payload.get("undoes", ()))
    return Draft(key=row.key, author_id=row.author_id, scope=row.scope, at=row.at, **payload)


class Drafts:
    """The drafts in a store. `clock` gives the moment, aware."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._unsaved: dict[str, Draft] = {}
        self._known: dict[str, Draft] = {}
        self._writing = asyncio.Lock()

    def begin(self, author_id: int, scope: int, deed: Deed, key: str = "", **rest: Any) -> Draft:
        """A new one. It waits in memory: a form has to be shown before the store has answered."""
        draft = Draft(key=key or secrets.token_hex(4), author_id=author_id, scope=scope, at=self._clock(), deed=deed, **rest)
        self.hold(draft)
        return draft

    async def keep(self, draft: Draft) -> Draft:
        """Write it down; where the store is away, as soon as it is back and the draft is touched again."""
        draft = replace(draft, at=self._clock())
        self.hold(draft)
        async with self._writing:
            if latest := self._unsaved.get(draft.key):  # else what came after it is written already
                await self._write(latest)
        return draft

    async def _write(self, draft: Draft) -> None:
        values = {name: getattr(draft, name) for name in _COLUMNS} | {"payload": draft.json()}
        into = self._store.insert(drafts).values(values)
        try:
            async with self._store.write() as connection:
                await connection.execute(into.on_conflict_do_update(index_elements=["key"], set_=values))
        except Unavailable as fault:
            log.warning("a draft waits in memory", reason=str(fault))
        else:
            if self._unsaved.get(draft.key) is draft:
                del self._unsaved[draft.key]

    def hold(self, draft: Draft) -> None:
        """Have it at hand at once, in this process."""
        for held in (self._unsaved, self._known):
            held.pop(draft.key, None)
            held[draft.key] = draft
            if len(held) > _UNSAVED:
                del held[next(iter(held))]

    async def find(self, key: str) -> Draft | None:
        """The draft; None where it was saved or dropped. Unavailable where nobody can say."""
        if key in self._unsaved:
            return self._unsaved[key]
        async with self._store.read() as connection:
            row = (await connection.execute(select(drafts).where(drafts.c.key == key))).first()
        return _draft(row) if row else None

    def remembered(self, key: str) -> Draft | None:
        """The draft as it was last seen in this process, for while the store is away."""
        return self._known.get(key)

    async def of(self, author_id: int) -> list[Draft]:
        """Somebody's drafts, newest first."""
        async with self._store.read() as connection:
            rows = await connection.execute(select(drafts).where(drafts.c.author_id == author_id).order_by(drafts.c.at.desc()))
            kept = [_draft(row) for row in rows]
        waiting = [one for one in self._unsaved.values() if one.author_id == author_id]
        return [*waiting, *(one for one in kept if one.key not in self._unsaved)]

    async def drop(self, key: str) -> None:
        """It is saved, or not wanted any more. While the store is away it stays, and goes with the others that are old."""
        self._unsaved.pop(key, None)
        self._known.pop(key, None)
        try:
            async with self._writing, self._store.write() as connection:
                await connection.execute(delete(drafts).where(drafts.c.key == key))
        except Unavailable as fault:
            log.warning("a draft could not be deleted", reason=str(fault))
