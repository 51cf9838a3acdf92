"""What defines an indicator: formula, unit, date, rule and versions; and where its records are."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from api.documents.source_lines import source
from dashboard import words
from dashboard.asking import address
from dashboard.parts.printed import ALL_TIME, unit
from dashboard.words import Lang
from data.catalog import INDICATORS, OWNERS, owner
from data.definitions import Indicator, Text
from data.measures import Quantile

FORMULA = Text("计算公式", "Formula")
UNIT = Text("单位", "Unit")
DECIMALS = Text("小数", "Decimals")
# A rate that is good for the public is not flattered by rounding, nor is a bad one.
CUT_DOWN = Text("两位，只舍不入", "two, always rounded down")
CUT_UP = Text("两位，只入不舍", "two, always rounded up")
REFERENCE = Text("依据", "Source of the rule")
DATED = Text("计入哪一期", "Falls into a period by")
STOCK = Text("期末存量（本期为此刻）", "as of the end of the period, or now")
EACH_SIDE = Text(
    "两项各按其自身的日期，取同一期", "each of the two by its own date, in the same period"
)
CODE = Text("定义的代码", "Defined in code at")
VERSIONS = Text("版本", "Versions")
RECORDS = Text("计入的记录", "the records that it counts")
NUMERATOR = Text("分子的记录", "records of the numerator")
DENOMINATOR = Text("分母的记录", "records of the denominator")


INTERVAL = Text("95%区间", "95% interval")
INTERVALS = {
    "wilson": Text("威尔逊法", "Wilson"),
    "clopper_pearson": Text("克洛珀-皮尔逊精确法", "Clopper–Pearson, exact"),
    "poisson": Text("泊松精确法", "Poisson, exact"),
}
ADDED_UP = Text("能否相加", "Sums")
NOT_ADDED_UP = Text("各期、各组的数不能相加", "numbers of several periods or groups do not add up")
NO_RECORDS = Text("逐条记录不公布", "single records are not published")
BESIDE = Text("并列指标", "Shown beside")


def definition(indicator: Indicator, lang: Lang) -> list[Any]:
    """The terms of a definition and what is said of each."""
    dataset = owner(indicator)
    if indicator.is_stock:
        dated = STOCK[lang]
    elif indicator.measure.builds_on():
        dated = EACH_SIDE[lang]
    else:
        dated = dataset.field(indicator.dated).title[lang] if indicator.dated else ALL_TIME[lang]
    pairs = [
        (FORMULA, indicator.formula[lang]),
        (UNIT, unit(indicator)[lang]),
        *_decimals(indicator, lang),
        *_said_of_numbers(indicator, lang),
        (DATED, dated),
        (REFERENCE, indicator.reference[lang] if indicator.reference else words.MISSING),
        (
            VERSIONS,
            Text("；", "; ")[lang].join(
                f"{words.day(v.since, lang)} {v.note[lang]}" for v in indicator.versions
            ),
        ),
    ]
    terms: list[Any] = []
    for title, text in pairs:
        terms += [html.Dt(title[lang]), html.Dd(text)]
    return [
        *terms,
        *_beside(indicator, lang),
        *_code(indicator, lang),
        html.Dt("API"),
        html.Dd(html.Code(f"{address.API}/indicators/{indicator.id}/values")),
    ]


def _said_of_numbers(indicator: Indicator, lang: Lang) -> list[tuple[Text, str]]:
    """How sure a number is, and that numbers of parts are no sum."""
    pairs = [(INTERVAL, INTERVALS[indicator.interval][lang])] if indicator.interval else []
    if not indicator.measure.additive and indicator.is_count:
        pairs.append((ADDED_UP, NOT_ADDED_UP[lang]))
    return pairs


def _beside(indicator: Indicator, lang: Lang) -> list[Any]:
    """The indicators without which it is not shown, each leading to its page."""
    if not indicator.beside:
        return []
    linked: list[Any] = []
    for id in indicator.beside:
        href = address.Place(f"indicators/{id}", lang).path
        linked += [html.A(INDICATORS[id].title[lang], href=href), html.Br()]
    return [html.Dt(BESIDE[lang]), html.Dd(linked[:-1])]


def _code(indicator: Indicator, lang: Lang) -> list[Any]:
    """The lines that define it, linked where they are public."""
    lines = source(indicator.id)
    if lines is None:
        return []
    where = html.Code(f"{lines['path']}:{lines['first_line']}")
    linked = html.A(where, href=lines["url"]) if lines["url"] else where
    return [html.Dt(CODE[lang]), html.Dd(linked)]


def _decimals(indicator: Indicator, lang: Lang) -> list[tuple[Text, str]]:
    """How a rate is cut; other numbers are printed as they are."""
    if indicator.unit != "fraction":
        return []
    return [(DECIMALS, (CUT_UP if indicator.favourable == "low" else CUT_DOWN)[lang])]


def proofs(
    indicator: Indicator, lang: Lang, first: date | None = None, last: date | None = None
) -> list[Any]:
    """Links to the records behind an indicator, of the days from `first` to `last`."""
    if not OWNERS[indicator.id].records:
        return [html.Span(NO_RECORDS[lang])]
    asked = {"from": first, "to": last, "lang": None if lang == "zh" else lang}
    at = f"/indicators/{indicator.id}/rows"
    # A count and a median have one set of records; only a ratio has two.
    if indicator.is_count or isinstance(indicator.measure, Quantile):
        return [html.A(RECORDS[lang], href=address.api(at, **asked))]
    return [
        html.A(NUMERATOR[lang], href=address.api(at, **asked)),
        " ",
        html.A(DENOMINATOR[lang], href=address.api(at, part="denominator", **asked)),
    ]
