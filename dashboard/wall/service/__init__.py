"""办事提示: what somebody in the hall wants: whom to call, when it is quiet, appointments on days off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html

from api.answer.answers import Live
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, charts, findings
from dashboard.parts.blocks import View
from dashboard.parts.sections.floors import MINUTES
from dashboard.wall import curve, hour, parts
from dashboard.wall.ask import Document, LookBack, look_back, total
from dashboard.words import Lang, Unit
from data.definitions import Text
from data.hall import hall

TITLE = Text("办事提示", "Before you queue")
HOTLINE = Text("政务服务热线", "The hall's hotline")
OFF_DAYS = Text("公休日、节假日预约办理", "Served on days off, by appointment")
WAIT = Text("预约到场等候", "Wait with an appointment")
NOTHING = Text("暂无热线数据", "No calls yet")
CALLS = Unit("次", "call", "calls")
PEOPLE = Unit("人次", "person", "people")
UNITS = {"wall-off-days": PEOPLE, "wall-wait": MINUTES}
IDS = ("hotline-label", "hotline", "hotline-note", "off-days", "off-days-note", "wait", "wait-note")


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The last thirty days, and a usual day's hours."""
    days = look_back(document)
    soon = total(ask, "answered-15s", days.first, days.last) if days else {}
    if days is None or not soon.get("denominator"):
        return _nothing(lang)
    shown = {
        "wall-service": parts.scene("service", False),
        "wall-hotline-label": {"children": HOTLINE[lang]},
        "wall-hotline": parts.value(hall().hotline),
        "wall-hotline-note": {"children": _answered(soon, days, lang)},
        **_appointments(ask, days, lang),
        **_hours(_of_hours(ask, document["data"]), lang),
    }
    return blocks.with_units(shown, UNITS, lang)


def _nothing(lang: Lang) -> View:
    empty: View = {f"wall-{id}": {"children": ""} for id in IDS}
    shown = {
        **empty,
        "wall-service-title": {"children": ""},
        "wall-service-hours": {"children": [], "hidden": True},
        "wall-service": parts.scene("service", True),
    }
    return blocks.with_units(shown, UNITS, lang)


def _answered(soon: Document, days: LookBack, lang: Lang) -> str:
    """近30天来电，82%在15秒内接通."""
    if not words.enough(soon["denominator"]):
        return ""
    share = words.in_title(soon, CALLS)
    return Text(
        f"{days.named('zh')}来电，{share.zh}在15秒内接通",
        f"{days.named('en')}: {share.en} answered within 15 seconds",
    )[lang]


def _appointments(ask: Ask, days: LookBack, lang: Lang) -> View:
    served = total(ask, "off-day-served", days.first, days.last)
    wait = total(ask, "appointment-wait-median", days.first, days.last)
    n = wait.get("denominator")
    number = words.number(wait.get("value")) if words.enough(n) else words.MISSING
    median = Text(f"中位数，{words.sample(n)}", f"median, {words.sample(n)}")[lang]
    return {
        "wall-off-days": parts.value(words.number(served.get("value"))),
        "wall-off-days-note": {"children": days.named(lang)},
        "wall-wait": parts.value(number),
        "wall-wait-note": {"children": median if words.enough(n) else ""},
    }


def _of_hours(ask: Ask, live: Mapping[str, Any]) -> Mapping[str, Any]:
    """The live answer whose usual day is shown: of a day off that of the next opening."""
    opens = hour.next_opening(live)
    if (live.get("usual") or {}).get("days") or opens is None:
        return live
    return ask(Live(opens.date()))["data"]


def _hours(live: Mapping[str, Any], lang: Lang) -> View:
    """A usual day hour by hour, its quiet hours named; nothing of today, which another scene shows."""
    every = charts.hour_bars(live.get("hours") or [], findings.opening(), lang)
    bars = [replace(bar, completed=None, partial=False) for bar in every]
    usual = curve.usual_view(live, bars, lang)
    return {
        "wall-service-title": usual["wall-curve-title"],
        "wall-service-hours": {
            **usual["wall-hours"],
            "aria-label": usual["wall-curve-title"]["children"],
            "hidden": not usual["wall-hours"]["children"],
        },
    }


def layout(v: View, lang: Lang) -> html.Section:
    """The hotline's number, two numbers of appointments, and a usual day below."""
    others = html.Div(
        [
            parts.number("wall-off-days", v, OFF_DAYS[lang], PEOPLE),
            parts.number("wall-wait", v, WAIT[lang], MINUTES),
        ],
        className="others",
    )
    hours = html.Div(
        [
            blocks.live(html.P, "wall-service-title", v, className="title"),
            blocks.live(html.Div, "wall-service-hours", v, className="hours", role="img"),
        ],
        className="board",
    )
    return parts.section(
        "service",
        v,
        [parts.headline("wall-hotline", v, ""), others, hours, parts.nothing(NOTHING[lang])],
    )
