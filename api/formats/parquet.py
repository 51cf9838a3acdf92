"""Parquet with typed columns, one row group after another as the rows come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from api.formats.format import OF_DATASETS, FileOptions, Format
from api.formats.sink import Sink
from api.formats.table import Table
from data.definitions import Field, Text

# Imported where it is used: only who asks for Parquet waits for its library.
if TYPE_CHECKING:
    import pyarrow as pa

# Rows in a row group: enough for readers to skip by, little enough to hold.
GROUP = 50_000


def write(table: Table, options: FileOptions) -> Iterator[bytes]:
    """The file in parts; its metadata says where the data comes from, field by field what it is."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    del options
    schema = pa.schema([_field(column) for column in table.columns])
    schema = schema.with_metadata({what.en: value for what, value in table.about})
    sink = Sink()
    with pq.ParquetWriter(sink, schema) as writer:
        waiting: list[pa.RecordBatch] = []
        for rows in table.arrays():
            waiting.append(_batch(rows, schema))
            if sum(len(batch) for batch in waiting) >= GROUP:
                writer.write_table(pa.Table.from_batches(waiting, schema))
                waiting = []
                yield sink.take()
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting, schema))
    yield sink.take()


def _field(column: Field) -> pa.Field:
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        "text": pa.string(),
        "code": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "month": pa.string(),
        "instant": pa.timestamp("us", tz="UTC"),
        "boolean": pa.bool_(),
    }
    titles = {"title_zh": column.title.zh, "title_en": column.title.en}
    return pa.field(column.id, types[column.published_type], metadata=titles)


def _batch(rows: list[list[Any]], schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    columns = [
        _array(list(values), field.type)
        for values, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Dates and instants come as ISO 8601 text, which Arrow reads."""
    import pyarrow as pa

    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind)


FORMAT = Format(
    suffix="parquet",
    media_type="application/vnd.apache.parquet",
    title=Text("Parquet", "Parquet"),
    write=write,
    kinds=OF_DATASETS,
)
