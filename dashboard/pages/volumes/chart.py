"""The series of /volumes: counts as bars from zero; a line for rates and medians, and for many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import floor
from typing import Any

from dashboard import words
from dashboard.pages.volumes.ask import Caseload, Cell, Document
from dashboard.pages.volumes.cells import is_few, valued
from dashboard.pages.volumes.choice import Choice
from dashboard.parts import axes, charts
from dashboard.parts.charts import CLEAR, HATCHED, INK, SLATE, USUAL
from dashboard.words import Lang
from data.definitions import Text

# What is said over the marks of the time, and over those of the year before.
Over = tuple[list[str], list[str]]
# More bars than these melt into one another.
MOST_BARS = 110
# Beside more bars than these the year before is one outline: boxes would melt into one another.
MOST_BOXES = 31
# A line of more than these has no points.
MOST_POINTS = 62


def names(caseload: Caseload, lang: Lang, brief: bool = False) -> list[str]:
    rows = caseload.series["data"]
    if caseload.choice.hourly:
        return [words.hour(int(row["hour"]), lang) for row in rows if row["hour"] != "none"]
    return [words.period(row["period"], lang, brief) for row in rows]


def _rows(document: Document | None) -> list[Cell]:
    return [row for row in (document or {}).get("data", []) if row.get("hour") != "none"]


def _over(caseload: Caseload, document: Document | None, lang: Lang) -> list[str]:
    """What is said over each mark: 2026年11月24日 · 99.83%, as everywhere else on the page."""
    pairs = zip(names(caseload, lang), _rows(document), strict=False)
    measure = caseload.choice.measure
    return [
        f"{name} · {valued(measure, row, lang)}"
        + ("" if measure.is_sum else f" · N = {words.number(row['denominator'])}")
        for name, row in pairs
    ]


def values(document: Document | None, choice: Choice) -> list[float | None]:
    """What is drawn: counts, days, or percentages; of too few, none."""
    measure, rows = choice.measure, _rows(document)
    scale = 100 if measure.kind == "rate" else 1
    return [
        None if row["value"] is None or is_few(measure, row) else row["value"] * scale
        for row in rows
    ]


def is_line(caseload: Caseload) -> bool:
    """A median of 0 would be a bar that is not there."""
    return not caseload.choice.measure.is_sum or len(caseload.series["data"]) > MOST_BARS


def drawn(caseload: Caseload) -> tuple[list[float | None], list[float | None]]:
    """The values of the time, and those of the year before (none: not asked for)."""
    now, then = values(caseload.series, caseload.choice), values(caseload.before, caseload.choice)
    return now, (then + [None] * len(now))[: len(now)] if caseload.before else []


def lowest(caseload: Caseload) -> float:
    """Where the value axis begins: at 0, but for rates, which all lie near the top."""
    now, then = drawn(caseload)
    known = [v for v in (*now, *then) if v is not None]
    if caseload.choice.measure.kind != "rate" or not known:
        return 0.0
    return max(0.0, floor(min(known) - 0.5))


def figure(caseload: Caseload, lang: Lang) -> dict[str, Any]:
    """The series, and the year before as an outline or a thin line."""
    choice = caseload.choice
    now, then = drawn(caseload)
    # Days come in halves: at least two of them, so that no tick lies between.
    least = {"rate": 100.0, "days": 2.0}.get(choice.measure.kind, 1.0)
    low, top = lowest(caseload), max([least, *(v for v in (*now, *then) if v is not None)])
    brief, unit = names(caseload, lang, brief=True), choice.measure.unit[lang]
    over = _over(caseload, caseload.series, lang), _over(caseload, caseload.before, lang)
    draw = _lines if is_line(caseload) else _bars
    return {
        "data": draw(now, then, over, _partial(caseload)),
        "layout": charts.layout(
            annotations=[] if known(caseload) else [_nothing(lang)],
            barmode="overlay",
            hovermode=charts.BY_COLUMN,
            shapes=_weekends(caseload),
            margin={"l": 4, "r": 24, "t": 14, "b": 28},
            xaxis=_places(caseload, brief),
            yaxis=axes.values(low, top, unit, lang, whole=choice.measure.is_sum),
        ),
    }


def known(caseload: Caseload) -> bool:
    """Whether any period has a value that may be drawn."""
    return any(value is not None for value in drawn(caseload)[0])


def _nothing(lang: Lang) -> dict[str, Any]:
    """Said in the place of a chart of nothing."""
    return {
        "text": Text("各期样本不足或没有数据，不画图", "Too few in each period to draw")[lang],
        "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False,
        "font": {"color": charts.QUIET},
    }  # fmt: skip


def _days(caseload: Caseload) -> list[date]:
    """The days along the axis, where it is one of days."""
    if caseload.choice.hourly or caseload.choice.grain != "day":
        return []
    return [date.fromisoformat(row["period"]) for row in caseload.series["data"]]


def _places(caseload: Caseload, brief: Sequence[str]) -> dict[str, Any]:
    """The axis of periods; of days the Mondays are named, as many as there is room for."""
    mondays = [i for i, day in enumerate(_days(caseload)) if day.weekday() == 0]
    axis = axes.places(brief, most=12 if caseload.choice.hourly else axes.TICKS)
    if len(mondays) < 2:
        return axis
    at = [mondays[i] for i in axes.spread(len(mondays), axes.TICKS + 1)]
    return axis | {"tickvals": at, "ticktext": [brief[i] for i in at]}


def _weekends(caseload: Caseload) -> list[dict[str, Any]]:
    """A pale band behind each weekend: it explains the teeth."""
    days = _days(caseload)
    if len(days) > MOST_POINTS:
        return []
    return [
        {
            "type": "rect", "xref": "x", "yref": "paper", "layer": "below", "line": {"width": 0},
            "x0": i - 0.5, "x1": i + 0.5, "y0": 0, "y1": 1, "fillcolor": charts.RAISED,
        }
        for i, day in enumerate(days)
        if day.weekday() >= 5
    ]  # fmt: skip


def _partial(caseload: Caseload) -> list[bool]:
    hourly = caseload.choice.hourly
    return [bool(row["partial"]) and not hourly for row in _rows(caseload.series)]


def _bars(
    now: Sequence[Any], then: Sequence[Any], over: Over, partial: list[bool]
) -> list[dict[str, Any]]:
    at = list(range(len(now)))
    shared = {"type": "bar", "x": at, "hovertemplate": charts.HOVER}
    day = {
        **shared,
        "y": list(now),
        "customdata": over[0],
        "width": 0.62,
        "marker": {
            "color": SLATE,
            "line": {"width": 0, "color": SLATE},
            "pattern": HATCHED | {"shape": ["/" if cut else "" for cut in partial]},
        },
    }
    if not then:
        return [day]
    if is_stepped(len(now)):
        return [day, _steps(then, over[1])]
    outline = {
        **shared,
        "y": [value or None for value in then],
        "customdata": over[1],
        "width": 0.86,
        "marker": {"color": CLEAR, "line": {"color": USUAL, "width": 1.5}},
    }
    return [outline, day]


def is_stepped(count: int) -> bool:
    """Whether the year before is drawn as steps."""
    return count > MOST_BOXES


def _steps(then: Sequence[Any], over: list[str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(len(then))),
        "y": list(then),
        "customdata": over,
        "line": {"color": INK, "width": 1.5, "shape": "hvh"},
        "hovertemplate": charts.HOVER,
    }


def _lines(
    now: Sequence[Any], then: Sequence[Any], over: Over, partial: list[bool]
) -> list[dict[str, Any]]:
    at = list(range(len(now)))
    few = len(now) <= MOST_POINTS
    shared = {"type": "scatter", "x": at, "hovertemplate": charts.HOVER}
    day = {
        **shared,
        "y": list(now),
        "customdata": over[0],
        "mode": "lines+markers" if few else "lines",
        "line": {"color": SLATE, "width": 2},
        "marker": {
            "color": [CLEAR if cut else SLATE for cut in partial],
            "size": 7,
            "line": {"color": SLATE, "width": 1.5},
        },
        "cliponaxis": False,
    }
    if not then:
        return [day]
    before = {
        **shared,
        "y": list(then),
        "customdata": over[1],
        "mode": "lines",
        "line": {"color": USUAL, "width": 1.5},
    }
    return [before, day]
