"""The document of the wall's numbers, as `data.answers.day` makes it."""

from __future__ import annotations

from typing import Annotated, TypedDict

from api.documents.json_types import Count, DatasetId, Day, Instant, Keywords, OneOf, Rate
from data.answers.values import NO_DATA
from data.definitions import Text


class Score(TypedDict):
    score: Annotated[int, Keywords(minimum=1, maximum=5)]
    n: Count


class BadRatings(TypedDict):
    n: Count | None
    rectified: Count | None
    not_upheld: Count | None
    pending: Count | None


class Usual(TypedDict):
    completed_by_now: Count | None
    accepted_by_now: Count | None
    days: list[Day]
    weekday: Annotated[int, Keywords(minimum=0, maximum=6), Text("0为星期一", "0 is Monday")] | None


class Hour(TypedDict):
    hour: Annotated[int, Keywords(minimum=0, maximum=23)]
    completed: Count | None
    accepted: Count | None
    usual: float | None
    partial: bool


class OpenRequestCounts(TypedDict):
    open: Count | None
    overdue: Count | None
    due_soon: Count | None
    on_time_year: Rate


class Shown(TypedDict):
    """A kind of data on the wall: its newest event, or why there are no numbers of it."""

    dataset: DatasetId
    as_of: Annotated[Instant | None, Text("这一数据集截至", "its newest event")]
    reason: Annotated[str, OneOf((NO_DATA,)), Text("从未录入", "none was ever taken in")] | None


class Live(TypedDict):
    now: Instant
    open: Annotated[bool | None, Text("大厅是否开放", "whether the hall is open")]
    workday: Annotated[bool | None, Text("今天是否工作日", "whether today is a working day")]
    next_opening: Annotated[
        Instant | None, Text("窗口下次开放", "when the windows open next, after now")
    ]
    last_workday: Annotated[Day | None, Text("今天之前的工作日", "the working day before today")]
    day: Annotated[Day | None, Text("数字是哪一天的", "the day that the numbers are of")]
    is_today: bool
    counted_until: Annotated[
        Instant | None, Text("数字和往常比到哪一刻", "up to when the day is counted and compared")
    ]
    silent: Annotated[
        bool,
        Text("开放时间内来源没有新记录", "the source has sent nothing while the hall was open"),
    ]
    accepted: Count | None
    accepted_online: Count | None
    completed: Count | None
    in_progress: Count | None
    overdue: Count | None
    on_time: Rate
    good: Rate
    ratings: Count | None
    scores: list[Score]
    bad: BadRatings
    usual: Annotated[Usual, Text("往常同一时刻", "a usual day by this time")]
    hours: list[Hour]
    disclosure: OpenRequestCounts
    datasets: Annotated[
        list[Shown],
        Text("各类数据截至何时，没有的说明原因", "how recent each kind is, or why there is none"),
    ]
