"""The annual report of a year, counted from records: tables 三 and 四.

Row 二 of a year in which the records begin has no number: what was carried over into it is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import ColumnElement

from data.answers.records import count
from data.answers.rows import Selection, of_proof, of_records
from data.catalog import DATASETS
from data.definitions import Text
from data.disclosure.cells import REQUESTS, Span, open_at, request_cell, review_cell
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS, ROW_IDS, TOTAL
from data.questions import AnnualReport, Proof, Records, Unanswerable, Unknown
from data.rollups.coverage import coverage
from data.store.tables import TABLES

STATEMENTS = "disclosure-statements"
Cells = tuple[int | None, ...]
"""None: cannot be known."""
Counts = tuple[int, ...]
NOT_COVERED = "not-covered"
_UNKNOWN: Cells = (None,) * len(COLUMNS)


@dataclass(frozen=True)
class Report:
    """`table3`: row → 7 cells in the order of COLUMNS; `table4`: group → 5 cells.

    `carried`: row 25 of the year before. `statements`: figure → (value, departments that stated
    it); empty where none did. `years`: those that can be reported, newest first.
    """

    query: AnnualReport
    span: Span
    table3: dict[str, Cells]
    table4: dict[str, Counts]
    carried: Cells
    years: tuple[int, ...]
    since: date
    """The first day that any record is of: what came before is not known."""
    statements: dict[str, float] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether there are records from the first day of the year on."""
        return whole(self.span.year, self.since)

    @property
    def partial(self) -> bool:
        """Not all of the year: it is running, or the records begin within it."""
        return self.span.partial or not self.whole


def whole(year: int, since: date) -> bool:
    """Whether records that begin on `since` cover a year from its first day on."""
    return since <= date(year, 1, 1)


def years(connection: Connection, today: date) -> tuple[tuple[int, ...], date | None]:
    """The years that can be reported, newest first, and the first day that any record is of."""
    known = coverage(connection, DATASETS[REQUESTS])
    if known is None:
        return (), None
    return tuple(range(today.year, known.first.year - 1, -1)), known.first


def report(connection: Connection, query: AnnualReport, today: date) -> Report:
    """The report that a query asks for.

    Raises `Unknown` for a year without records, `Unanswerable` for a department that is on no list.
    """
    covered, since = years(connection, today)
    if since is None:
        said = Text("还没有公开申请的记录", "there are no disclosure requests in the store yet")
        raise Unknown("year", said)
    if query.year not in covered:
        names = tuple(map(str, covered))
        said = Text(
            f"没有 {query.year} 年的记录：现有记录从 {since} 到 {today}",
            f"no records of {query.year}: they cover {since} to {today}",
        )
        raise Unknown("year", said, names)
    _known_department(connection, query.department)
    span = Span.of(query.year, today)
    before = Span.of(query.year - 1, today)
    table3 = _table3(connection, query.department, span)
    carried = _by_applicant(connection, open_at(query.department, before.as_of))
    if not whole(query.year, since):  # counted, both would be 0
        table3["r02"] = carried = _UNKNOWN
    return Report(
        query=query,
        span=span,
        table3=table3,
        table4=_table4(connection, query.department, span),
        carried=carried,
        years=covered,
        since=since,
        statements=_statements(connection, query),
    )


def _known_department(connection: Connection, department: str | None) -> None:
    if department is None:
        return
    codes = connection.execute(select(TABLES["departments"].c.department)).scalars().all()
    if department not in codes:
        said = Text(f"没有编码“{department}”", f"there is no code {department!r}")
        raise Unanswerable("department", said, tuple(sorted(codes)))


# --- counting -----------------------------------------------------------------------------------


def _selected(connection: Connection, query: Records | Proof) -> Selection:
    if isinstance(query, Proof):
        return of_proof(connection, query, query.to or date.max)
    return of_records(query)


def _by_applicant(connection: Connection, query: Records | Proof) -> Cells:
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

    found: dict[str | None, dict[str, int]] = {}
    for *at, n in counted():
        found.setdefault(at[0] if by else None, {})[TOTAL] = n
    for *at, applicant, n in counted(columns.applicant_kind):
        found[at[0] if by else None][applicant] = n
    return {
        value: tuple(cells.get(column, 0) for column in COLUMNS) for value, cells in found.items()
    }


def _table3(connection: Connection, department: str | None, span: Span) -> dict[str, Cells]:
    def query(row: str) -> Records | Proof:
        return request_cell(row, TOTAL, department, span)

    empty: dict[str, Cells] = dict.fromkeys(ROW_IDS, (0,) * len(COLUMNS))
    by_outcome = _rows(connection, query("r24"), "outcome")
    outcomes = {outcome: cells for outcome, cells in by_outcome.items() if outcome is not None}
    return (
        empty
        | outcomes
        | {r: _by_applicant(connection, query(r)) for r in ("r01", "r02", "r24", "r25")}
    )


def _table4(connection: Connection, department: str | None, span: Span) -> dict[str, Counts]:
    def counted(group: str, column: str) -> int:
        return count(
            connection, _selected(connection, review_cell(group, column, department, span))
        )

    return {group: tuple(counted(group, c) for c in REVIEW_COLUMNS) for group in GROUPS}


def _statements(connection: Connection, query: AnnualReport) -> dict[str, float]:
    """Sums of what departments stated for the year."""
    columns = TABLES[STATEMENTS].c
    statement = select(columns.figure, func.sum(columns.value)).where(columns.year == query.year)
    if query.department is not None:
        statement = statement.where(columns.department == query.department)
    rows = connection.execute(statement.group_by(columns.figure)).all()
    return {row.figure: row[1] for row in rows}
