"""A figure as it is printed, read back: 按时办结率 2013年 100% → which indicator, which period, which value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from api.search import entries
from api.search.index import Match
from data import periods
from data.catalog import PUBLISHED_INDICATORS

_VALUE = re.compile(
    r"(?<![\d.-])(\d[\d,]*(?:\.\d+)?)\s*(%|％|万)?(?:件|条|项|家|个|次|人|cases?|items?)?(?![\d.\-年月])"
)
_PERIODS = (
    (re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|(\d{4})-(\d{2})-(\d{2})"), "day"),
    (re.compile(r"(\d{4})\s*年?\s*第?([一二三四1-4])\s*季度|(\d{4})-Q([1-4])"), "quarter"),
    (re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月|(\d{4})-(\d{2})(?![\d-])"), "month"),
    (re.compile(r"(\d{4})\s*年|(?<!\d)((?:19|20)\d{2})(?![\d,.%％])"), "year"),
)  # fmt: skip
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class PrintedFigure:
    """What of a typed figure was understood. `value` of a percentage is a fraction; `decimals` as printed."""

    matches: tuple[Match, ...]
    first: date | None
    last: date | None
    value: float | None
    decimals: int

    @property
    def indicator(self) -> str | None:
        return self.matches[0].entry.id if self.matches else None


def read(typed: str) -> PrintedFigure:
    """Period and value are taken out; what is left is the name of an indicator, looked for as in a search."""
    first, last, rest = _period(typed)
    value, decimals, rest = _value(rest)
    words = re.sub(r"[，。；：、,;:=＝]|\b(?:in|of)\b", " ", rest).strip()
    found = [
        match
        for match in entries.index().search(words)
        if match.entry.kind == entries.INDICATOR and match.entry.id in PUBLISHED_INDICATORS
    ]
    # The name itself before names that it is a part of: 受理量 before 网上受理量.
    found.sort(
        key=lambda match: words not in (match.entry.title.zh, match.entry.title.en, match.entry.id)
    )
    return PrintedFigure(tuple(found), first, last, value, decimals)


def _period(text: str) -> tuple[date | None, date | None, str]:
    """The first period that is named, with the text without it."""
    for pattern, grain in _PERIODS:
        if match := pattern.search(text):
            numbers = [_QUARTERS.get(n) or int(n) for n in match.groups() if n]
            try:
                first, last = periods.of_name(_name(grain, numbers))
            except ValueError:
                continue
            return first, last, text[: match.start()] + " " + text[match.end() :]
    return None, None, text


def _name(grain: str, numbers: list[int]) -> str:
    year, *rest = numbers
    if grain == "quarter":
        return f"{year}-Q{rest[0]}"
    return "-".join([f"{year:04d}", *(f"{n:02d}" for n in rest)])


def _value(text: str) -> tuple[float | None, int, str]:
    """The first number, as a fraction where it is in per cent."""
    match = _VALUE.search(text)
    if match is None:
        return None, 0, text
    digits, unit = match.group(1).replace(",", ""), match.group(2)
    decimals = len(digits.partition(".")[2])
    value = float(digits)
    if unit in ("%", "％"):
        value = round(value / 100, decimals + 2)
    elif unit == "万":
        value, decimals = value * 10_000, 0
    return value, decimals, text[: match.start()] + " " + text[match.end() :]
