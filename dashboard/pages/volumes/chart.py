"""The series of /volumes: counts as bars from zero; a line for rates and medians, and for many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard import words
from dashboard.pages.volumes.ask import Caseload, Document
from dashboard.pages.volumes.cells import valued
from dashboard.pages.volumes.choice import Choice
from dashboard.pages.volumes.scale import axis, drawn, rows_of
from dashboard.parts import charts
from dashboard.parts.charts import CLEAR, HATCHED, INK, LATE, SLATE, USUAL
from dashboard.parts.drawings import axes, spread
from dashboard.parts.drawings.spread import Spread
from dashboard.words import Lang
from data.hall import now

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


def _over(caseload: Caseload, document: Document | None, lang: Lang) -> list[str]:
    """What is said over each mark: 2026年11月24日 · 99.83%, as everywhere else on the page."""
    pairs = zip(names(caseload, lang), rows_of(document), strict=False)
    measure = caseload.choice.measure
    return [
        f"{name} · {valued(measure, row, lang)}"
        + ("" if measure.is_sum else f" · {words.sample(row['denominator'])}")
        for name, row in pairs
    ]


def is_line(caseload: Caseload) -> bool:
    """A median of 0 would be a bar that is not there."""
    return not caseload.choice.measure.is_sum or len(caseload.series["data"]) > MOST_BARS


def figure(caseload: Caseload, lang: Lang) -> dict[str, Any]:
    """The series, and the year before as an outline or a thin line."""
    choice = caseload.choice
    if caseload.spread:
        return spread.figure(_spread(caseload, lang), lang)
    these, then = drawn(caseload)
    low, top = axis(choice, [v for v in (*these, *then) if v is not None])
    brief, unit = names(caseload, lang, brief=True), choice.measure.unit[lang]
    over = _over(caseload, caseload.series, lang), _over(caseload, caseload.before, lang)
    draw = _lines if is_line(caseload) else _bars
    return {
        "data": draw(these, then, over, partial(caseload), colour(choice)),
        "layout": charts.layout(
            barmode="overlay",
            hovermode=charts.BY_COLUMN,
            shapes=_weekends(caseload),
            margin={"l": 4, "r": 24, "t": 14, "b": 28},
            xaxis=_places(caseload, brief),
            yaxis=axes.values(low, top, unit, lang, whole=choice.measure.is_sum),
        ),
    }


def taken(caseload: Caseload, lang: Lang) -> spread.Counts:
    """How long the cases of each period took: by part the number; none where that is not drawn."""
    rows = (caseload.spread or {}).get("data", [])
    periods = [row["period"] for row in caseload.series["data"]]
    return spread.grouped(rows, "used_bucket", periods)[lang] if rows else []


def _spread(caseload: Caseload, lang: Lang) -> Spread:
    return Spread(
        {lang: taken(caseload, lang)},
        _over(caseload, caseload.series, lang),
        partial(caseload),
        _places(caseload, names(caseload, lang, brief=True)),
    )


def known(caseload: Caseload) -> bool:
    """Whether any period has a value that may be drawn."""
    return any(value is not None for value in drawn(caseload)[0])


def _days(caseload: Caseload) -> list[date]:
    """The days along the axis, where it is one of days."""
    if caseload.choice.hourly or caseload.choice.grain != "day":
        return []
    return [date.fromisoformat(row["period"]) for row in caseload.series["data"]]


def _places(caseload: Caseload, brief: Sequence[str]) -> dict[str, Any]:
    """The axis of periods; of days the Mondays are named, as many as there is room for."""
    mondays = [i for i, day in enumerate(_days(caseload)) if day.weekday() == 0]
    hourly = caseload.choice.hourly
    years = [] if hourly else words.unsaid_years([r["period"] for r in caseload.series["data"]])
    axis = axes.places(brief, 12 if hourly else axes.TICKS, years)
    if len(mondays) < 2:
        return axis
    return axis | axes.named(brief, axes.TICKS + 1, years, mondays)


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


def partial(caseload: Caseload) -> list[bool]:
    """Which periods are not complete; of a day's hours the one that is running."""
    rows, running = rows_of(caseload.series), now().hour
    if caseload.choice.hourly:
        return [bool(row["partial"]) and int(row["hour"]) == running for row in rows]
    return [bool(row["partial"]) for row in rows]


def colour(choice: Choice) -> str:
    """Slate is how much; what is past the limit has its own colour."""
    return LATE if choice.measure.past_limit else SLATE


def _bars(
    these: Sequence[Any], then: Sequence[Any], over: Over, partial: list[bool], ink: str = SLATE
) -> list[dict[str, Any]]:
    at = list(range(len(these)))
    shared = {"type": "bar", "x": at, "hovertemplate": charts.HOVER}
    day = {
        **shared,
        "y": list(these),
        "customdata": over[0],
        "width": 0.62,
        "marker": {
            "color": ink,
            "line": {"width": 0, "color": ink},
            "pattern": HATCHED | {"fgcolor": ink, "shape": ["/" if cut else "" for cut in partial]},
        },
    }
    if not then:
        return [day]
    if is_stepped(len(these)):
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
    these: Sequence[Any], then: Sequence[Any], over: Over, partial: list[bool], ink: str = SLATE
) -> list[dict[str, Any]]:
    at = list(range(len(these)))
    few = len(these) <= MOST_POINTS
    shared = {"type": "scatter", "x": at, "hovertemplate": charts.HOVER}
    day = {
        **shared,
        "y": list(these),
        "customdata": over[0],
        "mode": "lines+markers" if few else "lines",
        "line": {"color": ink, "width": 2},
        "marker": {
            "color": [CLEAR if cut else ink for cut in partial],
            "size": 7,
            "line": {"color": ink, "width": 1.5},
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
