"""Figures as plain dicts for plotly.js: 13 µs each where `go.Figure` takes a millisecond.

Colours are the light theme's; `assets/hall.css` maps each of them to its dark counterpart and to
print, so one figure serves every theme. Slate is how much, jade only what was done within its limit,
vermilion only what is past it or bad. Solid = that day, outline = a usual day, hatched = not complete
yet, the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import words
from dashboard.words import CASES, Lang
from data.definitions import Text

INK = "#15202b"
QUIET = "#5b6b78"
SLATE = "#3f5b6d"
KEPT = "#0f7a57"
LATE = "#c8361d"
USUAL = "#7d93a3"
RULE = "#d5dde2"
RAISED = "#f5f7f7"
# More hours than these are not all named on an axis.
MOST_NAMED = 12
CLEAR = "rgba(0,0,0,0)"
# Very satisfied … very dissatisfied: quantities like any other, but for the bad ones. Each at least
# 3:1 on the ground.
RAMP = {5: SLATE, 4: "#6a8494", 3: "#8597a3", 2: LATE, 1: LATE}

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
# Met over its whole column, not over the bar alone, which may be small.
BY_COLUMN = "x"
# What is said over a mark is written here, so that it follows the rules of every other number.
HOVER = "%{customdata}<extra></extra>"
# Not complete yet.
HATCHED: dict[str, Any] = {
    "fgcolor": SLATE,
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
            "font": {"family": FONT, "color": "#ffffff", "size": 14},
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


def is_empty(figure: Mapping[str, Any]) -> bool:
    """Whether a figure over time shows nothing: no point has a value, and no bar one that is not 0; or
    there is one period, whose value is a number and no picture."""
    upright = [trace for trace in figure["data"] if trace.get("orientation") != "h"]
    if upright and all(len(trace["y"]) < 2 for trace in upright):
        return True
    for trace in figure["data"]:
        values = trace["x" if trace.get("orientation") == "h" else "y"]
        if any(values) or (trace["type"] != "bar" and any(v is not None for v in values)):
            return False
    return True


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


def _hour_marks(bars: Sequence[HourBar], lang: Lang) -> dict[str, Any]:
    """The names of hours without their unit, which the last has; above twelve, every third hour."""
    named = [
        bar
        for bar in bars
        if len(bars) <= MOST_NAMED or bar.first != bar.last or not bar.first % 3 or bar is bars[-1]
    ]
    texts = [
        words.hours(bar.first, bar.last, brief=True) if bar.first != bar.last else f"{bar.first}"
        for bar in named
    ]
    if texts and lang == "zh":
        texts[-1] += "时"
    return {"tickmode": "array", "tickvals": [bar.label for bar in named], "ticktext": texts}


def hours(bars: Sequence[HourBar], lang: Lang) -> dict[str, Any]:
    """Cases completed by hour: bars of the day inside outlines of a usual day."""
    names = [bar.label for bar in bars]
    done = [bar.completed for bar in bars]
    usual = [bar.usual for bar in bars]
    top = max([1, *(n or 0 for n in (*done, *usual))])
    heights = [label_height(d or 0, u or 0, top, 0.12) for d, u in zip(done, usual, strict=True)]
    day = _bars(
        names, done, width=0.62, colour=SLATE, hover=words.hover(CASES[lang], "%{customdata} ")
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
            hovermode=BY_COLUMN,
            xaxis=CATEGORIES | _hour_marks(bars, lang),
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
