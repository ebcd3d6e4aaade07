"""How the bot is, over HTTP, on this machine only unless told otherwise: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

import ipaddress
import math
from typing import TYPE_CHECKING

from aiohttp import web

from bot.logs import logger
from bot.store import Unavailable

if TYPE_CHECKING:
    from bot.app import PledgeBot

log = logger("pledgebot.health")


class Health:
    """The server; `port` is the one it listens on, None while it doesn't."""

    def __init__(self, bot: PledgeBot) -> None:
        self._bot = bot
        self._runner: web.AppRunner | None = None
        self.port: int | None = None

    async def start(self, host: str, port: int) -> None:
        """Listen, unless it does already; where that can't be, say so and do without."""
        if self._runner:
            return
        app = web.Application()
        app.add_routes([web.get("/healthz", _alive), web.get("/readyz", self._ready), web.get("/metrics", self._metrics)])
        runner = web.AppRunner(app, access_log=None, handle_signals=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as fault:
            await runner.cleanup()
            log.warning("no health, no metrics: HTTP_HOST and HTTP_PORT can't be listened on", host=host, port=port, reason=fault.strerror)
            return
        self._runner, self.port = runner, runner.addresses[0][1]
        if not _local(host):
            log.warning("health and metrics can be read by other machines", host=host)
        log.info("listening", host=host, port=self.port)

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
        self._runner = self.port = None

    async def lacking(self) -> list[str]:
        """What keeps the bot from answering well; nothing where it is ready."""
        found = ["stopping: no further questions are taken"] if self._bot.limits.stopping else []
        if not self._bot.connected:
            found.append("gateway: not connected to Discord")
        elif not self._bot.is_ready():
            found.append("gateway: Discord has not told all servers yet")
        if not hasattr(self._bot, "present"):
            found.append("knowledge: not loaded yet")
        try:
            await self._bot.store.check()
        except Unavailable as fault:
            found.append(f"database: {fault}")
        return found

    async def _ready(self, _request: web.Request) -> web.Response:
        lacking = await self.lacking()
        return web.Response(text="\n".join([*(lacking or ["ready"]), ""]), status=503 if lacking else 200)

    async def _metrics(self, _request: web.Request) -> web.Response:
        from prometheus_client import exposition  # brings a server of its own along, which nobody needs before the first visit

        latency = self._bot.latency
        self._bot.metrics.gateway.set(latency if math.isfinite(latency) else math.nan)
        body = exposition.generate_latest(self._bot.metrics.registry)
        return web.Response(body=body, headers={"Content-Type": exposition.CONTENT_TYPE_LATEST})


async def _alive(_request: web.Request) -> web.Response:
    return web.Response(text="alive\n")


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
