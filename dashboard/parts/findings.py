"""What a chart shows, said in words: its title (the finding) and one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from statistics import median
from typing import Any

from dash import html

from dashboard import words
from dashboard.parts import notes
from dashboard.parts.charts import HourBar
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

Live = Mapping[str, Any]
Finding = tuple[str, str]
_OPEN = words.Unit("件", "open disclosure request", "open disclosure requests")
# An hour is a quiet one below this share of the usual hour; so many are named.
_QUIET, _QUIET_MOST = 0.8, 2


def opening() -> tuple[int, int]:
    """First and last hour worth a bar of their own: the hall's hours, and the one before."""
    times = hall().hours
    return times[0][0].hour - 1, times[-1][1].hour


def _against_usual(bars: Sequence[HourBar], lang: Lang) -> str:
    """Of the hours that are over: in how many more was done than usual."""
    known = [
        bar.completed - bar.usual
        for bar in bars
        if not bar.partial and bar.completed is not None and bar.usual
    ]
    if len(known) < 2:
        return ""
    above, below = sum(d > 0 for d in known), sum(d < 0 for d in known)
    over = any(bar.partial for bar in bars)
    zh, en = ("已过的", " so far") if over else ("", "")
    n = words.number(len(known))
    if len(known) in (above, below):
        more = above > 0
        every = "both" if len(known) == 2 else f"all {n}"
        return Text(
            f"，{zh}{n}小时都比往常{'多' if more else '少'}",
            f", {every} hours{en} {'above' if more else 'below'} usual",
        )[lang]
    up, down = words.number(above), words.number(below)
    return Text(
        f"，{zh}{n}小时里{up}小时比往常多、{down}小时比往常少",
        f", of {n} hours{en} {up} above usual and {down} below",
    )[lang]


def timed(live: Live) -> int:
    """How many of a day's completed cases have a time of day."""
    return sum(hour.get("completed") or 0 for hour in live.get("hours") or [])


def hours(live: Live, bars: Sequence[HourBar], lang: Lang) -> Finding:
    """The day's curve: the busiest hour, and how the day compares with a usual one."""
    if notes.is_missing(live, "cases"):
        return Text("每小时办结", "Completed by hour")[lang], notes.no_data("cases", lang)
    full = [bar for bar in bars if bar.completed and not bar.partial and bar.first == bar.last]
    title = Text("每小时办结", "Completed by hour")[lang]
    if full:
        peak = words.hour_of_day(max(full, key=lambda bar: bar.completed or 0).first, lang)
        title = f"{peak}办结最多" if lang == "zh" else f"Most completed at {peak}"
        title += _against_usual(bars, lang)
    completed = words.counted(live.get("completed"), words.CASES, lang)
    parts = [Text(f"共办结{completed}", f"{completed} completed")[lang]]
    untimed = (live.get("completed") or 0) - timed(live)
    if untimed and not timed(live):
        return title, Text(
            f"共办结{completed}；来源没有办结时刻，分不出时段。",
            f"{completed} completed; their source gives no times of day.",
        )[lang]
    if untimed:
        n = words.number(untimed)
        parts.append(Text(f"其中{n}件没有办结时刻", f"{n} of them without a time of day")[lang])
    usual = live.get("usual") or {}
    if usual.get("days"):
        name, n = words.weekday(usual["weekday"], lang), words.number(len(usual["days"]))
        parts.append(
            Text(
                f"空框为往常{name}的同一小时（此前{n}个{name}的中位数）",
                f"outline: the same hour of a usual {name} (median of the last {n})",
            )[lang]
        )
    if any(bar.partial for bar in bars):
        parts.append(Text("斜纹为尚未结束的一小时", "hatched: the hour is not over yet")[lang])
    return title, Text("；".join(parts) + "。", "; ".join(parts) + ".")[lang]


