"""Rows of a statement kept as text, straight from the database's driver.

The hot questions ask many small things each: SQLAlchemy's result objects would cost several
times what finding the rows does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError


def fetch(connection: Connection, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows, as the store keeps their values. Raises SQLAlchemy's `OperationalError`."""
    raw: Any = connection.connection.driver_connection
    try:
        return raw.execute(sql, values).fetchall()
    except sqlite3.OperationalError as error:
        raise OperationalError(sql, tuple(values), error) from error
