"""What can be checked on this machine: data, fonts, database, port."""

from __future__ import annotations

import asyncio
import errno
import socket
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import text

from bot.doctor.finding import Finding, fine, note, wrong
from bot.store import Store, Unavailable, Unusable
from bot.store.failures import file, unopened
from bot.store.store import newest, revisions


async def data() -> list[Finding]:
    """The data and the lexicons hold together."""
    return await asyncio.to_thread(_data)


def _data() -> list[Finding]:
    from bot.mind import read
    from knowledge.load import DataError

    try:
        base, _ = read()
    except DataError as error:
        return [wrong("data", f"{error.count} in the data", "`pledgebot check` says which")]
    return [fine("data", f"{len(base.sources)} sources, {len(base.statements)} statements, {len(base.series)} series")]


async def fonts() -> list[Finding]:
    """A chart can be drawn, and letters appear in it."""
    return await asyncio.to_thread(_fonts)


def _fonts() -> list[Finding]:
    from bot import chart
    from bot.answer import Chart, Point

    def drawn(title: str) -> bytes:
        return chart.png(Chart("bars", title, "% of GDP", (Point("Ally", Decimal(2), estimate=False),)))

    advice = "install the package again: `pip install --force-reinstall vl-convert-python`; answers come without pictures till then"
    try:
        pictures = [drawn("Il"), drawn("lI"), drawn("MW")]
    except Exception as fault:  # noqa: BLE001 - whatever the renderer raises
        return [wrong("fonts", f"no chart can be drawn: {fault}", advice)]
    if len(set(pictures)) < len(pictures):
        return [wrong("fonts", "charts come without letters: no font was found", advice)]
    return [fine("fonts", "a chart was drawn, with its letters")]


async def database(url: str) -> list[Finding]:
    """It can be reached, is as this program needs it, and can be written to."""
    store = Store(url)
    path = file(store.url)
    try:
        if path and not path.exists():
            return [_new(path)]
        revision = await store.revision()
        async with store.write() as connection:  # a table that nobody ever sees
            await connection.execute(text("CREATE TABLE pledgebot_doctor (x INTEGER)"))
            await connection.execute(text("DROP TABLE pledgebot_doctor"))
    except Unusable as fault:
        return [wrong("database", fault.found, fault.advice)]
    except Unavailable as fault:
        advice = "look what else uses the file" if path else "look at DATABASE_URL, and whether the server runs and lets you in"
        return [wrong("database", str(fault), advice)]
    finally:
        await store.close()
    return [_dated("SQLite" if store.sqlite else "PostgreSQL", revision)]


def _dated(name: str, revision: str | None) -> Finding:
    if revision == newest():
        return fine("database", f"{name} can be written to, at revision {revision}")
    if revision is None or revision in revisions():
        return note(
            "database",
            f"{name} can be written to, at revision {revision or 'none'}",
            "`pledgebot run` or `pledgebot migrate` brings it up to date",
        )
    return wrong(
        "database", f"{name} was written by a newer pledgebot (revision {revision})", "install that version, or name another database"
    )


def _new(path: Path) -> Finding:
    """A file beside it is made and goes again: permissions alone don't tell that it can be."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}-"):
            return fine("database", f"SQLite, {path} will be made at the first start")
    except OSError:
        raise unopened(path) from None


async def port(host: str, number: int) -> list[Finding]:
    """Health and metrics can be listened on."""
    if not number:
        return [note("port", "HTTP_PORT is 0: no health, no metrics")]
    try:
        family = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, number))
    except OSError as fault:
        taken = fault.errno == errno.EADDRINUSE
        advice = "the bot may be running already; otherwise name another HTTP_PORT" if taken else "look at HTTP_HOST and HTTP_PORT"
        return [note("port", f"{host}:{number} can't be listened on: {fault.strerror}", advice)]
    return [fine("port", f"{host}:{number} is free for health and metrics")]
