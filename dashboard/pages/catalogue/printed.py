"""An indicator's values as they are printed on the pages about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import words
from dashboard.words import Lang
from data.catalog import OWNERS
from data.definitions import PER, Indicator, Text
from data.measures import Quantile

Row = Mapping[str, Any]

ALL_TIME = Text("不分期", "no period")
# Units whose numbers are printed with two decimals: of a ratio, per how many it is.
UNITS_PER = {unit: per for per, units in PER.items() for unit in units if per > 1} | dict.fromkeys(
    ("ratio", "percentage_points", "points"), 1
)
NOTHING = Text("暂无数据。", "There is no data yet.")
# Of fields, as the catalogue has them.
TYPES = {
    "text": Text("文本", "text"),
    "code": Text("代码", "code"),
    "integer": Text("整数", "integer"),
    "number": Text("数", "number"),
    "date": Text("日期", "date"),
    "month": Text("月份", "month"),
    "instant": Text("时刻", "instant"),
    "boolean": Text("是/否", "true/false"),
}
PARTIAL = Text("未满", "not complete")
REASONS = {
    "not-covered": Text("没有这一期的数据", "the data does not cover this period"),
    "no-data": Text("没有可计的记录", "no record to count"),
    "history-too-short": Text("历史数据不足", "not enough history"),
    "not-reported": Text("未报", "not reported"),
    "withheld": Text("数量过少，不公布", "too few, not published"),
}


def is_few(row: Row, indicator: Indicator) -> bool:
    """Whether a rate, a mean or a median is of too few to be printed."""
    return (
        row["value"] is not None
        and (indicator.unit in ("fraction", "score") or _is_median(indicator))
        and not words.enough(row.get("denominator"))
    )


def _is_median(indicator: Indicator) -> bool:
    return isinstance(indicator.measure, Quantile)


def made_of(row: Row, indicator: Indicator) -> str:
    """What a value is of, as it stands beside it: 1,843 / 1,846 · N = 120; "" for a count."""
    n = row.get("denominator")
    if n is None or indicator.is_count:
        return ""
    return f"N = {words.number(n)}" if row.get("numerator") is None else words.of(row)


def shown(row: Row, indicator: Indicator, lang: Lang = "zh") -> str:
    """A value as it is printed, without its unit; of too few to say anything, that."""
    value = row["value"]
    if value is None:
        return words.MISSING
    if is_few(row, indicator):
        return words.TOO_FEW[lang]
    if _is_median(indicator) and value == 0:
        return nothing_used(indicator)[lang]
    if indicator.unit == "fraction":
        return words.percentage(row, indicator.favourable != "low")
    if indicator.unit in UNITS_PER:
        return words.decimal(row, UNITS_PER[indicator.unit], indicator.favourable != "low")
    if indicator.unit == "score":
        return words.score(row)
    return words.number(value)


def nothing_used(indicator: Indicator) -> Text:
    """What a median of 0 working days is."""
    return words.HALF_DAY if OWNERS[indicator.id].id == "cases" else words.SAME_DAY


def certainty(row: Row, indicator: Indicator, lang: Lang) -> str:
    """95%区间12.30%～15.60%: between which bounds a value lies; nothing of one without an interval."""
    if "low" not in row or is_few(row, indicator):
        return ""
    bounds = row["low"], row["high"]
    if indicator.unit == "fraction":
        return words.full_interval(bounds, lang)
    return Text("95%区间", "95% interval ")[lang] + words.between_decimals(bounds, lang)


def period(row: Row, lang: Lang) -> str:
    """2026（未满）: the period of a value, marked while it is running."""
    name = row["period"] or ALL_TIME[lang]
    if not row["partial"]:
        return name
    return words.unfinished(name, lang)


def unit(indicator: Indicator) -> Text:
    """The unit as a word of its own: 件, 工作日, %."""
    return OWNERS[indicator.id].unit_of(indicator)


def after(indicator: Indicator, row: Row, lang: Lang) -> str:
    """What stands after a number: 件, 个工作日; a share has its per cent sign already."""
    value = row["value"]
    if indicator.unit == "fraction" or is_few(row, indicator):
        return ""
    if _is_median(indicator) and value == 0:
        return ""
    word = unit(indicator)[lang]
    if lang == "zh":
        return f"个{word}" if indicator.unit == "days" else word
    return word.removesuffix("s") if value == 1 else word
