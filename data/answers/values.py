"""Values of indicators per period and code, with numerator, denominator, why one is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from data.answers import control, reporting
from data.answers.control import WITHHELD
from data.answers.names import of_dimension
from data.answers.question import StoreQuestion, question
from data.answers.whole_periods import GRAIN_NAMES, check_whole, end_of
from data.catalog import INDICATORS, OWNERS, owner
from data.definitions import GRAINS, Dataset, Grain, Indicator, Text, not_finer, shortened
from data.definitions.measure import NO_DATA, NOT_REPORTED, TOO_SHORT, Cell, Codes, Number
from data.periods import ONE_DAY, Period, periods
from data.questions import TooLarge, Unanswerable, Values
from data.rollups.plan import NONE, coded, expression, parts

__all__ = [
    "DAYS_MOST", "DAYS_TOO_MANY", "NOT_COVERED", "NOT_REPORTED", "NO_DATA", "TOO_SHORT", "WITHHELD",
    "Table", "Value", "checked", "no_dimension", "table", "values",
]  # fmt: skip

NOT_COVERED = "not-covered"
# Of the grain `day`.
DAYS_MOST = 5 * 366
DAYS_TOO_MANY = Text(
    "按日最多查询5年：请给出 from 和 to，或改用更粗的粒度",
    "by day at most 5 years can be asked for: give from and to, or a coarser grain",
)
_HALL_ONLY = Text(
    "一天内各时段的曲线只按全厅公布，不与其他维度交叉",
    "the day's curve is published for the hall as a whole only",
)
# Of a document: a year by day and department has 16,060; some 6 MB of JSON.
CELLS_MOST = 40_000
# Of a file, which is kept by nobody.
CELLS_OF_FILE = 300_000
_NOT_COVERED: Cell = (None, None, None, NOT_COVERED)


class Value(NamedTuple):
    """One value. A missing one has a reason: `not-covered`, `no-data`, `not-reported`, `withheld`,
    or `history-too-short`.
    """

    period: Period | None
    partial: bool
    codes: Codes
    value: Number | None
    numerator: Number | None = None
    denominator: Number | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Table:
    """An answer: `cells[i][j]` belongs to period i and to codes j. An item's list has no period."""

    periods: list[tuple[Period | None, bool]]
    codes: list[Codes]
    cells: list[list[Cell]]

    def __iter__(self) -> Iterator[Value]:
        for (period, partial), cells in zip(self.periods, self.cells, strict=True):
            for codes, cell in zip(self.codes, cells, strict=True):
                yield Value(period, partial, codes, *cell)


_EMPTY = Table([], [], [])


def values(connection: Connection, query: Values, today: date) -> list[Value]:
    """The answer to `query` as of `today`, period by period, each with all codes of `by`."""
    return list(table(connection, query, today))


def table(
    connection: Connection, query: Values, today: date, cells_most: int | None = None
) -> Table:
    """The answer to `query` as of `today`, by period and code. Raises `TooLarge`."""
    indicator = INDICATORS[query.indicator]
    if indicator.of_list:
        return _of_list(connection, query, indicator)
    store_question = question(connection, query, today)
    if store_question is None:
        return _EMPTY
    span = store_question.span
    if query.grain == "day" and (span.last - span.first).days > DAYS_MOST:
        raise Unanswerable("grain", DAYS_TOO_MANY, GRAINS[1:])
    if owner(indicator).control is None:
        return _dense(store_question, cells_most or CELLS_MOST)
    control.check(owner(indicator), query)
    return _controlled(store_question, cells_most or CELLS_MOST)


def _controlled(question: StoreQuestion, cells_most: int) -> Table:
    """The answer without the cells that disclosure control keeps back."""
    indicator = question.indicator
    guard = replace(indicator, measure=indicator.measure.guard(), interval=None)

    def uncontrolled(query: Values) -> dict[Period, dict[Codes, Cell]]:
        answer = _dense(replace(question, query=query, indicator=guard), cells_most)
        return {
            period: dict(zip(answer.codes, cells, strict=True))
            for (period, _), cells in zip(answer.periods, answer.cells, strict=True)
            if period
        }

    answer, span = _dense(question, cells_most), question.span
    is_withheld = control.withheld(guard, question.query, span, uncontrolled)
    for (period, _), cells in zip(answer.periods, answer.cells, strict=True):
        for i, codes in enumerate(answer.codes):
            if period and cells[i][3] != NOT_COVERED and is_withheld(period, codes):
                cells[i] = control.CELL
    return answer


# --- dense: a missing row is a 0 inside the time that the data covers ----------------------------


def _dense(question: StoreQuestion, cells_most: int) -> Table:
    answer = question.indicator.measure.cells(question)
    codes = _combinations(question, answer.codes)
    spans = list(periods(question.span.first, question.span.last, question.query.grain))
    if len(spans) * len(codes) > cells_most:
        raise TooLarge(len(spans) * len(codes), cells_most)
    covered, columns, rows = question.covered, [], []
    silent = reporting.silent(question)
    first, last = _whole(question)
    for period in spans:
        cells = answer.of(period, codes)
        if period.first > covered.last or period.last < covered.first:
            cells = [_NOT_COVERED] * len(codes)
        elif silent:
            cells = [
                reporting.SILENT if silent(period, one) else cell
                for one, cell in zip(codes, cells, strict=True)
            ]
        columns.append((period, period.first < first or period.last > last))
        rows.append(cells)
    return Table(columns, codes, rows)


