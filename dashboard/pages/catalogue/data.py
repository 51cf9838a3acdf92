"""`/data` 开放数据: the datasets, what is in them, their files, the API, feeds, licence, citation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from dashboard.pages.catalogue import by_period, checks, numbers_only
from dashboard.pages.catalogue.about import EXCEPTIONS
from dashboard.pages.catalogue.field_types import TYPES
from dashboard.parts import blocks, controls, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import DATASETS, PUBLISHED, WITH_RECORDS
from data.definitions import Code, Dataset, Text
from data.hall import hall

TITLE = Text("开放数据", "Open data")
LEAD = Text(
    "页面和大屏上的数，都可以从这里下载的记录重新算出来，下列各项除外。无需注册，可自由使用，须注明来源。",
    "The numbers on the pages and the wall can be recomputed from the records here, but for those named below. "
    "No registration, any use, with the source named.",
)
ROWS = Text("记录数", "Records")
CADENCE = Text("更新", "Updated")
KEY = Text("主键", "Key")
FIELDS = Text("字段", "Fields")
HEADS = {"zh": ("字段", "名称", "类型", "说明"), "en": ("Field", "Title", "Type", "Note")}
PREVIEW, SCHEMA = Text("前100条", "first 100"), Text("结构", "schema")
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
FEEDS = Text("订阅：新数据、逾期申请", "Feeds: new data, overdue requests")


def view(ask: Ask, lang: Lang, arguments: Any) -> View:
    """How many records each dataset has, and how often they come."""
    del arguments
    shown: View = checks.view(ask, lang)
    meta: dict[str, Any] = {}
    for dataset in WITH_RECORDS.values():
        document = ask(answers.Records(dataset.id, page=answers.Page(1)))
        meta = document["meta"]
        shown[f"rows-{dataset.id}"] = {
            "children": words.number(meta["total"])
            if meta["total"]
            else notes.no_data(dataset.id, lang)
        }
        shown[f"files-{dataset.id}"] = {"children": _files(document["links"])}
        shown |= by_period.view(ask, dataset, lang)
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
            *(_dataset(d, lang, view) for d in datasets if not d.reference),
            html.H2(REFERENCE[lang]),
            *(_dataset(d, lang, view) for d in datasets if d.reference),
            *checks.layout(view, lang),
            *_service(lang),
        ],
        id="main",
        className="catalogue",
    )


def _dataset(dataset: Dataset, lang: Lang, view: View) -> html.Section:
    tongue = None if lang == "zh" else lang
    preview = address.api(f"/datasets/{dataset.id}/records", lang=tongue)
    schema = address.api(f"/datasets/{dataset.id}", lang=tongue)
    facts = [
        *_rows(dataset, lang, view),
        html.Dt(CADENCE[lang]),
        blocks.live(html.Dd, f"cadence-{dataset.id}", view),
        html.Dt(KEY[lang]),
        html.Dd(html.Code(", ".join(dataset.key))),
    ]
    return html.Section(
        [
            html.H3([dataset.title[lang], " ", html.Code(dataset.id)], id=dataset.id),
            html.P(dataset.description[lang]),
            html.Dl(facts, className="facts"),
            html.P(numbers_only.notice(dataset, lang)) if dataset.control else None,
            html.P(
                [*_ways(dataset, preview, lang, view), html.A(SCHEMA[lang], href=schema)],
                className="links",
            ),
            *by_period.layout(dataset, view, lang),
            html.Details(
                [
                    html.Summary(f"{FIELDS[lang]} {words.number(len(dataset.public_fields))}"),
                    _fields(dataset, lang),
                ]
            ),
        ],
        className="dataset",
    )


def _rows(dataset: Dataset, lang: Lang, view: View) -> list[Any]:
    """How many records there are, where they are published."""
    if not dataset.records:
        return []
    return [html.Dt(ROWS[lang]), blocks.live(html.Dd, f"rows-{dataset.id}", view, className="n")]


def _ways(dataset: Dataset, preview: str, lang: Lang, view: View) -> list[Any]:
    """The addresses of its records, else of its numbers."""
    if not dataset.records:
        return _spaced(numbers_only.indicators(dataset, lang))
    return [
        blocks.live(html.Span, f"files-{dataset.id}", view),
        html.A(Text(f"JSON（{PREVIEW.zh}）", f"JSON ({PREVIEW.en})")[lang], href=preview),
        " ",
    ]


def _files(at: dict[str, str]) -> list[Any]:
    """The formats that hold all of a dataset."""
    return _spaced(downloads.files(at, every=True))


def _spaced(items: list[Any]) -> list[Any]:
    return [part for item in items for part in (item, " ")]


def _codes(codes: Sequence[Code], lang: Lang) -> Iterator[Any]:
    """Each code as it stands in the data, with its name in the page's language."""
    between = Text("；", "; ")[lang]
    for n, code in enumerate(codes):
        yield between if n else " "
        yield html.Code(code.id)
        yield f" {code.title[lang]}"


def _fields(dataset: Dataset, lang: Lang) -> dbc.Table:
    rows = []
    for field in dataset.public_fields:
        about = [text[lang] for text in (field.note, field.unit) if text]
        note: list[Any] = [" ".join(about), *_codes(field.codes, lang)]
        rows.append(
            html.Tr(
                [
                    html.Th(html.Code(field.id), scope="row"),
                    html.Td(field.title[lang]),
                    html.Td(TYPES[field.type][lang]),
                    html.Td(note),
                ]
            )
        )
    head = html.Thead(html.Tr([html.Th(h, scope="col") for h in HEADS[lang]]))
    return dbc.Table([head, html.Tbody(rows)], className="wide")


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
    feeds = [html.A("data.atom", href=links.DATA_FEED)]
    if hall().reports("disclosure"):
        feeds.append(html.A("overdue.atom", href=links.OVERDUE_FEED))
    return [
        html.H2(DESCRIBED[lang]),
        _linked(
            html.A("DCAT 3", href=links.DCAT),
            html.A("Frictionless Data Package", href=links.DATA_PACKAGE),
        ),
        html.P([FEEDS[lang], " ", *_spaced(feeds)], className="links"),
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
    return html.P(_spaced([*anchors]), className="links")


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
