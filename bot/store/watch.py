"""Hearing of what other processes commit.

PostgreSQL tells whoever listens, on a connection of its own. SQLite counts the commits of others, and is asked for the
count several times a second, which reads nothing.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from bot.store.lean import AsyncEngine

CHANNEL = "pledgebot_revisions"
PAUSE = 0.3
"""Seconds between two looks."""
ALIVE = 30.0
"""Seconds after which a connection that nothing was heard from is tried."""


async def watch(engine: AsyncEngine, *, sqlite: bool) -> AsyncGenerator[None]:
    """An item at first, and one for each time that something may have been committed; OSError where that can't be heard any more."""
    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        async with aclosing(_counted(driver) if sqlite else _told(driver)) as signs:
            async for _ in signs:
                yield


async def _counted(driver: Any) -> AsyncGenerator[None]:
    last = None
    while True:
        try:
            async with driver.execute("PRAGMA data_version") as cursor:
                (count,) = await cursor.fetchone()
        except sqlite3.Error as fault:
            raise OSError(str(fault)) from fault
        if count != last:
            last = count
            yield
        await asyncio.sleep(PAUSE)


async def _told(driver: Any) -> AsyncGenerator[None]:
    from asyncpg import InterfaceError, PostgresError  # type: ignore[import-untyped]

    heard = asyncio.Event()

    def hear(*_: object) -> None:
        heard.set()

    try:
        driver.add_termination_listener(hear)
        await driver.add_listener(CHANNEL, hear)
        heard.set()
        while not driver.is_closed():
            if heard.is_set():
                heard.clear()
                yield
            try:
                async with asyncio.timeout(ALIVE):
                    await heard.wait()
            except TimeoutError:
                await driver.execute("SELECT 1")
        raise ConnectionError("the connection that listens was closed")
    except (InterfaceError, PostgresError) as fault:
        raise ConnectionError(str(fault)) from fault
    finally:
        if not driver.is_closed():
            driver.remove_termination_listener(hear)
            await driver.remove_listener(CHANNEL, hear)
