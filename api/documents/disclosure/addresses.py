"""Where the parts of the annual report and of the disclosure pages are."""

from __future__ import annotations

from collections.abc import Mapping

from api.documents.links import BASE, OVERDUE_FEED, _lang, dataset, indicator, query_string
from data.questions import (
    AnnualReport,
    Deadline,
    OpenRequests,
)

DISCLOSURE = f"{BASE}/disclosure"


def of_open_requests(query: OpenRequests, lang: str) -> dict[str, str]:
    """This list, the indicators that count it, and the feed of the overdue ones."""
    pairs = [
        ("request", query.request),
        ("department", ",".join(query.department)),
        ("standing", ",".join(query.standing)),
        ("limit", query.limit),
        _lang(lang),
    ]
    return {
        "self": f"{DISCLOSURE}/open{query_string(pairs)}",
        "open": indicator("disclosure-open"),
        "overdue": indicator("disclosure-overdue"),
        "to_close": indicator("disclosure-due-to-close"),
        "feed": OVERDUE_FEED,
    }


def of_request(number: str) -> dict[str, str]:
    """One disclosure request: its strip, its count, its record and events."""
    by_number = query_string([("request_no", number)])
    return {
        "self": f"{DISCLOSURE}/open{query_string([('request', number)])}",
        "deadline": f"{DISCLOSURE}/deadline{query_string([('request', number)])}",
        "record": f"{dataset('disclosure-requests')}/records{by_number}",
        "events": f"{dataset('disclosure-events')}/records{by_number}",
    }


def of_deadline(query: Deadline, lang: str) -> dict[str, str]:
    """This case; the record behind a stored one."""
    pairs = [
        ("request", query.request),
        ("received_on", query.received_on),
        *((f"{kind}_on", on) for kind, on in query.events),
        ("extension_days", query.extension_days or None),
        ("correction_limit_on", query.correction_limit_on),
        ("answered_on", query.answered_on),
        ("asked_on", query.asked_on),
        _lang(lang),
    ]
    links = {"self": f"{DISCLOSURE}/deadline{query_string(pairs)}"}
    stored = of_request(query.request) if query.request else {}
    return links | {name: stored[name] for name in ("record", "events") if stored}


def annual_report(year: int, parameters: Mapping[str, str | None], suffix: str = "") -> str:
    """The address of a report; `suffix` with its dot."""
    return f"{DISCLOSURE}/annual-report/{year}{suffix}{query_string(parameters.items())}"


def of_report(query: AnnualReport, lang: str) -> dict[str, str]:
    """This report in every format, and those of the years beside it."""
    parameters = dict([("department", query.department), _lang(lang)])
    links = {"self": annual_report(query.year, parameters)}
    links |= {s: annual_report(query.year, parameters, f".{s}") for s in ("xlsx", "csv")}
    before = {"previous": annual_report(query.year - 1, parameters)}
    return links | before | {"reports": f"{DISCLOSURE}/annual-report"}
