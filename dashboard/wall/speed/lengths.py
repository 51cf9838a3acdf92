"""Limits and median of an item: told in three numbers, and drawn as three lengths on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard import words
from dashboard.parts.bars import length
from dashboard.words import Lang
from data.definitions import Text

LEGAL = Text("法定", "legal limit")
PROMISED = Text("承诺", "promised")
TOOK = Text("实际", "took")
MEDIAN = Text("实际（中位数）", "took (median)")
UNIT = Text("个工作日", "working days")
IN = Text("工作日", "in working days")
# In the column of working days, where there is room for little more than a number.
HALF_DAY = Text("半日内", "≤ ½")
# What the names of lengths need, as shares of the whole: that of the shortest, those of both others.
_ROOM = {"zh": (0.1, 0.24), "en": (0.12, 0.48)}
_TICK = 10


@dataclass(frozen=True)
class Item:
    """An item's limits and median, in working days."""

    title: str
    legal: float
    promised: float
    took: float

    @property
    def ink(self) -> str:
        return "kept" if self.took <= self.promised else "late"


def _took(item: Item, lang: Lang) -> str:
    return words.number(item.took) if item.took else HALF_DAY[lang]


def told(item: Item, lang: Lang) -> html.Li:
    """法定 30 → 承诺 9 → 实际 5.5 个工作日, of one item."""

    def step(name: Text, written: str, kind: str) -> html.Span:
        number = html.Strong(written, className=f"n {kind}")
        return html.Span([html.Span(name[lang], className="title"), number], className="step")

    arrow = html.Span("→", className="arrow")
    return html.Li(
        [
            html.P([item.title, html.Span(IN[lang], className="unit")], className="item"),
            html.P(
                [
                    step(LEGAL, words.number(item.legal), ""),
                    arrow,
                    step(PROMISED, words.number(item.promised), ""),
                    arrow,
                    step(MEDIAN, _took(item, lang), f"large {item.ink}"),
                ],
                className="steps",
            ),
        ]
    )


def rows(shown: Sequence[Item], lang: Lang) -> list[html.Li]:
    top = max([1.0, *(max(item.legal, item.promised, item.took) for item in shown)])

    def bar(kind: str, value: float) -> html.I:
        return html.I(className=kind, style={"width": length(value / top)})

    def row(item: Item) -> html.Li:
        lengths = [
            bar("legal", item.legal),
            bar("promised", item.promised),
            bar(f"took took--{item.ink}", item.took),
        ]
        return html.Li(
            [
                html.Span(item.title, className="what"),
                html.Span(lengths, className="three"),
                html.Span(_in_days(item, lang), className="days"),
            ]
        )

    return [_heads(shown, top, lang), *(row(item) for item in shown), _ticks(top, lang)]


def _in_days(item: Item, lang: Lang) -> list[html.Span | html.Strong]:
    return [
        html.Span(words.number(item.legal), className="legal-n"),
        html.Span("→"),
        html.Span(words.number(item.promised), className="promised-n"),
        html.Span("→"),
        html.Strong(_took(item, lang), className=f"n {item.ink}"),
    ]


def _heads(shown: Sequence[Item], top: float, lang: Lang) -> html.Li:
    """What the three lengths are, at the ends of the first row's: each where it has room."""
    named: list[html.Span] = []

    def name(text: Text, value: float, kind: str = "") -> None:
        at = {"left": length(value / top)}
        named.append(html.Span(text[lang], className=kind or None, style=at))

    for item in shown[:1]:
        if item.took / top >= _ROOM[lang][0] and item.took <= item.promised:
            name(TOOK, item.took)
        if (item.legal - item.promised) / top >= _ROOM[lang][1]:
            name(PROMISED, item.promised, "after")
            name(LEGAL, item.legal)
    return html.Li([html.Span(), html.Span(named, className="scale")], className="heads")


def _ticks(top: float, lang: Lang) -> html.Li:
    """10, 20, 30 working days under the rows."""
    marks = range(_TICK, int(top) + 1, _TICK)
    named = [html.Span(words.number(mark), style={"left": length(mark / top)}) for mark in marks]
    unit = html.Span(UNIT[lang], className="unit")
    return html.Li([html.Span(), html.Span(named, className="scale"), unit], className="ticks")
