"""The approval clock, by worked examples and column against row."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules import clocks
from data.rules.workdays import CalendarNotLoaded, china

CHINA = china()
LAST = max(CHINA.years)


# After Fri 26 September 2025: 28 (make-up), 29, 30, then 9, 10, 11 October (make-up), 13, 14.
@pytest.mark.parametrize(
    ("promised", "excluded", "due"),
    [
        (3, None, date(2025, 9, 30)),
        (4, 0, date(2025, 10, 9)),
        (4, 2, date(2025, 10, 11)),
        (6, 2, date(2025, 10, 14)),
        (3.5, 0, date(2025, 10, 9)),  # half of the fourth day is due on the fourth day
        (2.5, 0.5, date(2025, 9, 30)),
        (0, 0, None),  # instant
        (None, 3, None),
        (float("nan"), 0, None),
    ],
)
def test_due_date(promised: float | None, excluded: float | None, due: date | None):
    accepted = date(2025, 9, 26)
    assert clocks.due_on(accepted, promised, excluded, CHINA) == due
    column = clocks.due_on_many(
        np.array([accepted], "datetime64[D]"),
        [np.nan if promised is None else promised],
        [np.nan if excluded is None else excluded],
        CHINA,
    )
    assert column[0].item() == due


def test_a_due_date_in_a_year_not_loaded_is_refused_and_the_year_named():
    accepted = date(LAST, 12, 30)
    with pytest.raises(CalendarNotLoaded, match=str(LAST + 1)):
        clocks.due_on(accepted, 10, 0, CHINA)
    column = np.array([accepted, accepted], "datetime64[D]")
    assert np.isnat(clocks.due_on_many(column, [10, np.nan], [0, 0], CHINA)).all()
    limits = clocks.limit_many([10, np.nan], [0, 0])
    assert CHINA.missing_year_many(column, limits).tolist() == [LAST + 1, 0]
    with pytest.raises(CalendarNotLoaded, match=str(LAST + 1)):
        clocks.used_days(datetime(LAST, 12, 30, 9), datetime(LAST + 1, 1, 8, 9), 0, CHINA)


# Over National Day 2025, from Fri 26 September: 28, 29, 30, 9, 10 October are five.
@pytest.mark.parametrize(
    ("accepted", "completed", "excluded", "used"),
    [
        (date(2025, 9, 26), date(2025, 10, 10), None, 5),
        (date(2025, 9, 26), date(2025, 10, 10), 2, 3),
        (date(2025, 9, 26), date(2025, 9, 28), 4, 0),  # more excluded than passed
        (date(2025, 9, 26), date(2025, 9, 26), 0, 0),
        (datetime(2025, 9, 26, 9), datetime(2025, 9, 26, 9, 40), 0, 0),
        (datetime(2025, 9, 26, 9), datetime(2025, 9, 26, 15), 0, 0.5),
        (datetime(2025, 9, 26, 15), datetime(2025, 10, 10, 9), 0, 4.5),
        (datetime(2025, 9, 26, 15), datetime(2025, 10, 10, 9), 1, 3.5),
        (datetime(2025, 9, 26, 15), date(2025, 10, 10), 0, 5),  # one date: whole days
    ],
)
def test_used_days(accepted: date, completed: date, excluded: float | None, used: float):
    assert clocks.used_days(accepted, completed, excluded, CHINA) == used
    kinds = [
        "datetime64[s]" if isinstance(d, datetime) else "datetime64[D]"
        for d in (accepted, completed)
    ]
    column = clocks.used_days_many(
        np.array([accepted], kinds[0]),
        np.array([completed], kinds[1]),
        [np.nan if excluded is None else excluded],
        CHINA,
    )
    assert column.tolist() == [used]


@pytest.mark.parametrize(
    ("completed", "due", "expected"),
    [
        (date(2025, 10, 16), date(2025, 10, 16), True),  # on the day is on time
        (datetime(2025, 10, 16, 23, 59), date(2025, 10, 16), True),
        (date(2025, 10, 17), date(2025, 10, 16), False),
        (date(2025, 10, 17), None, None),
        (None, date(2025, 10, 16), None),
    ],
)
def test_on_time(completed: date | None, due: date | None, expected: bool | None):
    assert clocks.on_time(completed, due) is expected


@pytest.mark.parametrize(
    ("used", "promised", "expected"),
    [(2.5, 3, True), (3, 3, False), (4, 3, False), (0, 0, None), (1, None, None), (None, 3, None)],
)
def test_early(used: float | None, promised: float | None, expected: bool | None):
    assert clocks.early(used, promised) is expected


@given(
    accepted=st.dates(date(2004, 1, 1), date(LAST - 1, 12, 31)),
    promised=st.integers(1, 90),
    excluded=st.integers(0, 60),
    later=st.integers(0, 200),
)
def test_due_dates_are_working_days_and_on_time_is_within_the_limit(
    accepted: date, promised: int, excluded: int, later: int
):
    due = clocks.due_on(accepted, promised, excluded, CHINA)
    more = clocks.due_on(accepted, promised, excluded + 1, CHINA)
    assert due is not None
    assert more is not None
    assert CHINA.is_workday(due)
    assert due < more
    completed = min(accepted + timedelta(days=later), date(LAST, 12, 31))
    if CHINA.is_workday(completed):
        used = CHINA.count(accepted, completed) - excluded
        assert clocks.on_time(completed, due) == (used <= promised)
