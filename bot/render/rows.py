"""A table as lines, as Discord has no tables: a heading that says the measure once, then a line a row, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Table
from bot.render.markdown import cut, harmless, size

_ESTIMATE = " (e)"
_PLAIN = ("#", "Ally", "Year", "value")
"""Headers of columns that explain themselves."""
_YEAR = re.compile(r"\d{4}e?")
_ABREAST = 4
"""Years that stand side by side about where a row of another table stands."""
_LONGEST = 200


def pages(table: Table | None, most: int) -> int:
    """How many pages the table has with at most so many lines each; the rows are spread evenly over them."""
    if table is None or not table.rows:
        return 0
    return -(-len(table.rows) // (most * _ABREAST if _yearly(table) else most))


def page(table: Table, number: int, most: int) -> list[str]:
    """The lines of one page, the measure above them."""
    count = pages(table, most)
    if not count:
        return []
    number = min(max(number, 0), count - 1)
    length = -(-len(table.rows) // count)
    shown = table.rows[number * length : (number + 1) * length]
    endings = [_ending([row[i] for row in table.rows if i < len(row)]) for i in range(max(map(len, table.rows)))]
    trimmed = [[_trimmed(cell, endings[i]) for i, cell in enumerate(row)] for row in shown]
    head = _heading(table, endings)
    if count > 1:
        place = f"{number * length + 1}–{number * length + len(shown)} of {len(table.rows)}"
        head = f"{head} · {place}" if head else place
    if _yearly(table):
        return [f"-# {cut(head, _LONGEST)}{': ' if head else ''}{_years(trimmed)}"]
    lines = [_row(row, numbered=_numbered(table)) for row in trimmed]
    return [*([f"-# {cut(head, _LONGEST)}"] if head else []), *lines]


def _numbered(table: Table) -> bool:
    return bool(table.headers) and table.headers[0] == "#"


def _yearly(table: Table) -> bool:
    return all(len(row) == 2 and _YEAR.fullmatch(row[0]) for row in table.rows)


def _years(rows: Sequence[Sequence[str]]) -> str:
    """Years with their figures, as many abreast as there is room for where they are read."""
    return " · ".join(f"{harmless(year)}\u00a0**{_cell(value)}**" for year, value in rows)


def _row(row: Sequence[str], *, numbered: bool) -> str:
    cells = [_cell(cell) for cell in row]
    mark, cells = (f"{row[0]}.", cells[1:]) if numbered and row[0].isdecimal() else ("-", cells)
    name, *rest = cells or [""]
    return f"{mark} " + " · ".join([f"**{name}**" if name else "–", *(cell for cell in rest if cell)])


def _cell(cell: str) -> str:
    shown = harmless(cell)
    return shown if size(shown) <= _LONGEST else cut(cell, _LONGEST)


def _heading(table: Table, endings: Sequence[str]) -> str:
    """The headers that say something, each with the unit that its cells share."""
    words = []
    for number, (header, ending) in enumerate(zip(table.headers, endings, strict=False)):
        name = "" if header in _PLAIN else header
        sign = "%" if any("%" in row[number] for row in table.rows if number < len(row)) else ""
        unit = f"{sign}{ending}".strip() if ending and ending.strip() not in name else ""
        words.append(", ".join(word for word in (name, unit) if word))
    if any(cell.endswith(_ESTIMATE) for row in table.rows for cell in row):
        words.append("(e) = estimate")
    return " · ".join(word for word in words if word)


def _ending(cells: Sequence[str]) -> str:
    """The words that all cells of a column end with behind their figure: "of GDP", "people"; "" where there are only a few cells."""
    bare = [cell.removesuffix(_ESTIMATE).split(" ") for cell in cells]
    if len(bare) < 3 or not all(words[0][:1].isdigit() and len(words) > 1 for words in bare):
        return ""
    shared = bare[0][1:]
    dated = any(char.isdigit() for word in shared for char in word)
    return " " + " ".join(shared) if all(words[1:] == shared for words in bare) and not dated else ""


def _trimmed(cell: str, ending: str) -> str:
    if not ending:
        return cell
    mark = _ESTIMATE if cell.endswith(_ESTIMATE) else ""
    return cell.removesuffix(mark).removesuffix(ending) + mark
