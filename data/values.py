"""Values of indicators per period and code, with numerator and denominator and why a value is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select, text

from data.catalog import INDICATORS, OWNERS
from data.definitions import Dataset, Indicator, Quantile, Quotient, Stock, Total, Unused
from data.labels import of_dimension
from data.periods import ONE_DAY, Period, periods
from data.query import Unanswerable, Values
from data.rollups import NONE, Part, coded, find, parts
from data.store import TABLES, day_number, from_day_number
from data.sums import part_of, sums

NOT_COVERED, NO_DATA, TOO_SHORT = "not-covered", "no-data", "history-too-short"
Number = int | float
# (day number of the period's first day, code of each dimension)
Cell = tuple[int, tuple[str, ...]]


class Value(NamedTuple):
    """One value. A missing one has a reason: `not-covered`, `no-data` or `history-too-short`."""

    period: Period | None
    partial: bool
    codes: tuple[str, ...]
    value: Number | None
    numerator: Number | None = None
    denominator: Number | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Coverage:
    """The days that a dataset's events cover, from first to last."""

    first: date
    last: date


def coverage(connection: Connection, dataset: Dataset) -> Coverage | None:
    """First and last day with an event, from the rollups' totals; None while there is no data."""
    ends: list[int] = []
    for dated in dataset.newest:
        found = find(dataset.id, dated, frozenset(), None)
        if found:
            row = connection.exec_driver_sql(f'select min(day), max(day) from "{found[1].name}"').one()
            ends += [day for day in row if day is not None]
    return Coverage(from_day_number(min(ends)), from_day_number(max(ends))) if ends else None


def owner(indicator: Indicator) -> Dataset:
    """The dataset whose rows an indicator counts (for items without a case: the cases)."""
    if isinstance(indicator.measure, Unused):
        return OWNERS[indicator.measure.of]
    return OWNERS[indicator.id]


@dataclass
class _Question:
    """A query with all that its answer depends on."""

    connection: Connection
    query: Values
    indicator: Indicator
    today: date
    span: Coverage
    known: Coverage

    @property
    def grain(self) -> str:
        return self.query.grain

    def sums(self, dataset: str, wanted: list[Part], first: int, last: int, grain: str) -> list[tuple]:
        return sums(self.connection, wanted, first, last, grain, self.query.by, self.query.where)

    @property
    def last_counted(self) -> date:
        """The last day whose rows count: an indicator over settled rows leaves today out."""
        return min(self.span.last, self.today - ONE_DAY) if self.indicator.settled else self.span.last


def values(connection: Connection, query: Values, today: date) -> list[Value]:
    """The answer to `query` as of `today`, period by period, each with all codes of `by`."""
    indicator = INDICATORS[query.indicator]
    if indicator.dated is None and isinstance(indicator.measure, Total):
        return _of_list(connection, query, indicator)
    known = coverage(connection, owner(indicator))
    if known is None:
        return []
    span = Coverage(query.from_ or known.first, query.to or max(known.last, _running(known, today)))
    if span.first > span.last:
        return []
    question = _Question(connection, query, indicator, today, span, known)
    found = _MEASURES.get(type(indicator.measure), _ratio)(question)
    return list(_dense(question, found))


def _running(known: Coverage, today: date) -> date:
    """Nothing is known beyond the newest event; the period that it lies in ends the list."""
    return min(known.last, today)


# --- what each kind of measure finds ------------------------------------------------------------

Quadruple = tuple[Number | None, Number | None, Number | None, str | None]


class _Found(NamedTuple):
    """Value, numerator, denominator and reason by period and codes; and the codes that occur."""

    at: Callable[[Period, tuple[str, ...]], Quadruple]
    codes: set[tuple[str, ...]]


_NOTHING: Quadruple = (None, None, None, NO_DATA)


def _ratio(question: _Question) -> _Found:
    """Counts, shares and ratios of sums."""
    dataset, indicator = OWNERS[question.indicator.id].id, question.indicator
    names = ("value",) if indicator.is_count else ("numerator", "denominator")
    wanted = [p for n in names if (p := part_of(dataset, indicator.id, n))]
    first, last = day_number(question.span.first), day_number(question.last_counted)
    rows = question.sums(dataset, wanted, first, last, question.grain)
    width = len(question.query.by)
    cells = {(row[0], row[1 : 1 + width]): row[1 + width :] for row in rows}
    met = {codes for _, codes in cells}
    if indicator.is_count:
        return _Found(
            lambda period, codes: (cells.get(_cell(question, period, codes), (0,))[0], None, None, None), met
        )
    return _Found(lambda period, codes: _divided(*cells.get(_cell(question, period, codes), (0, 0))), met)


