"""The scenes that the wall shows in turn: what each asks, what it says, what it looks like.

A scene's `view(ask, live, lang)` gives the properties of its components; `live` is the document of
the live answer, which all scenes share. Its `layout(view, lang)` is one `<section data-of=id>`. The
component `wall-{id}` is that section: it has the class `scene--empty` while there is nothing to
show, and the wall then passes it over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dash import html

from dashboard.asking.ask import Ask
from dashboard.parts.blocks import View
from dashboard.wall import disclosure, promises, satisfaction, today
from dashboard.wall.ask import Document
from dashboard.words import Lang
from data.definitions import Text


@dataclass(frozen=True)
class Scene:
    """One scene, of one dataset. `leads_to`: the page that its QR code opens."""

    id: str
    title: Text
    dataset: str
    leads_to: str
    view: Callable[[Ask, Document, Lang], View]
    layout: Callable[[View, Lang], html.Section]


SCENES = (
    Scene("today", today.TITLE, "cases", "", today.view, today.layout),
    Scene(
        "satisfaction",
        satisfaction.TITLE,
        "evaluations",
        "satisfaction",
        satisfaction.view,
        satisfaction.layout,
    ),
    Scene(
        "disclosure",
        disclosure.TITLE,
        "disclosure-requests",
        "disclosure",
        disclosure.view,
        disclosure.layout,
    ),
    Scene(
        "promises",
        promises.TITLE,
        "cases",
        "indicators/actual-speed-up",
        promises.view,
        promises.layout,
    ),
)
