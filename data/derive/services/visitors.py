"""Help and contact: when a call came, on what kind of day an appointment lies, and days counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import polars as pl

from data.derive.frames import Context, days, of_calendar
from data.rules.workdays import Calendar, CalendarNotLoaded

REOPEN_DAYS = 30  # calendar days
# Calls passed on that name no department: one could be tied to a case, the other to who called.
WITHOUT_DEPARTMENT = ("application", "report")
_DAY_KIND = "__day_kind"
# What the calendar calls a day, and what kind of day it is for whoever comes.
DAY_KINDS = {
    "workday": "workday",
    "make_up": "workday",
    "weekend": "weekend",
    "holiday": "holiday",
}


def derive_hotline_calls(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Hour and kind of time of a call, the department of one passed on, and how long it is watched.

    An instant at which the windows close is after closing. A working day's call without a time of day is
    of no kind of time.
    """
    hour = pl.col("called_at").dt.hour().cast(pl.Int64)
    stored = pl.when(pl.col("calendar").is_not_null()).then("called_hour")
    frame = of_calendar(frame, context)
    passed_on = (pl.col("settled") == "work_order") & ~pl.col("kind").is_in(WITHOUT_DEPARTMENT)
    frame = frame.with_columns(
        _day_kinds(frame, "called_on", context.calendar).alias(_DAY_KIND),
        called_hour=pl.coalesce(stored, hour),
    )
    return frame.with_columns(
        time_kind=_time_kind(context.settings["hours"]),
        department=pl.when(passed_on.fill_null(False)).then("given_department"),
        reopen_until_on=pl.col("order_closed_on") + timedelta(days=REOPEN_DAYS),
    ).drop(_DAY_KIND)


def _time_kind(hours: tuple[tuple[time, time], ...]) -> pl.Expr:
    """A weekend or holiday as such; a working day by whether the windows were open."""
    at, kind = pl.col("called_at").dt.time(), pl.col(_DAY_KIND)
    is_open = pl.any_horizontal((at >= opens) & (at < closes) for opens, closes in hours)
    return (
        pl.when(kind != "workday")
        .then(kind)
        .when((kind == "workday") & is_open)
        .then(pl.lit("work"))
        .when((kind == "workday") & ~is_open)
        .then(pl.lit("off"))
    )


def derive_appointments(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The kind of day that an appointment is for, and working days from booking until then."""
    frame = of_calendar(frame, context)
    return frame.with_columns(
        day_kind=_day_kinds(frame, "for_on", context.calendar),
        lead_days=_working_days(frame, "booked_on", "for_on", context.calendar),
    )


def derive_stuck_matters(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Working days from the day it was brought to the day it was closed."""
    frame = of_calendar(frame, context)
    return frame.with_columns(
        used_days=_working_days(frame, "received_on", "closed_on", context.calendar)
    )


def _working_days(frame: pl.DataFrame, first: str, last: str, calendar: Calendar) -> pl.Series:
    counted = calendar.count_many(days(frame, first), days(frame, last))
    return pl.Series(counted).fill_nan(None).cast(pl.Int64)


def _day_kinds(frame: pl.DataFrame, column: str, calendar: Calendar) -> pl.Series:
    """Working day, weekend or holiday; null for a day of a year whose notice is not loaded."""
    known = {day: _kind_of(calendar.kind, day) for day in frame[column].unique().drop_nulls()}
    return frame[column].replace_strict(
        list(known), list(known.values()), default=None, return_dtype=pl.String
    )


def _kind_of(kind: Callable[[date], str], day: date) -> str | None:
    try:
        return DAY_KINDS[kind(day)]
    except CalendarNotLoaded:
        return None
