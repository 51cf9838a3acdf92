"""Every page's card of the day that its data is of, drawn into the folder of previews."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

from api.answer import answers
from dashboard.asking.address import LANGS, Place
from dashboard.parts.cited import paper
from dashboard.parts.drawings.year import LEFT, STEP, TOP
from dashboard.parts.page import Page
from dashboard.serve import document, head, live_views
from dashboard.serve.cited import cards, previews
from dashboard.site_map import PAGES
from dashboard.words import Lang
from data import hall

log = logging.getLogger(__name__)
_YEAR = "volumes-year-drawing"
# Beside it the folder says of which day it is, so that a day is drawn once.
_DAY = ".day"


def is_drawn(day: str) -> bool:
    """Whether the cards of a day are there."""
    try:
        return (previews.folder() / _DAY).read_text() == day
    except OSError:
        return False


def draw_all(day: str) -> int:
    """Draw the card of every page in both languages; how many were drawn.

    What cannot be drawn is said once, and the others go on. Raises `OSError` where nothing can be kept.
    """
    drawn, said = 0, set[str]()
    for page in PAGES.values():
        for lang in LANGS:
            if page.wall:
                continue
            try:
                content = cards.draw(card(page, lang))
            except Exception as error:
                if str(error) not in said:
                    log.warning("no preview of /%s in %s: %s", page.path, lang, error)
                said.add(str(error))
                continue
            previews.keep(page.live, lang, day, content)
            drawn += 1
    if drawn:
        (previews.folder() / _DAY).write_text(day)
    return drawn


def card(page: Page, lang: Lang) -> cards.Card:
    """What a page's card says: of a running day nothing, since the card stands for the whole day."""
    view, place, h = live_views.view(page, lang), Place(page.path, lang), hall.hall()
    said = page.preview(lambda q: answers.answer(q, lang), lang) if page.preview else ""
    finding = said or head.finding(page, view, place)
    title = page.title[lang]
    own = [paper.stamp(view, lang)] if "paper-as-of" in view else []
    return cards.Card(
        over=h.name[lang] if finding == title else f"{h.name[lang]} · {title}",
        finding=finding,
        lines=(*own, paper.written(place)),
        lang=lang,
        demo=document.DEMO[lang] if answers.last_seen().demo else "",
        squares=tuple(_squares(view[_YEAR]["children"])) if _YEAR in view else (),
    )


def _squares(drawing: Any) -> Iterator[tuple[float, float, int]]:
    for component in _rects(drawing):
        props = component.to_plotly_json()["props"]
        kind = str(props.get("className", "")).split(" ")[0]
        if kind.startswith("day-") and float(props["height"]) > 10:
            x, y = (float(props["x"]) - LEFT) / STEP, (float(props["y"]) - TOP) / STEP
            yield x, y, int(kind.removeprefix("day-"))


def _rects(node: Any) -> Iterator[Component]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from _rects(child)
    elif isinstance(node, Component):
        if node.to_plotly_json()["type"] == "Rect":
            yield node
        yield from _rects(getattr(node, "children", None))
