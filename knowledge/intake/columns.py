"""A table with one figure a row: ally, year, indicator, value, and perhaps unit and estimate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.intake.blocks import unit_scale
from knowledge.intake.reading import YEAR, Reading, Value
from knowledge.intake.sheets import Sheet
from knowledge.units import INDICATORS

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ally": ("ally", "country", "subject", "member", "iso3", "nation"), "year": ("year", "period"), "indicator": ("indicator", "measure"),
    "value": ("value", "figure"), "unit": ("unit", "units"), "estimate": ("estimate", "estimated", "status"),
}  # fmt: skip
_NEEDED = ("ally", "year", "indicator", "value")
_YES, _NO = ("true", "yes", "e", "1", "estimate", "estimated"), ("", "false", "no", "0", "final", "actual")


def columns(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The number of the row that names the columns, and where they are; None where there is no such row."""
    number, head = next((number, row) for number, row in enumerate(sheet.rows) if row)
    names = {name: column for column, words in COLUMNS.items() for name in words}
    found = {names[cell.lower()]: place for place, cell in enumerate(head) if cell.lower() in names}
    return (number, found) if len(found.keys() & set(_NEEDED)) >= 3 else None


def read(reading: Reading, sheet: Sheet, start: int, places: dict[str, int]) -> None:
    from rapidfuzz.process import extractOne

    known = [name for words in COLUMNS.values() for name in words]
    for place, cell in enumerate(sheet.rows[start]):
        if cell and place not in places.values():
            if near := extractOne(cell.lower(), known, score_cutoff=75):
                reading.faults.append(f"row {start + 1}: the column {cell[:40]!r} isn't known; did you mean {near[0]}?")
            else:
                reading.left_out.append(f"column “{cell[:40]}”: not known; there may be {', '.join(COLUMNS)}")
    if missing := [name for name in _NEEDED if name not in places]:
        reading.faults.append(f"row {start + 1}: there is no column {' and no column '.join(missing)}")
        return
    for number, row in enumerate(sheet.rows[start + 1 :], start + 2):
        if row:
            cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
            reading.faults += _figure(reading, f"row {number}", cells)
        if reading.full:
            return


def _figure(reading: Reading, place: str, cells: dict[str, str]) -> Iterator[str]:
    """Take up the figure of a row; yields what is wrong with it."""
    subject = reading.subjects.find(cells["ally"])
    if subject is None:
        yield f"{place}: {reading.subjects.fault(cells['ally']) if cells['ally'] else 'the ally is missing'}"
    indicator, fault = _indicator(cells["indicator"])
    if fault:
        yield f"{place}: {fault}"
    year = YEAR.fullmatch(cells["year"])
    if not year:
        yield f"{place}: {cells['year']!r} is no year; write four figures"
    state = cells.get("estimate", "").lower()
    if state not in (*_YES, *_NO):
        yield f"{place}: {state[:40]!r} says neither that it is an estimate nor that it isn't; write yes or no"
    try:
        read = reading.numbers.read(cells["value"])
    except ValueError as error:
        yield f"{place}: {error}"
        return
    if not (subject and indicator and year) or read.value is None:
        return
    unit = cells.get("unit", "") or INDICATORS[indicator].unit or ""
    scaled = unit_scale(indicator, unit)
    if scaled is None:
        expected = INDICATORS[indicator].unit or "EUR million, or another currency"
        yield f"{place}: the unit {f'{unit[:40]!r} does not go with {indicator}' if unit else 'is missing'}; write {expected}"
        return
    estimate = state in _YES or bool(year[2]) or read.estimate
    reading.values.append(Value(indicator, subject, int(year[1]), read.value * scaled[0], scaled[1], estimate, place))


def _indicator(text: str) -> tuple[str, str]:
    """The id of the indicator that is named, and what is wrong with the name."""
    from rapidfuzz.process import extractOne

    names = {name.lower(): row.id for row in INDICATORS.values() for name in (row.id, row.noun, row.short)}
    bare = text.lower()
    if bare in names:
        return names[bare], ""
    near = extractOne(bare, list(names), score_cutoff=70)
    return "", f"the indicator {text[:40]!r} isn't known; " + (f"did you mean {near[0]}?" if near else f"there are {', '.join(INDICATORS)}")
