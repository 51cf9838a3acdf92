"""Files in any order: a notice that comes after the rows it decides leaves the same rows."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

from tests.hall_data import Store

# Made up: 4 January 2027 off, Sunday the 10th worked, Thursday 31 December 2026 off with it.
FIRST = (
    "date,kind,notice\n2026-12-31,holiday,N\n2027-01-01,holiday,N\n2027-01-04,holiday,N\n"
    "2027-01-10,workday,N\n2027,complete,N\n"
)
# The corrected one takes the 31st, the 4th and the 10th back, and gives the 5th instead.
CORRECTED = "date,kind,notice\n2027-01-01,holiday,M\n2027-01-05,holiday,M\n2027,complete,M\n"
ROWS: dict[str, list[dict[str, Any]]] = {
    "cases": [
        {"case_no": "open", "promised_days": 5, "legal_days": 20, "accepted_on": "2026-12-28"},
        {"case_no": "over-new-year", "promised_days": 9, "accepted_on": "2026-12-30",
         "completed_on": "2027-01-12"},
        {"case_no": "stated", "promised_days": 5, "accepted_on": "2026-12-28",
         "due_on": "2027-02-01", "used_days": 2, "completed_on": "2027-01-11"},
        {"case_no": "before", "promised_days": 2, "accepted_on": "2026-11-02",
         "completed_on": "2026-11-03"},
        # In Shanghai a morning and an afternoon, by UTC two of the same half of the day.
        {"case_no": "timed", "promised_days": 9, "accepted_at": "2026-12-28T09:10:00+08:00",
         "completed_at": "2027-01-12T16:10:00+08:00"},
    ],
    "case-stops": [
        {"case_no": "timed", "kind": "hearing", "from_on": "2026-12-29", "until_on": "2026-12-30",
         "notified_on": "2026-12-29"},
    ],
    "joint-inspections": [
        {"inspection_no": "timed", "requested_at": "2026-12-28T09:10:00+08:00",
         "concluded_at": "2027-01-12T16:10:00+08:00"},
    ],
    "parallel-approvals": [
        {"run_no": "over-new-year", "scheme": "private", "accepted_on": "2026-12-21",
         "promised_days": 8, "completed_on": "2027-01-12", "outcome": "granted"},
    ],
    "parallel-steps": [
        {"run_no": "over-new-year", "step": 1, "opened_on": "2026-12-21", "alone_days": 20,
         "promised_days": 3, "completed_on": "2026-12-23"},
        {"run_no": "over-new-year", "step": 2, "opened_on": "2026-12-30", "alone_days": 15,
         "promised_days": 7, "completed_on": "2027-01-12"},
    ],
    "evaluations": [
        {"evaluation_no": "bad", "score": 1, "rated_on": "2026-12-21"},
        {"evaluation_no": "stated", "score": 2, "rated_on": "2026-12-21",
         "rectify_due_on": "2027-01-04"},
        {"evaluation_no": "good", "score": 5, "rated_on": "2026-12-21"},
    ],
    "disclosure-requests": [
        {"request_no": "open", "received_on": "2026-12-15"},
        {"request_no": "asked", "received_on": "2026-12-15"},
        {"request_no": "answered", "received_on": "2026-12-10", "answered_on": "2027-01-12",
         "outcome": "r03"},
        {"request_no": "withdrawn", "received_on": "2026-12-10", "answered_on": "2027-01-12",
         "outcome": "r23"},
        {"request_no": "given-up", "received_on": "2026-12-10", "closed_on": "2027-01-12"},
    ],
    "disclosure-events": [
        {"request_no": "asked", "kind": "agency_asked", "on": "2026-12-21"},
        {"request_no": "given-up", "kind": "correction_asked", "on": "2026-12-14"},
        {"request_no": "answered", "kind": "fee_notified", "on": "2026-12-31"},
        {"request_no": "answered", "kind": "fee_paid", "on": "2027-01-04"},
    ],
}  # fmt: skip
ALWAYS = {
    "cases": {"item": "i", "channel": "hall"},
    "case-stops": {},
    "joint-inspections": {"item": "i", "organiser": "d", "kind": "first"},
    "parallel-approvals": {},
    "parallel-steps": {"department": "d"},
    "evaluations": {"verified": "upheld"},
    "disclosure-requests": {"applicant_kind": "person"},
    "disclosure-events": {},
}

# What the store keeps of how it was loaded, beside rows and sums.
_ABOUT_LOADING = ("batches", "quarantine", "settings", "watermarks")


def loaded(folder: Path, order: list[str]) -> Store:
    store, notices = Store(folder), iter((FIRST, CORRECTED))
    for name in order:
        if name == "calendar":
            store.ingest("calendar", next(notices))
        else:
            store.ingest(name, [row | ALWAYS[name] for row in ROWS[name]])
    return store


def test_the_order_of_files_and_notices_decides_nothing(tmp_path: Path, clock: Any) -> None:
    clock("2027-01-20T10:00:00+08:00")
    names = [*ROWS, "calendar", "calendar"]
    draw, expected = random.Random(11), None
    orders = [names, names[::-1], ["calendar", *ROWS, "calendar"]]
    orders += [draw.sample(names, len(names)) for _ in range(2)]
    for n, order in enumerate(orders):
        (tmp_path / str(n)).mkdir()
        store = loaded(tmp_path / str(n), order)
        content = store.content(without=_ABOUT_LOADING)
        expected = expected or content
        assert content == expected, order
        store.close()


def test_a_corrected_notice_moves_what_was_computed_by_the_first(
    tmp_path: Path, clock: Any
) -> None:
    clock("2027-01-20T10:00:00+08:00")
    store = loaded(tmp_path, [*ROWS, "calendar"])

    def day(dataset: str, key: str, field: str) -> date | None:
        value = store.record(dataset, key)[field]
        return value and date.fromordinal(date(1970, 1, 1).toordinal() + value)

    # 29 and 30 December (2), 5, 6, 7 January.
    assert day("cases", "open", "due_on") == date(2027, 1, 7)
    assert store.record("cases", "over-new-year")["used_days"] == 7  # 5-8, 10, 11, 12
    store.ingest("calendar", CORRECTED)
    # 29, 30 and 31 December (3), 4 and 6 January.
    assert day("cases", "open", "due_on") == date(2027, 1, 6)
    assert store.record("cases", "over-new-year")["used_days"] == 7  # 31, 4, 6-8, 11, 12
    assert store.calendar().is_workday(date(2026, 12, 31))
    # 22-25 (4), 28-31 (8), 4, 6-8 (12), 11-13 January (15).
    assert day("evaluations", "bad", "rectify_due_on") == date(2027, 1, 13)
    assert day("evaluations", "stated", "rectify_due_on") == date(2027, 1, 4)
    assert day("cases", "stated", "due_on") == date(2027, 2, 1)
    # 16-18 (3), 21-25 (8), 28-31 (12), 4, 6-8 (16), 11-14 January (20).
    assert day("disclosure-requests", "open", "due_on") == date(2027, 1, 14)
    store.close()
