"""`/enterprise` 企业服务: the page's sections in their order."""

from __future__ import annotations

from dashboard.pages.enterprise import cards, linked, problems, projects, visits
from dashboard.parts.sections import Section, page_of
from data.definitions import Text

TITLE = Text("企业服务", "Businesses")
LEAD = Text(
    "走访企业、解决问题、项目代办。",
    "Visits to businesses, their problems solved, projects accompanied.",
)
SECTIONS: tuple[Section, ...] = (
    problems.SECTION,
    visits.SECTION,
    projects.SECTION,
    projects.FILES_SECTION,
    cards.SECTION,
    linked.SECTION,
)

PAGE = page_of("enterprise", TITLE, SECTIONS, LEAD)
