"""The annual reports of a published day: tables 三 and 四 of each year with records, cell by cell.

Of the hall (no department) and of each department that has a record. The rules that they are counted by are
`annual_report` of rules.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from api.publish.draft import Draft
from data.catalog import DATASETS, PUBLISHED
from data.disclosure import cell_rules
from data.disclosure.cells import REQUESTS, REVIEWS
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS
from data.disclosure.published import STATEMENTS, organs
from data.disclosure.report import CARRIED_IN, NOT_COVERED, Report, recorded_years, report
from data.publish.changes import Changes
from data.publish.frozen_values import read, written
from data.questions import AnnualReport

COLUMNS_OF_FILE = ("department", "table", "row", "column", "value", "reason")
# What is printed of the year before, and by whom, goes into each report.
_OF_ALL_YEARS = (STATEMENTS, "departments")


def path_of(year: int) -> str:
    """Where a year's report lies in a published day."""
    return f"annual-reports/{year}.csv"


def write(draft: Draft, connection: Connection, changes: Changes, fresh: bool, today: date) -> None:
    """A file a year. Those that no row can have changed since the published day before are linked."""
    if REQUESTS not in PUBLISHED or REVIEWS not in PUBLISHED:
        return
    first = None if fresh else _first_changed(changes)
    departments = sorted(organs(connection).with_records - {None})
    years, _ = recorded_years(connection, today)
    for year in years:
        if first and year < first and _departments_before(draft, year) == departments:
            draft.link(path_of(year))
            continue
        lines = list(_lines(connection, year, departments, today))
        content = written(lines, COLUMNS_OF_FILE)
        draft.write(path_of(year), content, packed=True, kind="reports", rows=len(lines))


def _first_changed(changes: Changes) -> int | None:
    """The first year of which a report may have another cell than the day before; None: any may.

    A row is in the reports of the year in which it begins and of later ones. The year that is running has no
    other cells a day later, if no row came: none is dated ahead.
    """
    if any(changes.any(id) for id in _OF_ALL_YEARS):
        return None
    first = date.max.year
    for table in cell_rules.rules()["tables"].values():
        dataset = DATASETS[table["dataset"]]
        dates = [dataset.field(table[name]) for name in ("begins", "ends")]
        if any(one.scheduled for one in dates):
            return None
        if changes.any(dataset.id):
            months = changes.months[dataset.id].get(table["begins"])
            if not months:
                return None
            first = min(first, *(int(month[:4]) for month in months if month))
    return first


def _departments_before(draft: Draft, year: int) -> list[str] | None:
    """The departments in a year's report of the published day before; None where there is none."""
    content = draft.content_before(path_of(year))
    return None if content is None else sorted({line[0] for line in read(content)} - {""})


def _lines(
    connection: Connection, year: int, departments: list[str], today: date
) -> Iterator[list[str]]:
    for department in (None, *departments):
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
