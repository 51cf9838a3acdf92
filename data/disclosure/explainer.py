"""The count of one case explained day by day: of a stored request, or of one typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data.catalog.disclosure.codes import EVENT_KINDS
from data.definitions import Text
from data.disclosure.strips import STOPPED, open_requests
from data.hall import hall
from data.questions import Deadline, OpenRequests, Unanswerable
from data.rules.disclosure import (
    EXTENSION,
    KINDS,
    TERM,
    Clock,
    Day,
    Event,
    clock_reason,
    reason_words,
)
from data.rules.disclosure.course import Course
from data.rules.workdays import Calendar

# What must not come before what: (later, earlier, needs the earlier one at all).
_ORDER = (
    ("corrected_on", "correction_asked_on", False),
    ("correction_limit_on", "correction_asked_on", True),
    ("third_party_served_on", "third_party_asked_on", True),
    ("third_party_replied_on", "third_party_asked_on", True),
    ("third_party_replied_on", "third_party_served_on", False),
    ("agency_served_on", "agency_asked_on", True),
    ("agency_replied_on", "agency_asked_on", True),
    ("agency_replied_on", "agency_served_on", False),
    ("fee_paid_on", "fee_notified_on", False),
)


class Fault(ValueError):  # noqa: N818 - says what is the case
    """A case that cannot be: `parameter` names the date at fault, `text` says why in words."""

    def __init__(self, parameter: str, text: Text) -> None:
        super().__init__(text.en)
        self.parameter, self.text = parameter, text


class NotLoaded(Unanswerable):
    """A case that may well be, but needs a year whose calendar is not loaded."""

    def __init__(self, parameter: str, reason: Text) -> None:
        super().__init__(parameter, reason)


@dataclass(frozen=True)
class Explained:
    """The clock on `clock.asked_on` and its days; `days` end where the loaded calendars do.

    `due_if_replied`: while somebody who was asked has time to reply, the due date if that reply came
    on the day asked on; the clock's own is the latest one.
    """

    course: Course
    clock: Clock
    days: list[Day]
    left: int | None
    due_if_replied: date | None


def parameter(kind: str) -> str:
    """The name of the parameter that gives the date of an event: `corrected` → `corrected_on`."""
    return f"{kind}_on"


PARAMETERS = tuple(parameter(kind) for kind in KINDS)
_TITLES = {
    "received_on": Text("收到申请", "request received"),
    "answered_on": Text("答复", "answered"),
    "asked_on": Text("计算到的日期", "the day asked about"),
    "correction_limit_on": Text("补正期限", "limit to correct"),
    **{parameter(code.id): code.title for code in EVENT_KINDS},
}


def explained(
    connection: Connection, query: Deadline, calendar: Calendar, today: date
) -> Explained | None:
    """The count that a query asks about; None for a request that is not there.

    A typed-in case is asked about on `asked_on`, else today, or on its last date if that is later.
    Raises `Fault` for dates that contradict each other, and `NotLoaded` for one that needs a
    calendar that is not loaded. A stored request is not refused for its calendar: what cannot be computed is left
    out, and the clock says why.
    """
    if query.request is not None:
        asked_on = query.asked_on or today
        of_request = OpenRequests(request=query.request)
        followed = open_requests(connection, of_request, calendar, asked_on)
        if not followed:
            return None
        course, calendar = followed[0].course, followed[0].calendar
        _not_before("asked_on", asked_on, "received_on", course.received_on)
        return _explained(course, asked_on, calendar)
    dates = checked(query)
    happened = {name: on for name, on in dates.items() if name != "correction_limit_on"}
    asked_on = query.asked_on or max([today, *happened.values()])
    _loaded(happened, calendar)
    course = Course(
        received_on=dates["received_on"],
        events=tuple(_event(kind, on, query) for kind, on in query.events),
        ended_on=query.answered_on,
        extension_days=query.extension_days,
        opinion_days=hall().opinion_cap_days,
    )
    case = _explained(course, asked_on, calendar)
    reason = clock_reason(case.clock)
    unknown = (case.clock.reason or "").startswith("calendar-")
    if reason and unknown and case.due_if_replied is None:
        raise NotLoaded("received_on", Text(*reason))
    return case


def _event(kind: str, on: date, query: Deadline) -> Event:
    limit = query.correction_limit_on if kind == "correction_asked" else None
    return Event(kind, on, limit)


def _explained(course: Course, asked_on: date, calendar: Calendar) -> Explained:
    clock = course.clock(asked_on, calendar)
    awaiting = clock.reason is not None and clock.reason.startswith("awaiting-")
    stopped = clock.state == STOPPED and not awaiting and not clock.overdue()
    left = clock.days_left
    if stopped and clock.used_days is not None:
        left = TERM + clock.extension_days - clock.used_days
    return Explained(
        course=course,
        clock=clock,
        days=course.days(asked_on, calendar, whole=False),
        left=left,
        due_if_replied=course.if_replied(asked_on, calendar).due_on if stopped else None,
    )


def checked(query: Deadline) -> dict[str, date]:
    """The dates of a typed-in case by parameter, if they can follow each other; else `Fault`."""
    if query.received_on is None:
        raise Fault("received_on", Text("请填写收到申请的日期", "the day of receipt is needed"))
    dates = {"received_on": query.received_on}
    dates |= {parameter(kind): on for kind, on in query.events}
    if query.correction_limit_on:
        dates["correction_limit_on"] = query.correction_limit_on
    if query.answered_on:
        dates["answered_on"] = query.answered_on
    for name, on in dates.items():
        _not_before(name, on, "received_on", query.received_on)
        if name == "correction_limit_on":  # a limit may lie ahead
            continue
        if query.answered_on and name != "received_on":
            _not_before("answered_on", query.answered_on, name, on, at=name)
        if query.asked_on:
            _not_before("asked_on", query.asked_on, name, on)
    for later, earlier, needed in _ORDER:
        if later in dates and earlier in dates:
            _not_before(later, dates[later], earlier, dates[earlier])
        if needed and later in dates and earlier not in dates:
            raise Fault(later, _needs(later, earlier))
    if not 0 <= query.extension_days <= EXTENSION:
        raise Fault(
            "extension_days",
            Text(f"延期最多{EXTENSION}个工作日", f"at most {EXTENSION} working days"),
        )
    return dates


def _needs(later: str, earlier: str) -> Text:
    title, basis = _TITLES[later], _TITLES[earlier]
    if later.endswith("_replied_on"):
        return Text(
            f"有回复就要有征求的日期（{basis.zh}）",
            f"a reply needs the day on which it was asked for ({basis.en})",
        )
    return Text(
        f"有“{title.zh}”的日期就要有“{basis.zh}”的日期",
        f"{title.en}: needs the day of its notice or letter ({basis.en})",
    )


def _not_before(name: str, on: date, earlier: str, first: date, at: str | None = None) -> None:
    if on < first:
        late, early = _TITLES[name], _TITLES[earlier]
        message = Text(
            f"{late.zh}（{on}）早于{early.zh}（{first}）",
            f"{late.en} ({on}) is before {early.en} ({first})",
        )
        raise Fault(at or name, message)


def _loaded(dates: dict[str, date], calendar: Calendar) -> None:
    for name, on in dates.items():
        if on.year not in calendar.years:
            raise NotLoaded(name, Text(*reason_words(f"calendar-{on.year}")))
