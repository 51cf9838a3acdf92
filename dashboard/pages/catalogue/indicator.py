"""`/indicators/{id}`: one definition with its versions, its series, its breakdowns and its proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from api import answers
from dashboard import address, blocks, charts, notes, words
from dashboard.address import Place
from dashboard.blocks import View
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Indicator, Quantile, Text
from data.hall import today
from data.values import owner

Ask = Callable[[answers.Query], dict[str, Any]]
Row = Mapping[str, Any]

FORMULA = Text("计算公式", "Formula")
UNITS = {
    "count": Text("件（个、份）", "a count"),
    "fraction": Text(
        "比率，保留两位小数，有利的只舍不入、不利的只入不舍",
        "a rate; two decimals, favourable ones cut down and unfavourable ones up",
    ),
    "days": Text("工作日", "working days"),
    "score": Text("星级 1–5", "stars, 1–5"),
}
UNIT = Text("单位", "Unit")
REFERENCE = Text("依据", "Source of the rule")
DATED = Text("计入哪一期", "Falls into a period by")
STOCK = Text("期末存量（本期为此刻）", "as of the end of the period, or now")
ALL_TIME = Text("不分期", "no period")
VERSIONS = Text("版本", "Versions")
LATEST = Text("最近一期", "Latest period")
BREAKDOWN = Text("分组", "Broken down")
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
NOTHING = Text("还没有数据。", "There is no data yet.")
MOST = 15
# What stands after a number; a share has its per cent sign already.
AFTER = {
    "days": Text("个工作日", "working days"),
    "score": Text("星", "stars"),
}
COUNTED = {
    "cases": Text("件", "cases"),
    "disclosure-requests": Text("件", "requests"),
    "disclosure-reviews": Text("件", "reviews"),
    "evaluations": Text("份", "ratings"),
    "items": Text("项", "items"),
}
INDEX = Text("全部指标", "All indicators")


def shown(row: Row, indicator: Indicator) -> str:
    """A value as it is printed, without its unit."""
    value = row["value"]
    if value is None:
        return words.MISSING
    if indicator.unit == "fraction":
        return words.rate(row, indicator.favourable != "low") + "%"
    if indicator.unit == "score":
        return f"{value:.2f}"
    return words.number(value)


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
            "breakdowns-title": {"children": _of_period(indicator, rows, lang)},
            "breakdowns": {"children": _breakdowns(ask, indicator, rows, lang)},
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
        html.Span(_unit(indicator, row["value"], lang), className="unit"),
    ]
    if row["denominator"] is not None and row["numerator"] is not None:
        said.append(
            html.Span(
                f"{words.number(row['numerator'])} / {words.number(row['denominator'])}",
                className="note",
            )
        )
    return said


def _unit(indicator: Indicator, value: float, lang: Lang) -> str:
    """What the number counts: 件, 个工作日."""
    if indicator.unit == "fraction":
        return ""
    unit = AFTER.get(indicator.unit) or COUNTED[owner(indicator).id]
    # English has a singular.
    return unit[lang].removesuffix("s") if lang == "en" and value == 1 else unit[lang]


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


def _breakdowns(ask: Ask, indicator: Indicator, rows: Sequence[Row], lang: Lang) -> list[Any]:
    """One short table per dimension, the largest first."""
    first, last = _whole_year(rows)
    grain = "month" if indicator.dated is None and not indicator.is_stock else "total"
    found = []
    for dimension in indicator.dimensions:
        document = ask(answers.Values(indicator.id, first, last, grain, (dimension,)))
        kept = [row for row in document["data"] if row["value"] is not None]
        if indicator.is_count:
            kept = [row for row in kept if row["value"]]
        of = owner(indicator).dimension(dimension)
        if not of.codes:  # a closed list (hours, levels, buckets) has an order of its own
            kept.sort(key=lambda row: -(row["denominator"] or row["value"] or 0))
        title = of.title[lang]
        found.append(_breakdown(title, kept, indicator, dimension, document, lang))
    return found


def _of_period(indicator: Indicator, rows: Sequence[Row], lang: Lang) -> str:
    """分组（2025年）: which time the breakdowns are of."""
    first, _ = _whole_year(rows)
    known = [row["period"] for row in rows if row["period"]]
    if first:
        end = indicator.is_stock
        when = Text(
            f"{first.year}年末" if end else f"{first.year}年",
            f"end of {first.year}" if end else str(first.year),
        )
    elif known:
        when = Text(f"{known[0]}至{known[-1]}", f"{known[0]} to {known[-1]}")
    else:
        when = ALL_TIME
    return Text(f"{BREAKDOWN.zh}（{when.zh}）", f"{BREAKDOWN.en} ({when.en})")[lang]


def _whole_year(rows: Sequence[Row]) -> tuple[date | None, date | None]:
    """The last year all of whose months are complete; without one, all there is."""
    whole: dict[str, int] = {}
    for row in rows:
        if row["period"] and not row["partial"]:
            year = row["period"][:4]
            whole[year] = whole.get(year, 0) + 1
    years = [int(year) for year, months in whole.items() if months == 12]
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
                html.Td(shown(row, indicator)),
                html.Td(
                    f"{words.number(row['numerator'])} / {words.number(row['denominator'])}"
                    if row["numerator"] is not None
                    else ""
                ),
            ]
        )
        for row in rows[: len(rows) if closed else MOST]
    ]
    more = 0 if closed else len(rows) - MOST
    rest = (
        Text(f"另有 {more} 项，见下载。", f"{more} more in the download.")[lang] if more > 0 else ""
    )
    return html.Section(
        [
            html.H3(title),
            html.Table(html.Tbody(body), className="table") if body else html.P(NOTHING[lang]),
            html.P(
                [
                    rest,
                    " ",
                    html.A("CSV", href=document["links"]["csv"]),
                    " ",
                    html.A("JSON", href=document["links"]["self"]),
                ],
                className="links",
            ),
        ]
    )


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
        (UNIT, UNITS[indicator.unit][lang]),
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
