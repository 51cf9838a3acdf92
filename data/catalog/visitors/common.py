"""What the datasets of help and contact share."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.definitions import Field, Text, Version

FIRST = (Version(date(2026, 11, 29), Text("首次公布", "first published")),)
RECORDED = Field(
    "recorded_at", "instant", Text("入库时间", "Recorded at"), precision="day", header="入库时间"
)
KEYED = Text(
    "系统内编号的密钥散列，仅用于识别同一条记录",
    "a keyed hash of the system's number; it only tells records apart",
)


def number(id: str, zh: str, en: str) -> Field:
    """The system's own number, of which only a keyed hash is stored."""
    return Field(id, "text", Text(zh, en), required=True, keyed=True, note=KEYED, header=zh)


def yes(column: Any) -> Any:
    """An SQL comparison: stated, and so."""
    return column == True  # noqa: E712
