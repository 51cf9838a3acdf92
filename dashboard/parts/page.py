"""A page: where it is, what it asks, how it is laid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html

from api.answer import answers
from api.answer.moment import Holds
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, Parameter
from dashboard.parts.blocks import View
from dashboard.parts.cited import paper
from dashboard.words import Lang
from data.definitions import Text


@dataclass(frozen=True)
class Page:
    """A page: its path (without language), its title, and the two halves of its live part.

    `view(ask, lang, asked)` asks what it needs and gives the properties of components; `asked` has
    all `parameters` with their values. `layout(place, view)` is the markup around them. `live`
    names the live view that keeps the page up to date, looked at again after `every` seconds.

    `wall` pages have no menu and no pointer; without `charts` no plotly is loaded; a page that is
    not in the menu (`menu=False`) is reached from others. `styles` are stylesheets of its own. Pages
    that are `like` each other have one layout, and looking at one of them is enough. What a reader
    has `typed` into an address is kept nowhere: such a page is plain HTML, drawn for each request.

    `figures`: the ids of those that stand on the page, each of which can be saved and embedded; the
    first is what the page is about, unless `finding` says so of a view. `preview` says it for a whole
    day, where the view is of the moment. `embedded`: the page is one figure of the page of that title.
    `kept`: how long a view is true where its parameters do not tell. `listed`: whether the menu leads
    to it at present; without it, always.
    """

    path: str
    title: Text
    live: str
    view: Callable[[Ask, Lang, Arguments], View]
    layout: Callable[[Place, View], html.Main]
    parameters: tuple[Parameter, ...] = ()
    every: int = 5
    wall: bool = False
    charts: bool = True
    menu: bool = True
    styles: tuple[str, ...] = ()
    like: str | None = None
    figures: tuple[str, ...] = ()
    finding: Callable[[View, Lang], str] | None = None
    preview: Callable[[Ask, Lang], str] | None = None
    embedded: Text | None = None
    kept: Holds | None = None
    typed: bool = False
    listed: Callable[[Ask], bool] | None = None

    @property
    def holds(self) -> Holds:
        """How long a view is true while no data comes: for the hall's `minute`, or its `date`."""
        return self.kept or ("date" if self.parameters and not self.wall else "minute")


def of_live(
    view: Callable[[Mapping[str, Any], Lang], View],
) -> Callable[[Ask, Lang, Arguments], View]:
    """A view of the live answer alone."""
    return lambda ask, lang, arguments: view(ask(answers.Live()), lang)


def frame(meta: Mapping[str, Any]) -> View:
    """What stands around every page, from an answer's `meta`: the banner of a simulated hall's data,
    and of which state of the data it is."""
    return {
        "demo-banner": {"hidden": not meta["demo"]},
        "foot-version": {"children": words.version(meta["data_version"])},
        **paper.state(meta),
    }
