"""Every page there is, in the menu's order. A page that is not listed here does not exist: no dead
links. So it is with pages of a subject that the hall does not report. Each module declares its own `PAGE` (see `dashboard.parts.page`)."""

from __future__ import annotations

from dashboard.asking.address import LANGS, Place
from dashboard.pages import satisfaction, today, volumes
from dashboard.pages.annual_report import report
from dashboard.pages.catalogue import about, data, dataset
from dashboard.pages.deadline import page as deadline
from dashboard.pages.disclosure import overview
from dashboard.pages.indicators import index
from dashboard.pages.indicators import page as indicator
from dashboard.pages.reform import page as reform
from dashboard.pages.search import page as search
from dashboard.pages.volumes import records
from dashboard.parts.page import Page
from dashboard.wall import screen
from data.hall import hall

_ALL = (
    today.PAGE,
    volumes.PAGE,
    satisfaction.PAGE,
    reform.PAGE,
    records.PAGE,
    overview.PAGE,
    deadline.PAGE,
    report.PAGE,
    data.PAGE,
    *dataset.PAGES,
    index.PAGE,
    *indicator.PAGES,
    about.PAGE,
    screen.PAGE,
)
_REPORTED = [page for page in _ALL if hall().reports(page.path.partition("/")[0])]
PAGES: dict[str, Page] = {page.path: page for page in (*_REPORTED, search.page_of(_REPORTED))}
VIEWS: dict[str, Page] = {page.live: page for page in PAGES.values() if not page.typed}


def find(place: Place) -> Page | None:
    """The page at a place, or None where there is none."""
    return PAGES.get(place.page) if place.lang in LANGS else None
