"""Requests as strips of working days: a row of cells, and what the row says in words.

Cells of one kind that follow each other are one element, which the stylesheet divides (`--n`): a
list of many requests stays a page of few elements. All strips of a list have one scale.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.parts.blocks import extra
from dashboard.parts.two_languages import marked, working_days
from dashboard.words import Lang
from data.definitions import Text

Request = Mapping[str, Any]
MOST = 44
"""Cells of the longest strip that is drawn whole: the 40 of an extended term, and a few more."""
# What a cell can be → the class that draws it. A third party and an agency stop the term alike.
LOOKS = {
    "used": "used",
    "over": "over",
    "left": "left",
    "third_party": "stop",
    "agency": "stop",
    "excluded": "stop",
    "correction": "wait",
    "fee": "wait",
    "restarted": "past",
}
LEGEND = (
    ("used", Text("已用", "used")),
    ("left", Text("剩余", "left")),
    ("over", Text("超期", "over")),
    ("stop", Text("征求意见、依法扣除（不计）", "consulting, excluded by law (not counted)")),
    ("wait", Text("等待补正或缴费（不计）", "waiting for the applicant (not counted)")),
    ("past", Text("重新起算前（不计）", "before a restart (not counted)")),
    ("used run--extended", Text("延长期限内", "within an extension")),
)
EACH = Text("每格一个工作日：", "One cell is one working day:")
NO_TITLE = Text("（未公布题名）", "(no public title)")
NO_DEPARTMENT = Text("部门未注明", "Department not stated")
COLUMNS = (
    Text("申请编号", "Request"),
    Text("部门与题名", "Department and title"),
    Text("办理进度", "Working days"),
    Text("期限", "Due"),
)


@dataclass(frozen=True)
class Run:
    """Cells that follow each other and look alike. `look` is `break` where cells were left out."""

    look: str
    n: int
    extended: bool = False


def runs(cells: Sequence[Mapping[str, Any]], most: int = MOST) -> list[Run]:
    """The cells of a strip put together; one that is too long is cut in its longest run."""
    found = [
        Run(look, len(list(group)), extended)
        for (look, extended), group in groupby(
            cells, key=lambda c: (LOOKS[c["kind"]], bool(c["extended"]))
        )
    ]
    excess = sum(run.n for run in found) - most
    if excess <= 0:
        return found
    at = max(range(len(found)), key=lambda i: found[i].n)
    long = found[at]
    kept = max(long.n - excess - 2, 2)
    first, last = kept - kept // 2, kept // 2
    cut = [
        Run(long.look, first, long.extended),
        Run("break", 2),
        Run(long.look, last, long.extended),
    ]
    return [*found[:at], *cut, *found[at + 1 :]]


def scale(requests: Sequence[Request]) -> int:
    """Cells from edge to edge: of the longest strip, at least a term of 20."""
    longest = max((sum(run.n for run in runs(one["cells"])) for one in requests), default=0)
    return max(longest, 20)


def strip(one: Request, across: int, lang: Lang) -> html.Div:
    """The cells of one request, `across` of which fill the width."""
    return html.Div(
        [
            html.Span(
                className=f"run run--{run.look}{' run--extended' if run.extended else ''}",
                style={"--n": run.n},
            )
            for run in runs(one["cells"])
        ],
        **extra(
            {
                "role": "img",
                "aria-label": in_words(one, lang),
                "className": "strip",
                "style": {"--across": across},
            }
        ),
    )


def in_words(one: Request, lang: Lang) -> str:
    """What a strip shows: 已用 18 个工作日，剩 2 个工作日；不计 5 个."""
    used, not_counted = one["used_days"] or 0, _not_counted(one)
    zh, en = (
        f"已用 {used} 个工作日，{left(one, 'zh')}",
        f"{working_days(used)} used, {left(one, 'en')}",
    )
    if not_counted:
        zh, en = f"{zh}；不计 {not_counted} 个", f"{en}; {not_counted} not counted"
    return Text(zh, en)[lang]


def _not_counted(one: Request) -> int:
    return sum(LOOKS[cell["kind"]] in ("stop", "wait", "past") for cell in one["cells"])


def left(one: Request, lang: Lang) -> str:
    """Where a request stands, in few words: 超期 3 个工作日, 今天到期, 期限中止."""
    n, standing = one["left"], one["standing"]
    if standing == "overdue" and n is not None:
        return Text(f"超期 {-n} 个工作日", f"{working_days(-n)} over")[lang]
    if standing in ("due_soon", "on_track") and n is not None:
        if n == 0:
            return Text("今天到期", "due today")[lang]
        return Text(f"剩 {n} 个工作日", f"{working_days(n)} left")[lang]
    if standing == "stopped" and n is not None:
        return Text(f"中止，还剩 {n} 个工作日", f"stopped, {working_days(n)} left")[lang]
    if standing == "awaiting":
        fee = one["reason"] == "awaiting-fee"
        return (Text("等待缴费", "fee awaited") if fee else Text("等待补正", "correction awaited"))[
            lang
        ]
    return one["standing_text"]


def due(one: Request, lang: Lang, today: date) -> str:
    """The due date in short, or why there is none."""
    if one["due_on"] is None:
        return one["reason_text"] or ""
    on = date.fromisoformat(one["due_on"])
    return (words.short_day if on.year == today.year else words.day)(on, lang)


def who(one: Request, lang: Lang) -> str:
    return one["department_label"] or NO_DEPARTMENT[lang]


def looks(cells: Sequence[Mapping[str, Any]]) -> set[str]:
    """The classes of the cells, as `LEGEND` has them."""
    drawn = runs(cells)
    extended = {"used run--extended"} if any(run.extended for run in drawn) else set()
    return {run.look for run in drawn} | extended


def legend(lang: Lang, shown: Collection[str] | None = None) -> html.P:
    """What the cells mean; `shown` keeps those that occur."""
    return html.P(
        [
            html.Span(EACH[lang]),
            *(
                html.Span(
                    [html.Span(className=f"run run--{look}", style={"--n": 1}), text[lang]],
                    className="key",
                )
                for look, text in LEGEND
                if shown is None or look in shown
            ),
        ],
        className="legend",
    )


def table_head(lang: Lang) -> html.Thead:
    heads = [html.Th(text[lang], scope="col", role="columnheader") for text in COLUMNS]
    return html.Thead(html.Tr(heads, role="row"), role="rowgroup")


def rows(place: Place, requests: Sequence[Request], today: date) -> list[html.Tr]:
    """The list's rows; a number leads to the count of its days."""
    across = scale(requests)
    return [_row(place, one, across, today) for one in requests]


def _row(place: Place, one: Request, across: int, today: date) -> html.Tr:
    lang, number = place.lang, one["request"]
    there = Place(place.page, lang, (("request", number),))
    title = one["title"] or one["topic"]
    cells = [
        html.Th(html.A(number, href=there.url), scope="row", role="rowheader", className="no"),
        html.Td(
            [
                html.Span(marked(who(one, lang), lang), className="who"),
                html.Span(marked(title, lang) or NO_TITLE[lang], className="what"),
            ],
            role="cell",
        ),
        html.Td(strip(one, across, lang), role="cell", className="days"),
        html.Td(
            [
                html.Strong(left(one, lang), className=f"left left--{one['standing']}"),
                html.Span(due(one, lang, today), className="due"),
            ],
            role="cell",
            className="until",
        ),
    ]
    return html.Tr(cells, role="row")
