"""What a figure and a printed page say of their own address, beside what the page's view says.

A frame elsewhere may be of the moment: its address then has the figure's value and the data version
of that moment under our signature, and the frame says what it was then and what it is now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hmac import compare_digest
from typing import Any

from api.documents import cursors, public_address
from dashboard.asking.address import Place
from dashboard.asking.parameters import Pairs, text, whole
from dashboard.parts.blocks import View
from dashboard.parts.cited import cite, paper
from dashboard.parts.page import Page
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

MOST_VALUE = 200
PINS = (
    whole("version", 0, 999_999_999),
    text("value", rf"[^\x00-\x1f\x7f]{{1,{MOST_VALUE}}}", Text("不是一个数值", "is no value")),
    text("seal", r"[A-Za-z0-9_-]{20,60}", Text("不是本站的签名", "is no signature of ours")),
)


def view(page: Page, lang: Lang, query: Pairs, shown: View) -> View:
    """The code under every figure of a view, and what stands on the page when it is printed."""
    if page.wall or page.embedded or "foot-version" not in shown:
        return {}
    # What a reader typed stands in no code and no other address.
    place = Place(page.path, lang, () if page.typed else query)
    held: View = {
        f"{id}-cite": {"children": _contents(id, page, place, shown)}
        for id in page.figures
        if f"{id}-cite" in shown
    }
    return {**held, **paper.view(place, shown)}


def _contents(id: str, page: Page, place: Place, shown: View) -> list[Any]:
    by_itself = cite.place_of(place, cite.name_of(id, page.live))
    value = value_of(shown, id)
    # A frame that follows the data is named by what does not change.
    title = f"{hall().name[place.lang]} · {page.title[place.lang]}"
    version = version_of(shown)
    pinned = None
    if version is not None and value:
        query = (*by_itself.query, *pins(by_itself, value, version))
        pinned = cite.frame(full(replace(by_itself, query=query)), f"{title} · {value}")
    return cite.contents(cite.frame(full(by_itself), title), pinned, place.lang)


def value_of(shown: View, id: str) -> str:
    """What a figure says in a line; nothing where it is not there at present."""
    return str(shown.get(f"{id}-as-of", {}).get("data-value") or "")[:MOST_VALUE]


def version_of(shown: View) -> int | None:
    """The data version of a view; None where there is no data."""
    digits = "".join(c for c in str(shown["foot-version"]["children"]) if c.isdigit())
    return int(digits) if digits else None


def full(place: Place) -> str:
    """A place's whole address."""
    return f"{public_address.address()}{place.url}"


def pins(by_itself: Place, value: str, version: int) -> Pairs:
    """The value and the version of the moment, under our signature for this figure's address."""
    seal = cursors.signature("figure", by_itself.url, value, str(version))
    return (("version", str(version)), ("value", value), ("seal", seal))


def is_ours(by_itself: Place, given: Mapping[str, str]) -> bool:
    """Whether what an address says of an earlier moment was written by this site."""
    seal = cursors.signature("figure", by_itself.url, given["value"], given["version"])
    return compare_digest(seal, given["seal"])
