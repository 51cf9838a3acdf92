"""`/data` 开放数据: the datasets, what is in them, their files, the API, feeds, licence, citation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from api.descriptors.cadence import cadence_of
from api.descriptors.citation import citation
from api.documents import links, public_address
from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.pages.catalogue import checks, snapshots
from dashboard.pages.catalogue.about import EXCEPTIONS
from dashboard.pages.catalogue.dataset import CADENCE, FILES, ROWS, path_of, spaced
from dashboard.parts import blocks, controls, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import DATASETS, PUBLISHED, WITH_RECORDS
from data.definitions import Dataset, Text
from data.hall import hall

TITLE = Text("开放数据", "Open data")
LEAD = Text(
    "页面和大屏上的数，都可以从这里下载的记录重新算出来，下列各项除外。无需注册，可自由使用，须注明来源。",
    "The numbers on the pages and the wall can be recomputed from the records here, but for those named below. "
    "No registration, any use, with the source named.",
)
COLUMNS = (Text("数据集", "Dataset"), ROWS, CADENCE, FILES)
DATASETS_TITLE = Text("数据集", "Datasets")
NUMBERS_ONLY = Text("只公布统计数", "numbers only")
REFERENCE = Text("清单", "Reference lists")
API = Text("数据接口", "The API")
API_SAID = Text(
    "同样的参数适用于所有格式；不加 limit，文件给出全部记录。每个回答都写明数据版本和数据截至时间。",
    "The same parameters work for every format; without limit a file holds all records. Every answer says its data "
    "version and how recent it is.",
)
# Where `app.py serve` answers unless told otherwise. The page is kept and serves everyone, so it
# cannot name the address at which it was asked.
LOCAL = "http://127.0.0.1:8050"
LOCAL_SAID = Text(
    "本厅尚未在 hall.toml 中设定网址，示例和引用中的网址只在启动服务的这台机器上有效。",
    "This hall has not set its address in hall.toml yet: the one in the example and the citation works only on "
    "the machine where the service was started.",
)
DESCRIBED = Text("机器可读的目录", "Machine-readable catalogues")
LICENCE = Text("许可", "Licence")
CITE = Text("如何引用", "How to cite")
DOCS = Text("接口文档（可以试用）", "API reference (try it)")
OPENAPI = Text("OpenAPI 描述", "OpenAPI description")
DICTIONARY = Text("数据字典（CSV）", "data dictionary (CSV)")
FEEDS = Text("订阅：新数据、更正、逾期申请", "Feeds: new data, corrections, overdue requests")


def view(ask: Ask, lang: Lang, arguments: Any) -> View:
    """How many records each dataset has, and how often they come."""
    del arguments
    shown: View = checks.view(ask, lang) | snapshots.view(lang)
    meta: dict[str, Any] = {}
    for dataset in WITH_RECORDS.values():
        document = ask(answers.Records(dataset.id, page=answers.Page(1)))
        meta, total = document["meta"], document["meta"]["total"]
        shown[f"rows-{dataset.id}"] = {
            "children": words.number(total) if total else notes.no_data(dataset.id, lang),
            "className": "n" if total else "n note",
        }
        shown[f"files-{dataset.id}"] = {
            "children": spaced(downloads.files(document["links"], every=True))
        }
    for dataset in PUBLISHED.values():
        shown[f"cadence-{dataset.id}"] = {"children": cadence_of(dataset)[lang]}
    return shown | frame(meta)


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    datasets = PUBLISHED.values()
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(LEAD[lang], className="opening"),
            controls.search(place, "search-data"),
            html.P(EXCEPTIONS[lang]),
            html.H2(DATASETS_TITLE[lang]),
            _table([d for d in datasets if not d.reference], lang, view),
            html.H2(REFERENCE[lang]),
            _table([d for d in datasets if d.reference], lang, view),
            *snapshots.layout(view, lang),
            *checks.layout(view, lang),
            *_service(lang),
        ],
        id="main",
        className="catalogue",
    )


def _table(datasets: Sequence[Dataset], lang: Lang, view: View) -> html.Div:
    """A line a dataset: what it is, how much there is of it, how often it comes, its files."""
    head = html.Thead(html.Tr([html.Th(text[lang], scope="col") for text in COLUMNS]))
    body = html.Tbody([_row(dataset, lang, view) for dataset in datasets])
    return html.Div(dbc.Table([head, body]), className="contents datasets")


def _row(dataset: Dataset, lang: Lang, view: View) -> html.Tr:
    title = html.A(dataset.title[lang], href=Place(path_of(dataset.id), lang).path)
    about = html.Span(dataset.description[lang], className="note")
    if dataset.records:
        rows = blocks.live(html.Td, f"rows-{dataset.id}", view)
        files = blocks.live(html.Span, f"files-{dataset.id}", view)
    else:
        rows, files = html.Td(NUMBERS_ONLY[lang], className="n note"), html.Span()
    cadence = blocks.live(html.Td, f"cadence-{dataset.id}", view)
    cells = blocks.under_heads(
        COLUMNS[1:], [rows, cadence, html.Td(files, className="links")], lang
    )
    heading = html.Th([title, " ", html.Code(dataset.id), about], scope="row", id=dataset.id)
    return html.Tr([heading, *cells])


def _service(lang: Lang) -> list[Any]:
    """How programs ask, in which words the catalogue describes itself, under which terms."""
    return [*_programs(lang), *_described(lang), *_terms(lang)]


def _programs(lang: Lang) -> list[Any]:
    example = (
        f"curl '{_here()}{links.BASE}/indicators/on-time-rate/values.csv?grain=month&by=department'"
    )
    return [
        html.H2(API[lang]),
        html.P(API_SAID[lang]),
        html.Pre(html.Code(example), tabIndex=0),
        *([] if public_address.is_set() else [html.P(LOCAL_SAID[lang])]),
        _linked(
            html.A(DOCS[lang], href=f"{address.DOCS}{'?lang=en' if lang == 'en' else ''}"),
            html.A(OPENAPI[lang], href=f"{links.BASE}/openapi.json"),
            html.A(DICTIONARY[lang], href=f"{links.BASE}/dictionary.csv"),
        ),
    ]


def _described(lang: Lang) -> list[Any]:
    feeds = [
        html.A("data.atom", href=links.DATA_FEED),
        html.A("corrections.atom", href=links.CORRECTIONS_FEED),
    ]
    if hall().reports("supervision"):
        feeds.append(html.A("bulletin.atom", href=links.BULLETIN_FEED))
        feeds.append(html.A("cards.atom", href=links.CARDS_FEED))
        feeds.append(html.A("complaints.atom", href=links.COMPLAINTS_FEED))
    if hall().reports("disclosure"):
        feeds.append(html.A("overdue.atom", href=links.OVERDUE_FEED))
    return [
        html.H2(DESCRIBED[lang]),
        _linked(
            html.A("DCAT 3", href=links.DCAT),
            html.A("Frictionless Data Package", href=links.DATA_PACKAGE),
        ),
        html.P([FEEDS[lang], " ", *spaced(feeds)], className="links"),
    ]


def _terms(lang: Lang) -> list[Any]:
    cited = citation(DATASETS["cases"], lang)["text"].replace(public_address.UNSET, _here())
    return [
        html.H2(LICENCE[lang]),
        html.P(html.A(hall().licence_title[lang], href=hall().licence_url, rel="license")),
        html.H2(CITE[lang]),
        html.P(cited),
    ]


def _here() -> str:
    return public_address.address() if public_address.is_set() else LOCAL


def _linked(*anchors: html.A) -> html.P:
    return html.P(spaced([*anchors]), className="links")


PAGE = Page(
    "data",
    TITLE,
    "data",
    view,
    layout,
    every=60,
    charts=False,
    styles=("data.css",),
)
