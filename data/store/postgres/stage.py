"""The stage: frames in memory until they are attached, then temporary tables filled by COPY."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import polars as pl
from sqlalchemy import Connection, FromClause, Table, column, table

_SCRATCH = "added"


class FrameStage:
    """Frames by the name of the store's table that they are for."""

    def __init__(self) -> None:
        self.frames: dict[str, list[pl.DataFrame]] = {}

    def create(self, name: str) -> None:
        self.frames.setdefault(name, [])

    def append(self, table: str, columns: pl.DataFrame) -> None:
        self.frames.setdefault(table, []).append(columns)

    def tables(self) -> frozenset[str]:
        return frozenset(self.frames)

    def close(self) -> None:
        """Nothing is held open."""


def staged_name(schema: str, name: str) -> str:
    """Names have at most 63 bytes in PostgreSQL, and a table of sums may have nearly as many."""
    return f"{schema}__{sha256(name.encode()).hexdigest()[:16]}"


def attach(connection: Connection, stage: FrameStage, schema: str) -> None:
    """Make a temporary table like the store's of each of the stage's tables, with its rows."""
    detach(connection, schema)
    for name, frames in stage.frames.items():
        staged = staged_name(schema, name)
        connection.exec_driver_sql(f'create temp table "{staged}" (like "{name}")')
        for frame in frames:
            copy(connection, staged, frame)
        stage.frames[name] = []


def copy(connection: Connection, name: str, frame: pl.DataFrame) -> None:
    """Rows into a table by COPY. Texts are quoted, so that "" is told from what is missing."""
    columns = ", ".join(f'"{column}"' for column in frame.columns)
    raw: Any = connection.connection.driver_connection
    lines = frame.write_csv(include_header=False, quote_style="non_numeric", null_value="")
    with (
        raw.cursor() as cursor,
        cursor.copy(f'copy "{name}" ({columns}) from stdin (format csv)') as rows,
    ):
        rows.write(lines)


def detach(connection: Connection, schema: str) -> None:
    names = connection.exec_driver_sql(
        "select relname from pg_class where relnamespace = pg_my_temp_schema() "
        f"and relkind = 'r' and starts_with(relname, '{schema}__')"
    )
    for (name,) in names.all():
        connection.exec_driver_sql(f'drop table pg_temp."{name}"')


def staged(like: Table, schema: str) -> FromClause:
    columns = [column(c.name, c.type) for c in like.columns]
    return table(staged_name(schema, like.name), *columns)


@contextmanager
def scratch_rows(
    connection: Connection, like: Table, rows: Sequence[tuple[Any, ...]]
) -> Iterator[FromClause]:
    """Rows of the table's columns where SQL finds them."""
    name = staged_name(_SCRATCH, like.name)
    connection.exec_driver_sql(f'create temp table "{name}" (like "{like.name}")')
    columns = ", ".join(f'"{c.name}"' for c in like.columns)
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(f'copy "{name}" ({columns}) from stdin') as lines:
        for row in rows:
            lines.write_row(row)
    yield staged(like, _SCRATCH)
    connection.exec_driver_sql(f'drop table pg_temp."{name}"')
