"""What a strip of working days says: one set of words for the page, the wall and one request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard import words
from dashboard.words import WORKING_DAYS, Lang
from data.definitions import Text
from data.hall import today

Request = Mapping[str, Any]
"""A request of the API's list of open ones."""

# What a cell can be → how it looks: whatever does not count looks alike.
LOOKS = {
    "used": "used",
    "over": "over",
    "left": "left",
    "third_party": "still",
    "agency": "still",
    "excluded": "still",
    "correction": "still",
    "fee": "still",
    "restarted": "still",
}
# Why working days do not count, in few words.
REASONS = {
    "restarted": Text("重新起算前", "restarted"),
    "correction": Text("等补正", "correction"),
    "fee": Text("等缴费", "fee"),
    "third_party": Text("征求意见", "opinion"),
    "agency": Text("征求意见", "opinion"),
    "excluded": Text("依法扣除", "by law"),
}
EACH = Text("每格一个工作日", "Working days:")
TITLES = {
    "used": Text("已用", "used"),
    "left": Text("剩余", "left"),
    "over": Text("逾期", "over"),
    "still": Text("不计", "paused"),
}
OVERDUE = Text("逾期未答复", "Overdue")
PAST = Text("期限已过", "past its due date")
STOPPED = Text("暂停计算", "stopped")
AWAITED = {
    "awaiting-fee": Text("待申请人缴费", "fee awaited"),
    "awaiting-correction": Text("待申请人补正", "correction awaited"),
}
TO_CLOSE = Text("应结案未结案", "due to be closed")
UNKNOWN = Text("暂无法计算", "not known yet")
TODAY = Text("今天", "today")


def standing(one: Request, lang: Lang, brief: bool = False) -> str:
    """Where a request stands: 逾期3个工作日, 今天到期, 剩余5个工作日, 暂停计算.

    Days off are no working days: past its limit, until one is over, a request is past it by none.
    `brief`: where there is little room, without what a stopped term has left.
    """
    left = one["left"]
    match one["standing"]:
        case "overdue" if left == 0:  # its last day was the last working day there was
            return PAST[lang]
        case "overdue" if left is not None:
            over = words.counted(-left, WORKING_DAYS, lang)
            return Text(f"逾期{over}", f"{over} over")[lang]
        case "due_soon" | "on_track" if left is not None:
            return _left(left, lang) if left else _due(one, lang)
        case "stopped" if left is not None and not brief:
            return f"{STOPPED[lang]}{Text('，', ', ')[lang]}{_left(left, lang)}"
        case "stopped" if brief:
            return STOPPED[lang]
        case "awaiting" if one["reason"] in AWAITED:
            return AWAITED[one["reason"]][lang]
        case "to_close":
            return TO_CLOSE[lang]
        case "unknown":
            return UNKNOWN[lang]
    return one["standing_text"]


def _due(one: Request, lang: Lang) -> str:
    """Of a request without a working day left: a limit that its source states may be a day off."""
    due_on = date.fromisoformat(one["due_on"])
    if due_on == today():
        return Text("今天到期", "due today")[lang]
    on = words.day(due_on, lang)
    return Text(f"{on}到期", f"due on {on}")[lang]


def _left(n: int, lang: Lang) -> str:
    left = words.counted(n, WORKING_DAYS, lang)
    return Text(f"剩余{left}", f"{left} left")[lang]


def not_counted(one: Request, until: date, lang: Lang) -> str:
    """Why working days up to a day do not count: 等补正7、征求意见10个工作日.

    How many of those still to come will not count is not known yet.
    """
    days: dict[str, int] = {}
    for cell in one["cells"]:
        if cell["kind"] in REASONS and date.fromisoformat(cell["date"]) <= until:
            reason = REASONS[cell["kind"]][lang]
            days[reason] = days.get(reason, 0) + 1
    if not days:
        return ""
    *others, (last, n) = days.items()
    gap = "" if lang == "zh" else " "
    named = [f"{reason}{gap}{words.number(count)}" for reason, count in others]
    whole = f"{last}{gap}{words.counted(n, WORKING_DAYS, lang)}"
    return Text("、", ", ")[lang].join([*named, whole])


def extended(one: Request, lang: Lang) -> str:
    """By how much the term is extended: 延期20个工作日."""
    if not one["extension_days"]:
        return ""
    days = words.counted(one["extension_days"], WORKING_DAYS, lang)
    return Text(f"延期{days}", f"extended by {days}")[lang]


def why_not_counted(one: Request, lang: Lang) -> str:
    """The one reason for which days of a strip do not count; of several, that which came last."""
    kinds = [cell["kind"] for cell in one["cells"] if cell["kind"] in REASONS]
    return REASONS[kinds[-1]][lang] if kinds else ""


def in_words(one: Request, until: date, lang: Lang) -> str:
    """What a strip shows: 已用18个工作日，剩余2个工作日；不计：等补正5个工作日."""
    used = words.counted(one["used_days"] or 0, WORKING_DAYS, lang)
    parts = [Text(f"已用{used}，", f"{used} used, ")[lang] + standing(one, lang)]
    if still := not_counted(one, until, lang):
        parts.append(Text(f"不计：{still}", f"not counted: {still}")[lang])
    if longer := extended(one, lang):
        parts.append(longer)
    return Text("；", "; ")[lang].join(parts)
