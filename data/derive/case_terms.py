"""The term of each case: from when it counts, when it ends, how much of it was used.

Most cases are computed a column at a time; those with stops or a dated extension one by one, by
`data.rules.licensing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from data.derive.frames import Context, dates, days, instants, numbers
from data.rules import clocks
from data.rules.licensing import Extension, Stop, Term, extension_basis, term
from data.rules.limits import (
    DELIVERY_LIMIT,
    EXTENSION,
    JOINT_EXTENSION,
    JOINT_LIMIT,
    NOTICE_LIMIT,
)
from data.rules.workdays import Calendar, CalendarNotLoaded

# What the term gives anew whenever stops or a calendar arrive; a source's own statements are kept
# beside (`source_…`).
TERM = (
    "due_on", "legal_due_on", "used_days", "excluded_days", "excluded_basis", "extension_basis",
    "counted_from_on", "notice_due_on", "delivery_due_on", "due_reason",
)  # fmt: skip
STATED = ("due_on", "excluded_days", "used_days")
# What a term that is computed one by one depends on.
_LOOKED_AT_BY_STOPS = ("case_no", "completed_on")
_LOOKED_AT = (
    "counted_from_on", "promised_days", "legal_days", "joint_handling", "extension_days",
    "extension_approved_on", "extension_notified_on", "source_excluded_days", "excluded_basis",
)  # fmt: skip
STOPPED = "stopped"
NO_CALENDAR_NAMED = "no-calendar"


def derive_terms(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """行政许可法 Art. 32 (first notice), 42 (limit, extension), 44 (delivery), 45 (stops), 82."""
    frame = frame.with_columns(
        *(pl.coalesce(f"source_{c}", c).alias(f"source_{c}") for c in STATED),
        pl.col("delivery_recorded").fill_null("delivered_on" in context.given),
        # Where several bodies act together and no law says otherwise: 45 working days.
        legal_days=pl.when(pl.col("joint_handling"))
        .then(pl.col("legal_days").fill_null(JOINT_LIMIT))
        .otherwise("legal_days"),
    )
    frame = _started(frame, context.calendar)
    frame = _by_column(frame, context.calendar)
    frame = _one_by_one(frame, context)
    return _delivery(_stated(frame), context.calendar)


def _started(frame: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """From when the term counts: acceptance, or the handing in where five days passed in silence."""
    due = dates(calendar.add_many(days(frame, "submitted_on"), NOTICE_LIMIT))
    answered_on = pl.min_horizontal("accepted_on", "notified_on")
    silent = pl.col("notice_due_on").is_not_null() & (answered_on > pl.col("notice_due_on"))
    return frame.with_columns(notice_due_on=due).with_columns(
        counted_from_on=pl.when(silent).then("submitted_on").otherwise("accepted_on")
    )


def _by_column(frame: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Terms with what the source states of stops and extensions in days, without their dates."""
    most = pl.when(pl.col("joint_handling")).then(JOINT_EXTENSION).otherwise(EXTENSION)
    undated = pl.when(pl.col("extension_days") > 0).then(pl.min_horizontal("extension_days", most))
    frame = frame.with_columns(
        excluded_days=pl.col("source_excluded_days").fill_null(0),
        excluded_basis=pl.when(pl.col("source_excluded_days") > 0).then(pl.lit("undated")),
        extension_basis=pl.when(pl.col("extension_days") > 0).then(pl.lit("undated")),
        __more=pl.col("source_excluded_days").fill_null(0) + undated.fill_null(0),
    )
    start, more = days(frame, "counted_from_on"), numbers(frame, "__more")
    frame = frame.drop("__more")
    promised = clocks.limit_many(numbers(frame, "promised_days"), more)
    legal = clocks.limit_many(numbers(frame, "legal_days"), more)
    if calendar.years:
        year = pl.Series(calendar.missing_year_many(start, promised))
        frame = frame.with_columns(__year=year)
        reason = pl.when(pl.col("__year") > 0).then(pl.format("calendar-{}", "__year"))
    else:  # the profile names no calendar
        reason = pl.when(pl.col("promised_days") > 0).then(pl.lit(NO_CALENDAR_NAMED))
    return frame.with_columns(
        due_on=dates(calendar.add_many(start, promised)),
        legal_due_on=dates(calendar.add_many(start, legal)),
        used_days=_used(frame, calendar),
        due_reason=reason,
    ).drop("__year", strict=False)


def _used(frame: pl.DataFrame, calendar: Calendar) -> pl.Series:
    """Working days used: half days from instants, whole ones from dates or from the handing in."""
    excluded = numbers(frame, "excluded_days")
    by_instant = clocks.used_days_many(
        instants(frame, "accepted_at"), instants(frame, "completed_at"), excluded, calendar
    )
    start = days(frame, "counted_from_on")
    by_date = clocks.used_days_many(start, days(frame, "completed_on"), excluded, calendar)
    earlier = start != days(frame, "accepted_on")
    return pl.Series(np.where(np.isnan(by_instant) | earlier, by_date, by_instant)).fill_nan(None)


