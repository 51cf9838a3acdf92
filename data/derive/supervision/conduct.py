"""Conduct: the floor of a window, how many windows were open on a patrol's day, and a complaint's limits."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from data.derive.frames import Context, dates, days, numbers, of_calendar
from data.rules.clocks import due_on_many

REOPEN_DAYS = 30  # calendar days
# A floor of fewer windows is counted with others: else it would tell of one window, and of who sits there.
LEAST_WINDOWS = 5
OTHER_FLOORS = "0"


def derive_at_window(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The floor that a row's window is on, by the list as it was when the row came in.

    Small floors and windows of none are `OTHER_FLOORS` together.
    """
    windows = context.needed("windows")
    if windows.is_empty():  # none is at hand when stored rows are computed anew: what was met stays
        return frame.with_columns(pl.col("floor").fill_null(OTHER_FLOORS))
    met = frame["window"].replace_strict(
        floors(windows), default=OTHER_FLOORS, return_dtype=pl.String
    )
    return frame.with_columns(floor=met)


def floors(windows: pl.DataFrame) -> dict[str, str]:
    """Each listed window's floor, as it may be published.

    Floors of fewer than `LEAST_WINDOWS` are put together, and the smallest of the others with them
    until they are as many; so nothing is had by subtraction either.
    """
    listed = windows.filter(pl.col("listed") & pl.col("floor").is_not_null())
    without = len(windows.filter(pl.col("listed"))) - len(listed)
    sizes = listed.group_by("floor").len().sort("len", "floor").iter_rows()
    together: set[str] = set()
    pooled = without
    for floor, n in sizes:
        if n < LEAST_WINDOWS or 0 < pooled < LEAST_WINDOWS:
            together.add(floor)
            pooled += n
    return {
        window: OTHER_FLOORS if floor in together else floor
        for window, floor in listed.select("window", "floor").iter_rows()
    }


def derive_attendance(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The floor, and each row as one half day that was due and on which the window was open or not."""
    frame = derive_at_window(frame, context)
    is_open = (~pl.col("closed")).cast(pl.Int64)
    return frame.with_columns(open_n=is_open, due_n=pl.lit(1, pl.Int64))


def derive_patrols(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Windows open on the day of the patrol, where its sheet does not say."""
    windows = context.needed("windows")
    if windows.is_empty():
        return frame
    windows = windows.filter(pl.col("listed"))
    periods = list(windows.select("opened_on", "closed_on").iter_rows())
    counted = {on: _open_on(on, periods) for on in frame["on"].unique().drop_nulls()}
    by_list = frame["on"].replace_strict(
        list(counted), list(counted.values()), default=None, return_dtype=pl.Int64
    )
    return frame.with_columns(windows_open=pl.coalesce("windows_open", by_list))


def _open_on(on: date, periods: list[tuple[date | None, date | None]]) -> int | None:
    """How many; unknown of a day on which the list, which may not say since when, has none."""
    n = sum(
        since is not None and since <= on and (until is None or on <= until)
        for since, until in periods
    )
    return n or None


def derive_complaints(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The rule in force on the day it came, the limits by it, days used and the days it is watched.

    A rule that comes later is not looked at: the rule and its days are kept with the complaint.
    """
    frame = _ruled(of_calendar(frame, context), context.needed("complaint-limits"))
    received, calendar = days(frame, "received_on"), context.calendar
    used = pl.Series(calendar.count_many(received, days(frame, "answered_on"))).fill_nan(None)
    limits = {
        due: dates(due_on_many(received, numbers(frame, limit), 0, calendar))
        for due, limit in (("accept_due_on", "acceptance_days"), ("due_on", "answer_days"))
    }
    return frame.with_columns(
        **limits,
        used_days=used.cast(pl.Int64),
        reopen_until_on=pl.col("answered_on") + timedelta(days=REOPEN_DAYS),
    )


def _ruled(frame: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    if rules.is_empty():
        return frame
    versions = list(
        rules.sort("since")
        .select("since", "until", "rule", "acceptance_days", "answer_days")
        .iter_rows()
    )

    def at(on: date | None) -> tuple[str | None, int | None, int | None]:
        for since, until, *rule in reversed(versions):
            if on and since <= on and (until is None or on <= until):
                return rule[0], rule[1], rule[2]
        return None, None, None

    met = [at(on) for on in frame["received_on"]]
    rule, acceptance, answer = zip(*met, strict=True) if met else ((), (), ())
    return frame.with_columns(
        pl.Series("rule", rule, pl.String),
        pl.Series("acceptance_days", acceptance, pl.Int64),
        pl.Series("answer_days", answer, pl.Int64),
    )
