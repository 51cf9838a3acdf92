"""The five levels of the day's ratings, as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.parts import charts


def levels(scores: Sequence[dict[str, Any]], names: dict[int, str]) -> dict[str, Any]:
    """The five levels as horizontal bars, best on top, each with its count."""
    labels = [names[s["score"]] for s in scores]
    counts = [s["n"] or None for s in scores]
    colours = [charts.RAMP[s["score"]] for s in scores]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": labels,
                "x": counts,
                "width": 0.62,
                "marker": {"color": colours, "line": {"width": 0}},
                "text": [words.number(s["n"]) for s in scores],
                "textposition": "outside",
                "textfont": {"size": 14, "color": charts.INK, "weight": 600},
                "cliponaxis": False,
                "hovertemplate": f"%{{y}} {words.HOVER_COUNT}<extra></extra>",
            }
        ],
        "layout": charts.layout(
            margin={"l": 0, "r": 8, "t": 0, "b": 0},
            xaxis={
                "visible": False,
                "range": [0, max(n or 1 for n in counts) * 1.2],
                "fixedrange": True,
            },
            yaxis={
                "autorange": "reversed",
                "automargin": True,
                "fixedrange": True,
                "showgrid": False,
                "ticklen": 8,
                "tickcolor": charts.CLEAR,
                "tickfont": {"size": 14, "color": charts.INK},
            },
        ),
    }
