"""Who had to report and did not: which reports were due in a period, and whether any of them came."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from data.answers.reporting import Reports
from data.periods import Period, periods

FIRST, LAST = date(2026, 8, 24), date(2026, 11, 8)
REPORTERS = ("east", "west")
days = some.dates(FIRST - timedelta(10), LAST + timedelta(10))


def reports(every: str, came: set[int]) -> Reports:
    """Reports of weekdays, weeks or months; of every third there is none, and some were due on no day."""
    due = [one for one in periods(FIRST, LAST, every) if every != "day" or one.first.weekday() < 5]
    made = {one: frozenset({"east"} if i in came else ()) for i, one in enumerate(due)}
    return Reports(REPORTERS, tuple(due), made, LAST)


@given(
    some.sampled_from(["day", "week", "month"]), some.sets(some.integers(0, 60)), days, days,
    some.sampled_from([frozenset(), frozenset({"east"}), frozenset({"west"})]),
)  # fmt: skip
def test_a_period_is_silent_if_of_all_that_was_due_in_it_nothing_came(
    every, came, one, other, reporters
):
    asked = Period("asked", min(one, other), max(one, other))
    found = reports(every, came)
    due = [part for part in found.due if asked.first <= part.last and part.first <= asked.last]
    of_them = reporters or frozenset(REPORTERS)
    nothing = not any(found.made[part] & of_them for part in due)
    assert found.silent(asked, reporters) == (bool(due) and nothing)
