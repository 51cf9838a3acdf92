"""Open requests as strips of working days, what is due first coming first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data.catalog import DATASETS
from data.derive.frames import NO_CALENDAR
from data.disclosure.events import events_by_request
from data.hall import hall
from data.questions import OpenRequests
from data.rollups.plan import coded
from data.rules.disclosure import TERM, Clock, Day, Event
from data.rules.disclosure.course import Course, of_record
from data.rules.workdays import Calendar, none
from data.store.tables import TABLES

DATASET = "disclosure-requests"
STOPPED = "stopped"
STANDINGS = ("overdue", "due_soon", "on_track", "unknown", "stopped", "awaiting", "to_close")
"""How an open request stands, in the order in which requests are listed. `unknown`: its due date
lies in a year whose calendar is not loaded. `awaiting`: for a corrected request or a fee.
`to_close`: the applicant's time for that is over, and it is not closed yet (r21, r22)."""
DONE = ("at_once", "on_time", "late", "answered", "ended")
"""How one stood at its end. `at_once`: answered on the day of receipt. `answered`: without a due
date to hold it to. `ended`: closed without an answer."""
_RUNNING = ("overdue", "due_soon", "on_track")
AGES: dict[str, int | None] = {"le7": 7, "le30": 30, "le90": 90, "gt90": None}
"""How long overdue, in calendar days since the due date, up to and including; None: more."""
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
    None once it has ended, while no term runs, or when it cannot be computed."""
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
        last_day = self.clock.closed_on or self.clock.asked_on
        cells = (_cell(day, last_day) for day in self.days())
        return [cell for cell in cells if cell]

    @property
    def days_overdue(self) -> int | None:
        """Calendar days since the due date; None of one that is not overdue."""
        clock = self.clock
        if clock.due_on is None or not clock.overdue():
            return None
        return (clock.asked_on - clock.due_on).days

    @property
    def age(self) -> str | None:
        """The id in `AGES` of an overdue one."""
        n = self.days_overdue
        if n is None:
            return None
        return next(id for id, most in AGES.items() if most is None or n <= most)


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
    followed = [_followed(row, events.get(row["request_no"], ()), calendar, today) for row in rows]
    return sorted(followed, key=_order)


def _chosen(query: OpenRequests, today: date) -> list[ColumnElement[bool]]:
    columns = TABLES[DATASET].c
    if query.request is not None:
        return [columns.request_no == query.request]
    conditions: list[ColumnElement[bool]] = [
        columns.received_on <= today,
        or_(columns.closed_on.is_(None), columns.closed_on > today),
    ]
    if query.department:
        conditions.append(coded(DATASET, "department").in_(query.department))
    return conditions


def _followed(
    row: Mapping[str, Any], events: Iterable[Event], calendar: Calendar, today: date
) -> Followed:
    course = of_record(row, events, hall().opinion_cap_days)
    if course.ended_on and course.ended_on > today:  # the hall's clock was set back
        course = replace(course, ended_on=None, outcome=None)
    if row["calendar"] == NO_CALENDAR:
        calendar = none()
    clock = course.clock(today, calendar)
    left, standing = clock.days_left, _standing(clock)
    if standing == "stopped" and clock.used_days is not None:
        left = TERM + clock.extension_days - clock.used_days
    return Followed(row, course, clock, standing, left, calendar)


def _standing(clock: Clock) -> str:
    if clock.closed_on is not None:
        return _done(clock)
    if clock.overdue():
        return "overdue"
    if clock.to_close:
        return "to_close"
    if clock.days_left is not None and 0 <= clock.days_left <= hall().due_soon_days:
        return "due_soon"
    if clock.reason and clock.reason.startswith("awaiting-"):
        return "awaiting"
    if clock.state == STOPPED:
        return "stopped"
    return "on_track" if clock.reason is None else "unknown"


def _done(clock: Clock) -> str:
    if clock.answered_on is None:
        return "ended"
    if clock.at_once:
        return "at_once"
    return "answered" if clock.on_time is None else "on_time" if clock.on_time else "late"


def _order(one: Followed) -> tuple[int, date, date, str]:
    """Overdue, close to due and on track are one run by due date; the others by receipt."""
    running = one.standing in _RUNNING
    rank = 0 if running else (*STANDINGS, *DONE).index(one.standing)
    due = (one.clock.due_on if running else None) or date.max
    return rank, due, one.row["received_on"], one.row["request_no"]


def summary(followed: Sequence[Followed]) -> dict[str, int]:
    """How many requests there are, and how many in each standing."""
    counted = dict.fromkeys(STANDINGS, 0)
    for one in followed:
        if one.standing in counted:
            counted[one.standing] += 1
    return {"open": sum(counted.values()), **counted}


def by_age(followed: Sequence[Followed]) -> dict[str, int]:
    """How many requests are overdue for how long (`AGES`)."""
    counted = dict.fromkeys(AGES, 0)
    for one in followed:
        if one.age is not None:
            counted[one.age] += 1
    return counted
