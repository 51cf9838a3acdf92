"""Figures as plain dicts for plotly.js: 13 µs each where `go.Figure` takes a millisecond.

Colours are the light theme's; `assets/hall.css` maps each of them to its dark counterpart and to
print, so one figure serves every theme. Solid = that day, outline = a usual day, hatched = not
complete yet, the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import words
from dashboard.words import CASES, Lang
from data.definitions import Text

INK = "#15202b"
QUIET = "#5b6b78"
KEPT = "#0f7a57"
SLATE = "#3f5b6d"
LATE = "#c8361d"
USUAL = "#7d93a3"
RULE = "#d5dde2"
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
# What is said over a mark is written here, so that it follows the rules of every other number.
HOVER = "%{customdata}<extra></extra>"
# Not complete yet.
HATCHED: dict[str, Any] = {
    "fgcolor": KEPT,
    "bgcolor": CLEAR,
    "fillmode": "replace",
    "size": 7,
    "solidity": 0.5,
}
CATEGORIES: dict[str, Any] = {
    "type": "category",
    "tickangle": 0,
    "tickfont": {"size": 12},
    "linecolor": QUIET,
    "linewidth": 1,
    "showgrid": False,
    "fixedrange": True,
    "ticklen": 6,
    "tickcolor": CLEAR,
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


@dataclass(frozen=True)
class HourBar:
    """One bar of the day's curve: an hour, or the quiet hours at either end of the day together.

    `usual` is None where hours are put together: a sum of medians is not a median.
    """

    label: str
    first: int
    last: int
    completed: float | None
    usual: float | None
    partial: bool


def hour_bars(
    hours: Sequence[dict[str, Any]], opening: tuple[int, int], lang: Lang
) -> list[HourBar]:
    """The day's hours as bars: those around opening time (first and last hour) one by one.

    An hour outside it is drawn by itself from a tenth of the busiest hour on; the others before and
    after are one bar each, so that the bars add up to the day. The table has every hour.
    """
    if not hours:
        return []
    peak = max((h.get(k) or 0 for h in hours for k in ("completed", "usual")), default=0)
    busy = [
        h["hour"]
        for h in hours
        if peak and max(h.get("completed") or 0, h.get("usual") or 0) >= peak / 10
    ]
    first, last = min([opening[0], *busy]), max([opening[1], *busy])
    single = [
        HourBar(
            words.brief_hour(h["hour"], lang),
            h["hour"],
            h["hour"],
            h.get("completed"),
            h.get("usual"),
            bool(h.get("partial")),
        )
        for h in hours
        if first <= h["hour"] <= last
    ]
    before = _together([h for h in hours if h["hour"] < first])
    after = _together([h for h in hours if h["hour"] > last])
    return [*before, *single, *after]


def _together(hours: Sequence[dict[str, Any]]) -> list[HourBar]:
    done = sum(h.get("completed") or 0 for h in hours)
    if not done:
        return []
    partial = any(h.get("partial") for h in hours)
    first, last = hours[0]["hour"], hours[-1]["hour"]
    return [HourBar(words.hours(first, last, brief=True), first, last, done, None, partial)]


def label_height(done: float, usual: float, top: float, room: float) -> float:
    """Where an hour's count stands: on its bar, unless the usual day's outline runs just there.

    `room` is the label's own height as a share of the chart's.
    """
    return max(done, usual) if done < usual < done + room * top else done


def hours(bars: Sequence[HourBar], lang: Lang) -> dict[str, Any]:
    """Cases completed by hour: bars of the day inside outlines of a usual day."""
    names = [bar.label for bar in bars]
    done = [bar.completed for bar in bars]
    usual = [bar.usual for bar in bars]
    top = max([1, *(n or 0 for n in (*done, *usual))])
    heights = [label_height(d or 0, u or 0, top, 0.12) for d, u in zip(done, usual, strict=True)]
    day = _bars(
        names, done, width=0.62, colour=KEPT, hover=words.hover(CASES[lang], "%{customdata} ")
    )
    day["customdata"] = [words.hours(bar.first, bar.last) for bar in bars]
    day["marker"]["pattern"] = HATCHED | {"shape": ["/" if bar.partial else "" for bar in bars]}
    counts = {
        "type": "scatter",
        "mode": "text",
        "x": names,
        "y": heights,
        "text": [words.number(d) if d else "" for d in done],
        "textposition": "top center",
        "textfont": {"size": 13, "color": INK, "weight": 600},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    usually = words.hover(CASES[lang], Text("%{x} 往常", "%{x} usually ")[lang])
    outlines = _bars(names, usual, width=0.86, colour=CLEAR, line=USUAL, hover=usually)
    return {
        "data": [outlines, day, counts],
        "layout": layout(
            barmode="overlay",
            xaxis=CATEGORIES | {"tickfont": {"size": 11}},
            yaxis={"visible": False, "range": [0, top * 1.16], "fixedrange": True},
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
        "hovertemplate": hover,
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
                "hovertemplate": f"%{{y}} {words.HOVER_COUNT}<extra></extra>",
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
