"""The tables, derived from the catalogue.

Dates are stored as whole days since 1970-01-01 and instants as whole seconds since then (UTC) in
SQLite: a third of the bytes of ISO text, and indexes build twice as fast. SQL sees numbers, Python sees
`date` and `datetime`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.sql.elements import quoted_name
from sqlalchemy.types import TypeDecorator

from data.catalog import DATASETS
from data.definitions import Dataset, Field
from data.periods import period_start

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Whole days since 1970-01-01."""
    return (day - EPOCH).days


def from_day_number(number: int) -> date:
    return EPOCH + timedelta(days=number)


def stored(value: Any) -> Any:
    """A value as the store keeps it: a day as its number, an instant as whole seconds, truth as 1 or 0."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, bool):
        return int(value)
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
# In how two versions differ (a bit for each field), the bit for: one of them is withdrawn.
VOID_BIT = 62


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
        # The order in which records were first received: the order of pages and files unless their
        # dataset has another, and what breaks ties in every other order.
        Column(ROW_ID, Integer, primary_key=True),
        *(column(field) for field in dataset.fields),
    )


TABLES: dict[str, Table] = {dataset.id: _table(dataset) for dataset in DATASETS.values()}


# Of a row that waits: whether it withdraws the record, by which batch, and of what it withdraws the
# version that waited before it, as JSON.
WAITS_VOID, WAITS_BATCH, WAITS_RECORD = "__void", "__batch", "__record"


def _waiting_table(dataset: Dataset, of: MetaData) -> Table:
    return Table(
        f"{sql_name(dataset.id)}__waiting",
        of,
        Column(ROW_ID, Integer, primary_key=True),
        *(column(field) for field in dataset.fields),
        Column(quoted(WAITS_VOID), Boolean),
        Column(quoted(WAITS_BATCH), Integer),
        Column(quoted(WAITS_RECORD), Text),
        UniqueConstraint(*map(quoted, dataset.key)),
    )


# Of a dataset whose numbers move in steps, the newest version of each row that is to come with one.
WAITING: dict[str, Table] = {
    d.id: _waiting_table(d, METADATA) for d in DATASETS.values() if d.steps
}
# Of one whose numbers move at once: what a release under which they moved in steps has left waiting.
LEFT_WAITING: dict[str, Table] = {
    d.id: _waiting_table(d, MetaData()) for d in DATASETS.values() if not d.steps
}


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
    Column("conflict", Integer),
    Column("replaced", Integer),
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
# Codes that are on no list yet and were met in rows that wait: they come into their lists with these.
WAITING_CODES = Table(
    "waiting_codes",
    METADATA,
    Column("dataset", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("title", Text),
)
# In which months, by each of a dataset's dates, rows came, changed or went, and the data version that last
# did it: what is frozen of the other months need not be made anew. One without a date is in the month "".
CHANGED_MONTHS = Table(
    "changed_months",
    METADATA,
    Column("dataset", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    Column("version", Integer),
)
WATERMARKS = Table(
    "watermarks", METADATA, Column("source", Text, primary_key=True), Column("value", Text)
)
SETTINGS = Table(
    "settings", METADATA, Column("name", Text, primary_key=True), Column("value", Text)
)


def setting_of(kind: str, dataset: str) -> str:
    """The name of what is kept of a dataset: its `newest` event, when what is published of it `moved`."""
    return f"{kind}:{dataset}"


# The days that the notice of a year names, whatever year they lie in: a later notice of that year takes
# all of them back.
NOTICE_DAYS = Table(
    "notice_days",
    METADATA,
    Column("year", Integer, primary_key=True),
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


def every_day() -> Iterator[dict[str, int]]:
    day = FIRST_DAY
    while day <= LAST_DAY:
        starts = {g: day_number(period_start(day, g)) for g in ("week", "month", "quarter", "year")}
        yield {"day": day_number(day), **starts}
        day += timedelta(days=1)
