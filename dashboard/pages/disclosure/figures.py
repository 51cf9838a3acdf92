"""The overview's figures: what each finds, its picture, table and downloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.pages.disclosure import charts
from dashboard.pages.disclosure.ask import (
    Numbers,
    by_bucket,
    by_item,
    closed_unanswered,
    numbers_of,
    only,
    total,
    within_term,
)
from dashboard.parts import blocks, downloads
from dashboard.parts.blocks import View
from dashboard.words import Lang
from data.definitions import Text

ITEMS = {
    "r03": Text("（一）予以公开", "(i) Disclosed"),
    "r04": Text("（二）部分公开", "(ii) In part"),
    "refused": Text("（三）不予公开", "(iii) Refused"),
    "impossible": Text("（四）无法提供", "(iv) Cannot be given"),
    "unprocessed": Text("（五）不予处理", "(v) Not processed"),
    "otherwise": Text("（六）其他处理", "(vi) Otherwise"),
}
CLOSED = Text("办结", "Closed")
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
    "flow": (MONTH, Text("收到", "Received"), CLOSED),
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
        | _buckets(numbers, as_of, lang)
        | _outcomes(numbers, as_of, lang)
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
        title = Text("今年还没有申请到期", "No request has fallen due this year yet")[lang]
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
        "绿色按期，红色逾期或仍未答复，斜纹的月份还没有过完。",
        "By the month in which the answer was due, today's not yet counted; green: on time, "
        "red: late or still open, hatched: the month is not over.",
    )[lang]
    return blocks.figure_view(
        "cohort",
        finding=(title, note),
        figure=charts.cohort(rows, lang),
        rows=[(words.period(row["period"], lang), *rate_cells(row)) for row in rows],
        downloads=downloads.of_answer(numbers.on_time, "disclosure-on-time", lang),
        as_of=as_of,
    )


def _flow(numbers: Numbers, as_of: str, lang: Lang) -> View:
    received, closed = numbers.received["data"], numbers.closed["data"]
    came, went = total(numbers.received), total(numbers.closed)
    n = words.number(len(received))
    title = Text(
        f"近{n}个月收到{words.number(came)}件，办结{words.number(went)}件",
        f"{words.number(came)} received, {words.number(went)} closed in {n} months",
    )[lang]
    note = Text(
        "收到按收到日期；办结按办结日期，含未作答复而结案的；两图同一比例，斜纹的月份还没有过完。",
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
            *_named(
                downloads.of_answer(numbers.received, "disclosure-received", lang),
                "收到",
                "Received",
                lang,
            ),
            *_named(
                downloads.of_answer(numbers.closed, "disclosure-closed", lang),
                CLOSED.zh,
                CLOSED.en,
                lang,
            ),
        ],
        as_of=as_of,
    )


def _named(links: Sequence[html.A], zh: str, en: str, lang: Lang) -> list[Any]:
    """Links of one of two series, under its name."""
    return [html.Span(f"{Text(zh, en)[lang]}{Text('：', ':')[lang]}"), *links]


def _buckets(numbers: Numbers, as_of: str, lang: Lang) -> View:
    counts = by_bucket(numbers.buckets)
    every, late = total(numbers.buckets), sum(at.get("late", 0) for at in counts.values())
    title = Text("今年还没有答复", "Nothing answered this year yet")[lang]
    if every:
        n, within = words.number(every), words.number(within_term(numbers.buckets))
        title = Text(
            f"今年答复的{n}件里，{within}件在20个工作日以内，逾期答复{words.number(late)}件",
            f"Of {n} answered this year, {within} took 20 working days or fewer; "
            f"{words.number(late)} were late",
        )[lang]
    return blocks.figure_view(
        "buckets",
        finding=(title, _bucket_note(numbers, lang)),
        figure=charts.buckets(counts, lang),
        rows=[
            (label, *(words.number(at.get(id, 0)) for id in ("on_time", "late", "none")))
            for label, at in counts.items()
        ],
        downloads=downloads.of_answer(numbers.buckets, "disclosure-answered", lang),
        as_of=as_of,
    )


def _bucket_note(numbers: Numbers, lang: Lang) -> str:
    note = Text(
        "绿色按期，红色逾期。20个工作日是法定期限，超过而仍按期的经依法延长；不计的日子已经扣除。",
        "Green: on time, red: late. The term is 20 working days; what took longer and was on time had "
        "been extended by law. Days that do not count are taken off.",
    )[lang]
    at_once = only(numbers.at_once)
    if at_once.get("numerator"):
        n, rate = words.number(at_once["numerator"]), words.percentage(at_once)
        note += Text(
            f"其中当场答复（收到当日答复）{n}件，当场答复率{rate}。",
            f" {n} were answered on the day of receipt ({rate}).",
        )[lang]
    if closed := closed_unanswered(numbers.outcomes):
        n = words.number(closed)
        note += Text(
            f"另有{n}件未作答复而结案（撤回、逾期不补正或逾期未缴费），不在其中。",
            f" {n} others were closed without an answer: withdrawn, not corrected or not paid in time.",
        )[lang]
    return note


def _outcomes(numbers: Numbers, as_of: str, lang: Lang) -> View:
    granted, counts = only(numbers.granted), by_item(numbers.outcomes)
    rate, parts = words.percentage(granted), words.of(granted)
    title = Text("今年还没有办理结果", "No outcomes this year yet")[lang]
    if rate != words.MISSING:
        title = Text(
            f"今年的办理结果里，{rate}是公开或部分公开",
            f"{rate} of this year's outcomes: disclosed, wholly or in part",
        )[lang]
    note = Text(
        f"公开率{parts}件；按年度报告表三的六大项，数据表有全部21行。",
        f"{parts} requests; by the six items of the annual report's table 3, all 21 rows in the "
        "table below.",
    )[lang]
    return blocks.figure_view(
        "outcomes",
        finding=(title, note),
        figure=charts.outcomes([ITEMS[item][lang] for item in counts], list(counts.values())),
        rows=[
            (row["outcome_label"] or row["outcome"], words.number(row["value"]))
            for row in numbers.outcomes["data"]
            if row["outcome"] != "none" or row["value"]
        ],
        downloads=downloads.of_answer(numbers.outcomes, "disclosure-closed", lang),
        as_of=as_of,
    )