def _one_by_one(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The cases with stops on record or a dated extension."""
    stops = _by_case(context.needed("case-stops"))
    dated = (
        pl.col("extension_approved_on").is_not_null()
        | pl.col("extension_notified_on").is_not_null()
    )
    if not stops and not frame.select(dated.any()).item():
        return frame
    frame = frame.with_row_index("__row")
    chosen = frame.filter(dated | pl.col("case_no").is_in(list(stops)))
    if chosen.is_empty():
        return frame.drop("__row")
    names = ("due_on", "legal_due_on", "excluded_days", "excluded_basis", "extension_basis",
             "due_reason")  # fmt: skip
    rows = _terms_of_all(chosen, stops, context.calendar)
    computed = pl.DataFrame(rows, {n: chosen.schema[n] for n in names}, orient="row")
    chosen = chosen.with_columns(computed.get_columns())
    chosen = chosen.with_columns(used_days=_used(chosen, context.calendar))
    return frame.update(
        chosen.select("__row", *names, "used_days"), on="__row", include_nulls=True
    ).drop("__row")


def _by_case(stops: pl.DataFrame) -> dict[str, list[Stop]]:
    by_case: dict[str, list[Stop]] = {}
    if not stops.is_empty():
        names = ("case_no", "from_on", "until_on", "notified_on")
        for case_no, *stop in stops.select(names).iter_rows():
            by_case.setdefault(case_no, []).append(Stop(*stop))
    return by_case


def _terms_of_all(
    cases: pl.DataFrame, stops: dict[str, list[Stop]], calendar: Calendar
) -> list[tuple]:
    """`_terms` of each case, computed once for all that are alike.

    Only a stop looks at which case it is and when that ended; without one, all that were accepted on
    a day under the same limits and extension are alike.
    """
    stopped = pl.col("case_no").is_in(list(stops))
    own = [pl.when(stopped).then(name).alias(name) for name in _LOOKED_AT_BY_STOPS]
    inputs = cases.select(*own, *_LOOKED_AT)
    terms: dict[tuple, tuple] = {}
    for case in inputs.unique().iter_rows():
        row = dict(zip(inputs.columns, case, strict=True))
        terms[case] = _terms(row, stops.get(row["case_no"], []), calendar)
    return [terms[case] for case in inputs.iter_rows()]


def _terms(row: Mapping[str, Any], stops: list[Stop], calendar: Calendar) -> tuple:
    """Of one case: due date, legal due date, excluded days, on what they and an extension stand, why."""
    start: date = row["counted_from_on"]
    extended = Extension(
        row["extension_days"],
        row["extension_approved_on"],
        row["extension_notified_on"],
        bool(row["joint_handling"]),
    )
    undated = 0 if stops else row["source_excluded_days"] or 0

    def of(limit: int | None) -> Term:
        return term(
            start, limit and limit + undated, stops, extended, row["completed_on"], calendar
        )

    try:
        promise, legal = of(row["promised_days"]), of(row["legal_days"])
    except CalendarNotLoaded as missing:
        reason = f"calendar-{missing.year}" if calendar.years else NO_CALENDAR_NAMED
        return None, None, undated, row["excluded_basis"], None, reason
    lawful = legal if row["legal_days"] else promise
    reason = STOPPED if promise.stopped and row["promised_days"] else None
    return (
        promise.due_on,
        legal.due_on,
        lawful.excluded_days + undated,
        "dated" if stops else row["excluded_basis"],
        extension_basis(extended, lawful.extension_days),
        reason,
    )


def _stated(frame: pl.DataFrame) -> pl.DataFrame:
    """What the source states of due date and used days goes before what was computed."""
    done = pl.col("completed_on").is_not_null()
    due = pl.coalesce("source_due_on", "due_on")
    return frame.with_columns(
        due_on=due,
        due_reason=pl.when(due.is_null()).then("due_reason"),
        used_days=pl.when(done).then(pl.coalesce("source_used_days", "used_days")),
    )


def _delivery(frame: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Art. 44: of approvals granted by a source that records deliveries, ten days from the decision."""
    due = dates(calendar.add_many(days(frame, "completed_on"), DELIVERY_LIMIT))
    granted = (pl.col("item_kind") == "approval") & (pl.col("outcome") == "granted")
    recorded = pl.col("delivery_recorded") | pl.col("delivered_on").is_not_null()
    return frame.with_columns(delivery_due_on=pl.when(granted & recorded).then(due))
