"""`/supervision` 监督: the page's sections in their order."""

from __future__ import annotations

from dashboard.pages.supervision.cards import sections as cards
from dashboard.pages.supervision.conduct import sections as conduct
from dashboard.pages.supervision.people import sections as people
from dashboard.parts.sections import Section, page_of
from data.definitions import Text

TITLE = Text("监督", "Supervision")
LEAD = Text(
    "电子监察、巡查、投诉、到岗、考核和抽查，发现的问题和整改结果。",
    "Electronic supervision, patrols, complaints, presence and spot checks: what was found, and what became of it.",
)
SECTIONS: tuple[Section, ...] = (*cards.SECTIONS, *conduct.SECTIONS, *people.SECTIONS)

PAGE = page_of("supervision", TITLE, SECTIONS, LEAD)