def _whole(question: StoreQuestion) -> tuple[date, date]:
    """Between these days a period is whole; beyond them it is cut, or still running."""
    span, covered = question.span, question.covered
    yesterday = question.today - ONE_DAY
    if question.query.grain == "total":
        return date.min, yesterday
    if owner(question.indicator).is_kept_up:
        # Nothing newer, or older, means that nothing was changed: only what is asked for cuts it.
        return question.query.from_ or date.min, min(question.query.to or date.max, yesterday)
    # What is dated by the first of a month is of all of it.
    ends = end_of(covered.last, owner(question.indicator).grain)
    last = min(ends if span.last == covered.last else span.last, yesterday)
    # An archive that ended long ago: its last period is cut where it ends.
    ended = covered.last < question.today - timedelta(days=31)
    return max(span.first, covered.first), min(last, ends) if ended else last


def _combinations(question: StoreQuestion, occurring: set[Codes]) -> list[Codes]:
    """All codes of one dimension; of two crossed ones the pairs that occur."""
    query, dataset = question.query, owner(question.indicator)
    if not query.by:
        return [()]
    occurring_codes = [{codes[i] for codes in occurring} for i in range(len(query.by))]
    named = [_codes(question, dataset, by, occurring_codes[i]) for i, by in enumerate(query.by)]
    if len(query.by) == 1:
        return [(code,) for code in named[0]]
    return [(a, b) for a in named[0] for b in named[1] if (a, b) in occurring]


def _codes(
    question: StoreQuestion, dataset: Dataset, dimension: str, occurring: set[str]
) -> list[str]:
    """The codes that `where` leaves; `none` only where it occurs."""
    listed = list(of_dimension(question.connection, dataset, dimension))
    # Before `none`: codes of records whose list has lost the entry.
    listed[-1:-1] = sorted(occurring - set(listed))
    chosen = dict(question.query.where).get(dimension)
    if chosen:
        return [code for code in listed if code in chosen]
    # Of what is controlled nobody learns whether a row has no code, where one may have none.
    column = dataset.field(dataset.dimension(dimension).column(question.indicator.dated))
    always = dataset.control is not None and not (column.required or column.always)
    return [code for code in listed if code != NONE or always or NONE in occurring]


def _of_list(connection: Connection, query: Values, indicator: Indicator) -> Table:
    """An indicator of a reference list: no period, one row (per code)."""
    dataset = OWNERS[indicator.id]
    parts_by_role = parts(indicator, dataset)
    columns = [coded(dataset.id, dataset.dimension(name).column(None)) for name in query.by]
    statement = select(*columns, *(func.sum(expression(part)) for part in parts_by_role.values()))
    for name, codes in query.where:
        column = coded(dataset.id, dataset.dimension(name).column(None))
        statement = statement.where(column.in_(codes))
    width = len(query.by)
    cells: dict[Codes, Cell] = {}
    for row in connection.execute(statement.group_by(*columns) if columns else statement):
        sums = {role: n or 0 for role, n in zip(parts_by_role, row[width:], strict=True)}
        cells[tuple(row[:width])] = indicator.measure.list_cell(sums)
    codes = sorted(cells)
    return Table([(None, False)], codes, [[cells[code] for code in codes]])


def no_dimension(indicator: Indicator, name: str, parameter: str) -> Unanswerable:
    """That an indicator has no dimension of this name, said of the parameter that names it."""
    message = Text(
        f"{indicator.id} 没有维度“{shortened(name)}”",
        f"{indicator.id} has no dimension {shortened(name)!r}",
    )
    return Unanswerable(parameter, message, indicator.dimensions)


def _too_fine(what: str, grain: Grain) -> Text:
    name = GRAIN_NAMES[grain]
    return Text(
        f"{what} 只按{name.zh}及更粗的粒度公布",
        f"{what} is published by {name.en} and coarser only",
    )


def checked(query: Values) -> Values:
    """The query, if it can be asked at all; else `Unanswerable` with the parameter at fault."""
    indicator = INDICATORS[query.indicator]
    names = (*query.by, *(name for name, _ in query.where))
    for name in names:
        if name not in indicator.dimensions:
            raise no_dimension(indicator, name, "by" if name in query.by else name)
    dataset = owner(indicator)
    if query.grain not in dataset.grains:
        raise Unanswerable("grain", _too_fine(dataset.id, dataset.grains[0]), dataset.grains)
    control.check(dataset, query)
    crossed = set(names)
    if len(crossed) > 1 and any(dataset.dimension(n).hall_wide for n in crossed):
        raise Unanswerable("by", _HALL_ONLY)
    for name in names:
        grain = dataset.dimension(name).grain
        why = _too_fine(f"{indicator.id} × {name}", grain)
        if query.grain not in not_finer(grain):
            raise Unanswerable("grain", why, not_finer(grain))
        check_whole(query.from_, query.to, grain, why)
    return query