def _divided(numerator: Number, denominator: Number) -> Quadruple:
    if not denominator:
        return (None, numerator, denominator, NO_DATA)
    return (numerator / denominator, numerator, denominator, None)


def _cell(question: _Question, period: Period, codes: tuple[str, ...]) -> Cell:
    return (0 if question.grain == "total" else day_number(period.first), codes)


def _quantile(question: _Question) -> _Found:
    dataset, indicator = OWNERS[question.indicator.id].id, question.indicator
    assert isinstance(indicator.measure, Quantile)
    part = part_of(dataset, indicator.id, "value")
    assert part
    first, last = day_number(question.span.first), day_number(question.last_counted)
    width = len(question.query.by)
    histograms: dict[Cell, dict[Number, int]] = {}
    for row in question.sums(dataset, [part], first, last, question.grain):
        histogram = histograms.setdefault((row[0], row[1 : 1 + width]), {})
        histogram[row[1 + width]] = histogram.get(row[1 + width], 0) + row[2 + width]
    q = indicator.measure.q

    def find_value(period: Period, codes: tuple[str, ...]) -> Quadruple:
        histogram = histograms.get(_cell(question, period, codes))
        if not histogram:
            return _NOTHING
        # numerator stays empty: a quantile is no ratio; the denominator says over how many.
        return (quantile(histogram, q), None, sum(histogram.values()), None)

    return _Found(find_value, {codes for _, codes in histograms})


def quantile(histogram: dict[Number, int], q: float) -> Number:
    """The smallest value v with at least q·N of N observations ≤ v (Hyndman & Fan 1996, type 1)."""
    total, seen = sum(histogram.values()), 0
    for value in sorted(histogram):
        seen += histogram[value]
        if seen >= q * total:
            return value
    raise ValueError("an empty histogram has no quantile")


def _stock(question: _Question) -> _Found:
    """Running Σ inflow − Σ outflow up to the end of each period, or up to today in the current one."""
    dataset, indicator = OWNERS[question.indicator.id].id, question.indicator
    width = len(question.query.by)
    first, last = day_number(question.span.first), day_number(_as_of(question))
    levels: dict[tuple[str, ...], Number] = {}
    changes: dict[Cell, Number] = {}
    for name, sign in (("inflow", 1), ("outflow", -1)):
        part = part_of(dataset, indicator.id, name)
        assert part
        for row in question.sums(dataset, [part], 0, first - 1, "total"):
            codes = row[1 : 1 + width]
            levels[codes] = levels.get(codes, 0) + sign * row[-1]
        for row in question.sums(dataset, [part], first, last, question.grain):
            cell = (row[0], row[1 : 1 + width])
            changes[cell] = changes.get(cell, 0) + sign * row[-1]

    def level(period: Period, codes: tuple[str, ...]) -> Quadruple:
        levels[codes] = levels.get(codes, 0) + changes.get(_cell(question, period, codes), 0)
        return (levels[codes], None, None, None)

    return _Found(level, set(levels) | {codes for _, codes in changes})


def _as_of(question: _Question) -> date:
    """The day that the last level is of: the end of the time asked for, or today if it is still running."""
    if question.query.to:
        return min(question.query.to, question.today)
    *_, period = periods(question.span.last, question.span.last, question.grain)
    running = question.grain != "total" and period.last >= question.today
    return question.today if running else question.span.last


def _quotient(question: _Question) -> _Found:
    """One count over another; each with its own date and dataset, the same dimensions."""
    measure = question.indicator.measure
    assert isinstance(measure, Quotient)
    sides: list[dict[Cell, Number]] = []
    width = len(question.query.by)
    for id in (measure.numerator, measure.denominator):
        part = part_of(OWNERS[id].id, id, "value")
        assert part
        first, last = day_number(question.span.first), day_number(question.last_counted)
        rows = question.sums(OWNERS[id].id, [part], first, last, question.grain)
        sides.append({(row[0], row[1 : 1 + width]): row[-1] for row in rows})

    def divide(period: Period, codes: tuple[str, ...]) -> Quadruple:
        cell = _cell(question, period, codes)
        return _divided(*(side.get(cell, 0) for side in sides))

    return _Found(divide, {codes for side in sides for _, codes in side})


def _unused(question: _Question) -> _Found:
    """Members of the list that were not met in the months before the end of each period."""
    measure = question.indicator.measure
    assert isinstance(measure, Unused)

    def count(period: Period, codes: tuple[str, ...]) -> Quadruple:
        end = min(period.last, question.span.last, question.known.last)
        if months_before(end, measure.months) < question.known.first:
            return (None, None, None, TOO_SHORT)
        return (len(unmet_codes(question.connection, measure, end)), None, None, None)

    return _Found(count, {()})


