"""An indicator by each of its dimensions: short tables, and the time that they are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking import time_span
from dashboard.asking.ask import Ask
from dashboard.pages.catalogue.chosen_time import Chosen
from dashboard.pages.catalogue.printed import ALL_TIME, NOTHING, Row, made_of, shown
from dashboard.parts import downloads
from dashboard.words import Lang
from data.catalog import owner
from data.definitions import Indicator, Text

BREAKDOWN = Text("分组", "Broken down")
MOST = 15


def breakdowns(
    ask: Ask, indicator: Indicator, rows: Sequence[Row], lang: Lang, time: Chosen
) -> dbc.Row:
    """One short table per dimension, the largest first."""
    first, last = _whole_year(rows) if time.is_all else (time.first, time.last)
    grain = "month" if indicator.of_list else "total"
    sections = []
    for dimension in indicator.dimensions:
        document = ask(answers.Values(indicator.id, first, last, grain, (dimension,)))
        rows_of = [row for row in document["data"] if row["value"] is not None]
        if indicator.is_count:
            rows_of = [row for row in rows_of if row["value"]]
        of = owner(indicator).dimension(dimension)
        if not of.codes:  # a closed list (hours, levels, buckets) has an order of its own
            rows_of.sort(key=lambda row: -(row["denominator"] or row["value"] or 0))
        title = of.title[lang]
        sections.append(_breakdown(title, rows_of, indicator, dimension, document, lang))
    return dbc.Row([dbc.Col(section, md=6) for section in sections])


def of_period(indicator: Indicator, rows: Sequence[Row], lang: Lang, time: Chosen) -> str:
    """分组（2025年）: which time the breakdowns are of."""
    if time.span and not time.is_all:
        dates = time_span.dates(time.span, lang)
        return Text(f"{BREAKDOWN.zh}（{dates}）", f"{BREAKDOWN.en} ({dates})")[lang]
    first, _ = _whole_year(rows)
    known = [row["period"] for row in rows if row["period"]]
    if first:
        end = indicator.is_stock
        when = Text(
            words.year(first.year, "zh") + ("末" if end else ""),
            ("end of " if end else "") + words.year(first.year, "en"),
        )
    elif known:
        when = Text(f"{known[0]}至{known[-1]}", f"{known[0]} to {known[-1]}")
    else:
        when = ALL_TIME
    return Text(f"{BREAKDOWN.zh}（{when.zh}）", f"{BREAKDOWN.en} ({when.en})")[lang]


def _whole_year(rows: Sequence[Row]) -> tuple[date | None, date | None]:
    """The last year all of whose months (or quarters) are complete; without one, all there is."""
    whole: dict[str, int] = {}
    newest = next((row["period"] for row in reversed(rows) if row["period"]), "")
    of_a_year = 4 if "Q" in newest else 12 if "-" in newest else 1
    for row in rows:
        if row["period"] and not row["partial"]:
            year = row["period"][:4]
            whole[year] = whole.get(year, 0) + 1
    years = [int(year) for year, number in whole.items() if number == of_a_year]
    return (date(max(years), 1, 1), date(max(years), 12, 31)) if years else (None, None)


def _breakdown(
    title: str,
    rows: Sequence[Row],
    indicator: Indicator,
    dimension: str,
    document: Mapping[str, Any],
    lang: Lang,
) -> html.Section:
    label = f"{dimension}_label"
    closed = bool(owner(indicator).dimension(dimension).codes)
    body = [
        html.Tr(
            [
                html.Th(row[label], scope="row"),
                html.Td(shown(row, indicator, lang)),
                html.Td(made_of(row, indicator)),
            ]
        )
        for row in rows[: len(rows) if closed else MOST]
    ]
    more = 0 if closed else len(rows) - MOST
    files = [part for link in downloads.with_json(document["links"]) for part in (" ", link)]
    return html.Section(
        [
            html.H3(title),
            dbc.Table(html.Tbody(body)) if body else html.P(NOTHING[lang]),
            html.P([_rest(more, lang), *files], className="links"),
        ]
    )


def _rest(more: int, lang: Lang) -> str:
    """How many codes only the files have."""
    if more <= 0:
        return ""
    n = words.number(more)
    return Text(f"另有{n}项，见下载。", f"{n} more in the download.")[lang]
