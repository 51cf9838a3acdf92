"""The hall's windows as squares, a row or more a floor, from the top floor down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard import words
from dashboard.parts.drawings.svg import A, Component, Label, Rect, Svg, Title, at, sheet
from dashboard.parts.drawings.year import shade, step
from dashboard.words import CASES, Lang
from data.definitions import Text

ACROSS, LEFT = 22, 40
# A line of text over a floor whose queue is known.
QUEUE = 24
WIDE, TALL, GAP = 44, 34, 4
# Shades that a code can be read on in both themes.
STEPS = 5


@dataclass(frozen=True)
class Window:
    """A window of the list, its floor as the list has it, and the day's cases."""

    code: str
    title: str
    floor: str
    count: float


def floors(windows: Sequence[Window]) -> list[tuple[str, list[Window]]]:
    """Floors from the top down, those without a number last; windows in the order of their codes."""

    def order(window: Window) -> tuple[float, str]:
        number = window.floor.lstrip("-")
        level = float(window.floor) if number.isdigit() else float("-inf")
        return -level, window.floor

    ordered = sorted(windows, key=lambda window: (*order(window), window.code))
    return [(floor, list(group)) for floor, group in groupby(ordered, key=lambda w: w.floor)]


def picture(
    windows: Sequence[Window],
    href: Callable[[str], str],
    is_open: bool,
    lang: Lang,
    queues: Mapping[str, str] | None = None,
    shut: Collection[str] = (),
) -> Svg:
    """Shades of one scale; while the hall is closed the squares are outlines with their shade within.

    `queues`: of a floor what is said of its queue, over its squares. Those of floors `shut` are outlines too.
    """
    width = step((window.count for window in windows), STEPS)
    marks: list[Component] = []
    y = 0.0
    for floor, each in floors(windows):
        if queue := (queues or {}).get(floor):
            marks.append(Label(queue, x=at(LEFT), y=at(y + 15), className="queue"))
            y += QUEUE
        name = Text(f"{floor}楼", f"F{floor}")[lang] if floor.lstrip("-").isdigit() else floor
        marks.append(Label(name, x="0", y=at(y + 22), className="strong"))
        for i, window in enumerate(each):
            x = LEFT + (i % ACROSS) * (WIDE + GAP)
            top = y + (i // ACROSS) * (TALL + GAP)
            depth, is_lit = shade(window.count, width, STEPS), is_open and floor not in shut
            marks.append(_square(window, x, top, depth, href, is_lit, lang))
        y += -(-len(each) // ACROSS) * (TALL + GAP) + 10
    return sheet(LEFT + ACROSS * (WIDE + GAP) - GAP, max(1.0, y - 10 - GAP), marks, "plan")


def _square(
    window: Window,
    x: float,
    y: float,
    depth: int,
    href: Callable[[str], str],
    is_open: bool,
    lang: Lang,
) -> Component:
    over = f"{window.title} · {words.counted(window.count, CASES, lang)}"
    box = Rect(
        x=at(x + 0.5), y=at(y + 0.5), width=at(WIDE - 1), height=at(TALL - 1),
        className=f"load-{depth}{'' if is_open else ' closed'}",
    )  # fmt: skip
    label = Label(window.code, x=at(x + WIDE / 2), y=at(y + 22), className="middle code")
    return A([Title(over), box, label], href=href(window.code), tabIndex="-1")
