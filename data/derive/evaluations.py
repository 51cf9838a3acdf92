"""Ratings: active and unnamed unless stated; the limit for putting bad ones right."""

from __future__ import annotations

import polars as pl

from data.derive.frames import Context, dates, days, of_calendar


def derive_evaluations(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Ratings are active and unnamed unless stated; bad ones get their limit for being put right.

    The limit counts from the day of the rating; its length and source are the hall's threshold
    `rectification_days`.
    """
    frame = of_calendar(frame, context).with_columns(
        pl.coalesce("source_rectify_due_on", "rectify_due_on").alias("source_rectify_due_on"),
        pl.col("is_default").fill_null(False),
        pl.col("named").fill_null(False),
        pl.col("set_aside").fill_null(False),
        pl.col("reply_recorded").fill_null("replied_on" in context.given),
        pl.col("channel").fill_null("other"),
        score_level=pl.col("score").cast(pl.String),
    )
    limit = context.settings["rectification_days"]
    bad = (pl.col("score") <= 2) & ~pl.col("is_default")
    computed = dates(context.calendar.add_many(days(frame, "rated_on"), limit))
    return (
        frame.with_columns(computed=computed)
        .with_columns(
            rectify_due_on=pl.when(bad).then(pl.coalesce("source_rectify_due_on", "computed"))
        )
        .drop("computed")
    )
