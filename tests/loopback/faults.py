"""What goes wrong on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.loopback.transcript import Transcript


@dataclass(frozen=True)
class Status:
    """Discord answers with this status and does nothing: 500, 502, 503."""

    status: int


@dataclass(frozen=True)
class Refusal:
    """Discord answers with this code and does nothing: 50013 for a missing permission, 10062 for a callback that came late."""

    code: int


@dataclass(frozen=True)
class Limited:
    """429: of this route, or of the whole bot."""

    seconds: float = 0.05
    everywhere: bool = False


@dataclass(frozen=True)
class Reset:
    """The connection breaks, before the request was carried out or (`accepted`) after it."""

    accepted: bool = False


@dataclass(frozen=True)
class Meanwhile:
    """Something is done just then, before the request is carried out or (`accepted`) after it and before the answer."""

    act: Callable[[], Awaitable[object]]
    accepted: bool = False


class Arrival:
    """Of a request that is held."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._here = False

    def set(self) -> None:
        self._here = True
        self._transcript.wake()

    async def wait(self) -> None:
        await self._transcript.until(lambda: self._here, "a request that is to be held")


class Hold:
    """The request lies there until `release` is called; `arrived.wait()` ends when it is there."""

    def __init__(self, transcript: Transcript) -> None:
        self.arrived = Arrival(transcript)
        self._released = asyncio.Event()

    def release(self) -> None:
        self._released.set()

    async def over(self) -> None:
        self.arrived.set()
        await self._released.wait()


Fault = Status | Refusal | Limited | Reset | Meanwhile | Hold
LATE = Refusal(10062)


@dataclass
class Planned:
    method: str
    pattern: str
    fault: Fault
    times: int


class Faults:
    def __init__(self) -> None:
        self._planned: list[Planned] = []

    def plan(self, method: str, pattern: str, fault: Fault, times: int) -> None:
        self._planned.append(Planned(method, pattern, fault, times))

    def clear(self) -> None:
        self._planned.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that is planned for this request; used up once it has been taken as often as planned."""
        for planned in self._planned:
            if planned.times and planned.method == method and fnmatchcase(path, planned.pattern):
                planned.times -= 1
                return planned.fault
        return None

    @property
    def pending(self) -> int:
        """How many have not happened yet."""
        return sum(each.times for each in self._planned)
