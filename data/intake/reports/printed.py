"""A report read from a file: whose, of which year, and its cells as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.catalog.disclosure.figures import CHANGE
from data.catalog.statements import BLANKS, NUMBERLESS
from data.disclosure.forms import REVIEW_CELLS, Form, form_of_print
from data.intake.check.faults import quoted
from data.intake.read.chunk import FIELD_LIMIT, Chunk, FileRefused, Reject, frame_of

_COLUMNS = ("year", "department", "department__label", "figure", "value", "source_url")
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

    def __post_init__(self) -> None:
        named = {"organ": self.organ, "source_url": self.source_url}
        for name, value in {"year": self.year, "department": self.department, **named}.items():
            if value is not None and not _is_text(value):
                raise FileRefused(f'"{name}" is no text that can be kept 不是有效的文字')

    def add(self, figure: str, place: str, printed: Any) -> None:
        """Note a cell; raises FileRefused where the file has it twice."""
        if figure in self.cells:
            raise FileRefused(f"cell {figure} is there twice 同一格出现两次")
        self.cells[figure] = (place, text_of(printed))


def _is_text(value: object) -> bool:
    """Whether it is text as other files may hold it: no NUL, no half of a character, not too long."""
    if not isinstance(value, str) or len(value) > FIELD_LIMIT:
        return False
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value)


def text_of(printed: Any) -> str:
    """A cell as text: nothing is an empty text, a whole number has no decimals."""
    if printed is None:
        return ""
    if isinstance(printed, float) and printed.is_integer():
        return str(int(printed))
    text = re.sub(r"\s+", "", str(printed))
    return text.encode("utf-8", "replace").decode()  # JSON can hold half a character


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
    """The cells of reports as a chunk under our own names; one that is no cell is rejected by its name.

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
                rejects.append(Reject(line, "value", f"{where}: {quoted(printed)} {why}"))
                continue
            record = (one.year, one.department, one.organ, figure, _plain(printed), one.source_url)
            records.append([value or None for value in record])
            lines.append(line)
    return Chunk(frame_of(_COLUMNS, records, lines), rejects, ours=True)


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
