"""Working days (工作日) with make-up workdays (调休), one at a time or a column at a time.

A working day is Monday to Friday and not off by the State Council's holiday notice, or a make-up
workday. A span starts the day after its event (day 0 = the day of the event). A year whose notice
is not loaded is refused by name: `CalendarNotLoaded` here, NaT or NaN in the `*_many` forms.

The calendar is one array over the loaded years: for each day the number of working days up to and
including it. Adding and counting are look-ups in it, so a million rows cost a few numpy calls.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from data.rules.notices import SATURDAY, notices

Days = npt.NDArray[np.datetime64]
_EPOCH = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = date(1970, 1, 1).weekday()
_NAT = np.datetime64("NaT", "D")


class CalendarNotLoaded(LookupError):  # noqa: N818 - says what is the case, not that code failed
    """The holiday notice of `year` is not loaded, so nothing that needs it can be computed."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the calendar of {year} is not loaded")
        self.year = year


@dataclass(frozen=True, eq=False)
class Calendar:
    """The loaded years, their days off and their make-up workdays.

    Build with `china`, `data.rules.weekdays` or `none`.
    """

    years: frozenset[int]
    free: frozenset[date] = frozenset()
    make_up: Mapping[date, int | None] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        return self.kind(day) in ("workday", "make_up")

    def kind(self, day: date) -> str:
        """`workday`, `make_up` (a weekend day worked), `weekend`, or `holiday` (by the notice)."""
        self._index(day)
        if day in self.make_up:
            return "make_up"
        if day in self.free:
            return "holiday"
        return "weekend" if day.weekday() >= SATURDAY else "workday"

    def replaced_weekday(self, day: date) -> int | None:
        """Weekday (Monday = 0) that a day is compared with: its own, or the one it makes up for.

        None for a make-up workday whose weekday cannot be told (see `data.rules.notices`).
        """
        self._index(day)
        return self.make_up[day] if day in self.make_up else day.weekday()

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`; `day` itself for n = 0. ValueError for n < 0."""
        if n < 0:
            raise ValueError("working days are added, not taken off")
        index = self._index(day)
        if n == 0:
            return day
        rank = int(self._upto[index]) + n - 1
        if rank >= len(self._worked):
            raise CalendarNotLoaded(self._year_after(index))
        position = int(self._worked[rank])
        self._same_run(index, position)
        return date.fromordinal(self._first + position + _EPOCH)

    def count(self, after: date, until: date) -> int:
        """Working days d with after < d ≤ until; 0 where `until` is not later."""
        start, end = self._index(after), self._index(until)
        if end <= start:
            return 0
        self._same_run(start, end)
        return int(self._upto[end] - self._upto[start])

    def add_many(self, days: Days, n: npt.ArrayLike) -> Days:
        """`add` for datetime64[D] with n a number or a column (NaN allowed, a part counts whole).

        NaT where the day or n is missing, n < 0, or a year on the way is not loaded.
        """
        index, known = self._indices(days)
        steps, given = _whole(n)
        if not self.years:
            return np.full(np.broadcast_shapes(index.shape, steps.shape), _NAT)
        rank = self._upto[index] + steps - 1
        positions = self._worked[np.clip(rank, 0, len(self._worked) - 1)]
        positions = np.where(steps == 0, index, positions)
        ok = known & given & (steps >= 0) & (rank < len(self._worked))
        ok &= self._run[positions] == self._run[index]
        return np.where(ok, (positions + self._first).astype("datetime64[D]"), _NAT)

    def count_many(self, after: Days, until: Days) -> npt.NDArray[np.float64]:
        """`count` for two columns of datetime64[D]; NaN where a day is missing or not loaded."""
        start, end, ok = self._span(after, until)
        return _difference(self._upto[start], self._upto[end], ok) if self.years else _nan(ok)

    def count_halves_many(self, start: Days, end: Days) -> npt.NDArray[np.float64]:
        """Working days in half-day steps between local instants (datetime64, any unit to seconds).

        A working day is two halves, split at noon (12:00:00 is the afternoon). Counted are the
        halves after that of the start up to that of the end, so the same half, and with it the
        same visit, is 0. An instant on a day off counts as the afternoon of the working day
        before: nothing runs on a day off. NaN as in `count_many`; 0 where the end is earlier.
        """
        first, last, ok = self._span(start, end)
        if not self.years:
            return _nan(ok)
        return _difference(self._halves(start, first), self._halves(end, last), ok) / 2

    def missing_year_many(self, days: Days, n: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """The year that `add_many(days, n)` lacked; 0 where it answers or its input is missing."""
        days = np.asarray(days).astype("datetime64[D]")
        steps, given = _whole(n)
        lacking = np.isnat(self.add_many(days, n)) & ~np.isnat(days) & given & (steps >= 0)
        years = days.astype("datetime64[Y]").astype(np.int64) + 1970
        gaps = np.array(sorted(y + 1 for y in self.years if y + 1 not in self.years), np.int64)
        loaded = np.isin(years, sorted(self.years))
        if len(gaps):
            at = np.clip(np.searchsorted(gaps, years, side="right"), 0, len(gaps) - 1)
            years = np.where(loaded, gaps[at], years)
        return np.where(lacking, years, 0)

    def differing(self, other: "Calendar") -> frozenset[date]:
        """The days that are another kind in the other calendar, or loaded in one of them only."""
        both = self.years & other.years
        moved = (self.free ^ other.free) | (frozenset(self.make_up) ^ frozenset(other.make_up))
        days = {day for day in moved if day.year in both and self.kind(day) != other.kind(day)}
        for year in self.years ^ other.years:
            first = date(year, 1, 1).toordinal()
            days |= {date.fromordinal(n) for n in range(first, date(year + 1, 1, 1).toordinal())}
        return frozenset(days)

    @cached_property
    def _first(self) -> int:
        """1 January of the first loaded year, in days since 1970."""
        return date(min(self.years), 1, 1).toordinal() - _EPOCH if self.years else 0

    @cached_property
    def _run(self) -> npt.NDArray[np.int64]:
        """For each day the unbroken run of loaded years it lies in; -1 where not loaded."""
        runs, run = [np.empty(0, np.int64)], 0
        for year in range(min(self.years, default=0), max(self.years, default=-1) + 1):
            run += year not in self.years
            length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
            runs.append(np.full(length, run if year in self.years else -1, np.int64))
        return np.concatenate(runs)

    @cached_property
    def _works(self) -> npt.NDArray[np.bool_]:
        weekday = (np.arange(len(self._run)) + self._first + _EPOCH_WEEKDAY) % 7
        works = weekday < SATURDAY
        for days, value in ((self.free, False), (self.make_up, True)):
            at = np.array([d.toordinal() - _EPOCH - self._first for d in days], np.int64)
            works[at[(at >= 0) & (at < len(works))]] = value
        return works & (self._run >= 0)

    @cached_property
    def _upto(self) -> npt.NDArray[np.int64]:
        return np.cumsum(self._works, dtype=np.int64)

    @cached_property
    def _worked(self) -> npt.NDArray[np.int64]:
        return np.flatnonzero(self._works)

    def _index(self, day: date) -> int:
        if day.year not in self.years:
            raise CalendarNotLoaded(day.year)
        return day.toordinal() - _EPOCH - self._first

    def _indices(self, days: Days) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Positions in the arrays (0 where there is none) and whether there is one."""
        days = np.asarray(days).astype("datetime64[D]")
        index = days.astype(np.int64)
        # NaT is the smallest integer: compared before the subtraction, which would overflow.
        inside = (index >= self._first) & (index < self._first + len(self._run))
        index = np.where(inside, index - self._first, 0)
        return index, inside & (self._run[index] >= 0) if self.years else inside

    def _span(
        self, start: Days, end: Days
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Positions of both ends, and whether all the years between them are loaded."""
        (first, known), (last, also) = self._indices(start), self._indices(end)
        ok = known & also
        return first, last, ok & (self._run[first] == self._run[last]) if self.years else ok

    def _halves(self, instants: Days, index: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Running number of half-days of each instant: 2k - 1 and 2k for the k-th working day."""
        seconds = np.asarray(instants).astype("datetime64[s]").astype(np.int64)
        morning = (seconds % 86_400 < 43_200) & self._works[index]
        return 2 * self._upto[index] - morning

    def _year_after(self, index: int) -> int:
        """The first year after a loaded day's that is not loaded."""
        year = date.fromordinal(self._first + index + _EPOCH).year
        while year in self.years:
            year += 1
        return year

    def _same_run(self, start: int, end: int) -> None:
        if self._run[start] != self._run[end]:
            raise CalendarNotLoaded(self._year_after(start))


def china(extra: Iterable[tuple] = (), complete_years: Iterable[int] = ()) -> Calendar:
    """The package's years and those that a hall loaded: rows `(date, "holiday" | "workday")`, with
    the year of their notice as a third member where it is known (see `data.rules.notices`).

    A year counts as loaded by the hall, and replaces the package's, when it is in
    `complete_years`. Raises ValueError for an unknown kind or a date given both kinds.
    """
    loaded = notices(extra, complete_years)
    return Calendar(loaded.years, loaded.free, loaded.make_up)


def none() -> Calendar:
    """A calendar with no year loaded, for a source that names none: everything is refused."""
    return Calendar(frozenset())


def _whole(n: npt.ArrayLike) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Numbers of days rounded up to whole ones, and whether each is given (not NaN)."""
    numbers = np.asarray(n)
    if numbers.dtype.kind in "iu":
        return numbers.astype(np.int64), np.ones(numbers.shape, bool)
    numbers = numbers.astype(np.float64)
    given = np.isfinite(numbers)
    return np.ceil(np.where(given, numbers, 0)).astype(np.int64), given


def _difference(
    start: npt.NDArray[np.int64], end: npt.NDArray[np.int64], ok: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    return np.where(ok, np.maximum(end - start, 0), np.nan)


def _nan(like: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    return np.full(like.shape, np.nan)
