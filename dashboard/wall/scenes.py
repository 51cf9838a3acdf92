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

from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.parts.blocks import View
from dashboard.wall import disclosure, satisfaction, service, today, year
from dashboard.wall.ask import Document
from dashboard.wall.living import hall as living_hall
from dashboard.wall.living import supervision
from dashboard.wall.speed import promises, reform
from dashboard.words import Lang
from data.catalog import PUBLISHED
from data.definitions import Text
from data.hall import hall

# The first part of short addresses.
SHORT = "s"
# Of a hall that names no order: the day comes back every third scene.
DEFAULT = (
    "today", "satisfaction", "disclosure", "today", "promises", "year", "today", "reform", "service",
    "today", "hall", "supervision",
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """One scene, of one dataset. `leads_to`: the page that its QR code opens, over the `period` that the
    scene is about where the page itself would begin with another: there are the scene's numbers."""

    id: str
    title: Text
    dataset: str
    leads_to: str
    view: Callable[[Ask, Document, Lang], View]
    layout: Callable[[View, Lang], html.Section]
    period: str = ""

    def page(self, lang: Lang) -> Place:
        return Place(self.leads_to, lang, (("period", self.period),) if self.period else ())


# As pages call the time of `wall.ask.LookBack`.
THIRTY_DAYS = "30d"

# Their numbers in short addresses (`/s/1`) are their places here: a new scene comes last.
_EVERY = (
    Scene("today", today.TITLE, "cases", "", today.view, today.layout),
    Scene(
        "satisfaction",
        satisfaction.TITLE,
        "evaluations",
        "satisfaction",
        satisfaction.view,
        satisfaction.layout,
        THIRTY_DAYS,
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
        THIRTY_DAYS,
    ),
    Scene("year", year.TITLE, "cases", "volumes", year.view, year.layout),
    Scene("reform", reform.TITLE, "item-changes", "reform", reform.view, reform.layout),
    Scene("service", service.TITLE, "hotline-calls", "service", service.view, service.layout),
    Scene(
        "hall", living_hall.TITLE, "queue-states", "service", living_hall.view, living_hall.layout
    ),
    Scene(
        "supervision",
        supervision.TITLE,
        "alerts",
        "supervision/overview",
        supervision.view,
        supervision.layout,
    ),
)
SCENES = tuple(scene for scene in _EVERY if scene.dataset in PUBLISHED)
_NAMED = {scene.id: scene for scene in _EVERY}


def turns() -> tuple[str, ...]:
    """The scenes in the order of `hall.toml`, where one that is named again comes again.

    Those of what the hall does not report are passed over.
    Raises ValueError for a scene that the wall does not have.
    """
    order = hall().wall_scenes or DEFAULT
    unknown = [id for id in order if id not in _NAMED]
    if unknown:
        raise ValueError(
            f"setting 'wall.scenes': {unknown[0]!r} is no scene; there are {', '.join(_NAMED)}"
        )
    shown = {scene.id for scene in SCENES}
    return tuple(id for id in order if id in shown) or ("today",)


def short(scene: Scene) -> str:
    """The page of a scene by its number: what a phone is sent to, and what can be typed."""
    return f"{SHORT}/{_EVERY.index(scene) + 1}"


def by_number(number: int) -> Scene | None:
    """The scene of a short address."""
    scene = _EVERY[number - 1] if 0 < number <= len(_EVERY) else None
    return scene if scene in SCENES else None
