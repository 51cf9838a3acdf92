"""What tables the store has, and a new column for one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.schema import CreateColumn


def column_names(connection: Connection, table: Table) -> tuple[str, ...]:
    """The columns of the store's table, in its order."""
    rows = connection.exec_driver_sql(f'pragma main.table_info("{table.name}")')
    return tuple(row[1] for row in rows)


def created_by(connection: Connection, table: Table) -> str:
    """The CREATE TABLE by which the store's table was made."""
    return connection.exec_driver_sql(
        "select sql from main.sqlite_schema where type = 'table' and name = ?", (table.name,)
    ).scalar_one()


def add_column(connection: Connection, column: Column[Any]) -> None:
    """Give the store's table of a column that column."""
    definition = CreateColumn(column).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f'alter table "{column.table.name}" add column {definition}')
