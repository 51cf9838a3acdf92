"""The time that an indicator's page is about: all there is, unless its reader chooses another one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking import time_span
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, Parameter
from dashboard.asking.time_span import Span
from dashboard.pages.catalogue.printed import after, made_of, shown
from dashboard.parts import blocks, controls
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.words import Lang
from data.answers.whole_periods import finest_by, widened
from data.catalog import owner
from data.definitions import Indicator, Text
from data.hall import today

GRAIN = Text("粒度", "Grain")
END = Text("期末", "At the end of")


def parameters(indicator: Indicator) -> tuple[Parameter, ...]:
    """What the page can be asked for; a list as it is now has no time."""
    return () if indicator.of_list else time_span.parameters("all")


@dataclass(frozen=True)
class Chosen:
    """`first` and `last` are None where all there is was asked for, cut by month as on no question."""

    span: Span | None
    grain: str
    first: date | None = None
    last: date | None = None

    @property
    def is_all(self) -> bool:
        return self.first is None and self.last is None

    def question(self, indicator: Indicator, grain: str = "") -> answers.Values:
        return answers.Values(indicator.id, self.first, self.last, grain or self.grain)


ALL = Chosen(None, "month")


def chosen(ask: Ask, indicator: Indicator, arguments: Arguments) -> Chosen:
    """The time asked for, cut no finer than the indicator is published."""
    usual = owner(indicator).usual_grain
    if indicator.of_list:
        return Chosen(None, usual)
    meta = ask(answers.Values(indicator.id, grain=usual))["meta"]
    span = time_span.span(arguments, time_span.anchor(ask, meta, today()))
    grain = time_span.grain(arguments, span)
    if grain not in _grains(indicator, span):
        grain = usual
    if span.preset == "all":
        return Chosen(span, grain)
    # What is published by the month only, be it by one of its dimensions, is of the whole months that
    # the time lies in.
    finest = finest_by(owner(indicator), indicator.dimensions)
    first, last = widened(span.first, span.last, finest)
    span = span if span.first is None or first is None else replace(span, first=first, last=last)
    return Chosen(span, grain, first, last)


def _grains(indicator: Indicator, span: Span) -> tuple[str, ...]:
    published = owner(indicator).grains
    return tuple(grain for grain in time_span.grains(span) if grain in published)


def view(ask: Ask, indicator: Indicator, time: Chosen, arguments: Arguments, lang: Lang) -> View:
    """The live half of the choice, and the one value of the whole time."""
    if time.span is None:
        return {}
    asking = Asking(f"indicators/{indicator.id}", parameters(indicator), arguments, lang)
    cuts = [
        (time_span.GRAINS[grain][lang], asking.href(grain=grain), grain == time.grain)
        for grain in _grains(indicator, time.span)
    ]
    return {
        **controls.period_view(asking, time.span),
        "series-how": {"children": controls.links(GRAIN[lang], cuts)},
        "whole-time": {
            "children": [] if time.is_all else _whole(ask, indicator, time, lang),
            "hidden": time.is_all,
        },
    }


def _whole(ask: Ask, indicator: Indicator, time: Chosen, lang: Lang) -> list[Any]:
    """The value of all the time chosen; of a stock the one at its end."""
    assert time.span is not None
    rows = ask(time.question(indicator, "total"))["data"]
    dates = time_span.dates(time.span, lang)
    when = f"{dates}{END[lang]}" if lang == "zh" else f"{END[lang]} {dates}"
    row = rows[0] if rows else {"value": None, "partial": False}
    if row["value"] is None:
        return [html.Span(dates, className="when"), html.Strong(words.MISSING, className="n")]
    of = made_of(row, indicator)
    return [
        html.Span(when if indicator.is_stock else dates, className="when"),
        html.Strong(shown(row, indicator, lang), className="n"),
        html.Span(after(indicator, row, lang), className="unit"),
        *([html.Span(of, className="note")] if of else []),
    ]


def layout(indicator: Indicator, v: View, series: html.Figure, lang: Lang) -> list[Any]:
    """Presets, dates of one's own, and over the chart how finely the time is cut."""
    if indicator.of_list:
        return [series]
    period = controls.period(f"indicators/{indicator.id}", v, lang)
    how = blocks.live(html.Div, "series-how", v, className="how-cut")
    return [
        html.Div(period, className="controls"),
        blocks.live(html.P, "whole-time", v, className="latest"),
        html.Section([how, series], className="series"),
    ]
