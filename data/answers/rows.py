"""Which rows a question is about: the condition on a dataset's table, before paging.

SQL is made once per shape of question, with a name where each value goes; a question then costs
little more than its look-ups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    tuple_,
)
from sqlalchemy.sql.elements import BindParameter, ColumnElement

from data import hall as clock
from data.answers.precision import highest_of, lowest_of, span_of
from data.answers.question import unmet_codes
from data.answers.whole_periods import check_whole
from data.catalog import DATASETS, INDICATORS, OWNERS
from data.definitions import Dataset, Field, Grain, Indicator, Part, Text, shortened
from data.definitions.measure import Behind, InPeriod, LastStated, NotMet, Remaining, Rows, UpTo
from data.questions import ROWS_TOMORROW, Facets, Proof, Records, Unanswerable, Withheld
from data.rollups.coverage import coverage
from data.rollups.plan import NONE, coded, condition, parts
from data.store.tables import ROW_ID, TABLES, day_number, stored

Conditions = tuple[ColumnElement[bool], ...]
# Shapes of question kept ready; there are as many as people think of, so the rarest are dropped.
SHAPES = 512
# Added to a column, it keeps the column's index from being used.
_NO_INDEX = literal_column("0")


@dataclass(frozen=True)
class Selection:
    """Rows of a dataset: those that meet all of `shape`, with `values` in its named places.

    `unfiltered`: all that are listed at all.
    """

    dataset: Dataset
    fields: tuple[Field, ...]
    shape: Conditions = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    # The same conditions without an index but that of the order, and the columns whose index they
    # leave: of each its name and number of values.
    in_order: Conditions = ()
    indexed: tuple[tuple[str, int], ...] = ()
    unfiltered: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.id for f in self.fields)


def no_field(dataset: Dataset, name: str) -> Unanswerable:
    """That a dataset publishes no field of this name."""
    said = Text(
        f"{dataset.id} 没有字段“{shortened(name)}”",
        f"{dataset.id} has no field {shortened(name)!r}",
    )
    return Unanswerable("fields", said, tuple(f.id for f in dataset.public_fields))


def chosen_fields(dataset: Dataset, names: tuple[str, ...]) -> tuple[Field, ...]:
    """The published fields named, in the order given; all of them where none is named."""
    published = {f.id: f for f in dataset.public_fields}
    for name in names:
        if name not in published:
            raise no_field(dataset, name)
    return tuple(published[n] for n in names) if names else dataset.public_fields


def with_records(dataset: Dataset) -> Dataset:
    """The dataset; raises `Withheld` for one whose records do not leave."""
    if dataset.records:
        return dataset
    zh = f"{dataset.id} 只公布统计数，不公布逐条记录"
    raise Withheld("id", Text(zh, f"of {dataset.id} numbers are published, not single records"))


# --- records ------------------------------------------------------------------------------------


def of_records(query: Records | Facets) -> Selection:
    """The selection of a records or facets question."""
    dataset = with_records(DATASETS[query.dataset])
    values: dict[str, Any] = {}
    wanted, ranges = [], []
    for name, codes in query.where:
        field = dataset.field(name)
        given = [value for value in codes if value != NONE]
        wanted.append((name, len(given), NONE in codes))
        if field.coarse:
            spans = [span_of(field, value) for value in given]
            values |= _named(name, [first for first, _ in spans])
            values |= {f"{name}__{i}__to": stored(last) for i, (_, last) in enumerate(spans)}
        else:
            values |= _named(name, given)
    for name, lowest, highest in query.ranges:
        field = dataset.field(name)
        ranges.append((name, lowest is not None, highest is not None, name in query.or_missing))
        if field.coarse:
            lowest = None if lowest is None else lowest_of(field, lowest)
            highest = None if highest is None else highest_of(field, highest)
        values |= {f"{name}__from": stored(lowest), f"{name}__to": stored(highest)}
    of_shape = dataset.id, tuple(wanted), tuple(ranges)
    if dataset.next_day:
        values["today"] = day_number(clock.today())
    fields = chosen_fields(dataset, query.fields) if isinstance(query, Records) else ()
    return Selection(
        dataset, fields, _records_shape(*of_shape), values,
        _records_shape(*of_shape, in_order=True), _indexed(dataset, wanted),
        not query.where and not query.ranges,
    )  # fmt: skip


def _indexed(dataset: Dataset, wanted: Sequence[tuple[Any, ...]]) -> tuple[tuple[str, int], ...]:
    """The columns of equalities that have an index, with the number of values of each."""
    indexed = {one.id for one in dataset.fields if one.indexed or one.id in dataset.key[:1]}
    return tuple(
        (name, count) for name, count, missing in wanted if name in indexed and not missing
    )


def _named(name: str, given: Any) -> dict[str, Any]:
    return {f"{name}__{i}": stored(value) for i, value in enumerate(given)}


def _places(name: str, count: int) -> list[BindParameter[Any]]:
    return [bindparam(f"{name}__{i}") for i in range(count)]


@lru_cache(SHAPES)
def _records_shape(
    dataset: str,
    wanted: tuple[tuple[str, int, bool], ...],
    ranges: tuple[tuple[str, bool, bool, bool], ...],
    in_order: bool = False,
) -> Conditions:
    columns = TABLES[dataset].c
    conditions: list[ColumnElement[bool]] = []
    for name, count, missing in wanted:
        if DATASETS[dataset].field(name).coarse:
            any_of = or_(false(), *_between(columns[name], _places(name, count)))
        else:
            column = _without_index(columns[name]) if in_order else columns[name]
            any_of = _equal(column, _places(name, count))
        conditions.append(or_(any_of, columns[name].is_(None)) if missing else any_of)
    for name, low, high, or_missing in ranges:
        within = [columns[name] >= bindparam(f"{name}__from")] if low else []
        within += [columns[name] <= bindparam(f"{name}__to")] if high else []
        conditions += [or_(columns[name].is_(None), and_(*within))] if or_missing else within
    return (*conditions, *_over(DATASETS[dataset]))


def _over(dataset: Dataset) -> Iterator[ColumnElement[bool]]:
    """Of the days before `today`, where rows come the day after: almost all, so no index is to be tried."""
    if dataset.next_day:
        yield (TABLES[dataset.id].c[dataset.next_day] + _NO_INDEX) < bindparam("today")


def _without_index(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same values as no column of an index: NULLIF of nothing is what it is given."""
    return func.nullif(column, null(), type_=column.type)


