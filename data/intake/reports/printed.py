"""A report read from a file: whose, of which year, and its cells as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.catalog.disclosure.figures import CHANGE
from data.catalog.statements import BLANKS, NUMBERLESS
from data.disclosure.forms import REVIEW_CELLS, Form, form_of_print
from data.intake.check.faults import shown
from data.intake.read.chunk import Chunk, FileRefused, Reject, frame_of

COLUMNS = ("year", "department", "organ", "figure", "value", "source_url")
"""The headers of the chunks made here; `organ` is the name of the one that `department` codes."""
_WORDS = {*NUMBERLESS, *(code.id for code in BLANKS)}
_GROUPED = re.compile(r"^\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?$")
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")


@dataclass
class Print:
    """One report. `cells`: figure → (where it is in the file, what is printed)."""

    year: str
    department: str
    organ: str | None = None
    source_url: str | None = None
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, figure: str, place: str, printed: Any) -> None:
        """Note a cell; raises FileRefused where the file has it twice."""
        if figure in self.cells:
            raise FileRefused(f"cell {figure} is there twice 同一格出现两次")
        self.cells[figure] = (place, text_of(printed))


def text_of(printed: Any) -> str:
    """A cell as text: nothing is an empty text, a whole number has no decimals."""
    if printed is None:
        return ""
    if isinstance(printed, float) and printed == int(printed):
        return str(int(printed))
    return re.sub(r"\s+", "", str(printed))


def _fault(figure: str, printed: str) -> str | None:
    """Why what is printed is no cell: a number of the right kind, empty, or a word for none."""
    if not printed or printed in _WORDS:
        return None
    plain = _plain(printed)
    if not _NUMBER.match(plain):
        return "a number, an empty cell or / is expected 应为数字、空白或“/”"
    if plain.startswith("-") and not figure.endswith(CHANGE):
        return "only a change (…_change) can be below 0 只有“增/减”可以小于 0"
    return None


def _plain(printed: str) -> str:
    """Without the commas between thousands."""
    return re.sub("[,，]", "", printed) if _GROUPED.match(printed) else printed


def chunk_of(prints: Iterable[Print]) -> Chunk:
    """The cells of reports as a chunk of text; a cell that is none is rejected by its name.

    A line is the number of a cell, as many are in one line of the file.
    """
    records: list[list[str | None]] = []
    lines: list[int] = []
    rejects: list[Reject] = []
    line = 0
    for one in prints:
        for figure, (place, printed) in one.cells.items():
            line += 1
            if why := _fault(figure, printed):
                where = f"{one.year}, {one.department}, cell {figure} ({place})"
                rejects.append(Reject(line, "value", f"{where}: {shown(printed)} {why}"))
                continue
            record = (one.year, one.department, one.organ, figure, _plain(printed), one.source_url)
            records.append([value or None for value in record])
            lines.append(line)
    return Chunk(frame_of(COLUMNS, records, lines), rejects)


def check_whole(one: Print, tables: Iterable[str]) -> Form:
    """The form of a print; raises FileRefused where a table that is in the file lacks cells.

    `tables`: those in the file, of "3" and "4".
    """
    form = form_of_print(int(one.year) if one.year.isdigit() else 0, one.cells)
    expected: Mapping[str, tuple[str, ...]] = {"3": form.request_cells, "4": REVIEW_CELLS}
    for table in tables:
        if missing := [figure for figure in expected[table] if figure not in one.cells]:
            raise FileRefused(
                f"table {table} lacks {', '.join(_some(missing))}; the form of {form.id} has "
                f"{len(expected[table])} cells 表格缺少行或列"
            )
    return form


def _some(missing: list[str]) -> Iterator[str]:
    yield from missing[:8]
    if len(missing) > 8:
        yield "…"
