"""One open request as a strip of working days around the line of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html

from dashboard import words
from dashboard.parts.blocks import extra
from dashboard.words import Lang
from data.definitions import Text

MOST_PAST, MOST_LEFT = 30, 20
"""Working days drawn at most on either side of today; a longer strip fades out there."""
_LEAST_PAST, _LEAST_LEFT = 20, 8

USED = Text("已用", "used")
NOT_COUNTED = Text("不计（补正、征求意见）", "not counted")
LEFT = Text("剩余", "left")
OVER = Text("超期", "over")
EACH = Text("每格一个工作日", "One box: one working day")
TODAY = Text("今天", "today")
_KINDS = {"used": "used", "over": "over", "left": "left"}
_WAITING = {
    "stopped": Text("中止", "stopped"),
    "awaiting": Text("等待补正", "waiting"),
    "unknown": Text("待定", "not known"),
}
FEE = Text("等待缴费", "fee awaited")
# A receipt number's last characters tell requests of a year apart.
_NUMBER = 8


def _kinds(one: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What is drawn before and after the line of today, cell by cell."""
    kinds = [_KINDS.get(cell["kind"], "still") for cell in one["cells"]]
    past = [kind for kind in kinds if kind != "left"]
    return past, [kind for kind in kinds if kind == "left"]


def scale(shown: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """How many working days the strips have room for before and after today."""
    drawn = [_kinds(one) for one in shown]
    past = max((len(before) for before, _ in drawn), default=0)
    left = max((len(after) for _, after in drawn), default=0)
    return {
        "--past": str(min(max(past, _LEAST_PAST), MOST_PAST)),
        "--left": str(min(max(left, _LEAST_LEFT), MOST_LEFT)),
    }


def _days(n: int) -> str:
    return f"{n} working day" if n == 1 else f"{n} working days"


def remaining(one: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """What is left, in words, and the class of its colour."""
    left, standing = one["left"], one["standing"]
    if standing in _WAITING or left is None:
        if one.get("reason") == "awaiting-fee":
            return FEE[lang], "left"
        return _WAITING.get(standing, _WAITING["unknown"])[lang], "left"
    if left < 0:
        return Text(f"超期 {-left} 个工作日", f"{_days(-left)} over")[lang], "left left--over"
    kind = "left left--soon" if standing == "due_soon" else "left"
    if left == 0:
        return Text("今天到期", "due today")[lang], kind
    return Text(f"剩 {left} 个工作日", f"{_days(left)} left")[lang], kind


def said(one: Mapping[str, Any], lang: Lang) -> str:
    """The strip in words: 已用 15、剩余 5 个工作日."""
    before, after = _kinds(one)
    titles = {"used": USED, "over": OVER, "left": LEFT, "still": Text("不计入", "not counted")}
    cells = [*before, *after]
    parts = [f"{titles[k][lang]} {cells.count(k)}" for k in titles if k in cells]
    return Text("、".join(parts) + " 个工作日", ", ".join(parts) + " working days")[lang]


def _cells(kinds: Iterable[str]) -> list[html.I]:
    return [html.I(className=kind) for kind in kinds]


def row(one: Mapping[str, Any], names: Mapping[str, str], lang: Lang) -> html.Li:
    """A request: number, department, what it asks for, its strip, what is left."""
    before, after = _kinds(one)
    department = names.get(one["department"]) or one["department_label"] or words.MISSING
    left, kind = remaining(one, lang)
    cut_past = " cut" if len(before) > MOST_PAST else ""
    cut_left = " cut" if len(after) > MOST_LEFT else ""
    what = one["title"] or one["topic"] or ""
    return html.Li(
        [
            html.Span(one["request"][-_NUMBER:], className="no"),
            html.Span(department, className="who"),
            # What is asked for is known in Chinese only, so the English wall leaves it out.
            *([html.Span(what, className="what")] if lang == "zh" else []),
            html.Div(
                [
                    html.Div(_cells(before[-MOST_PAST:]), className=f"past{cut_past}"),
                    html.Div(_cells(after[:MOST_LEFT]), className=f"future{cut_left}"),
                ],
                role="img",
                className="strip",
                **extra({"aria-label": said(one, lang)}),
            ),
            html.Span(left, className=kind),
        ]
    )


def axis(lang: Lang) -> html.Li:
    """What the line through all strips is."""
    line = html.Div(
        [html.Div(className="past"), html.Div(html.Span(TODAY[lang]), className="future")],
        className="strip",
    )
    return html.Li(line, className="axis")


def legend(lang: Lang) -> html.P:
    """What the boxes are."""
    marks = (("used", USED), ("over", OVER), ("still", NOT_COUNTED), ("left", LEFT))
    return html.P(
        [
            html.Span(EACH[lang]),
            *(
                html.Span([html.I(className=kind), title[lang]], className="mark")
                for kind, title in marks
            ),
        ],
        className="legend",
    )
