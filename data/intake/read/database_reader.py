"""A source's database as a source of records: a query, and a mark up to where it has been read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from data.intake.read.chunk import Chunk, FileRefused, checked_headers, frame_of
from data.intake.read.file_layout import FileLayout


def read_database(
    url: str,
    sql: str,
    watermark_column: str | None = None,
    watermark_value: str | None = None,
    rows: int = 100_000,
) -> Iterator[Chunk]:
    """Chunks of at most `rows` records of `sql`, streamed; at least one chunk.

    With `watermark_column` they come in its order, and with `watermark_value` (as text, the way the
    column was read before) only those from it on and those that have none. `__line` is the number of the record, from 1.
    Values become text: times in ISO 8601, booleans true/false. Raises FileRefused with the
    database's own message; never with the address's password.
    """
    try:
        engine = sa.create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise FileRefused(f"this database address cannot be used: {_short(error)}") from None
    statement = _statement(engine, sql, watermark_column, watermark_value)
    try:
        with engine.connect().execution_options(stream_results=True, yield_per=rows) as connection:
            if watermark_column:
                _check_column(connection, sql, watermark_column)
            yield from _chunks(connection.execute(statement), rows)
    except SQLAlchemyError as error:
        raise FileRefused(f"the database said: {_short(error)} 数据库查询失败") from None
    finally:
        engine.dispose()


def _statement(engine: sa.Engine, sql: str, column: str | None, value: str | None) -> sa.TextClause:
    # As a part of a query of ours it can only read; a comment may end it.
    query = f"SELECT * FROM ({_inner(sql)}\n) AS source"
    if column is None:
        return sa.text(query)
    name = engine.dialect.identifier_preparer.quote(column).replace(":", "\\:")
    if value is None:
        return sa.text(f"{query} ORDER BY {name}")
    beyond = sa.text(f"{query} WHERE {name} >= :watermark OR {name} IS NULL ORDER BY {name}")
    return beyond.bindparams(watermark=_comparable(engine, value))


def count_below(url: str, sql: str, watermark_column: str, watermark_value: str) -> int:
    """How many records of `sql` have a lower mark. Raises FileRefused like `read_database`."""
    engine = sa.create_engine(url)
    name = engine.dialect.identifier_preparer.quote(watermark_column).replace(":", "\\:")
    count = sa.text(
        f"SELECT count(*) FROM ({_inner(sql)}\n) AS source WHERE {name} < :watermark"
    ).bindparams(watermark=_comparable(engine, watermark_value))
    try:
        with engine.connect() as connection:
            return int(connection.execute(count).scalar_one())
    except SQLAlchemyError as error:
        raise FileRefused(f"the database said: {_short(error)} 数据库查询失败") from None
    finally:
        engine.dispose()


def _inner(sql: str) -> str:
    return sql.strip().rstrip(";").replace(":", "\\:")


def _check_column(connection: sa.Connection, sql: str, column: str) -> None:
    """Refuse a column that the query does not have: some databases take its name for a text."""
    empty = sa.text(f"SELECT * FROM ({_inner(sql)}\n) AS source WHERE 1 = 0")
    names = list(connection.execute(empty).keys())
    if column not in names:
        near = get_close_matches(column, names, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise FileRefused(
            f"the query has no column {column!r} for --watermark{hint}; it has {', '.join(names)} "
            "查询中没有该列"
        )


def _comparable(engine: sa.Engine, value: str) -> str | int | float:
    """SQLite compares a number with a text by kind, not by value; others read a text as needed."""
    if engine.dialect.name != "sqlite":
        return value
    for kind in (int, float):
        try:
            if str(kind(value)) == value:
                return kind(value)
        except ValueError:
            continue
    return value


def _chunks(result: sa.CursorResult[Any], rows: int) -> Iterator[Chunk]:
    names = checked_headers(list(result.keys()), Path("the query"), FileLayout())
    at = 1
    for part in result.partitions(rows):
        records = [[_text(value) for value in row] for row in part]
        yield Chunk(frame_of(names, records, range(at, at + len(records))))
        at += len(records)
    if at == 1:
        yield Chunk(frame_of(names, [], []))


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value) if not isinstance(value, timedelta) else str(value.total_seconds())


def _short(error: Exception) -> str:
    """The first line of a driver's message, without the statement and the address."""
    reason = getattr(error, "orig", None) or error
    return str(reason).strip().split("\n")[0][:200] or type(reason).__name__
