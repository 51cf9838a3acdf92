"""How a number is compared: with a usual day, and with the year before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.words.dates import weekday
from dashboard.words.language import Lang
from dashboard.words.numbers import number
from data.definitions import Text


def difference(now: float | None, before: float | None) -> int | None:
    """How many per cent `now` is above `before` (below: negative), rounded; None: no comparison."""
    if now is None or not before:
        return None
    return round((now - before) / before * 100)


def compared(live: Mapping[str, Any], field: str, lang: Lang) -> str:
    """比往常星期二此时多6%（往常1,742件）, from the live answer's `usual`.

    `field` is `completed` or `accepted`. A usual day is the median of the last eight working days
    of the same weekday; on a day that is over it is compared as a whole.
    """
    usual = live.get("usual") or {}
    if live.get("day") and not usual.get("days"):
        return Text("不是工作日，没有往常可比", "Not a working day: there is no usual day")[lang]
    expected = usual.get(f"{field}_by_now")
    change = difference(live.get(field), expected)
    if change is None:
        return Text("还没有往常的同一天可比", "No usual day to compare with yet")[lang]
    name = weekday(usual["weekday"], lang) if usual.get("weekday") is not None else ""
    if lang == "zh":
        moment = "此时" if live.get("is_today") else ""
        size = f"{'多' if change > 0 else '少'}{number(abs(change))}%" if change else "持平"
        joint = "比" if change else "与"
        return f"{joint}往常{name}{moment}{size}（往常{number(expected)}件）"
    moment = " by now" if live.get("is_today") else ""
    way = "above" if change > 0 else "below"
    size = f"{number(abs(change))}% {way}" if change else "The same as"
    return f"{size} a usual {name or 'day'}{moment} ({number(expected)})"


def year_before(now: float, then: float, kind: str, lang: Lang) -> str:
    """比去年同期多6%, of two values of one `kind`: count, stock, days or rate (a share, 0–1).

    Rates differ by percentage points; from 0 there is no percentage.
    """
    if kind == "rate":
        return _points(now - then, lang)
    change = difference(now, then)
    if change is None:
        return Text("去年同期为0", "0 the year before")[lang]
    if not change:
        return Text("与去年同期持平", "the same as a year before")[lang]
    more, less = ("长", "短") if kind == "days" else ("多", "少")
    size, up = f"{number(abs(change))}%", change > 0
    return Text(
        f"比去年同期{more if up else less}{size}",
        f"{size} {'above' if up else 'below'} the year before",
    )[lang]


def _points(change: float, lang: Lang) -> str:
    hundredths = round(change * 10_000)
    if not hundredths:
        return Text("与去年同期持平", "the same as a year before")[lang]
    size, up = f"{abs(hundredths) / 100:.2f}", hundredths > 0
    return Text(
        f"比去年同期{'高' if up else '低'}{size}个百分点",
        f"{size} percentage points {'above' if up else 'below'} the year before",
    )[lang]
