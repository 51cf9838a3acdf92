"""Intermediary services: what a list leaves open, and how long an order took."""

from __future__ import annotations

import polars as pl

from data.derive.frames import Context, days, of_calendar
from data.derive.reference import derive_reference
from data.rules.clocks import used_days_many


def derive_firms(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A firm on the list, with its licence or that none is stated."""
    return derive_reference(frame, context).with_columns(
        pl.col("licence_level").fill_null("unknown")
    )


def derive_required_services(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Whether a law asks for the service: without a basis it is no condition of the approval."""
    required = pl.col("basis").is_not_null()
    return derive_reference(frame, context).with_columns(
        pl.col("paid_by").fill_null("unknown"),
        standing=pl.when(required).then(pl.lit("required")).otherwise(pl.lit("no_basis")),
    )


def derive_orders(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """When an order was closed, and the working days from it to its delivery."""
    frame = of_calendar(frame, context)
    used = used_days_many(
        days(frame, "ordered_on"), days(frame, "delivered_on"), 0, context.calendar
    )
    return frame.with_columns(
        closed_on=pl.min_horizontal("delivered_on", "ended_on"),
        used_days=pl.Series(used).fill_nan(None),
    )
