"""A query about one indicator with all that its answer depends on, answered from the store's sums."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from data.answers.control import over
from data.catalog import INDICATORS, OWNERS, owner
from data.definitions import Indicator, Part
from data.definitions.measure import Cells
from data.definitions.part import NotMet
from data.periods import ONE_DAY, Period, months_before, period_start, periods
from data.questions import Values
from data.rollups.coverage import Coverage, coverage
from data.rollups.sums import counts, part_of, sums
from data.store.tables import TABLES, day_number, from_day_number


@dataclass(frozen=True)
class StoreQuestion:
    """A query, the day on which it is asked, the days that it is about, and those that data covers."""

    connection: Connection
    query: Values
    indicator: Indicator
    today: date
    span: Coverage
    covered: Coverage

    @property
    def width(self) -> int:
        return len(self.query.by)

    @property
    def end(self) -> date:
        """The last day that the last period is about; the total without `to` goes on until today.

        Dues go on falling after the newest event, so this is later than what the data covers.
        """
        if self.query.to:
            return self.query.to
        if self.query.grain == "total":
            return max(self.span.last, self.today)
        (period,) = periods(self.span.last, self.span.last, self.query.grain)
        return period.last

    @property
    def last_counted(self) -> date:
        """The last day whose rows count: of settled ones yesterday, of those written ahead today."""
        if self.indicator.settled:
            return min(self.end, self.today - ONE_DAY)
        return min(self.end, self.today) if self.indicator.matured else self.end

    def start(self, period: Period) -> int:
        return 0 if self.query.grain == "total" else day_number(period.first)

    def sums(self, *names: str) -> list[tuple]:
        parts = [self._part(name) for name in names]
        return self._between(parts, self.span.first, self.last_counted)

    def counts(self, name: str) -> dict[int, dict[str, int]]:
        first, last = day_number(self.span.first), day_number(self.last_counted)
        (by,), where = self.query.by, self.query.where
        part, grain = self._part(name), self.query.grain
        return counts(self.connection, part, first, last, grain, by, where)

    def before(self, name: str) -> list[tuple]:
        last = day_number(self.span.first) - 1
        by, where = self.query.by, self.query.where
        return sums(self.connection, [self._part(name)], 0, last, "total", by, where)

    def until_today(self, name: str) -> list[tuple]:
        return self._between([self._part(name)], self.span.first, min(self.end, self.today))

    def by_day(self, *names: str, whole: bool = False) -> list[tuple]:
        parts = [self._part(name) for name in names]
        days = day_number(self.span.first), day_number(self.last_counted)
        by, where = ((), ()) if whole else (self.query.by, self.query.where)
        return sums(self.connection, parts, *days, "day", by, where)

    def start_of(self, day: int) -> int:
        if self.query.grain == "total":
            return 0
        return day_number(period_start(from_day_number(day), self.query.grain))

    def other(self, indicator: str) -> Cells:
        definition = INDICATORS[indicator]
        query = replace(self.query, indicator=indicator)
        return definition.measure.cells(replace(self, query=query, indicator=definition))

    def not_met(self, measure: NotMet, period: Period) -> int | None:
        end = min(period.last, self.span.last, self.covered.last)
        if months_before(end, measure.months) < self.covered.first:
            return None
        return len(unmet_codes(self.connection, measure, end))

    def _part(self, name: str) -> Part:
        part = part_of(OWNERS[self.indicator.id].id, self.indicator.id, name)
        if part is None:
            raise ValueError(f"{self.indicator.id} has no part {name!r}")
        return part

    def _between(self, parts: list[Part], first: date, last: date) -> list[tuple]:
        days = day_number(first), day_number(last)
        by, where = self.query.by, self.query.where
        return sums(self.connection, parts, *days, self.query.grain, by, where)


def unmet_codes(connection: Connection, measure: NotMet, on: date) -> set[str]:
    """The listed codes that were not met in the months up to and including `on`."""
    dataset, counted = OWNERS[measure.of], part_of(OWNERS[measure.of].id, measure.of, "value")
    if counted is None:
        raise ValueError(f"{measure.of} is no count")
    first, last = day_number(months_before(on, measure.months)), day_number(on)
    occurring = {
        code
        for code, n in counts(connection, counted, first, last, "total", measure.by)
        .get(0, {})
        .items()
        if n > 0
    }
    columns = TABLES[str(dataset.field(measure.by).refers)].c
    listed = set(connection.execute(select(columns[measure.by]).where(columns.listed)).scalars())
    return listed - occurring


def question(connection: Connection, query: Values, today: date) -> StoreQuestion | None:
    """The question of a query; None where there is no data, or no day to ask about.

    Nothing is known beyond the newest event; the period that it lies in ends the list. What is
    announced for a later day (an item in force from next month) is no event yet.
    """
    indicator = INDICATORS[query.indicator]
    covered = covered_by(connection, indicator, today)
    if covered is None:
        return None
    span = _asked(covered, query.from_, query.to)
    if owner(indicator).control:
        span = Coverage(max(span.first, covered.first), min(span.last, covered.last))
        query = replace(query, from_=span.first, to=span.last)
    return (
        StoreQuestion(connection, query, indicator, today, span, covered)
        if span.first <= span.last
        else None
    )


def span_asked(
    connection: Connection, indicator: str, first: date | None, last: date | None, today: date
) -> Coverage | None:
    """The days that a question about an indicator is about; None where there is no data."""
    covered = covered_by(connection, INDICATORS[indicator], today)
    return _asked(covered, first, last) if covered else None


def _asked(covered: Coverage, first: date | None, last: date | None) -> Coverage:
    return Coverage(first or covered.first, last or covered.last)


def covered_by(connection: Connection, indicator: Indicator, today: date) -> Coverage | None:
    """The days of which an indicator has data, and of which something may be published."""
    dataset = owner(indicator)
    covered = coverage(connection, dataset)
    if covered and (indicator.matured or (indicator.is_stock and dataset.is_kept_up)):
        # What is written ahead happens without a batch; what a list holds stays until it changes.
        covered = Coverage(covered.first, today)
    covered = over(covered, dataset, today) if covered else None
    if covered and any(dataset.field(name).scheduled for name in dataset.newest):
        return Coverage(covered.first, min(covered.last, today))
    return covered
