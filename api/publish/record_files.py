"""A dataset's rows as files: CSV and Parquet, by the month of the date that they are filed by."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from api.formats.csv import lines_of
from data.answers.records.of_dataset import of_records
from data.answers.records.pages import count, order_of
from data.answers.records.streams import Block
from data.catalog import DATASETS
from data.definitions import Dataset, Field
from data.periods import periods
from data.questions import Records
from data.store.backend import backend_of
from data.store.tables import TABLES

# A dataset of fewer rows lies in one file: two years of months would be fifty files of a few rows each.
ROWS_OF_ONE_FILE = 10_000
ALL, UNDATED = "all", "undated"


@dataclass(frozen=True)
class Part:
    """Some of a dataset's rows: those of a `month` (`2026-09`), those without the date, or all."""

    dataset: Dataset
    name: str

    @property
    def month(self) -> str | None:
        return None if self.name in (ALL, UNDATED) else self.name

    @property
    def query(self) -> Records:
        filed_by = self.dataset.filed_by
        if self.name == ALL or filed_by is None:
            return Records(self.dataset.id)
        if self.month is None:
            return Records(self.dataset.id, where=((filed_by, ("none",)),))
        if self.dataset.field(filed_by).precision == "month":
            return Records(self.dataset.id, ranges=((filed_by, self.month, self.month),))
        first = date.fromisoformat(f"{self.month}-01")
        (period,) = periods(first, first, "month")
        return Records(self.dataset.id, ranges=((filed_by, period.first, period.last),))


def parts(connection: Connection, dataset: Dataset) -> list[Part]:
    """The files of a dataset's rows; whether one is empty is seen when it is read."""
    filed_by = dataset.filed_by
    if filed_by is None or _rows(connection, dataset) < ROWS_OF_ONE_FILE:
        return [Part(dataset, ALL)]
    # Each end a question of its own, which an index answers.
    column = TABLES[dataset.id].c[filed_by]
    first, last = (connection.scalar(select(end(column))) for end in (func.min, func.max))
    months = periods(first, last, "month") if first and last else ()
    undated = [] if dataset.field(filed_by).required else [Part(dataset, UNDATED)]
    return [*(Part(dataset, month.name) for month in months), *undated]


def _rows(connection: Connection, dataset: Dataset) -> int:
    return count(connection, of_records(Records(dataset.id)))


def csv_of(connection: Connection, part: Part) -> tuple[bytes, int]:
    """A part as CSV by RFC 4180, without a byte-order mark, and how many rows it has."""
    selection = of_records(part.query)
    statement = select(order_of(part.dataset)).where(*selection.shape)
    lines = backend_of(connection).joined_texts(
        statement.order_by(order_of(part.dataset)), selection.fields, "cells"
    )
    ((text, rows),) = lines.rows(connection, selection.values)
    header = ",".join(selection.names) + "\r\n"
    body = lines_of(Block(rows, text), len(selection.fields)) if rows else b""
    return header.encode() + body, rows


def parquet_of(content: bytes, fields: Sequence[Field]) -> bytes:
    """The same cells as Parquet, typed."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv
    import pyarrow.parquet as pq

    types = {field.id: _type(field) for field in fields}
    table = arrow_csv.read_csv(
        pa.BufferReader(content),
        read_options=arrow_csv.ReadOptions(use_threads=False, block_size=max(len(content), 1)),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True,
            true_values=["true"], false_values=["false"],
        ),
    )  # fmt: skip
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", row_group_size=50_000)
    return sink.getvalue()


def _type(field: Field) -> Any:
    import pyarrow as pa

    types: dict[str, Any] = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "instant": pa.timestamp("s", tz="UTC"),
        "boolean": pa.bool_(),
    }
    return types.get(field.published_type, pa.string())


def schema_of(dataset: Dataset) -> Iterator[str]:
    """What a file of its rows looks like: name and type of each column."""
    for field in DATASETS[dataset.id].public_fields:
        yield f"{field.id}:{field.published_type}"
