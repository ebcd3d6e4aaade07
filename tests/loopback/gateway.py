"""The gateway: sessions that outlive their connections, over websockets with zlib-stream."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import socket as sockets
import struct
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import aiohttp
from aiohttp import web

from tests.loopback.rules.form import JSON
from tests.loopback.transcript import Transcript

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = 0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11
GUILDS, GUILD_MEMBERS, PRESENCES, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1, 1 << 1, 1 << 8, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT
KEPT = 1000  # events for a resume


@dataclass(eq=False)
class Session:
    """`log`: the events with their numbers, for a resume."""

    id: str
    intents: int
    number: int = 0
    log: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT))
    socket: Socket | None = None


class Socket:
    """One connection. What is to be sent waits in a queue, so that nobody waits for the network to tell what happened."""

    def __init__(self, request: web.Request) -> None:
        self.ws = web.WebSocketResponse(compress=False, autoping=True)
        self.session: Session | None = None
        self.beats: list[int | None] = []
        self.over = False  # by the server's doing
        self._request = request
        self._frames: asyncio.Queue[str | int] = asyncio.Queue()  # text, or the code to close with
        self._zlib = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None

    def send(self, frame: str | JSON) -> None:
        self._frames.put_nowait(frame if isinstance(frame, str) else json.dumps(frame))

    def close(self, code: int) -> None:
        self.over = True
        self._frames.put_nowait(code)

    def cut(self) -> None:
        """Break the line: no close frame, a reset."""
        self.over = True
        if transport := self._request.transport:
            reset(transport)

    async def write(self) -> None:
        """Runs as long as the connection."""
        with contextlib.suppress(ConnectionError):
            while isinstance(frame := await self._frames.get(), str):
                if self._zlib is None:
                    await self.ws.send_str(frame)
                else:
                    await self.ws.send_bytes(self._zlib.compress(frame.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH))
            await self.ws.close(code=frame)


def reset(transport: asyncio.BaseTransport) -> None:
    """Close a connection so that the other end reads 'connection reset by peer'."""
    raw: sockets.socket | None = transport.get_extra_info("socket")
    if raw is not None and isinstance(transport, asyncio.Transport):
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()


class Gateway:
    """`ready` makes the READY event of a session, the parts that only the gateway knows excepted, and what follows it."""

    def __init__(self, transcript: Transcript, token: str, ready: Callable[[], tuple[JSON, list[JSON]]], allowed: int) -> None:
        self.heartbeat = 41.25
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.goodbyes: list[int | None] = []  # the codes with which bots left
        self._live: set[Socket] = set()
        self._transcript = transcript
        self._token = token
        self._ready = ready
        self._allowed = allowed  # privileged intents

    @property
    def live(self) -> list[Session]:
        """Sessions with a connection."""
        return [each for each in self.sessions.values() if each.socket is not None]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = Socket(request)
        await socket.ws.prepare(request)
        self._live.add(socket)
        self._transcript.note("bot", f"connects to {request.path}")
        writer = asyncio.create_task(socket.write())
        socket.send({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat * 1000)}})
        try:
            async for message in socket.ws:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._receive(socket, message.data)
        finally:
            writer.cancel()
            self._live.discard(socket)
            self._part(socket)
            self._forget(socket)
            self._transcript.note("bot", f"is disconnected, close code {socket.ws.close_code}")
        return socket.ws

    def dispatch(self, event: str, intents: int, payload: Callable[[int], JSON]) -> None:
        """To every session with one of `intents` (0: to all); `payload` is made for the intents of the session."""
        if self.sessions:
            self._transcript.note("discord", event, payload(0))
        else:
            self._transcript.wake()  # the scene is being set
        for session in self.sessions.values():
            if not intents or session.intents & intents:
                self._send(session, event, payload(session.intents))

    def cut(self) -> None:
        """Break every connection; the sessions can be resumed."""
        self._transcript.note("discord", "cuts the gateway connection")
        for socket in list(self._live):
            self._forget(socket)
            socket.cut()

    def close(self, code: int) -> None:
        """Close every connection with `code`; Discord forgets the session with 1000, 1001, 4007 and 4009."""
        self._transcript.note("discord", f"closes the gateway connection with {code}")
        for socket in list(self._live):
            if code in {1000, 1001, 4007, 4009} and socket.session:
                self.sessions.pop(socket.session.id, None)
            self._forget(socket)
            socket.close(code)

    def reconnect(self) -> None:
        self._control(RECONNECT, None)

    def invalidate(self, *, resumable: bool) -> None:
        if not resumable:
            for session in self.live:
                del self.sessions[session.id]
        self._control(INVALID, resumable)

    async def fence(self) -> None:
        """Until every connected bot has read all that was sent to it: it answers a heartbeat request with the number read last."""
        for socket in list(self._live):
            session = socket.session
            if session is None or session.socket is not socket:
                continue
            socket.beats.clear()
            socket.send({"op": HEARTBEAT, "d": None})
            read = partial(self._has_read, socket, session.number)
            await self._transcript.until(read, "a heartbeat that was asked for")

    def _part(self, socket: Socket) -> None:
        """The bot has left; a session that it left with 1000 or 1001 is over."""
        if not socket.over:
            self.goodbyes.append(socket.ws.close_code)
            if socket.session and socket.ws.close_code in {1000, 1001}:
                self.sessions.pop(socket.session.id, None)

    def _has_read(self, socket: Socket, number: int) -> bool:
        return number in socket.beats or socket not in self._live

    def _control(self, op: int, data: object) -> None:
        self._transcript.note("discord", f"sends op {op}", str(data))
        for socket in self._live:
            socket.send({"op": op, "d": data})

    def _send(self, session: Session, event: str, data: JSON) -> None:
        session.number += 1
        frame = json.dumps({"op": DISPATCH, "t": event, "s": session.number, "d": data})
        session.log.append((session.number, frame))
        if session.socket is not None:
            session.socket.send(frame)

    def _forget(self, socket: Socket) -> None:
        if socket.session is not None and socket.session.socket is socket:
            socket.session.socket = None

    def _receive(self, socket: Socket, text: str) -> None:
        try:
            message = json.loads(text)
            op, data = message["op"], message.get("d")
        except (ValueError, KeyError, TypeError):
            socket.close(4002)
            return
        match op:
            case 1:
                socket.beats.append(data)
                socket.send({"op": ACK, "d": None})
                self._transcript.wake()
            case 2:
                self._identify(socket, data)
            case 6:
                self._resume(socket, data)
            case 3 | 4 | 8:
                if socket.session is None:
                    socket.close(4003)
            case _:
                socket.close(4001)

    def _identify(self, socket: Socket, data: JSON) -> None:
        intents = data["intents"]
        self._transcript.note("bot", "IDENTIFY", {"intents": intents})
        if socket.session is not None:
            socket.close(4005)
        elif data["token"] != self._token:
            socket.close(4004)
        elif intents & PRIVILEGED & ~self._allowed:
            socket.close(4014)
        elif data.get("shard", [0, 1]) != [0, 1]:
            socket.close(4010)
        else:
            session = Session(secrets.token_hex(16), intents, socket=socket)
            socket.session = self.sessions[session.id] = session
            ready, guilds = self._ready()
            ready |= {"session_id": session.id, "resume_gateway_url": self.url + "/resume"}
            self._send(session, "READY", ready)
            for guild in guilds if intents & GUILDS else ():
                self._send(session, "GUILD_CREATE", guild)
            self.identified += 1
            self._transcript.wake()

    def _resume(self, socket: Socket, data: JSON) -> None:
        self._transcript.note("bot", "RESUME", {"seq": data["seq"]})
        session = self.sessions.get(data["session_id"])
        if data["token"] != self._token:
            socket.close(4004)
            return
        if session is None or data["seq"] is None or (session.log and session.log[0][0] > data["seq"] + 1):
            socket.send({"op": INVALID, "d": False})
            return
        if data["seq"] > session.number:
            self.sessions.pop(session.id)
            socket.close(4007)
            return
        socket.session, session.socket = session, socket
        for number, frame in session.log:
            if number > data["seq"]:
                socket.send(frame)
        self._send(session, "RESUMED", {})
        self.resumed += 1
        self._transcript.wake()
