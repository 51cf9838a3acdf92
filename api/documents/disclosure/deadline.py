"""The count of a case day by day, of one on record or of one typed in."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sqlalchemy import Engine

from api.documents.disclosure import addresses
from api.documents.disclosure.clock import (
    ClockDocument,
    Content,
    DayDocument,
    clock_of,
    days_of,
    iso,
    no_request,
)
from api.documents.json_types import Count, OneOf
from api.documents.json_types import Day as DayText
from data.calendar import calendar
from data.catalog.disclosure.codes import EVENT_KINDS
from data.definitions import Text
from data.disclosure.explainer import Explained, Fault, explained
from data.hall import today
from data.questions import Deadline, Unanswerable
from data.rules.disclosure import TERM


class Event(TypedDict):
    kind: Annotated[str, OneOf([kind.id for kind in EVENT_KINDS])]
    on: DayText
    correction_limit_on: DayText | None


class DeadlineDocument(ClockDocument):
    request: str | None
    received_on: DayText
    answered_on: DayText | None
    closed_on: DayText | None
    asked_on: DayText
    term: Count
    left: int | None
    due_if_replied: Annotated[
        DayText | None,
        Text("若今日收到意见，答复期限为", "the due date if a reply came on the day asked on"),
    ]
    events: list[Event]
    days: list[DayDocument]


def deadline(engine: Engine, query: Deadline, lang: str) -> Content:
    """`{request, received_on, answered_on, asked_on, …the clock…, left, due_if_replied, days}`.

    `days`: every day `{date, counts, n, why, why_text, article}` from receipt to the due date, the
    end or the day asked on. While a third party or an agency has time to reply, `due_on` is the
    latest day: `due_if_replied` says what it would be with a reply on the day asked on.
    """
    case = _explained(engine, query)
    data: DeadlineDocument = {
        "request": query.request,
        "received_on": case.course.received_on.isoformat(),
        "answered_on": iso(case.clock.answered_on),
        "closed_on": iso(case.clock.closed_on),
        "asked_on": case.clock.asked_on.isoformat(),
        **clock_of(case.clock, lang),
        "term": TERM + case.clock.extension_days,
        "left": case.left,
        "due_if_replied": iso(case.due_if_replied),
        "events": [
            {
                "kind": event.kind,
                "on": event.on.isoformat(),
                "correction_limit_on": iso(event.limit_on),
            }
            for event in sorted(case.course.events, key=lambda e: (e.on, e.kind))
        ],
        "days": days_of(case.days, lang),
    }
    return data, addresses.of_deadline(query, lang), {}


def _explained(engine: Engine, query: Deadline) -> Explained:
    with engine.connect() as connection:
        try:
            case = explained(connection, query, calendar(connection), today())
        except Fault as fault:
            raise Unanswerable(fault.parameter, fault.text) from None
    if case is None:
        raise no_request(query.request)
    return case
