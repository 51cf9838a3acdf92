"""大厅现况: which floor is open, how many wait there, and how long it takes.

What a floor stated too long ago stays, in grey and with its time; nothing of it is in a sum. Where all
are silent, or the windows are closed and of today nothing came, the wait is that of the last day, dated.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import words
from dashboard.asking import living_hall
from dashboard.asking.ask import Ask
from dashboard.asking.hour import Face
from dashboard.asking.living_hall import EarlierDay, Floor, LivingHall
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.charts import HourBar
from dashboard.parts.sections import floors
from dashboard.wall import curve, hour, parts, waiting
from dashboard.wall.ask import Document
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

TITLE = Text("大厅现况", "The hall now")
WAITING_NOW = Text("现在等候", "Waiting now")
BOOKED = Text("今天的预约", "Appointments today")
NOTHING = Text("暂无排队数据", "Nothing of the queue yet")
EVERY = Text("各楼层", "All floors")
FEW = Text("近两小时叫到的号太少", "Too few called in two hours")
_IDS = ("label", "wait", "unit", "note", "floors", "taken-title", "taken")
_BOXES = ("waiting", "last", "booked")
UNITS = {
    "wall-hall-waiting": floors.TICKETS,
    "wall-hall-last": floors.MINUTES,
    "wall-hall-booked": floors.BOOKINGS,
}


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The hall at the instant of the live answer."""
    live = document["data"]
    now = living_hall.gather(ask, live) if live.get("day") else None
    if now is None:
        return _nothing(lang)
    shown = {
        "wall-hall": parts.scene("hall", False),
        **_headline(live, now, lang),
        **_waiting(now, lang),
        **_last(now, hour.face(live), lang),
        "wall-hall-booked-box": {"hidden": now.booked is None},
        "wall-hall-booked": parts.value(words.number(now.booked)),
        "wall-hall-booked-note": {"children": Text("取消的不计", "those cancelled left out")[lang]},
        "wall-hall-floors": {"children": _floors(now, lang)},
        **_taken(now, hour.face(live), lang),
    }
    return blocks.with_units(shown, UNITS, lang)


def _nothing(lang: Lang) -> View:
    empty: View = {f"wall-hall-{id}": {"children": ""} for id in _IDS}
    for id in _BOXES:
        empty |= {f"wall-hall-{id}{part}": {"children": ""} for part in ("", "-note")}
    empty |= {f"wall-hall-{id}-box": {"hidden": True} for id in _BOXES}
    empty |= {"wall-hall-last-title": {"children": ""}, "wall-hall": parts.scene("hall", True)}
    return blocks.with_units(empty, UNITS, lang)


def _headline(live: Any, now: LivingHall, lang: Lang) -> View:
    """How long it takes; while the windows are not open yet, when they are."""
    face = hour.face(live)
    if face in hour.WAITING:
        label, written = waiting.opens(live, lang)
        unit, note = "", ""
    else:
        wait = now.last_wait
        label = floors.called(now, lang)
        is_old = now.earlier is not None or (wait is not None and wait.is_old)
        minutes = wait.minutes if wait else None
        written = parts.value(words.number(minutes), "old" if is_old else "")
        unit = words.unit_of(minutes, floors.MINUTES, lang)
        note = _of_wait(now, face == "open", lang)
    return {
        "wall-hall-label": {"children": label},
        "wall-hall-wait": written,
        "wall-hall-unit": {"children": unit},
        "wall-hall-note": {"children": note},
    }


def _of_wait(now: LivingHall, is_open: bool, lang: Lang) -> Any:
    """Of how many tickets a wait is, and where all floors are silent up to when, in the colour of what is late."""
    wait, ends = now.last_wait, floors.ends(now, lang)
    of = words.sample(wait.n) if wait else ""
    if ends:
        return [f"{of} · " if of else "", html.Span(ends, className="late")]
    return of or (FEW[lang] if is_open else "")


def _waiting(now: LivingHall, lang: Lang) -> View:
    """How many wait on the floors that report; of none the last number of today, in grey and dated."""
    there, silent = now.reporting, [one for one in now.of("silent") if one.is_of_today]
    note: dict[str, Any] = {"children": "", "className": "note"}
    value = parts.value(words.MISSING)
    if there:
        value = parts.value(words.number(sum(one.waiting for one in there)))
        windows = words.counted(sum(one.windows for one in there), floors.WINDOWS, lang)
        said = Text(f"开放{windows}", f"{windows} open")[lang]
        left_out = [floors.name(one.floor, lang) for one in now.floors if one not in there]
        if left_out:
            named = Text("、", ", ")[lang].join(left_out)
            said += Text(f"，不含{named}", f", without {named}")[lang]
        note["children"] = said
    elif now.is_silent:
        if len(silent) == len(now.floors):
            value = parts.value(words.number(sum(one.waiting for one in silent)), "old")
        note = {"children": floors.ends(now, lang), "className": "note late"}
    return {
        # Of a closed hall nobody knows, or asks, how many wait.
        "wall-hall-waiting-box": {"hidden": not now.is_open},
        "wall-hall-waiting": value,
        "wall-hall-waiting-note": note,
    }


