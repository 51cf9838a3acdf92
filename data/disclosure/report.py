"""The annual report of a year: tables 三 and 四 counted from records, and what was published of it.

Row 二 of a year in which the records begin has no number, as what was carried over into it is not on
record, unless the report of the year before was loaded: then it is row 四 of that one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from data.catalog import DATASETS
from data.catalog.disclosure.figures import cell
from data.definitions import Text
from data.disclosure.cells import REQUESTS, ReportYear, of_records, open_at
from data.disclosure.counting import Cells, by_applicant, request_table, review_table
from data.disclosure.forms import OTHERWISE, Form, form_of
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS, ROW_IDS
from data.disclosure.published import Organs, Published, organs, published
from data.hall import hall
from data.questions import AnnualReport, Unanswerable, Unknown
from data.rollups.coverage import coverage
from data.store.tables import TABLES

NOT_COVERED, CARRIED_IN = "not-covered", "carried-in"
_UNKNOWN: Cells = (None,) * len(COLUMNS)


@dataclass(frozen=True)
class Report:
    """`table3`: row → 7 cells in the order of COLUMNS, of both forms; `table4`: group → 5 cells.

    `form`: that of the year. `carried`: row 25 of the year before; `carried_in`: whether row 02 is
    that row as published, as no record gives it. `counted`: whether there are records of the year and
    the department. `years`: those that can be reported, newest first.
    """

    query: AnnualReport
    span: ReportYear
    form: Form
    table3: dict[str, Cells]
    table4: dict[str, Cells]
    carried: Cells
    years: tuple[int, ...]
    since: date | None
    """The first day that the records are of: what came before is not known."""
    counted: bool
    carried_in: bool = False
    published: Published | None = None

    @property
    def statements(self) -> dict[str, float]:
        """Figure → what was stated or published; figures without a number are not in it."""
        cells = self.published.cells if self.published else {}
        return {id: float(one.value) for id, one in cells.items() if one.value is not None}

    @property
    def whole(self) -> bool:
        """Whether there are records from the first day of the year on."""
        return self.counted and self.since is not None and whole(self.span.year, self.since)

    @property
    def partial(self) -> bool:
        """Not all of the year: it is running, or the records begin within it or after it."""
        return self.span.partial or not self.whole


def whole(year: int, since: date) -> bool:
    """Whether records that begin on `since` cover a year from its first day on."""
    return since <= date(year, 1, 1)


def recorded_years(connection: Connection, today: date) -> tuple[tuple[int, ...], date | None]:
    """The years with records, newest first, and the first day that they are of."""
    covered = coverage(connection, DATASETS[REQUESTS])
    if covered is None:
        return (), None
    since = hall().records_complete_from or covered.first
    return tuple(range(today.year, since.year - 1, -1)), since


def years(connection: Connection, today: date, department: str | None = None) -> tuple[int, ...]:
    """The years that can be reported, from records or as published, newest first."""
    recorded, _ = recorded_years(connection, today)
    return _years(recorded, organs(connection), department)


def _years(recorded: tuple[int, ...], organs: Organs, department: str | None) -> tuple[int, ...]:
    of_records = recorded if organs.recorded(department) else ()
    return tuple(sorted({*of_records, *organs.published_years(department)}, reverse=True))


def report(connection: Connection, query: AnnualReport, today: date) -> Report:
    """The report that a query asks for.

    Raises `Unknown` for a year neither recorded nor published, `Unanswerable` for a department that
    is on no list.
    """
    recorded, since = recorded_years(connection, today)
    _known_department(connection, query.department)
    all_organs = organs(connection)
    reportable = _years(recorded, all_organs, query.department)
    if query.year not in reportable:
        raise _unknown(query.year, reportable, since, today)
    span = ReportYear.of(query.year, today)
    counted = query.year in recorded and all_organs.recorded(query.department)
    print_of_year = published(connection, query.department, query.year, all_organs)
    blank = Report(
        query=query,
        span=span,
        form=form_of(query.year),
        table3=dict.fromkeys((*ROW_IDS, OTHERWISE), _UNKNOWN),
        table4=dict.fromkeys(GROUPS, (None,) * len(REVIEW_COLUMNS)),
        carried=_UNKNOWN,
        years=reportable,
        since=since,
        counted=counted,
        published=print_of_year,
    )
    return _counted(connection, blank, today) if counted else blank


def _unknown(year: int, reportable: tuple[int, ...], since: date | None, today: date) -> Unknown:
    if since is None and not reportable:
        reason = Text(
            "暂无政府信息公开申请记录", "there are no disclosure requests in the store yet"
        )
        return Unknown("year", reason)
    reason = Text(
        f"没有{year}年的记录：现有记录从{since}到{today}",
        f"no records of {year}: they cover {since} to {today}",
    )
    return Unknown("year", reason, tuple(map(str, reportable)))


def _counted(connection: Connection, report: Report, today: date) -> Report:
    """The report with its tables counted from records."""
    span, department = report.span, of_records(report.query.department)
    before = ReportYear.of(span.year - 1, today)
    table3 = request_table(connection, department, span)
    carried = by_applicant(connection, open_at(department, before.as_of))
    carried_in = False
    if not report.whole:  # counted, both would be 0
        table3["r02"] = carried = _UNKNOWN
    if report.since and not whole(span.year - 1, report.since):  # the first year of the records
        printed = _printed_carry(report.published)
        if printed is not None and (any(table3["r02"]) or table3["r02"] == printed):
            carried = printed
        elif printed is not None:
            table3["r02"], carried, carried_in = printed, _UNKNOWN, True
    return replace(
        report,
        table3=table3,
        table4=review_table(connection, department, span),
        carried=carried,
        carried_in=carried_in,
    )


def _printed_carry(print_of_year: Published | None) -> Cells | None:
    """Row 25 of the year before as published; None unless all of its cells are."""
    if print_of_year is None:
        return None
    cells = [print_of_year.before.get(cell("r25", column)) for column in COLUMNS]
    if any(one is None for one in cells):
        return None
    return tuple(int(one.value) if one and one.value is not None else None for one in cells)


def _known_department(connection: Connection, department: str | None) -> None:
    if department is None or department == hall().report_organ:
        return
    codes = connection.execute(select(TABLES["departments"].c.department)).scalars().all()
    if department not in codes:
        reason = Text(f"没有编码“{department}”", f"there is no code {department!r}")
        raise Unanswerable("department", reason, tuple(sorted(codes)))
