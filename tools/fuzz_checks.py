"""What schemathesis is told beside our description: dates near the data, and what an error is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from itertools import count

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, CheckContext, HookContext, Response
from schemathesis.generation.meta import TestPhase

PROBLEM = {"type", "title", "status", "detail", "errors"}
_FIRST, _LAST = date(2026, 10, 1), date(2026, 12, 31)

schemathesis.openapi.format("date", st.dates(_FIRST, _LAST).map(date.isoformat))
schemathesis.openapi.format(
    "date-time",
    st.datetimes(
        datetime.combine(_FIRST, datetime.min.time()), datetime.combine(_LAST, datetime.min.time())
    ).map(lambda instant: instant.isoformat(timespec="seconds") + "+08:00"),
)

# Each value of each of a hundred parameters, allowed and not, is a hundred thousand questions. Addresses
# of one kind (records as CSV, XLSX, ODS …) have the same parameters: each is asked every fourth question,
# one beginning where the one before did not, so that four of them together are asked every one.
_ONE_IN = 4
_ordinals: dict[str, Iterator[int]] = {}


@schemathesis.hook
def filter_case(context: HookContext, case: Case) -> bool:
    """Whether a systematic case is asked; random ones all are."""
    if case.meta is None or case.meta.phase.name is not TestPhase.COVERAGE:
        return True
    ordinal = _ordinals.setdefault(case.operation.label, count(len(_ordinals)))
    return next(ordinal) % _ONE_IN == 0


@schemathesis.check
def errors_are_problems(ctx: CheckContext, response: Response, case: Case) -> None:
    """Each error, whatever asked for it, is an RFC 9457 problem with our members, and no page."""
    if response.status_code < 400:
        return
    media = (response.headers.get("content-type") or [""])[0]
    assert media == "application/problem+json", f"an error of type {media!r}"
    if case.method.upper() != "HEAD":
        problem = json.loads(response.content)
        assert set(problem) == PROBLEM, f"an error with the members {sorted(problem)}"
        assert problem["status"] == response.status_code
