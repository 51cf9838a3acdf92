"""Days, hours and periods: 2026年11月24日 · 24 November 2026; 24-hour times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from dashboard.words.language import Lang
from data.definitions import Text

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
NO_BREAK = "\u00a0"
_PARTS_OF_DAY = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def day(value: date, lang: Lang) -> str:
    """2026年11月24日 · 24 November 2026."""
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{short_day(value, lang)} {value.year}"


def short_day(value: date, lang: Lang) -> str:
    """11月24日 · 24 November."""
    if lang == "zh":
        return f"{value.month}月{value.day}日"
    return _in_month(value, MONTHS[value.month - 1])


def brief_day(value: date, lang: Lang) -> str:
    """11月24日 · 24 Nov."""
    return short_day(value, lang) if lang == "zh" else _in_month(value, MONTHS[value.month - 1][:3])


def _in_month(value: date, month: str) -> str:
    """24 November; no line ends after the day."""
    return f"{value.day}{NO_BREAK}{month}"


def weekday(value: date | int, lang: Lang) -> str:
    """星期二 · Tuesday, of a date or of a number (0 = Monday)."""
    return WEEKDAYS[value if isinstance(value, int) else value.weekday()][lang]


def brief_weekday(value: int, lang: Lang) -> str:
    """周二 · Tue, of a number (0 = Monday): seven of them stand side by side on a phone."""
    name = WEEKDAYS[value][lang]
    return f"周{name[-1]}" if lang == "zh" else name[:3]


def long_day(value: date, lang: Lang) -> str:
    """2026年11月24日 星期二 · Tuesday 24 November 2026."""
    if lang == "zh":
        return f"{day(value, lang)} {weekday(value, lang)}"
    return f"{weekday(value, lang)} {day(value, lang)}"


def between(first: date | None, last: date, lang: Lang) -> str:
    """2026年10月26日至11月24日 · 26 October to 24 November 2026; the year once where it is one."""
    end = day(last, lang)
    if first is None:
        return Text(f"截至{end}", f"until {end}")[lang]
    if first == last:
        return end
    same_year = first.year == last.year
    if lang == "zh":
        return f"{day(first, lang)}至{short_day(last, lang) if same_year else end}"
    return f"{(short_day if same_year else day)(first, lang)} to {end}"


def year(value: int | str, lang: Lang) -> str:
    """2026年 · 2026."""
    return f"{value}年" if lang == "zh" else str(value)


def month(year: int, month: int, lang: Lang) -> str:
    """2026年2月 · February 2026."""
    return f"{year}年{month}月" if lang == "zh" else f"{MONTHS[month - 1]} {year}"


def brief_month(month: int, lang: Lang) -> str:
    """2月 · Feb."""
    return f"{month}月" if lang == "zh" else MONTHS[month - 1][:3]


def period(name: str, lang: Lang, brief: bool = False) -> str:
    """A period's name (2026-11-24, 2026-W48, 2026-11, 2026-Q4, 2026) as people write it.

    `brief` for an axis, where the year of a day is said elsewhere.
    """
    if "-W" in name:
        of_year, week = name.split("-W")
        monday = date.fromisocalendar(int(of_year), int(week), 1)
        if brief:
            return brief_day(monday, lang)
        written = day(monday, lang)
        return f"{written}起一周" if lang == "zh" else f"week from {written}"
    if "-Q" in name:
        of_year, nth = name.split("-Q")
        return f"{of_year}年第{nth}季度" if lang == "zh" else f"Q{nth} {of_year}"
    if len(name) == 4:
        return year(name, lang)
    if len(name) == 7:
        of, month_of_year = int(name[:4]), int(name[5:])
        if brief and lang == "en":
            return f"{brief_month(month_of_year, lang)} {of}"
        return month(of, month_of_year, lang)
    if len(name) == 10:
        on = date.fromisoformat(name)
        return brief_day(on, lang) if brief else day(on, lang)
    return name


def unsaid_years(names: Sequence[str]) -> list[int]:
    """The years of days and weeks, whose brief names do not say them; none of longer periods."""
    if not all(len(name) == 10 or "-W" in name for name in names):
        return []
    return [
        date.fromisocalendar(int(name[:4]), int(name[6:]), 1).year
        if "-W" in name
        else int(name[:4])
        for name in names
    ]


def unfinished(name: str, lang: Lang) -> str:
    """A period's name where no hatching says that it is not whole."""
    return name + Text("（截至目前）", " (not complete)")[lang]


def as_of(instant: datetime | None, today: date, lang: Lang) -> str:
    """数据截至10:41, with the date when it is not today's; the date alone where no time is known."""
    if instant is None:
        return Text("暂无数据", "no data yet")[lang]
    written = clock(instant)
    if instant.date() != today or instant.time() == time():
        on = (short_day if instant.year == today.year else day)(instant.date(), lang)
        timed = Text(f"{on}{written}", f"{on} {written}")[lang]
        written = timed if instant.time() != time() else on
    return Text(f"数据截至{written}", f"Data as of {written}")[lang]


def clock(value: time | datetime) -> str:
    """09:00."""
    return f"{value:%H:%M}"


def hour(value: int, lang: Lang) -> str:
    """9时 · 09:00."""
    return f"{value}时" if lang == "zh" else f"{value:02}:00"


def brief_hour(value: int, lang: Lang) -> str:
    """9时 · 9: fifteen of them stand side by side on a phone."""
    return f"{value}时" if lang == "zh" else str(value)


def hour_of_day(value: int, lang: Lang) -> str:
    """上午9时 · 09:00."""
    if lang == "en":
        return hour(value, lang)
    part = next(name for end, name in _PARTS_OF_DAY if value < end)
    return f"{part}{hour(value if value <= 12 else value - 12, lang)}"


def hours(first: int, last: int, brief: bool = False) -> str:
    """09:00–10:00, from the beginning of the first hour to the end of the last; `brief`: 9–10."""
    return f"{first}–{last + 1}" if brief else f"{first:02}:00–{last + 1:02}:00"
