"""A page of a subject, made of sections: it begins with what each of them finds, then they come.

A section stands on datasets that it `needs`. While one of them was never taken in, the section is not
there: no heading, no zero, no line of the contents. A page without any section says so, and no menu
leads to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from api.answer import answers
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, Parameter
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import DATASETS, PUBLISHED
from data.definitions import Text

CONTENTS = Text("本页内容", "On this page")
STYLE = "sections.css"


@dataclass(frozen=True)
class Section:
    """One section: `id` is its place in the page's address (`/reform#limits`), unlike any id of a view.

    `view` and `layout` are as those of a page, for the datasets it `needs` all hold something; of any
    other it asks `has_data` itself. `figures`: the ids of those that stand in it. The contents have
    its `finding`, by default the title of the first of them. `charts`: whether plotly draws any.
    """

    id: str
    title: Text
    needs: tuple[str, ...]
    view: Callable[[Ask, Lang, Arguments], View]
    layout: Callable[[Place, View], Sequence[Any]]
    figures: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    styles: tuple[str, ...] = ()
    charts: bool = False
    finding: Callable[[View, Lang], str] | None = None

    def line(self, view: View, lang: Lang) -> str:
        """What it finds, in a line."""
        if self.finding:
            return self.finding(view, lang)
        return str(view[f"{self.figures[0]}-title"]["children"])

    def is_in(self, view: View) -> bool:
        """Whether a view, which may be of one figure alone, has something of the section."""
        return f"{self.id}-section" in view or any(f"{id}-as-of" in view for id in self.figures)


LISTED_ONLY: Any = ("listed", (True,))


def has_data(ask: Ask, dataset: str) -> bool:
    """Whether anything of a dataset was ever taken in, and is published; of a list, more than names met elsewhere."""
    if dataset not in PUBLISHED:
        return False
    definition = DATASETS[dataset]
    if definition.records and not definition.next_day:
        loaded = (LISTED_ONLY,) if any(f.id == LISTED_ONLY[0] for f in definition.fields) else ()
        return bool(ask(answers.Records(dataset, loaded, page=answers.Page(1)))["data"])
    dated = (one.id for one in definition.indicators if not one.of_list)
    return any(ask(answers.Values(id, grain="year"))["data"] for id in dated)


def is_there(ask: Ask, section: Section) -> bool:
    return all(has_data(ask, id) for id in section.needs)


@dataclass(frozen=True)
class Number:
    """A number of a section, with its unit and the note under it; `indicator` is what defines it."""

    title: Text
    value: str
    unit: str = ""
    note: str = ""
    indicator: str | None = None
    late: bool = False


def numbers(shown: Sequence[Number], lang: Lang) -> list[html.Div]:
    """Numbers side by side, as the `children` of a `<dl class="figures numbers">`."""
    return [_number(one, lang) for one in shown]


def _number(one: Number, lang: Lang) -> html.Div:
    named = blocks.named(one.indicator, one.title[lang], lang) if one.indicator else one.title[lang]
    kind = "n none" if one.value == words.MISSING else "n late" if one.late else "n"
    value, per_cent, _ = one.value.partition("%")
    return html.Div(
        [
            html.Dt(named),
            html.Dd([html.Strong(value, className=kind), html.Span(per_cent or one.unit, className="unit")], className="value"),
            html.Dd(one.note, className="note"),
        ],
        className="figure-of",
    )  # fmt: skip


def page_of(
    path: str,
    title: Text,
    sections: Sequence[Section],
    lead: Text,
    every: int = 60,
    onward: Callable[[Lang], list[Any]] = lambda lang: [],
) -> Page:
    """The page of a subject at `path`: a line of what it is about, its contents, its sections.

    `onward`: links to what belongs to the subject and is not in a section, which stand under the line.
    """
    return Page(
        path,
        title,
        path,
        lambda ask, lang, arguments: _view(path, sections, ask, lang, arguments),
        lambda place, view: _layout(path, title, lead, onward, sections, place, view),
        parameters=tuple(one for section in sections for one in section.parameters),
        every=every,
        charts=any(section.charts for section in sections),
        styles=tuple(dict.fromkeys([*(s for x in sections for s in x.styles), STYLE])),
        figures=tuple(id for section in sections for id in section.figures),
        finding=lambda view, lang: next((s.line(view, lang) for s in sections if s.is_in(view)), ""),
        kept="date",
        listed=lambda ask: any(is_there(ask, section) for section in sections),
    )  # fmt: skip


def _view(
    path: str, sections: Sequence[Section], ask: Ask, lang: Lang, arguments: Arguments
) -> View:
    shown: View = {}
    lines: list[Any] = []
    for section in sections:
        if not is_there(ask, section):
            continue
        own = section.view(ask, lang, arguments)
        shown |= own | {f"{section.id}-section": {"hidden": False}}
        lines.append(_line(section, own, lang))
    held = " ".join(section.id for section in sections if f"{section.id}-section" in shown)
    # Of the live answer, which is of all there is: data version and as-of of the page as a whole.
    meta = ask(answers.Live())["meta"]
    return {
        "page-contents": {"children": lines},
        # The markup is of the sections that there were; when others come, the page is loaded again.
        "page-sections": blocks.extra({"data-held": held}),
        f"{path}-none": {"hidden": bool(held)},
        **shown,
        **frame(meta),
    }


def _line(section: Section, view: View, lang: Lang) -> html.Li:
    return html.Li(
        [
            html.A(section.title[lang], href=f"#{section.id}"),
            html.Span(section.line(view, lang), className="said"),
        ]
    )


def _layout(
    path: str,
    title: Text,
    lead: Text,
    onward: Callable[[Lang], list[Any]],
    sections: Sequence[Section],
    place: Place,
    view: View,
) -> html.Main:
    lang = place.lang
    shown = [section for section in sections if section.is_in(view)]
    return html.Main(
        [
            html.H1(title[lang], className="page-title"),
            html.P(lead[lang], className="preface"),
            *([html.P(there, className="links")] if (there := onward(lang)) else []),
            blocks.live(html.P, f"{path}-none", view, children=blocks.none_of(title, lang)),
            *([_contents(view, lang)] if shown else []),
            blocks.live(
                html.Div,
                "page-sections",
                view,
                children=[_section(one, place, view) for one in shown],
            ),
        ],
        id="main",
        className="subject",
    )


def _contents(view: View, lang: Lang) -> html.Nav:
    lines = blocks.live(html.Ol, "page-contents", view)
    return html.Nav(lines, className="contents", **blocks.extra({"aria-label": CONTENTS[lang]}))


def _section(section: Section, place: Place, view: View) -> html.Section:
    heading: Component = html.H2(
        section.title[place.lang],
        id=section.id,
        className="of-section",
        **blocks.extra({"data-anchor": ""}),
    )
    return blocks.live(
        html.Section,
        f"{section.id}-section",
        view,
        children=[heading, *section.layout(place, view)],
        className="section",
    )
