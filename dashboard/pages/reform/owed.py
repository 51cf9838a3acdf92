"""Approvals granted first as strips on one calendar, with the line of today through them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dash.development.base_component import Component

from dashboard import words
from dashboard.parts.drawings import svg
from dashboard.parts.drawings.svg import Circle, Label, Line, Rect, at
from dashboard.words import Lang
from data.definitions import Text
from data.periods import next_start

WIDTH, ROW, TOP, TALL = 860.0, 34.0, 40.0, 12.0
# Where a day lies on the calendar.
Place = Callable[[date], float]
_LEFT, _RIGHT = {"zh": 150.0, "en": 250.0}, {"zh": 170.0, "en": 190.0}


@dataclass(frozen=True)
class Paper:
    name: str
    due_on: date
    received_on: date | None


@dataclass(frozen=True)
class Approval:
    """One approval; `closed_on` when its papers were in or it was revoked, None while they are owed."""

    ground: str
    granted_on: date
    due_on: date | None
    closed_on: date | None
    revoked: bool
    papers: tuple[Paper, ...]

    def is_overdue(self, on: date) -> bool:
        return self.closed_on is None and self.due_on is not None and self.due_on < on

    def late_from(self, on: date) -> date | None:
        """The due date where papers came, or are, later than it."""
        end = self.closed_on or on
        return self.due_on if self.due_on and self.due_on < end and not self.revoked else None


def picture(shown: Sequence[Approval], on: date, lang: Lang) -> Component | None:
    """None of nothing."""
    if not shown:
        return None
    first = min(one.granted_on for one in shown).replace(day=1)
    last = max(on, *(one.due_on or on for one in shown), *(one.closed_on or on for one in shown))
    left, right = _LEFT[lang], WIDTH - _RIGHT[lang]
    unit = (right - left) / max(1, (last - first).days)

    def place(day: date) -> float:
        return left + (day - first).days * unit

    foot = TOP + ROW * len(shown)
    marks = _months(first, last, place(on), foot, place, lang)
    for i, one in enumerate(shown):
        marks += _strip(one, TOP + ROW * i, on, place, right, lang)
    now = Text("今天", "today")[lang]
    marks += [
        Line(x1=at(place(on)), x2=at(place(on)), y1="24", y2=at(foot), className="axis"),
        Label(now, x=at(place(on)), y="18", className="middle strong"),
    ]
    return svg.sheet(WIDTH, foot + 4, marks, "owed")


def _months(
    first: date, last: date, now: float, foot: float, place: Place, lang: Lang
) -> list[Component]:
    """A line where a month begins, its name where there is room for it."""
    marks: list[Component] = []
    month, free = first, 0.0
    while month <= last:
        x = place(month)
        marks.append(Line(x1=at(x), x2=at(x), y1="28", y2=at(foot), className="grid"))
        if x >= free and abs(x - now) > 44:
            marks.append(Label(words.brief_month(month.month, lang), x=at(x), y="18", className="middle"))  # fmt: skip
            free = x + 40
        month = next_start(month, "month")
    return marks


def _strip(
    one: Approval, top: float, on: date, place: Place, right: float, lang: Lang
) -> list[Component]:
    """What has passed is solid, what is left until the papers are due an outline, what is late red."""
    y, end = top + (ROW - TALL) / 2, one.closed_on or on
    name = f"{one.ground}{Text('，', ', ')[lang]}{words.brief_day(one.granted_on, lang)}"
    late = one.late_from(on)
    marks: list[Component] = [
        Label(name, x="0", y=at(y + 11), className="strong"),
        _box(place(one.granted_on), place(late or end), y, "column"),
    ]
    if late:
        marks.append(_box(place(late), place(end), y, "late-part"))
    if one.closed_on is None and one.due_on and one.due_on > on:
        marks.append(_box(place(on), place(one.due_on), y, "column column--partial"))
    if one.due_on:
        x = place(one.due_on)
        marks.append(
            Line(x1=at(x), x2=at(x), y1=at(y - 5), y2=at(y + TALL + 5), className="due-mark")
        )
    marks += [_paper(paper, one, y, place, lang) for paper in one.papers]
    state, kind = _state(one, on, lang)
    return [*marks, Label(state, x=at(right + 12), y=at(y + 11), className=kind)]


def _box(x1: float, x2: float, y: float, kind: str) -> Component:
    return Rect(x=at(x1), y=at(y), width=at(max(x2 - x1, 1.5)), height=at(TALL), className=kind)


def _paper(paper: Paper, one: Approval, y: float, place: Place, lang: Lang) -> Component:
    came = paper.received_on
    kind = "paper-dot paper-dot--in" if came else "paper-dot"
    text = Text("收到", "received ")[lang] if came else Text("期限", "due ")[lang]
    day = words.day(came or paper.due_on, lang)
    over = svg.Title(f"{paper.name}{Text('，', ', ')[lang]}{text}{day}")
    mark = Circle(cx=at(place(came or paper.due_on)), cy=at(y + TALL / 2), r="4.5", className=kind)
    return svg.G([over, mark])


def _state(one: Approval, on: date, lang: Lang) -> tuple[str, str]:
    """What stands at the end of a strip, and its look."""
    if one.revoked:
        return Text("已撤销", "revoked")[lang], ""
    if one.closed_on is not None:
        late = one.late_from(on)
        if late is None:
            return Text("已补齐", "papers in")[lang], ""
        n = words.counted((one.closed_on - late).days, words.DAYS, lang)
        return Text(f"已补齐，迟{n}", f"papers in, {n} late")[lang], ""
    n = words.number(sum(paper.received_on is None for paper in one.papers))
    due = "" if one.due_on is None else words.brief_day(one.due_on, lang)
    if one.is_overdue(on):
        return Text(f"欠{n}份，{due}到期", f"{n} owed, due {due}")[lang], "late-text"
    return Text(f"欠{n}份，{due}到期", f"{n} owed, due {due}")[lang], "strong"