def unmet_codes(connection: Connection, measure: Unused, on: date) -> set[str]:
    """The listed codes that were not met in the months up to and including `on`."""
    dataset = OWNERS[measure.of]
    found = find(dataset.id, str(INDICATORS[measure.of].dated), frozenset({measure.by}), None)
    assert found, f"{measure.of} is not rolled up by {measure.by}"
    met_between = text(
        f'select distinct "{measure.by}" from "{found[1].name}" where day between :a and :b and n > 0'
    )
    bounds = {"a": day_number(months_before(on, measure.months)), "b": day_number(on)}
    met = set(connection.execute(met_between, bounds).scalars())
    columns = TABLES[str(dataset.field(measure.by).refers)].c
    listed = set(connection.execute(select(columns[measure.by]).where(columns.listed)).scalars())
    return listed - met


def months_before(day: date, months: int) -> date:
    """The first day of the `months` months that end on `day`."""
    after = day + ONE_DAY
    index = after.year * 12 + after.month - 1 - months
    year, month = divmod(index, 12)
    last_of_month = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - ONE_DAY).day
    return date(year, month + 1, min(after.day, last_of_month))


_MEASURES: dict[type, Callable[[_Question], _Found]] = {
    Quantile: _quantile, Stock: _stock, Quotient: _quotient, Unused: _unused,
}


# --- dense rows: a missing row is a 0 inside the time that the data covers -----------------------


def _dense(question: _Question, found: _Found) -> Iterable[Value]:
    combinations = _combinations(question, found.codes)
    for period in periods(question.span.first, question.span.last, question.grain):
        partial = _partial(question, period)
        covered = period.first <= question.known.last and period.last >= question.known.first
        for codes in combinations:
            value, numerator, denominator, reason = found.at(period, codes)
            if not covered:
                value, numerator, denominator, reason = None, None, None, NOT_COVERED
            yield Value(period, partial, codes, value, numerator, denominator, reason)


def _partial(question: _Question, period: Period) -> bool:
    """Cut by the asked-for or covered time, or still running."""
    span, known = question.span, question.known
    if question.grain == "total":
        return period.last >= question.today
    first, last = max(span.first, known.first), min(span.last, question.today - ONE_DAY)
    if known.last < question.today - timedelta(days=31):
        # An archive that ended long ago: its last period is cut where it ends.
        last = min(last, known.last)
    return period.first < first or period.last > last


def _combinations(question: _Question, occurring: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """All codes of one dimension; of two crossed ones the pairs that occur."""
    query, dataset = question.query, owner(question.indicator)
    if not query.by:
        return [()]
    met = [{codes[i] for codes in occurring} for i in range(len(query.by))]
    named = [_codes(question, dataset, by, met[i]) for i, by in enumerate(query.by)]
    if len(query.by) == 1:
        return [(code,) for code in named[0]]
    return [(a, b) for a in named[0] for b in named[1] if (a, b) in occurring]


def _codes(question: _Question, dataset: Dataset, dimension: str, met: set[str]) -> list[str]:
    """The codes that `where` leaves; `none` only where it occurs."""
    found = list(of_dimension(question.connection, dataset, dimension))
    chosen = dict(question.query.where).get(dimension)
    if chosen:
        return [code for code in found if code in chosen]
    return [code for code in found if code != NONE or NONE in met]


def _of_list(connection: Connection, query: Values, indicator: Indicator) -> list[Value]:
    """An indicator of a reference list: no period, one row (per code)."""
    dataset = OWNERS[indicator.id]
    found = parts(indicator, dataset)
    columns = [coded(dataset.id, name) for name in query.by]
    statement = select(*columns, *(func.sum(part.expression()) for part in found.values()))
    for name, codes in query.where:
        statement = statement.where(coded(dataset.id, name).in_(codes))
    rows = connection.execute(statement.group_by(*columns) if columns else statement).fetchall()
    width = len(query.by)
    cells = {tuple(row[:width]): tuple(n or 0 for n in row[width:]) for row in rows}
    result = []
    for codes in sorted(cells):
        value, numerator, denominator, reason = _divided(*cells[codes])
        result.append(Value(None, False, codes, value, numerator, denominator, reason))
    return result


def checked(query: Values) -> Values:
    """The query, if it can be asked at all; else `Unanswerable` with the parameter at fault."""
    indicator = INDICATORS[query.indicator]
    names = (*query.by, *(name for name, _ in query.where))
    for name in names:
        if name not in indicator.dimensions:
            where = "by" if name in query.by else name
            raise Unanswerable(where, f"{indicator.id} has no dimension {name!r}", indicator.dimensions)
    dataset = owner(indicator)
    crossed = set(names)
    if len(crossed) > 1 and any(dataset.dimension(n).hall_wide for n in crossed):
        raise Unanswerable("by", "the day's curve is published for the hall as a whole only")
    return query
