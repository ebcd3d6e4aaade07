"""`python -m bench.crashes [--times 50]`: a bot is killed (SIGKILL) at each of four points of a reminder's way, so many times each, on a
Discord on loopback; another is started. How many messages stand in the channel afterwards. Half of the runs are on SQLite, half on
PostgreSQL (PLEDGEBOT_TEST_POSTGRES); in half of them Discord still knows the message's nonce.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import make_url, text

from bench.machine import described
from bot.store import Store
from tests.discord.reminders.made import BEFORE
from tests.discord.reminders.processes import LONG, POINTS, SOON, Children, killed
from tests.loopback import Discord


@asynccontextmanager
async def database(number: int, folder: Path) -> AsyncIterator[str]:
    """An empty one: of PostgreSQL for every other number, where there is one."""
    server = os.environ.get("PLEDGEBOT_TEST_POSTGRES")
    if server is None or number % 2:
        yield f"sqlite:///{folder / f'{number}.db'}"
        return
    schema, store = f"pledgebot_{secrets.token_hex(6)}", Store(server)
    async with store.write() as connection:
        await connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield make_url(server).update_query_dict({"search_path": schema}).render_as_string(hide_password=False)
    async with store.write() as connection:
        await connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    await store.close()


async def once(number: int, point: str, folder: Path) -> int:
    """How many messages one run leaves."""
    async with database(number, folder) as url, Discord() as discord:
        olga = discord.user("Olga")
        channel = discord.channel(discord.guild("Allies", olga), "general")
        discord.clock.advance(seconds=(BEFORE - discord.clock.now()).total_seconds())
        store = Store(url)
        try:
            return await killed(Children(discord, url), channel, store, point, LONG if number % 4 < 2 else SOON)
        finally:
            await store.close()


async def measured(times: int) -> None:
    for point in POINTS:
        found: Counter[int] = Counter()
        with tempfile.TemporaryDirectory() as folder:
            for number in range(times):
                found[await once(number, point, Path(folder))] += 1
                print(f"{point} {number + 1} of {times}: {dict(found)}", file=sys.stderr)
        print(f"| {point} | {times} | {found[1]} | {found[0]} | {sum(found.values()) - found[0] - found[1]} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50, help="how often the bot is killed at each point (default 50)")
    times, began = parser.parse_args().times, time.monotonic()
    machine = described()
    print("| killed | times | one message after the restart | none | several |\n|---|---|---|---|---|", flush=True)
    asyncio.run(measured(times))
    print(f"\nMeasured {date.today().isoformat()} on {machine}, {time.monotonic() - began:.0f} s.")  # noqa: DTZ011


if __name__ == "__main__":
    main()
