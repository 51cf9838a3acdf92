"""The stage: a scratch SQLite file that a batch is written to, column by column.

Arrow columns go into SQLite through ADBC without becoming Python objects, and from the stage into the
store by plain SQL. The stage is another file than the store on purpose: ADBC brings its own SQLite, and
two SQLite libraries in one process must never open the same file at the same time (the POSIX locks of
one are dropped when the other closes it).
"""

from __future__ import annotations

from pathlib import Path

import adbc_driver_sqlite.dbapi as adbc
import polars as pl


class StageFile:
    """Scratch tables in the file `path`; append frames, read them back, then attach them by `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = adbc.connect(str(path), autocommit=True)
        self._cursor = self._connection.cursor()
        for pragma in ("journal_mode=off", "synchronous=off", "locking_mode=exclusive"):
            self._cursor.execute(f"pragma {pragma}")
        self._tables: set[str] = set()

    def create(self, table: str, sql: str) -> None:
        """Make a table by the CREATE of another one; frames for it have its columns in its order."""
        self._cursor.execute(sql)
        self._tables.add(table)

    def append(self, table: str, columns: pl.DataFrame) -> None:
        """Add rows; the first call makes the table, if `create` has not."""
        arrow = columns.to_arrow(compat_level=pl.CompatLevel.oldest())
        self._cursor.execute("begin")
        self._cursor.adbc_ingest(table, arrow, mode="append" if table in self._tables else "create")
        self._cursor.execute("commit")
        self._tables.add(table)

    def tables(self) -> frozenset[str]:
        return frozenset(self._tables)

    def close(self) -> None:
        """Ends writing: afterwards the file may be attached."""
        self._cursor.close()
        self._connection.close()
