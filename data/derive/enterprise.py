"""What a hall does for businesses: states as at the end of a year, and working days."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.derive.frames import Context, days, of_calendar

# 511302: the city, and within it the districts 511301–511320; counties and cities from 21.
_LAST_DISTRICT = 20


def _working_days(
    frame: pl.DataFrame, context: Context, after: str, until: str, both: bool = False
) -> pl.Series:
    """Working days after one date up to and including another, or from it (`both`); else null."""
    counted = context.calendar.count_many(days(frame, after), days(frame, until))
    if both:
        counted = counted + 1
    return pl.Series(counted, dtype=pl.Float64).fill_nan(None).cast(pl.Int64)


def derive_problems(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The zone of the visit; state, days and confirmation as at the end of the year it was raised in."""
    frame = of_calendar(frame, context)
    visits = context.needed("enterprise-visits")
    if not visits.is_empty():
        zones = visits.select("visit_no", pl.col("zone").alias("__zone"))
        frame = frame.join(zones, on="visit_no", how="left", maintain_order="left")
        frame = frame.with_columns(zone=pl.col("__zone").cast(frame.schema["zone"])).drop("__zone")
    year_end = pl.date(pl.col("raised_on").dt.year(), 12, 31)
    ended = (pl.col("ended_on") <= year_end).fill_null(False)
    frame = frame.with_columns(
        state=pl.when(ended).then(pl.col("ended_as")).otherwise(pl.lit("open")),
        on_time=(pl.col("ended_on") <= pl.col("due_on")).fill_null(False),
        confirmed=(pl.col("confirmed_on") <= year_end).fill_null(False),
        __until=pl.when(ended).then(pl.col("ended_on")).otherwise(year_end),
    )
    used = _working_days(frame, context, "raised_on", "__until")
    return frame.with_columns(days=used).drop("__until")


def derive_steps(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Working days from the acceptance of a step to its completion."""
    frame = of_calendar(frame, context)
    used = _working_days(frame, context, "accepted_on", "completed_on")
    return frame.with_columns(used_days=used)


def derive_files(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Whether all entries of a file were closed at the end of the year in which it was opened."""
    closed = pl.col("closed_entries") >= pl.col("entries")
    return frame.with_columns(
        state=pl.when(closed).then(pl.lit("closed")).otherwise(pl.lit("open"))
    )


def derive_linked_reviews(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Working days of the city, of the district, side by side and together; the area of the district.

    Side by side is from the later beginning to the earlier end, both days included; none if one began
    after the other was done.
    """
    frame = of_calendar(frame, context).with_columns(
        __first=pl.min_horizontal("city_started_on", "district_started_on"),
        __second=pl.max_horizontal("city_started_on", "district_started_on"),
        __earlier=pl.when(pl.col("city_done_on").is_not_null() & pl.col("district_done_on").is_not_null())
        .then(pl.min_horizontal("city_done_on", "district_done_on")),
    )  # fmt: skip
    overlap = _working_days(frame, context, "__second", "__earlier", both=True)
    apart = frame["__second"] > frame["__earlier"]
    part = pl.col("district").str.slice(4, 2).cast(pl.Int64, strict=False)
    return frame.with_columns(
        start_gap_days=_working_days(frame, context, "__first", "__second"),
        city_days=_working_days(frame, context, "city_started_on", "city_done_on"),
        district_days=_working_days(frame, context, "district_started_on", "district_done_on"),
        overlap_days=pl.Series(np.where(apart.fill_null(False), 0, overlap.to_numpy())).fill_nan(None).cast(pl.Int64),
        used_days=_working_days(frame, context, "__first", "completed_on"),
        area=pl.when(part <= _LAST_DISTRICT).then(pl.lit("district")).otherwise(pl.lit("county")),
    ).drop("__first", "__second", "__earlier")  # fmt: skip
