"""`/supervision` 监督: the page's sections in their order."""

from __future__ import annotations

from typing import Any

from dash import html

from api.documents import links
from dashboard.asking.address import Place
from dashboard.pages.supervision.cards import sections as cards
from dashboard.pages.supervision.conduct import sections as conduct
from dashboard.pages.supervision.people import sections as people
from dashboard.parts.sections import Section, page_of
from dashboard.words import Lang
from data.definitions import Text

TITLE = Text("监督", "Supervision")
LEAD = Text(
    "电子监察、巡查、投诉、到岗、考核和抽查，发现的问题和整改结果。",
    "Electronic supervision, patrols, complaints, presence and spot checks: what was found, and what became of it.",
)
ONWARD = (
    ("supervision/overview", Text("监督首页", "Overview for supervisors")),
    ("supervision/bulletin", Text("月报", "Monthly bulletin")),
    ("supervision/checks", Text("公开核对", "Checks in public")),
)
FEEDS = (
    (links.CARDS_FEED, Text("订阅红黄牌（Atom）", "Feed of cards (Atom)")),
    (links.COMPLAINTS_FEED, Text("订阅逾期投诉（Atom）", "Feed of overdue complaints (Atom)")),
)
SECTIONS: tuple[Section, ...] = (*cards.SECTIONS, *conduct.SECTIONS, *people.SECTIONS)


def _onward(lang: Lang) -> list[Any]:
    """What else supervision has: pages, and feeds for those who wait for news."""
    pages = [html.A(title[lang], href=Place(path, lang).path) for path, title in ONWARD]
    feeds = [html.A(title[lang], href=path) for path, title in FEEDS]
    return [piece for one in (*pages, *feeds) for piece in (one, " · ")][:-1]


PAGE = page_of("supervision", TITLE, SECTIONS, LEAD, onward=_onward)
