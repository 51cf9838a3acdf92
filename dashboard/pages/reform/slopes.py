"""Limits as slopes: the law's, after the first round, promised, and how long it takes, on one scale from 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dash.development.base_component import Component

from dashboard import words
from dashboard.parts.drawings import axes, svg
from dashboard.parts.drawings.svg import Circle, Label, Line, Path, Title, at
from dashboard.words import Lang
from data.definitions import Text

HIGH, TOP, FOOT = 400.0, 34.0, 16.0
# How far apart names stand.
_LEAST = 17.0
COLUMNS = (
    Text("法定", "By law"),
    Text("第一轮后", "First round"),
    Text("承诺", "Promised"),
    Text("实际中位数", "Actual median"),
)


@dataclass(frozen=True)
class _Sheet:
    """A drawing so wide, with so much room at its sides; `narrow`: on a phone, names at the end alone."""

    kind: str
    width: float
    before: float
    after: float
    narrow: bool = False

    @property
    def right(self) -> float:
        return self.width - self.after


_SHEETS: dict[Lang, tuple[_Sheet, _Sheet]] = {
    "zh": (
        _Sheet("slopes", 1080, 270, 270),
        _Sheet("slopes-narrow", 360, 44, 186, narrow=True),
    ),
    "en": (
        _Sheet("slopes", 1080, 374, 374),
        _Sheet("slopes-narrow", 360, 44, 210, narrow=True),
    ),
}


@dataclass(frozen=True)
class Slope:
    """One limit in working days; None where there is no such step, or too few to say how long it takes.

    `between_in`, `promised_in`: the years from which the limits hold.
    """

    name: str
    legal: float
    between: float | None
    promised: float
    actual: float | None
    n: int | None = None
    between_in: str = ""
    promised_in: str = ""

    @property
    def steps(self) -> tuple[float | None, ...]:
        return (self.legal, self.between, self.promised, self.actual)

    @property
    def years(self) -> tuple[str, ...]:
        """Of the steps that the hall promised the years."""
        return ("", self.between_in, self.promised_in, "")

    @property
    def is_late(self) -> bool:
        """Whether it usually takes longer than promised."""
        return self.actual is not None and self.actual > self.promised

    @property
    def last(self) -> float:
        return self.promised if self.actual is None else self.actual


def picture(slopes: Sequence[Slope], lang: Lang) -> list[Component] | None:
    """The drawing, and another one for a phone; the stylesheet shows one of them."""
    return [_drawn(slopes, sheet, lang) for sheet in _SHEETS[lang]] if slopes else None


def _drawn(slopes: Sequence[Slope], sheet: _Sheet, lang: Lang) -> Component:
    top = max(max(day or 0 for day in one.steps) for one in slopes)
    left, right = sheet.before, sheet.right
    across = [left + (right - left) * i / (len(COLUMNS) - 1) for i in range(len(COLUMNS))]

    def height(day: float) -> float:
        return TOP + (HIGH - TOP - FOOT) * (1 - day / top)

    marks: list[Component] = []
    for i, (x, title) in enumerate(zip(across, heads(slopes), strict=True)):
        kind = "end" if i == 0 else "" if i == len(COLUMNS) - 1 else "middle"
        if sheet.narrow and i == 0:
            x, kind = 0.0, ""
        # Where columns are near, every second name is on a line of its own.
        line = "0" if sheet.narrow and i % 2 == 0 else "14"
        marks.append(Label(title[lang], x=at(x), y=line, className=kind))
    for x in across:
        marks += [
            Line(x1=at(x), x2=at(x), y1=at(TOP - 8), y2=at(height(0)), className="grid"),
        ]
    marks.append(
        Line(x1=at(left), x2=at(right), y1=at(height(0)), y2=at(height(0)), className="axis")
    )
    zero = Text("0个工作日", "0 working days")[lang]
    marks.append(Label(zero, x=at((left + right) / 2), y=at(height(0) + 18), className="middle"))
    for one in slopes:
        marks += _line(one, [(x, None if d is None else height(d)) for x, d in zip(across, one.steps, strict=True)], lang)  # fmt: skip
    marks += _ends([(one, height(one.legal)) for one in slopes], sheet, lang, first=True)
    marks += _ends([(one, height(one.last)) for one in slopes], sheet, lang, first=False)
    return svg.sheet(sheet.width, HIGH + 12, marks, sheet.kind)


def heads(slopes: Sequence[Slope]) -> list[Text]:
    """The columns, each with the year of its limits where these are of one year: 承诺（2013年）."""
    named = []
    for i, title in enumerate(COLUMNS):
        years = {one.years[i] for one in slopes if one.steps[i] is not None}
        year = min(years) if len(years) == 1 else ""
        named.append(Text(f"{title.zh}（{year}年）", f"{title.en} ({year})") if year else title)
    return named


def _line(one: Slope, places: Sequence[tuple[float, float | None]], lang: Lang) -> list[Component]:
    """A line through the steps that there are; its last part says whether what was promised holds."""
    points = [(x, y) for x, y in places if y is not None]
    marks: list[Component] = []
    for i, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        late = one.is_late and i == len(points) - 2
        marks.append(
            Path(d=f"M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}", className="slope slope--late" if late else "slope")
        )  # fmt: skip
    days = " → ".join(words.number(day) for day in one.steps if day is not None)
    for i, (x, y) in enumerate(points):
        ends = one.actual is not None and i == len(points) - 1
        kind = ("point--late" if one.is_late else "point--kept") if ends else "point"
        over = Title(f"{one.name}{Text('：', ': ')[lang]}{days}")
        marks.append(svg.G([over, Circle(cx=at(x), cy=at(y), r="4.5", className=kind)]))
    return marks


def _ends(
    of: Sequence[tuple[Slope, float]], sheet: _Sheet, lang: Lang, *, first: bool
) -> list[Component]:
    """What stands beside the ends of the lines, apart where two would touch."""
    marks: list[Component] = []
    x = sheet.before if first else sheet.right
    if first and sheet.narrow:
        # Without names a limit stands there once.
        of = list({one.legal: (one, y) for one, y in of}.values())
    ordered = sorted(of, key=lambda pair: pair[1])
    for (one, y), place in zip(ordered, apart([y for _, y in ordered]), strict=True):
        side = -1 if first else 1
        marks.append(
            Path(d=f"M{at(x + side * 6)} {at(y)}L{at(x + side * 16)} {at(place)}", className="lead-line")
        )  # fmt: skip
        text = _first(one, sheet) if first else _last(one, sheet, lang)
        marks.append(
            Label(text, x=at(x + side * 20), y=at(place + 4), className="end strong" if first else "strong")
        )  # fmt: skip
    return marks


def _first(one: Slope, sheet: _Sheet) -> str:
    """The name and the law's limit; on a phone the limit alone."""
    days = words.number(one.legal)
    return days if sheet.narrow else f"{_cut(one.name, axes.width(days), sheet.before)} {days}"


def _last(one: Slope, sheet: _Sheet, lang: Lang) -> str:
    """How long it takes, or what is promised, and the name."""
    days = words.number(one.last) if one.last else words.HALF_DAY[lang]
    if one.actual is None:
        days = Text(f"承诺{days}", f"promised {days}")[lang]
    return f"{days} {_cut(one.name, axes.width(days), sheet.after)}"


def _cut(name: str, beside: float, side: float) -> str:
    """A name as far as there is room; the table has it in full."""
    most = (side - 32) / 1.12 - beside
    while axes.width(name) > most and len(name) > 4:
        name = f"{name.rstrip('…')[:-1].rstrip()}…"
    return name


def apart(wanted: Sequence[float]) -> list[float]:
    """Places in the order of those wanted, at least a line apart, moved as little as can be."""
    placed: list[float] = []
    for i, want in enumerate(wanted):
        room = HIGH - FOOT + 4 - _LEAST * (len(wanted) - 1 - i)
        lowest = placed[-1] + _LEAST if placed else 0.0
        placed.append(max(lowest, min(want, room)))
    return placed
