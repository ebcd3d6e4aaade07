"""What the tests of the loopback Discord share; a test file may put its own in their place."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.loopback import Discord
from tests.loopback.world import User


@pytest.fixture
async def server() -> AsyncIterator[Discord]:
    async with Discord() as server:
        yield server


@pytest.fixture
def ada(server: Discord) -> User:
    return server.user("Ada")
