"""What the tests of the Discord bot share: databases that are real and empty."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.settings import Settings
from bot.store import Store

POSTGRES = "PLEDGEBOT_TEST_POSTGRES"


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads somebody's .env or environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def postgres_url() -> AsyncIterator[str]:
    """PostgreSQL with a schema of its own for the test."""
    if not (url := os.environ.get(POSTGRES)):
        pytest.skip(f"{POSTGRES} is not set: no PostgreSQL to test on")
    schema, server = f"pledgebot_{secrets.token_hex(6)}", Store(url)
    async with server.write() as connection:
        await connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield make_url(url).update_query_dict({"search_path": schema}).render_as_string(hide_password=False)
    async with server.write() as connection:
        await connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    await server.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A file of SQLite that isn't there yet."""
    return f"sqlite:///{tmp_path / 'pledgebot.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each of the databases in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
