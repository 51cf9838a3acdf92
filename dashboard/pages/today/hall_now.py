"""大厅现况, in brief: which floor is open, how many wait there, how long it takes, who is booked for today.

What is not of now is of the last day with a queue, and says which; what can be of now alone is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.living_hall import MEDIAN, TAKEN, LivingHall
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.sections import floors
from dashboard.words import Lang, Unit
from data.definitions import Text
from data.hall import hall

WAIT, WAITING, BOOKED, TICKETS = (
    Text("等候时长", "Wait"),
    Text("现在等候", "Waiting now"),
    Text("今天的预约", "Appointments today"),
    Text("取号", "Tickets taken"),
)
UNITS = {
    "now-wait": floors.MINUTES,
    "now-waiting": floors.TICKETS,
    "now-taken": floors.TICKETS,
    "now-booked": floors.BOOKINGS,
}
ONWARD = Text("查看各月和各时段的等候时长", "Waits by month and by hour of the day")


def view(now: LivingHall | None, lang: Lang) -> View:
    """Hidden where the hall reports no queue; on a page without the section nothing."""
    if not hall().reports("service"):
        return {}
    shown = _nothing() if now is None else _of(now, lang)
    return blocks.with_units(shown, UNITS, lang)


def _of(now: LivingHall, lang: Lang) -> View:
    return {
        "now-part": {"hidden": False},
        "now-title": {"children": floors.summary(now, lang)},
        **_wait(now, lang),
        **_waiting(now, lang),
        **_taken(now, lang),
        "now-booked-box": {"hidden": now.booked is None},
        "now-booked": blocks.stated(words.number(now.booked)),
        "now-booked-note": {"children": Text("取消的不计", "those cancelled left out")[lang]},
        "now-floors": {
            "children": [
                html.Li(floors.sentence(one, lang), className=f"floor--{one.standing}")
                for one in reversed(now.floors)
                # The title says of all at once that they are closed.
                if any(floor.standing != "closed" for floor in now.floors)
            ]
        },
    }


def _nothing() -> View:
    numbers = ("wait", "waiting", "taken", "booked")
    empty: View = {f"now-{id}{part}": {"children": ""} for id in numbers for part in ("", "-note")}
    return {
        **empty,
        **{f"now-{id}-box": {"hidden": False} for id in numbers},
        "now-part": {"hidden": True},
        "now-title": {"children": ""},
        "now-floors": {"children": []},
    }


def _wait(now: LivingHall, lang: Lang) -> View:
    wait = now.last_wait
    if wait is None:
        few = Text("叫到的号不足，不算中位数", "too few called for a median")[lang]
        return {
            "now-wait-box": {"hidden": not now.taken},
            "now-wait": blocks.stated(words.MISSING),
            "now-wait-note": {"children": few},
        }
    n = f"N\u00a0=\u00a0{words.number(wait.n)}"
    said = f"{floors.called(now, lang)}{Text('此数', ' this')[lang]}{Text('，', ', ')[lang]}{n}"
    return {
        "now-wait-box": {"hidden": False},
        "now-wait": _written(wait.minutes, wait.is_old or now.earlier is not None),
        "now-wait-note": {"children": said},
    }


def _written(n: float, is_old: bool) -> dict[str, Any]:
    """A number that is not of now is greyed."""
    return {"children": words.number(n), "className": "n old" if is_old else "n"}


def _taken(now: LivingHall, lang: Lang) -> View:
    """Those of today, of silent floors up to when; of none those of the last day with a queue."""
    shown: View = {"now-taken-box": {"hidden": not now.taken}}
    if now.taken:
        until = floors.until(now, lang)
        said = Text(f"今天{until}", f"today, {until}" if until else "today")[lang]
        return shown | {
            "now-taken": _written(sum(now.taken.values()), now.is_silent),
            "now-taken-note": {"children": said},
        }
    if now.earlier is None or now.earlier.taken is None:
        return shown | {
            "now-taken": blocks.stated(words.MISSING),
            "now-taken-note": {"children": ""},
        }
    return {
        "now-taken-box": {"hidden": False},
        "now-taken": _written(now.earlier.taken, True),
        "now-taken-note": {"children": words.short_day(now.earlier.day, lang)},
    }


def _waiting(now: LivingHall, lang: Lang) -> View:
    """Added up over the floors that report; of those that do not, the list below says since when.

    Of a hall that fell silent today the last number, up to when; of another time there is none.
    """
    there = now.reporting
    if not there:
        last = [one for one in now.of("silent") if one.is_of_today]
        known = bool(last) and len(last) == len(now.floors)
        return {
            "now-waiting-box": {"hidden": not known},
            "now-waiting": _written(sum(one.waiting for one in last), True),
            "now-waiting-note": {"children": floors.ends(now, lang) if known else ""},
        }
    of = Text(
        f"{words.number(len(there))}个楼层合计" if len(now.floors) > 1 else "",
        f"on {words.number(len(there))} of {words.numbered(len(now.floors), 'floor', 'floors')}",
    )
    return {
        "now-waiting-box": {"hidden": False},
        "now-waiting": blocks.stated(words.number(sum(one.waiting for one in there))),
        "now-waiting-note": {"children": of[lang]},
    }


def layout(v: View, lang: Lang) -> list[html.Section]:
    if not hall().reports("service"):
        return []

    def one(id: str, indicator: str, title: Text, unit: Unit) -> html.Div:
        return blocks.number(
            f"now-{id}",
            v,
            label=blocks.named(indicator, title[lang], lang, period="today"),
            unit=unit,
            may_hide=True,
        )

    figures = html.Dl(
        [
            one("wait", MEDIAN, WAIT, floors.MINUTES),
            one("waiting", "waiting-now", WAITING, floors.TICKETS),
            one("taken", TAKEN, TICKETS, floors.TICKETS),
            one("booked", "appointments-standing", BOOKED, floors.BOOKINGS),
        ],
        className="figures figures--row",
    )
    href = f"{Place('service', lang).path}#queue"
    inside: list[Any] = [
        blocks.live(html.H2, "now-title", v),
        figures,
        blocks.live(html.Ul, "now-floors", v, className="floors-now"),
        html.P(html.A(ONWARD[lang], href=href), className="onward"),
    ]
    return [blocks.live(html.Section, "now-part", v, children=inside, className="requests now")]


def of_floors(now: LivingHall | None) -> Mapping[str, Any]:
    """The floors of the plan by the name that the list of windows has for them."""
    return {one.floor: one for one in now.floors} if now else {}
