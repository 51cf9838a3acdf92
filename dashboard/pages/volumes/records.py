"""The records behind a number of /volumes: the same address, one page further."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import dash_bootstrap_components as dbc
from dash import html
from werkzeug.datastructures import MultiDict

from api.answer.answers import Query
from api.parsing import datasets, indicators
from dashboard import words
from dashboard.asking import item_pages, time_span
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.first_record import begun
from dashboard.asking.parameters import Arguments, choice, text
from dashboard.pages.volumes.ask import codes, newest, total
from dashboard.pages.volumes.choice import MEASURES, PARAMETERS, PATH, Choice, read
from dashboard.pages.volumes.sentences import before, condition
from dashboard.parts import blocks, controls, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import DATASETS
from data.definitions import Text, sortable
from data.hall import today

HERE = f"{PATH}/records"
TITLE = Text("办件记录", "Records of cases")
ROWS = 25
CASES = DATASETS["cases"]
COLUMNS = (
    "case_no", "item", "department", "channel", "window",
    "accepted_on", "due_on", "completed_on", "used_days", "outcome",
)  # fmt: skip
SORTABLE = tuple(name for name in sortable(CASES) if name in COLUMNS)
ORDERS = {
    f"{sign}{name}": Text(
        f"{CASES.field(name).title.zh}{zh}", f"{CASES.field(name).title.en}, {en}"
    )
    for name in SORTABLE
    for sign, zh, en in (("", "升序", "ascending"), ("-", "降序", "descending"))
}
PARAMETERS_OF_RECORDS = (
    *PARAMETERS,
    choice("sort", ORDERS),
    text(
        "after", r"[A-Za-z0-9._=-]{8,600}", Text("不是本页给出的位置", "is no place of this list")
    ),
)
NEXT, FIRST, BACK = (
    Text("下一页", "Next"),
    Text("第一页", "First"),
    Text("返回图表", "Back to the chart"),
)
PAGES = Text("翻页", "Pages")
NONE = Text("没有符合条件的记录。", "No record meets these conditions.")
SAME = Text("下载全部这些记录：", "All of these records as a file: ")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    meta = ask(newest())["meta"]
    chosen = read(arguments, time_span.anchor(ask, meta, today()))
    _, names = codes(ask, chosen)
    order = arguments["sort"] or _order(chosen)
    document = ask(_query(chosen, order, arguments["after"]))
    asking = Asking(HERE, PARAMETERS_OF_RECORDS, arguments, lang)
    named = begun(ask, chosen.span, "cases", "accepted_on")
    return {
        "records-title": {"children": _title(ask, chosen, document, names, lang)},
        "records-said": {"children": time_span.dates(named, lang)},
        "records-head": {"children": [_head(asking, name, order) for name in COLUMNS]},
        "records-rows": {"children": [_row(row, names, lang) for row in document["data"]]},
        "records-none": {"children": NONE[lang], "hidden": bool(document["data"])},
        "records-pages": {"children": _pages(asking, document)},
        "records-links": {"children": _files(document, lang)},
        "records-as-of": {"children": notes.as_of(meta, today(), lang)},
        "records-back": {"href": asking.href(page=PATH, sort="", after="")},
        **frame(meta),
    }


def _order(chosen: Choice) -> str:
    """The newest first; of those in progress the oldest, of overdue ones the longest overdue."""
    if chosen.measure.id == "overdue":
        return "due_on"
    return f"-{chosen.measure.dated}" if chosen.measure.dated else "accepted_on"


def _query(chosen: Choice, order: str, after: str) -> Query:
    """The question, read and checked as the API reads it, so that its places in a list hold here."""
    args = MultiDict({"limit": str(ROWS), "sort": order} | chosen.filters)
    if after:
        args["cursor"] = after
    first, last = chosen.span.first, chosen.span.last
    if chosen.measure.dated:
        dated = chosen.measure.dated
        args[f"{dated}__to"] = last.isoformat()
        if first:
            args[f"{dated}__from"] = first.isoformat()
        return datasets.records("cases", datasets.records_parameters("cases", "").read(args))
    args["to"] = last.isoformat()
    indicator = chosen.measure.indicator
    return indicators.proof(indicator, indicators.proof_parameters(indicator, "").read(args))


def _title(ask: Ask, chosen: Choice, document: dict[str, Any], names: Any, lang: Lang) -> str:
    count = document["meta"]["total"]
    title = chosen.measure.title
    if chosen.measure.dated:
        flow = next(
            m for m in MEASURES.values() if m.kind == "count" and m.dated == chosen.measure.dated
        )
        cell = total(ask, flow, chosen.span, chosen.filters)
        count, title = (cell["value"] if cell else None), flow.title
    who = before(condition(chosen, names, lang), lang)
    if not count and document["meta"]["as_of"] is None:
        return notes.no_data("cases", lang)
    number = words.number(count)
    if lang == "zh":
        return f"{who}{title.zh}的{number}件"
    return f"{who}{words.counted(count, words.CASES, lang)}, {title.en.lower()}"


def _head(asking: Asking, name: str, order: str) -> html.Th:
    """A column's name; where the list can be sorted by it, a link that does or turns it round."""
    title = CASES.field(name).title[asking.lang]
    if name not in SORTABLE:
        return html.Th(title, scope="col")
    down = order == f"-{name}"
    sorted_by = {"aria-sort": "descending" if down else "ascending"} if name in order else {}
    if name != order.removeprefix("-"):
        sorted_by = {}
    then = name if down else f"-{name}" if name == order else name
    return html.Th(
        html.A(title, href=asking.href(sort=then, after="")), scope="col", **blocks.extra(sorted_by)
    )


