"""`sqlalchemy.ext.asyncio` without the ORM, which its sessions alone need: 6 MB, and the bot has but twice a bare bot's memory.

The two modules of sessions are absent while the package is imported; whoever imports them by name later gets the real ones.
Where the package is loaded already, or is no longer made like this, it is taken as it is.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

_SESSIONS = ("sqlalchemy.ext.asyncio.scoping", "sqlalchemy.ext.asyncio.session")


class _Absent(ModuleType):
    """Has whatever is asked for, and nothing in it."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


if "sqlalchemy.ext.asyncio" not in sys.modules:
    sys.modules.update({name: _Absent(name) for name in _SESSIONS})
    try:
        import_module("sqlalchemy.ext.asyncio")
    finally:
        for name in _SESSIONS:
            del sys.modules[name]
            vars(sys.modules.get("sqlalchemy.ext.asyncio", ModuleType(""))).pop(name.rpartition(".")[2], None)

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine  # noqa: E402 - not before that

__all__ = ["AsyncConnection", "AsyncEngine", "create_async_engine"]
