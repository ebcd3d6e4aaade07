"""The database: an engine for SQLite or PostgreSQL, its migrations, and transactions whose failure has one name.

What is kept in it stands in `tables.py`; `migrations/versions` brings an older database up to date.
"""

from __future__ import annotations

from bot.store.failures import Unavailable, Unusable
from bot.store.store import Store, migrate

__all__ = ["Store", "Unavailable", "Unusable", "migrate"]
