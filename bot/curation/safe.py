"""`pledgebot backup`, `restore`, `export`, `import`, `verify`: keeping what is in the database, and proving that it is all there."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.usage import CommandError, UsageError


def register(commands: Any) -> None:
    """Add the commands to those of the program."""

    def command(name: str, summary: str, file: str = "") -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, allow_abbrev=False)
        if file:
            parser.add_argument("file", type=Path, metavar="FILE", help=file)
        parser.set_defaults(run=_run)
        return parser

    command("backup", "write everything in the database to a file, while the bot runs", "a file that isn't there yet")
    restore = command("restore", "put a backup back", "a file that `pledgebot backup` made, on whatever database")
    restore.add_argument("--replace", action="store_true", help="in the place of what the database has now")
    command("export", "write the log of all changes of the knowledge to a file", "a file that isn't there yet")
    command("import", "take in a log of changes that begins with the database's own", "a file that `pledgebot export` made")
    command("verify", "prove that no change is missing from the log or was altered")


def _run(options: argparse.Namespace) -> int:
    import asyncio

    from bot.settings import Database, SettingsError, read
    from bot.store import Store, Unavailable
    from bot.store.backup import Unfit

    async def work(url: str) -> None:
        store = Store(url)
        try:
            await _ACTIONS[options.command](store, options)
        finally:
            await store.close()

    try:
        asyncio.run(work(read(Database).database_url))
    except SettingsError as error:
        raise UsageError("\n".join(error.lines)) from None
    except (Unavailable, Unfit) as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        raise CommandError(f"{options.file}: {error.strerror or error}") from None
    return 0


async def _backup(store: Any, options: argparse.Namespace) -> None:
    from bot.store.backup import backup

    await store.check()
    found = await backup(store, options.file, datetime.now(UTC))
    print(f"{options.file}: {sum(found.rows.values()):,} rows of {len(found.rows)} tables.")


async def _restore(store: Any, options: argparse.Namespace) -> None:
    from bot.store.backup import restore

    found = await restore(store, options.file, replace=options.replace)
    print(f"Restored {sum(found.rows.values()):,} rows, as they were on {found.made_at[:16].replace('T', ' ')} UTC.")
    await _verify(store, options)


async def _export(store: Any, options: argparse.Namespace) -> None:
    from bot.curation.archive import export

    await store.check()
    print(f"{options.file}: {await export(store, options.file):,} revisions.")


async def _import(store: Any, options: argparse.Namespace) -> None:
    from bot.curation.archive import take_in

    await store.migrate()
    print(f"{await take_in(store, options.file):,} revisions are new.")


async def _verify(store: Any, _: argparse.Namespace) -> None:
    from bot.curation import log

    await store.check()
    async with store.snapshot() as connection:
        faults = [fault async for fault in log.verify(connection)]
        number, last = await log.end(connection)
    if faults:
        raise CommandError("the log of changes is not whole:\n" + "\n".join(f"  {fault}" for fault in faults))
    print(f"The log of changes is whole: {number:,} revisions{f', the last with the hash {last}' if last else ''}.")


_ACTIONS: dict[str, Callable[[Any, argparse.Namespace], Awaitable[None]]] = {
    "backup": _backup, "restore": _restore, "export": _export, "import": _import, "verify": _verify,
}  # fmt: skip
