"""The server itself: starts on a free port of 127.0.0.1, lets bots run on it, and says what they did."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from types import TracebackType
from typing import Self

import discord
import yarl
from aiohttp import web

from tests.loopback import events, messages, places, responses  # noqa: F401 - their routes register themselves
from tests.loopback.api import PREFIX, Api
from tests.loopback.clock import Clock
from tests.loopback.faults import Fault, Hold
from tests.loopback.hub import Hub
from tests.loopback.pace import QUICK, Limits
from tests.loopback.people import People
from tests.loopback.world import Channel, Message, User

DISPATCHED = ("discord.py: ", "discord-ui-", "CommandTree-invoker")  # how discord.py names the tasks of what it was told


@contextlib.contextmanager
def routed(api: str, gateway: str) -> Iterator[None]:
    """discord.py talks to this server instead of Discord."""
    http, socket = discord.http.Route, discord.gateway.DiscordWebSocket
    before = http.BASE, socket.DEFAULT_GATEWAY
    http.BASE, socket.DEFAULT_GATEWAY = api, yarl.URL(gateway)
    try:
        yield
    finally:
        http.BASE, socket.DEFAULT_GATEWAY = before


class Discord(People):
    """`patience`: seconds that a wait takes at most; `privileged`: intents that the application was granted."""

    def __init__(self, *, limits: Limits = QUICK, privileged: discord.Intents | None = None, patience: float = 20) -> None:
        super().__init__(Hub(patience, limits, privileged or discord.Intents.none()))

    async def __aenter__(self) -> Self:
        hub = self.hub
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway{tail:.*}", hub.gateway.serve)
        app.router.add_get("/attachments/{channel}/{ident}/{name}", self._attachment)
        app.router.add_route("*", PREFIX + "/{tail:.*}", Api(hub).serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        hub.base, hub.gateway.url = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.hub.gateway.cut()
        await self._runner.cleanup()

    @property
    def bot(self) -> User:
        return self.hub.me

    @property
    def clock(self) -> Clock:
        return self.hub.clock

    @property
    def token(self) -> str:
        """The only token that this Discord takes."""
        return self.hub.token

    @property
    def api(self) -> str:
        return self.hub.base + PREFIX

    @property
    def gateway(self) -> str:
        return self.hub.gateway.url

    @contextlib.asynccontextmanager
    async def running(self, bot: discord.Client, *, token: str | None = None, identified: bool = True) -> AsyncIterator[asyncio.Task[None]]:
        """`bot` runs, and is closed at the end unless it has closed itself. `identified`: wait until it has begun a session.
        What it dies of fails the wait for it."""
        with routed(self.api, self.gateway):
            before = self.hub.gateway.identified
            task = asyncio.create_task(bot.start(token or self.token), name="bot")
            task.add_done_callback(self._ended)
            try:
                if identified:
                    await self.identified(before + 1)
                yield task
            finally:
                if not bot.is_closed():
                    await bot.close()
                await asyncio.gather(task, return_exceptions=True)
                self.hub.transcript.failure = None

    async def until(self, look: object, what: str) -> None:
        """Until `look()` is true, which is tried after everything that happens."""
        assert callable(look)
        await self.hub.transcript.until(look, what)

    def messages(self, channel: Channel) -> list[Message]:
        """All that stand in a channel, of everybody, oldest first."""
        return [each for each in channel.messages.values() if not each.deleted]

    def sent(self, channel: Channel | None = None) -> list[Message]:
        """All messages that the bot made, in order, deleted ones and private ones included."""
        return [each for each in self.hub.sent if channel in (None, each.channel)]

    async def replies(self, count: int, channel: Channel | None = None) -> list[Message]:
        """The bot's messages (in a channel), once there are `count`."""
        await self.until(lambda: len(self.sent(channel)) >= count, f"{count} messages, there being")
        return self.sent(channel)

    async def reply_to(self, message: Message) -> Message:
        """The bot's reply to a message, by its reference."""

        await self.until(lambda: message.replies, f"a reply to {message.content!r}")
        return message.replies[0]

    def replies_to(self, message: Message) -> list[Message]:
        """For that nothing is answered twice."""
        return list(message.replies)

    async def edited(self, message: Message, times: int = 1) -> Message:
        await self.until(lambda: len(message.before) >= times, f"edit {times} of {message.text!r}")
        return message

    async def deleted(self, message: Message) -> None:
        await self.until(lambda: message.deleted, f"{message.text!r} to be deleted")

    async def synchronised(self, times: int = 1) -> None:
        """Until the bot has overwritten its commands."""
        await self.until(lambda: self.hub.written >= times, "the commands to be synchronised")

    async def quiet(self) -> None:
        """Until a bot of this process has read everything that it was sent and is done with it, as far as discord.py's tasks and
        requests tell. What the bot does in tasks of its own isn't seen."""
        await self.hub.gateway.fence()
        while busy := [each for each in asyncio.all_tasks() if each.get_name().startswith(DISPATCHED)]:
            await asyncio.wait(busy, timeout=self.hub.transcript.patience, return_when=asyncio.FIRST_COMPLETED)
        await self.until(lambda: not self.hub.in_flight, "the last request to be answered")

    def fail(self, method: str, path: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` requests go wrong: `discord.fail("POST", "/channels/*/messages", Status(503))`."""
        self.hub.faults.plan(method, path, fault, times)

    def mend(self) -> None:
        """Nothing goes wrong any more."""
        self.hub.faults.clear()

    def hold(self, method: str, path: str) -> Hold:
        """Keep the next such request waiting: `await held.arrived.wait()`, then `held.release()`."""
        held = Hold(self.hub.transcript)
        self.fail(method, path, held)
        return held

    def cut(self) -> None:
        """Break the gateway connection; the session can be resumed."""
        self.hub.gateway.cut()

    def close_gateway(self, code: int) -> None:
        self.hub.gateway.close(code)

    def reconnect(self) -> None:
        """Ask the bot to connect anew (op 7)."""
        self.hub.gateway.reconnect()

    def invalidate_session(self, *, resumable: bool = False) -> None:
        self.hub.gateway.invalidate(resumable=resumable)

    async def resumed(self, times: int = 1) -> None:
        await self.until(lambda: self.hub.gateway.resumed >= times, "the session to be resumed")

    async def identified(self, times: int = 1) -> None:
        """Until the bot has begun its `times`th session."""
        await self.until(lambda: self.hub.gateway.identified >= times, f"session {times}")

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (why := task.exception()) is not None:
            self.hub.transcript.failed(why)

    async def _attachment(self, request: web.Request) -> web.Response:
        ident = int(request.match_info["ident"])
        if uploaded := self.hub.uploads.get(ident):
            return web.Response(body=uploaded.data)
        for channel in self.hub.channels.values():
            for message in channel.messages.values():
                for each in message.attachments:
                    if each.id == ident:
                        return web.Response(body=each.data)
        raise web.HTTPNotFound
