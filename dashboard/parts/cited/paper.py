"""What a printed page, or a saved picture, says of where it is from; on the screen it is not shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from api.documents import public_address
from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.parts.blocks import View, extra
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

VERSION = Text("数据版本", "Data version")
AS_OF = Text("数据截至", "Data as of")
ALT = Text("本页地址的二维码", "QR code of this page's address")


class Image(Component):
    """`<img>`; with `loading="lazy"` one that is not shown is fetched when the page is printed."""

    _children_props: tuple[str, ...] = ()
    _base_nodes: tuple[str, ...] = ()
    _namespace = "dash_html_components"
    _type = "Img"
    # In this order they are set: an address that comes before `loading` is fetched at once.
    _prop_names = ["loading", "src", "alt"]  # noqa: RUF012 - as Dash has it
    available_properties = _prop_names
    _valid_wildcard_attributes: list[str] = ["data-", "aria-"]  # noqa: RUF012 - as Dash has it
    available_wildcard_properties = _valid_wildcard_attributes


def view(place: Place, shown: View) -> View:
    """The address of a view in words, and the code that leads there."""
    place = dated(place, shown)
    return {
        "paper-address": {"children": written(place)},
        "paper-qr": {
            "children": Image(
                src=f"{address.QR}{place.token}.svg", alt=ALT[place.lang], loading="lazy"
            )
        },
    }


def dated(place: Place, shown: View) -> Place:
    """A place with the days that its view shows: paper is read when 近30天 are others."""
    days = [
        (name, str(shown.get(f"{name}-field", {}).get("value") or "")) for name in ("from", "to")
    ]
    if not all(day for _, day in days):
        return place
    kept = [pair for pair in place.query if pair[0] not in ("period", "from", "to")]
    return Place(place.page, place.lang, (*days, *kept))


def written(place: Place) -> str:
    """A place's address as one types it, without its scheme."""
    return f"{public_address.address()}{place.url}".partition("://")[2]


def block(v: View, lang: Lang) -> html.Div:
    """Address, version, as-of, hall and licence of a page, beside the code of its address."""
    gap = "" if lang == "zh" else " "
    return html.Div(
        [
            html.Div(id="paper-qr", className="paper-qr", **v["paper-qr"]),
            html.P(
                id="paper-address",
                className="paper-address",
                **extra({"data-address": "", **v["paper-address"]}),
            ),
            html.P(
                [
                    f"{AS_OF[lang]}{gap}",
                    html.Span(id="paper-as-of", className="paper-as-of", **v["paper-as-of"]),
                    " · ",
                    html.Span(
                        [
                            f"{VERSION[lang]}{gap}",
                            html.Span(id="paper-version", **v["paper-version"]),
                        ],
                        className="paper-data",
                    ),
                ],
                className="paper-state",
            ),
            html.P(f"{hall().name[lang]} · {hall().licence_title[lang]}", className="paper-hall"),
            html.P(f"{hall().publisher[lang]} · {hall().contact[lang]}"),
        ],
        className="paper",
    )


def stamp(v: View, lang: Lang) -> str:
    """数据截至2026-11-24 10:41 · 数据版本18: of which state of the data a view is, as text."""
    gap = "" if lang == "zh" else " "
    as_of, version = v["paper-as-of"]["children"], v["paper-version"]["children"]
    return f"{AS_OF[lang]}{gap}{as_of} · {VERSION[lang]}{gap}{version}"


def state(meta: Mapping[str, Any]) -> View:
    """Of which state of the data a page is: until when, and its version."""
    as_of = str(meta.get("as_of") or words.MISSING)[:16]
    return {
        # Data that has no times of day is of a day as a whole.
        "paper-as-of": {"children": as_of.removesuffix("T00:00").replace("T", " ")},
        "paper-version": {"children": words.version(meta["data_version"])},
    }
