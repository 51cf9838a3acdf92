"""Do the dates of a record make sense: possible, not in the future, ends after beginnings?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import polars as pl

from data.definitions import Dataset, Field
from data.intake.check.dates import FIRST, LAST
from data.intake.check.faults import Faults

# Clocks of other systems may be ahead of ours by this much.
AHEAD = timedelta(minutes=10)
# Grain → how Polars calls it.
_EVERY = {"week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}


def check_sense(
    dataset: Dataset,
    typed: dict[str, pl.Series],
    faults: Faults,
    named: Callable[[Field], str],
    now: datetime,
) -> None:
    """Note faults between and beyond fields. `now` is in the zone of the source."""
    for f in dataset.fields:
        if f.type in ("date", "instant") and typed[f.id].null_count() < len(typed[f.id]):
            _possible(f, typed[f.id], faults, named(f))
            if not f.scheduled:
                _past(f, typed[f.id], faults, named(f), now)
    if dataset.grain != "day":
        for id in {name for i in dataset.indicators for name in i.measure.dates(i)}:
            _begins(dataset, dataset.field(id), typed[id], faults, named(dataset.field(id)))
    for begin, end in dataset.ordered:
        if begin in typed and end in typed:
            first, last = typed[begin], typed[end]
            begun = named(dataset.field(begin))
            ended = named(dataset.field(end))
            faults.add(
                end,
                last < first,
                lambda row, first=first, last=last, begun=begun, ended=ended: (
                    f"{ended} {_written(last[row])} lies before {begun} {_written(first[row])}"
                ),
            )


def check_ends(
    dataset: Dataset,
    typed: dict[str, pl.Series],
    void: pl.Series,
    faults: Faults,
    named: Callable[[Field], str],
) -> None:
    """Note records that say they have ended and not when, or when and that they have not.

    The first would count as open and overdue, the second as done in time.
    """
    for end in dataset.ends:
        says = typed[end.field].is_not_null()
        if end.values:
            says = typed[end.field].is_in(list(end.values))
        unknown = says & ~void
        for date in end.dates:
            unknown &= typed[date].is_null()
        words = named(dataset.field(end.field))
        date = " or ".join(named(dataset.field(date)) for date in end.dates)
        faults.add(
            end.dates[0],
            unknown.fill_null(False),
            lambda row, end=end, words=words, date=date: (
                f"{words} is {typed[end.field][row]}, but {date} is missing; where another column "
                f"has the date, a rule in the profile can take it"
            ),
        )
        for at in end.dates if end.running else ():
            running = typed[end.field].is_in(list(end.running)) & typed[at].is_not_null() & ~void
            date = named(dataset.field(at))
            faults.add(
                end.field,
                running.fill_null(False),
                lambda row, end=end, words=words, date=date: (
                    f"{words} is {typed[end.field][row]}, but {date} says that it has ended"
                ),
            )


def _possible(f: Field, values: pl.Series, faults: Faults, name: str) -> None:
    years = (FIRST.year, LAST.year)
    first, last = values.min(), values.max()
    if first.year >= years[0] and last.year <= years[1]:  # type: ignore[union-attr]
        return
    outside = ~values.dt.year().is_between(*years)
    faults.add(
        f.id,
        outside,
        lambda row: f"{name} {_written(values[row])} lies outside {years[0]}–{years[1]}",
    )


def _begins(dataset: Dataset, f: Field, values: pl.Series, faults: Faults, name: str) -> None:
    """Figures of a month are dated by its first day, so that none is counted by another."""
    starts = values.dt.truncate(_EVERY[dataset.grain])
    faults.add(
        f.id,
        values != starts,
        lambda row: (
            f"{name} {_written(values[row])} is not the first day of a {dataset.grain}; "
            f"it would be {_written(starts[row])}"
        ),
    )


def _past(f: Field, values: pl.Series, faults: Faults, name: str, now: datetime) -> None:
    limit = now + AHEAD if f.type == "instant" else now.date()
    if values.max() <= limit:  # type: ignore[operator]
        return
    faults.add(
        f.id, values > limit, lambda row: f"{name} {_written(values[row])} lies in the future"
    )


def _written(value: object) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value)
