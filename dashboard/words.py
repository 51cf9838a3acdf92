"""How numbers, dates and comparisons are written, in both languages.

Chinese first: 2026年11月24日, 24-hour times, 万 where a count is large. Rates are cut, never rounded,
in the direction that does not flatter the hall (`data.rules.percent`); parts of a whole are rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal

from data.definitions import Text
from data.rules.percent import percent

Lang = Literal["zh", "en"]

MISSING = "–"
WEEKDAYS = (
    Text("星期一", "Monday"),
    Text("星期二", "Tuesday"),
    Text("星期三", "Wednesday"),
    Text("星期四", "Thursday"),
    Text("星期五", "Friday"),
    Text("星期六", "Saturday"),
    Text("星期日", "Sunday"),
)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LANG_TAGS = {"zh": "zh-CN", "en": "en"}


def number(value: float | None) -> str:
    """A count with thousands separators, `–` where there is none: 1,846."""
    if value is None:
        return MISSING
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def large(value: float | None, lang: Lang) -> str:
    """A count for a place with little room: in Chinese 89.2万 from 10,000 on, one decimal.

    Rounded half up, but cut where that would claim a whole 万 not reached: 99,960 is 9.9万.
    """
    if value is None or lang != "zh" or abs(value) < 10_000:
        return number(value)
    tenths = int((abs(value) + 500) // 1_000)
    if tenths % 10 == 0 and tenths * 1_000 > abs(value):
        tenths -= 1
    whole, tenth = divmod(tenths, 10)
    sign = "−" if value < 0 else ""
    return f"{sign}{whole:,}.{tenth}万" if tenth else f"{sign}{whole:,}万"


def rate(share: Mapping[str, Any] | None, favourable: bool = True) -> str:
    """A share `{numerator, denominator}` as a percentage with two decimals, without sign: 99.83."""
    if not share or share.get("denominator") in (None, 0) or share.get("numerator") is None:
        return MISSING
    cut = percent(share["numerator"], share["denominator"], favourable)
    return MISSING if cut is None else f"{cut:.2f}"


def score(mean: Mapping[str, Any] | None) -> str:
    """A mean of scores from its sum and their number, with two decimals, cut like a rate: 4.85."""
    if not mean or not mean.get("denominator") or mean.get("numerator") is None:
        return MISSING
    return f"{floor(Fraction(mean['numerator']) * 100 / Fraction(mean['denominator'])) / 100:.2f}"


def decimal(row: Mapping[str, Any], per: int = 1, favourable: bool = True) -> str:
    """A ratio's value with two decimals: a favourable one cut down, an unfavourable one up: 3.21.

    From its `numerator` and `denominator` where it has them, which are exact, times `per`.
    """
    if row.get("value") is None:
        return MISSING
    numerator, denominator = row.get("numerator"), row.get("denominator")
    exact = Fraction(str(row["value"]))
    if numerator is not None and denominator:
        exact = per * Fraction(str(numerator)) / Fraction(str(denominator))
    return f"{(floor if favourable else ceil)(exact * 100) / 100:,.2f}"


def share(part: float, whole: float) -> str:
    """A part of a whole as 75.9%: one decimal, rounded half up; "" where there is no whole.

    A part is never nothing (<0.1%) and, unless it is all, never everything (>99.9%).
    """
    if not whole:
        return ""
    thousandths = floor(Fraction(part) / Fraction(whole) * 1000 + Fraction(1, 2))
    if part and not thousandths:
        return "<0.1%"
    return ">99.9%" if thousandths >= 1000 and part < whole else f"{thousandths / 10:.1f}%"


def day(value: date, lang: Lang) -> str:
    """2026年11月24日 · 24 November 2026."""
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date, lang: Lang) -> str:
    """11月24日 · 24 November."""
    if lang == "zh":
        return f"{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]}"


def weekday(value: date | int, lang: Lang) -> str:
    """星期二 · Tuesday, of a date or of a number (0 = Monday)."""
    return WEEKDAYS[value if isinstance(value, int) else value.weekday()][lang]


def long_day(value: date, lang: Lang) -> str:
    """2026年11月24日 星期二 · Tuesday 24 November 2026."""
    if lang == "zh":
        return f"{day(value, lang)} {weekday(value, lang)}"
    return f"{weekday(value, lang)} {day(value, lang)}"


def as_of(instant: datetime | None, today: date, lang: Lang) -> str:
    """数据截至 10:41, with the date when it is not today's."""
    if instant is None:
        return Text("还没有数据", "no data yet")[lang]
    written = f"{instant:%H:%M}"
    if instant.date() != today:
        same_year = instant.year == today.year
        written = f"{(short_day if same_year else day)(instant.date(), lang)} {written}"
    return f"数据截至 {written}" if lang == "zh" else f"Data as of {written}"


def hour(value: int, lang: Lang) -> str:
    """9时 · 9:00."""
    return f"{value}时" if lang == "zh" else f"{value}:00"


def version(value: int) -> str:
    """A data version in groups of three, as on a printed form: 18 204."""
    return f"{value:,}".replace(",", "\u2009")


def difference(now: float | None, usual: float | None) -> int | None:
    """How many per cent `now` is above `usual` (below: negative), rounded; None: no comparison."""
    if now is None or not usual:
        return None
    return round((now - usual) / usual * 100)


def compared(live: Mapping[str, Any], field: str, lang: Lang) -> str:
    """比往常星期二此时多 6%（往常 1,742 件）, from the live answer's `usual`.

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
        size = f"多 {change}%" if change > 0 else f"少 {-change}%" if change < 0 else "持平"
        joint = "与" if change == 0 else "比"
        return f"{joint}往常{name}{moment}{size}（往常 {number(expected)} 件）"
    moment = " by now" if live.get("is_today") else ""
    size = f"{abs(change)}% {'above' if change > 0 else 'below'}" if change else "The same as"
    return f"{size} a usual {name or 'day'}{moment} ({number(expected)})"
