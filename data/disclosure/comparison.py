"""A published report held against the records, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.catalog.disclosure.figures import REQUEST_CELLS, REVIEW_CELLS, cell
from data.definitions import Text
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS
from data.disclosure.published import Printed
from data.disclosure.report import Report

TITLES: dict[str, Text] = {code.id: code.title for code in (*REQUEST_CELLS, *REVIEW_CELLS)}


@dataclass(frozen=True)
class Compared:
    """One cell: as printed, and as the records give it (None: they cannot)."""

    row: str
    column: str
    printed: Printed
    recomputed: int | None

    @property
    def id(self) -> str:
        return cell(self.row, self.column)

    @property
    def table(self) -> str:
        return "4" if self.row in GROUPS else "3"

    @property
    def difference(self) -> float | None:
        """Published minus recomputed; None where one of them is no number."""
        if self.printed.value is None or self.recomputed is None:
            return None
        return self.printed.value - self.recomputed

    @property
    def differs(self) -> bool | None:
        """A cell without a number says nothing that 0 would contradict, and leaves out all else.

        None where the records do not give the cell.
        """
        if self.recomputed is None:
            return None
        if self.printed.value is None:
            return self.recomputed != 0
        return self.printed.value != self.recomputed


def compared(report: Report) -> list[Compared]:
    """The published cells of tables 三 and 四, in the order of the print."""
    return list(_compared(report))


def _compared(report: Report) -> Iterator[Compared]:
    if report.published is None:
        return
    rows = (*((row, COLUMNS) for row in report.published.form.row_ids),)
    groups = (*((group, REVIEW_COLUMNS) for group in GROUPS),)
    for row, columns in (*rows, *groups):
        counted = (report.table4 if row in GROUPS else report.table3)[row]
        for column, recomputed in zip(columns, counted, strict=True):
            printed = report.published.cells.get(cell(row, column))
            if printed is not None:
                # What was carried in is itself from a print: no count of records.
                comparable = None if row == "r02" and report.carried_in else recomputed
                yield Compared(row, column, printed, comparable)
