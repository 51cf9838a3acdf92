"""Cases: limits from the list of items, due date, used days and the groups of used days."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.definitions import codes
from data.derive.frames import Context, dates, days, instants, numbers
from data.rules import clocks
from data.rules.workdays import Calendar

USED_BUCKETS = codes(
    same_visit=("半日内（含当场）", "within half a day"),
    le1=("1 个工作日内", "up to 1 working day"),
    le3=("超过 1 至 3 个工作日", "over 1 to 3 working days"),
    le5=("超过 3 至 5 个工作日", "over 3 to 5 working days"),
    le10=("超过 5 至 10 个工作日", "over 5 to 10 working days"),
    le20=("超过 10 至 20 个工作日", "over 10 to 20 working days"),
    gt20=("超过 20 个工作日", "over 20 working days"),
)
_USED_LIMITS = [0.0, 1.0, 3.0, 5.0, 10.0, 20.0]


def derive_cases(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Limits from the list of items, due date, used days and the columns that group them.

    行政许可法 Art. 42 (limits), Art. 45 (time that does not count), Art. 82 (working days).
    """
    frame = _from_items(frame, context.needed("items"))
    frame = frame.with_columns(
        pl.col("applicant_kind").fill_null("unknown"),
        pl.col("case_kind").fill_null(
            pl.when(pl.col("promised_days") > 0)
            .then(pl.lit("promised"))
            .otherwise(pl.lit("unknown"))
        ),
        pl.col("excluded_days").fill_null(0),
        accepted_hour=pl.col("accepted_at").dt.hour().cast(pl.Int64),
        completed_hour=pl.col("completed_at").dt.hour().cast(pl.Int64),
    )
    frame = _used(_due(frame, context.calendar), context.calendar)
    return frame.with_columns(used_bucket=_grouped(pl.col("used_days")))


def _grouped(used: pl.Expr) -> pl.Expr:
    """The first group of used days whose limit is not exceeded; null where they are unknown."""
    group = pl.when(used.is_null()).then(pl.lit(None, pl.String))
    for code, limit in zip(USED_BUCKETS, _USED_LIMITS, strict=False):
        group = group.when(used <= limit).then(pl.lit(code.id))
    return group.otherwise(pl.lit(USED_BUCKETS[-1].id))


def _from_items(frame: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Fill what the source left open from the item's entry in the reference list."""
    shared = ["department", "legal_days", "promised_days", "case_kind", "belongs_on_site"]
    if items.is_empty() or all(frame[c].null_count() == 0 for c in shared):
        return frame
    listed = items.select("item", *(pl.col(c).alias(f"{c}__item") for c in shared))
    frame = frame.join(listed, on="item", how="left", maintain_order="left")
    filled = [pl.col(c).fill_null(pl.col(f"{c}__item")) for c in shared]
    return frame.with_columns(filled).drop([f"{c}__item" for c in shared])


def _due(frame: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Due date where the source gives none, and the year whose notice is missing where it can't be."""
    accepted = days(frame, "accepted_on")
    limit = clocks.limit_many(numbers(frame, "promised_days"), numbers(frame, "excluded_days"))
    if not calendar.years:  # the profile names no calendar: nothing is computed, nothing is missing
        return frame
    year = calendar.missing_year_many(accepted, limit)
    return (
        frame.with_columns(computed=dates(calendar.add_many(accepted, limit)), year=pl.Series(year))
        .with_columns(
            pl.col("due_on").fill_null(pl.col("computed")),
            due_reason=pl.when(pl.col("due_on").is_null() & (pl.col("year") > 0)).then(
                pl.format("calendar-{}", pl.col("year"))
            ),
        )
        .drop("computed", "year")
    )


def _used(frame: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Used working days of completed cases: half days from instants, whole days from dates."""
    excluded = numbers(frame, "excluded_days")
    by_instant = clocks.used_days_many(
        instants(frame, "accepted_at"), instants(frame, "completed_at"), excluded, calendar
    )
    by_date = clocks.used_days_many(
        days(frame, "accepted_on"), days(frame, "completed_on"), excluded, calendar
    )
    computed = pl.Series(np.where(np.isnan(by_instant), by_date, by_instant)).fill_nan(None)
    frame = frame.with_columns(computed=computed)
    done = pl.col("completed_on").is_not_null()
    used = pl.when(done).then(pl.col("used_days").fill_null(pl.col("computed")))
    return frame.with_columns(used_days=used).drop("computed")
