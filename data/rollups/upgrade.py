"""A store keeps up with the catalogue: new fields get columns, changed rules give rows anew, and
new or changed sums are counted anew.

What each rollup was counted by is kept in the store as a fingerprint of its SQL. So an indicator added
or changed in its one file works on a store that is years old, when a command next opens it.
"""

from __future__ import annotations

import hashlib
import logging

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateColumn

from data.rollups import day_blocks
from data.rollups.plan import ROLLUP_TABLES, ROLLUPS, Rollup, recount_sql
from data.rollups.rederive import rederive
from data.rollups.rekey import rekey
from data.store.tables import SETTINGS, TABLES

log = logging.getLogger(__name__)


def upgrade(connection: Connection) -> list[str]:
    """Bring tables and rollups up to date; the names of what was changed. Inside a transaction."""
    changed = _new_columns(connection) + rekey(connection)
    anew = rederive(connection, changed)
    kept = dict(connection.execute(SETTINGS.select()).fetchall())  # type: ignore[arg-type]
    for rollup in ROLLUPS:
        name, mark = f"rollup:{rollup.name}", fingerprint(rollup)
        if kept.get(name) == mark and rollup.dataset not in anew:
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
    names = [*rollup.key_names, *(part.name for part in rollup.parts)]
    columns = ", ".join(f'"{name}"' for name in names)
    some = " or ".join(f'"{part.name}" <> 0' for part in rollup.parts)
    connection.exec_driver_sql(
        f'insert into "{table.name}" ({columns}) '
        f"select {columns} from ({recount_sql(rollup)}) where {some} order by {columns}"
    )
    day_blocks.refill(connection, rollup)


def differing(connection: Connection, rollup: Rollup) -> int:
    """How many rows of a rollup differ from a recount: none should."""
    names = [*rollup.key_names, *(part.name for part in rollup.parts)]
    columns = ", ".join(f'"{name}"' for name in names)
    some = " or ".join(f'"{part.name}" <> 0' for part in rollup.parts)
    connection.exec_driver_sql(
        f"create temp table recount as select {columns} from ({recount_sql(rollup)}) where {some}"
    )
    kept, fresh = f'select {columns} from main."{rollup.name}"', "select * from temp.recount"
    found = connection.exec_driver_sql(
        f"select count(*) from (select * from ({kept} except {fresh}) "
        f"union all select * from ({fresh} except {kept}))"
    ).scalar()
    connection.exec_driver_sql("drop table temp.recount")
    return int(found or 0)


def _has_rows(connection: Connection, rollup: Rollup) -> bool:
    table = TABLES[rollup.dataset].name
    return bool(connection.exec_driver_sql(f'select exists(select 1 from "{table}")').scalar())


def _new_columns(connection: Connection) -> list[str]:
    changed = []
    for table in TABLES.values():
        rows = connection.exec_driver_sql(f'pragma table_info("{table.name}")').fetchall()
        known = {row[1] for row in rows}
        for column in table.columns:
            if column.name not in known:
                wanted = CreateColumn(column).compile(dialect=sqlite.dialect())
                connection.exec_driver_sql(f'alter table "{table.name}" add column {wanted}')
                changed.append(f"{table.name}.{column.name}")
    return changed
