"""Rows written by SQL kept as text: what a batch adds to tables of sums, rows computed anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, FromClause, Select, Table, true
from sqlalchemy.dialects.sqlite import insert

from data.store.sqlite.attached import staged
from data.store.sqlite.prepared import Prepared, prepared

_SCRATCH = "temp"


def add(connection: Connection, table: Table, source: Select) -> None:
    """Rows of `source`, in the order of the table's columns, added to those with the same key."""
    _adding(table, source).run(connection)


@cache
def _adding(table: Table, source: Select) -> Prepared:
    names = [column.name for column in table.columns]
    # Without a condition SQLite takes ON CONFLICT for the beginning of a join.
    statement = insert(table).from_select(names, source.where(true()), include_defaults=False)
    adding = {name: table.c[name] + statement.excluded[name] for name in _sums(table)}
    return prepared(statement.on_conflict_do_update(index_elements=_keys(table), set_=adding))


def add_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """The same for rows given as tuples."""
    connection.exec_driver_sql(_adding_rows(table), list(rows))


@cache
def _adding_rows(table: Table) -> str:
    names = [f'"{column.name}"' for column in table.columns]
    adding = ", ".join(f'"{name}" = "{name}" + excluded."{name}"' for name in _sums(table))
    keys = ", ".join(f'"{name}"' for name in _keys(table))
    return (
        f'insert into main."{table.name}" ({", ".join(names)}) '
        f"values ({', '.join('?' for _ in names)}) on conflict ({keys}) do update set {adding}"
    )


@cache
def updating(table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> str:
    """UPDATE of one row: values of `names`, then of `key`."""
    setting = ", ".join(f'"{name}" = ?' for name in names)
    matching = " and ".join(f'"{name}" = ?' for name in key)
    return f'update main."{table.name}" set {setting} where {matching}'


@contextmanager
def scratch_rows(
    connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]
) -> Iterator[FromClause]:
    """Rows of the table's columns where SQL finds them."""
    name, columns = f"{table.name}__added", [f'"{column.name}"' for column in table.columns]
    places = ", ".join("?" for _ in columns)
    connection.exec_driver_sql(f'create temp table "{name}" ({", ".join(columns)})')
    connection.exec_driver_sql(f'insert into temp."{name}" values ({places})', list(rows))
    yield staged(table, _SCRATCH, name)
    connection.exec_driver_sql(f'drop table temp."{name}"')


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _sums(table: Table) -> list[str]:
    return [column.name for column in table.columns if not column.primary_key]
