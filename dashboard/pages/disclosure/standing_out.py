"""What stands out among open requests: how late the overdue ones are, and what is due to be closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.pages.disclosure.listing import NO_DEPARTMENT
from dashboard.parts import blocks, downloads
from dashboard.parts.blocks import View
from dashboard.parts.two_languages import marked
from dashboard.words import Lang
from data.definitions import Text

AGES = Text("逾期未答复，按逾期日数", "Overdue, by calendar days since the due date")
AGE_HEADS = (Text("逾期日数（自然日）", "Days overdue"), Text("件数", "Requests"))
NONE_LATE = Text("目前没有逾期未答复的申请。", "No request is overdue.")
TO_CLOSE = Text("应结案未结案的申请", "Requests due to be closed, not closed")
TO_CLOSE_NOTE = Text(
    "申请人逾期未补正，或未按收费通知缴费，应不再处理并结案，尚未结案。",
    "The applicant has not corrected or not paid in time: no longer to be handled and due to "
    "be closed, not closed yet.",
)
NONE_TO_CLOSE = Text("目前没有应结案未结案的申请。", "No request is waiting to be closed.")
TO_CLOSE_HEADS = (
    Text("申请编号", "Request"),
    Text("部门", "Department"),
    Text("原因", "Why"),
)


def view(ask: Ask, document: Mapping[str, Any], today: date, lang: Lang) -> View:
    """Overdue requests by age, and the list of those due to be closed."""
    data = document["data"]
    ages, late = data["overdue_by_age"], data["summary"]["overdue"]
    to_close = ask(answers.OpenRequests(standing=("to_close",)))["data"]["requests"]
    return {
        "ages": {
            "children": [_age(data["ages"][id], n) for id, n in ages.items()],
        },
        "ages-none": {"children": NONE_LATE[lang], "hidden": bool(late)},
        "ages-links": {"children": _links("disclosure-overdue", today, lang)},
        "to-close": {"children": [_row(one, lang) for one in to_close]},
        "to-close-none": {"children": NONE_TO_CLOSE[lang], "hidden": bool(to_close)},
        "to-close-links": {"children": _links("disclosure-due-to-close", today, lang)},
    }


def _age(title: str, n: int | None) -> html.Tr:
    return html.Tr([html.Th(title, scope="row"), html.Td(words.number(n), className="n")])


def _row(one: Mapping[str, Any], lang: Lang) -> html.Tr:
    there = Place("disclosure", lang, (("request", one["request"]),))
    department = one["department_label"] or NO_DEPARTMENT[lang]
    return html.Tr(
        [
            html.Th(html.A(one["request"], href=there.url), scope="row"),
            html.Td(marked(department, lang)),
            html.Td(one["reason_text"]),
        ]
    )


def _links(indicator: str, today: date, lang: Lang) -> list[Any]:
    """The records behind a list, as data and with how they are counted."""
    tongue = None if lang == "zh" else lang
    rows = address.api(f"/indicators/{indicator}/rows", to=today.isoformat(), lang=tongue)
    path, _, query = rows.partition("?")
    return [
        *downloads.files({"csv": f"{path}.csv?{query}"}),
        *downloads.explained(indicator, rows, lang),
    ]


def layout(v: View, lang: Lang) -> html.Section:
    tables = (
        _table("ages", AGES, AGE_HEADS, v, lang),
        _table("to-close", TO_CLOSE, TO_CLOSE_HEADS, v, lang, TO_CLOSE_NOTE),
    )
    return html.Section(dbc.Row(tables), className="list charts")


def _table(
    id: str, title: Text, heads: tuple[Text, ...], v: View, lang: Lang, note: Text | None = None
) -> dbc.Col:
    head = html.Thead(html.Tr([html.Th(text[lang], scope="col") for text in heads]))
    parts = [
        html.H2(title[lang]),
        *([html.P(note[lang], className="note")] if note else []),
        html.Div(
            html.Table(
                [head, blocks.live(html.Tbody, id, v)],
                className="table",
            ),
            className="wide",
        ),
        blocks.live(html.P, f"{id}-none", v),
        html.Div(blocks.live(html.Span, f"{id}-links", v, className="links"), className="under"),
    ]
    return dbc.Col(parts, lg=6)
