"""The simulated hall's days: which it works on, and how busy each is expected to be.

Working days come from `chinesecalendar`. For a year that the package does not cover the
*simulation* takes Monday to Friday, so that the demo goes on; no deadline is ever computed from
that guess, for deadlines are intake's business and intake refuses such a year.
"""

from __future__ import annotations

from datetime import date

import chinese_calendar
import numpy as np
import numpy.typing as npt

from demo.world import shape

FIRST_YEAR, LAST_YEAR = 2004, 2070
WORKDAY, WEEKEND, HOLIDAY = 0, 1, 2
DAY_KINDS = ("workday", "weekend", "holiday")
Days = npt.NDArray[np.int64]


def number(day: date) -> int:
    """Days since 1970-01-01, the day number used throughout the simulation."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _covered(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 6, 1))
    except NotImplementedError:
        return False
    return True


class Seasons:
    """Every day from 2004 to 2070, by its number (`number(day)`)."""

    def __init__(self) -> None:
        self.first = number(date(FIRST_YEAR, 1, 1))
        days = np.arange(self.first, number(date(LAST_YEAR, 12, 31)) + 1)
        weekday = (days + 3) % 7  # 1970-01-01 was a Thursday
        self._kind = np.where(weekday < 5, WORKDAY, WEEKEND)
        self._spring = np.zeros(len(days), bool)
        epoch = date(1970, 1, 1).toordinal()
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            if not _covered(year):
                continue
            for day in range(number(date(year, 1, 1)), number(date(year + 1, 1, 1))):
                self._look_up(day - self.first, date.fromordinal(day + epoch))
        work = self._kind == WORKDAY
        self.workdays: Days = days[work]
        self._index: Days = np.cumsum(work) - 1
        self._expected = self._scaled(self._weights(days, weekday), days)

    def _look_up(self, i: int, day: date) -> None:
        free, name = chinese_calendar.get_holiday_detail(day)
        self._kind[i] = (HOLIDAY if name else WEEKEND) if free else WORKDAY
        self._spring[i] = free and name == chinese_calendar.Holiday.spring_festival.value

    def _weights(self, days: Days, weekday: Days) -> npt.NDArray[np.float64]:
        """Expected volume of each day, relative to a plain working day."""
        work = self._kind == WORKDAY
        by_weekday = np.array([*shape.WEEKDAYS, shape.MAKE_UP_WORKDAY, shape.MAKE_UP_WORKDAY])
        free = np.where(self._kind == WEEKEND, shape.FREE_WEEKEND, shape.HOLIDAY)
        weights = np.where(work, by_weekday[weekday], free)
        mid_months = (np.arange(-1, 13) + 0.5) * 365.25 / 12
        months = (shape.MONTHS[-1], *shape.MONTHS, shape.MONTHS[0])
        year = days.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]")
        weights *= np.interp(days - year.astype(np.int64), mid_months, months)
        breaks = np.zeros(len(days), bool)
        breaks[3:] = work[3:] & ~work[2:-1] & ~work[1:-2] & ~work[:-3]
        weights[breaks] *= shape.AFTER_A_BREAK
        spring = np.convolve(self._spring, np.ones(21), "same") > 0  # ten days before and after
        weights[spring] *= shape.AROUND_SPRING_FESTIVAL
        return weights

    @staticmethod
    def _scaled(weights: npt.NDArray[np.float64], days: Days) -> npt.NDArray[np.float64]:
        """So that every calendar year is expected to have the same number of cases."""
        years = (
            days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
            + 1970
            - FIRST_YEAR
        )
        return weights * (shape.CASES_A_YEAR / np.bincount(years, weights=weights))[years]

    def kind(self, days: Days) -> Days:
        """0 working day, 1 free weekend, 2 holiday."""
        return self._kind[days - self.first]

    def expected(self, day: int) -> float:
        """Expected number of cases accepted on the day."""
        return float(self._expected[day - self.first])

    def index(self, days: Days) -> Days:
        """Position in `workdays` of the last working day not after each day."""
        return self._index[days - self.first]

    def add(self, day: int, n: int) -> int:
        """The n-th working day after the day; n = 0 gives the last working day not after it."""
        return int(self.workdays[self._index[day - self.first] + n])

    def count(self, a: int, b: int) -> int:
        """Working days after a, up to and including b."""
        return int(self._index[b - self.first] - self._index[a - self.first])
