"""Copies of a store while it is read and written: SQLite's own backup, in one step.

Page by page a copy begins anew with every commit, and beside intake never ends. In one step it reads
one state of the store, and neither waits for writers nor holds them up.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from data.settings import scratch
from data.store.identity import stored_version
from data.store.sqlite.engines import file_of, placed, reader

_ALL = -1


def back_up(engine: Engine, target: Path) -> None:
    """Copy the store into `target`, which appears when it is whole. Raises `FileExistsError`."""
    if target.exists():
        raise FileExistsError(target)
    with scratch("backup", target.parent) as folder:
        part = folder / target.name
        try:
            with _read(file_of(engine)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy, pages=_ALL)
                # One file by itself, that can be read where nothing can be written.
                copy.execute("pragma journal_mode=delete")
        except sqlite3.DatabaseError as error:
            raise DatabaseError("backup", (), error) from error
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(target)


def put_back(engine: Engine, file: Path, renew: Callable[[str], None]) -> None:
    """Make the store what `file` is, once `renew` has seen to a copy of it (it gets the URL).

    In one transaction; where the store is missing or damaged, as a new file, with the damaged one
    kept beside it. No intake may be at work.
    """
    path = file_of(engine)
    path.parent.mkdir(parents=True, exist_ok=True)
    with scratch("restore", path.parent) as folder:
        ready = folder / path.name
        back_up(reader(f"sqlite:///{file.absolute()}"), ready)
        renew(f"sqlite:///{ready}")
        try:
            if placed(engine) is not None:
                _write_over(path, ready)
                return
        except sqlite3.OperationalError as error:
            raise DatabaseError("restore", (), error) from error
        except sqlite3.DatabaseError:
            path.rename(path.with_name(f"{path.name}.damaged-{os.getpid()}"))
        for leftover in ("-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
        with closing(sqlite3.connect(ready)) as copy:
            copy.execute("pragma journal_mode=delete")  # nothing of it is left in another file
        ready.rename(path)


def _write_over(path: Path, ready: Path) -> None:
    with _read(ready) as source, closing(sqlite3.connect(path, timeout=60)) as store:
        # Where a page is damaged, the file is not gone on with.
        store.execute("select count(*) from sqlite_master").fetchall()
        source.backup(store, pages=_ALL)
        # Who still reads the state before keeps the log; nobody waits for him.
        store.execute("pragma busy_timeout=0")
        store.execute("pragma wal_checkpoint(truncate)")


def version(file: Path) -> int:
    """The data version of a copy, of which every page is looked at. Raises `ValueError` for none of ours."""
    try:
        with _read(file) as connection:
            # The quick check: every page, without comparing indexes with their tables.
            if connection.execute("pragma quick_check(1)").fetchone() != ("ok",):
                raise ValueError(f"{file} is damaged, or no store")
    except sqlite3.DatabaseError:
        raise ValueError(f"{file} is damaged, or no store") from None
    engine = reader(f"sqlite:///{file.absolute()}")
    try:
        with engine.connect() as connection:
            return stored_version(connection)
    except DatabaseError:
        raise ValueError("this is a database, but no store of ours") from None
    finally:
        engine.dispose()


@contextmanager
def _read(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection
