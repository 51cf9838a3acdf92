"""What may be said of a number against the same one of another month.

Rates differ only where both intervals have nothing in common; nothing is said of too few. A share of sums
(half days, working days) has no interval of its own, as what is added up is not independent: it is wider than
that of as many independent ones, so where these meet there is no change to speak of. Flows of months with
unlike numbers of working days are compared per working day. What is counted whole (counts, sums) and medians
differ by at least the last digit that is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from data.rules.intervals import Interval, overlap, wilson

Cell = Mapping[str, Any]
Kind = Literal["per_cent", "points", "same", "alike", "few", "from_zero", "none"]
# As far as two ways to the same share may lie apart.
_SAME = 1e-9
# Units of which a difference is said, and not by how many per cent.
_BY_DIFFERENCE = {"fraction": 10_000, "percentage_points": 100, "score": 100}


@dataclass(frozen=True)
class Comparison:
    """`change`: per cent, rounded; of `points` hundredths (of a percentage point, a star). `alike`: they cannot
    be told apart; `none`: one of them is not known. `worse`: None where no direction is good, or
    nothing may be said. `size`: how large the change is, to order by."""

    kind: Kind
    change: int = 0
    per_working_day: bool = False
    worse: bool | None = None
    size: float = 0.0


def compare(
    number: Mapping[str, Any], now: Cell, then: Cell, days: tuple[int | None, int | None]
) -> Comparison:
    """A number now against then; `days` are the working days of both months."""
    if now["value"] is None or then["value"] is None:
        return Comparison("none")
    if "few" in (now.get("sample"), then.get("sample")):
        return Comparison("few")
    if now["value"] == then["value"]:
        return Comparison("same")
    here, there = (_bounds(cell, number["unit"]) for cell in (now, then))
    if here and there and overlap(here, there):
        return Comparison("alike")
    if scale := _BY_DIFFERENCE.get(number["unit"]):
        return _difference(number, now["value"], then["value"], scale)
    return _per_cent(number, now["value"], then["value"], days)


def _bounds(cell: Cell, unit: str) -> Interval | None:
    """Its own 95 % bounds; of a share of sums those of as many independent ones; else None."""
    if "low" in cell:
        return cell["low"], cell["high"]
    part, whole = cell.get("numerator"), cell.get("denominator")
    if unit != "fraction" or part is None or not whole or not 0 <= part <= whole:
        return None
    # What is not its numerator ÷ denominator, as 1 − k / n, has no such bounds.
    return wilson(part, whole) if abs(part / whole - cell["value"]) < _SAME else None


def _difference(number: Mapping[str, Any], now: float, then: float, scale: int) -> Comparison:
    change = round((now - then) * scale)
    if not change:
        return Comparison("same")
    return Comparison("points", change, worse=_worse(number, now - then), size=abs(now - then))


def _per_cent(
    number: Mapping[str, Any], now: float, then: float, days: tuple[int | None, int | None]
) -> Comparison:
    flows = number["unit"] == "count" and not number["at_end"]
    here, there = days
    per_day = flows and here != there and bool(here) and bool(there)
    if per_day and here and there:
        now, then = now / here, then / there
    if not then:
        return Comparison("from_zero", worse=_worse(number, now), size=float("inf"))
    share = (now - then) / then
    if not round(share * 100):
        return Comparison("same", per_working_day=per_day)
    return Comparison("per_cent", round(share * 100), per_day, _worse(number, share), abs(share))


def _worse(number: Mapping[str, Any], change: float) -> bool | None:
    if number["favourable"] is None:
        return None
    return change < 0 if number["favourable"] == "high" else change > 0
