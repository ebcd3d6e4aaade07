"""Spreadsheets → figures: NATO's layout and the long one; what is wrong is named with its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from knowledge.base import KnowledgeBase
from knowledge.change import apply, refusals
from knowledge.intake import sheets, tables
from knowledge.intake.editions import Told, described, propose
from knowledge.intake.refusal import RefusedError
from knowledge.intake.tables import FaultyTableError, Table
from knowledge.load import load
from tests.intake.workbooks import nato, one_sheet, saved

TODAY = date(2026, 11, 23)
LONG = "ally,year,indicator,value,unit,estimate\nSpain,2027,share,2.10,% of GDP,yes\nPoland,2027,share,4.90,% of GDP,yes\n"


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load()


def read(base: KnowledgeBase, data: bytes | str, name: str = "table.csv") -> Table:
    return tables.table(sheets.read(data.encode() if isinstance(data, str) else data, name), base, 2027)


def faults(base: KnowledgeBase, data: bytes | str, name: str = "table.csv") -> str:
    with pytest.raises(FaultyTableError) as caught:
        read(base, data, name)
    return "\n".join(caught.value.lines)


def refusal(data: bytes, name: str) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        sheets.read(data, name)
    return caught.value


# --- NATO's own layout


@pytest.mark.parametrize("edition", ["nato-2024", "nato-2026"])
def test_every_figure_of_an_edition_is_read_back_from_natos_layout(base: KnowledgeBase, edition: str) -> None:
    found = read(base, nato(base, edition), "def-exp-en.xlsx")
    held = {
        (indicator, subject, year): (cell.value, series.unit, cell.estimate)
        for (of, indicator, subject), series in base.series.items()
        if of == edition
        for year, cell in series.cells.items()
    }
    assert {(one.indicator, one.subject, one.year): (one.value, one.unit, one.estimate) for one in found.values} == held
    assert len(held) > 2900
    assert found.prices == base.editions[edition].prices
    assert any("GDP at constant prices" in line for line in found.left_out)


def test_the_layout_is_read_from_csv_too(base: KnowledgeBase) -> None:
    text = (
        "Table 3 : Defence expenditure as a share of GDP and annual real change;;\nShare of real GDP (%);;\n;2026;2027e\n"
        "Belgium*;2,00;2,10\nTürkiye (1);2,33;..\nNATO Total;2,80;2,90\n;;\nAnnual real change (%);;\n;2026;2027e\nBelgium*;-1,50;3,00\n"
        ";;\nNotes: Figures for 2027 are estimates.;;\n"
    )
    found = {(one.indicator, one.subject, one.year): (one.value, one.estimate) for one in read(base, "\ufeff" + text).values}
    assert found == {
        ("share", "BEL", 2026): (Decimal("2.00"), False), ("share", "BEL", 2027): (Decimal("2.10"), True),
        ("share", "TUR", 2026): (Decimal("2.33"), False), ("share", "NATO_TOTAL", 2026): (Decimal("2.80"), False),
        ("share", "NATO_TOTAL", 2027): (Decimal("2.90"), True), ("real_change", "BEL", 2026): (Decimal("-1.50"), False),
        ("real_change", "BEL", 2027): (Decimal("3.00"), True),
    }  # fmt: skip


def test_a_heading_may_stand_beside_the_years(base: KnowledgeBase) -> None:
    text = (
        "Table 2: Defence expenditure,,\nMillion US dollars,,\nConstant 2021 prices and exchange rates,2026,2027e\nSpain (a),33900,35100\n"
    )
    found = read(base, text)
    assert [(one.indicator, one.subject, one.year, one.value) for one in found.values] == [
        ("amount_constant", "ESP", 2026, Decimal(33900)),
        ("amount_constant", "ESP", 2027, Decimal(35100)),
    ]
    assert found.prices == 2021


def test_an_older_layout_with_the_countries_in_the_second_column_is_read(base: KnowledgeBase) -> None:
    rows: list[list[object]] = [
        ["Table 1 : Defence expenditure "],
        ["(Million national currency units)"],
        [None, None, "Current prices"],
        [None, None, 2017, "2018e"],
    ]
    rows += [[None, "Albania (Leks)", 17199, 19932], [None, "Bulgaria (Leva)", "1,255", "1,710"], [None, "Greece (Euros)", "..", None]]
    rows += [[None, "North America", 1, 2], [], ["* Data do not include pensions."]]
    found = read(base, saved(one_sheet(rows, "TABLE1")), "x.xlsx")
    assert [(one.subject, one.year, one.value, one.unit, one.estimate) for one in found.values] == [
        ("ALB", 2017, Decimal(17199), "ALL million", False), ("ALB", 2018, Decimal(19932), "ALL million", True),
        ("BGR", 2017, Decimal(1255), "BGN million", False), ("BGR", 2018, Decimal(1710), "BGN million", True),
    ]  # fmt: skip
    assert found.left_out == ("“TABLE1”, row 8: North America: no ally's, and no total that is held here",)


def test_faults_without_end_are_cut_off(base: KnowledgeBase) -> None:
    rows = "".join(f"{'1' * 900}x{number},2027,share,2\n" for number in range(5000))
    assert len(faults(base, f"ally,year,indicator,value\n{rows}").splitlines()) <= 100
    same = "Spain,2027,shares,2\n" * 50
    assert faults(base, f"ally,year,indicator,value\n{same}").startswith("row 2 (and 49 more): the indicator 'shares' isn't known")


def test_a_number_is_taken_as_it_is_shown(base: KnowledgeBase) -> None:
    book = one_sheet(
        [["Table 3: Defence expenditure as a share of GDP"], ["Share of real GDP (%)"], [None, 2026, "2027e"], ["Spain", 2.125, 0.021]]
    )
    cells = book.worksheets[0][4]
    cells[1].number_format, cells[2].number_format = "0.00", "0.0%"
    found = {one.year: one.value for one in read(base, saved(book), "x.xlsx").values}
    assert found == {2026: Decimal("2.13"), 2027: Decimal("2.1")}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Share of real GDP (%)\n,2026\nSpian,2.0\n", "'Spian' is no ally; did you mean Spain?"),
        ("Share of real GDP (%)\n,2026\nUkraine,20\n", "Ukraine is no ally; take the row out"),
        ("Share of real GDP (%)\n,2026\nSpain,120\n", "120 is no percentage; from 0 to 100"),
        ("Share of real GDP (%)\n,2026\nSpain,-2\n", "-2 can't be less than nothing"),
        ("Share of real GDP (%)\n,2026\nSpain,two\n", "(Spain, 2026): 'two' is no number"),
        ("Share of real GDP (%)\n,2026\nSpain,2.0\nEspagne,2.1\n", "the figure stands twice"),
        ("Share of real GDP (%)\n,2029\nSpain,2.0\n", "the year can't be; from 1949 to 2027"),
        ("Defence expenditure\nCurrent prices\n,2026\nSpain,2000\n", "the currency is missing"),
        ("Defence expenditure\nUS dollars, current prices\n,2026\nSpain,2000\n", "the unit of the money is missing"),
        ("Defence expenditure\nMillion US dollars\n,2026\nSpain,2000\n", "whether prices are current or constant"),
        ("Military personnel\n,2026\nSpain,117.4\n", "the unit of the personnel is missing"),
        ("Defence expenditure\nMillion national currency units\nCurrent prices\n,2026\nDenmark,2000\n", "the currency is missing"),
        ("Something\n,2026\nSpain,2000\n", "the lines above the years don't say what is measured"),
        ("Share of real GDP (%)\n,2026\nSpain,0.02\nItaly,0.015\nPoland,0.04\nGreece,0.03\n", "look like fractions"),
        ('Share of real GDP (%)\n,2026,2027\nSpain,"2,05",2.1\n', "the decimal mark is a comma in '2,05' and a point in '2.1'"),
        ('Share of real GDP (%)\n,2026\nSpain,"2,125"\n', "can be read in two ways"),
        ("a,b\n1,2\n", "no figures in it that are held here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(base: KnowledgeBase, lines: str, said: str) -> None:
    assert said in faults(base, lines)


def test_all_faults_are_told_at_once(base: KnowledgeBase) -> None:
    said = faults(base, "Share of real GDP (%)\n,2026\nSpian,2.0\nItaly,x\nFrance,200\n").splitlines()
    assert [line.partition(" ")[0] + line.partition(" ")[2][:1] for line in said] == ["row3", "row4", "row5"]


# --- one figure a row


def test_the_long_layout_is_read(base: KnowledgeBase) -> None:
    found = read(base, LONG).values
    assert [(one.subject, one.year, one.indicator, one.value, one.unit, one.estimate) for one in found] == [
        ("ESP", 2027, "share", Decimal("2.10"), "% of GDP", True),
        ("POL", 2027, "share", Decimal("4.90"), "% of GDP", True),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ally;year;indicator;value\nESP;2027;share;2,1\n", {"share": "2.1"}),
        ("ally\tyear\tindicator\tvalue\nSpanien\t2027\tdefence spending as a share of GDP\t2.1\n", {"share": "2.1"}),
        ("sep=;\ncountry;year;indicator;value;unit\nEspagne;2027;amount;41,5;USD billion\n", {"amount": "41500"}),
        (
            'ally,year,indicator,value,unit\nSpain,2027,personnel,"117,400",persons\nItaly,2027,share,1.9,%\n',
            {"personnel": "117.4", "share": "1.9"},
        ),
        ("ally,year,indicator,value,unit\nSpain,2027,amount_national,33.7,EUR billion\n", {"amount_national": "33700"}),
        ("ally,year,indicator,value,remark\nSpain,2027,share,2.1e,=1+1\nItaly,2027,share,..,\n", {"share": "2.1"}),
    ],
)  # fmt: skip
def test_dialects_and_units(base: KnowledgeBase, text: str, values: dict[str, str]) -> None:
    assert {one.indicator: one.value for one in read(base, text).values} == {name: Decimal(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ally,year,indicator\nSpain,2027,share\n", "there is no column value"),
        ("ally,year,indicator,value,estimat\nSpain,2027,share,2.1,yes\n", "the column 'estimat' isn't known; did you mean estimate"),
        ("ally,year,indicator,value\nSpain,2027,shares,2.1\n", "the indicator 'shares' isn't known; did you mean share?"),
        ("ally,year,indicator,value\nSpain,27,share,2.1\n", "'27' is no year"),
        ("ally,year,indicator,value\n,2027,share,2.1\n", "the ally is missing"),
        ("ally,year,indicator,value,unit\nSpain,2027,share,2.1,USD\n", "the unit 'USD' does not go with share; write % of GDP"),
        ("ally,year,indicator,value\nSpain,2027,amount_national,2000\n", "the unit is missing; write EUR million, or another currency"),
        ("ally,year,indicator,value,estimate\nSpain,2027,share,2.1,perhaps\n", "'perhaps' says neither"),
        ("ally,year,indicator,value\n=HYPERLINK(A1),2027,share,2.1\n", "'=HYPERLINK(A1)' is no ally"),
        ("ally,year,indicator,value\nSpain,2027,share,=2.1+1\n", "'=2.1+1' is no number"),
        ("ally,year,indicator,value\n'; DROP TABLE revisions; --,2027,share,2.1\n", "is no ally"),
    ],
)
def test_what_is_wrong_in_a_row_is_named(base: KnowledgeBase, text: str, said: str) -> None:
    assert said in faults(base, text)


# --- files that aren't read


def packed(**parts: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    stream = BytesIO(data)
    with ZipFile(stream, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def test_hostile_files_are_refused_by_name() -> None:
    good = saved(one_sheet([["a", "b"]]))
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert refusal(with_part(good, "xl/vbaProject.bin", b"x"), "x.xlsx").reason == "macros"
    assert refusal(good, "x.xlsm").reason == "macros"
    assert refusal(good, "x.xls").reason == "wrong_type"
    assert refusal(encrypted, "x.xlsx").reason == "encrypted"
    assert refusal(encrypted[:8], "x.xlsx").reason == "wrong_type"
    assert refusal(with_part(good, "xl/media/big.bin", b" " * 30_000_000), "x.xlsx").reason == "zip_bomb"
    assert refusal(packed(notes=b"hello"), "x.xlsx").reason == "wrong_type"
    assert refusal(good[:-300], "x.xlsx").reason == "broken"
    assert refusal(good, "x.csv").reason == "wrong_type"
    assert refusal(b"x" * 10_000_001, "x.csv").reason == "too_big"
    assert "10 MB" in str(refusal(b"x" * 10_000_001, "x.csv"))
    assert refusal(b"a,b\n" * 30_000, "x.csv").reason == "too_big"
    assert "20,000 rows" in str(refusal(b"a,b\n" * 30_000, "x.csv"))
    assert refusal(b'a,"b\n' + b"x" * 200_000, "x.csv").reason == "broken"
    assert refusal(b"a;b\n\xff\xfe\x00", "x.csv").reason == "not_text"
    assert refusal(b"", "x.csv").reason == "empty"
    assert refusal(b"x", "../../etc/passwd").reason == "unknown_type"


def test_entities_in_a_workbook_are_refused() -> None:
    good = BytesIO(saved(one_sheet([["a", "b"]])))
    stream = BytesIO()
    with ZipFile(good) as old, ZipFile(stream, "w") as new:
        for row in old.infolist():
            part = old.read(row)
            if row.filename == "xl/worksheets/sheet1.xml":
                part = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + part.replace(b"<v>0</v>", b"<v>&b;</v>")
            new.writestr(row.filename, part)
    assert refusal(stream.getvalue(), "x.xlsx").reason == "broken"


def test_a_formula_without_its_result_is_not_taken_for_nothing() -> None:
    assert "a formula without its result" in str(refusal(saved(one_sheet([["a", "=1+1"]])), "x.xlsx"))


def test_a_far_cell_and_a_hidden_sheet_are_told(base: KnowledgeBase) -> None:
    book = one_sheet([["ally", "year", "indicator", "value"], ["Spain", 2027, "share", 2.1]])
    book.create_sheet("Drafts").append(["ally", "year"])
    book.worksheets[1].sheet_state = "hidden"
    assert read(base, saved(book), "x.xlsx").left_out == ("Sheet “Drafts”: it is hidden",)
    book.worksheets[0]["A900000"] = "far"
    assert refusal(saved(book), "x.xlsx").reason == "too_big"


# --- the edition that a table makes


def test_a_new_edition_has_its_largest_revisions_first_and_is_saved_whole(base: KnowledgeBase) -> None:
    data = nato(base, "nato-2026", lambda _, subject, year, value: float(value) * (1.5 if (subject, year) == ("ESP", 2025) else 1))
    book = sheets.read(data, "def-exp-2026-12-en.xlsx")
    table = tables.table(book, base, 2026)
    told = Told("nato-2026-12", date(2026, 11, 20), url="https://www.nato.int/x.xlsx")
    plan = propose(table, base, *described(book, table, base, told))
    assert [change.table for change in plan.changes[:3]] == ["sources", "editions", "figures"]
    assert (plan.new, plan.amended, plan.same) == (len(table.values), 0, 0)
    assert {one.value.subject for one in plan.revised} == {"ESP"}
    share = next(one for one in plan.revised if one.value.indicator == "share")
    assert (share.before.edition, share.difference, share.unit) == ("nato-2026", Decimal("1.00"), "pp")
    amount = next(one for one in plan.revised if one.value.indicator == "amount")
    assert (amount.unit, round(amount.difference)) == ("%", 50)
    sizes = [one.size for one in plan.revised]
    assert sizes == sorted(sizes, reverse=True)
    assert refusals(base, plan.changes, TODAY) == []
    after = apply(base, plan.changes, TODAY).as_known_on(TODAY)
    assert (after.edition.id if after.edition else "") == "nato-2026-12"
    spain = after.figure("share", "ESP", 2025, "nato-2026-12")
    assert spain is not None
    assert spain.value == Decimal("3.00")
    assert base.as_known_on(TODAY).edition is base.editions["nato-2026"]
    source = after.base.sources[spain.source]
    assert source.sha256 == book.sha256


def test_a_table_of_a_known_edition_amends_what_differs_and_nothing_else(base: KnowledgeBase) -> None:
    data = nato(base, "nato-2026", lambda _, subject, year, value: float(value) + ((subject, year) == ("ESP", 2025)))
    book = sheets.read(data, "x.xlsx")
    table = tables.table(book, base, 2026)
    plan = propose(table, base, *described(book, table, base, Told("nato-2026")))
    assert (plan.new, plan.amended) == (0, 7)
    assert {change.id.split("/")[2:][0] for change in plan.changes if change.table == "figures"} == {"ESP"}
    assert refusals(base, plan.changes, TODAY) == []


def test_the_same_table_again_and_an_edition_without_a_date_are_refused(base: KnowledgeBase) -> None:
    book = sheets.read(nato(base, "nato-2026"), "x.xlsx")
    table = tables.table(book, base, 2026)
    with pytest.raises(FaultyTableError, match="nothing to save"):
        propose(table, base, *described(book, table, base, Told("nato-2026")))
    constant = sheets.read(b"ally,year,indicator,value\nSpain,2026,amount_constant,33900\n", "x.csv")
    with pytest.raises(FaultyTableError, match="of which year the constant prices are"):
        described(constant, tables.table(constant, base, 2026), base, Told("nato-2027", date(2026, 11, 1)))
    with pytest.raises(FaultyTableError, match="say when it was published"):
        described(book, table, base, Told("nato-2027"))
    edition, source = described(book, table, base, Told("nato-2027", date(2027, 6, 1)))
    assert any("still to come" in line for line in refusals(base, propose(table, base, edition, source).changes, TODAY))
