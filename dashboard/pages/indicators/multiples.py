"""The largest parts of a breakdown by period, as small charts on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.parameters import is_code
from dashboard.pages.indicators.ask import Found, Row
from dashboard.pages.indicators.choice import combinable
from dashboard.pages.indicators.series.scale import is_columns
from dashboard.parts import bars
from dashboard.parts.controls import Asking
from dashboard.parts.drawings import scant
from dashboard.parts.printed import is_few, made_of, valued
from dashboard.words import Lang
from data.definitions import Text
from data.rollups.plan import NONE

BY_PERIOD = Text("各期变化", "By period")
SAME_SCALE = Text("纵轴相同；最近一期的数值在右", "all on one scale; the newest value at the right")


def link(asking: Asking, found: Found, code: str) -> str | None:
    """The view of one part alone, or of all again where it is chosen; None where there is none."""
    by = found.choice.by
    free = combinable(found.choice.indicator, {*found.choice.beside(by), by})
    if not free or code == NONE or not is_code(code):
        return None
    return asking.href(**{by: "" if found.choice.filters.get(by) == code else code, "by": ""})


def drawn(asking: Asking, found: Found, short: Mapping[str, str]) -> list[Any]:
    """The largest parts by period, all on one scale."""
    lang, by = asking.lang, found.choice.by
    if found.multiples is None:
        return []
    series: dict[str, list[Row]] = {}
    rows = found.multiples["data"]
    for row in by_the_clock(rows, lang) if by == "hour" else rows:
        series.setdefault(row[by], []).append(row)
    indicator = found.choice.indicator
    every = [n for one in series.values() for n in _numbers(one, found) if n is not None]
    if not every:
        return []
    share = indicator.unit == "fraction"
    scale = (0.0, max(every)) if is_columns(indicator) else bars.spark_scale(every, share)
    small = [_multiple(asking, found, code, rows, scale, short) for code, rows in series.items()]
    return [
        html.H3(BY_PERIOD[lang]),
        html.P(SAME_SCALE[lang] + Text("。", ".")[lang], className="note"),
        html.Ul(small, className="multiples"),
    ]


def by_the_clock(rows: Sequence[Row], lang: Lang) -> list[Row]:
    """Hours in the order of the day, named as a clock does; the queue's records have bare numbers."""
    hours = [row for row in rows if row["hour"].isdecimal()]
    named = [{**row, "hour_label": words.hour(int(row["hour"]), lang)} for row in hours]
    ordered = sorted(named, key=lambda row: int(row["hour"]))
    return [*ordered, *(row for row in rows if row not in hours)]


def _numbers(rows: Sequence[Row], found: Found) -> list[float | None]:
    """What is drawn of one part: no rate of few beside the others, which would set the scale."""
    indicator = found.choice.indicator
    values: scant.Values = [None if is_few(row, indicator) else row["value"] for row in rows]
    if is_columns(indicator) or indicator.is_stock:
        return values
    return scant.drawn(rows, values, [None] * len(values), lambda ends: (min(ends), max(ends)))[0]


def _multiple(
    asking: Asking,
    found: Found,
    code: str,
    rows: Sequence[Row],
    scale: tuple[float, float],
    short: Mapping[str, str],
) -> html.Li:
    indicator, lang = found.choice.indicator, asking.lang
    values, partial = _numbers(rows, found), [bool(row["partial"]) for row in rows]
    if is_columns(indicator):
        picture = bars.spark_columns(values, partial, scale[1], indicator.past_limit)
    else:
        picture = bars.spark_dots(values, partial, *scale)
    newest = next((row for row in reversed(rows) if row["value"] is not None), rows[-1])
    name, href = rows[0][f"{found.choice.by}_label"], link(asking, found, code)
    return html.Li(
        [
            html.Span(bars.named(name, href, short.get(name, "")), className="name"),
            picture,
            html.Span(valued(newest, indicator, lang), className="n"),
            html.Span(made_of(newest, indicator), className="note"),
        ]
    )
