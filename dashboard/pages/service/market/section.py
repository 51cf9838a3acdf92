"""中介服务: three principles over the firms of the hall's market, and how much choice there was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.service.market import ask as asked
from dashboard.pages.service.market import numbers, sentences
from dashboard.pages.service.market.ask import Market, gather
from dashboard.parts import bars, blocks, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.ranking import Places, Row, bar, cells, lowest_mark, marks, rates
from dashboard.parts.sections import Section
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text

TITLE = Text("中介服务", "Intermediary services")
FIRM, KIND = (
    DATASETS["intermediary-orders"].dimension(id).title for id in ("intermediary", "kind")
)
INTERVAL, ORDERS = Text("95%区间", "95% interval"), Text("订单数", "Orders")
MEDIAN = Text("用时中位数", "Days, median")
PER_ORDER = Text("每单报名", "Bidders per order")
FIGURES = ("market-service", "market-fee", "market-time", "market-choice")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """The section's numbers and figures."""
    market = gather(ask)
    return {
        "market-lead": {"children": sentences.lead(market, lang)},
        **numbers.view(market, lang),
        **_of_firms("market-service", market, asked.GOOD, lang),
        **_fee(market, lang),
        **_of_firms("market-time", market, asked.ON_TIME, lang),
        **_choice(market, lang),
    }


def _of_firms(id: str, market: Market, indicator: str, lang: Lang) -> View:
    """A rate of the firms, with intervals; of too few orders a firm is not compared."""
    document = market.by_firm[indicator]
    rows = [row for row in document["data"] if row["denominator"]]
    placed = rates(rows, "intermediary")
    shown = list(reversed(placed.shown))
    low = lowest_mark(shown)
    medians = {row["intermediary"]: row for row in market.by_firm[asked.DAYS]["data"]}
    fast = indicator == asked.ON_TIME
    others = {asked.DAYS: market.by_firm[asked.DAYS]} if fast else {}
    return bars.view(
        id,
        finding=sentences.of_firms(market, placed, indicator, lang),
        bars=[_bar(placed, row, low, lang) for row in shown],
        columns=[FIRM[lang], INDICATORS[indicator].title[lang], INTERVAL[lang], "N"]
        + ([MEDIAN[lang]] if fast else []),
        rows=[
            [row["intermediary_label"], *cells(row, lang)]
            + ([_median(medians.get(row["intermediary"]), lang)] if fast else [])
            for row in (*reversed(placed.compared), *placed.few, *placed.unstated)
        ],
        downloads=_files(document, indicator, lang, **others),
        as_of=market.as_of(lang),
        marks=marks(low) if shown else (),
    )


def _files(document: Any, indicator: str, lang: Lang, **others: Any) -> list[Any]:
    """The files of what is drawn, and of the `others` that stand in its table."""
    files = downloads.of_answer(document, indicator, lang)
    for id, answer in others.items():
        files += downloads.titled(INDICATORS[id].title, downloads.of_answer(answer, id, lang), lang)
    return files


def _bar(placed: Places, row: Row, low: float, lang: Lang) -> Bar:
    whole = placed.whole
    overall = whole["numerator"] / whole["denominator"] if whole.get("denominator") else None
    return bar(row, row["intermediary_label"], low, "plain", None, lang, overall=overall)


def _median(row: Any, lang: Lang) -> str:
    if row is None or not words.enough(row["denominator"]):
        return words.TOO_FEW[lang]
    return words.days_used(row["value"], lang)


def _fee(market: Market, lang: Lang) -> View:
    """How far prices lie below their limits, by kind of service; the orders that it is of beside."""
    document = market.by_kind[asked.CUT]
    priced = {row["kind"]: row["value"] or 0 for row in market.by_kind[asked.PRICED]["data"]}
    rows = [row for row in document["data"] if row["denominator"]]
    rows.sort(key=lambda row: -row["value"])
    top = max([0.01, *(row["value"] for row in rows if words.enough(priced[row["kind"]]))])
    title = INDICATORS[asked.CUT].title[lang]
    return bars.view(
        "market-fee",
        finding=sentences.fee(market, lang),
        bars=[_cut(row, priced[row["kind"]], top, lang) for row in rows],
        columns=[KIND[lang], title, ORDERS[lang]],
        rows=[
            [row["kind_label"], sentences.cut(row, n, lang), words.number(n)]
            for row in rows
            for n in (priced[row["kind"]],)
        ],
        downloads=_files(document, asked.CUT, lang, **{asked.PRICED: market.by_kind[asked.PRICED]}),
        as_of=market.as_of(lang),
    )


def _cut(row: Any, n: float, top: float, lang: Lang) -> Bar:
    note, name = words.sample(n), sentence(row["kind_label"])
    written = sentences.cut(row, n, lang)
    if not words.enough(n):
        return Bar(name, written, None, "few", None, note)
    return Bar(name, written, row["value"] / top, note=note)


def _choice(market: Market, lang: Lang) -> View:
    """The share of orders for which a single firm offered, by kind of service."""
    document = market.by_kind[asked.SINGLE]
    bidders = {row["kind"]: row for row in market.by_kind[asked.BIDDERS]["data"]}
    rows = [row for row in document["data"] if row["denominator"]]
    placed = rates(rows, "kind", lower_is_worse=False)
    return bars.view(
        "market-choice",
        finding=sentences.choice(market, lang),
        bars=[
            bar(row, sentence(row["kind_label"]), 0.0, "plain", None, lang, favourable=False)
            for row in placed.every
        ],
        columns=[KIND[lang], INDICATORS[asked.SINGLE].title[lang], INTERVAL[lang], "N", PER_ORDER[lang]],
        rows=[
            [row["kind_label"], *cells(row, lang, favourable=False), sentences.per_order(bidders.get(row["kind"]))]
            for row in placed.every
        ],
        downloads=_files(document, asked.SINGLE, lang, **{asked.BIDDERS: market.by_kind[asked.BIDDERS]}),
        as_of=market.as_of(lang),
        marks=marks(0.0) if rows else (),
    )  # fmt: skip


def layout(place: Place, v: View) -> Sequence[Any]:
    return [
        blocks.live(html.P, "market-lead", v, className="note"),
        numbers.layout(v, place.lang),
        *(bars.figure(id, v, place.lang) for id in FIGURES),
    ]


def finding(view: View, lang: Lang) -> str:
    """The three principles in a line; of a view of one figure alone, its title."""
    if "market-lead" in view:
        return str(view["market-lead"]["children"])
    titles = (view[f"{id}-title"]["children"] for id in FIGURES if f"{id}-title" in view)
    return str(next(titles, ""))


SECTION = Section(
    "intermediary-services",
    TITLE,
    ("intermediary-orders",),
    view,
    layout,
    FIGURES,
    styles=("explore.css", "drawings.css"),
    finding=finding,
)
