"""A spreadsheet's bytes (.csv, .tsv, .xlsx) → its cells as the text that is shown in them. Formulas are never worked out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any

from knowledge.intake import archive
from knowledge.intake.documents import decode
from knowledge.intake.refusal import MAX_BYTES, MEGABYTE, RefusedError, too_big

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 50_000
_MAX_UNPACKED = 10 * MEGABYTE
_PART = "xl/workbook.xml"
_OLD, _ZIP, _OLE = ("xls", "xlsb", "ods", "numbers"), b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = ("xlsm", "xltm", "xlam")
_PLACES = re.compile(r"[0#?](?:\.(?P<places>[0#?]+))?%?(?:[^0#?,.]|$)")
_DELIMITERS = "\t;,|"
_LONGEST = 1000
_FORMULA = b"<f"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of cells, each without white space around it, "" where nothing stands."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """What was read of a file. `hidden`: sheets that nobody sees, which are not read. `sha256` is the file's, in hex."""

    name: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...]
    commas: bool
    sha256: str


def read(data: bytes, name: str) -> Workbook:
    """The sheets of a file, or RefusedError. `commas`: whether cells are text that may have decimal commas."""
    if len(data) > MAX_BYTES:
        raise too_big()
    if not data.strip():
        raise RefusedError("empty", "The file is empty.")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    hidden: list[str] = []
    if ending == "xlsx":
        sheets = tuple(_xlsx(data, hidden))
    elif ending in ("csv", "tsv", "txt"):
        sheets = (_csv(data),)
    else:
        raise _unreadable(ending)
    sheets = tuple(sheet for sheet in sheets if sheet.rows)
    if not sheets:
        raise RefusedError("empty", "There is nothing in the table.")
    return Workbook(name, sheets, tuple(hidden), ending != "xlsx", sha256(data).hexdigest())


def _unreadable(ending: str) -> RefusedError:
    if ending in _MACROS:
        return RefusedError("macros", f"Workbooks with macros (.{ending}) are not opened. Save it as .xlsx, without macros.")
    if ending in _OLD:
        return RefusedError("wrong_type", f"Workbooks of the kind .{ending} are not read. Save it as .xlsx or .csv and send it again.")
    shown = f"“.{ending[:20]}” is" if ending else "A file without an ending is"
    return RefusedError("unknown_type", f"{shown} no kind of table that is read here. .xlsx, .csv and .tsv are.")


# --- text


def _csv(data: bytes) -> Sheet:
    if data.startswith((_ZIP, _OLE)):
        raise RefusedError("wrong_type", "The name says CSV, but the content is a workbook. Send it under its right ending (.xlsx).")
    text = decode(data)
    first, _, rest = text.partition("\n")
    if match := re.fullmatch(r"sep=(.)\s*", first):  # how Excel is told
        rows = list(_split(rest, match[1]))
    else:
        rows = max((list(_split(text, mark)) for mark in _DELIMITERS), key=_fits)
    return Sheet("", _limited(rows, "the table"))


def _split(text: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            yield tuple(" ".join(cell.split()) for cell in row)
    except csv.Error:
        raise RefusedError("broken", "The CSV is damaged: a quotation mark is never closed. Save it anew and send it again.") from None


def _fits(rows: list[tuple[str, ...]]) -> tuple[int, int]:
    """How many rows have the number of cells that most have, of those with more than one; and that number."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return count, width


# --- workbooks


def _xlsx(data: bytes, hidden: list[str]) -> Iterator[Sheet]:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RefusedError("encrypted", "The workbook is encrypted. Save it without a password and send it again.")
        raise RefusedError("wrong_type", "This is a workbook of the old format (.xls). Save it as .xlsx and send it again.")
    parts = archive.opened(data, "xlsx", _PART, _MAX_UNPACKED)
    from defusedxml import DefusedXmlException
    from openpyxl import load_workbook

    try:
        computed = any(_FORMULA in parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
        values = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(BytesIO(data), read_only=True, keep_links=False) if computed else values
        for sheet, twin in zip(values.worksheets, formulas.worksheets, strict=True):
            if sheet.sheet_state != "visible":
                hidden.append(sheet.title)
                continue
            sheet.reset_dimensions()  # what a file says of its size need not be true
            twin.reset_dimensions()
            cells = _computed(sheet, twin) if computed else (tuple(map(_shown, row)) for row in sheet.iter_rows())
            yield Sheet(sheet.title, _limited(cells, f"the sheet “{sheet.title}”"))
    except RefusedError:
        raise
    except DefusedXmlException:
        raise archive.entities() from None
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a damaged part leads it to
        raise archive.damaged("xlsx") from None


def _computed(sheet: Any, twin: Any) -> Iterator[tuple[str, ...]]:
    for number, (row, formulas) in enumerate(zip(sheet.iter_rows(), twin.iter_rows(values_only=True), strict=False), 1):
        for place, formula in enumerate(formulas):
            if isinstance(formula, str) and formula.startswith("=") and row[place].value is None:
                raise RefusedError(
                    "broken",
                    f"Sheet “{sheet.title}”, row {number}: there is a formula without its result. Open the file in a spreadsheet "
                    "program, save it there, and send it again.",
                )
        yield tuple(_shown(cell) for cell in row)


def _shown(cell: Any) -> str:
    """A cell's text; a number as it is shown, to the places of its format."""
    match cell.value:
        case None:
            return ""
        case bool() as value:
            return str(value).upper()
        case datetime() as value:
            return value.date().isoformat()
        case date() as value:
            return value.isoformat()
        case int() | float() as value:
            return _number(value, cell.number_format or "General")
        case value:
            return " ".join(str(value).split())


def _number(value: float, form: str) -> str:
    exact = Decimal(f"{value:.15g}")
    form = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form.partition(";")[0])
    if "%" in form:
        exact *= 100
    if form != "General" and (match := _PLACES.search(form)):
        exact = exact.quantize(Decimal(1).scaleb(-len(match["places"] or "")), ROUND_HALF_UP)
    elif exact == exact.to_integral_value():
        exact = exact.quantize(Decimal(1))
    return format(exact, "f")


def _limited(rows: Iterable[tuple[str, ...]], where: str) -> tuple[tuple[str, ...], ...]:
    """The rows without the empty ones at the end; RefusedError names the limit that they exceed."""
    kept: list[tuple[str, ...]] = []
    empty = count = 0
    for row in rows:
        width = max((place for place, cell in enumerate(row, 1) if cell), default=0)
        count += len(row)
        if not width:
            empty += 1
        else:
            kept += [()] * empty
            kept.append(tuple(cell[:_LONGEST] for cell in row[:width]))
            empty = 0
        if len(kept) > MAX_ROWS or width > MAX_COLUMNS or count > MAX_CELLS:
            raise RefusedError(
                "too_big",
                f"In {where} are more than {MAX_ROWS:,} rows, {MAX_COLUMNS} columns or {MAX_CELLS:,} cells, which is the limit. "
                "Send the part that matters.",
            )
    return tuple(kept)
