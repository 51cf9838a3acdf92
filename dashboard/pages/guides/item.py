"""`/service/items/{item}`: what an applicant needs to know of an item, and how long it really takes."""

from __future__ import annotations

from functools import lru_cache

from dash import html

from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.item_pages import ITEMS
from dashboard.asking.parameters import Arguments
from dashboard.pages.guides import facts, lists, questions, times
from dashboard.pages.guides.ask import gather
from dashboard.parts import blocks, notes
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.definitions import Text
from data.hall import today

TITLE = Text("办事指南", "Guide to an item")
ALL = Text("全部事项", "All items")


@lru_cache(1_024)
def page_of(code: str) -> Page:
    """The page of one item; whether there is such an item, the view says."""

    def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
        del arguments
        guide = gather(ask, code)
        sections = (
            times.section,
            facts.where,
            facts.fee,
            lists.papers,
            lists.forms,
            questions.section,
            lists.numbers,
        )
        return {
            "guide-title": {"children": facts.title(guide.item, lang)},
            "guide-said": {"children": facts.whose(guide, lang)},
            "guide-body": {
                "children": [part for make in sections if (part := make(guide, lang)) is not None]
            },
            "guide-as-of": {"children": notes.as_of(guide.meta, today(), lang)},
            **frame(guide.meta),
        }

    return Page(
        f"{ITEMS}/{code}",
        TITLE,
        f"{ITEMS}/{code}",
        view,
        layout,
        every=60,
        charts=False,
        menu=False,
        styles=("explore.css", "guides.css"),
        finding=lambda view, lang: str(view["guide-title"]["children"]),
        kept="date",
    )


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.P(html.A(ALL[lang], href=Place(ITEMS, lang).path), className="back"),
            blocks.live(html.H1, "guide-title", view, className="page-title"),
            blocks.live(html.P, "guide-said", view, className="note"),
            blocks.live(html.Div, "guide-body", view, className="guide"),
            html.P(
                [
                    blocks.source(lang),
                    " · ",
                    blocks.live(html.Span, "guide-as-of", view, className="as-of"),
                ],
                className="note",
            ),
        ],
        id="main",
    )
