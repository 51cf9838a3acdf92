"""What a batch adds to tables of sums."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.dialects.postgresql import insert

from data.store.postgres.prepared import Prepared, prepared


def add(connection: Connection, table: Table, source: Select) -> None:
    """Rows of `source`, in the order of the table's columns, added to those with the same key."""
    _adding(table, source).run(connection)


@cache
def _adding(table: Table, source: Select) -> Prepared:
    columns = dict(zip(table.columns.keys(), source.subquery().c, strict=True))
    keys = [column.name for column in table.primary_key.columns]
    sums = [name for name in columns if name not in keys]
    # One statement may not come upon a row twice, and a key may come twice.
    once = select(
        *(columns[key] for key in keys),
        *(func.sum(columns[name]).cast(table.c[name].type).label(name) for name in sums),
    ).group_by(*(columns[key] for key in keys))
    statement = insert(table).from_select([*keys, *sums], once, include_defaults=False)
    adding = {name: table.c[name] + statement.excluded[name] for name in sums}
    return prepared(statement.on_conflict_do_update(index_elements=keys, set_=adding))
