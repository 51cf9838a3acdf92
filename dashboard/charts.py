"""Figures as plain dicts for plotly.js: 13 µs each where `go.Figure` takes a millisecond.

Colours are the light theme's; `assets/hall.css` maps each of them to its dark counterpart and to
print, so one figure serves every theme. Solid = that day, outline = a usual day, hatched = not
complete yet, the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.words import Lang
from data.definitions import Text

INK = "#15202b"
QUIET = "#5b6b78"
KEPT = "#0f7a57"
USUAL = "#7d93a3"
CLEAR = "rgba(0,0,0,0)"
# Very satisfied … very dissatisfied: one ordered ramp, each at least 3:1 on the ground.
RAMP = {5: "#0b5f44", 4: "#0f7a57", 3: "#5d9a82", 2: "#d8735c", 1: "#b32c14"}

FONT = (
    "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',system-ui,sans-serif"
)
# No "Share chart…" button (it uploads the data) and no bar of tools: the links below do it better.
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "showSendToCloud": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "showAxisDragHandles": False,
    "showTips": False,
}


def config(lang: Lang) -> dict[str, Any]:
    """Plotly's settings for a graph in a language."""
    return {**CONFIG, "locale": "zh-CN" if lang == "zh" else "en-US"}


def layout(**more: Any) -> dict[str, Any]:
    """What every figure shares: no ground of its own, our type, no dragging."""
    return {
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 13, "color": QUIET},
        "margin": {"l": 0, "r": 0, "t": 8, "b": 28},
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.24,
        "hoverlabel": {
            "bgcolor": INK,
            "bordercolor": INK,
            "font": {"family": FONT, "color": "#ffffff"},
        },
        "uirevision": "kept",
        **more,
    }


def shown_hours(hours: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The hours worth drawing: those between the first and the last that are not next to nothing.

    Next to nothing is below 2 % of the busiest hour; the table under the chart has every hour.
    """
    peak = max((h.get(kind) or 0 for h in hours for kind in ("completed", "usual")), default=0)
    busy = [
        i
        for i, h in enumerate(hours)
        if h.get("partial") or max(h.get("completed") or 0, h.get("usual") or 0) > peak * 0.02
    ]
    return list(hours[busy[0] : busy[-1] + 1]) if busy else []


def label_height(done: float, usual: float, top: float, room: float) -> float:
    """Where an hour's count stands: on its bar, unless the usual day's outline runs just there.

    `room` is the label's own height as a share of the chart's.
    """
    return max(done, usual) if done < usual < done + room * top else done


def hours(rows: Sequence[dict[str, Any]], lang: Lang) -> dict[str, Any]:
    """Cases completed by hour: bars of the day inside outlines of a usual day."""
    names = [words.hour(h["hour"], lang) for h in rows]
    done = [h.get("completed") for h in rows]
    usual = [h.get("usual") for h in rows]
    top = max([1, *(n or 0 for n in (*done, *usual))])
    heights = [label_height(d or 0, u or 0, top, 0.12) for d, u in zip(done, usual, strict=True)]
    unit = Text("件", "cases")[lang]
    said = Text("往常 %{y:,} 件", "usually %{y:,}")[lang]
    traces = [
        _bars(names, usual, width=0.86, colour=CLEAR, line=USUAL, hover=f"%{{x}} {said}"),
        {
            **_bars(names, done, width=0.62, colour=KEPT, hover=f"%{{x}} %{{y:,}} {unit}"),
            "marker": {
                "color": KEPT,
                "line": {"width": 0},
                "pattern": {
                    "shape": ["/" if h.get("partial") else "" for h in rows],
                    "fgcolor": KEPT,
                    "bgcolor": CLEAR,
                    "fillmode": "replace",
                    "size": 7,
                    "solidity": 0.5,
                },
            },
        },
        {
            "type": "scatter",
            "mode": "text",
            "x": names,
            "y": heights,
            "text": [words.number(d) if d else "" for d in done],
            "textposition": "top center",
            "textfont": {"size": 13, "color": INK, "weight": 600},
            "hoverinfo": "skip",
            "cliponaxis": False,
        },
    ]
    every = 1 if len(rows) <= 12 else 2 if len(rows) <= 16 else 3
    return {
        "data": traces,
        "layout": layout(
            barmode="overlay",
            xaxis={
                "type": "category",
                "tickvals": names[::every],
                "tickangle": 0,
                "linecolor": QUIET,
                "linewidth": 1,
                "showgrid": False,
                "fixedrange": True,
                "ticklen": 6,
                "tickcolor": CLEAR,
            },
            yaxis={
                "visible": False,
                "range": [0, top * 1.16],
                "fixedrange": True,
            },
        ),
    }


def _bars(
    names: list[str],
    values: list[Any],
    *,
    width: float,
    colour: str,
    hover: str,
    line: str | None = None,
) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": names,
        "y": values,
        "width": width,
        "marker": {"color": colour, "line": {"color": line or colour, "width": 1.5 if line else 0}},
        "hovertemplate": hover + "<extra></extra>",
    }


def ratings(scores: Sequence[dict[str, Any]], names: dict[int, str]) -> dict[str, Any]:
    """The five levels as horizontal bars, best on top, each with its count."""
    labels = [names[s["score"]] for s in scores]
    counts = [s["n"] or 0 for s in scores]
    colours = [RAMP[s["score"]] for s in scores]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": labels,
                "x": counts,
                "width": 0.62,
                "marker": {"color": colours, "line": {"width": 0}},
                "text": [words.number(n) for n in counts],
                "textposition": "outside",
                "textfont": {"size": 14, "color": INK, "weight": 600},
                "cliponaxis": False,
                "hovertemplate": "%{y} %{x:,}<extra></extra>",
            }
        ],
        "layout": layout(
            margin={"l": 0, "r": 8, "t": 0, "b": 0},
            xaxis={"visible": False, "range": [0, max([*counts, 1]) * 1.2], "fixedrange": True},
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
