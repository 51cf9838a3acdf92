"""Working days of a hall elsewhere: Monday to Friday, less the days off that it loads itself."""

from collections.abc import Iterable

from data.rules.notices import SATURDAY, own_days
from data.rules.workdays import Calendar, china

FIRST_YEAR, LAST_YEAR = 1990, 2100


def weekdays(extra: Iterable[tuple] = (), complete_years: Iterable[int] = ()) -> Calendar:
    """Monday to Friday of every year, less the days off that a hall elsewhere loaded itself.

    Rows as for `china`. Of a year that is not in `complete_years` public holidays are not known, and
    count as working days.
    """
    years = frozenset(range(FIRST_YEAR, LAST_YEAR + 1))
    own = own_days(extra, complete_years)
    free = frozenset(day for day, kind in own.items() if kind == "holiday")
    worked = {day: None for day, kind in own.items() if kind == "workday"}
    return Calendar(years, free, {d: w for d, w in worked.items() if d.weekday() >= SATURDAY})


# By the word for them in hall.toml.
KINDS = {"china": china, "weekdays": weekdays}
