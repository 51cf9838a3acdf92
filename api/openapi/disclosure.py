"""What can be asked of disclosure requests, and the schemas of the answers, for OpenAPI."""

from __future__ import annotations

from collections.abc import Iterator

from api.documents import disclosure_links
from api.documents.disclosure import CELL_TITLES, STANDING_TITLES
from api.openapi.operation import JSON, MEDIA, Operation
from api.openapi.schema_words import (
    COUNT,
    DAY,
    LINK,
    LINKS,
    STRING,
    TRUTH,
    Schema,
    envelope,
    listed,
    members,
    nullable,
    of_list,
    ref,
    words,
)
from api.parsing.disclosure import DEADLINE, OPEN, REPORT, REPORT_CSV
from api.parsing.parameters import DEFINITION, Parameter
from data.catalog.disclosure import EVENT_KINDS
from data.catalog.statements import FIGURES
from data.definitions import Text
from data.disclosure.identities import RULES
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS, ROWS
from data.disclosure.report import NOT_COVERED
from data.disclosure.strips import STANDINGS
from data.hall import today
from data.rules.disclosure import FLAGS, WHY

TAG = "disclosure"
TITLE = Text("依申请公开：期限与年报", "disclosure requests: the clock and the annual report")
_WHOLE: Schema = {"type": "integer"}
_TITLES: Schema = {"type": "object", "additionalProperties": STRING}


def operations() -> Iterator[Operation]:
    at = disclosure_links.DISCLOSURE
    text = Text("在办申请的期限条", "Open requests as strips of working days")
    strips = {JSON: envelope(ref("Strips"), "ListMeta")}
    yield Operation("disclosure_open", f"{at}/open", TAG, text, strips, OPEN, refuses=(404,))
    text = Text("期限计算：逐日说明", "The deadline explained day by day")
    clock = {JSON: envelope(ref("Deadline"))}
    yield Operation(
        "disclosure_deadline", f"{at}/deadline", TAG, text, clock, DEADLINE, refuses=(404,)
    )
    text = Text("可出具年报的年度", "The years that can be reported")
    every, years = f"{at}/annual-report", {JSON: of_list(ref("AnnualReportEntry"))}
    yield Operation("annual_reports", every, TAG, text, years, DEFINITION)
    one = f"{every}/{{year}}"
    schema = envelope(ref("AnnualReport"))
    for suffix, media, accepted in (
        ("", "json", REPORT),
        (".json", "json", REPORT),
        (".xlsx", "xlsx", REPORT),
        (".csv", "csv", REPORT_CSV),
    ):
        text = Text(
            f"政府信息公开年报{_named(media)}", f"The annual disclosure report{_named(media)}"
        )
        id, forms = f"annual_report{suffix.replace('.', '_')}", {MEDIA[media]: None}
        answers = {JSON: schema} if media == "json" else forms
        yield Operation(id, f"{one}{suffix}", TAG, text, answers, accepted, (_year(),))
    text = Text("超期未答复申请订阅（Atom）", "Feed of overdue requests, Atom")
    feed = {"application/atom+xml": None}
    yield Operation("overdue_feed", "/feeds/overdue.atom", TAG, text, feed, DEFINITION)


def _named(media: str) -> str:
    return "" if media == "json" else f" ({media})"


def _year() -> Parameter:
    schema = {"type": "integer", "minimum": 1990, "maximum": 2100}
    return Parameter("year", Text("年度", "year"), schema, required=True, example=today().year)


# --- schemas ------------------------------------------------------------------------------------

