"""Rollups counted anew: as they should be, how far the store differs, and put in its place.

The sums come from the rows of the store, or from wherever else they were counted by the same statements.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    Connection,
    Float,
    FromClause,
    Integer,
    Select,
    except_,
    func,
    or_,
    select,
    type_coerce,
    union_all,
)

from data.rollups import day_blocks
from data.rollups.plan import ROLLUP_TABLES, Rollup, expression, recount
from data.store.tables import TABLES, quoted

# Of some days only: their numbers; None: of all.
Days = Collection[int] | None


def recounted(rollup: Rollup, days: Days = None) -> Select[*tuple[Any, ...]]:
    """SELECT of the rollup's rows as they should be: its columns in their order, none all 0."""
    counted = recount(rollup)
    if days is not None:
        counted = counted.where(TABLES[rollup.dataset].c[rollup.dated].in_(sorted(days)))
    return _not_all_zero(rollup, counted)


def summed(rollup: Rollup, finer: Rollup) -> Select[*tuple[Any, ...]]:
    """The same from the rows of a finer rollup of its family, which has all of its keys."""
    table = ROLLUP_TABLES[finer.name]
    keys = [table.c[name] for name in rollup.key_names]
    sums = [
        func.sum(type_coerce(table.c[part.name], Float if _in_fractions(part) else Integer)).label(
            quoted(part.name)
        )
        for part in rollup.parts
    ]
    return _not_all_zero(rollup, select(*keys, *sums).group_by(*keys))


def _in_fractions(part: Any) -> bool:
    return isinstance(expression(part).type, Float)


def _not_all_zero(rollup: Rollup, counted: Select[Any]) -> Select[*tuple[Any, ...]]:
    rows = counted.subquery()
    columns = [rows.c[column.name] for column in ROLLUP_TABLES[rollup.name].columns]
    return select(*columns).where(or_(*(rows.c[part.name] != 0 for part in rollup.parts)))


def refill(
    connection: Connection, rollup: Rollup, source: FromClause | None = None, days: Days = None
) -> None:
    """Put sums in the place of the rollup's: counted from the rows, or those of `source`, a table like its own.

    With `days` of these days only; without, its table is made anew.
    """
    table = ROLLUP_TABLES[rollup.name]
    if days is None:
        table.drop(connection, checkfirst=True)  # an older one may lack a sum
        table.create(connection)
    else:
        connection.execute(table.delete().where(table.c.day.in_(sorted(days))))
    names = [column.name for column in table.columns]
    counted = recounted(rollup, days) if source is None else select(*(source.c[n] for n in names))
    keys = (counted.selected_columns[name] for name in rollup.key_names)
    connection.execute(table.insert().from_select(names, counted.order_by(*keys)))
    day_blocks.refill(connection, rollup)


def differing(
    connection: Connection, rollup: Rollup, source: FromClause | None = None, days: Days = None
) -> int:
    """How many rows of the rollup differ from sums counted anew: none should."""
    table = ROLLUP_TABLES[rollup.name]
    names = [column.name for column in table.columns]
    counted = recounted(rollup, days) if source is None else select(*(source.c[n] for n in names))
    stored, fresh = select(table), select(counted.cte("recounted"))
    if days is not None:
        stored = stored.where(table.c.day.in_(sorted(days)))
    only = (select(except_(*two).subquery()) for two in ((stored, fresh), (fresh, stored)))
    # In one statement, so that the rows are counted once.
    return connection.scalar(select(func.count()).select_from(union_all(*only).subquery())) or 0
