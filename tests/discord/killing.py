"""A process that writes to the log until it is killed, and what has to be true of the log afterwards.

Run as a program (URL, seed) it saves batches of one to three changes and says of each batch that was acknowledged which
revisions it is.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random

from bot.curation import log
from bot.curation.ledger import Ledger
from bot.mind import wake
from bot.store import Store
from knowledge.change import Change

ROOT = Path(__file__).parents[2]
Acknowledged = tuple[int, str]
"""A revision's number and hash."""


async def write(url: str, seed: int) -> None:
    """Save batches for ever. Each fact's id names its batch and how many there are in it."""
    chance = Random(seed)  # noqa: S311 - reproducible
    store = Store(url)
    ledger = Ledger(store, lambda: datetime.now(UTC), wake().knowledge)
    await ledger.refresh()
    for batch in count():
        size = chance.randint(1, 3)
        values = {"subject": "ESP", "on": "2026-01-01", "kind": "pledge", "text": "Some words. " * chance.randint(1, 200)}
        ids = [f"{seed}-{batch}-{part}of{size}" for part in range(size)]
        changes = [Change(action="add", table="pledges", id=id_, value=values | {"sources": ["nato-def-exp-2026"]}) for id_ in ids]
        made = await ledger.commit(chance.choice((0, 7)), 1, changes)
        print(*(f"{one.number}:{one.hash}" for one in made.revisions), flush=True)


async def killed(url: str, seed: int, delay: float) -> list[Acknowledged]:
    """Let a process write for so many seconds after its first batch, kill it, and return what it was told to be saved."""
    command = [sys.executable, "-m", "tests.discord.killing", url, str(seed)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    first = await process.stdout.readline()
    await asyncio.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    said = (first + await process.stdout.read()).decode()
    await process.wait()
    assert process.returncode == -signal.SIGKILL, "it ended by itself"
    whole = said[: said.rfind("\n") + 1].split()
    return [(int(number), hash_) for number, _, hash_ in (one.partition(":") for one in whole)]


async def losses(url: str, acknowledged: Sequence[Acknowledged]) -> list[str]:
    """What is wrong with the log: a revision that was acknowledged and isn't there, half a batch, a chain that is broken."""
    store = Store(url)
    try:
        async with store.snapshot() as connection:
            found = [fault async for fault in log.verify(connection)]
            held = [one async for one in log.every(connection)]
    finally:
        await store.close()
    there = {(one.number, one.hash) for one in held}
    found += [f"revision {number} was acknowledged and is not there" for number, hash_ in acknowledged if (number, hash_) not in there]
    batches: dict[int, list[str]] = {}
    for one in held:
        batches.setdefault(one.batch, []).append(one.id)
    found += [f"half a batch: {ids}" for ids in batches.values() if len(ids) != int(ids[0].rpartition("of")[2])]
    return found


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2])))