_FLAG = members({"id": words(FLAGS), "text": STRING})
_CLOCK: Schema = {
    "start_on": DAY,
    "due_on": nullable(DAY),
    "reason": nullable(STRING),
    "reason_text": nullable(STRING),
    "used_days": nullable(COUNT),
    "excluded_days": COUNT,
    "extension_days": COUNT,
    "state": STRING,
    "state_text": STRING,
    "on_time": {"type": ["boolean", "null"]},
    "flags": listed(_FLAG),
    "term": COUNT,
    "left": nullable(_WHOLE),
}
_DAY = members(
    {
        "date": DAY,
        "counts": TRUTH,
        "n": nullable(COUNT),
        "why": words(WHY),
        "why_text": STRING,
        "article": STRING,
    }
)
_CELL = members({"date": DAY, "kind": words(CELL_TITLES), "n": nullable(COUNT), "extended": TRUTH})
_CODED: Schema = {
    name: nullable(STRING)
    for id in ("department", "applicant_kind", "channel", "outcome")
    for name in (id, f"{id}_label")
}
_REQUEST: Schema = {
    "request": STRING,
    "title": nullable(STRING),
    "topic": nullable(STRING),
    **_CODED,
    "received_on": DAY,
    "answered_on": nullable(DAY),
    "standing": words(STANDING_TITLES),
    "standing_text": STRING,
    **_CLOCK,
    "cells": listed(_CELL),
    "links": LINKS,
}
_STRIPS: Schema = {
    "asked_on": DAY,
    "due_soon_days": COUNT,
    "term": COUNT,
    "summary": members({"open": COUNT, **dict.fromkeys(STANDINGS, COUNT)}),
    "standings": _TITLES,
    "cells": _TITLES,
    "requests": listed(members(_REQUEST, {"days": listed(_DAY)})),
}
_EVENT = members({"kind": words(c.id for c in EVENT_KINDS), "on": DAY})
_DEADLINE: Schema = {
    "request": nullable(STRING),
    "received_on": DAY,
    "answered_on": nullable(DAY),
    "asked_on": DAY,
    **_CLOCK,
    "due_if_replied": nullable(DAY),
    "events": listed(_EVENT),
    "days": listed(_DAY),
}


def _row_of(items: Schema, columns: tuple[str, ...]) -> Schema:
    return listed(items) | {"minItems": len(columns), "maxItems": len(columns)}


_NOT_COVERED = nullable(words((NOT_COVERED,)))
_TABLE3_ROW = {
    "id": words(row.id for row in ROWS),
    "label": STRING,
    "group": nullable(STRING),
    "handled": TRUTH,
    "cells": _row_of(nullable(COUNT), COLUMNS),
    "links": _row_of(nullable(LINK), COLUMNS),
    "reason": _NOT_COVERED,
    "note": nullable(STRING),
}
_TABLE3 = {
    "title": STRING,
    "columns": listed(words(COLUMNS)),
    "column_labels": _TITLES,
    "rows": listed(members(_TABLE3_ROW)) | {"minItems": len(ROWS), "maxItems": len(ROWS)},
}
_TABLE4 = {
    "title": STRING,
    "groups": listed(words(GROUPS)),
    "group_labels": _TITLES,
    "columns": listed(words(REVIEW_COLUMNS)),
    "column_labels": _TITLES,
    "cells": _row_of(_row_of(COUNT, REVIEW_COLUMNS), GROUPS),
    "links": _row_of(_row_of(LINK, REVIEW_COLUMNS), GROUPS),
}
_FIGURE = members(
    {"id": words(c.id for c in FIGURES), "label": STRING, "value": {"type": ["number", "null"]}}
)
_TABLE2 = members(
    {
        "title": STRING,
        "rows": listed(members({"article": STRING, "label": STRING, "figures": listed(_FIGURE)})),
        "link": LINK,
    }
)
_FEES = members({"title": STRING, "figures": listed(_FIGURE), "link": LINK})
_IDENTITY = {
    "id": STRING,
    "rule": words(RULES),
    "at": STRING,
    "title": STRING,
    "left": nullable(_WHOLE),
    "right": nullable(_WHOLE),
    "holds": nullable(TRUTH),
    "reason": _NOT_COVERED,
    "reason_text": nullable(STRING),
}
_RULE = {"id": words(RULES), "title": STRING} | dict.fromkeys(
    ("checked", "failed", "unchecked"), COUNT
)
_REPORT: Schema = {
    "year": COUNT,
    "title": STRING,
    "department": nullable(STRING),
    "department_label": nullable(STRING),
    "format": STRING,
    "period": members({"from": DAY, "to": DAY}),
    "as_of": DAY,
    "partial": TRUTH,
    "since": DAY,
    "years": listed(COUNT),
    "table3": members(_TABLE3),
    "table4": members(_TABLE4),
    "table2": nullable(_TABLE2),
    "fees": nullable(_FEES),
    "identities": listed(members(_IDENTITY)),
    "rules": listed(members(_RULE)),
}
SCHEMAS: dict[str, Schema] = {
    "Strips": members(_STRIPS),
    "Deadline": members(_DEADLINE),
    "AnnualReport": members(_REPORT),
    "AnnualReportEntry": members({"year": COUNT, "partial": TRUTH, "links": LINKS}),
}
