"""What the datasets of work done together share."""

from __future__ import annotations

from typing import Any

from data.definitions import Field, Text

DAYS = Text("工作日", "working days")
PARALLEL_RULES = Text(
    "本厅并联审批方案（待大厅确认）", "the hall's parallel-approval schemes (to be confirmed)"
)


def number_of_run(zh: str, en: str, id: str = "run_no") -> Field:
    """A number that its system gives, as a keyed hash."""
    return Field(
        id,
        "text",
        Text(zh, en),
        required=True,
        keyed=True,
        note=Text(
            "系统内编号的密钥散列，仅用于识别同一条记录",
            "a keyed hash of the system's number; it only tells records apart",
        ),
        header=zh,
    )


def working_days(id: str, zh: str, en: str, note: Text | None = None, **more: Any) -> Field:
    """A whole number of working days that the source states."""
    return Field(id, "integer", Text(zh, en), minimum=0, unit=DAYS, note=note, header=zh, **more)


def used_days(note: Text) -> Field:
    return Field(
        "used_days", "integer", Text("用时", "Days used"), computed=True, unit=DAYS, note=note
    )


def due_on(note: Text) -> Field:
    return Field(
        "due_on",
        "date",
        Text("承诺截止日期", "Due on"),
        computed=True,
        scheduled=True,
        indexed=True,
        note=note,
    )
