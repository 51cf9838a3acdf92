"""The list of open requests, as strips, with the same records as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from api.formats import suffixes_for
from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.parts import blocks, downloads, inputs
from dashboard.parts.blocks import View
from dashboard.parts.two_languages import marked
from dashboard.parts.working_days import strips
from dashboard.parts.working_days.vocabulary import Request, standing
from dashboard.words import Lang
from data.definitions import Text

FEED = Text("逾期申请订阅（Atom）", "Feed of overdue requests (Atom)")
ALL_LINK = Text("全部列出", "List them all")
NONE_OPEN = Text("目前没有在办的申请。", "No request is open.")
NO_TITLE = Text("（未公布题名）", "(no public title)")
NO_DEPARTMENT = Text("部门未注明", "Department not stated")
COLUMNS = (
    Text("申请编号", "Request"),
    Text("部门与题名", "Department and title"),
    Text("办理进度", "Working days"),
    Text("期限", "Due"),
)
STRIPS = Text("每一件在办申请的进度，先到期的在前", "Every open request, what is due first on top")


def view(document: Mapping[str, Any], today: date, as_of: str, lang: Lang) -> View:
    meta, place = document["meta"], Place("disclosure", lang)
    requests = document["data"]["requests"]
    more = (meta["total"] or 0) - meta["count"]
    every = Place("disclosure", lang, (("list", "all"),))
    later = Text(
        f"另有{words.number(more)}件，到期更晚。", f"{words.number(more)} more are due later. "
    )[lang]
    # The same records as files: what `disclosure-open` counts today.
    tongue = None if lang == "zh" else lang
    rows = address.api("/indicators/disclosure-open/rows", to=today.isoformat(), lang=tongue)
    path, _, query = rows.partition("?")
    shown = {
        "strips": {"tree": _rows(place, requests, today)},
        "strips-none": {"children": NONE_OPEN[lang], "hidden": bool(requests)},
        "strips-more": {
            "children": [later, html.A(ALL_LINK[lang], href=every.url)],
            "hidden": not more,
        },
        **blocks.origin_view(
            "strips",
            downloads=[
                *downloads.files({s: f"{path}.{s}?{query}" for s in suffixes_for("rows")}),
                html.A("JSON", href=document["links"]["self"]),
                *downloads.explained("disclosure-open", rows, lang),
                html.A(FEED[lang], href=document["links"]["feed"]),
            ],
            as_of=as_of,
            value=words.number(meta["total"]) + Text("件在办", " open")[lang],
        ),
    }
    return blocks.with_n(shown, meta["total"], "strips")


def due(one: Request, lang: Lang, today: date) -> str:
    """The due date in short, or why there is none."""
    if one["due_on"] is None:
        return one["reason_text"] or ""
    on = date.fromisoformat(one["due_on"])
    return (words.short_day if on.year == today.year else words.day)(on, lang)


def _table_head(lang: Lang) -> html.Thead:
    heads = [html.Th(text[lang], scope="col", role="columnheader") for text in COLUMNS]
    return html.Thead(html.Tr(heads, role="row"), role="rowgroup")


def _rows(place: Place, requests: Sequence[Request], today: date) -> list[html.Tr]:
    """The list's rows; a number leads to the count of its days."""
    across = strips.scale(requests)
    return [_row(place, one, across, today) for one in requests]


def _row(place: Place, one: Request, across: int, today: date) -> html.Tr:
    lang, number = place.lang, one["request"]
    there = Place(place.page, lang, (("request", number),))
    department = one["department_label"] or NO_DEPARTMENT[lang]
    title = one["title"] or one["topic"]
    cells = [
        html.Th(html.A(number, href=there.url), scope="row", role="rowheader", className="no"),
        html.Td(
            [
                html.Span(marked(department, lang), className="who"),
                html.Span(marked(title, lang) or NO_TITLE[lang], className="what"),
            ],
            role="cell",
        ),
        html.Td(strips.strip(one, across, lang), role="cell", className="days"),
        html.Td(
            [
                html.Strong(standing(one, lang), className=f"left left--{one['standing']}"),
                html.Span(due(one, lang, today), className="due"),
            ],
            role="cell",
            className="until",
        ),
    ]
    return html.Tr(cells, role="row")


def layout(v: View, lang: Lang) -> html.Section:
    table = html.Table(
        [
            _table_head(lang),
            blocks.live(inputs.Part, "strips", v, element="tbody", role="rowgroup"),
        ],
        className="strips",
        role="table",
    )
    figure = html.Figure(
        [
            html.Figcaption(html.H2(STRIPS[lang])),
            html.Div([strips.legend(lang), table], className="drawn"),
            blocks.live(html.P, "strips-none", v),
            blocks.live(html.P, "strips-more", v, className="more"),
            html.Div(blocks.origin("strips", v, lang), className="under"),
        ],
        className="chart chart--strips",
        **blocks.figured("strips"),
    )
    return html.Section(figure, className="list")
