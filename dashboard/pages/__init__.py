"""Every page there is. A page that is not listed here does not exist: no dead links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.address import LANGS, Place
from dashboard.blocks import View
from dashboard.pages import screen, today
from dashboard.words import Lang
from data.definitions import Text


@dataclass(frozen=True)
class Page:
    """A page: its path (without language), its title, and the two halves of its live part.

    `live` names the live view that keeps it up to date; `wall` pages have no menu and no pointer.
    """

    path: str
    title: Text
    live: str
    view: Callable[[Mapping[str, Any], Lang], View]
    layout: Callable[[Place, View], html.Main]
    wall: bool = False
    charts: bool = True


_ALL = (
    Page("", today.TITLE, "today", today.view, today.layout),
    Page(
        "screen",
        Text("大屏", "Wall screen"),
        "screen",
        screen.view,
        screen.layout,
        wall=True,
        charts=False,
    ),
)
PAGES: dict[str, Page] = {page.path: page for page in _ALL}
VIEWS = {page.live: page.view for page in _ALL}


def find(place: Place) -> Page | None:
    """The page at a place, or None where there is none."""
    return PAGES.get(place.page) if place.lang in LANGS else None
