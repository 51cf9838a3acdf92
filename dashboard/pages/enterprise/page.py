"""`/enterprise` 企业服务: the page's sections in their order."""

from __future__ import annotations

from typing import Any

from dashboard.pages.enterprise import cards, linked, problems, projects, visits
from dashboard.parts import notes
from dashboard.parts.sections import Section, page_of
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

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


def how_to_apply(lang: Lang) -> list[Any]:
    """Where and when a business asks for a visit or for somebody to accompany its project."""
    desk = hall().enterprise_desk
    if desk is None:
        return []
    hours = notes.opening_hours(lang)
    return [
        Text(
            f"申请走访、项目秘书或代办：{desk.zh}，{hours}。",
            f"To ask for a visit, a project secretary or an agent: {desk.en}, {hours}.",
        )[lang]
    ]


PAGE = page_of("enterprise", TITLE, SECTIONS, LEAD, onward=how_to_apply)
