"""The annual disclosure report as a document: both tables, their proof and their identities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from api.documents import disclosure_links, links
from api.documents.disclosure import Document, Found, titles
from data.answers.names import reference
from data.catalog.statements import FIGURES
from data.definitions import Text
from data.disclosure import layout
from data.disclosure.cells import request_cell, review_cell
from data.disclosure.identities import NOT_CHECKED, RULES, Checked, identities
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS, ROWS
from data.disclosure.report import NOT_COVERED, STATEMENTS, Report, report, whole, years
from data.hall import today
from data.questions import AnnualReport, Page, Proof, Records

_FIGURE_TITLES = {code.id: code.title for code in FIGURES}


def annual_report(engine: Engine, query: AnnualReport, lang: str) -> Found:
    """`{year, title, department, department_label, period, as_of, partial, since, years, table3,
    table4, table2, fees, identities, rules}`.

    `as_of`: the day that row 25 and the pending reviews are of: 31 December, or today in the year
    that is running. `since`: the first day that any record is of; a report of that year knows
    nothing before it: the cells of row 2 are null, with a `reason`, and so is `holds` of the
    identities that need them. `partial`: not all of the year, at its end or at its beginning.
    `table3`, `table4` and `identities` are as the API contract has them, with labels. `table2` and
    `fees` are null where no department stated a figure.
    """
    with engine.connect() as connection:
        found = report(connection, query, today())
        label = _department(connection, query.department, lang)
    span = found.span
    checked = identities(found)
    data = {
        "year": query.year,
        "title": _title(query.year, label, lang),
        "department": query.department,
        "department_label": label,
        "format": layout.FORMAT[lang],
        "period": {"from": span.first.isoformat(), "to": span.last.isoformat()},
        "as_of": span.as_of.isoformat(),
        "partial": found.partial,
        "since": found.since.isoformat(),
        "years": list(found.years),
        "table3": _table3(found, lang),
        "table4": _table4(found, lang),
        "table2": _table2(found, lang),
        "fees": _fees(found, lang),
        "identities": [_identity(one, lang) for one in checked],
        "rules": [_rule(rule, checked, lang) for rule in RULES],
    }
    own = disclosure_links.of_report(query, lang)
    if query.year - 1 not in found.years:
        own.pop("previous")
    return data, own, {}


def _identity(one: Checked, lang: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "rule": one.rule,
        "at": one.at,
        "title": one.title[lang],
        "left": one.left,
        "right": one.right,
        "holds": one.holds,
        "reason": NOT_COVERED if one.holds is None else None,
        "reason_text": NOT_CHECKED[lang] if one.holds is None else None,
    }


def _rule(rule: str, checked: Sequence[Checked], lang: str) -> dict[str, Any]:
    """A rule, and in how many of its places it was checked, failed, and could not be checked."""
    places = [one for one in checked if one.rule == rule]
    return {
        "id": rule,
        "title": RULES[rule][lang],
        "checked": sum(one.holds is not None for one in places),
        "failed": sum(one.holds is False for one in places),
        "unchecked": sum(one.holds is None for one in places),
    }


def _department(connection: Connection, code: str | None, lang: str) -> str | None:
    return None if code is None else reference(connection, "departments")[code][lang]


def _title(year: int, department: str | None, lang: str) -> str:
    """Each organ's annual report is its own (Art. 49): this is its format, not that report."""
    zh = f"{year} 年政府信息公开申请情况（按年度报告格式：表三、表四、表二）"
    en = f"in {year}, in the format of the annual report (tables 3, 4 and 2)"
    if department is None:
        return Text(zh, f"Disclosure {en}")[lang]
    return Text(f"{department} {zh}", f"{department}: disclosure {en}")[lang]


def _link(query: Records | Proof) -> str:
    return links.of_list(query, None)["self"]


def _table3(found: Report, lang: str) -> Document:
    def link(row: str, column: str) -> str | None:
        if found.table3[row][COLUMNS.index(column)] is None:
            return None
        return _link(request_cell(row, column, found.query.department, found.span))

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
                "cells": list(found.table3[row.id]),
                "links": [link(row.id, column) for column in COLUMNS],
                "reason": NOT_COVERED if None in found.table3[row.id] else None,
                "note": _note(row.id, found, lang),
            }
            for row in ROWS
        ],
    }


def _note(row: str, found: Report, lang: str) -> str | None:
    """What has to be known of a row where the records begin within the year."""
    if found.whole or row not in ("r01", "r02"):
        return None
    since = found.since
    if row == "r01":
        return Text(f"自 {since} 起统计", f"counted from {since} on")[lang]
    return Text(
        f"记录自 {since} 开始，此前收到的申请不可知",
        f"records begin on {since}: what was received before is not known",
    )[lang]


def _table4(found: Report, lang: str) -> Document:
    def link(group: str, column: str) -> str:
        return _link(review_cell(group, column, found.query.department, found.span))

    return {
        "title": layout.TABLE4_TITLE[lang],
        "groups": list(GROUPS),
        "group_labels": titles(layout.GROUP_TITLES, lang),
        "columns": list(REVIEW_COLUMNS),
        "column_labels": titles(layout.REVIEW_TITLES, lang),
        "cells": [list(found.table4[group]) for group in GROUPS],
        "links": [[link(group, column) for column in REVIEW_COLUMNS] for group in GROUPS],
    }


def _figures(found: Report, ids: tuple[str, ...], lang: str) -> list[Document]:
    """Figures that departments stated; null where none stated it."""
    return [
        {"id": id, "label": _FIGURE_TITLES[id][lang], "value": found.statements.get(id)}
        for id in ids
    ]


def _stated(found: Report, ids: tuple[str, ...]) -> str:
    where = [("figure", ids), ("year", (found.query.year,))]
    if found.query.department is not None:
        where.append(("department", (found.query.department,)))
    return _link(Records(STATEMENTS, where=tuple(sorted(where)), page=Page(None)))


def _table2(found: Report, lang: str) -> Document | None:
    """Table 二: `{title, rows: [{article, label, figures: [{id, label, value}]}], link}`."""
    stated = [
        (article, label, ids) for article, entries in layout.STATEMENTS for label, ids in entries
    ]
    every = tuple(id for _, _, ids in stated for id in ids)
    if not found.statements.keys() & set(every):
        return None
    return {
        "title": layout.TABLE2_TITLE[lang],
        "rows": [
            {
                "article": article[lang],
                "label": label[lang],
                "figures": _figures(found, ids, lang),
            }
            for article, label, ids in stated
        ],
        "link": _stated(found, every),
    }


def _fees(found: Report, lang: str) -> Document | None:
    """Part six: `{title, figures: [{id, label, value}], link}`."""
    if not found.statements.keys() & set(layout.FEES):
        return None
    return {
        "title": layout.FEES_TITLE[lang],
        "figures": _figures(found, layout.FEES, lang),
        "link": _stated(found, layout.FEES),
    }


def reports(engine: Engine, lang: str) -> list[Any]:
    """The years that can be reported, newest first: `{year, partial, links}`."""
    with engine.connect() as connection:
        covered, since = years(connection, today())
    return [
        {
            "year": year,
            "partial": year == today().year or since is None or not whole(year, since),
            "links": disclosure_links.of_report(AnnualReport(year), lang),
        }
        for year in covered
    ]
