"""Records: pages of a dataset's rows, how many there are, and counts per value of a field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from data.answers.records.of_dataset import of_records
from data.answers.records.selection import SHAPES, Conditions, Selection, chosen_fields
from data.catalog import DATASETS
from data.definitions import Dataset, Field
from data.questions import Facets, Page
from data.rollups.day_blocks import BLOCK_TABLES
from data.rollups.plan import find, of_dataset, rows_of
from data.rollups.sums import sums
from data.store.backend import Backend, Form, Prepared, backend_of
from data.store.tables import FIRST_DAY, LAST_DAY, ROW_ID, TABLES, day_number, stored

# Fewer rows are sorted in some 20 ms.
MANY = 20_000
# So many rows are read one after another in the time in which an index of days gives one.
_ROWS_FOR_ONE = 10
_ALWAYS = day_number(FIRST_DAY), day_number(LAST_DAY)
# Where a page ends: the sort field's value as the store keeps it, and the row: by its number, or by
# its key where that is the order.
Place = tuple[object, int | str]


@dataclass(frozen=True)
class Listing:
    """A page of rows, each as the text of a JSON object of `fields`.

    `after` is where the next page begins (None = no more); `total` how many rows match, if counted.
    """

    fields: tuple[Field, ...]
    rows: list[str]
    after: Place | None
    total: int | None


def listing(
    connection: Connection,
    selection: Selection,
    page: Page,
    exact: bool,
    there_are: int | None = None,
) -> Listing:
    """One page; `exact` counts all rows, as is done anyway where it costs nothing. `there_are`: a number known."""
    rows, after = read(connection, selection, page, "object", there_are)
    total = count(connection, selection) if exact or selection.unfiltered else None
    return Listing(selection.fields, rows, after, total)


def count(connection: Connection, selection: Selection) -> int:
    """How many rows match: counted from the rows; of a whole dataset, from the days' sums."""
    backend = backend_of(connection)
    if not selection.shape:
        return int(_whole(backend, selection.dataset.id).rows(connection, {})[0][0])
    shape = selection.by_row if _is_long(connection, selection) else selection.shape
    statement = _count(backend, selection.dataset.id, shape)
    return int(statement.rows(connection, selection.values)[0][0])


@cache
def _whole(backend: Backend, dataset: str) -> Prepared:
    """Counts all rows: where every row has a day, the sum of the blocks suffices."""
    for rollup in of_dataset(dataset):
        every_row = DATASETS[dataset].field(rollup.dated).required
        if every_row and rollup.name in BLOCK_TABLES:
            return backend.prepared(
                select(func.coalesce(func.sum(BLOCK_TABLES[rollup.name].c.n), 0))
            )
    return _count(backend, dataset, ())


@lru_cache(SHAPES)
def _count(backend: Backend, dataset: str, shape: Conditions) -> Prepared:
    return backend.prepared(select(func.count()).select_from(TABLES[dataset]).where(*shape))


def facets(connection: Connection, query: Facets) -> list[tuple[Any, int]]:
    """Value → rows, most frequent first."""
    selection = of_records(query)
    column = TABLES[query.dataset].c[query.field]
    n = func.count().label("n")
    statement = select(column, n).where(*selection.shape).params(**selection.values)
    statement = statement.group_by(column).order_by(n.desc(), column)
    return [(value, number) for value, number in connection.execute(statement)]


# --- pages --------------------------------------------------------------------------------------


def read(
    connection: Connection,
    selection: Selection,
    page: Page,
    form: Form,
    there_are: int | None = None,
) -> tuple[list[str], Place | None]:
    """Rows as JSON in order of `sort` and then of the dataset, and where the next page begins.

    Missing values come first, descending last. The order is made of stretches, each in the order of
    an index, so that any page costs what the first costs.
    """
    assert page.limit is not None
    rows_needed = page.limit + 1
    if there_are is not None:  # when the last is found, no more are looked for among all the rest
        rows_needed = min(rows_needed, there_are)
    values = {**selection.values}
    if page.after is not None:
        values |= {"key": stored(page.after[0]), "row": page.after[1]}
    backend = backend_of(connection)
    shape = selection.shape
    if page.sort is not None and _are_many(connection, selection):
        shape = selection.in_order
    elif page.sort is None and _is_long(connection, selection):
        shape = selection.by_row
    rows: list[tuple[Any, ...]] = []
    for stretch in _stretches(selection.dataset, page):
        statement = _page(backend, selection, page, stretch, form, shape)
        rows += statement.rows(connection, values | {"wanted": rows_needed - len(rows)})
        if len(rows) >= rows_needed:
            break
    after = None
    if len(rows) > page.limit:
        del rows[page.limit :]
        after = (rows[-1][1], rows[-1][0])
    return [row[2] for row in rows], after


