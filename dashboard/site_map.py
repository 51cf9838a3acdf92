"""Every page there is, in the menu's order. A page that is not listed here does not exist: no dead
links. So it is with pages of a subject that the hall does not report. Each module declares its own `PAGE` (see `dashboard.parts.page`)."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.asking import item_pages
from dashboard.asking.address import LANGS, Place
from dashboard.pages import satisfaction, today, volumes
from dashboard.pages.annual_report import report
from dashboard.pages.ask import page as ask
from dashboard.pages.bulletin import index as bulletins
from dashboard.pages.bulletin import month as bulletin
from dashboard.pages.catalogue import about, data, dataset
from dashboard.pages.deadline import page as deadline
from dashboard.pages.disclosure import overview
from dashboard.pages.enterprise import page as enterprise
from dashboard.pages.guides import form, item, items
from dashboard.pages.indicators import index
from dashboard.pages.indicators import page as indicator
from dashboard.pages.overview import page as overview_of_supervision
from dashboard.pages.proof import audit, checks, claims, verify
from dashboard.pages.reform import page as reform
from dashboard.pages.satisfaction import evidence as survey
from dashboard.pages.satisfaction.round_sentences import FOLDER as SURVEYS
from dashboard.pages.search import page as search
from dashboard.pages.service import page as service
from dashboard.pages.supervision import page as supervision
from dashboard.pages.volumes import records
from dashboard.parts.page import Page
from dashboard.wall import screen
from data.hall import hall

_ALL = (
    today.PAGE,
    volumes.PAGE,
    satisfaction.PAGE,
    reform.PAGE,
    service.PAGE,
    ask.PAGE,
    enterprise.PAGE,
    supervision.PAGE,
    overview_of_supervision.PAGE,
    bulletins.PAGE,
    items.PAGE,
    records.PAGE,
    overview.PAGE,
    deadline.PAGE,
    report.PAGE,
    data.PAGE,
    *dataset.PAGES,
    verify.PAGE,
    claims.PAGE,
    checks.PAGE,
    audit.PAGE,
    index.PAGE,
    *indicator.PAGES,
    about.PAGE,
    screen.PAGE,
)
_REPORTED = [page for page in _ALL if hall().reports(page.path.partition("/")[0])]
PAGES: dict[str, Page] = {page.path: page for page in (*_REPORTED, search.page_of(_REPORTED))}
VIEWS: dict[str, Page] = {page.live: page for page in PAGES.values() if not page.typed}


# Pages that are as many as a list has entries: folder → the page of an entry, None where there is none.
FAMILIES: dict[str, Callable[[str], Page | None]] = {
    item_pages.ITEMS: item.page_of,
    item_pages.FORMS: form.page_of,
    bulletin.FOLDER: bulletin.page_of,
    SURVEYS: survey.page_of,
}


def of_family(path: str) -> Page | None:
    """The page of an entry, by its path or the name of its live view."""
    folder, _, entry = path.rpartition("/")
    there = folder in FAMILIES and hall().reports(folder.partition("/")[0])
    return FAMILIES[folder](entry) if there and entry else None


def find(place: Place) -> Page | None:
    """The page at a place, or None where there is none."""
    if place.lang not in LANGS:
        return None
    return PAGES.get(place.page) or of_family(place.page)
