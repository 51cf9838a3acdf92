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

# What a cell can be → how it looks. A third party and an agency stop the term alike.
LOOKS = {
    "used": "used",
    "over": "over",
    "left": "left",
    "third_party": "stop",
    "agency": "stop",
    "excluded": "stop",
    "correction": "wait",
    "fee": "wait",
    "restarted": "past",
}
NOT_COUNTED = ("stop", "wait", "past")
EACH = Text("每格一个工作日", "One cell is one working day")
TITLES = {
    "used": Text("已用", "used"),
    "left": Text("剩余", "left"),
    "over": Text("逾期", "over"),
    "stop": Text("征求意见、依法扣除（不计）", "consulting, excluded by law (not counted)"),
    "wait": Text("待申请人补正或缴费（不计）", "waiting for the applicant (not counted)"),
    "past": Text("重新起算前（不计）", "before a restart (not counted)"),
    "extended": Text("延长期限内", "within an extension"),
    # Where all that does not count looks alike.
    "still": Text("不计（征求意见、补正、缴费）", "not counted"),
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
        case "overdue" if left == 0:
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


def in_words(one: Request, lang: Lang) -> str:
    """What a strip shows: 已用18个工作日，剩余2个工作日；不计5个."""
    used = words.counted(one["used_days"] or 0, WORKING_DAYS, lang)
    shown = Text(f"已用{used}，", f"{used} used, ")[lang] + standing(one, lang)
    still = sum(LOOKS[cell["kind"]] in NOT_COUNTED for cell in one["cells"])
    if not still:
        return shown
    n = words.number(still)
    return shown + Text(f"；不计{n}个", f"; {n} not counted")[lang]
