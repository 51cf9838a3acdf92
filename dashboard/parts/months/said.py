"""What a comparison of two months says, in few words: for a cell of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.bulletin.comparison import Comparison
from dashboard import words
from dashboard.words import WORKING_DAYS, Lang
from data.definitions import Text

_PLAIN = {
    "same": Text("持平", "the same"),
    "alike": Text("无明显差别", "no clear difference"),
    "few": words.TOO_FEW,
    "from_zero": Text("由0增加", "up from 0"),
    "none": Text(words.MISSING, words.MISSING),
}


def change(one: Comparison, unit: str, lang: Lang) -> str:
    """+6% · −0.52个百分点 · 无明显差别; per working day where the months have unlike numbers of them."""
    if one.kind in _PLAIN:
        return _PLAIN[one.kind][lang]
    sign = "+" if one.change > 0 else "−"
    if one.kind == "points":
        size = f"{sign}{words.amount(abs(one.change) / 100)}"
        points = Text("星", " stars") if unit == "score" else Text("个百分点", " points")
        return f"{size}{points[lang]}"
    per_day = Text("每个工作日", "per working day ")[lang] if one.per_working_day else ""
    return f"{per_day}{sign}{words.number(abs(one.change))}%"


def working_days(months: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """2026年10月18个工作日，2026年9月22个工作日，… with the rule where they differ."""

    def each(one: Mapping[str, Any]) -> str:
        name, days = words.period(one["month"], lang), one["working_days"]
        if days is None:
            return name + Text("工作日数未知", ": working days not known")[lang]
        return f"{name}{'' if lang == 'zh' else ': '}{words.counted(days, WORKING_DAYS, lang)}"

    named = Text("，", "; ")[lang].join(each(one) for one in months)
    alike = len({one["working_days"] for one in months}) == 1
    rule = Text("；件数按每个工作日比较。", ". Counts are compared per working day.")[lang]
    return named + (Text("。", ".")[lang] if alike else rule)
