"""`/indicators/{id}`: one definition with its versions, its series, its breakdowns and its proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from api import answers
from dashboard import address, blocks, charts, notes, words
from dashboard.address import Place
from dashboard.blocks import View
from dashboard.pages.catalogue.breakdowns import breakdowns, of_period
from dashboard.pages.catalogue.printed import ALL_TIME, NOTHING, Ask, Row, after, shown, unit
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Indicator, Quantile, Text
from data.hall import today
from data.values import owner

FORMULA = Text("计算公式", "Formula")
UNIT = Text("单位", "Unit")
DECIMALS = Text("小数", "Decimals")
# A rate that is good for the public is not flattered by rounding, nor is a bad one.
CUT_DOWN = Text("两位，只舍不入", "two, always rounded down")
CUT_UP = Text("两位，只入不舍", "two, always rounded up")
REFERENCE = Text("依据", "Source of the rule")
DATED = Text("计入哪一期", "Falls into a period by")
STOCK = Text("期末存量（本期为此刻）", "as of the end of the period, or now")
VERSIONS = Text("版本", "Versions")
LATEST = Text("最近一期", "Latest period")
PARTS = Text("依据的记录", "The records behind it")
RECORDS = Text("计入的记录", "the records that it counts")
NUMERATOR = Text("分子的记录", "records of the numerator")
DENOMINATOR = Text("分母的记录", "records of the denominator")
COLUMNS = {
    "zh": ("时期", "数值", "分子", "分母", "说明"),
    "en": ("Period", "Value", "Numerator", "Denominator", "Note"),
}
PARTIAL = Text("未满", "not complete")
REASONS = {
    "not-covered": Text("没有这一期的数据", "the data does not cover this period"),
    "no-data": Text("没有可计的记录", "no record to count"),
    "history-too-short": Text("历史数据不足", "not enough history"),
}
SAID = Text(
    "{title}，{first}至{last}；斜纹或空心为尚未满的一期。",
    "{title}, {first} to {last}; hatched or hollow = not complete yet.",
)
INDEX = Text("全部指标", "All indicators")


def view_of(id: str) -> Callable[[Ask, Lang, Any], View]:
    """The view of one indicator's page."""
    indicator = INDICATORS[id]

    def view(ask: Ask, lang: Lang, asked: Any) -> View:
        del asked
        series = ask(answers.Values(id, grain="month"))
        rows = series["data"]
        found: View = {
            "demo-banner": {"hidden": not series["meta"]["demo"]},
            "foot-version": {"children": words.version(series["meta"]["data_version"])},
            "latest": {"children": _latest(rows, indicator, lang)},
            "breakdowns-title": {"children": of_period(indicator, rows, lang)},
            "breakdowns": {"children": breakdowns(ask, indicator, rows, lang)},
        }
        return found | blocks.figure_view(
            "series",
            finding=(indicator.title[lang], _said(rows, indicator, lang)),
            figure=_chart(rows, indicator),
            rows=[_table_row(row, indicator, lang) for row in rows],
            downloads=blocks.of_answer(series, id, lang),
            as_of=notes.as_of(series["meta"], today(), lang),
        )

    return view


def _said(rows: Sequence[Row], indicator: Indicator, lang: Lang) -> str:
    if not rows:
        return NOTHING[lang]
    if rows[0]["period"] is None:
        return indicator.formula[lang]
    return SAID[lang].format(
        title=indicator.title[lang], first=rows[0]["period"], last=rows[-1]["period"]
    )


def _latest(rows: Sequence[Row], indicator: Indicator, lang: Lang) -> list[Any]:
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return [html.Span(NOTHING[lang])]
    row = known[-1]
    period = row["period"] or ALL_TIME[lang]
    partial = (
        f"（{PARTIAL[lang]}）"
        if row["partial"] and lang == "zh"
        else f" ({PARTIAL[lang]})"
        if row["partial"]
        else ""
    )
    said = [
        html.Span(f"{LATEST[lang]} {period}{partial}", className="when"),
        html.Strong(shown(row, indicator), className="n"),
        html.Span(after(indicator, row["value"], lang), className="unit"),
    ]
    if row["denominator"] is not None and row["numerator"] is not None:
        said.append(
            html.Span(
                f"{words.number(row['numerator'])} / {words.number(row['denominator'])}",
                className="note",
            )
        )
    return said


def _table_row(row: Row, indicator: Indicator, lang: Lang) -> list[str]:
    note = (
        REASONS[row["reason"]][lang]
        if row.get("reason") in REASONS
        else PARTIAL[lang]
        if row["partial"]
        else ""
    )
    parts = [
        words.number(row[name]) if row[name] is not None else ""
        for name in ("numerator", "denominator")
    ]
    return [row["period"] or ALL_TIME[lang], shown(row, indicator), *parts, note]


