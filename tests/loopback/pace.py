"""Rate limits: one bucket for each route and place, and one for the whole bot."""

import asyncio
import hashlib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pace:
    requests: int
    seconds: float


@dataclass(frozen=True)
class Limits:
    """`whole`: of all requests, interactions excepted; `routes`: by name, those left out have none."""

    whole: Pace | None = Pace(50, 1.0)
    routes: Mapping[str, Pace] = field(default_factory=dict)


_AS_DISCORD = {
    "send": Pace(5, 5.0),
    "edit": Pace(5, 5.0),
    "delete": Pace(5, 1.0),
    "typing": Pace(5, 5.0),
    "webhook": Pace(5, 2.0),
}
AS_DISCORD = Limits(routes=_AS_DISCORD)
QUICK = Limits(routes={name: Pace(pace.requests, pace.seconds / 25) for name, pace in _AS_DISCORD.items()})  # the same, for tests
UNLIMITED = Limits(whole=None)


@dataclass(frozen=True)
class Verdict:
    """`headers`: what every response of the route says; `wait`: seconds, where the request came too early."""

    headers: dict[str, str]
    wait: float = 0
    everywhere: bool = False


class Buckets:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._used: dict[tuple[str, str], tuple[float, int]] = {}  # (end of the window, requests in it)
        self._all: deque[float] = deque()

    def admit(self, route: str | None, place: str, *, counted: bool) -> Verdict:
        """`place`: the channel, guild or webhook; `counted`: among the bot's requests a second."""
        now = asyncio.get_running_loop().time()
        if counted and (wait := self._crowded(now)):
            return Verdict({"X-RateLimit-Scope": "global"}, wait, everywhere=True)
        pace = self._limits.routes.get(route or "")
        if pace is None or route is None:
            return Verdict({})
        end, used = self._used.get((route, place), (0.0, 0))
        if now >= end:
            end, used = now + pace.seconds, 0
        left = max(pace.requests - used - 1, 0)
        headers = {
            "X-RateLimit-Limit": str(pace.requests),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset-After": f"{end - now:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
        }
        if used >= pace.requests:
            return Verdict(headers | {"X-RateLimit-Scope": "user"}, end - now)
        self._used[route, place] = end, used + 1
        return Verdict(headers)

    def _crowded(self, now: float) -> float:
        whole = self._limits.whole
        if whole is None:
            return 0
        while self._all and self._all[0] <= now - whole.seconds:
            self._all.popleft()
        if len(self._all) >= whole.requests:
            return self._all[0] + whole.seconds - now
        self._all.append(now)
        return 0
