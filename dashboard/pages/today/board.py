"""The open disclosure requests: their numbers, and the three due first as strips of working days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from api.answer.answers import OpenRequests
from dashboard import words
from dashboard.asking import short_names
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, findings, notes
from dashboard.parts.blocks import View, extra
from dashboard.parts.working_days import strips
from dashboard.parts.working_days.vocabulary import OVERDUE, standing
from dashboard.words import PER_CENT, REQUESTS, WORKING_DAYS, Lang, Unit
from data.definitions import Text
from data.hall import hall

MOST = 3
OF_REQUESTS = ("requests-open", "requests-soon", "requests-overdue")
OPEN = Text("在办申请", "Open requests")
DUE_SOON = Text("临近期限", "Due soon")
ANSWERED = Text("今年按期答复率", "On time this year")
EACH = Text(
    "查看逐件办理进度和年度报告格式汇总表",
    "Each request's progress, and the year in the annual report's format",
)
LATE = Text("未按期", "late")
NO_DEPARTMENT = Text("部门未注明", "Department not stated")


def rows(ask: Ask, lang: Lang) -> list[html.Li]:
    """The calendar, then a row a request: whose it is, its strip, how it stands."""
    data = ask(OpenRequests(limit=MOST))["data"]
    requests = data["requests"][:MOST]
    if not requests:
        return []
    shared = strips.board(requests, date.fromisoformat(data["asked_on"]))
    axis = html.Li(strips.axis(shared, lang), className="heads", **extra({"aria-hidden": "true"}))
    names = short_names.departments(ask, requests, lang)
    return [axis, *(_row(one, names, shared, lang) for one in requests)]


def _row(one: Any, names: Mapping[str, str], shared: strips.Board, lang: Lang) -> html.Li:
    there = Place("disclosure", lang, (("request", one["request"]),))
    return html.Li(
        [
            html.A(
                names.get(one["department"]) or one["department_label"] or NO_DEPARTMENT[lang],
                href=there.url,
            ),
            strips.strip(one, shared, lang),
            html.Span(standing(one, lang), className=f"left left--{one['standing']}"),
        ]
    )


def view(live: Mapping[str, Any], lang: Lang) -> View:
    d = live.get("disclosure") or {}
    soon = words.counted(hall().due_soon_days, WORKING_DAYS, lang)
    answered, made_of = notes.answered(live, lang)
    share = d.get("on_time_year")
    shown = {
        "requests-title": {"children": findings.disclosure(live, lang)},
        "requests-open": {"children": words.number(d.get("open"))},
        "requests-open-note": {
            "children": Text("已收到、尚未答复", "received and not answered")[lang]
        },
        "requests-soon": {"children": words.number(d.get("due_soon"))},
        "requests-soon-note": {"children": Text(f"{soon}内到期", f"due within {soon}")[lang]},
        "requests-overdue": {
            "children": words.number(d.get("overdue")),
            "className": "n late" if d.get("overdue") else "n",
        },
        "requests-overdue-note": {
            "children": Text("答复期限届满仍未答复", "past the limit, not answered")[lang]
        },
        "requests-on-time": blocks.stated(answered, share),
        "requests-on-time-note": {"children": blocks.with_missed(made_of, share, LATE, lang)},
    }
    return blocks.with_units(shown, dict.fromkeys(OF_REQUESTS, REQUESTS), lang)


def layout(v: View, lang: Lang) -> html.Section:
    def one(
        id: str, indicator: str, title: Text, unit: str | Unit, period: str = "today"
    ) -> html.Div:
        label = blocks.named(indicator, title[lang], lang, period=period)
        return blocks.number(id, v, label=label, unit=unit)

    return html.Section(
        [
            blocks.live(html.H2, "requests-title", v),
            html.Dl(
                [
                    one("requests-open", "disclosure-open", OPEN, REQUESTS),
                    one("requests-soon", "disclosure-open", DUE_SOON, REQUESTS),
                    one("requests-overdue", "disclosure-overdue", OVERDUE, REQUESTS),
                    one("requests-on-time", "disclosure-on-time", ANSWERED, PER_CENT[lang], "year"),
                ],
                className="figures figures--row",
            ),
            blocks.live(html.Ol, "requests-board", v, className="board"),
            html.P(
                html.A(EACH[lang], href=Place("disclosure", lang).path),
                className="onward",
            ),
        ],
        className="requests",
    )
