"""A thousand dots, of which so many are bad: a share that can be counted."""

from __future__ import annotations

from dashboard.parts.drawings.svg import Component, Path, Svg, at, sheet

MOST = 1_000
ACROSS = 40
STEP = 16


def _dots(first: int, last: int) -> str:
    """Dots from one number to another, in rows from the upper left, as strokes without length."""
    places = (divmod(i, ACROSS) for i in range(first, last))
    return "".join(f"M{at((x + 0.5) * STEP)} {at((y + 0.5) * STEP)}h0" for y, x in places)


def picture(count: int, bad: int) -> Svg:
    """`count` dots, `MOST` of them at most; the last `bad` are the bad ones."""
    rows = -(-count // ACROSS)
    marks: list[Component] = [Path(d=_dots(0, count - bad), className="dots")]
    if bad:
        marks.append(Path(d=_dots(count - bad, count), className="dots dots--bad"))
    return sheet(ACROSS * STEP, rows * STEP, marks, "dots")
