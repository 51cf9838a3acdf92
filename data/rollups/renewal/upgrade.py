"""A store keeps up with the catalogue: new fields get columns, changed rules give rows anew, and
new or changed sums are counted anew.

What each rollup was counted by is kept in the store as a fingerprint of its SQL. So an indicator added
or changed in its one file works on a store that is years old, when a command next opens it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Table, exists, func, select, update

from data.catalog import DATASETS
from data.definitions.part import Expression, Part
from data.rollups import day_blocks, plan
from data.rollups.plan import ROLLUPS, Rollup, coded, sql_text
from data.rollups.recounts import refill
from data.rollups.renewal import rekey
from data.rollups.renewal.rederive import is_derived, rederive
from data.store.backend import backend_of
from data.store.identity import mark_of
from data.store.tables import BATCHES, SETTINGS, TABLES, WAITING

log = logging.getLogger(__name__)


def upgrade(connection: Connection) -> list[str]:
    """Bring tables and rollups up to date; the names of what was changed. Inside a transaction."""
    changed = _new_columns(connection) + rekey.rekey(connection)
    anew = rederive(connection, changed)
    refilled = _fill(connection)
    changed += refilled
    marks = dict(connection.execute(SETTINGS.select()).fetchall())  # type: ignore[arg-type]
    with_rows = {id for id, table in TABLES.items() if _has_rows(connection, table)}
    renewed: dict[str, str] = {}
    for rollup in ROLLUPS:
        name, mark = f"rollup:{rollup.name}", fingerprint(rollup)
        filled = any(column.startswith(f"{rollup.dataset}.") for column in refilled)
        if marks.get(name) == mark and not filled and rollup.dataset not in anew:
            continue
        if name in marks or rollup.dataset in with_rows:
            changed.append(rollup.name)
            log.warning(
                "counting %s anew from the rows: it is new or its formula changed", rollup.name
            )
            refill(connection, rollup)
        renewed[name] = mark
    if renewed:
        connection.execute(SETTINGS.delete().where(SETTINGS.c.name.in_(sorted(renewed))))
        rows = [{"name": name, "value": mark} for name, mark in renewed.items()]
        connection.execute(SETTINGS.insert(), rows)
    day_blocks.begin(connection)
    return changed


def is_current(connection: Connection) -> bool:
    """Whether the store has an identity, every column, and all its sums by the formulas of today."""
    marks = dict(connection.execute(SETTINGS.select()).fetchall())  # type: ignore[arg-type]
    return is_counted(marks) and not any(_missing(connection, table) for table in _GROWING)


def is_counted(settings: Mapping[str, str]) -> bool:
    """Whether a store with these settings has an identity and counts as this release does."""
    counted = all(settings.get(f"rollup:{r.name}") == fingerprint(r) for r in ROLLUPS)
    derived = all(is_derived(settings, dataset) for dataset in DATASETS.values())
    filled = all(f"fill:{d.id}.{name}" in settings for d in DATASETS.values() for name in d.fills)
    hashed = rekey.SETTING in settings
    return counted and derived and filled and hashed and mark_of(settings) is not None


@cache
def fingerprint(rollup: Rollup) -> str:
    """What a rollup is counted by, in twelve digits."""
    return hashlib.sha256(recount_sql(rollup).encode()).hexdigest()[:12]


def recount_sql(rollup: Rollup) -> str:
    """`recount` as text, the same for any database, put together: compiled it would take all of them a second."""
    table, first = TABLES[rollup.dataset], rollup.dated
    columns = [f"{_column(table, first)} AS day"]
    for key, column in zip(rollup.keys, rollup.dimension_columns(), strict=True):
        columns.append(f'{_coded_text(rollup.dataset, column)} AS "{key}"')
    columns += [f'{_column(table, str(rollup.histogram))} AS "{n}"' for n in rollup.value_names]
    keys = ", ".join(str(i + 1) for i in range(len(columns)))
    columns += [f'{_as_text(part)} AS "{part.name}"' for part in rollup.parts]
    given = [first, rollup.histogram] if rollup.histogram else [first]
    conditions = " AND ".join(f"{_column(table, name)} IS NOT NULL" for name in given)
    return f"SELECT {', '.join(columns)} \nFROM {table.name} \nWHERE {conditions} GROUP BY {keys}"


def _column(table: Table, name: str) -> str:
    return f'{table.name}."{name}"'


@cache
def _coded_text(dataset: str, column: str) -> str:
    return sql_text(coded(dataset, column))


@cache
def _as_text(part: Part) -> str:
    return sql_text(func.sum(plan.expression(part)))


def _has_rows(connection: Connection, table: Table) -> bool:
    return bool(connection.scalar(select(exists().select_from(table))))


def _new_columns(connection: Connection) -> list[str]:
    missing = [column for table in _GROWING for column in _missing(connection, table)]
    for column in missing:
        backend_of(connection).add_column(connection, column)
    return [f"{column.table.name}.{column.name}" for column in missing]


# Tables that get columns from one release to the next.
_GROWING = (*TABLES.values(), *WAITING.values(), BATCHES)


def _missing(connection: Connection, table: Table) -> list[Column[Any]]:
    names = backend_of(connection).column_names(connection, table)
    return [column for column in table.columns if column.name not in names]


def _fill(connection: Connection) -> list[str]:
    """Give older rows what a dataset's `fills` say of them, once; the columns that changed."""
    changed = []
    marks = dict(connection.execute(SETTINGS.select()).fetchall())  # type: ignore[arg-type]
    for dataset in DATASETS.values():
        for field, expression in dataset.fills.items():
            name = f"fill:{dataset.id}.{field}"
            if name in marks:
                continue
            if dataset.steps:
                _fill_column(connection, WAITING[dataset.id], field, expression)
            if _fill_column(connection, TABLES[dataset.id], field, expression):
                changed.append(f"{dataset.id}.{field}")
                log.warning("filled %s.%s in the rows of an earlier release", dataset.id, field)
            connection.execute(SETTINGS.insert().values(name=name, value="done"))
    return changed


def _fill_column(connection: Connection, table: Table, field: str, expression: Expression) -> int:
    value = expression(table.c)
    differs = table.c[field].is_distinct_from(value)
    return connection.execute(update(table).values({field: value}).where(differs)).rowcount
