"""The published report held against the records: how many cells differ, and which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.pages.annual_report import checks
from dashboard.parts.blocks import extra
from dashboard.parts.two_languages import marked, sentence
from dashboard.words import Lang
from data.catalog.statements import BLANKS
from data.definitions import Text

Data = Mapping[str, Any]
TITLE = Text("公布的年报与记录核对", "The published report against the records")
NONE_DIFFERS = Text("核对{n}格，全部一致。", "{n} cells compared; none differs.")
DIFFER = Text("核对{n}格，{k}格不一致。", "{n} cells compared; {k} differ.")
NOTHING_TO_COMPARE = Text(
    "没有可供核对的记录；公布的{n}格如下。",
    "There are no records to compare with; the {n} published cells are:",
)
PRINT_HOLDS = Text(
    "公布的数字自身的勾稽关系：能核对的{n}处全部成立。",
    "The published numbers keep all {n} identities that can be checked.",
)
PRINT_FAILS = Text(
    "公布的数字自身有{k}处勾稽关系不成立，是公布件的差错：",
    "The published numbers fail {k} identities of their own; these are faults of the print:",
)
HEADS = (
    Text("格", "Cell"),
    Text("公布", "Published"),
    Text("按记录重算", "Recomputed"),
    Text("相差", "Difference"),
)
EVERY = Text("公布的各格", "Every published cell")
SOURCE = Text("公布网址：", "Published at: ")
_BLANKS = {code.id: code.title for code in BLANKS}


def section(data: Data, lang: Lang) -> list[html.Section]:
    """Nothing where no table 三 or 四 was published."""
    report = data["published"]
    if report is None or not report["cells"]:
        return []
    differing = [one for one in report["cells"] if one["differs"]]
    if report["compared"]:
        text = DIFFER if differing else NONE_DIFFERS
        summary = text[lang].format(
            n=words.number(report["compared"]), k=words.number(report["differing"])
        )
        shown = [_table(differing, lang)] if differing else []
    else:
        summary = NOTHING_TO_COMPARE[lang].format(n=words.number(len(report["cells"])))
        shown = [html.Details([html.Summary(EVERY[lang]), _table(report["cells"], lang)])]
    look = "late" if differing else "kept"
    return [
        html.Section(
            [
                html.H2(TITLE[lang]),
                html.P(summary, className=look),
                *shown,
                *_print(report, lang),
                html.P(_source(report, lang), className="note"),
            ],
            className="identities",
        )
    ]


def _print(report: Data, lang: Lang) -> list[Any]:
    """Whether the print agrees with itself."""
    failed = [one for one in report["identities"] if one["holds"] is False]
    if not failed:
        checked = sum(one["holds"] is True for one in report["identities"])
        return [html.P(PRINT_HOLDS[lang].format(n=words.number(checked)))] if checked else []
    faults = [
        html.Li([html.Strong(one["title"]), html.Span(checks.sides(one, lang))], className="late")
        for one in failed
    ]
    text = PRINT_FAILS[lang].format(k=words.number(len(failed)))
    return [html.P(text, className="late"), html.Ul(faults, className="failed")]


def _table(cells: Iterable[Data], lang: Lang) -> html.Div:
    rows = [
        html.Tr(
            [
                html.Th(_label(one), scope="row"),
                html.Td(_printed(one, lang)),
                html.Td(words.number(one["recomputed"])),
                html.Td(words.number(one["difference"])),
            ]
        )
        for one in cells
    ]
    heads = html.Thead(html.Tr([html.Th(text[lang], scope="col") for text in HEADS]))
    table = dbc.Table([heads, html.Tbody(rows)], className="checks")
    more = {"className": "wide", "role": "region", "aria-label": TITLE[lang]}
    return html.Div(table, tabIndex="0", **extra(more))


def _label(one: Data) -> Any:
    """The cell's name, to the records that it counts where it counts any."""
    label = sentence(one["label"])
    return label if one["link"] is None else html.A(label, href=one["link"])


def _printed(one: Data, lang: Lang) -> str:
    if one["published"] is None:
        return _BLANKS[one["blank"]][lang]
    return words.number(one["published"])


def _source(report: Data, lang: Lang) -> list[Any]:
    links: list[Any] = [marked(report["format"], lang)]
    for url in report["sources"]:
        safe = url.startswith(("https://", "http://"))
        links += [" ", SOURCE[lang], html.A(url, href=url) if safe else url]
    return links
