"""The menu: the pages that there are, and of those of a subject the ones of which there is data."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.parts.blocks import View, extra
from dashboard.parts.page import Page
from dashboard.site_map import PAGES
from data.definitions import Text

MENU = Text("栏目", "Pages")


def view(ask: Ask, page: Page | None = None) -> View:
    """Which of the entries that depend on data are there; nothing for a page without a menu."""
    if page and (page.wall or page.embedded):
        return {}
    return {_id(p): {"hidden": not p.listed(ask)} for p in PAGES.values() if p.menu and p.listed}


def layout(place: Place, page: Page | None, shown: View) -> html.Nav:
    """The entries in the site map's order. Before it is known whether there is data, without it."""
    entries = [_entry(p, place, page, shown) for p in PAGES.values() if p.menu]
    return html.Nav(dbc.Nav(entries), **extra({"aria-label": MENU[place.lang]}))


def _entry(entry: Page, place: Place, page: Page | None, shown: View) -> html.Div:
    link = html.A(
        entry.title[place.lang],
        href=place.elsewhere(entry.path).path,
        className="nav-link",
        **extra({"aria-current": "page"} if page is entry else {}),
    )
    if entry.listed is None:
        return html.Div(link, className="nav-item")
    id = _id(entry)
    return html.Div(link, id=id, className="nav-item", **shown.get(id, {"hidden": True}))


def _id(entry: Page) -> str:
    return f"menu-{entry.path}"
