"""Open disclosure requests as strips of working days, or the one named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NotRequired, TypedDict

from sqlalchemy import Engine

from api.documents.disclosure import addresses
from api.documents.disclosure.clock import (
    ClockDocument,
    Content,
    DayDocument,
    Titles,
    clock_of,
    codes_of,
    days_of,
    iso,
    no_request,
    titles,
)
from api.documents.json_types import Count, Keywords, Links, OneOf
from api.documents.json_types import Day as DayText
from data.answers.names import reference
from data.answers.values import NO_DATA
from data.calendar import calendar
from data.catalog import DATASETS
from data.definitions import Text
from data.disclosure.strips import (
    AGES,
    CELLS,
    DATASET,
    STANDINGS,
    Followed,
    by_age,
    open_requests,
    summary,
)
from data.hall import hall, today
from data.questions import OpenRequests
from data.rollups.coverage import coverage
from data.rules.disclosure import TERM

STANDING_TITLES = {
    "overdue": Text("逾期未答复", "overdue"),
    "due_soon": Text("临近期限", "due soon"),
    "on_track": Text("期限内", "within the limit"),
    "unknown": Text("暂无法计算", "cannot be computed yet"),
    "stopped": Text("暂停计算", "the term stands still"),
    "awaiting": Text("待申请人补正或缴费", "waiting for the applicant"),
    "to_close": Text("应结案未结案", "due to be closed, not closed"),
    "at_once": Text("当场答复", "answered on the spot"),
    "on_time": Text("按期答复", "answered on time"),
    "late": Text("逾期答复", "answered late"),
    "answered": Text("已答复", "answered"),
    "ended": Text("已结案（未作答复）", "closed without an answer"),
}
AGE_TITLES = {
    "le7": Text("逾期7日以内", "up to 7 days"),
    "le30": Text("逾期8日至30日", "8 to 30 days"),
    "le90": Text("逾期31日至90日", "31 to 90 days"),
    "gt90": Text("逾期90日以上", "more than 90 days"),
}
CELL_TITLES = {
    "used": Text("已用", "used"),
    "over": Text("逾期", "over"),
    "left": Text("剩余", "left"),
    "third_party": Text("征求第三方意见（不计）", "third party asked (not counted)"),
    "agency": Text("征求其他机关意见（不计）", "other agency asked (not counted)"),
    "correction": Text("待申请人补正（不计）", "waiting for the correction (not counted)"),
    "fee": Text("待申请人缴费（不计）", "waiting for the fee (not counted)"),
    "restarted": Text("重新起算前（不计）", "before the restart (not counted)"),
    "excluded": Text("依法扣除（不计）", "excluded by law (not counted)"),
}


class CellDocument(TypedDict):
    """One working day of a strip."""

    date: DayText
    kind: Annotated[str, OneOf(CELLS)]
    n: Count | None
    extended: bool


class Coded(TypedDict):
    """The codes of a request, and what they are called."""

    department: str | None
    department_label: str | None
    applicant_kind: str | None
    applicant_kind_label: str | None
    channel: str | None
    channel_label: str | None
    outcome: str | None
    outcome_label: str | None


class Request(Coded, ClockDocument):
    """One request with its clock and strip; named alone, with the count of every day as well."""

    request: str
    title: str | None
    topic: str | None
    received_on: DayText
    answered_on: DayText | None
    closed_on: DayText | None
    standing: Annotated[str, OneOf(STANDING_TITLES)]
    standing_text: str
    left: Annotated[
        int | None,
        Text(
            "剩余工作日，逾期为负；期限已过而尚未满一个工作日为0",
            "working days left, below 0 by those over; past the due date 0 until one is over",
        ),
    ]
    days_overdue: Annotated[
        Count | None,
        Text("逾期的自然日数", "calendar days since the due date, of an overdue one"),
    ]
    overdue_age: Annotated[str, OneOf(AGES)] | None
    term: Count
    cells: list[CellDocument]
    links: Links
    days: NotRequired[list[DayDocument]]


class Strips(TypedDict):
    asked_on: DayText
    due_soon_days: Count
    term: Count
    reason: Annotated[str, OneOf((NO_DATA,)), Text("从未录入", "none was ever taken in")] | None
    summary: Annotated[
        dict[str, Count | None],
        Keywords(required=["open", *STANDINGS], propertyNames={"enum": ["open", *STANDINGS]}),
        Text(
            "在办件数及各办理情况的件数；从未录入时为空值",
            "how many are open, and in each standing; null where none was ever taken in",
        ),
    ]
    overdue_by_age: Annotated[
        dict[str, Count | None],
        Keywords(required=[*AGES], propertyNames={"enum": [*AGES]}),
        Text(
            "逾期未答复申请按逾期自然日数分组的件数",
            "how many are overdue, by calendar days since the due date",
        ),
    ]
    ages: Titles
    standings: Titles
    cells: Titles
    requests: list[Request]


def strips(engine: Engine, query: OpenRequests, lang: str) -> Content:
    """Open requests, what is due first coming first."""
    asked_on = today()
    with engine.connect() as connection:
        followed = open_requests(connection, query, calendar(connection), asked_on)
        departments = reference(connection, "departments")
        # Of requests never taken in not even 0 is known.
        has_records = coverage(connection, DATASETS[DATASET]) is not None
    if query.request is not None and not followed:
        raise no_request(query.request)
    matching = [one for one in followed if not query.standing or one.standing in query.standing]
    listed = matching if query.limit is None else matching[: query.limit]
    whole = query.request is not None
    data: Strips = {
        "asked_on": asked_on.isoformat(),
        "due_soon_days": hall().due_soon_days,
        "term": TERM,
        "reason": None if has_records else NO_DATA,
        "summary": summary(followed) if has_records else dict.fromkeys(("open", *STANDINGS)),
        "overdue_by_age": by_age(followed) if has_records else dict.fromkeys(AGES),
        "ages": titles(AGE_TITLES, lang),
        "standings": titles(STANDING_TITLES, lang),
        "cells": titles(CELL_TITLES, lang),
        "requests": [_request(one, departments, lang, whole) for one in listed],
    }
    more = {
        "count": len(listed),
        "total": len(matching) if has_records else None,
        "truncated": len(listed) < len(matching),
    }
    return data, addresses.of_open_requests(query, lang), more


def _request(one: Followed, departments: Mapping[str, Text], lang: str, whole: bool) -> Request:
    """A request with its clock and strip; `whole`: with the count of every day as well."""
    row, clock = one.row, one.clock
    number = row["request_no"]
    described: Request = {
        "request": number,
        "title": row["title"],
        "topic": row["topic"],
        **_coded(one, departments, lang),
        "received_on": row["received_on"].isoformat(),
        "answered_on": iso(clock.answered_on),
        "closed_on": iso(clock.closed_on),
        "standing": one.standing,
        "standing_text": STANDING_TITLES[one.standing][lang],
        **clock_of(clock, lang),
        "left": one.left,
        "days_overdue": one.days_overdue,
        "overdue_age": one.age,
        "term": one.term,
        "cells": [
            {"date": c.date.isoformat(), "kind": c.kind, "n": c.n, "extended": c.extended}
            for c in one.cells()
        ],
        "links": addresses.of_request(number),
    }
    if whole:
        described["days"] = days_of(one.days(), lang)
    return described


def _coded(one: Followed, departments: Mapping[str, Text], lang: str) -> Coded:
    row = one.row
    outcome = row["outcome"] if one.clock.closed_on else None
    return {
        "department": row["department"],
        "department_label": _label(row["department"], departments, lang),
        "applicant_kind": row["applicant_kind"],
        "applicant_kind_label": _label(row["applicant_kind"], codes_of("applicant_kind"), lang),
        "channel": row["channel"],
        "channel_label": _label(row["channel"], codes_of("channel"), lang),
        "outcome": outcome,
        "outcome_label": _label(outcome, codes_of("outcome"), lang),
    }


def _label(code: str | None, names: Mapping[str, Text], lang: str) -> str | None:
    return names[code][lang] if code and code in names else code
