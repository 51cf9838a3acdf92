"""The engines on a PostgreSQL database: a reader whose transactions are read-only, and the writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Error
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.errors import QueryCanceled
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from data.questions import TooCostly
from data.store.postgres.dialect import adapted

# Advisory locks of the database: of a command over transactions, and of one transaction.
_INTAKE, _WRITE = 4_150_001, 4_150_002
# Statements that are asked often there are some hundreds of.
_PREPARED = 1_000
# Thousands of short statements: to compile one takes longer than it does.
_SESSION = "-c TimeZone=UTC -c DateStyle=ISO -c jit=off"
# A batch is sorted, grouped and indexed in memory, on one connection at a time.
_BATCH = "-c work_mem=64MB -c temp_buffers=64MB -c maintenance_work_mem=256MB"

# A server that is gone without a word is noticed within seconds, and the next host of the address is tried.
_LINE = {
    "connect_timeout": 5, "tcp_user_timeout": 10_000,
    "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2,
}  # fmt: skip


class _Number(Loader):
    """A sum of whole numbers is `numeric` in PostgreSQL and an integer here."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text or text == "NaN" else int(text)


def _engine(url: str, options: str) -> Engine:
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        # A connection that a restarted server has dropped is made anew, not met by a question.
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=28,
        pool_use_lifo=True,
        connect_args={"options": options, **_LINE},
    )
    adapted(engine.dialect)

    @event.listens_for(engine, "connect")
    def _adapt(connection: Any, _record: Any) -> None:
        connection.adapters.register_loader("numeric", _Number)
        connection.prepared_max = _PREPARED

    return engine


def reader(url: str) -> Engine:
    """An engine whose every transaction is read-only; the role `web` may do nothing else either."""
    return _engine(url, f"-c default_transaction_read_only=on {_SESSION}")


def scanner(engine: Engine) -> Engine:
    """A second reader on the database of a reader."""
    return reader(engine.url.render_as_string(hide_password=False))


def writer(url: str) -> Engine:
    return _engine(url, f"{_SESSION} {_BATCH}")


def placed(engine: Engine) -> object | None:
    """The database's own number; None while it cannot be reached or has no tables of ours."""
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql(
                "select oid from pg_database "
                "where datname = current_database() and to_regclass('settings') is not null"
            ).scalar()
    except OperationalError:
        return None


@contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """All or nothing; an advisory lock lets one writer in at a time, and readers go on."""
    connection.exec_driver_sql("begin")
    try:
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({_WRITE})")
        yield connection
    except BaseException:
        connection.exec_driver_sql("rollback")
        raise
    connection.exec_driver_sql("commit")


@contextmanager
def exclusive(engine: Engine) -> Iterator[None]:
    """One writer at a time, on any machine; the lock goes with its connection."""
    with engine.connect() as connection:
        connection.exec_driver_sql(f"select pg_advisory_lock({_INTAKE})")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"select pg_advisory_unlock({_INTAKE})")


@contextmanager
def limited(connection: Connection, seconds: float) -> Iterator[None]:
    """Each statement inside may take so many seconds of the clock; the server stops it."""
    connection.exec_driver_sql(f"set statement_timeout = {int(seconds * 1000)}")
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, QueryCanceled):
            raise TooCostly from None
        raise
    finally:
        _reset(connection)


def _reset(connection: Connection) -> None:
    """Back to the role's own limit, outside whatever was begun: what is set inside ends with it."""
    if connection.invalidated:
        return
    raw: Any = connection.connection.driver_connection
    try:
        raw.rollback()
        raw.execute("reset statement_timeout")
    except Error:
        connection.invalidate()
