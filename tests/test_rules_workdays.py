"""Working days against the notices read by hand, and against the package day by day."""

from datetime import date, datetime, timedelta

import chinese_calendar
import numpy as np
import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from data.rules.notices import replaced_weekdays
from data.rules.workdays import CalendarNotLoaded, china, none

CHINA = china()
LAST = max(CHINA.years)
DAYS = st.dates(date(2004, 1, 1), date(LAST, 12, 31))
ONE = timedelta(days=1)


def many(*days: date | None) -> np.ndarray:
    return np.array(days, "datetime64[D]")


# Counted on paper from the notices.
# 2025: free 1-8 October; 28 September (Sun) and 11 October (Sat) worked. After Fri 12 September:
#   15-19 (5), 22-26 (10), 28-30 (13), 9-11 October (16), 13-16 (20); 17 (21), 20-24 (26),
#   27-31 (31), 3-7 November (36), 10-13 (40).
# 2024: free 1-7 October; 29 September (Sun) and 12 October (Sat) worked. After Fri 20 September:
#   23-27 (5), 29-30 (7), 8-12 October (12), 14-18 (17), 21-23 (20).
# 2024 Mid-Autumn: free Sun 15 - Tue 17 September, Sat 14 worked: after Fri 13: 14 (1), 18 (2).
@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2025, 9, 12), 20, date(2025, 10, 16)),
        (date(2025, 9, 12), 40, date(2025, 11, 13)),
        (date(2025, 9, 13), 20, date(2025, 10, 16)),  # the Saturday after counts no further
        (date(2025, 9, 26), 1, date(2025, 9, 28)),
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 10, 4), 3, date(2025, 10, 11)),
        (date(2024, 9, 20), 20, date(2024, 10, 23)),
        (date(2024, 9, 28), 1, date(2024, 9, 29)),
        (date(2024, 9, 13), 2, date(2024, 9, 18)),
        (date(2025, 10, 4), 0, date(2025, 10, 4)),  # day 0 is the day itself, worked or not
    ],
)
def test_the_nth_working_day_after(day: date, n: int, expected: date):
    assert CHINA.add(day, n) == expected
    assert CHINA.count(day, expected) == n


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2025, 9, 28), "make_up"),
        (date(2025, 10, 11), "make_up"),
        (date(2024, 9, 29), "make_up"),
        (date(2024, 10, 12), "make_up"),
        (date(2025, 10, 4), "holiday"),  # a Saturday within the holiday
        (date(2025, 10, 12), "weekend"),
        (date(2025, 10, 9), "workday"),
    ],
)
def test_what_a_day_is(day: date, kind: str):
    assert CHINA.kind(day) == kind
    assert CHINA.is_workday(day) == (kind in ("make_up", "workday"))


def test_the_years_are_those_of_the_package_and_the_next_is_refused_by_name():
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(LAST + 1, 1, 1))
    chinese_calendar.is_workday(date(LAST, 12, 31))  # does not raise
    for refused in (
        lambda: CHINA.is_workday(date(LAST + 1, 1, 4)),
        lambda: CHINA.add(date(LAST, 12, 20), 20),
        lambda: CHINA.count(date(LAST, 12, 20), date(LAST + 1, 1, 4)),
        lambda: CHINA.replaced_weekday(date(LAST + 1, 1, 4)),
        lambda: CHINA.kind(date(LAST + 1, 1, 4)),
    ):
        with pytest.raises(CalendarNotLoaded, match=str(LAST + 1)) as refusal:
            refused()
        assert refusal.value.year == LAST + 1


def test_a_calendar_without_years_refuses_everything():
    empty = none()
    assert empty.years == frozenset()
    for refused in (
        lambda: empty.add(date(2025, 9, 12), 1),
        lambda: empty.count(date(2025, 9, 12), date(2025, 9, 15)),
        lambda: empty.is_workday(date(2025, 9, 12)),
    ):
        with pytest.raises(CalendarNotLoaded) as refusal:
            refused()
        assert refusal.value.year == 2025
    days = many(date(2025, 9, 12), None)
    assert np.isnat(empty.add_many(days, 3)).all()
    assert np.isnan(empty.count_many(days, days)).all()
    assert np.isnan(empty.count_halves_many(days, days)).all()
    assert empty.missing_year_many(days, 3).tolist() == [2025, 0]


def test_days_are_not_taken_off():
    with pytest.raises(ValueError, match="added"):
        CHINA.add(date(2025, 9, 12), -1)


# The notices of 2040 and 2041 are made up here. 2040 begins on a Sunday: Monday 2 is off and
# Saturday 7 worked, so after 1 January come 3, 4, 5, 6, 7.
NOTICE = [
    (date(2040, 1, 2), "holiday"),
    (date(2040, 1, 7), "workday"),
    (date(2040, 12, 29), "workday"),
    (date(2040, 12, 31), "holiday"),
    (date(2041, 1, 1), "holiday"),
]