def _equal(column: ColumnElement[Any], places: list[BindParameter[Any]]) -> ColumnElement[bool]:
    """Any of the values. Of one value an index gives the rows in their own order, unsorted."""
    if not places:
        return false()
    return column == places[0] if len(places) == 1 else column.in_(places)


def _between(
    column: ColumnElement[Any], places: list[BindParameter[Any]]
) -> Iterator[ColumnElement[bool]]:
    """Within the span of what is published as a value; a value that nothing has gives an empty one."""
    for place in places:
        yield column.between(place, bindparam(f"{place.key}__to"))


# --- the records behind a value -----------------------------------------------------------------


def dataset_of_proof(indicator: str, part: str = "numerator") -> Dataset:
    """The dataset whose records stand behind an indicator (of a derived one: behind one side)."""
    match rows_behind(indicator, part):
        case Behind(other):
            return dataset_of_proof(other)
    return OWNERS[indicator]


def rows_behind(indicator: str, part: str = "numerator") -> Rows:
    """Which rows stand behind an indicator's value: of its numerator, or of its denominator."""
    definition = INDICATORS[indicator]
    return definition.measure.rows(part, parts(definition, OWNERS[indicator]))


def one_side(query: Proof, side: Behind) -> Proof:
    """The question about the indicator on the side of a derived one that is asked for."""
    return replace(query, indicator=side.indicator, part="numerator")


def proof_grain(indicator: str, part: str = "numerator") -> Grain:
    """The periods of which the rows behind a value can be listed: a row may not tell its day."""
    match rows_behind(indicator, part):
        case Behind(other):
            return proof_grain(other)
        case InPeriod(counted) if counted.dated:
            by_month = DATASETS[counted.dataset].field(counted.dated).precision == "month"
            return "month" if by_month else "day"
    return "day"


def _why_whole(query: Proof, today: date) -> Text:
    """Why rows are not listed by the day; of the running day there are none at all yet."""
    if query.from_ and query.from_ >= today:
        return Text(
            f"当日的记录次日才列出（{ROWS_TOMORROW}），且只按月列出",
            f"rows of the running day come tomorrow ({ROWS_TOMORROW}), and are listed by the month",
        )
    return Text("记录只公布到月", "rows are published to the month")


