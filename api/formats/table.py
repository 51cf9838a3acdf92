"""What every file format writes: columns, blocks of rows as JSON, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from data.answers.records.streams import BLOCK, Block
from data.definitions import Field, Text
from data.store.backend import Form


@dataclass(frozen=True)
class Table:
    """A list to be written as a file.

    `blocks(form)` gives its rows as JSON in a form, anew at each call; `rows` is how many
    that will be, `total` how many there are without `limit`. `about`: (what, value) for a file that
    can say where it comes from.
    """

    title: Text
    columns: tuple[Field, ...]
    rows: int
    total: int
    blocks: Callable[[Form], Iterator[Block]]
    about: tuple[tuple[Text, str], ...] = ()

    def arrays(self) -> Iterator[list[list[Any]]]:
        """The rows of each block as lists of JSON values."""
        for block in self.blocks("array"):
            yield orjson.loads("[" + block.text.replace("\n", ",") + "]")


def blocks_of(
    columns: tuple[Field, ...], rows: Iterable[dict[str, Any]], form: Form
) -> Iterator[Block]:
    """Rows that are at hand, as blocks; a value that a row lacks is missing."""
    names = [column.id for column in columns]
    missing = "" if form == "cells" else None
    lines: list[str] = []
    for row in rows:
        members = {name: missing if (v := row.get(name)) is None else v for name in names}
        lines.append(orjson.dumps(members if form == "object" else list(members.values())).decode())
        if len(lines) == BLOCK:
            yield Block(len(lines), "\n".join(lines))
            lines = []
    if lines:
        yield Block(len(lines), "\n".join(lines))
