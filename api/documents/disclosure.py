"""What the API says of disclosure requests: strips, one request, the count of a case.

Each function gives `(data, links, more)`: the answer's data and links, and what its meta adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Engine

from api.documents import disclosure_links
from data.answers.names import reference
from data.calendar import calendar
from data.catalog import DATASETS
from data.definitions import Text
from data.disclosure.explainer import Explained, Fault, explained
from data.disclosure.strips import DATASET, Followed, open_requests, summary
from data.hall import hall, today
from data.questions import Deadline, OpenRequests, Unanswerable, Unknown
from data.rules.disclosure import FLAGS, TERM, WHY, Clock, Day, reason_words

Document = dict[str, Any]
Found = tuple[Any, dict[str, str], Document]

STANDING_TITLES = {
    "overdue": Text("超期未答复", "overdue"),
    "due_soon": Text("临近期限", "due soon"),
    "on_track": Text("期限内", "within the limit"),
    "unknown": Text("暂无法计算", "cannot be computed yet"),
    "stopped": Text("期限中止", "the term stands still"),
    "awaiting": Text("等待申请人", "waiting for the applicant"),
    "on_time": Text("按期答复", "answered on time"),
    "late": Text("逾期答复", "answered late"),
    "ended": Text("已结束", "closed"),
}
CELL_TITLES = {
    "used": Text("已用", "used"),
    "over": Text("超期", "over"),
    "left": Text("剩余", "left"),
    "third_party": Text("征求第三方意见（不计）", "third party asked (not counted)"),
    "agency": Text("征求其他机关意见（不计）", "other agency asked (not counted)"),
    "correction": Text("等待补正（不计）", "waiting for the correction (not counted)"),
    "fee": Text("等待缴费（不计）", "waiting for the fee (not counted)"),
    "restarted": Text("重新起算前（不计）", "before the restart (not counted)"),
    "excluded": Text("依法扣除（不计）", "excluded by law (not counted)"),
}


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def titles(words: Mapping[str, Text], lang: str) -> dict[str, str]:
    return {id: text[lang] for id, text in words.items()}


def said(words: tuple[str, str], lang: str) -> str:
    return Text(*words)[lang]


# --- strips -------------------------------------------------------------------------------------


def strips(engine: Engine, query: OpenRequests, lang: str) -> Found:
    """`{asked_on, due_soon_days, term, summary, standings, cells, requests: […]}`.

    `summary`: how many are `open`, and how many of them in each standing. `requests` as `_request`
    gives them, what is due first coming first; `standings` and `cells` name the ids used there.
    """
    asked_on = today()
    with engine.connect() as connection:
        found = open_requests(connection, query, calendar(connection), asked_on)
        departments = reference(connection, "departments")
    if query.request is not None and not found:
        raise _no_request(query.request)
    kept = [one for one in found if not query.standing or one.standing in query.standing]
    shown = kept if query.limit is None else kept[: query.limit]
    whole = query.request is not None
    data = {
        "asked_on": asked_on.isoformat(),
        "due_soon_days": hall().due_soon_days,
        "term": TERM,
        "summary": summary(found),
        "standings": titles(STANDING_TITLES, lang),
        "cells": titles(CELL_TITLES, lang),
        "requests": [_request(one, departments, lang, whole) for one in shown],
    }
    more = {"count": len(shown), "total": len(kept), "truncated": len(shown) < len(kept)}
    return data, disclosure_links.of_open_requests(query, lang), more


def _request(one: Followed, departments: Mapping[str, Text], lang: str, whole: bool) -> Document:
    """A request with its clock and strip; `whole`: with the count of every day as well.

    `left` is in working days, below 0 when over; `due_on` null has a `reason`. `cells`: the
    working days in order, `{date, kind, n, extended}`.
    """
    row, found = one.row, one.clock
    number = row["request_no"]
    described = {
        "request": number,
        "title": row["title"],
        "topic": row["topic"],
        **_coded("department", row, lang, departments),
        **_coded("applicant_kind", row, lang),
        **_coded("channel", row, lang),
        "received_on": iso(row["received_on"]),
        "answered_on": iso(found.answered_on),
        **_coded("outcome", row if found.answered_on else {}, lang),
        "standing": one.standing,
        "standing_text": STANDING_TITLES[one.standing][lang],
        **_clock(found, lang),
        "left": one.left,
        "term": one.term,
        "cells": [
            {"date": c.date.isoformat(), "kind": c.kind, "n": c.n, "extended": c.extended}
            for c in one.cells()
        ],
        "links": disclosure_links.of_request(number),
    }
    return described | {"days": _days(one.days(), lang)} if whole else described


def _coded(
    name: str, row: Mapping[str, Any], lang: str, listed: Mapping[str, Text] | None = None
) -> Document:
    """A code and, as `<name>_label`, what it is called."""
    code = row.get(name)
    known = listed or {c.id: c.title for c in DATASETS[DATASET].field(name).codes}
    return {name: code, f"{name}_label": known[code][lang] if code and code in known else code}


# --- the clock and the count --------------------------------------------------------------------


def _clock(found: Clock, lang: str) -> Document:
    """The clock in words: `due_on` is null with a `reason`; `on_time` is null until answered."""
    states = {c.id: c.title for c in DATASETS[DATASET].field("state").codes}
    reason = found.reason if found.due_on is None else None
    return {
        "start_on": found.start.isoformat(),
        "due_on": iso(found.due_on),
        "reason": reason,
        "reason_text": said(reason_words(reason), lang) if reason else None,
        "used_days": found.used_days,
        "excluded_days": found.excluded_days,
        "extension_days": found.extension_days,
        "state": found.state,
        "state_text": states[found.state][lang],
        "on_time": found.on_time,
        "flags": [{"id": id, "text": said(FLAGS[id], lang)} for id in sorted(found.flags)],
    }


def _days(days: list[Day], lang: str) -> list[Document]:
    return [
        {
            "date": day.date.isoformat(),
            "counts": day.counts,
            "n": day.n,
            "why": day.why,
            "why_text": said(WHY[day.why], lang),
            "article": said(day.article, lang),
        }
        for day in days
    ]


def deadline(engine: Engine, query: Deadline, lang: str) -> Found:
    """`{request, received_on, answered_on, asked_on, …the clock…, left, due_if_replied, days}`.

    `days`: every day `{date, counts, n, why, why_text, article}` from receipt to the due date, the
    answer or the day asked on. While a third party or an agency has not replied there is no due
    date: `due_if_replied` says what it would be with a reply on the day asked on.
    """
    found = _explained(engine, query)
    data = {
        "request": query.request,
        "received_on": found.course.received_on.isoformat(),
        "answered_on": iso(found.clock.answered_on),
        "asked_on": found.clock.asked_on.isoformat(),
        **_clock(found.clock, lang),
        "term": TERM + found.clock.extension_days,
        "left": found.left,
        "due_if_replied": iso(found.due_if_replied),
        "events": [
            {"kind": event.kind, "on": event.on.isoformat()}
            for event in sorted(found.course.events, key=lambda e: (e.on, e.kind))
        ],
        "days": _days(found.days, lang),
    }
    return data, disclosure_links.of_deadline(query, lang), {}


def _explained(engine: Engine, query: Deadline) -> Explained:
    with engine.connect() as connection:
        try:
            found = explained(connection, query, calendar(connection), today())
        except Fault as fault:
            raise Unanswerable(fault.parameter, fault.text) from None
    if found is None:
        raise _no_request(query.request)
    return found


def _no_request(number: str | None) -> Unknown:
    said = Text(f"没有编号为“{number}”的申请", f"there is no request {number!r}")
    return Unknown("request", said)
