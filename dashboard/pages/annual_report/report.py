"""Tables 三, 四 and 二 of any year, from records, in the layout of 政府信息公开工作年度报告.

Every cell leads to the records that it counts (`?cell=r03.person`); the identities that the tables
must keep are worked out beside them, failures with both sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import code, whole
from dashboard.pages.annual_report import cell, checks, published, tables, ways
from dashboard.parts import blocks, inputs
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.parts.two_languages import marked
from dashboard.words import Lang
from data.definitions import Text
from data.hall import today

TITLE = Text("政府信息公开申请情况（年度报告格式）", "Disclosure in the annual report's format")
PARAMETERS = (whole("year", 2008, 2100), code("department"), cell.PARAMETER)
PRINT = Text("打印：使用浏览器打印，横向 A4", "To print: the browser's own print, A4 landscape")
NOTHING = Text(
    "暂无政府信息公开申请记录，入库后自动生成报表。",
    "There are no requests on record yet, so there is no report.",
)
OPENS = Text("点击表中数字可查看对应明细。", "Any number opens the records that it counts.")
OWN = Text(
    "这里是各部门的合计；年度报告由各行政机关自行编制、公布（条例第四十九条）。",
    "This is a sum over departments; each organ publishes an annual report of its own "
    "(Regulation, Art. 49).",
)
NOT_COUNTED = Text(
    "没有这一机关这一年的申请记录，这里是它公布的年度报告。",
    "There are no records of requests of this organ and year; this is what its report says.",
)
BACK = Text("依申请公开", "Disclosure requests")


def view(ask: Ask, lang: Lang, arguments: Mapping[str, str]) -> View:
    """The report, or the records of one of its cells. Without `year`: of the running year."""
    year = int(arguments["year"] or today().year)
    department = arguments["department"] or None
    try:
        document = ask(answers.AnnualReport(year, department))
    except answers.Unknown as unknown:
        return _without(ask, unknown, year, lang)
    data, meta = document["data"], document["meta"]
    chosen = cell.read(arguments["cell"], data)
    place = Place(
        "disclosure/report", lang, tuple((k, v) for k, v in arguments.items() if v and k != "cell")
    )
    body = cell.section(ask, chosen, data, place) if chosen else _whole(document, place)
    return {
        "report-title": {"children": data["title"]},
        "report-state": {"children": _state(data, lang)},
        "report-ways": {"hidden": False},
        "report-years": {"children": ways.years(data["years"], year, place)},
        "year-field": {"value": str(year)},
        "department-field": {"options": ways.departments(ask, lang)},
        "report": {"children": body},
        **frame(meta),
    }


def _without(ask: Ask, unknown: answers.Unknown, year: int, lang: Lang) -> View:
    """For a year without records: which years there are."""
    note = NOTHING[lang]
    if unknown.allowed:
        note = Text(
            f"没有{words.year(year, 'zh')}的记录，可以查看：",
            f"There are no records of {year}. There are reports of: ",
        )[lang]
    years = ways.years(
        [int(known) for known in unknown.allowed], year, Place("disclosure/report", lang)
    )
    options = ways.departments(ask, lang)
    meta = ask(answers.OpenRequests(limit=1))["meta"]
    return {
        "report-title": {"children": TITLE[lang]},
        "report-state": {"children": ""},
        "report-ways": {"hidden": len(options) == 1},  # nobody to choose
        "report-years": {"children": []},
        "year-field": {"value": ""},
        "department-field": {"options": options},
        "report": {"children": [html.P([note, *years], className="notice")]},
        **frame(meta),
    }


def _state(data: Mapping[str, Any], lang: Lang) -> str:
    """Of which day the open requests are, and since when there are records at all."""
    as_of = words.day(date.fromisoformat(data["as_of"]), lang)
    if not data["counted"]:
        return NOT_COUNTED[lang]
    since = date.fromisoformat(data["since"])
    if data["as_of"] < data["period"]["to"]:
        state = Text(
            f"{words.year(data['year'], 'zh')}未满，数据截至{as_of}，“结转下年度”一行是这一天在办的申请。",
            f"{data['year']} is not over: numbers as of {as_of}; row IV: open that day.",
        )
    else:
        state = Text(f"数字截至{as_of}。", f"As of {as_of}.")
    zh, en = state.zh, state.en
    if data["department"] is None:
        zh += OWN.zh
        en += f" {OWN.en}"
    if data["since"] > data["period"]["from"]:
        zh += (
            f"记录从{words.day(since, 'zh')}开始，“本年新收”自这一天起统计；"
            "此前的申请不在其中，“上年结转”不可知。"
        )
        en += (
            f" Records begin on {words.day(since, 'en')}: row I counts from that day on; earlier "
            "requests are not among them, and row II is not known."
        )
    return Text(zh, en)[lang]


def _files(data: Mapping[str, Any], lang: Lang) -> html.Div:
    at = f"/disclosure/annual-report/{data['year']}"
    of = {"department": data["department"], "lang": None if lang == "zh" else lang}

    def csv(table: str, title: Text) -> html.A:
        name = f"CSV {title[lang]}"
        return html.A(name, href=address.api(f"{at}.csv", table=table, labels=lang, **of))

    links = [
        html.A("XLSX", href=address.api(f"{at}.xlsx", **of)),
        csv("3", Text("表三", "table 3")),
        csv("4", Text("表四", "table 4")),
        csv("identities", Text("勾稽关系", "identities")),
        *([csv("published", Text("公布与重算", "published"))] if data["published"] else []),
        html.A("JSON", href=address.api(at, **of)),
    ]
    return html.Div(
        [html.Span(links, className="links"), html.Span(PRINT[lang], className="source")],
        className="under",
    )


def _whole(document: Mapping[str, Any], place: Place) -> list[Any]:
    data, lang = document["data"], place.lang
    recomputed = [
        html.P(OPENS[lang], className="note opens"),
        inputs.part(tables.table3(data, place)),
        inputs.part(tables.table4(data, place)),
    ]
    return [
        *([inputs.part(checks.identities(data, lang))] if data["counted"] else []),
        *(inputs.part(one) for one in published.section(data, lang)),
        _files(data, lang),
        *(recomputed if data["counted"] else []),
        *(inputs.part(one) for one in tables.statements(data, lang)),
        html.P(marked(data["format"], lang), className="note"),
    ]


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.P(html.A(BACK[lang], href=Place("disclosure", lang).path), className="back"),
            blocks.live(html.H1, "report-title", v, className="plain"),
            blocks.live(html.P, "report-state", v, className="state"),
            ways.ways(place, v),
            blocks.live(html.Div, "report", v, className="report"),
        ],
        id="main",
        className="report-page",
    )


PAGE = Page(
    "disclosure/report",
    TITLE,
    "disclosure-report",
    view,
    layout,
    parameters=PARAMETERS,
    every=60,
    charts=False,
    menu=False,
    styles=("disclosure.css",),
)
