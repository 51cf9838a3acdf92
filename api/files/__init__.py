"""The formats of files: CSV, XLSX, JSON lines and Parquet, all written from the same rows."""

from __future__ import annotations

from collections.abc import Iterator

from api.files.csv import cell, csv_of, csv_parts
from api.files.table import Table, blocks_of
from api.parsing.parameters import CsvOptions

__all__ = [
    "Table",
    "blocks_of",
    "cell",
    "content_of",
    "csv_of",
    "csv_parts",
]


def content_of(table: Table, suffix: str, options: CsvOptions) -> Iterator[bytes]:
    """The file, part by part. Closing the iterator ends the reading of the store."""
    match suffix:
        case "csv":
            return csv_of(table, options)
        case "jsonl":
            return _json_lines(table)
        case "xlsx":
            # Only who asks for a workbook or Parquet waits for their libraries.
            from api.files.xlsx import workbook

            return workbook(table, options)
        case "parquet":
            from api.files.parquet import parquet

            return parquet(table)
    raise ValueError(f"unknown format {suffix!r}")


def _json_lines(table: Table) -> Iterator[bytes]:
    for block in table.blocks("object"):
        yield block.text.encode() + b"\n"
