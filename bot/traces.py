"""When somebody last asked in a place, in memory that does not grow: enough to be certain that nobody did."""

from __future__ import annotations

from array import array
from datetime import datetime
from hashlib import blake2b

CELLS = 1 << 20
"""Cells of four bytes. Ten minutes at 200 questions a second fill a fifth: of those absent, one in twenty is taken to be there."""

Place = tuple[int, int | None]


class Traces:
    """A Bloom filter of moments: each place has two cells, and each cell the latest second of all the places that share it.

    Whoever is in it is never taken to be absent; who is absent may be taken to be in it, and is then looked up in the database.
    """

    def __init__(self, cells: int = CELLS) -> None:
        self._cells = cells
        self._latest = array("I")  # made when the first is left: a quiet bot never needs it

    def leave(self, place: Place, at: datetime) -> None:
        """Somebody asked there at this moment."""
        if not self._latest:
            self._latest = array("I", bytes(4 * self._cells))
        second = int(at.timestamp())
        for cell in self._of(place):
            self._latest[cell] = max(self._latest[cell], second)

    def none(self, place: Place, since: datetime) -> bool:
        """Whether nobody asked there at that moment or later."""
        return not self._latest or min(self._latest[cell] for cell in self._of(place)) < int(since.timestamp())

    def clear(self) -> None:
        """Forget all of them."""
        self._latest = array("I")

    def _of(self, place: Place) -> tuple[int, int]:
        mixed = int.from_bytes(blake2b(repr(place).encode(), digest_size=8).digest(), "big")  # hash() leaves the two halves alike
        return mixed % self._cells, (mixed >> 32) % self._cells
