"""JSON lines: each row as an object on a line of its own, as the JSON answer has it."""

from __future__ import annotations

from collections.abc import Iterator

from api.formats.format import FileOptions, Format
from api.formats.table import Table
from data.definitions import Text


def write(table: Table, options: FileOptions) -> Iterator[bytes]:
    """The rows, block by block."""
    del options
    for block in table.blocks("object"):
        yield block.text.encode() + b"\n"


FORMAT = Format(
    suffix="jsonl",
    media_type="application/jsonl",
    title=Text("JSON 行", "JSON lines"),
    write=write,
)
