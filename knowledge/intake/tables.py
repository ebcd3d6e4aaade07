"""A spreadsheet → figures, each with its place: NATO's own layout, or one figure a row (ally, year, indicator, value).

    sheets ─┬─ blocks: title lines · heading · years · a row a country ─┬─▶ checked values, or every fault with its place
            └─ columns: ally · year · indicator · value · unit · estimate ┘

What can't be read is a fault and stops the whole table; what measures something that isn't held here is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledge.base import KnowledgeBase
from knowledge.intake import columns
from knowledge.intake.blocks import Block, NotHeld, block, currency
from knowledge.intake.numerals import notation
from knowledge.intake.reading import YEAR, Reading, Value
from knowledge.intake.sheets import Sheet, Workbook
from knowledge.intake.subjects import Subjects, label
from knowledge.units import GDP_SHARE, INDICATORS

_TITLE = re.compile(r"table\s+\d", re.IGNORECASE)
_FIRST = 1949
_WHOLE = 100


class FaultyTableError(ValueError):
    """A table that isn't taken; `lines` has one sentence for each fault: where, what is wrong, what would do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Table:
    """What a spreadsheet holds. `prices`: base year of its constant prices; `left_out`: what was not taken, and why."""

    values: tuple[Value, ...]
    prices: int | None
    left_out: tuple[str, ...]


def table(book: Workbook, base: KnowledgeBase, latest: int) -> Table:
    """The checked figures of a workbook; FaultyTableError with all faults. `latest`: the last year that figures can be for."""
    cells = (cell for sheet in book.sheets for row in sheet.rows for cell in row)
    try:
        numbers = notation(cells, commas=book.commas)
    except ValueError as error:
        raise FaultyTableError([str(error)]) from None
    reading = Reading(base, Subjects(base), numbers, left_out=[f"Sheet “{name}”: it is hidden" for name in book.hidden])
    for sheet in book.sheets:
        found = columns.columns(sheet)
        if found is None:
            _blocks(reading, sheet)
        else:
            columns.read(reading, sheet, *found)
    reading.faults += _wrong(reading.values, latest)
    if len(reading.prices) > 1:
        several = ", ".join(map(str, sorted(reading.prices)))
        reading.faults.append(f"there are constant prices of several years ({several}); send them apart")
    if not reading.values and not reading.faults:
        reading.faults = [
            "there are no figures in it that are held here; send NATO's table, or the columns ally, year, indicator, value",
            *reading.left_out,
        ]
    if reading.faults:
        raise FaultyTableError(list(_grouped(reading.faults)))
    return Table(tuple(reading.values), next(iter(reading.prices), None), tuple(reading.left_out))


def _grouped(faults: list[str]) -> Iterator[str]:
    """The same fault of many rows once."""
    places: dict[str, list[str]] = {}
    for fault in faults:
        place, _, what = fault.partition(": ")
        places.setdefault(what or fault, []).append(place if what else "")
    for what, found in places.items():
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        yield f"{found[0]}{more}: {what}" if found[0] else what


def _wrong(values: list[Value], latest: int) -> Iterator[str]:
    """What can't be, though it can be read."""
    seen: dict[tuple[str, str, int], str] = {}
    for one in values:
        key = one.indicator, one.subject, one.year
        where = f"{one.place} ({one.subject}, {one.year})"
        if key in seen:
            yield f"{where}: the figure stands twice, here and in {seen[key]}; leave one"
        seen[key] = one.place
        if not _FIRST <= one.year <= latest:
            yield f"{where}: the year can't be; from {_FIRST} to {latest}"
        if one.unit.startswith("% of") and one.value > _WHOLE:
            yield f"{where}: {one.value} is no percentage; from 0 to 100"
        if one.value < 0 and one.indicator != "real_change":
            yield f"{where}: {one.value} can't be less than nothing"
    shares = sorted(one.value for one in values if one.unit == GDP_SHARE)
    if len(shares) > 3 and shares[-1] < Decimal("0.2"):
        yield f"the shares of GDP look like fractions ({shares[-1]} is the largest); write 2.1 for 2.1 %"


# --- NATO's layout


def _blocks(reading: Reading, sheet: Sheet) -> None:
    """Titles and headings, a row of years, then a row a country up to one without figures; then the next block."""
    title: list[str] = []
    lines: list[str] = []
    years: dict[int, tuple[int, bool]] = {}
    now: Block | None = None
    for number, row in enumerate(sheet.rows, 1):
        place = f"{f'“{sheet.name}”, ' if sheet.name else ''}row {number}"
        texts = [cell for cell in row if cell]
        if found := _years(reading, row):
            lines += [cell for cell in row[: min(found)] if cell and cell.lower() not in columns.COLUMNS["ally"]]
            if not title or (lines and _TITLE.match(lines[0])):
                title = lines[:-1] or lines
            years, now = found, _block(reading, place, title, lines[-1] if lines else "")
            lines = []
        elif years and len(texts) > 1:
            if now:
                _row(reading, place, now, years, row)
        elif texts:
            if _TITLE.match(texts[0]):
                lines = []
            if not (years and reading.subjects.find(label(texts[0]).name)):
                years = {}
                lines.append(" ".join(texts))
        else:
            years = {}
        if reading.full:
            return


def _years(reading: Reading, row: tuple[str, ...]) -> dict[int, tuple[int, bool]]:
    """The years above the columns and whether they are estimates; {} where the row is something else."""
    found = {place: match for place, cell in enumerate(row) if (match := YEAR.fullmatch(cell))}
    rest = [place for place, cell in enumerate(row) if cell and place not in found]
    if not found or len(rest) > 1 or (rest and (rest[0] > min(found) or reading.subjects.find(label(row[rest[0]]).name))):
        return {}
    return {place: (int(match[1]), bool(match[2])) for place, match in found.items()}


def _block(reading: Reading, place: str, title: list[str], heading: str) -> Block | None:
    shown = " · ".join(dict.fromkeys((*title[:1], heading)))[:160]
    try:
        found = block(title, heading)
    except NotHeld as reason:
        reading.left_out.append(f"{shown}: {reason}, not held here")
        return None
    except ValueError as error:
        reading.faults.append(f"{place}: {error}")
        return None
    if found.prices:
        reading.prices.add(found.prices)
    return found


def _row(reading: Reading, place: str, now: Block, years: dict[int, tuple[int, bool]], row: tuple[str, ...]) -> None:
    name, aside = label(next((cell for cell in row[: min(years)] if cell), ""))
    subject = reading.subjects.find(name)
    if subject is None and not reading.subjects.held(name):
        reading.left_out.append(f"{place}: {name}: no ally's, and no total that is held here")
        return
    if subject is None:
        reading.faults.append(f"{place}: {reading.subjects.fault(name) if name else 'the country is missing'}")
        return
    unit = INDICATORS[now.indicator].unit
    if unit is None:
        code = currency(aside, reading.base.allies[subject].currency) if subject in reading.base.allies else None
        if code is None:
            fault = f"the currency is {f'unknown ({aside!r})' if aside else 'missing'}; write it behind the name, like Denmark (Kroner)"
            reading.faults.append(f"{place}: {fault}")
            return
        unit = f"{code} million"
    for column, (year, estimate) in years.items():
        cell = row[column] if column < len(row) else ""
        try:
            read = reading.numbers.read(cell)
        except ValueError as error:
            reading.faults.append(f"{place} ({name}, {year}): {error}")
            continue
        if read.value is not None:
            value = read.value * now.scale
            reading.values.append(Value(now.indicator, subject, year, value, unit, estimate or read.estimate, place))
