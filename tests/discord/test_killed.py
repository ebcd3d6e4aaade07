"""Processes killed while they write: what was acknowledged is there, and nothing by halves. `bench.kill` does it 200 times."""

from __future__ import annotations

import asyncio
from random import Random

from bot.store import Store
from tests.discord.killing import Acknowledged, killed, losses

ROUNDS, WRITERS = 3, 2


async def test_what_was_acknowledged_survives_a_kill(database_url: str) -> None:
    chance = Random(database_url[:8])  # noqa: S311 - instants are chance enough
    store = Store(database_url)
    await store.migrate()
    await store.close()
    acknowledged: list[Acknowledged] = []
    for number in range(ROUNDS):
        writers = (killed(database_url, number * WRITERS + writer, chance.uniform(0, 0.4)) for writer in range(WRITERS))
        for said in await asyncio.gather(*writers):
            acknowledged += said
        assert await losses(database_url, acknowledged) == []
    assert acknowledged
