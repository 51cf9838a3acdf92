"""Yearly holiday notices (General Office of the State Council), of the package and of a hall's own.

A notice names days off (放假) and make-up workdays (调休上班). The notice of a year can also move
days of the December before it (29 December 2018 was a make-up workday of the 2019 notice): a row
dated in December therefore belongs to the notice of the year that follows.

The package `chinesecalendar` is the source for the years that it covers; how far it reaches is
read from its tables. A year that a hall marks complete replaces the package's notice of that year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from chinese_calendar import constants

SATURDAY = 5
KINDS = ("holiday", "workday")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Notices:
    """What the notices say: years loaded, days off, make-up workdays → weekday each replaces."""

    years: frozenset[int]
    free: frozenset[date]
    make_up: Mapping[date, int | None]


class NoticeDay(NamedTuple):
    """A day that a notice names: `holiday` or `workday`, and the year of the notice that names it."""

    day: date
    kind: str
    year: int | None = None
    """None: not on record; then it is taken to be of a complete year that it can belong to."""


def notices(extra: Iterable[tuple] = (), complete_years: Iterable[int] = ()) -> Notices:
    """Merge the package's notices with the days loaded by a hall (see `NoticeDay`).

    Days of a notice that is not complete are left out: a notice typed in by halves must not move a
    deadline. Where two notices name one day the later year's holds. Raises ValueError for an unknown kind or for a date given both kinds by
    one notice.
    """
    complete = frozenset(complete_years)
    own = own_days(extra, complete)
    packaged = {d for d in constants.holidays if _notice_year(d) not in complete}
    worked = {d for d in constants.workdays if _notice_year(d) not in complete}
    free = {d for d in packaged if d not in own} | {d for d, k in own.items() if k == "holiday"}
    extra_worked = {d for d, k in own.items() if k == "workday" and d.weekday() >= SATURDAY}
    make_up: dict[date, int | None] = {
        d: weekday for d, weekday in _packaged_weekdays().items() if d in worked and d not in own
    }
    make_up |= replaced_weekdays(free, extra_worked, frozenset(make_up) | extra_worked)
    return Notices(_package_years() | complete, frozenset(free), make_up)


def own_days(extra: Iterable[tuple], complete_years: Iterable[int]) -> dict[date, str]:
    """Day → kind, of the notices that a hall loaded whole. Raises ValueError as `notices` does."""
    complete = frozenset(complete_years)
    rows = _checked((NoticeDay(*row) for row in extra), complete)
    return {day: kind for (day, year), kind in sorted(rows.items()) if year in complete}


def _checked(rows: Iterable[NoticeDay], complete: frozenset[int]) -> dict[tuple[date, int], str]:
    """(Day, year of its notice) → kind."""
    kinds: dict[tuple[date, int], str] = {}
    for day, kind, year in rows:
        if kind not in KINDS:
            raise ValueError(f"{day}: kind {kind!r} is neither holiday nor workday")
        key = (day, year_of(day, complete) if year is None else year)
        if kinds.setdefault(key, kind) != kind:
            raise ValueError(f"{day} is given as a holiday and as a workday")
    return kinds


def year_of(day: date, complete: frozenset[int]) -> int:
    """The year of the notice that brings a day, of a file that makes some years `complete`.

    A file of one notice brings all its days, whatever year they lie in.
    """
    if len(complete) == 1:
        return next(iter(complete))
    return _notice_year(day) if _notice_year(day) in complete or not complete else day.year


def festival(day: date) -> tuple[str, str] | None:
    """The festival that a day is off for, in Chinese and in English, by the package's notices."""
    name: str | None = constants.holidays.get(day)
    every: Any = constants.Holiday  # an enumeration whose members have more than their types say
    chinese_names = {one.value: one.chinese for one in every}
    return (chinese_names[name], name) if name and name in chinese_names else None


def _notice_year(day: date) -> int:
    """The only holiday that touches December is the New Year of the notice that follows."""
    return day.year + (day.month == 12)


def _package_years() -> frozenset[int]:
    # The same bounds that the package checks its own questions against.
    return frozenset(range(min(constants.holidays).year, max(constants.holidays).year + 1))


