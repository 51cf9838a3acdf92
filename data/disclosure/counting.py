"""The cells of tables 三 and 四, counted from records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import ColumnElement

from data.answers.records.behind_values import of_proof
from data.answers.records.of_dataset import of_records
from data.answers.records.pages import count
from data.answers.records.selection import Selection
from data.disclosure.cells import REQUESTS, ReportYear, request_cell, review_cell
from data.disclosure.forms import OTHERWISE, OTHERWISE_PARTS
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS, ROW_IDS, TOTAL
from data.questions import Proof, Records
from data.store.tables import TABLES

Cells = tuple[int | None, ...]
"""None: cannot be known."""


def _selected(connection: Connection, query: Records | Proof) -> Selection:
    if isinstance(query, Proof):
        return of_proof(connection, query, query.to or date.max)
    return of_records(query)


def by_applicant(connection: Connection, query: Records | Proof) -> Cells:
    """A row of table 三. The total is counted by itself, so that the columns can be held to it."""
    return _rows(connection, query, None).get(None, (0,) * len(COLUMNS))


def _rows(
    connection: Connection, query: Records | Proof, by: str | None
) -> dict[str | None, Cells]:
    """Cells by applicant and in total, for each value of the field `by`."""
    columns = TABLES[REQUESTS].c
    keys = [columns[by]] if by else []
    chosen = _selected(connection, query)

    def counted(*more: ColumnElement[str]) -> Iterator[tuple]:
        statement = select(*keys, *more, func.count()).select_from(TABLES[REQUESTS])
        statement = statement.where(*chosen.shape).group_by(*keys, *more)
        yield from connection.execute(statement.params(chosen.values))

    counts: dict[str | None, dict[str, int]] = {}
    for *at, n in counted():
        counts.setdefault(at[0] if by else None, {})[TOTAL] = n
    for *at, applicant, n in counted(columns.applicant_kind):
        counts[at[0] if by else None][applicant] = n
    return {
        value: tuple(cells.get(column, 0) for column in COLUMNS) for value, cells in counts.items()
    }


def request_table(
    connection: Connection, department: str | None, span: ReportYear
) -> dict[str, Cells]:
    """Table 三: row → cells, the rows of both forms."""

    def query(row: str) -> Records | Proof:
        return request_cell(row, TOTAL, department, span)

    empty: dict[str, Cells] = dict.fromkeys(ROW_IDS, (0,) * len(COLUMNS))
    by_outcome = _rows(connection, query("r24"), "outcome")
    outcomes = {outcome: cells for outcome, cells in by_outcome.items() if outcome is not None}
    parts = [(empty | outcomes)[row] for row in OTHERWISE_PARTS]
    otherwise = tuple(sum(cell or 0 for cell in column) for column in zip(*parts, strict=True))
    return (
        empty
        | outcomes
        | {OTHERWISE: otherwise}
        | {r: by_applicant(connection, query(r)) for r in ("r01", "r02", "r24", "r25")}
    )


def review_table(
    connection: Connection, department: str | None, span: ReportYear
) -> dict[str, Cells]:
    """Table 四: group → cells."""

    def counted(group: str, column: str) -> int:
        return count(
            connection, _selected(connection, review_cell(group, column, department, span))
        )

    return {group: tuple(counted(group, c) for c in REVIEW_COLUMNS) for group in GROUPS}
