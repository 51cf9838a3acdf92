"""`/service` 便民服务: the page's sections in their order."""

from __future__ import annotations

from dashboard.pages.service import appointments, assisted, hotline, stuck, terminals
from dashboard.parts.sections import Section, page_of
from data.definitions import Text

TITLE = Text("便民服务", "Services")
LEAD = Text(
    "窗口、事项、热线、预约和帮办代办。",
    "Windows, items, the hotline, appointments and help with applications.",
)
SECTIONS: tuple[Section, ...] = (
    hotline.SECTION,
    appointments.SECTION,
    assisted.SECTION,
    terminals.SECTION,
    stuck.SECTION,
)

PAGE = page_of("service", TITLE, SECTIONS, LEAD)
