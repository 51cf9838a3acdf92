"""While the windows are not open yet, on a day off and in the morning: when they open next, how the last
working day was, and which hours of the next one are usually quiet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from api.answer import answers
from dashboard import words
from dashboard.asking import hour
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, charts, findings, notes, two_languages
from dashboard.words import CASES, Lang
from data.definitions import Text

NEXT_OPEN, OPENS_TODAY = Text("下次开门", "Opens next"), Text("今天开门", "Opens today")
LATE = Text("超期", "late")
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Closed:
    """The live answers of the working day before and of the one after, and when that begins."""

    opens: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def closed(ask: Ask, live: Mapping[str, Any]) -> Closed | None:
    """What is said before the hall opens and on a day off; None otherwise, and in a year whose notice is not known."""
    before, opening_at = live.get("last_workday"), live.get("next_opening")
    if hour.face(live) not in hour.WAITING or not before or not opening_at:
        return None
    # Of an older day, as of an archive, the notice above the number speaks.
    newest = live.get("day")
    if not newest or newest < before:
        return None
    opens = datetime.fromisoformat(opening_at)
    of_before, of_after = (answers.Live(day) for day in (date.fromisoformat(before), opens.date()))
    return Closed(opens, ask(of_before)["data"], ask(of_after)["data"])


def opening(at: Closed, today: date, lang: Lang) -> str:
    """星期一 09:00 (with a thin space) · Mon 09:00, with the date where that is more than a week away; of
    today the time alone."""
    day, time = at.opens.date(), words.clock(at.opens)
    if day == today:
        return time
    soon = day - today < _WEEK
    name = words.weekday(day, lang) if soon else words.short_day(day, lang)
    return f"{name}\u2009{time}" if lang == "zh" else f"{name[:3] if soon else name} {time}"


def of_last_working_day(ask: Ask, lang: Lang) -> str:
    """The last working day as a whole; nothing where it is not known, or had no case."""
    before = ask(answers.Live())["data"].get("last_workday")
    day = ask(answers.Live(date.fromisoformat(before)))["data"] if before else {}
    return _whole_day(day, lang) if day.get("completed") else ""


def _whole_day(day: Mapping[str, Any], lang: Lang) -> str:
    on = date.fromisoformat(day["day"])
    date_parts = [words.short_day(on, lang), words.weekday(on, lang)]
    named = " ".join(date_parts if lang == "zh" else reversed(date_parts))
    count = words.counted(day.get("completed"), CASES, lang)
    first = Text(f"上一个工作日（{named}）办结{count}", f"Last working day ({named}): {count}")[
        lang
    ]
    parts = [first]
    if (day.get("usual") or {}).get("days"):
        beside = words.compared(day, "completed", lang)
        parts.append(f"{beside[0].lower()}{beside[1:]}")
    return Text("，", ", ")[lang].join(parts)


def last_day(at: Closed, live: Mapping[str, Any], lang: Lang) -> str:
    """上一个工作日（11月27日 星期五）办结2,854件，比往常星期五少8%（往常3,102件）；今天办结60件."""
    said = _whole_day(at.before, lang)
    if not live.get("is_today"):
        return said + Text("。", ".")[lang]
    done = words.counted(live.get("completed"), CASES, lang)
    return said + Text(f"；今天办结{done}。", f"; today {done}.")[lang]


def hours(at: Closed, lang: Lang) -> tuple[tuple[str, str], list[charts.HourBar]]:
    """The usual day ahead as outlines, with the hours named in which least is usually done.

    How many people come is on no record: of hours only what was completed is said.
    """
    rows = [{**hour, "completed": None, "partial": False} for hour in at.after.get("hours") or []]
    bars = charts.hour_bars(rows, findings.opening(), lang)
    name = words.weekday(at.opens, lang)
    n = words.number(len((at.after.get("usual") or {}).get("days") or []))
    title = Text(f"{name}往常每小时办结", f"Usually completed on a {name}")
    how = Text(
        f"空框为此前{n}个{name}同一小时办结件数的中位数",
        f"outline: median of completed cases in the same hour of the last {n}",
    )
    if quiet := findings.quiet_hours(bars):
        each = Text("、", " and ")[lang].join(words.hour(hour, lang) for hour in quiet)
        title = Text(f"{name}往常{each}办结较少", f"Usually fewer completed on a {name} at {each}")
        how = Text(
            f"{how.zh}；较少的时段最多列两个，均在开放时间内",
            f"{how.en}; at most two hours are named, both of opening time",
        )
    return (title[lang], two_languages.sentence(f"{how[lang]}{Text('。', '.')[lang]}")), bars


def shown(at: Closed, live: Mapping[str, Any], lang: Lang) -> blocks.View:
    """The parts of the home page's view that a day off has instead of a working day's."""
    now = datetime.fromisoformat(live["now"])
    day = words.long_day(now.date(), lang)
    # Of an older day than today are only the last working day's numbers, and these are dated.
    notice = {
        "today-notice": {
            "children": findings.why_closed(live, lang),
            "hidden": False,
            "className": "notice",
        }
    }
    label = OPENS_TODAY if at.opens.date() == now.date() else NEXT_OPEN
    return {
        "today-label": {"children": f"{label[lang]} · {Text('今天', 'today ')[lang]}{day}"},
        **_figures(at.before, lang),
        **({} if live.get("silent") or live.get("is_today") else notice),
        "today-completed": {"children": opening(at, now.date(), lang)},
        "today-unit": {"children": ""},
        "today-compared": {"children": last_day(at, live, lang)},
    }


def _figures(before: Mapping[str, Any], lang: Lang) -> blocks.View:
    """The numbers of the last working day, each with its date; cases in progress stay those of now."""
    day = words.short_day(date.fromisoformat(before["day"]), lang)
    on_time, good = notes.on_time(before, lang), notes.good(before, lang)

    def of_day(note: str) -> str:
        return f"{day}{Text('，', ': ')[lang]}{note}" if note else day

    late = blocks.with_missed(of_day(on_time[1]), before.get("on_time"), LATE, lang)
    return {
        "today-accepted": blocks.stated(words.number(before.get("accepted"))),
        "today-accepted-note": {"children": of_day(notes.online(before, lang))},
        "today-on-time": blocks.stated(on_time[0], before.get("on_time")),
        "today-on-time-note": {"children": late},
        "today-good": blocks.stated(good[0]),
        "today-good-note": {"children": of_day(good[1])},
    }
