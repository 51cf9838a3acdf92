"""`/supervision/bulletin/{yyyy-mm}` 月报: an edition as it was published, and what differs now."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from dash import html

from api.answer import answers
from api.bulletin import months as calendar_months
from api.bulletin import reading
from api.bulletin.reading import Reading
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, Refused, text
from dashboard.pages.bulletin import changed
from dashboard.pages.bulletin.tables import Tables
from dashboard.parts import blocks, inputs, months
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.bulletin import Damaged
from data.definitions import Text

FOLDER = "supervision/bulletin"
TITLE = Text("月报", "Monthly bulletin")
ALL = Text("各月月报", "All bulletins")
NUMERALS = "一二三四五六七八九"
EDITION = text(
    "edition",
    r"[1-9]\d{0,3}|now",
    Text("不是版次（1、2……）或 now", "is no edition (1, 2 …), nor now"),
)
DAMAGED = Text(
    "本期月报的文件与发布时不符，不予显示；请从备份恢复。",
    "The file of this bulletin is not as it was published, and is not shown; the backup has it.",
)
NOT_PUBLISHED = Text(
    "本期尚未发布，以下为当前数据。", "Not published: the numbers as they are now."
)
OF_NOW = Text("以下为当前数据，不是发布的版本。", "The numbers as they are now, not as published.")
LEFT_OUT = Text("未列入（暂无数据）：", "Left out, as there is no data: ")
NO_SUCH = Text("没有这一版", "there is no such edition")


@lru_cache(512)
def page_of(month: str) -> Page | None:
    """The page of a month that is over or running; None for what names none."""
    if not calendar_months.is_month(month):
        return None

    def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
        meta = ask(answers.Live())["meta"]
        title = words.period(month, lang)
        title = Text(f"{title}月报", f"Bulletin of {title}")[lang]
        return {
            "bulletin-title": {"children": title},
            "bulletin-body": {"children": _body(month, arguments["edition"], lang)},
            **frame(meta),
        }

    return Page(
        f"{FOLDER}/{month}",
        TITLE,
        f"{FOLDER}/{month}",
        view,
        layout,
        parameters=(EDITION,),
        every=60,
        charts=False,
        menu=False,
        styles=("bulletin.css",),
        finding=lambda view, lang: str(view["bulletin-title"]["children"]),
        kept="editions",
    )


def _body(month: str, edition: str, lang: Lang) -> list[Any]:
    try:
        read = reading.read(month, edition)
    except reading.NoEdition:
        raise Refused("edition", NO_SUCH) from None
    except Damaged:
        return [html.P(DAMAGED[lang], className="notice")]
    tables = Tables(read, lang)
    left_out = Text("、", ", ")[lang].join(one[lang] for one in read.bulletin["left_out"])
    return [
        _state(read, edition, lang),
        html.P(months.working_days(read.bulletin["months"], lang), className="note"),
        *changed.sections(read, lang),
        *(inputs.part(_section(one, tables, lang)) for one in read.bulletin["sections"]),
        *([html.P(LEFT_OUT[lang] + left_out, className="note")] if left_out else []),
        _files(read, edition, lang),
    ]


def _state(read: Reading, asked: str, lang: Lang) -> html.Div:
    """Which edition this is, of when; the others, and the numbers of now."""
    place = Place(f"{FOLDER}/{read.month}", lang)

    def link(value: str, title: str) -> Any:
        query = (("edition", value),) if value else ()
        return html.A(title, href=Place(place.page, lang, query).url)

    others = [
        link(str(one.number), _numbered(one.number, lang))
        for one in read.editions
        if one is not read.edition
    ]
    if read.edition:
        others.append(link("now", Text("当前数据", "the numbers of now")[lang]))
        content = read.edition.content
        made = words.day(datetime.fromisoformat(content["made_on"]).date(), lang)
        version = words.version(content["data_version"])
        said = Text(
            f"{_numbered(read.edition.number, 'zh')}，{made}发布，数据版本{version}。",
            f"{_numbered(read.edition.number, 'en')}, published {made}, data version {version}.",
        )[lang]
    else:
        said = (OF_NOW if read.editions else NOT_PUBLISHED)[lang]
    joined: list[Any] = [f"{said} "]
    for one in others:
        joined += [one, " "]
    return html.Div([html.P(joined, className="state" if read.edition else "state notice")])


def _numbered(number: int, lang: Lang) -> str:
    return Text(f"第{number}版", f"Edition {number}")[lang]


def _section(section: dict[str, Any], tables: Tables, lang: Lang) -> html.Section:
    n = section["number"]
    number = Text(f"{NUMERALS[n - 1]}、", f"{n}. ")[lang]
    return html.Section(
        [
            html.H2(f"{number}{section['title'][lang]}"),
            *([html.P(section["absent"][lang], className="notice")] if section["absent"] else []),
            *(tables.table(one) for one in section["tables"]),
        ]
    )


def _files(read: Reading, asked: str, lang: Lang) -> html.Div:
    at = Place(f"{FOLDER}/{read.month}", lang).path
    query = f"?edition={read.edition.number if read.edition else 'now'}"
    print_ = Text("打印：浏览器打印，A4横向", "To print: the browser's own print, A4 landscape")[
        lang
    ]
    sha = f" · SHA-256 {read.edition.sha256}" if read.edition else ""
    return html.Div(
        [
            html.Span(
                [
                    html.A("XLSX", href=f"{at}.xlsx{query}"),
                    html.A("JSON", href=f"{at}.json{query}"),
                ],
                className="links",
            ),
            html.Span([blocks.source(lang), f" · {print_}{sha}"], className="source"),
        ],
        className="under",
    )


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.P(html.A(ALL[lang], href=Place(FOLDER, lang).path), className="back"),
            blocks.live(html.H1, "bulletin-title", view, className="page-title"),
            blocks.live(html.Div, "bulletin-body", view),
        ],
        id="main",
        className="bulletin",
    )
