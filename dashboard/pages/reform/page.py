"""`/reform` 提速增效: the page's sections in their order."""

from __future__ import annotations

from dashboard.pages.reform import clean_up, deferred, limits, speed, visits
from dashboard.pages.reform.together import matters, runs, table, zones
from dashboard.parts.sections import Section, page_of
from data.definitions import Text

TITLE = Text("提速增效", "Reform")
LEAD = Text(
    "行政审批制度改革的成效：清理事项、压缩时限、并联审批、联合踏勘、先办后补、高效办成一件事。",
    "What the reform of approvals changed: fewer items, shorter limits, departments side by side, visits made "
    "together, papers that follow, matters handled as one.",
)
SECTIONS: tuple[Section, ...] = (
    clean_up.SECTION,
    limits.SECTION,
    speed.SECTION,
    runs.SECTION,
    zones.SECTION,
    table.SECTION,
    visits.SECTION,
    deferred.SECTION,
    matters.LIST,
    matters.APPLICATIONS,
)

PAGE = page_of("reform", TITLE, SECTIONS, LEAD)
