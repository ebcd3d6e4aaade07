"""Charts: what is drawn, and that it becomes a picture of a phone's width."""

from __future__ import annotations

import json
import struct
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from bot import chart
from bot.answer import Chart, Point
from bot.chart import trend

FOOTER = "Source: NATO, Defence Expenditure of NATO Countries, 2026 edition"


def bars(*figures: str, unit: str = "% of GDP", target: str | None = "3.5", estimate: bool = True) -> Chart:
    points = tuple(Point(f"Ally {number}", Decimal(figure), estimate) for number, figure in enumerate(figures))
    return Chart("bars", "Defence spending as a share of GDP", unit, points, Decimal(target) if target else None, FOOTER)


def lines(**series: tuple[str, ...]) -> Chart:
    points = [
        Point(str(2020 + i), Decimal(text.rstrip("e")), text.endswith("e"), name)
        for name, row in series.items()
        for i, text in enumerate(row)
    ]
    return Chart("lines", "Since 2020", "% of GDP", tuple(points), Decimal(2), FOOTER)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def texts(spec: Any) -> set[str]:
    """Every string in the specification, wrapped lines joined."""
    match spec:
        case str():
            return {spec}
        case dict():
            return set().union(*map(texts, spec.values()))
        case list():
            joined = {" ".join(spec)} if all(isinstance(item, str) for item in spec) else set()
            return joined.union(*map(texts, spec))
        case _:
            return set()


@pytest.mark.parametrize(
    "drawn",
    [
        bars(*(f"{5 - i / 8:.2f}" for i in range(31))),
        bars("4.68", target=None),
        bars("-1.5", "0.2", "1.18", unit="pp", target="0"),
        bars("-1.5", "-0.2", unit="pp", target=None),
        bars("980000", "53080", "199", unit="USD million", target=None),
        bars("0"),
        lines(Poland=("2.2", "3.3", "4.1e", "4.68e")),
        lines(Spain=("1.0", "1.2e"), Italy=("1.1", "1.2e"), Belgium=("1.05",)),
        lines(**{f"Ally number {i}": ("1", "2e") for i in range(12)}),
    ],
    ids=["31 bars", "one", "both sides", "below zero", "money", "zero", "one line", "three lines", "twelve lines"],
)
def test_a_chart_becomes_a_picture_of_a_phones_width(drawn: Chart) -> None:
    width, height = size(chart.png(drawn))
    assert width == 1080
    assert 200 < height < 2600


def test_the_title_the_footer_and_the_target_are_written() -> None:
    found = texts(chart.spec(bars("4.68", "2.00")))
    assert {"Defence spending as a share of GDP", FOOTER, "target 3.5%"} <= found


def test_bars_stand_in_the_order_of_the_ranking_with_their_figures() -> None:
    rows = chart.spec(bars("4.68", "2.0"))["data"]["values"]
    assert [(row["i"], row["name"], row["label"]) for row in rows] == [(0, "Ally 0", "4.68e"), (1, "Ally 1", "2.00e")]


def test_no_target_line_runs_through_a_figure() -> None:
    rows = chart.spec(bars("4.68", "3.49", "3.1", "1.2"))["data"]["values"]  # the target is 3.5
    assert [row["at"] for row in rows] == [4.68, 3.5, 3.5, 1.2]


def test_a_final_figure_has_no_mark_and_no_legend_speaks_of_estimates() -> None:
    spec = chart.spec(bars("4.68", estimate=False))
    assert spec["data"]["values"][0]["label"] == "4.68"
    assert spec["title"]["subtitle"] == ["% of GDP"]


def test_long_millions_are_written_as_billions() -> None:
    spec = chart.spec(bars("980000", "53080", unit="USD million", target=None))
    assert [row["label"] for row in spec["data"]["values"]] == ["980.0e", "53.1e"]
    assert spec["title"]["subtitle"][0].startswith("USD billion")


def test_numbers_are_written_as_the_locale_writes_them() -> None:
    assert chart.spec(bars("4.68"), "de")["data"]["values"][0]["label"] == "4,68e"


def test_the_background_is_the_pictures_own() -> None:
    assert chart.spec(bars("1"))["background"].startswith("#")


def test_only_the_stretches_that_touch_an_estimate_are_dashed() -> None:
    spec = chart.spec(lines(Poland=("2.2", "3.3", "4.1e", "4.68e")))
    strokes = {tuple(layer["mark"]["strokeDash"]): layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == "line"}
    assert {row["x"] for row in strokes[()]} == {2020, 2021}
    assert {row["x"] for row in strokes[4, 4]} == {2021, 2022, 2023}


def test_labels_at_the_ends_of_lines_keep_apart_and_in_order() -> None:
    places = trend.apart({"a": 2.0, "b": 2.01, "c": 2.02, "d": 4.0, "e": 0.0}, (0, 5), 0.1)
    ordered = sorted(places.values())
    assert list(places) == ["e", "a", "b", "c", "d"]
    assert list(places.values()) == ordered
    assert all(second - first >= 0.5 - 1e-9 for first, second in pairwise(ordered))
    assert places["d"] == 4.0
    assert places["b"] == pytest.approx(2.01)


def test_a_name_with_quotation_marks_breaks_nothing() -> None:
    odd = Chart("bars", 'A "title" \\', "pp", (Point("Côte d'“Or\" \\n", Decimal(1), estimate=True),), None, "")
    assert size(chart.png(odd))[0] == 1080


def test_the_specification_is_plain_json() -> None:
    assert json.loads(json.dumps(chart.spec(lines(Poland=("2.2", "3.3e")))))
