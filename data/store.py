"""The tables, derived from the catalogue, and the two engines: a reader that cannot write, and the writer.

Dates are stored as whole days since 1970-01-01 and instants as whole seconds since then (UTC) in
SQLite: a third of the bytes of ISO text, and indexes build twice as fast. SQL sees numbers, Python sees
`date` and `datetime`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.sql.elements import quoted_name
from sqlalchemy.types import TypeDecorator

from data.catalog import DATASETS
from data.definitions import Dataset, Field

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Whole days since 1970-01-01."""
    return (day - EPOCH).days


def from_day_number(number: int) -> date:
    return EPOCH + timedelta(days=number)


def stored(value: Any) -> Any:
    """A value as the store keeps it: a day as its number, an instant as whole seconds."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    return day_number(value) if isinstance(value, date) else value


class Day(TypeDecorator[date]):
    """A date, kept as a day number."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        return day_number(value) if isinstance(value, date) else value

    def process_result_value(self, value: Any, dialect: Any) -> date | None:
        return None if value is None else from_day_number(value)


class Instant(TypeDecorator[datetime]):
    """An instant, kept as seconds since 1970-01-01 00:00 UTC."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        return int(value.timestamp()) if isinstance(value, datetime) else value

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


SQL_TYPES: dict[str, Any] = {
    "text": Text,
    "code": Text,
    "integer": Integer,
    "number": Float,
    "date": Day,
    "instant": Instant,
    "boolean": Boolean,
}

METADATA = MetaData()
ROW_ID = "row_id"


def sql_name(id: str) -> str:
    """A dataset's or indicator's id as a table or column name."""
    return id.replace("-", "_")


def quoted(name: str) -> quoted_name:
    return quoted_name(name, quote=True)


def column(field: Field) -> Column[Any]:
    return Column(quoted(field.id), SQL_TYPES[field.type])


def _table(dataset: Dataset) -> Table:
    return Table(
        sql_name(dataset.id),
        METADATA,
        # The order in which records were first received: the order of pages and files, and what
        # breaks ties in every other order.
        Column(ROW_ID, Integer, primary_key=True),
        *(column(field) for field in dataset.fields),
    )


TABLES: dict[str, Table] = {dataset.id: _table(dataset) for dataset in DATASETS.values()}


def _indexes(dataset: Dataset) -> tuple[Index, ...]:
    """Indexes are kept apart from their tables so that a first, large load can build them at its end."""
    table = TABLES[dataset.id]
    name = sql_name(dataset.id)
    indexes = [Index(f"{name}_key", *(table.c[k] for k in dataset.key), unique=True)]
    indexes += [Index(f"{name}_{f.id}", table.c[f.id]) for f in dataset.fields if f.indexed]
    for index in indexes:
        table.indexes.discard(index)
    return tuple(indexes)


INDEXES: dict[str, tuple[Index, ...]] = {d.id: _indexes(d) for d in DATASETS.values()}

# --- what the store knows about itself ----------------------------------------------------------

BATCHES = Table(
    "batches",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("file", Text),
    Column("sha256", Text, index=True),
    Column("dataset", Text),
    Column("profile", Text),
    Column("lines", Integer),
    Column("accepted", Integer),
    Column("rejected", Integer),
    Column("duplicate", Integer),
    Column("refused", Text),
    Column("data_version", Integer, index=True),
    Column("committed_at", Instant),
)
QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("batch", Integer, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("field", Text),
    Column("reason", Text),
)
WITHDRAWN = Table(
    "withdrawn",
    METADATA,
    Column("dataset", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("recorded_at", Instant),
    Column("record", Text),
    Column("batch", Integer),
)
WATERMARKS = Table(
    "watermarks", METADATA, Column("source", Text, primary_key=True), Column("value", Text)
)
SETTINGS = Table(
    "settings", METADATA, Column("name", Text, primary_key=True), Column("value", Text)
)
CALENDAR_DAYS = Table(
    "calendar_days",
    METADATA,
    Column("day", Day, primary_key=True),
    Column("kind", Text),
    Column("notice", Text),
)
CALENDAR_YEARS = Table("calendar_years", METADATA, Column("year", Integer, primary_key=True))
# The first day of the week, month, quarter and year of every day: one way to bucket in every database.
DAYS = Table(
    "days",
    METADATA,
    Column("day", Integer, primary_key=True),
    Column("week", Integer),
    Column("month", Integer),
    Column("quarter", Integer),
    Column("year", Integer),
)
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


def period_start(day: date, grain: str) -> date:
    """The first day of the week (ISO, Monday), month, quarter or year that `day` lies in."""
    match grain:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case "year":
            return date(day.year, 1, 1)
    raise ValueError(f"unknown grain {grain!r}")


def _days() -> Iterator[dict[str, int]]:
    day = FIRST_DAY
    while day <= LAST_DAY:
        starts = {g: day_number(period_start(day, g)) for g in ("week", "month", "quarter", "year")}
        yield {"day": day_number(day), **starts}
        day += timedelta(days=1)


# --- engines ------------------------------------------------------------------------------------


def default_url(folder: Path, name: str = "hall") -> str:
    """The address of the store `name` in a folder."""
    return f"sqlite:///{folder / name}.sqlite"


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
        pool_size=16,
        max_overflow=64,
    )

    @event.listens_for(engine, "connect")
    def _lock(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute(f"pragma cache_size=-{cache_kilobytes}")
        connection.execute(f"pragma mmap_size={mapped_bytes}")
        connection.set_authorizer(_authorize)

    return engine


_CACHE_KILOBYTES = 65_536


def writer(url: str) -> Engine:
    """The engine of the operator's commands. Creates file and tables if they are missing."""
    path = _sqlite_path(url)
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

    # Sums are declared on top of these tables; a store without them, or with older ones, gets them here.
    from data.upgrade import upgrade

    METADATA.create_all(engine)
    with engine.connect() as connection, transaction(connection):
        upgrade(connection)
        # A list gets codes from other datasets before its own first load, which then needs its key.
        for index in (index for indexes in INDEXES.values() for index in indexes):
            index.create(connection, checkfirst=True)
        if connection.exec_driver_sql("select count(*) from days").scalar() == 0:
            connection.execute(DAYS.insert(), list(_days()))
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
