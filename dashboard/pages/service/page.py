"""`/service` 便民服务: the page's sections in their order."""

from __future__ import annotations

from dashboard.pages.service import (
    appointments,
    assisted,
    find_items,
    hotline,
    knowledge_base,
    queue,
    stuck,
    terminals,
)
from dashboard.pages.service.market import required_services
from dashboard.pages.service.market import section as market
from dashboard.parts.sections import Section, page_of
from data.definitions import Text

TITLE = Text("便民服务", "Services")
LEAD = Text(
    "窗口、事项、排队、热线、预约和帮办代办。",
    "Windows, items, the queue, the hotline, appointments and help with applications.",
)
SECTIONS: tuple[Section, ...] = (
    find_items.SECTION,
    knowledge_base.SECTION,
    queue.SECTION,
    hotline.SECTION,
    appointments.SECTION,
    assisted.SECTION,
    terminals.SECTION,
    stuck.SECTION,
    market.SECTION,
    required_services.SECTION,
)

PAGE = page_of("service", TITLE, SECTIONS, LEAD)
