"""One square, one day: a year of the hall in 53 weeks, from Monday down to Sunday."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10
from typing import Any

from dash import html

from dashboard import words
from dashboard.parts.drawings.svg import (
    A,
    Component,
    Label,
    Line,
    Rect,
    Svg,
    Title,
    at,
    hatched,
    sheet,
)
from dashboard.words import Lang
from data.definitions import Text
from data.rules.notices import festival

WEEKS, HALF = 53, 27
SIZE, GAP = 17.6, 2.0
STEP = SIZE + GAP
LEFT, TOP = 26, 20
STEPS = 10
_DAY = timedelta(days=1)
DAYS_OF_WEEK = Text("一二三四五六日", "MTWTFSS")
# Festivals of one day are not named: their names would run into each other.
_LEAST_DAYS = 3
_WEEKS_APART = 3
# The rows of names, the largest type in them (`--drawn` of drawings.css), the least between two.
ROW, LARGEST, _APART = 20, 18, 8


@dataclass(frozen=True)
class Day:
    """One day's count: None where it is not known; `partial` while it is not over."""

    on: date
    value: float | None
    partial: bool = False


def first(last: date, weeks: int = WEEKS) -> date:
    """The Monday with which the year, or so many weeks, begins that ends with the week of `last`."""
    return last - timedelta(days=last.weekday() + 7 * (weeks - 1))


def step(counts: Iterable[float], steps: int = STEPS) -> float:
    """The width of one shade, a round number: so many of them about reach to the largest count."""
    each = max(counts, default=0) * 1.2 / steps
    if each < 1:
        return 1
    ten = 10 ** floor(log10(each))
    return max(1, floor(max(ten * m for m in (1, 2, 2.5, 5) if ten * m <= each)))