def test_a_hall_loads_a_year():
    hall = china(NOTICE, [2040])
    assert hall.years == CHINA.years | {2040}
    assert hall.add(date(2040, 1, 1), 5) == date(2040, 1, 7)
    assert hall.replaced_weekday(date(2040, 1, 7)) == 0  # stands in for Monday 2 January
    with pytest.raises(CalendarNotLoaded, match="2041"):
        hall.add(date(2040, 12, 28), 9)
    with pytest.raises(CalendarNotLoaded, match=str(LAST + 1)):  # the gap, not the far side
        hall.count(date(LAST, 12, 1), date(2040, 2, 1))
    assert np.isnat(hall.add_many(many(date(LAST, 12, 31)), 3)).all()
    assert hall.missing_year_many(many(date(LAST, 12, 31)), 3).tolist() == [LAST + 1]


def test_a_notice_moves_days_of_the_december_before():
    # Only 2041 is complete, 2040 is not: its rows of December are the notice of 2041.
    hall = china(NOTICE, [2041])
    assert 2040 not in hall.years
    both = china([r for r in NOTICE if r[0].month == 12 or r[0].year == 2041], [2040, 2041])
    assert both.kind(date(2040, 12, 29)) == "make_up"
    assert both.add(date(2040, 12, 28), 2) == date(2041, 1, 2)  # 29, then past 31 and 1


def test_a_notice_moves_days_of_a_december_that_the_package_covers():
    last_weekday = date(LAST, 12, 31)
    while last_weekday.weekday() > 4:
        last_weekday -= ONE
    assert CHINA.is_workday(last_weekday)
    hall = china([(last_weekday, "holiday")], [LAST + 1])
    assert hall.kind(last_weekday) == "holiday"
    # What was the last working day of the year is one no longer.
    assert CHINA.add(last_weekday - ONE, 1) == last_weekday
    assert hall.add(last_weekday - ONE, 1).year == LAST + 1


def test_a_half_typed_notice_moves_nothing():
    hall = china([(date(2025, 9, 15), "holiday"), (date(2040, 1, 2), "holiday")])
    assert hall.years == CHINA.years
    assert hall.add(date(2025, 9, 12), 20) == date(2025, 10, 16)


def test_a_complete_year_replaces_that_of_the_package():
    hall = china([(date(2025, 10, 1), "holiday")], [2025])
    assert hall.kind(date(2025, 10, 1)) == "holiday"
    assert hall.kind(date(2025, 10, 2)) == "workday"
    assert hall.kind(date(2025, 9, 28)) == "weekend"
    assert hall.kind(date(2024, 9, 29)) == "make_up"  # the year before stays
    # 29 December 2018 was made a workday by the notice of 2019, so a new 2018 leaves it.
    assert china([], [2018]).kind(date(2018, 12, 29)) == "make_up"
    assert china([], [2019]).kind(date(2018, 12, 29)) == "weekend"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(date(2040, 1, 2), "off")], "2040-01-02"),
        ([(date(2040, 1, 2), "holiday"), (date(2040, 1, 2), "workday")], "2040-01-02"),
    ],
)
def test_a_contradictory_notice_is_refused(rows: list, message: str):
    with pytest.raises(ValueError, match=message):
        china(rows, [2040])


# Paired in order with the days given in lieu: National Day 2025 for Tuesday 7 and Wednesday 8
# October; 2024 for Friday 4 and Monday 7 October; Spring Festival 2025 for 3 and 4 February.
@pytest.mark.parametrize(
    ("day", "weekday"),
    [
        (date(2025, 9, 28), 1),
        (date(2025, 10, 11), 2),
        (date(2024, 9, 29), 4),
        (date(2024, 10, 12), 0),
        (date(2025, 1, 26), 0),
        (date(2025, 2, 8), 1),
        (date(2025, 9, 12), 4),  # an ordinary Friday is itself
    ],
)
def test_the_weekday_a_make_up_workday_stands_in_for(day: date, weekday: int):
    assert CHINA.replaced_weekday(day) == weekday


def test_the_heuristic_for_loaded_notices_finds_nearly_all_pairs_of_the_package():
    found = replaced_weekdays(constants.holidays, constants.workdays, frozenset(constants.workdays))
    wrong = {d for d, weekday in found.items() if CHINA.replaced_weekday(d) != weekday}
    recent = {d for d in wrong if d.year >= 2021}
    assert not recent
    assert len(wrong) <= len(found) * 0.1


@given(day=DAYS, n=st.integers(0, 60))
def test_adding_walks_day_by_day(day: date, n: int):
    found, left = day, n
    while left and found.year <= LAST:
        found += ONE
        if found.year <= LAST:
            left -= chinese_calendar.is_workday(found)
    if found.year > LAST:
        with pytest.raises(CalendarNotLoaded):
            CHINA.add(day, n)
        assert np.isnat(CHINA.add_many(many(day), n)[0])
        assert CHINA.missing_year_many(many(day), n)[0] == LAST + 1
    else:
        assert CHINA.add(day, n) == found
        assert CHINA.add_many(many(day), n)[0].item() == found
        assert CHINA.missing_year_many(many(day), n)[0] == 0


