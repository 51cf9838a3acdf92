"""What each cell of tables 三 and 四 of the annual report counts, as data: for whoever counts them again.

It is worded from the official format, and not taken from the queries that count (`data.disclosure.cells`):
of two that are wrong in the same way one would not correct the other. The words are those of
docs/snapshots.md.
"""

from __future__ import annotations

from typing import Any

from data.disclosure.cells import REQUESTS, REVIEWS
from data.disclosure.forms import FORM_2019, FORM_2021, OTHERWISE, OTHERWISE_PARTS, Form
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS, TOTAL
from data.hall import hall

Rule = dict[str, Any]
# Of the year, of the day before it, of its last day (today in the one that is running).
IN_YEAR, OPEN_BEFORE, OPEN_AT_END, DURING = "in-year", "open-before", "open-at-end", "during"


def rules() -> dict[str, Any]:
    """By table the dataset, its dates, and of each row and column which rows of it are counted."""
    since = hall().records_complete_from
    return {
        "records_complete_from": since.isoformat() if since else None,
        "forms": [
            {"until": 2020, "rows": _request_rows(FORM_2019)},
            {"until": None, "rows": _request_rows(FORM_2021)},
        ],
        "tables": {
            "3": {
                "dataset": REQUESTS,
                "begins": "received_on",
                "ends": "closed_on",
                "column_field": "applicant_kind",
                "row_field": "outcome",
                "columns": {column: _any(column) for column in COLUMNS},
            },
            "4": {
                "dataset": REVIEWS,
                "begins": "filed_on",
                "ends": "concluded_on",
                "column_field": "result",
                "row_field": "kind",
                "columns": {column: _review_column(column) for column in REVIEW_COLUMNS},
                "rows": {group: {"codes": [group]} for group in GROUPS},
            },
        },
    }


def _any(column: str) -> Rule:
    return {} if column == TOTAL else {"codes": [column]}


def _review_column(column: str) -> Rule:
    if column == "pending":
        return {"counted": OPEN_AT_END}
    return (
        {"counted": DURING}
        if column == TOTAL
        else {"counted": IN_YEAR, "by": "ends", "codes": [column]}
    )


def _request_rows(form: Form) -> dict[str, Rule]:
    return {row: _request_row(row) for row in form.row_ids}


def _request_row(row: str) -> Rule:
    match row:
        case "r01":
            return {"counted": IN_YEAR, "by": "begins"}
        case "r02":
            return {"counted": OPEN_BEFORE}
        case "r25":
            return {"counted": OPEN_AT_END}
        case "r24":
            return {"counted": IN_YEAR, "by": "ends"}
        case _:
            codes = OTHERWISE_PARTS if row == OTHERWISE else (row,)
            return {"counted": IN_YEAR, "by": "ends", "codes": list(codes)}
