"""Discord's global limit, kept on the sending side.

discord.py waits where Discord tells it to, by route and after the fact; nothing in it keeps the sum of all routes below
50 requests a second, and a bot that runs into that limit again and again is shut out for an hour. Answers to
interactions go to webhooks and don't count (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit).
The same hook sees what fails on the way.
"""

from __future__ import annotations

import asyncio
import re
from types import SimpleNamespace

import aiohttp
from discord.http import Route

from bot.logs import logger

log = logger("pledgebot.pace")

_TOKEN = re.compile(r"(?<=/interactions/)\d+/[^/]+|(?<=/webhooks/)\d+/[^/]+")
_UNCOUNTED = re.compile(r"/(interactions/\d+/[^/]+/callback|webhooks/\d+/[^/]{30,})")


class Pace:
    """At most so many requests arrive in any second, however long each is on its way: its place is free again a second
    after its response. (Counting departures isn't enough: fifty that are held up arrive together with the next fifty.)"""

    def __init__(self, per_second: int, second: float = 1.0) -> None:
        self._places = asyncio.Semaphore(per_second)
        self._second = second

    async def begin(self) -> None:
        """Wait for a place, in order of arrival."""
        await self._places.acquire()

    def end(self) -> None:
        """The request was answered, or broke."""
        asyncio.get_running_loop().call_later(self._second, self._places.release)


def trace(pace: Pace) -> aiohttp.TraceConfig:
    """A hook for `discord.Client(http_trace=…)`: each request, a repeated one too, waits for its departure, and one that
    fails is logged, as discord.py tries most of them again without a word."""

    async def start(_session: aiohttp.ClientSession, context: SimpleNamespace, request: aiohttp.TraceRequestStartParams) -> None:
        url = str(request.url)
        context.counted = False
        if url.startswith(Route.BASE) and not _UNCOUNTED.search(url):
            await pace.begin()
            context.counted = True

    async def end(_session: aiohttp.ClientSession, context: SimpleNamespace, request: aiohttp.TraceRequestEndParams) -> None:
        if context.counted:
            pace.end()
        if request.response.status >= 500:
            log.warning("Discord failed at a request", status=request.response.status, request=_named(request))

    async def broken(_session: aiohttp.ClientSession, context: SimpleNamespace, request: aiohttp.TraceRequestExceptionParams) -> None:
        if context.counted:
            pace.end()
        log.warning("the connection to Discord broke", reason=repr(request.exception), request=_named(request))

    hooks = aiohttp.TraceConfig()
    hooks.on_request_start.append(start)
    hooks.on_request_end.append(end)
    hooks.on_request_exception.append(broken)
    return hooks


def _named(request: aiohttp.TraceRequestEndParams | aiohttp.TraceRequestExceptionParams) -> str:
    """The request in a line of the log, without the token that may be part of its address."""
    return f"{request.method} {_TOKEN.sub('…', request.url.path)}"
