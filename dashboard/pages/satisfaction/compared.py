"""Departments or windows side by side on /satisfaction, with their intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import words
from dashboard.pages.satisfaction.ask import BREAKDOWNS, Ratings
from dashboard.pages.satisfaction.sections import BELOW, COUNT, INTERVAL, RATE
from dashboard.parts import bars, controls, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.parts.ranking import Places, apart, bar, cells, lowest_mark, marks, rates
from dashboard.words import RATINGS, Lang
from data.catalog import DATASETS
from data.definitions import Text

BELOW_IT = Text("低于整体", "below the overall rate")
BREAKDOWN = Text("分列", "Breakdown")


def view(asking: Asking, ratings: Ratings, as_of: str, short: Mapping[str, str]) -> View:
    """Departments or windows with intervals; below the smallest number nobody is ranked."""
    lang, by = asking.lang, ratings.by
    rows = [row for row in ratings.compared["data"] if row["denominator"]]
    placed = rates(rows, by)
    low = lowest_mark(placed.shown)
    title = DATASETS["evaluations"].dimension(by).title[lang]
    choices = [
        (DATASETS["evaluations"].dimension(d).title[lang], asking.href(by=d), d == by)
        for d in BREAKDOWNS
    ]
    return bars.view(
        "compared",
        finding=(_apart(placed, by, lang), _how_compared(ratings, placed, low, lang)),
        bars=bars.shortened(
            [_bar(asking, ratings, placed, row, low) for row in placed.shown], short
        ),
        columns=[title, RATE[lang], INTERVAL[lang], COUNT[lang]],
        rows=[[row[f"{by}_label"], *cells(row, lang)] for row in placed.every],
        downloads=downloads.of_answer(ratings.compared, "good-rating-rate", lang),
        as_of=as_of,
        above=controls.links(BREAKDOWN[lang], choices),
        marks=marks(low) if placed.shown else (),
    )


def _apart(placed: Places, by: str, lang: Lang) -> str:
    if not placed.compared:
        return Text("评价样本不足，不作比较", "Too few ratings to compare")[lang]
    title = DATASETS["evaluations"].dimension(by).title
    return apart(placed, RATE, title, lambda row: row[f"{by}_label"], BELOW, unit=RATINGS)[lang]


def _how_compared(ratings: Ratings, placed: Places, low: float, lang: Lang) -> str:
    which, least = placed.which(BELOW_IT), words.number(words.least())
    when = ratings.when_compared(lang)
    return Text(
        f"{when}；{which.zh + '；' if which else ''}横线为95%区间，只有整个区间低于整体的才点名，其余不分高低；"
        f"不足{least}条的不比较。横轴从{words.whole_percentage(low)}到100%。只按整月公布。",
        f"{when}; {which.en + '; ' if which else ''}line: 95% interval; only those all of whose interval "
        f"is below the overall rate are named, the others are not told apart; below {least} ratings "
        f"nobody is compared. The scale runs from {words.whole_percentage(low)} to 100%. By whole months only.",
    )[lang]


def _bar(asking: Asking, ratings: Ratings, placed: Places, row: dict[str, Any], low: float) -> Bar:
    by = ratings.by
    href = asking.href(department=row[by], by="") if by == "department" else None
    kind = "chosen" if ratings.department == row[by] else "late" if row in placed.apart else ""
    whole = placed.whole
    line = whole["numerator"] / whole["denominator"] if whole else None
    return bar(row, row[f"{by}_label"], low, kind, href, asking.lang, overall=line)
