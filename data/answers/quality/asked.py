"""What a check of the records looks at, and what it finds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data.answers.values import values
from data.definitions import Text
from data.periods import ONE_DAY
from data.questions import Values

# So many days, departments and the like are named.
NAMED_MOST = 20


@dataclass(frozen=True)
class Rule:
    """A check: what is asked of the records, and what `passed` and `checked` count."""

    id: str
    title: Text
    rule: Text


@dataclass(frozen=True)
class Finding:
    """A check of a dataset in one month (2026-03): how many were checked and passed; who did not.

    `holds`: all passed, unless the check has a limit of its own. `rows`: fields and values by which
    the records are listed.
    """

    rule: Rule
    dataset: str
    period: str
    passed: float
    checked: float
    names: tuple[str, ...] = ()
    holds: bool = True
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Asked:
    """What a check looks at: the months from `first` to `last`, both whole."""

    connection: Connection
    first: date
    last: date
    today: date

    def by_month(self, indicator: str, by: str = "") -> dict[str, dict[str, float]]:
        """Month → code ("" without `by`) → value, where there is one."""
        dimensions = (by,) if by else ()
        query = Values(indicator, self.first, self.last, "month", dimensions)
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for one in values(self.connection, query, self.today):
            if one.period and one.value is not None:
                found[one.period.name]["".join(one.codes)] = one.value
        return found


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - ONE_DAY


def last_day(month: str) -> str:
    """The last day of a month, `2026-03`, in ISO 8601."""
    return month_end(date.fromisoformat(f"{month}-01")).isoformat()
