"""Processes that write to the log, killed at 200 random instants on each database: what was lost?

    python -m bench.kill [--kills 200]

Two processes write at once and are killed independently; after each pair the log is read and proved. PostgreSQL is used
where PLEDGEBOT_TEST_POSTGRES names one, in a schema of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import tempfile
import time
from pathlib import Path
from random import Random

from sqlalchemy import make_url, text

from bench.machine import described
from bot.store import Store
from tests.discord.killing import Acknowledged, killed, losses

SECONDS = 0.5
"""Within which of its writing a process is killed."""


async def kill(name: str, url: str, kills: int) -> None:
    store = Store(url)
    await store.migrate()
    await store.close()
    chance, began = Random(5), time.perf_counter()  # noqa: S311 - nothing hangs on it
    acknowledged: list[Acknowledged] = []
    faults: list[str] = []
    for number in range(0, kills, 2):
        both = (killed(url, number + which, chance.uniform(0, SECONDS)) for which in range(2))
        for said in await asyncio.gather(*both):
            acknowledged += said
        faults += await losses(url, acknowledged)
    whole = await losses(url, [])
    row = (name, kills, f"{len(acknowledged):,}", len(faults), f"{time.perf_counter() - began:.0f} s")
    print(f"| {' | '.join(map(str, row))} |", *(faults[:5] + whole[:5]), flush=True)


async def main(kills: int) -> None:
    print(described())
    print("| database | kills | acknowledged | lost, halved or not verified | took |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        await kill("SQLite", f"sqlite:///{Path(folder) / 'kill.db'}", kills)
    if server := os.environ.get("PLEDGEBOT_TEST_POSTGRES"):
        schema, store = f"pledgebot_{secrets.token_hex(6)}", Store(server)
        async with store.write() as connection:
            await connection.execute(text(f"CREATE SCHEMA {schema}"))
        try:
            url = make_url(server).update_query_dict({"search_path": schema})
            await kill("PostgreSQL", url.render_as_string(hide_password=False), kills)
        finally:
            async with store.write() as connection:
                await connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            await store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    asyncio.run(main(parser.parse_args().kills))
