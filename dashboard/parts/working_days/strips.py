"""Requests as strips of working days, for every place that draws them.

By itself a strip runs from edge to edge, and all strips of a list have one scale. On the wall the
strips lie beside the line of today, so that lengths to either side of it compare. Cells of one kind
that follow each other are one element, which the stylesheet divides (`--n`), where a list of many
requests has to stay a page of few elements.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dash import html

from dashboard.parts.blocks import extra
from dashboard.parts.working_days.vocabulary import (
    EACH,
    LOOKS,
    NOT_COUNTED,
    TITLES,
    TODAY,
    Request,
    in_words,
)
from dashboard.words import Lang
from data.definitions import Text

MOST = 44
"""Cells of the longest strip that is drawn whole: the 40 of an extended term, and a few more."""
MOST_PAST, MOST_LEFT = 30, 20
"""Working days drawn at most on either side of today; a longer strip fades out there."""
_LEAST, _LEAST_PAST, _LEAST_LEFT = 20, 20, 8
_KEYS = ("used", "left", "over", "stop", "wait", "past", "extended")
_CLASSES = {"extended": "used run--extended"}
_BOXES = ("used", "over", "still", "left")


def _drawn(one: Request, lang: Lang, cells: Sequence[Any], **more: Any) -> html.Div:
    name = {"role": "img", "aria-label": in_words(one, lang), "className": "strip"}
    return html.Div(list(cells), **extra(name | more))


# --- by itself ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """Cells that follow each other and look alike. `look` is `break` where cells were left out."""

    look: str
    n: int
    extended: bool = False


def runs(cells: Sequence[Mapping[str, Any]], most: int = MOST) -> list[Run]:
    """The cells of a strip put together; one that is too long is cut in its longest run."""
    whole = [
        Run(look, len(list(group)), extended)
        for (look, extended), group in groupby(
            cells, key=lambda cell: (LOOKS[cell["kind"]], bool(cell["extended"]))
        )
    ]
    excess = sum(run.n for run in whole) - most
    if excess <= 0:
        return whole
    at = max(range(len(whole)), key=lambda i: whole[i].n)
    long = whole[at]
    rest = max(long.n - excess - 2, 2)
    cut = [
        Run(long.look, rest - rest // 2, long.extended),
        Run("break", 2),
        Run(long.look, rest // 2, long.extended),
    ]
    return [*whole[:at], *cut, *whole[at + 1 :]]


def scale(requests: Sequence[Request]) -> int:
    """Cells from edge to edge: of the longest strip, at least a term of 20."""
    longest = max((sum(run.n for run in runs(one["cells"])) for one in requests), default=0)
    return max(longest, _LEAST)


def strip(one: Request, across: int, lang: Lang) -> html.Div:
    """The cells of one request, `across` of which fill the width."""
    cells = [
        html.Span(
            className=f"run run--{run.look}{' run--extended' if run.extended else ''}",
            style={"--n": run.n},
        )
        for run in runs(one["cells"])
    ]
    return _drawn(one, lang, cells, style={"--across": across})


def looks(cells: Sequence[Mapping[str, Any]]) -> set[str]:
    """What occurs among the cells, as `legend` takes it."""
    drawn = runs(cells)
    return {run.look for run in drawn} | ({"extended"} if any(r.extended for r in drawn) else set())


def legend(lang: Lang, shown: Collection[str] = _KEYS) -> html.P:
    """What the cells mean, of those that are `shown`."""
    keys = [
        html.Span(
            [
                html.Span(className=f"run run--{_CLASSES.get(key, key)}", style={"--n": 1}),
                TITLES[key][lang],
            ],
            className="key",
        )
        for key in _KEYS
        if key in shown
    ]
    each = html.Span(EACH[lang] + Text("：", ":")[lang])
    return html.P([each, *keys], className="legend")


# --- beside the line of today ---------------------------------------------------------------------


def _boxes(one: Request) -> tuple[list[str], list[str]]:
    """What is drawn before and after the line of today, box by box."""
    each = [LOOKS[cell["kind"]] for cell in one["cells"]]
    boxes = ["still" if look in NOT_COUNTED else look for look in each]
    past = [box for box in boxes if box != "left"]
    return past, [box for box in boxes if box == "left"]


def room(shown: Sequence[Request]) -> dict[str, str]:
    """How many working days the strips have room for before and after today, as CSS variables."""
    drawn = [_boxes(one) for one in shown]
    past = max((len(before) for before, _ in drawn), default=0)
    left = max((len(after) for _, after in drawn), default=0)
    return {
        "--past": str(min(max(past, _LEAST_PAST), MOST_PAST)),
        "--left": str(min(max(left, _LEAST_LEFT), MOST_LEFT)),
    }


def beside_today(one: Request, lang: Lang) -> html.Div:
    """The boxes of one request: what has passed to the left, what is left to the right."""
    past, left = _boxes(one)
    cut_past, cut_left = (" cut" if cut else "" for cut in (past[MOST_PAST:], left[MOST_LEFT:]))
    sides = [
        html.Div([html.I(className=box) for box in past[-MOST_PAST:]], className=f"past{cut_past}"),
        html.Div(
            [html.I(className=box) for box in left[:MOST_LEFT]], className=f"future{cut_left}"
        ),
    ]
    return _drawn(one, lang, sides)


def today_line(lang: Lang) -> html.Div:
    """What the line through all strips is."""
    future = html.Div(html.Span(TODAY[lang]), className="future")
    return html.Div([html.Div(className="past"), future], className="strip")


def legend_of_boxes(lang: Lang) -> html.P:
    """What the boxes are."""
    marks = [
        html.Span([html.I(className=box), TITLES[box][lang]], className="mark") for box in _BOXES
    ]
    return html.P([html.Span(EACH[lang]), *marks], className="legend")
