"""What was corrected, told in as many lines as there were corrections: one an indicator and published day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from data.publish import folder, revisions
from data.publish.frozen_values import Line


@dataclass(frozen=True)
class Correction:
    """Of a published day, an indicator whose earlier numbers it says otherwise.

    `values`: how many published values; `month`: the newest whole month of the whole hall among them,
    as it was and as it is, where there is one.
    """

    date: str
    indicator: str
    values: int
    reason: str
    month: tuple[str, str, str] | None

    @property
    def is_explained(self) -> bool:
        """Whether anybody has said why."""
        return self.reason != revisions.NOT_STATED


def corrections() -> list[Correction]:
    """Of all published days, the newest first; of a day those that nobody explains come first."""
    lines = sorted(revisions.of_days(folder.published()), key=_named)
    made = [_of(key, list(of_one)) for key, of_one in groupby(lines, _named)]
    made.sort(key=lambda one: (one.is_explained, one.indicator))
    return sorted(made, key=lambda one: one.date, reverse=True)


def _named(line: Line) -> tuple[str, str, str]:
    one = dict(zip(revisions.REVISED, line, strict=True))
    return one["corrected"], one["indicator"], one["reason"]


def _of(key: tuple[str, str, str], lines: list[Line]) -> Correction:
    date, indicator, reason = key
    named = [dict(zip(revisions.REVISED, line, strict=True)) for line in lines]
    values = {(one["grain"], one["dimension"], one["period"], one["code"]) for one in named}
    return Correction(date, indicator, len(values), reason, _month(named))


def _month(named: Iterable[Mapping[Any, str]]) -> tuple[str, str, str] | None:
    months = [
        (one["period"], one["old"], one["new"])
        for one in named
        if (one["grain"], one["dimension"], one["field"]) == ("month", "", "value")
    ]
    return max(months, default=None)