def _row(row: dict[str, Any], names: dict[str, dict[str, str]], lang: Lang) -> html.Tr:
    cells = [
        _linked(name, row[name], _cell(name, row[name], names, lang), lang) for name in COLUMNS
    ]
    return html.Tr([html.Th(cells[0], scope="row"), *(html.Td(cell) for cell in cells[1:])])


def _linked(name: str, code: Any, written: str, lang: Lang) -> Any:
    """An item leads to its page."""
    href = item_pages.of_item(code, lang) if name == "item" and code is not None else None
    return html.A(written, href=href) if href else written


def _cell(name: str, value: Any, names: dict[str, dict[str, str]], lang: Lang) -> str:
    if value is None:
        return words.MISSING
    if name in names:
        return names[name].get(value, str(value))
    titles = {code.id: code.title[lang] for code in CASES.field(name).codes}
    if titles:
        return titles.get(value, str(value))
    return words.number(value) if isinstance(value, int | float) else str(value)


def _pages(asking: Asking, document: dict[str, Any]) -> html.Nav:
    lang = asking.lang
    ways = [(FIRST[lang], asking.href(after=""))] if asking.asked["after"] else []
    if "next" in document["links"]:
        cursor = parse_qs(urlsplit(document["links"]["next"]).query)["cursor"][0]
        ways.append((NEXT[lang], asking.href(after=cursor)))
    return controls.paging(PAGES[lang], ways)


def _files(document: dict[str, Any], lang: Lang) -> list[Any]:
    return [SAME[lang], *downloads.with_json(document["links"], every=True)]


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    table = dbc.Table(
        [
            html.Thead(blocks.live(html.Tr, "records-head", v)),
            blocks.live(html.Tbody, "records-rows", v),
        ],
        className="records",
    )
    return html.Main(
        [
            html.P(blocks.live(html.A, "records-back", v, children=BACK[lang]), className="back"),
            blocks.live(html.H1, "records-title", v, className="page-title"),
            html.P(
                [
                    blocks.live(html.Span, "records-said", v),
                    " · ",
                    blocks.live(html.Span, "records-as-of", v, className="as-of"),
                ],
                className="note",
            ),
            # A wide table scrolls by itself; that place can be reached by keyboard.
            html.Div(
                [table, blocks.live(html.P, "records-none", v)],
                className="scrolls",
                tabIndex="0",
                role="region",
                **blocks.extra({"aria-label": TITLE[lang]}),
            ),
            blocks.live(html.Div, "records-pages", v),
            blocks.live(html.P, "records-links", v, className="files"),
        ],
        id="main",
        **blocks.extra({"data-explore": ""}),
    )


PAGE = Page(
    HERE,
    TITLE,
    "volumes-records",
    view,
    layout,
    parameters=PARAMETERS_OF_RECORDS,
    every=60,
    charts=False,
    menu=False,
    styles=("explore.css",),
)
