"""Discord's global limit, kept on the sending side.

discord.py waits where Discord tells it to, by route and after the fact; nothing in it keeps the sum of all routes below
50 requests a second, and a bot that runs into that limit again and again is shut out for an hour. Answers to
interactions go to webhooks and don't count (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit).
The same hook sees what fails on the way.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp
import structlog
from discord.http import Route

log = structlog.get_logger("pledgebot.pace")

_MARGIN = 0.02
"""Seconds that the window is longer than a second, as requests take differently long to arrive."""
_TOKEN = re.compile(r"(?<=/interactions/)\d+/[^/]+|(?<=/webhooks/)\d+/[^/]+")
_UNCOUNTED = re.compile(r"/(interactions/\d+/[^/]+/callback|webhooks/\d+/[^/]{30,})")


class Pace:
    """At most so many departures in any second; in order of arrival."""

    def __init__(self, per_second: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: deque[float] = deque(maxlen=per_second)

    def reserve(self) -> float:
        """Take the next departure; the seconds until it."""
        now = self._clock()
        at = max(now, self._left[0] + 1 + _MARGIN) if len(self._left) == self._left.maxlen else now
        self._left.append(at)
        return at - now

    async def go(self) -> None:
        """Wait for the next departure."""
        if wait := self.reserve():
            await asyncio.sleep(wait)


def trace(pace: Pace) -> aiohttp.TraceConfig:
    """A hook for `discord.Client(http_trace=…)`: each request, a repeated one too, waits for its departure, and one that
    fails is logged, as discord.py tries most of them again without a word."""

    async def start(_session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams) -> None:
        url = str(request.url)
        if url.startswith(Route.BASE) and not _UNCOUNTED.search(url):
            await pace.go()

    async def end(_session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestEndParams) -> None:
        if request.response.status >= 500:
            log.warning("Discord failed at a request", status=request.response.status, request=_named(request))

    async def broken(_session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestExceptionParams) -> None:
        log.warning("the connection to Discord broke", reason=repr(request.exception), request=_named(request))

    hooks = aiohttp.TraceConfig()
    hooks.on_request_start.append(start)
    hooks.on_request_end.append(end)
    hooks.on_request_exception.append(broken)
    return hooks


def _named(request: aiohttp.TraceRequestEndParams | aiohttp.TraceRequestExceptionParams) -> str:
    """The request in a line of the log, without the token that may be part of its address."""
    return f"{request.method} {_TOKEN.sub('…', request.url.path)}"
