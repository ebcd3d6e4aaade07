"""What a database that can't be used is called: one that is away passes, one that can't be used under this name does not."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import URL

ELSEWHERE = "name another file in DATABASE_URL"


class Unavailable(Exception):  # noqa: N818 - a state of the world, which passes
    """The database can't be used at the moment; the message says why: of a file with its path, of a server without its address."""


class Unusable(Unavailable):
    """It will not pass by itself: the file can't be opened, read or written as a database. `advice` says what would help."""

    def __init__(self, found: str, advice: str) -> None:
        super().__init__(f"{found}: {advice}")
        self.found, self.advice = found, advice


def named(fault: Exception, url: URL) -> Unavailable:
    """What a driver raised, in words."""
    origin = getattr(fault, "orig", None) or fault
    if isinstance(origin, sqlite3.Error) and (path := file(url)):
        return _of_file(path, origin)
    return Unavailable(f"the database can't be used: {_first_line(origin)}")


def file(url: URL) -> Path | None:
    """The whole path of a file of SQLite; None where it is in memory or no file."""
    name = url.database or ""
    if not url.drivername.startswith("sqlite") or name in ("", ":memory:"):
        return None
    return Path(unquote(urlsplit(name).path) if name.startswith("file:") else name).absolute()


def unopened(path: Path) -> Unusable:
    """Why a file can neither be opened nor made."""
    if path.is_dir():
        return Unusable(f"{path} is a folder", "DATABASE_URL has to name a file")
    if not path.parent.is_dir():
        return Unusable(f"there is no folder {path.parent}", f"make it, or {ELSEWHERE}")
    return Unusable(f"{path} can't be opened or made", f"let this user write to {path.parent}, or {ELSEWHERE}")


def _of_file(path: Path, fault: sqlite3.Error) -> Unavailable:
    match getattr(fault, "sqlite_errorcode", 0) & 0xFF:  # the bits above are details
        case sqlite3.SQLITE_NOTADB:
            return Unusable(f"{path} is not a database of SQLite", ELSEWHERE)
        case sqlite3.SQLITE_CANTOPEN:
            return unopened(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return Unusable(f"{path} can't be written to", f"let this user write to it and to {path.parent}, or {ELSEWHERE}")
        case sqlite3.SQLITE_CORRUPT:
            return Unusable(f"{path} is damaged", f"put a backup in its place, or {ELSEWHERE}")
        case sqlite3.SQLITE_FULL:
            return Unavailable(f"the database {path} can't be used: the disk is full")
        case _:
            return Unavailable(f"the database {path} can't be used: {_first_line(fault)}")


def _first_line(fault: Exception) -> str:
    said = str(fault).strip().splitlines()
    return said[0] if said else type(fault).__name__
