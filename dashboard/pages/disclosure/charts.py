"""The overview's charts, as plain figures in the site's colours (see `dashboard.parts.charts`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import words
from dashboard.parts import charts
from dashboard.parts.charts import CATEGORIES, CLEAR, HATCHED, INK, KEPT, LATE, QUIET, SLATE, USUAL
from dashboard.words import Lang
from data.definitions import Text

ON_TIME, OVERDUE = Text("按期", "on time"), Text("逾期", "late")
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


def _counts(labels: list[str]) -> dict[str, Any]:
    return {
        "text": labels,
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 12, "color": INK, "weight": 600},
    }


def cohort(rows: Sequence[Row], lang: Lang) -> dict[str, Any]:
    """Requests by the month they were due: those answered on time stand on the axis, those late hang
    below it, so that they are told apart without colour. One of each is named."""
    x = [row["period"] for row in rows]
    met = [row["numerator"] or 0 for row in rows]
    late = [(row["denominator"] or 0) - k for row, k in zip(rows, met, strict=True)]
    partial = [row["partial"] for row in rows]
    top, foot = max([1, *met]), max(late, default=0)
    parts = ((met, 1, KEPT, ON_TIME, INK), (late, -1, LATE, OVERDUE, LATE))
    data = []
    for counts, side, colour, name, ink in parts:
        said = Text(f"%{{x}} {name.zh}%{{customdata}}件", f"%{{x}} {name.en}: %{{customdata}}")
        bars = _bars(
            x, [side * n or None for n in counts], colour, partial,
            customdata=[words.number(n) for n in counts], hovertemplate=f"{said[lang]}<extra></extra>",
        )  # fmt: skip
        labels = _named([n or None for n in counts], name, side < 0, lang)
        data.append(
            bars | _counts(labels) | {"textfont": {"size": 12, "color": ink, "weight": 600}}
        )
    room = (top + foot) * 0.2
    axis = {
        "showticklabels": False,
        "showgrid": False,
        "fixedrange": True,
        "range": [-foot - 1.4 * room if foot else 0, top + room],
        "zeroline": True,
        "zerolinecolor": QUIET,
        "zerolinewidth": 1,
    }
    months = _months(rows, lang) | {"showline": False}
    return {
        "data": data,
        "layout": charts.layout(barmode="relative", xaxis=months, yaxis=axis, margin=_MARGIN),
    }


def _named(counts: Sequence[int | None], name: Text, below: bool, lang: Lang) -> list[str]:
    """The labels of bars: numbers, one with what it counts on the side away from its bar.

    That is the first that no neighbour is longer than: on a phone a name is wider than its bar.
    """
    labels = [words.number(n) if n else "" for n in counts]
    long = [n or 0 for n in counts]
    tops = (i for i, n in enumerate(long) if n and n == max(long[max(i - 1, 0) : i + 2]))
    named = next(tops, None)
    if named is not None:
        pair = (name[lang], labels[named])
        labels[named] = "<br>".join(pair[::-1] if below else pair)
    return labels


_MARGIN = {"l": 10, "r": 6, "t": 8, "b": 44}


def flow(received: Sequence[Row], closed: Sequence[Row], lang: Lang) -> dict[str, Any]:
    """Received above, closed below: two small charts on one axis of months and one scale."""
    parts = ((received, "y"), (closed, "y2"))
    top = max([1, *(row["value"] or 0 for rows, _ in parts for row in rows)])
    data = []
    for rows, axis in parts:
        values = [row["value"] for row in rows]
        bars = _bars(
            [row["period"] for row in rows], values, SLATE, [row["partial"] for row in rows],
            yaxis=axis, hovertemplate=words.hover("", "%{x} "),
        )  # fmt: skip
        data.append(bars | _counts([words.number(v) if v else "" for v in values]))
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
    """Used days in steps, each split into what was answered on time, which is solid, and what was late,
    which is an outline and has its number beside the bar's."""
    labels = list(counts)
    totals = [sum(at.values()) for at in counts.values()]
    kinds = (
        ("on_time", {"color": KEPT, "line": {"width": 0}}, ON_TIME),
        ("late", {"color": CLEAR, "line": {"color": LATE, "width": 2}}, OVERDUE),
        ("none", {"color": USUAL, "line": {"width": 0}}, Text("期限不明", "due date not known")),
    )
    figure = _horizontal(labels, totals)
    (names,) = figure["data"]
    parts = [
        names
        | {
            "x": [at.get(id, 0) or None for at in counts.values()],
            "marker": marker,
            "text": None,
            "hovertemplate": f"%{{y}} {title[lang]} {words.HOVER_COUNT}<extra></extra>",
        }
        for id, marker, title in kinds
    ]
    late = [at.get("late", 0) for at in counts.values()]
    figure["data"] = parts
    figure["layout"] |= {"barmode": "stack", "annotations": _ends(labels, totals, late, lang)}
    return figure


def _ends(
    labels: Sequence[str], totals: Sequence[int], late: Sequence[int], lang: Lang
) -> list[dict[str, Any]]:
    """The totals beside the ends of stacked bars, and after them how many were late."""
    ends = []
    for label, n, missed in zip(labels, totals, late, strict=True):
        total = words.number(n)
        named = Text(f"{OVERDUE.zh}{words.number(missed)}", f"{words.number(missed)} {OVERDUE.en}")
        after = 12 + 9 * len(total)
        ends += [_end(n, label, total, 4, INK)] if n else []
        ends += [_end(n, label, named[lang], after, LATE)] if missed else []
    return ends


def _end(x: int, y: str, text: str, shift: int, colour: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "xshift": shift,
        "font": {"size": 14, "color": colour, "weight": 600},
    }


def outcomes(labels: Sequence[str], counts: Sequence[int]) -> dict[str, Any]:
    """Outcomes by item of the annual report; of none there is no bar."""
    return _horizontal(labels, counts)


def _horizontal(labels: Sequence[str], counts: Sequence[float]) -> dict[str, Any]:
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": list(labels),
                "x": [n or None for n in counts],
                "width": 0.62,
                "marker": {"color": SLATE, "line": {"width": 0}},
                "text": [words.number(n) for n in counts],
                "textposition": "outside",
                "textfont": {"size": 14, "color": INK, "weight": 600},
                "cliponaxis": False,
                "hovertemplate": f"%{{y}} {words.HOVER_COUNT}<extra></extra>",
            }
        ],
        "layout": charts.layout(
            margin={"l": 0, "r": 8, "t": 0, "b": 0},
            xaxis=HIDDEN | {"range": [0, max([*counts, 1]) * 1.35]},
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
