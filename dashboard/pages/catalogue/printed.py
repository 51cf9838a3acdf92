"""An indicator's values as they are printed on the pages about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api import answers
from dashboard import words
from dashboard.words import Lang
from data.definitions import Indicator, Text
from data.values import owner

Ask = Callable[[answers.Query], dict[str, Any]]
Row = Mapping[str, Any]

ALL_TIME = Text("不分期", "no period")
NOTHING = Text("还没有数据。", "There is no data yet.")
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


def unit(indicator: Indicator, value: float, lang: Lang) -> str:
    """What the number counts: 件, 个工作日."""
    if indicator.unit == "fraction":
        return ""
    after = AFTER.get(indicator.unit) or COUNTED[owner(indicator).id]
    # English has a singular.
    return after[lang].removesuffix("s") if lang == "en" and value == 1 else after[lang]
