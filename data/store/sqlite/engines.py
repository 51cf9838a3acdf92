"""The two engines: a reader that cannot write, and the writer that keeps the store up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url


def _sqlite_path(url: str) -> Path:
    parsed = make_url(url)
    if (
        parsed.get_backend_name() != "sqlite"
        or not parsed.database
        or parsed.database == ":memory:"
    ):
        raise ValueError(
            f"database {url!r} is not supported: give an SQLite file, e.g. sqlite:///var/hall.sqlite"
        )
    return Path(parsed.database)


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
    path = _sqlite_path(url)
    return _reader(f"sqlite:///file:{path.absolute()}?mode=ro&uri=true", 32_768, 1 << 30)


def scanner(engine: Engine) -> Engine:
    """A second reader on the store of a reader, for long scans: it keeps next to nothing in memory."""
    return _reader(engine.url, 1_024, 0)


def _reader(url: str | URL, cache_kilobytes: int, mapped_bytes: int) -> Engine:
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "cached_statements": 512},
        # Few stay open, the same ones: each keeps a cache of its own.
        pool_size=4,
        max_overflow=124,
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "connect")
    def _lock(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute(f"pragma cache_size=-{cache_kilobytes}")
        connection.execute(f"pragma mmap_size={mapped_bytes}")
        connection.set_authorizer(_authorize)

    return engine


_CACHE_KILOBYTES = 65_536


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
