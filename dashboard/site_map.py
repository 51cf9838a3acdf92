"""Every page there is. A page that is not listed here does not exist: no dead links."""

from __future__ import annotations

from dashboard.asking.address import LANGS, Place
from dashboard.pages import satisfaction, today, volumes
from dashboard.pages.annual_report import report
from dashboard.pages.catalogue import about, data, index, indicator
from dashboard.pages.deadline import case
from dashboard.pages.deadline import page as deadline
from dashboard.pages.disclosure import overview
from dashboard.pages.volumes import records
from dashboard.parts.page import Page, of_live
from dashboard.wall import screen
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Text

_ALL = (
    Page("", today.TITLE, "today", of_live(today.view), today.layout),
    Page(
        volumes.PAGE,
        volumes.TITLE,
        "volumes",
        volumes.view,
        volumes.layout,
        parameters=volumes.PARAMETERS,
        every=30,
        styles=("explore.css",),
    ),
    Page(
        satisfaction.PAGE,
        satisfaction.TITLE,
        "satisfaction",
        satisfaction.view,
        satisfaction.layout,
        parameters=satisfaction.PARAMETERS,
        every=30,
        styles=("explore.css",),
    ),
    Page(
        records.HERE,
        records.TITLE,
        "volumes-records",
        records.view,
        records.layout,
        parameters=records.RECORDS,
        every=60,
        charts=False,
        menu=False,
        styles=("explore.css",),
    ),
    Page(
        "disclosure",
        overview.TITLE,
        "disclosure",
        overview.view,
        overview.layout,
        parameters=overview.PARAMETERS,
        styles=("disclosure.css",),
    ),
    Page(
        "disclosure/deadline",
        deadline.TITLE,
        "disclosure-deadline",
        deadline.view,
        deadline.layout,
        parameters=case.PARAMETERS,
        every=60,
        charts=False,
        menu=False,
        styles=("disclosure.css",),
    ),
    Page(
        "disclosure/report",
        report.TITLE,
        "disclosure-report",
        report.view,
        report.layout,
        parameters=report.PARAMETERS,
        every=60,
        charts=False,
        menu=False,
        styles=("disclosure.css",),
    ),
    Page(
        "data",
        data.TITLE,
        "data",
        data.view,
        data.layout,
        every=60,
        charts=False,
        styles=("data.css",),
    ),
    Page(
        "indicators",
        index.TITLE,
        "indicators",
        index.view,
        index.layout,
        every=60,
        charts=False,
        menu=False,
        styles=("data.css",),
    ),
    *(
        Page(
            f"indicators/{id}",
            PUBLISHED_INDICATORS[id].title,
            f"indicator-{id}",
            indicator.view_of(id),
            indicator.layout_of(id),
            every=60,
            menu=False,
            styles=("data.css",),
            like="indicator",
        )
        for id in PUBLISHED_INDICATORS
    ),
    Page(
        "about",
        about.TITLE,
        "about",
        about.view,
        about.layout,
        every=60,
        charts=False,
        menu=False,
        styles=("data.css",),
    ),
    Page(
        "screen",
        Text("大屏", "Wall"),
        "screen",
        screen.view,
        screen.layout,
        parameters=screen.PARAMETERS,
        wall=True,
        charts=False,
        styles=("scenes.css",),
    ),
)
PAGES: dict[str, Page] = {page.path: page for page in _ALL}
VIEWS: dict[str, Page] = {page.live: page for page in _ALL}


def find(place: Place) -> Page | None:
    """The page at a place, or None where there is none."""
    return PAGES.get(place.page) if place.lang in LANGS else None