def ratings(live: Live, lang: Lang) -> Finding:
    """The day's ratings: how many, how many bad, and what became of the bad ones."""
    if notes.is_missing(live, "evaluations"):
        return Text("评价", "Ratings")[lang], notes.no_data("evaluations", lang)
    n, bad = live.get("ratings"), live.get("bad") or {}
    when = when_of(live, lang)
    if n is None:
        title = Text(f"{when}的评价尚未公布", f"Ratings {_inside(when)} are not published yet")
        return title[lang], notes.in_steps("evaluations", lang)
    if not n:
        title = f"{when}暂无主动评价" if lang == "zh" else f"No ratings {_inside(when)} yet"
        return title, Text(
            "默认评价不计入。",
            "Ratings given by silence do not count; new ones appear here.",
        )[lang]
    count, number = bad.get("n") or 0, words.number
    if lang == "zh":
        title = f"{when}的{number(n)}条评价里" + (
            f"，{number(count)}条是差评" if count else "没有差评"
        )
    else:
        title = f"{words.counted(n, words.RATINGS, lang)} {_inside(when)}, " + (
            f"{number(count)} of them bad" if count else "none of them bad"
        )
    return title, _bad_ratings(bad, lang)


def _bad_ratings(bad: Live, lang: Lang) -> str:
    limit = words.number(hall().thresholds["rectification_days"].value)
    done, open_ = words.number(bad.get("rectified")), words.number(bad.get("pending"))
    if not bad.get("n"):
        return Text(
            f"差评须在{limit}个工作日内整改；默认评价不计入。",
            f"A bad rating is to be put right within {limit} working days; ratings given by "
            "silence do not count.",
        )[lang]
    if not bad.get("rectified") and not bad.get("not_upheld"):
        one = words.plural(bad["n"], "The bad one is", f"All {open_} bad ones are")
        return Text(
            f"{open_}条差评正在处理（期限{limit}个工作日）。",
            f"{one} being dealt with (limit: {limit} working days).",
        )[lang]
    refuted = words.number(bad.get("not_upheld"))
    verbs = {"rectified": ("has", "have"), "not_upheld": ("was", "were"), "pending": ("is", "are")}
    has, was, is_ = (words.plural(bad.get(of), *pair) for of, pair in verbs.items())
    return Text(
        f"差评已整改{done}条，{refuted}条核实不属实，{open_}条正在处理（期限{limit}个工作日）。",
        f"Of the bad ones {done} {has} been put right, {refuted} {was} not upheld and {open_} {is_} "
        f"being dealt with (limit: {limit} working days).",
    )[lang]


def _inside(when: str) -> str:
    """`when_of` inside a sentence: today · on 27 November."""
    return when[:1].lower() + when[1:]


def when_of(live: Live, lang: Lang) -> str:
    """今天, or the day that is shown when there is nothing of today."""
    if live.get("is_today", True) or not live.get("day"):
        return Text("今天", "Today")[lang]
    named = words.short_day(date.fromisoformat(live["day"]), lang)
    return named if lang == "zh" else f"On {named}"


def disclosure(live: Live, lang: Lang) -> str:
    """The open disclosure requests: overdue ones first, then those close to their due date."""
    d = live.get("disclosure") or {}
    number = words.number
    if notes.is_missing(live, "disclosure-requests"):
        return notes.no_data("disclosure-requests", lang)
    if d.get("open") is None:
        return Text("在办申请数不可知", "How many requests are open is not known")[lang]
    if not d["open"]:
        return Text("目前无在办的政府信息公开申请", "No disclosure request is open")[lang]
    open_ = words.counted(d["open"], _OPEN, "en")
    if d.get("overdue"):
        return Text(
            f"在办政府信息公开申请{number(d['open'])}件，其中逾期{number(d['overdue'])}件",
            f"{number(d['overdue'])} of {open_} {words.plural(d['overdue'], 'is', 'are')} overdue",
        )[lang]
    if d.get("due_soon"):
        return Text(
            f"在办政府信息公开申请{number(d['open'])}件，均未逾期，其中临近期限{number(d['due_soon'])}件",
            f"None of {open_} is overdue, {number(d['due_soon'])} due soon",
        )[lang]
    return Text(
        f"在办政府信息公开申请{number(d['open'])}件，均在答复期限内",
        f"All {open_} are within their limits" if d["open"] > 1 else f"{open_}, within its limit",
    )[lang]


