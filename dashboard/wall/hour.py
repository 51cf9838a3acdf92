"""What the wall says of the hour: *today* has a face for each, and every scene says in one line when the
windows are not open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from dashboard import words
from dashboard.asking.hour import WAITING, face
from dashboard.words import Lang
from data.definitions import Text

__all__ = ["WAITING", "brief_day", "face", "next_opening", "status"]
CLOSED = Text("今天不办公", "Closed today")
NOON = Text("午间休息", "Lunch break")
OVER = Text("大厅今日已下班", "Closed for the day")
_BRIEF = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def next_opening(live: Mapping[str, Any]) -> datetime | None:
    """When the windows open next, by the hall's clock."""
    written = live.get("next_opening")
    return datetime.fromisoformat(written) if written else None


def brief_day(day: date, today: date, lang: Lang) -> str:
    """周一 · Mon within a week, else the date: 10月9日 · 9 Oct; "" for today itself."""
    if day == today:
        return ""
    if day - today > timedelta(days=6):
        return words.brief_day(day, lang)
    return _BRIEF[day.weekday()] if lang == "zh" else words.weekday(day, "en")[:3]


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
    at, day = words.clock(opens), brief_day(opens.date(), now.date(), lang)
    if what == "noon":
        return Text(f"{NOON.zh}，{at}继续办理", f"{NOON.en}, open again at {at}")[lang]
    if what == "before":
        return Text(f"今天{at}开门", f"Opens at {at}")[lang]
    return Text(f"{CLOSED.zh}，{day}{at}开门", f"{CLOSED.en}, opens {day} {at}")[lang]
