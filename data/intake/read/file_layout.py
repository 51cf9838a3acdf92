"""How a source lays its files out: encoding, sheets, the row of the header and the names in it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Self

# Rows in which a header is looked for below titles and notes.
HEADER_ROWS = 30
ALL_SHEETS = "*"


@dataclass(frozen=True)
class FileLayout:
    """What a reader is told of a file before it opens it.

    `headers` are the names that the profile looks for (none: not known, the first filled row is the
    header); dotted ones reach into nested JSON. `header_row` counts from 1. `sheets` of a workbook:
    names, or `*` for all that have the header; none: the one sheet that has it. A file of a `printed`
    dataset may be whole annual reports instead of records.
    """

    encoding: str = "auto"
    headers: frozenset[str] = frozenset()
    header_row: int | None = None
    sheets: tuple[str, ...] = ()
    printed: bool = False

    def as_json(self) -> str:
        return json.dumps(asdict(self) | {"headers": sorted(self.headers)})

    @classmethod
    def from_json(cls, text: str) -> Self:
        members = json.loads(text)
        return cls(
            members["encoding"],
            frozenset(members["headers"]),
            members["header_row"],
            tuple(members["sheets"]),
            members["printed"],
        )

    def recognised(self, cells: Iterable[str | None]) -> int:
        """How many of the cells are names that the profile looks for."""
        expected = {same_header(name) for name in self.headers}
        return sum(bool(cell) and same_header(str(cell)) in expected for cell in cells)


def same_header(name: str) -> str:
    """A header without what people do not see in it: blanks, case, full-width letters."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def header_at(rows: Sequence[Sequence[str | None]], layout: FileLayout) -> int:
    """Which of a file's first rows is the header: the first with the most known names.

    Without a known name it is the first row that is not empty; -1 where there is none.
    """
    filled = [at for at, row in enumerate(rows) if any(cell and cell.strip() for cell in row)]
    if not filled:
        return -1
    return max(filled, key=lambda at: layout.recognised(rows[at]))
