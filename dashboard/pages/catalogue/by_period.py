"""A dataset's records as files of a year or a month, with how many rows and how large each is."""

from __future__ import annotations

from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from api.files import sizes
from api.formats import FORMATS, FileOptions, suffixes_for
from dashboard import words
from dashboard.asking import address
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, downloads
from dashboard.parts.blocks import View
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Dataset, Text
from data.measures import Count
from data.periods import of_name

BY_PERIOD = Text("按年、按月下载", "Files by year and month")
SAID = Text(
    "未满的年、月截至当前，以后还会变。文件大小为上次完整下载时的实测值，尚未测得的不写。",
    "A year or month that is not over runs until now and will change. Sizes were measured when the file "
    "was last taken whole; one not measured yet is not given.",
)
HEADS = {"zh": ("时期", "记录数", "文件"), "en": ("Period", "Records", "Files")}


def indicator_of(dataset: Dataset) -> str | None:
    """What counts all records of a dataset by a date that each of them has; None: nothing does."""
    if not dataset.records:
        return None
    for id, one in INDICATORS.items():
        counts_all = isinstance(one.measure, Count) and one.measure == Count()
        in_each = one.dated and one in dataset.indicators and dataset.field(one.dated).required
        if counts_all and in_each:
            return id
    return None


def view(ask: Ask, dataset: Dataset, lang: Lang) -> View:
    """The table's rows: each year, the newest first, with its months below it."""
    indicator = indicator_of(dataset)
    if indicator is None:
        return {}
    by_grain = {
        grain: [row for row in ask(answers.Values(indicator, grain=grain))["data"] if row["value"]]
        if grain in dataset.grains
        else []
        for grain in ("year", "month")
    }
    rows: list[html.Tr] = []
    for year in reversed(by_grain["year"]):
        rows.append(_row(dataset, indicator, year, lang))
        months = (m for m in reversed(by_grain["month"]) if m["period"][:4] == year["period"])
        rows += [_row(dataset, indicator, month, lang) for month in months]
    return {f"periods-{dataset.id}": {"children": rows}}


def _row(dataset: Dataset, indicator: str, row: dict[str, Any], lang: Lang) -> html.Tr:
    first, last = of_name(row["period"])
    is_year = len(row["period"]) == 4
    name = (words.year if is_year else words.period)(row["period"], lang)
    if row["partial"]:
        name = words.unfinished(name, lang)
    n = round(row["value"])
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(words.number(n), className="n"),
            html.Td(_files(dataset, str(INDICATORS[indicator].dated), first, last, n, lang)),
        ],
        className="year" if is_year else "",
    )


def _files(
    dataset: Dataset, dated: str, first: date, last: date, rows: int, lang: Lang
) -> list[Any]:
    query = answers.Records(dataset.id, ranges=((dated, first, last),), page=answers.Page(None))
    between = {f"{dated}__from": first, f"{dated}__to": last}
    tongue = None if lang == "zh" else lang
    linked: list[Any] = []
    for suffix in suffixes_for("records", rows):
        at = address.api(f"/datasets/{dataset.id}/records.{suffix}", **between, lang=tongue)
        options = FileOptions()
        if FORMATS[suffix].titled:
            options = FileOptions(header=lang, labels=lang)
        size = sizes.size_of(query, suffix, options, rows)
        said = html.Span(f" {words.file_size(size)}", className="note") if size else ""
        linked += [*downloads.files({suffix: at}, every=True), said, " "]
    return linked


def layout(dataset: Dataset, v: View, lang: Lang) -> list[Any]:
    """The table, folded away."""
    if indicator_of(dataset) is None:
        return []
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in HEADS[lang]]))
    table = dbc.Table([head, blocks.live(html.Tbody, f"periods-{dataset.id}", v)])
    return [
        html.Details(
            [html.Summary(BY_PERIOD[lang]), html.P(SAID[lang], className="note"), table],
            className="by-period",
        )
    ]
