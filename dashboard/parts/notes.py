"""The short lines above and under the day's numbers, the same on the page and on the wall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dashboard import words
from dashboard.parts import blocks
from dashboard.words import Lang
from data.catalog import DATASETS
from data.definitions import Text
from data.hall import hall

# What rates are made of, as it follows their parts: 1,843 / 1,846件有期限的.
WITH_DUE_DATE = Text("件有期限的", " with a due date")
ACTIVE = Text(f"{words.RATINGS.zh}主动评价", " ratings given")
DUE = Text("件到期的", " fallen due")
_SPAN = Text("～", "–")


def label(live: Mapping[str, Any], lang: Lang) -> str:
    """今日办结 · 2026年11月24日 星期二; without 今日 when the day shown is another."""
    shown = blocks.day_of(live)
    done = Text("办结", "Completed")[lang]
    if shown is None:
        return done
    if live.get("is_today"):
        done = Text("今日办结", "Completed today")[lang]
    return f"{done} · {words.long_day(shown, lang)}"


def no_data(dataset: str, lang: Lang) -> str:
    """What stands for every number of a kind of data that was never taken in: nothing is known."""
    title = DATASETS[dataset].title
    return Text(f"暂无{title.zh}数据", f"No data on {title.en.lower()} yet")[lang]


def in_steps(dataset: str, lang: Lang) -> str:
    """How numbers of the running day come, of a dataset that is published in steps."""
    steps = DATASETS[dataset].steps
    if steps is None:
        return ""
    minutes, least = (
        words.number(hall().thresholds[name].value) for name in (steps.minutes, steps.least)
    )
    counted = DATASETS[dataset].counted.zh
    return Text(
        f"当日数字最多每{minutes}分钟更新一次，每次至少新增{least}{counted}；当天结束后全部公布。",
        f"Numbers of the running day move at most every {minutes} minutes, by at least {least} at "
        "once; all are out when the day is over.",
    )[lang]


def opening_hours(lang: Lang) -> str:
    """工作日09:00～12:00、13:00～17:00: when windows are open, by the hall's settings."""
    spans = [f"{words.clock(begin)}{_SPAN[lang]}{words.clock(end)}" for begin, end in hall().hours]
    said = Text("、", ", ")[lang].join(spans)
    return Text(f"工作日{said}", f"{said} on working days")[lang]


def is_missing(live: Mapping[str, Any], dataset: str) -> bool:
    """Whether the live answer has nothing of a dataset because none was ever taken in."""
    known = {one["dataset"]: one["reason"] for one in live.get("datasets") or []}
    return known.get(dataset) is not None


def on_time(live: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """The day's rate and 1,843 / 1,846件有期限的: not every case has a due date."""
    if is_missing(live, "cases"):
        return words.MISSING, no_data("cases", lang)
    return words.stated(live.get("on_time"), WITH_DUE_DATE, words.CASES, lang)


def good(live: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """The day's share of good ratings, and of how many."""
    if is_missing(live, "evaluations"):
        return words.MISSING, no_data("evaluations", lang)
    return words.stated(live.get("good"), ACTIVE, words.RATINGS, lang)


def answered(live: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """The year's share of disclosure requests answered on time, of those that fell due."""
    if is_missing(live, "disclosure-requests"):
        return words.MISSING, no_data("disclosure-requests", lang)
    share = (live.get("disclosure") or {}).get("on_time_year")
    return words.stated(share, DUE, words.REQUESTS, lang)


def overdue(count: int | None, lang: Lang) -> dict[str, Any]:
    """The note on overdue cases; marked as late only where there are any."""
    if count is None:
        return {"children": words.MISSING, "className": "note"}
    note = Text(f"超期在办{words.number(count)}件", f"{words.number(count)} overdue")[lang]
    return {"children": note, "className": "note late" if count else "note"}


def online(live: Mapping[str, Any], lang: Lang) -> str:
    if live.get("accepted_online") is None:
        return words.MISSING
    count = words.number(live.get("accepted_online"))
    return Text(f"其中网上{count}件", f"{count} of them online")[lang]


def written_as_of(
    answer: Mapping[str, Any], lang: Lang, dataset: str = "", brief: bool = False
) -> str:
    """数据截至…, of the live answer or of one dataset of it, by the hall's date.

    Of one whose numbers of the day move in steps it says so, unless it is to be `brief`.
    """
    live = answer["data"]
    of_dataset = [one for one in live.get("datasets") or [] if one["dataset"] == dataset]
    today = datetime.fromisoformat(live["now"]).date()
    written = as_of(of_dataset[0] if of_dataset else answer["meta"], today, lang)
    if of_dataset and live.get("is_today") and DATASETS[dataset].steps and not brief:
        written += Text("，当日数字分批更新", "; the day's numbers move in steps")[lang]
    return written


def to_end_of_month(month: str, lang: Lang) -> str:
    """数据截至2026年10月: up to when numbers are that come by the month, of which each is whole."""
    named = words.period(month, lang)
    return Text(f"数据截至{named}", f"Data to the end of {named}")[lang]


def newest_entry(meta: Mapping[str, Any], lang: Lang) -> str:
    """最近一项2013年5月1日: of a list that holds until it is changed, which is not old data."""
    instant = meta.get("as_of")
    if instant is None:
        return words.as_of(None, date.min, lang)
    on = words.day(datetime.fromisoformat(instant).date(), lang)
    return Text(f"最近一项{on}", f"Newest entry {on}")[lang]


def as_of(meta: Mapping[str, Any], today: date, lang: Lang) -> str:
    """数据截至 …, of an answer that has no clock of its own."""
    instant = meta.get("as_of")
    return words.as_of(datetime.fromisoformat(instant) if instant else None, today, lang)
