"""`/reform` 提速增效: the page's sections in their order."""

from __future__ import annotations

from dashboard.pages.reform import clean_up, deferred, limits, visits
from dashboard.parts.sections import Section, page_of
from data.definitions import Text

TITLE = Text("提速增效", "Reform")
LEAD = Text(
    "行政审批制度改革的成效：清理事项、压缩时限、联合踏勘、先办后补。",
    "What the reform of approvals changed: fewer items, shorter limits, visits made together, papers that follow.",
)
SECTIONS: tuple[Section, ...] = (
    clean_up.SECTION,
    limits.SECTION,
    visits.SECTION,
    deferred.SECTION,
)

PAGE = page_of("reform", TITLE, SECTIONS, LEAD)
