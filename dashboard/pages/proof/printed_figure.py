"""A figure as it is printed, read back: 按时办结率 2013年 100% → which indicator, which period, which value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from api.search import entries
from api.search.index import SAME, Match
from dashboard.words.dates import MONTHS
from data import periods
from data.catalog import DATASETS, PUBLISHED_INDICATORS
from data.hall import today
from data.questions import Where

_VALUE = re.compile(
    r"(?<![\d.-])(\d[\d,]*(?:\.\d+)?)\s*(%|％|万)?(?:\s?[件条项家个次人]|cases?|items?)?(?![\d.\-年月])"
)
# The names of months, in full or by three letters, each as its number.
_MONTHS = {name[:3].lower(): n for n, name in enumerate(MONTHS, 1)}
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
_TO = r"\s*(?:至|到|－|—|–|-|~|～|/|to|until)\s*"
# From one day, month or year to another, as the pages, their addresses and reports write it; and a single
# day or month with its name.
_SPANS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<y>\d{4})\s*年\s*(?:(?P<m>\d{1,2})\s*月?\s*(?:(?P<d>\d{1,2})\s*日)?)?" + _TO
        + r"(?:(?P<y2>\d{4})\s*年\s*)?(?:(?P<m2>\d{1,2})\s*月\s*)?(?:(?P<d2>\d{1,2})\s*日)?(?<=[年月日])",
        r"(?P<y>\d{4})-(?P<m>\d\d)(?:-(?P<d>\d\d))?" + _TO
        + r"(?P<y2>\d{4})-(?P<m2>\d\d)(?:-(?P<d2>\d\d))?(?![\d-])",
        rf"(?:(?P<d>\d{{1,2}})\s+)?(?P<m>{_MONTH})(?:\s+(?P<y>\d{{4}}))?{_TO}"
        rf"(?:(?P<d2>\d{{1,2}})\s+)?(?P<m2>{_MONTH})\s+(?P<y2>\d{{4}})",
        rf"(?:(?P<d>\d{{1,2}})\s+)?\b(?P<m>{_MONTH})\s+(?P<y>\d{{4}})",
    )
)  # fmt: skip
_LATELY = re.compile(r"近\s*(\d{1,3})\s*[天日]|\blast\s+(\d{1,3})\s+days", re.IGNORECASE)
_PERIODS = (
    (re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|(\d{4})-(\d{2})-(\d{2})"), "day"),
    (re.compile(r"(\d{4})\s*年?\s*第?([一二三四1-4])\s*季度|(\d{4})-Q([1-4])"), "quarter"),
    (re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月|(\d{4})-(\d{2})(?![\d-])"), "month"),
    (re.compile(r"(\d{4})\s*年|(?<!\d)((?:19|20)\d{2})(?![\d,.%％])"), "year"),
)  # fmt: skip
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class PrintedFigure:
    """What of a typed figure was understood. `value` of a percentage is a fraction; `decimals` as printed.

    `named`: the indicator is the one that was named, not one of several that may be meant. `near`: without a match for all words, indicators that some of the words may mean.
    """

    matches: tuple[Match, ...]
    named: bool
    near: tuple[str, ...]
    where: Where
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
    words = re.sub(r"[，。；：、,;:=＝]|\b(?:in|of)\b", " ", rest).split()
    words, where = _department(words)
    name = " ".join(words)
    found = _indicators(name)
    named = len(found) == 1 or (bool(found) and _is_named(name, found[0]))
    near = () if found else _near(words)
    return PrintedFigure(found, named, near, where, first, last, value, decimals)


def _indicators(words: str) -> tuple[Match, ...]:
    found = [
        match
        for match in entries.index().search(words)
        if match.entry.kind == entries.INDICATOR and match.entry.id in PUBLISHED_INDICATORS
    ]
    # The name itself before names that it is a part of: 受理量 before 网上受理量.
    found.sort(key=lambda match: not _is_named(words, match))
    return tuple(found)


def _is_named(words: str, match: Match) -> bool:
    names = (match.entry.title.zh, match.entry.title.en, match.entry.id)
    return words.casefold() in (name.casefold() for name in names)


def _department(words: list[str]) -> tuple[list[str], Where]:
    """A department written with its name is a filter; the words without it."""
    for word in words:
        for match in entries.index().search(word)[:1]:
            if match.entry.kind == entries.DEPARTMENT and match.score >= SAME:
                left = [one for one in words if one != word]
                return left, (("department", (match.entry.id,)),)
    return words, ()


# So many indicators are offered where none is meant for certain, and of a dataset so many.
_NEAR_MOST, _OF_DATASET_MOST = 8, 3
# What follows the name of a thing where its number is meant: 办件量 is a number of 办件.
_NUMBER_OF = "量数"


def _near(words: list[str]) -> tuple[str, ...]:
    """Indicators that some of the words may mean, and the first ones of datasets that they may mean."""
    nearness: Counter[str] = Counter()
    together = [" ".join(words)] if len(words) > 1 else []
    for word in [*together, *words]:
        asked = [word, word[:-1]] if len(word) > 2 and word[-1] in _NUMBER_OF else [word]
        meant: dict[str, float] = {}
        for id, score in (one for each in asked for one in _meant(each)):
            meant[id] = max(meant.get(id, 0), score)
        for id, score in meant.items():
            nearness[id] += round(score)
    return tuple(id for id, _ in nearness.most_common(_NEAR_MOST))


def _meant(words: str) -> Iterator[tuple[str, float]]:
    """The first indicators of the datasets that match, and the indicators that do; how near each is."""
    for match in entries.index().search(words):
        if match.guessed:
            return
        if match.entry.kind == entries.DATASET:
            published = (i.id for i in DATASETS[match.entry.id].indicators if i.id in PUBLISHED_INDICATORS)  # fmt: skip
            yield from ((id, match.score) for id in islice(published, _OF_DATASET_MOST))
        elif match.entry.id in PUBLISHED_INDICATORS:
            yield match.entry.id, match.score


def _period(text: str) -> tuple[date | None, date | None, str]:
    """The first period that is named, with the text without it: a longer way to write it before a part of it."""
    for pattern in _SPANS:
        if (match := pattern.search(text)) and (days := _span(match)):
            return *days, _without(text, match)
    if match := _LATELY.search(text):
        last = today()
        return last - timedelta(days=int(match[1] or match[2]) - 1), last, _without(text, match)
    for pattern, grain in _PERIODS:
        if match := pattern.search(text):
            numbers = [_QUARTERS.get(n) or int(n) for n in match.groups() if n]
            try:
                first, last = periods.of_name(_name(grain, numbers))
            except ValueError:
                continue
            return first, last, _without(text, match)
    return None, None, text


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _span(match: re.Match[str]) -> tuple[date, date] | None:
    """The days from the one end to the other; what the second leaves out is that of the first, and of the
    first's year the second's."""
    part = match.groupdict()
    year = part["y"] or part["y2"]
    ends = [(year, part["m"], part["d"])]
    if "y2" in part:
        ends.append((part["y2"] or year, part["m2"] or (part["d2"] and part["m"]), part["d2"]))
    names = [_name("day", [_MONTHS.get(n[:3].lower()) or int(n) for n in end if n]) for end in ends]
    try:
        first, last = periods.of_name(names[0])[0], periods.of_name(names[-1])[1]
    except ValueError:
        return None
    return (first, last) if first <= last else None


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
    return value, decimals, _without(text, match)
