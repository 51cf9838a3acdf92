"""What the datasets of the queue share."""

from __future__ import annotations

from data.definitions import Field, Text

RULES = Text(
    "本厅排队叫号系统（统计口径待大厅确认）",
    "this hall's queue system (counting rules to be confirmed)",
)
ON = Field("on", "date", Text("日期", "Day"), required=True, indexed=True, header="日期")
FLOOR = Field("floor", "text", Text("楼层", "Floor"), required=True, header="楼层")
HOUR = Field(
    "hour",
    "integer",
    Text("时段", "Hour"),
    required=True,
    minimum=0,
    maximum=23,
    note=Text("小时，如9为9时至10时", "9 is from 9:00 to 10:00"),
    header="时段",
)
TICKETS, WINDOWS, WAITING = (
    Text("张", "tickets"),
    Text("个", "windows"),
    Text("张", "tickets"),
)


def counter(id: str, zh: str, en: str, unit: Text) -> Field:
    """A number that the system states, never less than 0."""
    return Field(id, "integer", Text(zh, en), required=True, minimum=0, unit=unit, header=zh)


# Of fewer windows open it would be known what each clerk did.
FEWEST_WINDOWS = 3


def windows_open(zh: str, en: str) -> Field:
    """How many windows of the hall were open to what the row counts; of fewer than three there is no row."""
    return Field(
        "windows_open",
        "integer",
        Text(zh, en),
        required=True,
        minimum=FEWEST_WINDOWS,
        unit=WINDOWS,
        note=Text(
            "不足3个的时段不接收：会成为个别窗口人员的数",
            "times with fewer than 3 are not taken in: their numbers would be those of single clerks",
        ),
        header=zh,
    )
