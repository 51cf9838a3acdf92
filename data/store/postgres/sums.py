"""What a batch adds to tables of sums."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Select, Table, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from data.store.postgres.prepared import Prepared, prepared


def add(connection: Connection, table: Table, source: Select) -> None:
    """Rows of `source`, in the order of the table's columns, added to those with the same key."""
    # One statement may not come upon a row twice. To sum twenty columns takes longer than all else, and a key
    # that comes twice is rare; so is a table without rows, into which they go in a third of the time.
    ((twice, empty),) = _asked_before(table, source).rows(connection, {})
    _adding(table, source, bool(twice), bool(empty and not twice)).run(connection)


@cache
def _asked_before(table: Table, source: Select) -> Prepared:
    """SELECT of whether a key comes twice, and whether the table has no rows."""
    columns = source.subquery().c
    keys = columns[: len(table.primary_key.columns)]
    twice = select(keys[0]).group_by(*keys).having(func.count() > 1)
    return prepared(select(twice.exists(), ~exists(select(table.c[0]))))


@cache
def _adding(table: Table, source: Select, twice: bool, empty: bool) -> Prepared:
    names = table.columns.keys()
    keys = [column.name for column in table.primary_key.columns]
    sums = [name for name in names if name not in keys]
    if twice:
        columns = dict(zip(names, source.subquery().c, strict=True))
        grouping = [columns[key] for key in keys]
        added = [func.sum(columns[name]).cast(table.c[name].type) for name in sums]
        source = select(*grouping, *added).group_by(*grouping)
    statement = insert(table).from_select([*keys, *sums], source, include_defaults=False)
    if not empty:
        adding = {name: table.c[name] + statement.excluded[name] for name in sums}
        statement = statement.on_conflict_do_update(index_elements=keys, set_=adding)
    return prepared(statement)
