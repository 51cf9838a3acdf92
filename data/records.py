"""Records: pages and streams of a dataset's rows, and the rows behind an indicator's value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, false, func, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from data.catalog import DATASETS, INDICATORS, OWNERS
from data.definitions import Dataset, Field, Indicator, Quotient, Stock, Unused
from data.query import Facets, Page, Proof, Records, Unanswerable
from data.rollups import NONE, Part, coded, parts
from data.store import ROW_ID, TABLES, day_number
from data.values import unmet_codes

# Rows read at a time by a stream: no read stays open long enough to pin the write-ahead log.
STREAM_ROWS = 5_000


@dataclass(frozen=True)
class Listing:
    """A page of rows as tuples of `fields`; `after` is where the next page begins (None = no more)."""

    fields: tuple[Field, ...]
    rows: list[tuple[Any, ...]]
    after: tuple[object, int] | None
    total: int | None


@dataclass(frozen=True)
class Selection:
    """Which rows of which dataset: what a question comes down to before paging."""

    dataset: Dataset
    conditions: tuple[ColumnElement[bool], ...]
    fields: tuple[Field, ...]


def chosen_fields(dataset: Dataset, names: tuple[str, ...]) -> tuple[Field, ...]:
    """The published fields named, in the order given; all of them where none is named."""
    published = {f.id: f for f in dataset.public_fields}
    for name in names:
        if name not in published:
            raise Unanswerable("fields", f"{dataset.id} has no field {name!r}", tuple(published))
    return tuple(published[n] for n in names) if names else dataset.public_fields


def of_records(query: Records | Facets) -> Selection:
    """The selection of a records or facets question."""
    dataset = DATASETS[query.dataset]
    columns = TABLES[dataset.id].c
    conditions: list[ColumnElement[bool]] = []
    for name, wanted in query.where:
        conditions.append(_any_of(dataset, name, wanted))
    for name, lowest, highest in query.ranges:
        within = [columns[name] >= lowest] if lowest is not None else []
        within += [columns[name] <= highest] if highest is not None else []
        if name in query.or_missing:
            within = [columns[name].is_(None) | and_(*within)]
        conditions += within
    fields = chosen_fields(dataset, query.fields) if isinstance(query, Records) else ()
    return Selection(dataset, tuple(conditions), fields)


def _any_of(dataset: Dataset, name: str, wanted: tuple[Any, ...]) -> ColumnElement[bool]:
    column = TABLES[dataset.id].c[name]
    given = [value for value in wanted if value != NONE]
    condition = column.in_(given) if given else false()
    return condition | column.is_(None) if NONE in wanted else condition


def dataset_of_proof(indicator: str, part: str = "numerator") -> Dataset:
    """The dataset whose records stand behind an indicator (of a quotient, behind one side of it)."""
    measure = INDICATORS[indicator].measure
    if isinstance(measure, Quotient):
        return dataset_of_proof(measure.numerator if part == "numerator" else measure.denominator)
    return OWNERS[indicator]


def of_proof(connection: Connection, query: Proof, today: date) -> Selection:
    """The rows that an indicator counts (numerator) or considers (denominator) in a period."""
    indicator = INDICATORS[query.indicator]
    measure = indicator.measure
    if isinstance(measure, Quotient):
        side = measure.numerator if query.part == "numerator" else measure.denominator
        inner = Proof(side, "numerator", query.from_, query.to, query.where, query.fields, query.page)
        return of_proof(connection, inner, today)
    dataset = OWNERS[indicator.id]
    fields = chosen_fields(dataset, query.fields)
    conditions = [_dimension(dataset, indicator.dated, name, codes) for name, codes in query.where]
    if isinstance(measure, Unused):
        conditions.append(_unmet(connection, measure, query.to or today))
    elif isinstance(measure, Stock):
        conditions += _in_stock(indicator, dataset, min(query.to or today, today))
    else:
        conditions += _in_period(indicator, dataset, query, today)
    return Selection(dataset, tuple(conditions), fields)


def _dimension(dataset: Dataset, dated: str | None, name: str, codes: tuple[str, ...]) -> ColumnElement[bool]:
    column = dataset.dimension(name).column(dated)
    if NONE in codes or dataset.field(column).type not in ("text", "code"):
        return coded(dataset.id, column).in_(codes)
    return TABLES[dataset.id].c[column].in_(codes)


def _in_period(indicator: Indicator, dataset: Dataset, query: Proof, today: date) -> list[Any]:
    found = parts(indicator, dataset)
    part = found.get(query.part) or found.get("value") or next(iter(found.values()))
    conditions = []
    if part.dated:
        day = TABLES[dataset.id].c[part.dated]
        conditions.append(day.is_not(None))
        conditions += [day >= query.from_] if query.from_ else []
        conditions += [day <= query.to] if query.to else []
        conditions += [day < today] if indicator.settled else []
    condition = part.condition()
    return conditions if condition is None else [*conditions, condition]


def _in_stock(indicator: Indicator, dataset: Dataset, on: date) -> list[Any]:
    """In by the end of `on`, and not out by then."""
    found = parts(indicator, dataset)
    went_in, went_out = _moved(found["inflow"], on), _moved(found["outflow"], on)
    return [went_in, func.coalesce(~went_out, True)]


def _moved(part: Part, on: date) -> ColumnElement[bool]:
    day = TABLES[part.dataset].c[str(part.dated)]
    moved = day.is_not(None) & (day <= day_number(on) - part.lag)
    condition = part.condition()
    return moved if condition is None else and_(moved, condition)


def _unmet(connection: Connection, measure: Unused, on: date) -> ColumnElement[bool]:
    codes = unmet_codes(connection, measure, on)
    key = TABLES[str(OWNERS[measure.of].field(measure.by).refers)].c[measure.by]
    return key.in_(sorted(codes)) if codes else false()


# --- pages and streams --------------------------------------------------------------------------


def listing(connection: Connection, selection: Selection, page: Page, exact: bool) -> Listing:
    """One page; `exact` counts all matching rows as well."""
    rows, after = _read(connection, selection, page)
    total = count(connection, selection) if exact else None
    return Listing(selection.fields, rows, after, total)


def stream(connection: Connection, selection: Selection, page: Page) -> Iterator[list[tuple[Any, ...]]]:
    """All rows after `page.after` (at most `page.limit`), in lists, each read by a query of its own."""
    after, left = page.after, page.limit
    while left is None or left > 0:
        size = STREAM_ROWS if left is None else min(left, STREAM_ROWS)
        part = Page(size, after, page.sort, page.descending)
        rows, after = _read(connection, selection, part)
        connection.rollback()  # ends the read transaction
        if rows:
            yield rows
        if after is None:
            return
        left = None if left is None else left - len(rows)


def count(connection: Connection, selection: Selection) -> int:
    """How many rows match, counted from the rows."""
    table = TABLES[selection.dataset.id]
    statement = select(func.count()).select_from(table).where(*selection.conditions)
    return int(connection.execute(statement).scalar_one())


def facets(connection: Connection, query: Facets) -> list[tuple[Any, int]]:
    """Value → rows, most frequent first."""
    selection = of_records(query)
    column = TABLES[query.dataset].c[query.field]
    n = func.count().label("n")
    statement = select(column, n).where(*selection.conditions).group_by(column).order_by(n.desc(), column)
    return [(value, number) for value, number in connection.execute(statement)]


def _read(
    connection: Connection, selection: Selection, page: Page
) -> tuple[list[tuple[Any, ...]], tuple[object, int] | None]:
    """Rows in order of `sort` and then of first receipt; missing values come first, descending last.

    Rows with and without a value are two stretches, each in index order, so that any page costs what
    the first costs.
    """
    assert page.limit is not None
    wanted = page.limit + 1
    found: list[Any] = []
    for statement in _stretches(selection, page):
        if len(found) < wanted:
            found += connection.execute(statement.limit(wanted - len(found))).fetchall()
    more, found = len(found) > page.limit, found[: page.limit]
    after = None
    if more and found:
        last = found[-1]
        after = (last[1], last[0])
    return [tuple(row[2:]) for row in found], after


def _stretches(selection: Selection, page: Page) -> Iterator[Select[Any]]:
    table = TABLES[selection.dataset.id]
    row = table.c[ROW_ID]
    key = table.c[page.sort] if page.sort else row
    columns = [row, key.label("sort_key"), *(table.c[f.id] for f in selection.fields)]
    base = select(*columns).where(*selection.conditions)
    down = page.descending
    ordered = row.desc() if down else row
    if page.sort is None:
        if page.after:
            base = base.where(row < page.after[1] if down else row > page.after[1])
        yield base.order_by(ordered)
        return
    value, last = page.after or (None, None)
    with_value = base.where(key.is_not(None)).order_by(key.desc() if down else key, ordered)
    without = base.where(key.is_(None)).order_by(ordered)
    if last is None:
        yield from (with_value, without) if down else (without, with_value)
        return
    beyond = row < last if down else row > last
    if value is None:
        yield without.where(beyond)
        if not down:
            yield with_value
        return
    here = tuple_(key, row)
    yield with_value.where(here < (value, last) if down else here > (value, last))
    if down:
        yield without


def sortable(dataset: Dataset) -> tuple[str, ...]:
    """The fields that a list can be sorted by: those with an index."""
    names = [f.id for f in dataset.public_fields if f.indexed]
    return tuple(dict.fromkeys([*dataset.key[:1], *names]))

