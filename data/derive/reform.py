"""The reform of approvals: what its books leave open."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.derive.frames import Context, days, from_children, instants, of_calendar
from data.derive.items import conversions
from data.derive.reference import derive_reference
from data.rules.clocks import used_days_many
from data.rules.limits import in_working_days

ZERO_MONTHS = "24mo"


def derive_item_changes(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Kind, English title, and whether the item had no case in the 24 months before the decision.

    The day 24 months earlier counts as within. An item whose last case is not stated is unknown, not
    without a case.
    """
    begin = pl.col("decided_on").dt.offset_by(f"-{ZERO_MONTHS}")
    return frame.with_columns(
        pl.col("title_en").fill_null(pl.col("title_zh")),
        pl.col("kind").fill_null("unknown"),
        pl.col("zero_24m").fill_null(pl.col("last_case_on") < begin),
    )


def derive_item_reviews(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Items cut = before + added − after, where the source does not state them."""
    gone = pl.col("items_before") + pl.col("items_added").fill_null(0) - pl.col("items_after")
    return frame.with_columns(pl.col("items_cut").fill_null(gone))


def derive_time_commitments(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The legal limit from the law's words, by the conversion of the day from which the cut holds.

    A later conversion does not rewrite what was promised then. Before the first round the limit was
    the legal one.
    """
    frame = derive_reference(frame, context)
    rules = conversions(context.needed("limit-conversions"))
    worded = [
        None if unit is None or value is None else in_working_days(value, unit, on, rules)
        for unit, value, on in frame.select("limit_unit", "limit_value", "effective_on").iter_rows()
    ]
    legal = pl.col("legal_days").fill_null(pl.Series(worded, dtype=pl.Float64))
    return frame.with_columns(legal_days=legal).with_columns(
        pl.col("before_days").fill_null(pl.col("legal_days"))
    )


def derive_joint_inspections(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Working days from the request to the visit, and to the conclusion: in halves from instants."""
    frame = of_calendar(frame, context)
    requested, calendar = days(frame, "requested_on"), context.calendar
    wait = pl.Series(calendar.count_many(requested, days(frame, "inspected_on"))).fill_nan(None)
    by_instant = used_days_many(
        instants(frame, "requested_at"), instants(frame, "concluded_at"), 0, calendar
    )
    by_date = used_days_many(requested, days(frame, "concluded_on"), 0, calendar)
    used = np.where(np.isnan(by_instant), by_date, by_instant)
    return frame.with_columns(
        pl.col("repeated", "excluded").fill_null(False),
        wait_days=wait.cast(pl.Int64),
        used_days=pl.Series(used).fill_nan(None),
    )


def derive_deferred_approvals(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """How many papers are owed and when the last came, from the papers; when and how it ended.

    An approval ends when all its papers are in or when it is revoked, whichever comes first. The day
    that its own record states goes before the days of its papers.
    """
    due, came = pl.col("due_on"), pl.col("received_on")
    frame = from_children(
        frame,
        context.needed("deferred-papers"),
        "approval_no",
        papers_n=pl.len(),
        papers_received=came.count(),
        __due=due.to_physical().max(),
        __last=came.to_physical().max(),
    )
    all_in = (pl.col("papers_n") > 0) & (pl.col("papers_received") == pl.col("papers_n"))
    last = pl.when(all_in).then(_as_date("__last"))
    frame = frame.with_columns(
        pl.col("papers_n", "papers_received").cast(pl.Int64),
        papers_due_on=pl.coalesce("papers_limit_on", _as_date("__due")),
        complete_on=pl.coalesce("papers_complete_on", last),
    ).drop("__due", "__last")
    complete, revoked = pl.col("complete_on"), pl.col("revoked_on")
    first = complete.is_not_null() & (revoked.is_null() | (complete <= revoked))
    return frame.with_columns(
        closed_on=pl.min_horizontal(complete, revoked),
        closed_as=pl.when(first)
        .then(pl.lit("complete"))
        .when(revoked.is_not_null())
        .then(pl.lit("revoked")),
    )


def _as_date(column: str) -> pl.Expr:
    """A column of day numbers as days; 0 is none."""
    number = pl.col(column).cast(pl.Int32)
    return pl.when(number > 0).then(number.cast(pl.Date))
