"""The limits of an item beside the time that its cases really took."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.pages.guides.ask import Guide, Row
from dashboard.parts import bars, blocks
from dashboard.parts.bars import Bar
from dashboard.words import WORKING_DAYS, Lang
from data.definitions import Text
from data.hall import today

TIMES = Text("办理时限和实际用时", "Limits, and how long it takes")
LEGAL, PROMISED = Text("法定时限", "Legal limit"), Text("承诺时限", "Promised limit")
MEDIAN, P90 = (
    Text("实际用时中位数", "Half of the cases took"),
    Text("九成办件不超过", "Nine in ten took"),
)
AT_ONCE = Text("当场办结", "at once")
NO_LIMIT = Text("清单无此项时限", "no limit on the list")
UNCHECKED = Text(
    "法定时限为清单所载，未与现行条文核对",
    "The legal limit is as listed, not compared with the law",
)
CONVERTED = Text("折算规则", "conversion")
UNITS = {
    "workday": WORKING_DAYS,
    "calendar_day": words.Unit("日", "calendar day", "calendar days"),
    "month": words.Unit("个月", "month", "months"),
    "year": words.Unit("年", "year", "years"),
}


def section(guide: Guide, lang: Lang) -> html.Section:
    item = guide.item
    median, p90 = guide.taken["handling-days-median"], guide.taken["handling-days-p90"]
    n = median.get("denominator") or 0
    known = words.enough(n)
    lengths = [item["legal_days"], item["promised_days"]]
    lengths += [median.get("value"), p90.get("value")] if known else []
    top = max([1.0, *(length for length in lengths if length is not None)])
    drawn = [
        _bar(LEGAL[lang], item["legal_days"], top, _legal(item, lang), "pale"),
        _bar(PROMISED[lang], item["promised_days"], top, _promised(item, lang), "pale"),
    ]
    if known:
        limit = item["promised_days"]
        for name, row in ((MEDIAN, median), (P90, p90)):
            late = limit is not None and row["value"] > max(limit, 0.5)
            drawn.append(
                _bar(
                    name[lang],
                    row["value"],
                    top,
                    words.days_used(row["value"], lang),
                    "late" if late else "",
                )
            )
    return html.Section(
        [
            html.H2(TIMES[lang]),
            html.Ol([bars.entry(bar) for bar in drawn], className="bars"),
            html.P(_basis(item, lang), className="note"),
            html.P(_taken(guide, n, lang), className="note"),
        ]
    )  # fmt: skip


def _bar(name: str, days: float | None, top: float, said: str, kind: str) -> Bar:
    return Bar(name, said, None if days is None else days / top, kind)


def _legal(item: Row, lang: Lang) -> str:
    if item["legal_days"] is None:
        return NO_LIMIT[lang]
    return words.counted(item["legal_days"], WORKING_DAYS, lang)


def _promised(item: Row, lang: Lang) -> str:
    days = item["promised_days"]
    if days is None:
        return NO_LIMIT[lang]
    return AT_ONCE[lang] if days == 0 else words.counted(days, WORKING_DAYS, lang)


def _basis(item: Row, lang: Lang) -> list[Any]:
    """Article, how the law words the limit and what that is in working days, and whether it was checked."""
    if item["legal_days"] is None:
        return []
    said: list[Any] = []
    if item["article"]:
        said += [Text("依据：", "Basis: ")[lang], html.Span(item["article"], lang="zh-Hans")]
    unit, value = item["limit_unit"], item["limit_value"]
    if unit and unit != "workday" and value is not None:
        worded = words.counted(value, UNITS[unit], lang)
        days = words.counted(item["legal_days"], WORKING_DAYS, lang)
        comma = Text("，", ", ")[lang] if said else ""
        href = Place("data/limit-conversions", lang).path
        said += [
            comma,
            Text(f"条文为{worded}，折算为{days}（", f"worded as {worded}, that is {days} (")[lang],
            html.A(CONVERTED[lang], href=href),
            Text("）", ")")[lang],
        ]
    if item["limit_check"] == "unchecked":
        said += [Text("；", "; ")[lang] if said else "", UNCHECKED[lang]]
    return [*said, Text("。", ".")[lang]]


def _taken(guide: Guide, n: float, lang: Lang) -> list[Any]:
    """Of how many cases the times are, with what they mean; of too few no time is said."""
    when = words.between(guide.first, today(), lang)
    if not n:
        none = Text(f"{when}无办结的办件。", f"{when}: no case was completed.")
        return [none[lang]]
    count = words.counted(n, words.CASES, lang)
    if not words.enough(n):
        few = Text(
            f"{when}办结{count}，样本不足，不列实际用时。",
            f"{when}: {count} completed, too few to say how long they took.",
        )
        return [few[lang]]
    share = guide.taken["on-time-rate"]
    rate = words.rate(share)
    timely = Text(f"，按时办结率{rate}%", f", {rate}% of those with a limit on time")[lang]
    lead = Text(f"{when}办结{count}", f"{when}: {count} completed")[lang]
    parts = [lead, timely if rate != words.MISSING else "", Text("。", ". ")[lang]]
    links = [
        blocks.named(id, title[lang], lang)
        for id, title in (("handling-days-median", _MEDIAN), ("handling-days-p90", _P90))
    ]
    return [*parts, links[0], " · ", links[1]]  # fmt: skip


_MEDIAN, _P90 = (
    Text("中位数口径", "Median: definition"),
    Text("90分位数口径", "90th percentile: definition"),
)
