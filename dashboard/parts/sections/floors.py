"""What is said of a floor and its queue, on the wall, on the first page and on the plan of the hall."""

from __future__ import annotations

from dashboard import words
from dashboard.asking.living_hall import Floor, LivingHall, Standing
from dashboard.words import Lang, Unit
from data.definitions import Text

WINDOWS = Unit("个窗口", "window", "windows")
TICKETS = Unit("个号", "ticket", "tickets")
BOOKINGS = Unit("个", "booked", "booked")
MINUTES = Unit("分钟", "minute", "minutes")
FLOOR, STATE, OPEN_WINDOWS, WAITING = (
    Text("楼层", "Floor"),
    Text("现状", "State"),
    Text("开放窗口", "Windows"),
    Text("等候号数", "Waiting"),
)
_STATES: dict[Standing, Text] = {
    "open": Text("开放", "Open"),
    "unstaffed": Text("无开放窗口", "No window open"),
    "closed": Text("未开放", "Closed"),
    "awaited": Text("刚开门", "Just opened"),
}


def name(floor: str, lang: Lang) -> str:
    """1楼 · Floor 1; a name that is no number as it is."""
    is_number = floor.lstrip("-").isdigit()
    return Text(f"{floor}楼", f"Floor {floor}")[lang] if is_number else floor


def since(floor: Floor, lang: Lang) -> str:
    """10:15, of another day 11月23日 16:45: when the floor last stated anything."""
    at = words.clock(floor.stated_at)
    if floor.is_of_today:
        return at
    return f"{words.brief_day(floor.stated_at.date(), lang)} {at}"


def state(floor: Floor, lang: Lang) -> str:
    """开放 · 10:15后无报告 · 今天无报告."""
    if floor.standing != "silent":
        return _STATES[floor.standing][lang]
    if not floor.is_of_today:
        return Text("今天无报告", "No report today")[lang]
    at = since(floor, lang)
    return Text(f"{at}后无报告", f"Silent since {at}")[lang]


def number(floor: Floor, of: int) -> str:
    """A number of the floor: of now, or the last one of today, which stands beside its time."""
    shown = floor.standing in ("open", "unstaffed") or (
        floor.standing == "silent" and floor.is_of_today
    )
    return words.number(of) if shown else words.MISSING


def sentence(floor: Floor, lang: Lang) -> str:
    """1楼：21个窗口开放，等候14个号."""
    return f"{name(floor.floor, lang)}{Text('：', ': ')[lang]}{_lower(queue(floor, lang), lang)}"


def queue(floor: Floor, lang: Lang) -> str:
    """21个窗口开放，等候14个号 · 10:15后无报告，当时等候9个号: what stands beside a floor's name."""
    windows, waiting = (
        words.counted(floor.windows, WINDOWS, lang),
        words.counted(floor.waiting, TICKETS, lang),
    )
    if floor.standing == "open":
        return Text(f"{windows}开放，等候{waiting}", f"{windows} open, {waiting} waiting")[lang]
    if floor.standing == "silent" and floor.is_of_today:
        then = Text(f"，当时等候{waiting}", f"; {waiting} waiting then")[lang]
        return state(floor, lang) + then
    if floor.standing == "silent":
        at = since(floor, lang)
        return state(floor, lang) + Text(f"，最近一次{at}", f", the last on {at}")[lang]
    return state(floor, lang)


def _lower(text: str, lang: Lang) -> str:
    return text if lang == "zh" else text[:1].lower() + text[1:]


def called(now: LivingHall, lang: Lang) -> str:
    """上午9时叫到的号，一半等候不超过 · 今天叫到的号… · 11月27日叫到的号…: what a wait is of."""
    if now.earlier:
        day = words.short_day(now.earlier.day, lang)
        return Text(f"{day}叫到的号，一半等候不超过", f"Called on {day}: half waited at most")[lang]
    if now.wait is None or now.wait.hour is None:
        return Text("今天叫到的号，一半等候不超过", "Called today: half waited at most")[lang]
    at = now.wait.hour
    return Text(
        f"{words.hour_of_day(at, 'zh')}叫到的号，一半等候不超过",
        f"Called {words.hours(at, at)}: half waited at most",
    )[lang]


def until(now: LivingHall, lang: Lang) -> str:
    """截至10:18, of an open hall of which all floors fell silent today; else ""."""
    of_today = [one for one in now.floors if one.is_of_today]
    if not now.is_silent or not of_today:
        return ""
    at = since(min(of_today, key=lambda one: one.stated_at), lang)
    return Text(f"截至{at}", f"as of {at}")[lang]


def ends(now: LivingHall, lang: Lang) -> str:
    """截至10:18 · 今天无报告, of an open hall of which all floors are silent; else ""."""
    none = Text("今天无报告", "No report today")[lang]
    return (until(now, lang) or none) if now.is_silent else ""


def summary(now: LivingHall, lang: Lang) -> str:
    """The hall in one sentence, as true as its reports: of how many floors the sum is."""
    there = now.reporting
    if not now.is_open:
        return Text("窗口现在不开放", "The windows are closed now")[lang]
    if not there:
        return Text("现在没有楼层报告排队情况", "No floor reports its queue now")[lang]
    windows = words.counted(sum(one.windows for one in there), WINDOWS, lang)
    waiting = words.counted(sum(one.waiting for one in there), TICKETS, lang)
    without = Text("、", ", ")[lang].join(
        name(one.floor, lang) for one in now.floors if one not in there
    )
    said = Text(f"现在{windows}开放，等候{waiting}", f"{windows} open now, {waiting} waiting")[lang]
    return said + (Text(f"（不含{without}）", f" (without {without})")[lang] if without else "")
