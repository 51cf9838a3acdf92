"""What got worse in the last whole month: every published rate and time that has a good direction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.answer import answers
from api.bulletin import months
from api.bulletin.comparison import Comparison, compare
from api.bulletin.numbers import Ask, Asked, number
from data.catalog import PUBLISHED_INDICATORS


@dataclass(frozen=True)
class Line:
    """An indicator with its three cells, against the month before and the same month a year before."""

    number: Mapping[str, Any]
    before: Comparison
    year: Comparison

    @property
    def is_worse(self) -> bool:
        return bool(self.before.worse or self.year.worse)

    @property
    def rank(self) -> tuple[int, float]:
        """Worse against both first, then the larger change: rates and times by their own measure."""
        both = [one for one in (self.year, self.before) if one.worse]
        return -len(both), -max((one.size for one in both), default=0.0)


@dataclass(frozen=True)
class Judged:
    """`worse`, the worst first; `counts` of all others: better, alike, few, none."""

    month: str
    working_days: Sequence[int | None]
    worse: Sequence[Line]
    counts: Mapping[str, int]


def judged(ask: Ask = answers.answer) -> Judged:
    """All rates and times with a good direction, of the last whole month."""
    month = months.last_whole()
    asked = Asked(ask, month)
    days = [one["working_days"] for one in months.described(month)]
    lines: list[Line] = []
    for id, indicator in PUBLISHED_INDICATORS.items():
        if indicator.is_count or indicator.favourable is None:
            continue
        cells = asked.cells(id)
        if cells is None:
            continue
        one = number(id, cells)
        against = [compare(one, cells[0], cells[i], (days[0], days[i])) for i in (1, 2)]
        lines.append(Line(one, *against))
    worse = sorted((line for line in lines if line.is_worse), key=lambda line: line.rank)
    counts = Counter(_standing(line) for line in lines if not line.is_worse)
    return Judged(month, days, worse, counts)


def _standing(line: Line) -> str:
    """What an indicator that is not worse is."""
    kinds = {line.before.kind, line.year.kind}
    if False in (line.before.worse, line.year.worse):
        return "better"
    if kinds & {"same", "alike"}:
        return "alike"
    return "few" if "few" in kinds else "none"
