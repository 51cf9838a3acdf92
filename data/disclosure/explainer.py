"""The count of one case explained day by day: of a stored request, or of one typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data.catalog.disclosure import EVENT_KINDS
from data.definitions import Text
from data.disclosure.strips import open_requests
from data.questions import Deadline, OpenRequests, Unanswerable
from data.rules.disclosure import EXTENSION, KINDS, Clock, Day, Event, reason_words
from data.rules.disclosure.course import Course
from data.rules.workdays import Calendar

# What must not come before what: (later, earlier, needs the earlier one at all).
_ORDER = (
    ("corrected_on", "correction_asked_on", False),
    ("third_party_replied_on", "third_party_asked_on", True),
    ("agency_replied_on", "agency_asked_on", True),
    ("fee_paid_on", "fee_notified_on", False),
)


class Fault(ValueError):  # noqa: N818 - says what is the case
    """A case that cannot be: `parameter` names the date at fault, `text` says why in words."""

    def __init__(self, parameter: str, text: Text) -> None:
        super().__init__(text.en)
        self.parameter, self.text = parameter, text


class NotLoaded(Unanswerable):
    """A case that may well be, but needs a year whose calendar is not loaded."""

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(parameter, Text(*reason_words(reason)))


@dataclass(frozen=True)
class Explained:
    """The clock on `clock.asked_on` and its days; `days` end where the loaded calendars do.

    `due_if_replied`: while a stop is open, the due date if the reply came on the day asked on.
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
        wanted = OpenRequests(request=query.request)
        found = open_requests(connection, wanted, calendar, asked_on)
        if not found:
            return None
        course = found[0].course
        _not_before("asked_on", asked_on, "received_on", course.received_on)
        return _explained(course, asked_on, calendar)
    dates = checked(query)
    asked_on = query.asked_on or max([today, *dates.values()])
    _loaded(dates, calendar)
    course = Course(
        received_on=dates["received_on"],
        events=tuple(Event(kind, on) for kind, on in query.events),
        answered_on=query.answered_on,
        extension_days=query.extension_days,
    )
    result = _explained(course, asked_on, calendar)
    reason = result.clock.reason or ""
    if reason.startswith("calendar-"):
        raise NotLoaded("received_on", reason)
    return result


def _explained(course: Course, asked_on: date, calendar: Calendar) -> Explained:
    found, counted = course.clock(asked_on, calendar), course.counted(asked_on, calendar)
    moving = found.reason == "stopped"
    return Explained(
        course=course,
        clock=found,
        days=course.days(asked_on, calendar, whole=False),
        left=counted.days_left,
        due_if_replied=counted.due_on if moving else None,
    )


def checked(query: Deadline) -> dict[str, date]:
    """The dates of a typed-in case by parameter, if they can follow each other; else `Fault`."""
    if query.received_on is None:
        raise Fault("received_on", Text("请填写收到申请的日期", "the day of receipt is needed"))
    dates = {"received_on": query.received_on}
    dates |= {parameter(kind): on for kind, on in query.events}
    if query.answered_on:
        dates["answered_on"] = query.answered_on
    for name, on in dates.items():
        _not_before(name, on, "received_on", query.received_on)
        if query.answered_on and name != "received_on":
            _not_before("answered_on", query.answered_on, name, on, at=name)
        if query.asked_on:
            _not_before("asked_on", query.asked_on, name, on)
    for later, earlier, needed in _ORDER:
        if later in dates and earlier in dates:
            _not_before(later, dates[later], earlier, dates[earlier])
        if needed and later in dates and earlier not in dates:
            asked = _TITLES[earlier]
            raise Fault(
                later,
                Text(
                    f"有回复就要有征求的日期（{asked.zh}）",
                    f"a reply needs the day on which it was asked for ({asked.en})",
                ),
            )
    if not 0 <= query.extension_days <= EXTENSION:
        raise Fault(
            "extension_days",
            Text(f"延期最多 {EXTENSION} 个工作日", f"at most {EXTENSION} working days"),
        )
    return dates


def _not_before(name: str, on: date, earlier: str, first: date, at: str | None = None) -> None:
    if on < first:
        late, early = _TITLES[name], _TITLES[earlier]
        said = Text(
            f"{late.zh}（{on}）早于{early.zh}（{first}）",
            f"{late.en} ({on}) is before {early.en} ({first})",
        )
        raise Fault(at or name, said)


def _loaded(dates: dict[str, date], calendar: Calendar) -> None:
    for name, on in dates.items():
        if on.year not in calendar.years:
            raise NotLoaded(name, f"calendar-{on.year}")
