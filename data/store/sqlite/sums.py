"""Tables of sums: what a batch adds to each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, FromClause, Insert, Select, Table, true
from sqlalchemy.dialects.sqlite import insert

from data.store.sqlite.attached import staged

_SCRATCH = "temp"


def add(connection: Connection, table: Table, source: Select) -> None:
    """Rows of `source`, in the order of the table's columns, added to those with the same key."""
    connection.execute(_adding(table, source))


@cache
def _adding(table: Table, source: Select) -> Insert:
    names = [column.name for column in table.columns]
    # Without a condition SQLite takes ON CONFLICT for the beginning of a join.
    statement = insert(table).from_select(names, source.where(true()), include_defaults=False)
    adding = {name: table.c[name] + statement.excluded[name] for name in _sums(table)}
    return statement.on_conflict_do_update(index_elements=_keys(table), set_=adding)


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
