"""Days, months, instants, numbers and truth values as they are written in an address.

Each is read from its text; a malformed one is refused, as a problem that names the parameter.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from api.problems import Problem, bad_parameter
from data.definitions import Text, shortened
from data.hall import hall
from data.periods import ONE_DAY, next_start, period_start

FIRST_YEAR, LAST_YEAR = 1990, 2100
# Up to here a number of JSON is exact in every reader.
_LARGEST = 10**15 - 1
# Python's own parsers would also take week dates, underscores, blanks and other scripts' digits.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH_PATTERN = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)


def day(name: str, text: str) -> date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        parsed = date.fromisoformat(text)
    except ValueError:
        wrong = Text(
            f"“{shortened(text)}”不是日期，应如2026-11-24",
            f"{shortened(text)!r} is not a date like 2026-11-24",
        )
        raise bad_parameter(name, wrong) from None
    _in_range(name, text, parsed.year)
    return parsed


def month(name: str, text: str) -> str:
    """A month, `2026-09`."""
    if MONTH_PATTERN.fullmatch(text):
        _in_range(name, text, int(text[:4]))
        return text
    if _DAY.fullmatch(text):
        first = day(name, text)
        raise _no_day(name, text, (f"{first:%Y-%m}",))
    wrong = Text(f"“{text}”不是月份，应如2026-11", f"{text!r} is not a month like 2026-11")
    raise bad_parameter(name, wrong)


def first_month(name: str, text: str) -> str:
    """A month, or the day on which it begins."""
    if not _DAY.fullmatch(text):
        return month(name, text)
    begins = day(name, text)
    if begins.day > 1:
        raise _no_day(name, text, (f"{begins:%Y-%m}", f"{next_start(begins, 'month'):%Y-%m}"))
    return f"{begins:%Y-%m}"


def last_month(name: str, text: str) -> str:
    """A month, or the day on which it ends."""
    if not _DAY.fullmatch(text):
        return month(name, text)
    ends = day(name, text)
    if (ends + ONE_DAY).day > 1:
        before = period_start(ends, "month") - ONE_DAY
        raise _no_day(name, text, (f"{before:%Y-%m}", f"{ends:%Y-%m}"))
    return f"{ends:%Y-%m}"


def _no_day(name: str, text: str, months: tuple[str, ...]) -> Problem:
    """400: a day was given of what is published to the month."""
    wrong = Text(
        f"“{text}”：只公布到月，请写月份，如 {months[-1]}",
        f"{text!r}: published to the month only; give a month such as {months[-1]}",
    )
    return bad_parameter(name, wrong, months)


def instant(name: str, text: str) -> datetime:
    """An instant; without an offset it is on the hall's clock."""
    # A plus sign that was not escaped arrives as a blank.
    written = text.replace(" ", "+")
    try:
        if not _INSTANT.fullmatch(written):
            raise ValueError
        parsed = datetime.fromisoformat(written.upper())
    except ValueError:
        example = "2026-11-24T10:00:00+08:00"
        wrong = Text(
            f"“{shortened(text)}”不是时刻，应如 {example}",
            f"{shortened(text)!r} is not an instant like {example}",
        )
        raise bad_parameter(name, wrong) from None
    _in_range(name, text, parsed.year)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=hall().zone)


def _in_range(name: str, text: str, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        first, last = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"
        wrong = Text(
            f"{shortened(text)} 超出范围：{first} 至 {last}",
            f"{shortened(text)} is out of range: {first} to {last}",
        )
        raise bad_parameter(name, wrong)


def number(name: str, text: str, whole: bool = False) -> float:
    if not _NUMBER.fullmatch(text):
        wrong = Text(
            f"“{shortened(text)}”不是数字，应如12或0.5",
            f"{shortened(text)!r} is not a number like 12 or 0.5",
        )
        raise bad_parameter(name, wrong)
    value = float(text)
    if abs(value) > _LARGEST:
        most = f"{_LARGEST:,}"
        wrong = Text(
            f"{shortened(text)} 超出范围：-{most}至{most}",
            f"{shortened(text)} is out of range: -{most} to {most}",
        )
        raise bad_parameter(name, wrong)
    if whole and value != int(value):
        wrong = Text(f"“{shortened(text)}”不是整数", f"{shortened(text)!r} is not a whole number")
        raise bad_parameter(name, wrong)
    return int(value) if value == int(value) else value


def boolean(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        wrong = Text(
            f"“{shortened(text)}”既不是 true 也不是 false",
            f"{shortened(text)!r} is neither true nor false",
        )
        raise bad_parameter(name, wrong, ("true", "false"))
    return text == "true"
