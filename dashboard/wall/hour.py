"""Which hour the wall is in: before opening, open, over noon, after closing, or closed all day.

*Today* has a face for each, and every scene says in one line when the windows are not open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

from dashboard import words
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

Face = Literal["before", "open", "noon", "after", "closed"]
# Of these nothing is counted yet: what one wants to know is when the windows open.
WAITING: tuple[Face, ...] = ("before", "closed")
CLOSED = Text("今天不办公", "Closed today")
NOON = Text("午间休息", "Lunch break")
OVER = Text("大厅今日已下班", "Closed for the day")
_BRIEF = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def face(live: Mapping[str, Any]) -> Face:
    """The face of today; `open` in a year whose holidays are not known: nothing is claimed then."""
    now, spans = datetime.fromisoformat(live["now"]).time(), hall().hours
    if live.get("workday") is False:
        return "closed"
    if live.get("workday") is None or live.get("open") is not False:
        return "open"
    if now < spans[0][0]:
        return "before"
    return "after" if now >= spans[-1][1] else "noon"


def next_opening(live: Mapping[str, Any]) -> datetime | None:
    """When the windows open next, by the hall's clock."""
    written = live.get("next_opening")
    return datetime.fromisoformat(written) if written else None


def brief_day(day: date, today: date, lang: Lang) -> str:
    """周一 · Mon within a week, else the date: 10月9日 · 9 Oct; "" for today itself."""
    if day == today:
        return ""
    if day - today > timedelta(days=6):
        return (
            words.short_day(day, lang)
            if lang == "zh"
            else f"{day.day} {words.brief_month(day.month, lang)}"
        )
    return _BRIEF[day.weekday()] if lang == "zh" else words.weekday(day, "en")[:3]


def clock(moment: datetime) -> str:
    """9:00, without the zero that a timetable needs and a wall does not."""
    return words.clock(moment).removeprefix("0")


def status(live: Mapping[str, Any], lang: Lang) -> str:
    """The line under the header: the windows are not open, or there is nothing of today; "" else."""
    if not live.get("day"):
        return ""
    now, what = datetime.fromisoformat(live["now"]), face(live)
    if what == "open" and not live.get("is_today"):
        day = words.short_day(date.fromisoformat(live["day"]), lang)
        return Text(f"数字截至{day}", f"Numbers up to {day}")[lang]
    if what == "open":
        return ""
    opens = next_opening(live)
    if what == "after" or opens is None:
        return (OVER if what == "after" else CLOSED if what == "closed" else NOON)[lang]
    at, day = clock(opens), brief_day(opens.date(), now.date(), lang)
    if what == "noon":
        return Text(f"{NOON.zh}，{at}继续办理", f"{NOON.en}, open again at {at}")[lang]
    if what == "before":
        return Text(f"今天{at}开门", f"Opens at {at}")[lang]
    return Text(f"{CLOSED.zh}，{day}{at}开门", f"{CLOSED.en}, opens {day} {at}")[lang]
