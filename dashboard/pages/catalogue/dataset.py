"""`/data/{dataset}`: a dataset, its first records, its fields, its files and what is counted from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from api.descriptors.cadence import cadence_of
from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.catalogue import by_period, numbers_only
from dashboard.pages.catalogue.field_types import TYPES
from dashboard.parts import blocks, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import PUBLISHED
from data.definitions import Code, Dataset, Text

ALL = Text("全部数据集", "All datasets")
ROWS = Text("记录数", "Records")
CADENCE = Text("更新", "Updated")
KEY = Text("主键", "Key")
FILES = Text("下载", "Download")
FIELDS = Text("字段", "Fields")
HEADS = {"zh": ("字段", "名称", "类型", "说明"), "en": ("Field", "Title", "Type", "Note")}
FIRST = 10
PREVIEW = Text("前{n}条记录", "The first {n} records")
PREVIEW_NOTE = Text(
    "与文件中的写法相同；空白为没有值。", "As the files have them; blank: no value."
)
COUNTED = Text("由它算出的指标", "What is counted from it")
API = Text("接口（JSON，每次100条）", "API (JSON, 100 at a time)")
SCHEMA = Text("结构", "schema")


def path_of(id: str) -> str:
    """Where a dataset's page is, without the language."""
    return f"data/{id}"


def view_of(dataset: Dataset) -> Callable[[Ask, Lang, Arguments], View]:
    """The view of one dataset's page."""

    def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
        del arguments
        shown: View = {"cadence": {"children": cadence_of(dataset)[lang]}}
        if not dataset.records:
            return shown | frame(ask(answers.Live())["meta"])
        document = ask(answers.Records(dataset.id, page=answers.Page(FIRST)))
        total = document["meta"]["total"]
        return {
            **shown,
            "records": {
                "children": words.number(total) if total else notes.no_data(dataset.id, lang)
            },
            "files": {"children": spaced(downloads.files(document["links"], every=True))},
            "preview": {"hidden": not document["data"]},
            "preview-rows": {"children": [_record(dataset, row) for row in document["data"]]},
            **by_period.view(ask, dataset, lang),
            **frame(document["meta"]),
        }

    return view


def _record(dataset: Dataset, row: Mapping[str, Any]) -> html.Tr:
    cells = [html.Td(_written(row[field.id])) for field in dataset.public_fields]
    return html.Tr(cells)


def _written(value: Any) -> str:
    """A value as CSV has it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def layout_of(dataset: Dataset) -> Callable[[Place, View], html.Main]:
    """The layout of one dataset's page."""

    def layout(place: Place, view: View) -> html.Main:
        lang = place.lang
        return html.Main(
            [
                html.P(html.A(ALL[lang], href=place.elsewhere("data").path), className="crumb"),
                html.H1(
                    [dataset.title[lang], " ", html.Code(dataset.id, className="note")],
                    className="plain",
                ),
                html.P(dataset.description[lang], className="opening"),
                html.Dl(_facts(dataset, lang, view), className="facts"),
                *by_period.layout(dataset, view, lang),
                *_preview(dataset, lang, view),
                html.H2(f"{FIELDS[lang]} {words.number(len(dataset.public_fields))}"),
                html.Div(_fields(dataset, lang), className="fields"),
                *_indicators(dataset, lang),
            ],
            id="main",
            className="catalogue dataset",
        )

    return layout


def _facts(dataset: Dataset, lang: Lang, view: View) -> list[Any]:
    facts = [
        html.Dt(CADENCE[lang]),
        blocks.live(html.Dd, "cadence", view),
        html.Dt(KEY[lang]),
        html.Dd(html.Code(", ".join(dataset.key))),
        html.Dt(FILES[lang]),
        html.Dd(_ways(dataset, lang, view), className="links"),
    ]
    if not dataset.records:
        return facts
    return [html.Dt(ROWS[lang]), blocks.live(html.Dd, "records", view, className="n"), *facts]


def _ways(dataset: Dataset, lang: Lang, view: View) -> list[Any]:
    tongue = None if lang == "zh" else lang
    schema = html.A(SCHEMA[lang], href=address.api(f"/datasets/{dataset.id}", lang=tongue))
    if not dataset.records:
        return [numbers_only.notice(dataset, lang) if dataset.control else "", " ", schema]
    records = address.api(f"/datasets/{dataset.id}/records", lang=tongue)
    return [
        blocks.live(html.Span, "files", view),
        html.A(API[lang], href=records),
        " ",
        schema,
    ]


def spaced(items: Sequence[Any]) -> list[Any]:
    """The items with a blank after each, so that they break into lines."""
    return [part for item in items for part in (item, " ")]


def _preview(dataset: Dataset, lang: Lang, view: View) -> list[Any]:
    """The first records under the fields' names, as a file begins: codes, and names in both languages."""
    if not dataset.records:
        return []
    heads = [
        html.Th(html.Code(field.id), scope="col", title=field.title[lang])
        for field in dataset.public_fields
    ]
    table = dbc.Table(
        [html.Thead(html.Tr(heads)), blocks.live(html.Tbody, "preview-rows", view, lang="mul")]
    )
    parts = [
        html.H2(PREVIEW[lang].format(n=FIRST)),
        html.P(PREVIEW_NOTE[lang], className="note"),
        html.Div(
            table,
            className="scroll",
            tabIndex=0,
            role="region",
            **blocks.extra({"aria-label": PREVIEW[lang].format(n=FIRST)}),
        ),
    ]
    return [blocks.live(html.Div, "preview", view, children=parts, className="preview")]


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
    return dbc.Table([head, html.Tbody(rows)])


def _indicators(dataset: Dataset, lang: Lang) -> list[Any]:
    """Its indicators, each leading to its page, with how it is counted."""
    if not dataset.indicators:
        return []
    listed = [
        html.Li(
            [
                html.A(indicator.title[lang], href=Place(f"indicators/{indicator.id}", lang).path),
                html.Span(indicator.formula[lang], className="note"),
            ]
        )
        for indicator in dataset.indicators
    ]
    return [html.H2(COUNTED[lang]), html.Ul(listed, className="counted")]


PAGES = tuple(
    Page(
        path_of(id),
        dataset.title,
        f"data-{id}",
        view_of(dataset),
        layout_of(dataset),
        every=60,
        charts=False,
        menu=False,
        styles=("data.css",),
        like="dataset" if dataset.records else "dataset-numbers",
    )
    for id, dataset in PUBLISHED.items()
)
