"""The REST side: reads a request, lets what is to go wrong go wrong, keeps the rate limits, answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.loopback.errors import NotFound, Refused
from tests.loopback.faults import Hold, Limited, Meanwhile, Refusal, Reset, Status
from tests.loopback.gateway import reset
from tests.loopback.hub import Hub
from tests.loopback.pace import Verdict

PREFIX = "/api/v10"


@dataclass
class Call:
    """One request. `form`: the body, or its payload_json; `files`: name and bytes by their number."""

    hub: Hub
    method: str
    path: str
    query: dict[str, str]
    form: Any = None
    files: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)

    def ident(self, name: str) -> int:
        value = self.place[name]
        if not value.isdigit():
            raise Refused(50035, {name: {"_errors": [{"code": "NUMBER_TYPE_COERCE", "message": f'Value "{value}" is not snowflake.'}]}})
        return int(value)


Result = Any  # JSON, or None for 204
Handler = Callable[[Call], Result]


@dataclass(frozen=True)
class Route:
    """`bucket`: the name of its rate limit; `open`: needs no token of the bot's, as it has one in its path."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    bucket: str | None
    open: bool


ROUTES: list[Route] = []


def route(method: str, path: str, bucket: str | None = None, *, unauthorised: bool = False) -> Callable[[Handler], Handler]:
    """`path` names its parts in braces, as Discord's documentation does."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

    def add(handler: Handler) -> Handler:
        ROUTES.append(Route(method, pattern, handler, bucket, unauthorised))
        return handler

    return add


def find(call: Call) -> Route:
    """Raises `NotFound`."""
    for each in ROUTES:
        if each.method == call.method and (match := each.pattern.fullmatch(call.path)):
            call.place = match.groupdict()
            return each
    raise NotFound


async def read(hub: Hub, request: web.Request) -> Call:
    """Raises `Refused`: the body isn't JSON."""
    call = Call(hub, request.method, request.path.removeprefix(PREFIX), dict(request.query))
    raw = b""
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            data = bytes(await part.read())
            if part.name == "payload_json":
                raw = data
            elif number := re.fullmatch(r"files\[(\d+)\]", part.name or ""):
                call.files[int(number[1])] = (part.filename or "unknown", data)
    else:
        raw = await request.read()
    if raw:
        try:
            call.form = json.loads(raw)
        except ValueError:
            raise Refused(50109) from None
    return call


class Api:
    """`pull`: breaks the connection of a request; for a request that is cut off there is no response."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.hub.in_flight += 1
        try:
            return await self._serve(request)
        finally:
            self.hub.in_flight -= 1
            self.hub.transcript.wake()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            call = await read(self.hub, request)
        except Refused as refused:
            return answer(refused.status, refused.body)
        shown = {"files": [name for name, _ in call.files.values()]} if call.files else {}
        self.hub.transcript.note("bot", f"{call.method} {call.path}", {**(call.form if isinstance(call.form, dict) else {}), **shown})
        fault = self.hub.faults.take(call.method, call.path)
        if isinstance(fault, Hold):
            await fault.over()
        if isinstance(fault, Meanwhile) and not fault.accepted:
            await fault.act()
        response = self._faulty(fault, request)
        if response is None:
            response = self._carry_out(call, request)
            if fault == Reset(accepted=True):
                response = self._broken(request)
            if isinstance(fault, Meanwhile) and fault.accepted:
                await fault.act()
        body = response.text if isinstance(response, web.Response) else ""
        self.hub.transcript.note("discord", f"{response.status} to {call.method} {call.path}", body or "")
        return response

    def _faulty(self, fault: object, request: web.Request) -> web.StreamResponse | None:
        """The response that a fault makes of a request that is not carried out; None where it is."""
        match fault:
            case Status(status):
                return web.Response(status=status, text="upstream connect error", content_type="text/plain")
            case Refusal(code):
                refused = Refused(code)
                return answer(refused.status, refused.body)
            case Limited(seconds, everywhere):
                return too_many(Verdict({"X-RateLimit-Scope": "global" if everywhere else "shared"}, seconds, everywhere))
            case Reset(accepted=False):
                return self._broken(request)
        return None

    def _authorise(self, found: Route, request: web.Request) -> None:
        if not found.open and request.headers.get("Authorization") != f"Bot {self.hub.token}":
            raise Refused(0)

    def _broken(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            reset(request.transport)
        return web.Response(status=599, text="connection reset")

    def _carry_out(self, call: Call, request: web.Request) -> web.StreamResponse:
        try:
            found = find(call)
            self._authorise(found, request)
            major = "/".join(call.place.get(key, "") for key in ("channel", "guild", "application", "token"))
            verdict = self.hub.buckets.admit(found.bucket, major, counted=not found.open)
            if verdict.wait:
                self.hub.limited += 1
                return too_many(verdict)
        except Refused as refused:
            return answer(refused.status, refused.body)
        try:
            result = found.handler(call)
        except Refused as refused:
            return answer(refused.status, refused.body, verdict.headers)
        return answer(204 if result is None else 200, result, verdict.headers)


def answer(status: int, body: Any = None, headers: dict[str, str] | None = None) -> web.Response:
    every = {"Via": "1.1 google", **(headers or {})}
    if body is None:
        return web.Response(status=status, headers=every)
    # discord.py reads JSON only under exactly this type, without a charset
    return web.Response(status=status, body=json.dumps(body).encode(), headers={"Content-Type": "application/json", **every})


def too_many(verdict: Verdict) -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": round(verdict.wait, 3), "global": verdict.everywhere}
    headers = verdict.headers | {"Retry-After": str(int(verdict.wait) + 1)}
    if verdict.everywhere:
        headers["X-RateLimit-Global"] = "true"
    return answer(429, body, headers)
