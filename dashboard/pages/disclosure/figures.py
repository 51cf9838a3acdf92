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


def _cohort(numbers: Numbers, as_of: str, lang: Lang) -> View:
    rows = numbers.on_time["data"]
    due = sum(row["denominator"] or 0 for row in rows)
    late = due - sum(row["numerator"] or 0 for row in rows)
    note = Text(
        "按答复期限所在的月份统计，今天到期的还不算；轴上为按期答复，轴下为逾期答复或仍未答复，"
        "斜纹为未满月份。",
        "By the month in which the answer was due, today's not yet counted; on the axis: answered on "
        "time, below it: late or still open, hatched: the month is not over.",
    )[lang]
    return blocks.figure_view(
        "cohort",
        finding=(_kept(len(rows), due, late, lang), note),
        figure=charts.cohort(rows, lang),
        rows=[(words.period(row["period"], lang), *rate_cells(row)) for row in rows],
        downloads=downloads.of_answer(numbers.on_time, "disclosure-on-time", lang),
        as_of=as_of,
    )


def _kept(months: int, due: int, late: int, lang: Lang) -> str:
    """Of the months drawn, so that the numbers at the bars add up to those of the title."""
    n, every, missed = words.number(months), words.number(due), words.number(late)
    span = words.numbered(months, "month", "months")
    if not due:
        title = Text(f"近{n}个月没有到期的申请", f"No request fell due in {span}")
    elif late:
        title = Text(
            f"近{n}个月到期的{every}件里，{missed}件没有按期答复",
            f"Of {words.counted(due, words.REQUESTS, 'en')} due in {span}, {missed} {words.plural(late, 'was', 'were')} "
            "not answered in time",
        )
    else:
        title = Text(
            f"近{n}个月到期的{every}件都按期答复了",
            f"All {every} due in {span} were on time"
            if due > 1
            else f"The one request due in {span} was on time",
        )
    return title[lang]


def _flow(numbers: Numbers, as_of: str, lang: Lang) -> View:
    received, closed = numbers.received["data"], numbers.closed["data"]
    came, went = total(numbers.received), total(numbers.closed)
    n = words.number(len(received))
    title = Text(
        f"近{n}个月收到{words.number(came)}件，办结{words.number(went)}件",
        f"{words.number(came)} received, {words.number(went)} closed in {words.numbered(len(received), 'month', 'months')}",
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
