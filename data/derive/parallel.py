"""Work done side by side or as one: limits, working days used, and what a run sums up of its steps."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.definitions import codes
from data.derive.frames import Context, dates, days, from_children, numbers, of_calendar
from data.rules.clocks import due_on_many

# Working days at most → code; 34 and 119 are the promise and the legal limits of setting up an enterprise.
_UP_TO = (5, 10, 20, 34, 60, 119)
USED_BUCKETS = codes(
    **{f"le{most}": (f"{most}日内", f"up to {most} days") for most in _UP_TO},
    gt119=("超过119日", "over 119 days"),
)


def _clocked(frame: pl.DataFrame, context: Context, begin: str, limit: str) -> pl.DataFrame:
    """`due_on` so many working days after the day `begin`, and `used_days` from it to `completed_on`."""
    frame = of_calendar(frame, context)
    began, calendar = days(frame, begin), context.calendar
    due = due_on_many(began, numbers(frame, limit), 0, calendar)
    used = pl.Series(calendar.count_many(began, days(frame, "completed_on"))).fill_nan(None)
    return frame.with_columns(due_on=dates(due), used_days=used.cast(pl.Int64))


def derive_steps(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    return _clocked(frame, context, "opened_on", "promised_days")


def derive_zone_commitments(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    return _clocked(frame, context, "started_on", "limit_days")


def derive_one_matter_runs(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    return _clocked(frame, context, "accepted_on", "promised_days")


def derive_parallel_approvals(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Its limit and days used; of its steps how many, how many late, and their limits one after another.

    Whether a step was late is counted here from its dates, not read from its row: when a year's
    holidays become known, both come out the same in whichever order they are computed anew.
    """
    steps = context.needed("parallel-steps")
    if not steps.is_empty():
        used = context.calendar.count_many(days(steps, "opened_on"), days(steps, "completed_on"))
        late = pl.Series(used > np.ceil(numbers(steps, "promised_days")))
        steps = steps.with_columns(__late=late)
    alone = pl.col("alone_days")
    frame = _clocked(frame, context, "accepted_on", "promised_days")
    frame = from_children(
        frame,
        steps,
        "run_no",
        steps=pl.len(),
        late_steps=pl.col("__late").sum(),
        serial_days=pl.when(alone.null_count() == 0).then(alone.sum()).otherwise(0),
    )
    whole = pl.col("steps", "late_steps").cast(pl.Int64)
    # A step of which no limit is stated leaves the sum of limits unknown, as no steps do.
    serial = pl.when(pl.col("serial_days") > 0).then(pl.col("serial_days")).cast(pl.Int64)
    return frame.with_columns(whole, serial, used_bucket=_bucket(pl.col("used_days")))


def _bucket(used: pl.Expr) -> pl.Expr:
    found = pl.when(used > _UP_TO[-1]).then(pl.lit(f"gt{_UP_TO[-1]}"))
    for most in reversed(_UP_TO):
        found = pl.when(used <= most).then(pl.lit(f"le{most}")).otherwise(found)
    return found
