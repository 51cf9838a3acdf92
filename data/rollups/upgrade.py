"""A store keeps up with the catalogue: new fields get columns, new or changed sums are counted anew.

What each rollup was counted by is kept in the store as a fingerprint of its SQL. So an indicator added
or changed in its one file works on a store that is years old, when a command next opens it.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from sqlalchemy import Connection, Select, except_, exists, func, or_, select, union_all

from data.rollups import day_blocks
from data.rollups.plan import ROLLUP_TABLES, ROLLUPS, Rollup, recount, recount_sql
from data.rollups.rekey import rekey
from data.store.backend import backend_of
from data.store.tables import BATCHES, SETTINGS, TABLES

log = logging.getLogger(__name__)


def upgrade(connection: Connection) -> list[str]:
    """Bring tables and rollups up to date; the names of what was changed. Inside a transaction."""
    changed = _new_columns(connection) + rekey(connection)
    kept = dict(connection.execute(SETTINGS.select()).fetchall())  # type: ignore[arg-type]
    for rollup in ROLLUPS:
        name, mark = f"rollup:{rollup.name}", fingerprint(rollup)
        if kept.get(name) == mark:
            continue
        if name in kept or _has_rows(connection, rollup):
            changed.append(rollup.name)
            log.warning(
                "counting %s anew from the rows: it is new or its formula changed", rollup.name
            )
            refill(connection, rollup)
        connection.execute(SETTINGS.delete().where(SETTINGS.c.name == name))
        connection.execute(SETTINGS.insert().values(name=name, value=mark))
    day_blocks.begin(connection)
    return changed


def fingerprint(rollup: Rollup) -> str:
    """What a rollup is counted by, in twelve digits."""
    return hashlib.sha256(recount_sql(rollup).encode()).hexdigest()[:12]


def refill(connection: Connection, rollup: Rollup) -> None:
    """Make a rollup's table anew and count it from the rows."""
    table = ROLLUP_TABLES[rollup.name]
    table.drop(connection, checkfirst=True)
    table.create(connection)
    names = [column.name for column in table.columns]
    counted = _recounted(rollup)
    keys = (counted.selected_columns[name] for name in rollup.key_names)
    connection.execute(table.insert().from_select(names, counted.order_by(*keys)))
    day_blocks.refill(connection, rollup)


def differing(connection: Connection, rollup: Rollup) -> int:
    """How many rows of a rollup differ from a recount: none should."""
    table, recounted = ROLLUP_TABLES[rollup.name], _recounted(rollup).cte("recounted")
    kept, fresh = select(table), select(recounted)
    only = (select(except_(*two).subquery()) for two in ((kept, fresh), (fresh, kept)))
    # In one statement, so that the rows are counted once.
    return connection.scalar(select(func.count()).select_from(union_all(*only).subquery())) or 0


def _recounted(rollup: Rollup) -> Select[*tuple[Any, ...]]:
    """SELECT of the rollup's rows as they should be: its columns in their order, none all 0."""
    counted = recount(rollup).subquery()
    columns = [counted.c[column.name] for column in ROLLUP_TABLES[rollup.name].columns]
    return select(*columns).where(or_(*(counted.c[part.name] != 0 for part in rollup.parts)))


def _has_rows(connection: Connection, rollup: Rollup) -> bool:
    return bool(connection.scalar(select(exists().select_from(TABLES[rollup.dataset]))))


def _new_columns(connection: Connection) -> list[str]:
    backend, changed = backend_of(connection), []
    for table in (*TABLES.values(), BATCHES):
        known = backend.column_names(connection, table)
        for column in table.columns:
            if column.name not in known:
                backend.add_column(connection, column)
                changed.append(f"{table.name}.{column.name}")
    return changed
