"""Ratings: active and unnamed unless stated; the limit for putting bad ones right."""

from __future__ import annotations

import polars as pl

from data.derive.frames import Context, dates, days, of_calendar


def derive_evaluations(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Ratings are active and unnamed unless stated; bad ones get their limit for being put right.

    The limit counts from the day of the rating; its length and source are the hall's threshold
    `rectification_days`. Of a day that is over they tell their place where enough cases share it.
    """
    frame = of_calendar(frame, context).with_columns(
        pl.coalesce("source_rectify_due_on", "rectify_due_on").alias("source_rectify_due_on"),
        pl.col("is_default").fill_null(False),
        pl.col("named").fill_null(False),
        pl.col("set_aside").fill_null(False),
        pl.col("reply_recorded").fill_null("replied_on" in context.given),
        score_level=pl.col("score").cast(pl.String),
    )
    frame = _placed(frame, context)
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


PLACE = ("department", "window", "channel")
_GIVEN = tuple(f"given_{name}" for name in PLACE)
_SHARED = "__shared"


def _placed(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Department, window and channel where `shared_cells` has them; the running day's in no row."""
    over = pl.col("rated_on") < context.today
    with_given = frame.with_columns(
        pl.coalesce("given_department", "department").alias("given_department"),
        pl.coalesce("given_window", "window").alias("given_window"),
        pl.coalesce("given_channel", "channel", pl.lit("other")).alias("given_channel"),
        place_settled=over,
    )
    cells = context.needed("cases")
    if cells.is_empty():
        return with_given.with_columns(pl.lit(None, pl.String).alias(name) for name in PLACE)
    shared = shared_cells(cells, context.settings["rating_cell"]).select(
        pl.col("completed_on").alias("rated_on"),
        *(pl.col(name).alias(of) for name, of in zip(PLACE, _GIVEN, strict=True)),
        pl.lit(True).alias(_SHARED),
    )
    joined = with_given.join(
        shared, on=["rated_on", *_GIVEN], how="left", nulls_equal=True, maintain_order="left"
    )
    is_shared = over & pl.col(_SHARED).fill_null(False)
    return joined.with_columns(
        pl.when(is_shared).then(of).alias(name) for name, of in zip(PLACE, _GIVEN, strict=True)
    ).drop(_SHARED)


def shared_cells(cells: pl.DataFrame, least: int) -> pl.DataFrame:
    """The cells of days (`completed_on`, place, `n` cases) whose ratings may name their place.

    Those of at least `least` cases. What is left of a day must be as many together: else a rating
    without a place would be of one of those few, so the next larger cell is left out as well.
    """
    day = "completed_on"
    small = pl.when(pl.col("n") < least).then("n").otherwise(0).sum().over(day)
    smaller = pl.col("n").cum_sum().over(day) - pl.col("n")
    enough = (small == 0) | (smaller >= least)
    return cells.sort(day, "n", *PLACE).filter((pl.col("n") >= least) & enough)
