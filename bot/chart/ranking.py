"""A ranking as horizontal bars, each with its figure at the end."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.answer import Chart
from bot.chart.frame import INK, INNER, TARGET, Scaled, Spec, extent, footer, one, span, target

_BAR, _BAR_ESTIMATE = "#1d5aa6", "#84b1e0"
_ROW = 20


def bars(chart: Chart, scaled: Scaled) -> Spec:
    points = chart.points
    height = _ROW * len(points)
    labels = [scaled.text(point.y, estimate=point.estimate) for point in points]
    left = extent([point.x for point in points], 13, 165)
    width = INNER - left
    low, high = span(chart, scaled)
    share = extent(labels, 13, 90) / width
    domain = _with_room(low, high, share)
    line = scaled.y(chart.target) if chart.target is not None else None
    ends = [scaled.y(point.y) for point in points]
    room = share * (domain[1] - domain[0])
    rows = [
        {"i": i, "name": point.x, "y": end, "at": _clear(end, line, room), "label": label, "estimate": point.estimate}
        for i, (point, end, label) in enumerate(zip(points, ends, labels, strict=True))
    ]
    names = {
        "title": None, "ticks": False, "domain": False, "minExtent": left, "maxExtent": left, "labelLimit": left - 6, "labelPadding": 6,
        "labelExpr": f"{_array([point.x for point in points])}[datum.value]",
    }  # fmt: skip
    position = {"field": "i", "type": "ordinal", "axis": names, "scale": {"paddingInner": 0.28, "paddingOuter": 0.14}}
    length: Spec = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False}}
    fill = {"condition": {"test": "datum.estimate", "value": _BAR_ESTIMATE}, "value": _BAR}
    layers = [
        {"mark": {"type": "bar", "cornerRadiusEnd": 2}, "encoding": {"y": position, "x": length, "color": fill}},
        *_bar_target(chart, scaled),
        _labels("datum.y >= 0", "left", position, length),
        _labels("datum.y < 0", "right", position, length),
        *footer(chart, left, height, 14),
    ]
    return {"width": width, "height": height, "data": {"values": rows}, "layer": layers}


def _with_room(low: float, high: float, share: float) -> list[float]:
    """The domain with room for a label, so much of the width, at each end that has bars."""
    share = min(share, 0.4)
    room = ((high - low) or 1.0) * share / (1 - share * ((low < 0) + (high > 0)))
    return [low - room * (low < 0), high + room * (high > 0)]


def _clear(end: float, line: float | None, label: float) -> float:
    """Where a label of this length is set: at the bar's end, or behind the target line that would run through it."""
    return line if line is not None and 0 <= end < line < end + label else end


def _labels(test: str, align: str, position: Spec, length: Spec) -> Spec:
    """The figures at the bars' ends."""
    mark = {"type": "text", "align": align, "dx": 5 if align == "left" else -5, "fontSize": 13, "color": INK}
    encoding = {"y": position, "x": length | {"field": "at"}, "text": {"field": "label"}}
    return {"transform": [{"filter": test}], "mark": mark, "encoding": encoding}


def _bar_target(chart: Chart, scaled: Scaled) -> list[Spec]:
    if chart.target is None:
        return []
    at: Spec = {"datum": scaled.y(chart.target), "type": "quantitative", "axis": None}
    rule = {"type": "rule", "color": TARGET, "strokeWidth": 1.5, "strokeDash": [5, 3]}
    label = {"type": "text", "y": -7, "baseline": "bottom", "color": TARGET, "fontSize": 12, "fontWeight": "bold"}
    return [one(rule, x=at), one(label | {"text": target(chart, scaled)}, x=at)]


def _array(texts: Sequence[str]) -> str:
    """The texts as an array of Vega's expression language."""
    return json.dumps(list(texts))
