"""Rates and medians by period: what is of too few records, beside the others, to set their scale.

A record that begins at a month's end has some days of that month. Of so few any rate may come about,
and an axis that has room for it leaves little for the months that are read. Such a period is drawn where
the axis is hardly longer for it; else it is in the table, and the sentence over the chart says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from dashboard import words
from dashboard.words import Lang
from data.definitions import Text

Row = Mapping[str, Any]
Values = list[float | None]
Bounds = list[tuple[float, float] | None]
# Where an axis begins and ends that has to have room for some values.
Scale = Callable[[Sequence[float]], tuple[float, float]]
# Of periods that are not complete, those with less than this part of what a complete one usually has.
_PART = 0.2
# How much longer an axis may become for them.
_ROOM = 1.5


def _is_scant(rows: Sequence[Row]) -> list[bool]:
    whole = [row["denominator"] for row in rows if row["denominator"] and not row["partial"]]
    if len(whole) < 2:
        return [False] * len(rows)
    least = _PART * median(whole)
    return [bool(row["partial"]) and (row["denominator"] or 0) < least for row in rows]


def _length(axis: tuple[float, float]) -> float:
    return axis[1] - axis[0]


def drawn(
    rows: Sequence[Row], values: Values, bounds: Bounds, scale: Scale
) -> tuple[Values, Bounds]:
    """Values and intervals to draw of `rows`, without those of too few that would set the scale."""
    scant = _is_scant(rows)
    marks = [
        [v for v in (value, *(pair or ())) if v is not None]
        for value, pair in zip(values, bounds, strict=True)
    ]
    ends = [end for few, mark in zip(scant, marks, strict=True) for end in mark if not few]
    if not ends:
        return values, bounds
    most = _ROOM * _length(scale(ends))
    keep = [
        not few or _length(scale([*ends, *mark])) <= most
        for few, mark in zip(scant, marks, strict=True)
    ]
    return (
        [value if kept else None for value, kept in zip(values, keep, strict=True)],
        [pair if kept else None for pair, kept in zip(bounds, keep, strict=True)],
    )


def left_out(rows: Sequence[Row], values: Values, kept: Values, lang: Lang) -> str:
    """2024年11月（N = 121）未满且数量少，未画出，见数据表. "" where all are drawn."""
    named = [
        Text("{}（{}）", "{} ({})")[lang].format(
            words.period(row["period"], lang), words.sample(row["denominator"])
        )
        for row, value, shown in zip(rows, values, kept, strict=True)
        if value is not None and shown is None
    ]
    if not named:
        return ""
    which = Text("、", ", ")[lang].join(named)
    return Text(
        f"{which}未满且数量少，未画出，见数据表",
        f"{which}: not complete and too few to be drawn, see the table",
    )[lang]
