"""The overview's charts, as plain figures in the site's colours (see `dashboard.parts.charts`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import words
from dashboard.parts import charts
from dashboard.parts.charts import CATEGORIES, CLEAR, HATCHED, INK, KEPT, QUIET, USUAL
from dashboard.words import REQUESTS, Lang
from data.definitions import Text

LATE = "#c8361d"
Row = Mapping[str, Any]
HIDDEN = {"visible": False, "fixedrange": True}


def _months(rows: Sequence[Row], lang: Lang) -> dict[str, Any]:
    """An axis of months: every other one named, counted from the newest, years where they begin."""
    periods = [row["period"] for row in rows]
    named = periods[::-1][::2][::-1]
    ticks, year = [], ""
    for period in named:
        month = words.brief_month(int(period[5:7]), lang)
        ticks.append(f"{month}<br>{words.year(period[:4], lang)}" if period[:4] != year else month)
        year = period[:4]
    return CATEGORIES | {"tickmode": "array", "tickvals": named, "ticktext": ticks}


def _bars(
    x: list[str], y: list[Any], colour: str, partial: list[bool], **more: Any
) -> dict[str, Any]:
    pattern = HATCHED | {"fgcolor": colour, "shape": ["/" if p else "" for p in partial]}
    return {
        "type": "bar",
        "x": x,
        "y": y,
        "width": 0.66,
        "marker": {"color": colour, "line": {"width": 0}, "pattern": pattern},
        "cliponaxis": False,
        **more,
    }


def _counts(values: list[Any]) -> dict[str, Any]:
    return {
        "text": [words.number(v) if v else "" for v in values],
        "textposition": "outside",
        "textangle": 0,
        "textfont": {"size": 12, "color": INK, "weight": 600},
    }


def cohort(rows: Sequence[Row], lang: Lang) -> dict[str, Any]:
    """Requests by the month they were due: answered on time below, late above with their number."""
    x = [row["period"] for row in rows]
    on_time_counts = [row["numerator"] or 0 for row in rows]
    late = [(row["denominator"] or 0) - k for row, k in zip(rows, on_time_counts, strict=True)]
    partial = [row["partial"] for row in rows]
    top = max([1, *(k + n for k, n in zip(on_time_counts, late, strict=True))])
    unit = REQUESTS[lang]
    on_time, overdue = Text("按期", "on time: ")[lang], Text("逾期", "late: ")[lang]
    low = _bars(
        x, on_time_counts, KEPT, partial, hovertemplate=words.hover(unit, f"%{{x}} {on_time}")
    )
    high = _bars(x, late, LATE, partial, hovertemplate=words.hover(unit, f"%{{x}} {overdue}"))
    high |= _counts(late) | {"textfont": {"size": 12, "color": LATE, "weight": 600}}
    axis = {"visible": False, "range": [0, top * 1.14], "fixedrange": True}
    return {
        "data": [low, high],
        "layout": charts.layout(
            barmode="stack", xaxis=_months(rows, lang), yaxis=axis, margin=_MARGIN
        ),
    }


_MARGIN = {"l": 10, "r": 6, "t": 8, "b": 44}


def flow(received: Sequence[Row], closed: Sequence[Row], lang: Lang) -> dict[str, Any]:
    """Received above, closed below: two small charts on one axis of months and one scale."""
    parts = ((received, "y", QUIET), (closed, "y2", KEPT))
    top = max([1, *(row["value"] or 0 for rows, _, _ in parts for row in rows)])
    data = []
    for rows, axis, colour in parts:
        values = [row["value"] for row in rows]
        bars = _bars(
            [row["period"] for row in rows], values, colour, [row["partial"] for row in rows],
            yaxis=axis, hovertemplate=words.hover("", "%{x} "),
        )  # fmt: skip
        data.append(bars | _counts(values))
    axis = {"visible": False, "range": [0, top * 1.22], "fixedrange": True}
    names = Text("收到", "Received"), Text("办结", "Closed")
    return {
        "data": data,
        "layout": charts.layout(
            xaxis=_months(received, lang) | {"anchor": "y2"},
            yaxis=axis | {"domain": [0.52, 0.94]},
            yaxis2=axis | {"domain": [0, 0.42]},
            annotations=[_name(n[lang], at) for n, at in zip(names, (1.0, 0.48), strict=True)],
            margin=_MARGIN,
        ),
    }


def _name(text: str, at: float) -> dict[str, Any]:
    """The name of a small chart, above its left end."""
    return {
        "text": text,
        "x": 0,
        "y": at,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 13, "color": QUIET},
    }


def buckets(counts: Mapping[str, Mapping[str, int]], lang: Lang) -> dict[str, Any]:
    """Used days in steps, each split into what was answered on time and what was late."""
    labels = list(counts)
    totals = [sum(at.values()) for at in counts.values()]
    kinds = (
        ("on_time", KEPT, Text("按期", "on time")),
        ("late", LATE, Text("逾期", "late")),
        ("none", USUAL, Text("期限不明", "due date not known")),
    )
    figure = _horizontal(labels, totals, [CLEAR] * len(labels))
    (names,) = figure["data"]
    parts = [
        names
        | {
            "x": [at.get(id, 0) for at in counts.values()],
            "marker": {"color": colour, "line": {"width": 0}},
            "text": None,
            "hovertemplate": f"%{{y}} {title[lang]} {words.HOVER_COUNT}<extra></extra>",
        }
        for id, colour, title in kinds
    ]
    figure["data"] = parts
    figure["layout"] |= {"barmode": "stack", "annotations": _ends(labels, totals)}
    return figure


def _ends(labels: Sequence[str], totals: Sequence[int]) -> list[dict[str, Any]]:
    """The totals beside the ends of stacked bars."""
    return [
        {
            "x": n,
            "y": label,
            "text": words.number(n),
            "showarrow": False,
            "xanchor": "left",
            "xshift": 4,
            "font": {"size": 14, "color": INK, "weight": 600},
        }
        for label, n in zip(labels, totals, strict=True)
    ]


def outcomes(labels: Sequence[str], counts: Sequence[int]) -> dict[str, Any]:
    """Outcomes by item of the annual report: what was given in the colour of what is kept."""
    colours = [KEPT, KEPT, *[QUIET] * (len(counts) - 2)]
    return _horizontal(labels, counts, colours)


def _horizontal(
    labels: Sequence[str], counts: Sequence[float], colours: list[str]
) -> dict[str, Any]:
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": list(labels),
                "x": list(counts),
                "width": 0.62,
                "marker": {"color": colours, "line": {"width": 0}},
                "text": [words.number(n) for n in counts],
                "textposition": "outside",
                "textfont": {"size": 14, "color": INK, "weight": 600},
                "cliponaxis": False,
                "hovertemplate": f"%{{y}} {words.HOVER_COUNT}<extra></extra>",
            }
        ],
        "layout": charts.layout(
            margin={"l": 0, "r": 8, "t": 0, "b": 0},
            xaxis=HIDDEN | {"range": [0, max([*counts, 1]) * 1.2]},
            yaxis={
                "autorange": "reversed",
                "automargin": True,
                "fixedrange": True,
                "showgrid": False,
                "ticklen": 8,
                "tickcolor": CLEAR,
                "tickfont": {"size": 14, "color": INK},
            },
        ),
    }