def of_proof(connection: Connection, query: Proof, today: date) -> Selection:
    """The rows that an indicator counts (numerator) or considers (denominator) in a period."""
    rows = rows_behind(query.indicator, query.part)
    if isinstance(rows, Behind):
        return of_proof(connection, one_side(query, rows), today)
    if (grain := proof_grain(query.indicator, query.part)) != "day":
        check_whole(query.from_, query.to, grain, _why_whole(query, today))
    dataset = with_records(OWNERS[query.indicator])
    values: dict[str, Any] = {"today": day_number(today)}
    values |= {"from": stored(query.from_), "to": stored(query.to)}
    values["on"] = day_number(min(query.to or today, today))
    unmet: list[str] = []
    if isinstance(rows, NotMet):
        known = coverage(connection, OWNERS[rows.of])
        last = min(query.to or today, known.last) if known else today
        unmet = sorted(unmet_codes(connection, rows, last))
        values |= _named("unmet", unmet)
    where = tuple((name, len(codes), NONE in codes) for name, codes in query.where)
    for name, codes in query.where:
        values |= _named(name, codes)
    ends = query.from_ is not None, query.to is not None
    now = values["on"] == values["today"]
    of_shape = query.indicator, query.part, ends, where, len(unmet), now
    dated = INDICATORS[query.indicator].dated
    columns = [(dataset.dimension(name).column(dated), *rest) for name, *rest in where]
    for (_, codes), (column, *_) in zip(query.where, columns, strict=True):
        values |= _named(column, codes)
    return Selection(
        dataset, chosen_fields(dataset, query.fields), _proof_shape(*of_shape), values,
        _proof_shape(*of_shape, in_order=True), _indexed(dataset, columns),
    )  # fmt: skip


@lru_cache(SHAPES)
def _proof_shape(
    id: str,
    part: str,
    ends: tuple[bool, bool],
    where: tuple[tuple[str, int, bool], ...],
    unmet: int,
    now: bool,
    in_order: bool = False,
) -> Conditions:
    dataset, indicator = OWNERS[id], INDICATORS[id]
    conditions: list[ColumnElement[bool]] = []
    for name, count, missing in where:
        column = dataset.dimension(name).column(indicator.dated)
        plain = not missing and dataset.field(column).type in ("text", "code")
        code = TABLES[dataset.id].c[column] if plain else coded(dataset.id, column)
        code = _without_index(code) if in_order else code
        conditions.append(_equal(code, _places(name, count)))
    match rows_behind(id, part):
        case InPeriod(counted):
            conditions += _in_period(counted, indicator, ends)
        case Remaining(inflow, outflow):
            conditions += [_moved(inflow), _not_moved(outflow, now)]
        case UpTo(flows):
            conditions.append(or_(*(_moved(flow) for flow in flows)))
        case LastStated(stated, reporter):
            conditions.append(_last_stated(stated, reporter, indicator, ends))
        case NotMet(of, by):
            key = TABLES[str(OWNERS[of].field(by).refers)].c[by]
            conditions.append(_equal(key, _places("unmet", unmet)))
        case Behind(other):
            raise ValueError(f"{id} is made of {other}: its rows are behind that")
    return (*conditions, *_over(dataset))


def _in_period(
    part: Part, indicator: Indicator, ends: tuple[bool, bool]
) -> Iterator[ColumnElement[bool]]:
    if part.dated:
        day = TABLES[part.dataset].c[part.dated]
        # Almost all rows have the day: looking each of them up in its index would take longer.
        yield (day + _NO_INDEX).is_not(None)
        if ends[0]:
            yield day >= bindparam("from")
        if ends[1]:
            yield day <= bindparam("to")
        if indicator.settled:
            yield day < bindparam("today")
        if indicator.matured:
            yield day <= bindparam("today")
    counted = condition(part)
    if counted is not None:
        yield counted


def _last_stated(
    part: Part, reporter: str, indicator: Indicator, ends: tuple[bool, bool]
) -> ColumnElement[bool]:
    """Of each reporter's last day in the period, whatever else is asked of the rows."""
    columns = TABLES[part.dataset].c
    day, names = columns[str(part.dated)], columns[reporter]
    latest = select(names, func.max(day)).where(*_in_period(part, indicator, ends)).group_by(names)
    counted = condition(part)
    last = tuple_(names, day).in_(latest)
    return last if counted is None else and_(last, counted)


def _moved(part: Part) -> ColumnElement[bool]:
    """In, or out, by the end of the day `on`: most rows, so that no index is to be tried."""
    day = TABLES[part.dataset].c[str(part.dated)]
    moved = (day + _NO_INDEX) <= _moved_by(part)
    counted = condition(part)
    return moved if counted is None else and_(moved, counted)


def _not_moved(part: Part, now: bool) -> ColumnElement[bool]:
    """Not out by the end of the day `on`. Of now, those are few: an index finds them first."""
    columns = TABLES[part.dataset].c
    if now and part.where is None:
        day, row = columns[str(part.dated)], columns[ROW_ID]
        return row.in_(select(row).where(or_(day.is_(None), day > _moved_by(part))))
    return func.coalesce(~_moved(part), literal_column("1"))


def _moved_by(part: Part) -> ColumnElement[Any]:
    return bindparam("on") - literal_column(str(part.lag))
