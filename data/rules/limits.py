"""Legal limits as the law words them, and what they are in working days.

行政许可法 Art. 82 counts its own limits in working days; other laws say days, months or years. How many
working days those are is a dated rule, published as the dataset `limit-conversions`: a year has so many
working days by the notice on average months (人社部发), a month a twelfth and a day a 365th of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

# 行政许可法 Art. 42 ¶2: where several bodies act together and no law says otherwise.
JOINT_LIMIT, JOINT_EXTENSION = 45, 15
# Art. 42 ¶1, Art. 32 (4), Art. 44.
EXTENSION, NOTICE_LIMIT, DELIVERY_LIMIT = 10, 5, 10


@dataclass(frozen=True)
class Conversion:
    """So many working days in `per` units, from `since` until `until` (inclusive; none: for good)."""

    unit: str
    working_days: int
    per: int
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


def in_working_days(
    value: float, unit: str, on: date, conversions: Iterable[Conversion]
) -> int | None:
    """A limit in whole working days by the rule in force on a day; None where there is none.

    A part of a day is dropped: a longer limit would make every case look faster than it was.
    """
    if unit == "workday":
        return int(value)
    for conversion in conversions:
        if conversion.unit == unit and conversion.holds(on):
            return int(Fraction(value) * conversion.working_days / conversion.per)
    return None
