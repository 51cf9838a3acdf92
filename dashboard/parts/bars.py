"""Horizontal bars as plain HTML: read without scripts, walked through by keyboard, printed crisp.

Each bar is a list entry: its name (a link where it leads on), the bar from zero, its number. Colours
are the stylesheet's, so both themes have them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash import html

from dashboard.parts import blocks
from dashboard.parts.blocks import View, extra
from dashboard.words import Lang

MOST = 12
# Of shares a scale of dots spans so much at least.
LEAST_ROOM = 0.05


@dataclass(frozen=True)
class Bar:
    """`share` of the full width, 0–1 (None: no bar), `low`, `high` of an interval, and where the
    `overall` rate stands; `missed`: how many were late. Of nothing there is no mark. `also`: a link beside the name.

    `short` is shown for a `name` that has no room; the table below the bars has the full one.
    `kind`: "" | chosen | pale | rest | late | level-5 … level-1.
    """

    name: str
    number: str
    share: float | None
    kind: str = ""
    href: str | None = None
    note: str = ""
    low: float | None = None
    high: float | None = None
    overall: float | None = None
    missed: str = ""
    also: Any = None
    short: str = ""


def length(share: float) -> str:
    """A share of the full length, 0–1, as a stylesheet takes it: 33.33%."""
    return f"{max(0.0, min(1.0, share)) * 100:.2f}%"


def _drawn(bar: Bar) -> html.Span:
    marks: list[Any] = []
    if bar.overall is not None:
        marks.append(html.Span(className="overall", style={"left": length(bar.overall)}))
    if bar.share and bar.low is None:
        marks.append(html.Span(className="bar", style={"width": length(bar.share)}))
    if bar.low is not None and bar.high is not None and bar.share is not None:
        width = length(bar.high - bar.low)
        marks.append(html.Span(className="range", style={"left": length(bar.low), "width": width}))
        marks.append(html.Span(className="dot", style={"left": length(bar.share)}))
    return html.Span(marks, className="track", **extra({"aria-hidden": "true"}))


def shortened(drawn: Sequence[Bar], short: Mapping[str, str]) -> list[Bar]:
    """The bars with the short names of those that have one, by their full ones."""
    return [replace(bar, short=short.get(bar.name, "")) for bar in drawn]


def named(name: str, href: str | None, short: str = "") -> html.A | html.Span:
    """A name that leads on where it can; a short one says the full one to whoever points at it."""
    title = name if short else None
    if href:
        return html.A(short or name, href=href, title=title)
    return html.Span(short or name, title=title)


def entry(bar: Bar) -> html.Li:
    name: list[Any] = [named(bar.name, bar.href, bar.short)]
    if bar.also is not None:
        name += [" ", bar.also]
    beside: list[Any] = [bar.note] if bar.note else []
    if bar.missed:
        beside = [html.Span(bar.missed, className="late"), " · ", *beside]
    note = [html.Span(beside, className="note")] if beside else []
    return html.Li(
        [
            html.Span(name, className="name"),
            _drawn(bar),
            html.Span([html.Span(bar.number, className="n"), *note], className="said"),
        ],
        className=f"bar-row row--{bar.kind}" if bar.kind else "bar-row",
    )


def scale(marks: Sequence[tuple[float, str]]) -> html.Li:
    """The marks of an axis over the bars: where on it, 0–1, and what they say."""
    named = [
        html.Span(label, style={"left": length(where)}, className=None if where else "first")
        for where, label in marks
    ]
    track = html.Span(named, className="track")
    return html.Li(
        [html.Span(), track], className="bar-row scale-row", **extra({"aria-hidden": "true"})
    )


def view(
    id: str,
    *,
    finding: tuple[str, str],
    bars: Sequence[Bar],
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    downloads: list[Any],
    as_of: str,
    above: Any = None,
    marks: Sequence[tuple[float, str]] = (),
) -> View:
    """The live half. `above`: what the reader chooses between title and bars; `marks`: of its axis."""
    title, sentence = finding
    return {
        f"{id}-title": {"children": title},
        f"{id}-said": {"children": sentence},
        f"{id}-above": {"children": above},
        f"{id}-bars": {
            "children": [*([scale(marks)] if marks else []), *(entry(bar) for bar in bars)]
        },
        **blocks.under_view(
            id, columns=columns, rows=rows, downloads=downloads, as_of=as_of, value=title
        ),
    }


def figure(id: str, v: View, lang: Lang, kind: str = "") -> html.Figure:
    """Title, sentence, bars, and under them table, links, source, as-of."""
    return html.Figure(
        [
            html.Figcaption(
                [blocks.live(html.H2, f"{id}-title", v), blocks.live(html.P, f"{id}-said", v)]
            ),
            blocks.live(html.Div, f"{id}-above", v, className="above"),
            blocks.live(
                html.Ol, f"{id}-bars", v, className=f"bars bars--{kind}" if kind else "bars"
            ),
            blocks.under(id, v, None, lang),
        ],
        className="chart",
        **blocks.figured(id),
    )


# --- small charts beside a number: no axis and no words of their own -------------------------------


def spark_columns(
    values: Sequence[float | None], partial: Sequence[bool], top: float, late: bool = False
) -> html.Span:
    """One column for each period, from 0 to `top`; hollow while it is not complete.

    Nothing is drawn for 0, nor where there is no value.
    """
    marks = [
        html.Span(
            className="cut" if cut else None,
            style={"height": length(max(value or 0, 0) / top) if top > 0 else "0%"},
        )
        for value, cut in zip(values, partial, strict=True)
    ]
    return _spark(marks, "spark spark--late" if late else "spark")


def spark_dots(
    values: Sequence[float | None], partial: Sequence[bool], low: float, high: float
) -> html.Span:
    """One dot for each period, between `low` and `high`; hollow while it is not complete."""
    room = high - low
    marks = [
        html.Span(className="none")
        if value is None
        else html.Span(
            className="cut" if cut else None,
            style={"--at": length((value - low) / room if room > 0 else 0.5)},
        )
        for value, cut in zip(values, partial, strict=True)
    ]
    return _spark(marks, "spark spark--dots")


def spark_scale(ends: Sequence[float], share: bool) -> tuple[float, float]:
    """The ends of a scale of dots; of shares at least 5 %, or chance would look like movement."""
    low, high = min(ends), max(ends)
    if share and high - low < LEAST_ROOM:
        high = min(1.0, max(high, low + LEAST_ROOM)) if high <= 1 else high
        low = min(low, high - LEAST_ROOM)
    return low, high


def _spark(marks: list[Any], kind: str) -> html.Span:
    return html.Span(marks, className=kind, **extra({"aria-hidden": "true"}))
