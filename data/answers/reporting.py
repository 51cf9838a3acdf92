"""Who had to report and did not: expected less what there is; nothing of it is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from data.answers.question import StoreQuestion, question
from data.calendar import calendar
from data.catalog import DATASETS, INDICATORS, owner
from data.definitions import Dataset
from data.definitions.measure import NOT_REPORTED, Cell, Codes
from data.periods import Period, periods
from data.questions import Values
from data.rollups import together
from data.rollups.plan import rows_of
from data.rollups.sums import sums
from data.rules.workdays import Calendar, CalendarNotLoaded
from data.store.tables import TABLES, day_number

SILENT: Cell = (None, None, None, NOT_REPORTED)


@dataclass(frozen=True)
class Reports:
    """The reports of some time: `due` are the days, weeks or months of each of `reporters`.

    `made` are the reporters of each that there is. One that is not over yet is due, but not missing.
    `some_only`: others report too, and are not expected to.
    """

    reporters: tuple[str, ...]
    due: tuple[Period, ...]
    made: dict[Period, set[str]]
    today: date
    some_only: bool = False

    def silent(self, period: Period, reporters: frozenset[str]) -> bool:
        """Whether of all that was due from some in a period nothing came."""
        due = [one for one in self.due if period.first <= one.last and one.first <= period.last]
        if self.some_only and not (reporters and reporters.issubset(self.reporters)):
            return False  # others, of whom none is expected, are counted as well
        some = reporters or frozenset(self.reporters)
        return bool(due) and all(some.isdisjoint(self.made[one]) for one in due)

    def missing(self) -> Counter[str]:
        """How many reports of each reporter are missing, the most first."""
        return Counter(
            reporter
            for one in self.due
            if one.last < self.today
            for reporter in self.reporters
            if reporter not in self.made[one]
        )


def reports(
    connection: Connection, dataset: Dataset, dated: str, first: date, last: date, today: date
) -> Reports:
    """Of a dataset that `expects` reports: those due from `first` to `last`."""
    expects = dataset.expects
    assert expects
    days = calendar(connection) if expects.workdays else None
    every = tuple(periods(first, min(last, today), expects.every)) if first <= today else ()
    due = tuple(_of_workdays(every, days))
    by_start: dict[int, set[str]] = {day_number(one.first): set() for one in every}
    if every:
        part = rows_of(dataset, dated, expects.reporter)
        between = day_number(every[0].first), day_number(every[-1].last)
        for start, reporter, rows in sums(connection, [part], *between, expects.every):
            if rows > 0 and start in by_start:
                by_start[start].add(reporter)
    made = {one: by_start[day_number(one.first)] for one in due}
    reporters = tuple(_reporters(connection, dataset))
    return Reports(reporters, due, made, today, bool(expects.among))


def _of_workdays(every: tuple[Period, ...], days: Calendar | None) -> Iterator[Period]:
    """Those that are due; of a year whose holidays are not known nobody can say."""
    for one in every:
        try:
            if days is None or days.is_workday(one.first):
                yield one
        except CalendarNotLoaded:
            continue


def _reporters(connection: Connection, dataset: Dataset) -> list[str]:
    """All who have to report: the codes of the field, or those on the list that it refers to."""
    assert dataset.expects
    field = dataset.field(dataset.expects.reporter)
    if field.codes:
        return list(dataset.expects.among) or [code.id for code in field.codes]
    refers = str(field.refers)
    columns = TABLES[refers].c
    key = columns[DATASETS[refers].key[0]]
    return list(connection.execute(select(key).where(columns.listed).order_by(key)).scalars())


def reporters_of(
    dataset: Dataset, dated: str, by: tuple[str, ...], codes: Codes, where: dict[str, Codes]
) -> frozenset[str]:
    """The reporters that a cell is about; none named: all."""
    assert dataset.expects
    for name in dataset.dimensions:
        if name.column(dated) != dataset.expects.reporter:
            continue
        if name.id in by:
            return frozenset({codes[by.index(name.id)]})
        return frozenset(where.get(name.id, ()))
    return frozenset()


def silent(question: StoreQuestion) -> Callable[[Period, Codes], bool] | None:
    """Whether nobody reported what a cell is about; None where no reports are expected."""
    indicator, query = question.indicator, question.query
    dataset, dated = owner(indicator), indicator.dated
    if dataset.expects is None or dated is None:
        return None
    span = question.span.first, question.span.last
    due = together.once(
        ("reports", dataset.id, dated, *span, question.today),
        lambda: reports(question.connection, dataset, dated, *span, question.today),
    )
    where = dict(query.where)
    return lambda period, codes: due.silent(
        period, reporters_of(dataset, dated, query.by, codes, where)
    )


def not_reported(connection: Connection, query: Values, today: date) -> list[tuple[str, int]]:
    """Who did not report in the time asked about, and how many reports of theirs are missing."""
    dated = INDICATORS[query.indicator].dated
    dataset = owner(INDICATORS[query.indicator])
    store_question = question(connection, query, today) if dataset.expects and dated else None
    if store_question is None or dated is None:
        return []
    span, covered = store_question.span, store_question.covered
    first, last = max(span.first, covered.first), min(span.last, covered.last)
    due = reports(connection, dataset, dated, first, last, today)
    return due.missing().most_common()