def _packaged_weekdays() -> dict[date, int | None]:
    """Make-up workday → weekday it replaces, from the days that the notices give in lieu.

    The package lists, per holiday, the make-up workdays and the weekdays off in lieu of them; a
    notice pairs them in order (2025 National Day: 28 September for Tuesday 7 October, 11 October
    for Wednesday 8 October). Where it lists more days in lieu than make-up workdays (Spring
    Festival 2018, which also gives back a Sunday) the last ones are taken.
    """
    pairs: dict[date, int | None] = {}
    for year in _package_years():
        for name in set(constants.holidays.values()):
            worked = _of(constants.workdays, year, name)
            in_lieu = _of(constants.in_lieu_days, year, name)[-len(worked) :] if worked else []
            for day, instead in zip(worked, in_lieu, strict=False):
                pairs[day] = instead.weekday()
    return {d: pairs.get(d) for d in constants.workdays}


def _of(table: Mapping[date, str], year: int, name: str) -> list[date]:
    return sorted(d for d, n in table.items() if n == name and _notice_year(d) == year)


def replaced_weekdays(
    free: Iterable[date], unstated: Iterable[date], make_up: frozenset[date]
) -> dict[date, int | None]:
    """Which weekday each `unstated` make-up workday stands in for, where no notice says so.

    A heuristic, because a hall's file only says holiday or workday. Each make-up workday goes to
    the nearest run of days off that still has a day to swap: its Mondays to Fridays less those
    that the law makes holidays on fixed dates, or less one for the festival where it has none of
    these. The days swapped are the last ones of the run, or the first ones in a run of up to three
    days that a weekend (worked or not) opens: there they bridge to the festival. They are paired
    in order; None where nothing is left to pair. Compared with the package's pairs in the tests.
    """
    runs = _runs(frozenset(free), make_up)
    claims: dict[int, list[date]] = {}
    weekdays: dict[date, int | None] = dict.fromkeys(unstated)
    for day in sorted(weekdays):
        roomy = [i for i, run in enumerate(runs) if len(claims.get(i, ())) < _room(run)]
        if roomy:
            near = min(roomy, key=lambda i: _distance(day, runs[i]))
            claims.setdefault(near, []).append(day)
    for index, days in claims.items():
        swapped = _swapped(runs[index], len(days))
        weekdays |= {d: i.weekday() for d, i in zip(days, swapped, strict=True)}
    return weekdays


def _runs(free: frozenset[date], make_up: frozenset[date]) -> list[list[date]]:
    """Unbroken runs of days off (weekends that touch a holiday included), in order."""

    def off(day: date) -> bool:
        return day in free or (day.weekday() >= SATURDAY and day not in make_up)

    runs: list[list[date]] = []
    for day in sorted(free):
        if runs and day <= runs[-1][-1]:
            continue
        while off(day - _ONE_DAY):
            day -= _ONE_DAY
        run = [day]
        while off(run[-1] + _ONE_DAY):
            run.append(run[-1] + _ONE_DAY)
        runs.append(run)
    return runs


def _distance(day: date, run: list[date]) -> int:
    return min(abs((day - run[0]).days), abs((day - run[-1]).days))


def _movable(run: list[date]) -> list[date]:
    return [d for d in run if d.weekday() < SATURDAY and not _fixed_holiday(d)]


def _room(run: list[date]) -> int:
    """How many days of a run can have been swapped for make-up workdays."""
    festival = 0 if any(_fixed_holiday(d) for d in run) else 1
    return max(len(_movable(run)) - festival, 0)


def _swapped(run: list[date], count: int) -> list[date]:
    days = _movable(run)
    # A run that opens on a Monday has its weekend worked, or it would have begun on the Saturday.
    opened_by_weekend = run[0].weekday() >= SATURDAY or run[0].weekday() == 0
    return days[:count] if len(run) <= 3 and opened_by_weekend else days[-count:]


def _fixed_holiday(day: date) -> bool:
    """Statutory holidays on fixed dates (全国年节及纪念日放假办法 Art. 2; 2 May since 2025)."""
    month_day = (day.month, day.day)
    if month_day == (5, 2):
        return day.year >= 2025
    return month_day in {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}
