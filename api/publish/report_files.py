"""The annual reports of a published day: tables 三 and 四 of each year with records, cell by cell.

Of the hall (no department) and of each department that has a record. The rules that they are counted by are
`annual_report` of rules.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from api.publish.draft import Draft
from data.catalog import PUBLISHED
from data.disclosure.cells import REQUESTS, REVIEWS
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS
from data.disclosure.published import STATEMENTS, organs
from data.disclosure.report import CARRIED_IN, NOT_COVERED, Report, recorded_years, report
from data.publish.changes import Changes
from data.publish.frozen_values import written
from data.questions import AnnualReport

COLUMNS_OF_FILE = ("department", "table", "row", "column", "value", "reason")
# What a report is made of.
DATASETS = (REQUESTS, REVIEWS, STATEMENTS)


def path_of(year: int) -> str:
    """Where a year's report lies in a published day."""
    return f"annual-reports/{year}.csv"


def write(draft: Draft, connection: Connection, changes: Changes, fresh: bool, today: date) -> None:
    """A file a year. One that was over the published day before is linked if no row came, changed or went."""
    if REQUESTS not in PUBLISHED or REVIEWS not in PUBLISHED:
        return
    changed = fresh or any(changes.any(id) for id in DATASETS)
    before = date.fromisoformat(draft.before.date) if draft.before else None
    years, _ = recorded_years(connection, today)
    for year in years:
        is_over = before is not None and year < before.year
        if is_over and not changed and draft.earlier(path_of(year)):
            draft.link(path_of(year))
            continue
        lines = list(_lines(connection, year, today))
        content = written(lines, COLUMNS_OF_FILE)
        draft.write(path_of(year), content, packed=True, kind="reports", rows=len(lines))


def _lines(connection: Connection, year: int, today: date) -> Iterator[list[str]]:
    for department in (None, *sorted(organs(connection).with_records - {None})):
        made = report(connection, AnnualReport(year, department), today)
        for row in made.form.row_ids:
            yield from _row(made, "3", row, COLUMNS, made.table3[row])
        for group in GROUPS:
            yield from _row(made, "4", group, REVIEW_COLUMNS, made.table4[group])


def _row(
    made: Report, table: str, row: str, columns: tuple[str, ...], cells: tuple[int | None, ...]
) -> Iterator[list[str]]:
    carried = row == "r02" and made.carried_in
    for column, value in zip(columns, cells, strict=True):
        reason = CARRIED_IN if carried else NOT_COVERED if value is None else ""
        number = "" if value is None else str(value)
        yield [made.query.department or "", table, row, column, number, reason]
