"""What the bot answers from at this moment, for everybody and for each server: always whole, and swapped as a whole.

    ledger ─▶ fold ─▶ everyone's mind ─▶ minds of servers with facts of their own (made when they ask)

While the database is away the last present stays, at the start what was shipped.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime

from bot.ask import Mind
from bot.curation.ledger import Ledger, Moved
from bot.dialogue import Dialogue
from bot.logs import logger
from bot.mind import moved
from bot.store import Store, Unavailable
from knowledge.base import KnowledgeBase
from knowledge.fold import EVERYONE, Fold
from knowledge.overlay import Key
from knowledge.search import index_of

SERVERS = 32
"""Servers with facts of their own whose minds are kept at hand."""
_FIRST, _LONGEST = 0.5, 30.0
"""Seconds until the database is tried again, at first and at most."""

Listener = Callable[[frozenset[int] | None], None]
log = logger("pledgebot.present")


@dataclass(frozen=True)
class _Seat:
    """A mind and the conversations with it; `fold`: what it was made of. `behind`: the facts changed since then."""

    fold: Fold
    mind: Mind
    dialogue: Dialogue
    behind: set[Key] = field(default_factory=set)


class Present:
    """The present knowledge. `mind`: what was shipped."""

    def __init__(self, mind: Mind, ledger: Ledger) -> None:
        self.ledger = ledger
        self._shipped = mind
        self._everyone = _Seat(ledger.fold, mind, Dialogue(mind))
        self._servers: OrderedDict[int, _Seat] = OrderedDict()
        self._listeners: list[Listener] = []
        ledger.listen(self._swap)

    # --- what is known

    def knowledge(self, guild_id: int | None = None) -> KnowledgeBase:
        """What is known in a server; None: what everybody sees."""
        return self.mind(guild_id).knowledge

    def mind(self, guild_id: int | None = None) -> Mind:
        """What answers in a server."""
        return self._seat(guild_id).mind

    def dialogue(self, guild_id: int | None = None) -> Dialogue:
        """The conversations in a server."""
        return self._seat(guild_id).dialogue

    async def as_of(self, when: int | datetime, guild_id: int | None = None) -> Mind:
        """What would have answered after a revision, or at a moment. Unavailable where the database can't be used."""
        past = await self.ledger.as_of(when)
        scope = guild_id or EVERYONE
        return moved(self._shipped, past.knowledge(scope), {*past.numbers.get(EVERYONE, ()), *past.own.get(scope, ())})

    def _seat(self, guild_id: int | None) -> _Seat:
        everyone = self._everyone
        if guild_id is None or not (own := everyone.fold.own.get(guild_id)):
            self._servers.pop(guild_id or EVERYONE, None)
            return everyone
        seat = self._servers.get(guild_id)
        if seat is None or seat.fold is not everyone.fold:
            near, changed = (seat.mind, seat.behind) if seat else (everyone.mind, set(own))
            mind = moved(near, everyone.fold.knowledge(guild_id), changed)
            seat = self._servers[guild_id] = _Seat(everyone.fold, mind, Dialogue(mind))
            if len(self._servers) > SERVERS:
                self._servers.popitem(last=False)
        self._servers.move_to_end(guild_id)
        return seat

    # --- the next present

    def subscribe(self, listener: Listener) -> None:
        """Tell after each swap which servers it concerns; None: all."""
        self._listeners.append(listener)

    def _swap(self, move: Moved) -> None:
        """From now on everybody is answered from the new fold."""
        mind, changed = self._everyone.mind, move.keys.get(EVERYONE, ())
        if changed:
            mind = moved(mind, move.after.everyone, changed)
        for guild_id, seat in self._servers.items():
            seat.behind.update(changed, move.keys.get(guild_id, ()))
        self._everyone = _Seat(move.after, mind, Dialogue(mind) if mind is not self._everyone.mind else self._everyone.dialogue)
        concerned = None if changed else frozenset(move.keys)
        for listener in self._listeners:
            listener(concerned)

    # --- keeping up

    async def refresh(self) -> None:
        """Take in what other processes committed. Unavailable where the database can't be used."""
        await self.ledger.refresh()

    async def watch(self, store: Store) -> None:
        """Keep up with other processes until cancelled. First the statements are indexed, so that nobody who asks has to wait for that."""
        await asyncio.to_thread(index_of, self.knowledge())
        pause = _FIRST
        while True:
            try:
                async with aclosing(store.watch()) as signs:
                    async for _ in signs:
                        await self.refresh()
                        pause = _FIRST
            except Unavailable as fault:
                log.warning("changes of the knowledge can't be followed; trying again", seconds=pause, reason=str(fault))
            await asyncio.sleep(pause)
            pause = min(_LONGEST, pause * 2)
