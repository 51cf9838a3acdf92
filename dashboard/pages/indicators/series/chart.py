"""An indicator by period: columns of what is counted, dots of what is a rate.

Counts are slate, and vermilion only where they count what is past a limit. A rate has its interval and
the thin line of the whole time; its axis ends at 100 %. Hatched or hollow is what is not complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.pages.indicators.ask import Found, Row
from dashboard.pages.indicators.series import scale
from dashboard.pages.indicators.series.scale import is_columns
from dashboard.parts import charts
from dashboard.parts.charts import CLEAR, HATCHED, INK, LATE, SLATE, USUAL
from dashboard.parts.drawings import axes
from dashboard.parts.printed import made_of, unit, valued
from dashboard.words import Lang

# More columns than these melt into one another, and dots into a line.
COLUMNS_MOST, DOTS_MOST = 110, 110
# So many columns have room for a 0, and for the year before as outlines.
ROOMY = 31


def is_line(found: Found) -> bool:
    return len(found.rows) > (COLUMNS_MOST if is_columns(found.choice.indicator) else DOTS_MOST)


def figure(found: Found, lang: Lang) -> dict[str, Any]:
    """The series, with the year before as outlines or hollow marks."""
    indicator = found.choice.indicator
    low, top = scale.of(found)
    name = unit(indicator)[lang]
    draw = _line if is_line(found) else _columns if is_columns(indicator) else _dots
    return {
        "data": draw(found, lang),
        "layout": charts.layout(
            barmode="overlay",
            margin={"l": 4, "r": 30, "t": 14, "b": 28},
            xaxis=places(found.rows, lang),
            yaxis=axes.values(low, top, name, lang, whole=indicator.unit == "count"),
            shapes=_line_of_all(found),
        ),
    }


def places(rows: Sequence[Row], lang: Lang) -> dict[str, Any]:
    names = [row["period"] for row in rows]
    brief = [words.period(name, lang, brief=True) for name in names]
    return axes.places(brief, years=words.unsaid_years(names))


def _over(rows: Sequence[Row], periods: Sequence[Row], found: Found, lang: Lang) -> list[str]:
    """What is said over each mark: its period, its value and what that is of."""
    indicator = found.choice.indicator
    said = []
    for row, at in zip(rows, periods, strict=False):
        name = words.period(row.get("period") or at["period"], lang)
        said.append(
            "<br>".join(filter(None, (name, valued(row, indicator, lang), made_of(row, indicator))))
        )
    return said


def _columns(found: Found, lang: Lang) -> list[dict[str, Any]]:
    indicator = found.choice.indicator
    colour = LATE if indicator.past_limit else SLATE
    values = scale.values(found.rows, indicator)
    roomy = len(values) <= ROOMY
    columns = {
        "type": "bar",
        "x": list(range(len(values))),
        # Nothing is drawn for 0; where there is room it is written, so that it is not a gap.
        "y": [value or None for value in values],
        "width": 0.62,
        "customdata": _over(found.rows, found.rows, found, lang),
        "hovertemplate": charts.HOVER,
        "cliponaxis": False,
        "marker": {
            "color": colour,
            "line": {"width": 0, "color": colour},
            "pattern": {
                **HATCHED,
                "fgcolor": colour,
                "shape": ["/" if row["partial"] else "" for row in found.rows],
            },
        },
    }
    zeros = [i for i, value in enumerate(values) if value == 0] if roomy else []
    written = {
        "type": "scatter",
        "mode": "text",
        "x": zeros,
        "y": [0] * len(zeros),
        "text": ["0"] * len(zeros),
        "textposition": "top center",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [*_before(found, lang, roomy), columns, *([written] if zeros else [])]


def _before(found: Found, lang: Lang, outlined: bool) -> list[dict[str, Any]]:
    """The year before: outlines behind columns, one step line behind more than a reader can tell."""
    if not found.before:
        return []
    then = scale.values(found.before, found.choice.indicator)
    shared = {
        "x": list(range(len(then))),
        "y": then,
        "customdata": _over(found.before, found.rows, found, lang),
        "hovertemplate": charts.HOVER,
    }
    if outlined:
        marker = {"color": CLEAR, "line": {"color": USUAL, "width": 1.5}}
        return [{"type": "bar", "width": 0.86, "marker": marker, **shared}]
    line = {"color": USUAL, "width": 1.5, "shape": "hvh"}
    return [{"type": "scatter", "mode": "lines", "line": line, **shared}]


def _dots(found: Found, lang: Lang) -> list[dict[str, Any]]:
    indicator = found.choice.indicator
    values, pairs = scale.drawn(found.rows, indicator)
    above = [b[1] - v if b and v is not None else 0 for b, v in zip(pairs, values, strict=True)]
    below = [v - b[0] if b and v is not None else 0 for b, v in zip(pairs, values, strict=True)]
    dots: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(len(values))),
        "y": values,
        "customdata": _over(found.rows, found.rows, found, lang),
        "hovertemplate": charts.HOVER,
        "marker": {
            "color": [CLEAR if row["partial"] else INK for row in found.rows],
            "size": 7,
            "line": {"color": INK, "width": 1.5},
        },
        "cliponaxis": False,
    }
    if any(pairs):
        dots["error_y"] = {
            "type": "data", "symmetric": False, "array": above, "arrayminus": below,
            "color": USUAL, "thickness": 2, "width": 0,
        }  # fmt: skip
    return [*_before_dots(found, lang), dots]


def _before_dots(found: Found, lang: Lang) -> list[dict[str, Any]]:
    then, _ = scale.drawn(found.before, found.choice.indicator)
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(range(len(then))),
            "y": then,
            "customdata": _over(found.before, found.rows, found, lang),
            "hovertemplate": charts.HOVER,
            "marker": {"color": CLEAR, "size": 7, "symbol": "diamond", "line": {"color": USUAL, "width": 1.5}},
            "cliponaxis": False,
        }
    ][: len(then)]  # fmt: skip


def _line(found: Found, lang: Lang) -> list[dict[str, Any]]:
    indicator = found.choice.indicator
    colour = LATE if indicator.past_limit else SLATE if is_columns(indicator) else INK
    shared = {"type": "scatter", "mode": "lines", "hovertemplate": charts.HOVER}
    values, _ = scale.drawn(found.rows, indicator)
    at = list(range(len(found.rows)))
    now = {
        **shared,
        "x": at,
        "y": values,
        "customdata": _over(found.rows, found.rows, found, lang),
        "line": {"color": colour, "width": 2},
    }
    return [*_before(found, lang, outlined=False), now]


def _line_of_all(found: Found) -> list[dict[str, Any]]:
    """The thin line of the whole time's rate, which no sum of periods has."""
    indicator = found.choice.indicator
    (value,) = scale.values([found.whole], indicator)
    if is_columns(indicator) or value is None or len(found.rows) < 2:
        return []
    line = {"color": USUAL, "width": 1}
    return [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": value,
            "y1": value,
            "line": line,
            "layer": "below",
        }
    ]
