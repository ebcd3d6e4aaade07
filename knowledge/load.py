"""The data files → a checked `KnowledgeBase`.

Reading and checking everything takes longer than answering a question, so the checked snapshot is kept beside
Python's own compiled files and used again until a data file changes.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from knowledge import model
from knowledge.base import Cell, KnowledgeBase, Series
from knowledge.units import INDICATORS

DATA = Path(__file__).parent / "data"
T = TypeVar("T")

_TABLES: dict[str, tuple[str, type]] = {
    "sources": ("sources.toml", model.Source),
    "editions": ("editions.toml", model.Edition),
    "allies": ("allies.toml", model.Ally),
    "non_members": ("non_members.toml", model.NonMember),
    "groups": ("groups.toml", model.Group),
    "people": ("people.toml", model.Person),
    "offices": ("offices.toml", model.Tenure),
    "statements": ("statements.toml", model.Statement),
    "shifts": ("shifts.toml", model.Shift),
    "commitments": ("commitments.toml", model.Commitment),
    "pledges": ("pledges.toml", model.Pledge),
    "summits": ("summits.toml", model.Summit),
    "references": ("references.toml", model.Reference),
}
_LISTS: dict[str, tuple[str, type]] = {
    "budgets": ("budgets.toml", model.Budget),
    "cost_shares": ("cost_shares.toml", model.CostShare),
}


_COLUMNS = ("edition", "indicator", "subject", "unit", "source")


class DataError(Exception):
    """Faults in the data files, one a line: file, row, what is wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults

    @property
    def count(self) -> str:
        return f"{len(self.faults)} fault{'s' if len(self.faults) > 1 else ''}"


def load(folder: Path = DATA) -> KnowledgeBase:
    """Read and check every data file; DataError names the file, the row and the fault of whatever is wrong."""
    from knowledge.check import faults

    found: list[str] = []
    rows: dict[str, Any] = {name: _table(folder / file, shape, found) for name, (file, shape) in _TABLES.items()}
    lists: dict[str, Any] = {name: tuple(_table(folder / file, shape, found).values()) for name, (file, shape) in _LISTS.items()}
    series = _series(folder / "series.csv", found)
    if found:
        raise DataError(found)
    base = KnowledgeBase(series=series, **rows, **lists)
    if found := list(faults(base)):
        raise DataError(found)
    return base


def cached(name: str, files: list[Path], build: Callable[[], T]) -> T:
    """What `build` makes of these files, from the snapshot of an earlier run where none of them has changed."""
    checksum, size = crc32(sys.version.encode()), 0
    for file in sorted(files):
        content = file.read_bytes()
        checksum, size = crc32(content, checksum), size + len(content)
    folder = Path(__file__).parent / "__pycache__"
    path = folder / f"{name}-{size}-{checksum:08x}.pickle"
    try:
        return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 - as trusted as the .pyc files beside it
    except (OSError, pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError, IndexError):
        made = build()
    try:
        folder.mkdir(exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        draft.replace(path)
        for old in folder.glob(f"{name}-*.pickle"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        pass  # a read-only installation starts more slowly, that is all
    return made


def _table(path: Path, shape: type, found: list[str]) -> dict[str, Any]:
    """The rows of one TOML file by id: tables `[id]`, or an array of tables with an `id` in each."""
    import tomllib

    from pydantic import ValidationError

    from knowledge.rows import adapter

    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found.append(f"{path.name}: {error}")
        return {}
    if len(raw) == 1 and isinstance(entries := next(iter(raw.values())), list):
        pairs = [(str(entry.get("id", number)), entry) for number, entry in enumerate(entries, 1)]
    else:
        pairs = [(id_, {"id": id_} | entry if isinstance(entry, dict) else entry) for id_, entry in raw.items()]
    validator = adapter(shape)
    rows: dict[str, Any] = {}
    for id_, entry in pairs:
        if id_ in rows:
            found.append(f"{path.name}: {id_}: the id stands twice")
        try:
            rows[id_] = validator.validate_python(entry)
        except ValidationError as error:
            for fault in error.errors():
                where = ".".join(map(str, fault["loc"]))
                found.append(f"{path.name}: {id_}: {where}: {fault['msg']}")
    return rows


def _series(path: Path, found: list[str]) -> dict[tuple[str, str, str], Series]:
    """The wide table of figures: a column a year, `e` behind an estimate, empty where nothing is published."""
    import csv

    table: dict[tuple[str, str, str], Series] = {}
    try:
        reader = csv.DictReader(path.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        found.append(f"{path.name}: {error}")
        return table
    if missing := [column for column in _COLUMNS if column not in (reader.fieldnames or ())]:
        found.append(f"{path.name}: no column {', '.join(missing)}; there have to be {', '.join(_COLUMNS)} and a column a year")
        return table
    for line, row in enumerate(reader, 2):
        key = (row["edition"] or "", row["indicator"] or "", row["subject"] or "")
        where = f"{path.name}: line {line} ({', '.join(part for part in key if part)})"
        if None in row or None in row.values():
            found.append(f"{where}: too {'many' if None in row else 'few'} cells")
        elif row["indicator"] not in INDICATORS:
            found.append(f"{where}: unknown indicator; there are {', '.join(INDICATORS)}")
        else:
            cells = dict(table[key].cells) if key in table else {}
            found += _fill(cells, row, where)
            table[key] = Series(*key, row["unit"], cells)
    return table


def _fill(cells: dict[int, Cell], row: dict[str, str], where: str) -> Iterator[str]:
    """Put the years' values of one line into the cells; yields what is wrong with them."""
    for column, text in row.items():
        if not column.isdigit() or not text:
            continue
        if int(column) in cells:
            yield f"{where}: {column}: the cell stands twice"
        try:
            cells[int(column)] = Cell(Decimal(text.removesuffix("e")), text.endswith("e"), row["source"])
        except InvalidOperation:
            yield f"{where}: {column}: {text!r} is no number"
