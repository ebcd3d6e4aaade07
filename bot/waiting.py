"""The line in front of the answering.

A fixed number of places, and a bounded line before them. The rule: oldest first, but nobody is in two places at once, so a
person's questions are answered in their order and nobody can hold all places. Where the line gets too long, the oldest
question of whoever has most of them in it is sent away: under a flood by one person that is theirs, under a flood by
many it is the one that has waited longest and is most likely past caring. Whoever has waited too long is sent away too.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass


@dataclass(eq=False)
class _Waiting:
    user_id: int
    turn: asyncio.Future[bool]


class Line:
    """`places` at once, `length` waiting, each for `patience` seconds at most."""

    def __init__(self, places: int, length: int, patience: float) -> None:
        self._places, self._length, self._patience = places, length, patience
        self._inside: set[int] = set()
        self._waiting: deque[_Waiting] = deque()
        self._empty = asyncio.Event()
        self._empty.set()

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def inside(self) -> int:
        """How many places are taken."""
        return len(self._inside)

    async def enter(self, user_id: int) -> bool:
        """Wait for a place; False where there was none to be had. Whoever got one gives it back by `leave`."""
        self._empty.clear()
        if not self._waiting and user_id not in self._inside and len(self._inside) < self._places:
            self._inside.add(user_id)
            return True
        loop = asyncio.get_running_loop()
        one = _Waiting(user_id, loop.create_future())
        self._waiting.append(one)
        self._admit()
        if len(self._waiting) > self._length:
            self._too_many()
        impatient = loop.call_later(self._patience, self._send_away, one)
        try:
            return await one.turn
        except asyncio.CancelledError:
            if one.turn.done() and not one.turn.cancelled() and one.turn.result():
                self.leave(user_id)  # the place came at the very moment that its taker went
            raise
        finally:
            impatient.cancel()
            self._forget(one)

    def leave(self, user_id: int) -> None:
        """Give the place to the next."""
        self._inside.discard(user_id)
        self._admit()
        self._look()

    async def empty(self) -> None:
        """Wait until nobody is inside and nobody waits."""
        await self._empty.wait()

    def _admit(self) -> None:
        """Let in whoever's turn it is."""
        while len(self._inside) < self._places:
            one = next((one for one in self._waiting if one.user_id not in self._inside and not one.turn.done()), None)
            if one is None:
                return
            self._waiting.remove(one)
            self._inside.add(one.user_id)
            one.turn.set_result(True)

    def _too_many(self) -> None:
        count = Counter(one.user_id for one in self._waiting)
        most = max(count.values())
        self._send_away(next(one for one in self._waiting if count[one.user_id] == most))

    def _send_away(self, one: _Waiting) -> None:
        if not one.turn.done():
            one.turn.set_result(False)
        self._forget(one)

    def _forget(self, one: _Waiting) -> None:
        if one in self._waiting:
            self._waiting.remove(one)
        self._look()

    def _look(self) -> None:
        if not self._inside and not self._waiting:
            self._empty.set()
