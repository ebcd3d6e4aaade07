"""A way to a database that can be cut, for the tests of what happens then."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlsplit


class Wire:
    """A way to a database that can be cut: a folder that isn't mounted, or a relay to the server."""

    def __init__(self, url: str, folder: Path) -> None:
        self._folder, self._away = folder / "mounted", folder / "away"
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self.flowing = asyncio.Event()
        self.flowing.set()
        self._address = urlsplit(url)
        self.sqlite = url.startswith("sqlite")
        self.url = f"sqlite:///{self._folder}/x.db" if self.sqlite else ""

    async def join(self) -> None:
        if self.sqlite:
            self._away.mkdir(exist_ok=True)
            self._away.rename(self._folder)
            return
        port = int(urlsplit(self.url).port or 0) if self.url else 0
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", port)
        here = self._server.sockets[0].getsockname()[1]
        self.url = self._address._replace(netloc=f"{self._address.username}@127.0.0.1:{here}").geturl()

    async def cut(self) -> None:
        if self.sqlite:
            self._folder.rename(self._away)
        elif self._server:
            self._server.close()
            for writer in tuple(self._open):
                writer.transport.abort()
            await self._server.wait_closed()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, thither = await asyncio.open_connection(self._address.hostname, self._address.port)
        self._open |= {writer, thither}

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            try:
                while chunk := await source.read(65536):
                    await self.flowing.wait()
                    sink.write(chunk)
                    await sink.drain()
            except OSError:
                pass
            finally:
                sink.close()
                self._open.discard(sink)

        await asyncio.gather(pump(reader, thither), pump(there, writer))
