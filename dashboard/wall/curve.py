"""The day's curve by hour: solid what was done, outlined a usual day, a line for now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard import words
from dashboard.parts import blocks, charts, findings
from dashboard.parts.bars import length
from dashboard.parts.blocks import View
from dashboard.parts.charts import HourBar
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

BY_HOUR = Text("每小时办结", "Completed by hour")
NO_TIMES = Text("来源没有办结时刻", "The source gives no times of day")
# Above so many columns every third hour is named.
_NAMED_EACH = 12
# The outline is named in the chart where so many columns after its tallest box stand empty.
_ROOM = 4


def view(live: Mapping[str, Any], bars: Sequence[HourBar], now: datetime, lang: Lang) -> View:
    """Title and columns of the day that the live answer is of."""
    if _is_untimed(live):
        return {
            "wall-curve-title": {"children": NO_TIMES[lang]},
            "wall-hours": {"children": []},
        }
    usual, place = usual_day(live, lang), _roomy(bars)
    title = BY_HOUR[lang]
    if usual and place is None and any(bar.usual for bar in bars):
        title += Text(f"，空框为{usual}", f", outline: {usual}")[lang]
    label = {place: usual} if place is not None and usual else {}
    running = now if live.get("is_today") else None
    return {
        "wall-curve-title": {"children": title},
        "wall-hours": {"children": columns(bars, lang, label, running)},
    }


def usual_view(live: Mapping[str, Any], bars: Sequence[HourBar], lang: Lang) -> View:
    """A day that is to come: a usual one in outlines, its quiet hours named."""
    quiet, usual = findings.quiet_hours(bars), usual_day(live, lang)
    title = Text(f"{usual}每小时办结", f"{usual[:1].upper()}{usual[1:]}, completed by hour")[lang]
    if quiet:
        and_ = Text("、", " and ")[lang]
        named = and_.join(words.hour(hour, lang) for hour in quiet)
        title += Text(f"：{named}较少", f": quieter at {named}")[lang]
    shown = usual and any(bar.usual for bar in bars)
    return {
        "wall-curve-title": {
            "children": title if shown else NO_TIMES[lang] if _is_untimed(live) else ""
        },
        "wall-hours": {"children": columns(bars, lang, {}, None, quiet) if shown else []},
    }


def _is_untimed(live: Mapping[str, Any]) -> bool:
    """Whether the source gives no times of day, so that there is no curve."""
    return bool(live.get("completed")) and not findings.timed(live)


def usual_day(live: Mapping[str, Any], lang: Lang) -> str:
    """往常星期二 · a usual Tuesday; "" where there is none."""
    usual = live.get("usual") or {}
    if not usual.get("days") or usual.get("weekday") is None:
        return ""
    name = words.weekday(usual["weekday"], lang)
    return Text(f"往常{name}", f"a usual {name}")[lang]


def _roomy(bars: Sequence[HourBar]) -> int | None:
    """The column over whose outline its name has room: the tallest of those still to come, the ones
    after which are lower."""

    def is_free(i: int) -> bool:
        after = bars[i + 1 : i + _ROOM]
        alone = len(after) == _ROOM - 1 and all(
            (b.usual or 0) <= (bars[i].usual or 0) for b in after
        )
        return alone and bool(bars[i].usual) and bars[i].completed is None

    free = [i for i in range(len(bars)) if is_free(i)]
    return max(free, key=lambda i: bars[i].usual or 0, default=None)


def columns(
    bars: Sequence[HourBar],
    lang: Lang,
    named: Mapping[int, str],
    now: datetime | None,
    quiet: Sequence[int] = (),
) -> list[html.Div]:
    """The hours of a day side by side; `named` outlines have their name over them, `quiet` hours stand out."""
    shows_quiet = bool(quiet)
    top = max([1, *(n or 0 for bar in bars for n in (bar.completed, bar.usual))])

    def column(i: int, bar: HourBar) -> html.Div:
        drawn = [*_bars(bar, top, "quiet" if bar.first in quiet else _shut(bar, shows_quiet))]
        if i in named and bar.usual:
            at = {"bottom": length(bar.usual / top)}
            drawn.append(html.Div(named[i], className="name", style=at))
        label, kind = _hour(bars, i, lang), " hour--quiet" if bar.first in quiet else ""
        if now and bar.partial and bar.first == bar.last == now.hour:
            at = {"left": length(now.minute / 60)}
            drawn.append(html.Div(className="now", style=at))
            label, kind = words.clock(now), " hour--now"
        label = html.Div(label, className=f"hour{kind}")
        return html.Div([html.Div(drawn, className="bars"), label], className="column")

    return [column(i, bar) for i, bar in enumerate(bars)]


def _shut(bar: HourBar, shows_quiet: bool) -> str:
    """Where quiet hours are named, those in which the windows are closed step back: they are lower yet."""
    opens = any(start.hour <= bar.first < end.hour for start, end in hall().hours)
    return "shut" if shows_quiet and not opens else ""


def _bars(bar: HourBar, top: float, way: str) -> list[html.Div]:
    done, usual = bar.completed or 0, bar.usual or 0
    drawn = []
    if usual:
        kind = f"usual usual--{way}" if way else "usual"
        drawn.append(html.Div(className=kind, style={"height": length(usual / top)}))
    if done:
        above = charts.label_height(done, usual, top, 0.2) / top
        kind = "done partial" if bar.partial else "done"
        drawn.append(html.Div(className=kind, style={"height": length(done / top)}))
        count = words.number(done)
        drawn.append(html.Div(count, className="count", style={"bottom": length(above)}))
    return drawn


def _hour(bars: Sequence[HourBar], i: int, lang: Lang) -> str:
    """9时; above twelve columns every third hour as 9, and the unit once, at the end."""
    bar, unit = bars[i], "时" if lang == "zh" else ""
    if bar.first != bar.last:
        return words.hours(bar.first, bar.last, brief=True) + unit
    if len(bars) <= _NAMED_EACH:
        return bar.label
    if bar.first % 3:
        return ""
    last = max(j for j, other in enumerate(bars) if other.first % 3 == 0)
    return f"{bar.first}{unit}" if i == last else str(bar.first)


def part(v: View) -> html.Div:
    """The curve under its title."""
    return html.Div(
        [
            blocks.live(html.P, "wall-curve-title", v, className="title"),
            blocks.live(html.Div, "wall-hours", v, className="hours", role="img"),
        ],
        className="curve",
    )
