"""The overview's figures: what each finds, its picture, table and downloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.pages.disclosure import charts, outcomes
from dashboard.pages.disclosure.ask import (
    Numbers,
    numbers_of,
    total,
)
from dashboard.parts import blocks, downloads
from dashboard.parts.blocks import View
from dashboard.words import Lang
from data.definitions import Text

RECEIVED, CLOSED = Text("收到", "Received"), Text("办结", "Closed")
MONTH, YEAR = Text("月份", "Month"), Text("年度", "Year")
COLUMNS = {
    "cohort": (
        MONTH,
        Text("到期", "Due"),
        Text("按期答复", "On time"),
        Text("按期答复率", "On-time rate"),
    ),
    "years": (
        YEAR,
        Text("到期", "Due"),
        Text("按期答复", "On time"),
        Text("按期答复率", "On-time rate"),
    ),
    "flow": (MONTH, RECEIVED, CLOSED),
    "buckets": (
        Text("用时（工作日）", "Working days used"),
        Text("按期答复", "On time"),
        Text("逾期答复", "Late"),
        Text("期限不明", "Due date not known"),
    ),
    "outcomes": (
        Text("办理结果（年报表三的行）", "Outcome (row of table 3)"),
        Text("件数", "Requests"),
    ),
}
SIZES = {"cohort": "hours", "flow": "tall", "buckets": "levels", "outcomes": "levels"}


def view(numbers: Numbers, as_of: str, lang: Lang) -> View:
    """The live halves of all figures."""
    return (
        _cohort(numbers, as_of, lang)
        | _flow(numbers, as_of, lang)
        | outcomes.buckets(numbers, as_of, lang)
        | outcomes.outcomes(numbers, as_of, lang)
    )


def layout(v: View, lang: Lang) -> html.Section:
    """Four figures, two a row where there is room."""
    drawn = [
        blocks.figure(id, v, columns=[text[lang] for text in COLUMNS[id]], lang=lang, size=size)
        for id, size in SIZES.items()
    ]
    return html.Section(
        dbc.Row([dbc.Col(figure, lg=6) for figure in drawn]), className="charts charts--even"
    )


def rate_cells(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Due, on time and the rate of a cohort, as a table has them."""
    due, met = row.get("denominator"), row.get("numerator")
    return words.number(due), words.number(met), words.percentage(row)


def _late(year: Mapping[str, Any]) -> int:
    return (year.get("denominator") or 0) - (year.get("numerator") or 0)


def _cohort(numbers: Numbers, as_of: str, lang: Lang) -> View:
    rows, year = numbers.on_time["data"], numbers.this_year
    due, late = words.number(year.get("denominator")), words.number(_late(year))
    if not year.get("denominator"):
        title = Text("今年暂无到期申请", "No request has fallen due this year yet")[lang]
    elif _late(year):
        title = Text(
            f"今年到期的{due}件里，{late}件没有按期答复",
            f"Of {due} requests due this year, {late} were not answered in time",
        )[lang]
    else:
        title = Text(f"今年到期的{due}件都按期答复了", f"All {due} due this year were on time")[
            lang
        ]
    note = Text(
        "按答复期限所在的月份统计，今天到期的还不算；"
        "绿色按期，红色逾期或仍未答复，斜纹为未满月份。",
        "By the month in which the answer was due, today's not yet counted; green: on time, "
        "red: late or still open, hatched: the month is not over.",
    )[lang] + _all_months(numbers, lang)
    return blocks.figure_view(
        "cohort",
        finding=(title, note),
        figure=charts.cohort(rows, lang),
        rows=[(words.period(row["period"], lang), *rate_cells(row)) for row in rows],
        downloads=downloads.of_answer(numbers.on_time, "disclosure-on-time", lang),
        as_of=as_of,
    )


def _all_months(numbers: Numbers, lang: Lang) -> str:
    """The chart has months of the year before as well: what all its labels add up to."""
    late = sum(_late(row) for row in numbers.on_time["data"])
    this_year = _late(numbers.this_year)
    if late == this_year:
        return ""
    months, n = words.number(len(numbers.on_time["data"])), words.number(late)
    own = words.number(this_year)
    return Text(
        f"图中{months}个月共{n}件没有按期答复，其中今年{own}件。",
        f" In the {months} months shown {n} were not answered in time, {own} of them this year.",
    )[lang]


def _flow(numbers: Numbers, as_of: str, lang: Lang) -> View:
    received, closed = numbers.received["data"], numbers.closed["data"]
    came, went = total(numbers.received), total(numbers.closed)
    n = words.number(len(received))
    title = Text(
        f"近{n}个月收到{words.number(came)}件，办结{words.number(went)}件",
        f"{words.number(came)} received, {words.number(went)} closed in {n} months",
    )[lang]
    note = Text(
        "收到按收到日期；办结按办结日期，含未作答复而结案的；两图同一比例，斜纹为未满月份。",
        "By the day of receipt, and of the end, with an answer or without; both on one scale, "
        "hatched: the month is not over.",
    )[lang]
    counts = zip(numbers_of(received, "value"), numbers_of(closed, "value"), strict=True)
    return blocks.figure_view(
        "flow",
        finding=(title, note),
        figure=charts.flow(received, closed, lang),
        rows=[
            (words.period(row["period"], lang), words.number(came), words.number(went))
            for row, (came, went) in zip(received, counts, strict=True)
        ],
        downloads=[
            *downloads.titled(
                RECEIVED,
                downloads.of_answer(numbers.received, "disclosure-received", lang),
                lang,
            ),
            *downloads.titled(
                CLOSED, downloads.of_answer(numbers.closed, "disclosure-closed", lang), lang
            ),
        ],
        as_of=as_of,
    )
