"""What a chart shows, in words: for whoever can't see it."""

from __future__ import annotations

from itertools import groupby

from bot import phrase
from bot.answer import Chart, Point
from bot.chart.frame import Scaled, scaled
from bot.render.markdown import size, visible

GALLERY, FILE = 256, 1024
"""Units that the description of a picture in a message, and of a file, may have."""


def worth_seeing(chart: Chart) -> bool:
    """Whether looking beats reading: more bars, or more years, than one takes in from a line of text."""
    return len(chart.points) >= (8 if chart.kind == "bars" else 4)


def text(chart: Chart, locale: str, most: int = GALLERY) -> str:
    """The picture's title, its extremes, and as many of its figures as fit."""
    figures = scaled(chart, locale)
    head = f"{'Bar' if chart.kind == 'bars' else 'Line'} chart: {chart.title}, {figures.unit}."
    gist = _bars(chart, figures) if chart.kind == "bars" else _lines(chart, figures)
    target = ""
    if chart.target is not None:
        value = chart.target / figures.divisor
        target = f" A line marks the target, {phrase.number(value, 0 if value == value.to_integral_value() else 1, locale)}."
    whole = f"{head} {gist}{target}"
    values = f"{whole} All figures: {'; '.join(_series(name, points, figures) for name, points in _grouped(chart))}."
    return visible(next((said for said in (values, whole) if size(said) <= most), head[: most - 1]))


def _bars(chart: Chart, figures: Scaled) -> str:
    first, last = chart.points[0], chart.points[-1]
    if len(chart.points) == 1:
        return f"{_named(first, figures)}."
    return f"From {_named(first, figures)}, at the top, to {_named(last, figures)}; {len(chart.points)} bars."


def _lines(chart: Chart, figures: Scaled) -> str:
    """Each line from its first to its last year."""
    said = []
    for name, points in _grouped(chart):
        first, last = points[0], points[-1]
        said.append(f"{name} from {_value(first, figures)} in {first.x} to {_value(last, figures)} in {last.x}".strip())
    return f"{'; '.join(said)}."


def _grouped(chart: Chart) -> list[tuple[str, list[Point]]]:
    ordered = sorted(chart.points, key=lambda point: [p.line for p in chart.points].index(point.line))
    return [(name, list(points)) for name, points in groupby(ordered, key=lambda point: point.line)]


def _series(name: str, points: list[Point], figures: Scaled) -> str:
    listed = ", ".join(_named(point, figures) for point in points)
    return f"{name}: {listed}" if name else listed


def _named(point: Point, figures: Scaled) -> str:
    return f"{point.x} {_value(point, figures)}"


def _value(point: Point, figures: Scaled) -> str:
    return figures.text(point.y, estimate=point.estimate)
