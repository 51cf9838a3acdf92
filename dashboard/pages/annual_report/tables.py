"""The annual report's tables in the official layout, each cell a link to its records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.parts.blocks import extra
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang
from data.definitions import Text
from data.disclosure import layout

Data = Mapping[str, Any]
NAMES = {
    "table3": Text("表三", "Table 3"),
    "table4": Text("表四", "Table 4"),
    "table2": Text("表二", "Table 2"),
}
LABELS = 3
"""Columns of row labels in table 三: item, heading, sub-item."""
STATED = Text("各部门填报", "Stated by the departments")
RECORDS = Text("填报记录", "What was stated")


def _head(text: str, columns: int = 1, rows: int = 1) -> html.Th:
    more = {"colSpan": str(columns)} if columns > 1 else {}
    more |= {"rowSpan": str(rows)} if rows > 1 else {}
    return html.Th(text, scope="colgroup" if columns > 1 else "col", **extra(more))


def _count(value: int | None, link: str | None, place: Place, at: str, what: str) -> html.Td:
    """A cell: its number leads to the records that it counts; one that no record gives leads nowhere."""
    if value is None or link is None:
        return html.Td(html.A(words.number(value)))
    there = Place(place.page, place.lang, (*place.query, ("cell", at)))
    name = {"aria-label": f"{what}: {words.number(value)}"}
    return html.Td(html.A(words.number(value), href=there.url, **extra(name)))


def _titled(id: str, title: str, lang: Lang) -> html.H2:
    return html.H2(f"{NAMES[id][lang]} {title}")


# --- table 三 -----------------------------------------------------------------------------------


def table3(data: Data, place: Place) -> html.Section:
    """25 rows by 7 columns under merged headings."""
    lang, table = place.lang, data["table3"]
    handled = sum(row["handled"] for row in table["rows"])
    since = date.fromisoformat(data["since"]) if data["since"] else None
    body: list[html.Tr] = []
    begun = False
    for group, members in groupby(table["rows"], key=lambda row: row["group"]):
        rows = list(members)
        for i, row in enumerate(rows):
            labels: list[html.Th] = []
            if row["handled"] and not begun:
                labels.append(_upright(layout.HANDLED[lang], handled, "upright"))
                begun = True
            if group and i == 0:
                labels.append(_upright(group, len(rows), "group"))
            labels.append(_label(row, group, since, lang))
            body.append(_row3(row, labels, table, place))
    held = dbc.Table([_heads3(table, lang), html.Tbody(body)], className="official")
    return html.Section([_titled("table3", table["title"], lang), _scrolled(held, table["title"])])


def _upright(text: str, rows: int, look: str) -> html.Th:
    """A heading of the rows beside it, which the stylesheet may set upright."""
    return html.Th(html.Span(text), rowSpan=str(rows), scope="rowgroup", className=look)


def _label(row: Mapping[str, Any], group: str | None, since: date | None, lang: Lang) -> html.Th:
    columns = 1 if group else LABELS - 1 if row["handled"] else LABELS
    more = {"colSpan": str(columns)} if columns > 1 else {}
    inside: list[Any] = [row["label"]]
    if note := row["note"]:
        if since:  # The API writes days as data, a page as people do.
            written = since.isoformat()
            note = note.replace(written, words.day(since, lang))
        inside += [html.Br(), html.Span(note, className="note")]
    return html.Th(inside, scope="row", className="item", **extra(more))


def _row3(row: Mapping[str, Any], labels: list[html.Th], table: Data, place: Place) -> html.Tr:
    names = table["column_labels"]
    cells = [
        _count(value, link, place, f"{row['id']}.{column}", f"{row['label']} {names[column]}")
        for column, value, link in zip(table["columns"], row["cells"], row["links"], strict=True)
    ]
    look = "handled" if row["handled"] else "outer"
    return html.Tr(
        [*labels, *cells], className=f"{look} {'sum' if row['id'] == 'r24' else ''}".strip()
    )


def _heads3(table: Data, lang: Lang) -> html.Thead:
    names, n = table["column_labels"], len(table["columns"])
    inner = table["columns"][1:-1]
    return html.Thead(
        [
            html.Tr(
                [_head(layout.RULE_TITLE[lang], LABELS, 3), _head(layout.APPLICANTS_TITLE[lang], n)]
            ),
            html.Tr(
                [
                    _head(names["person"], rows=2),
                    _head(layout.LEGAL_PERSONS_TITLE[lang], len(inner)),
                    _head(names["total"], rows=2),
                ]
            ),
            html.Tr([_head(names[column]) for column in inner]),
        ]
    )


def _scrolled(table: dbc.Table, title: str) -> html.Div:
    """A wide table scrolls by itself, by keyboard too; the page does not."""
    more = {"className": "wide", "role": "region", "aria-label": title}
    return html.Div(table, tabIndex="0", **extra(more))


# --- table 四 -----------------------------------------------------------------------------------


def table4(data: Data, place: Place) -> html.Section:
    """One row of 15: three groups of five."""
    lang, table = place.lang, data["table4"]
    names, groups, n = table["group_labels"], table["groups"], len(table["columns"])
    heads = [
        html.Tr([_head(names[groups[0]], n, 2), _head(layout.LITIGATION_TITLE[lang], 2 * n)]),
        html.Tr([_head(names[group], n) for group in groups[1:]]),
        html.Tr(
            [_head(table["column_labels"][column]) for _ in groups for column in table["columns"]]
        ),
    ]
    cells = [
        _count(
            value,
            link,
            place,
            f"{group}.{column}",
            f"{names[group]} {table['column_labels'][column]}",
        )
        for group, values, links in zip(groups, table["cells"], table["links"], strict=True)
        for column, value, link in zip(table["columns"], values, links, strict=True)
    ]
    held = dbc.Table([html.Thead(heads), html.Tbody(html.Tr(cells))], className="official reviews")
    return html.Section([_titled("table4", table["title"], lang), _scrolled(held, table["title"])])


# --- what departments state ---------------------------------------------------------------------


def statements(data: Data, lang: Lang) -> list[html.Section]:
    """Table 二 and the fees, where departments stated any."""
    sections = []
    if data["table2"]:
        table = data["table2"]
        rows = [
            html.Tr(
                [
                    html.Th(row["article"], scope="row"),
                    html.Td(sentence(figure["label"])),
                    html.Td(words.amount(figure["value"])),
                ]
            )
            for row in table["rows"]
            for figure in row["figures"]
        ]
        sections.append(_stated(_titled("table2", table["title"], lang), rows, table["link"], lang))
    if data["fees"]:
        fees = data["fees"]
        rows = [
            html.Tr(
                [
                    html.Th(sentence(figure["label"]), scope="row"),
                    html.Td(words.amount(figure["value"])),
                ]
            )
            for figure in fees["figures"]
        ]
        sections.append(_stated(html.H2(fees["title"]), rows, fees["link"], lang))
    return sections


def _stated(title: html.H2, rows: list[html.Tr], link: str, lang: Lang) -> html.Section:
    source = html.P([f"{STATED[lang]} · ", html.A(RECORDS[lang], href=link)], className="note")
    held = dbc.Table(html.Tbody(rows), className="stated")
    return html.Section([title, source, _scrolled(held, str(title.children))])