def _stretches(dataset: Dataset, page: Page) -> list[str]:
    """The stretches of rows from `after` on."""
    after = page.after
    if page.sort is None:
        return ["all"] if after is None else ["rest of all"]
    order = ["valued"] if page.descending else ["unvalued", "valued"]
    if page.descending:
        order.append("unvalued")
    if dataset.field(page.sort).required:
        order.remove("unvalued")
    if after is None:
        return order
    if after[0] is None:
        return ["rest of unvalued", *order[order.index("unvalued") + 1 :]]
    return ["rest of value", "beyond value", *order[order.index("valued") + 1 :]]


def _are_many(connection: Connection, selection: Selection) -> bool:
    """Whether every value that has an index leaves many rows: then they are not to be sorted.

    In the index of the order, rows that many have are met soon; few are found by their own index.
    """
    backend = backend_of(connection)
    for name, count in selection.indexed:
        statement = _some_of(backend, selection.dataset.id, name, count)
        if int(statement.rows(connection, selection.values)[0][0]) < MANY:
            return False
    return bool(selection.indexed)


def _is_long(connection: Connection, selection: Selection) -> bool:
    """Whether the days asked for have so many of the rows that going through all of them is quicker.

    Rows that an index of days gives lie anywhere, are read one by one, and then sorted.
    """
    if selection.days is None:
        return False
    date, first, last = selection.days
    part = rows_of(selection.dataset, date, None)
    if find(part.dataset, date, frozenset(), None) is None:
        return False
    ends = _ALWAYS[0] if first is None else first, _ALWAYS[1] if last is None else last
    inside = sum(row[-1] for row in sums(connection, [part], *ends, "total"))
    if inside < MANY:
        return False
    all_rows = int(_whole(backend_of(connection), part.dataset).rows(connection, {})[0][0])
    return inside * _ROWS_FOR_ONE >= all_rows


@lru_cache(SHAPES)
def _some_of(backend: Backend, dataset: str, name: str, count: int) -> Prepared:
    """How many rows have one of the values, up to `MANY`."""
    column = TABLES[dataset].c[name]
    values = [bindparam(f"{name}__{i}", type_=column.type) for i in range(count)]
    rows = select(literal_column("1")).where(column.in_(values)).limit(MANY).subquery()
    return backend.prepared(select(func.count()).select_from(rows))


def _page(
    backend: Backend,
    selection: Selection,
    page: Page,
    stretch: str,
    form: Form,
    shape: Conditions | None = None,
) -> Prepared:
    shape = selection.shape if shape is None else shape
    order = (page.sort, page.descending)
    chosen = (selection.dataset.id, selection.names, shape)
    return _prepared(backend, *chosen, *order, stretch, form)


def order_of(dataset: Dataset) -> ColumnElement[Any]:
    """The column in whose order a dataset's rows come."""
    return TABLES[dataset.id].c[dataset.key[0] if dataset.order == "key" else ROW_ID]


@lru_cache(SHAPES)
def _prepared(
    backend: Backend,
    dataset: str,
    names: tuple[str, ...],
    shape: Conditions,
    sort: str | None,
    descending: bool,
    stretch: str,
    form: Form,
) -> Prepared:
    """The statement of one stretch: rows `(row, sort key, JSON text)`, `wanted` of them at most."""
    table = TABLES[dataset]
    row = order_of(DATASETS[dataset])
    key = table.c[sort] if sort else row
    fields = chosen_fields(DATASETS[dataset], names)
    statement = select(row, key.label("sort_key")).where(*shape)
    after, at = bindparam("row"), bindparam("key")
    beyond = row < after if descending else row > after
    part: dict[str, tuple[ColumnElement[bool], ...]] = {
        "all": (),
        "rest of all": (beyond,),
        "unvalued": (key.is_(None),),
        "rest of unvalued": (key.is_(None), beyond),
        "valued": (key.is_not(None),),
        "rest of value": (key == at, beyond),
        "beyond value": (key.is_not(None), key < at if descending else key > at),
    }
    statement = statement.where(*part[stretch])
    by_row = row.desc() if descending else row
    if stretch in ("valued", "beyond value"):
        statement = statement.order_by(key.desc() if descending else key)
    statement = statement.order_by(by_row).limit(bindparam("wanted"))
    return backend.row_texts(statement, fields, form)
