"""Workbooks in NATO's layout, made from the project's own figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from knowledge.base import KnowledgeBase

CURRENCIES = {
    "ALL": "Leks", "BGN": "Leva", "CAD": "Dollars", "CZK": "Koruny", "DKK": "Kroner", "EUR": "Euros", "GBP": "Pounds", "HUF": "Forint",
    "MKD": "Denars", "NOK": "Kroner", "PLN": "Zlotys", "RON": "Lei", "SEK": "Kronor", "TRY": "Liras", "USD": "Dollars",
}  # fmt: skip
Change = Callable[[str, str, int, Decimal], Any]


def nato(base: KnowledgeBase, edition: str, change: Change = lambda _indicator, _subject, _year, value: float(value)) -> bytes:
    """The edition's workbook: a sheet a table, blocks one above the other, the last two years marked "e", ".." for nothing."""
    prices = base.editions[edition].prices
    book = Workbook()
    book.remove(book.worksheets[0])
    tables: Sequence[tuple[str, Sequence[str], Mapping[str, tuple[str | None, str]]]] = (
        ("Table 1", ["Table 1: Defence expenditure", "Million national currency units"], {"Current prices": ("amount_national", "#,##0")}),
        ("Table 2", ["Table 2: Defence expenditure", "Million US dollars"], {
            "Current prices and exchange rates": ("amount", "#,##0"),
            f"Constant {prices} prices and exchange rates": ("amount_constant", "#,##0"),
        }),
        ("Table 3", ["Table 3: Defence expenditure as a share of GDP and annual real change"], {
            "Share of real GDP (%)": ("share", "0.00"), "Annual real change (%)": ("real_change", "0.00"),
        }),
        ("Table 5", ["Table 5: Gross domestic product", "Million US dollars"], {
            "Current prices and exchange rates": ("gdp", "#,##0"), f"Constant {prices} prices and exchange rates": (None, "#,##0"),
        }),
        ("Table 7", ["Table 7: Military personnel"], {"Thousands": ("personnel", "0.0")}),
        ("Table 8a", ["Table 8a: Distribution of defence expenditure by main category", "Percentage of total defence expenditure"], {
            "Equipment (a)": ("equipment", "0.00"), "Personnel (b)": ("personnel_share", "0.00"),
        }),
    )  # fmt: skip
    for name, title, blocks in tables:
        sheet = book.create_sheet(name)
        for line in title:
            sheet.append([line])
        for heading, (indicator, form) in blocks.items():
            sheet.append([heading])
            _block(sheet, base, edition, indicator, form, change)
            sheet.append([])
        sheet.append(["Notes: Figures for the last two years are estimates."])
        sheet.append(["* Belgium, 2014: revised."])
    return saved(book)


def _block(sheet: Any, base: KnowledgeBase, edition: str, indicator: str | None, form: str, change: Change) -> None:
    years = sorted({year for (held, _, _), series in base.series.items() if held == edition for year in series.cells})
    sheet.append([None, *(f"{year}e" if year >= years[-2] else year for year in years)])
    for subject, name in _names(base).items():
        series = base.series.get((edition, indicator or "gdp", subject))
        label = name + (f" ({CURRENCIES[series.unit[:3]]})" if series and indicator == "amount_national" else "")
        cells = series.cells if series else {}
        values = [change(indicator or "", subject, year, cells[year].value) if year in cells else ".." for year in years]
        if series:
            sheet.append([label, *values])
            for cell in sheet[sheet.max_row][1:]:
                cell.number_format = form


def _names(base: KnowledgeBase) -> dict[str, str]:
    allies = {
        row.id: f"{row.name}*" if row.id in ("BEL", "LUX") else row.name for row in sorted(base.allies.values(), key=lambda row: row.name)
    }
    return allies | {"NATO_EUR_CAN": "NATO Europe and Canada", "NATO_TOTAL": "NATO Total"}


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def one_sheet(rows: Sequence[Sequence[Any]], name: str = "Table") -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    return book
