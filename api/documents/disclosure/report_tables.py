"""The tables of the annual disclosure report, each cell with the address of its proof."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from api.documents import links
from api.documents.disclosure.clock import Titles, titles
from api.documents.json_types import Count, Keywords, Link, OneOf
from data.catalog.disclosure.figures import FIGURES
from data.definitions import Text
from data.disclosure import layout
from data.disclosure.cells import of_records, request_cell, review_cell
from data.disclosure.forms import FORM_2019, OTHERWISE
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS, ROWS
from data.disclosure.published import STATEMENTS
from data.disclosure.report import CARRIED_IN, NOT_COVERED, Report
from data.questions import Page, Proof, Records

_FIGURE_TITLES = {code.id: code.title for code in FIGURES}


def _length(columns: tuple[Any, ...]) -> Keywords:
    """Of a list of so many."""
    return Keywords(minItems=len(columns), maxItems=len(columns))


class Table3Row(TypedDict):
    id: Annotated[str, OneOf([*(row.id for row in ROWS), OTHERWISE])]
    label: str
    group: str | None
    handled: bool
    cells: Annotated[list[Count | None], _length(COLUMNS)]
    links: Annotated[list[Link | None], _length(COLUMNS)]
    reason: Annotated[str, OneOf((NOT_COVERED, CARRIED_IN))] | None
    note: str | None


class Table3(TypedDict):
    title: str
    columns: list[Annotated[str, OneOf(COLUMNS)]]
    column_labels: Titles
    rows: Annotated[list[Table3Row], Keywords(minItems=len(FORM_2019.rows), maxItems=len(ROWS))]


class Table4(TypedDict):
    title: str
    groups: list[Annotated[str, OneOf(GROUPS)]]
    group_labels: Titles
    columns: list[Annotated[str, OneOf(REVIEW_COLUMNS)]]
    column_labels: Titles
    cells: Annotated[list[Annotated[list[Count | None], _length(REVIEW_COLUMNS)]], _length(GROUPS)]
    links: Annotated[list[Annotated[list[Link | None], _length(REVIEW_COLUMNS)]], _length(GROUPS)]


class Figure(TypedDict):
    """What departments stated; null where none did."""

    id: Annotated[str, OneOf([code.id for code in FIGURES])]
    label: str
    value: float | None


class Table2Row(TypedDict):
    article: str
    label: str
    figures: list[Figure]


class Table2(TypedDict):
    title: str
    rows: list[Table2Row]
    link: Link


class Fees(TypedDict):
    title: str
    figures: list[Figure]
    link: Link


def _link(query: Records | Proof) -> str:
    return links.of_list(query, None)["self"]


def request_link(report: Report, row: str, column: str) -> str | None:
    """Where the records are that a cell of table 三 counts; None of one that counts none."""
    has_number = report.table3[row][COLUMNS.index(column)] is not None
    if not has_number or (row == "r02" and report.carried_in):
        return None
    return _link(request_cell(row, column, of_records(report.query.department), report.span))


def review_link(report: Report, group: str, column: str) -> str | None:
    """Likewise of table 四."""
    if not report.counted:
        return None
    return _link(review_cell(group, column, of_records(report.query.department), report.span))


def table3(report: Report, lang: str) -> Table3:
    return {
        "title": layout.TABLE3_TITLE[lang],
        "columns": list(COLUMNS),
        "column_labels": titles(layout.COLUMN_TITLES, lang),
        "rows": [
            {
                "id": row.id,
                "label": row.title[lang],
                "group": row.group[lang] if row.group else None,
                "handled": row.handled,
                "cells": list(report.table3[row.id]),
                "links": [request_link(report, row.id, column) for column in COLUMNS],
                "reason": _reason(row.id, report),
                "note": _note(row.id, report, lang),
            }
            for row in report.form.rows
        ],
    }


def _reason(row: str, report: Report) -> str | None:
    if row == "r02" and report.carried_in:
        return CARRIED_IN
    return NOT_COVERED if None in report.table3[row] else None


def _note(row: str, report: Report, lang: str) -> str | None:
    """What has to be known of a row where the records begin within the year."""
    if row == "r02" and report.carried_in:
        return Text(
            "取自上一年度公布的年报，记录中没有",
            "from the published report of the year before; not on record",
        )[lang]
    if report.whole or not report.counted or row not in ("r01", "r02"):
        return None
    since = report.since
    if row == "r01":
        return Text(f"自{since}起统计", f"counted from {since} on")[lang]
    return Text(
        f"记录自{since}开始，此前收到的申请不可知",
        f"records begin on {since}: what was received before is not known",
    )[lang]


def table4(report: Report, lang: str) -> Table4:
    return {
        "title": layout.TABLE4_TITLE[lang],
        "groups": list(GROUPS),
        "group_labels": titles(layout.GROUP_TITLES, lang),
        "columns": list(REVIEW_COLUMNS),
        "column_labels": titles(layout.REVIEW_TITLES, lang),
        "cells": [list(report.table4[group]) for group in GROUPS],
        "links": [
            [review_link(report, group, column) for column in REVIEW_COLUMNS] for group in GROUPS
        ],
    }


def _figures(report: Report, ids: tuple[str, ...], lang: str) -> list[Figure]:
    return [
        {"id": id, "label": _FIGURE_TITLES[id][lang], "value": report.statements.get(id)}
        for id in ids
    ]


def _stated(report: Report, ids: tuple[str, ...]) -> str:
    where = [("figure", ids), ("year", (report.query.year,))]
    if report.published is not None:
        where.append(("department", report.published.organs))
    return _link(Records(STATEMENTS, where=tuple(sorted(where)), page=Page(None)))


def table2(report: Report, lang: str) -> Table2 | None:
    """Table 二; None where no department stated a figure of it."""
    form = report.published.form if report.published else report.form
    stated = [(article, label, ids) for article, entries in form.table2 for label, ids in entries]
    every = tuple(id for _, _, ids in stated for id in ids)
    if not report.statements.keys() & set(every):
        return None
    return {
        "title": layout.TABLE2_TITLE[lang],
        "rows": [
            {
                "article": article[lang],
                "label": label[lang],
                "figures": _figures(report, ids, lang),
            }
            for article, label, ids in stated
        ],
        "link": _stated(report, every),
    }


def fees(report: Report, lang: str) -> Fees | None:
    """Part six; None likewise."""
    if not report.statements.keys() & set(layout.FEES):
        return None
    return {
        "title": layout.FEES_TITLE[lang],
        "figures": _figures(report, layout.FEES, lang),
        "link": _stated(report, layout.FEES),
    }
