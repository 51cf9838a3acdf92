"""Which records each cell of the annual report counts: a query that selects them and no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from data.disclosure.forms import OTHERWISE, OTHERWISE_PARTS
from data.disclosure.layout import TOTAL
from data.hall import hall
from data.questions import Page, Proof, Records

REQUESTS, REVIEWS = "disclosure-requests", "disclosure-reviews"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReportYear:
    """The year reported: its first day, its last, and the day that its open requests are of."""

    year: int
    first: date
    last: date
    as_of: date

    @classmethod
    def of(cls, year: int, today: date) -> ReportYear:
        last = date(year, 12, 31)
        return cls(year, date(year, 1, 1), last, min(last, today))

    @property
    def partial(self) -> bool:
        """Still running: open requests are those of now."""
        return self.as_of < self.last

    @property
    def eve(self) -> date:
        return self.first - ONE_DAY


def of_records(department: str | None) -> str | None:
    """The department that records are chosen by: of the hall's report none, as it is of all."""
    return None if department == hall().report_organ else department


def _where(
    department: str | None, outcomes: tuple[str, ...] = (), **codes: str | None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    codes_by_name = {"department": department, **codes}
    chosen = {name: (code,) for name, code in codes_by_name.items() if code is not None}
    return tuple(sorted((chosen | ({"outcome": outcomes} if outcomes else {})).items()))


def open_at(department: str | None, on: date, applicant: str | None = None) -> Proof:
    """Requests received by the end of a day and not answered by then."""
    where = _where(department, applicant_kind=applicant)
    return Proof("disclosure-open", to=on, where=where, page=Page(None))


def request_cell(
    row: str, column: str, department: str | None, span: ReportYear
) -> Records | Proof:
    """The records that a cell of table 三 counts."""
    applicant = None if column == TOTAL else column
    if row == "r25":
        return open_at(department, span.as_of, applicant)
    outcomes = () if row in ("r01", "r02", "r24") else (row,)
    if row == OTHERWISE:
        outcomes = OTHERWISE_PARTS
    ranges: dict[str, tuple] = {
        "r01": (("received_on", span.first, span.as_of),),
        "r02": (("received_on", None, span.eve), ("closed_on", span.first, None)),
    }
    return Records(
        REQUESTS,
        where=_where(department, outcomes, applicant_kind=applicant),
        ranges=ranges.get(row, (("closed_on", span.first, span.as_of),)),
        or_missing=("closed_on",) if row == "r02" else (),
        page=Page(None),
        exact=True,
    )


def review_cell(
    group: str, column: str, department: str | None, span: ReportYear
) -> Records | Proof:
    """The records that a cell of table 四 counts: what was concluded in the year or is pending."""
    if column == "pending":
        where = _where(department, kind=group)
        return Proof("disclosure-reviews-pending", to=span.as_of, where=where, page=Page(None))
    result = None if column == TOTAL else column
    concluded = ("concluded_on", span.first, span.as_of)
    overlapping = (("filed_on", None, span.as_of), ("concluded_on", span.first, None))
    return Records(
        REVIEWS,
        where=_where(department, kind=group, result=result),
        ranges=overlapping if column == TOTAL else (concluded,),
        or_missing=("concluded_on",) if column == TOTAL else (),
        page=Page(None),
        exact=True,
    )
