"""Where an operator stands: the store, the present knowledge of a scope, and what is said on the terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.ask import Mind
from bot.curation.ledger import Conflict, Ledger, Refused
from bot.curation.present import Present
from bot.curation.queue import Queue
from bot.settings import Database, SettingsError, read
from bot.store import Store, Unavailable
from bot.usage import CommandError, UsageError
from knowledge.base import KnowledgeBase
from knowledge.fold import EVERYONE
from knowledge.intake import tables
from knowledge.intake.refusal import RefusedError
from knowledge.overlay import Key
from knowledge.rows import RowError

SHOWN = 12
"""Facts, faults and figures that are listed of many."""


@dataclass(frozen=True)
class Desk:
    """The store with the knowledge that a scope sees, and who is there."""

    store: Store
    ledger: Ledger
    queue: Queue
    present: Present
    scope: int
    author: int

    @property
    def mind(self) -> Mind:
        return self.present.mind(self.scope or None)

    @property
    def base(self) -> KnowledgeBase:
        return self.mind.knowledge

    def seen(self, key: Key) -> int:
        return self.ledger.fold.newest(self.scope, key)


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def opened(mind: Mind, scope: int = EVERYONE, author: int = 0) -> AsyncIterator[Desk]:
    """The database of the settings, brought up to date as `pledgebot run` does."""
    store = Store(read(Database).database_url)
    try:
        await store.migrate()
        ledger = Ledger(store, now, mind.knowledge)
        present = Present(mind, ledger)
        await ledger.refresh()
        yield Desk(store, ledger, Queue(store, ledger, now), present, scope, author)
    finally:
        await store.close()


def said(work: Callable[[], Any]) -> Any:
    """Do it, and say what keeps it from being done."""
    try:
        return work()
    except SettingsError as error:
        raise UsageError("\n".join(error.lines)) from None
    except (RowError, Refused, tables.FaultyTableError) as error:
        raise CommandError(_refused(error.lines)) from None
    except Conflict as error:
        raise CommandError(
            f"nothing was saved: {error}; look at it again (pledgebot knowledge history {' '.join(error.revision.key)})"
        ) from None
    except RefusedError as error:
        raise CommandError(str(error)) from None
    except Unavailable as error:
        raise CommandError(f"nothing was saved: {error}") from None


def _refused(lines: Sequence[str]) -> str:
    more = [f"  … and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join(["nothing was saved:", *(f"  {line}" for line in lines[:SHOWN]), *more])


def show(lines: Iterable[str]) -> None:
    """Lines without what would steer a terminal."""
    for line in lines:
        print("".join(char if char.isprintable() or char in "\n\t" else "�" for char in line))
