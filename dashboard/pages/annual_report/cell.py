"""One cell of the annual report: the records that it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Refused, text
from dashboard.parts import blocks, downloads, inputs
from dashboard.parts.two_languages import marked
from dashboard.words import Lang
from data.catalog import DATASETS
from data.catalog.disclosure.codes import OUTCOMES
from data.definitions import Text
from data.disclosure.cells import (
    REQUESTS,
    REVIEWS,
    ReportYear,
    of_records,
    request_cell,
    review_cell,
)
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS
from data.hall import today

UNKNOWN = Text("不是报表单元格", "is no cell of the report")
PARAMETER = text("cell", r"[a-z0-9_]{1,40}\.[a-z]{1,20}", UNKNOWN)
SHOWN = 100
FIELDS = {
    REQUESTS: (
        "request_no",
        "department",
        "applicant_kind",
        "received_on",
        "due_on",
        "answered_on",
        "used_days",
        "outcome",
    ),
    REVIEWS: ("review_no", "department", "kind", "filed_on", "concluded_on", "result"),
}
BACK = Text("返回完整报表", "Back to the whole report")
NONE = Text("没有记录。", "There are no records.")
NOT_KNOWN = Text(
    "本项暂缺：无上年记录，上年结转不可知",
    "has no number: there are no records of the year before, so what was carried over is not known",
)
NOT_RECORDED = Text("这一格不来自记录，没有可列的记录", "has no records behind it to list")


@dataclass(frozen=True)
class Cell:
    """A cell of table 三 (row, column) or of table 四 (group, column), and what it is called."""

    dataset: str
    row: str
    column: str
    title: str
    value: int


def read(cell_id: str, data: Mapping[str, Any]) -> Cell | None:
    """The cell that a parameter names; raises `Refused` where there is none, or none that is known."""
    if not cell_id:
        return None
    row, _, column = cell_id.partition(".")
    lines = {line["id"]: line for line in data["table3"]["rows"]}
    if row in lines and column in COLUMNS:
        table, line = data["table3"], lines[row]
        title = " · ".join(
            part for part in (line["group"], line["label"], table["column_labels"][column]) if part
        )
        value = line["cells"][COLUMNS.index(column)]
        if line["links"][COLUMNS.index(column)] is None:
            first_year = value is None and data["counted"]
            raise Refused("cell", NOT_KNOWN if first_year else NOT_RECORDED)
        return Cell(REQUESTS, row, column, title, value)
    if row in GROUPS and column in REVIEW_COLUMNS:
        table = data["table4"]
        title = f"{table['group_labels'][row]} · {table['column_labels'][column]}"
        value = table["cells"][GROUPS.index(row)][REVIEW_COLUMNS.index(column)]
        if value is None:
            raise Refused("cell", NOT_RECORDED)
        return Cell(REVIEWS, row, column, title, value)
    raise Refused("cell", UNKNOWN)


def section(ask: Ask, chosen: Cell, data: Mapping[str, Any], place: Place) -> list[Any]:
    """The records behind a cell: the first of them as a table, all of them as files."""
    lang = place.lang
    span = ReportYear.of(data["year"], today())
    select = request_cell if chosen.dataset == REQUESTS else review_cell
    query = select(chosen.row, chosen.column, of_records(data["department"]), span)
    query = replace(query, page=replace(query.page, limit=SHOWN))
    document = ask(query)
    links, rows = document["links"], document["data"]
    total = document["meta"]["total"]
    departments = {
        row["value"]: row["label"]
        for row in ask(answers.Facets(chosen.dataset, "department"))["data"]
    }
    return [
        html.H2(chosen.title),
        html.P(_in_words(chosen, total, len(rows), lang), className="compared"),
        html.P(html.A(BACK[lang], href=place.url)),
        inputs.part(_table(chosen.dataset, rows, departments, lang))
        if rows
        else html.P(NONE[lang]),
        html.Div(
            html.Span(
                downloads.with_json(links),
                className="links",
            ),
            className="under",
        ),
    ]


def _in_words(chosen: Cell, total: int, shown: int, lang: Lang) -> str:
    agrees = total == chosen.value
    zh = f"报告里是{words.number(chosen.value)}，记录有{words.number(total)}件"
    en = f"{words.number(chosen.value)} in the report, {words.number(total)} on record"
    if not agrees:
        zh, en = f"{zh}，两者不一致", f"{en}: they differ"
    if shown < total:
        zh, en = (
            f"{zh}；这里列出前{words.number(shown)}件，全部见文件",
            f"{en}; the first {words.number(shown)} {words.plural(shown, 'is', 'are')} listed, the files have all",
        )
    return Text(f"{zh}。", f"{en}.")[lang]


def _table(
    dataset: str, rows: list[dict[str, Any]], departments: Mapping[str, str], lang: Lang
) -> html.Div:
    fields = [DATASETS[dataset].field(name) for name in FIELDS[dataset]]
    heads = html.Thead(html.Tr([html.Th(f.title[lang].capitalize(), scope="col") for f in fields]))
    body = [html.Tr([_value(f, row.get(f.id), departments, lang) for f in fields]) for row in rows]
    held = dbc.Table([heads, html.Tbody(body)], className="records")
    more = {"className": "wide", "role": "region", "aria-label": DATASETS[dataset].title[lang]}
    return html.Div(held, tabIndex="0", **blocks.extra(more))


def _value(field: Any, value: Any, departments: Mapping[str, str], lang: Lang) -> html.Td | html.Th:
    if field.id == "request_no":
        there = Place("disclosure", lang, (("request", str(value)),))
        return html.Th(html.A(str(value), href=there.url), scope="row")
    if value is None:
        return html.Td(words.MISSING)
    if field.id == "department":
        return html.Td(marked(departments.get(value) or value, lang))
    if field.type == "date":
        return html.Td(words.day(date.fromisoformat(value), lang))
    codes = {
        code.id: code.title[lang] for code in (OUTCOMES if field.id == "outcome" else field.codes)
    }
    return html.Td(codes.get(value, str(value)))
