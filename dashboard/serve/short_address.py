"""Short addresses, which stand on the wall in words: `/s/1` leads to the first scene's page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from dashboard.asking import address
from dashboard.asking.address import LANGS, Place
from dashboard.wall.scenes import SHORT, Scene, by_number


def scene(place: Place) -> Scene | None:
    """The scene that a place names by its number, or None."""
    begin, _, number = place.page.partition("/")
    known = begin == SHORT and number.isascii() and number.isdigit() and len(number) < 4
    return by_number(int(number)) if known and not number.startswith("0") else None


def register(pages: Blueprint, missing: Callable[[], Response]) -> None:
    """`/s/{number}` and `/en/s/{number}` lead to the scene's page in that language.

    Not for good: which page a scene leads to can change. `missing` answers where there is no such scene.
    """

    def respond(number: str) -> Response:
        del number
        place = address.read(request.path)
        known = scene(place)
        if known is None:
            return missing()
        where = known.page(place.lang).url
        return Response(status=302, headers={"Location": where, "Cache-Control": "no-cache"})

    for lang in LANGS:
        pages.add_url_rule(Place(f"{SHORT}/<number>", lang).path, f"short {lang}", respond)
