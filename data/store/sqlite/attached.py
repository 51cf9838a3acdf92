"""Scratch files on a writer's connection."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, FromClause, Table, column, table


def attach(connection: Connection, path: Path, schema: str) -> None:
    """Outside a transaction or in one; its file must be closed by whoever wrote it."""
    connection.exec_driver_sql(f"attach ? as {schema}", (str(path),))


def detach(connection: Connection, schema: str) -> None:
    """Outside a transaction only."""
    connection.exec_driver_sql(f"detach {schema}")


@cache
def staged(like: Table, schema: str, name: str | None = None) -> FromClause:
    """The table of an attached file with the columns of `like`, and its name if not another."""
    columns = [column(c.name, c.type) for c in like.columns]
    return table(name or like.name, *columns, schema=schema)
