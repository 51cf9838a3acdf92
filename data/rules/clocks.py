"""The approval clock (行政许可法): due date, used days, on time, early.

Limits are in working days without statutory holidays (Art. 82). The legal limit is twenty working
days where no law says otherwise (Art. 42); a hall's promise is shorter and is what is kept here.
Time for hearing, tender, auction, inspection, testing, quarantine, appraisal and expert review is
not part of the limit once the applicant was told in writing (Art. 45): `excluded_days`, in working
days, moves the due date by as much and is taken off the days used.

Scalar forms raise `CalendarNotLoaded`; `*_many` forms take numpy columns and answer NaT or NaN.
"""

from datetime import date, datetime
from math import ceil, isfinite

import numpy as np
import numpy.typing as npt

from data.rules.workdays import Calendar, Days


def due_on(
    accepted_on: date, promised_days: float | None, excluded_days: float | None, calendar: Calendar
) -> date | None:
    """Last day of the promise: accepted + promised + excluded working days, parts counted whole.

    None without a promise, and for a promise of 0 days: an instant case (即办件) ends in the same
    visit and has no due date to be on time for.
    """
    if not promised_days or not isfinite(promised_days):
        return None
    return calendar.add(accepted_on, ceil(promised_days + (excluded_days or 0)))


def due_on_many(
    accepted_on: Days,
    promised_days: npt.ArrayLike,
    excluded_days: npt.ArrayLike,
    calendar: Calendar,
) -> Days:
    """`due_on` for columns: datetime64[D], and days as numbers with NaN for missing."""
    return calendar.add_many(accepted_on, limit_many(promised_days, excluded_days))


def limit_many(
    promised_days: npt.ArrayLike, excluded_days: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Working days from acceptance to the due date; NaN where a case has none.

    With `Calendar.missing_year_many` it names the year for which a due date is not computable.
    """
    promised = np.asarray(promised_days, np.float64)
    excluded = np.nan_to_num(np.asarray(excluded_days, np.float64), nan=0.0)
    return np.where(promised > 0, promised + excluded, np.nan)


def used_days(
    accepted: date, completed: date, excluded_days: float | None, calendar: Calendar
) -> float:
    """Working days used, less the excluded ones, never below 0.

    Two dates give whole days (the same day is 0). Two local `datetime`s give half-day steps split
    at noon, and 0 for the same half day (see `Calendar.count_halves_many`).
    """
    if isinstance(accepted, datetime) and isinstance(completed, datetime):
        start, end = (np.array([np.datetime64(t, "s")]) for t in (accepted, completed))
        calendar.count(accepted.date(), completed.date())  # refuses a year by name
        days = float(calendar.count_halves_many(start, end)[0])
    else:
        days = calendar.count(_day(accepted), _day(completed))
    return max(days - (excluded_days or 0), 0.0)


def used_days_many(
    accepted: Days, completed: Days, excluded_days: npt.ArrayLike, calendar: Calendar
) -> npt.NDArray[np.float64]:
    """`used_days` for columns: half days from two columns of instants, whole days if one is [D]."""
    by_date = any(np.asarray(c).dtype == np.dtype("datetime64[D]") for c in (accepted, completed))
    count = calendar.count_many if by_date else calendar.count_halves_many
    excluded = np.nan_to_num(np.asarray(excluded_days, np.float64), nan=0.0)
    return np.maximum(count(accepted, completed) - excluded, 0.0)


def on_time(completed_on: date | None, due: date | None) -> bool | None:
    """Completed no later than the due date; None while either is missing. Dates, not instants."""
    if completed_on is None or due is None:
        return None
    return _day(completed_on) <= due


def early(used: float | None, promised_days: float | None) -> bool | None:
    """Used fewer working days than promised; None for a case without a promise or not completed."""
    if used is None or not promised_days or not isfinite(promised_days):
        return None
    return used < promised_days


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
