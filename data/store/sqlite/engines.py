"""The two engines: a reader that cannot write, and the writer that keeps the store up to date."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError

from data.store.protocol import unsupported
from data.store.sqlite.row_json import add_functions


def _path(url: str) -> Path:
    database = make_url(url).database
    if not database or database == ":memory:":
        raise unsupported(url)
    return Path(database)


def _opened(path: Path, mode: str) -> URL:
    """The URL of a file that is opened by SQLite's `mode`: neither `ro` nor `rw` makes one."""
    query = {"mode": mode, "uri": "true"}
    return URL.create("sqlite", database=f"file:{quote(str(path.absolute()))}", query=query)


def file_of(engine: Engine) -> Path:
    """The file of an engine made here."""
    return Path(unquote(str(engine.url.database).removeprefix("file:")))


def placed(engine: Engine) -> tuple[int, int] | None:
    """Device and inode of the store's file; None while there is none or it is empty."""
    try:
        status = os.stat(file_of(engine))
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_size else None


def make(engine: Engine) -> None:
    """Make the file, and the folder that it is in."""
    path = file_of(engine)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


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


# Ways to open a store for reading, the first that works. SQLite needs memory that it shares with
# writers, a file beside the store; where that cannot get its size (a full disk) it can do without if
# it is told to. Where it cannot be made at all (a folder that may not be written to) a store can only
# be read as one that nobody writes to, which is true as long as its log is empty: see `_at_rest`.
_WAYS = ("mode=ro", "mode=ro&readonly_shm=1", "mode=ro&immutable=1")
_NO_SHARED_MEMORY = {
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY_CANTINIT, sqlite3.SQLITE_READONLY_DIRECTORY,
    sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE,
}  # fmt: skip
_AT_REST = "at rest"


def _at_rest(path: Path) -> tuple[int, ...] | None:
    """What differs once somebody has written to a store whose log is empty; None if it is not."""
    try:
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            return None
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _open(path: Path, info: dict[Any, Any], options: dict[str, Any]) -> sqlite3.Connection:
    """A connection that has read something, by the first of the ways that lets it.

    Raises what the first of them met.
    """
    info.pop(_AT_REST, None)
    first_error: sqlite3.OperationalError | None = None
    for way in _WAYS:
        rest = _at_rest(path) if "immutable" in way else None
        if "immutable" in way and rest is None:
            break
        with ExitStack() as unless_returned:
            try:
                connection = sqlite3.connect(f"file:{quote(str(path))}?{way}", uri=True, **options)
                unless_returned.callback(connection.close)
                connection.execute("select 1 from sqlite_master limit 1").fetchall()
            except sqlite3.OperationalError as error:
                first_error = first_error or error
                if error.sqlite_errorcode not in _NO_SHARED_MEMORY:
                    break
            else:
                if rest is None or rest == _at_rest(path):
                    unless_returned.pop_all()
                    info[_AT_REST] = rest
                    return connection
    assert first_error
    raise first_error


def is_of_one_state(connection: Connection) -> bool:
    """Whether all that a reader's connection has read until now is of the state it was opened in.

    A store that is read as one that nobody writes to has no states that SQLite could keep apart.
    """
    rest = connection.info.get(_AT_REST)
    return rest is None or rest == _at_rest(file_of(connection.engine))


def _authorize(action: int, first: str | None, *_: str | None) -> int:
    if action in _ALLOWED or (action == sqlite3.SQLITE_PRAGMA and first in _ALLOWED_PRAGMAS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def reader(url: str) -> Engine:
    """An engine that cannot write: SQLite opened with mode=ro and an authorizer on every connection."""
    return _reader(_opened(_path(url), "ro"), 32_768, 1 << 30)


def scanner(engine: Engine) -> Engine:
    """A second reader on the store of a reader, for long scans: it keeps next to nothing in memory."""
    return _reader(engine.url, 1_024, 0)


def _reader(url: URL, cache_kilobytes: int, mapped_bytes: int) -> Engine:
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "cached_statements": 512},
        # Few stay open, the same ones: each keeps a cache of its own.
        pool_size=4,
        max_overflow=124,
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, record: Any, _arguments: Any, options: dict[str, Any]) -> Any:
        return _open(file_of(engine), record.info, {k: v for k, v in options.items() if k != "uri"})

    @event.listens_for(engine, "checkout")
    def _still(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info[_AT_REST] not in (None, _at_rest(file_of(engine))):
            raise DisconnectionError("somebody writes to the store again")

    @event.listens_for(engine, "connect")
    def _lock(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute(f"pragma cache_size=-{cache_kilobytes}")
        connection.execute(f"pragma mmap_size={mapped_bytes}")
        add_functions(connection)
        connection.set_authorizer(_authorize)

    return engine


_CACHE_KILOBYTES = 65_536


def writer(url: str) -> Engine:
    """An engine that keeps a write-ahead log. It makes no file: a store that was moved away (an
    unmounted volume) must not be begun anew in its place by whoever writes next.
    """
    engine = create_engine(_opened(_path(url), "rw"), connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def _tune(connection: sqlite3.Connection, record: Any) -> None:
        record.info["placed"] = placed(engine)
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

    @event.listens_for(engine, "checkout")
    def _same(_connection: Any, record: Any, _proxy: Any) -> None:
        # What is written through a connection to a file that is no longer there is lost.
        if record.info["placed"] != placed(engine):
            raise DisconnectionError("another file lies in the store's place")

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
    path = file_of(engine).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
