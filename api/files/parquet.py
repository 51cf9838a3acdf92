"""Parquet with typed columns, one row group after another as the rows come."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from api.files.table import Table
from data.definitions import Field

# Rows in a row group: enough for readers to skip by, little enough to hold.
GROUP = 50_000
TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "instant": pa.timestamp("us", tz="UTC"),
    "boolean": pa.bool_(),
}


class _Written(io.RawIOBase):
    """What the writer has put out since it was last taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._at += len(part)
        return len(part)

    def take(self) -> bytes:
        found, self._parts = b"".join(self._parts), []
        return found


def parquet(table: Table) -> Iterator[bytes]:
    """The file in parts; its metadata says where the data comes from, field by field what it is."""
    schema = pa.schema([_field(column) for column in table.columns])
    schema = schema.with_metadata({what.en: value for what, value in table.about})
    written = _Written()
    with pq.ParquetWriter(written, schema) as writer:
        waiting: list[pa.RecordBatch] = []
        for rows in table.arrays():
            waiting.append(_batch(rows, schema))
            if sum(len(batch) for batch in waiting) >= GROUP:
                writer.write_table(pa.Table.from_batches(waiting, schema))
                waiting = []
                yield written.take()
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting, schema))
    yield written.take()


def _field(column: Field) -> pa.Field:
    titles = {"title_zh": column.title.zh, "title_en": column.title.en}
    return pa.field(column.id, TYPES[column.type], metadata=titles)


def _batch(rows: list[list[Any]], schema: pa.Schema) -> pa.RecordBatch:
    columns = [
        _array(list(values), field.type)
        for values, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Dates and instants come as ISO 8601 text, which Arrow reads."""
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind)
