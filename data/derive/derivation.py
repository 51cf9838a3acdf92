"""Law and rules applied to a batch: the columns that are stored because SQL should stay plain.

Each function takes the typed frame of a batch (one column per field of its dataset, see
`data.intake.check.validate`) and a `Context`, and returns the frame with its derived columns filled. What a
source states wins over what is computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import ceil

import numpy as np
import polars as pl

from data.definitions import codes
from data.hall import hall
from data.rules import clocks
from data.rules.disclosure import Event, bucket
from data.rules.disclosure.course import of_record
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
REQUEST_BUCKETS = codes(
    le5=("5 个工作日内", "up to 5 working days"),
    le10=("6 至 10 个工作日", "6 to 10 working days"),
    le15=("11 至 15 个工作日", "11 to 15 working days"),
    le20=("16 至 20 个工作日", "16 to 20 working days"),
    le40=("21 至 40 个工作日", "21 to 40 working days"),
    gt40=("超过 40 个工作日", "over 40 working days"),
)


@dataclass(frozen=True)
class Context:
    """What derivations may look at. `items`: the reference list as a frame; `events`: by request."""

    calendar: Calendar
    today: date
    items: pl.DataFrame = field(default_factory=pl.DataFrame)
    events: dict[str, list[Event]] = field(default_factory=dict)


def _days(frame: pl.DataFrame, column: str) -> np.ndarray:
    return frame[column].to_numpy().astype("datetime64[D]")


def _numbers(frame: pl.DataFrame, column: str) -> np.ndarray:
    return frame[column].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _instants(frame: pl.DataFrame, column: str) -> np.ndarray:
    """Local wall-clock instants, as datetime64[s]."""
    local = frame[column].dt.replace_time_zone(None).dt.cast_time_unit("ms")
    return local.to_numpy().astype("datetime64[s]")


def _dates(values: np.ndarray) -> pl.Series:
    return pl.Series(values.astype("datetime64[D]")).cast(pl.Date)


def derive_cases(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Limits from the list of items, due date, used days and the columns that group them.

    行政许可法 Art. 42 (limits), Art. 45 (time that does not count), Art. 82 (working days).
    """
    frame = _from_items(frame, context.items)
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
    accepted = _days(frame, "accepted_on")
    limit = clocks.limit_many(_numbers(frame, "promised_days"), _numbers(frame, "excluded_days"))
    if not calendar.years:  # the profile names no calendar: nothing is computed, nothing is missing
        return frame
    year = calendar.missing_year_many(accepted, limit)
    return (
        frame.with_columns(
            computed=_dates(calendar.add_many(accepted, limit)), year=pl.Series(year)
        )
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
    excluded = _numbers(frame, "excluded_days")
    by_instant = clocks.used_days_many(
        _instants(frame, "accepted_at"), _instants(frame, "completed_at"), excluded, calendar
    )
    by_date = clocks.used_days_many(
        _days(frame, "accepted_on"), _days(frame, "completed_on"), excluded, calendar
    )
    computed = pl.Series(np.where(np.isnan(by_instant), by_date, by_instant)).fill_nan(None)
    frame = frame.with_columns(computed=computed)
    done = pl.col("completed_on").is_not_null()
    used = pl.when(done).then(pl.col("used_days").fill_null(pl.col("computed")))
    return frame.with_columns(used_days=used).drop("computed")


def derive_evaluations(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Ratings are active and unnamed unless stated; bad ones get their limit for being put right.

    The limit counts from the day of the rating; its length and source are the hall's threshold
    `rectification_days`.
    """
    frame = frame.with_columns(
        pl.col("is_default").fill_null(False),
        pl.col("named").fill_null(False),
        pl.col("channel").fill_null("other"),
        score_level=pl.col("score").cast(pl.String),
    )
    limit = ceil(hall().thresholds["rectification_days"].value)
    bad = (pl.col("score") <= 2) & ~pl.col("is_default")
    computed = _dates(context.calendar.add_many(_days(frame, "rated_on"), limit))
    return (
        frame.with_columns(computed=computed)
        .with_columns(
            rectify_due_on=pl.when(bad).then(pl.col("rectify_due_on").fill_null(pl.col("computed")))
        )
        .drop("computed")
    )


def derive_requests(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The clock of each request, from its events and what its source states (条例 Art. 30–34).

    A source's own due date, excluded days and extension are kept apart (`source_…`) so that the
    clock can be computed anew when events or a calendar arrive. While a stop is open the due date
    moves every day: none is stored then, with `stopped` as the reason.
    """
    given = {"due_on", "excluded_days", "extension_days", "corrected_on"}
    kept = [pl.coalesce(f"source_{c}", c).alias(f"source_{c}") for c in sorted(given)]
    frame = frame.with_columns(kept)
    rows = [_request(row, context) for row in frame.iter_rows(named=True)]
    derived = pl.DataFrame(rows, schema=_REQUEST_SCHEMA, orient="row")
    return frame.with_columns(derived.get_columns())


_REQUEST_SCHEMA = {
    "corrected_on": pl.Date,
    "excluded_days": pl.Int64,
    "extension_days": pl.Int64,
    "due_on": pl.Date,
    "used_days": pl.Int64,
    "state": pl.String,
    "due_reason": pl.String,
    "flags": pl.String,
    "used_bucket": pl.String,
}


def _request(row: dict, context: Context) -> tuple:
    course = of_record(row, context.events.get(row["request_no"], ()))
    found = course.clock(context.today, context.calendar)
    corrected = max((e.on for e in course.events if e.kind == "corrected"), default=None)
    used = found.used_days if row["answered_on"] else None
    return (
        corrected,
        found.excluded_days,
        found.extension_days,
        found.due_on,
        used,
        found.state,
        found.reason,
        ",".join(sorted(found.flags)) or None,
        bucket(used),
    )


def derive_reference(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """An entry of a list that a hall loads is on the list; without an English title it keeps its own."""
    frame = frame.with_columns(
        pl.col("title_en").fill_null(pl.col("title_zh")), pl.col("listed").fill_null(True)
    )
    return (
        frame.with_columns(pl.col("kind").fill_null("unknown"))
        if "kind" in frame.columns
        else frame
    )
