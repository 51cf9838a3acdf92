"""Under every figure: its picture as a file, and the code that shows it on another page.

A figure is cited as it stands (the numbers move on) or with its number and data version, which are
then held against what the number is now.
"""

from __future__ import annotations

from html import escape
from typing import Any

from dash import html

from dashboard.asking.address import Place
from dashboard.words import Lang
from data.definitions import Text

SAVE = Text("保存图片", "Save picture")
EMBED = Text("嵌入网页", "Embed")
SIZE = Text("1200×675，含出处和二维码：", "1200×675, with source and QR code: ")
MOVING = Text("代码（数字随数据更新）：", "Code (its numbers follow the data): ")
PINNED = Text("代码（注明现在的数字和版本）：", "Code (with today's number and version): ")
FORMATS = ("PNG", "SVG")

# Where an address stands that a script completes while the site has been given none.
_ADDRESS: dict[str, Any] = {"data-address": ""}

WIDTH, HEIGHT = 600, 400
"""Of a frame on another page, in CSS pixels, unless that page says otherwise."""


def control(id: str, contents: Any, lang: Lang) -> html.Details:
    """What stands under a figure; `contents` are those of its page's address (`embedding`)."""
    save = html.Span(f"{SAVE[lang]}{Text('、', ', ')[lang]}", className="by-script")
    held = html.Div(contents, id=f"{id}-cite")
    return html.Details([html.Summary([save, EMBED[lang]]), held], className="cite")


def contents(moving: str, pinned: str | None, lang: Lang) -> list[Any]:
    """The buttons that save, and the code of both kinds of frame; without a data version, of one."""
    return [
        html.P(
            [
                html.Span(SIZE[lang]),
                *(_button(name, lang) for name in FORMATS),
                html.Span(role="status", className="save-state"),
            ],
            className="save",
        ),
        *_code(MOVING, moving, lang),
        *(_code(PINNED, pinned, lang) if pinned else []),
    ]


def _button(name: str, lang: Lang) -> html.Button:
    named: dict[str, Any] = {"data-save": name.lower(), "aria-label": f"{SAVE[lang]} {name}"}
    return html.Button(name, type="button", className="saves", **named)


def _code(label: Text, code: str, lang: Lang) -> list[Any]:
    return [
        html.P(label[lang], className="code-label"),
        html.Code(code, className="snippet", **_ADDRESS),
    ]


def frame(address: str, title: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The HTML of a frame that shows what is at an address."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" style="border:0;max-width:100%" loading="lazy"></iframe>'
    )


def name_of(id: str, live: str) -> str:
    """A figure's name in addresses: its id without that of its page's view."""
    return id.removeprefix(f"{live}-")


def place_of(place: Place, name: str) -> Place:
    """Where a figure of a place stands by itself."""
    page = f"{place.page}/" if place.page else ""
    return Place(f"embed/{page}{name}", place.lang, place.query)
