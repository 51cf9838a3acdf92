"""One figure of a page by itself, at `/embed/…`, to be shown in a frame on any other page.

It is cut out of its page's own layout and view, so it says what the page says. It is always light,
follows the data as pages do, and says of an earlier moment what its address has of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.cited import cite
from dashboard.parts.page import Page
from dashboard.serve.cited import citations
from dashboard.site_map import PAGES, VIEWS
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

EMBED = "embed"
EVERY = 30
NOT_NOW = Text("现在没有这张图。", "This figure is not there at present.")
NOT_OURS = Text(
    "地址中所写的旧数不是本站所出，无法核对。",
    "The earlier number in this address was not written by this site.",
)
_FRAMING = ("demo-banner", "foot-version")


def is_embedded(path: str) -> bool:
    """Whether a path (`/en/embed/volumes/year`) is below those of figures by themselves."""
    return address.read(path).page.split("/")[0] == EMBED


def find(place: Place) -> Page | None:
    """The figure at a place as a page of its own, or None where there is none."""
    below, _, rest = place.page.partition("/")
    path, _, name = rest.rpartition("/")
    if below != EMBED or path not in PAGES or place.lang not in address.LANGS:
        return None
    return _of(path, name)


def of_live(name: str) -> Page | None:
    """The same by the name of its live view: `volumes/year`."""
    of, _, figure = name.partition("/")
    page = VIEWS.get(of)
    return _of(page.path, figure) if page and figure else None


@lru_cache(1_024)
def _of(path: str, name: str) -> Page | None:
    page = PAGES[path]
    id = next((id for id in page.figures if cite.name_of(id, page.live) == name), None)
    if id is None:
        return None
    return replace(
        page,
        path=cite.place_of(Place(page.path, "zh"), name).page,
        live=f"{page.live}/{name}",
        view=lambda ask, lang, arguments: _view(page, id, ask, lang, arguments),
        layout=lambda place, view: _layout(page, id, place, view),
        parameters=(*page.parameters, *citations.PINS),
        every=max(page.every, EVERY),
        styles=(*page.styles, "embed.css"),
        embedded=page.title,
        kept=page.holds,
        figures=(),
        finding=lambda view, lang: citations.value_of(view, id) if f"{id}-as-of" in view else "",
    )


def page_of(place: Place) -> Place:
    """The place that a figure by itself is of, with the same parameters."""
    path = place.page.partition("/")[2].rpartition("/")[0]
    pinned = {parameter.name for parameter in citations.PINS}
    return Place(path, place.lang, tuple(pair for pair in place.query if pair[0] not in pinned))


def _view(page: Page, id: str, ask: Ask, lang: Lang, arguments: Arguments) -> View:
    own = {p.name: arguments[p.name] for p in page.parameters}
    whole = page.view(ask, lang, own)
    asked = tuple((p.name, own[p.name]) for p in page.parameters if own[p.name] != p.default)
    place = Place(page.path, lang, asked)
    above = _down_to(page.layout(place, whole), id)
    ids = {*_FRAMING, *(_ids(above[-1]) if above else ())}
    is_there = bool(above) and not any(_props(c).get("hidden") for c in above)
    by_itself = cite.place_of(place, cite.name_of(id, page.live))
    return {
        **{key: props for key, props in whole.items() if key in ids},
        "embed-figure": {"hidden": not is_there},
        "embed-none": {"hidden": is_there},
        "embed-then": _then(by_itself, id, whole, arguments),
    }


def _then(by_itself: Place, id: str, whole: View, arguments: Arguments) -> dict[str, Any]:
    """当时（版本18 204）：…；现在：…: nothing where the address is of no moment."""
    lang, value = by_itself.lang, arguments["value"]
    if not value or not arguments["version"]:
        return {"children": "", "hidden": True}
    if not citations.is_ours(by_itself, arguments):
        return {"children": NOT_OURS[lang], "hidden": False}
    now = citations.value_of(whole, id)
    then = words.version(int(arguments["version"]))
    if now == value:
        said = Text(
            f"与引用时（数据版本{then}）相同：{now}", f"As when cited (data version {then}): {now}"
        )
    else:
        said = Text(
            f"引用时（数据版本{then}）：{value}；现在：{now}",
            f"When cited (data version {then}): {value}; now: {now}",
        )
    return {"children": said[lang], "hidden": False}


def _layout(page: Page, id: str, place: Place, view: View) -> html.Main:
    """The figure out of its page's layout, of which the view has no more than the figure's part."""
    whole = page.layout(page_of(place), _Lenient(view))
    above = _down_to(whole, id)
    return html.Main(
        [
            blocks.live(html.Div, "embed-figure", view, children=above[-1] if above else None),
            blocks.live(
                html.P, "embed-none", view, children=NOT_NOW[place.lang], className="plain"
            ),
            blocks.live(html.P, "embed-then", view, className="then"),
        ],
        id="main",
        className=_props(whole).get("className"),
    )


class _Nothing(dict[str, Any]):
    """No properties: whatever is taken from them is None."""

    def __missing__(self, name: str) -> None:
        return None


class _Lenient(dict[str, Any]):
    """A view of which a layout may take what it has not, for parts that are then cut away."""

    def __missing__(self, id: str) -> _Nothing:
        return _Nothing()


def _down_to(node: Any, id: str) -> list[Component]:
    """The components from the outermost down to the figure `id`; none where it is not laid out."""
    if isinstance(node, list | tuple):
        return next((path for child in node if (path := _down_to(child, id))), [])
    if not isinstance(node, Component):
        return []
    if _props(node).get("data-figure") == id:
        return [node]
    below = _down_to(getattr(node, "children", None), id)
    return [node, *below] if below else []


def _ids(node: Any) -> Iterator[str]:
    return (_props(c)["id"] for c in _components(node) if "id" in _props(c))


def has_graph(node: Any) -> bool:
    """Whether plotly is needed to draw what is inside a component."""
    return any(isinstance(c, dcc.Graph) for c in _components(node))


def _components(node: Any) -> Iterator[Component]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from _components(child)
    elif isinstance(node, Component):
        yield node
        yield from _components(getattr(node, "children", None))


def _props(component: Component) -> dict[str, Any]:
    return component.to_plotly_json()["props"]


def frame(place: Place, main: html.Main, v: View, demo: Text) -> html.Div:
    """What stands around a figure by itself: that it is simulated, whose it is, where it is from."""
    lang, h = place.lang, hall()
    there = page_of(place).url
    banner = v.get("demo-banner", {"hidden": True})
    version = html.Span(id="foot-version", className="n", **v.get("foot-version", {}))
    source = [
        html.A([h.name[lang], " · ", PAGES[page_of(place).page].title[lang]], href=there),
        html.Span([Text("数据版本", "Data version ")[lang], version]),
        html.A(h.licence_title[lang], href=h.licence_url, rel="license"),
    ]
    return html.Div(
        [
            html.P(
                demo[lang], **blocks.extra({"id": "demo-banner", "className": "banner", **banner})
            ),
            main,
            html.Footer(source, className="embed-foot"),
        ],
        id="page",
        className="site embedded",
    )
