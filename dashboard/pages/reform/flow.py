"""The clean-up as one bar for each kind of item: the list before, what went and what stayed, the list after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import words
from dashboard.parts.drawings import axes, svg
from dashboard.parts.drawings.svg import Label, Line, Path, Rect, at, hatched
from dashboard.words import Lang
from data.definitions import Text

WIDTH, BLOCK, TALL = 760.0, 150.0, 26.0
# The room right of the longest bar, for what is said of the list after.
_ROOM, _GAP, _APART = 40.0, 3.0, 14.0


@dataclass(frozen=True)
class Flow:
    """One kind of item: how many were kept, what went by how, and how many came new."""

    name: str
    kept: int
    gone: Sequence[tuple[str, int]]
    new: int

    @property
    def before(self) -> int:
        return self.kept + sum(n for _, n in self.gone)

    @property
    def after(self) -> int:
        return self.kept + self.new


def picture(flows: Sequence[Flow], kept: str, lang: Lang) -> Component | None:
    """All kinds on one scale; None of nothing."""
    most = max((max(one.before, one.after) for one in flows), default=0)
    if not most:
        return None
    unit = (WIDTH - _ROOM) / most
    inside = [
        mark for i, one in enumerate(flows) for mark in _block(one, i * BLOCK, unit, kept, lang)
    ]
    return svg.sheet(WIDTH, BLOCK * len(flows) - 20, inside, "flow")


def _block(one: Flow, top: float, unit: float, kept: str, lang: Lang) -> list[Component]:
    n = words.number(one.before)
    name = Text(f"{one.name}，清理前{n}项", f"{one.name}, before: {n}")[lang]
    marks: list[Component] = [Label(name, x="0", y=at(top + 14), className="strong")]
    parts = [(kept, one.kept), *one.gone]
    starts, along = [], 0.0
    for i, (_, count) in enumerate(parts):
        starts.append((along, count * unit))
        if count:
            marks.append(_part(along, top + 22, count * unit, i == 0))
        along += count * unit
    named = [
        (Text(f"{label}{words.number(count)}项", f"{label} {words.number(count)}")[lang], x, width)
        for (label, count), (x, width) in zip(parts, starts, strict=True)
        if count
    ]
    marks += _named(named, top + 22 + TALL)
    return [*marks, *_after(one, top + 98, unit, lang)]


def _part(x: float, y: float, width: float, solid: bool) -> Component:
    """What stays is solid, what goes an outline: told apart without a colour."""
    return Rect(
        x=at(x + (0 if solid else _GAP / 2)), y=at(y), width=at(max(width - _GAP, 1)), height=at(TALL),
        className="column" if solid else "column column--partial",
    )  # fmt: skip


def _named(parts: Sequence[tuple[str, float, float]], foot: float) -> list[Component]:
    """The names under their parts, moved apart where they would touch, each with a line to its part."""
    marks: list[Component] = []
    free = 0.0
    wanted = [x for _, x, _ in parts]
    lengths = [axes.width(text) * 1.1 for text, _, _ in parts]
    for i, (text, x, width) in enumerate(parts):
        # As far left as the names that still come need, but not into the one before.
        rest = sum(lengths[i:]) + _APART * (len(parts) - 1 - i)
        place = max(free, min(wanted[i], WIDTH - rest))
        middle = x + min(width, 24) / 2
        marks += [
            Path(d=f"M{at(middle)} {at(foot + 1)}L{at(place + 6)} {at(foot + 13)}", className="lead-line"),
            Label(text, x=at(place), y=at(foot + 27), className="strong" if not i else ""),
        ]  # fmt: skip
        free = place + lengths[i] + _APART
    return marks


def _after(one: Flow, top: float, unit: float, lang: Lang) -> list[Component]:
    """The list after: what stayed, under what it was, and what came new, which is hatched."""
    kept, new = one.kept * unit, one.new * unit
    marks: list[Component] = []
    if one.kept:
        edge = kept - _GAP
        marks += [
            Line(x1=at(x), x2=at(x), y1=at(top - 14), y2=at(top), className="lead-line")
            for x in (0.5, edge)
        ]
        marks.append(_part(0, top, kept, True))
    if one.new:
        marks += [_part(kept, top, new, False), hatched(kept + 1.5, top, max(new - _GAP, 1), TALL)]
    n, more = words.number(one.after), words.number(one.new)
    came = Text(f"，其中新增和进驻{more}项", f", {more} of them new")[lang] if one.new else ""
    text = f"{Text(f'清理后{n}项', f'After: {n}')[lang]}{came}"
    end = kept + new + 8
    if end + axes.width(text) * 1.1 <= WIDTH:
        return [*marks, Label(text, x=at(end), y=at(top + 18), className="strong")]
    return [*marks, Label(text, x="0", y=at(top + TALL + 15), className="strong")]