NO_DATA = Text("暂无数据", "No data yet")
HOW_TO_LOAD = (
    (Text("导入一份办件表", "Load a file of cases"), "python app.py ingest cases FILE.csv"),
    (Text("先看模拟大厅", "See the simulated hall"), "python app.py demo"),
)


def notice(live: Live, lang: Lang, brief: bool = False) -> str:
    """What must be said beside the numbers: they are of an older day, or the hall is closed."""
    if not live.get("day"):
        return NO_DATA[lang]
    if not brief and (ends := silence(live, lang)):
        full_stop = Text("，此后没有新记录。", "; nothing has come since.")[lang]
        return f"{ends}{full_stop}"
    if not live.get("is_today"):
        if brief:
            return Text("今天暂无数据", "Nothing of today yet")[lang]
        shown = words.day(date.fromisoformat(live["day"]), lang)
        return Text(
            f"今天暂无数据，这是最近有数据的一天：{shown}。",
            f"There is nothing of today yet; this is the newest day with data: {shown}.",
        )[lang]
    if live.get("open") is not False:
        return ""
    return closed(live, lang) if brief else why_closed(live, lang)


def why_closed(live: Live, lang: Lang) -> str:
    """Why the hall is closed right now, and what goes on all the same."""
    why = closed(live, lang)
    always = goes_on(live, lang)
    return f"{why}{always}。" if lang == "zh" else f"{why} {always}."


def goes_on(live: Live, lang: Lang) -> str:
    """What can be done while the windows are closed; on a day off by appointment at a window too."""
    if live.get("workday") is False and hall().reports("service"):
        return Text(
            "预约办理、网上申请和热线照常",
            "Appointments, online applications and the hotline go on",
        )[lang]
    return Text("网上申请和热线照常", "Online applications and the hotline go on")[lang]


def silence(live: Live, lang: Lang) -> str:
    """数据只到10:41, where the source sent nothing while the windows were open; else ""."""
    if not live.get("silent"):
        return ""
    until = datetime.fromisoformat(live["counted_until"])
    at = words.clock(until)
    if until.date() != datetime.fromisoformat(live["now"]).date():
        at = f"{words.short_day(until.date(), lang)} {at}"
    return Text(f"数据只到{at}", f"The data ends at {at}")[lang]


def closed(live: Live, lang: Lang) -> str:
    """Why the hall is closed right now, from its opening hours."""
    spans = hall().hours
    now = datetime.fromisoformat(live["now"]).time()
    if live.get("workday") is False:
        return Text(
            "今天不是工作日，窗口不对外办公。", "Not a working day: the windows are closed."
        )[lang]
    upcoming = [words.clock(start) for start, _ in spans if now < start]
    if not upcoming:
        return Text("大厅今日已下班。", "The hall has closed for the day.")[lang]
    if now < spans[0][0]:
        return Text(f"大厅{upcoming[0]}开门。", f"The hall opens at {upcoming[0]}.")[lang]
    return Text(
        f"午间休息，{upcoming[0]}继续办理。", f"Over noon closed, open from {upcoming[0]}."
    )[lang]


def how_to_load(lang: Lang) -> list[html.Dt | html.Dd]:
    """For an empty store: the commands that put something into it."""
    return [
        part
        for title, command in HOW_TO_LOAD
        for part in (html.Dt(title[lang]), html.Dd(html.Code(command)))
    ]


def quiet_hours(bars: Sequence[HourBar]) -> list[int]:
    """The hours, one or two, in which usually least is done while the windows are open throughout."""
    whole = {
        hour
        for start, end in hall().hours
        for hour in range(start.hour + bool(start.minute), end.hour)
    }
    usual = {bar.first: bar.usual for bar in bars if bar.first in whole and bar.usual}
    if len(usual) < 4:
        return []
    middle = median(usual.values())
    quiet = sorted((n, hour) for hour, n in usual.items() if n < _QUIET * middle)
    return sorted(hour for _, hour in quiet[:_QUIET_MOST])
