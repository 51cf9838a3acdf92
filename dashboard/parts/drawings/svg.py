"""Pictures as plain SVG: drawn here, read without scripts, printed crisp, in the page's own inks.

Colours and type are the stylesheet's (`assets/drawings.css`), by class. What a picture shows is said
in its sentence and stands in its table, so the picture itself is hidden from a screen reader; links
in it are the table's too, and the keyboard goes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts import blocks
from dashboard.parts.blocks import View, extra
from dashboard.words import Lang
from data.definitions import Text


class _Element(Component):
    """An element of SVG; to the machinery around it an element like those of `dash.html`."""

    _children_props: tuple[str, ...] = ()
    _base_nodes: tuple[str, ...] = ("children",)
    _namespace = "dash_html_components"
    _prop_names = [  # noqa: RUF012 - as Dash has it
        "children", "className", "viewBox", "x", "y", "width", "height", "d", "cx", "cy", "r", "rx",
        "x1", "x2", "y1", "y2", "href", "tabIndex", "style",
    ]  # fmt: skip
    available_properties = _prop_names
    _valid_wildcard_attributes: list[str] = ["data-", "aria-"]  # noqa: RUF012 - as Dash has it
    available_wildcard_properties = _valid_wildcard_attributes

    def __init__(self, children: Any = None, **props: Any) -> None:
        inside = {} if children is None else {"children": children}
        super().__init__(**inside, **props)


class Svg(_Element):
    _type = "Svg"


class G(_Element):
    _type = "G"


class A(_Element):
    _type = "A"


class Rect(_Element):
    _type = "Rect"


class Path(_Element):
    _type = "Path"


class Circle(_Element):
    _type = "Circle"


class Line(_Element):
    _type = "Line"


class Label(_Element):
    """`<text>`; where it is anchored says its class: `end`, `middle`."""

    _type = "Text"


class Title(_Element):
    """What a browser shows over a mark."""

    _type = "Title"


def at(value: float) -> str:
    """A place or a length in a drawing, to a tenth of its unit."""
    return f"{value:.1f}".removesuffix(".0")


def sheet(width: float, height: float, inside: Sequence[Component], kind: str) -> Svg:
    """A drawing `width` by `height` units, as wide as its place."""
    return Svg(
        list(inside),
        viewBox=f"0 0 {at(width)} {at(height)}",
        className=f"drawing drawing--{kind}",
        **extra({"aria-hidden": "true"}),
    )


def column(
    x: float, foot: float, width: float, height: float, over: str, partial: bool = False
) -> Component:
    """A bar that stands on `foot`, with what a browser shows over it; of something at least a line."""
    tall = max(height, 0.6)
    box = Rect(
        x=at(x), y=at(foot - tall), width=at(width), height=at(tall),
        className="column column--partial" if partial else "column",
    )  # fmt: skip
    lines = [hatched(x, foot - tall, width, tall)] if partial else []
    return G([Title(over), box, *lines])


def hatched(x: float, y: float, width: float, height: float, spacing: float = 4) -> Component:
    """What is not complete yet: slanting lines in a box of that size."""
    lines, along = [], spacing / 2
    while along < width + height:
        left, low = x + max(0.0, along - height), y + min(along, height)
        right, high = x + min(along, width), y + max(0.0, along - width)
        lines.append(f"M{at(left)} {at(low)}L{at(right)} {at(high)}")
        along += spacing
    return Path(d="".join(lines), className="hatch")


def view(
    id: str,
    *,
    finding: tuple[str, str | list[Any]],
    picture: Any,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    downloads: list[Any],
    as_of: str,
) -> View:
    """The live half of a drawing with its title, sentence and table."""
    title, said = finding
    return {
        f"{id}-title": {"children": title},
        f"{id}-said": {"children": said},
        f"{id}-drawing": {"children": picture},
        **blocks.under_view(
            id, columns=columns, rows=rows, downloads=downloads, as_of=as_of, value=title
        ),
    }


# Drawings that on a phone are wider than their place; it is reached by keyboard, to scroll it.
_WIDE = ("year", "plan", "flow", "slopes", "owed", "gantt", "lengths")


def _scrolling(kind: str, lang: Lang) -> dict[str, Any]:
    if kind not in _WIDE:
        return {}
    name = Text("图，可左右滚动", "Picture, scrolls sideways")[lang]
    return extra({"tabIndex": "0", "role": "group", "aria-label": name})


def figure(id: str, v: View, lang: Lang, kind: str = "") -> html.Figure:
    """Title, sentence, drawing, and under them table, links, source, as-of."""
    return html.Figure(
        [
            html.Figcaption(
                [blocks.live(html.H2, f"{id}-title", v), blocks.live(html.P, f"{id}-said", v)]
            ),
            blocks.live(html.Div, f"{id}-drawing", v, className="drawn", **_scrolling(kind, lang)),
            blocks.under(id, v, None, lang),
        ],
        className=f"chart chart--{kind}" if kind else "chart",
        **blocks.figured(id),
    )
