"""Names beside codes: `labels=zh` gives a file a column with names after each column of codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Connection

from api.formats import Table
from data.answers.names import reference
from data.answers.records.streams import Block
from data.catalog import PUBLISHED
from data.definitions import Field, Text
from data.rollups.plan import NONE, NONE_TITLE
from data.store.backend import Form

# Code → name in both languages.
Names = Mapping[str, Text]
_BETWEEN = Text("、", ", ")


def column(coded: Field) -> Field:
    """The column with the names of a column of codes."""
    title = Text(f"{coded.title.zh}名称", f"{coded.title.en} (name)")
    return Field(f"{coded.id}_label", "text", title)


def names_of(connection: Connection, fields: tuple[Field, ...]) -> dict[str, Names]:
    """The names of each field that has codes, of its own or of a published reference list."""
    named: dict[str, Names] = {}
    for field in fields:
        if field.codes:
            named[field.id] = {code.id: code.title for code in field.codes}
        elif field.refers in PUBLISHED:
            named[field.id] = reference(connection, field.refers)
    return named


def labelled(table: Table, names: Mapping[str, Names], lang: str) -> Table:
    """The table with a column of names in `lang` after each column that has `names`."""
    at = [i for i, one in enumerate(table.columns) if names.get(one.id)]
    columns = list(table.columns)
    for i in reversed(at):
        columns.insert(i + 1, column(table.columns[i]))

    # Where each cell comes from, and the names if it is one.
    plan: list[tuple[int, _Written | None]] = []
    for i in range(len(table.columns)):
        plan.append((i, None))
        if i in at:
            plan.append((i, _Written(names[table.columns[i].id], lang)))

    def blocks(form: Form) -> Iterator[Block]:
        for block in table.blocks("array"):
            rows = orjson.loads("[" + block.text.replace("\n", ",") + "]")
            written = (
                [row[i] if named is None else named[row[i]] for i, named in plan] for row in rows
            )
            yield Block(block.rows, "\n".join(_line(row, columns, form) for row in written))

    return replace(table, columns=tuple(columns), blocks=blocks)


def _line(row: list[Any], columns: list[Field], form: Form) -> str:
    if form == "object":
        return orjson.dumps(dict(zip((c.id for c in columns), row, strict=True))).decode()
    if form == "cells":
        row = ["" if value is None else value for value in row]
    return orjson.dumps(row).decode()


class _Written(dict[str | None, str | None]):
    """Code → name. Of several codes in a cell the names of all; a code that has none is its own."""

    def __init__(self, names: Names, lang: str) -> None:
        super().__init__({code: title[lang] for code, title in names.items()})
        self._between = _BETWEEN[lang]
        self.setdefault(NONE, NONE_TITLE[lang])
        self[None] = None

    def __missing__(self, code: str) -> str:
        if "," not in code:
            return code
        return self._between.join(self.get(part) or part for part in code.split(","))
