"""A map without borders: one tile a district, in the order of their codes, as square as it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from dashboard import words
from dashboard.parts.drawings.svg import Component, Label, Rect, Svg, at, column, sheet
from dashboard.words import Lang

SIDE, TALL, GAP, EDGE = 150, 108, 8, 9


@dataclass(frozen=True)
class Tile:
    """A district's name, its sum, and its periods in order: name, value (None: not known), partial."""

    name: str
    total: float
    periods: Sequence[tuple[str, float | None, bool]]


def picture(tiles: Sequence[Tile], lang: Lang) -> Svg:
    """Small bars by period on one scale for all tiles."""
    del lang
    across = ceil(sqrt(len(tiles))) or 1
    highest = max([1.0, *(v or 0 for tile in tiles for _, v, _ in tile.periods)])
    marks: list[Component] = []
    for i, tile in enumerate(tiles):
        x, y = (i % across) * (SIDE + GAP), (i // across) * (TALL + GAP)
        marks += [
            Rect(x=at(x + 0.5), y=at(y + 0.5), width=at(SIDE - 1), height=at(TALL - 1), className="tile"),
            Label(tile.name, x=at(x + EDGE), y=at(y + 20)),
            Label(words.number(tile.total), x=at(x + EDGE), y=at(y + 38), className="strong"),
            *_bars(tile, x + EDGE, y + TALL - EDGE, highest),
        ]  # fmt: skip
    down = ceil(len(tiles) / across)
    return sheet(across * (SIDE + GAP) - GAP, max(1, down * (TALL + GAP) - GAP), marks, "tiles")


def _bars(tile: Tile, left: float, foot: float, highest: float) -> list[Component]:
    step = (SIDE - 2 * EDGE) / max(1, len(tile.periods))
    return [
        column(left + i * step, foot, step - 2, value / highest * (TALL - 56), over, partial)
        for i, (name, value, partial) in enumerate(tile.periods)
        if value
        for over in (f"{tile.name} · {name} · {words.number(value)}",)
    ]
