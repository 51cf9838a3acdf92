"""One parallel approval: a bar for each department's step, the end that was promised, and today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dash.development.base_component import Component

from dashboard import words
from dashboard.parts.drawings import svg
from dashboard.parts.drawings.svg import Label, Line, Rect, at
from dashboard.words import Lang
from data.definitions import Text

WIDTH, ROW, TOP, TALL = 860.0, 32.0, 46.0, 14.0
_LEFT, _RIGHT = {"zh": 170.0, "en": 260.0}, {"zh": 190.0, "en": 210.0}
# Days between two marks of the calendar, the first that leaves them room.
_EVERY, _ROOM = (1, 2, 7, 14, 28, 56), 64.0
# Where a day lies on the calendar.
Place = Callable[[date], float]
TODAY, PROMISED = Text("今天", "today"), Text("承诺截止", "promised")


@dataclass(frozen=True)
class Step:
    """A department's step; `state` is what is said of it at the end of its row."""

    department: str
    item: str
    opened_on: date
    due_on: date | None
    completed_on: date | None
    state: str

    def late_from(self, on: date) -> date | None:
        """The due date where the step was, or is, done later than it."""
        end = self.completed_on or on
        return self.due_on if self.due_on and self.due_on < end else None


@dataclass(frozen=True)
class Run:
    """An application with its steps; `completed_on` None: it is not done yet."""

    accepted_on: date
    due_on: date | None
    completed_on: date | None
    steps: Sequence[Step]

    def last(self, on: date) -> date:
        """The last day that is drawn."""
        ends = [step.completed_on or step.due_on or on for step in self.steps]
        now = [] if self.completed_on else [on]
        return max(
            self.accepted_on + timedelta(7), self.due_on or self.accepted_on, *ends, *now,
            self.completed_on or self.accepted_on,
        )  # fmt: skip


def picture(run: Run, on: date, lang: Lang) -> Component | None:
    """None of an application without steps."""
    if not run.steps:
        return None
    first, last = run.accepted_on, run.last(on)
    left, right = _LEFT[lang], WIDTH - _RIGHT[lang]
    unit = (right - left) / (last - first).days

    def place(day: date) -> float:
        return left + (day - first).days * unit

    foot = TOP + ROW * len(run.steps)
    upright = [(run.due_on, PROMISED, "due-mark")] if run.due_on else []
    if on <= last and run.completed_on is None:
        upright.append((on, TODAY, "axis"))
    marks = _days(first, last, unit, foot, place, [place(day) for day, *_ in upright], lang)
    for i, step in enumerate(run.steps):
        marks += _row(step, TOP + ROW * i, on, place, right, lang)
    for day, name, kind in upright:
        marks += _upright(day, name, kind, foot, place, lang)
    return svg.sheet(WIDTH, foot + 6, marks, "gantt")


def _days(
    first: date,
    last: date,
    unit: float,
    foot: float,
    place: Place,
    lines: Sequence[float],
    lang: Lang,
) -> list[Component]:
    """A line every so many days from the first on, with the day's name where no other line goes through it."""
    every = next((n for n in _EVERY if n * unit >= _ROOM), _EVERY[-1])
    marks: list[Component] = []
    for n in range(0, (last - first).days + 1, every):
        day = first + timedelta(n)
        x = place(day)
        marks.append(Line(x1=at(x), x2=at(x), y1="36", y2=at(foot), className="grid"))
        if all(abs(x - line) > _ROOM / 2 for line in lines):
            marks.append(Label(words.brief_day(day, lang), x=at(x), y="30", className="middle"))
    return marks


def _upright(
    day: date, name: Text, kind: str, foot: float, place: Place, lang: Lang
) -> list[Component]:
    x = at(place(day))
    return [
        Line(x1=x, x2=x, y1="16", y2=at(foot), className=kind),
        Label(name[lang], x=x, y="11", className="middle strong"),
    ]


def _row(
    step: Step, top: float, on: date, place: Place, right: float, lang: Lang
) -> list[Component]:
    """What has passed is solid, what is left until the limit an outline, what is late red."""
    y = top + (ROW - TALL) / 2
    end, late = step.completed_on or on, step.late_from(on)
    marks: list[Component] = [
        Label(step.department, x="0", y=at(y + 12), className="strong"),
        _box(step, place(step.opened_on), place(late or end), y, "column"),
    ]
    if late:
        marks.append(_box(step, place(late), place(end), y, "late-part"))
    if step.completed_on is None and step.due_on and step.due_on > on:
        marks.append(_box(step, place(on), place(step.due_on), y, "column column--partial"))
    kind = "late-text" if late else ""
    return [*marks, Label(step.state, x=at(right + 14), y=at(y + 12), className=kind)]


def _box(step: Step, x1: float, x2: float, y: float, kind: str) -> Component:
    box = Rect(x=at(x1), y=at(y), width=at(max(x2 - x1, 2.5)), height=at(TALL), className=kind)
    return svg.G([svg.Title(step.item), box])