@given(a=DAYS, days=st.integers(-5, 80))
def test_counting_walks_day_by_day(a: date, days: int):
    b = min(a + timedelta(days=days), date(LAST, 12, 31))
    expected = sum(
        chinese_calendar.is_workday(a + timedelta(days=i)) for i in range(1, (b - a).days + 1)
    )
    assert CHINA.count(a, b) == expected
    assert CHINA.count_many(many(a), many(b)).tolist() == [expected]


@given(
    st.lists(
        st.tuples(st.none() | st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 60))
    )
)
def test_columns_say_what_single_days_say(rows: list[tuple[date | None, int]]):
    hall = china(NOTICE, [2040])
    days = many(*(d for d, _ in rows))
    found = hall.add_many(days, np.array([n for _, n in rows], float))
    lacked = hall.missing_year_many(days, np.array([n for _, n in rows], float))
    for (day, n), due, year in zip(rows, found, lacked, strict=True):
        expected, refused = None, 0
        if day is not None:
            try:
                expected = hall.add(day, n)
            except CalendarNotLoaded as refusal:
                refused = refusal.year
        assert (due.item(), year) == (expected, refused)


def test_missing_and_odd_values_in_columns():
    days = many(date(2025, 9, 12), None, date(2025, 9, 12), date(2025, 9, 12), date(1999, 1, 4))
    found = CHINA.add_many(days, np.array([20, 20, np.nan, -1, 20]))
    assert found.astype(str).tolist() == ["2025-10-16", "NaT", "NaT", "NaT", "NaT"]
    assert CHINA.missing_year_many(days, np.array([20, 20, np.nan, -1, 20]))[-1] == 1999
    # Three and a half days end in the fourth: 15, 16, 17, 18 September.
    assert CHINA.add_many(many(date(2025, 9, 12)), 3.5)[0].item() == date(2025, 9, 18)
    counted = CHINA.count_many(days, many(*[date(2025, 9, 30)] * 5))
    assert counted[0] == 13
    assert np.isnan(counted[[1, 4]]).all()
    assert len(CHINA.add_many(many(), 3)) == 0


# Fri 10 October 2025 and Sat 11 (make-up) are worked, Sun 12 is not, Mon 13 is.
@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2025-10-10T09:00", "2025-10-10T11:59:59", 0),  # the same half
        ("2025-10-10T09:00", "2025-10-10T12:00", 0.5),  # noon is the afternoon
        ("2025-10-10T14:00", "2025-10-10T16:30", 0),
        ("2025-10-10T09:00", "2025-10-11T09:00", 1),
        ("2025-10-10T14:00", "2025-10-13T09:00", 1.5),  # Sat, Sat, Mon morning
        ("2025-10-12T20:00", "2025-10-13T09:00", 0.5),  # online on Sunday: as at the end of Sat
        ("2025-10-12T08:00", "2025-10-13T14:00", 1),
        ("2025-10-10T14:00", "2025-10-12T10:00", 1),  # ended on Sunday: as at the end of Sat
        ("2025-10-12T08:00", "2025-10-12T20:00", 0),
        ("2025-09-30T14:00", "2025-10-09T10:00", 0.5),  # over the whole holiday
        ("2025-10-10T09:00", "2025-10-09T09:00", 0),  # backwards is nothing, not less
    ],
)
def test_half_days(start: str, end: str, days: float):
    found = CHINA.count_halves_many(
        np.array([start], "datetime64[s]"), np.array([end], "datetime64[us]")
    )
    assert found.tolist() == [days]


def test_half_days_not_known():
    start = np.array(["NaT", "2025-10-10T09:00", f"{LAST}-12-31T09:00"], "datetime64[s]")
    end = np.array(["2025-10-10T09:00", "NaT", f"{LAST + 1}-01-08T09:00"], "datetime64[s]")
    assert np.isnan(CHINA.count_halves_many(start, end)).all()


@given(
    st.datetimes(datetime(2023, 1, 1), datetime(2025, 1, 1)),
    st.timedeltas(timedelta(0), timedelta(days=90)),
)
def test_half_days_walked_half_by_half(start: datetime, length: timedelta):
    end = start + length
    moment, halves = start, 0
    while half(moment) < half(end):
        moment += timedelta(hours=12)
        halves += chinese_calendar.is_workday(moment.date())
    found = CHINA.count_halves_many(
        np.array([start], "datetime64[us]"), np.array([end], "datetime64[us]")
    )
    assert found.tolist() == [halves / 2]
    assert abs(found[0] - CHINA.count(start.date(), end.date())) <= 0.5


def half(moment: datetime) -> tuple[date, bool]:
    return moment.date(), moment.hour >= 12
