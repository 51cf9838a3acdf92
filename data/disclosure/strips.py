"""Open requests as strips of working days, what is due first coming first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data.catalog import DATASETS
from data.disclosure.events import events_by_request
from data.hall import hall
from data.questions import OpenRequests
from data.rollups.plan import coded
from data.rules.disclosure import TERM, Clock, Day, Event
from data.rules.disclosure.course import Course, of_record
from data.rules.workdays import Calendar
from data.store.tables import TABLES

DATASET = "disclosure-requests"
STANDINGS = ("overdue", "due_soon", "on_track", "unknown", "stopped", "awaiting")
"""How an open request stands, in the order in which requests are listed. `unknown`: its due date
lies in a year whose calendar is not loaded. `awaiting`: for a corrected request or a fee."""
DONE = ("on_time", "late", "ended")
"""How an answered one stood. `ended`: closed without an answer, or without a due date."""
CELLS = (
    "used", "over", "left", "third_party", "agency", "correction", "fee", "restarted", "excluded",
)  # fmt: skip
"""What a working day of a strip was or will be."""

_KIND = {
    "stopped_third_party": "third_party",
    "stopped_agency": "agency",
    "awaiting_correction": "correction",
    "awaiting_fee": "fee",
    "restarted": "restarted",
    "excluded_undated": "excluded",
}


@dataclass(frozen=True)
class Cell:
    """One working day. `n`: its number in the count; `extended`: beyond the first 20."""

    date: date
    kind: str
    n: int | None
    extended: bool


@dataclass(frozen=True)
class Followed:
    """A request with its clock as of the day asked on. `row`: its published fields."""

    row: Mapping[str, Any]
    course: Course
    clock: Clock
    standing: str
    left: int | None
    """Working days left, below 0 by those over; of a stopped term what is left when it goes on;
    None once answered, while no term runs, or when it cannot be computed."""
    calendar: Calendar

    @property
    def term(self) -> int:
        """Working days that the request has in all: 20, and those of a valid extension."""
        return TERM + self.clock.extension_days

    def days(self) -> list[Day]:
        """The count day by day; it ends where the loaded calendars do."""
        return self.course.days(self.clock.asked_on, self.calendar, whole=False)

    def cells(self) -> list[Cell]:
        """The working days of the strip: of the count, and those that did not count."""
        asked = self.clock.answered_on or self.clock.asked_on
        found = (_cell(day, asked) for day in self.days())
        return [cell for cell in found if cell]


def _cell(day: Day, asked_on: date) -> Cell | None:
    if not day.counts:
        kind = _KIND.get(day.why)
        return Cell(day.date, kind, None, False) if kind else None
    kind = "over" if day.why == "over" else "left" if day.date > asked_on else "used"
    return Cell(day.date, kind, day.n, kind != "over" and (day.n or 0) > TERM)


def open_requests(
    connection: Connection, query: OpenRequests, calendar: Calendar, today: date
) -> list[Followed]:
    """All open requests of the query's departments, or the one it names, open or answered.

    Open: received by `today` and not answered by then, as `disclosure-open` counts them. Overdue
    ones come first, the longest overdue at the top, then by working days left, then those that
    cannot be computed, stand still or wait, oldest first.
    """
    chosen = _chosen(query, today)
    columns = TABLES[DATASET].c
    fields = (columns[f.id] for f in DATASETS[DATASET].fields)
    rows = [dict(row) for row in connection.execute(select(*fields).where(*chosen)).mappings()]
    events = events_by_request(connection, select(columns.request_no).where(*chosen))
    found = [_followed(row, events.get(row["request_no"], ()), calendar, today) for row in rows]
    return sorted(found, key=_order)


def _chosen(query: OpenRequests, today: date) -> list[ColumnElement[bool]]:
    columns = TABLES[DATASET].c
    if query.request is not None:
        return [columns.request_no == query.request]
    conditions: list[ColumnElement[bool]] = [
        columns.received_on <= today,
        or_(columns.answered_on.is_(None), columns.answered_on > today),
    ]
    if query.department:
        conditions.append(coded(DATASET, "department").in_(query.department))
    return conditions


def _followed(
    row: Mapping[str, Any], events: Iterable[Event], calendar: Calendar, today: date
) -> Followed:
    course = of_record(row, events)
    if course.answered_on and course.answered_on > today:  # the hall's clock was set back
        course = replace(course, answered_on=None, outcome=None)
    found = course.clock(today, calendar)
    left = found.days_left
    standing = _standing(found)
    if standing == "stopped":
        left = course.counted(today, calendar).days_left
    return Followed(row, course, found, standing, left, calendar)


def _standing(found: Clock) -> str:
    if found.answered_on is not None:
        return "ended" if found.on_time is None else "on_time" if found.on_time else "late"
    if found.overdue():
        return "overdue"
    if found.reason is None:
        soon = found.days_left is not None and 0 <= found.days_left <= hall().due_soon_days
        return "due_soon" if soon else "on_track"
    if found.reason.startswith("awaiting-"):
        return "awaiting"
    return "stopped" if found.reason == "stopped" else "unknown"


def _order(one: Followed) -> tuple[int, date, date, str]:
    """Overdue, close to due and on track are one run by due date; the others by receipt."""
    due = one.clock.due_on
    rank = 0 if due and one.clock.answered_on is None else (*STANDINGS, *DONE).index(one.standing)
    return rank, due or date.max, one.row["received_on"], one.row["request_no"]


def summary(found: Sequence[Followed]) -> dict[str, int]:
    """How many requests there are, and how many in each standing."""
    counted = dict.fromkeys(STANDINGS, 0)
    for one in found:
        if one.standing in counted:
            counted[one.standing] += 1
    return {"open": sum(counted.values()), **counted}
