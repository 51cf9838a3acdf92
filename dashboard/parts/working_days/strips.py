"""Requests as strips of working days on one calendar: the wall, the list, home and one request.

All strips of a board share its days, and the line of today runs through them: what has passed lies to
its left, what is left to its right. So lengths compare, and who is late is seen without reading. Cells
of one look that follow each other are one element, which the stylesheet (`assets/strips.css`) divides,
so a list of many requests is a page of few elements. Days that do not count are a thin line, for they
do not weigh; why they do not is written beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from dash import html

from dashboard import words
from dashboard.parts.blocks import extra
from dashboard.parts.working_days.vocabulary import (
    EACH,
    LOOKS,
    TITLES,
    TODAY,
    Request,
    extended,
    in_words,
    not_counted,
    why_not_counted,
)
from dashboard.words import Lang
from data.definitions import Text

MOST_PAST, MOST_LEFT = 30, 20
"""Working days drawn at most on either side of the line; a longer strip fades out there."""
_LEAST_PAST, _LEAST_LEFT = 20, 8
# Cells on either side of the line's name in which no month is named, so that they never touch.
_BEFORE, _AFTER = 6, 3
_KEYS = ("used", "over", "left")


@dataclass(frozen=True)
class Run:
    """Cells that follow each other and look alike; `none`: days on which nothing is drawn."""

    look: str
    n: int


@dataclass(frozen=True)
class Board:
    """What strips share: their working days in order, the last day before the line, how many working
    days lie before it, and how many are drawn at most on either side."""

    days: tuple[date, ...]
    on: date
    line: int
    past: int
    left: int

    @property
    def first(self) -> int:
        """Where in `days` the drawing begins; below 0 where there is more room than days."""
        return self.line - self.past

    @property
    def style(self) -> dict[str, str]:
        """The room on either side of the line, as the stylesheet takes it."""
        return {"--past": str(self.past), "--left": str(self.left)}


def board(
    requests: Sequence[Request], line: date, most: tuple[int, int] = (MOST_PAST, MOST_LEFT)
) -> Board:
    """The board of some requests, the last day before the line being `line` (today, or the day of an
    answer)."""
    days = sorted({_on(cell) for one in requests for cell in one["cells"]})
    at = bisect_right(days, line)
    past = min(max(at, _LEAST_PAST), most[0])
    left = min(max(len(days) - at, _LEAST_LEFT), most[1])
    return Board(tuple(days), line, at, past, left)


def _on(cell: Mapping[str, Any]) -> date:
    return date.fromisoformat(cell["date"])


def runs(one: Request, shared: Board) -> tuple[list[Run], list[Run]]:
    """What is drawn before and after the line: nothing on a day of the board that is no cell of the
    request (the day on which a term begins anew)."""
    looks = {_on(cell): LOOKS[cell["kind"]] for cell in one["cells"]}
    if not looks:
        return [], []
    first, last = min(looks), max(looks)
    within = [
        (i, looks.get(day, "none")) for i, day in enumerate(shared.days) if first <= day <= last
    ]
    past = [look for i, look in within if i < shared.line]
    left = [look for i, look in within if i >= shared.line]
    # A term that begins in the future, or ended in the past, stands off from the line.
    before = next((i for i, _ in within), 0) - shared.line
    after = shared.line - 1 - next((i for i, _ in reversed(within)), 0)
    past += ["none"] * max(after, 0)
    left = ["none"] * max(before, 0) + left
    return _together(past), _together(left)


def _together(looks: Sequence[str]) -> list[Run]:
    return [Run(look, len(list(same))) for look, same in groupby(looks)]


def strip(one: Request, shared: Board, lang: Lang, within: float = 0) -> html.Div:
    """The strip of one request. `within`: how many em a cell is wide, where a reason is written inside
    its line, if there is room; else the reasons stand below."""
    past, left = runs(one, shared)
    kept_past, cut_past = _cut(past[::-1], shared.past)
    kept_left, cut_left = _cut(left, shared.left)
    sides = [
        html.Span(_drawn(kept_past[::-1]), className=f"past{' cut' if cut_past else ''}"),
        html.Span(_drawn(kept_left), className=f"future{' cut' if cut_left else ''}"),
    ]
    why = [not_counted(one, shared.on, lang), extended(one, lang)]
    why = [] if within else [text for text in why if text]
    if within:
        sides = [_labelled(side, one, lang, within) for side in sides]
    if why:
        gap = html.Span(className="gap", style={"--n": _start(past, shared)})
        label = Text("；", "; ")[lang].join(why)
        sides.append(html.Span([gap, html.Span(label)], className="why"))
    kind = "strip strip--why" if why else "strip"
    name = {"role": "img", "aria-label": in_words(one, shared.on, lang), "className": kind}
    return html.Div(sides, **extra(name), style=shared.style)


def _cut(side: Sequence[Run], most: int) -> tuple[list[Run], bool]:
    """The runs from the line outwards, as far as there is room for them."""
    shown: list[Run] = []
    room = most
    for run in side:
        if room > 0:
            shown.append(Run(run.look, min(run.n, room)))
        room -= run.n
    return shown, room < 0


def _drawn(side: Sequence[Run]) -> list[html.Span]:
    return [html.Span(className=f"run run--{run.look}", style={"--n": run.n}) for run in side]


def _start(past: Sequence[Run], shared: Board) -> int:
    """How many cells from the left edge the first day lies that does not count, or the strip begins."""
    drawn = sum(run.n for run in past)
    looks = [run.look for run in past]
    before = sum(run.n for run in past[: looks.index("still")]) if "still" in looks else 0
    return max(0, shared.past - drawn + before)


def _labelled(side: html.Span, one: Request, lang: Lang, within: float) -> html.Span:
    """The side with the reason inside its thin lines, where it fits."""
    why = why_not_counted(one, lang)
    for run in side.children or []:
        n = run.style["--n"]
        if "run--still" in run.className and why and _em(why) + 1 <= n * within:
            run.children = html.B(why)
    return side


def _em(text: str) -> float:
    """About how wide a text is."""
    return sum(0.55 if char.isascii() else 1 for char in text)


def axis(shared: Board, lang: Lang, line: str | None = None) -> html.Div:
    """Over the strips: a tick where a month begins, its name where there is room, and what the line is
    (today, unless `line` says otherwise)."""
    ticks = []
    for i in range(max(1, shared.first), min(len(shared.days), shared.line + shared.left)):
        if shared.days[i].month == shared.days[i - 1].month:
            continue
        at = i - shared.line
        near = -_BEFORE < at < _AFTER
        name = "" if near else words.brief_month(shared.days[i].month, lang)
        ticks.append(html.Span(name, className="month-tick", style={"--at": at + shared.past}))
    name = html.Span(TODAY[lang] if line is None else line, className="line-name")
    return html.Div([*ticks, name], className="days-axis", style=shared.style)


def looks(requests: Sequence[Request]) -> set[str]:
    """What occurs in the strips of some requests, as `legend` takes it."""
    return {LOOKS[cell["kind"]] for one in requests for cell in one["cells"]}


def legend(lang: Lang, shown: Collection[str] = _KEYS) -> html.P:
    """What the cells mean, of those that are `shown`."""
    keys = [
        html.Span([html.Span(className=f"run run--{key}", style={"--n": 1}), TITLES[key][lang]], className="key")
        for key in (*_KEYS, "still")
        if key in shown
    ]  # fmt: skip
    return html.P([html.Span(EACH[lang]), *keys], className="legend")