def _last(now: LivingHall, face: Face, lang: Lang) -> View:
    """While the windows are not open yet, how long it took on the last day with a queue, by its date."""
    last = now.earlier if face in hour.WAITING else None
    day = words.brief_day(last.day, lang) if last else ""
    title = Text(f"{day}等候中位数", f"Median wait, {day}")[lang] if last else ""
    note = words.sample(last.wait.n) if last else ""
    return {
        "wall-hall-last-box": {"hidden": last is None},
        "wall-hall-last-title": {"children": title},
        "wall-hall-last": parts.value(words.number(last.wait.minutes if last else None)),
        "wall-hall-last-note": {"children": note},
    }


def _floors(now: LivingHall, lang: Lang) -> list[html.Li]:
    """A row a floor, from the top down as one stands in the hall; one for all of a closed hall."""
    heads = [floors.FLOOR, floors.STATE]
    if now.is_open:
        heads += [floors.OPEN_WINDOWS, floors.WAITING]
    head = html.Li([html.Span(one[lang]) for one in heads], className="heads")
    if len(now.floors) > 1 and len(now.of("closed")) == len(now.floors):
        return [head, _row(now.floors[0], EVERY[lang], lang)]
    return [head, *(_row(one, floors.name(one.floor, lang), lang) for one in reversed(now.floors))]


def _row(one: Floor, name: str, lang: Lang) -> html.Li:
    mark = html.I(className=f"mark mark--{one.standing}")
    # That a closed floor has no number is said by its state.
    numbers = [] if one.standing == "closed" else [one.windows, one.waiting]
    return html.Li(
        [
            html.Span(name, className="floor"),
            html.Span([mark, floors.state(one, lang)], className="state"),
            *(html.Span(floors.number(one, n), className="n") for n in numbers),
        ],
        className=f"floor--{one.standing}",
    )


def _taken(now: LivingHall, face: Face, lang: Lang) -> View:
    """Tickets by hour, of the hours in which the windows are open: of today, before they open of the last day.

    So whoever comes tomorrow sees at which hours it is full.
    """
    earlier = now.earlier if face in hour.WAITING else None
    by_hour = now.taken or (earlier.by_hour if earlier else {})
    spans, shown = hall().hours, bool(by_hour)
    last = spans[-1][1].hour - (not spans[-1][1].minute)
    hours = range(spans[0][0].hour, last + 1)
    running = None if now.is_silent or earlier else now.now.hour
    bars = [_bar(h, by_hour.get(h), running, lang) for h in hours]
    drawn = curve.columns(bars, lang, {}, None) if shown else []
    title = _most(now, earlier, max(by_hour.values()), lang) if shown else ""
    return {
        "wall-hall-taken-title": {"children": title},
        "wall-hall-taken": {"children": drawn, "aria-label": title, "hidden": not shown},
    }


def _most(now: LivingHall, earlier: EarlierDay | None, highest: float, lang: Lang) -> str:
    """今天每小时取号，最多320个: beside the floors there is no room for each hour's number.

    Of silent floors: 今天截至10:18每小时取号，最多320个; of an earlier day: 11月27日每小时取号，最多320个.
    """
    most = words.number(highest)
    if earlier:
        day = words.brief_day(earlier.day, lang)
        return Text(f"{day}每小时取号，最多{most}个", f"Tickets by hour, {day}, at most {most}")[
            lang
        ]
    until = floors.until(now, lang)
    of = Text(f"今天{until}", f" today, {until}" if until else " today")
    return Text(f"{of.zh}每小时取号，最多{most}个", f"Tickets by hour{of.en}, at most {most}")[lang]


def _bar(at: int, n: float | None, running: int | None, lang: Lang) -> HourBar:
    """Every third hour is named: beside the floors there is little room."""
    label = "" if at % 3 else words.brief_hour(at, lang)
    return HourBar(label, at, at, n, None, at == running)


def layout(v: View, lang: Lang) -> html.Section:
    """How long it takes, two numbers beside it, the floors below, and tickets by hour beside these."""
    live = blocks.live
    first = html.Div(
        [
            live(html.P, "wall-hall-label", v, className="title"),
            html.P(
                [
                    live(html.Strong, "wall-hall-wait", v),
                    live(html.Span, "wall-hall-unit", v, className="unit"),
                ],
                className="headline",
            ),
            live(html.P, "wall-hall-note", v, className="compared"),
        ],
        className="first",
    )
    booked = parts.number("wall-hall-booked", v, BOOKED[lang], floors.BOOKINGS)
    waits = parts.number("wall-hall-waiting", v, WAITING_NOW[lang], floors.TICKETS)
    last = parts.number("wall-hall-last", v, None, floors.MINUTES)
    others = html.Div(
        [
            live(html.Div, "wall-hall-waiting-box", v, children=waits),
            live(html.Div, "wall-hall-last-box", v, children=last),
            live(html.Div, "wall-hall-booked-box", v, children=booked),
        ],
        className="others",
    )
    taken = html.Div(
        [
            live(html.P, "wall-hall-taken-title", v, className="title"),
            live(html.Div, "wall-hall-taken", v, className="hours", role="img"),
        ],
        className="taken",
    )
    board = html.Div(
        [live(html.Ul, "wall-hall-floors", v, className="floors"), taken], className="board"
    )
    return parts.section("hall", v, [first, others, board, parts.nothing(NOTHING[lang])])