def shade(value: float, width: float, steps: int = STEPS) -> int:
    """0 of nothing, else 1 … `steps`: the more, the darker; the last has no upper end."""
    return 0 if not value else min(steps, int((value - 1) // width) + 1)


def halves(
    days: Sequence[Day], said: Callable[[float], str], href: Callable[[date], str], lang: Lang
) -> list[Svg]:
    """The year as two drawings for a place that is narrow and high, in the shades of the whole."""
    width = step(day.value or 0 for day in days)
    last = max(day.on for day in days)
    middle = first(last, HALF)
    parts = [day for day in days if day.on < middle], [day for day in days if day.on >= middle]
    known = (part for part in parts if any(day.value is not None for day in part))
    return [picture(part, said, href, lang, HALF, width) for part in known]


def picture(
    days: Sequence[Day],
    said: Callable[[float], str],
    href: Callable[[date], str],
    lang: Lang,
    weeks: int = WEEKS,
    width: float = 0,
) -> Svg:
    """The squares of so many weeks; `said` writes a value, `href` leads to a day. What is not known is
    not drawn. `width` of one shade, if it is not that of these days."""
    last = max(day.on for day in days)
    begin, whole = first(last, weeks), weeks == WEEKS
    width = width or step(day.value or 0 for day in days)
    known = [day for day in days if day.value is not None]
    since = min(day.on for day in known)
    marks: list[Component] = [*weekday_names(lang), *month_names(begin, since, last, weeks, lang)]
    marks += [_square(day, begin, width, said, href, lang) for day in known]
    wide = LEFT + weeks * STEP
    names, two_rows = _festivals([day for day in days if day.on >= since], begin, wide, lang)
    below = ROW if two_rows else 0
    marks += [*names, *(_scale(width, below, lang) if whole else [])]
    tall = TOP + 7 * STEP + (54 if whole else 26) + below
    return sheet(wide, tall, marks, "year")


def _square(
    day: Day,
    begin: date,
    width: float,
    said: Callable[[float], str],
    href: Callable[[date], str],
    lang: Lang,
) -> Component:
    week, row = divmod((day.on - begin).days, 7)
    kind = f"day-{shade(day.value or 0, width)}{' day--partial' if day.partial else ''}"
    over = Title(f"{words.long_day(day.on, lang)} · {said(day.value or 0)}")
    x, y = LEFT + week * STEP, TOP + row * STEP
    box = Rect(x=at(x), y=at(y), width=at(SIZE), height=at(SIZE), className=kind)
    lines = [hatched(x, y, SIZE, SIZE)] if day.partial and day.value else []
    return A([over, box, *lines], href=href(day.on), tabIndex="-1")


def weekday_names(lang: Lang) -> list[Component]:
    return [
        Label(name, x=at(LEFT - 8), y=at(TOP + i * STEP + 13), className="end")
        for i, name in enumerate(DAYS_OF_WEEK[lang])
    ]


def month_names(begin: date, since: date, last: date, weeks: int, lang: Lang) -> list[Component]:
    """Each month's name over the first week that begins in it."""
    named = []
    for week in range(weeks):
        monday = begin + timedelta(days=7 * week)
        if monday.day <= 7 and since <= monday <= last and week < weeks - 1:
            name = words.brief_month(monday.month, lang)
            named.append(Label(name, x=at(LEFT + week * STEP), y=at(TOP - 7)))
    return named


def _festivals(
    days: Sequence[Day], begin: date, wide: float, lang: Lang
) -> tuple[list[Component], bool]:
    """The long holidays, named under the week in the middle of their days off; two that meet together.

    A name that would run into the one before stands in a second row: with that whether there is one.
    None begins before the drawing or ends after it.
    """
    off: dict[tuple[str, int], list[date]] = {}
    for day in days:
        if name := festival(day.on):
            off.setdefault((name[0 if lang == "zh" else 1], day.on.year), []).append(day.on)
    named: list[tuple[int, str]] = []
    for (name, _), dates in off.items():
        week = (dates[len(dates) // 2] - begin).days // 7
        if named and week - named[-1][0] < _WEEKS_APART:
            named[-1] = (named[-1][0], f"{named[-1][1]}{Text('、', ', ')[lang]}{name}")
        elif len(dates) >= _LEAST_DAYS:
            named.append((week, name))
    marks: list[Component] = []
    foot = TOP + 7 * STEP
    ends = [0.0, 0.0]
    for week, name in named:
        x, half = LEFT + week * STEP + SIZE / 2, _half_width(name)
        middle = min(max(x, half), wide - half)
        row = 0 if middle - half >= ends[0] else 1
        ends[row] = middle + half + _APART
        down = foot + 5 + row * ROW
        marks.append(Line(x1=at(x), x2=at(x), y1=at(foot), y2=at(down), className="tick"))
        y = down + 14
        marks.append(Label(name, x=at(middle), y=at(y), className="middle strong"))
    return marks, ends[1] > 0


def _half_width(name: str) -> float:
    """Half of a name's width in the largest type that it is set in, on a phone."""
    return sum(1 if one > "\u2e80" else 0.58 for one in name) * LARGEST / 2


def _scale(width: float, below: float, lang: Lang) -> list[Component]:
    """What a shade stands for, at the right end under the squares and the names of holidays."""
    y = TOP + 7 * STEP + 30 + below
    marks: list[Component] = []
    right = LEFT + WEEKS * STEP - GAP
    for i in range(STEPS):
        x = right - (STEPS - i) * 30
        marks.append(Rect(x=at(x), y=at(y), width="30", height="5", className=f"day-{i + 1}"))
        if i and not i % 2:
            marks.append(
                Label(words.large(width * i, lang), x=at(x), y=at(y + 18), className="middle")
            )
    return marks


def table(
    days: Sequence[Day], href: Callable[[date], str], lang: Lang
) -> tuple[list[str], list[list[Any]]]:
    """Heads and rows: a week a row, each day's number leading to the day."""
    begin = first(max(day.on for day in days))
    known: Mapping[date, Day] = {day.on: day for day in days}
    heads = [Text("一周自", "Week from")[lang], *(words.weekday(i, lang) for i in range(7))]
    rows = []
    for week in range(WEEKS):
        monday = begin + timedelta(days=7 * week)
        cells: list[Any] = [words.day(monday, lang)]
        for on in (monday + i * _DAY for i in range(7)):
            day = known.get(on)
            number = words.number(day.value) if day and day.value is not None else ""
            cells.append(html.A(number, href=href(on)) if number else "")
        rows.append(cells)
    return heads, rows
