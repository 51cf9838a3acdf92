"""Who had to report and did not: expected less what there is; nothing of it is stored."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

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
from data.store.identity import Mark, stored_mark
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
    made: Mapping[Period, Set[str]]
    today: date
    some_only: bool = False

    def silent(self, period: Period, reporters: frozenset[str]) -> bool:
        """Whether of all that was due from some in a period nothing came."""
        if self.some_only and not (reporters and reporters.issubset(self.reporters)):
            return False  # others, of whom none is expected, are counted as well
        some = reporters or frozenset(self.reporters)
        due = self._due_in(period)
        return bool(due) and all(some.isdisjoint(self.made[one]) for one in due)

    def _due_in(self, period: Period) -> tuple[Period, ...]:
        """Those that lie in a period, or in part: asked for each of its codes, and of years of days."""
        firsts, lasts = self._ends
        begin, end = bisect_left(lasts, period.first), bisect_right(firsts, period.last)
        return self.due[begin:end]

    @cached_property
    def _ends(self) -> tuple[list[date], list[date]]:
        """The first and the last days of all that are due, which lie one after another."""
        return [one.first for one in self.due], [one.last for one in self.due]

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
    due = _due(first, min(last, today), expects.every, days) if first <= today else ()
    every = _every_report(connection, dataset, dated)
    made = {one: every.get(day_number(one.first), _NONE) for one in due}
    reporters = tuple(_reporters(connection, dataset))
    return Reports(reporters, due, made, today, bool(expects.among))


_NONE: frozenset[str] = frozenset()
# All that was reported, by the first day of its day, week or month: of one state of the store, as
# each of a dataset's indicators asks for it, and once more by each of its codes.
_Made = dict[int, set[str]]
_read: dict[tuple[Mark, str, str], _Made] = {}


def _every_report(connection: Connection, dataset: Dataset, dated: str) -> _Made:
    """Who reported when, read once for a state of the store."""
    mark = stored_mark(connection)
    known = _read.get((mark, dataset.id, dated)) if mark else None
    if known is not None:
        return known
    made = _all_reports(connection, dataset, dated)
    if mark and stored_mark(connection) == mark:  # not committed to while it was read
        for old in [key for key in tuple(_read) if key[0] != mark]:
            _read.pop(old, None)
        _read[mark, dataset.id, dated] = made
    return made


def _all_reports(connection: Connection, dataset: Dataset, dated: str) -> _Made:
    assert dataset.expects
    part = rows_of(dataset, dated, dataset.expects.reporter)
    made: _Made = {}
    if ends := together.known_days(connection, part):
        for start, reporter, rows in sums(connection, [part], *ends, dataset.expects.every):
            if rows > 0:
                made.setdefault(start, set()).add(reporter)
    return made


@lru_cache(64)
def _due(first: date, last: date, every: str, days: Calendar | None) -> tuple[Period, ...]:
    """The days, weeks or months from `first` to `last` that are due."""
    return tuple(_of_workdays(periods(first, last, every), days))


def _of_workdays(every: Iterable[Period], days: Calendar | None) -> Iterator[Period]:
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
