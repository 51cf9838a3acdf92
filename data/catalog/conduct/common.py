"""What the datasets on conduct share.

A window often has one clerk: a window and a day are a person. So no row and no number names a window, and
what is of one is counted for its floor or the hall.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from data.definitions import Field, Text, Version, codes

FIRST = (Version(date(2026, 11, 29), Text("首次公布", "first published")),)
PEOPLE = Text("人次", "person-times")
HALVES = codes(am=("上午", "morning"), pm=("下午", "afternoon"))
HALF = Field("half", "code", Text("半日", "Half day"), codes=HALVES, required=True, header="半日")
RECORDED = Field(
    "recorded_at", "instant", Text("入库时间", "Recorded at"), precision="day", header="入库时间"
)
RECORDED_IN = replace(RECORDED, precision="month")
WINDOW = Field(
    "window",
    "text",
    Text("窗口", "Window"),
    refers="windows",
    required=True,
    published=False,
    note=Text(
        "不公布：不少窗口只有一两名工作人员", "not published: many windows have one clerk or two"
    ),
    header="窗口编号",
    label="窗口名称",
)
FLOOR = Field(
    "floor",
    "text",
    Text("楼层", "Floor"),
    computed=True,
    always=True,
    note=Text(
        "依窗口清单；窗口不足5个的楼层和未注明楼层的窗口合并为0",
        "by the list of windows; 0: floors of fewer than five windows, and windows of no floor, together",
    ),
)
_KEYED = Text(
    "系统内编号的密钥散列，仅用于识别同一条记录",
    "a keyed hash of the system's number; it only tells records apart",
)


def number(id: str, zh: str, en: str, **more: Any) -> Field:
    """The system's own number, of which only a keyed hash is stored."""
    return Field(
        id, "text", Text(zh, en), required=True, keyed=True, note=_KEYED, header=zh, **more
    )


def count(id: str, zh: str, en: str, unit: Text = PEOPLE, **more: Any) -> Field:
    return Field(id, "integer", Text(zh, en), minimum=0, unit=unit, header=zh, **more)


def yes(column: Any) -> Any:
    """An SQL comparison: stated, and so."""
    return column == True  # noqa: E712
