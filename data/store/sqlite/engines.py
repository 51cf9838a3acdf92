"""The two engines: a reader that cannot write, and the writer that keeps the store up to date."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from data.store.protocol import unsupported
from data.store.sqlite.row_json import add_functions


def _path(url: str) -> Path:
    database = make_url(url).database
    if not database or database == ":memory:":
        raise unsupported(url)
    return Path(database)


# What a reader's statements may do; everything else is refused by the engine. ATTACH in particular:
# under mode=ro it can still create a file, and VACUUM INTO goes through it.
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
}
_ALLOWED_PRAGMAS = {"data_version", "cache_size", "mmap_size"}


def _authorize(action: int, first: str | None, *_: str | None) -> int:
    if action in _ALLOWED or (action == sqlite3.SQLITE_PRAGMA and first in _ALLOWED_PRAGMAS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def reader(url: str) -> Engine:
    """An engine that cannot write: SQLite opened with mode=ro and an authorizer on every connection."""
    path = _path(url)
    return _reader(f"sqlite:///file:{path.absolute()}?mode=ro&uri=true", 32_768, 1 << 30)


def scanner(engine: Engine) -> Engine:
    """A second reader on the store of a reader, for long scans: it keeps next to nothing in memory."""
    return _reader(engine.url, 1_024, 0)


def _reader(url: str | URL, cache_kilobytes: int, mapped_bytes: int) -> Engine:
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "cached_statements": 512},
        pool_size=16,
        max_overflow=64,
    )

    @event.listens_for(engine, "connect")
    def _lock(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute(f"pragma cache_size=-{cache_kilobytes}")
        connection.execute(f"pragma mmap_size={mapped_bytes}")
        add_functions(connection)
        connection.set_authorizer(_authorize)

    return engine


_CACHE_KILOBYTES = 65_536


def writer(url: str) -> Engine:
    """An engine that makes the file where it is missing, and keeps a write-ahead log."""
    path = _path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path.absolute()}", connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def _tune(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by `transaction` below
        for pragma in (
            "journal_mode=wal",
            "synchronous=normal",
            f"cache_size=-{_CACHE_KILOBYTES}",
            "threads=4",
            "wal_autocheckpoint=4000",
        ):
            connection.execute(f"pragma {pragma}")
        add_functions(connection)

    return engine


@contextmanager
def sorting(connection: Connection) -> Iterator[None]:
    """For building indexes: with a small cache SQLite sorts in pieces, on other threads as it reads."""
    connection.exec_driver_sql("pragma cache_size=-8192")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"pragma cache_size=-{_CACHE_KILOBYTES}")


@contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """All or nothing; takes the store's write lock at once, so that what is read in it stays true."""
    connection.exec_driver_sql("begin immediate")
    try:
        yield connection
    except BaseException:
        connection.exec_driver_sql("rollback")
        raise
    connection.exec_driver_sql("commit")


@contextmanager
def exclusive(engine: Engine) -> Iterator[None]:
    """One writer at a time, in this process or another, by a lock file beside the store."""
    path = Path(str(engine.url.database)).with_suffix(".lock")
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
