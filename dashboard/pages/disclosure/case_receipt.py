"""A case by its receipt number, in the box where disclosure requests are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from api.answer.answers import Records
from dashboard import words
from dashboard.asking import address
from dashboard.asking.ask import Ask
from dashboard.words import WORKING_DAYS, Lang
from data.catalog import DATASETS
from data.definitions import Text

CASES = DATASETS["cases"]
LISTED = ("item", "item_kind", "department", "channel", "outcome")
DATES = (
    "submitted_on", "notified_on", "accepted_on", "due_on", "legal_due_on", "completed_on",
    "delivered_on",
)  # fmt: skip
DONE, RUNNING = Text("已办结", "Completed"), Text("正在办理", "In progress")
STOPPED = Text("期限暂停计算", "The term stands still")
USED, EXCLUDED = Text("办理用时", "Days used"), Text("不计时限", "Days excluded")
RECORD, STOPS = Text("原始记录", "Record"), Text("期限扣除", "Stops")


def found(ask: Ask, lang: Lang, number: str) -> list[Any]:
    """The case with this number and where it stands; nothing if there is none."""
    rows = ask(Records("cases", where=(("case_no", (number,)),)))["data"]
    return _case(ask, rows[0], lang) if rows else []


def _case(ask: Ask, case: Mapping[str, Any], lang: Lang) -> list[Any]:
    asked = {"case_no": case["case_no"], "lang": None if lang == "zh" else lang}
    state = DONE if case["completed_on"] else RUNNING
    if case["due_reason"] == "stopped":
        state = STOPPED
    return [
        html.P(case["case_no"], className="label"),
        html.H1(state[lang], className="answer"),
        html.Dl([*_facts(ask, case, lang), *_days(case, lang)], className="how"),
        html.Div(
            html.Span(
                [
                    html.A(
                        title[lang],
                        href=address.api(f"/datasets/{id}/records", **asked),
                    )
                    for id, title in (("cases", RECORD), ("case-stops", STOPS))
                ],
                className="links",
            ),
            className="under",
        ),
    ]


def _facts(ask: Ask, case: Mapping[str, Any], lang: Lang) -> list[Any]:
    facts: list[Any] = []
    for name in LISTED:
        if case[name]:
            facts += [
                html.Dt(CASES.field(name).title[lang]),
                html.Dd(_title(ask, case, name, lang)),
            ]
    for name in DATES:
        if case[name]:
            on = words.day(date.fromisoformat(str(case[name])), lang)
            facts += [html.Dt(CASES.field(name).title[lang]), html.Dd(on)]
    return facts


def _title(ask: Ask, case: Mapping[str, Any], name: str, lang: Lang) -> str:
    field, code = CASES.field(name), case[name]
    if field.refers:
        key = DATASETS[field.refers].key[0]
        rows = ask(Records(field.refers, where=((key, (code,)),)))["data"]
        return rows[0][f"title_{lang}"] if rows else code
    return next((c.title[lang] for c in field.codes if c.id == code), code)


def _days(case: Mapping[str, Any], lang: Lang) -> list[Any]:
    days: list[Any] = []
    if case["used_days"] is not None:
        days += [html.Dt(USED[lang]), html.Dd(words.days_used(case["used_days"], lang))]
    if case["excluded_days"]:
        excluded = words.counted(case["excluded_days"], WORKING_DAYS, lang)
        days += [html.Dt(EXCLUDED[lang]), html.Dd(excluded)]
    return days