def _chart(rows: Sequence[Row], indicator: Indicator) -> dict[str, Any]:
    """Bars for what is counted, a line with dots for what is a ratio; lighter while not complete."""
    known = [row for row in rows if row["period"]]
    x, y = [row["period"] for row in known], [row["value"] for row in known]
    symbols = ["circle-open" if row["partial"] else "circle" for row in known]
    shapes = ["/" if row["partial"] else "" for row in known]
    scale = {"rangemode": "tozero", "tickformat": ".0%" if indicator.unit == "fraction" else ",.0f"}
    if indicator.unit in ("fraction", "score"):
        trace = {
            "type": "scatter",
            "mode": "lines+markers",
            "line": {"color": charts.KEPT, "width": 2},
            "marker": {"color": charts.KEPT, "size": 7, "symbol": symbols},
        }
        scale = {"tickformat": ".1%" if indicator.unit == "fraction" else ".2f"}
    else:
        trace = {
            "type": "bar",
            # A bar of 0 has no height: it would look like a month without data.
            "text": ["0" if value == 0 else "" for value in y],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": {"color": charts.KEPT, "pattern": {**charts.HATCHED, "shape": shapes}},
        }
    return {
        "data": [{**trace, "x": x, "y": y, "hovertemplate": "%{x}<br>%{y}<extra></extra>"}],
        "layout": charts.layout(
            margin={"l": 52, "r": 8, "t": 8, "b": 36},
            xaxis={"type": "category", "nticks": 12, "fixedrange": True},
            yaxis={**scale, "fixedrange": True, "nticks": 5, "gridcolor": charts.RULE},
        ),
    }


def layout_of(id: str) -> Callable[[Place, View], html.Main]:
    """The layout of one indicator's page."""
    indicator = INDICATORS[id]

    def layout(place: Place, view: View) -> html.Main:
        lang = place.lang
        return html.Main(
            [
                html.P(
                    html.A(INDEX[lang], href=place.elsewhere("indicators").path), className="crumb"
                ),
                html.H1(indicator.title[lang], className="plain"),
                blocks.live(html.P, "latest", view, className="latest"),
                html.Dl(_definition(indicator, lang), className="definition"),
                blocks.figure("series", view, columns=COLUMNS[lang], lang=lang, size="tall"),
                html.H2(PARTS[lang]),
                html.P(_proofs(indicator, lang), className="links"),
                blocks.live(html.H2, "breakdowns-title", view),
                blocks.live(html.Div, "breakdowns", view, className="breakdowns"),
            ],
            id="main",
            className="catalogue",
        )

    return layout


def _definition(indicator: Indicator, lang: Lang) -> list[Any]:
    dataset = owner(indicator)
    if indicator.is_stock:
        dated = STOCK[lang]
    else:
        dated = dataset.field(indicator.dated).title[lang] if indicator.dated else ALL_TIME[lang]
    pairs = [
        (FORMULA, indicator.formula[lang]),
        (UNIT, unit(indicator)[lang]),
        *_decimals(indicator, lang),
        (DATED, dated),
        (REFERENCE, indicator.reference[lang] if indicator.reference else words.MISSING),
        (
            VERSIONS,
            "；".join(f"{words.day(v.since, lang)} {v.note[lang]}" for v in indicator.versions),
        ),
    ]
    found: list[Any] = []
    for title, said in pairs:
        found += [html.Dt(title[lang]), html.Dd(said)]
    return [
        *found,
        html.Dt("API"),
        html.Dd(html.Code(f"{address.API}/indicators/{indicator.id}/values")),
    ]


def _decimals(indicator: Indicator, lang: Lang) -> list[tuple[Text, str]]:
    """How a rate is cut; other numbers are printed as they are."""
    if indicator.unit != "fraction":
        return []
    return [(DECIMALS, (CUT_UP if indicator.favourable == "low" else CUT_DOWN)[lang])]


def _proofs(indicator: Indicator, lang: Lang) -> list[Any]:
    tongue = None if lang == "zh" else lang
    at = f"/indicators/{indicator.id}/rows"
    # A count and a median have one set of records; only a ratio has two.
    if indicator.is_count or isinstance(indicator.measure, Quantile):
        return [html.A(RECORDS[lang], href=address.api(at, lang=tongue))]
    return [
        html.A(NUMERATOR[lang], href=address.api(at, lang=tongue)),
        " ",
        html.A(DENOMINATOR[lang], href=address.api(at, part="denominator", lang=tongue)),
    ]
