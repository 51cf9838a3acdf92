"""Questions about parts of a period, of what is published for whole periods only: refused, naming whole ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from data.definitions import GRAINS, Dataset, Grain, Text
from data.periods import ONE_DAY, next_start, period_start
from data.questions import Unanswerable

GRAIN_NAMES = {
    "day": Text("日", "day"), "week": Text("周", "week"), "month": Text("月", "month"),
    "quarter": Text("季度", "quarter"), "year": Text("年", "year"), "total": Text("总计", "total"),
}  # fmt: skip


def is_whole(first: date | None, last: date | None, grain: Grain) -> bool:
    """Whether the days from `first` to `last` (None = open) are whole periods of the grain."""
    begins = first is None or first == period_start(first, grain)
    return begins and (last is None or last + ONE_DAY == period_start(last + ONE_DAY, grain))


def end_of(day: date, grain: Grain) -> date:
    """The last day of the period that a day lies in."""
    return next_start(period_start(day, grain), grain) - ONE_DAY


def widened(first: date | None, last: date | None, grain: Grain) -> tuple[date | None, date | None]:
    """The whole periods that the days from `first` to `last` lie in."""
    begin = first and period_start(first, grain)
    return begin, last and next_start(period_start(last, grain), grain) - ONE_DAY


def check_whole(first: date | None, last: date | None, grain: Grain, why: Text) -> None:
    """Raise `Unanswerable` for the end that cuts a period; `allowed` are the nearest that do not."""
    name = GRAIN_NAMES[grain]
    text = Text(
        f"{why.zh}：须从{name.zh}初到{name.zh}末",
        f"{why.en}: from the first to the last of a {name.en}",
    )
    if first and not is_whole(first, None, grain):
        begin = period_start(first, grain)
        raise Unanswerable("from", text, (str(begin), str(next_start(begin, grain))))
    if last and not is_whole(None, last, grain):
        begin = period_start(last, grain)
        ends = begin - ONE_DAY, next_start(begin, grain) - ONE_DAY
        raise Unanswerable("to", text, tuple(map(str, ends)))


def finest_by(dataset: Dataset, dimensions: Iterable[str]) -> Grain:
    """The finest period that numbers are published in by all of these dimensions."""
    grains = {dataset.grains[0], *(dataset.dimension(name).grain for name in dimensions)}
    return next(grain for grain in reversed(GRAINS) if grain in grains)
