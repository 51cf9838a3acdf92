"""The count of a case day by day: as a calendar, as a summary of its reasons, as a table.

`days` are those of the API: `{date, counts, n, why, why_text, article}` for every calendar day from
receipt to the due date, or to the answer or the day asked on if that is later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.parts import inputs
from dashboard.parts.blocks import extra
from dashboard.parts.two_languages import marked
from dashboard.words import DAYS, WORKING_DAYS, Lang
from data.definitions import Text

Count = Mapping[str, Any]
"""A clock with its days: a stored request, or the explainer's answer."""

# Reason → the class that draws the day.
LOOKS = {
    "counted": "used",
    "make_up": "used",
    "extended": "used day--extended",
    "over": "over",
    "weekend": "off",
    "holiday": "off",
    "stopped_third_party": "stop",
    "stopped_agency": "stop",
    "third_party_silent": "used",
    "agency_silent": "used",
    "excluded_undated": "stop",
    "awaiting_correction": "wait",
    "awaiting_fee": "wait",
    "restarted": "past",
    "received": "past",
    "start_day": "start",
    "after_answer": "off",
    "after_closing": "off",
}
MARKS = {
    "holiday": Text("休", "off"),
    "make_up": Text("班", "on"),
    "received": Text("收", "in"),
    "start_day": Text("起", "0"),
}
DUE, ANSWERED, CLOSED = Text("限", "D"), Text("答", "A"), Text("结", "E")
SHORT_WEEKDAYS = (
    Text("一", "M"), Text("二", "T"), Text("三", "W"), Text("四", "T"), Text("五", "F"),
    Text("六", "S"), Text("日", "S"),
)  # fmt: skip
DAY_BY_DAY = Text("逐日计算", "Day by day")
HEADS = (
    Text("日期", "Date"),
    Text("第几个工作日", "Working day no."),
    Text("为什么", "Why"),
    Text("依据", "Rule"),
)
REASONS = Text("计算依据", "Why it is counted so")
REASON_HEADS = (Text("情形", "Days"), Text("天数", "How many"), Text("依据", "Rule"))
MARKED = Text(
    "数字为第几个工作日；空心格为未到日期；"
    "休＝放假，班＝调休上班，收＝收到，起＝起算日，限＝答复期限，答＝答复，结＝结案（未作答复）。",
    "Numbers count the working days; outlined: still to come; off = holiday, on = make-up workday, "
    "in = received, 0 = day 0 (the count starts after it), D = last day to answer, A = answered, "
    "E = closed without an answer.",
)


def calendar(count: Count, lang: Lang) -> html.Div:
    """A small calendar of every month that the count touches."""
    days = {date.fromisoformat(day["date"]): day for day in count["days"]}
    by_month = groupby(sorted(days), key=lambda d: (d.year, d.month))
    months = [_month(year, month, days, count, lang) for (year, month), _ in by_month]
    return html.Div(months, className="months")


def _month(
    year: int, month: int, days: Mapping[date, Mapping[str, Any]], count: Count, lang: Lang
) -> html.Div:
    heads = [html.Span(day[lang], className="weekday") for day in SHORT_WEEKDAYS]
    cells = []
    for on in _of_month(year, month):
        counted = days.get(on)
        cells.append(
            _day(on, counted, count, lang) if counted else html.Span(on.day, className="day")
        )
    if cells:
        first = date(year, month, 1).weekday() + 1
        cells[0].style = {"gridColumnStart": first}
    inside = [day for on, day in days.items() if (on.year, on.month) == (year, month)]
    n = sum(day["counts"] for day in inside)
    name, counted = words.month(year, month, lang), words.counted(n, WORKING_DAYS, lang)
    label = Text(f"{name}：计入{counted}", f"{name}: {counted} counted")[lang]
    grid = html.Div(
        [*heads, *cells], **extra({"className": "month", "role": "img", "aria-label": label})
    )
    return html.Div([html.H3(name), grid])


def _of_month(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += timedelta(days=1)


def _day(on: date, day: Mapping[str, Any], count: Count, lang: Lang) -> html.Span:
    look, mark = LOOKS[day["why"]], MARKS[day["why"]][lang] if day["why"] in MARKS else ""
    if day["counts"] and look != "over" and on > _end(count):
        look = "left"
    if count["due_on"] == day["date"]:
        look, mark = f"{look} day--due", DUE[lang]
    if count["closed_on"] == day["date"]:
        look, mark = f"{look} day--due", (ANSWERED if count["answered_on"] else CLOSED)[lang]
    return html.Span(
        on.day,
        **extra(
            {
                "className": f"day day--{look}",
                "data-n": words.number(day["n"]) if day["n"] else "",
                "data-mark": mark,
                "title": f"{day['date']} {day['why_text']}",
            }
        ),
    )


def _end(count: Count) -> date:
    return date.fromisoformat(count["closed_on"] or count["asked_on"])


def reasons(count: Count, lang: Lang) -> dbc.Table:
    """How many days for which reason, with the article: the whole count on a few lines."""
    by_reason: dict[str, list[Mapping[str, Any]]] = {}
    for day in count["days"]:
        by_reason.setdefault(day["why"], []).append(day)
    rows = [
        html.Tr(
            [
                html.Th(same[0]["why_text"], scope="row"),
                html.Td(words.number(len(same)), className="n"),
                html.Td(marked(same[0]["article"], lang), className="article"),
            ]
        )
        for same in by_reason.values()
    ]
    return dbc.Table([_heads(REASON_HEADS, lang), html.Tbody(rows)], className="reasons")


def table(count: Count, lang: Lang) -> html.Details:
    """Every day with why it counts or not, and the article."""
    rows = [
        html.Tr(
            [
                html.Th(words.long_day(date.fromisoformat(day["date"]), lang), scope="row"),
                html.Td(words.number(day["n"]) if day["counts"] else words.MISSING),
                html.Td(day["why_text"], className="why"),
                html.Td(marked(day["article"], lang), className="article"),
            ]
        )
        for day in count["days"]
    ]
    n = words.counted(len(count["days"]), DAYS, lang)
    summary = Text(f"{DAY_BY_DAY.zh}（{n}）", f"{DAY_BY_DAY.en} ({n})")[lang]
    table = html.Div(
        dbc.Table([_heads(HEADS, lang), html.Tbody(rows)], className="every-day"),
        className="wide",
    )
    return html.Details([html.Summary(summary), table])


def _heads(texts: Sequence[Text], lang: Lang) -> html.Thead:
    return html.Thead(html.Tr([html.Th(text[lang], scope="col") for text in texts]))


def section(count: Count, lang: Lang) -> list[Any]:
    """Calendar, reasons and table, under each other; a long count is still few components."""
    return [
        inputs.part(calendar(count, lang)),
        html.P(MARKED[lang], className="note"),
        html.H2(REASONS[lang]),
        inputs.part(html.Div(reasons(count, lang), className="wide")),
        inputs.part(table(count, lang)),
    ]


def flags(count: Count) -> list[Any]:
    """What is odd about the count (an extension that does not count, a late notice …), as it is put on
    a page: one remark is a sentence, several are a list."""
    remarks = [flag["text"] for flag in count["flags"]]
    if len(remarks) == 1:
        return [html.P(remarks[0], className="flags")]
    return [html.Ul([html.Li(text) for text in remarks], className="flags")] if remarks else []
