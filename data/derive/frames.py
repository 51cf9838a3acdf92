"""What derivations work with: the context of a batch, and columns as arrays.

A derivation takes the typed frame of a batch (one column per field of its dataset, see
`data.intake.check.validate`) and a `Context`, and returns the frame with its derived columns filled.
What a source states wins over what is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from data.rules.workdays import Calendar, none

NO_CALENDAR = "none"


@dataclass(frozen=True)
class Context:
    """What derivations may look at.

    `rows`: of each dataset that is needed, its stored rows as a frame (see `definitions.Need`); when
    stored rows are computed anew, only those whose arrival renews them. `titles`: whether titles
    that the source wrote for the public are kept. `given`: the fields for which the source has a
    column, filled or not: what it never records is not missing from its records. `settings`: those of
    the hall that the dataset names (`definitions.Dataset.settings`), and no others.
    """

    calendar: Calendar
    today: date
    rows: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    titles: bool = True
    given: frozenset[str] = frozenset()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def needed(self, dataset: str) -> pl.DataFrame:
        """The rows of a needed dataset; an empty frame where there are none."""
        return self.rows.get(dataset, pl.DataFrame())

    def derived(
        self, derive: Callable[[pl.DataFrame, Context], pl.DataFrame], frame: pl.DataFrame
    ) -> pl.DataFrame:
        """Stored rows derived again, in their order: those without a calendar stay without one."""
        if "calendar" not in frame.columns:
            return derive(frame, self)
        numbered, without = frame.with_row_index("__row"), pl.col("calendar").is_not_null()
        parts = []
        for context, part in (
            (self, numbered.filter(~without)),
            (replace(self, calendar=none()), numbered.filter(without)),
        ):
            if not part.is_empty():
                parts.append(derive(part.drop("__row"), context).with_columns(part["__row"]))
        return pl.concat(parts).sort("__row").drop("__row") if parts else derive(frame, self)


def of_calendar(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The frame with its rows marked whose source names no calendar, so that no notice moves them."""
    if context.calendar.years:
        return frame
    return frame.with_columns(calendar=pl.lit(NO_CALENDAR))


def days(frame: pl.DataFrame, column: str) -> np.ndarray:
    return frame[column].to_numpy().astype("datetime64[D]")


def numbers(frame: pl.DataFrame, column: str) -> np.ndarray:
    return frame[column].cast(pl.Float64).fill_null(np.nan).to_numpy()


def instants(frame: pl.DataFrame, column: str) -> np.ndarray:
    """Local wall-clock instants, as datetime64[s]."""
    local = frame[column].dt.replace_time_zone(None).dt.cast_time_unit("ms")
    return local.to_numpy().astype("datetime64[s]")


def dates(values: np.ndarray) -> pl.Series:
    return pl.Series(values.astype("datetime64[D]")).cast(pl.Date)


def as_of(
    frame: pl.DataFrame,
    versions: pl.DataFrame,
    *,
    member: str,
    on: str,
    valid: tuple[str, str],
    takes: Mapping[str, str],
) -> pl.DataFrame:
    """The frame with columns of the version of its `member` that was in force on the day `on`.

    `versions` are entries valid from a day until another, inclusive (null: until further notice);
    `takes` maps our columns to theirs. Null where no version was in force. A version that comes into
    force later changes nothing here: so yesterday's numbers stay as they were.
    """
    if versions.is_empty():
        return frame.with_columns(pl.lit(None).alias(ours) for ours in takes)
    since, until = valid
    dated = versions.select(
        member, pl.col(since).alias("__since"), pl.col(until).alias("__until"),
        *(pl.col(theirs).alias(ours) for ours, theirs in takes.items()),
    ).sort("__since")  # fmt: skip
    joined = (
        frame.with_row_index("__order")
        .sort(on)
        .join_asof(dated, left_on=on, right_on="__since", by=member, strategy="backward")
        .sort("__order")
    )
    ended = pl.col("__until").is_not_null() & (pl.col("__until") < pl.col(on))
    return joined.with_columns(
        pl.when(~ended).then(pl.col(ours)).alias(ours) for ours in takes
    ).drop("__order", "__since", "__until", strict=False)


def from_children(
    frame: pl.DataFrame, children: pl.DataFrame, key: str, **columns: pl.Expr
) -> pl.DataFrame:
    """The frame with columns summed up from child rows of the same `key`; 0 where there are none.

    Each expression gives one number per key: `pl.len()`, `pl.col("late").sum()`.
    """
    if children.is_empty():
        return frame.with_columns(pl.lit(0).alias(name) for name in columns)
    summed = children.group_by(key).agg(**columns)
    others = [name for name in frame.columns if name not in columns]
    joined = frame.select(others).join(summed, on=key, how="left", maintain_order="left")
    return joined.with_columns(pl.col(name).fill_null(0) for name in columns).select(
        *frame.columns, *(name for name in columns if name not in frame.columns)
    )
