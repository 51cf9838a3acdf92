"""An indicator's values as they are printed, on the pages about it and wherever else they are listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
PARTIAL = Text("未满", "not complete")
NOT_COVERED = "not-covered"
REASONS = {
    NOT_COVERED: Text("没有这一期的数据", "the data does not cover this period"),
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
    return words.sample(n) if row.get("numerator") is None else words.of(row)


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


def bounds(row: Row, indicator: Indicator) -> tuple[float, float] | None:
    """The 95 % bounds of a value, in its unit; None of one without an interval, or of too few."""
    if row["value"] is None or is_few(row, indicator) or "low" not in row:
        return None
    return row["low"], row["high"]


def ends(rows: Iterable[Row], indicator: Indicator) -> list[float]:
    """All values that are not of too few, and the bounds of those that have some."""
    known = [row for row in rows if row["value"] is not None and not is_few(row, indicator)]
    pairs = [bounds(row, indicator) or () for row in known]
    return [*(row["value"] for row in known), *(end for pair in pairs for end in pair)]


def certainty(row: Row, indicator: Indicator, lang: Lang) -> str:
    """95%区间12.30%～15.60%: between which bounds a value lies; "" of one without an interval."""
    pair = bounds(row, indicator)
    if pair is None:
        return ""
    if indicator.unit == "fraction":
        return words.full_interval(pair, lang)
    return Text("95%区间", "95% interval ")[lang] + words.between_decimals(pair, lang)


def brief(row: Row, indicator: Indicator) -> Text:
    """A value as titles print it: of a share the counts, or by the whole per cent."""
    if indicator.unit != "fraction" or row["value"] is None or is_few(row, indicator):
        return Text(valued(row, indicator, "zh"), valued(row, indicator, "en"))
    if indicator.interval:
        return words.in_title(row, unit_of_rows(indicator), indicator.favourable != "low")
    return words.per_cent(row["value"], indicator.favourable != "low")


def unit_of_rows(indicator: Indicator) -> Text:
    """What the rows of a share are counted by: 件, 条."""
    return OWNERS[indicator.id].counted


def period(row: Row, lang: Lang) -> str:
    """2026年（未满）: the period of a value, marked while it is running."""
    name = words.period(row["period"], lang) if row["period"] else ALL_TIME[lang]
    if not row["partial"]:
        return name
    return words.unfinished(name, lang)


def valued(row: Row, indicator: Indicator, lang: Lang) -> str:
    """A value with its unit: 1,234件 · 99.83% · 半日内."""
    text, word = shown(row, indicator, lang), after(indicator, row, lang)
    if row["value"] is None or not word:
        return text
    return f"{text}{word}" if lang == "zh" else f"{text} {word}"


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
    word = words.unit_of(value, words.of_catalogue(unit(indicator)), lang)
    return f"个{word}" if lang == "zh" and indicator.unit == "days" else word
